#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# What is made again after which change, and what is not: `steps` are the recipes that ran.

load ../lib
load fixture

setup() {
	on_standin
	project
}

rust() {
	crate app
	makefile <<-'END'
		app_MANIFEST  := app/Cargo.toml
		app_OPT_LEVEL := 0
		$(eval $(call add_lind_rust_crate,app))
		all: $(app_PROGRAM)
		check: ; $(call lind_rust_run,$(app_PROGRAM))
	END
}

# A Rust program that links a C library, whose build script compiles C with the library's header.
rust_and_c() {
	crate app
	mkdir -p half
	(cd half && c_files && rm main.c)
	printf 'unsafe extern "C" {\n    fn half(n: i32) -> i32;\n}\nfn main() {\n    println!("{}", unsafe { half(42) });\n}\n' >app/src/main.rs
	makefile <<-'END'
		half_SOURCES  := half/half.c
		half_INCLUDES := half
		$(eval $(call add_lind_library,half))
		app_MANIFEST  := app/Cargo.toml
		app_OPT_LEVEL := 0
		app_LIBS     := half
		$(eval $(call add_lind_rust_crate,app))
		all: $(app_PROGRAM)
		check: ; $(call lind_rust_run,$(app_PROGRAM))
	END
}

c_program() {
	c_files
	makefile <<-'END'
		app_SOURCES   := main.c half.c
		app_OPT_LEVEL := 0
		$(eval $(call add_lind_program,app))
		all: $(app_PROGRAM)
		check: ; $(call lind_rust_run,$(app_PROGRAM))
	END
}

@test "make does not try to make sources, manifests, lock files and directories of .o, .c and the like" {
	rust
	mk all
	LC_ALL=C run make -d all
	for file in app/src/main.rs app/Cargo.toml app/Cargo.lock app/.; do
		says "implicit rule for '$file'"
		says_not "Trying implicit prerequisite '$file.o'"
	done
}

@test "nothing changed: no tool and no helper is started" {
	shims
	rust_and_c
	made all
	steps "AR CARGO CC CONFIG OPT STD"
	grep -q '^cargo build' "$LOG"
	grep -q '^clang' "$LOG"
	: >"$LOG"
	nothing_to_do all
	nothing_to_do all
	same "" "$(cat "$LOG")"
	# and no process at all
	run strace -f -e trace=execve -o "$BATS_TEST_TMPDIR/trace" make all
	[ "$status" -ne 0 ] || same 1 "$(grep -c execve "$BATS_TEST_TMPDIR/trace")"
}

@test "an edit of Rust" {
	rust
	made all
	change app/src/main.rs 's/{}/now {}/'
	made all
	steps "CARGO OPT"
	nothing_to_do all
	made check
	says 'app now false'
}

@test "a touch without a change stops before the opt pass" {
	rust
	made all
	later touch app/src/main.rs
	made all
	steps "CARGO"
	nothing_to_do all
}

@test "an edit of a manifest" {
	rust
	made all
	change app/Cargo.toml 's/^version.*/&\ndescription = "another"/'
	made all
	# The module has the same bytes. (Of another version it has others with Rust 1.85.)
	steps "CARGO"
	nothing_to_do all
}

@test "a feature, a profile, rustflags, an environment variable, an opt level" {
	rust
	made all
	for change in app_FEATURES=fast app_PROFILE=small app_ENV=A=1 app_CARGO_ARGS=--quiet; do
		made all "$change"
		[[ "$output" == *"  CARGO "* ]]
		nothing_to_do all "$change"
	done
	made all app_OPT_LEVEL=1
	says "  OPT "
	nothing_to_do all app_OPT_LEVEL=1
	made all app_RUSTFLAGS=-Copt-level=1
	steps "CARGO CONFIG OPT STD"
	nothing_to_do all app_RUSTFLAGS=-Copt-level=1
}

@test "a build script's file, and one that appears in its directory" {
	rust
	mkdir app/data
	echo 'fn main() { println!("cargo:rerun-if-changed=data"); }' >app/build.rs
	made all
	nothing_to_do all
	later touch app/data/new
	made all
	steps "CARGO"
	nothing_to_do all
	change app/data/new 's/$/x/'
	later touch app/data/new
	made all
	steps "CARGO"
}

@test "a deleted module is no error of make's" {
	rust
	echo 'pub fn more() {}' >app/src/more.rs
	sed -i '1i mod more;' app/src/main.rs
	made all
	rm app/src/more.rs
	sed -i 1d app/src/main.rs
	made all
	says "  CARGO "
	nothing_to_do all
}

@test "an edit of the C library links the Rust program again" {
	rust_and_c
	made all
	change half/half.c 's,n / 2,n / 3,'
	made all
	steps "AR CARGO CC OPT"
	made check
	says 14
	nothing_to_do all
}

@test "a header of the C library" {
	rust_and_c
	made all
	change half/half.h 's/half"/half and more"/'
	made all
	steps "AR CC"
	nothing_to_do all
}

@test "the C library's definitions are the crate's too" {
	rust_and_c
	made all
	made all half_DEFINES=MORE=1
	steps "AR CARGO CC"
	nothing_to_do all half_DEFINES=MORE=1
}

