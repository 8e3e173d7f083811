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
    equal("setrlimit: as it is", unsafe { libc::setrlimit(files, &limit) }, 0);
    limit.rlim_cur -= 1;
    fails("setrlimit", unsafe { libc::setrlimit(files, &limit) } as i64, libc::EPERM);
    equal("getrlimit: one that is not known", unsafe { libc::getrlimit(libc::RLIMIT_FSIZE, &mut limit) }, 0);
    equal("getrlimit: has no limit", limit.rlim_cur, libc::RLIM_INFINITY);
    fails("sched_getaffinity", unsafe { libc::sched_getaffinity(0, 128, &mut set) } as i64, libc::ENOSYS);
    fails("getrusage", unsafe { libc::getrusage(libc::RUSAGE_SELF, &mut usage) } as i64, libc::ENOSYS);
    check("available_parallelism", std::thread::available_parallelism().is_ok());
    let old = unsafe { libc::umask(0o27) };
    equal("umask", unsafe { libc::umask(old) }, 0o27);
    fails("wait4: no child", unsafe { libc::wait4(-1, std::ptr::null_mut(), libc::WNOHANG, &mut usage) } as i64, libc::ECHILD);
}
