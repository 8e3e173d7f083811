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

kinds=${LIND_RUST_FAULT_KINDS:-kill killed-after kill-group interrupt orphan ENOSPC EACCES EMFILE EINTR short clock}

@test "CMake: configure" {
	outputs="lind-rust/app.wasm lind-rust/app.cwasm"
	helper() {
		cmake_configure Ninja || return
		fault=()
		cmake_build
	}
	build_faults $kinds
}

@test "CMake and Ninja: build" {
	configured Ninja
	helper() { cmake_build; }
	build_faults $kinds
}

@test "CMake and Makefiles: build" {
	configured "Unix Makefiles"
	helper() { cmake_build; }
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
