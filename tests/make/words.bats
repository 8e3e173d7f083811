#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# What each word of lind-rust.mk comes to: make -n shows the commands; some are run.

load ../lib
load fixture
load ../shared_sysroot

setup() {
	on_standin
	project
}

# crate_with LINES...: the commands for the crate app.
crate_with() {
	mkdir -p x
	touch x/y.a z.o
	{
		printf '%s\n' "$@"
		echo '$(eval $(call add_lind_rust_crate,app))'
		echo 'program: $(app_PROGRAM)'
		echo 'library: $(app_LIBRARY)'
	} | makefile
}

program_with() {
	{
		echo 'app_SOURCES := main.c'
		printf '%s\n' "$@"
		echo '$(eval $(call add_lind_program,app))'
		echo 'program: $(app_PROGRAM)'
	} | makefile
	mkdir -p x
	touch main.c x/y.a ../up.c
}

@test "words for cargo" {
	while IFS='|' read -r line word; do
		crate_with "$line"
		made -n program
		[[ " $(grep 'lind-rust-cargo build' <<<"$output") " == *" $word "* ]] || {
			echo "$line: wanted $word in: $output"
			return 1
		}
	done <<-'END'
		|--manifest-path=Cargo.toml
		|--target=wasm32-lind
		|--profile=release
		|--bin=
		|--output=build/raw/app.wasm
		app_MANIFEST := a/Cargo.toml|--manifest-path=a/Cargo.toml
		app_MANIFEST := a b/Cargo.toml|'--manifest-path=a b/Cargo.toml'
		app_PACKAGE := p|--package=p
		app_BIN := b|--bin=b
		app_EXAMPLE := e|--example=e
		app_FEATURES := a b|--features=a --features=b
		app_NO_DEFAULT_FEATURES := 1|--no-default-features
		app_ALL_FEATURES := yes|--all-features
		app_PROFILE := dev|--profile=dev
		LIND_RUST_PROFILE := dev|--profile=dev
		app_TARGET := wasm32-wasip1|--target=wasm32-wasip1
		LIND_RUST_TARGET := wasm32-wasip1|--target=wasm32-wasip1
		app_TARGET := host|--target=host
		app_TARGET := host|--output=build/host/bin/app
		app_LOCKED := 1|--locked
		app_OFFLINE := on|--offline
		app_ENV := A=1 B=2|--env=A=1 --env=B=2
		app_ENV := A=x$(LIND_RUST_SPACE)y|'--env=A=x y'
		app_ENV := A=it's|'--env=A=it'\''s'
		app_CARGO_ARGS := --quiet|--cargo-arg=--quiet
		app_MAX_MEMORY := 32M|--max-memory=32M
		app_STACK_SIZE := 65536|--stack-size=65536
		app_GRATE := 1|--grate
		app_LIBS := x/y.a z.o|--link=x/y.a --link=z.o
		app_OUTPUT_NAME := other|--output=build/raw/other.wasm
	END
}

@test "flags that are off" {
	for value in '' 0 no off false; do
		crate_with "app_LOCKED := $value" "app_GRATE := $value" "app_LIB := $value"
		made -n program
		says_not --locked
		says_not --grate
	done
}

@test "the library of a crate" {
	crate_with 'app_LIBS := x.a'
	touch x.a
	made -n library
	says 'build --lib '
	says '--output=build/libapp.a'
	says_not '--link='
	crate_with 'app_LIB := 1' 'app_TARGET := host'
	made -n library
	says '--output=build/host/lib/libapp.a'
}

@test "words for the opt pass" {
	while IFS='|' read -r line word; do
		crate_with "$line"
		made -n program
		[[ " $(grep 'lind-rust-opt' <<<"$output") " == *" $word "* ]] || {
			echo "$line: wanted $word in: $output"
			return 1
		}
	done <<-'END'
		|--runtime=standin
		|-o build/app.wasm build/raw/app.wasm
		|--profile=release
		app_PROFILE := dev|--profile=dev
		app_OPT_LEVEL := s|--opt-level=s
		app_CHECK := WARN|--check=warn
		app_CHECK := off|--check=off
		app_FPCAST := 1|--fpcast
		app_GRATE := 1|--grate
	END
}