@test "an edit of C" {
	c_program
	made all
	steps "CC CC LD OPT"
	nothing_to_do all
	change half.c 's,n / 2,n / 3,'
	made all
	steps "CC LD OPT"
	made check
	says "half 14"
}

@test "a header: all that include it; a comment stops before the opt pass" {
	c_program
	made all
	change half.h 's/half"/third"/'
	made all
	steps "CC CC LD OPT"
	made check
	says "third 21"
	later sh -c 'echo "/* no code */" >> half.h'
	made all
	steps "CC CC LD"
	nothing_to_do all
}

@test "a header that is gone" {
	c_program
	made all
	mv half.h other.h
	later sed -i s/half.h/other.h/ main.c half.c
	made all
	steps "CC CC LD"
	nothing_to_do all
}

@test "flags of C" {
	c_program
	made all
	made all app_CFLAGS=-DX='\"a\ \#b\"'
	steps "CC CC LD"
	nothing_to_do all app_CFLAGS=-DX='\"a\ \#b\"'
	made all LIND_RUST_CFLAGS=-O1
	says "  CC "
	made all app_LDFLAGS=-Wl,--export=half LIND_RUST_CFLAGS=-O1
	steps "LD OPT"
	made all app_MAX_MEMORY=32M app_LDFLAGS=-Wl,--export=half LIND_RUST_CFLAGS=-O1
	steps "LD OPT"
}

@test "C and C++ have flags of their own" {
	c_program
	rm half.c
	printf 'extern "C" {\n#include "half.h"\nint half(int n) { return n / 2; }\n}\n' >half.cpp
	sed -i 's/half.c$/half.cpp/' Makefile
	made all
	steps "CC CXX LD OPT"
	nothing_to_do all
	made all LIND_RUST_CXXFLAGS='-O2 -DX'
	steps "CXX LD"
	nothing_to_do all LIND_RUST_CXXFLAGS='-O2 -DX'
	made all LIND_RUST_CXXFLAGS='-O2 -DX' app_CFLAGS=-DX
	steps "CC LD"
	made check LIND_RUST_CXXFLAGS='-O2 -DX' app_CFLAGS=-DX
	says "half 21"
	touch half.h
	made all LIND_RUST_CXXFLAGS='-O2 -DX' app_CFLAGS=-DX
	steps "CC CXX LD"
}

@test "a library's file that is listed by name" {
	c_files
	makefile <<-'END'
		half_SOURCES := half.c
		$(eval $(call add_lind_library,half))
		mine.a: $(half_LIBRARY) ; cp $< $@
		app_SOURCES := main.c
		app_LIBS    := mine.a
		$(eval $(call add_lind_program,app))
		all: $(app_PROGRAM)
	END
	made all
	steps "AR CC CC LD OPT"
	nothing_to_do all
	change half.c 's,n / 2,n / 3,'
	made all
	steps "AR CC LD OPT"
}

@test "the Rust library changes: the C program links again" {
	library lib
	printf '#include <stdio.h>\nint lib_answer(void);\nint main(void) { printf("%%d\\n", lib_answer()); }\n' >main.c
	makefile <<-'END'
		lib_MANIFEST := lib/Cargo.toml
		$(eval $(call add_lind_rust_crate,lib))
		app_SOURCES := main.c
		app_LIBS    := lib
		$(eval $(call add_lind_program,app))
		all: $(app_PROGRAM)
		check: ; $(call lind_rust_run,$(app_PROGRAM))
	END
	made all
	steps "CARGO CC CONFIG LD OPT STD"
	nothing_to_do all
	later touch lib/src/lib.rs
	made all
	steps "CARGO"
	change lib/src/lib.rs s/42/43/
	made all
	steps "CARGO LD OPT"
	made check
	says 43
	nothing_to_do all
}

@test "whatever is deleted is made again" {
	rust_and_c
	made all
	for file in build/raw/app.wasm build/app.wasm build/libhalf.a build/obj/half/half/half.c.o build/stamp/app \
		build/stamp/app.d build/stamp/app.cmd build/stamp/app@opt build/obj/half/half/half.c.o.d \
		build/wasm32-lind/config.toml build/wasm32-lind/std build/tools.mk; do
		rm "$file"
		made -j8 all
		[ -e "$file" ] || {
			echo "not made again: $file"
			return 1
		}
		nothing_to_do all
	done
}

@test "a cleared cache: std comes back when it is needed" {
	rust
	made all
	echo "$BATS_TEST_TMPDIR/gone" >build/wasm32-lind/std
	made all
	says "  STD "
	nothing_to_do all
}

