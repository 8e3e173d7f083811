// SPDX-License-Identifier: Apache-2.0
use crate::report::{check, equal, fails};
use std::ffi::{CStr, CString};
use std::io::{IoSlice, IoSliceMut, Read, Seek, SeekFrom, Write};
use std::mem::zeroed;
use std::os::fd::AsRawFd;
use std::os::unix::fs::MetadataExt;

const HERE: i32 = libc::AT_FDCWD;

fn path(below: &str) -> CString {
    let dir = std::env::temp_dir().join(format!("lind-compat-{}-{below}", std::process::id()));
    CString::new(dir.into_os_string().into_string().unwrap()).unwrap()
}

fn text(path: &CStr) -> &str {
    path.to_str().unwrap()
}

fn stat(name: &CStr) {
    let metadata = std::fs::metadata(text(name)).unwrap();
    let mut st: libc::stat = unsafe { zeroed() };
    let mut st64: libc::stat64 = unsafe { zeroed() };
    let mut stx: libc::statx = unsafe { zeroed() };

    equal("std's size", metadata.len(), 11);
    equal("stat", unsafe { libc::stat(name.as_ptr(), &mut st) }, 0);
    equal("stat: size, inode", (st.st_size as u64, st.st_ino as u64), (11, metadata.ino()));
    equal("stat64", unsafe { libc::stat64(name.as_ptr(), &mut st64) }, 0);
    equal("stat64: size, inode", (st64.st_size as u64, st64.st_ino as u64), (11, metadata.ino()));
    st = unsafe { zeroed() };
    equal("fstatat", unsafe { libc::fstatat(HERE, name.as_ptr(), &mut st, 0) }, 0);
    equal("fstatat: size, time", (st.st_size as u64, st.st_mtime), (11, metadata.mtime()));
    let mask = libc::STATX_BASIC_STATS;
    equal("statx", unsafe { libc::statx(HERE, name.as_ptr(), 0, mask, &mut stx) }, 0);
    equal("statx: size, inode, time", (stx.stx_size, stx.stx_ino, stx.stx_mtime.tv_sec), (11, metadata.ino(), metadata.mtime()));
    fails("fstatat: no file", unsafe { libc::fstatat(HERE, path("none").as_ptr(), &mut st, 0) } as i64, libc::ENOENT);
}

fn times(name: &CStr) {
    let mut times: [libc::timespec; 2] = unsafe { std::mem::MaybeUninit::zeroed().assume_init() };
    let halves = [libc::timeval { tv_sec: 7, tv_usec: 8 }, libc::timeval { tv_sec: 9, tv_usec: 500_000 }];

    unsafe { std::ptr::write_bytes(times.as_mut_ptr(), 0xff, 2) };
    times[0].tv_sec = 1000;
    times[0].tv_nsec = 1;
    times[1].tv_sec = 2000;
    times[1].tv_nsec = 500;
    equal("utimensat", unsafe { libc::utimensat(HERE, name.as_ptr(), times.as_ptr(), 0) }, 0);
    let m = std::fs::metadata(text(name)).unwrap();
    equal("utimensat: times", (m.atime(), m.mtime(), m.mtime_nsec()), (1000, 2000, 500));
    equal("utimes", unsafe { libc::utimes(name.as_ptr(), halves.as_ptr()) }, 0);
    let m = std::fs::metadata(text(name)).unwrap();
    equal("utimes: times", (m.atime(), m.mtime(), m.mtime_nsec()), (7, 9, 500_000_000));
    let new = libc::utimbuf { actime: 3, modtime: 4 };
    equal("utime", unsafe { libc::utime(name.as_ptr(), &new) }, 0);
    let m = std::fs::metadata(text(name)).unwrap();
    equal("utime: times", (m.atime(), m.mtime()), (3, 4));
}

