#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# Never more compilers at a time than make's -j says: rustc by cargo, and clang. Each says when it begins and ends.

load ../lib
load fixture

setup() {
	on_standin
	project
	export LOG=$BATS_TEST_TMPDIR/log
	unset CARGO_BUILD_JOBS
	eval "$("$HELPERS/lind-rust-config" tools --format=sh)"
	# What they do at once shows where each takes a while.
	printf '#!/bin/sh\necho "+ ${1##*/}" >>"$LOG"\n"$@"\nstatus=$?\nsleep 0.2\necho "- ${1##*/}" >>"$LOG"\nexit $status\n' >launcher
	printf '#!/bin/sh\ncase "$*" in *f[0-9]*.c.o*) exec "%s" "%s" "$@" ;; *) exec "%s" "$@" ;; esac\n' "$PWD/launcher" \
		"$LIND_RUST_CLANG" "$LIND_RUST_CLANG" >clang
	# Questions of what rustc is are no compilation.
	printf '#!/bin/sh\ncase "$*" in *--crate-name\\ c[0-9]*) exec "%s" "$@" ;; *) exec "$@" ;; esac\n' "$PWD/launcher" >rustc
	chmod +x launcher clang rustc
	export LIND_RUST_RUSTC_LAUNCHER=$PWD/rustc LIND_RUST_CLANG=$PWD/clang LIND_RUST_AR LIND_RUST_WASM_LD
	many
}

# Eight programs of a workspace, which are a group, two that are not, and eight files of C.
many() {
	local i
	printf '[workspace]\nresolver = "2"\n' >Cargo.toml
	echo 'members = ["c*"]' >>Cargo.toml
	for i in 1 2 3 4 5 6 7 8 9 10; do
		crate c$i
		sed -i '/profile.small/,$d' c$i/Cargo.toml
		printf 'int f%d(void);\nint f%d(void)\n{\n\treturn %d;\n}\n' $i $i $i >f$i.c
	done
}

# most PATTERN: how many of these were at work at once, and how many in all.
most() {
	awk -v what="$1" '$2 ~ what { n += $1 == "+" ? 1 : -1; if (n > most) most = n; all += $1 == "+" }
		END { print most + 0, all + 0 }' "$LOG"
}

# within JOBS: not more than these; and cargo has had the slots of the steps that waited for it.
within() {
	local all rust
	all=$(most .)
	rust=$(most rustc)
	[[ ${all% *} -le $1 && ${rust% *} -ge 2 && ${all#* } -eq 20 ]] || {
		echo "compilers at once and in all: $all; rustc: $rust"
		return 1
	}
}

cmake_project() {
	{
		echo 'cmake_minimum_required(VERSION 3.20...4.0)'
		echo 'project(jobs LANGUAGES C)'
		echo 'find_package(LindRust REQUIRED)'
		for i in 1 2 3 4 5 6 7 8 9 10; do
			echo "add_lind_rust_crate(c$i MANIFEST_PATH c$i/Cargo.toml PROFILE dev OPT_LEVEL 0 CHECK OFF)"
		done
		echo 'set_target_properties(c9 c10 PROPERTIES LIND_RUST_EXACT_FEATURES TRUE)'
		echo 'file(GLOB sources f*.c)'
		echo 'add_library(f STATIC ${sources})'
	} >CMakeLists.txt
	: >"$LOG"
	cmake -S . -B b -G "Unix Makefiles" "-DCMAKE_PREFIX_PATH=$LIND_RUST_SOURCE" \
		"-DCMAKE_TOOLCHAIN_FILE=$LIND_RUST_SOURCE/cmake/LindRustToolchain.cmake"
	# std, and what CMake asks of the compiler, do not count.
	make -C b lind-rust-wasm32-lind
	: >"$LOG"
}

@test "make -j2 and -j4" {
	{
		echo 'LIND_RUST_PROFILE := dev'
		for i in 1 2 3 4 5 6 7 8 9 10; do
			printf 'c%d_MANIFEST := c%d/Cargo.toml\nc%d_OPT_LEVEL := 0\nc%d_CHECK := OFF\n' $i $i $i $i
			[ $i -lt 9 ] || echo "c${i}_EXACT_FEATURES := 1"
			echo "\$(eval \$(call add_lind_rust_crate,c$i))"
		done
		echo 'f_SOURCES := $(wildcard f*.c)'
		echo '$(eval $(call add_lind_library,f))'
		echo 'all: $(foreach i,1 2 3 4 5 6 7 8 9 10,$(c$i_PROGRAM)) $(f_LIBRARY)'
	} | makefile
	local jobs
	for jobs in 2 4; do
		rm -rf build
		: >"$LOG"
		made build/wasm32-lind/config.toml
		: >"$LOG"
		made -j$jobs all
		says_not jobserver
		within $jobs
	done
}

@test "CMake's Makefiles, -j3" {
	cmake_project
	run make -C b -j3
	[ "$status" -eq 0 ] || {
		echo "$output"
		return 1
	}
	says_not jobserver
	within 3
}
