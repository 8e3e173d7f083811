// SPDX-License-Identifier: Apache-2.0
//! std::fs: links, hard and symbolic, and canonical paths.

use fidelity::{attempt, work};
use std::fs;
use std::os::unix::fs::{symlink, MetadataExt};
use std::path::{Path, PathBuf};

fn main() {
    let dir = work();
    let file = dir.join("file");
    let below = |path: PathBuf| path.strip_prefix(&dir).map(Path::to_path_buf).unwrap_or(path);

    attempt("hard_link", || {
        fs::write(&file, "linked")?;
        fs::hard_link(&file, dir.join("hard"))?;
        let (one, other) = (fs::metadata(&file)?, fs::metadata(dir.join("hard"))?);
        Ok((one.nlink(), one.ino() == other.ino(), one.dev() == other.dev(), fs::read_to_string(dir.join("hard"))?))
    });
    attempt("hard_link over one", || fs::hard_link(&file, dir.join("hard")));
    attempt("hard_link to nothing", || fs::hard_link(dir.join("none"), dir.join("other")));
    attempt("the other name stays", || {
        fs::remove_file(dir.join("hard"))?;
        Ok((fs::read_to_string(&file)?, fs::metadata(&file)?.nlink()))
    });

    attempt("symlink", || {
        symlink("file", dir.join("soft"))?;
        fs::read_to_string(dir.join("soft"))
    });
    attempt("symlink over one", || symlink("file", dir.join("soft")));
    attempt("read_link", || fs::read_link(dir.join("soft")));
    attempt("read_link of a long one", || {
        let target = format!("{}/none", "x".repeat(900));
        symlink(&target, dir.join("long"))?;
        Ok(fs::read_link(dir.join("long"))? == Path::new(&target))
    });
    attempt("read_link of a file", || fs::read_link(&file));
    attempt("read_link of nothing", || fs::read_link(dir.join("none")));
    attempt("symlink_metadata", || {
        let (link, target) = (fs::symlink_metadata(dir.join("soft"))?, fs::metadata(dir.join("soft"))?);
        Ok((link.is_symlink(), link.is_file(), link.len(), target.is_symlink(), target.is_file(), target.len()))
    });
    attempt("a dangling one", || {
        symlink("none", dir.join("dangling"))?;
        Ok((dir.join("dangling").exists(), dir.join("dangling").is_symlink()))
    });
    attempt("open a dangling one", || fs::read(dir.join("dangling")));
    attempt("create through a dangling one", || {
        fs::write(dir.join("dangling"), "made")?;
        fs::read_to_string(dir.join("none"))
    });
    attempt("a loop", || {
        symlink("loop", dir.join("loop"))?;
        fs::read(dir.join("loop"))
    });
    attempt("remove a link", || {
        fs::remove_file(dir.join("soft"))?;
        Ok((dir.join("soft").is_symlink(), file.exists()))
    });

    attempt("canonicalize", || {
        fs::create_dir_all(dir.join("a/b"))?;
        symlink("a/b", dir.join("short"))?;
        fs::write(dir.join("a/b/deep"), "")?;
        Ok(below(fs::canonicalize(dir.join("./short/../b//deep"))?))
    });
    attempt("canonicalize a relative one", || {
        std::env::set_current_dir(dir.join("a"))?;
        Ok(below(fs::canonicalize("b/../../file")?))
    });
    attempt("canonicalize the root", || fs::canonicalize("/.././"));
    attempt("canonicalize nothing", || fs::canonicalize(dir.join("missing")));
    attempt("canonicalize through a file", || fs::canonicalize(file.join("x")));
}
