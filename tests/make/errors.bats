#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# What lind-rust.mk refuses, when it is read: a case for each message.

load ../lib
load fixture

setup() {
	on_standin
	project
}

# with LINES...: a Makefile that declares the crate app with these lines before, and then has those that are rules.
with() {
	declared '$(eval $(call add_lind_rust_crate,app))' "$@"
}

c_with() {
	declared '$(eval $(call add_lind_program,app))' 'app_SOURCES := main.c' "$@"
}

declared() {
	local rule='^[a-z]+: ' line end=$1
	shift
	{
		for line; do [[ "$line" =~ $rule ]] || echo "$line"; done
		echo "$end"
		echo 'all:'
		for line; do [[ "$line" =~ $rule ]] && echo "$line"; done || true
	} | makefile
}

# ---- names of variables ----

@test "a misspelled variable is named, with the nearest" {
	with 'app_FEATURS := fast'
	refused "add_lind_rust_crate app: app_FEATURS is not known: did you mean app_FEATURES?" -n
	says 'The words behind app_ are: MANIFEST PACKAGE BIN'
}

@test "a misspelled variable of the command line is found" {
	with
	refused "app_OPTLEVEL is not known: did you mean app_OPT_LEVEL?" -n app_OPTLEVEL=2
}

@test "a word in small letters is found" {
	with 'app_features := fast'
	refused "app_features is not known: did you mean app_FEATURES?" -n
}

@test "a small name that is no word is the user's own" {
	with 'app_files := a b'
	made -n all
}

@test "a misspelled variable of the environment is not this file's business" {
	with
	app_FEATURS=fast made -n all
}

@test "CMake's words are led to those of make" {
	with 'app_MANIFEST_PATH := Cargo.toml'
	refused 'did you mean app_MANIFEST?' -n
	with 'app_LINK_LIBRARIES := x'
	refused 'did you mean app_LIBS?' -n
}

@test "a word of another macro is not known" {
	with 'app_SOURCES := main.c'
	refused 'app_SOURCES is not known' -n
	c_with 'app_FEATURES := fast'
	refused 'add_lind_program app: app_FEATURES is not known' -n
	printf '%s\n' 'app_SOURCES := a.c' 'app_GRATE := 1' '$(eval $(call add_lind_library,app))' | makefile
	refused 'add_lind_library app: app_GRATE is not known' -n
}

@test "a wrong beginning is not taken for another name: DEFAULT_FEATURES" {
	with 'app_DEFAULT_FEATURES := 0'
	refused 'app_DEFAULT_FEATURES is not known' -n
}

@test "an output is not set" {
	with 'app_PROGRAM := build/x'
	refused 'app_PROGRAM is set by the macro. Give the file a name by app_OUTPUT_NAME' -n
}

@test "a name may begin with another one" {
	printf '%s\n' 'app_two_FEATURES := fast' '$(eval $(call add_lind_rust_crate,app))' \
		'$(eval $(call add_lind_rust_crate,app_two))' 'all:' | makefile
	made -n all
	printf '%s\n' 'APP_TWO_FEATURES := fast' 'APP_TWO_PACKAGE := two' '$(eval $(call add_lind_rust_crate,APP))' \
		'$(eval $(call add_lind_rust_crate,APP_TWO))' 'all:' | makefile
	made -n all
	printf '%s\n' 'app_two_FEATURS := fast' '$(eval $(call add_lind_rust_crate,app_two))' \
		'$(eval $(call add_lind_rust_crate,app))' 'all:' | makefile
	refused 'app_two_FEATURS is not known: did you mean app_two_FEATURES?' -n
}

@test "variables are checked in a run that builds, too; those that are set behind the call as well" {
	with 'app_FEATURS := fast'
	refused 'add_lind_rust_crate app: app_FEATURS is not known: did you mean app_FEATURES?' all
	with
	refused 'app_OPTLEVEL is not known' all app_OPTLEVEL=2
	refused 'app_LIBRARY is set by the macro' all app_LIBRARY=x
	echo 'app_FEATURS := fast' >>Makefile
	refused 'app_FEATURS is not known' all
	with 'app_files := a b' 'app_FEATURES := fast'
	echo 'app_more := c' >>Makefile
	app_FEATURS=fast made all
	# What is told is the cause, and not what is missing by it.
	printf '%s\n' 'app_SOURCE := main.c' '$(eval $(call add_lind_program,app))' 'all:' | makefile
	refused 'app_SOURCE is not known: did you mean app_SOURCES?' all
}

@test "an unknown setting" {
	{ echo 'LIND_RUST_BULD := x'; echo "include $LIND_RUST_MK"; } >Makefile
	refused 'LIND_RUST_BULD is not known. The settings are: LIND_WASM_ROOT' -n
}

# ---- names of targets ----

