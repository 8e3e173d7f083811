#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# lind-rust explain: why a build would make something again, by the words of Ninja and make themselves.

load ../lib
load pseudo

setup() {
	forget_settings
	dir="$BATS_TEST_TMPDIR/a directory"
	mkdir -p "$dir/build/lind-rust/stamp" "$dir/src"
	cd "$dir"
	echo '[package]' > Cargo.toml
	echo 'fn main() {}' > src/main.rs
	echo 'tool' > wasm-opt
}

explain() {
	run -0 "$HELPERS/lind-rust" explain "$@"
}

# As CMake writes it: cargo's step with a depfile, and the opt pass.
ninja_tree() {
	cat > build/build.ninja <<-'EOT'
		rule cargo
		  command = touch $out && printf '%s: ../src/main.rs ../Cargo.toml\n' $out > lind-rust/stamp/app.d && cp lind-rust/stamp/app.d d
		  description = Building crate app
		  depfile = d
		  deps = gcc
		rule opt
		  command = touch $out # level 2
		  description = Opt pass of app.wasm
		build lind-rust/raw/app.wasm: cargo | lind-rust/stamp/app.args
		build lind-rust/app.wasm: opt lind-rust/raw/app.wasm | ../wasm-opt
		build app: phony lind-rust/app.wasm
	EOT
	echo "'--bin=app'" > build/lind-rust/stamp/app.args
	ninja -C build > ninja.log
}

@test "Ninja: up to date, with what cargo read; a source, a manifest, a tool, a command, a file that is gone" {
	type -P ninja > /dev/null || skip "there is no ninja"
	ninja_tree
	explain app
	says "'app' is up to date"
	says "../src/main.rs (a source)"
	says "../Cargo.toml (a manifest)"
	touch -d '+1 hour' src/main.rs Cargo.toml
	explain --build-dir build app
	says "'app' would be made again:"
	says "newer than 'lind-rust/raw/app.wasm': '../src/main.rs', a source"
	says "newer than 'lind-rust/raw/app.wasm': '../Cargo.toml', a manifest"
	says_not "wasm-opt"
	says "by 2 steps:"
	says "Building crate app"
	# It was a dry run.
	explain app
	says "would be made again"
	touch -d '1 hour ago' src/main.rs Cargo.toml
	ninja -C build > ninja.log
	touch -d '+1 hour' wasm-opt
	explain app
	says "newer than 'lind-rust/app.wasm': '../wasm-opt', a tool"
	says_not "Building crate"
	says "by 1 step:"
	touch -d '1 hour ago' wasm-opt
	touch -d '+1 hour' build/lind-rust/stamp/app.args
	explain app
	says "newer than 'lind-rust/raw/app.wasm': 'lind-rust/stamp/app.args', the words of its command"
	touch -d '1 hour ago' build/lind-rust/stamp/app.args
	sed -i 's/level 2/level 1/' build/build.ninja
	explain app
	says "made by another command: 'lind-rust/app.wasm'"
	ninja -C build > ninja.log
	rm build/lind-rust/app.wasm
	explain
	says "not there: 'lind-rust/app.wasm'"
}

@test "make: a source, a file that is gone, a command" {
	cat > Makefile <<-'EOT'
		app: build/app.wasm
		build/app.wasm: src/main.rs $(FORCE) ; touch $@
		.PHONY: app lind-rust-force
	EOT
	make -s app
	explain app
	says "'app' is up to date"
	touch -d '+1 hour' src/main.rs
	explain app
	says "newer than 'build/app.wasm': 'src/main.rs', a source"
	touch -d '1 hour ago' src/main.rs
	FORCE=lind-rust-force explain app
	says "a command line changed, or something that a step makes is gone"
	rm build/app.wasm
	explain --build-dir . app
	says "not there: 'build/app.wasm'"
	[ ! -e build/app.wasm ]
}

@test "CMake's Makefiles: a source, and the steps" {
	cat > CMakeLists.txt <<-'EOT'
		cmake_minimum_required(VERSION 3.20)
		project(x NONE)
		add_custom_command(OUTPUT made.wasm COMMAND "${CMAKE_COMMAND}" -E touch made.wasm
			DEPENDS ${CMAKE_SOURCE_DIR}/src/main.rs COMMENT "Building crate app")
		add_custom_target(app ALL DEPENDS made.wasm)
	EOT
	cmake -S . -B build -G "Unix Makefiles" > log
	cmake --build build > log
	explain app
	says "'app' is up to date"
	touch -d '+1 hour' src/main.rs
	explain app
	says "newer than 'made.wasm': '$dir/src/main.rs', a source"
	says "by 1 step:"
	says "  Building crate app"
}

@test "what is wrong is said" {
	fails_with 1 "$HELPERS/lind-rust" explain app
	says "there is no build.ninja and no Makefile in '.'"
	fails_with 1 "$HELPERS/lind-rust" explain --build-dir nothing
	says "'nothing' is not a directory"
	fails_with 2 "$HELPERS/lind-rust" explain one two
	says "'two' is not expected: one target"
	printf 'all: ;\n' > Makefile
	fails_with 1 "$HELPERS/lind-rust" explain 'A:=$(shell touch made)'
	says "would set a variable of make's"
	[ ! -e made ]
	fails_with 1 "$HELPERS/lind-rust" explain nothere
	says "No rule to make target 'nothere'"
	says "'make -n' in '$dir' exited with status 2"
}