@test "words for C" {
	while IFS='|' read -r line word; do
		program_with "$line"
		made -n program
		[[ " ${output//$'\n'/ } " == *" $word "* ]] || {
			echo "$line: wanted $word in: $output"
			return 1
		}
	done <<-'END'
		|-O2
		|-o build/obj/app/main.c.o main.c
		LIND_RUST_CFLAGS := -O0 -g|-O0 -g
		LIND_RUST_CC_LAUNCHER := a$(LIND_RUST_SPACE)b/ccache -v|'a b/ccache' -v
		app_CFLAGS := -Wall -DX='"a  b"'|-O2 -Wall -DX='"a  b"'
		app_INCLUDES := a b$(LIND_RUST_SPACE)c|-Ia '-Ib c'
		app_DEFINES := A B="x"|-DA '-DB="x"'
		app_LDFLAGS := -Wl,--stats|-Wl,--stats
		app_GRATE := 1|--lind-grate
		app_MAX_MEMORY := 32M|--lind-max-memory=32M
		app_STACK_SIZE := 64K|--lind-stack-size=64K
		app_LIBS := x/y.a|x/y.a
		app_OUTPUT_NAME := other|build/other.wasm
		app_SOURCES += ../up.c|build/obj/app/__/up.c.o ../up.c
	END
}

@test "words for C++, which are not C's" {
	touch more.cpp
	while IFS='|' read -r line word; do
		program_with 'app_SOURCES += more.cpp' "$line"
		made -n program
		[[ "$(grep ' more.cpp$' <<<"$output") " == *" $word "* && "$(grep ' main.c$' <<<"$output") " != *" $word "* ]] || {
			echo "$line: wanted $word in: $output"
			return 1
		}
	done <<-'END'
		|-o build/obj/app/more.cpp.o more.cpp
		LIND_RUST_CXXFLAGS := -O0 -g|-O0 -g
		app_CXXFLAGS := -std=c++20|-O2 -std=c++20
	END
}

@test "libraries of libraries reach the program, with includes and definitions" {
	touch a.c b.c main.c
	makefile <<-'END'
		a_SOURCES  := a.c
		a_INCLUDES := inc/a
		a_DEFINES  := A
		$(eval $(call add_lind_library,a))
		b_SOURCES  := b.c
		b_LIBS     := a
		$(eval $(call add_lind_library,b))
		app_SOURCES := main.c
		app_LIBS    := b
		$(eval $(call add_lind_program,app))
		all: $(app_PROGRAM)
		r_LIBS := b
		$(eval $(call add_lind_rust_crate,r))
		r: $(r_PROGRAM)
	END
	made -n all
	says 'build/obj/app/main.c.o build/libb.a build/liba.a'
	[[ "$(grep -e ' main.c$' <<<"$output")" == *"-Iinc/a -DA "* ]]
	[[ "$(grep -e ' b.c$' <<<"$output")" == *"-Iinc/a -DA "* ]]
	made -n r
	says '--link=build/libb.a --link=build/liba.a'
	says '--include=inc/a --define=A'
}

@test "lind: precompiled by lind-boot, but for NO_PRECOMPILE" {
	local root=$BATS_TEST_TMPDIR/lind
	mkdir -p "$root/build"
	touch "$root/build/lind-boot"
	crate_with "LIND_WASM_ROOT := $root" 'LIND_RUST_PREFIX ?= x'
	run make -n program LIND_WASM_ROOT="$root"
	says "lind-rust-run --precompile --lind-boot=$root/build/lind-boot -o build/app.cwasm build/app.wasm"
	crate_with 'app_NO_PRECOMPILE := 1'
	run make -n program LIND_WASM_ROOT="$root"
	says_not 'precompile'
}

@test "crates with flags of their own have a directory of their own; those without share one" {
	crate a
	crate b
	crate c
	makefile <<-'END'
		a_MANIFEST  := a/Cargo.toml
		b_MANIFEST  := b/Cargo.toml
		c_MANIFEST  := c/Cargo.toml
		c_RUSTFLAGS := --cfg fancy
		$(foreach n,a b c,$(eval $(call add_lind_rust_crate,$n)))
		all: $(a_PROGRAM) $(b_PROGRAM) $(c_PROGRAM)
	END
	made -n all
	same 2 "$(grep -c lind-rust-std <<<"$output")"
	same 2 "$(grep -c 'lind-rust-config cargo' <<<"$output")"
	says '--rustflag=--cfg --rustflag=fancy'
	same 2 "$(grep -o -e '--target-dir=[^ ]*' <<<"$output" | sort -u | wc -l)"
}

