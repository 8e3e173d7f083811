#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# What lind-rust-clang says of wasm-ld's complaints: who, of which crate or file, and the cure.

load ../lib

setup() {
	cc="$HELPERS/lind-rust-clang"
	dir="$BATS_TEST_TMPDIR/a directory"
	mkdir -p "$dir"
	cd "$dir"
	"$HELPERS/lind-rust-config" tools --need clang,wasm-ld,sysroot > /dev/null 2>&1 || skip "there is no clang or no sysroot"
}

# object NAME: of the C on stdin.
object() {
	cat > "$1.c"
	"$cc" -c "$1.c" -o "$1.o"
}

# misses NAME: the object of the C on stdin is not linked; what is said of it comes as one line
misses() {
	object "$1"
	fails_with 1 "$cc" "$1.o" -o app.wasm
	output=$(tr '\n' ' ' <<< "$output")
}

# crate NAME [TYPE]: a static library lib<NAME>.a of the Rust on stdin, or a library of that type; without std.
crate() {
	local std rustc
	"$HELPERS/lind-rust-config" tools --need rustc,cargo,rust-src > /dev/null 2>&1 || skip "no toolchain with sources"
	std=$("$HELPERS/lind-rust-std" --target wasm32-wasip1)
	rustc=$("$HELPERS/lind-rust-config" tools --format sh | sed -n "s/^LIND_RUST_RUSTC='\(.*\)'/\1/p")
	{
		echo '#![no_std]'
		echo '#[panic_handler] fn on_panic(_: &core::panic::PanicInfo) -> ! { loop {} }'
		cat
	} > "$1.rs"
	RUSTC_BOOTSTRAP=1 "$rustc" --sysroot "$std" --target wasm32-wasip1 --crate-type "${2:-staticlib}" -Cpanic=abort -Copt-level=1 \
		-Ctarget-feature=+atomics,+bulk-memory "$1.rs" 2> /dev/null
}

@test "one function with two types: both sides, the difference, no output" {
	object user <<< 'int area(int); int main(void) { return area(1); }'
	object maker <<< 'int area(long long side) { return (int)(side * side); }'
	fails_with 1 "$cc" user.o maker.o -o app.wasm
	says "function signature mismatch: area"
	says "'area' is declared with two types: the call would be a trap at run time"
	says "    defined as (i64) -> i32 in 'maker.o'
    declared as (i32) -> i32 in 'user.o'
    parameter 1 is "
	says "and i64 (in C long long, int64_t; in Rust i64, u64) in the other: declare it alike"
	says "'app.wasm' was not kept"
	[ ! -e app.wasm ]
}

@test "one function with two types in bitcode, which the linker makes one before it compares" {
	local lto way
	ar=$("$HELPERS/lind-rust-config" tools --format sh | sed -n "s/^LIND_RUST_AR='\(.*\)'/\1/p")
	echo 'int area(int); int main(int n, char **v) { return area(n); }' > user.c
	echo 'volatile int g; int area(long long side) { return (int)(side * side) + g; }' > maker.c
	for lto in full thin; do
		for way in -O0 -O2; do
			"$cc" $way -flto=$lto -c user.c maker.c
			fails_with 1 "$cc" $way -flto=$lto user.o maker.o -o app.wasm
			says "'area' is declared with two types: the call would be a trap at run time
    defined as (i64) -> i32 in 'maker.o'
    declared as (i32) -> i32 in 'user.o'
    parameter 1 is "
			same "maker.c maker.o user.c user.o" "$(ls -A | tr '\n' ' ' | sed 's/ $//')"
		done
	done
	"$ar" cr libmaker.a maker.o
	fails_with 1 "$cc" user.o libmaker.a -o app.wasm
	says "    defined as (i64) -> i32 in 'maker.o' of 'libmaker.a'"
	# One side of them bitcode: wasm-ld sees it, and calls that side lto.tmp.
	"$cc" -c user.c
	fails_with 1 "$cc" user.o maker.o -o app.wasm
	says "    defined as (i64) -> i32 in 'maker.o'
    declared as (i32) -> i32 in 'user.o'"
	run -0 "$cc" --lind-lint=warn -flto user.c maker.o -o app.wasm
	says "'area' is declared with two types: the call would be a trap at run time
    defined as (i64) -> i32 in 'maker.o'
    declared as (i32) -> i32 in another file: declare it alike"
	echo 'int area(long long); int main(int n, char **v) { return area(n); }' > user.c
	"$cc" -flto -c user.c
	run -0 "$cc" user.o maker.o -o app.wasm
	same "" "$output"
}

