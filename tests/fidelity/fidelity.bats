# SPDX-License-Identifier: Apache-2.0
# std's areas tell on lind what they tell on the host; and the comparison itself is right.
load ../lib

# compare KNOWN HOST GUEST: texts, not files
compare() {
	printf '%s' "$1" >"$BATS_TEST_TMPDIR/known"
	printf '%s' "$2" >"$BATS_TEST_TMPDIR/host"
	printf '%s' "$3" >"$BATS_TEST_TMPDIR/guest"
	run awk -v this=case -v area=area -f "$BATS_TEST_DIRNAME/compare.awk" "$BATS_TEST_TMPDIR"/{known,host,guest}
}

@test "every area tells what it tells on the host, but for what is known" {
	eval "$("$HELPERS/lind-rust-config" tools --format sh --need rustc)"
	minor=$("$LIND_RUST_RUSTC" --version | cut -d. -f2)
	[ "$minor" -ge 89 ] || skip "the areas need Rust 1.89 (File::lock)"
	fails_with 0 "$BATS_TEST_DIRNAME/run"
	sed "s/^/# /" <<<"$output" >&3
}

@test "facts that are the same are no difference" {
	compare '' $'a: 1\nb: (x: y)\n' $'b: (x: y)\na: 1\n'
	same 0 "$status"
	says "works"
	says "2 of 2"
}

@test "a fact that differs, is missing or is new is reported" {
	compare '' $'a: 1\nb: 2\n' $'a: 1\nb: 3\n'
	same 1 "$status"
	says $'b\n        host: 2\n        lind: 3'
	compare '' $'a: 1\nb: 2\n' $'a: 1\n'
	same 1 "$status"
	says "lind: (missing)"
	compare '' $'a: 1\n' $'a: 1\nb: 2\n'
	same 1 "$status"
	says "host: (missing)"
}

@test "a program that does not build is reported once" {
	compare '' $'a: 1\nb: 2\nc: 3\n' $'built: no\n'
	same 1 "$status"
	says "built"
	says_not "(missing)"
	says "0 of 3"
}

@test "a known difference is none, by name, pattern or for one that is missing" {
	compare $'# why\ncase: b: 3\n' $'a: 1\nb: 2\n' $'a: 1\nb: 3\n'
	same 0 "$status"
	says "differs as known"
	compare $'case: *: error * 38\n' $'a: 1\nb: [2]\n' $'a: error X 38\nb: error Y 38\n'
	same 0 "$status"
	compare $'case: b: (missing)\n' $'a: 1\nb: 2\n' $'a: 1\n'
	same 0 "$status"
}

@test "a known difference holds for its value and its case alone" {
	compare $'case: b: 3\n' $'b: 2\n' $'b: 4\n'
	same 1 "$status"
	compare $'other: b: 3\n' $'b: 2\n' $'b: 3\n'
	same 1 "$status"
	compare $'case: b: [3]\n' $'b: 2\n' $'b: 3\n'
	same 1 "$status"
}

@test "a known difference that has gone is reported, unless it comes and goes" {
	compare $'case: b: 3\n' $'b: 2\n' $'b: 2\n'
	same 1 "$status"
	says "is a known difference that is not there"
	compare $'? case: b: 3\n' $'b: 2\n' $'b: 2\n'
	same 0 "$status"
	compare $'? case: b: 3\n' $'b: 2\n' $'b: 3\n'
	same 0 "$status"
}

@test "the documentation's table is made from what is known" {
	run "$BATS_TEST_DIRNAME/table" "$BATS_TEST_DIRNAME/cases" "$BATS_TEST_DIRNAME/known/lind"
	same 0 "$status"
	[[ "$(cat "$BATS_TEST_DIRNAME/README.md")" == *"$output"* ]] || {
		echo "README.md has another table than:"
		echo "$output"
		return 1
	}
}

@test "a case that is not there, and an option that is not, are misuse" {
	fails_with 2 "$BATS_TEST_DIRNAME/run" no-such-case
	says "no-such-case"
	fails_with 2 "$BATS_TEST_DIRNAME/run" --no-such-option
	says "--no-such-option"
	fails_with 2 "$BATS_TEST_DIRNAME/run" --profile fast
	says "'fast' is no profile"
}
