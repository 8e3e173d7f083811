#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# Keywords that do what they say, several directories, tests, lindfs; and places and environments that are not friendly.

load ../lib
load project

# A program that shows what it was compiled with.
telling() {
	bin_crate "$1" "$2" 'println!("{} {} {} {:?}", cfg!(feature = "loud"), cfg!(feature = "quiet"), cfg!(debug_assertions),
		option_env!("WORD"));'
}

@test "features, profile, environment and flags reach the crate" {
	project 'add_lind_rust_crate(one FEATURES loud quiet PROFILE dev ENV "WORD=a; b \"c\" $d" "OTHER=x")' \
		'add_lind_rust_crate(two ALL_FEATURES LOCKED OFFLINE)' \
		'add_lind_rust_crate(three NO_DEFAULT_FEATURES FEATURES loud BIN app PACKAGE app)' \
		'add_lind_rust_crate(four RUSTFLAGS --cfg "feature=\"quiet\"" -Cdebug-assertions)' \
		'add_lind_rust_crate(five CARGO_ARGS --config "profile.release.debug-assertions=true" PROFILE release)' \
		'add_lind_rust_crate(six EXAMPLE six OUTPUT_NAME "the sixth")' \
		'add_lind_rust_crate(n BIN n MANIFEST_PATH n/Cargo.toml OPT_LEVEL 0 CHECK OFF NO_PRECOMPILE)'
	telling . app
	mkdir examples
	echo 'fn main() { println!("an example"); }' >examples/six.rs
	bin_crate n n
	configure
	build
	for case in 'one:true true true Some("a; b \"c\" $d")' 'two:true true false None' 'three:true false false None' \
		'four:false true true None' 'five:false false true None' 'the sixth:an example' n:n; do
		runs "$B/lind-rust/${case%%:*}.wasm"
		same "${case#*:}" "$output"
	done
	build -- -t commands
	says "--opt-level=0 --check=off"
}

@test "LOCKED holds: a lock file that would change is an error" {
	project 'add_lind_rust_crate(app LOCKED)'
	bin_crate . app
	sed -i 's/0.1.0/0.1.1/' Cargo.toml
	configure
	fails_with 1 cmake --build "$B"
	says "lock"
	[ -z "$(grep 0.1.1 Cargo.lock)" ]
}

@test "a tool of the build is a program of the host, with which other targets are made" {
	project 'add_lind_rust_crate(tools TARGET host ENV WORD=w FEATURES loud)' \
		'add_custom_command(OUTPUT out COMMAND lind::tools > out DEPENDS tools VERBATIM)' 'add_custom_target(run ALL DEPENDS out)'
	telling . tools
	configure
	build
	same 'true false false Some("w")' "$(<"$B/out")"
	build
	says "no work to do"
}

@test "a target that is not part of all is built when it is asked for" {
	project 'add_lind_rust_crate(app EXCLUDE_FROM_ALL)' 'add_lind_rust_crate(words EXCLUDE_FROM_ALL MANIFEST_PATH w/Cargo.toml)' \
		'add_lind_rust_crate(more MANIFEST_PATH w/Cargo.toml)' 'set_target_properties(more PROPERTIES LIND_RUST_EXCLUDE_FROM_ALL ON)'
	bin_crate . app
	lib_crate w words
	configure
	build
	[ ! -e "$B/lind-rust/app.wasm" ] && [ ! -e "$B/lind-rust/libwords.a" ] && [ ! -e "$B/lind-rust/libmore.a" ]
	build --target app words-crate
	[ -e "$B/lind-rust/app.wasm" ] && [ -e "$B/lind-rust/libwords.a" ]
}

@test "properties may change until the directory ends" {
	project 'add_lind_rust_crate(app)' 'get_target_property(kind app LIND_RUST_KIND)' 'message(STATUS "kind ${kind}")' \
		'set_property(TARGET app APPEND PROPERTY LIND_RUST_FEATURES loud)' \
		'set_target_properties(app PROPERTIES LIND_RUST_OUTPUT_NAME renamed LIND_RUST_PROFILE dev LIND_RUST_ENV "WORD=w")' \
		'lind_rust_add_test(NAME app COMMAND app)' \
		'file(GENERATE OUTPUT "${CMAKE_BINARY_DIR}/place" CONTENT "$<TARGET_FILE:lind::app>")'
	telling . app
	configure
	says "kind bin"
	build
	same "$B/lind-rust/renamed.wasm" "$(<"$B/place")"
	runs "$B/lind-rust/renamed.wasm"
	same 'true false true Some("w")' "$output"
	tests
}

