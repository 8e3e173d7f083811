#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# What is wrong in a call is an error at configure time that names the command, the value and the cure.

load ../lib
load project

# bad LINE TEXT...: this line is rejected with a message that holds these words.
bad() {
	local line=$1
	shift
	rm -rf "$B"
	project "$line"
	rejects "$@" || {
		echo "for: $line"
		return 1
	}
}

@test "unknown keywords are answered with the nearest one" {
	project
	bin_crate . app
	bad 'add_lind_rust_crate(app FEATURE loud)' "add_lind_rust_crate(app): unknown argument 'FEATURE'. Did you mean FEATURES?" \
		"MANIFEST_PATH"
	bad 'add_lind_rust_crate(app stray)' "unknown argument 'stray'. The keywords are"
	bad 'add_lind_rust_crate(app LOCKD)' "Did you mean LOCKED?"
	bad 'add_lind_rust_crate(app manifest_path Cargo.toml)' "Did you mean MANIFEST_PATH?"
	bad 'lind_rust_add_test(NAME t COMAND app)' "lind_rust_add_test(t): unknown argument 'COMAND'. Did you mean COMMAND?"
}

@test "a keyword without a value is an error" {
	project
	bin_crate . app
	for keyword in MANIFEST_PATH PACKAGE BIN EXAMPLE FEATURES PROFILE TARGET LINKAGE OPT_LEVEL CHECK MAX_MEMORY STACK_SIZE \
		LINK_LIBRARIES ENV RUSTFLAGS CARGO_ARGS OUTPUT_NAME OUTPUT_DIR; do
		bad "add_lind_rust_crate(app $keyword)" \
			"add_lind_rust_crate(app): $keyword without a value. Give one, or leave the keyword out."
	done
	bad 'lind_rust_add_test(NAME t COMMAND)' "COMMAND without a value"
}

@test "values that are not what the keyword takes are errors" {
	project
	bin_crate . app
	bad 'add_lind_rust_crate(app OPT_LEVEL 5)' "add_lind_rust_crate(app): OPT_LEVEL '5' is not one of: 0 1 2 3 4 s z"
	bad 'add_lind_rust_crate(app CHECK NO)' "CHECK 'NO' is not one of: ERROR WARN OFF"
	bad 'add_lind_rust_crate(app TARGET wasm32-wasi)' "TARGET 'wasm32-wasi' is not one of: wasm32-lind wasm32-wasip1 host"
	bad 'add_lind_rust_crate(app MAX_MEMORY 12Q)' "MAX_MEMORY '12Q' is not a size: give bytes"
	bad 'add_lind_rust_crate(app MAX_MEMORY 100)' "MAX_MEMORY '100' is not a multiple of 65536"
	bad 'add_lind_rust_crate(app MAX_MEMORY 0)' "MAX_MEMORY '0' is"
	bad 'add_lind_rust_crate(app STACK_SIZE 5G)' "STACK_SIZE '5G' is more than a 32-bit program can have"
	bad 'add_lind_rust_crate(app ENV LEVEL)' "ENV 'LEVEL' is not NAME=VALUE"
	bad 'add_lind_rust_crate(app OUTPUT_NAME bin/app)' "OUTPUT_NAME 'bin/app' is not the name of a file. OUTPUT_DIR chooses"
	bad 'add_lind_rust_crate(app OUTPUT_DIR ../bin)' "OUTPUT_DIR '../bin' leads out of lindfs"
	bad 'add_lind_rust_crate(app OUTPUT_DIR bin/..)' "leads out of lindfs"
	bad 'add_lind_rust_crate("an app")' "'an app' cannot be a target's name: use letters"
}

@test "LINKAGE is one of two, and dynamic only where a program can be" {
	project
	bin_crate . app
	bad 'add_lind_rust_crate(app LINKAGE shared)' "add_lind_rust_crate(app): LINKAGE 'shared' is not one of: auto static dynamic"
	bad 'add_lind_rust_crate(app LINKAGE dynamic)' "LINKAGE dynamic: there is no shared C library (the stand-in has none)" \
		"/lib/wasm32-wasi/libc.so" "Set LIND_WASM_ROOT to a built lind-wasm, or leave LINKAGE out"
	bad 'add_lind_rust_crate(app LINKAGE dynamic TARGET wasm32-wasip1)' \
		"LINKAGE dynamic: a program for wasm32-wasip1 cannot be dynamic. Build it for TARGET wasm32-lind"
	bad 'add_lind_rust_crate(app LINKAGE dynamic TARGET host)' "LINKAGE dynamic: a program for host cannot be dynamic"
	bad 'add_lind_rust_crate(app LINKAGE dynamic GRATE)' "LINKAGE dynamic: a grate cannot be dynamic"
	bad 'add_lind_rust_crate(app LINKAGE dynamic FPCAST)' "LINKAGE dynamic: FPCAST: lind's libc.so would need it as well"
	bad 'set(LIND_RUST_LINKAGE shared)
		add_lind_rust_crate(app)' "LIND_RUST_LINKAGE 'shared' is not one of: auto static dynamic"
	bad 'add_lind_rust_crate(app)
		set_target_properties(app PROPERTIES LIND_RUST_LINKAGE shared)' "LINKAGE 'shared' is not one of: auto static dynamic"
}

