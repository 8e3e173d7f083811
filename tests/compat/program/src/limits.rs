// SPDX-License-Identifier: Apache-2.0
use crate::report::{check, equal, fails};
use std::mem::zeroed;

pub fn run() {
    let mut wide: libc::rlimit64 = unsafe { zeroed() };
    let mut limit: libc::rlimit = unsafe { zeroed() };
    let mut set: libc::cpu_set_t = unsafe { zeroed() };
    let mut usage: libc::rusage = unsafe { zeroed() };
    let files = libc::RLIMIT_NOFILE;

    equal("getrlimit", unsafe { libc::getrlimit(files, &mut limit) }, 0);
    equal("getrlimit64", unsafe { libc::getrlimit64(files, &mut wide) }, 0);
    equal("getrlimit64: the same", (wide.rlim_cur, wide.rlim_max), (limit.rlim_cur as u64, limit.rlim_max as u64));
    equal("prlimit", unsafe { libc::prlimit(0, files, std::ptr::null(), &mut limit) }, 0);
    equal("setrlimit64: as it is", unsafe { libc::setrlimit64(files, &wide) }, 0);
    equal("prlimit64", unsafe { libc::prlimit64(0, files, std::ptr::null(), &mut wide) }, 0);
    equal("prlimit64: the same", wide.rlim_cur, limit.rlim_cur as u64);
    fails("prlimit64: another's", unsafe { libc::prlimit64(1 << 20, files, std::ptr::null(), &mut wide) } as i64, libc::ESRCH);
    fails("prlimit: another's", unsafe { libc::prlimit(1 << 20, files, std::ptr::null(), &mut limit) } as i64, libc::ESRCH);
    wide.rlim_cur -= 1;
    fails("setrlimit64", unsafe { libc::setrlimit64(files, &wide) } as i64, libc::EPERM);
    equal("setrlimit: as it is", unsafe { libc::setrlimit(files, &limit) }, 0);
    limit.rlim_cur -= 1;
    fails("setrlimit", unsafe { libc::setrlimit(files, &limit) } as i64, libc::EPERM);
    equal("getrlimit: one that is not known", unsafe { libc::getrlimit(libc::RLIMIT_FSIZE, &mut limit) }, 0);
    equal("getrlimit: has no limit", limit.rlim_cur, libc::RLIM_INFINITY);
    fails("sched_getaffinity", unsafe { libc::sched_getaffinity(0, 128, &mut set) } as i64, libc::ENOSYS);
    fails("getrusage", unsafe { libc::getrusage(libc::RUSAGE_SELF, &mut usage) } as i64, libc::ENOSYS);
    let range = |policy| unsafe { (libc::sched_get_priority_min(policy), libc::sched_get_priority_max(policy)) };
    equal("sched_get_priority_*: real time", range(libc::SCHED_FIFO), (1, 99));
    equal("sched_get_priority_*: usual", range(libc::SCHED_OTHER), (0, 0));
    fails("sched_get_priority_max: no policy", unsafe { libc::sched_get_priority_max(77) } as i64, libc::EINVAL);
    libraries();
    check("available_parallelism", std::thread::available_parallelism().is_ok());
    umask();
    fails("wait4: no child", unsafe { libc::wait4(-1, std::ptr::null_mut(), libc::WNOHANG, &mut usage) } as i64, libc::ECHILD);
}

fn libraries() {
    unsafe { libc::dlerror() };
    check("dlerror: none", unsafe { libc::dlerror() }.is_null());
    check("dlopen", unsafe { libc::dlopen(c"/none.so".as_ptr(), libc::RTLD_NOW) }.is_null());
    check("dlerror: of dlopen", !unsafe { libc::dlerror() }.is_null());
    check("dlerror: once", unsafe { libc::dlerror() }.is_null());
    check("dlsym", unsafe { libc::dlsym(libc::RTLD_DEFAULT, c"getpid".as_ptr()) }.is_null());
    check("dlclose", unsafe { libc::dlclose(std::ptr::null_mut()) } != 0);
}

fn umask() {
    let name = |kind: &str| {
        let file = std::env::temp_dir().join(format!("lind-compat-{}-{kind}", std::process::id()));
        std::ffi::CString::new(file.into_os_string().into_string().unwrap()).unwrap()
    };
    let mode = |name: &std::ffi::CStr| {
        std::os::unix::fs::MetadataExt::mode(&std::fs::metadata(name.to_str().unwrap()).unwrap()) & 0o777
    };
    let make: [(&str, fn(*const std::ffi::c_char) -> i32); 7] = [
        ("open", |at| unsafe { libc::open(at, libc::O_CREAT | libc::O_WRONLY, 0o666) }),
        ("open64", |at| unsafe { libc::open64(at, libc::O_CREAT | libc::O_WRONLY | libc::O_EXCL, 0o666) }),
        ("openat", |at| unsafe { libc::openat(libc::AT_FDCWD, at, libc::O_CREAT | libc::O_WRONLY, 0o666) }),
        ("openat64", |at| unsafe { libc::openat64(libc::AT_FDCWD, at, libc::O_CREAT | libc::O_WRONLY, 0o666) }),
        ("creat", |at| unsafe { libc::creat(at, 0o666) }),
        ("creat64", |at| unsafe { libc::creat64(at, 0o666) }),
        ("mkfifo", |at| unsafe { libc::mkfifo(at, 0o666) }),
    ];

    unsafe { libc::umask(0o27) };
    equal("umask: old", unsafe { libc::umask(0o6) }, 0o27);
    for (kind, call) in make {
        let at = name(kind);
        let file = call(at.as_ptr());
        check(kind, file >= 0);
        equal(&format!("{kind}: mode"), mode(&at), 0o660);
        if kind != "mkfifo" {
            unsafe { libc::fchmod(file, 0o600) };
            unsafe { libc::close(file) };
            if kind != "open64" {
                unsafe { libc::close(call(at.as_ptr())) };
                equal(&format!("{kind}: one that is there"), mode(&at), 0o600);
            }
        }
        std::fs::remove_file(at.to_str().unwrap()).unwrap();
    }
    let at = name("directory");
    equal("mkdir", unsafe { libc::mkdir(at.as_ptr(), 0o777) }, 0);
    equal("mkdir: mode", mode(&at), 0o771);
    std::fs::remove_dir(at.to_str().unwrap()).unwrap();
    equal("mkdirat", unsafe { libc::mkdirat(libc::AT_FDCWD, at.as_ptr(), 0o777) }, 0);
    equal("mkdirat: mode", mode(&at), 0o771);
    std::fs::remove_dir(at.to_str().unwrap()).unwrap();
    unsafe { libc::umask(0o22) };
}
