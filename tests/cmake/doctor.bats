# SPDX-License-Identifier: Apache-2.0
# The target lind-rust-doctor, with the project's own settings.
load ../lib
load project

@test "CMake's target says what the project uses" {
	project
	configure
	build --target lind-rust-doctor
	says "all that is needed is there"
	says "$(tool_path CLANG)"
}

@test "a tool that is gone since is answered with the cure" {
	project
	printf '#!/bin/sh\nexec "%s" "$@"\n' "$(tool_path NODE)" >"$BATS_TEST_TMPDIR/node"
	chmod +x "$BATS_TEST_TMPDIR/node"
	configure "-DLIND_RUST_NODE=$BATS_TEST_TMPDIR/node"
	rm "$BATS_TEST_TMPDIR/node"
	run cmake --build "$B" --target lind-rust-doctor
	[ "$status" -ne 0 ]
	says "install node 18"
}

@test "editors: the printed settings check with the build's std, and nothing is written beside the sources" {
	project 'add_lind_rust_crate(app LINK_LIBRARIES header)' 'add_library(header INTERFACE)' \
		'target_include_directories(header INTERFACE "${CMAKE_SOURCE_DIR}/in c")' \
		'target_compile_definitions(header INTERFACE A=1 B)'
	bin_crate . app
	# What build scripts compile sees the libraries' headers.
	echo 'fn main() { let f = std::env::var("LIND_RUST_CC_ARGS").unwrap();
		assert!(std::fs::read_to_string(f).unwrap().ends_with("/in c\"\n\"-DA=1\"\n\"-DB\"\n")); }' >build.rs
	configure
	build --target lind-rust-editor
	command=$(grep ' RUSTC=' <<<"$output")
	says rust-analyzer.cargo.targetDir
	before=$(find . | sort)
	says_not "of one kind"
	eval "$command"
	same "$before" "$(find . | sort)"
	echo 'add_lind_rust_crate(other MANIFEST_PATH Cargo.toml BIN app RUSTFLAGS --cfg=other)' >>CMakeLists.txt
	build --target lind-rust-editor
	says "an editor knows settings of one kind"
	eval "run -0 \"\$HELPERS/lind-rust\" $(sed -n "s/^.*  lind-rust editor/editor/p" <<<"$output")"
	says --cfg=other
}