@test "a function that is called through a cast to a type that does not fit" {
	object own <<< 'int own(int x) { return x; }'
	object user <<< 'int own(int); int main(int n, char **v) { return ((int (*)(double))own)(n); }'
	fails_with 1 "$cc" user.o own.o -o app.wasm
	says "'own' is called by a type that it does not have: the call would be a trap at run time
    defined as (i32) -> i32 in 'own.o'
    called as (f64) -> i32 in 'user.o'
    parameter 1 is "
	[ ! -e app.wasm ]
	# Of sources that are compiled and linked in one go no objects are left.
	fails_with 1 "$cc" user.c own.c -o app.wasm
	says "    called as (f64) -> i32: a cast of a function's address does not change what it takes"
	# clang makes calls fit that only miss arguments, or have some to spare.
	object user <<< 'int own(int); int main(int n, char **v) { return ((int (*)(int, int))own)(n, n); }'
	run -0 "$cc" user.o own.o -o app.wasm
	same "" "$output"
}

@test "a function with two types that nothing calls is no trap, and no error" {
	object user <<< 'int area(int); int unused(void) { return area(1); } int main(void) { return 0; }'
	object maker <<< 'int area(long long side) { return (int)(side * side); }'
	run -0 "$cc" user.o maker.o -o app.wasm
	says "function signature mismatch: area"
	says_not "two types"
	[ -e app.wasm ]
	# The names tell that: lind-boot needs them, so --strip-all leaves them.
	run -0 "$cc" -Wl,--strip-all user.o maker.o -o app.wasm
	says_not "two types"
}

@test "a probe of configure's, which declares everything as char f(void), gets its answer" {
	echo 'char qsort(void); int main(void) { return qsort(); }' > conftest.c
	run -0 "$cc" conftest.c -o conftest
	says "function signature mismatch: qsort"
	says_not "two types"
	object own <<< 'int own(int x) { return x; }'
	echo 'char own(void); int main(void) { return own(); }' > conftest.c
	run -0 "$cc" conftest.c own.o -o conftest
	object user < conftest.c
	fails_with 1 "$cc" user.o own.o -o app
	says "'own' is declared with two types"
}

@test "--lind-lint: warn keeps the output, off says nothing, another word is refused" {
	object user <<< 'int area(int); int main(void) { return area(1); }'
	object maker <<< 'int area(long long side) { return (int)side; }'
	run -0 "$cc" --lind-lint=warn user.o maker.o -o app.wasm
	says "'area' is declared with two types"
	rm app.wasm
	run -0 "$cc" --lind-lint=off user.o maker.o -o app.wasm
	says_not "two types"
	[ -e app.wasm ]
	fails_with 2 "$cc" --lind-lint=warning user.o maker.o
	says "--lind-lint: 'warning' is not one; there are: error warn off"
}

@test "the ways in which two types differ" {
	object user <<-'EOT'
		int count(int); void none(int); double real(double);
		int main(void) { none(1); return count(1) + (int)real(1.0); }
	EOT
	object maker <<-'EOT'
		int count(int a, int b) { return a + b; }
		int none(int a) { return a; }
		float real(double a) { return (float)a; }
	EOT
	fails_with 1 "$cc" user.o maker.o -o app.wasm
	says "one has 1 parameter, the other 2: declare it with the same ones"
	says "in front; a parameter of these is two i64"
	says "one returns a value, the other does not: declare it alike"
	says "    it returns f64 (in C double; in Rust f64) in one,
    and f32 (in C float; in Rust f32) in the other: declare it alike"
}

