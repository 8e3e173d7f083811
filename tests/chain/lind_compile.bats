#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# cargo lind_compile with the real tools: each defect that lind-wasm's own script has is held against ours. In the
# stand-in; a test that needs lind's tools is given pseudo ones.

load ../lib
load lind

@test "cargo finds it by its name along PATH, and lind-cargo-build is the same" {
	crate app
	cd app
	PATH="$HELPERS:$PATH" fails_with 0 cargo lind_compile --release
	says "Program target/"
	prints app target/*/release/lind/app.wasm
	fails_with 0 "$HELPERS/lind-cargo-build"
	prints app target/*/debug/lind/app.wasm
}

@test "B1: a step that fails is a failure, with its words" {
	crate app
	cd app
	pseudo_lind
	printf '#!/bin/sh\n[ "$1" = --help ] && exec echo --epoch-injection\necho "no such pass" >&2\nexit 3\n' \
		>"$root/tools/binaryen/bin/wasm-opt"
	printf '[package.metadata.lind]\nopt-level = 4\ncheck = "off"\n' >>Cargo.toml
	fails_with 1 compile --lind-root "$root"
	says "no such pass"
	says "program 'app' of package 'app' was built by cargo, but the opt pass failed"
	[ ! -e "$root/lindfs/app.cwasm" ]

	pseudo_lind
	printf '#!/bin/sh\necho "no precompiling today" >&2\nexit 4\n' >"$root/build/lind-boot"
	fails_with 1 compile --lind-root "$root"
	says "no precompiling today"
	says "but precompiling failed"

	pseudo_lind
	rm -r "$root/lindfs"
	touch "$root/lindfs"
	echo 'broken' >src/main.rs
	fails_with 101 compile --lind-root "$root"
	says "could not compile"
}

@test "B2: any profile, however it is said" {
	# strip = true would take the module's name along, by which lind-boot finds it.
	crate app '[profile.small]\ninherits = "release"\nopt-level = "s"\nstrip = true\n'
	cd app
	fails_with 0 compile
	echo 'fn main() { println!("new"); }' >src/main.rs
	fails_with 0 compile --profile small
	prints new target/*/small/lind/app.wasm
	run -0 "$HELPERS/lind-rust-inspect" --check --runtime=standin target/*/small/lind/app.wasm
	says_not "no-module-name"
	fails_with 0 compile --profile=release
	prints new target/*/release/lind/app.wasm
	fails_with 0 compile -r --message-format=json
	says '"reason":"lind-program"'
	prints app target/*/debug/lind/app.wasm
}

@test "B3: target directories by option, environment and settings, and that of a workspace" {
	crate ws/app
	printf '[workspace]\nmembers = ["app"]\nresolver = "2"\n' >ws/Cargo.toml
	cd ws/app
	fails_with 0 compile
	prints app ../target/*/debug/lind/app.wasm
	fails_with 0 compile --target-dir "../one dir"
	prints app ../one\ dir/*/debug/lind/app.wasm
	CARGO_TARGET_DIR=../two fails_with 0 compile
	prints app ../two/*/debug/lind/app.wasm
	CARGO_BUILD_TARGET_DIR=../three fails_with 0 compile
	prints app ../three/*/debug/lind/app.wasm
	mkdir ../.cargo
	printf '[build]\ntarget-dir = "four"\n' >../.cargo/config.toml
	cd ../..
	fails_with 0 compile --manifest-path ws/app/Cargo.toml --config 'build.target-dir="five"'
	prints app five/*/debug/lind/app.wasm
	cd ws
	fails_with 0 compile
	prints app four/*/debug/lind/app.wasm
}

@test "B4: what is finished is what cargo built now: no stale, no other's; names with deps and spaces" {
	pseudo_lind
	mkdir "my deps"
	crate "my deps/app" '[[bin]]\nname = "old"\npath = "src/main.rs"\n[package.metadata.lind]\ncheck = "off"\n'
	cd "my deps/app"
	mkdir examples
	cp src/main.rs examples/extra.rs
	fails_with 0 compile --lind-root "$root"
	same "$root/lindfs/old.cwasm" "$(find "$root/lindfs" -type f)"
	sed -i 's/"old"/"new"/' Cargo.toml
	rm "$root/lindfs/old.cwasm"
	fails_with 0 compile --lind-root "$root" --output-dir grates
	says "in lindfs: /grates/new.cwasm"
	same "$root/lindfs/grates/new.cwasm" "$(find "$root/lindfs" -type f)"
	fails_with 0 compile --lind-root "$root" --example extra
	[ -e "$root/lindfs/extra.cwasm" ]
	same 2 "$(find "$root/lindfs" -type f | wc -l)"
}

