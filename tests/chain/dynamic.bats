# SPDX-License-Identifier: Apache-2.0
# Dynamic programs of Rust, C and both, by each front end, by word and by default: built by the real tools, and run on lind.
load ../lib

setup_file() {
	[ -n "${LIND_WASM_ROOT-}" ] || return 0
	cd "$BATS_FILE_TMPDIR"
	unset CMAKE_GENERATOR CMAKE_TOOLCHAIN_FILE CMAKE_PREFIX_PATH LIND_RUST_LINKAGE
	cat >CMakeLists.txt <<-EOT
		cmake_minimum_required(VERSION 3.20...4.0)
		project(dynamic LANGUAGES C)
		enable_testing()
		find_package(LindRust REQUIRED)
		set(P "$BATS_TEST_DIRNAME/programs")
		add_lind_rust_crate(world MANIFEST_PATH "\${P}/world/Cargo.toml" BIN world LOCKED)
		add_lind_rust_crate(fat MANIFEST_PATH "\${P}/world/Cargo.toml" BIN world LINKAGE dynamic PROFILE fat LOCKED)
		add_lind_rust_crate(twice MANIFEST_PATH "\${P}/world/Cargo.toml" LIB LOCKED)
		foreach(name IN ITEMS price threads locks setjmp pointer numbers children)
		  add_executable(\${name} "\${P}/\${name}.c")
		  lind_rust_program(\${name})
		endforeach()
		set_property(TARGET setjmp pointer PROPERTY LIND_RUST_LINKAGE dynamic)
		add_executable(terminal terminal.c)
		lind_rust_program(terminal NO_PRECOMPILE)
		target_link_libraries(price PRIVATE twice m)
		target_link_libraries(numbers PRIVATE m)
		lind_rust_add_test(NAME files COMMAND world files)
	EOT
	echo '#include <stdio.h>
		#include <termios.h>
		int main(int argc, char **argv) { struct termios t; puts(argv[0] ? "started" : ""); return argc > 5 && tcgetattr(0, &t); }' \
		>terminal.c
	cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Debug "-DCMAKE_TOOLCHAIN_FILE=$LIND_RUST_SOURCE/cmake/LindRustToolchain.cmake" \
		"-DCMAKE_PREFIX_PATH=$LIND_RUST_SOURCE" "-DLIND_RUST_PREFIX=$LIND_RUST_BUILD_TREE" >log 2>&1 &&
		cmake --build build >>log 2>&1 || { cat log; return 1; }
}

setup() {
	[ -n "${LIND_WASM_ROOT-}" ] || skip "the stand-in runs no dynamic programs; set LIND_WASM_ROOT"
}

# ran STATUS PROGRAM WORDS...: of CMake's programs. Threads that end hang on lind once in a while, in static programs too.
ran() {
	local status_wanted=$1 program=$2 try
	shift 2
	for try in 1 2 3; do
		run "$HELPERS/lind-rust-run" --timeout 20 "$BATS_FILE_TMPDIR/build/lind-rust/$program.cwasm" "$@"
		[ "$status" -ne "$status_wanted" ] || return 0
	done
	echo "status $status: $output"
	return 1
}

@test "a Rust program: files" {
	ran 0 world files
	same "words true" "$output"
	run -0 ctest --test-dir "$BATS_FILE_TMPDIR/build"
}

@test "a Rust program: a child of itself, its streams and status" {
	ran 0 world process
	same "<to a child> Some(7)" "$output"
}

@test "a Rust program: sockets, with a thread at the other end" {
	ran 0 world sockets
	same "over a socket" "$output"
}

@test "a Rust program: what a thread leaves is dropped" {
	ran 0 world locals
	same "dropped" "$output"
}

@test "a Rust program: a panic says its message" {
	run "$HELPERS/lind-rust-run" --timeout 20 "$BATS_FILE_TMPDIR/build/lind-rust/world.cwasm" nonsense
	same 134 "$status"
	says 'no such word: Some("nonsense")'
}

@test "lto = fat" {
	ran 0 fat files
	same "words true" "$output"
}

