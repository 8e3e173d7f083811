#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# The same sources give the same bytes: in another directory, for another user, at another time.

load ../lib

setup() {
	export LIND_RUST_PREFIX="$LIND_RUST_BUILD_TREE"
	"$HELPERS/lind-rust-config" tools --need rustc,cargo,rust-src,clang,wasm-opt,sysroot > /dev/null 2>&1 ||
		skip "tools are missing"
	std=$("$HELPERS/lind-rust-std")
	export LIND_RUST_MK=${LIND_RUST_SOURCE// /\\ }/make/lind-rust.mk
	unset LIND_RUST LIND_RUST_BUILD
}

# project DIR: a program of Rust with a crate beside its package and C; a program of C with a Rust library. All of them
# have the names of their files in them.
project() {
	mkdir -p "$1/app/src" "$1/beside/src" "$1/c"
	cd "$1"
	cat > app/Cargo.toml <<-'EOT'
		[package]
		name = "app"
		version = "0.1.0"
		edition = "2021"
		[dependencies]
		beside = { path = "../beside" }
	EOT
	# One workspace: of a package outside of it cargo hashes the whole path into the names of functions.
	printf '[workspace]\nresolver = "2"\nmembers = ["app", "beside"]\n' > Cargo.toml
	cat > app/src/main.rs <<-'EOT'
		mod made { include!(concat!(env!("OUT_DIR"), "/made.rs")); }
		extern "C" { fn where_c() -> *const std::ffi::c_char; }
		fn main() {
		    let c = unsafe { std::ffi::CStr::from_ptr(where_c()) };
		    println!("{} {} {} {}", file!(), made::file(), beside::place(std::env::args().count()), c.to_str().unwrap());
		}
	EOT
	cat > app/build.rs <<-'EOT'
		fn main() {
		    let out = std::env::var("OUT_DIR").unwrap();
		    std::fs::write(out + "/made.rs", "pub fn file() -> usize { file!().len() / 1000 }").unwrap();
		}
	EOT
	printf '[package]\nname = "beside"\nversion = "0.1.0"\nedition = "2021"\n[lib]\ncrate-type = ["rlib", "staticlib"]\n' > beside/Cargo.toml
	cat > beside/src/lib.rs <<-'EOT'
		pub fn place(n: usize) -> String { assert!(n < 9, "too many"); file!().into() }
		#[no_mangle] pub extern "C" fn beside_place(n: usize) -> usize { place(n).len() }
	EOT
	cat > c/where.c <<-'EOT'
		const char *where_c(void) { return __FILE__; }
	EOT
	cat > c/main.c <<-'EOT'
		#include <assert.h>
		#include <stdio.h>
		unsigned long beside_place(unsigned long n);
		int main(int argc, char **argv) { assert(argc < 9); printf("%s %lu\n", __FILE__, beside_place(argc)); return 0; }
	EOT
	cat > CMakeLists.txt <<-'EOT'
		cmake_minimum_required(VERSION 3.20)
		project(same LANGUAGES C)
		find_package(LindRust REQUIRED)
		add_library(where STATIC c/where.c)
		add_lind_rust_crate(app MANIFEST_PATH app/Cargo.toml LINK_LIBRARIES where OFFLINE)
		add_lind_rust_crate(beside MANIFEST_PATH beside/Cargo.toml OFFLINE)
		add_executable(main c/main.c)
		target_link_libraries(main PRIVATE beside)
		lind_rust_program(main)
	EOT
	cat > Makefile <<-'EOT'
		include $(LIND_RUST_MK)
		where_SOURCES := c/where.c
		$(eval $(call add_lind_library,where))
		app_MANIFEST := app/Cargo.toml
		app_LIBS := where
		app_OFFLINE := ON
		$(eval $(call add_lind_rust_crate,app))
		all: $(app_PROGRAM)
	EOT
}

# user NAME: a home with a cache of its own, which has the one std: it takes a minute.
user() {
	home="$BATS_TEST_TMPDIR/home of $1"
	cache="$home/cache"
	mkdir -p "$cache/std"
	cp -a "$std" "$cache/std"
}

# as_user COMMAND...
as_user() {
	HOME="$home" CARGO_HOME="$home/.cargo" LIND_RUST_CACHE="$cache" "$@" >> "$BATS_TEST_TMPDIR/log" 2>&1 || {
		cat "$BATS_TEST_TMPDIR/log"
		return 1
	}
}

by_cmake() {
	as_user cmake -S . -B "$1" -G Ninja --toolchain "$LIND_RUST_SOURCE/cmake/LindRustToolchain.cmake" -DCMAKE_BUILD_TYPE=Release
	as_user cmake --build "$1"
}

@test "by CMake: two directories, two users with homes and caches of their own, two umasks and languages" {
	local one="$BATS_TEST_TMPDIR/one" two="$BATS_TEST_TMPDIR/a longer name/two" file
	user one
	project "$one"
	by_cmake build
	user another
	project "$two"
	umask 077
	LC_ALL=C TZ=Asia/Tokyo by_cmake ../out
	for file in raw/app.wasm app.wasm linked/main.wasm main.wasm; do
		cmp "$one/build/lind-rust/$file" "$two/../out/lind-rust/$file"
	done
	# Neither directory is in there, and the names that are can be found in the sources.
	run -1 grep -laF "$BATS_TEST_TMPDIR" "$one"/build/lind-rust/*.wasm
	grep -qa 'beside/src/lib.rs' "$one/build/lind-rust/app.wasm"
	grep -qa 'c/where.c' "$one/build/lind-rust/app.wasm"
	run "$HELPERS/lind-rust-inspect" "$one/build/lind-rust/app.wasm"
	says "named 'app.wasm'"
}

@test "by make: two directories and two users; debug information still names the sources" {
	local one="$BATS_TEST_TMPDIR/one" two="$BATS_TEST_TMPDIR/another"
	user one
	project "$one"
	as_user make -j2
	user another
	project "$two"
	as_user make -j2
	cmp "$one/build/app.wasm" "$two/build/app.wasm"
	run -1 grep -laF "$BATS_TEST_TMPDIR" "$one/build/app.wasm"
	as_user make LIND_RUST_BUILD=debug LIND_RUST_PROFILE=dev
	# A debugger finds the sources by this.
	grep -qaF "$two" debug/raw/app.wasm
}

@test "by cargo lind_compile: two directories and two users, a source that a build script wrote" {
	# An older one keeps the directory of a source that has no shorter name; security(7) says so.
	rustc=$("$HELPERS/lind-rust-config" tools --format sh | sed -n "s/^LIND_RUST_RUSTC='\(.*\)'/\1/p")
	"$rustc" --remap-path-scope=macro -vV >/dev/null 2>&1 || skip "this rustc cannot map names in panic messages alone"
	local one="$BATS_TEST_TMPDIR/one" two="$BATS_TEST_TMPDIR/a longer name/two" dir
	for dir in "$one" "$two"; do
		user "of $(basename "$dir")"
		project "$dir"
		sed -i '/where_c\|CStr/d; s/, c.to_str().unwrap()//; s/{} {} {} {}/{} {} {}/' app/src/main.rs
		sed -i 's/usize { file!().len() \/ 1000 }/\&'"'"'static str { file!() }/' app/build.rs
		as_user "$HELPERS/cargo-lind_compile" --release --offline --no-precompile
	done
	cmp "$one/target/wasm32-lind/release/app.wasm" "$two/target/wasm32-lind/release/app.wasm"
	run -1 grep -laF "$BATS_TEST_TMPDIR" "$one/target/wasm32-lind/release/app.wasm"
	grep -qa '/build/wasm32-lind/release/build/app-[0-9a-f]*/out/made.rs' "$one/target/wasm32-lind/release/app.wasm"
}
