//! The parser for C: see report.c.

use std::ffi::{c_char, CStr};

/// The sum of all values of a text.
///
/// # Safety
/// `text` is a NUL-terminated string.
#[no_mangle]
pub unsafe extern "C" fn native_sum(text: *const c_char) -> i64 {
    parser::parse(&CStr::from_ptr(text).to_string_lossy()).map(|(_, value)| value).sum()
}
