// SPDX-License-Identifier: Apache-2.0
//! Errors: each number has its kind and its text.

use fidelity::{attempt, fact, work};
use std::fs::{self, File};
use std::io::Error;

fn main() {
    let dir = work();
    fs::write(dir.join("file"), "").expect("a file");
    fs::create_dir_all(dir.join("dir/sub")).expect("a directory");

    attempt("missing", || File::open(dir.join("none")).map(drop));
    attempt("there already", || File::create_new(dir.join("file")).map(drop));
    attempt("not a directory", || File::open(dir.join("file/x")).map(drop));
    attempt("a directory written", || File::create(dir.join("dir")).map(drop));
    attempt("a directory read", || fs::read(dir.join("dir")));
    attempt("not empty", || fs::remove_dir(dir.join("dir")));
    attempt("the empty path", || File::open("").map(drop));
    attempt("a path too long", || File::open(dir.join("x/".repeat(3000))).map(drop));
    attempt("the root removed", || {
        fs::remove_dir("/").or_else(|e| if e.raw_os_error() == Some(16) { Ok(()) } else { Err(e) })
    });

    for number in 1..=40 {
        let error = Error::from_raw_os_error(number);
        fact(&format!("errno {number}"), (error.kind(), error.to_string()));
    }
    for number in
        [61, 71, 75, 84, 88, 90, 95, 97, 98, 99, 100, 101, 103, 104, 105, 106, 107, 110, 111, 113, 114, 115, 122]
    {
        let error = Error::from_raw_os_error(number);
        fact(&format!("errno {number}"), (error.kind(), error.to_string()));
    }
    fact("errno that is none", Error::from_raw_os_error(9999).kind());
    fact("last_os_error", {
        let _ = File::open(dir.join("none"));
        Error::last_os_error().raw_os_error()
    });
}