@test "a macro that is not there is named, and a project's own of that name works" {
	printf '%s\n' '$(eval $(call add_lind_crate,a))' | makefile
	refused 'there is no macro add_lind_crate: there are add_lind_rust_crate add_lind_library add_lind_program' -n
	printf '%s\n' 'lind_rust_program = all: ; @echo mine $1' '$(eval $(call lind_rust_program,a))' | makefile
	run -0 make
	says "mine a"
}

@test "a name of odd characters" {
	printf '%s\n' '$(eval $(call add_lind_rust_crate,a/b))' | makefile
	refused 'a/b: a name is made of letters and digits and _ . + -' -n
	printf '%s\n' '$(eval $(call add_lind_rust_crate,a b))' | makefile
	refused "add_lind_rust_crate takes one name and not 'a b'" -n
	printf '%s\n' '$(eval $(call add_lind_program))' | makefile
	run make -n
	says "add_lind_program takes one name and not ''"
}

@test "a name twice" {
	printf '%s\n' '$(eval $(call add_lind_rust_crate,a))' 'a_SOURCES := a.c' '$(eval $(call add_lind_program,a))' | makefile
	refused 'add_lind_program a: the name is declared already' -n
}

@test "a name of lind-rust's own targets" {
	for name in clean help force x.d; do
		printf '%s\n' "\$(eval \$(call add_lind_rust_crate,$name))" | makefile
		refused "$name: the name is lind-rust's own" -n
	done
}

@test "two that make one file" {
	printf '%s\n' 'b_OUTPUT_NAME := a' '$(eval $(call add_lind_rust_crate,a))' '$(eval $(call add_lind_rust_crate,b))' |
		makefile
	refused 'is made by another one already: set b_OUTPUT_NAME' -n
}

# ---- values ----

@test "bad values stop" {
	while IFS='|' read -r line message; do
		with "$line"
		refused "$message" -n
	done <<-'END'
		app_OPT_LEVEL := 9|app_OPT_LEVEL '9' is not one of: 0 1 2 3 4 s z
		app_CHECK := maybe|app_CHECK 'maybe' is not one of: ERROR WARN OFF
		app_TARGET := x86|app_TARGET 'x86' is not one of: wasm32-lind wasm32-wasip1 host
		app_LINKAGE := shared|app_LINKAGE 'shared' is not one of: auto static dynamic
		LIND_RUST_LINKAGE := shared|LIND_RUST_LINKAGE 'shared' is not one of: auto static dynamic
		app_MAX_MEMORY := lots|app_MAX_MEMORY 'lots' is not a size
		app_MAX_MEMORY := 64T|app_MAX_MEMORY '64T' is not a size
		app_MAX_MEMORY := -1|app_MAX_MEMORY '-1' is not a size
		app_STACK_SIZE := M|app_STACK_SIZE 'M' is not a size
		app_STACK_SIZE := 0|app_STACK_SIZE '0' is not a size
		app_LOCKED := maybe|app_LOCKED 'maybe' is not a flag: 1 or 0
		app_LIB := words|app_LIB 'words' is not a flag
		app_GRATE := 2|app_GRATE '2' is not a flag
		app_FPCAST := 2|app_FPCAST '2' is not a flag
		app_OFFLINE := 2|app_OFFLINE '2' is not a flag
		app_ALL_FEATURES := 2|app_ALL_FEATURES '2' is not a flag
		app_NO_DEFAULT_FEATURES := 2|app_NO_DEFAULT_FEATURES '2' is not a flag
		app_NO_PRECOMPILE := 2|app_NO_PRECOMPILE '2' is not a flag
		app_PACKAGE := a b|app_PACKAGE 'a b' is more than one word
		app_BIN := a b|app_BIN 'a b' is more than one word
		app_EXAMPLE := a b|app_EXAMPLE 'a b' is more than one word
		app_PROFILE := a b|app_PROFILE 'a b' is more than one word
		app_ENV := A|app_ENV 'A' is not VARIABLE=VALUE
		app_ENV := =x|app_ENV '=x' is not VARIABLE=VALUE
		app_OUTPUT_NAME := a/b|app_OUTPUT_NAME 'a/b' is not a file's name
		app_OUTPUT_DIR := ../x|app_OUTPUT_DIR '../x' leads out of lindfs
		app_LIBS := geometry|app_LIBS 'geometry' is neither declared (declare it before app) nor a file
	END
}

@test "BIN, LIB and EXAMPLE exclude each other" {
	with 'app_BIN := a' 'app_LIB := 1'
	refused 'app_BIN app_LIB exclude each other' -n
	with 'app_BIN := a' 'app_EXAMPLE := b'
	refused 'app_BIN app_EXAMPLE exclude each other' -n
	with 'app_BIN := a' 'app_LIB := 0'
	made -n all
}