@test "B5: cargo's own file stays as cargo wrote it, and the second run does nothing again" {
	pseudo_lind
	crate app '[package.metadata.lind]\ncheck = "off"\n'
	cd app
	fails_with 0 compile --lind-root "$root"
	before=$(stat -c '%Y %s %i' target/*/debug/app.wasm target/*/debug/deps/app-*.wasm target/*/debug/lind/app.wasm target/*/debug/app.cwasm)
	run -0 "$HELPERS/lind-rust-inspect" target/*/debug/app.wasm
	says_not asyncify_start_unwind
	fails_with 0 compile --lind-root "$root"
	same "$before" "$(stat -c '%Y %s %i' target/*/debug/app.wasm target/*/debug/deps/app-*.wasm target/*/debug/lind/app.wasm target/*/debug/app.cwasm)"
	same 1 "$(wc -l <"$root/boot.log")"
	# Another lind-boot precompiles again.
	echo '# newer' >>"$root/build/lind-boot"
	fails_with 0 compile --lind-root "$root"
	same 2 "$(wc -l <"$root/boot.log")"
}

@test "B6: no export that is not there; a grate has its entry" {
	crate app
	cd app
	fails_with 0 compile
	run -0 "$HELPERS/lind-rust-inspect" target/*/debug/lind/app.wasm
	says_not pass_fptr_to_wt
	fails_with 101 compile --grate
	says pass_fptr_to_wt
	printf '#[no_mangle]\npub extern "C" fn pass_fptr_to_wt(_: u64, _: u64, _: u64, _: u64, _: u64, _: u64, _: u64, _: u64, _: u64, _: u64, _: u64, _: u64, _: u64, _: u64) -> i32 { 0 }\nfn main() {}\n' \
		>src/main.rs
	printf '[package.metadata.lind]\ncheck = "off"\ngrate = true\n' >>Cargo.toml
	fails_with 0 compile
	run -0 "$HELPERS/lind-rust-inspect" target/*/debug/lind/app.wasm
	says pass_fptr_to_wt
	# Upstream's users say nothing of it: a grate's entry that is there is exported.
	sed -i /^grate/d Cargo.toml
	fails_with 0 compile --print-cmd
	[[ $output =~ lind-rust-opt\'?\ --runtime=standin ]]
	says " --grate "
	run -0 "$HELPERS/lind-rust-inspect" target/*/debug/lind/app.wasm
	says pass_fptr_to_wt
}

