// SPDX-License-Identifier: Apache-2.0
//! C and Rust in one program: fork in C, signals, threads of C's that use thread-locals of Rust's.

use fidelity::{fact, word};
use std::cell::Cell;
use std::ffi::c_int;
use std::sync::Mutex;
use std::thread;

extern "C" {
    fn fork_and_add(n: c_int) -> c_int;
    fn handle(sig: c_int) -> c_int;
    fn take_seen() -> c_int;
    fn send_self(sig: c_int) -> c_int;
    fn child_that_ends() -> c_int;
    fn signal_a_child(sig: c_int) -> c_int;
    fn add_in_threads(one: *mut c_int, other: *mut c_int) -> c_int;
}

const SIGINT: c_int = 2;
const SIGUSR1: c_int = 10;
const SIGCHLD: c_int = 17;

thread_local!(static SUM: Cell<c_int> = const { Cell::new(0) });

static SHARED: Mutex<Vec<c_int>> = Mutex::new(Vec::new());

#[no_mangle]
extern "C" fn add_here(n: c_int) -> c_int {
    SHARED.lock().unwrap().push(n);
    SUM.set(SUM.get() + n);
    SUM.get()
}

fn forks() {
    fact("in this process", add_here(5));
    // SAFETY: the C half keeps no pointer and has no state but what it says.
    unsafe {
        fact("in a child", fork_and_add(20));
        fact("the parent's is its own", add_here(1));
        fact("once more", fork_and_add(30));
        fact(
            "from a thread",
            thread::spawn(|| {
                add_here(2);
                fork_and_add(3)
            })
            .join()
            .ok(),
        );
    }
    fact("shared", SHARED.lock().unwrap().len());
}

fn signals() {
    // SAFETY: as above.
    unsafe {
        fact("handlers", [handle(SIGINT), handle(SIGUSR1), handle(SIGCHLD)]);
        fact("SIGINT", (send_self(SIGINT), take_seen()));
        fact("SIGUSR1", (send_self(SIGUSR1), take_seen()));
    }
}

fn children() {
    // SAFETY: as above.
    unsafe {
        fact("handlers", [handle(SIGINT), handle(SIGCHLD)]);
        fact("SIGCHLD", (child_that_ends(), take_seen()));
        fact("SIGINT in a child", signal_a_child(SIGINT));
    }
}

fn threads() {
    let (mut one, mut other) = ([1, 2, 3], [10, 20, 30]);
    // SAFETY: both live until the call is over.
    let error = unsafe { add_in_threads(one.as_mut_ptr(), other.as_mut_ptr()) };
    fact("threads of C's", (error, one, other));
    fact("nothing of it here", SUM.get());
    fact("shared", SHARED.lock().unwrap().len());
}

fn main() {
    match word().as_str() {
        "fork" => forks(),
        "signals" => signals(),
        "children" => children(),
        "threads" => threads(),
        other => fact("no such word", other),
    }
}
