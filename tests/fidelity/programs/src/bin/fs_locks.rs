// SPDX-License-Identifier: Apache-2.0
//! std::fs: locks on files.

use fidelity::{attempt, work};
use std::fs::{File, TryLockError};
use std::io;

fn told(result: Result<(), TryLockError>) -> io::Result<&'static str> {
    match result {
        Ok(()) => Ok("locked"),
        Err(TryLockError::WouldBlock) => Ok("would block"),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

fn main() {
    let path = work().join("file");
    let file = || File::options().read(true).write(true).create(true).truncate(false).open(&path);

    attempt("lock", || file()?.lock());
    attempt("try_lock", || told(file()?.try_lock()));
    attempt("try_lock of a locked one", || {
        let one = file()?;
        one.lock()?;
        told(file()?.try_lock())
    });
    attempt("try_lock_shared of a locked one", || {
        let one = file()?;
        one.lock()?;
        told(file()?.try_lock_shared())
    });
    attempt("try_lock_shared of a shared one", || {
        let one = file()?;
        one.lock_shared()?;
        told(file()?.try_lock_shared())
    });
    attempt("try_lock of a shared one", || {
        let one = file()?;
        one.lock_shared()?;
        told(file()?.try_lock())
    });
    attempt("unlock", || {
        let one = file()?;
        one.lock()?;
        one.unlock()?;
        told(file()?.try_lock())
    });
}
