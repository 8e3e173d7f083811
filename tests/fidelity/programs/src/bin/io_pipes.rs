// SPDX-License-Identifier: Apache-2.0
//! std::io::pipe, within one program.

use fidelity::attempt;
use std::io::{self, Read, Write};
use std::thread;

fn main() {
    attempt("through a pipe", || {
        let (mut reader, mut writer) = io::pipe()?;
        writer.write_all(b"through")?;
        drop(writer);
        io::read_to_string(&mut reader)
    });
    attempt("the end", || {
        let (mut reader, writer) = io::pipe()?;
        drop(writer);
        reader.read(&mut [0; 4])
    });
    attempt("two writers", || {
        let (reader, mut writer) = io::pipe()?;
        let mut other = writer.try_clone()?;
        writer.write_all(b"one")?;
        drop(writer);
        other.write_all(b"two")?;
        drop(other);
        io::read_to_string(reader)
    });
    attempt("nobody reads", || {
        let (reader, mut writer) = io::pipe()?;
        drop(reader);
        writer.write(b"x")
    });
    attempt("from thread to thread", || {
        let (mut reader, mut writer) = io::pipe()?;
        let sum: u64 = (0..1_000_000u64).map(|i| i % 251).sum();
        let other = thread::spawn(move || {
            let bytes: Vec<u8> = (0..1_000_000u64).map(|i| (i % 251) as u8).collect();
            writer.write_all(&bytes)
        });
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes)?;
        other.join().expect("a thread")?;
        Ok((bytes.len(), bytes.iter().map(|b| u64::from(*b)).sum::<u64>() == sum))
    });
}
