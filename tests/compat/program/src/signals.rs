// SPDX-License-Identifier: Apache-2.0
use crate::report::{check, equal, fails};
use std::mem::zeroed;
use std::ptr::null_mut;
use std::sync::atomic::{AtomicI32, Ordering};

static GOT: AtomicI32 = AtomicI32::new(0);

extern "C" fn handler(number: i32) {
    GOT.store(number, Ordering::SeqCst);
}

/// A signal is delivered at the next check of the epoch, which each turn of this has.
fn wait() -> i32 {
    for _ in 0..10_000_000 {
        if GOT.load(Ordering::SeqCst) != 0 {
            break;
        }
        std::hint::spin_loop();
    }
    GOT.swap(0, Ordering::SeqCst)
}

pub fn run() {
    let number = libc::SIGUSR1;
    let mut set: libc::sigset_t = unsafe { zeroed() };
    let mut action: libc::sigaction = unsafe { zeroed() };
    let mut old: libc::sigset_t = unsafe { zeroed() };
    let mut stack: libc::stack_t = unsafe { zeroed() };

    action.sa_sigaction = handler as *const () as usize;
    equal("sigaction", unsafe { libc::sigaction(number, &action, null_mut()) }, 0);
    equal("raise", unsafe { libc::raise(number) }, 0);
    equal("raise: comes", wait(), number);
    equal("pthread_kill", unsafe { libc::pthread_kill(libc::pthread_self(), number) }, 0);
    equal("pthread_kill: comes", wait(), number);
    unsafe { libc::sigaddset(&mut set, number) };
    equal("pthread_sigmask: block", unsafe { libc::pthread_sigmask(libc::SIG_BLOCK, &set, &mut old) }, 0);
    equal("pthread_sigmask: old", unsafe { libc::sigismember(&old, number) }, 0);
    unsafe { libc::raise(number) };
    equal("pthread_sigmask: does not come", wait(), 0);
    equal("pthread_sigmask: unblock", unsafe { libc::pthread_sigmask(libc::SIG_UNBLOCK, &set, &mut old) }, 0);
    equal("pthread_sigmask: was blocked", unsafe { libc::sigismember(&old, number) }, 1);
    equal("pthread_sigmask: comes now", wait(), number);
    masked_waits(number, &set);
    calls_that_start_again(number);
    equal("kill: is it there", unsafe { libc::kill(libc::getpid(), 0) }, 0);
    equal("sigaltstack", unsafe { libc::sigaltstack(std::ptr::null(), &mut stack) }, 0);
    check("sigaltstack: none", stack.ss_flags & libc::SS_DISABLE != 0);
    fails("sigpending", unsafe { libc::sigpending(&mut old) } as i64, libc::ENOSYS);
}

/// What a call that waits gives when a handler has run: more, after signal() and with SA_RESTART, or EINTR.
fn calls_that_start_again(number: i32) {
    type Call = fn([i32; 2]) -> isize;
    let calls: [(&str, Call); 5] = [
        ("read", |of| unsafe { libc::read(of[0], [0u8; 4].as_mut_ptr() as *mut _, 4) }),
        ("recv", |of| unsafe { libc::recv(of[0], [0u8; 4].as_mut_ptr() as *mut _, 4, 0) }),
        ("write", |of| unsafe {
            libc::fcntl(of[0], libc::F_SETFL, libc::O_NONBLOCK);
            while libc::write(of[0], [0u8; 4096].as_ptr() as *const _, 4096) > 0 {}
            libc::fcntl(of[0], libc::F_SETFL, 0);
            libc::write(of[0], [0u8; 1].as_ptr() as *const _, 1)
        }),
        ("readv", |of| {
            let (mut byte, mut vector): (u8, libc::iovec) = (0, unsafe { zeroed() });
            vector.iov_base = &mut byte as *mut u8 as *mut _;
            vector.iov_len = 1;
            unsafe { libc::readv(of[0], &vector, 1) }
        }),
        ("recvmsg", |of| {
            let (mut byte, mut vector): (u8, libc::iovec) = (0, unsafe { zeroed() });
            let mut message: libc::msghdr = unsafe { zeroed() };
            vector.iov_base = &mut byte as *mut u8 as *mut _;
            vector.iov_len = 1;
            message.msg_iov = &mut vector;
            message.msg_iovlen = 1;
            unsafe { libc::recvmsg(of[0], &mut message, 0) }
        }),
    ];

    for (name, call) in calls {
        let mut of = [0; 2];
        unsafe { libc::socketpair(libc::AF_UNIX, libc::SOCK_STREAM, 0, of.as_mut_ptr()) };
        unsafe { libc::signal(number, handler as *const () as usize) };
        equal(&format!("{name}: starts again"), interrupted(number, of, call) > 0, true);
        equal(&format!("{name}: the handler ran"), GOT.swap(0, Ordering::SeqCst), number);
        let mut action: libc::sigaction = unsafe { zeroed() };
        action.sa_sigaction = handler as *const () as usize;
        unsafe { libc::sigaction(number, &action, null_mut()) };
        if name != "write" {
            fails(&format!("{name}: without SA_RESTART"), interrupted(number, of, call) as i64, libc::EINTR);
            GOT.store(0, Ordering::SeqCst);
        }
        for end in of {
            unsafe { libc::close(end) };
        }
    }
    equal("signal: what it was", unsafe { libc::signal(number, libc::SIG_DFL) }, handler as *const () as usize);
    equal("signal: no such number", unsafe { libc::signal(1000, libc::SIG_DFL) }, libc::SIG_ERR);
    let mut action: libc::sigaction = unsafe { zeroed() };
    action.sa_sigaction = handler as *const () as usize;
    unsafe { libc::sigaction(number, &action, null_mut()) };
}

