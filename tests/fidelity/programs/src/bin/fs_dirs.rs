// SPDX-License-Identifier: Apache-2.0
//! std::fs: directories.

use fidelity::{attempt, work};
use std::fs;
use std::io;
use std::path::Path;

fn list(dir: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(dir)? {
        names.push(entry?.file_name().into_string().expect("UTF-8"));
    }
    names.sort();
    Ok(names)
}

fn main() {
    let dir = work();
    let sub = dir.join("sub");

    attempt("create_dir", || {
        fs::create_dir(&sub)?;
        Ok(fs::metadata(&sub)?.is_dir())
    });
    attempt("create_dir again", || fs::create_dir(&sub));
    attempt("create_dir without parent", || fs::create_dir(dir.join("none/sub")));
    attempt("create_dir_all", || {
        fs::create_dir_all(dir.join("a/b/c"))?;
        fs::create_dir_all(dir.join("a/b/c"))?;
        Ok(dir.join("a/b/c").is_dir())
    });
    attempt("create_dir_all through a file", || {
        fs::write(dir.join("file"), "")?;
        fs::create_dir_all(dir.join("file/sub"))
    });
    attempt("an empty one", || list(&sub));
    attempt("names", || {
        for name in ["b", "a", "with space", "größe", ".hidden"] {
            fs::write(sub.join(name), name)?;
        }
        list(&sub)
    });
    attempt("types", || {
        let mixed = dir.join("mixed");
        fs::create_dir_all(mixed.join("dir"))?;
        fs::write(mixed.join("file"), "1234")?;
        std::os::unix::fs::symlink("file", mixed.join("link"))?;
        let mut facts = Vec::new();
        for entry in fs::read_dir(&mixed)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            let under = entry.path().starts_with(&mixed);
            let len = if kind.is_file() { entry.metadata()?.len() } else { 0 };
            facts.push((entry.file_name(), kind.is_dir(), kind.is_file(), kind.is_symlink(), under, len));
        }
        facts.sort();
        Ok(facts)
    });
    attempt("many", || {
        let many = dir.join("many");
        fs::create_dir(&many)?;
        for i in 0..500 {
            fs::write(many.join(format!("a name of some length {i:03}")), "")?;
        }
        let names = list(&many)?;
        Ok((names.len(), names[0].clone(), names[499].clone()))
    });
    attempt("two at once", || {
        let (mut one, mut other) = (fs::read_dir(&sub)?, fs::read_dir(dir.join("a"))?);
        let first = one.next().transpose()?.is_some();
        Ok((first, other.next().transpose()?.map(|e| e.file_name()), one.count(), other.count()))
    });
    attempt("read_dir of a file", || fs::read_dir(dir.join("file")).map(drop));
    attempt("read_dir of nothing", || fs::read_dir(dir.join("none")).map(drop));

    attempt("rename a file", || {
        fs::rename(sub.join("a"), sub.join("z"))?;
        list(&sub)
    });
    attempt("rename over a file", || {
        fs::rename(sub.join("z"), sub.join("b"))?;
        fs::read_to_string(sub.join("b"))
    });
    attempt("rename a directory", || {
        fs::rename(dir.join("a"), dir.join("A"))?;
        Ok(dir.join("A/b/c").is_dir())
    });
    attempt("rename over a full directory", || fs::rename(dir.join("A"), &sub));
    attempt("rename a missing one", || fs::rename(dir.join("none"), dir.join("some")));
    attempt("rename a directory into itself", || fs::rename(&sub, sub.join("deeper")));

    attempt("remove_dir of a full one", || fs::remove_dir(&sub));
    attempt("remove_dir of a file", || fs::remove_dir(dir.join("file")));
    attempt("remove_dir", || {
        fs::remove_dir(dir.join("A/b/c"))?;
        Ok(dir.join("A/b/c").exists())
    });
    attempt("remove_file of a directory", || fs::remove_file(&sub));
    attempt("remove_dir_all", || {
        let deep = dir.join("deep/1/2/3/4/5");
        fs::create_dir_all(&deep)?;
        fs::write(deep.join("file"), "")?;
        fs::write(dir.join("kept"), "")?;
        std::os::unix::fs::symlink(dir.join("kept"), deep.join("link"))?;
        std::os::unix::fs::symlink(&sub, dir.join("deep/out"))?;
        fs::remove_dir_all(dir.join("deep"))?;
        Ok((dir.join("deep").exists(), dir.join("kept").exists(), list(&sub)?.len()))
    });
    attempt("remove_dir_all of a link", || {
        std::os::unix::fs::symlink(&sub, dir.join("way"))?;
        let result = fs::remove_dir_all(dir.join("way")).is_ok();
        Ok((result, list(&sub)?.len()))
    });
    attempt("remove_dir_all of nothing", || fs::remove_dir_all(dir.join("none")));
    attempt("current_dir", || {
        std::env::set_current_dir(&sub)?;
        fs::write("here", "relative")?;
        Ok((fs::read_to_string(sub.join("here"))?, list(Path::new("."))?.len(), list(Path::new(".."))?.len()))
    });
}