fn more_times(name: &CStr, file: &std::fs::File) {
    let halves = [libc::timeval { tv_sec: 17, tv_usec: 8 }, libc::timeval { tv_sec: 19, tv_usec: 500_000 }];
    let link = path("link");
    let read = |name: &CStr| std::fs::symlink_metadata(text(name)).map(|m| (m.atime(), m.mtime(), m.mtime_nsec())).unwrap();
    let dirty = [crate::times::dirty(1001, 1), crate::times::dirty(2002, 77)];

    equal("futimens", unsafe { libc::futimens(file.as_raw_fd(), dirty.as_ptr()) }, 0);
    equal("futimens: times", read(name), (1001, 2002, 77));
    equal("futimes", unsafe { libc::futimes(file.as_raw_fd(), halves.as_ptr()) }, 0);
    equal("futimes: times", read(name), (17, 19, 500_000_000));
    // Of a run that was ended: process numbers come again on lind.
    let _ = std::fs::remove_file(text(&link));
    std::os::unix::fs::symlink(text(name), text(&link)).unwrap();
    equal("lutimes", unsafe { libc::lutimes(link.as_ptr(), halves.as_ptr()) }, 0);
    equal("lutimes: times", read(&link), (17, 19, 500_000_000));
    let mut to = [0u8; 200];
    let n = unsafe { libc::readlink(link.as_ptr(), to.as_mut_ptr().cast(), to.len()) };
    equal("readlink", &to[..n as usize], name.to_bytes());
    std::fs::remove_file(text(&link)).unwrap();
    let (user, group) = unsafe { (libc::getuid(), libc::getgid()) };
    equal("fchown", unsafe { libc::fchown(file.as_raw_fd(), user, group) }, 0);
    fails("fchown: no file", unsafe { libc::fchown(999, user, group) } as i64, libc::EBADF);
    let other = unsafe { (libc::fchown(file.as_raw_fd(), 12, 34), libc::fchown(file.as_raw_fd(), user, group)) };
    // Only root may give a file away.
    check("fchown: to another", if user == 0 { other == (0, 0) } else { other.0 == -1 });
}

fn vectors(file: &mut std::fs::File) {
    let (mut a, mut b) = ([0u8; 4], [0u8; 7]);

    equal("writev", file.write_vectored(&[IoSlice::new(b"four"), IoSlice::new(b" seven ")]).unwrap(), 11);
    file.seek(SeekFrom::Start(0)).unwrap();
    equal("readv", file.read_vectored(&mut [IoSliceMut::new(&mut a), IoSliceMut::new(&mut b)]).unwrap(), 11);
    equal("readv: bytes", (&a, &b), (b"four", b" seven "));
    let part = [libc::iovec { iov_base: b.as_mut_ptr().cast(), iov_len: 3 }];
    equal("preadv", unsafe { libc::preadv(file.as_raw_fd(), part.as_ptr(), 1, 5) } as i64, 3);
    equal("preadv: bytes", &b[..3], b"sev");
    equal("pwritev", unsafe { libc::pwritev(file.as_raw_fd(), part.as_ptr(), 1, 8) } as i64, 3);
    unsafe {
        equal("preadv2", libc::preadv2(file.as_raw_fd(), part.as_ptr(), 1, 5, 0) as i64, 3);
        equal("pwritev2", libc::pwritev2(file.as_raw_fd(), part.as_ptr(), 1, 8, 0) as i64, 3);
        equal("preadv64", libc::preadv64(file.as_raw_fd(), part.as_ptr(), 1, 5) as i64, 3);
        equal("pwritev64", libc::pwritev64(file.as_raw_fd(), part.as_ptr(), 1, 8) as i64, 3);
        equal("preadv64v2", libc::preadv64v2(file.as_raw_fd(), part.as_ptr(), 1, 5, 0) as i64, 3);
        equal("pwritev64v2", libc::pwritev64v2(file.as_raw_fd(), part.as_ptr(), 1, 8, 0) as i64, 3);
        equal("preadv2: bytes", &b[..3], b"sev");
        file.seek(SeekFrom::Start(2)).unwrap();
        equal("preadv2: where the file is", libc::preadv2(file.as_raw_fd(), part.as_ptr(), 1, -1, 0) as i64, 3);
        equal("preadv2: these bytes", &b[..3], b"ur ");
        fails("preadv2: a flag", libc::preadv2(file.as_raw_fd(), part.as_ptr(), 1, 5, 1) as i64, libc::EOPNOTSUPP);
        fails("pwritev2: a flag", libc::pwritev2(file.as_raw_fd(), part.as_ptr(), 1, 5, 1) as i64, libc::EOPNOTSUPP);
    }
    let many: Vec<libc::iovec> = (0..40).map(|_| libc::iovec { iov_base: a.as_mut_ptr().cast(), iov_len: 0 }).collect();
    equal("writev: many", unsafe { libc::writev(file.as_raw_fd(), many.as_ptr(), 40) } as i64, 0);
}

fn copies(file: &std::fs::File) {
    let name = path("copy");
    let mut to = std::fs::File::options().read(true).write(true).create(true).truncate(true).open(text(&name)).unwrap();
    let mut offset = 5;
    let mut all = String::new();

    let n = unsafe { libc::sendfile(to.as_raw_fd(), file.as_raw_fd(), &mut offset, 3) };
    equal("sendfile", (n as i64, offset), (3, 8));
    let n = unsafe { libc::sendfile64(to.as_raw_fd(), file.as_raw_fd(), &mut offset, 0) };
    equal("sendfile64: nothing", (n as i64, offset), (0, 8));
    to.seek(SeekFrom::Start(0)).unwrap();
    to.read_to_string(&mut all).unwrap();
    equal("sendfile: bytes", all.as_str(), "sev");
    std::fs::copy(text(&name), text(&path("copied"))).unwrap();
    equal("fs::copy", std::fs::read_to_string(text(&path("copied"))).unwrap().as_str(), "sev");
    std::fs::remove_file(text(&path("copied"))).unwrap();
    std::fs::hard_link(text(&name), text(&path("linked"))).unwrap();
    check("linkat", std::fs::metadata(text(&path("linked"))).is_ok());
    std::fs::remove_file(text(&path("linked"))).unwrap();
    std::fs::remove_file(text(&name)).unwrap();
    equal("mkdirat", unsafe { libc::mkdirat(HERE, path("dir").as_ptr(), 0o700) }, 0);
    std::fs::remove_dir(text(&path("dir"))).unwrap();
    below_a_directory();
}