@test "a copy in lindfs" {
	crate app
	crate_with 'app_MANIFEST := app/Cargo.toml' 'app_OUTPUT_DIR := usr/bin' 'app_OPT_LEVEL := 0'
	mkdir "lind fs"
	export LIND_RUST_LINDFS="$PWD/lind fs"
	made program
	cmp build/app.wasm "lind fs/usr/bin/app.wasm"
	nothing_to_do program
	rm "lind fs/usr/bin/app.wasm"
	made program
	steps OPT
	cmp build/app.wasm "lind fs/usr/bin/app.wasm"
}

@test "a package with a program and a library gives both" {
	crate app
	printf '#[unsafe(no_mangle)]\npub extern "C" fn answer() -> i32 {\n    42\n}\n' >app/src/lib.rs
	crate_with 'app_MANIFEST := app/Cargo.toml' 'app_OPT_LEVEL := 0'
	made -j2 program library
	[ -e build/app.wasm ]
	[ -e build/libapp.a ]
	nothing_to_do program library
}

@test "lind_rust_run: arguments, environment, status, time" {
	crate app
	cat >app/src/main.rs <<-'END'
		fn main() {
		    let args: Vec<String> = std::env::args().skip(1).collect();
		    println!("args {args:?} env {:?}", std::env::vars().collect::<Vec<_>>());
		    if args.len() > 1 { loop {} }
		    std::process::exit(args.len() as i32);
		}
	END
	makefile <<-'END'
		LIND_RUST_RUN_ENV := A=1 B=x$(LIND_RUST_SPACE)y
		app_MANIFEST := app/Cargo.toml
		app_OPT_LEVEL := 0
		$(eval $(call add_lind_rust_crate,app))
		run: $(app_PROGRAM) ; $(call lind_rust_run,$(app_PROGRAM))
		one: $(app_PROGRAM) ; $(call lind_rust_run,$(app_PROGRAM) 'a b,c,d')
		long: LIND_RUST_TIMEOUT := 1
		long: $(app_PROGRAM) ; $(call lind_rust_run,$(app_PROGRAM) 1 2)
		text: ; @echo '$(call lind_rust_run,x)'
	END
	made run
	says 'args [] env [("A", "1"), ("B", "x y")]'
	mk one
	same 2 "$status"
	says 'args ["a b,c,d"]'
	says 'Error 1'
	mk long
	says 'did not end within 1 s'
	says 'Error 124'
	made text LIND_RUST_TIMEOUT=0 LIND_RUST_RUN_GRATES='g.wasm h.wasm'
	says_not --timeout
	says '--grate=g.wasm --grate=h.wasm x'
}

@test "help lists what is declared, clean removes the build directory; neither builds anything" {
	crate_with
	printf 'clean: lind-rust-clean\nhelp: lind-rust-help\n' >>Makefile
	made help
	says 'add_lind_rust_crate: build/app.wasm build/libapp.a'
	made clean
	[ ! -e build ]
	crate app
	crate_with 'app_MANIFEST := app/Cargo.toml' 'app_OPT_LEVEL := 0'
	printf 'clean: lind-rust-clean\n' >>Makefile
	made program
	touch build/mine beside
	made clean
	[ ! -e build ]
	[ -e beside ]
	made program
	made clean program
	[ -e build/app.wasm ]
	nothing_to_do program
}

@test "a directory of the user's is not removed" {
	crate_with
	mkdir mine
	touch mine/precious
	refused "mine was not made by lind-rust: it is not removed" lind-rust-clean LIND_RUST_BUILD=mine
	[ -e mine/precious ]
}

@test "nothing of the user's is defined: all, clean, help and check" {
	makefile </dev/null
	for target in all clean help check install test; do
		refused "No rule to make target '$target'" "$target"
	done
}

@test "idle goals of the project's own" {
	crate_with 'tidy: ; @echo tidied'
	made tidy LIND_RUST_IDLE_GOALS=tidy
	[ ! -e build ]
}

@test "included twice" {
	crate app
	crate_with 'app_MANIFEST := app/Cargo.toml' "include $LIND_RUST_MK"
	made -n program
}

# linkages: the words of $output that say how programs are linked
linkages() {
	grep -oE -- '--(lind-)?linkage=[a-z]+' <<<"$output" | sort -u | tr '\n' ' '
}

