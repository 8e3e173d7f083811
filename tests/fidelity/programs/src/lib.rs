// SPDX-License-Identifier: Apache-2.0
//! What the programs share. A fact is a line "name: value" on stdout; no value depends on the machine, the time, the
//! run or the place of the work directory.

use std::fmt::Debug;
use std::io;
use std::path::PathBuf;

pub fn fact<T: Debug>(name: &str, value: T) {
    println!("{name}: {value:?}");
}

/// A fact that may turn out to be an error: its kind and its number. What comes after it is told all the same.
pub fn attempt<T: Debug>(name: &str, action: impl FnOnce() -> io::Result<T>) {
    match action() {
        Ok(value) => fact(name, value),
        Err(error) => println!("{name}: {}", told(&error)),
    }
}

pub fn told(error: &io::Error) -> String {
    match error.raw_os_error() {
        Some(number) => format!("error {:?} {number}", error.kind()),
        None => format!("error {:?}", error.kind()),
    }
}

/// The work directory, which the runner names: it is there, empty and absolute.
pub fn work() -> PathBuf {
    PathBuf::from(std::env::args_os().nth(1).expect("usage: PROGRAM WORKDIR [WORD]"))
}

/// What the program is asked to do, where it can do several things.
pub fn word() -> String {
    std::env::args().nth(2).unwrap_or_default()
}

/// This very program, for running itself. lind-boot names it relative to the root.
pub fn me() -> PathBuf {
    let name = PathBuf::from(std::env::args_os().next().expect("a name"));
    if name.is_absolute() {
        name
    } else {
        PathBuf::from("/").join(name)
    }
}
