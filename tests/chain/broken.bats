#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# Inputs of a link that are no objects, or no whole ones, and types that differ: a sentence and a cure for each, in every
# way in which a program is linked.

load ../lib

setup() {
	"$HELPERS/lind-rust-config" tools --need clang,wasm-ld,sysroot > /dev/null 2>&1 || skip "there is no clang or no sysroot"
	dir="$BATS_TEST_TMPDIR/a directory"
	mkdir -p "$dir"
	cd "$dir"
	cc="$HELPERS/lind-rust-clang"
	ar=$("$HELPERS/lind-rust-config" tools --format sh | sed -n "s/^LIND_RUST_AR='\(.*\)'/\1/p")
	echo 'int part(void); int main(void) { return part(); }' > main.c
	echo 'int part(void) { return 1; }' > part.c
	"$cc" -c main.c part.c
	"$ar" cr libpart.a part.o
	export LIND_RUST_PREFIX=${LIND_RUST_BUILD_TREE:=$(dirname "$HELPERS")}
}

# wrong FILE TEXT CURE: a link with it.
wrong() {
	run "$cc" main.o "$1" -o app.wasm
	[ "$status" -ne 0 ]
	says "lind-rust-clang: $2"
	says "    $3"
	[ ! -e app.wasm ]
}

@test "what is no object: of the host, text, nothing, a directory, a program, not there" {
	again="build it again: what made it was ended, or the disk was full"
	cure="it is no object for lind: compile it by lind-rust-clang (CC), and not for the host"
	command cc -c part.c -o host.o
	wrong host.o "'host.o' is an ELF file (the host's, or a precompiled .cwasm), not an object" "$cure"
	"$ar" cr libhost.a host.o
	wrong libhost.a "'host.o' of 'libhost.a' is an ELF file" "the archive has objects for the host: compile them by lind-rust-clang (CC)"
	echo 'GROUP ( libpart.a )' > script.o
	wrong script.o "'script.o' is text, not an object" "$cure"
	: > none.o
	wrong none.o "'none.o' is empty, not an object" "$again"
	: > libnone.a
	wrong libnone.a "'libnone.a' is empty, not an object" "$again"
	head -c 500 /dev/zero > zero.o
	wrong zero.o "'zero.o' is zeros alone, not an object" "build it again: a machine that lost power"
	echo 'version https://git-lfs.github.com/spec/v1' > lfs.o
	wrong lfs.o "'lfs.o' is a pointer of git-lfs, not an object" "fetch the file itself: git lfs pull"
	"$ar" rc libbare.a
	wrong libbare.a "'libbare.a' is an archive without anything in it" "build it again: what makes it was given no objects"
	mkdir folder.o
	wrong folder.o "'folder.o' is a directory, not an object" "name the objects or the library in it"
	wrong missing.o "there is no 'missing.o'" "build it first"
	echo 'int main(void) { return 0; }' > whole.c
	"$cc" whole.c -o linked.wasm
	wrong linked.wasm "'linked.wasm' is a linked module, not an object" "link the objects and libraries that it was made of"
}

@test "objects and archives that were cut off, anywhere" {
	local n size again="it was cut off or overwritten: delete it, and build it again"
	size=$(stat -c %s part.o)
	# wasm-ld ends by a signal, and without the file's name, for some of these.
	for n in 9 11 20 33 60 $((size / 2)) $((size - 40)) $((size - 1)); do
		head -c $n part.o > cut.o
		wrong cut.o "'cut.o' is not a whole object: " "$again"
	done
	size=$(stat -c %s libpart.a)
	for n in 20 70 100 $((size - 60)); do
		head -c $n libpart.a > libcut.a
		wrong libcut.a "'libcut.a' is not a whole archive: " "$again"
	done
	head -c 200 part.o > cut.o
	rm -f libcut.a
	"$ar" cr libcut.a part.o
	"$ar" crS libcut.a cut.o
	run "$cc" main.o -Wl,--whole-archive libcut.a -o app.wasm
	[ "$status" -ne 0 ]
	says "'cut.o' of 'libcut.a' is not a whole object: "
	says "$again"
}

@test "thin archives: good ones link, one whose object has gone is told" {
	"$ar" cr --thin libthin.a part.o
	run -0 "$cc" main.o libthin.a -o app.wasm
	same "" "$output"
	rm app.wasm part.o
	wrong libthin.a "'libthin.a' is a thin archive, and its 'part.o' is not there" "build that again, or make the archive without --thin"
}

