// SPDX-License-Identifier: Apache-2.0
//! Calls that lind does not have: each says ENOSYS, by errno or as its result.
use crate::report::equal;
use std::mem::zeroed;

/// Every argument is zero: a function that did something would say EBADF, EFAULT or EINVAL, or nothing.
macro_rules! calls {
    ($($name:ident($($argument:expr),*))*) => {
        &[$((stringify!($name), || unsafe { libc::$name($($argument),*) as i64 })),*]
    };
}

fn z<T>() -> T {
    unsafe { zeroed() }
}

extern "C" fn nothing(_: *mut libc::c_void) -> i32 {
    0
}

type Call = (&'static str, fn() -> i64);

#[allow(deprecated)]
const BY_ERRNO: &[Call] = calls! {
    inotify_init() inotify_init1(0) inotify_add_watch(0, z(), 0) inotify_rm_watch(0, 0) fanotify_init(0, 0)
    fanotify_mark(0, 0, 0, 0, z()) name_to_handle_at(0, z(), z(), z(), 0) open_by_handle_at(0, z(), 0)
    mount(z(), z(), z(), 0, z()) umount(z()) umount2(z(), 0) quotactl(0, z(), 0, z()) close_range(1000, 1001, 0)
    memfd_create(c"memory".as_ptr(), 0) splice(0, z(), 0, z(), 0, 0) tee(0, 0, 0, 0) vmsplice(0, z(), 0, 0)
    readahead(0, 0, 0) mremap(z(), 0, 0, 0) mlock2(z(), 0, 0)
    eventfd(0, 0) signalfd(-1, z(), 0) timerfd_create(0, 0) timerfd_gettime(0, z()) timerfd_settime(0, 0, z(), z())
    timer_create(0, z(), z()) timer_delete(z()) timer_getoverrun(z()) timer_gettime(z(), z())
    timer_settime(z(), 0, z(), z())
    adjtimex(z()) adjtime(z(), z()) clock_adjtime(0, z()) clock_settime(0, z()) ntp_gettime(z()) ntp_adjtime(z())
    settimeofday(z(), z())
    aio_suspend(z(), 0, z())
    sigpending(z()) sigqueue(0, 0, z()) sigtimedwait(z(), z(), z()) sigwaitinfo(z(), z()) tgkill(0, 0, 0)
    clone(nothing, z(), 0, z()) unshare(0) setns(0, 0) getcontext(z()) execveat(0, z(), z(), z(), 0) fexecve(0, z(), z())
    getpriority(0, 0) setpriority(0, 0, 0) nice(0) getrusage(0, z()) times(z()) personality(0) prctl(0, 0) ptrace(0, 0)
    process_vm_readv(0, z(), 0, z(), 0, 0) process_vm_writev(0, z(), 0, z(), 0, 0) setpgid(0, 0)
    setuid(0) seteuid(0) setreuid(0, 0) setresuid(0, 0, 0) setgid(0) setegid(0) setregid(0, 0) setresgid(0, 0, 0)
    setfsuid(0) setfsgid(0) setgroups(0, z()) getgroups(0, z())
    sched_getaffinity(0, 0, z()) sched_setaffinity(0, 0, z()) sched_getcpu() sched_getparam(0, z())
    sched_setparam(0, z()) sched_getscheduler(0) sched_setscheduler(0, 0, z()) sched_rr_get_interval(0, z())
    msgctl(0, 0, z()) msgget(0, 0) msgrcv(0, z(), 0, 0, 0) msgsnd(0, z(), 0, 0)
    semctl(0, 0, 0, 0) semget(0, 0, 0) semop(0, z(), 0)
    mq_close(z()) mq_notify(z(), z()) mq_open(c"/queue".as_ptr(), 0, 0, 0) mq_getattr(z(), z()) mq_setattr(z(), z(), z())
    mq_receive(z(), z(), 0, z()) mq_send(z(), z(), 0, 0) mq_timedreceive(z(), z(), 0, z(), z())
    mq_timedsend(z(), z(), 0, 0, z()) mq_unlink(z())
    klogctl(0, z(), 0) sysctl(z(), 0, z(), z(), z(), 0) sysinfo(z()) reboot(0) getifaddrs(z())
    tcdrain(0) tcsendbreak(0, 0) tcflush(0, 0) tcflow(0, 0)
};

const BY_RESULT: &[Call] = calls! {
    pthread_getaffinity_np(z(), 0, z()) pthread_setaffinity_np(z(), 0, z()) pthread_sigqueue(z(), 0, z())
    clock_getcpuclockid(0, z()) sigwait(z(), z())
};

/// By C's own names, as crates declare them that do not go through the crate libc.
mod by_name {
    use std::ffi::{c_char, c_int, c_uint, c_void};

    extern "C" {
        pub fn inotify_init1(flags: c_int) -> c_int;
        pub fn inotify_add_watch(file: c_int, path: *const c_char, mask: c_uint) -> c_int;
        pub fn inotify_rm_watch(file: c_int, watch: c_int) -> c_int;
        pub fn eventfd(count: c_uint, flags: c_int) -> c_int;
        pub fn memfd_create(name: *const c_char, flags: c_uint) -> c_int;
        pub fn timerfd_create(clock: c_int, flags: c_int) -> c_int;
        pub fn _Unwind_FindEnclosingFunction(at: *mut c_void) -> *mut c_void;
        pub fn _Unwind_GetCFA(frame: *mut c_void) -> usize;
        pub fn _Unwind_GetIPInfo(frame: *mut c_void, before: *mut c_int) -> usize;
    }
}

const BY_NAME: &[Call] = &[
    ("inotify_init1 itself", || unsafe { by_name::inotify_init1(0) as i64 }),
    ("inotify_add_watch itself", || unsafe { by_name::inotify_add_watch(0, z(), 0) as i64 }),
    ("inotify_rm_watch itself", || unsafe { by_name::inotify_rm_watch(0, 0) as i64 }),
    ("eventfd itself", || unsafe { by_name::eventfd(0, 0) as i64 }),
    ("memfd_create itself", || unsafe { by_name::memfd_create(c"memory".as_ptr(), 0) as i64 }),
    ("timerfd_create itself", || unsafe { by_name::timerfd_create(0, 0) as i64 }),
];

/// With a result of another kind.
const BY_NOTHING: &[Call] = &[
    ("if_nametoindex", || unsafe { libc::if_nametoindex(c"lo".as_ptr()) as i64 - 1 }),
    ("if_indextoname", || if unsafe { libc::if_indextoname(1, [0; 64].as_mut_ptr()) }.is_null() { -1 } else { 0 }),
];

/// All, or the one that is named.
pub fn run(wanted: Option<&str>) {
    for (name, call) in BY_ERRNO.iter().chain(BY_NAME).chain(BY_NOTHING).filter(|(name, _)| wanted.map_or(true, |w| w == *name)) {
        unsafe { *libc::__errno_location() = 0 };
        let result = call();
        equal(name, (result as i32, unsafe { *libc::__errno_location() }), (-1, libc::ENOSYS));
    }
    for (name, call) in BY_RESULT.iter().filter(|(name, _)| wanted.map_or(true, |w| w == *name)) {
        equal(name, call(), libc::ENOSYS as i64);
    }
    let mut before = 1;
    let frame = unsafe {
        let at = by_name::_Unwind_FindEnclosingFunction(z());
        (at.is_null(), by_name::_Unwind_GetCFA(z()), by_name::_Unwind_GetIPInfo(z(), &mut before), before)
    };
    equal("no frames to ask of", frame, (true, 0, 0, 0));
}
