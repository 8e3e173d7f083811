#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# The ways to get add_lind_rust_crate() into a project, and the helpers that come with each.

load ../lib
load project

setup() {
	unset LIND_RUST_PREFIX
}

# A host program in C and a crate: the C must stay the host's.
host_project() {
	LANGUAGES=C project 'add_executable(tool tool.c)' 'add_lind_rust_crate(app)' 'lind_rust_add_test(NAME app COMMAND app)'
	bin_crate . app
	printf '%s\n' '#include <stdio.h>' 'int main(void) { return puts("host") < 0; }' >tool.c
}

# What a project in which the crate was built can do.
works() {
	build
	runs "$B/lind-rust/app.wasm"
	same app "$output"
	tests
	[ ! -e "$B/tool" ] || same host "$("$B/tool")"
}

# installed DIR: an installation of the build under test there.
installed() {
	DESTDIR= cmake --install "$LIND_RUST_BUILD_TREE" --prefix "$1" >/dev/null
}

@test "find_package finds an installation, also after it moved" {
	installed "$BATS_TEST_TMPDIR/a prefix"
	mv "$BATS_TEST_TMPDIR/a prefix" "$BATS_TEST_TMPDIR/moved prefix"
	host_project
	LIND_RUST_SOURCE="$BATS_TEST_TMPDIR/moved prefix" configure
	[ ! -e "$B/lind-rust/tools" ]
	works
	grep -q "moved prefix/bin/lind-rust-cargo" "$B/build.ninja"
}

@test "an installation below DESTDIR is complete" {
	DESTDIR=$BATS_TEST_TMPDIR/dest cmake --install "$LIND_RUST_BUILD_TREE" --prefix /opt/lind >/dev/null
	host_project
	LIND_RUST_SOURCE=$BATS_TEST_TMPDIR/dest/opt/lind configure
	works
}

@test "an installation has the toolchain file, which finds its package" {
	installed "$BATS_TEST_TMPDIR/prefix"
	host_project
	sed -i '/tool/d' CMakeLists.txt
	LIND_RUST_SOURCE=/nonsense configure "-DCMAKE_TOOLCHAIN_FILE=$BATS_TEST_TMPDIR/prefix/lib/cmake/LindRust/LindRustToolchain.cmake"
	works
}

@test "versions: the same minor version is compatible" {
	export LIND_RUST_PREFIX=$LIND_RUST_BUILD_TREE
	local version major minor
	version=$(sed -n 's/^set(LIND_RUST_VERSION \(.*\))/\1/p' "$LIND_RUST_SOURCE/cmake/LindRustVersion.cmake")
	major=${version%%.*} minor=${version#*.}
	minor=${minor%%.*}
	project
	for request in "" "$major.$minor" "$version" "$version EXACT" "$major.$minor.0...$major.$((minor + 1))" "0.0.1...99"; do
		sed -i "s/find_package.*/find_package(LindRust $request REQUIRED)/" CMakeLists.txt
		configure
	done
	for request in "$major.$((minor + 1))" 0.0.1 99.0 "$major.$minor.99" "$major.$minor.99 EXACT" "98...99" \
		"0.0.1...<$major.$minor"; do
		sed -i "s/find_package.*/find_package(LindRust $request REQUIRED)/" CMakeLists.txt
		rejects "version: $version"
	done
}

@test "find_package finds the source tree; the helpers are built for the host, whatever the environment says" {
	host_project
	CC=/bin/false CFLAGS=--nonsense CMAKE_TOOLCHAIN_FILE=/nonsense DESTDIR=/nonsense CMAKE_GENERATOR=nonsense \
		PKG_CONFIG_LIBDIR=/nonsense MAKEFLAGS=-n cmake -S "$P" -B "$B" -G Ninja -DCMAKE_TOOLCHAIN_FILE= \
		-DCMAKE_C_COMPILER=cc -DCMAKE_C_FLAGS= "-DCMAKE_PREFIX_PATH=$LIND_RUST_SOURCE" || return
	[ "$(head -c 4 "$B/lind-rust/tools/bin/lind-rust-config" | tail -c 3)" = ELF ]
	works
	# Nothing to do again, and what is built is built once.
	configure
	says_not "building the helpers"
	build
	says "no work to do"
	# Left out where there was no clang, the stand-in is made once there is one.
	rm "$B/lind-rust/tools/share/lind-rust/standin/run.mjs"
	configure
	[ -e "$B/lind-rust/tools/share/lind-rust/standin/run.mjs" ]
	# What is missing for the helpers' own build: the command that installs it.
	rm -rf "$B"
	run env PKG_CONFIG_LIBDIR=/nonsense PKG_CONFIG=/bin/false cmake -S "$P" -B "$B" -G Ninja "-DCMAKE_PREFIX_PATH=$LIND_RUST_SOURCE"
	[ "$status" -ne 0 ]
	says "lind-rust: configuring the helpers failed"
	says "'$LIND_RUST_SOURCE/.ci/setup'"
}

@test "FetchContent in a project whose C is for lind, with Makefiles" {
	export GENERATOR="Unix Makefiles"
	project
	bin_crate . app
	cat >CMakeLists.txt <<-'END'
		cmake_minimum_required(VERSION 3.20...4.0)
		project(test LANGUAGES C)
		enable_testing()
		include(FetchContent)
		FetchContent_Declare(lind-rust URL https://nonsense.invalid/lind-rust.tar.gz)
		FetchContent_MakeAvailable(lind-rust)
		add_lind_rust_crate(app)
		lind_rust_add_test(NAME app COMMAND app)
	END
	configure "-DFETCHCONTENT_SOURCE_DIR_LIND-RUST=$LIND_RUST_SOURCE" "-DCMAKE_TOOLCHAIN_FILE=$toolchain"
	works
}

@test "add_subdirectory, twice the module, and LIND_RUST_PREFIX instead of a build of the helpers" {
	host_project
	ln -s "$LIND_RUST_SOURCE" lind-rust
	sed -i 's/^find_package.*/add_subdirectory(lind-rust)\nfind_package(LindRust REQUIRED)/' CMakeLists.txt
	configure "-DLIND_RUST_PREFIX=$LIND_RUST_BUILD_TREE"
	[ ! -e "$B/lind-rust/tools" ]
	works
}

@test "an older CMake says so, whatever a project asks for" {
	export LIND_RUST_PREFIX=$LIND_RUST_BUILD_TREE
	project
	sed -i 's/^find_package/set(CMAKE_VERSION 3.18.4)\n&/' CMakeLists.txt
	rejects "lind-rust: CMake 3.20 or newer is needed; this is 3.18.4."
	sed -i 's|^find_package.*|include("'"$LIND_RUST_SOURCE"'/cmake/LindRustToolchain.cmake")|' CMakeLists.txt
	rejects "lind-rust: CMake 3.20 or newer is needed; this is 3.18.4."
}

@test "a tree without its helpers says so" {
	mkdir "$BATS_TEST_TMPDIR/cmake"
	cp -r "$LIND_RUST_SOURCE/cmake/." "$BATS_TEST_TMPDIR/cmake"
	project
	LIND_RUST_SOURCE=$BATS_TEST_TMPDIR rejects "lind-rust is not complete" "Install it again."
}
