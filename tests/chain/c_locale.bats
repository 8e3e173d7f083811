# SPDX-License-Identifier: Apache-2.0
# Static programs that have no locale but "C" are linked without what the others need of it: on lind, whose C library has
# that.
load ../lib

setup() {
	[ -n "${LIND_WASM_ROOT-}" ] || skip "the stand-in's C library has no locales"
	cd "$BATS_TEST_TMPDIR"
}

# linked NAME WORDS...: a C program, linked; what lind-rust-clang says on the way is in $output
linked() {
	fails_with 0 "$HELPERS/lind-rust-clang" -O2 "${@:2}" -o "$1"
	"$HELPERS/lind-rust-inspect" --verbose "$1" >"$1.shown"
}

has() {
	grep -q -- "$2" "$1.shown"
}

# prints_of NAME ARGUMENTS...: what it prints when it is finished and run
prints_of() {
	"$HELPERS/lind-rust-opt" "$1" -o "$1.finished"
	fails_with 0 "$HELPERS/lind-rust-run" --timeout 60 "$1.finished" "${@:2}"
}

@test "a program of messages and characters prints what it does with all locales, and on the host" {
	local program=$BATS_TEST_DIRNAME/programs/c_locale.c
	linked plain "$program"
	linked whole "$program" -DWITH_LOCALES
	! has plain __gconv_find_transform
	! has plain _dl_open
	has whole __gconv_find_transform
	cc "$program" -o host
	prints_of plain stream
	same "$(./host stream)" "$output"
	prints_of whole stream
	same "C"$'\n'"$(./host stream)" "$output"
}

@test "what loads a locale, converts text or opens files by ccs= has all of it" {
	echo '#include <locale.h>
		int main(void) { return !newlocale(LC_ALL_MASK, "C", 0); }' >newlocale.c
	echo '#include <iconv.h>
		int main(void) { return iconv_open("UTF-8", "UCS-4") == (iconv_t)-1; }' >iconv.c
	echo '#include <stdio.h>
		int main(void) { return !fopen("of", "r,ccs=UTF-8"); }' >ccs.c
	echo '#include <stdio.h>
		int main(void) { return !fopen("of", "r"); }' >none.c
	for name in newlocale iconv ccs; do
		linked "$name" "$name.c"
		has "$name" __gconv_find_transform
	done
	linked none none.c
	! has none __gconv_find_transform
}
