# SPDX-License-Identifier: Apache-2.0
# What lind-rust is measured against, rebuilt from what is publicly known.

# ---- Upstream's script: cargo with -Z build-std in each crate's own directory, then, on every call, wasm-opt in place
# and lind-boot on each module. The same rustc, and where there is one lind's own lind-wasm-opt. ----

# upstream_tools: its linker, as rustc knows it by name
upstream_tools() {
	UPSTREAM=$PWD/upstream/wasip1-clang.sh
	mkdir -p upstream/no-wasm-opt
	printf '#!/bin/sh\n' >upstream/no-wasm-opt/wasm-opt
	cat >"$UPSTREAM" <<-END
		#!/bin/sh
		exec "$CLANG" -B"$PWD/upstream/no-wasm-opt" --target=wasm32-unknown-wasip1 --sysroot="$SYSROOT" -nostartfiles "\$@" \\
		    "$SYSROOT/lib/wasm32-wasi/crt1.o" -L"$SYSROOT/lib/wasm32-wasi" -lc -pthread
	END
	chmod +x "$UPSTREAM" upstream/no-wasm-opt/wasm-opt
	UPSTREAM_FLAGS='-C link-self-contained=no -C target-feature=+crt-static,+atomics,+bulk-memory'
	# rustc passed --allow-undefined itself when upstream pinned it.
	for flag in import-memory export-memory shared-memory max-memory=67108864 export=__stack_pointer \
		export=__stack_low export=__tls_base export=pass_fptr_to_wt allow-undefined; do
		UPSTREAM_FLAGS+=" -C link-arg=-Wl,--$flag"
	done
	# std's own dependencies come with the sources, or from the network.
	UPSTREAM_CARGO=()
	[ ! -d "$SRC/vendor" ] || UPSTREAM_CARGO=(--offline --config 'source.crates-io.replace-with="library"'
		--config "source.library.directory=\"$SRC/vendor\"")
}

# upstream_build DIRECTORY [--release]
upstream_build() (
	cd "$1" || return
	profile=${2:+release}
	CARGO_TARGET_WASM32_WASIP1_LINKER=$UPSTREAM CARGO_TARGET_WASM32_WASIP1_RUSTFLAGS=$UPSTREAM_FLAGS \
		CARGO_NET_OFFLINE=false RUSTC=$RUSTC RUSTC_BOOTSTRAP=1 "$CARGO" "${UPSTREAM_CARGO[@]}" build \
		-Z build-std=std,panic_abort --target wasm32-wasip1 ${2:+"$2"} || return
	for module in target/wasm32-wasip1/"${profile:-debug}"/*.wasm; do
		upstream_opt "$module" "$module" || true
		[ -z "${LIND_WASM_ROOT-}" ] || {
			"$LIND_BOOT" --precompile "$module" &&
				mkdir -p "$LINDFS/$UPSTREAM_LINDFS" && cp "${module%.wasm}.cwasm" "$LINDFS/$UPSTREAM_LINDFS/"
		} || return
	done
)
UPSTREAM_LINDFS=lind-rust-bench

# upstream_opt IN OUT
upstream_opt() {
	if [ -n "${LIND_WASM_ROOT-}" ]; then
		"$LIND_WASM_ROOT/scripts/bin/lind-wasm-opt" --static "$1" -o "$2"
	else
		"$WASM_OPT" --enable-exception-handling --enable-reference-types --asyncify -O2 --debuginfo "$1" -o "$2"
	fi
}

put_back() {
	[ -z "$LIND" ] || rm -rf "${LIND:?}/lindfs/$UPSTREAM_LINDFS"
}

# ---- Corrosion, with the same crates and toolchain, for the host ----

# corrosion_lists DIRECTORY N: a CMake project for the workspace above it
corrosion_lists() {
	local i
	mkdir -p "$1"
	{
		echo "cmake_minimum_required(VERSION 3.22)"
		echo "project(bench LANGUAGES C)"
		if [ -n "$CORROSION" ]; then
			echo "add_subdirectory(\"$CORROSION\" corrosion)"
			echo "corrosion_import_crate(MANIFEST_PATH ../Cargo.toml)"
		else
			# Its shape: a custom target for each crate that always runs, one after the other in the console.
			for ((i = 1; i <= $2; i++)); do
				echo "add_custom_target(c$i ALL COMMAND \"\${CMAKE_COMMAND}\" -E env \"RUSTC=$RUSTC\" \"$CARGO\" rustc"
				echo "  --package c$i --manifest-path \"\${CMAKE_SOURCE_DIR}/../Cargo.toml\" --target-dir cargo"
				echo "  COMMAND \"\${CMAKE_COMMAND}\" -E make_directory out"
				echo "  COMMAND \"\${CMAKE_COMMAND}\" -E echo copied USES_TERMINAL)"
			done
		fi
	} >"$1/CMakeLists.txt"
}

corrosion_configure() {
	cmake -S "$1" -B "$2" -G Ninja -DCMAKE_BUILD_TYPE=Debug -DRust_COMPILER="$RUSTC" -DRust_CARGO="$CARGO" \
		-DRust_RESOLVE_RUSTUP_TOOLCHAINS=OFF
}

corrosion_name() {
	if [ -n "$CORROSION" ]; then
		echo "Corrosion $(git -C "$CORROSION" describe --tags 2>/dev/null || sed -n 's/^ *VERSION \([0-9.]*\).*/\1/p' \
			"$CORROSION/CMakeLists.txt" | head -n 1)"
	else
		echo "a custom target per crate as Corrosion's (LIND_RUST_BENCH_CORROSION is not set)"
	fi
}

# ---- C alone ----

# c_project DIRECTORY EDGES: programs of one file each, two edges for each, for CMake and for make
c_project() {
	local i n=$((($2 + 1) / 2))
	mkdir -p "$1"
	printf '#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n#define WORD "c"\n' >"$1/common.h"
	for ((i = 1; i <= n; i++)); do
		printf '#include "common.h"\nint main(void)\n{\n\tprintf(WORD "%%d\\n", %s);\n}\n' "$i" >"$1/p$i.c"
	done
	{
		echo "cmake_minimum_required(VERSION 3.20...4.0)"
		echo "project(c LANGUAGES C)"
		echo "foreach(i RANGE 1 $n)"
		echo '  add_executable(p${i} p${i}.c)'
		echo "endforeach()"
	} >"$1/CMakeLists.txt"
	cat >"$1/Makefile" <<-END
		programs := \$(addprefix build/p,$(seq -s " " "$n"))
		all: \$(programs)
		build/%.o: %.c
		 	@mkdir -p build
		 	\$(CC) -MD -MP -c -o \$@ \$<
		\$(programs): %: %.o
		 	\$(CC) -o \$@ \$<
		-include \$(addsuffix .d,\$(programs))
	END
	sed -i 's/^ \t/\t/' "$1/Makefile"
}
