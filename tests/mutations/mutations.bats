#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# Every kind of edit, on every front end: what cargo would rebuild is rebuilt, once; a crate beside it is not; and the
# build after it starts no tool at all.

load ../lib
load ../cmake/project

setup() {
	# Of their own: their times change.
	mkdir "$BATS_TEST_TMPDIR/prefix"
	cp -a "$LIND_RUST_BUILD_TREE/bin" "$LIND_RUST_BUILD_TREE/libexec" "$LIND_RUST_BUILD_TREE/share" \
		"$LIND_RUST_BUILD_TREE/lib" "$LIND_RUST_BUILD_TREE/include" "$BATS_TEST_TMPDIR/prefix"
	export LIND_RUST_PREFIX=$BATS_TEST_TMPDIR/prefix
	own_tools
	remembers=
	brief=
	P="$BATS_TEST_TMPDIR/project"
	B="$BATS_TEST_TMPDIR/build"
	mkdir "$P"
	cd "$P"
	sources
}

# The tools, by scripts that log their starts.
own_tools() {
	local tool variable
	export LOG=$BATS_TEST_TMPDIR/log
	mkdir "$BATS_TEST_TMPDIR/tools"
	# One toolchain is one: with cargo its rustc is named, and with clang what is looked for beside it.
	export LIND_RUST_RUSTC=$(tool_path RUSTC) LIND_RUST_AR=$(tool_path AR) LIND_RUST_WASM_LD=$(tool_path WASM_LD)
	for tool in cargo clang wasm-opt; do
		variable=LIND_RUST_$(tr a-z- A-Z_ <<<$tool)
		printf '#!/bin/sh\necho %s "$1" >>"$LOG"\nexec "%s" "$@"\n' $tool "$(tool_path "${variable#LIND_RUST_}")" \
			>"$BATS_TEST_TMPDIR/tools/$tool"
		chmod +x "$BATS_TEST_TMPDIR/tools/$tool"
		export "$variable=$BATS_TEST_TMPDIR/tools/$tool"
	done
}

# package NAME [LINES...]: in its own directory of the workspace.
package() {
	local name=$1
	shift
	mkdir -p "$name/src"
	{
		printf '[package]\nname = "%s"\nversion = "0.1.0"\nedition = "2021"\n' "$name"
		printf '%s\n' "$@"
	} >"$name/Cargo.toml"
}

# A workspace of two programs, one of which depends on a package of each kind.
sources() {
	printf '[workspace]\nresolver = "2"\nmembers = ["app", "other", "dep", "macros", "tool", "plain"]\n' >Cargo.toml
	package app '[dependencies]' 'dep = { path = "../dep" }' 'macros = { path = "../macros" }' \
		'plain = { path = "../plain" }' '[build-dependencies]' 'tool = { path = "../tool" }'
	package other
	package dep
	package macros '[lib]' 'proc-macro = true'
	package tool
	package plain
	echo 'pub fn dep() -> u32 { 1 }' >dep/src/lib.rs
	echo 'pub fn tool() -> u32 { 1 }' >tool/src/lib.rs
	echo 'pub fn plain() -> u32 { 1 }' >plain/src/lib.rs
	echo 'fn main() {}' >plain/build.rs
	echo '#[proc_macro] pub fn number(_: proc_macro::TokenStream) -> proc_macro::TokenStream { "1".parse().unwrap() }' \
		>macros/src/lib.rs
	mkdir app/watched
	echo 1 | tee app/text.txt app/watched.txt app/watched/file >plain/data
	cat >app/build.rs <<-'END'
		fn main() {
		    println!("cargo:rerun-if-changed=watched.txt\ncargo:rerun-if-changed=watched");
		    println!("cargo:rerun-if-env-changed=BUILD_WORD\ncargo:rustc-env=TOOL={}", tool::tool());
		    println!("cargo:rustc-env=FILES={}", std::fs::read_dir("watched").unwrap().count());
		}
	END
	cat >app/src/main.rs <<-'END'
		fn main() {
		    let word = (include_str!("../text.txt"), env!("WORD"), env!("TOOL"), macros::number!());
		    std::process::exit((dep::dep() + plain::plain()) as i32 + word.0.len() as i32 + word.1.len() as i32);
		}
	END
	echo 'fn main() {}' >other/src/main.rs
}

cmake_lists() {
	front=CMakeLists.txt
	memory='/(app /s/)$/ MAX_MEMORY 32M)/'
	rustflags='/(app /s/)$/ RUSTFLAGS --cfg=more)/'
	cat >$front <<-'END'
		cmake_minimum_required(VERSION 3.20...4.0)
		project(mutations LANGUAGES NONE)
		find_package(LindRust REQUIRED)
		add_lind_rust_crate(app MANIFEST_PATH app/Cargo.toml PROFILE dev OPT_LEVEL 0 ENV WORD=a BUILD_WORD=a)
		add_lind_rust_crate(other MANIFEST_PATH other/Cargo.toml PROFILE dev OPT_LEVEL 0 ENV WORD=a BUILD_WORD=a)
	END
	configure
}

makefile() {
	front=Makefile
	memory='/^app_ENV/s/^/app_MAX_MEMORY := 32M\n/'
	rustflags='/^app_ENV/s/^/app_RUSTFLAGS := --cfg=more\n/'
	cat >$front <<-END
		include ${LIND_RUST_SOURCE// /\\ }/make/lind-rust.mk
		LIND_RUST_PROFILE := dev
		app_MANIFEST := app/Cargo.toml
		app_OPT_LEVEL := 0
		app_ENV := WORD=a BUILD_WORD=a
		\$(eval \$(call add_lind_rust_crate,app))
		other_MANIFEST := other/Cargo.toml
		other_OPT_LEVEL := 0
		other_ENV := WORD=a BUILD_WORD=a
		\$(eval \$(call add_lind_rust_crate,other))
		.DEFAULT_GOAL := all
		all: \$(app_PROGRAM) \$(other_PROGRAM)
	END
	build() {
		run make -j2
		[ "$status" -eq 0 ] || {
			echo "$output"
			return 1
		}
	}
}

# What was started, without questions of what a tool is.
log() {
	grep -v -e ' -V$' -e ' --version$' -e ' --help$' -e ' metadata$' "$LOG" | cut -d' ' -f1 | sort -u | xargs
}

# edit WHAT RESULT COMMAND...: behind the edit, RESULT is what is done:
#   app      cargo compiles app (or what it depends on), and nothing of the other program
#   both     cargo compiles both
#   looks    cargo is asked, and finds nothing to do
#   known    cargo has what it built before for these very sources
#   opts     the opt pass alone
#   nothing  not a tool is started
edit() {
	local what=$1 result=$2 compiled
	shift 2
	[ -z "$brief" ] || [[ "$what" =~ ^($brief)$ ]] || return 0
	# The clock that mtimes are taken from has ticks.
	sleep 0.02
	eval "$*"
	: >"$LOG"
	build
	# "Compiling NAME v0.1.0": of two cargos at once a line may be written into another's.
	compiled=$(grep -oE '[a-z]+ v0\.1\.0' <<<"$output" | sed 's/^/Compiling /; s/ v.*//' | sort -u | xargs)
	case $result in
	app) [[ "$compiled" == *"Compiling app"* && "$compiled" != *other* ]] ;;
	both) [[ "$compiled" == *"Compiling app"* && "$compiled" == *"Compiling other"* ]] ;;
	looks) [[ -z "$compiled" && "$(log)" == cargo ]] ;;
	known) [[ -z "$compiled" && "$(log)" == cargo* ]] ;;
	opts) [[ -z "$compiled" && "$(log)" == wasm-opt ]] ;;
	nothing) [[ -z "$(log)" ]] ;;
	esac || failed "$what: wanted: $result; compiled: $compiled; started: $(log)"
	: >"$LOG"
	build
	[ ! -s "$LOG" ] || failed "$what: a second build started $(xargs <"$LOG")"
}