several_directories() {
	LANGUAGES=C project 'add_subdirectory(checks)' 'add_subdirectory(main)' 'add_subdirectory(words)' 'add_subdirectory(app)' \
		'lind_rust_add_test(NAME app COMMAND app ENV "WORD=a b;c" TIMEOUT 30)' \
		'set_tests_properties(app PROPERTIES PASS_REGULAR_EXPRESSION "<a b;c> <an arg> <x;y>")'
	mkdir checks main
	lib_crate words words
	bin_crate app app 'print!("<{}>", std::env::var("WORD").unwrap()); for a in std::env::args().skip(1) { print!(" <{}>", a); }'
	echo 'add_lind_rust_crate(words)' >words/CMakeLists.txt
	printf '%s\n' 'add_lind_rust_crate(app)' 'add_lind_rust_crate(again OUTPUT_NAME again)' >app/CMakeLists.txt
	printf '%s\n' 'add_executable(main main.c)' 'target_link_libraries(main PRIVATE words)' 'lind_rust_program(main)' \
		>main/CMakeLists.txt
	printf '%s\n' '#include <stdio.h>' 'int words(void);' 'int main(void) { return printf("%d\n", words()) < 0; }' >main/main.c
	printf '%s\n' 'add_lind_rust_crate(early MANIFEST_PATH ../words/Cargo.toml)' >checks/CMakeLists.txt
	sed -i 's/COMMAND app ENV/COMMAND app "an arg" "x;y" ENV/' CMakeLists.txt
	configure "-DCMAKE_TOOLCHAIN_FILE=$toolchain"
	build -j4
	[ "$(grep -c "Settings of cargo" <<<"$output")" -eq 1 ]
	says_not jobserver
	runs "$B/lind-rust/main.wasm"
	same 42 "$output"
	tests
	build -j4
	says_not "Building"
}

@test "Ninja: directories share std, and link each other's crates" {
	several_directories
}

@test "Makefiles: directories share std, and link each other's crates" {
	GENERATOR="Unix Makefiles" several_directories
}

# A lind-boot that precompiles by copying, a lindfs and a sysroot that is not the stand-in's by name.
fake_lind() {
	local root=$BATS_TEST_TMPDIR/lind
	mkdir -p "$root/fs" "$root/sysroot"
	cp -r "$LIND_RUST_BUILD_TREE/share/lind-rust/standin/sysroot/." "$root/sysroot"
	rm "$root/sysroot/lind-rust-standin"
	cat >"$root/boot" <<-'END'
		#!/bin/sh
		[ "$1" = --precompile ] && echo >> "$0.runs" && exec cp "$2" "${2%.wasm}.cwasm"
		echo "boot: $*"
	END
	# Named as a lind-wasm's own: with its passes.
	cat >"$root/wasm-opt" <<-'END'
		#!/bin/sh
		echo >> "$0.runs"
		[ "$1" = --help ] && exec echo --epoch-injection
		for word; do
			[ "$last" = -o ] && out=$word
			case $word in -*) ;; *.wasm) [ "$last" = -o ] || in=$word ;; esac
			last=$word
		done
		exec cp "$in" "$out"
	END
	chmod +x "$root/boot" "$root/wasm-opt"
	lind=("-DLIND_RUST_SYSROOT=$root/sysroot" "-DLIND_RUST_LIND_BOOT=$root/boot" "-DLIND_RUST_LINDFS=$root/fs"
		"-DLIND_RUST_WASM_OPT=$root/wasm-opt")
	boot=$root/boot
	fs=$root/fs
}

with_lindfs() {
	fake_lind
	project 'add_lind_rust_crate(app OUTPUT_DIR usr/bin CHECK OFF)' 'lind_rust_add_test(NAME app COMMAND app)' \
		'add_lind_rust_crate(plain NO_PRECOMPILE CHECK OFF)' 'set_target_properties(plain PROPERTIES LIND_RUST_OUTPUT_DIR /)' \
		'set_tests_properties(app PROPERTIES PASS_REGULAR_EXPRESSION "boot: /usr/bin/app.cwasm|boot: /tmp/")'
	bin_crate . app
	configure "${lind[@]}"
	build
	cmp "$B/lind-rust/app.cwasm" "$fs/usr/bin/app.cwasm"
	cmp "$B/lind-rust/plain.wasm" "$fs/plain.wasm"
	[ ! -e "$B/lind-rust/plain.cwasm" ]
	tests
	build
	says_not "Precompiling"
	says_not "Staging"
	later
	touch "$boot"
	build
	says "Precompiling app.cwasm"
	says_not "Opt pass"
	# Of equal bytes: Ninja sees that nothing is left to do.
	[ "${GENERATOR:-Ninja}" = Ninja ] || says "Staging"
	build
	says_not "Precompiling"
	rm "$fs/usr/bin/app.cwasm"
	build
	[ -e "$fs/usr/bin/app.cwasm" ]
	build --target clean
	same "" "$(find "$fs" -type f)"
	# From the caches.
	rm -f "$boot.runs" "${boot%/*}/wasm-opt.runs"
	build
	says "Precompiling app.cwasm"
	[ -e "$fs/usr/bin/app.cwasm" ]
	[ ! -e "$boot.runs" ]
	[ ! -e "${boot%/*}/wasm-opt.runs" ]
}

