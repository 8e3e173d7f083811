// SPDX-License-Identifier: Apache-2.0
//! Waiting until a time: each ends by it, whatever lies between the members of the time, and not before.
#[cfg(feature = "lind")]
use crate::report::fails;
use crate::report::{check, equal};
use crate::times::dirty;
use std::mem::zeroed;
use std::time::{Duration, Instant};

// Not in every version of the crate.
extern "C" {
    #[link_name = "__lind_rust_pthread_rwlock_timedrdlock"]
    fn timedrdlock(lock: *mut libc::pthread_rwlock_t, until: *const libc::timespec) -> i32;
    #[link_name = "__lind_rust_pthread_rwlock_timedwrlock"]
    fn timedwrlock(lock: *mut libc::pthread_rwlock_t, until: *const libc::timespec) -> i32;
}

fn in_30_ms() -> libc::timespec {
    let mut now: libc::timespec = unsafe { zeroed() };
    unsafe { libc::clock_gettime(libc::CLOCK_REALTIME, &mut now) };
    let nanoseconds = now.tv_nsec as i64 + 30_000_000;
    dirty(now.tv_sec + nanoseconds / 1_000_000_000, (nanoseconds % 1_000_000_000) as i32)
}

fn ends(name: &str, wait: impl FnOnce(&libc::timespec) -> i32) {
    let begin = Instant::now();
    equal(name, wait(&in_30_ms()), libc::ETIMEDOUT);
    let took = begin.elapsed();
    check(&format!("{name}: by its time"), took >= Duration::from_millis(25) && took < Duration::from_secs(5));
}

/// Locks that a thread has do not keep it from waiting for them once more, by a time.
fn in_another_thread(wait: impl FnOnce() -> i32 + Send) -> i32 {
    std::thread::scope(|scope| scope.spawn(wait).join().unwrap())
}

struct Shared<T>(*mut T);
unsafe impl<T> Send for Shared<T> {}

impl<T> Shared<T> {
    fn get(&self) -> *mut T {
        self.0
    }
}

pub fn locks() {
    let mut mutex = Box::new(libc::PTHREAD_MUTEX_INITIALIZER);
    let mut cond = Box::new(libc::PTHREAD_COND_INITIALIZER);
    let mut lock = Box::new(libc::PTHREAD_RWLOCK_INITIALIZER);
    let mut semaphore: Box<libc::sem_t> = Box::new(unsafe { zeroed() });

    equal("pthread_mutex_lock", unsafe { libc::pthread_mutex_lock(&mut *mutex) }, 0);
    equal("pthread_mutex_trylock", unsafe { libc::pthread_mutex_trylock(&mut *mutex) }, libc::EBUSY);
    // It may wake without a reason, as any wait for a condition.
    ends("pthread_cond_timedwait", |t| loop {
        match unsafe { libc::pthread_cond_timedwait(&mut *cond, &mut *mutex, t) } {
            0 => {}
            number => break number,
        }
    });
    ends("pthread_mutex_timedlock", |t| {
        let (mutex, t) = (Shared(&mut *mutex), *t);
        in_another_thread(move || unsafe { libc::pthread_mutex_timedlock(mutex.get(), &t) })
    });
    equal("pthread_rwlock_wrlock", unsafe { libc::pthread_rwlock_wrlock(&mut *lock) }, 0);
    ends("pthread_rwlock_timedrdlock", |t| {
        let (lock, t) = (Shared(&mut *lock), *t);
        in_another_thread(move || unsafe { timedrdlock(lock.get(), &t) })
    });
    ends("pthread_rwlock_timedwrlock", |t| {
        let (lock, t) = (Shared(&mut *lock), *t);
        in_another_thread(move || unsafe { timedwrlock(lock.get(), &t) })
    });
    equal("sem_init", unsafe { libc::sem_init(&mut *semaphore, 0, 0) }, 0);
    ends("sem_timedwait", |t| match unsafe { libc::sem_timedwait(&mut *semaphore, t) } {
        -1 => crate::report::errno(),
        other => other,
    });
    let mut spin: libc::pthread_spinlock_t = 0;
    unsafe {
        equal("pthread_spin_init", libc::pthread_spin_init(&mut spin, 0), 0);
        equal("pthread_spin_lock", libc::pthread_spin_lock(&mut spin), 0);
        equal("pthread_spin_trylock: locked", libc::pthread_spin_trylock(&mut spin), libc::EBUSY);
        equal("pthread_spin_unlock", libc::pthread_spin_unlock(&mut spin), 0);
        equal("pthread_spin_trylock: open", libc::pthread_spin_trylock(&mut spin), 0);
        equal("pthread_spin_destroy", libc::pthread_spin_destroy(&mut spin), 0);
    }
}