@test "bitcode: lind's is linked, another target's is told" {
	"$cc" -flto -c part.c -o bitcode.o
	run -0 "$cc" main.o bitcode.o -o app.wasm
	rm app.wasm
	# setjmp is lowered when machine code is made, which is at the link.
	echo '#include <setjmp.h>
		static jmp_buf b;
		int main(int argc, char **argv) { if (!setjmp(b)) longjmp(b, argc); return 0; }' > jump.c
	run -0 "$cc" -flto -O2 jump.c -o jump.wasm
	run -0 "$HELPERS/lind-rust-inspect" -v jump.wasm
	says "__wasm_longjmp"
	clang=$("$HELPERS/lind-rust-config" tools --format sh | sed -n "s/^LIND_RUST_CLANG='\(.*\)'/\1/p")
	"$clang" --target=x86_64-linux-gnu -flto -c part.c -o other.o 2> /dev/null || skip "this clang knows no other target"
	wrong other.o "error: other.o: machine type must be wasm32" "the bitcode is for another target"
}

@test "bitcode that is none, or without atomics; an object of wasm64; an archive in an archive" {
	printf 'BC\300\336\1\2\3\4' > spoiled.o
	fails_with 1 "$cc" main.c spoiled.o -o app.wasm
	says "    a file on the line begins as LLVM's bitcode does and was cut off: delete it, and build it again"
	printf 'BC\300\336\1\2\3\4garbagegarbage' > spoiled.o
	fails_with 1 "$cc" main.c spoiled.o -o app.wasm
	says "    a file on the line begins as LLVM's bitcode does and is none: delete it, and build it again"
	# In its middle: LLVM says one of many things then, without the file's name.
	"$cc" -flto -c part.c -o spoiled.o
	printf '\377\377\377\377' | dd of=spoiled.o bs=1 seek=40 conv=notrunc status=none
	fails_with 1 "$cc" main.c spoiled.o -o app.wasm
	says "lind-rust-clang: 'spoiled.o' is LLVM bitcode: wasm-ld may not be able to read it"
	says "    compile it again by lind-rust-clang (CC): it is of another LLVM than wasm-ld's, or was overwritten"
	clang=$("$HELPERS/lind-rust-config" tools --format sh | sed -n "s/^LIND_RUST_CLANG='\(.*\)'/\1/p")
	echo '_Thread_local int n; int part(int a) { n += a; return n; }' > local.c
	echo 'int part(int); int main(int argc, char **argv) { return part(argc) + part(argc); }' > user.c
	"$clang" --target=wasm32-wasi -flto -c local.c -o local.o
	fails_with 1 "$cc" user.c local.o -o app.wasm
	says "    bitcode on the line was compiled without atomics and bulk-memory: compile it by lind-rust-clang (CC)"
	"$clang" --target=wasm64-wasi -pthread -c local.c -o local.o
	fails_with 1 "$cc" user.c local.o -o app.wasm
	says "    an object on the line is for wasm64, or the link is: compile it by lind-rust-clang (CC)"
	"$cc" -c local.c -o local.o
	"$ar" cr libinner.a local.o
	"$ar" cr libouter.a libinner.a
	# Some archivers put the members in instead.
	"$ar" t libouter.a | grep -q libinner.a || skip "this llvm-ar takes archives apart"
	fails_with 1 "$cc" user.c libouter.a -o app.wasm
	says "    an archive in an archive is not looked into: put the objects themselves into one"
}

@test "a second C library; objects without atomics; exceptions of emscripten's" {
	# An archive that defines what the first one does, as wasi-libc's does.
	printf '%s\n' '#include <stddef.h>' 'void *malloc(size_t n) { return 0; }' 'void free(void *p) {}' > other.c
	"$cc" -c other.c
	mkdir wasi
	"$ar" cr wasi/libc.a other.o
	echo '#include <stdlib.h>
		int main(void) { char *p = malloc(1); free(p); return calloc(1, 1) != 0; }' > main.c
	"$cc" -c main.c
	run "$cc" main.o -Wl,--whole-archive wasi/libc.a -lc -Wl,--no-whole-archive -o app.wasm
	[ "$status" -ne 0 ]
	says "'malloc' is defined twice: in 'other.o' of 'wasi/libc.a' and in "
	says "there are two C libraries on the link line: leave wasi-libc's out, lind-rust-clang links lind's"
	echo '_Thread_local int one = 1; int part(void) { return one; } int main(void) { return part(); }' > tls.c
	clang=$("$HELPERS/lind-rust-config" tools --format sh | sed -n "s/^LIND_RUST_CLANG='\(.*\)'/\1/p")
	"$clang" --target=wasm32-wasi -c tls.c -o tls.o
	fails_with 1 "$cc" tls.o -o app.wasm
	says "'tls.o' was compiled without"
	says "compile it by lind-rust-clang, which turns atomics and bulk-memory on"
	echo 'void invoke_v(int); int main(void) { invoke_v(1); return 0; }' > main.c
	fails_with 1 "$cc" main.c -o app.wasm
	says "'invoke_v' is not defined"
	says "emscripten's exceptions"
}