@test "B7: threads and thread-locals work" {
	crate app
	cd app
	cat >src/main.rs <<-END
		use std::cell::Cell;
		thread_local!(static N: Cell<u32> = const { Cell::new(1) });
		fn main() {
		    N.set(2);
		    let other = std::thread::spawn(|| N.get()).join().unwrap();
		    println!("{} {other}", N.get());
		}
	END
	fails_with 0 compile
	prints "2 1" target/*/debug/lind/app.wasm
}

@test "B8: RUSTFLAGS of the environment cannot take lind's flags away, and that is said" {
	crate app
	cd app
	RUSTFLAGS="-Ctarget-cpu=generic" CARGO_ENCODED_RUSTFLAGS="-Copt-level=0" fails_with 0 compile
	says "RUSTFLAGS of the environment is not used"
	says "[package.metadata.lind]"
	prints app target/*/debug/lind/app.wasm
	fails_with 0 compile
	says_not RUSTFLAGS
	printf '[package.metadata.lind]\nrustflags = ["--cfg", "fast"]\n' >>Cargo.toml
	echo '#![allow(unexpected_cfgs)] fn main() { println!("{}", cfg!(fast)); }' >src/main.rs
	fails_with 0 compile
	prints true target/*/debug/lind/app.wasm
}

@test "B9: lind-wasm is found as upstream's scripts find it, and that is said" {
	pseudo_lind
	crate app '[package.metadata.lind]\ncheck = "off"\n'
	cd app
	cat >"$root/scripts/bin/lind_compile" <<<'#!/bin/sh'
	cp "$root/scripts/bin/lind_compile" "$root/scripts/bin/wasip1-clang.sh"
	chmod +x "$root"/scripts/bin/*
	LIND_COMPILE_BIN="$root/scripts/bin/lind_compile" fails_with 0 compile
	says "LIND_WASM_ROOT is not set: '$root' is used, by LIND_COMPILE_BIN"
	says "LIND_COMPILE_BIN is not needed any more and has no effect"
	[ -e "$root/lindfs/app.cwasm" ]
	LIND_WASM_LINKER="$root/scripts/bin/wasip1-clang.sh" fails_with 0 compile
	says "'$root' is used, by LIND_WASM_LINKER"
	says "LIND_WASM_LINKER is not needed any more"
	PATH="$root/scripts/bin:$PATH" fails_with 0 compile
	says "'$root' is used, by lind_compile along PATH"
	ln -s "$root" "$HOME/lind-wasm"
	fails_with 0 compile
	says "'$HOME/lind-wasm' is used, by HOME"
	LIND_WASM_ROOT="$root" fails_with 0 compile
	says_not "is not set"
	fails_with 0 compile -q
	same "" "$output"
	rm "$HOME/lind-wasm"
	fails_with 0 compile
	says "LIND_WASM_ROOT is not set: programs are built for the stand-in"
	LIND_WASM_ROOT="$HOME/nothing" fails_with 1 compile
	says "LIND_WASM_ROOT: '$HOME/nothing' is not a directory"
	rm -r "$root/build/sysroot/include"
	LIND_WASM_ROOT="$root" fails_with 1 compile
	says "the sysroot has no '$root/build/sysroot/include': it is half built"
	says "make sysroot"
}

@test "B9: the toolchain is the one that is named" {
	crate app
	cd app
	LIND_RUST_TOOLCHAIN=no-such fails_with 1 compile
	says "there is no toolchain 'no-such'"
	fails_with 1 compile +no-such
	says "there is no toolchain 'no-such'"
	[[ $output == *"rustup toolchain install no-such --component rust-src"* || $output == *"there is no rustup"* ]]
	fails_with 1 compile --toolchain no-such
	says "there is no toolchain 'no-such'"
}

@test "B10: C code in a crate's build script is compiled for lind" {
	crate app '[build-dependencies]\ncc = { path = "../cc" }\n'
	cp -r "$LIND_RUST_SOURCE/examples/c-in-rust/vendor/cc" cc
	cd app
	echo 'fn main() { cc::Build::new().file("half.c").compile("half"); }' >build.rs
	echo 'int half(int n) { return n / 2; }' >half.c
	echo 'extern "C" { fn half(n: i32) -> i32; } fn main() { println!("{}", unsafe { half(42) }); }' >src/main.rs
	CC=false CFLAGS=--nonsense fails_with 0 compile
	prints 21 target/*/debug/lind/app.wasm
}

@test "C++ in a crate's build script is compiled for lind, without its library" {
	crate app '[build-dependencies]\ncc = { path = "../cc" }\n'
	cp -r "$LIND_RUST_SOURCE/examples/c-in-rust/vendor/cc" cc
	cd app
	cat >build.rs <<-'EOT'
		fn main() {
			let cxx = std::env::var("CXX_wasm32_lind").unwrap();
			std::env::set_var("CC_wasm32_lind", cxx);
			assert_eq!(std::env::var("CXXSTDLIB_wasm32_lind").unwrap(), "");
			cc::Build::new().file("half.cpp").compile("half");
		}
	EOT
	echo 'template <class T> T halved(T n) { return n / 2; } extern "C" int half(int n) { return halved(n); }' >half.cpp
	echo 'extern "C" { fn half(n: i32) -> i32; } fn main() { println!("{}", unsafe { half(42) }); }' >src/main.rs
	CXX=false fails_with 0 compile
	prints 21 target/*/debug/lind/app.wasm
}

@test "a library that cannot be is answered with what can; tests of a proc-macro are not lind's" {
	crate app
	cd app
	mv src/main.rs src/lib.rs
	printf '[lib]\ncrate-type = ["cdylib"]\n' >>Cargo.toml
	fails_with 101 compile
	says "package 'app' is a shared library alone: 'cargo lind_compile --cdylib' builds shared libraries; crate-type = [\"rlib\"] beside 'cdylib' serves programs"
	fails_with 0 compile --bins
	sed -i 's/crate-type.*/proc-macro = true/' Cargo.toml
	echo '#[test] fn never() { panic!(); }' >src/lib.rs
	fails_with 0 "$HELPERS/cargo-lind_test"
	says "the tests of 'app' are not run: it is a part of the compiler"
	fails_with 0 "$HELPERS/cargo-lind_test" --quiet
	same "" "$output"
}

