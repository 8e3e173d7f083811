#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# The helpers that compilers and people start, with every system call that can fail failing once.

load ../lib
load ../helpers/pseudo
load faults
load build

setup() {
	forget_settings
	pseudo_build
	mkdir -p before/tree/lindfs/tmp
	export LIND_RUST_LINDFS="$dir/tree/lindfs"
	# A run of these takes longer: fewer of them, but in tests/trust.
	step=${every:-29}
}

all="kill killed-after ENOSPC EACCES EMFILE EINTR short clock"

# in_before COMMAND...: its caches are there already.
in_before() {
	cp -a before/tree before/cache .
	"$@" > said 2>&1 || { cat said; return 1; }
	rm -rf tree before/cache
	mv cache before
}

compiles() { "${fault[@]}" "$HELPERS/lind-rust-clang" -c -o tree/part.o src/c/part.c; }
links() { "${fault[@]}" "$HELPERS/lind-rust-clang" -o tree/app.wasm src/c/part.c; }

@test "clang: a link, with an empty cache: the compat archive is made" {
	outputs=app.wasm
	helper() { links; }
	faults lind-rust-clang $all
}

@test "clang: a link with the compat archive in the cache, and an old output; a compilation" {
	in_before links
	echo old > before/tree/app.wasm
	step=${every:-3}
	outputs="app.wasm part.o"
	helper() { links && compiles; }
	faults lind-rust-clang $all
}

libc() {
	CARGO_PKG_NAME=libc CARGO_PKG_VERSION=0.2.1 CARGO_MANIFEST_DIR="$dir/src/libc" "${fault[@]}" "$HELPERS/lind-rust-rustc" \
		"$dir/rust/bin/rustc" --crate-name libc "$dir/src/libc/src/lib.rs" --target wasm32-lind --out-dir "$dir/tree/deps"
}

@test "rustc: sources are overlaid, with an empty cache" {
	outputs=libc.made
	helper() { libc; }
	faults lind-rust-rustc $all
}

@test "rustc: sources come from the cache, and the dependency file is mended" {
	pseudo "$dir/rust/bin/rustc" <<-EOT
		for word; do case \$word in */lib.rs) source=\$word ;; esac; done
		mkdir -p '$dir/tree/deps'
		echo "libc.rlib: \$source" > '$dir/tree/deps/libc.d'
		echo libc > '$dir/tree/libc.made'
	EOT
	in_before libc
	step=${every:-11}
	outputs="libc.made"
	helper() { libc; }
	faults lind-rust-rustc $all
	grep -qF "libc.rlib: $dir/src/libc/src/lib.rs" tree/deps/libc.d
}

@test "run: a program from outside of lindfs" {
	pseudo lind-boot <<-EOT
		for program; do :; done
		cmp '$dir/finished.wasm' "$dir/tree/lindfs\$program"
	EOT
	step=${every:-3}
	outputs=
	helper() { "${fault[@]}" "$HELPERS/lind-rust-run" finished.wasm; }
	faults lind-rust-run $all
}

@test "run: precompiling" {
	step=${every:-3}
	outputs=app.cwasm
	helper() { "${fault[@]}" "$HELPERS/lind-rust-run" --precompile -o tree/app.cwasm finished.wasm; }
	faults lind-rust-run $all
}

@test "run: precompiling, with a damaged entry in the cache and an old output" {
	precompiles() { "${fault[@]}" "$HELPERS/lind-rust-run" --precompile -o tree/app.cwasm finished.wasm; }
	in_before precompiles
	printf X >> "$(echo before/cache/precompiled/*)"
	echo old > before/tree/app.cwasm
	step=${every:-17}
	outputs=app.cwasm
	helper() { precompiles; }
	faults lind-rust-run $all
}

@test "std for wasm32-lind: sources, specification, overlay" {
	outputs=path
	helper() { "${fault[@]}" "$HELPERS/lind-rust-std" --quiet --target wasm32-lind -o tree/path; }
	faults lind-rust-std $all
}