/// The call, during which a signal comes, and later a byte.
fn interrupted(number: i32, of: [i32; 2], call: fn([i32; 2]) -> isize) -> isize {
    let other = std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(100));
        unsafe { libc::kill(libc::getpid(), number) };
        std::thread::sleep(std::time::Duration::from_millis(100));
        unsafe {
            libc::recv(of[1], [0u8; 1 << 16].as_mut_ptr() as *mut _, 1 << 16, libc::MSG_DONTWAIT);
            libc::write(of[1], [0u8; 1].as_ptr() as *const _, 1)
        }
    });
    let result = call(of);
    let number = std::io::Error::last_os_error();
    other.join().unwrap();
    // The byte that came too late for a call that was interrupted.
    if result < 0 {
        unsafe { libc::recv(of[0], [0u8; 4].as_mut_ptr() as *mut _, 4, libc::MSG_DONTWAIT) };
    }
    unsafe { *libc::__errno_location() = number.raw_os_error().unwrap() };
    result
}

/// A signal that is pending and allowed during a wait ends it.
fn masked_waits(number: i32, set: &libc::sigset_t) {
    type Wait = fn(&libc::timespec, &libc::sigset_t) -> i32;
    let waits: [(&str, Wait); 4] = [
        ("ppoll", |t, mask| unsafe { libc::ppoll(null_mut(), 0, t, mask) }),
        ("pselect", |t, mask| unsafe { libc::pselect(0, null_mut(), null_mut(), null_mut(), t, mask) }),
        ("epoll_pwait", |_, mask| unsafe {
            let mut event: libc::epoll_event = zeroed();
            libc::epoll_pwait(libc::epoll_create1(0), &mut event, 1, 20_000, mask)
        }),
        ("epoll_pwait2", |t, mask| unsafe {
            let mut event: libc::epoll_event = zeroed();
            libc::epoll_pwait2(libc::epoll_create1(0), &mut event, 1, t, mask)
        }),
    ];
    let none: libc::sigset_t = unsafe { zeroed() };
    let mut long: libc::timespec = unsafe { zeroed() };
    let mut old: libc::sigset_t = unsafe { zeroed() };

    long.tv_sec = 20;
    unsafe { libc::pthread_sigmask(libc::SIG_BLOCK, set, null_mut()) };
    for (name, call) in waits {
        let begin = std::time::Instant::now();
        unsafe { libc::raise(number) };
        fails(&format!("{name}: a signal that was blocked"), call(&long, &none) as i64, libc::EINTR);
        equal(&format!("{name}: comes"), GOT.swap(0, Ordering::SeqCst), number);
        check(&format!("{name}: at once"), begin.elapsed().as_secs() < 10);
    }
    unsafe { libc::pthread_sigmask(libc::SIG_UNBLOCK, set, &mut old) };
    equal("a masked wait: the mask is back", unsafe { libc::sigismember(&old, number) }, 1);
}