/// What mkdirat does relative to an open directory.
fn below_a_directory() {
    let top = path("top").into_string().unwrap();
    let mode = |name: &str| std::fs::metadata(name).unwrap().mode() & 0o777;

    std::fs::create_dir(&top).unwrap();
    let dir = std::fs::File::open(&top).unwrap();
    let make = |name: &std::ffi::CStr| unsafe { libc::mkdirat(dir.as_raw_fd(), name.as_ptr(), 0o750) };
    equal("mkdirat: below a directory", make(c"new"), 0);
    equal("mkdirat: mode", mode(&format!("{top}/new")), 0o750);
    equal("mkdirat: further below", make(c"new/more/"), 0);
    for (name, error) in [(c"new", libc::EEXIST), (c".", libc::EEXIST), (c"none/x", libc::ENOENT), (c"", libc::ENOENT)] {
        fails(&format!("mkdirat of {name:?}"), make(name) as i64, error);
    }
    std::fs::write(format!("{top}/file"), "").unwrap();
    fails("mkdirat: below a file", make(c"file/x") as i64, libc::ENOTDIR);
    equal("mkdirat: nothing is left", std::fs::read_dir("/tmp").map_or(0, |all| all.filter(is_aside).count()), 0);
    std::fs::remove_dir_all(&top).unwrap();
}

fn is_aside(entry: &std::io::Result<std::fs::DirEntry>) -> bool {
    entry.as_ref().unwrap().file_name().to_string_lossy().starts_with(".lind-mkdirat")
}

fn locks(file: &std::fs::File) {
    let mut lock: libc::flock = unsafe { zeroed() };

    lock.l_type = libc::F_WRLCK as _;
    lock.l_len = 5;
    equal("F_SETLK", unsafe { libc::fcntl(file.as_raw_fd(), libc::F_SETLK, &lock) }, 0);
    equal("F_GETLK", unsafe { libc::fcntl(file.as_raw_fd(), libc::F_GETLK, &mut lock) }, 0);
    equal("F_GETLK: free to its owner", lock.l_type as i32, libc::F_UNLCK as i32);
}

fn file_systems(file: &std::fs::File) {
    let mut vfs: libc::statvfs = unsafe { zeroed() };
    let mut fs: libc::statfs = unsafe { zeroed() };

    equal("statvfs", unsafe { libc::statvfs(c"/".as_ptr(), &mut vfs) }, 0);
    check("statvfs: sizes", vfs.f_bsize > 0 && vfs.f_frsize > 0 && vfs.f_blocks > 0 && vfs.f_namemax >= 14);
    equal("fstatfs", unsafe { libc::fstatfs(file.as_raw_fd(), &mut fs) }, 0);
    check("fstatfs: sizes", fs.f_bsize > 0 && fs.f_blocks > 0 && fs.f_namelen >= 14);
    let size = fs.f_bsize;
    fs = unsafe { zeroed() };
    equal("statfs", unsafe { libc::statfs(c"/".as_ptr(), &mut fs) }, 0);
    check("statfs: sizes", fs.f_bsize > 0 && fs.f_blocks > 0);
    vfs = unsafe { zeroed() };
    equal("fstatvfs", unsafe { libc::fstatvfs(file.as_raw_fd(), &mut vfs) }, 0);
    equal("fstatvfs: size", vfs.f_bsize as i64, size as i64);
    let (mut vfs, mut fs): (libc::statvfs64, libc::statfs64) = unsafe { zeroed() };
    equal("statvfs64", unsafe { libc::statvfs64(c"/".as_ptr(), &mut vfs) }, 0);
    check("statvfs64: sizes", vfs.f_bsize > 0 && vfs.f_blocks > 0);
    equal("fstatfs64", unsafe { libc::fstatfs64(file.as_raw_fd(), &mut fs) }, 0);
    equal("fstatfs64: size", fs.f_bsize as i64, size as i64);
    equal("statfs64", unsafe { libc::statfs64(c"/".as_ptr(), &mut fs) }, 0);
    equal("fstatvfs64", unsafe { libc::fstatvfs64(file.as_raw_fd(), &mut vfs) }, 0);
    equal("fstatvfs64: size", vfs.f_bsize as i64, size as i64);
    for (number, limit) in [(libc::_PC_NAME_MAX, vfs.f_namemax as i64), (libc::_PC_PATH_MAX, 4096), (libc::_PC_2_SYMLINKS, 1)] {
        equal("pathconf", unsafe { libc::pathconf(c"/".as_ptr(), number) } as i64, limit);
        equal("fpathconf", unsafe { libc::fpathconf(file.as_raw_fd(), number) } as i64, limit);
    }
    check("pathconf: links", unsafe { libc::pathconf(c"/".as_ptr(), libc::_PC_LINK_MAX) } > 1);
    fails("pathconf: no file", unsafe { libc::pathconf(c"/none".as_ptr(), libc::_PC_NAME_MAX) } as i64, libc::ENOENT);
}