@test "C and Rust with two types for one function: the crate is named, whichever side defines it" {
	crate words <<-'EOT'
		extern "C" { fn draw(width: u64) -> i32; }
		#[no_mangle] pub extern "C" fn count(n: u64) -> i32 { unsafe { draw(n) } }
	EOT
	object user <<-'EOT'
		int count(int); int draw(int width) { return width; }
		int main(void) { return count(1); }
	EOT
	fails_with 1 "$cc" user.o libwords.a -o app.wasm
	says "'count' is declared with two types"
	[[ "$output" =~ "defined as (i64) -> i32 in 'words."[^$'\n']*"' of 'libwords.a', crate 'words'"$'\n'"    declared as (i32) -> i32 in 'user.o'" ]]
	object user <<-'EOT'
		int count(unsigned long long); int draw(int width) { return width; }
		int main(void) { return count(1); }
	EOT
	fails_with 1 "$cc" user.o libwords.a -o app.wasm
	[[ "$output" =~ "defined as (i32) -> i32 in 'user.o'"$'\n'"    declared as (i64) -> i32 in 'words."[^$'\n']*"' of 'libwords.a', crate 'words'" ]]
	# And where they agree, all is well.
	object user <<-'EOT'
		int count(unsigned long long); int draw(unsigned long long width) { return (int)width; }
		int main(void) { return count(1); }
	EOT
	run -0 "$cc" user.o libwords.a -o app.wasm
	[ -z "$output" ]
}

@test "a missing function that Rust has under a name of its own" {
	crate words rlib <<< '#[inline(never)] pub extern "C" fn count(n: i32) -> i32 { n + 1 }'
	object user <<< 'int count(int); int main(void) { return count(1); }'
	fails_with 1 "$cc" user.o libwords.rlib -o app.wasm
	says "undefined symbol: count"
	says "'count' is not defined; 'user.o' needs it"
	says "crate 'words' has it under Rust's name for it: give it #[no_mangle]"
	# A static library has only what it exports.
	# (Of another name: core has functions that are called count.)
	object user <<< 'int words_of(int); int main(void) { return words_of(1); }'
	crate words <<< 'pub extern "C" fn words_of(n: i32) -> i32 { n + 1 }'
	fails_with 1 "$cc" user.o libwords.a -o app.wasm
	says "if it is Rust's, give it pub extern \"C\" and #[no_mangle]"
}

@test "two crates that define one function, and one beside C's" {
	crate words <<< '#[no_mangle] pub extern "C" fn count(n: i32) -> i32 { n + 1 }'
	crate lines <<< '#[no_mangle] pub extern "C" fn count(n: i32) -> i32 { n + 2 } #[no_mangle] pub extern "C" fn rows() -> i32 { 1 }'
	object user <<< 'int count(int); int rows(void); int main(void) { return count(1) + rows(); }'
	fails_with 1 "$cc" user.o -Wl,--whole-archive libwords.a liblines.a -o app.wasm
	[[ "$output" =~ "'count' is defined twice: in 'words."[^$'\n']*"', crate 'words' and in 'lines."[^$'\n']*"crate 'lines'" ]]
	says "in Rust without #[no_mangle]"
	object own <<< 'int count(int n) { return n; }'
	fails_with 1 "$cc" user.o own.o -Wl,--whole-archive libwords.a -o app.wasm
	[[ "$output" =~ "'count' is defined twice: in 'own.o' and in 'words." ]]
}

@test "two static libraries with Rust's std in each" {
	object one <<< 'void rust_eh_personality(void) {} int main(void) { return 0; }'
	object two <<< 'void rust_eh_personality(void) {}'
	fails_with 1 "$cc" one.o two.o -o app.wasm
	says "two Rust static libraries each have Rust's std inside: make one crate that depends on both"
}

