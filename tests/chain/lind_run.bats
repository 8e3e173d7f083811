#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# cargo lind_run and lind_test, workspaces, editors, and the other ways to build: with the real tools, in the stand-in.

load ../lib
load lind

@test "the bytes are those of the CMake and make ways, and so are the caches" {
	export LIND_RUST_PREFIX=${LIND_RUST_BUILD_TREE:-$(dirname "$HELPERS")}
	crate app
	cd app
	# A wasm-opt of its own place has no results in the cache yet.
	eval "$("$HELPERS/lind-rust-config" tools --format=sh | grep WASM_OPT=)"
	printf '#!/bin/sh\n[ "$1" = --help ] || echo x >>"%s"\nexec "%s" "$@"\n' "$BATS_TEST_TMPDIR/opt.log" \
		"$LIND_RUST_WASM_OPT" >"$BATS_TEST_TMPDIR/wasm-opt"
	chmod +x "$BATS_TEST_TMPDIR/wasm-opt"
	export LIND_RUST_WASM_OPT="$BATS_TEST_TMPDIR/wasm-opt"
	fails_with 0 compile --release
	printf 'include %s/make/lind-rust.mk\n$(eval $(call add_lind_rust_crate,app))\nall: $(app_PROGRAM)\n' \
		"${LIND_RUST_SOURCE// /\\ }" >../Makefile
	mkdir ../cm
	printf 'cmake_minimum_required(VERSION 3.20)\nproject(t LANGUAGES NONE)\nfind_package(LindRust REQUIRED)\nadd_lind_rust_crate(app MANIFEST_PATH ../app/Cargo.toml)\n' \
		>../cm/CMakeLists.txt
	cd ..
	sed -i 's/^all:/.DEFAULT_GOAL := all\nall:/' Makefile
	sed -i '1a app_MANIFEST := app/Cargo.toml' Makefile
	make all
	cmake -S cm -B b -G Ninja "-DCMAKE_PREFIX_PATH=$LIND_RUST_SOURCE"
	cmake --build b
	cmp app/target/*/release/lind/app.wasm b/lind-rust/app.wasm
	cmp app/target/*/release/lind/app.wasm build/app.wasm
	# One run of wasm-opt for all three, and one std.
	same 1 "$(wc -l <"$BATS_TEST_TMPDIR/opt.log")"
	same 1 "$(grep -ho 'sysroot=[^"]*/std/[^"]*' app/target/lind-rust/*.toml b/lind-rust/*/config.toml build/*/config.toml | sort -u | wc -l)"
}

@test "a workspace: each package by its own settings, the workspace's are the default" {
	crate ws/one '[package.metadata.lind]\ngrate = true\ncheck = "off"\n'
	crate ws/two '[package.metadata.lind]\nmax-memory = "32M"\noutput-name = "second"\n'
	mkdir -p ws/lib/src
	printf '[package]\nname = "lib"\nversion = "0.1.0"\nedition = "2021"\n' >ws/lib/Cargo.toml
	touch ws/lib/src/lib.rs
	echo '#[no_mangle] #[allow(clippy::too_many_arguments)] pub extern "C" fn pass_fptr_to_wt(_: u64, _: u64, _: u64, _: u64, _: u64, _: u64, _: u64, _: u64, _: u64, _: u64, _: u64, _: u64, _: u64, _: u64) -> i32 { 0 } fn main() {}' >ws/one/src/main.rs
	printf '[workspace]\nmembers = ["one", "two", "lib"]\nresolver = "2"\n[workspace.metadata.lind]\nmax-memory = "128M"\n' \
		>ws/Cargo.toml
	cd ws
	fails_with 0 compile --workspace
	run -0 "$HELPERS/lind-rust-inspect" target/*/debug/lind/one.wasm
	says pass_fptr_to_wt
	says 2048
	run -0 "$HELPERS/lind-rust-inspect" target/*/debug/lind/second.wasm
	says 512
	rm -r target
	fails_with 0 compile -p two
	[ -e target/*/debug/lind/second.wasm ]
	[ ! -e target/*/debug/lind/one.wasm ]
	cd two
	rm -r ../target
	fails_with 0 compile
	[ -e ../target/*/debug/lind/second.wasm ]
	[ ! -e ../target/*/debug/lind/one.wasm ]
	fails_with 0 compile --workspace --exclude one --bin two
	fails_with 0 compile -p lib
	says "there is no program among it"
	fails_with 101 compile -p nothing
	says nothing
}

