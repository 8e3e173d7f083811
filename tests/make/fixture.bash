# SPDX-License-Identifier: Apache-2.0
# What the suites of lind-rust.mk share: load it behind ../lib.
#
# Each test has a project of its own in the directory where it runs. The helpers are those of the build under test.

: "${LIND_RUST_BUILD_TREE:=$(dirname "$HELPERS")}"
export LIND_RUST_PREFIX=$LIND_RUST_BUILD_TREE
# make wants the spaces of a path escaped.
export LIND_RUST_MK=${LIND_RUST_SOURCE// /\\ }/make/lind-rust.mk
unset LIND_RUST LIND_RUST_BUILD V MAKEFILES MAKEOVERRIDES
unset LIND_RUST_CARGO LIND_RUST_CLANG LIND_RUST_AR LIND_RUST_WASM_LD LIND_RUST_WASM_OPT LIND_RUST_TIMEOUT

# These suites are about the graph: the stand-in is quicker. examples.bats runs on what the caller named.
on_standin() {
	LIND_WASM_TREE=${LIND_WASM_ROOT:-}
	unset LIND_WASM_ROOT LIND_RUST_SYSROOT LIND_RUST_LIND_BOOT LIND_RUST_LINDFS
}

# project [DIRECTORY]: a fresh one, and go there.
project() {
	mkdir -p "${1:-$BATS_TEST_TMPDIR/p}"
	cd "${1:-$BATS_TEST_TMPDIR/p}"
}

# makefile: a Makefile with standard input behind the include.
makefile() {
	{
		echo "include $LIND_RUST_MK"
		cat
	} >Makefile
}

# crate DIRECTORY [NAME]: a program that prints its name.
crate() {
	mkdir -p "$1/src"
	printf '[package]\nname = "%s"\nversion = "0.1.0"\nedition = "2021"\n[features]\nfast = []\n[profile.small]\ninherits = "release"\n' \
		"${2:-$1}" >"$1/Cargo.toml"
	printf 'fn main() {\n    println!("%s {}", cfg!(feature = "fast"));\n}\n' "${2:-$1}" >"$1/src/main.rs"
}

# library DIRECTORY [NAME]: a library with one function for C, NAME_answer.
library() {
	crate "$@"
	rm "$1/src/main.rs"
	printf '#[unsafe(no_mangle)]\npub extern "C" fn %s_answer() -> i32 {\n    42\n}\n' "${2:-$1}" >"$1/src/lib.rs"
}

# c_files: main.c calls half() of half.c, which half.h declares.
c_files() {
	printf 'int half(int n);\n#define WORD "half"\n' >half.h
	printf '#include "half.h"\nint half(int n)\n{\n\treturn n / 2;\n}\n' >half.c
	printf '#include <stdio.h>\n#include "half.h"\nint main(void)\n{\n\tprintf("%%s %%d\\n", WORD, half(42));\n}\n' >main.c
}

# mk ARGUMENTS: make, of which no warning is accepted.
mk() {
	run make --no-print-directory --warn-undefined-variables "$@"
	says_not 'undefined variable'
	says_not 'overriding recipe'
}

# made ARGUMENTS: it succeeds.
made() {
	mk "$@"
	[ "$status" -eq 0 ] || {
		echo "$output"
		return 1
	}
}

# refused MESSAGE ARGUMENTS: make stops with status 2 and this.
refused() {
	local message=$1
	shift
	mk "$@"
	same 2 "$status"
	says "$message"
}

# steps WANTED: the labels of the last run's recipes, sorted.
steps() {
	same "$1" "$(grep -oE '^  [A-Z]+ ' <<<"$output" | tr -d ' ' | grep -v TOOLS | LC_ALL=C sort | xargs)"
}

# nothing_to_do [ARGUMENTS]
nothing_to_do() {
	made "$@"
	steps ""
	[[ "$output" == *"Nothing to be done"* || "$output" == *"up to date"* ]] || {
		echo "not a no-op: $output"
		return 1
	}
}

# change FILE SED-EXPRESSION: an edit in a later tick of the file system's clock.
change() {
	sleep 0.02
	sed -i "$2" "$1"
}

later() {
	sleep 0.02
	"$@"
}

# shims: cargo, clang, wasm-opt and the linker write a line to $LOG for each start.
shims() {
	local name variable real
	export LOG=$BATS_TEST_TMPDIR/log
	mkdir -p "$BATS_TEST_TMPDIR/shims"
	eval "$("$HELPERS/lind-rust-config" tools --format=sh)"
	for name in cargo clang wasm-opt ar wasm-ld; do
		variable=LIND_RUST_$(tr a-z- A-Z_ <<<"$name")
		real=${!variable}
		printf '#!/bin/sh\necho "%s $1" >> "$LOG"\nexec "%s" "$@"\n' "$name" "$real" >"$BATS_TEST_TMPDIR/shims/$name"
		export "$variable=$BATS_TEST_TMPDIR/shims/$name"
	done
	chmod +x "$BATS_TEST_TMPDIR"/shims/*
	: >"$LOG"
}