@test "what cannot be dynamic" {
	with 'app_LINKAGE := dynamic' 'app_GRATE := 1'
	refused "app_LINKAGE is dynamic: a grate cannot be dynamic" -n
	with 'app_LINKAGE := dynamic' 'app_FPCAST := 1'
	refused "app_LINKAGE is dynamic: FPCAST would have to be in lind's libc.so as well" -n
	with 'app_LINKAGE := dynamic' 'app_TARGET := wasm32-wasip1'
	refused "app_LINKAGE is dynamic: a program for wasm32-wasip1 cannot be dynamic" -n
	with 'app_LINKAGE := dynamic'
	refused "app_LINKAGE is dynamic: there is no shared C library (the stand-in has none)" all
	with 'app_LINKAGE := dynamic' 'app_TARGET := host'
	refused "app_LINKAGE is dynamic: a program for host cannot be dynamic" -n
}

@test "what a shared library cannot be" {
	for word in GRATE:=1 FPCAST:=1 MAX_MEMORY:=1M STACK_SIZE:=1M; do
		with 'app_CDYLIB := 1' "app_$word"
		refused "app_${word%%:*} is for programs and this is a shared library" -n
	done
	for word in LINKAGE:=static TARGET:=wasm32-wasip1 TARGET:=host; do
		with 'app_CDYLIB := 1' "app_$word"
		refused "app_CDYLIB: a shared library is for dynamic programs of TARGET wasm32-lind" -n
	done
	with 'app_CDYLIB := 1'
	refused "app_CDYLIB: there is no shared C library (the stand-in has none)" all
	with 'app_CDYLIB := 1' 'app_LIB := 1'
	refused "app_LIB app_CDYLIB exclude each other" -n
	with 'app_CDYLIB := maybe'
	refused "app_CDYLIB 'maybe' is not a flag" -n
}

@test "what a host program cannot have" {
	for word in LIBS:=x.a GRATE:=1 OPT_LEVEL:=2 MAX_MEMORY:=1M OUTPUT_DIR:=bin; do
		with 'app_TARGET := host' "app_$word"
		refused "app_${word%%:*} is for programs of lind and app_TARGET is host" -n
	done
}

@test "programs and host crates are not linked with" {
	c_with 'h_TARGET := host' '$(eval $(call add_lind_rust_crate,h))' 'app_LIBS := h'
	refused "app_LIBS 'h' is a program or for the host" -n
	c_with 'o_SOURCES := o.c' '$(eval $(call add_lind_program,o))' 'app_LIBS := o'
	refused "app_LIBS 'o' is a program or for the host" -n
}

@test "C without sources, or of another language" {
	echo '$(eval $(call add_lind_program,app))' | makefile
	refused 'app_SOURCES is empty' -n
	echo '$(eval $(call add_lind_library,app))' | makefile
	refused 'app_SOURCES is empty' -n
	c_with 'app_SOURCES := main.f90'
	refused "app_SOURCES 'main.f90' is neither C nor C++: .c .s .S .cc .cpp .cxx" -n
	c_with "app_SOURCES := it's.c"
	refused "app_SOURCES 'it's.c' has a character that make cannot have in a name" -n
}

@test "what a kind does not have is said when it is asked for" {
	with 'app_LIB := 1' 'all: $(app_PROGRAM)'
	refused 'app is a library (by app_LIB): it has no app_PROGRAM' all
	with 'app_BIN := x' 'all: $(app_LIBRARY)'
	refused 'app is a program (by app_BIN): it has no app_LIBRARY' all
}

# ---- settings ----

@test "LIND_RUST_BUILD with a space" {
	with
	refused "LIND_RUST_BUILD '/tmp/a b' has a space or another character that make cannot have" -n LIND_RUST_BUILD='/tmp/a b'
	refused "A relative name such as 'build' works in a directory of any name" -n LIND_RUST_BUILD='a:b'
}

@test "LIND_RUST_BUILD is never a directory that holds the project" {
	with
	for dir in . .. / "$PWD" "$(dirname "$PWD")" ''; do
		refused "LIND_RUST_BUILD" -n LIND_RUST_BUILD="$dir"
		says 'must be a directory of its own: lind-rust-clean removes it'
	done
}

@test "LIND_RUST_TIMEOUT is a number" {
	with
	refused "LIND_RUST_TIMEOUT 'soon' is not a number of seconds" -n LIND_RUST_TIMEOUT=soon
}

@test "LIND_RUST_PREFIX without the programs" {
	with
	refused "LIND_RUST_PREFIX '/nowhere' has no bin/lind-rust-config" -n LIND_RUST_PREFIX=/nowhere
}