#[cfg(feature = "lind")]
fn begin() -> Instant {
    Instant::now()
}

#[cfg(feature = "lind")]
fn not_before(name: &str, begin: Instant) {
    let took = begin.elapsed();
    check(name, took >= Duration::from_millis(29) && took < Duration::from_secs(5));
}

#[cfg(feature = "lind")]
pub fn files() {
    let mut ends = [0; 2];
    let short = dirty(0, 30_000_000);
    let mut nothing: [libc::pollfd; 0] = [];

    equal("pipe", unsafe { libc::pipe(ends.as_mut_ptr()) }, 0);
    let mut twice = [libc::POLLIN, libc::POLLOUT].map(|events| libc::pollfd { fd: ends[1], events, revents: 99 });
    equal("poll: a file twice", unsafe { libc::poll(twice.as_mut_ptr(), 2, 0) }, 1);
    equal("poll: each its own", (twice[0].revents, twice[1].revents, twice[0].events), (0, libc::POLLOUT, libc::POLLIN));
    let t = begin();
    equal("poll: no file", unsafe { libc::poll(nothing.as_mut_ptr(), 0, 30) }, 0);
    not_before("poll: no file: not before", t);
    let mut gone = libc::pollfd { fd: 999, events: libc::POLLIN, revents: 0 };
    equal("poll: a closed file", unsafe { (libc::poll(&mut gone, 1, 0), gone.revents) }, (1, libc::POLLNVAL));
    let t = begin();
    let mut one = libc::pollfd { fd: ends[0], events: libc::POLLIN, revents: 0 };
    equal("ppoll", unsafe { libc::ppoll(&mut one, 1, &short, std::ptr::null()) }, 0);
    not_before("ppoll: not before", t);
    fails("ppoll: no time", unsafe { libc::ppoll(&mut one, 1, &dirty(0, -1), std::ptr::null()) } as i64, libc::EINVAL);
    let mut set: libc::fd_set = unsafe { zeroed() };
    unsafe { libc::FD_SET(ends[0], &mut set) };
    let t = begin();
    let null = std::ptr::null_mut;
    equal("pselect", unsafe { libc::pselect(ends[0] + 1, &mut set, null(), null(), &short, std::ptr::null()) }, 0);
    not_before("pselect: not before", t);
    unsafe { libc::write(ends[1], c"x".as_ptr().cast(), 1) };
    unsafe { libc::FD_SET(ends[0], &mut set) };
    equal("pselect: ready", unsafe { libc::pselect(ends[0] + 1, &mut set, null(), null(), &short, std::ptr::null()) }, 1);
    let epoll = unsafe { libc::epoll_create(1) };
    check("epoll_create", epoll >= 0);
    fails("epoll_create: of no size", unsafe { libc::epoll_create(0) } as i64, libc::EINVAL);
    let mut event = libc::epoll_event { events: libc::EPOLLIN as u32, u64: 1 << 40 };
    equal("epoll_ctl", unsafe { libc::epoll_ctl(epoll, libc::EPOLL_CTL_ADD, ends[0], &mut event) }, 0);
    event.u64 = 0;
    equal("epoll_pwait", unsafe { libc::epoll_pwait(epoll, &mut event, 1, 100, std::ptr::null()) }, 1);
    equal("epoll_pwait: the caller's data", event.u64, 1 << 40);
    unsafe { libc::read(ends[0], (&raw mut event).cast(), 1) };
    let t = begin();
    equal("epoll_pwait2", unsafe { libc::epoll_pwait2(epoll, &mut event, 1, &short, std::ptr::null()) }, 0);
    not_before("epoll_pwait2: not before", t);
    equal("dup2: over an epoll", unsafe { libc::dup2(ends[0], epoll) }, epoll);
    fails("dup2: it is one no more", unsafe { libc::epoll_wait(epoll, &mut event, 1, 0) } as i64, libc::EINVAL);
    let epoll = unsafe { libc::epoll_create1(0) };
    fails("dup2: of an epoll", unsafe { libc::dup2(epoll, 200) } as i64, libc::EINVAL);
    fails("dup3: of an epoll", unsafe { libc::dup3(epoll, 200, 0) } as i64, libc::EINVAL);
    let other = unsafe { libc::dup(epoll) };
    equal("dup: of an epoll", unsafe { libc::epoll_wait(other, &mut event, 1, 0) }, 0);
    for file in [epoll, other, ends[0], ends[1]] {
        equal("close", unsafe { libc::close(file) }, 0);
    }
}