@test "a function of the program's own with a name of the C library's; one library from two places" {
	object user <<-'EOT'
		#include <stdio.h>
		#include <stdlib.h>
		void exit(int status) { for (;;) puts("no"); }
		void _exit(int status) { for (;;); }
		int main(void) { return 0; }
	EOT
	run "$cc" user.o -Wl,--whole-archive -lc -Wl,--no-whole-archive -o app.wasm
	[ "$status" -eq 1 ]
	says "the C library has a function of this name: rename the program's own"
	object one <<< 'int one(void) { return 1; }'
	object main <<< 'int main(void) { return 0; }'
	mkdir a b
	ar=$("$HELPERS/lind-rust-config" tools --format sh | sed -n "s/^LIND_RUST_AR='\(.*\)'/\1/p")
	"$ar" cr a/libone.a one.o
	"$ar" cr b/libone.a one.o
	fails_with 1 "$cc" main.o -Wl,--whole-archive a/libone.a b/libone.a -o app.wasm
	says "'one' is defined twice: in 'one.o' of 'a/libone.a' and in 'one.o' of 'b/libone.a'"
	says "the same library is linked from two places: leave one out"
}

@test "what is missing: static, C++, in another library, near, of the host, nowhere" {
	object user <<-'EOT'
		int hidden(void), plus(int), elsewhere(void), printff(void), __stack_chk_guard(void), nowhere(void);
		int main(void) { return hidden() + plus(1) + elsewhere() + printff() + __stack_chk_guard() + nowhere(); }
	EOT
	object other <<< 'static int hidden(void) { return 1; } int printf_(void) { return hidden(); }
		int (*keep)(void) = hidden;'
	echo 'int plus(int x) { return x; }' > plus.cpp
	"$cc" -c plus.cpp
	object far <<< 'int elsewhere(void) { return 1; }'
	ar=$("$HELPERS/lind-rust-config" tools --format sh | sed -n "s/^LIND_RUST_AR='\(.*\)'/\1/p")
	mkdir libs
	"$ar" cr libs/libfar.a far.o
	fails_with 1 "$cc" user.o other.o plus.o -Llibs -o app.wasm
	says "'hidden' is not defined; 'user.o' needs it
    'other.o' has it for itself alone: leave 'static' out there"
	says "'plus.o' has it as a C++ function: declare it extern \"C\" there"
	says "'libs/libfar.a' has it: link it, by LINK_LIBRARIES far or -lfar"
	says "did you mean 'printf"
	says "an object was compiled with a stack protector"
	says "'nowhere' is not defined; 'user.o' needs it
    link what defines it: LINK_LIBRARIES"
	says_not "more symbols"
	[ ! -e app.wasm ]
}

@test "what is missing of runtimes that lind has not" {
	object user <<< 'void __llvm_profile_runtime(void), __ubsan_handle_add_overflow(void), __asan_init(void), __kmpc_fork_call(void),
		__cyg_profile_func_enter(void), llvm_gcda_summary_info(void); int main(void) { __llvm_profile_runtime();
		__ubsan_handle_add_overflow(); __asan_init(); __kmpc_fork_call(); __cyg_profile_func_enter(); llvm_gcda_summary_info(); return 0; }'
	fails_with 1 "$cc" user.o -o app.wasm
	says "'__llvm_profile_runtime' is not defined; 'user.o' needs it
    lind has no runtime that counts"
	says "'llvm_gcda_summary_info' is not defined; 'user.o' needs it
    lind has no runtime that counts"
	says "compile with -fsanitize-trap=undefined, or without -fsanitize"
	says "lind has no runtime of the sanitizers: compile without -fsanitize"
	says "lind has no OpenMP: compile without -fopenmp"
	# lind's own libc has these.
	[ -n "${LIND_WASM_ROOT-}" ] || says "compiled with -finstrument-functions"
}

@test "what a call of nothing becomes where the linker is told not to ask" {
	object user <<< 'int what(int), maybe(void) __attribute__((weak)); int main(void) { return what(1) + (maybe ? maybe() : 0); }'
	fails_with 1 "$cc" user.o -Wl,--unresolved-symbols=ignore-all -o app.wasm
	says "a function that nothing defines is called: that would be a trap at run time
    leave --unresolved-symbols and --warn-unresolved-symbols out of the link"
	[ ! -e app.wasm ]
	object what <<< 'int what(int x) { return x; }'
	run -0 "$cc" user.o what.o -Wl,--unresolved-symbols=ignore-all -o app.wasm
	same "" "$output"
}

