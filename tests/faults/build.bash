# SPDX-License-Identifier: Apache-2.0
# A project whose compilers are pseudo ones, so that a build takes a moment and all that runs long is ours.  load build
#
# The crate 'app' depends on 'libc', which gets overlaid sources; the pseudo cargo starts lind-rust-rustc for it and
# lind-rust-clang for the link, as cargo and rustc do.

# A module as the linker writes it, and what the opt pass makes of it.
modules() {
	cat > raw.wat <<-'WAT'
		(module $app.wasm
		  (import "env" "memory" (memory 17 1024 shared))
		  (func (export "_start") (result i32) unreachable)
		  (func (export "signal_callback") (param i32 i32) unreachable)
		  (func (export "__wasm_init_tls") (param i32) unreachable)
		  (func (export "__get_aligned_tls_size") (result i32) unreachable)
		  (global (export "__stack_pointer") (mut i32) (i32.const 1048576))
		  (global (export "__stack_low") i32 (i32.const 0))
		  (global (export "__tls_base") (mut i32) (i32.const 0))
		)
	WAT
	sed '1a\  (import "lind" "epoch_callback" (func))
		$i\  (global (export "epoch") (mut i64) (i64.const 0)) (func (export "asyncify_start_unwind") (param i32) unreachable) (func (export "asyncify_stop_unwind") unreachable)' raw.wat |
		sed '$i\  (func (export "asyncify_start_rewind") (param i32) unreachable) (func (export "asyncify_stop_rewind") unreachable)' |
		sed '$i\  (func (export "asyncify_get_state") (result i32) unreachable)' > finished.wat
	wat2wasm --enable-threads --debug-names raw.wat -o raw.wasm
	wat2wasm --enable-threads --debug-names finished.wat -o finished.wasm
}

