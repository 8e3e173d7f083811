# SPDX-License-Identifier: Apache-2.0
# The compat archive's functions, called through the crate libc: on lind where LIND_WASM_ROOT is set. The stand-in, which
# has fewer system calls, runs the areas that it has.
load ../lib

setup_file() {
	cd "$BATS_FILE_TMPDIR"
	eval "$("$HELPERS/lind-rust-config" tools --format sh --need sysroot,rustc,cargo,rust-src,runtime)"
	export RUSTC=$LIND_RUST_RUSTC
	for libc in "$LIND_RUST_SRC"/vendor/libc-0.2.*; do :; done
	[ -d "$libc" ] || return 0
	export LIBC=$libc
	cp -R "$BATS_TEST_DIRNAME/program/." .
	sed "s,@LIBC@,$libc," Cargo.toml.in >Cargo.toml
	"$HELPERS/lind-rust-config" cargo --target wasm32-lind --std "$("$HELPERS/lind-rust-std" --target wasm32-lind)" \
		-o config.toml
	"$LIND_RUST_CARGO" build --quiet --offline --config config.toml --target wasm32-lind \
		${LIND_WASM_ROOT:+--features lind}
	"$HELPERS/lind-rust-opt" target/wasm32-lind/debug/compat-calls.wasm -o program.wasm --opt-level 0
	export PROGRAM=$PWD/program.wasm
	[ -n "${LIND_WASM_ROOT-}" ] || return 0
	# Each test runs it: lind-boot compiles it once.
	"$HELPERS/lind-rust-run" --precompile -o program.cwasm program.wasm
	PROGRAM=$PWD/program.cwasm
}

setup() {
	[ -n "${LIBC-}" ] || skip "this Rust's library sources have no vendored libc"
}

# area NAME: all that it checks holds.
area() {
	run "$HELPERS/lind-rust-run" --timeout 60 "$PROGRAM" "$1"
	[ "$status" -eq 0 ] || {
		echo "$output"
		return 1
	}
	says "ok "
	says_not "not ok "
}

only_on_lind() {
	[ -n "${LIND_WASM_ROOT-}" ] || skip "the stand-in has no such calls"
}

@test "syscall: futex, getrandom, gettid; what is unknown says ENOSYS" { area syscalls; }
@test "times: sleeping, clocks, calendar" { area times; }
@test "calls that lind does not have say so, each" { area absent; }
@test "waiting for locks until a time" { area locks; }
@test "files: stat, times, vectors, copies, locks, owners, file systems" { only_on_lind; area files; }
@test "memory: mmap's flags, advice" { only_on_lind; area memory; }
@test "limits, identity, the mask of files' modes" { only_on_lind; area limits; }
@test "waiting for files: polls of all kinds" { only_on_lind; area waits; }
@test "signals: raise, masks, pthread_kill, waits under a mask" { only_on_lind; area signals; }
@test "sockets: ancillary data, several messages, timeouts, select" { only_on_lind; area sockets; }
@test "sockets' names: IPv4, IPv6, long paths" { only_on_lind; area names; }
@test "epoll: the caller's data, duplicates" { only_on_lind; area epoll; }
@test "timers: microseconds" { only_on_lind; area timers; }
@test "children: spawn, abort, kill, wait; a program's own file" { only_on_lind; area children; }
@test "waiting for children: not yet, kept, left" { only_on_lind; area waiting; }
@test "children of threads" { only_on_lind; area of_threads; }
@test "threads and children that are begun while signals come" { only_on_lind; area among_signals; }
@test "threads: destructors, stacks" { only_on_lind; area threads; }
@test "texts of errors" { only_on_lind; area texts; }
