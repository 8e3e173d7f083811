#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# lind-rust new: what it makes builds, runs and tests at once, by the commands that it prints.

load ../lib

setup() {
	unset LIND_RUST_PREFIX LIND_RUST MAKEFLAGS CMAKE_GENERATOR CMAKE_TOOLCHAIN_FILE CMAKE_PREFIX_PATH
	mkdir -p "$BATS_TEST_TMPDIR/a place"
	cd "$BATS_TEST_TMPDIR/a place"
	new=("$HELPERS/lind-rust" new)
}

# next: runs the commands that were printed.
next() {
	sed -n 's/^  //p' <<<"$output" >next.sh
	[ -s next.sh ]
	fails_with 0 sh -e next.sh
}

@test "CMake: by the printed commands" {
	fails_with 0 "${new[@]}" shop
	next
	says "100% tests passed"
	# The source tree has what was made, and the build tree.
	same "$(printf '%s\n' .gitignore CMakeLists.txt README.md build greeting main.c)" "$(ls -A shop | LC_ALL=C sort)"
	same "$(printf '%s\n' Cargo.lock Cargo.toml greeting.h src)" "$(ls -A shop/greeting | LC_ALL=C sort)"
}

@test "make: by the printed commands" {
	fails_with 0 "${new[@]}" --build make shop
	next
	says "hello, world: 5 letters, 3 threads"
	says "hello, you: 3 letters, 3 threads"
	fails_with 0 make -C shop clean
	[ ! -e shop/build ]
}

@test "the README of a new project says what works" {
	fails_with 0 "${new[@]}" shop
	sed -n '/^```sh/,/^```/p' shop/README.md | grep -v '```' >steps
	cd shop
	fails_with 0 sh -e ../steps
	says "hello, you: 3 letters"
}

@test "the programs may lie anywhere: a space in their prefix" {
	mkdir 'a prefix'
	cp -r "$(dirname "$HELPERS")"/{bin,include,libexec,share} 'a prefix'
	fails_with 0 'a prefix/bin/lind-rust' new --build make shop
	next
	fails_with 0 'a prefix/bin/lind-rust' new cm
	sed -n 's/^    \(-DCMAKE_PREFIX_PATH=.*\)/printf "%s\\n" \1/p' cm/README.md >word
	same "-DCMAKE_PREFIX_PATH=$PWD/a prefix" "$(sh ./word)"
}

@test "a new repository is as good as empty" {
	mkdir -p shop/.git
	fails_with 0 "${new[@]}" shop
	[ -e shop/main.c ] && [ -d shop/.git ]
	rm -r shop/greeting shop/[A-Zm]*
	fails_with 1 "${new[@]}" shop
	says "is there and not empty"
}

@test "where a project cannot be made nothing is" {
	mkdir full
	touch full/file
	fails_with 1 "${new[@]}" full
	says "'$PWD/full' is there and not empty: nothing was written"
	mkdir gone
	fails_with 1 sh -c 'cd gone && rmdir ../gone && exec "$@"' sh "${new[@]}" .
	says "directory '.': No such file or directory"
	same file "$(ls -A full)"
	fails_with 1 "${new[@]}" test
	says "'test' cannot be the program's name: it has a meaning already"
	fails_with 1 "${new[@]}" 'two words'
	says "'two words' cannot be the program's name"
	says "give one by --name"
	fails_with 0 "${new[@]}" --name shop 'two words'
	mkdir shop.new
	fails_with 1 "${new[@]}" shop
	says "'$PWD/shop.new' is in the way"
	fails_with 2 "${new[@]}"
	says "the directory of the new project is missing"
	fails_with 2 "${new[@]}" a b
	says "'b' is not expected: one directory"
	fails_with 2 "${new[@]}" --build meson a
	says "--build: 'meson' is not one"
	fails_with 2 "${new[@]}" --json a
	says "--json is for 'lind-rust doctor'"
	touch afile
	fails_with 1 "${new[@]}" afile/x
	says "make a project in"
	[ ! -e a ]
}

@test "in an empty directory that is there, by a dot" {
	mkdir empty
	cd empty
	fails_with 0 "${new[@]}" .
	[ -e main.c ]
	grep -q 'add_executable(empty main.c)' CMakeLists.txt
}
