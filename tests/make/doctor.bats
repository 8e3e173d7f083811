#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# The target lind-rust-doctor: also where a tool is missing that everything else needs.
load ../lib
load fixture

setup() {
	on_standin
	project
}

@test "make's target says what is used" {
	makefile </dev/null
	made lind-rust-doctor
	says "all that is needed is there"
}

@test "it answers where nothing else can be made" {
	makefile <<<'LIND_RUST_CLANG := /no/clang'
	sed -i '1{h;d};$G' Makefile
	mk lind-rust-doctor
	[ "$status" -ne 0 ]
	says "'/no/clang' is not an executable program"
	says "correct LIND_RUST_CLANG, or unset it"
}

@test "editors: the printed settings check with the build's std" {
	crate app
	makefile <<'END'
half_SOURCES := half.c
half_INCLUDES := in$(LIND_RUST_SPACE)c
half_DEFINES := A=1 B
$(eval $(call add_lind_library,half))
app_MANIFEST := app/Cargo.toml
app_LIBS := half
$(eval $(call add_lind_rust_crate,app))
END
	c_files
	# What build scripts compile sees the libraries' headers.
	echo 'fn main() { let f = std::env::var("LIND_RUST_CC_ARGS").unwrap();
		assert!(std::fs::read_to_string(f).unwrap().ends_with("/in c\"\n\"-DA=1\"\n\"-DB\"\n")); }' >app/build.rs
	made lind-rust-editor
	command=$(grep ' RUSTC=' <<<"$output")
	(cd app && eval "$command")
	says_not "of one kind"
	[ ! -e app/target ]
	printf '%s\n' 'other_MANIFEST := app/Cargo.toml' 'other_BIN := app' 'other_RUSTFLAGS := --cfg=other' \
		'$(eval $(call add_lind_rust_crate,other))' >>Makefile
	made lind-rust-editor
	says "an editor knows settings of one kind"
	eval "run -0 \"\$HELPERS/lind-rust\" $(sed -n "s/^.*  lind-rust editor/editor/p" <<<"$output")"
	says --cfg=other
	makefile </dev/null
	refused "there is no crate for lind in this Makefile" lind-rust-editor
}

@test "editors: compile_commands.json has each C source as it is compiled, whether it compiles or not" {
	c_files
	mkdir sub
	echo '#include "nothing.h' >sub/broken.c
	echo 'int more();' >more.cc
	makefile <<'END'
.ONESHELL:
broken_SOURCES := sub/broken.c
broken_DEFINES := OF=1
$(eval $(call add_lind_library,broken))
half_SOURCES := main.c half.c more.cc
half_LIBS := broken
$(eval $(call add_lind_program,half))
END
	made lind-rust-editor
	says "build/compile_commands.json is all that editors need"
	list=$(node -p 'JSON.parse(require("fs").readFileSync("build/compile_commands.json")).map(
		e => e.directory + "/" + e.file + e.arguments.includes("-DOF=1")).join("\n")')
	same "$PWD/sub/broken.ctrue"$'\n'"$PWD/half.ctrue"$'\n'"$PWD/main.ctrue"$'\n'"$PWD/more.cctrue" "$list"
	touch -d '2001-01-01' build/compile_commands.json
	made build/compile_commands.json
	same 2001 "$(date -r build/compile_commands.json +%Y)"
	sed -i 's/OF=1/OF=2/' Makefile
	made build/compile_commands.json
	grep -q OF=2 build/compile_commands.json
	# One that fails leaves no half of it.
	sed -i 's/^half_LIBS/half_CFLAGS := --lind-typo\n&/' Makefile
	refused "'--lind-typo' is not an option" build/compile_commands.json
	grep -q OF=2 build/compile_commands.json
}
