# SPDX-License-Identifier: Apache-2.0
# Ten small release programs: a build tree from nothing.

row programs '' "10 release programs from nothing, with std cached, with all cached, against upstream's way; stand-in"
row lind-programs lind "the same on lind: from nothing, and after clean with warm caches"

ten_programs() {
	local i
	for i in 1 2 3 4 5 6 7 8 9 10; do
		program "$1/b$i" "b$i" "$i"
	done
	cmake_lists "$1" 'foreach(i RANGE 1 10)' '  add_lind_rust_crate(b${i} MANIFEST_PATH b${i}/Cargo.toml)' 'endforeach()'
}

# Upstream's script is called once in each directory, and knows nothing of the others: the time is linear in them.
upstream_ten() {
	local i
	for i in 1 2 3 4 5 6 7 8 9 10; do
		[ -n "$WHOLE" ] || [ "$i" -le 2 ] || return 0
		upstream_build "$1/b$i" --release || return
	done
}

upstream_ten_before() {
	rm -rf theirs/b*/target
}

# scaled: two of ten were built
scaled() {
	upstream_tells=
	[ -n "$WHOLE" ] && return
	awk '{ print $1 * 5 }' "$(series theirs)" >"$(series theirs).ten" && mv "$(series theirs).ten" "$(series theirs)"
	upstream_tells=" (2 of them, times 5)"
}

from_nothing() {
	configure ours ours/build && ninja -C ours/build
}

check_ten() {
	local i
	for i in 1 2 3 4 5 6 7 8 9 10; do
		[ -s "ours/build/lind-rust/b$i.wasm" ] || stop "ours has no b$i.wasm"
		[ "$i" -gt 2 ] && [ -z "$WHOLE" ] || [ -s "theirs/b$i/target/wasm32-wasip1/release/b$i.wasm" ] ||
			stop "upstream's way has no b$i.wasm"
	done
}

row_programs() {
	ten_programs ours
	ten_programs theirs
	upstream_tools
	export LIND_RUST_CACHE=$PWD/cache
	nothing_before() { rm -rf ours/build "$LIND_RUST_CACHE"; }
	nothing() { from_nothing; }
	std_before() { rm -rf ours/build && only_std; }
	std() { from_nothing; }
	all_before() { rm -rf ours/build; }
	all() { from_nothing; }
	theirs_before() { upstream_ten_before; }
	theirs() { upstream_ten theirs; }
	measure 2 nothing std all theirs
	check_ten
	scaled
	put "nothing cached / upstream's way$upstream_tells" nothing theirs ">= 7"
	put "std cached / the same" std theirs ">= 25"
	put "std, opt cached / the same" all theirs ">= 60"
}

row_lind_programs() {
	on_lind
	ten_programs ours
	ten_programs theirs
	upstream_tools
	export LIND_RUST_CACHE=$PWD/cache
	nothing_before() { rm -rf ours/build "$LIND_RUST_CACHE"; }
	nothing() { from_nothing; }
	warm_before() { ninja -C ours/build clean; }
	warm() { ninja -C ours/build; }
	theirs_before() { upstream_ten_before; }
	theirs() { upstream_ten theirs; }
	measure 1 nothing warm theirs
	check_ten
	scaled
	put "lind: nothing cached / upstream's way$upstream_tells" nothing theirs ">= 3"
	put "lind: after clean, all cached / the same" warm theirs ">= 60"
}