@test "a program that does not begin as lind's do, a stack of an odd size, an option that clang has not" {
	object main <<< 'int main(void) { return 0; }'
	fails_with 1 "$cc" main.o -nostartfiles -o app.wasm
	says "lind starts programs by crt1.o's _start: leave -nostdlib, -nostartfiles, -mexec-model and --entry out of the link"
	fails_with 1 "$cc" main.o -Wl,-z,stack-size=1001 -o app.wasm
	says "give a multiple of 16: STACK_SIZE"
	fails_with 1 "$cc" main.o -mmemory65 -o app.wasm
	says "clang has no such option for this target: leave it out"
	says_not "one of linkers for ELF"
	fails_with 1 "$cc" main.o -Wl,-rpath,/x -o app.wasm
	says "which may be one of linkers for ELF: leave it out of the link line"
	says_not "clang has no such option"
	fails_with 1 "$cc" main.o -Wl,--features=atomics,bulk-memory -o app.wasm
	says "there is no 'bulk-memory', which wasm-ld takes for a file
    '-Wl,' makes words at commas: -Xlinker OPTION, where an option of wasm-ld's has some itself"
	fails_with 1 "$cc" main.o -g -Wl,--compress-relocations -o app.wasm
	says "leave --compress-relocations out"
	# What is behind an option that wasm-ld does not know is that option's.
	fails_with 1 "$cc" main.o -Wl,-rpath,/x -o app.wasm
	says_not "takes for a file"
	fails_with 1 "$cc" -mno-atomics main.c -o app.wasm
	says "what stands first is lind-rust-clang's, and lind needs it: leave the other one out"
	fails_with 1 "$cc" main.o -m64 -o app.wasm
	says "and leave -m64, -mmemory64 and targets of your own out"
}

@test "more missing symbols than are worth explaining" {
	object user <<< 'int a1(void),a2(void),a3(void),a4(void),a5(void),a6(void),a7(void),a8(void);
		int main(void) { return a1()+a2()+a3()+a4()+a5()+a6()+a7()+a8()+a1(); }'
	fails_with 1 "$cc" user.o -o app.wasm
	says "... and 2 more symbols that are not defined"
}

@test "a program without main; a grate without its entry" {
	object part <<< 'int part(void) { return 1; }'
	fails_with 1 "$cc" part.o -o app.wasm
	says "link the object or the crate that has it; a Rust program is a BIN, not a LIB"
	[ ! -e app.wasm ]
	object main <<< 'int main(void) { return 1; }'
	fails_with 1 "$cc" --lind-grate main.o -o app.wasm
	says "'pass_fptr_to_wt' is not defined; 'grate.o' of "
	says "define pass_fptr_to_wt in the program"
}

@test "setjmp of another clang's, and a name that wasi-libc alone has" {
	object user <<< 'int saveSetjmp(int, int, int, int), __wasilibc_find_relpath(void);
		int main(void) { return saveSetjmp(1, 2, 3, 4) + __wasilibc_find_relpath(); }'
	fails_with 1 "$cc" user.o -o app.wasm
	# lind's own libc has clang 18's names.
	[ -n "${LIND_WASM_ROOT-}" ] || says "build lind's sysroot with the same clang"
	says "an object was compiled against wasi-libc: compile it by lind-rust-clang (CC), with lind's headers"
}

@test "an object and an archive of the host's" {
	command -v cc > /dev/null || skip "no host compiler"
	object main <<< 'int part(void); int main(void) { return part(); }'
	echo 'int part(void) { return 1; }' > part.c
	command cc -c part.c -o part.o
	fails_with 1 "$cc" main.o part.o -o app.wasm
	says "it is no object for lind: compile it by lind-rust-clang (CC), and not for the host"
	ar cr libpart.a part.o
	fails_with 1 "$cc" main.o libpart.a -o app.wasm
	says "the archive has objects for the host"
}

@test "a function that is a variable elsewhere; a library that is not there; too little memory" {
	object main <<< 'int part(void); int main(void) { return part(); }'
	object part <<< 'int part = 1;'
	fails_with 1 "$cc" main.o part.o -o app.wasm
	says "'part' is a function in 'main.o' and a variable in 'part.o'"
	fails_with 1 "$cc" main.o -lnone -o app.wasm
	says "unable to find library -lnone"
	says "LINK_LIBRARIES takes a target or a path, too"
	object big <<< 'char big[3 << 20]; int main(void) { return big[5]; }'
	fails_with 1 "$cc" --lind-max-memory=1M --lind-stack-size=64K big.o -o app.wasm
	says "give the program more: MAX_MEMORY"
}

