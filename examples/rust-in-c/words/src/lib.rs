//! Counts words; C's view of it is in words.h.

use std::collections::BTreeMap;
use std::ffi::{c_char, CStr};

/// The counts of a text, opaque to C.
pub struct Words(BTreeMap<String, u32>);

/// Counts the words of a text. Free the result with `words_free`.
///
/// # Safety
/// `text` is a NUL-terminated string.
#[no_mangle]
pub unsafe extern "C" fn words_count(text: *const c_char) -> *mut Words {
    let text = CStr::from_ptr(text).to_string_lossy();
    let mut counts = BTreeMap::new();
    for word in text.split_whitespace() {
        *counts.entry(word.to_lowercase()).or_insert(0) += 1;
    }
    Box::into_raw(Box::new(Words(counts)))
}

/// Calls `visit` for each word, in alphabetical order; the length is in bytes, without a NUL.
///
/// # Safety
/// `words` is from `words_count` and not freed.
#[no_mangle]
pub unsafe extern "C" fn words_each(words: *const Words, visit: extern "C" fn(*const c_char, usize, u32)) {
    for (word, &n) in &(*words).0 {
        visit(word.as_ptr().cast(), word.len(), n);
    }
}

/// # Safety
/// `words` is from `words_count` and not freed, or NULL.
#[no_mangle]
pub unsafe extern "C" fn words_free(words: *mut Words) {
    if !words.is_null() {
        drop(Box::from_raw(words));
    }
}