@test "a copy of the file alone" {
	mkdir -p lonely/include
	cp "$LIND_RUST_SOURCE/make/lind-rust.mk" lonely/include/lind-rust.mk
	echo 'include lonely/include/lind-rust.mk' >Makefile
	unset LIND_RUST_PREFIX
	refused 'lind-rust is not complete: there is neither lonely/bin/lind-rust-config nor lonely/helpers/lind-rust-config.c' -n
}

@test "a tool that is not there" {
	with 'all: $(app_PROGRAM)'
	refused "LIND_RUST_CLANG: '/nowhere/clang' is not an executable program" all LIND_RUST_CLANG=/nowhere/clang
	refused "LIND_WASM_ROOT: '/nowhere' is not a directory" all LIND_WASM_ROOT=/nowhere
}

@test "no Rust toolchain" {
	unset LIND_RUST_TOOLCHAIN
	crate app
	with 'app_MANIFEST := app/Cargo.toml' 'all: $(app_PROGRAM)'
	mkdir empty
	printf '#!/bin/sh\nexit 1\n' >empty/rustc
	chmod +x empty/rustc
	for tool in sh clang-19 wasm-opt node sed mv mkdir grep flock touch cat rm; do
		ln -s "$(command -v $tool)" empty/$tool || true
	done
	make=$(command -v make)
	HOME=$PWD PATH=$PWD/empty run "$make" LIND_RUST_CACHE="$PWD/cache"
	same 2 "$status"
	says 'app: no Rust toolchain can build this'
	says 'rust'
}

@test "a toolchain that is completed afterwards" {
	local toolchain="$PWD/toolchain" sysroot
	unset LIND_RUST_SRC
	sysroot=$("$("$HELPERS/lind-rust-config" tools --need=rustc --format sh | sed -n "s/^LIND_RUST_RUSTC='\(.*\)'/\1/p")" --print sysroot)
	mkdir -p "$toolchain/bin" "$toolchain/lib/rustlib/src/rust"
	printf '#!/bin/sh\n[ "$*" != "--print sysroot" ] || { echo "%s"; exit; }\nexec "%s/bin/rustc" "$@"\n' "$toolchain" "$sysroot" >"$toolchain/bin/rustc"
	chmod +x "$toolchain/bin/rustc"
	ln -s "$sysroot/bin/cargo" "$toolchain/bin"
	crate app
	with 'app_MANIFEST := app/Cargo.toml' 'all: $(app_PROGRAM)'
	export LIND_RUST_TOOLCHAIN=$toolchain
	refused 'app: no Rust toolchain can build this'
	says 'LIND_RUST_SRC was not found'
	refused 'LIND_RUST_SRC was not found'
	ln -s "$sysroot/lib/rustlib/src/rust/library" "$toolchain/lib/rustlib/src/rust/library"
	run -0 make build/tools.mk
	grep -qF "LIND_RUST_SRC := $toolchain/" build/tools.mk
}

@test "an older make" {
	with
	refused 'GNU make 4.0 or newer is needed; this is 3.82' -n MAKE_VERSION=3.82
}

# ---- what cargo's side finds ----

@test "a manifest that is not there" {
	with 'app_MANIFEST := nowhere/Cargo.toml' 'all: $(app_PROGRAM)'
	refused "there is no manifest" all
}

@test "a feature that the package does not have" {
	crate app
	with 'app_MANIFEST := app/Cargo.toml' 'app_FEATURES := fats' 'all: $(app_PROGRAM)'
	refused "did you mean 'fast'?" all
	[ ! -e build/stamp/app ]
}

@test "a library asked for its program, and a program for its library" {
	crate app
	library lib
	with 'app_MANIFEST := app/Cargo.toml' 'lib_MANIFEST := lib/Cargo.toml' '$(eval $(call add_lind_rust_crate,lib))' \
		'p: $(lib_PROGRAM)' 'l: $(app_LIBRARY)'
	refused "has no bin" p
	refused "has no lib" l
}

@test "a failing crate leaves no stamp, and is tried again" {
	crate app
	with 'app_MANIFEST := app/Cargo.toml' 'all: $(app_PROGRAM)'
	echo 'fn main() { nonsense }' >app/src/main.rs
	refused 'cannot find value `nonsense`' all
	[ ! -e build/stamp/app ]
	[ ! -e build/app.wasm ]
	refused 'cannot find value `nonsense`' all
	later crate app
	made all
}

@test "C that does not compile, and C that does not link" {
	printf 'int main(void) { return f(); }\n' >main.c
	c_with 'all: $(app_PROGRAM)'
	refused "'f'" all
	[ ! -e build/obj/app/main.c.o ]
	later sh -c 'printf "int f(void);\nint main(void) { return f(); }\n" > main.c'
	refused 'undefined symbol: f' all
	[ ! -e build/stamp/app ]
	[ ! -e build/raw/app.wasm ]
}
