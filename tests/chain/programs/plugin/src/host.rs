// SPDX-License-Identifier: Apache-2.0
//! Loads the library whose path it is given, and says what came of it.
use std::ffi::{c_char, c_int, c_void, CStr, CString};

extern "C" {
    fn dlopen(name: *const c_char, flags: c_int) -> *mut c_void;
    fn dlsym(handle: *mut c_void, name: *const c_char) -> *mut c_void;
    fn dlclose(handle: *mut c_void) -> c_int;
    fn dlerror() -> *const c_char;
}

const RTLD_NOW: c_int = 2;

fn why() -> String {
    let said = unsafe { dlerror() };
    if said.is_null() {
        return "nothing".to_owned();
    }
    unsafe { CStr::from_ptr(said) }.to_str().unwrap().to_owned()
}

extern "C" fn twice(n: c_int) -> c_int {
    2 * n
}

fn main() {
    let path = CString::new(std::env::args().nth(1).unwrap()).unwrap();
    unsafe {
        assert!(dlopen(c"/none.cwasm".as_ptr(), RTLD_NOW).is_null());
        println!("{}", why());
        let library = dlopen(path.as_ptr(), RTLD_NOW);
        if library.is_null() {
            println!("{}", why());
            std::process::exit(3);
        }
        assert!(dlsym(library, c"nothing".as_ptr()).is_null());
        println!("{}", why());
        assert!(dlsym(-1isize as *mut c_void, c"puts".as_ptr()).is_null());
        println!("{}", why());
        let own: extern "C" fn(c_int) -> c_int = std::mem::transmute(dlsym(library, c"plugin_own".as_ptr()));
        let call: extern "C" fn(extern "C" fn(c_int) -> c_int, c_int) -> c_int =
            std::mem::transmute(dlsym(library, c"plugin_call".as_ptr()));
        let leave: extern "C" fn(c_int) = std::mem::transmute(dlsym(library, c"plugin_leave".as_ptr()));
        println!("{} {}", own(1), call(twice, 21));
        let other = std::thread::spawn(move || {
            leave(4);
            own(10)
        });
        println!("{} {}", other.join().unwrap(), own(1));
        assert!(dlopen(c"/other.cwasm".as_ptr(), RTLD_NOW).is_null());
        println!("{}", why());
        println!("{} {}", dlclose(library), why());
    }
}
