#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# What a build does when nothing changed, and when one thing did. Tools that count their starts are the judges.

load ../lib
load project

setup() {
	count_tools
}

# A program on a path dependency, a build script's input and a C library.
mixed_project() {
	LANGUAGES=C project 'add_library(sums STATIC sums.c)' 'target_include_directories(sums PUBLIC .)' \
		'add_lind_rust_crate(app MANIFEST_PATH app/Cargo.toml LINK_LIBRARIES sums ${MORE})' \
		'add_executable(main main.c)' 'lind_rust_program(main)'
	echo '#define SUM 1' >sums.h
	printf '#include "sums.h"\nint sum(void);\nint sum(void) { return SUM; }\n' >sums.c
	echo 'int main(void) { return 0; }' >main.c
	lib_crate dep dep
	bin_crate app app 'println!("{} {} {}", unsafe { sum() }, dep::dep(), include_str!(concat!(env!("OUT_DIR"), "/n")));'
	echo 'extern "C" { fn sum() -> i32; }' >>app/src/main.rs
	sed -i 's/\[features\]/[dependencies]\ndep = { path = "..\/dep" }\n&/' app/Cargo.toml
	rm app/Cargo.lock
	echo 7 >app/input.txt
	cat >app/build.rs <<-'END'
		fn main() {
		    println!("cargo:rerun-if-changed=input.txt");
		    let out = std::env::var("OUT_DIR").unwrap();
		    std::fs::write(out + "/n", std::fs::read_to_string("input.txt").unwrap().trim()).unwrap();
		}
	END
	configure "-DCMAKE_TOOLCHAIN_FILE=$toolchain" "$@"
	build
	program=$B/lind-rust/app.wasm
	runs "$program"
	same "1 42 7" "$output"
}

nothing_is_done() {
	started
	configure
	started
}

every_change_rebuilds() {
	later
	sed -i 's/42/43/' dep/src/lib.rs
	started cargo wasm-opt clang
	runs "$program"
	same "1 43 7" "$output"
	echo 8 >app/input.txt
	started cargo wasm-opt clang
	runs "$program"
	same "1 43 8" "$output"
	echo '#define SUM 2' >sums.h
	started cargo wasm-opt clang
	runs "$program"
	same "2 43 8" "$output"
	sed -i 's/return SUM/return SUM + 1/' sums.c
	started cargo wasm-opt clang
	runs "$program"
	same "3 43 8" "$output"
	sed -i 's/"{} {} {}"/"{}-{}-{}"/' app/src/main.rs
	started cargo wasm-opt clang
	runs "$program"
	same "3-43-8" "$output"
	started
}

@test "Ninja: nothing is done twice, also after a configuration" {
	mixed_project
	nothing_is_done
	says "no work to do"
}

@test "Ninja: a change of any input makes the program anew" {
	mixed_project
	every_change_rebuilds
	says "no work to do"
}

@test "Makefiles: nothing is done twice, also after a configuration" {
	GENERATOR="Unix Makefiles" mixed_project
	GENERATOR="Unix Makefiles" nothing_is_done
}

@test "Makefiles: a change of any input makes the program anew" {
	GENERATOR="Unix Makefiles" mixed_project
	every_change_rebuilds
}

@test "Ninja Multi-Config: each configuration has files of its own, and nothing is done twice" {
	export GENERATOR="Ninja Multi-Config"
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

@test "a crate that does not compile fails the build and leaves no stamp" {
	project 'add_lind_rust_crate(app)'
	bin_crate . app 'nonsense();'
	configure
	fails_with 1 cmake --build "$B"
	says "cannot find function"
	says "crate 'app' of"
	[ "$(grep -c "was not built" <<<"$output")" -eq 1 ]
	[ ! -e "$B/lind-rust/stamp/app.stamp" ]
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
