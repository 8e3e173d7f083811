# SPDX-License-Identifier: Apache-2.0
# The projects that are measured, all generated below $WORK, and how lind-rust builds them.

# Nothing that the caller has set changes a build, but which tools are used: those are the same for all sides.
settle_environment() {
	local name
	LIND=${LIND_WASM_ROOT-}
	CORROSION=${LIND_RUST_BENCH_CORROSION-}
	unset LIND_WASM_ROOT RUSTFLAGS CARGO_ENCODED_RUSTFLAGS CARGO_TARGET_DIR CARGO_BUILD_TARGET CARGO_BUILD_JOBS
	unset CARGO_INCREMENTAL RUSTC RUSTC_WRAPPER CC CFLAGS CPPFLAGS LDFLAGS MAKEFLAGS MFLAGS MAKELEVEL SYSROOT
	unset CMAKE_GENERATOR CMAKE_TOOLCHAIN_FILE CMAKE_BUILD_TYPE CMAKE_PREFIX_PATH DESTDIR V
	read_tools 'RUSTC|CARGO|SRC|CLANG|WASM_OPT|SYSROOT' --need=rustc,cargo,rust-src,wasm-opt,clang || return
	for name in ${!LIND_RUST_*}; do
		unset "$name"
	done
	export LIND_RUST_PREFIX=$BUILD LIND_RUST_CACHE=$BENCH/cache CARGO_NET_OFFLINE=true
	export LIND_RUST_RUSTC=$RUSTC LIND_RUST_SRC=$SRC LIND_RUST_CLANG=$CLANG
	STOCK_WASM_OPT=$WASM_OPT
	make_shims
}

# read_tools NAMES ARGUMENTS...: what lind-rust uses, as $RUSTC and so on
read_tools() {
	local tools
	tools=$("$BUILD/bin/lind-rust-config" tools --format=sh "${@:2}") || return
	eval "$(sed -nE "s/^LIND_RUST_($1)=/\\1=/p" <<<"$tools")"
}

# ---- Crates ----

# package DIRECTORY NAME [LINES OF Cargo.toml]
package() {
	mkdir -p "$1/src"
	printf '[package]\nname = "%s"\nversion = "0.1.0"\nedition = "2021"\n%b' "$2" "${3-}" >"$1/Cargo.toml"
	printf 'version = 3\n\n[[package]]\nname = "%s"\nversion = "0.1.0"\n' "$2" >"$1/Cargo.lock"
}

# library DIRECTORY NAME: a static library with one function for C
library() {
	package "$1" "$2" '[lib]\ncrate-type = ["staticlib"]\n'
	printf '#[no_mangle]\npub extern "C" fn %s(n: i32) -> usize {\n    let v: Vec<i32> = (0..n).collect();\n' "$2" \
		>"$1/src/lib.rs"
	printf '    println!("%s {v:?}");\n    v.len()\n}\n' "$2" >>"$1/src/lib.rs"
}

# program DIRECTORY NAME NUMBER: a small program, of which no two are the same: a map, a thread, text
program() {
	package "$1" "$2"
	cat >"$1/src/main.rs" <<-END
		use std::collections::HashMap;
		mod edit;
		fn main() {
		    let n: u64 = std::env::args().nth(1).and_then(|word| word.parse().ok()).unwrap_or(1000);
		    let counted = std::thread::spawn(move || {
		        let mut seen = HashMap::new();
		        for i in 0..n {
		            *seen.entry(i * ${3}1 % 97).or_insert(0u64) += i ^ edit::EDIT;
		        }
		        let mut pairs: Vec<_> = seen.into_iter().collect();
		        pairs.sort();
		        pairs
		    });
		    let pairs = counted.join().unwrap();
		    println!("$2 {} {:?}", edit::EDIT, &pairs[..pairs.len().min(3)]);
		}
	END
	edit "$1"
}

# edit DIRECTORY: a change that no cache has seen
edit() {
	EDITS=$((${EDITS:-0} + 1))
	echo "pub const EDIT: u64 = $((${EPOCHREALTIME/./} * 1000 + EDITS % 1000));" >"$1/src/edit.rs"
}

# hello DIRECTORY
hello() {
	package "$1" hello
	printf 'mod edit;\nfn main() {\n    println!("hello {}", edit::EDIT);\n}\n' >"$1/src/main.rs"
	edit "$1"
}

