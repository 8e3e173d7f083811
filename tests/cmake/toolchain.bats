#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# C for lind: CMake's own checks, and C libraries in Rust programs.

load ../lib
load project
load ../shared_sysroot

setup() {
	export LANGUAGES=C
	with="-DCMAKE_TOOLCHAIN_FILE=$toolchain"
}

# value NAME: of the cache.
value() {
	sed -n "s/^$1:[A-Z]*=//p" "$B/CMakeCache.txt"
}

@test "CMake's checks find what lind has and nothing else" {
	project 'include(CheckCSourceCompiles)' 'include(CheckIncludeFile)' 'include(CheckFunctionExists)' \
		'include(CheckSymbolExists)' 'include(CheckTypeSize)' \
		'check_c_source_compiles("#include <stdio.h>
			int main(void) { return puts(\"\"); }" GOOD)' \
		'check_c_source_compiles("int main(void) { return nonsense; }" BAD)' \
		'check_include_file(unistd.h UNISTD_H)' 'check_include_file(nonsense.h NONSENSE_H)' \
		'check_function_exists(getpid GETPID)' 'check_function_exists(nonsense NONSENSE)' \
		'check_symbol_exists(getpid unistd.h SYMBOL)' 'check_type_size(long LONG)' \
		'find_library(M m)' 'find_library(NOT_M nonsense)'
	configure "$with"
	same "1 1 1 1 4" "$(value GOOD) $(value UNISTD_H) $(value GETPID) $(value SYMBOL) $(value LONG)"
	same "  " "$(value BAD) $(value NONSENSE_H) $(value NONSENSE)"
	same "NOT_M-NOTFOUND" "$(value NOT_M)"
	[[ "$(value M)" == */lib/wasm32-wasi/libm.a ]]
}

@test "no flags of CMake's are touched, and compile_commands.json tells the target" {
	project 'set(CMAKE_EXPORT_COMPILE_COMMANDS ON)' 'add_executable(main main.c)' \
		'message(STATUS "flags <${CMAKE_C_FLAGS}> <${CMAKE_C_FLAGS_RELEASE}> <${CMAKE_EXE_LINKER_FLAGS}>")'
	echo 'int main(void) { return 0; }' >main.c
	configure "$with"
	says "flags <> <-O3 -DNDEBUG> <>"
	build
	output=$(<"$B/compile_commands.json")
	says "/bin/lind-rust-clang"
	says "--target=wasm32"
	says "--sysroot="
	says_not "--lind-"
}

@test "C++ is compiled for lind: in programs, in libraries that Rust is linked with, and calling Rust" {
	LANGUAGES="C CXX"
	project 'add_library(sum STATIC twice.c sum.cpp)' 'add_lind_rust_crate(app LINK_LIBRARIES sum)' \
		'add_lind_rust_crate(four MANIFEST_PATH four/Cargo.toml)' \
		'cmake_policy(VERSION 3.20...4.0)' 'set(CMAKE_CXX_STANDARD 20)' \
		'add_executable(main main.cpp)' 'target_link_libraries(main PRIVATE four sum)' 'lind_rust_program(main)'
	calling_crate
	printf '%s\n' 'extern "C" int twice(int);' \
		'template <typename T> static T both(T n) { return n + twice(n); }' \
		'extern "C" int sum(int n) { return both(n); }' >sum.cpp
	rm sum.c
	lib_crate four four
	echo '#[no_mangle] pub extern "C" fn four() -> i32 { 4 }' >four/src/lib.rs
	printf '%s\n' '#include <stdio.h>' 'extern "C" int four(void), sum(int);' \
		'static struct made { int n; made() : n(sum(3)) {} ~made() { puts("gone"); } } made;' \
		'int main() { printf("%d %d\n", four(), made.n); }' >main.cpp
	links
	runs "$B/lind-rust/main.wasm"
	same $'4 9\ngone' "$output"
}

@test "a project in C alone becomes a program: sizes, kind and level are those of the keywords" {
	project 'add_executable(main main.c)' \
		'lind_rust_program(main GRATE FPCAST OPT_LEVEL 0 CHECK WARN MAX_MEMORY 2M STACK_SIZE 128K OUTPUT_NAME tool)' \
		'add_executable(later main.c)' 'lind_rust_program(later)' \
		'set_target_properties(later PROPERTIES LIND_RUST_MAX_MEMORY 3M LIND_RUST_OPT_LEVEL 1)' \
		'add_executable(extra main.c)' 'lind_rust_program(extra EXCLUDE_FROM_ALL)'
	printf '%s\n' '#include <stdio.h>' '#include <stdint.h>' 'typedef uint64_t w;' \
		'int pass_fptr_to_wt(w, w, w, w, w, w, w, w, w, w, w, w, w, w);' \
		'int pass_fptr_to_wt(w a, w b, w c, w d, w e, w f, w g, w h, w i, w j, w k, w l, w m, w n) {' \
		'return (int)(a + b + c + d + e + f + g + h + i + j + k + l + m + n); }' \
		'int main(void) { return puts("C") < 0; }' >main.c
	configure "$with"
	build -v
	says "--fpcast"
	runs "$B/lind-rust/tool.wasm"
	same C "$output"
	run "$HELPERS/lind-rust-inspect" "$B/lind-rust/tool.wasm"
	says pass_fptr_to_wt
	says "..32 shared pages"
	run "$HELPERS/lind-rust-inspect" "$B/lind-rust/later.wasm"
	says_not pass_fptr_to_wt
	says "..48 shared pages"
	[ ! -e "$B/lind-rust/extra.wasm" ]
	build --target lind-extra
	runs "$B/lind-rust/extra.wasm"
}

# A program that calls `sum`, `twice` and `sqrt` of C.
calling_crate() {
	bin_crate . app 'println!("{} {}", unsafe { sum(3) }, unsafe { sqrt(16.0) });'
	echo 'extern "C" { fn sum(n: i32) -> i32; fn sqrt(x: f64) -> f64; }' >>src/main.rs
	echo 'int twice(int n); int twice(int n) { return 2 * n; }' >twice.c
	echo 'int twice(int n); int sum(int n); int sum(int n) { return n + twice(n); }' >sum.c
}

# links LIBRARIES...: the crate's LINK_LIBRARIES; those of the test's own lines.
links() {
	configure "$with"
	build
	runs "$B/lind-rust/app.wasm"
	same "9 4" "$output"
}

@test "LINK_LIBRARIES brings what a static library is linked with, privately and by an alias" {
	project 'add_library(twice STATIC twice.c)' 'add_library(my::twice ALIAS twice)' 'add_library(sum STATIC sum.c)' \
		'target_link_libraries(sum PRIVATE my::twice m)' 'add_library(my::sum ALIAS sum)' \
		'add_lind_rust_crate(app LINK_LIBRARIES my::sum m pthread dl)'
	calling_crate
	links
}

@test "LINK_LIBRARIES brings objects and what an interface library names" {
	project 'add_library(twice OBJECT twice.c)' 'add_library(sum STATIC sum.c)' \
		'add_library(every INTERFACE)' 'target_link_libraries(every INTERFACE "$<BUILD_INTERFACE:sum>")' \
		'add_lind_rust_crate(app LINK_LIBRARIES every twice)'
	calling_crate
	links
}

@test "LINK_LIBRARIES brings objects of several sources, and archives that hold objects of others" {
	project 'add_library(both OBJECT twice.c sum.c)' 'add_library(archive STATIC)' \
		'target_link_libraries(archive PUBLIC both)' 'set_target_properties(archive PROPERTIES LINKER_LANGUAGE C)' \
		'add_lind_rust_crate(app LINK_LIBRARIES both)' 'add_lind_rust_crate(other LINK_LIBRARIES archive)'
	calling_crate
	links
	runs "$B/lind-rust/other.wasm"
	same "9 4" "$output"
}

@test "archives of bitcode, by INTERPROCEDURAL_OPTIMIZATION, are linked" {
	project 'include(CheckIPOSupported)' 'check_ipo_supported(LANGUAGES C)' \
		'set(CMAKE_INTERPROCEDURAL_OPTIMIZATION ON)' 'add_library(sum STATIC sum.c twice.c)' \
		'add_lind_rust_crate(app LINK_LIBRARIES sum)'
	calling_crate
	links
}

@test "LINK_LIBRARIES takes imported libraries and files" {
	project 'add_library(twice STATIC twice.c)' 'add_library(sum STATIC sum.c)' \
		'add_library(imported STATIC IMPORTED)' 'add_dependencies(imported sum)' \
		'set_target_properties(imported PROPERTIES IMPORTED_LOCATION "${CMAKE_CURRENT_BINARY_DIR}/libsum.a")' \
		'add_lind_rust_crate(app LINK_LIBRARIES imported "${CMAKE_CURRENT_BINARY_DIR}/libtwice.a")'
	calling_crate
	links
}

@test "LINK_LIBRARIES of a library crate reach its build script, and the C program that links it" {
	project 'add_library(sum STATIC sum.c)' 'target_include_directories(sum PUBLIC "${CMAKE_SOURCE_DIR}/in c")' \
		'target_compile_definitions(sum PUBLIC TIMES=2)' 'add_lind_rust_crate(words LINK_LIBRARIES sum m)' \
		'add_executable(main main.c)' 'target_link_libraries(main PRIVATE words)' 'lind_rust_program(main)'
	lib_crate . words
	echo 'extern "C" { fn sum(n: i32) -> i32; } #[no_mangle] pub extern "C" fn words(n: i32) -> i32 { unsafe { sum(n) } }' \
		>src/lib.rs
	mkdir 'in c'
	echo 'int sum(int n);' >'in c/sum.h'
	printf '#include "sum.h"\nint sum(int n) { return TIMES * n; }\n' >sum.c
	printf '#include "sum.h"\n#include <stdio.h>\nint words(int n);\nint main(void) { printf("%%d %%d\\n", words(3), TIMES); }\n' >main.c
	echo 'fn main() { let f = std::env::var("LIND_RUST_CC_ARGS").unwrap();
		assert!(std::fs::read_to_string(f).unwrap().ends_with("/in c\"\n\"-DTIMES=2\"\n")); }' >build.rs
	configure "$with"
	build
	runs "$B/lind-rust/main.wasm"
	same "6 2" "$output"
}

