//! A grate: it answers its child's geteuid with 4711, and panics where it is asked for getegid.

use std::cell::Cell;
use std::ffi::{c_char, c_int, CString};
use std::sync::atomic::{AtomicI32, Ordering};

thread_local! {
    /// A handler runs in a worker, which must have thread-locals of its own.
    static ANSWER: Cell<c_int> = const { Cell::new(4711) };
}

/// Constructors run once, not for each call.
static CONSTRUCTED: AtomicI32 = AtomicI32::new(0);

extern "C" fn construct() {
    CONSTRUCTED.fetch_add(1, Ordering::Relaxed);
}

#[used]
#[link_section = ".init_array"]
static CONSTRUCTOR: extern "C" fn() = construct;

const GETEUID: u64 = 107;
const GETEGID: u64 = 108;

unsafe extern "C" {
    fn fork() -> c_int;
    fn execv(path: *const c_char, argv: *const *const c_char) -> c_int;
    fn waitpid(pid: c_int, status: *mut c_int, options: c_int) -> c_int;
    fn getpid() -> c_int;
    fn register_handler(cage: i64, call: u64, grate: u64, handler: u64) -> c_int;
}

/// lind-boot calls a grate's handlers through this: the handler's address, the calling cage, six arguments with theirs.
#[no_mangle]
#[allow(clippy::too_many_arguments)]
pub extern "C" fn pass_fptr_to_wt(
    handler: u64, cage: u64, _: u64, _: u64, _: u64, _: u64, _: u64, _: u64, _: u64, _: u64, _: u64, _: u64, _: u64,
    _: u64,
) -> c_int {
    let handler: extern "C" fn(u64) -> c_int = unsafe { std::mem::transmute(handler as usize) };
    handler(cage)
}

extern "C" fn geteuid(_cage: u64) -> c_int {
    ANSWER.with(Cell::get) + CONSTRUCTED.load(Ordering::Relaxed) - 1
}

extern "C" fn getegid(_cage: u64) -> c_int {
    panic!("a handler without an answer")
}

fn main() {
    let args: Vec<CString> = std::env::args().skip(1).map(|a| CString::new(a).unwrap()).collect();
    let mut argv: Vec<*const c_char> = args.iter().map(|a| a.as_ptr()).collect();
    argv.push(std::ptr::null());
    unsafe {
        let grate = getpid() as u64;
        let child = fork();
        if child == 0 {
            assert_eq!(register_handler(getpid() as i64, GETEUID, grate, geteuid as *const () as usize as u64), 0);
            assert_eq!(register_handler(getpid() as i64, GETEGID, grate, getegid as *const () as usize as u64), 0);
            execv(argv[0], argv.as_ptr());
            std::process::exit(1);
        }
        let mut status = 0;
        assert_eq!(waitpid(child, &mut status, 0), child);
        std::process::exit(status >> 8);
    }
}
