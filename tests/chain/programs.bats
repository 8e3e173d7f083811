# SPDX-License-Identifier: Apache-2.0
# Programs built by the real tools and run: on lind where LIND_WASM_ROOT is set, else in the stand-in.
load ../lib
load everything

setup_file() {
	cd "$BATS_FILE_TMPDIR"
	built_for wasm32-lind
}

# c PROGRAM STATUS [WORD...]: words for lind-rust-run
c() {
	local source=$BATS_TEST_DIRNAME/programs/$1
	[ -e "$source" ] || source=$source.c
	"$HELPERS/lind-rust-clang" -O2 "$source" -o "$BATS_TEST_TMPDIR/$1.raw.wasm"
	"$HELPERS/lind-rust-opt" "$BATS_TEST_TMPDIR/$1.raw.wasm" -o "$BATS_TEST_TMPDIR/$1.wasm"
	fails_with "$2" "$HELPERS/lind-rust-run" --timeout 60 "${@:3}" "$BATS_TEST_TMPDIR/$1.wasm"
}

@test "a Rust program gets its arguments as they are" {
	fails_with 0 everything args 'a b' '' 'ü$"'
	same '["a b", "", "ü$\""]' "$output"
}

@test "a Rust program sees only the environment that it was given" {
	fails_with 0 "$HELPERS/lind-rust-run" --timeout 60 --env 'WORD=two words' "$EVERYTHING/everything.wasm" env WORD
	same 'Ok("two words") 1' "$output"
}

@test "a Rust program's exit status is passed on" {
	fails_with 0 everything exit 0
	fails_with 41 everything exit 41
}

@test "a Rust program can ask for a backtrace, as anyhow does for each error: there is none" {
	fails_with 0 everything backtrace
	same "Unsupported 1" "$output"
}

@test "stdin, stdout and stderr of a Rust program are the caller's" {
	run bash -c 'printf "one\ntwo" | "$@"' - "$HELPERS/lind-rust-run" --timeout 60 "$EVERYTHING/everything.wasm" echo
	same $'> one\n> two' "$output"
	run --separate-stderr everything streams
	same "to stdout" "$output"
	same "to stderr" "$stderr"
}

@test "a panic says its message and ends the program with a failure" {
	run everything panic 'now'
	[ "$status" -ne 0 ]
	says 'as asked: now'
	says 'main.rs'
}

@test "an I/O error has a text" {
	fails_with 0 everything error
	same "No such file or directory (os error 2)" "$output"
}

@test "each thread has thread-locals of its own, and they are dropped with it" {
	fails_with 0 everything locals
	says '[7, 8, 9, 10] 7'
	says 'Some("worker")'
	says 'dropped with its thread'
}

@test "locks hold under contention" {
	fails_with 0 everything locks
	same "2000 2000" "$output"
}

@test "channels carry what threads send" {
	fails_with 0 everything channels
	same "14850" "$output"
}

@test "a parked thread is woken" {
	fails_with 0 everything park
	same "awake" "$output"
}

@test "clocks advance and sleep sleeps" {
	fails_with 0 everything clocks
	same "ok" "$output"
}

@test "collections live on the heap" {
	fails_with 0 everything heap
	same "500 249500" "$output"
}

@test "the dev profile checks overflow, features reach the crate, lto = fat links" {
	EVERYTHING=$BATS_FILE_TMPDIR
	crate "$BATS_TEST_TMPDIR/dev" --profile dev --features loud
	run "$HELPERS/lind-rust-run" --timeout 60 "$BATS_TEST_TMPDIR/dev.wasm" overflow 255
	[ "$status" -ne 0 ]
	says "attempt to add with overflow"
	fails_with 0 "$HELPERS/lind-rust-run" --timeout 60 "$BATS_TEST_TMPDIR/dev.wasm" feature
	same "LOUD" "$output"
	crate "$BATS_TEST_TMPDIR/fat" --profile fat
	fails_with 0 "$HELPERS/lind-rust-run" --timeout 60 "$BATS_TEST_TMPDIR/fat.wasm" feature
	same "quiet" "$output"
}

@test "setjmp and longjmp work in C" {
	c setjmp 0
	same "5 3" "$output"
}

@test "no function's address is 1, which is SIG_IGN" {
	c pointer 0
	same "ok" "$output"
}

@test "C threads share memory and have thread-locals of their own" {
	c threads 3
	same "4000 1" "$output"
}

@test "C threads: locks exclude, wake who waits; malloc and mmap are each thread's; a hundred in turn end" {
	c locks 0
	same "ended" "$output"
}

@test "a constructor runs once, with the environment there, whatever threads and signals come" {
	c constructors 0 --env WORD=early
	same "1 5 early" "$output"
}

@test "C's signals to itself are handled, masked, and no other thread's" {
	[ -n "${LIND_WASM_ROOT-}" ] || skip "the stand-in holds no signals back; set LIND_WASM_ROOT"
	c signals 0
	same $'raise 0 1\npthread_kill 0 2\nmasked 2\nunmasked 3\nanother thread: ENOSYS' "$output"
}

@test "C++ with its library: containers, streams, threads, thread-locals, what is made before main() and gone after it" {
	[ -n "${LIND_WASM_ROOT-}" ] || skip "the stand-in has no library of C++; set LIND_WASM_ROOT"
	eval "$("$HELPERS/lind-rust-config" tools --format sh --need sysroot)"
	[ -e "$LIND_RUST_SYSROOT/lib/wasm32-wasi/libc++.a" ] || skip "this lind-wasm's sysroot has no libc++.a"
	c cxx.cpp 0
	same "$(cat "$BATS_TEST_DIRNAME/programs/cxx.txt")" "$output"
	c throws.cpp 134
	says "not yet"
	says "terminating due to an exception of type St13runtime_error: too many"
	says_not "caught too many"
}

@test "a finished program passes the check" {
	fails_with 0 "$HELPERS/lind-rust-inspect" --check --runtime \
		"$([ -n "${LIND_WASM_ROOT-}" ] && echo lind || echo standin)" "$EVERYTHING/everything.wasm"
	same "" "$output"
}

@test "C's children: waited for in each way, not yet ended, by vfork; a thread's fork is an error" {
	[ -n "${LIND_WASM_ROOT-}" ] || skip "the stand-in makes no children"
	c children 0
	same "$(cat "$BATS_TEST_DIRNAME/programs/children.txt")" "$output"
}

@test "a Rust grate answers the system calls of a C program, and outlives a handler that panics" {
	[ -n "${LIND_WASM_ROOT-}" ] || skip "the stand-in runs no grates; set LIND_WASM_ROOT"
	cd "$BATS_TEST_TMPDIR"
	"$HELPERS/lind-rust-cargo" build --manifest-path "$BATS_TEST_DIRNAME/programs/grate/Cargo.toml" --locked --grate \
		--config "$EVERYTHING/config.toml" --target-dir "$EVERYTHING/target" --output grate.raw.wasm
	"$HELPERS/lind-rust-opt" --grate grate.raw.wasm -o grate.wasm
	"$HELPERS/lind-rust-clang" -O2 "$BATS_TEST_DIRNAME/programs/euid.c" -o euid.raw.wasm
	"$HELPERS/lind-rust-opt" euid.raw.wasm -o euid.wasm
	fails_with 0 "$HELPERS/lind-rust-run" --timeout 60 --grate grate.wasm euid.wasm
	says "4711"
	says "a handler without an answer"
	says "failed"
}