@test "what cannot be linked is said at configure time" {
	calling() { project "$@" && calling_crate && rm -rf "$B"; }
	export REJECTS_WITH=$with
	calling 'add_lind_rust_crate(app LINK_LIBRARIES nonsense)'
	rejects "add_lind_rust_crate(app): LINK_LIBRARIES: 'nonsense' is no target of this project, no path"
	calling 'add_executable(sum sum.c)' 'add_lind_rust_crate(app LINK_LIBRARIES sum)'
	rejects "'sum' is a EXECUTABLE; a program of lind is linked with static libraries"
	calling 'add_lind_rust_crate(app LINK_LIBRARIES "$<1:sum>")'
	rejects "'\$<1:sum>' is a generator expression, which cannot be followed"
	calling 'add_library(sum STATIC sum.c)' 'add_lind_rust_crate(app LINK_LIBRARIES sum)'
	REJECTS_WITH= rejects "LINK_LIBRARIES: 'sum' is compiled for Linux, not for lind." "LindRustToolchain.cmake"
}

@test "build scripts compile C with the directories and definitions of the libraries, whatever is in them" {
	project 'add_library(sum STATIC sum.c)' 'target_include_directories(sum PUBLIC "an include")' \
		'target_compile_definitions(sum PUBLIC "WORD=\"a \\\"quoted\\\" word\"" N=7)' \
		'add_lind_rust_crate(app LINK_LIBRARIES sum)'
	calling_crate
	mkdir -p "an include"
	echo '#define BASE 1' >"an include/base.h"
	echo 'int sum(int n); int sum(int n) { return n; }' >sum.c
	printf '%s\n' '#include <base.h>' 'const char *word(void);' 'const char *word(void) { return WORD; }' \
		'int number(void);' 'int number(void) { return N + BASE; }' >word.c
	cat >build.rs <<-'END'
		use std::process::Command;
		fn main() {
		    println!("cargo:rerun-if-changed=word.c");
		    let out = std::env::var("OUT_DIR").unwrap();
		    let env = |name| std::env::var(name).unwrap();
		    let run = |c: &mut Command| assert!(c.status().unwrap().success());
		    run(Command::new(env("CC_wasm32_lind")).args(["-c", "word.c", "-o"]).arg(format!("{out}/word.o")));
		    run(Command::new(env("AR_wasm32_lind")).args(["crs"]).arg(format!("{out}/libword.a")).arg(format!("{out}/word.o")));
		    println!("cargo:rustc-link-search={out}");
		    println!("cargo:rustc-link-lib=static=word");
		}
	END
	cat >src/main.rs <<-'END'
		extern "C" { fn word() -> *const std::ffi::c_char; fn number() -> i32; fn sum(n: i32) -> i32; }
		fn main() {
		    let word = unsafe { std::ffi::CStr::from_ptr(word()) };
		    println!("{} {}", word.to_str().unwrap(), unsafe { sum(number()) });
		}
	END
	configure "$with"
	build
	runs "$B/lind-rust/app.wasm"
	same 'a "quoted" word 8' "$output"
}

