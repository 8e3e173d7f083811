// SPDX-License-Identifier: Apache-2.0
//! strerror_r, which does without the C library's where a program has no locale: strerror says what it should.
use crate::report::equal;
use std::ffi::{CStr, c_char, c_int};

fn text(number: c_int, size: usize) -> (c_int, String) {
    let mut room = [b'#' as c_char; 64];
    let result = unsafe { libc::strerror_r(number, room.as_mut_ptr(), size) };
    let text = unsafe { CStr::from_ptr(room.as_ptr()) };
    (result, text.to_string_lossy().into_owned())
}

pub fn run() {
    let mut differ = vec![];

    for number in 0..200 {
        let should = unsafe { CStr::from_ptr(libc::strerror(number)) }.to_string_lossy().into_owned();
        if text(number, 64).1 != should {
            differ.push(number);
        }
    }
    equal("strerror_r: as strerror", differ, vec![]);
    equal("strerror_r", text(libc::EACCES, 64), (0, "Permission denied".into()));
    equal("strerror_r: its end fits", text(libc::EACCES, 18), (0, "Permission denied".into()));
    equal("strerror_r: too small", text(libc::EACCES, 17), (libc::ERANGE, "Permission denie".into()));
    equal("strerror_r: no such number", text(4711, 64), (libc::EINVAL, "Unknown error 4711".into()));
    equal("strerror_r: the least number", text(c_int::MIN, 64), (libc::EINVAL, "Unknown error -2147483648".into()));
    equal("strerror_r: no such number, too small", text(4711, 10), (libc::EINVAL, "Unknown e".into()));
    let mut none = b'#' as c_char;
    equal("strerror_r: no room", unsafe { libc::strerror_r(libc::EACCES, &mut none, 0) }, libc::ERANGE);
    equal("strerror_r: nothing written there", none, b'#' as c_char);
}
