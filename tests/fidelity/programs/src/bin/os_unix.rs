// SPDX-License-Identifier: Apache-2.0
//! std::os::unix and std::os::fd.

use fidelity::{attempt, fact, work};
use std::ffi::{c_char, c_int, c_uint, CString, OsStr, OsString};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, AsRawFd, FromRawFd, IntoRawFd, OwnedFd};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::fs::{self as unix, DirBuilderExt, DirEntryExt, FileExt, FileTypeExt, MetadataExt, OpenOptionsExt};

extern "C" {
    fn mkfifo(path: *const c_char, mode: c_uint) -> c_int;
    fn getuid() -> c_uint;
    fn getgid() -> c_uint;
    fn umask(mode: c_uint) -> c_uint;
}

fn checked(result: c_int) -> io::Result<c_int> {
    if result < 0 {
        Err(io::Error::last_os_error())
    } else {
        Ok(result)
    }
}

fn main() {
    let dir = work();
    let path = dir.join("file");

    attempt("MetadataExt", || {
        fs::write(&path, vec![1; 10_000])?;
        let data = fs::metadata(&path)?;
        // SAFETY: nothing can go wrong in these.
        let mine = unsafe { (getuid(), getgid()) };
        Ok((data.size(), data.nlink(), data.uid() == mine.0, data.gid() == mine.1, data.ino() > 0, data.rdev()))
    });
    attempt("blocks", || {
        let data = fs::metadata(&path)?;
        Ok((data.blocks() * 512 >= 10_000, data.blksize() >= 512))
    });
    attempt("times", || {
        let data = fs::metadata(&path)?;
        Ok((
            data.mtime() > 1_700_000_000,
            data.ctime() >= data.mtime(),
            data.atime() > 1_700_000_000,
            data.mtime_nsec() < 1_000_000_000,
        ))
    });
    attempt("OpenOptionsExt::mode", || {
        // SAFETY: as above.
        let old = unsafe { umask(0o027) };
        OpenOptions::new().write(true).create_new(true).mode(0o666).open(dir.join("mode"))?;
        DirBuilder::new().mode(0o777).create(dir.join("mode-dir"))?;
        unsafe { umask(old) };
        let mode = |name: &str| fs::metadata(dir.join(name)).map(|data| format!("{:o}", data.mode()));
        Ok((mode("mode")?, mode("mode-dir")?))
    });
    attempt("OpenOptionsExt::custom_flags", || {
        unix::symlink("file", dir.join("link"))?;
        const O_NOFOLLOW: i32 = 0o400000;
        OpenOptions::new().read(true).custom_flags(O_NOFOLLOW).open(dir.join("link")).map(drop)
    });
    attempt("FileTypeExt", || {
        let null = fs::metadata("/dev/null")?.file_type();
        Ok((null.is_char_device(), null.is_block_device(), null.is_fifo(), null.is_socket()))
    });
    attempt("mkfifo", || {
        let name = CString::new(dir.join("fifo").as_os_str().as_bytes())?;
        // SAFETY: the name is a string of C.
        checked(unsafe { mkfifo(name.as_ptr(), 0o600) })?;
        let kind = fs::metadata(dir.join("fifo"))?.file_type();
        Ok((kind.is_fifo(), kind.is_file()))
    });
    attempt("through a fifo", || {
        let mut file = OpenOptions::new().read(true).write(true).open(dir.join("fifo"))?;
        file.write_all(b"fifo")?;
        let mut bytes = [0; 4];
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    });
    attempt("DirEntryExt", || {
        for entry in fs::read_dir(&dir)? {
            let entry = entry?;
            if entry.file_name() == "file" {
                return Ok(entry.ino() == fs::metadata(&path)?.ino());
            }
        }
        Ok(false)
    });
    attempt("FileExt", || {
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(true).open(dir.join("at"))?;
        file.write_all_at(b"0123456789", 0)?;
        file.write_at(b"XY", 4)?;
        let mut bytes = [0; 4];
        file.read_exact_at(&mut bytes, 3)?;
        let past = file.read_at(&mut [0; 4], 100)?;
        Ok((bytes, past, io::read_to_string(&file)?))
    });
    attempt("FileExt far away", || {
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(true).open(dir.join("far"))?;
        file.write_all_at(b"far", 6 << 30)?;
        let mut bytes = [0; 3];
        file.read_exact_at(&mut bytes, 6 << 30)?;
        Ok((bytes, file.metadata()?.len()))
    });
    attempt("chown to oneself", || {
        // SAFETY: as above.
        let (uid, gid) = unsafe { (getuid(), getgid()) };
        unix::chown(&path, Some(uid), Some(gid))?;
        unix::lchown(dir.join("link"), Some(uid), None)?;
        unix::fchown(File::open(&path)?, None, Some(gid))
    });
    attempt("chown of nothing", || unix::chown(dir.join("none"), Some(0), None));
    attempt("chroot to nothing", || Ok(unix::chroot(dir.join("none")).is_err()));
    attempt("descriptors", || {
        let file = File::open(&path)?;
        let number = file.as_raw_fd();
        let owned: OwnedFd = file.into();
        let other = owned.as_fd().try_clone_to_owned()?;
        let same = owned.as_raw_fd() == number && other.as_raw_fd() != number && number > 2;
        // SAFETY: nobody else has it.
        let mut file = unsafe { File::from_raw_fd(other.into_raw_fd()) };
        let mut bytes = [0; 2];
        file.read_exact(&mut bytes)?;
        Ok((same, bytes))
    });
    attempt("a closed descriptor", || {
        let number = File::open(&path)?.as_raw_fd();
        // SAFETY: it is not used as if it were open.
        let file = std::mem::ManuallyDrop::new(unsafe { File::from_raw_fd(number) });
        (&*file).read(&mut [0; 1])
    });
    fact("OsStrExt", {
        let name = OsStr::from_bytes(b"\xff\xfe");
        (name.len(), name.to_str(), OsString::from_vec(vec![b'a', 0xff]).into_vec())
    });
    attempt("a name that is no UTF-8", || {
        let name = OsStr::from_bytes(b"n\xffame");
        fs::write(dir.join(name), "x")?;
        let found = fs::read_dir(&dir)?.filter_map(Result::ok).any(|e| e.file_name() == name);
        Ok((found, fs::read_to_string(dir.join(name))?))
    });
    attempt("parent_id", || Ok(std::os::unix::process::parent_id() > 0));
}
