use std::ffi::{c_char, CStr};

/// How many letters a name has; 0 where it is no UTF-8.
///
/// # Safety
/// `name` is a C string.
#[no_mangle]
pub unsafe extern "C" fn greeting_letters(name: *const c_char) -> u32 {
    let name = unsafe { CStr::from_ptr(name) };
    name.to_str().map_or(0, |name| name.chars().filter(|c| c.is_alphabetic()).count() as u32)
}

/// How many threads said hello.
#[no_mangle]
pub extern "C" fn greeting_threads(count: u32) -> u32 {
    let threads: Vec<_> = (0..count).map(|_| std::thread::spawn(|| 1)).collect();
    threads.into_iter().map(|thread| thread.join().unwrap()).sum()
}