pub fn run() {
    let name = path("file");
    let mut file = std::fs::File::options().read(true).write(true).create(true).truncate(true).open(text(&name)).unwrap();

    vectors(&mut file);
    stat(&name);
    times(&name);
    more_times(&name, &file);
    copies(&file);
    locks(&file);
    file_systems(&file);
    let mut size: libc::winsize = unsafe { zeroed() };
    fails("isatty: a file", unsafe { libc::isatty(file.as_raw_fd()) - 1 } as i64, libc::ENOTTY);
    equal("ttyname_r: no terminal", unsafe { libc::ttyname_r(file.as_raw_fd(), [0; 9].as_mut_ptr(), 9) }, libc::ENOTTY);
    // C's own, which asks by ioctl.
    fails("tcgetpgrp", unsafe { libc::tcgetpgrp(file.as_raw_fd()) } as i64, libc::ENOTTY);
    fails("an unknown ioctl", unsafe { libc::ioctl(file.as_raw_fd(), 0x1234, &mut size) } as i64, libc::ENOTTY);
    equal("posix_fallocate", unsafe { libc::posix_fallocate(file.as_raw_fd(), 0, 100) }, libc::EOPNOTSUPP);
    let number = file.as_raw_fd();
    unsafe {
        equal("posix_fallocate64", libc::posix_fallocate64(number, 0, 100), libc::EOPNOTSUPP);
        fails("fallocate", libc::fallocate(number, 0, 0, 100) as i64, libc::EOPNOTSUPP);
        fails("fallocate64", libc::fallocate64(number, 0, 0, 100) as i64, libc::EOPNOTSUPP);
        equal("posix_fadvise", libc::posix_fadvise(number, 0, 0, libc::POSIX_FADV_SEQUENTIAL), 0);
        equal("posix_fadvise: no such advice", libc::posix_fadvise(number, 0, 0, 99), libc::EINVAL);
        equal("posix_fadvise64", libc::posix_fadvise64(number, 0, 0, 99), libc::EINVAL);
        let mut settings: libc::termios = zeroed();
        fails("tcgetattr: a file", libc::tcgetattr(number, &mut settings) as i64, libc::ENOTTY);
        fails("tcsetattr: a file", libc::tcsetattr(number, libc::TCSANOW, &settings) as i64, libc::ENOTTY);
        fails("linkat: a flag", libc::linkat(HERE, name.as_ptr(), HERE, name.as_ptr(), 0x400) as i64, libc::ENOSYS);
        let mut bytes = 77;
        equal("FIOCLEX", libc::ioctl(number, libc::FIOCLEX), 0);
        equal("FIOCLEX: is set", libc::fcntl(number, libc::F_GETFD), libc::FD_CLOEXEC);
        let mut ends = [0; 2];
        libc::pipe2(ends.as_mut_ptr(), libc::O_CLOEXEC);
        libc::write(ends[1], c"12345".as_ptr().cast(), 5);
        equal("FIONREAD", (libc::ioctl(ends[0], libc::FIONREAD, &mut bytes), bytes), (0, 5));
        let other = libc::dup3(ends[0], 150, libc::O_CLOEXEC);
        equal("dup3", (other, libc::fcntl(other, libc::F_GETFD)), (150, libc::FD_CLOEXEC));
        for end in [ends[0], ends[1], other] {
            libc::close(end);
        }
    }
    let far = [5 << 30, (1i64 << 32) - 22];
    for at in far {
        unsafe {
            equal("lseek64: far away", libc::lseek64(number, at, libc::SEEK_SET), at);
            equal("lseek64: where it is", libc::lseek64(number, 0, libc::SEEK_CUR), at);
        }
    }
    unsafe { fails("lseek64: no file", libc::lseek64(999, 0, libc::SEEK_CUR), libc::EBADF) };
    drop(file);
    std::fs::remove_file(text(&name)).unwrap();
}
