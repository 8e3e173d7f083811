#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# What a change of settings or tools leads to, and what is left after a failure and after clean.

load ../lib
load project

setup() {
	count_tools
}

@test "Ninja Multi-Config: each configuration has files of its own, and nothing is done twice" {
	export GENERATOR="Ninja Multi-Config"
	if cmake --version | grep -q " 3\.20\."; then
		project 'add_lind_rust_crate(app)'
		bin_crate . app
		fails_with 1 cmake -S "$P" -B "$B" -G "$GENERATOR" "-DCMAKE_PREFIX_PATH=$LIND_RUST_SOURCE"
		says "needs CMake 3.21"
		return
	fi
	project 'add_lind_rust_crate(app)' 'lind_rust_add_test(NAME app COMMAND app)'
	bin_crate . app 'println!("{}", cfg!(debug_assertions));'
	configure
	build --config Debug
	build --config Release
	runs "$B/lind-rust/Debug/app.wasm"
	same true "$output"
	runs "$B/lind-rust/Release/app.wasm"
	same false "$output"
	: >"$LOG"
	build --config Debug
	says "no work to do"
	build --config Release
	says "no work to do"
	tests -C Release
}

touch_stops_early() {
	project 'add_lind_rust_crate(app)'
	bin_crate . app
	configure
	build
	later
	touch src/main.rs
	started cargo clang
	started
}

@test "Ninja: a file that was touched, but is the same, stops before the opt pass" {
	touch_stops_early
	says "no work to do"
}

@test "Makefiles: a file that was touched, but is the same, stops before the opt pass" {
	GENERATOR="Unix Makefiles" touch_stops_early
}

helper_changed() {
	# Helpers of its own, whose time may change.
	cp -a "$LIND_RUST_BUILD_TREE/bin" "$LIND_RUST_BUILD_TREE/libexec" "$LIND_RUST_BUILD_TREE/share" "$BATS_TEST_TMPDIR"
	project 'add_lind_rust_crate(app)'
	bin_crate . app
	configure "-DLIND_RUST_PREFIX=$BATS_TEST_TMPDIR"
	build
	later
	touch "$BATS_TEST_TMPDIR/bin/"*
	build
	started
}

@test "Ninja: new helpers that do the same lead to one build, not to one for ever" {
	helper_changed
	says "no work to do"
}

@test "Makefiles: new helpers that do the same lead to one build, not to one for ever" {
	GENERATOR="Unix Makefiles" helper_changed
}

@test "a change of a keyword makes the program anew" {
	project 'add_lind_rust_crate(app ${MORE})' \
		'string(TOUPPER "$ENV{LEVEL}" level)' 'set_target_properties(app PROPERTIES LIND_RUST_OPT_LEVEL "${level}")'
	bin_crate . app 'println!("{} {}", cfg!(feature = "loud"), cfg!(debug_assertions));'
	configure
	build
	runs "$B/lind-rust/app.wasm"
	same "false false" "$output"
	configure "-DMORE=FEATURES;loud"
	started cargo clang wasm-opt
	runs "$B/lind-rust/app.wasm"
	same "true false" "$output"
	configure "-DMORE=PROFILE;dev"
	started cargo clang wasm-opt
	runs "$B/lind-rust/app.wasm"
	same "false true" "$output"
	LEVEL=0 configure "-DMORE=PROFILE;dev"
	started wasm-opt
}

@test "a change of Cargo.toml configures again: a feature that is gone is an error" {
	project 'add_lind_rust_crate(app FEATURES loud)'
	bin_crate . app
	configure
	build
	later
	sed -i '/loud/d' Cargo.toml
	fails_with 1 cmake --build "$B"
	says "loud"
	says "quiet"
}

@test "a crate that does not compile fails the build and leaves nothing" {
	project 'add_lind_rust_crate(app)'
	bin_crate . app 'nonsense();'
	configure
	fails_with 1 cmake --build "$B"
	says "cannot find function"
	says "crate 'app' of"
	[ "$(grep -c "was not built" <<<"$output")" -eq 1 ]
	[ ! -e "$B/lind-rust/raw/app.wasm" ]
	[ ! -e "$B/lind-rust/app.wasm" ]
	bin_crate . app
	build
}

@test "a source that the build generates is an input" {
	project 'configure_file(word.in "${CMAKE_BINARY_DIR}/word.rs")' \
		'add_lind_rust_crate(app ENV "WORD=${CMAKE_BINARY_DIR}/word.rs")'
	echo 'println!("one")' >word.in
	bin_crate . app 'include!(env!("WORD"));'
	configure
	build
	later
	echo 'println!("two")' >word.in
	started cargo clang wasm-opt
	runs "$B/lind-rust/app.wasm"
	same two "$output"
	started
}

@test "what the build made is gone after clean" {
	for GENERATOR in Ninja "Unix Makefiles"; do
		export GENERATOR
		project 'add_lind_rust_crate(app)'
		bin_crate . app
		configure
		build
		build --target clean
		same "" "$(find "$B/lind-rust" -type f \( -name '*.wasm' -o -name '*.stamp' -o -name '*.rlib' \))"
		build
	done
}
