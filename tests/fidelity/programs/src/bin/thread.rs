// SPDX-License-Identifier: Apache-2.0
//! std::thread.

use fidelity::{attempt, fact};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::Arc;
use std::thread::{self, Builder};
use std::time::{Duration, Instant};

#[inline(never)]
fn deep(n: u32) -> u32 {
    let room = std::hint::black_box([n; 128]);
    if n == 0 {
        room[0]
    } else {
        deep(n - 1) + room[127] - n + 1
    }
}

fn main() {
    fact("spawn and join", thread::spawn(|| 6 * 7).join().ok());
    fact("a value by move", {
        let text = String::from("moved");
        thread::spawn(move || text + " and back").join().ok()
    });
    fact("eight at once", {
        let threads: Vec<_> = (0..8).map(|i| thread::spawn(move || i * i)).collect();
        threads.into_iter().map(|t| t.join().unwrap()).collect::<Vec<_>>()
    });
    fact("scope", {
        let mut numbers = [1, 2, 3, 4];
        thread::scope(|scope| {
            for number in &mut numbers {
                scope.spawn(move || *number *= 10);
            }
        });
        numbers
    });
    fact(
        "scope gives back",
        thread::scope(|scope| {
            let one = scope.spawn(|| "one");
            let other = scope.spawn(|| "other");
            (one.join().ok(), other.join().ok())
        }),
    );
    fact("main's name", thread::current().name().map(str::to_owned));
    fact("no name", thread::spawn(|| thread::current().name().map(str::to_owned)).join().ok());
    attempt("a name", || {
        let thread = Builder::new().name("worker".into()).spawn(|| thread::current().name().map(str::to_owned))?;
        Ok((thread.thread().name().map(str::to_owned), thread.join().ok()))
    });
    attempt("a long name", || {
        let thread = Builder::new()
            .name("a name with more than fifteen bytes".into())
            .spawn(|| thread::current().name().map(str::len))?;
        Ok(thread.join().ok())
    });
    attempt("a large stack", || {
        let thread = Builder::new().stack_size(4 << 20).spawn(|| deep(1500))?;
        Ok(thread.join().ok())
    });
    attempt("a small stack", || Ok(Builder::new().stack_size(1).spawn(|| 1)?.join().ok()));
    fact("the usual stack", thread::spawn(|| deep(500)).join().ok());
    fact("ids differ", thread::spawn(|| thread::current().id()).join().ok() != Some(thread::current().id()));
    fact("is_finished", {
        let go = Arc::new(AtomicBool::new(false));
        let seen = go.clone();
        let thread = thread::spawn(move || {
            while !seen.load(Ordering::Acquire) {
                thread::yield_now();
            }
        });
        let before = thread.is_finished();
        go.store(true, Ordering::Release);
        thread.join().unwrap();
        before
    });
    fact("unpark before park", {
        thread::current().unpark();
        thread::park();
        true
    });
    fact("park and unpark", {
        let woken = Arc::new(AtomicUsize::new(0));
        let count = woken.clone();
        let thread = thread::spawn(move || {
            while count.load(Ordering::Acquire) < 5 {
                thread::park();
            }
            count.load(Ordering::Acquire)
        });
        for _ in 0..5 {
            woken.fetch_add(1, Ordering::Release);
            thread.thread().unpark();
        }
        thread.join().ok()
    });
    fact("park_timeout", {
        let start = Instant::now();
        thread::park_timeout(Duration::from_millis(20));
        // It may wake early, and does not sleep for ever.
        start.elapsed() < Duration::from_secs(20)
    });
    fact(
        "sleep in a thread",
        thread::spawn(|| {
            let start = Instant::now();
            thread::sleep(Duration::from_millis(20));
            start.elapsed() >= Duration::from_millis(20)
        })
        .join()
        .ok(),
    );
    fact("a thread of a thread", thread::spawn(|| thread::spawn(|| 5).join().unwrap() + 1).join().ok());
    fact("available_parallelism", thread::available_parallelism().is_ok_and(|n| n.get() > 0));
    fact("a detached one", {
        let done = Arc::new(AtomicBool::new(false));
        let set = done.clone();
        drop(thread::spawn(move || set.store(true, Ordering::Release)));
        while !done.load(Ordering::Acquire) {
            thread::yield_now();
        }
        true
    });
    fact("main ends with one at work", {
        thread::spawn(|| thread::sleep(Duration::from_secs(3600)));
        true
    });
}