# many DIRECTORY N: a workspace of N crates; every fifth is a program
many() {
	local i members=
	mkdir -p "$1"
	printf 'version = 3\n' >"$1/Cargo.lock"
	for ((i = 1; i <= $2; i++)); do
		if ((i % 5)); then library "$1/c$i" "c$i"; else program "$1/c$i" "c$i" "$i"; fi
		rm "$1/c$i/Cargo.lock"
		members+="\"c$i\", "
		printf '\n[[package]]\nname = "c%s"\nversion = "0.1.0"\n' "$i" >>"$1/Cargo.lock"
	done
	printf '[workspace]\nresolver = "2"\nmembers = [%s]\n' "$members" >"$1/Cargo.toml"
}

# ---- Built by lind-rust ----

# cmake_lists DIRECTORY LINES...
cmake_lists() {
	{
		echo "cmake_minimum_required(VERSION 3.20...4.0)"
		echo "project(bench LANGUAGES NONE)"
		echo "find_package(LindRust REQUIRED)"
		printf '%s\n' "${@:2}"
	} >"$1/CMakeLists.txt"
}

# configure SOURCE BUILD [GENERATOR [ARGUMENTS...]]
configure() {
	cmake -S "$1" -B "$2" -G "${3:-Ninja}" -DCMAKE_PREFIX_PATH="$SOURCE" "${@:4}"
}

# many_lists DIRECTORY N: for CMake and for make
many_lists() {
	local i
	cmake_lists "$1" "foreach(i RANGE 1 $2)" '  add_lind_rust_crate(c${i} PACKAGE c${i})' 'endforeach()'
	{
		echo "include $SOURCE/make/lind-rust.mk"
		for ((i = 1; i <= $2; i++)); do
			printf 'c%s_PACKAGE := c%s\n$(eval $(call add_lind_rust_crate,c%s))\n' "$i" "$i" "$i"
			if ((i % 5)); then echo "all: \$(c${i}_LIBRARY)"; else echo "all: \$(c${i}_PROGRAM)"; fi
		done
	} >"$1/Makefile"
}

# only_std: what is left in the cache; results of wasm-opt and lind-boot are not
only_std() {
	find "$LIND_RUST_CACHE" -mindepth 1 -maxdepth 1 ! -name std ! -name compat ! -name overlay -exec rm -rf {} +
}

# on_lind: what follows in this row is for a real lind
on_lind() {
	export LIND_WASM_ROOT=$LIND
	unset LIND_RUST_WASM_OPT
	read_tools 'WASM_OPT|LIND_BOOT|LINDFS|SYSROOT' --need=wasm-opt,lind-boot || stop "no lind at $LIND"
}

# have_std: builds std into the cache where it is not there
have_std() {
	"$BUILD/bin/lind-rust-std" --quiet "$@"
}

# make_shims: a cargo and a wasm-opt that write a line to $STARTS when they start. They lie in one place and are used
# wherever lind-rust builds: std is kept by the place of its cargo.
make_shims() {
	local tool real shims=$BENCH/shims
	mkdir -p "$shims"
	for tool in cargo wasm-opt; do
		real=$CARGO
		[ $tool = cargo ] || real=$WASM_OPT
		printf '#!/bin/sh\nprintf "%%s\\n" "%s $*" >>"$STARTS"\nexec "%s" "$@"\n' "$tool" "$real" >"$shims/new"
		cmp -s "$shims/new" "$shims/$tool" || { chmod +x "$shims/new" && mv "$shims/new" "$shims/$tool"; }
	done
	export STARTS=/dev/null LIND_RUST_CARGO=$shims/cargo LIND_RUST_WASM_OPT=$shims/wasm-opt
}

# count_starts: from here on
count_starts() {
	STARTS=$PWD/starts
	: >"$STARTS"
}

# starts TOOL: how often since the file was emptied. Questions for versions make nothing.
starts() {
	grep "^$1 " "$STARTS" | grep -cv -e ' -V$' -e '--version$' -e '--help$'
}

# edges BUILD: the commands of a Ninja build
edges() {
	ninja -C "$1" -t commands | grep -vc '^ninja: '
}

# steps BUILD NAME: how long each step of that program took the last time, by Ninja's own log
steps() {
	awk -F'\t' -v name="$2" '
		function show(what, ending,    file) {
			file = "lind-rust/" ending
			if (file in took)
				text = text (text ? ", " : "") sprintf("%s %.2f s", what, took[file] / 1000)
		}
		{ took[$4] = $2 - $1 }
		END {
			show("cargo", "raw/" name ".wasm")
			show("opt", name ".wasm")
			show("precompile", name ".cwasm")
			print text
		}' "$1/.ninja_log"
}