@test "an import that nothing at run time defines: who brings it" {
	object write <<-'EOT'
		__attribute__((import_module("wasi_snapshot_preview1"), import_name("fd_write"))) int fd_write(int, int, int, int);
		int out(void) { return fd_write(1, 2, 3, 4); }
	EOT
	object main <<< 'int out(void); int main(void) { return out(); }'
	ar=$("$HELPERS/lind-rust-config" tools --format sh | sed -n "s/^LIND_RUST_AR='\(.*\)'/\1/p")
	"$ar" cr libwrite.a write.o
	run -0 "$cc" main.o libwrite.a -o app.wasm
	says "nothing at run time defines 'wasi_snapshot_preview1.fd_write', which 'write.o' of 'libwrite.a' imports"
	says "where it should call lind's libc"
	object main <<< 'int other(void); int main(void) { return other(); }'
	run -0 "$cc" main.o -Wl,--allow-undefined -o app.wasm
	says "nothing at run time defines 'env.other', which 'main.o' imports"
}

@test "names with escape sequences do not reach the terminal as they are" {
	printf 'int bad(void) __asm__("a\\33[31mb"); int main(void) { return bad(); }' > main.c
	"$cc" -c main.c
	fails_with 1 "$cc" main.o -o app.wasm
	says "'a\\x1b[31mb' is not defined"
}

@test "a variable that is thread-local in one file alone, either way round; errno without its header" {
	object maker <<< '_Thread_local int depth = 3;'
	object user <<< 'extern int depth; int main(void) { return depth; }'
	fails_with 1 "$cc" user.o maker.o -o app.wasm
	says "'depth' is thread-local in 'maker.o' and not in 'user.o': they would use two places in memory"
	says "    declare it alike, in a header that both include (_Thread_local; in C++ thread_local)"
	says "'app.wasm' was not kept: it would go astray"
	[ ! -e app.wasm ]
	"$("$HELPERS/lind-rust-config" tools --format sh | sed -n "s/^LIND_RUST_AR='\(.*\)'/\1/p")" cr libmaker.a maker.o
	fails_with 1 "$cc" user.o libmaker.a -o app.wasm
	says "'depth' is thread-local in 'maker.o' of 'libmaker.a' and not in 'user.o'"
	object maker <<< 'int depth = 3;'
	object user <<< 'extern _Thread_local int depth; int main(void) { return depth; }'
	fails_with 1 "$cc" user.o maker.o -o app.wasm
	says "'depth' is thread-local in 'user.o' and not in 'maker.o'"
	object maker <<< '_Thread_local int depth = 3;'
	run -0 "$cc" user.o maker.o -o app.wasm
	same "" "$output"
	object own <<< 'extern int errno; int main(void) { return errno; }'
	fails_with 1 "$cc" own.o -o app.wasm
	says "'errno' is "
	run -0 "$cc" --lind-lint=warn user.o maker.o -o app.wasm
	# One of the file's own is another variable.
	object user <<< 'static int depth; int main(void) { return depth; }'
	run -0 "$cc" user.o maker.o -o app.wasm
	same "" "$output"
}

@test "a main of a type that C has not" {
	echo 'long long main(void) { return 0; }' > main.c
	fails_with 1 "$cc" -w main.c -o app.wasm
	# On lind its crt1.o declares main for whoever has none, and nothing else is said; the stand-in has no such file.
	[[ "$output" == *"'main' is declared with two types"* ]] || {
		says "main has a type that it has nowhere in C: it would trap at its start"
		says "    int main(void), or int main(int argc, char **argv); what is not C gives the second the name __main_argc_argv"
	}
	[ ! -e app.wasm ]
	for type in 'int main(void)' 'int main(int argc, char **argv)' 'int main(int argc, char **argv, char **envp)'; do
		echo "$type { return 0; }" > main.c
		run -0 "$cc" main.c -o app.wasm
		same "" "$output"
	done
	# clang calls it otherwise, but for who says that there is no C library.
	echo 'int main(int argc, char **argv) { return argc; }' > main.c
	fails_with 1 "$cc" -ffreestanding main.c -o app.wasm
	[[ "$output" == *"'main' is declared with two types"* ]] || {
		says "main was compiled with -ffreestanding, and would trap at its start"
		says "leave that out for the file that has main"
	}
}