@test "lind_run runs the program and passes its status, arguments and environment" {
	crate app
	cd app
	cat >src/main.rs <<-'END'
		fn main() {
		    println!("{:?} {:?}", std::env::args().skip(1).collect::<Vec<_>>(), std::env::var("WORD"));
		    std::process::exit(7);
		}
	END
	fails_with 7 "$HELPERS/cargo-lind_run" -q --env WORD=x -- --release 'a b'
	same '["--release", "a b"] Ok("x")' "$output"
	fails_with 7 "$HELPERS/cargo-lind_run" lind_run -q one -v
	same '["one", "-v"] Err(NotPresent)' "$output"
	fails_with 7 "$HELPERS/cargo-lind_run" lind_run -q one -h +2
	same '["one", "-h", "+2"] Err(NotPresent)' "$output"
	mkdir src/bin
	echo 'fn main() { loop {} }' >src/bin/second.rs
	fails_with 1 "$HELPERS/cargo-lind_run" -q
	says "there are 2 programs: which one is to be run?"
	says "say --bin NAME"
	fails_with 124 "$HELPERS/cargo-lind_run" -q --bin second --timeout 1
	sed -i '/^edition/a default-run = "app"' Cargo.toml
	fails_with 7 "$HELPERS/cargo-lind_run" -q
	rm -r src/bin src/main.rs
	sed -i /default-run/d Cargo.toml
	touch src/lib.rs
	fails_with 1 "$HELPERS/cargo-lind_run" -q
	says "there is no program to run"
}

@test "lind_test runs the tests and fails where one fails" {
	crate app
	cd app
	mkdir tests
	echo '#[test] fn good() {} #[test] fn thread() { std::thread::spawn(|| ()).join().unwrap(); }' >tests/a.rs
	fails_with 0 "$HELPERS/cargo-lind_test"
	says "2 passed"
	says_not Program
	fails_with 0 "$HELPERS/cargo-lind_test" -q --test a thread
	says "1 passed"
	echo '#[test] fn bad() { panic!("as asked"); }' >tests/b.rs
	echo '#[test] fn last() {}' >tests/c.rs
	fails_with 101 "$HELPERS/cargo-lind_test"
	says "as asked"
	says "test 'b' of package 'app'"
	says_not "test last ... ok"
	fails_with 101 "$HELPERS/cargo-lind_test" --no-fail-fast
	says "test last ... ok"
	fails_with 0 "$HELPERS/cargo-lind_test" --no-run
	says_not "as asked"
}

@test "plain cargo with the printed settings sees the same target and std" {
	crate app
	cd app
	fails_with 0 compile --print-config -q
	says rust-analyzer.cargo.target
	command=$(head -n 1 <<<"$output")
	[[ "$command" == "RUSTC="*" check --config "*" --target "* ]]
	eval "$("$HELPERS/lind-rust-config" tools --format=sh)"
	node -e 'const d = JSON.parse(require("fs").readFileSync(0)); process.exit(d["rust-analyzer.cargo.extraArgs"][0] == "--config" ? 0 : 1)' \
		<<<"$(sed -n '/^{/,$p' <<<"$output")"
	eval "$command"
	# clippy is a program of its own, by which cargo calls itself again.
	[ ! -x "${LIND_RUST_CARGO%/*}/cargo-clippy" ] || eval "${command/ check / clippy } -q"
	[ ! -e .cargo ]
	fails_with 0 compile --write-config
	grep -q '^target = ' .cargo/config.toml
	run "$LIND_RUST_CARGO" check
	says_not "Compiling std"
	same 0 "$status"
	fails_with 0 compile --write-config
	echo '[build]' >.cargo/config.toml
	fails_with 1 compile --write-config
	says "it stays"
	same '[build]' "$(cat .cargo/config.toml)"
}

@test "paths with spaces, quotes, dollars and other letters" {
	crate "a \$HOME 'ü'/app"
	cd "a \$HOME 'ü'/app"
	fails_with 0 compile --target-dir "out \$x ß"
	prints app "out \$x ß"/*/debug/lind/app.wasm
	fails_with 0 compile --print-config -q
	eval "$(head -n 1 <<<"$output")"
}

@test "two builds at once in one target directory" {
	crate app
	cd app
	compile -q 2>../first &
	compile -q 2>../second
	wait $!
	prints app target/*/debug/lind/app.wasm
}