@test "a library crate is linked with a C program" {
	project 'add_lind_rust_crate(words LIB OUTPUT_NAME vocabulary)' 'add_executable(main main.c)' \
		'target_link_libraries(main PRIVATE words)' 'lind_rust_program(main)' \
		'lind_rust_add_test(NAME main COMMAND main)'
	lib_crate . words
	printf '%s\n' '#include <stdio.h>' 'int words(void);' 'int main(void) { return printf("%d\n", words()) < 0; }' >main.c
	configure "$with"
	build
	[ -e "$B/lind-rust/libvocabulary.a" ]
	runs "$B/lind-rust/main.wasm"
	same 42 "$output"
	tests
}

@test "a shared library of C, with what it is linked with, for a program; and one of a crate" {
	shared_sysroot "$BATS_TEST_TMPDIR/c"
	project 'add_library(helper STATIC helper.c)' 'set_target_properties(helper PROPERTIES POSITION_INDEPENDENT_CODE ON)' \
		'add_library(plug OBJECT plug.c)' 'target_link_libraries(plug PRIVATE helper)' \
		'target_link_options(plug PRIVATE -Wl,--allow-undefined)' 'lind_rust_library(plug OPT_LEVEL 0)' \
		'add_library(quiet OBJECT plug.c)' 'set_target_properties(quiet PROPERTIES C_VISIBILITY_PRESET hidden)' \
		'target_link_libraries(quiet PRIVATE helper)' 'target_link_options(quiet PRIVATE -Wl,--allow-undefined)' \
		'lind_rust_library(quiet EXCLUDE_FROM_ALL)' \
		'add_executable(main main.c)' 'target_link_libraries(main PRIVATE lind-shared-plug)' \
		'lind_rust_program(main LINKAGE dynamic)' \
		'if(rust)' 'add_lind_rust_crate(crate MANIFEST_PATH crate/Cargo.toml CDYLIB)' 'endif()'
	echo 'int plug(int); int main(int argc, char **argv) { return plug(argc) + !argv; }' >main.c
	echo 'int helper(int), of_program(void); int plug(int n) { return helper(n) + of_program(); }' >plug.c
	echo 'static int n = 3; int *p = &n; int helper(int a) { return a + *p; }' >helper.c
	lib_crate crate crate
	for GENERATOR in Ninja "Unix Makefiles"; do
		rm -rf "$B"
		configure "$with" "-DLIND_RUST_SYSROOT=$BATS_TEST_TMPDIR/c"
		build --target lind-main lind-plug
		run -0 "$HELPERS/lind-rust-inspect" "$B/lind-rust/linked/main.wasm"
		says "env.plug: (i32) -> i32"
		run -0 "$HELPERS/lind-rust-inspect" --check --runtime standin "$B/lind-rust/plug.wasm"
		same "" "$output"
		run -0 "$HELPERS/lind-rust-inspect" "$B/lind-rust/plug.wasm"
		says "plug.wasm: library, "
		says "env.of_program"
		says " plug: (i32) -> i32"
		says_not "env.helper"
	done
	build --target lind-quiet
	run -0 "$HELPERS/lind-rust-inspect" "$B/lind-rust/quiet.wasm"
	says_not " plug: (i32) -> i32"
	GENERATOR=Ninja
	rm -rf "$B"
	configure "$with" "-DLIND_RUST_SYSROOT=$BATS_TEST_TMPDIR/c" -Drust=1
	run ninja -C "$B" -t commands crate
	says "--cdylib"
	says "wasm32-lind-dynamic-cdylib/config.toml"
	says "--linkage=dynamic"
	grep -qx -- "'--cdylib'" "$B/lind-rust/stamp/crate.args"
}