@test "Ninja: programs are precompiled by lind-boot and copied into lindfs" {
	with_lindfs
}

@test "Makefiles: programs are precompiled by lind-boot and copied into lindfs" {
	GENERATOR="Unix Makefiles" with_lindfs
}

@test "without lindfs OUTPUT_DIR does nothing" {
	project 'add_lind_rust_crate(app OUTPUT_DIR usr/bin)'
	bin_crate . app
	configure
	build
	says_not "Staging"
}

@test "the caller's environment changes nothing" {
	project 'add_lind_rust_crate(app)'
	telling . app
	configure
	build
	cp "$B/lind-rust/app.wasm" "$BATS_TEST_TMPDIR/wanted"
	rm -rf "$B"
	export RUSTFLAGS=--nonsense CARGO_ENCODED_RUSTFLAGS=--nonsense CARGO_TARGET_DIR=/nonsense CC=/bin/false CFLAGS=--nonsense \
		RUSTC_WRAPPER=/bin/false CARGO_BUILD_TARGET=nonsense CARGO_PROFILE_RELEASE_DEBUG_ASSERTIONS=true LDFLAGS=--nonsense \
		RUSTC=/bin/false CPATH=/nonsense CARGO_BUILD_RUSTC_WRAPPER=/bin/false
	configure
	build
	cmp "$B/lind-rust/app.wasm" "$BATS_TEST_TMPDIR/wanted"
}

@test "a build leaves the sources alone, and needs not write them" {
	project 'add_lind_rust_crate(app LOCKED)'
	telling . app
	git init -q . && git add . && git -c user.name=n -c user.email=e commit -qm all
	chmod -R a-w .
	configure
	build
	chmod -R u+w .
	same "" "$(git status --porcelain --ignored)"
	[ ! -e target ]
}

# hostile NAME...: a project and its build in a directory of this name.
hostile() {
	local name
	for name; do
		echo "in: $name"
		project 'add_lind_rust_crate(app ENV "PLACE=${CMAKE_CURRENT_SOURCE_DIR}")' 'lind_rust_add_test(NAME app COMMAND app)'
		P="$BATS_TEST_TMPDIR/$name" B="$BATS_TEST_TMPDIR/$name/build"
		mv "$BATS_TEST_TMPDIR/a project" "$P"
		cd "$P"
		bin_crate . app 'println!("{}", env!("PLACE"));'
		configure
		build
		runs "$B/lind-rust/app.wasm"
		same "$P" "$output"
		build
		says_not "Building"
		tests
	done
}

@test "Ninja: sources and builds lie in directories of any name that Ninja can read" {
	hostile 'naïve – ü (a,b=c) !~@{}+'
}

@test "Makefiles: sources and builds lie in directories of nearly any name" {
	GENERATOR="Unix Makefiles" hostile 'naïve – ü (a,b=c) z' "it's a\$b & \"c\"\`^"
}

@test "Ninja: crates in directories whose names it cannot read are built, with a warning" {
	for name in "it's" 'a#b' 'a$b'; do
		project 'add_lind_rust_crate(app)'
		P="$BATS_TEST_TMPDIR/$name"
		mv "$BATS_TEST_TMPDIR/a project" "$P"
		cd "$P"
		bin_crate . app
		configure
		says "more than Ninja can read"
		build
		runs "$B/lind-rust/app.wasm"
		same app "$output"
	done
}

@test "what CMake cannot handle in a path is said in one message" {
	for name in 'a;b' 'a$(b)' 'a$<b' 'a#b'; do
		project
		P="$BATS_TEST_TMPDIR/$name"
		mkdir "$P"
		cp CMakeLists.txt "$P"
		cd "$P"
		B="$P/build" rejects "is more than CMake can handle" "Move or rename it."
	done
}
