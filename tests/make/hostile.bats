#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# Names and environments that break makefiles.

load ../lib
load fixture

setup() {
	on_standin
}

# A project of Rust and C: edited, it is made again; not edited, it is not.
works_here() {
	crate app
	c_files
	rm main.c
	printf 'unsafe extern "C" {\n    fn half(n: i32) -> i32;\n}\nfn main() {\n    println!("{}", unsafe { half(42) });\n}\n' >app/src/main.rs
	cat >Makefile <<-END
		include ${1:-$LIND_RUST_MK}
		half_SOURCES  := half.c
		half_INCLUDES := .
		\$(eval \$(call add_lind_library,half))
		app_MANIFEST  := app/Cargo.toml
		app_LIBS      := half
		app_OPT_LEVEL := 0
		\$(eval \$(call add_lind_rust_crate,app))
		all: \$(app_PROGRAM)
		check: ; \$(call lind_rust_run,\$(app_PROGRAM))
	END
	made -j2 all
	nothing_to_do all
	made check
	says 21
	change app/src/main.rs 's/42/44/'
	made all
	steps "CARGO OPT"
	change half.h 's/half"/more"/'
	made all
	says "  CC "
	nothing_to_do all
	made check
	says 22
	made lind-rust-clean
	[ ! -e build ]
}

@test "a project in a directory of an odd name" {
	project "$BATS_TEST_TMPDIR/a b; \$c \$(d) #e 'f\" é&=h"
	works_here
}

@test "a build directory elsewhere" {
	project "$BATS_TEST_TMPDIR/a b"
	export LIND_RUST_BUILD=$BATS_TEST_TMPDIR/elsewhere
	crate app
	printf '[workspace]\n' >>app/Cargo.toml
	printf 'include %s\napp_MANIFEST := app/Cargo.toml\n$(eval $(call add_lind_rust_crate,app))\nall: $(app_PROGRAM)\n' \
		"$LIND_RUST_MK" >Makefile
	made all
	nothing_to_do all
	# Cargo.lock is cargo's.
	same "Makefile app app/Cargo.lock app/Cargo.toml app/src app/src/main.rs" "$(find . -mindepth 1 -printf '%P\n' | LC_ALL=C sort | xargs)"
}

# installed PREFIX
installed() {
	cmake --install "$LIND_RUST_BUILD_TREE" --prefix "$1" >/dev/null
	cp "$LIND_RUST_SOURCE/make/lind-rust.mk" "$1/include/"
	unset LIND_RUST_PREFIX
	project
}

@test "an installation, in a directory with spaces and a dollar" {
	installed "$BATS_TEST_TMPDIR/my tools \$x/opt"
	works_here "$BATS_TEST_TMPDIR/my\\ tools\\ \$\$x/opt/include/lind-rust.mk"
	made -n V=1 all
	says "'$BATS_TEST_TMPDIR/my tools \$x/opt/bin'/lind-rust-cargo"
}

@test "an installation that make finds along its include path" {
	installed "$BATS_TEST_TMPDIR/opt"
	crate app
	printf 'include lind-rust.mk\napp_MANIFEST := app/Cargo.toml\napp_OPT_LEVEL := 0\n$(eval $(call add_lind_rust_crate,app))\nall: $(app_PROGRAM)\n' >Makefile
	made -I "$BATS_TEST_TMPDIR/opt/include" all
	nothing_to_do -I "$BATS_TEST_TMPDIR/opt/include" all
}