@test "generated Rust and generated headers are made first" {
	crate app
	c_files
	mv half.h half.h.in
	printf 'mod gen;\nfn main() {\n    println!("{}", gen::N);\n}\n' >app/src/main.rs
	echo 7 >number
	makefile <<-'END'
		app/src/gen.rs: number ; echo "pub const N: i32 = $$(cat number);" > $@
		half.h: half.h.in ; cp $< $@
		app_MANIFEST  := app/Cargo.toml
		app_OPT_LEVEL := 0
		app_DEPENDS  := app/src/gen.rs
		$(eval $(call add_lind_rust_crate,app))
		c_SOURCES := main.c half.c
		c_DEPENDS := half.h
		$(eval $(call add_lind_program,c))
		all: $(app_PROGRAM) $(c_PROGRAM)
		check: ; $(call lind_rust_run,$(app_PROGRAM))
	END
	made -j8 all
	nothing_to_do all
	later sh -c 'echo 8 > number'
	made all
	steps "CARGO OPT"
	made check
	says 8
	later touch half.h.in
	made all
	steps "CC CC LD"
	nothing_to_do all
}

@test "a relative path that a rule of the user's makes again" {
	rust
	printf 'mod gen;\nfn main() {\n    println!("{}", gen::N);\n}\n' >app/src/main.rs
	echo 7 >number
	printf 'app/src/gen.rs: number\n\techo "pub const N: i32 = $$(cat number);" > $@\n' >>Makefile
	made app/src/gen.rs all
	later sh -c 'echo 8 > number'
	made all
	steps "CARGO OPT"
}

@test "another lind-wasm tree: all is made for it, and back" {
	[ -n "$LIND_WASM_TREE" ] || skip "no lind-wasm tree"
	c_program
	made all
	made all LIND_WASM_ROOT="$LIND_WASM_TREE"
	says "  AOT "
	nothing_to_do all LIND_WASM_ROOT="$LIND_WASM_TREE"
	made all
	steps "CC CC LD OPT"
}

@test "another clang and another wasm-opt" {
	c_program
	made all
	shims
	made all
	steps "CC CC LD OPT"
	nothing_to_do all
}

@test "make -n runs nothing and shows the commands" {
	rust_and_c
	made -n all
	[ ! -e build ]
	says 'lind-rust-cargo build'
	says 'lind-rust-opt'
	made all
	change app/src/main.rs 's/42/44/'
	before=$(find . -type f -printf '%p %T@\n' | sort)
	for options in -n -nj4 --dry-run "-n -j4 V=1" -q; do
		run make $options all
	done
	same "$before" "$(find . -type f -printf '%p %T@\n' | sort)"
	made -n all
	says 'lind-rust-cargo build'
	made -j4 all
	steps "CARGO OPT"
}

@test "make -q answers: 0 up to date, 1 not" {
	rust
	mk -q all
	same 1 "$status"
	made all
	later touch app/src/main.rs
	made all
	mk -q all
	same 0 "$status"
	later touch app/src/main.rs
	mk -q all
	same 1 "$status"
	rm build/raw/app.wasm
	mk -q all
	same 1 "$status"
}

@test "-j8 from nothing, and again" {
	mkdir -p half
	(cd half && c_files && rm main.c)
	{
		printf 'half_SOURCES := half/half.c\n$(eval $(call add_lind_library,half))\n'
		for i in 1 2 3 4; do
			crate "c$i"
			printf 'c%d_MANIFEST := c%d/Cargo.toml\nc%d_LIBS := half\nc%d_OPT_LEVEL := 0\n$(eval $(call add_lind_rust_crate,c%d))\n' $i $i $i $i $i
		done
		echo 'all: $(foreach i,1 2 3 4,$(c$i_PROGRAM))'
	} | makefile
	made -j8 all
	steps "AR CARGO CARGO CARGO CARGO CC CONFIG OPT OPT OPT OPT STD"
	nothing_to_do -j8 all
	change half/half.c 's,n / 2,n / 3,'
	made -j8 all
	says "  AR "
	nothing_to_do -j8 all
}

@test "cargo takes part in make's jobs" {
	rust
	shims
	cat >"$BATS_TEST_TMPDIR/shims/cargo-real" <"$BATS_TEST_TMPDIR/shims/cargo"
	cat >"$BATS_TEST_TMPDIR/shims/cargo" <<-END
		#!/bin/sh
		[ "\$1" != build ] || { echo "flags \$MAKEFLAGS" >> "$LOG"; [ -e /dev/fd/3 ] && echo open >> "$LOG"; }
		exec sh "$BATS_TEST_TMPDIR/shims/cargo-real" "\$@"
	END
	chmod +x "$BATS_TEST_TMPDIR/shims/cargo"
	made -j3 all
	says_not 'jobserver'
	grep -q 'flags.*-j3 --jobserver-auth' "$LOG"
}

@test "two makes at once in one tree" {
	rust_and_c
	make all >one 2>&1 &
	make all >two 2>&1 &
	wait %1 || { cat one; false; }
	wait %2 || { cat two; false; }
	made all
	nothing_to_do all
	made check
	says 21
}

@test "V=1 shows commands, V=2 says why, -s says nothing" {
	c_program
	made V=1 all
	says 'lind-rust-clang'
	says '-MMD -MP -MF build/obj/app/main.c.o.d'
	later touch half.c
	made V=2 all
	says 'why: newer: half.c'
	rm -r build
	made -s all
	same "" "$output"
}

@test "the default goal is the user's first target" {
	rust
	made
	steps "CARGO CONFIG OPT STD"
	made lind-rust-app
}
