// SPDX-License-Identifier: Apache-2.0
use std::sync::atomic::{AtomicI32, Ordering};

static FAILED: AtomicI32 = AtomicI32::new(0);

pub fn failures() -> i32 {
    FAILED.load(Ordering::Relaxed).min(1)
}

pub fn errno() -> i32 {
    std::io::Error::last_os_error().raw_os_error().unwrap_or(0)
}

pub fn check(name: &str, holds: bool) {
    equal(name, holds, true);
}

pub fn equal<T: PartialEq + std::fmt::Debug>(name: &str, is: T, should: T) {
    if is == should {
        println!("ok {name}");
    } else {
        println!("not ok {name}: {is:?}, not {should:?}");
        FAILED.fetch_add(1, Ordering::Relaxed);
    }
}

/// The call failed with that errno.
pub fn fails(name: &str, result: i64, number: i32) {
    equal(name, (result, errno()), (-1, number));
}
