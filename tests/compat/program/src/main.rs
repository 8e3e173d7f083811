// SPDX-License-Identifier: Apache-2.0
//! What the compat archive does for the crate libc, a line for each: "ok NAME" or "not ok NAME: ...". The arguments name
//! the areas; none means all. "absent NAME" is one call of that area.
mod absent;
#[cfg(feature = "lind")]
mod epoll;
#[cfg(feature = "lind")]
mod files;
#[cfg(feature = "lind")]
mod limits;
#[cfg(feature = "lind")]
mod memory;
#[cfg(feature = "lind")]
mod names;
#[cfg(feature = "lind")]
mod processes;
mod report;
#[cfg(feature = "lind")]
mod signals;
#[cfg(feature = "lind")]
mod sockets;
mod syscalls;
#[cfg(feature = "lind")]
mod texts;
mod times;
mod waits;

type Area = (&'static str, fn());

const AREAS: &[Area] = &[
    ("syscalls", syscalls::run),
    ("times", times::run),
    ("absent", || absent::run(None)),
    ("locks", waits::locks),
    #[cfg(feature = "lind")]
    ("waits", waits::files),
    #[cfg(feature = "lind")]
    ("names", names::run),
    #[cfg(feature = "lind")]
    ("timers", processes::timers),
    #[cfg(feature = "lind")]
    ("children", processes::children),
    #[cfg(feature = "lind")]
    ("waiting", processes::waiting),
    #[cfg(feature = "lind")]
    ("of_threads", processes::of_threads),
    #[cfg(feature = "lind")]
    ("among_signals", processes::among_signals),
    #[cfg(feature = "lind")]
    ("threads", processes::threads),
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
    #[cfg(feature = "lind")]
    ("texts", texts::run),
];

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).collect();

    if let [area, name] = &wanted[..] {
        if area == "absent" {
            absent::run(Some(name));
            std::process::exit(report::failures());
        }
    }
    for (name, run) in AREAS {
        if wanted.is_empty() || wanted.iter().any(|w| w == name) {
            run();
        }
    }
    std::process::exit(report::failures());
}
