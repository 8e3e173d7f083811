#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# Each example with a Makefile: made, run and cleaned, without a trace in the source tree. On lind, where the caller names
# one by LIND_WASM_ROOT, else in the stand-in.

load ../lib
load fixture

setup() {
	cd "$LIND_RUST_SOURCE/examples"
	export LIND_RUST_BUILD=$BATS_TEST_TMPDIR/build
	export LIND_RUST=${LIND_RUST_SOURCE// /\\ }
}

# example NAME WORDS...: what its programs print
example() {
	local name=$1 before
	shift
	before=$(find "$name" -printf '%p %T@ %s\n' | sort)
	made -C "$name" -j2 all
	nothing_to_do -C "$name" all
	made -C "$name" check
	for words; do says "$words"; done
	made -C "$name" -n all
	made -C "$name" clean
	[ ! -e "$LIND_RUST_BUILD" ]
	same "$before" "$(find "$name" -printf '%p %T@ %s\n' | sort)"
}

@test "hello-make" {
	example hello-make 'hello, make: a thread says 42'
}

@test "rust-in-c" {
	example rust-in-c $'and 1\nc 2\ncalls 2\nrust 2'
}

@test "c-in-rust" {
	example c-in-rust 'flat: 29.5 m² in 2 rooms, 2 fields, checksum 041a01a9'
}

@test "workspace" {
	example workspace $'apples 4 squared 16\npears 3 squared 9' 'sum 5, squared 25'
}

@test "every example with a Makefile is tested here" {
	for file in */Makefile; do
		grep -q "^@test \"$(dirname "$file")\"" "$BATS_TEST_FILENAME"
	done
}
