// SPDX-License-Identifier: Apache-2.0
//! Standard streams. The runner gives two lines and a third without its end.

use fidelity::{attempt, fact};
use std::io::{self, BufRead, IsTerminal, Read, Write};
use std::os::fd::AsRawFd;

fn main() {
    attempt("a line", || {
        let mut line = String::new();
        let n = io::stdin().read_line(&mut line)?;
        Ok((n, line))
    });
    attempt("a locked line", || io::stdin().lock().lines().next().transpose());
    attempt("the rest", || {
        let mut rest = Vec::new();
        io::stdin().read_to_end(&mut rest)?;
        Ok(rest)
    });
    attempt("the end", || io::stdin().read(&mut [0; 4]));
    fact("terminals", [io::stdin().is_terminal(), io::stdout().is_terminal(), io::stderr().is_terminal()]);
    fact("descriptors", [io::stdin().as_raw_fd(), io::stdout().as_raw_fd(), io::stderr().as_raw_fd()]);
    attempt("write", || {
        let mut out = io::stdout().lock();
        out.write_all(b"bytes: \"and lines\"\n")?;
        write!(out, "not ")?;
        out.flush()?;
        writeln!(out, "split: true")
    });
    eprintln!("to stderr");
    attempt("stderr", || writeln!(io::stderr(), "again"));
    print!("the last line has no end: true");
}
