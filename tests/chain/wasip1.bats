# SPDX-License-Identifier: Apache-2.0
# What works in programs for wasm32-wasip1: upstream's way, where std speaks WASI and the C library speaks Linux.
load ../lib
load everything

setup_file() {
	cd "$BATS_FILE_TMPDIR"
	eval "$("$HELPERS/lind-rust-config" tools --format sh --need rust-src)"
	grep -rqs 'wasi::clock_time_get' "$LIND_RUST_SRC/std/src" || built_for wasm32-wasip1
}

setup() {
	[ -n "${EVERYTHING-}" ] || skip "the std of this Rust asks WASI for what lind does not answer; a newer one does not"
}

@test "wasip1: arguments, environment, exit status, streams" {
	fails_with 0 everything args 'a b' '' 'ü$"'
	same '["a b", "", "ü$\""]' "$output"
	fails_with 0 "$HELPERS/lind-rust-run" --timeout 60 --env 'WORD=two words' "$EVERYTHING/everything.wasm" env WORD
	same 'Ok("two words") 1' "$output"
	fails_with 41 everything exit 41
	run --separate-stderr everything streams
	same "to stdout" "$output"
	same "to stderr" "$stderr"
}

@test "wasip1: a panic says its message, and an I/O error has a text" {
	run everything panic 'now'
	[ "$status" -ne 0 ]
	says 'as asked: now'
	fails_with 0 everything error
	same "No such file or directory (os error 2)" "$output"
}

@test "wasip1: threads with thread-locals, locks, channels, parking" {
	fails_with 0 everything locals
	says '[7, 8, 9, 10] 7'
	says 'dropped with its thread'
	fails_with 0 everything locks
	same "2000 2000" "$output"
	fails_with 0 everything channels
	same "14850" "$output"
	fails_with 0 everything park
	same "awake" "$output"
}

@test "wasip1: clocks and the heap" {
	fails_with 0 everything clocks
	same "ok" "$output"
	fails_with 0 everything heap
	same "500 249500" "$output"
}
