# SPDX-License-Identifier: Apache-2.0
# Shared libraries of Rust and C, by CMake and make: loaded by dlopen() and preloaded, by programs of both, on lind.
load ../lib

setup_file() {
	[ -n "${LIND_WASM_ROOT-}" ] || return 0
	cd "$BATS_FILE_TMPDIR"
	unset CMAKE_GENERATOR CMAKE_TOOLCHAIN_FILE CMAKE_PREFIX_PATH LIND_RUST_LINKAGE
	export LINDFS=$("$HELPERS/lind-rust-config" tools --format sh | sed -n "s/^LIND_RUST_LINDFS='\(.*\)'$/\1/p")
	export PLACE=lind-rust-shared.$$
	cp -r "$BATS_TEST_DIRNAME/programs/plugin" "$BATS_TEST_DIRNAME/programs/"*.c .
	echo 'int called(int); int back(int n) { return called(n); }' >back.c
	cat >CMakeLists.txt <<-EOT
		cmake_minimum_required(VERSION 3.20...4.0)
		project(shared LANGUAGES C)
		enable_testing()
		find_package(LindRust REQUIRED)
		add_lind_rust_crate(plugin MANIFEST_PATH plugin/Cargo.toml CDYLIB OPT_LEVEL 0 OUTPUT_DIR $PLACE)
		add_lind_rust_crate(host MANIFEST_PATH plugin/Cargo.toml BIN plugin LINKAGE dynamic)
		add_library(count OBJECT count.c)
		lind_rust_library(count)
		add_library(back OBJECT back.c)
		target_link_options(back PRIVATE -Wl,--allow-undefined)
		lind_rust_library(back OUTPUT_DIR $PLACE)
		foreach(name IN ITEMS load counted called)
		  add_executable(\${name} \${name}.c)
		  lind_rust_program(\${name} LINKAGE dynamic)
		endforeach()
		target_link_options(called PRIVATE -Wl,--export=called)
		target_link_libraries(counted PRIVATE lind-shared-count lind-shared-plugin)
		lind_rust_add_test(NAME counted COMMAND counted PRELOADS count plugin)
	EOT
	cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Debug "-DCMAKE_TOOLCHAIN_FILE=$LIND_RUST_SOURCE/cmake/LindRustToolchain.cmake" \
		"-DCMAKE_PREFIX_PATH=$LIND_RUST_SOURCE" "-DLIND_RUST_PREFIX=$LIND_RUST_BUILD_TREE" >log 2>&1 &&
		cmake --build build >>log 2>&1 || { cat log; return 1; }
}

teardown_file() {
	[ -z "${LINDFS-}" ] || rm -rf "${LINDFS:?}/$PLACE"
}

setup() {
	[ -n "${LIND_WASM_ROOT-}" ] || skip "the stand-in has no shared libraries; set LIND_WASM_ROOT"
}

# ran STATUS WORDS...: lind-rust-run in CMake's build tree. Threads that end hang on lind once in a while.
ran() {
	local status_wanted=$1 try
	shift
	cd "$BATS_FILE_TMPDIR/build/lind-rust"
	for try in 1 2 3; do
		run --separate-stderr "$HELPERS/lind-rust-run" --timeout 20 "$@"
		[ "$status" -ne "$status_wanted" ] || return 0
	done
	echo "status $status: $output $stderr"
	return 1
}

loaded='8 42 <5> 5
child 9 2
3 2
17
dropped 4
24 9'

@test "a C program loads a library of Rust's: calls, memory, files, threads, what they leave, a forked child" {
	ran 0 load.cwasm "/$PLACE/plugin.cwasm"
	same "$loaded" "$output"
}

@test "its panic ends the program, with its message" {
	ran 134 load.cwasm "/$PLACE/plugin.cwasm" panic
	[[ "$stderr" == *"of the plugin"* ]]
}

@test "a Rust program loads it; what lind-boot cannot do is an error with a reason" {
	ran 0 host.cwasm "/$PLACE/plugin.cwasm"
	same "there is no such file
there is no such function: of a library's variables lind-boot knows nothing
lind-boot knows no RTLD_NEXT
8 42
dropped 4
17 9
lind-boot loads no library once a thread was begun
0 nothing" "$output"
	echo text >"$LINDFS/$PLACE/text"
	ran 3 host.cwasm "/$PLACE/text"
	says "the file is no module of WebAssembly, or not of this lind-boot"
}

@test "libraries of both are preloaded, for a program that is linked with them" {
	ran 0 --preload count.cwasm --preload plugin.cwasm counted.cwasm
	same "42 41 42 42
1 1
8 8 40
17 17
dropped 4
9 9" "$output"
	run -0 ctest --test-dir "$BATS_FILE_TMPDIR/build"
}