@test "a file that cannot be looked at is in no key: std is not built, and nothing is noted" {
	local n
	outputs=path
	helper() { "${fault[@]}" "$HELPERS/lind-rust-std" --quiet --target wasm32-lind -o tree/path; }
	start_anew
	run_with_fault lind-rust-std EACCES 1000000 FAULT_PLACES="$dir/places"
	# The first that its times are asked by, and the first before its bytes are read.
	for n in $(awk '$3 == "lstat" && !first { first = $1; print first }
			$3 == "open" && last == "stat" && before == "lstat" { print $1 - 1; exit }
			{ before = last; last = $3 }' places); do
		start_anew
		fails_with 1 run_with_fault lind-rust-std EACCES "$n"
		grep -qF "lind-rust-std: look at '$dir/rust/lib/rustlib/src/rust/library/" said || { cat fired said; return 1; }
		[ ! -e cache/std ] && [ ! -e tree/path ]
	done
}

@test "what a build uses out of the cache is held to its hash" {
	local wanted file
	clang_and_rustc() { links && libc; }
	in_before clang_and_rustc
	wanted=$(cd before/cache && find compat overlay -type f -exec cksum {} + | sort)
	cp -a before/cache .
	for file in cache/compat/*/made/archive.a $(find cache/overlay -name lib.rs) cache/*/*/hash; do
		[ -s "$file" ]
		printf X | dd of="$file" conv=notrunc status=none
		mkdir -p tree
		clang_and_rustc
		same "$wanted" "$(cd cache && find compat overlay -type f -exec cksum {} + | sort)"
	done
}

compile() {
	(cd src/crate && "${fault[@]}" "$HELPERS/cargo-lind_compile" lind_compile --release --target-dir "$dir/tree/target")
}

@test "cargo lind_compile, with the std in the cache" {
	in_before compile
	outputs="target/wasm32-lind/release/app.cwasm target/wasm32-lind/release/lind/app.wasm"
	helper() { compile; }
	faults cargo-lind_compile $all
}

@test "a lock that a killed build has left is the next one's, and goes with that one" {
	local entry
	links > said 2>&1 || { mkdir -p tree cache; links; }
	entry=$(echo cache/compat/*)
	rm -rf "$entry"
	: > "$entry.lock"
	touch -d '-1 day' "$entry.lock"
	mkdir "cache/compat/.${entry##*/}.999999999"
	links
	same "${entry##*/}" "$(ls -A cache/compat)"
	# The same where all that the killed one had still to do was to unlock.
	: > "$entry.lock"
	links
	same "${entry##*/}" "$(ls -A cache/compat)"
	# And one that ends by an error, or by a signal, takes its lock along.
	rm -rf "$entry"
	pseudo clang <<< 'exit 1'
	fails_with 1 links
	nothing_in cache/compat
	pseudo clang <<< 'kill -TERM $PPID; sleep 5'
	fails_with 143 links
	nothing_in cache/compat
}

@test "cargo lind_compile and doctor: names of directories reach the terminal without escape sequences" {
	local evil=$'a\e]0;title\a\e[31mb'
	mkdir -p tree/lindfs/tmp cache
	# As cargo writes its messages.
	mv rust/bin/cargo rust/bin/said
	pseudo "$dir/rust/bin/cargo" <<< '"${0%/*}/said" "$@" | sed "s/\x1b/\\\\u001b/g; s/\x07/\\\\u0007/g"'
	run bash -c 'cd src/crate && exec "$@"' - "$HELPERS/cargo-lind_compile" lind_compile --release --verbose --target-dir "$dir/$evil"
	[ "$status" -eq 0 ] || { printf "%q\n" "$output"; return 1; }
	[[ "$output" != *$'\e'* && "$output" != *$'\a'* ]] || { printf '%q\n' "$output"; return 1; }
	says 'a\x1b]0;title\x07\x1b[31mb/wasm32-lind/release/app.cwasm'
	run "$HELPERS/lind-rust" doctor --cache "$dir/$evil"
	[[ "$output" != *$'\e'* ]]
	says 'a\x1b]0;title\x07\x1b[31mb'
}