@test "what is no shared library of C is refused" {
	project 'add_library(plug STATIC main.c)' 'lind_rust_library(plug)'
	echo 'int main(void) { return 0; }' >main.c
	REJECTS_WITH=$with rejects "lind_rust_library(plug): 'plug' is not an object library that this project links." "with CDYLIB"
	project 'add_library(plug OBJECT main.c)' 'add_library(same ALIAS plug)' 'lind_rust_library(same)'
	REJECTS_WITH=$with rejects "'same' is an alias. Name the object library itself: plug"
	project 'add_library(plug OBJECT main.c)' 'lind_rust_library(plug MAX_MEMORY 1M)'
	REJECTS_WITH=$with rejects "lind_rust_library(plug): unknown argument 'MAX_MEMORY'"
	project 'add_library(plug OBJECT main.c)' 'lind_rust_library(plug)'
	REJECTS_WITH=$with rejects "lind_rust_library(): a shared library needs lind's shared C library" "Set LIND_WASM_ROOT"
}

@test "a C program is dynamic by keyword or for the whole project; grates stay static" {
	shared_sysroot "$BATS_TEST_TMPDIR/c"
	project 'add_library(helper STATIC helper.c)' 'set_target_properties(helper PROPERTIES POSITION_INDEPENDENT_CODE ON)' \
		'add_executable(main main.c)' 'target_link_libraries(main PRIVATE helper)' 'lind_rust_program(main LINKAGE dynamic)' \
		'add_executable(other main.c)' 'target_link_libraries(other PRIVATE helper)' 'lind_rust_program(other EXCLUDE_FROM_ALL)' \
		'add_executable(grate main.c)' 'lind_rust_program(grate GRATE EXCLUDE_FROM_ALL)' \
		'if(rust)' 'add_lind_rust_crate(crate MANIFEST_PATH crate/Cargo.toml)' \
		'add_lind_rust_crate(fixed MANIFEST_PATH crate/Cargo.toml LINKAGE static)' 'endif()'
	echo 'int helper(int); int main(int argc, char **argv) { char *s[2] = {0, argv[0]}; return helper(argc) + !s[argc]; }' >main.c
	echo 'static int n = 3; int *p = &n; int helper(int a) { return a + *p; }' >helper.c
	bin_crate crate crate
	configure "$with" "-DLIND_RUST_SYSROOT=$BATS_TEST_TMPDIR/c"
	build --target lind-main
	grep -q dylink.0 "$B/lind-rust/linked/main.wasm"
	run -0 "$HELPERS/lind-rust-inspect" --check --stage raw "$B/lind-rust/linked/main.wasm"
	grep -q dylink.0 "$B/lind-rust/main.wasm"
	run ninja -C "$B" -t commands lind-other
	says_not --lind-linkage=dynamic
	rm -rf "$B"
	configure "$with" "-DLIND_RUST_SYSROOT=$BATS_TEST_TMPDIR/c" -DLIND_RUST_LINKAGE=dynamic -Drust=1
	run ninja -C "$B" -t commands lind-other
	says --lind-linkage=dynamic
	run ninja -C "$B" -t commands lind-grate
	says_not --lind-linkage=dynamic
	run ninja -C "$B" -t commands crate
	says "--linkage=dynamic"
	says "wasm32-lind-dynamic/config.toml"
	run ninja -C "$B" -t commands fixed
	says_not "--linkage=dynamic"
	says "wasm32-lind/config.toml"
	# By itself in configuration Debug, for what can be, and what its libraries are compiled for.
	rm -rf "$B"
	configure "$with" "-DLIND_RUST_SYSROOT=$BATS_TEST_TMPDIR/c" -DCMAKE_BUILD_TYPE=Debug -Drust=1
	for target in lind-other crate; do
		run ninja -C "$B" -t commands "$target"
		says "linkage=auto"
	done
	says "wasm32-lind-auto/config.toml"
	mkdir -p lindfs
	rm -rf "$B"2
	B="$B"2 configure "$with" "-DLIND_RUST_SYSROOT=$BATS_TEST_TMPDIR/c" -DCMAKE_BUILD_TYPE=Debug "-DLIND_RUST_LINDFS=$PWD/lindfs"
	run ninja -C "$B"2 -t commands lind-other
	says_not "linkage=auto"
	for target in lind-grate fixed; do
		run ninja -C "$B" -t commands "$target"
		says_not "linkage=auto"
	done
	build --target lind-other
	grep -q dylink.0 "$B/lind-rust/linked/other.wasm"
}
