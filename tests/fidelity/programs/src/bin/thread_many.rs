// SPDX-License-Identifier: Apache-2.0
//! std::thread: many, in turn and at once.

use fidelity::fact;
use std::thread;

fn main() {
    fact("a hundred in turn", (0..100).map(|i| thread::spawn(move || i).join().unwrap()).sum::<i32>());
    fact("twenty at once", {
        let threads: Vec<_> = (0..20).map(|i| thread::spawn(move || vec![i; 1000])).collect();
        threads.into_iter().map(|t| t.join().unwrap().len()).sum::<usize>()
    });
    fact("ten by ten", {
        let rounds = (0..10).map(|_| {
            thread::scope(|scope| {
                let threads: Vec<_> = (0..10).map(|i| scope.spawn(move || i)).collect();
                threads.into_iter().map(|t| t.join().unwrap()).sum::<i32>()
            })
        });
        rounds.sum::<i32>()
    });
}
