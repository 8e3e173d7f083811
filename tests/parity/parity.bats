# SPDX-License-Identifier: Apache-2.0
# What Rust's libc says of structures and constants is what the C headers of the sysroot say, but for what is known.
load ../lib

setup_file() {
	cd "$BATS_FILE_TMPDIR"
	eval "$("$HELPERS/lind-rust-config" tools --format sh --need sysroot,rustc,cargo,rust-src,runtime)"
	export RUSTC=$LIND_RUST_RUSTC
	for libc in "$LIND_RUST_SRC"/vendor/libc-0.2.*; do :; done
	[ -d "$libc" ] || return 0
	export LIBC=$libc
	"$LIND_RUST_BUILD_TREE/tests/unit/parity" "$LIND_RUST_SOURCE/helpers/overlay/libc.rules" "$libc"
	mkdir -p src
	cp "$BATS_TEST_DIRNAME/main.rs" src
	cp view.rs src
	cat >Cargo.toml <<-EOF
		[package]
		name = "parity"
		version = "0.1.0"
		edition = "2021"
		[dependencies]
		libc = { path = "$libc" }
		[workspace]
	EOF
	"$HELPERS/lind-rust-config" cargo --target wasm32-lind --std "$("$HELPERS/lind-rust-std" --target wasm32-lind)" \
		-o config.toml
	reduce view.c c_view
	reduce src/view.rs rust_view
	"$HELPERS/lind-rust-clang" -w -c view.c -o view.o
	build
	export RAW=$PWD/target/wasm32-lind/debug/parity.wasm
}

setup() {
	[ -n "${LIBC-}" ] || skip "this Rust's library sources have no vendored libc"
}

c_view() {
	"$HELPERS/lind-rust-clang" -fsyntax-only -w -ferror-limit=0 -fno-caret-diagnostics view.c 2>&1
}

rust_view() {
	"$LIND_RUST_CARGO" check --offline --message-format short --config config.toml --target wasm32-lind 2>&1
}

build() {
	echo "fn main() { println!(\"cargo:rustc-link-arg={}/view.o\", env!(\"CARGO_MANIFEST_DIR\")); }" >build.rs
	"$LIND_RUST_CARGO" build --quiet --offline --config config.toml --target wasm32-lind
}

# reduce FILE COMPILE: leave out the lines that do not compile, each of which is something that one of the two lacks. A
# compiler that finds one mistake may find others next.
reduce() {
	local name=${1##*/}
	for round in 1 2 3 4 5 6 7 8; do
		! "$2" >said || return 0
		sed -n "s,^\(src/\)*$name:\([0-9]*\):.*error.*,\2,p" said | sort -un >bad
		[ -s bad ] || break
		awk 'NR == FNR { bad[$1]; next } !(FNR in bad)' bad "$1" >shorter
		mv shorter "$1"
	done
	cat said
	return 1
}

# known LINE: the list has a pattern for it.
known() {
	while IFS=$'\t' read -r pattern reason; do
		case $pattern in '' | '#'*) continue ;; esac
		# shellcheck disable=SC2053
		[[ ${1%%:*} != $pattern ]] || return 0
	done <"$BATS_TEST_DIRNAME/known"
	return 1
}

differences() {
	local unknown=0
	while IFS= read -r line; do
		case $line in *' in Rust, '*) known "$line" || { echo "$line"; unknown=1; } ;; esac
	done
	return $unknown
}

@test "sizes, offsets and values in Rust are C's, or known to differ" {
	"$HELPERS/lind-rust-opt" "$RAW" -o "$BATS_TEST_TMPDIR/parity.wasm" --opt-level 0
	fails_with 0 "$HELPERS/lind-rust-run" --timeout 60 "$BATS_TEST_TMPDIR/parity.wasm"
	[[ "${lines[-1]}" =~ ^([0-9]+)\ are\ the\ same$ ]]
	# The stand-in has few headers, lind has about all.
	[ "${BASH_REMATCH[1]}" -ge 300 ]
	echo "# ${lines[-1]}" >&3
	differences <<<"$output"
}

@test "a difference that is not known is found" {
	run differences <<<'size of stat: 96 in Rust, 104 in C'
	same 1 "$status"
	says 'size of stat: 96'
	run differences <<<'size of iovec: 8 in Rust, 16 in C'
	same 0 "$status"
}