@test "shared libraries: of a crate and of C, and for a program" {
	shared_sysroot "$BATS_TEST_TMPDIR/c"
	export LIND_RUST_SYSROOT="$BATS_TEST_TMPDIR/c"
	crate_with 'app_CDYLIB := 1'
	made -n library
	same "--linkage=dynamic " "$(linkages)"
	says "lind-rust-config cargo --target=wasm32-lind --linkage=dynamic --cdylib "
	says "lind-rust-cargo build --cdylib"
	says "--config=build/wasm32-lind-dynamic-cdylib/config.toml"
	says "--output=build/raw/app.wasm"
	refused "app is a shared library (by app_CDYLIB): it has no app_PROGRAM" program
	crate_with 'app_CDYLIB := 0'
	made -n library
	says_not cdylib
	printf '%s\n' 'plug_SOURCES := plug.c' 'plug_SHARED := 1' 'plug_LDFLAGS := -Wl,--allow-undefined' 'plug_OPT_LEVEL := 0' \
		'$(eval $(call add_lind_library,plug))' 'app_SOURCES := main.c' 'app_LIBS := plug' 'app_LINKAGE := dynamic' \
		'$(eval $(call add_lind_program,app))' 'all: $(plug_LIBRARY) $(app_PROGRAM)' \
		'words: ; @echo $(plug_LIBRARY) $(plug_PROGRAM) "$(call lind_rust_run,x)"' | makefile
	echo 'int host(void); int plug(void) { return host(); }' > plug.c
	echo 'int plug(void); int main(int c, char **v) { return plug(); }' > main.c
	made all V=1
	says "--lind-shared"
	says " -shared "
	run -0 "$HELPERS/lind-rust-inspect" build/plug.wasm
	says "plug.wasm: library, "
	says " plug: () -> i32"
	run -0 "$HELPERS/lind-rust-inspect" build/raw/app.wasm
	says "env.plug: () -> i32"
	made words LIND_RUST_RUN_PRELOADS='one.wasm two.wasm'
	says "build/plug.wasm "
	says "--preload=one.wasm --preload=two.wasm x"
	made -q all
	echo 'int more(void) { return 1; }' >> plug.c
	made all
	says "OPT     build/plug.wasm"
	says "LD      build/raw/app.wasm"
}

@test "words of a shared library are not for another one" {
	for word in LDFLAGS:=-g OPT_LEVEL:=0 CHECK:=OFF NO_PRECOMPILE:=1 OUTPUT_DIR:=lib; do
		printf '%s\n' 'app_SOURCES := main.c' "app_$word" '$(eval $(call add_lind_library,app))' | makefile
		refused "app_${word%%:*} is for shared libraries: set app_SHARED as well" -n
	done
}

@test "LINKAGE: a std, settings, objects and links of their own" {
	shared_sysroot "$BATS_TEST_TMPDIR/c"
	export LIND_RUST_SYSROOT="$BATS_TEST_TMPDIR/c"
	crate_with 'app_LINKAGE := dynamic'
	made -n program
	same "--linkage=dynamic " "$(linkages)"
	says "--config=build/wasm32-lind-dynamic/config.toml"
	says "--target-dir=build/wasm32-lind-dynamic/target"
	program_with 'app_LINKAGE := dynamic'
	made -n program
	same "--lind-linkage=dynamic " "$(linkages)"
	same 2 "$(grep -c -- --lind-linkage=dynamic <<<"$output")"
	program_with 'LIND_RUST_LINKAGE := dynamic'
	made -n program
	same "--lind-linkage=dynamic " "$(linkages)"
	for line in '' 'app_LINKAGE := static' 'app_GRATE := 1' 'app_FPCAST := 1'; do
		program_with "${line:+LIND_RUST_LINKAGE := dynamic}" "$line"
		made -n program
		same "" "$(linkages)"
	done
	crate_with 'LIND_RUST_LINKAGE := dynamic' 'app_TARGET := wasm32-wasip1'
	made -n program
	same "" "$(linkages)"
	# By itself in the profiles of development.
	crate_with 'app_PROFILE := dev'
	made -n program
	same "--linkage=auto " "$(linkages)"
	says "--config=build/wasm32-lind-auto/config.toml"
	program_with 'LIND_RUST_PROFILE := test'
	made -n program
	same "--lind-linkage=auto " "$(linkages)"
	for line in 'app_LINKAGE := static' 'app_GRATE := 1' 'LIND_RUST_LINKAGE := static'; do
		program_with 'LIND_RUST_PROFILE := dev' "$line"
		made -n program
		same "" "$(linkages)"
	done
	# Not where there is no libc.so to run it with.
	mkdir -p lindfs/lib
	export LIND_RUST_LINDFS="$PWD/lindfs"
	program_with 'LIND_RUST_PROFILE := dev'
	made build/tools.mk
	made -n program
	same "" "$(linkages)"
	touch lindfs/lib/libc.cwasm
	made -n program
	same "--lind-linkage=auto " "$(linkages)"
}
