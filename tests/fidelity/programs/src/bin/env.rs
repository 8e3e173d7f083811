// SPDX-License-Identifier: Apache-2.0
//! std::env. The runner sets GIVEN and nothing else, and gives three words after the work directory.

use fidelity::{attempt, fact, work};
use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

fn main() {
    let dir = work();
    fact("arguments", env::args().skip(2).collect::<Vec<_>>());
    fact("arguments as OsString", env::args_os().skip(2).map(|a| a.len()).collect::<Vec<_>>());
    fact("how many", (env::args().len(), env::args().rev().next()));
    fact("given", env::var("GIVEN"));
    fact("not given", env::var("NOT_GIVEN"));
    fact("var_os", (env::var_os("GIVEN"), env::var_os("NOT_GIVEN")));
    fact("all", {
        let mut all: Vec<_> = env::vars().filter(|(name, _)| name != "PWD" && name != "_" && name != "SHLVL").collect();
        all.sort();
        all
    });
    // No other thread is there to read it meanwhile.
    env::set_var("SET", "a value");
    fact("set_var", (env::var("SET"), env::vars().any(|(name, _)| name == "SET")));
    env::set_var("SET", "");
    fact("set to nothing", env::var("SET"));
    env::set_var("SET", "größer");
    fact("set anew", env::var("SET"));
    env::remove_var("SET");
    fact("remove_var", env::var("SET"));
    env::remove_var("GIVEN");
    fact("remove what was given", env::var("GIVEN"));
    for i in 0..100 {
        env::set_var(format!("MANY_{i}"), i.to_string());
    }
    fact("many", (env::vars().filter(|(name, _)| name.starts_with("MANY_")).count(), env::var("MANY_77")));

    attempt("current_dir", || {
        std::fs::create_dir(dir.join("sub"))?;
        env::set_current_dir(dir.join("sub"))?;
        let here = env::current_dir()?;
        Ok((here.is_absolute(), here.file_name().map(OsString::from)))
    });
    attempt("set_current_dir to nothing", || env::set_current_dir(dir.join("none")));
    attempt("set_current_dir to a file", || {
        std::fs::write(dir.join("file"), "")?;
        env::set_current_dir(dir.join("file"))
    });
    attempt("current_exe", || {
        let exe = env::current_exe()?;
        Ok((exe.is_absolute(), exe.file_name().is_some()))
    });
    env::remove_var("TMPDIR");
    fact("temp_dir", env::temp_dir());
    env::set_var("TMPDIR", "/elsewhere");
    fact("temp_dir by TMPDIR", env::temp_dir());
    env::set_var("HOME", "/home/of/somebody");
    fact("home_dir by HOME", env::home_dir());
    fact("join_paths", env::join_paths([PathBuf::from("/a"), PathBuf::from("b c")]).ok());
    fact("join_paths that cannot", env::join_paths(["a:b"]).is_err());
    fact("split_paths", env::split_paths("/a::b c:").collect::<Vec<_>>());
    fact("consts", (env::consts::OS, env::consts::FAMILY, env::consts::DLL_SUFFIX, env::consts::EXE_SUFFIX));
}
