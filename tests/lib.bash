# SPDX-License-Identifier: Apache-2.0
# What the .bats files share: load it by  load ../lib
#
#   $HELPERS             the directory of the built helpers
#   $LIND_RUST_SOURCE    the source tree
#   $BATS_TEST_TMPDIR    a fresh directory for each test

: "${HELPERS:?run by ctest, or set HELPERS to <build>/bin}"
: "${LIND_RUST_SOURCE:=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)}"
export HELPERS LIND_RUST_SOURCE
bats_require_minimum_version 1.5.0

# No setting of the caller's changes what is tested.
unset RUSTFLAGS CARGO_ENCODED_RUSTFLAGS CARGO_TARGET_DIR CC CFLAGS CPPFLAGS LDFLAGS MAKEFLAGS MFLAGS MAKELEVEL
unset LIND_RUST_VERBOSE SYSROOT

# fails_with STATUS COMMAND...: it exits so; its output is in $output, stderr included.
fails_with() {
	local want=$1
	shift
	run "$@"
	[ "$status" -eq "$want" ] || {
		echo "wanted status $want, got $status from: $*"
		echo "$output"
		return 1
	}
}

# says TEXT: $output holds it literally.
says() {
	[[ "$output" == *"$1"* ]] || {
		echo "wanted: $1"
		echo "got:    $output"
		return 1
	}
}

# says_not TEXT
says_not() {
	[[ "$output" != *"$1"* ]] || {
		echo "not wanted: $1"
		echo "got:        $output"
		return 1
	}
}

# same WANTED GOT
same() {
	[ "$1" = "$2" ] || {
		echo "wanted: $1"
		echo "got:    $2"
		return 1
	}
}
