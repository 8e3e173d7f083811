// SPDX-License-Identifier: Apache-2.0
//! std::sync, under contention.

use fidelity::fact;
use std::sync::atomic::{AtomicI64, AtomicU32, AtomicU8, AtomicUsize, Ordering};
use std::sync::mpsc::{channel, sync_channel, RecvTimeoutError, TrySendError};
use std::sync::{Arc, Barrier, Condvar, LazyLock, Mutex, Once, OnceLock, RwLock, Weak};
use std::thread;
use std::time::Duration;

const THREADS: usize = 4;
const TIMES: usize = 2000;

/// Runs it in several threads at once.
fn together(action: impl Fn(usize) + Sync) {
    thread::scope(|scope| {
        for i in 0..THREADS {
            let action = &action;
            scope.spawn(move || action(i));
        }
    });
}

static LAZY: LazyLock<usize> = LazyLock::new(|| MADE.fetch_add(1, Ordering::SeqCst) + 40);
static MADE: AtomicUsize = AtomicUsize::new(1);

fn locks() {
    let sum = Mutex::new(0);
    together(|_| (0..TIMES).for_each(|_| *sum.lock().unwrap() += 1));
    fact("Mutex", sum.into_inner().ok());
    let mutex = Mutex::new(1);
    let guard = mutex.lock().unwrap();
    fact("try_lock of a locked one", mutex.try_lock().is_err());
    drop(guard);
    fact("try_lock", mutex.try_lock().is_ok());

    let pair = RwLock::new((0, 0));
    let torn = AtomicUsize::new(0);
    together(|i| {
        for _ in 0..TIMES {
            if i == 0 {
                let mut pair = pair.write().unwrap();
                pair.0 += 1;
                pair.1 += 1;
            } else {
                let pair = pair.read().unwrap();
                torn.fetch_add(usize::from(pair.0 != pair.1), Ordering::Relaxed);
            }
        }
    });
    fact("RwLock", (pair.read().map(|pair| *pair).ok(), torn.into_inner()));
    let one = pair.read().unwrap();
    fact("two readers, no writer", (pair.try_read().is_ok(), pair.try_write().is_err()));
    drop(one);
}

fn conditions() {
    let (turn, changed) = (Mutex::new(0), Condvar::new());
    let order = Mutex::new(Vec::new());
    together(|i| {
        for round in 0..10 {
            let mut now = changed.wait_while(turn.lock().unwrap(), |turn| *turn % THREADS != i).unwrap();
            order.lock().unwrap().push(round * THREADS + i);
            *now += 1;
            drop(now);
            changed.notify_all();
        }
    });
    let order = order.into_inner().unwrap();
    fact("Condvar", (order.len(), order.is_sorted()));
    let (guard, result) = changed.wait_timeout(turn.lock().unwrap(), Duration::from_millis(20)).unwrap();
    drop(guard);
    fact("Condvar's timeout", result.timed_out());

    let barrier = Barrier::new(THREADS);
    let (arrived, leaders, early) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
    together(|_| {
        for round in 1..=20 {
            arrived.fetch_add(1, Ordering::SeqCst);
            leaders.fetch_add(usize::from(barrier.wait().is_leader()), Ordering::SeqCst);
            early.fetch_add(usize::from(arrived.load(Ordering::SeqCst) < round * THREADS), Ordering::SeqCst);
            barrier.wait();
        }
    });
    fact("Barrier", (leaders.into_inner(), early.into_inner()));
}

fn channels() {
    let (sender, receiver) = channel();
    for i in 0..THREADS {
        let sender = sender.clone();
        thread::spawn(move || (0..TIMES).for_each(|n| sender.send(i * n).unwrap()));
    }
    drop(sender);
    fact("channel", receiver.iter().fold((0, 0), |(n, sum), v| (n + 1, sum + v)));
    fact("the senders are gone", receiver.recv().is_err());

    let (sender, receiver) = sync_channel(2);
    fact(
        "sync_channel",
        (sender.try_send(1).is_ok(), sender.try_send(2).is_ok(), sender.try_send(3) == Err(TrySendError::Full(3))),
    );
    let thread = thread::spawn(move || (3..100).for_each(|n| sender.send(n).unwrap()));
    fact("sync_channel's order", receiver.iter().collect::<Vec<_>>() == (1..100).collect::<Vec<_>>());
    thread.join().unwrap();

    let (sender, receiver) = sync_channel(0);
    let thread = thread::spawn(move || sender.send("met").is_ok());
    fact("a rendezvous", (receiver.recv().ok(), thread.join().ok()));
    let (sender, receiver) = channel::<()>();
    fact("recv_timeout", receiver.recv_timeout(Duration::from_millis(20)) == Err(RecvTimeoutError::Timeout));
    fact("try_recv", receiver.try_recv().is_err());
    drop(receiver);
    fact("nobody receives", sender.send(()).is_err());
}

fn once() {
    let (once, ran) = (Once::new(), AtomicUsize::new(0));
    together(|_| {
        once.call_once(|| {
            ran.fetch_add(1, Ordering::SeqCst);
        })
    });
    fact("Once", (ran.into_inner(), once.is_completed()));
    let lock = OnceLock::new();
    let same = Mutex::new(Vec::new());
    together(|i| same.lock().unwrap().push(*lock.get_or_init(|| i)));
    let same = same.into_inner().unwrap();
    fact("OnceLock", same.iter().all(|v| *v == same[0]));
    fact("OnceLock set again", lock.set(99).is_err());
    together(|_| assert_eq!(*LAZY, 41));
    fact("LazyLock", (*LAZY, MADE.load(Ordering::SeqCst)));
}

fn atomics() {
    let (byte, word, wide) = (AtomicU8::new(0), AtomicU32::new(0), AtomicI64::new(0));
    together(|_| {
        for _ in 0..TIMES {
            byte.fetch_add(1, Ordering::Relaxed);
            word.fetch_add(3, Ordering::Relaxed);
            wide.fetch_sub(1 << 33, Ordering::Relaxed);
        }
    });
    fact("atomics", (byte.into_inner(), word.into_inner(), wide.into_inner()));
    let word = AtomicU32::new(5);
    fact(
        "compare_exchange",
        (
            word.compare_exchange(5, 6, Ordering::SeqCst, Ordering::SeqCst),
            word.compare_exchange(5, 7, Ordering::SeqCst, Ordering::SeqCst),
            word.fetch_max(100, Ordering::SeqCst),
            word.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| (n > 50).then_some(n / 2)),
            word.into_inner(),
        ),
    );
    let shared = Arc::new(Mutex::new(Vec::new()));
    together(|i| {
        for _ in 0..TIMES {
            let clone = Arc::clone(&shared);
            if Arc::strong_count(&clone) == 0 {
                clone.lock().unwrap().push(i);
            }
        }
    });
    let weak: Weak<_> = Arc::downgrade(&shared);
    fact("Arc", (Arc::strong_count(&shared), Arc::weak_count(&shared), weak.upgrade().is_some()));
    drop(shared);
    fact("Weak", weak.upgrade().is_none());
}

fn main() {
    locks();
    conditions();
    channels();
    once();
    atomics();
}
