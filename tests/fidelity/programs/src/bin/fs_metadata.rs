// SPDX-License-Identifier: Apache-2.0
//! std::fs: metadata, permissions and times.

use fidelity::{attempt, work};
use std::fs::{self, File, FileTimes, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

fn main() {
    let dir = work();
    let path = dir.join("file");

    attempt("a file", || {
        fs::write(&path, "12345")?;
        let data = fs::metadata(&path)?;
        Ok((data.len(), data.is_file(), data.is_dir(), data.is_symlink(), data.file_type().is_file()))
    });
    attempt("a directory", || {
        let data = fs::metadata(&dir)?;
        Ok((data.is_file(), data.is_dir(), data.is_symlink(), data.nlink() >= 1))
    });
    attempt("by descriptor", || {
        let (file, name) = (File::open(&path)?.metadata()?, fs::metadata(&path)?);
        Ok((file.len(), file.ino() == name.ino(), file.mode() == name.mode(), file.mtime() == name.mtime()))
    });
    attempt("nothing", || fs::metadata(dir.join("none")).map(drop));
    attempt("through a file", || fs::metadata(path.join("x")).map(drop));
    attempt("the trailing slash of a file", || fs::metadata(dir.join("file/")).map(drop));

    attempt("set_permissions", || {
        let mut modes = Vec::new();
        for mode in [0o600, 0o755, 0o444, 0o640] {
            fs::set_permissions(&path, Permissions::from_mode(mode))?;
            let permissions = fs::metadata(&path)?.permissions();
            modes.push((format!("{:o}", permissions.mode()), permissions.readonly()));
        }
        Ok(modes)
    });
    attempt("set_readonly", || {
        let mut permissions = fs::metadata(&path)?.permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions)?;
        Ok(format!("{:o}", fs::metadata(&path)?.mode()))
    });
    attempt("set_permissions by descriptor", || {
        File::open(&path)?.set_permissions(Permissions::from_mode(0o700))?;
        Ok(format!("{:o}", fs::metadata(&path)?.mode()))
    });
    attempt("set_permissions of nothing", || fs::set_permissions(dir.join("none"), Permissions::from_mode(0o600)));
    attempt("the mode of what is made", || {
        File::create(dir.join("made"))?;
        fs::create_dir(dir.join("made-dir"))?;
        let mode = |name: &str| fs::metadata(dir.join(name)).map(|data| format!("{:o}", data.mode()));
        Ok((mode("made")?, mode("made-dir")?))
    });

    attempt("modified is about now", || {
        let before = SystemTime::now() - Duration::from_secs(5);
        fs::write(&path, "new")?;
        let modified = fs::metadata(&path)?.modified()?;
        Ok(modified > before && modified < before + Duration::from_secs(60))
    });
    attempt("accessed is about now", || {
        let accessed = fs::metadata(&path)?.accessed()?;
        Ok(accessed > SystemTime::now() - Duration::from_secs(600))
    });
    attempt("created is about now", || {
        let created = fs::metadata(&path)?.created()?;
        Ok(created > SystemTime::now() - Duration::from_secs(600))
    });
    attempt("set_times", || {
        let times = FileTimes::new()
            .set_modified(UNIX_EPOCH + Duration::new(1_000_000_000, 123_456_000))
            .set_accessed(UNIX_EPOCH + Duration::new(1_100_000_000, 0));
        File::options().write(true).open(&path)?.set_times(times)?;
        let data = fs::metadata(&path)?;
        let since = |time: SystemTime| time.duration_since(UNIX_EPOCH).expect("after 1970");
        Ok((since(data.modified()?), since(data.accessed()?), data.mtime(), data.mtime_nsec(), data.atime()))
    });
    attempt("set_modified alone", || {
        File::options().write(true).open(&path)?.set_modified(UNIX_EPOCH + Duration::from_secs(77))?;
        let data = fs::metadata(&path)?;
        Ok((data.mtime(), data.atime()))
    });
    attempt("a time beyond 2038", || {
        File::options().write(true).open(&path)?.set_modified(UNIX_EPOCH + Duration::from_secs(5_000_000_000))?;
        Ok(fs::metadata(&path)?.mtime())
    });
    attempt("a time before 1970", || {
        File::options().write(true).open(&path)?.set_modified(UNIX_EPOCH - Duration::from_secs(1000))?;
        Ok((fs::metadata(&path)?.mtime(), fs::metadata(&path)?.modified()? < UNIX_EPOCH))
    });
}
