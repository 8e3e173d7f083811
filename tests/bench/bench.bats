#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# The benchmark's own arithmetic and words. Nothing is timed here.

load ../lib

setup() {
	here=$LIND_RUST_SOURCE/tests/bench
	export BUILD=${HELPERS%/bin}
}

# line OURS THEIRS BAR [UNIT [WORD GOOD]]: the table's, of numbers separated by spaces
line() {
	tr ' ' '\n' <<<"$1" >"$BATS_TEST_TMPDIR/ours"
	tr ' ' '\n' <<<"$2" >"$BATS_TEST_TMPDIR/theirs"
	run awk -v name=row -v text="a / b" -v bar="$3" -v unit="${4:-us}" -v word="${5:-}" -v good="${6:-1}" \
		-v ours="$BATS_TEST_TMPDIR/ours" -v theirs="$BATS_TEST_TMPDIR/theirs" -f "$here/table.awk"
	[ "$status" -eq 0 ]
}

@test "bench: the rows, and words that are none" {
	run "$here/run" --list
	[ "$status" -eq 0 ]
	says "noop-ninja"
	says "(needs LIND_WASM_ROOT)"
	fails_with 2 "$here/run" noop-nonja
	says "there is no row 'noop-nonja'; --list says which there are"
	fails_with 2 "$here/run" --fast
	says "unknown option '--fast'"
	fails_with 2 "$here/run" --runs 0 std
	says "--runs '0' is not a number"
	BUILD=$BATS_TEST_TMPDIR fails_with 2 "$here/run" std
	says "there is no build tree of lind-rust"
}

@test "bench: ratios are those of the medians, by the bar's direction" {
	line "3000 1000 2000" "1000 1000 4000" "<= 2.0"
	says "| row | a / b | 3 | 1.0 ms / 2.0 ms / 3.0 ms | 1.0 ms / 1.0 ms / 4.0 ms |"
	says "| 2.00x (0.50x to 3.00x) | <= 2.0x | yes |"
	line "2100" "1000" "<= 2.0"
	says "| 2.10x | <= 2.0x | **no** |"
	line "1000 1000" "51000000 53000000" ">= 50"
	says "51.0 s / 52.0 s / 53.0 s | 52000x (51000x to 53000x) | >= 50x | yes |"
	line "1000000" "49000000" ">= 50"
	says "| 49x | >= 50x | **no** |"
}

@test "bench: a difference, sizes, and one more condition" {
	line "500000 600000" "200000 200000" "+ 0.4 s"
	says "| +0.35 s (+0.30 to +0.40) | <= 0.4 s over | yes |"
	line "700000" "200000" "+ 0.4 s"
	says "**no**"
	line "102000" "100000" "<= 1.02" bytes
	says "| 102 KB | 100 KB | 1.02x | <= 1.02x | yes |"
	line "1000" "1000" "<= 1.3" us "2 processes of cargo" 0
	says "1.00x; 2 processes of cargo | <= 1.3x | **no** |"
}

@test "bench: no figures are no line" {
	: >"$BATS_TEST_TMPDIR/none"
	run awk -v ours="$BATS_TEST_TMPDIR/none" -v theirs="$BATS_TEST_TMPDIR/none" -v bar="<= 1" -f "$here/table.awk"
	[ "$status" -ne 0 ]
	[ -z "$output" ]
}

@test "bench: a row that fails is said, the others go on, and so is one that needs what is not there" {
	export BUILD=$BATS_TEST_TMPDIR/build
	mkdir "$BUILD"
	ln -s "${HELPERS%/bin}/bin" "${HELPERS%/bin}/share" "$BUILD"
	fails_with 1 env LIND_WASM_ROOT=/nowhere "$here/run" lind-loop lind-release
	says "no lind at /nowhere"
	says '* `lind-loop`: FAILED; see '
	says '* `lind-release`: FAILED; see '
	grep -q 'no lind at /nowhere' "$BUILD/bench/lind-loop.log"
	[ ! -e "$BUILD/bench/work" ]
	fails_with 0 env -u LIND_WASM_ROOT "$here/run" lind-loop
	says '* `lind-loop`: left out, LIND_WASM_ROOT is not set'
}