@test "a shared library is for dynamic programs of lind, and what it needs is said" {
	project
	lib_crate . app
	bad 'add_lind_rust_crate(app CDYLIB)' "add_lind_rust_crate(app): CDYLIB: a shared library needs lind's shared C library" \
		"/lib/wasm32-wasi/libc.so" "Set LIND_WASM_ROOT to a built lind-wasm"
	bad 'add_lind_rust_crate(app CDYLIB GRATE STACK_SIZE 1M)' "GRATE and STACK_SIZE: for programs, but CDYLIB makes a shared library"
	bad 'add_lind_rust_crate(app CDYLIB LINKAGE static)' "CDYLIB: a shared library is for dynamic programs of TARGET wasm32-lind"
	bad 'add_lind_rust_crate(app CDYLIB TARGET wasm32-wasip1)' "CDYLIB: a shared library is for dynamic programs"
	bad 'add_lind_rust_crate(app CDYLIB TARGET host)' "CDYLIB: a shared library is for dynamic programs"
	bad 'add_lind_rust_crate(app CDYLIB LIB)' "LIB and CDYLIB exclude each other: name one target of the package"
	bad 'lind_rust_library(none)' "lind_rust_library(none): there is no target 'none'. Call add_library(none OBJECT ...) first"
	bad 'lind_rust_add_test(NAME t COMMAND /x.wasm PRELOADS none)' "there is no program 'none'"
}

@test "keywords that exclude each other are named" {
	project
	bin_crate . app
	bad 'add_lind_rust_crate(app BIN app LIB)' "BIN and LIB exclude each other: name one target of the package"
	bad 'add_lind_rust_crate(app BIN app EXAMPLE n)' "BIN and EXAMPLE exclude each other"
}

@test "what the package does not have is answered with what it has" {
	project
	bin_crate . app
	bad 'add_lind_rust_crate(app MANIFEST_PATH none/Cargo.toml)' "there is no manifest" "a project/none/Cargo.toml"
	bad 'add_lind_rust_crate(app MANIFEST_PATH src)' "is a directory" "name its Cargo.toml"
	bad 'add_lind_rust_crate(app PACKAGE ap)' "add_lind_rust_crate(app):" "'ap'" "app"
	bad 'add_lind_rust_crate(app BIN application)' "'application'" "app"
	bad 'add_lind_rust_crate(app FEATURES lout)' "'lout'" "loud"
	bad 'add_lind_rust_crate(app LIB)' "lib"
	bad 'add_lind_rust_crate(app EXAMPLE e)' "'e'"
	mkdir -p src/bin
	cp src/main.rs src/bin/other.rs
	bad 'add_lind_rust_crate(app)' "has 2 targets: which one?" "say BIN app" "say BIN other"
	printf '[workspace]\nmembers = ["a", "b"]\n' >Cargo.toml
	rm Cargo.lock
	bin_crate a a
	bin_crate b b
	bad 'add_lind_rust_crate(app)' "a workspace of 2 packages: which one?" "name one by PACKAGE: a b"
	echo 'nonsense' >Cargo.toml
	bad 'add_lind_rust_crate(app)' "is not accepted by cargo"
}

@test "a library takes no keyword of a program, nor does a tool of the build" {
	project
	lib_crate . words
	for keyword in GRATE FPCAST "OPT_LEVEL 0" "CHECK OFF" NO_PRECOMPILE "MAX_MEMORY 2M" "STACK_SIZE 2M" "OUTPUT_DIR bin"; do
		bad "add_lind_rust_crate(words $keyword)" \
			"add_lind_rust_crate(words): ${keyword%% *}: for programs, but the crate is a library." "lind_rust_program()"
	done
	bad 'add_lind_rust_crate(words TARGET host)' "TARGET host: for programs that the build runs"
	bin_crate . app
	rm src/lib.rs
	bad 'add_lind_rust_crate(app TARGET host GRATE RUSTFLAGS -g LINK_LIBRARIES m)' "GRATE and LINK_LIBRARIES and RUSTFLAGS: for what runs on lind"
}

@test "names that are taken are errors" {
	project
	bin_crate . app
	bad 'add_custom_target(app) 
		add_lind_rust_crate(app)' "add_lind_rust_crate(app): there is a target 'app' already. Choose another name."
	bad 'add_custom_target(app-crate)
		add_lind_rust_crate(app)' "there is a target 'app-crate' already"
	bad 'add_lind_rust_crate(app)
		add_lind_rust_crate(app)' "there is a target 'app' already"
	bad 'add_lind_rust_crate(app)
		add_lind_rust_crate(other OUTPUT_NAME app)' "lind-rust/app.wasm" "is that of 'app' already" "another OUTPUT_NAME"
}

