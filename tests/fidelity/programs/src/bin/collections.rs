// SPDX-License-Identifier: Apache-2.0
//! std::collections and hashing.

use fidelity::fact;
use std::collections::hash_map::{DefaultHasher, RandomState};
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
use std::hash::{BuildHasher, Hash, Hasher};

fn main() {
    fact("two states differ", RandomState::new().hash_one("x") != RandomState::new().hash_one("x"));
    fact("states of two threads differ", {
        let other = std::thread::spawn(|| RandomState::new().hash_one("x")).join().unwrap();
        other != RandomState::new().hash_one("x")
    });
    fact("a hasher without keys", {
        let mut hasher = DefaultHasher::new();
        ("text", 7u64, 2u8).hash(&mut hasher);
        hasher.finish()
    });
    fact("HashMap", {
        let mut map: HashMap<u32, u32> = (0..10_000).map(|n| (n, n * n % 97)).collect();
        map.retain(|_, v| *v != 5);
        (map.len(), map.get(&77).copied(), map.values().map(|v| u64::from(*v)).sum::<u64>())
    });
    fact("HashSet", {
        let one: HashSet<_> = (0..100).collect();
        let other: HashSet<_> = (50..150).collect();
        (one.intersection(&other).count(), one.union(&other).count(), one.difference(&other).count())
    });
    fact("words", {
        let mut count: HashMap<&str, usize> = HashMap::new();
        for word in "a b a c b a".split(' ') {
            *count.entry(word).or_default() += 1;
        }
        let mut count: Vec<_> = count.into_iter().collect();
        count.sort();
        count
    });
    fact("BTreeMap", {
        let map: BTreeMap<_, _> = (0..1000).map(|n| (n * 7919 % 1000, n)).collect();
        (
            map.len(),
            map.first_key_value().map(|(k, v)| (*k, *v)),
            map.range(500..503).map(|(k, v)| (*k, *v)).collect::<Vec<_>>(),
        )
    });
    fact("BTreeSet", "the quick brown fox".chars().collect::<BTreeSet<_>>().into_iter().collect::<String>());
    fact("BinaryHeap", BinaryHeap::from(vec![3, 1, 4, 1, 5, 9, 2, 6]).into_sorted_vec());
    fact("VecDeque", {
        let mut deque: VecDeque<_> = (0..5).collect();
        deque.rotate_left(2);
        deque.push_front(9);
        deque
    });
    fact("LinkedList", LinkedList::from([1, 2, 3]).into_iter().rev().collect::<Vec<_>>());
    fact("sort", {
        let mut list: Vec<u32> = (0..10_000).map(|n: u32| n.wrapping_mul(2_654_435_761) >> 7).collect();
        list.sort_unstable();
        (list.is_sorted(), list[5000], list.binary_search(&list[777]).is_ok())
    });
}
