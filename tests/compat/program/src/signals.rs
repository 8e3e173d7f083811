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
    equal("kill: is it there", unsafe { libc::kill(libc::getpid(), 0) }, 0);
    equal("sigaltstack", unsafe { libc::sigaltstack(std::ptr::null(), &mut stack) }, 0);
    check("sigaltstack: none", stack.ss_flags & libc::SS_DISABLE != 0);
    fails("sigpending", unsafe { libc::sigpending(&mut old) } as i64, libc::ENOSYS);
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
