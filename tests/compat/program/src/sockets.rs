// SPDX-License-Identifier: Apache-2.0
use crate::report::{check, equal, fails};
use std::io::{ErrorKind, Read};
use std::mem::{size_of, zeroed};
use std::net::UdpSocket;
use std::os::fd::AsRawFd;
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

fn message(part: &mut libc::iovec) -> libc::msghdr {
    let mut m: libc::msghdr = unsafe { zeroed() };
    m.msg_iov = part;
    m.msg_iovlen = 1;
    m
}

fn ancillary() {
    let a = UdpSocket::bind("127.0.0.1:0").unwrap();
    let b = UdpSocket::bind("127.0.0.1:0").unwrap();
    let mut control = [0u64; 16];
    let mut bytes = *b"....";
    let mut part = libc::iovec { iov_base: bytes.as_mut_ptr().cast(), iov_len: 4 };
    let mut m = message(&mut part);
    let on = 1i32;

    let set = unsafe { libc::setsockopt(a.as_raw_fd(), libc::IPPROTO_IP, libc::IP_RECVTTL, (&raw const on).cast(), 4) };
    equal("setsockopt", set, 0);
    b.send_to(b"abc", a.local_addr().unwrap()).unwrap();
    m.msg_control = control.as_mut_ptr().cast();
    m.msg_controllen = size_of_val(&control) as _;
    equal("recvmsg", unsafe { libc::recvmsg(a.as_raw_fd(), &mut m, 0) } as i64, 3);
    equal("recvmsg: bytes", &bytes, b"abc.");
    let c = unsafe { libc::CMSG_FIRSTHDR(&m) };
    check("recvmsg: has a header", !c.is_null());
    if !c.is_null() {
        let header = unsafe { ((*c).cmsg_level, (*c).cmsg_type, (*c).cmsg_len as usize) };
        let len = unsafe { libc::CMSG_LEN(4) } as usize;
        equal("recvmsg: header", header, (libc::IPPROTO_IP, libc::IP_TTL, len));
        check("recvmsg: time to live", unsafe { libc::CMSG_DATA(c).cast::<i32>().read_unaligned() } > 0);
        check("recvmsg: one header", unsafe { libc::CMSG_NXTHDR(&m, c) }.is_null());
    }
}

fn files() {
    let (a, _b) = UnixStream::pair().unwrap();
    let mut control = [0u64; 8];
    let mut byte = [7u8];
    let mut part = libc::iovec { iov_base: byte.as_mut_ptr().cast(), iov_len: 1 };
    let mut m = message(&mut part);

    equal("sendmsg", unsafe { libc::sendmsg(a.as_raw_fd(), &m, 0) } as i64, 1);
    m.msg_control = control.as_mut_ptr().cast();
    m.msg_controllen = unsafe { libc::CMSG_SPACE(4) } as _;
    unsafe {
        let c = libc::CMSG_FIRSTHDR(&m);
        (*c).cmsg_level = libc::SOL_SOCKET;
        (*c).cmsg_type = libc::SCM_RIGHTS;
        (*c).cmsg_len = libc::CMSG_LEN(size_of::<i32>() as u32) as _;
    }
    fails("sendmsg: a file", unsafe { libc::sendmsg(a.as_raw_fd(), &m, 0) } as i64, libc::EOPNOTSUPP);
}

fn waits() {
    let (mut a, _b) = UnixStream::pair().unwrap();
    let wait = Duration::from_millis(1500);
    let mut set: libc::fd_set = unsafe { zeroed() };
    let begin = Instant::now();

    a.set_read_timeout(Some(wait)).unwrap();
    equal("SO_RCVTIMEO", a.read_timeout().unwrap(), Some(wait));
    a.set_read_timeout(Some(Duration::from_millis(20))).unwrap();
    let kind = a.read(&mut [0]).unwrap_err().kind();
    check("SO_RCVTIMEO: ends the wait", matches!(kind, ErrorKind::WouldBlock | ErrorKind::TimedOut));
    check("SO_RCVTIMEO: not before", begin.elapsed() >= Duration::from_millis(19));
    let begin = Instant::now();
    let mut time = libc::timeval { tv_sec: 0, tv_usec: 30_000 };
    unsafe { libc::FD_SET(a.as_raw_fd(), &mut set) };
    let n = unsafe { libc::select(a.as_raw_fd() + 1, &mut set, std::ptr::null_mut(), std::ptr::null_mut(), &mut time) };
    equal("select", n, 0);
    check("select: not before", begin.elapsed() >= Duration::from_millis(29));
    let begin = Instant::now();
    let mut poll = libc::pollfd { fd: a.as_raw_fd(), events: libc::POLLIN, revents: 0 };
    let time = libc::timespec { tv_sec: 0, tv_nsec: 30_000_000, ..unsafe { zeroed() } };
    equal("ppoll", unsafe { libc::ppoll(&mut poll, 1, &time, std::ptr::null()) }, 0);
    check("ppoll: not before", begin.elapsed() >= Duration::from_millis(29));
}

fn several() {
    let (a, b) = std::os::unix::net::UnixDatagram::pair().unwrap();
    let mut bytes = [*b"one..", *b"two..", *b"three"];
    let sizes = [3, 3, 5];
    let mut parts: Vec<libc::iovec> = std::iter::zip(&mut bytes, sizes)
        .map(|(bytes, size)| libc::iovec { iov_base: bytes.as_mut_ptr().cast(), iov_len: size })
        .collect();
    let mut messages: Vec<libc::mmsghdr> =
        parts.iter_mut().map(|part| libc::mmsghdr { msg_hdr: message(part), msg_len: 0 }).collect();
    let lengths = |messages: &[libc::mmsghdr]| messages.iter().map(|m| m.msg_len).collect::<Vec<_>>();

    equal("sendmmsg", unsafe { libc::sendmmsg(a.as_raw_fd(), messages.as_mut_ptr(), 3, 0) }, 3);
    equal("sendmmsg: lengths", lengths(&messages), vec![3, 3, 5]);
    let mut to = [[0u8; 8]; 4];
    let mut parts: Vec<libc::iovec> =
        to.iter_mut().map(|bytes| libc::iovec { iov_base: bytes.as_mut_ptr().cast(), iov_len: 8 }).collect();
    let mut messages: Vec<libc::mmsghdr> =
        parts.iter_mut().map(|part| libc::mmsghdr { msg_hdr: message(part), msg_len: 0 }).collect();
    let flags = libc::MSG_WAITFORONE;
    let null = std::ptr::null_mut();
    equal("recvmmsg", unsafe { libc::recvmmsg(b.as_raw_fd(), messages.as_mut_ptr(), 4, flags as _, null) }, 3);
    equal("recvmmsg: lengths", lengths(&messages[..3]), vec![3, 3, 5]);
    equal("recvmmsg: bytes", &to[2][..5], b"three");
    let time: *mut libc::timespec = &mut unsafe { zeroed() };
    let timed = unsafe { libc::recvmmsg(b.as_raw_fd(), messages.as_mut_ptr(), 4, flags as _, time) };
    fails("recvmmsg: by a time", timed as i64, libc::ENOSYS);
}

pub fn run() {
    several();
    ancillary();
    files();
    waits();
}
