#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# What is built when one input changed, and when none did. Tools that count their starts are the judges.

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
	# Unlike any program before: the opt pass knows those.
	bin_crate app app 'std::hint::black_box("'"$(date +%s%N)"'");
		println!("{} {} {}", unsafe { sum() }, dep::dep(), include_str!(concat!(env!("OUT_DIR"), "/n")));'
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
