// SPDX-License-Identifier: Apache-2.0
//! Thread-locals and their destructors.

use fidelity::fact;
use std::cell::{Cell, OnceCell, RefCell};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{channel, Sender};
use std::thread;

static DROPPED: AtomicUsize = AtomicUsize::new(0);

struct Noisy(&'static str, RefCell<Option<Sender<&'static str>>>);

impl Drop for Noisy {
    fn drop(&mut self) {
        DROPPED.fetch_add(1, Ordering::SeqCst);
        if let Some(sender) = self.1.take() {
            let _ = sender.send(self.0);
        }
    }
}

struct AtExit;

impl Drop for AtExit {
    fn drop(&mut self) {
        fact("the first thread's destructors", DROPPED.load(Ordering::SeqCst) > 0);
    }
}

#[repr(align(64))]
struct Aligned([u8; 64]);

thread_local! {
    static WIDE: Cell<u128> = const { Cell::new(7) };
    static ALIGNED: Aligned = const { Aligned([3; 64]) };
    static AT_EXIT: AtExit = const { AtExit };
    static NUMBER: Cell<u32> = const { Cell::new(7) };
    static LIST: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
    static FIRST: Noisy = const { Noisy("first", RefCell::new(None)) };
    static SECOND: Noisy = Noisy("second", RefCell::new(None));
    static ONCE: OnceCell<String> = const { OnceCell::new() };
}

// The compiler knows of its own pointers what it takes for granted.
fn beside() -> (usize, usize, u128) {
    let address = |p: *const ()| std::hint::black_box(p) as usize;

    WIDE.set(WIDE.get() << 70 | 5);
    (
        WIDE.with(|wide| address(wide as *const _ as *const ())) % 16,
        ALIGNED.with(|aligned| address(aligned.0.as_ptr().cast())) % 64,
        WIDE.get(),
    )
}

fn main() {
    AT_EXIT.with(|_| ());
    fact("aligned in main", beside());
    fact("aligned", thread::spawn(|| (beside(), thread::spawn(beside).join().ok(), beside())).join().ok());
    fact("in main", NUMBER.get());
    NUMBER.set(8);
    fact("each has its own", (thread::spawn(|| NUMBER.replace(9)).join().ok(), NUMBER.get()));
    fact(
        "a fresh one each time",
        (0..3).map(|_| thread::spawn(|| NUMBER.replace(1)).join().unwrap()).collect::<Vec<_>>(),
    );
    fact("lists", {
        let threads: Vec<_> = (0..4)
            .map(|i| {
                thread::spawn(move || {
                    for n in 0..100 {
                        LIST.with_borrow_mut(|list| list.push(n * i));
                    }
                    LIST.with_borrow(|list| list.iter().sum::<u32>())
                })
            })
            .collect();
        threads.into_iter().map(|t| t.join().unwrap()).collect::<Vec<_>>()
    });
    fact("once", {
        let other = thread::spawn(|| ONCE.with(|once| once.get_or_init(|| "other".into()).clone())).join().ok();
        (other, ONCE.with(|once| once.get().cloned()))
    });
    fact("destructors", {
        let (sender, receiver) = channel();
        thread::spawn(move || {
            FIRST.with(|noisy| noisy.1.replace(Some(sender.clone())));
            SECOND.with(|noisy| noisy.1.replace(Some(sender)));
        })
        .join()
        .unwrap();
        let mut said: Vec<_> = receiver.iter().collect();
        said.sort();
        said
    });
    fact("destructors of many", {
        DROPPED.store(0, Ordering::SeqCst);
        let threads: Vec<_> = (0..10).map(|_| thread::spawn(|| SECOND.with(|_| ()))).collect();
        for thread in threads {
            thread.join().unwrap();
        }
        DROPPED.load(Ordering::SeqCst)
    });
    fact("a local used in a destructor", {
        struct Last(Sender<bool>);
        impl Drop for Last {
            fn drop(&mut self) {
                let _ = self.0.send(LIST.try_with(|_| ()).is_ok() || LIST.try_with(|_| ()).is_err());
            }
        }
        thread_local!(static LAST: RefCell<Option<Last>> = const { RefCell::new(None) });
        let (sender, receiver) = channel();
        thread::spawn(move || LAST.with_borrow_mut(|last| *last = Some(Last(sender)))).join().unwrap();
        receiver.recv().ok()
    });
}