@test "a source beside a broken object is not blamed" {
	echo 'int nowhere(void); int main(void) { return nowhere(); }' > main.c
	fails_with 1 "$cc" main.c part.o -o app.wasm
	says "'nowhere' is not defined"
	says_not "not an object"
}

# What each front end must let through.
host_library() {
	command cc -c part.c -o host.o
	"$ar" cr libhost.a host.o
	echo 'int own(void); int part(long long); int main(void) { return part(1) + own(); }' > main.c
}

told() {
	[ "$status" -ne 0 ]
	output=$(tr '\n' ' ' <<< "$output")
	says "'host.o' of "
	says "libhost.a' is an ELF file"
	says "the archive has objects for the host"
	says "'own' is not defined"
}

@test "the same through make" {
	host_library
	cat > Makefile <<-EOT
		include ${LIND_RUST_SOURCE// /\\ }/make/lind-rust.mk
		app_SOURCES := main.c part.c
		app_LDFLAGS := libhost.a
		\$(eval \$(call add_lind_program,app))
		all: \$(app_PROGRAM)
	EOT
	unset MAKEFLAGS LIND_RUST_BUILD
	run make --no-print-directory all
	told
	sed -i '/^app_LDFLAGS/d' Makefile
	echo 'int part(long long); int main(void) { return part(1); }' > main.c
	run make --no-print-directory all
	[ "$status" -ne 0 ]
	says "'part' is declared with two types: the call would be a trap at run time"
	[ ! -e build/app.wasm ]
}

@test "the same through CMake" {
	host_library
	cat > CMakeLists.txt <<-EOT
		cmake_minimum_required(VERSION 3.20)
		project(test LANGUAGES C)
		find_package(LindRust REQUIRED)
		add_executable(app main.c part.c)
		target_link_libraries(app PRIVATE "\${CMAKE_SOURCE_DIR}/libhost.a")
		lind_rust_program(app)
		add_executable(types types.c part.c)
		lind_rust_program(types)
	EOT
	echo 'int part(long long); int main(void) { return part(1); }' > types.c
	run -0 cmake -S . -B build -G Ninja "-DCMAKE_PREFIX_PATH=$LIND_RUST_SOURCE" \
		"-DCMAKE_TOOLCHAIN_FILE=$LIND_RUST_SOURCE/cmake/LindRustToolchain.cmake"
	run cmake --build build --target app
	told
	run cmake --build build -- -k 0
	[ "$status" -ne 0 ]
	says "'part' is declared with two types: the call would be a trap at run time"
	[ -z "$(find build -name 'app.wasm' -o -name 'types.wasm')" ]
}

@test "the same through cargo" {
	"$HELPERS/lind-rust-config" tools --need rustc,cargo,rust-src > /dev/null 2>&1 || skip "no toolchain with sources"
	host_library
	mkdir src
	printf '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\n' > Cargo.toml
	echo 'extern "C" { fn own() -> i32; } fn main() { std::process::exit(unsafe { own() }) }' > src/main.rs
	cat > build.rs <<-'EOT'
		fn main() {
		    println!("cargo:rustc-link-arg={}/{}", std::env::var("CARGO_MANIFEST_DIR").unwrap(), std::env::var("LIBRARY").unwrap());
		}
	EOT
	LIBRARY=libhost.a run "$HELPERS/cargo-lind_compile" lind_compile
	told
	echo 'extern "C" { fn part(x: i64) -> i32; } fn main() { std::process::exit(unsafe { part(1) }) }' > src/main.rs
	LIBRARY=libpart.a run "$HELPERS/cargo-lind_compile" lind_compile
	[ "$status" -ne 0 ]
	says "'part' is declared with two types: the call would be a trap at run time"
	[ -z "$(find target/wasm32-lind -name app.wasm)" ]
}