@test "what nobody calls is no fault where all is kept, and the C library that cannot be kept whole is named" {
	local flag
	echo 'int main(void) { return 0; }' > main.c
	for flag in --no-gc-sections --export-all; do
		# Against lind's own libc.a wasm-ld fails.
		run "$cc" main.c "-Wl,$flag" -o app.wasm
		[ "$status" -eq 0 ] || says "leave --no-gc-sections, --export-all and --whole-archive for libc.a out"
		says_not "nowhere in C"
		says_not "no main"
	done
	object name <<< 'int _nl_current_LC_OWN;'
	object user <<< 'extern _Thread_local int _nl_current_LC_OWN; int main(void) { return _nl_current_LC_OWN; }'
	fails_with 1 "$cc" user.o name.o -o app.wasm
	says "    leave --no-gc-sections, --export-all and --whole-archive for libc.a out: lind's has functions that nothing can use"
	[ -n "${LIND_WASM_ROOT-}" ] || return 0
	fails_with 1 "$cc" main.c -Wl,--whole-archive -o app.wasm
	says "the C library cannot be kept whole: end --whole-archive by --no-whole-archive"
	says_not "rename the program's own"
}

@test "a link without the C library says so and nothing else" {
	echo 'int main(void) { return 0; }' > main.c
	run "$cc" main.c -nodefaultlibs -o app.wasm
	says_not "-x none"
	[ -n "${LIND_WASM_ROOT-}" ] || return 0
	[ "$status" -eq 1 ]
	says "'malloc' is not defined"
	says "it is the C library's, and the link is without that: leave -nodefaultlibs and -nostdlib out"
	says_not c_pic
}

@test "two mains are told once; an object that is linked twice" {
	object one <<< 'int main(void) { return 0; }'
	cp one.o two.o
	fails_with 1 "$cc" one.o two.o -o app.wasm
	says "'main' is defined twice: in 'one.o' and in 'two.o'"
	says_not "lind-rust-clang: '__original_main'"
	object part <<< 'int part(void) { return 1; }'
	fails_with 1 "$cc" one.o part.o part.o -o app.wasm
	says "'part' is defined twice"
	says "    it is linked twice: leave one out"
}

@test "sources that are compiled and linked in one go are named, and not clang's temporary objects" {
	echo 'int part(long long); int main(void) { return part(1); }' > main.c
	echo 'int part(int n) { return n; }' > part.c
	fails_with 1 "$cc" main.c part.c -o app.wasm
	says "    has type (i64) -> i32 in 'main.c'"
	says "    has type (i32) -> i32 in 'part.c'"
	echo 'int other(void) { return 1; }' > part.c
	fails_with 1 "$cc" main.c part.c -o app.wasm
	says "'part' is not defined; 'main.c' needs it"
	says_not "not an object"
}

@test "a source that does not compile is not blamed for being one" {
	echo 'int main(void) { return nothing; }' > main.c
	fails_with 1 "$cc" main.c -o app.wasm
	says "use of undeclared identifier"
	says_not "not an object"
}

@test "what C++ and its exceptions, and emscripten's, need" {
	misses user <<-'EOT'
		extern int new_of(unsigned long) __asm__("_Znam"), info __asm__("_ZTIi"), raise_it(void) __asm__("_Unwind_RaiseException");
		extern int table __asm__("_ZTV5shape"), context __asm__("__wasm_lpad_context"), threw __asm__("__THREW__");
		int main(void) { return new_of(1) + info + raise_it() + table + context + threw; }
	EOT
	says "'operator new[](unsigned long)' is not defined; 'user.o' needs it     it is of C++'s library (libc++.a, libc++abi.a), which"
	says "'typeinfo for int' is not defined; 'user.o' needs it     it is of C++'s library"
	says "'vtable for shape' is not defined; 'user.o' needs it     a class's first virtual function that is not inline"
	says "'_Unwind_RaiseException' is not defined; 'user.o' needs it     exceptions need it, and nothing unwinds on lind: compile without (-fno-exceptions; in Rust"
	says "'__wasm_lpad_context' is not defined; 'user.o' needs it     exceptions need it"
	says "'__THREW__' is not defined; 'user.o' needs it     an object was compiled for emscripten's exceptions"
}

