// SPDX-License-Identifier: Apache-2.0
//! What C programs call: memory, a thread, and a thread-local whose initial value is an address.
use std::cell::Cell;

thread_local! {
    static WORD: Cell<&'static str> = const { Cell::new("initial") };
}

#[no_mangle]
pub extern "C" fn twice_in_a_thread(n: i32) -> i32 {
    WORD.set("changed");
    let (twice, length) = std::thread::spawn(move || (n * 2, WORD.get().len())).join().unwrap();
    assert_eq!(length, "initial".len());
    twice
}