@test "a library calls the program that loads it" {
	ran 7 called.cwasm "/$PLACE/back.cwasm"
	same loaded "$output"
}

@test "a static program loads nothing, and says so" {
	run -0 "$HELPERS/lind-rust-clang" -O1 "$BATS_FILE_TMPDIR/called.c" -o "$BATS_TEST_TMPDIR/raw.wasm"
	run -0 "$HELPERS/lind-rust-opt" --profile dev "$BATS_TEST_TMPDIR/raw.wasm" -o "$BATS_TEST_TMPDIR/static.wasm"
	ran 1 "$BATS_TEST_TMPDIR/static.wasm" "/$PLACE/back.cwasm"
	same "static programs for lind load no libraries at run time (LINKAGE dynamic makes others)" "$output"
}

@test "the modules pass the check, and a second build does nothing" {
	cd "$BATS_FILE_TMPDIR"
	for name in plugin count back; do
		run -0 "$HELPERS/lind-rust-inspect" --check "build/lind-rust/$name.wasm"
		# back calls the program.
		if [ "$name" = back ]; then
			same "build/lind-rust/back.wasm: note: 'env.called' is left to the program that loads it [unknown-import]" \
				"$(sed 's/:0x[0-9a-f]*//' <<<"$output")"
		else
			same "" "$output"
		fi
		run -0 "$HELPERS/lind-rust-inspect" "build/lind-rust/$name.wasm"
		says "$name.wasm: library, "
	done
	run -0 ninja -C build -n
	says "no work to do"
	# What a library was made from makes it again, and who is linked with it.
	echo 'int more(void) { return 1; }' >>count.c
	run -0 ninja -C build -n lind-count lind-counted
	says "Opt pass of count.wasm"
	says "linked/counted.wasm"
}

@test "cargo lind_compile --cdylib" {
	cp -r "$BATS_FILE_TMPDIR/plugin" "$BATS_TEST_TMPDIR/plugin"
	cd "$BATS_TEST_TMPDIR/plugin"
	run -0 "$HELPERS/cargo-lind_compile" --cdylib --output-dir "$PLACE/cargo"
	says "Library target/wasm32-lind/debug/libplugin.cwasm, in lindfs: /$PLACE/cargo/libplugin.cwasm"
	ran 0 load.cwasm "/$PLACE/cargo/libplugin.cwasm"
	same "$loaded" "$output"
	cd "$BATS_TEST_TMPDIR/plugin"
	sed -i '/crate-type/d' Cargo.toml
	fails_with 1 "$HELPERS/cargo-lind_compile" -q --cdylib
	says "--cdylib: no package has a library of that type"
	says 'crate-type = ["cdylib"]'
}

@test "make" {
	cd "$BATS_TEST_TMPDIR"
	cp -r "$BATS_FILE_TMPDIR/plugin" "$BATS_FILE_TMPDIR/"*.c .
	cat >Makefile <<-EOT
		LIND_RUST_PREFIX := $LIND_RUST_BUILD_TREE
		LIND_RUST_PROFILE := dev
		include $LIND_RUST_SOURCE/make/lind-rust.mk
		plugin_MANIFEST := plugin/Cargo.toml
		plugin_CDYLIB := 1
		plugin_OPT_LEVEL := 0
		plugin_OUTPUT_DIR := $PLACE/make
		\$(eval \$(call add_lind_rust_crate,plugin))
		count_SOURCES := count.c
		count_SHARED := 1
		\$(eval \$(call add_lind_library,count))
		counted_SOURCES := counted.c
		counted_LIBS := count plugin
		counted_LINKAGE := dynamic
		\$(eval \$(call add_lind_program,counted))
		load_SOURCES := load.c
		load_LINKAGE := dynamic
		\$(eval \$(call add_lind_program,load))
		.DEFAULT_GOAL := all
		all: \$(plugin_LIBRARY) \$(count_LIBRARY) \$(counted_PROGRAM) \$(load_PROGRAM)
		check: all ; @\$(call lind_rust_run,\$(counted_PROGRAM))
		check: LIND_RUST_RUN_PRELOADS := \$(count_LIBRARY) \$(plugin_LIBRARY)
	EOT
	run -0 make -j2 --warn-undefined-variables all
	says_not "undefined variable"
	run -0 make check
	says "42 41 42 42"
	says "dropped 4"
	ran 0 "$BATS_TEST_TMPDIR/build/load.cwasm" "/$PLACE/make/plugin.cwasm"
	same "$loaded" "$output"
	cd "$BATS_TEST_TMPDIR"
	run -0 make -q all
}