# failed WORDS: all of the table is tried before the test fails.
failed() {
	printf '%s\n' "$@" "$output" >>"$BATS_TEST_TMPDIR/failed"
}

# What CMake itself does with a depfile and with commands; LIND_RUST_ALL_EDITS=1 makes all edits on all front ends.
some="from nothing|nothing|own source|source of a path dependency|watched directory: an entry more|new build script|own manifest"
some+="|Cargo.lock, gone|config.toml appears|a declared variable of env!\(\)|rustflags|helper: the linker.*|wasm-opt"

mutations() {
	edit 'from nothing' both :
	edit 'nothing' nothing :
	edit 'own source' app "echo >>app/src/main.rs"
	edit 'own source, touched' app "touch app/src/main.rs"
	edit 'source of a path dependency' app "sed -i 's/{ 1 }/{ 2 }/' dep/src/lib.rs"
	edit 'proc macro' app "sed -i 's/\"1\"/\"2\"/' macros/src/lib.rs"
	edit 'build dependency' app "sed -i 's/{ 1 }/{ 2 }/' tool/src/lib.rs"
	edit 'build script' app "echo '// again' >>app/build.rs"
	edit 'included file' app "echo 22 >app/text.txt"
	edit 'watched file' app "echo 2 >app/watched.txt"
	edit 'watched directory: an entry more' app "touch app/watched/more"
	edit 'watched directory: a file in it' app "echo 2 >app/watched/file"
	edit 'a file of a package whose build script says nothing' app "echo 2 >plain/data"
	edit 'new build script' app "echo 'fn main() {}' >dep/build.rs"
	[ "$remembers" ] || edit 'build script removed' known "rm dep/build.rs"
	edit 'own manifest' app "printf '[features]\ndefault = [\"more\"]\nmore = []\n' >>app/Cargo.toml"
	edit 'own manifest, a comment' looks "echo '# more' >>app/Cargo.toml"
	edit 'manifest of a path dependency' app "printf '[features]\ndefault = [\"more\"]\nmore = []\n' >>dep/Cargo.toml"
	edit 'manifest of the workspace: a profile' both "printf '[profile.dev]\nopt-level = 1\n' >>Cargo.toml"
	edit 'Cargo.lock, the same' looks "touch Cargo.lock"
	edit 'Cargo.lock, gone' looks "rm Cargo.lock"
	edit 'config.toml appears' both "mkdir .cargo; printf '[profile.dev]\nopt-level = 0\ndebug = 0\n' >.cargo/config.toml"
	edit 'config.toml edited' both "printf '[profile.dev]\nopt-level = 2\n' >.cargo/config.toml"
	[ "$remembers" ] || edit 'config.toml removed' known "rm .cargo/config.toml"
	edit 'a declared variable of env!()' app "sed -i s/WORD=a/WORD=b/ $front"
	edit 'a declared variable of a build script' app "sed -i s/BUILD_WORD=a/BUILD_WORD=c/ $front"
	edit 'rustflags' app "sed -i '$rustflags' $front"
	edit 'the program'"'"'s memory' app "sed -i '$memory' $front"
	edit 'sysroot: start file' both "touch '$LIND_RUST_PREFIX/share/lind-rust/standin/sysroot/lib/wasm32-wasi/crt1.o'"
	edit 'helper: the linker, with the table of flags' both "touch '$LIND_RUST_PREFIX/bin/lind-rust-clang'"
	edit 'helper: cargo' looks "touch '$LIND_RUST_PREFIX/bin/lind-rust-cargo'"
	edit 'cargo' looks "touch '$LIND_RUST_CARGO'"
	edit 'wasm-opt' opts "touch '$LIND_RUST_WASM_OPT'"
	edit 'a file that nobody reads' nothing "echo 2 >other/src/notes"
	[ ! -e "$BATS_TEST_TMPDIR/failed" ] || {
		cat "$BATS_TEST_TMPDIR/failed"
		return 1
	}
}

@test "Ninja" {
	cmake_lists
	mutations
}

@test "Ninja Multi-Config" {
	! cmake --version | grep -q " 3\.20\." || skip "needs CMake 3.21"
	[ "${LIND_RUST_ALL_EDITS:-}" ] || brief=$some
	GENERATOR="Ninja Multi-Config" cmake_lists
	mutations
}

# CMake's Makefiles never forget an input, so that one that is gone makes cargo be asked at each build.
@test "Makefiles" {
	remembers=1
	[ "${LIND_RUST_ALL_EDITS:-}" ] || brief=$some
	GENERATOR="Unix Makefiles" cmake_lists
	mutations
}

@test "make" {
	makefile
	mutations
}
