// SPDX-License-Identifier: Apache-2.0
use crate::report::{check, equal, fails};
use std::ptr::null_mut;

fn map(flags: i32) -> *mut libc::c_void {
    unsafe { libc::mmap(null_mut(), 65536, libc::PROT_READ | libc::PROT_WRITE, flags, -1, 0) }
}

pub fn run() {
    let private = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS;
    let at = map(private | libc::MAP_STACK | libc::MAP_NORESERVE);

    check("mmap: what the memory is for", at != libc::MAP_FAILED);
    unsafe { at.cast::<u8>().write(7) };
    equal("madvise", unsafe { libc::madvise(at, 65536, libc::MADV_WILLNEED) }, 0);
    fails("madvise: one that has an effect", unsafe { libc::madvise(at, 65536, libc::MADV_DONTNEED) } as i64, libc::EINVAL);
    equal("posix_madvise", unsafe { libc::posix_madvise(at, 65536, libc::POSIX_MADV_WILLNEED) }, 0);
    equal("posix_madvise: no such advice", unsafe { libc::posix_madvise(at, 65536, 99) }, libc::EINVAL);
    fails("msync: not of a page", unsafe { libc::msync(at.wrapping_byte_add(1), 1, libc::MS_SYNC) } as i64, libc::EINVAL);
    equal("msync", unsafe { libc::msync(at, 65536, libc::MS_SYNC) }, 0);
    let code = unsafe { libc::mmap64(null_mut(), 65536, libc::PROT_EXEC, private, -1, 0) };
    fails("mmap64: code", code as isize as i64, libc::EPERM);
    fails("munmap: nothing", unsafe { libc::munmap(at, 0) } as i64, libc::EINVAL);
    equal("munmap", unsafe { libc::munmap(at, 65536) }, 0);
    fails("mmap: an unknown flag", map(private | 0x100000) as isize as i64, libc::EINVAL);
    let nothing = unsafe { libc::mmap(null_mut(), 0, libc::PROT_READ, private, -1, 0) };
    fails("mmap: nothing", nothing as isize as i64, libc::EINVAL);
    shared();
}

/// What has a name, or a key. The directory for names is made by who makes the first.
fn shared() {
    let name = c"/compat-calls";
    let without_directory = || drop(std::fs::remove_dir("/dev/shm"));

    without_directory();
    let file = unsafe { libc::shm_open(name.as_ptr(), libc::O_CREAT | libc::O_RDWR, 0o600) };
    check("shm_open", file >= 0);
    equal("shm_unlink", unsafe { libc::shm_unlink(name.as_ptr()) }, 0);
    fails("shm_open: none", unsafe { libc::shm_open(name.as_ptr(), libc::O_RDWR, 0) } as i64, libc::ENOENT);
    without_directory();
    let semaphore = unsafe { libc::sem_open(name.as_ptr(), libc::O_CREAT, 0o600, 3) };
    let mut value = 0;
    check("sem_open", semaphore != libc::SEM_FAILED);
    equal("sem_open: its value", unsafe { (libc::sem_getvalue(semaphore, &mut value), value) }, (0, 3));
    unsafe { (libc::sem_close(semaphore), libc::sem_unlink(name.as_ptr())) };
    without_directory();
    check("sem_open: none", unsafe { libc::sem_open(name.as_ptr(), 0) } == libc::SEM_FAILED);
    let new = || unsafe { libc::shmget(libc::IPC_PRIVATE, 4096, libc::IPC_CREAT | 0o600) };
    let (one, other) = (new(), new());
    check("shmget: two without a key", one >= 0 && other >= 0 && one != other);
    let at = unsafe { libc::shmat(one, std::ptr::null(), 0) }.cast::<u8>();
    unsafe { at.write(9) };
    equal("shmat: what is written", unsafe { libc::shmat(one, std::ptr::null(), 0).cast::<u8>().read() }, 9);
    for id in [one, other] {
        equal("shmctl", unsafe { libc::shmctl(id, libc::IPC_RMID, null_mut()) }, 0);
    }
}
