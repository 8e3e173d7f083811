// SPDX-License-Identifier: Apache-2.0
//! std::alloc.

use fidelity::fact;
use std::alloc::{alloc, alloc_zeroed, dealloc, realloc, Layout};
use std::thread;

fn main() {
    fact(
        "aligned",
        (0..=12)
            .map(|shift| {
                let layout = Layout::from_size_align(100, 1 << shift).unwrap();
                // SAFETY: the layout is not empty; what is got is given back.
                unsafe {
                    let p = alloc(layout);
                    let right = !p.is_null() && p as usize % (1 << shift) == 0;
                    p.write_bytes(1, 100);
                    dealloc(p, layout);
                    right
                }
            })
            .all(|right| right),
    );
    fact("zeroed", {
        let layout = Layout::from_size_align(100_000, 64).unwrap();
        // SAFETY: as above.
        unsafe {
            for _ in 0..3 {
                let p = alloc(layout);
                p.write_bytes(0xff, 100_000);
                dealloc(p, layout);
            }
            let p = alloc_zeroed(layout);
            let clean = std::slice::from_raw_parts(p, 100_000).iter().all(|b| *b == 0);
            dealloc(p, layout);
            clean
        }
    });
    fact("realloc keeps", {
        let layout = Layout::from_size_align(16, 32).unwrap();
        // SAFETY: as above; the layout follows the size.
        unsafe {
            let mut p = alloc(layout);
            p.copy_from(b"0123456789abcdef".as_ptr(), 16);
            p = realloc(p, layout, 1_000_000);
            let layout = Layout::from_size_align(1_000_000, 32).unwrap();
            let kept = std::slice::from_raw_parts(p, 16) == b"0123456789abcdef" && p as usize % 32 == 0;
            p = realloc(p, layout, 4);
            let short = std::slice::from_raw_parts(p, 4) == b"0123";
            dealloc(p, Layout::from_size_align(4, 32).unwrap());
            (kept, short)
        }
    });
    fact("large", {
        let list = vec![7u8; 20 << 20];
        list.iter().map(|b| u64::from(*b)).sum::<u64>()
    });
    fact("many small", {
        let mut list: Vec<Box<[u64; 3]>> = (0..50_000).map(|n| Box::new([n, n + 1, n + 2])).collect();
        list.retain(|b| b[0] % 3 == 0);
        list.extend((0..20_000).map(|n| Box::new([n; 3])));
        (list.len(), list.iter().map(|b| b[2]).sum::<u64>())
    });
    fact("too much", Vec::<u8>::new().try_reserve_exact(usize::MAX).is_err());
    fact("in threads", {
        let threads: Vec<_> = (0..4u64)
            .map(|i| {
                thread::spawn(move || {
                    let mut kept: Vec<String> = Vec::new();
                    for n in 0..5000u64 {
                        kept.push("x".repeat((n * 7 + i) as usize % 300));
                        if n % 3 == 0 {
                            kept.swap_remove((n as usize * 13) % kept.len());
                        }
                    }
                    kept.iter().map(String::len).sum::<usize>()
                })
            })
            .collect();
        threads.into_iter().map(|t| t.join().unwrap()).collect::<Vec<_>>()
    });
    fact("from thread to thread", {
        let lists: Vec<Vec<u32>> = thread::spawn(|| (0..100).map(|n| vec![n; 1000]).collect()).join().unwrap();
        let sum: u64 = lists.iter().flatten().map(|n| u64::from(*n)).sum();
        thread::spawn(move || drop(lists)).join().unwrap();
        sum
    });
}
