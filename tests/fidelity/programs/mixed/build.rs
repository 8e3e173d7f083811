// SPDX-License-Identifier: Apache-2.0
//! Compiles the C half with the compiler that the environment names for the target, as crate cc would.

use std::env;
use std::path::PathBuf;
use std::process::Command;

fn tool(name: &str, usual: &str) -> String {
    let target = env::var("TARGET").expect("cargo sets it").replace('-', "_");
    let variable = format!("{name}_{target}");
    println!("cargo:rerun-if-env-changed={variable}");
    env::var(variable).unwrap_or_else(|_| usual.into())
}

fn run(command: &mut Command) {
    let status = command.status().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(status.success(), "{command:?}: {status}");
}

fn main() {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    println!("cargo:rerun-if-changed=src/half.c");
    let mut compile = Command::new(tool("CC", "cc"));
    compile.args(tool("CFLAGS", "").split_whitespace());
    run(compile.args(["-O1", "-pthread", "-c", "src/half.c", "-o"]).arg(out.join("half.o")));
    run(Command::new(tool("AR", "ar")).arg("crs").arg(out.join("libhalf.a")).arg(out.join("half.o")));
    println!("cargo:rustc-link-search=native={}", out.display());
    println!("cargo:rustc-link-lib=static=half");
}
