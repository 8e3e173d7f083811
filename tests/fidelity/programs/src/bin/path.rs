// SPDX-License-Identifier: Apache-2.0
//! std::path.

use fidelity::{attempt, fact, work};
use std::ffi::OsStr;
use std::path::{self, Component, Path, PathBuf};

fn main() {
    let path = Path::new("/a/./b/../c.tar.gz");
    fact("separator", path::MAIN_SEPARATOR);
    fact("components", path.components().collect::<Vec<_>>());
    fact("parts", (path.file_name(), path.file_stem(), path.extension(), path.parent()));
    fact("absolute", (path.is_absolute(), path.has_root(), Path::new("a").is_relative()));
    fact("join", (Path::new("a").join("b"), Path::new("a").join("/b"), Path::new("").join("b")));
    fact("prefix", (path.strip_prefix("/a").ok(), path.starts_with("/a/b"), path.ends_with("c.tar.gz")));
    fact("with", (path.with_extension("zip"), path.with_file_name("d")));
    fact("ancestors", Path::new("/x/y").ancestors().collect::<Vec<_>>());
    fact("equal", Path::new("a//b/") == Path::new("a/b"));
    fact("dots", (Path::new("..").file_name(), Path::new(".hidden").extension(), Path::new("/").parent()));
    fact("prefix component", Path::new("c:\\x").components().any(|c| matches!(c, Component::Prefix(_))));
    fact("push and pop", {
        let mut path = PathBuf::from("/a");
        path.push("b");
        path.push("c.txt");
        path.set_extension("md");
        let popped = path.pop();
        (path, popped)
    });
    fact("no UTF-8", {
        use std::os::unix::ffi::OsStrExt;
        let path = Path::new(OsStr::from_bytes(b"/a\xff/b"));
        (path.to_str(), path.to_string_lossy().into_owned(), path.as_os_str().len())
    });
    fact("display", Path::new("/a b").display().to_string());
    attempt("absolute()", || {
        let dir = work();
        std::env::set_current_dir(&dir)?;
        Ok((
            path::absolute("x/../y")?.strip_prefix(std::env::current_dir()?).map(Path::to_path_buf).ok(),
            path::absolute("/a/./b")?,
        ))
    });
    attempt("questions", || {
        let dir = work();
        std::fs::write(dir.join("file"), "")?;
        let file = dir.join("file");
        Ok((
            file.exists(),
            file.is_file(),
            file.is_dir(),
            dir.is_dir(),
            file.try_exists()?,
            dir.join("none").try_exists()?,
        ))
    });
    fact("sorted", {
        let mut paths = vec![Path::new("b"), Path::new("a/b"), Path::new("a"), Path::new("/")];
        paths.sort();
        paths
    });
}
