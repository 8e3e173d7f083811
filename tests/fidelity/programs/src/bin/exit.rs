// SPDX-License-Identifier: Apache-2.0
//! The ways in which a program ends well or ill without a panic.

use fidelity::{fact, word};
use std::process::{self, ExitCode, Termination};
use std::{fmt, io, thread};

enum End {
    Code(u8),
    Failure(io::Error),
}

impl Termination for End {
    fn report(self) -> ExitCode {
        match self {
            End::Code(code) => ExitCode::from(code),
            End::Failure(error) => Err::<(), _>(Told(error)).report(),
        }
    }
}

struct Told(io::Error);

impl fmt::Debug for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "told: {:?}", self.0.kind())
    }
}

fn main() -> End {
    let word = word();
    fact("before", &word);
    print!("not flushed by hand: ");
    match word.as_str() {
        "code" => End::Code(41),
        "error" => End::Failure(io::ErrorKind::NotFound.into()),
        "exit" => process::exit(300),
        "thread" => {
            let _ = thread::spawn(|| process::exit(9)).join();
            End::Code(1)
        }
        "blocked" => {
            // Another thread waits on a lock, for ever.
            let lock = std::sync::Mutex::new(());
            let _held = lock.lock();
            thread::scope(|scope| {
                scope.spawn(|| drop(lock.lock()));
                process::exit(11)
            })
        }
        _ => End::Code(0),
    }
}
