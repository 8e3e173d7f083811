// SPDX-License-Identifier: Apache-2.0
//! Compares the two views that parity.c has written: a line for each thing in which they differ, and how many agree.
use std::collections::HashMap;
use std::ffi::{c_char, c_longlong, CStr};
use std::mem::{align_of, offset_of, size_of};

#[repr(C)]
struct Entry {
    what: *const c_char,
    value: c_longlong,
}

unsafe extern "C" {
    static c_view: [Entry; 1];
}

const fn field_size<S, T>(_: fn(&S) -> *const T) -> i64 {
    size_of::<T>() as i64
}

#[allow(deprecated)]
mod view {
    use super::{align_of, field_size, offset_of, size_of};
    include!("view.rs");
}
use view::VIEW;

fn main() {
    let mut c: HashMap<&str, Vec<i64>> = HashMap::new();
    let mut at = (&raw const c_view).cast::<Entry>();

    unsafe {
        while !(*at).what.is_null() {
            let what = CStr::from_ptr((*at).what).to_str().unwrap();
            c.entry(what).or_default().push((*at).value);
            at = at.add(1);
        }
    }
    let mut same = 0;
    for (what, value) in VIEW {
        match c.get(what) {
            // An unsigned int in one and an int in the other: the bits are the same.
            Some(values) if values.iter().any(|v| *v as u32 == *value as u32) => same += 1,
            Some(values) => println!("{what}: {value} in Rust, {} in C", values[0]),
            None => {}
        }
    }
    println!("{same} are the same");
}
