#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# Whole builds by each front end, in which a helper is killed, interrupted or refused something at any of its system
# calls: afterwards the same command once more makes what a build without a fault makes.

load ../lib
load ../helpers/pseudo
load faults
load build

setup() {
	forget_settings
	pseudo_build
}

kinds="kill killed-after kill-group interrupt orphan ENOSPC EACCES EMFILE EINTR short clock"

@test "CMake and Ninja: configure and build" {
	helper() { cmake_build Ninja; }
	build_faults $kinds
}

@test "CMake and Makefiles: configure and build" {
	helper() { cmake_build "Unix Makefiles"; }
	build_faults $kinds
}

@test "make" {
	helper() { make_build; }
	build_faults $kinds
}

@test "cargo lind_compile" {
	helper() { (cd src/crate && "${fault[@]}" "$HELPERS/cargo-lind_compile" lind_compile --release --target-dir "$dir/tree"); }
	outputs="wasm32-lind/release/app.cwasm wasm32-lind/release/lind/app.wasm"
	build_faults $kinds
}
