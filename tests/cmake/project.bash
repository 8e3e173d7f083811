# SPDX-License-Identifier: Apache-2.0
# Projects for the tests of the CMake front end; they lie in a directory with a space in its name.
#
#   $LIND_RUST_BUILD_TREE  its helpers are used; a test that builds the helpers itself says  unset LIND_RUST_PREFIX

: "${LIND_RUST_BUILD_TREE:=$(cd "$HELPERS/.." && pwd)}"
export LIND_RUST_PREFIX=$LIND_RUST_BUILD_TREE
unset CMAKE_GENERATOR CMAKE_TOOLCHAIN_FILE CMAKE_BUILD_TYPE CMAKE_PREFIX_PATH DESTDIR CARGO_BUILD_TARGET
# The same on each machine; what needs lind-boot is given one by its test.
unset LIND_WASM_ROOT

toolchain=$LIND_RUST_SOURCE/cmake/LindRustToolchain.cmake

# project [LINES...]: a project in $P, which is made and entered, with these lines behind find_package.
project() {
	P="$BATS_TEST_TMPDIR/a project"
	B="$BATS_TEST_TMPDIR/a build"
	rm -rf "$B"
	mkdir -p "$P"
	cd "$P" || return
	{
		echo "cmake_minimum_required(VERSION 3.20...4.0)"
		echo "project(test LANGUAGES ${LANGUAGES:-NONE})"
		echo "enable_testing()"
		echo "find_package(LindRust REQUIRED)"
		printf '%s\n' "$@"
	} >CMakeLists.txt
}

# manifest NAME [LINES...]: a package without dependencies, and its lock file.
manifest() {
	local name=$1
	shift
	{
		printf '[package]\nname = "%s"\nversion = "0.1.0"\nedition = "2021"\n' "$name"
		printf '%s\n' "$@"
	} >Cargo.toml
	printf 'version = 3\n\n[[package]]\nname = "%s"\nversion = "0.1.0"\n' "$name" >Cargo.lock
}

# bin_crate DIR NAME [STATEMENTS]: a program that prints its name, or does this.
bin_crate() {
	mkdir -p "$1/src"
	(cd "$1" && manifest "$2" '[features]' 'loud = []' 'quiet = []')
	echo "fn main() { ${3:-println!(\"$2\");} }" >"$1/src/main.rs"
}

# lib_crate DIR NAME [EXPRESSION]: a library with the C function  int NAME(void).
lib_crate() {
	mkdir -p "$1/src"
	(cd "$1" && manifest "$2")
	printf '#[no_mangle]\npub extern "C" fn %s() -> i32 {\n    %s\n}\n' "$2" "${3:-42}" >"$1/src/lib.rs"
}

# configure [ARGUMENTS...]: of $P in $B; its output is in $output.
configure() {
	run cmake -S "$P" -B "$B" -G "${GENERATOR:-Ninja}" "-DCMAKE_PREFIX_PATH=$LIND_RUST_SOURCE" -Werror=dev "$@"
	[ "$status" -eq 0 ] || {
		echo "configuring: status $status"
		echo "$output"
		return 1
	}
}

# rejects TEXT...: the project is an error, whose message holds these; CMake fills its lines as it likes.
rejects() {
	run cmake -S "$P" -B "$B" -G Ninja "-DCMAKE_PREFIX_PATH=$LIND_RUST_SOURCE" ${REJECTS_WITH:+"$REJECTS_WITH"}
	[ "$status" -ne 0 ] || {
		echo "not rejected"
		cat CMakeLists.txt
		return 1
	}
	output=$(echo $output)
	for text; do
		says "$text" || return
	done
}

# build [ARGUMENTS...]: what was done is in $output.
build() {
	run cmake --build "$B" "$@"
	[ "$status" -eq 0 ] || {
		echo "building: status $status"
		echo "$output"
		return 1
	}
}

# tests: ctest's, all of which pass.
tests() {
	run ctest --test-dir "$B" --output-on-failure "$@"
	[ "$status" -eq 0 ] || {
		echo "$output"
		return 1
	}
}

# runs PROGRAM [ARGUMENTS...]: in the stand-in; $output is what it says.
runs() {
	run "$HELPERS/lind-rust-run" --runtime standin "$@"
	[ "$status" -eq 0 ] || {
		echo "running $1: status $status"
		echo "$output"
		return 1
	}
}

# tool_path NAME: what lind-rust-config finds.
tool_path() {
	"$HELPERS/lind-rust-config" tools --format=sh | sed -n "s/^LIND_RUST_$1='\(.*\)'$/\1/p"
}

# count_tools: the tools log their starts to $LOG from here on. They lie in one place for the tests of a file, since the
# opt pass remembers its results by wasm-opt's place.
count_tools() {
	local tool shims=$BATS_FILE_TMPDIR/shims
	export LOG=$BATS_TEST_TMPDIR/log
	: >"$LOG"
	export LIND_RUST_CARGO LIND_RUST_CLANG LIND_RUST_WASM_OPT LIND_RUST_RUSTC LIND_RUST_AR LIND_RUST_WASM_LD
	# One toolchain is one: with cargo its rustc is named, and with clang what is looked for beside it.
	LIND_RUST_RUSTC=$(tool_path RUSTC)
	LIND_RUST_AR=$(tool_path AR)
	LIND_RUST_WASM_LD=$(tool_path WASM_LD)
	mkdir -p "$shims"
	for tool in cargo clang wasm-opt; do
		[ -e "$shims/$tool" ] ||
			printf '#!/bin/sh\necho %s "$@" >>"$LOG"\nexec "%s" "$@"\n' $tool \
				"$(tool_path "$(tr a-z- A-Z_ <<<$tool)")" >"$shims/$tool"
		chmod +x "$shims/$tool"
	done
	LIND_RUST_CARGO=$shims/cargo
	LIND_RUST_CLANG=$shims/clang
	LIND_RUST_WASM_OPT=$shims/wasm-opt
}

# started TOOL...: building starts these and no others. (cargo metadata and wasm-opt --help make nothing.)
started() {
	: >"$LOG"
	build -j2
	local got
	got=$(grep -v -e '^cargo metadata' -e '--help$' -e '--version$' -e '^cargo -V' "$LOG" | cut -d' ' -f1 | sort -u | tr '\n' ' ')
	same "$(printf '%s\n' "$@" | sort -u | tr '\n' ' ' | sed 's/^ $//')" "$got" || {
		cut -c 1-120 "$LOG"
		return 1
	}
}

# later: what is written from now on is newer than all there is.
later() {
	sleep 0.05
}
