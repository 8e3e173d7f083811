// SPDX-License-Identifier: Apache-2.0
//! What the compat archive does for the crate libc, a line for each: "ok NAME" or "not ok NAME: ...". The arguments name
//! the areas; none means all.
mod epoll;
mod files;
mod limits;
mod memory;
mod report;
mod signals;
mod sockets;
mod syscalls;
mod times;

type Area = (&'static str, fn());

const AREAS: [Area; 8] = [
    ("syscalls", syscalls::run),
    ("times", times::run),
    ("files", files::run),
    ("memory", memory::run),
    ("limits", limits::run),
    ("signals", signals::run),
    ("sockets", sockets::run),
    ("epoll", epoll::run),
];

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).collect();

    for (name, run) in AREAS {
        if wanted.is_empty() || wanted.iter().any(|w| w == name) {
            run();
        }
    }
    std::process::exit(report::failures());
}
