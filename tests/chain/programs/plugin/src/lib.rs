// SPDX-License-Identifier: Apache-2.0
//! What a shared library has of its own, and what it shares with the program that loads it.
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ffi::{c_char, c_int, CStr, CString};
use std::sync::Mutex;

struct Left(c_int);

impl Drop for Left {
    fn drop(&mut self) {
        println!("dropped {}", self.0);
    }
}

thread_local! {
    static OWN: RefCell<c_int> = const { RefCell::new(7) };
    static LEFT: RefCell<Option<Left>> = const { RefCell::new(None) };
}

static SEEN: Mutex<BTreeMap<String, c_int>> = Mutex::new(BTreeMap::new());

/// A variable that a program which is linked with the library reads.
#[no_mangle]
pub static plugin_version: c_int = 40;

#[no_mangle]
pub extern "C" fn plugin_own(more: c_int) -> c_int {
    OWN.with(|own| {
        *own.borrow_mut() += more;
        *own.borrow()
    })
}

#[no_mangle]
pub extern "C" fn plugin_leave(n: c_int) {
    LEFT.with(|left| *left.borrow_mut() = Some(Left(n)));
}

#[no_mangle]
pub extern "C" fn plugin_call(f: extern "C" fn(c_int) -> c_int, n: c_int) -> c_int {
    f(n)
}

/// # Safety
/// `word` is a C string.
#[no_mangle]
pub unsafe extern "C" fn plugin_seen(word: *const c_char) -> c_int {
    let word = CStr::from_ptr(word).to_str().unwrap().to_owned();
    let mut seen = SEEN.lock().unwrap();
    let n = seen.entry(word).or_insert(0);
    *n += 1;
    *n
}

/// To be freed by free(): all memory is the C library's.
#[no_mangle]
pub extern "C" fn plugin_text(n: c_int) -> *mut c_char {
    CString::new(format!("<{n}>")).unwrap().into_raw()
}

/// The sum of what three threads of the library's own have in their thread-locals.
#[no_mangle]
pub extern "C" fn plugin_threads() -> c_int {
    let threads: Vec<_> = (0..3).map(|n| std::thread::spawn(move || plugin_own(n))).collect();
    threads.into_iter().map(|t| t.join().unwrap()).sum()
}

#[no_mangle]
pub extern "C" fn plugin_file() -> c_int {
    let name = std::env::temp_dir().join(format!("plugin-{}", std::process::id()));
    std::fs::write(&name, "12345").unwrap();
    let n = std::fs::read(&name).unwrap().len();
    std::fs::remove_file(&name).unwrap();
    n as c_int
}

#[no_mangle]
pub extern "C" fn plugin_panic() {
    panic!("of the plugin");
}