@test "C++ that throws and catches otherwise, C++ without its library, C++ of the host" {
	misses throws <<-'EOT'
		extern int context __asm__("__wasm_lpad_context"), begin(void) __asm__("__cxa_begin_catch");
		int main(void) { return context + begin(); }
	EOT
	says "'__wasm_lpad_context' is not defined; 'throws.o' needs it     exceptions need it, and nothing unwinds on lind"
	says "'__cxa_begin_catch' is not defined; 'throws.o' needs it     exceptions need it"
	misses user <<-'EOT'
		extern int type __asm__("_ZTVN10__cxxabiv117__class_type_infoE"), pure(void) __asm__("__cxa_pure_virtual");
		extern int append(void) __asm__("_ZNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEE9_M_appendEPKcm");
		int main(void) { return type + pure() + append(); }
	EOT
	says "'vtable for __cxxabiv1::__class_type_info' is not defined; 'user.o' needs it     it is of C++'s library"
	says "'__cxa_pure_virtual' is not defined; 'user.o' needs it     it is of C++'s library"
	says "'user.o' needs it     an object was compiled with the host's C++ headers: compile it by lind-rust-clang"
}

@test "what wasi-libc's headers ask for" {
	object user <<< 'int __wasi_fd_read(int), __imported_wasi_snapshot_preview1_fd_sync(int); extern int __wasilibc_cwd;
		int main(void) { return __wasi_fd_read(1) + __imported_wasi_snapshot_preview1_fd_sync(1) + __wasilibc_cwd; }'
	fails_with 1 "$cc" user.o -o app.wasm
	same 3 "$(grep -c "    an object was compiled against wasi-libc: compile it by lind-rust-clang (CC)" <<< "$output")"
	says "'__wasi_fd_read' is not defined; 'user.o' needs it"
}

@test "C++'s std is not taken for Rust's" {
	misses user <<-'EOT'
		extern int end(void) __asm__("_ZSt9terminatev"), out __asm__("_ZNSt3__14coutE");
		extern int print(void) __asm__("_ZN3std2io5stdio6_print17h0123456789abcdefE");
		int main(void) { return end() + out + print(); }
	EOT
	says "'std::terminate()' is not defined; 'user.o' needs it     it is of C++'s library"
	says "'std::__1::cout' is not defined; 'user.o' needs it     it is of C++'s library"
	says "'std::io::stdio::_print::h0123456789abcdef' is not defined; 'user.o' needs it     Rust's std is not linked"
}

@test "places that wasm-ld has no room for; an output's directory that is not there" {
	object main <<< 'int main(void) { return 0; }'
	fails_with 1 "$cc" main.o -Wl,--global-base=100 -o app.wasm
	says "    leave --global-base out of the link"
	fails_with 1 "$cc" main.o -Wl,--max-memory=10000001 -o app.wasm
	says "    give whole pages: a multiple of 65536"
	fails_with 1 "$cc" main.o -Wl,--defsym=x=4 -o app.wasm
	says "    wasm-ld has no such option, which may be one of linkers for ELF"
	says_not "too old"
	# As LLD 14 says it.
	printf '#!/bin/sh\necho "wasm-ld: error: unknown argument: --export-memory" >&2\nexit 1\n' >old-ld
	chmod +x old-ld
	LIND_RUST_WASM_LD="$PWD/old-ld" fails_with 1 "$cc" main.o -o app.wasm
	says "unknown argument: --export-memory"
	says "    this wasm-ld is too old for lind: take that of clang 17 or newer"
	fails_with 1 "$cc" main.o -o nowhere/app.wasm
	says "    its directory must be there, and you must have the right to write in it"
}