pseudo_tools() {
	local real_clang
	# What measures C headers is compiled indeed, once.
	real_clang=$("$HELPERS/lind-rust-config" tools --format sh | sed -n "s/^LIND_RUST_CLANG='\(.*\)'/\1/p")
	local spec='echo "{\"arch\": \"wasm32\", \"data-layout\": \"d\", \"os\": \"wasi\", \"pre-link-args\": {}}"'
	pseudo_rust "$dir/rust"
	pseudo "$dir/rust/bin/rustc" <<-EOT
		case "\$*" in
		"--print sysroot") cd "\${0%/*}/.." && pwd ;;
		-vV) printf 'rustc 9.9.9 (pseudo)\nhost: x86_64-pseudo-linux-gnu\nrelease: 9.9.9\n' ;;
		-V) echo "rustc 9.9.9 (pseudo)" ;;
		*target-spec-json*) $spec ;;
		*libc*) echo libc > "$dir/tree/libc.made" ;;
		esac
	EOT
	pseudo "$dir/rust/bin/cargo" <<-EOT
		[ "\$1" != -V ] || { echo "cargo 9.9.9"; exit; }
		[ "\$1" != metadata ] || { cat '$dir/metadata.json'; exit; }
		for word; do case \$word in --target-dir=*) target=\${word#*=} ;; --manifest-path=*) manifest=\${word#*=} ;; esac; done
		case \$manifest in
		*/std/*)
			lib="\$target/wasm32-lind/release/deps"
			mkdir -p "\$lib"
			for name in libcore-1.rlib liballoc-2.rlib libstd-3.rlib; do
				echo \$name > "\$lib/\$name"
				echo "{\"reason\":\"compiler-artifact\",\"filenames\":[\"\$lib/\$name\"]}"
			done
			exit ;;
		esac
		out="\$target/wasm32-lind/release"
		mkdir -p "\$out/deps"
		export LIND_RUST_CACHE='$dir/cache'
		CARGO_PKG_NAME=libc CARGO_PKG_VERSION=0.2.1 CARGO_MANIFEST_DIR='$dir/src/libc' '$HELPERS/lind-rust-rustc' \\
			'$dir/rust/bin/rustc' --crate-name libc '$dir/src/libc/src/lib.rs' --target wasm32-lind --out-dir "\$out/deps" || exit 101
		'$HELPERS/lind-rust-clang' -o "\$out/deps/app.wasm" '$dir/src/c/part.c' || exit 101
		cp "\$out/deps/app.wasm" "\$out/.app.wasm" && mv "\$out/.app.wasm" "\$out/app.wasm"
		echo "\$out/app.wasm: $dir/src/crate/src/main.rs" > "\$out/app.d"
		echo '{"reason":"compiler-artifact","package_id":"app","profile":{"test":false},"target":{"name":"app","kind":["bin"],"src_path":"$dir/src/crate/src/main.rs"},"filenames":["'"\$out"'/app.wasm"],"executable":"'"\$out"'/app.wasm"}'
		echo '{"reason":"build-finished","success":true}'
	EOT
	pseudo clang <<-EOT
		case " \$* " in
		*" --version "*) echo "clang version 19.1.7"; exit ;;
		*" -print-prog-name=wasm-ld "*) echo '$bin/wasm-ld'; exit ;;
		*" -print-prog-name=llvm-ar "*) echo '$bin/llvm-ar'; exit ;;
		*-print-libgcc-file-name*|*-print-resource-dir*) echo '$dir/rust'; exit ;;
		*/compat/*|*/part.c*) ;;
		*" -c "*)
			eval from="\\\${\$((\$# - 2))}" to="\\\${\$#}"
			kept='$BATS_TEST_TMPDIR'/measured.\$(cksum < "\$from" | tr ' ' .)
			[ -e "\$kept" ] || {
				"$real_clang" "\$@" > "\$kept.said" 2>&1
				result=\$?
				[ ! -e "\$to" ] || cp "\$to" "\$kept.object"
				echo \$result > "\$kept"
			}
			cat "\$kept.said"
			[ ! -e "\$kept.object" ] || cp "\$kept.object" "\$to"
			read -r result < "\$kept"
			exit \$result ;;
		esac
		out=a.out link=1
		while [ \$# -gt 0 ]; do
			case \$1 in -o) out=\$2; shift ;; -c) link= ;; -fuse-ld=*) ld=\${1#*=} ;; -MF) echo 'x: y' > "\$2"; shift ;; esac
			shift
		done
		[ -z "\$link" ] || exec "\$ld" -o "\$out"
		echo object > "\$out"
	EOT
	pseudo wasm-ld <<< "while [ \$# -gt 2 ]; do shift; done; cp '$dir/raw.wasm' \"\$2\""
	pseudo llvm-ar <<< 'shift; cat "$@" > "$1.new" 2> /dev/null; mv "$1.new" "$1"'
	pseudo wasm-opt <<-EOT
		[ "\$1" != --help ] || { echo "  --epoch-injection"; exit; }
		[ "\$1" != --version ] || { echo "wasm-opt version 1"; exit; }
		while [ "\$1" != -o ]; do shift; done
		cp '$dir/finished.wasm' "\$2"
	EOT
	pseudo lind-boot <<< '[ "$1" != --precompile ] || echo precompiled > "${2%.wasm}.cwasm"'
}

