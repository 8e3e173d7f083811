// SPDX-License-Identifier: Apache-2.0
//! What the compat archive does for the crate libc, a line for each: "ok NAME" or "not ok NAME: ...". The arguments name
//! the areas; none means all.
#[cfg(feature = "lind")]
mod epoll;
#[cfg(feature = "lind")]
mod files;
#[cfg(feature = "lind")]
mod limits;
#[cfg(feature = "lind")]
mod memory;
mod report;
#[cfg(feature = "lind")]
mod signals;
#[cfg(feature = "lind")]
mod sockets;
mod syscalls;
mod times;

type Area = (&'static str, fn());

const AREAS: &[Area] = &[
    ("syscalls", syscalls::run),
    ("times", times::run),
    #[cfg(feature = "lind")]
    ("files", files::run),
    #[cfg(feature = "lind")]
    ("memory", memory::run),
    #[cfg(feature = "lind")]
    ("limits", limits::run),
    #[cfg(feature = "lind")]
    ("signals", signals::run),
    #[cfg(feature = "lind")]
    ("sockets", sockets::run),
    #[cfg(feature = "lind")]
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
