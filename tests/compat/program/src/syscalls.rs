// SPDX-License-Identifier: Apache-2.0
use crate::report::{check, equal, fails};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

static WORD: AtomicU32 = AtomicU32::new(0);

fn gettid() -> i64 {
    unsafe { libc::syscall(libc::SYS_gettid) as i64 }
}

fn wait(word: &AtomicU32, value: u32, timeout: *const libc::timespec) -> i64 {
    let op = libc::FUTEX_WAIT | libc::FUTEX_PRIVATE_FLAG;
    unsafe { libc::syscall(libc::SYS_futex, word.as_ptr(), op, value, timeout) as i64 }
}

fn futex() {
    fails("futex: another value", wait(&WORD, 1, std::ptr::null()), libc::EAGAIN);
    // What lies between the members is no part of the time.
    let mut time = std::mem::MaybeUninit::<libc::timespec>::uninit();
    let begin = Instant::now();
    unsafe {
        std::ptr::write_bytes(time.as_mut_ptr(), 0xff, 1);
        (*time.as_mut_ptr()).tv_sec = 0;
        (*time.as_mut_ptr()).tv_nsec = 20_000_000;
    }
    fails("futex: a time", wait(&WORD, 0, time.as_ptr()), libc::ETIMEDOUT);
    check("futex: not before the time", begin.elapsed() >= Duration::from_millis(20));
    // As a kernel for x86 has it, beside the one with times of 32 bits.
    let (begin, time, op) = (Instant::now(), [0i64, 20_000_000], libc::FUTEX_WAIT | libc::FUTEX_PRIVATE_FLAG);
    let woken = unsafe { libc::syscall(422, WORD.as_ptr(), op, 0, time.as_ptr()) };
    fails("futex_time64: a time", woken as i64, libc::ETIMEDOUT);
    check("futex_time64: that time", (20..10_000).contains(&begin.elapsed().as_millis()));
    let waker = std::thread::spawn(|| {
        let op = libc::FUTEX_WAKE | libc::FUTEX_PRIVATE_FLAG;
        WORD.store(1, Ordering::SeqCst);
        unsafe { libc::syscall(libc::SYS_futex, WORD.as_ptr(), op, 1) as i64 }
    });
    while WORD.load(Ordering::SeqCst) == 0 {
        wait(&WORD, 0, std::ptr::null());
    }
    check("futex: woken", waker.join().unwrap() <= 1);
}

pub fn run() {
    let mut bytes = [0u8; 32];

    futex();
    let n = unsafe { libc::syscall(libc::SYS_getrandom, bytes.as_mut_ptr(), bytes.len(), 0) };
    equal("getrandom: size", n as i64, 32);
    check("getrandom: bytes", bytes.iter().any(|b| *b != 0));
    bytes.fill(0);
    equal("getentropy", unsafe { libc::getentropy(bytes.as_mut_ptr().cast(), bytes.len()) }, 0);
    check("getentropy: bytes", bytes.iter().any(|b| *b != 0));
    equal("gettid: of the first thread", gettid(), unsafe { libc::getpid() } as i64);
    equal("gettid: the function", unsafe { libc::gettid() } as i64, gettid());
    equal("gettid: twice", gettid(), gettid());
    let others: Vec<i64> = (0..2).map(|_| std::thread::spawn(gettid).join().unwrap()).collect();
    check("gettid: of others", others[0] != others[1] && !others.contains(&gettid()));
    fails("an unknown number", unsafe { libc::syscall(100_000) } as i64, libc::ENOSYS);
    fails("io_uring_setup", unsafe { libc::syscall(425, 1, 0) } as i64, libc::ENOSYS);
    equal("dlsym", unsafe { libc::dlsym(std::ptr::null_mut(), c"printf".as_ptr()) }, std::ptr::null_mut());
}