pseudo_build() {
	local library
	dir="$BATS_TEST_TMPDIR/d"
	mkdir -p "$dir/before/tree" "$dir/before/cache" "$dir/src/crate/src" "$dir/src/libc/src" "$dir/src/c" "$dir/home" "$dir/tmp"
	cd "$dir"
	export TMPDIR="$dir/tmp" LIND_RUST_CACHE="$dir/cache" LIND_RUST_RUNTIME=lind HOME="$dir/home" CARGO_HOME="$dir/home/cargo" FAULT_DIR="$dir"
	modules
	pseudo_tools
	library="$dir/rust/lib/rustlib/src/rust/library"
	pseudo_library_sources "$library"
	mkdir -p "$library/vendor"
	mkdir -p sysroot/include/wasm32-wasi sysroot/lib/wasm32-wasi
	echo '#define A 1' > sysroot/include/wasm32-wasi/a.h
	touch sysroot/include/wasm32-wasi/{stdio,inttypes}.h sysroot/lib/wasm32-wasi/{crt1.o,lind_utils.o,libc.a,libm.a}
	a_libc
	printf '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\n' > src/crate/Cargo.toml
	echo 'fn main() {}' > src/crate/src/main.rs
	echo 'int part(void) { return 1; }' > src/c/part.c
	cat > metadata.json <<-EOT
		{"packages":[{"name":"app","id":"app","source":null,"manifest_path":"$dir/src/crate/Cargo.toml","features":{},"metadata":null,
		"targets":[{"name":"app","kind":["bin"],"src_path":"$dir/src/crate/src/main.rs"}]}],"workspace_members":["app"],
		"workspace_default_members":["app"],"workspace_root":"$dir/src/crate","target_directory":"$dir/tree/target","resolve":null}
	EOT
	export LIND_RUST_TOOLCHAIN="$dir/rust" LIND_RUST_CLANG="$bin/clang" LIND_RUST_WASM_LD="$bin/wasm-ld" LIND_RUST_AR="$bin/llvm-ar" \
		LIND_RUST_WASM_OPT="$bin/wasm-opt" LIND_RUST_LIND_BOOT="$bin/lind-boot" LIND_RUST_SYSROOT="$dir/sysroot"
	export LIND_RUST_PREFIX=$LIND_RUST_BUILD_TREE
	unset CMAKE_GENERATOR CMAKE_TOOLCHAIN_FILE CMAKE_BUILD_TYPE CMAKE_PREFIX_PATH DESTDIR LIND_WASM_ROOT MAKEFLAGS LIND_RUST_BUILD
	cat > src/CMakeLists.txt <<-'EOT'
		cmake_minimum_required(VERSION 3.20)
		project(test LANGUAGES NONE)
		find_package(LindRust REQUIRED)
		add_lind_rust_crate(app MANIFEST_PATH crate/Cargo.toml)
	EOT
	cat > src/Makefile <<-EOT
		include ${LIND_RUST_SOURCE// /\\ }/make/lind-rust.mk
		app_MANIFEST := crate/Cargo.toml
		\$(eval \$(call add_lind_rust_crate,app))
		part_SOURCES := c/part.c
		\$(eval \$(call add_lind_library,part))
		all: \$(app_PROGRAM) \$(part_LIBRARY)
	EOT
}

# As much of the crate libc as its rules name.
a_libc() {
	local linux="$dir/src/libc/src/unix/linux_like/linux"
	mkdir -p "$linux/gnu/b32/x86" "$linux/gnu/b64/x86_64"
	printf '[package]\nname = "libc"\nversion = "0.2.1"\n' > src/libc/Cargo.toml
	echo 'pub fn getpid() -> i32;' > src/libc/src/lib.rs
	echo 'cfg_if! { if #[cfg(target_arch = "x86")] { mod x; } }' > "$linux/mod.rs"
	echo 'pub const SYS_read: c_long = 0;' > "$linux/gnu/b64/x86_64/not_x32.rs"
	echo 'pub type off_t = i32;' > "$linux/gnu/b32/mod.rs"
}

cmake_configure() {
	"${fault[@]}" cmake -S src -B tree -G "$1" -DCMAKE_PREFIX_PATH="$LIND_RUST_SOURCE"
}

cmake_build() {
	"${fault[@]}" cmake --build tree
}

# configured GENERATOR: it is the state before a build.
configured() {
	outputs="lind-rust/app.wasm lind-rust/app.cwasm"
	start_anew
	fault=()
	cmake_configure "$1" > said 2>&1 || { cat said; return 1; }
	rm -rf before
	mkdir before
	cp -a tree cache before
}

make_build() {
	outputs="app.wasm app.cwasm libpart.a"
	"${fault[@]}" make -C src --no-print-directory LIND_RUST_BUILD="$dir/tree" all
}