@test "a dependency from git; directories that are not ASCII, in a plain C locale" {
	local tool=$HELPERS/lind-rust-config
	crate word
	echo 'pub fn word() -> &'"'"'static str { "fetched" }' >word/src/lib.rs
	rm word/src/main.rs
	git -C word init -q
	git -C word add .
	git -C word -c user.name=n -c user.email=e commit -qm one
	git -C word tag v1
	crate 'größe' "[dependencies]\nword = { git = \"file://$PWD/word\", tag = \"v1\" }\n"
	cd größe
	sed -i 's/größe/app/' Cargo.toml
	echo 'fn main() { println!("{}", word::word()); }' >src/main.rs
	# std's own crates may come from the user's registry; what is fetched here is not left there.
	"$HELPERS/lind-rust-std" --quiet
	export LC_ALL=C CARGO_HOME=$BATS_TEST_TMPDIR/cargo
	cargo=$("$tool" tools --format sh | sed -n "s/^LIND_RUST_CARGO='\(.*\)'/\1/p")
	CARGO_NET_OFFLINE=false "$cargo" fetch || skip "this cargo cannot fetch from git"
	fails_with 0 compile --locked --offline
	prints fetched target/*/debug/lind/app.wasm
}

@test "B11: settings reach their tools, commands can be seen, and a dry run makes nothing" {
	pseudo_lind
	crate app '[package.metadata.lind]\nstack-size = "2M"\nmax-memory = "128M"\nopt-level = 3\ncheck = "off"\n'
	cd app
	export LIND_WASM_ROOT=$root
	fails_with 0 compile --dry-run --fpcast-emu
	[[ $output =~ lind-rust-config\'?\ cargo ]]
	says "--stack-size=2097152"
	says "--max-memory=134217728"
	says "cargo build"
	[ ! -e target ]
	fails_with 0 compile --print-cmd --fpcast-emu
	[[ $output =~ lind-rust-opt\'?\ --runtime=lind ]]
	says " --fpcast "
	says "--opt-level=3"
	says "--precompile"
	grep -e --fpcast-emu "$root/opt.log"
	fails_with 0 compile --no-precompile --output-dir /raw/
	[ -e "$root/lindfs/raw/app.wasm" ]
	fails_with 0 compile
	says_not lind-rust-opt
}

@test "B12: the link is lind's: shared memory of the given size, by a linker that rustc takes for a driver" {
	crate app '[package.metadata.lind]\nmax-memory = "128M"\n'
	cd app
	fails_with 0 compile
	run -0 "$HELPERS/lind-rust-inspect" target/*/debug/lind/app.wasm
	says shared
	says 2048
	grep -q 'linker = ".*-clang"' target/lind-rust/*.toml
}

@test "settings that lind-wasm's documentation asks for: build-std is refused, the others do no harm" {
	crate app
	cd app
	mkdir .cargo
	printf '[build]\ntarget = "wasm32-wasip1"\n[target.wasm32-wasip1]\nlinker = "/no/wasip1-clang.sh"\n' >.cargo/config.toml
	fails_with 0 compile
	says_not build-std
	prints app target/wasm32-lind/debug/lind/app.wasm
	printf '[unstable]\nbuild-std = ["std", "panic_abort"]\n' >>.cargo/config.toml
	fails_with 1 compile
	says "'$PWD/.cargo/config.toml' sets unstable.build-std: std is built by lind-rust already"
	says "remove it there"
}

@test "quiet unless asked: cargo's own words, and one line for each program" {
	crate app
	cd app
	fails_with 0 compile -q
	same "" "$output"
	fails_with 0 compile -v
	says "+ "
	says "Fresh app"
	# Nor do long steps say how long they take.
	pseudo_lind
	sed -i "2i echo \"progress=\$LIND_RUST_PROGRESS\" >>'$root/opt.log'" "$root/tools/binaryen/bin/wasm-opt"
	printf '[package.metadata.lind]\ncheck = "off"\n' >>Cargo.toml
	fails_with 0 compile -q --lind-root "$root"
	grep -qx progress=0 "$root/opt.log"
	echo 'fn main() {}' >src/main.rs
	LIND_RUST_PROGRESS=3 fails_with 0 compile -q --lind-root "$root"
	grep -qx progress=3 "$root/opt.log"
}

@test "a package that is a shared library alone: cargo's error has a cure" {
	mkdir -p "$BATS_TEST_TMPDIR/only/src"
	cd "$BATS_TEST_TMPDIR/only"
	printf '[package]\nname = "only"\nversion = "0.1.0"\nedition = "2021"\n[lib]\ncrate-type = ["cdylib"]\n' >Cargo.toml
	echo 'pub fn f() {}' >src/lib.rs
	fails_with 101 "$HELPERS/cargo-lind_compile" -q --linkage static
	says "'cargo lind_compile --cdylib' builds shared libraries"
	# A mistake is one.
	printf 'crate-type = ["cdylib", "rlib"]\n' | cat <(sed '/crate-type/d' Cargo.toml) - >new && mv new Cargo.toml
	echo 'mistake' >src/lib.rs
	fails_with 101 "$HELPERS/cargo-lind_compile" -q --linkage static
	says_not "--cdylib"
}