@test "properties are checked as the keywords are" {
	project
	bin_crate . app
	bad 'add_lind_rust_crate(app)
		set_target_properties(app PROPERTIES LIND_RUST_OPT_LEVEL 7)' "add_lind_rust_crate(app): OPT_LEVEL '7' is not one of"
	bad 'add_lind_rust_crate(app)
		set_property(TARGET app APPEND PROPERTY LIND_RUST_FEATURES lout)' "'lout'" "loud"
	bad 'add_lind_rust_crate(app)
		set_property(TARGET app PROPERTY LIND_RUST_STACK_SIZE big)' "STACK_SIZE 'big' is not a size"
	lib_crate . app
	bad 'add_lind_rust_crate(app BIN app)
		set_target_properties(app PROPERTIES LIND_RUST_BIN "" LIND_RUST_LIB TRUE)' "the crate was a bin at the call" "it is a lib now"
}

@test "lind_rust_program takes an executable that is linked for lind" {
	project
	bin_crate . app
	bad 'lind_rust_program(main)' "lind_rust_program(main): there is no target 'main'. Call add_executable(main ...) first."
	bad 'add_executable(main IMPORTED)
		lind_rust_program(main)' "'main' is not an executable that this project links"
	bad 'add_lind_rust_crate(app)
		lind_rust_program(app)' "'app' is not an executable" "A Rust program is added by add_lind_rust_crate()"
	echo 'int main(void) { return 0; }' >main.c
	export LANGUAGES=C
	bad 'add_library(main main.c)
		lind_rust_program(main)' "'main' is not an executable that this project links"
	bad 'add_executable(main main.c)
		lind_rust_program(main)' "'main' is compiled for Linux, not for lind" "-DCMAKE_TOOLCHAIN_FILE=" "LindRustToolchain.cmake"
	bad 'add_executable(main main.c)
		add_executable(alias ALIAS main)
		lind_rust_program(alias)' "'alias' is an alias. Name the executable itself: main"
	export REJECTS_WITH=-DCMAKE_TOOLCHAIN_FILE=$toolchain
	bad 'add_executable(main main.c)
		lind_rust_program(main GRAT)' "unknown argument 'GRAT'. Did you mean GRATE?"
	bad 'add_executable(main main.c)
		lind_rust_program(main)
		lind_rust_program(main)' "there is a target 'lind-main' already"
	bad 'add_executable(main main.c)
		lind_rust_program(main STACK_SIZE 17)' "STACK_SIZE '17' is not a multiple of 16"
	bad 'add_executable(main main.c)
		lind_rust_program(main)
		add_lind_rust_crate(app OUTPUT_NAME main)' "is that of 'main' already"
}

@test "lind_rust_add_test wants a program, a name and a number of seconds" {
	project
	bin_crate . app
	bad 'lind_rust_add_test(COMMAND app)' "NAME is missing: NAME <test> COMMAND <program>"
	bad 'lind_rust_add_test(NAME t)' "lind_rust_add_test(t): COMMAND is missing"
	bad 'lind_rust_add_test(NAME t COMMAND nonsense)' "there is no program 'nonsense'. Call add_lind_rust_crate()"
	bad 'add_custom_target(x)
		lind_rust_add_test(NAME t COMMAND x)' "'x' is a target, but no program of lind. Call lind_rust_program(x) first."
	for seconds in soon 0 1.5 -3 86401; do
		bad "add_lind_rust_crate(app)
			lind_rust_add_test(NAME t COMMAND app TIMEOUT $seconds)" \
			"TIMEOUT '$seconds' is not a number of seconds from 1 to 86400"
	done
	bad 'add_lind_rust_crate(app)
		lind_rust_add_test(NAME t COMMAND app ENV A)' "ENV 'A' is not NAME=VALUE"
	bad 'add_lind_rust_crate(app)
		lind_rust_add_test(NAME t COMMAND app GRATES g)' "there is no program 'g'"
	bad 'add_lind_rust_crate(app)
		lind_rust_add_test(NAME t COMMAND app)
		lind_rust_add_test(NAME t COMMAND app)' "there is a test 't' already. Choose another NAME."
}

@test "a missing tool is named, with where it was looked for" {
	project 'add_lind_rust_crate(app)'
	bin_crate . app
	REJECTS_WITH=-DLIND_RUST_WASM_OPT=/nonsense/wasm-opt rejects "/nonsense/wasm-opt"
	REJECTS_WITH=-DLIND_WASM_ROOT=/nonsense rejects "/nonsense" "LIND_WASM_ROOT"
	REJECTS_WITH=-DLIND_RUST_PREFIX=/nonsense rejects "LIND_RUST_PREFIX has no helpers" "/nonsense/bin/lind-rust-config"
}
