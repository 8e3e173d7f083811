// SPDX-License-Identifier: Apache-2.0
//! Panics, each ending the program its own way.

use fidelity::{fact, word};
use std::{panic, process, thread};

struct Loud;

impl Drop for Loud {
    fn drop(&mut self) {
        fact("dropped", thread::panicking());
    }
}

fn main() {
    let word = word();
    fact("before", &word);
    let _loud = Loud;
    match word.as_str() {
        "message" => panic!("the number is {}", 42),
        "index" => {
            let list = std::hint::black_box(vec![1, 2, 3]);
            fact("never", list[list.len()]);
        }
        "unwrap" => {
            std::fs::File::open("/none/at/all").expect("a file");
        }
        "overflow" => fact("never", std::hint::black_box(1u32).checked_sub(2).expect("no overflow")),
        "divide" => fact("never", 1 / std::hint::black_box(0)),
        "thread" => {
            let result = thread::Builder::new().name("worker".into()).spawn(|| panic!("in a thread")).map(|t| t.join());
            fact("joined", result.is_ok());
        }
        "catch" => fact("caught", panic::catch_unwind(|| panic!("to be caught")).is_err()),
        "hook" => {
            panic::set_hook(Box::new(|info| {
                let text = info.payload().downcast_ref::<&str>().map(|s| s.to_string());
                let place = info.location().map(|l| l.file().rsplit('/').next().unwrap_or("").to_string());
                fact("hook", (text, place));
            }));
            panic!("for the hook");
        }
        "hook-exits" => {
            panic::set_hook(Box::new(|_| process::exit(7)));
            panic!("and out");
        }
        "abort" => process::abort(),
        "memory" => {
            let list: Vec<u8> = Vec::with_capacity(std::hint::black_box(usize::MAX));
            fact("never", list.len());
        }
        _ => fact("no panic", thread::panicking()),
    }
}
