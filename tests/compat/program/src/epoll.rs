// SPDX-License-Identifier: Apache-2.0
use crate::report::{check, equal, fails};
use std::io::{Read, Write};
use std::mem::zeroed;
use std::os::fd::AsRawFd;
use std::os::unix::net::UnixStream;

const TOKEN: u64 = 0x1234_5678_9abc_def0;

fn control(epoll: i32, what: i32, file: i32, data: u64) -> i32 {
    let mut event = libc::epoll_event { events: libc::EPOLLIN as u32, u64: data };
    unsafe { libc::epoll_ctl(epoll, what, file, &mut event) }
}

/// The data of the one event that is there.
fn wait(epoll: i32) -> (i32, u64) {
    let mut events: [libc::epoll_event; 4] = unsafe { zeroed() };
    let n = unsafe { libc::epoll_wait(epoll, events.as_mut_ptr(), 4, 1000) };
    (n, events[0].u64)
}

pub fn run() {
    let epoll = unsafe { libc::epoll_create1(libc::EPOLL_CLOEXEC) };
    let (mut a, mut b) = UnixStream::pair().unwrap();

    check("epoll_create1", epoll >= 0);
    equal("epoll_ctl", control(epoll, libc::EPOLL_CTL_ADD, a.as_raw_fd(), TOKEN), 0);
    fails("epoll_ctl: again", control(epoll, libc::EPOLL_CTL_ADD, a.as_raw_fd(), 1) as i64, libc::EEXIST);
    b.write_all(b"x").unwrap();
    equal("epoll_wait: the caller's 64 bits", wait(epoll), (1, TOKEN));
    equal("epoll_ctl: change", control(epoll, libc::EPOLL_CTL_MOD, a.as_raw_fd(), TOKEN + 1), 0);
    equal("epoll_wait: the new ones", wait(epoll), (1, TOKEN + 1));
    let other = unsafe { libc::fcntl(epoll, libc::F_DUPFD_CLOEXEC, 3) };
    check("F_DUPFD_CLOEXEC", other >= 0 && other != epoll);
    equal("a duplicate: epoll_ctl", control(other, libc::EPOLL_CTL_MOD, a.as_raw_fd(), 5), 0);
    equal("epoll_wait: what the duplicate set", wait(epoll), (1, 5));
    equal("close", unsafe { libc::close(epoll) }, 0);
    equal("a duplicate: goes on", wait(other), (1, 5));
    fails("a closed one", wait(epoll).0 as i64, libc::EBADF);
    a.read_exact(&mut [0]).unwrap();
    equal("epoll_ctl: remove", control(other, libc::EPOLL_CTL_DEL, a.as_raw_fd(), 0), 0);
    b.write_all(b"x").unwrap();
    let mut events: [libc::epoll_event; 4] = unsafe { zeroed() };
    equal("epoll_wait: none", unsafe { libc::epoll_wait(other, events.as_mut_ptr(), 4, 10) }, 0);
    unsafe { libc::close(other) };
    fails("no epoll", control(a.as_raw_fd(), libc::EPOLL_CTL_ADD, b.as_raw_fd(), 0) as i64, libc::EINVAL);
    fails("eventfd", unsafe { libc::eventfd(0, 0) } as i64, libc::ENOSYS);
}