@test "a copy of the source tree with a space in its name builds lind-rust, and again after a change" {
	copy="$BATS_TEST_TMPDIR/source tree"
	mkdir "$copy"
	(cd "$LIND_RUST_SOURCE" && tar cf - CMakeLists.txt cmake helpers include make LICENSE $([ ! -d tests/standin ] || echo tests/standin)) |
		(cd "$copy" && tar xf -)
	chmod -R a-w "$copy"
	unset LIND_RUST_PREFIX
	project "$BATS_TEST_TMPDIR/pro ject"
	crate app
	printf 'include ../source\\ tree/make/lind-rust.mk\napp_MANIFEST := app/Cargo.toml\napp_OPT_LEVEL := 0\n$(eval $(call add_lind_rust_crate,app))\nall: $(app_PROGRAM)\n' >Makefile
	export CC=false CFLAGS=--nonsense CMAKE_GENERATOR=Nonsense LDFLAGS=-lnowhere
	made CC=false all
	says '  HELPERS build/tools'
	nothing_to_do all
	chmod -R u+w "$copy"
	later touch "$copy/helpers/lind-rust-opt.c"
	# Left out where there was no clang, the stand-in is made once there is one.
	rm build/tools/share/lind-rust/standin/run.mjs
	made all
	[ -e build/tools/share/lind-rust/standin/run.mjs ]
	says '  HELPERS build/tools'
	nothing_to_do all
	echo '# Another rule' >>"$copy/helpers/overlay/chrono.rules"
	later touch "$copy/helpers/overlay/chrono.rules"
	made all
	says '  STD '
	says '  CONFIG '
	nothing_to_do all
	rm build/tools/bin/lind-rust-cargo
	made all
	[ -x build/tools/bin/lind-rust-cargo ]
	nothing_to_do all
}

@test "CMake that fails says why" {
	unset LIND_RUST_PREFIX
	project
	makefile <<<'all:'
	refused 'lind-rust was not built from source; build/tools.log tells why' all LIND_RUST_HOST_CC=/nowhere/cc
	says "$LIND_RUST_SOURCE/.ci/setup"
	says '/nowhere/cc'
	refused "there is a ';' in the name" -n LIND_RUST_BUILD=build -C "$(mkdir -p 'a;b' && cp Makefile 'a;b' && echo 'a;b')"
}

@test "the caller's environment changes nothing" {
	project
	crate app
	c_files
	makefile <<-'END'
		app_MANIFEST := app/Cargo.toml
		app_OPT_LEVEL := 0
		$(eval $(call add_lind_rust_crate,app))
		c_SOURCES := main.c half.c
		c_OPT_LEVEL := 0
		$(eval $(call add_lind_program,c))
		all: $(app_PROGRAM) $(c_PROGRAM)
	END
	made all
	before=$(cat build/app.wasm build/c.wasm | cksum)
	mkdir host
	echo '#error of the host' >host/stdio.h
	export RUSTFLAGS=--nonsense CARGO_ENCODED_RUSTFLAGS=--nonsense CARGO_TARGET_DIR=$PWD/other CC=false CFLAGS=--nonsense
	export LDFLAGS=--nonsense AR=false CPATH=$PWD/host C_INCLUDE_PATH=$PWD/host LIBRARY_PATH=$PWD CARGO_BUILD_TARGET=nonsense
	export RUSTC=false RUSTC_WRAPPER=false CARGO_PROFILE_RELEASE_LTO=nonsense CDPATH=/ ARFLAGS=x GREP_OPTIONS=-v
	nothing_to_do all
	rm -r build
	made all
	same "$before" "$(cat build/app.wasm build/c.wasm | cksum)"
	[ ! -e other ]
}

@test "exported variables, .ONESHELL, another shell, -rR, -e" {
	project
	crate app
	c_files
	makefile <<-'END'
		export
		.ONESHELL:
		SHELL := /bin/bash
		.SHELLFLAGS := -eu -o pipefail -c
		app_MANIFEST := app/Cargo.toml
		app_OPT_LEVEL := 0
		$(eval $(call add_lind_rust_crate,app))
		c_SOURCES := main.c half.c
		c_OPT_LEVEL := 0
		$(eval $(call add_lind_program,c))
		all: $(app_PROGRAM) $(c_PROGRAM)
	END
	made -rR -e all
	steps "CARGO CC CC CONFIG LD OPT OPT STD"
	nothing_to_do all
	nothing_to_do -rR all
}

@test "a make of another make" {
	project
	crate app
	printf 'include %s\napp_MANIFEST := app/Cargo.toml\napp_OPT_LEVEL := 0\n$(eval $(call add_lind_rust_crate,app))\nall: $(app_PROGRAM)\n' \
		"$LIND_RUST_MK" >sub.mk
	printf 'all: ; $(MAKE) -f sub.mk all X=1\n' >Makefile
	run make -j4 all
	same 0 "$status"
	says_not jobserver
	run make -n all
	[ -e build/app.wasm ]
	run make all
	says_not '  CARGO'
}