@test "a C program that calls Rust, libm, and forks" {
	ran 0 price
	same $'42 1.414 4\n5' "$output"
}

@test "C programs: threads, setjmp, function pointers" {
	ran 3 threads
	same "4000 1" "$output"
	ran 0 locks
	same ended "$output"
	ran 0 setjmp
	same "5 3" "$output"
	ran 0 pointer
	same ok "$output"
}

@test "a C program's children" {
	ran 0 children
	same "$(cat "$BATS_TEST_DIRNAME/programs/children.txt")" "$output"
}

@test "functions of numbers, for some of which lind's shared libraries lack arithmetic" {
	ran 0 numbers
	same "1e+300 52.342778 3.957814 7
0x1p-1 -1059 0x0.0000000004p-1022 inf -0.5 -5
1 1 1 -5.5" "$output"
}

@test "what libc.so lacks makes a static program, and the build says why" {
	run -0 cat "$BATS_FILE_TMPDIR/log"
	says "terminal.wasm' is linked statically: lind's libc.so lacks 'tcgetattr'"
	run "$HELPERS/lind-rust-run" --timeout 120 "$BATS_FILE_TMPDIR/build/lind-rust/terminal.wasm"
	same started "$output"
	run -0 "$HELPERS/lind-rust-inspect" "$BATS_FILE_TMPDIR/build/lind-rust/terminal.wasm"
	says "terminal.wasm: static, "
}

@test "the modules are small, and pass the check" {
	for name in world fat price threads setjmp numbers; do
		run -0 "$HELPERS/lind-rust-inspect" --check "$BATS_FILE_TMPDIR/build/lind-rust/$name.wasm"
		same "" "$output"
		grep -q dylink.0 "$BATS_FILE_TMPDIR/build/lind-rust/$name.wasm"
		# One made by rustc without optimisation is larger.
		[ $name = world ] || [ "$(stat -c %s "$BATS_FILE_TMPDIR/build/lind-rust/$name.wasm")" -lt 1000000 ]
	done
}

@test "a program depends on libc.so, and a second build does nothing" {
	run -0 ninja -C "$BATS_FILE_TMPDIR/build" -n
	says "no work to do"
	run -0 ninja -C "$BATS_FILE_TMPDIR/build" -t query lind-rust/linked/threads.wasm
	says "/lib/wasm32-wasi/libc.so"
}

@test "make: for a whole project" {
	cd "$BATS_TEST_TMPDIR"
	cat >Makefile <<-EOT
		LIND_RUST_PREFIX := $LIND_RUST_BUILD_TREE
		LIND_RUST_LINKAGE := dynamic
		include $LIND_RUST_SOURCE/make/lind-rust.mk
		twice_MANIFEST := $BATS_TEST_DIRNAME/programs/world/Cargo.toml
		twice_LIB := 1
		\$(eval \$(call add_lind_rust_crate,twice))
		price_SOURCES := price.c
		price_LIBS := twice
		price_LDFLAGS := -lm
		\$(eval \$(call add_lind_program,price))
		check: \$(price_PROGRAM) ; @\$(call lind_rust_run,\$(price_PROGRAM))
	EOT
	cp "$BATS_TEST_DIRNAME/programs/price.c" .
	run -0 make check
	says "42 1.414 4"
	grep -q dylink.0 build/price.wasm
}

@test "cargo lind_run --linkage dynamic, and the same by Cargo.toml" {
	cp -r "$BATS_TEST_DIRNAME/programs/world" "$BATS_TEST_TMPDIR/world"
	cd "$BATS_TEST_TMPDIR/world"
	run -0 "$HELPERS/cargo-lind_run" -q --linkage dynamic --release --bin world -- files
	says "words true"
	grep -q dylink.0 target/wasm32-lind/release/world.wasm
	printf '[package.metadata.lind]\nlinkage = "dynamic"\n' >>Cargo.toml
	rm -r target/wasm32-lind/release/world.wasm
	run -0 "$HELPERS/cargo-lind_run" -q --release --bin world -- files
	grep -q dylink.0 target/wasm32-lind/release/world.wasm
}
