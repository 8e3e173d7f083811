// SPDX-License-Identifier: Apache-2.0
//! std::fs::OpenOptions: every combination, on what is there and what is not, and flags of open(2).

use fidelity::{attempt, told, work};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{symlink, OpenOptionsExt};
use std::path::Path;

const EXCL: i32 = 0o200;
const NONBLOCK: i32 = 0o4000;
const DIRECTORY: i32 = 0o200000;
const NOFOLLOW: i32 = 0o400000;

/// What a write and a read say, and what is in the file then.
fn used(path: &Path, options: &OpenOptions) -> io::Result<(String, String, String)> {
    let mut file = options.open(path)?;
    let mut text = String::new();
    let written = format!("{:?}", file.write(b"Z").map_err(|e| told(&e)));
    let read = format!("{:?}", file.read_to_string(&mut text).map_err(|e| told(&e)));
    Ok((written, read, fs::read_to_string(path)?))
}

fn combinations(path: &Path) {
    for bits in 0..64 {
        let is = |bit: u32| bits >> bit & 1 == 1;
        let mut options = OpenOptions::new();
        options.read(is(0)).write(is(1)).append(is(2)).truncate(is(3)).create(is(4)).create_new(is(5));
        for there in [true, false] {
            let _ = fs::remove_file(path);
            if there {
                fs::write(path, "abc").expect("a file");
            }
            attempt(&format!("{bits:06b}, {}", if there { "there" } else { "not there" }), || used(path, &options));
        }
    }
}

fn flags(dir: &Path) {
    let flags = [("O_EXCL", EXCL), ("O_NONBLOCK", NONBLOCK), ("O_DIRECTORY", DIRECTORY), ("O_NOFOLLOW", NOFOLLOW)];

    for (name, flag) in flags {
        for what in ["file", "directory", "link", "link to directory", "none"] {
            attempt(&format!("{name}, {what}"), || {
                let mut file = OpenOptions::new().read(true).custom_flags(flag).open(dir.join(what))?;
                let read = file.read(&mut [0; 2]).map_err(|e| told(&e));
                Ok((file.metadata()?.is_dir(), read))
            });
        }
    }
}

fn main() {
    let dir = work();

    combinations(&dir.join("combined"));
    fs::write(dir.join("file"), "abc").expect("a file");
    fs::create_dir(dir.join("directory")).expect("a directory");
    symlink("file", dir.join("link")).expect("a link");
    symlink("directory", dir.join("link to directory")).expect("a link");
    flags(&dir);
    attempt("a directory to write", || OpenOptions::new().write(true).open(&dir).map(drop));
    attempt("create over a directory", || File::create(&dir).map(drop));
    attempt("create_new through a dangling link", || {
        symlink("nowhere", dir.join("dangling"))?;
        File::create_new(dir.join("dangling")).map(drop)
    });
    attempt("create with a slash behind", || File::create(dir.join("new/")).map(drop));
    attempt("up and down again", || {
        fs::write(dir.join("directory/../up"), "up")?;
        fs::read_to_string(dir.join("./directory/.././up"))
    });
}
