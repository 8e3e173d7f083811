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
	says "install clang with WebAssembly support"
}

@test "editors: the printed settings check with the build's std" {
	crate app
	makefile <<'END'
app_MANIFEST := app/Cargo.toml
$(eval $(call add_lind_rust_crate,app))
END
	made lind-rust-editor
	command=$(grep '^RUSTC=' <<<"$output")
	(cd app && eval "$command")
	[ ! -e app/target ]
	makefile </dev/null
	refused "there is no crate for lind in this Makefile" lind-rust-editor
}
