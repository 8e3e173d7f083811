#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# Several programs in one package, behind a pseudo cargo and wasm-opt: what differs between them, and what must not.

load ../lib
load pseudo

setup() {
	forget_settings
	unset RUSTUP_TOOLCHAIN
	dir="$BATS_TEST_TMPDIR/a directory"
	mkdir -p "$dir/sysroot/lib/wasm32-wasi" "$dir/sysroot/include"
	cd "$dir"
	touch Cargo.toml sysroot/lib/wasm32-wasi/{crt1.o,libc.a}
	pseudo "$dir/tool" <<<'echo tool 1'
	pseudo "$dir/wasm-opt" <<-'END'
		for word; do [ "$last" != -o ] || out=$word; last=$word; done
		[ -z "$out" ] || { printf '%s ' "$@" >>"$log.calls"; echo >>"$log.calls"; printf '\0asm\1\0\0\0' >"$out"; }
	END
	pseudo_rust "$dir/rust"
	# Of the standard library, and of two programs.
	pseudo "$dir/rust/bin/cargo" <<-END
		[ "\$1" != metadata ] || { cat '$dir/metadata.json'; exit; }
		for word; do case \$word in --target-dir=*) to=\${word#*=}/wasm32-wasip1/debug ;; esac; done
		[ "\$to" ] || exit 0
		mkdir -p "\$to"
		for name in libcore-1.rlib liballoc-2.rlib libstd-3.rlib libstd-3.rmeta liblind_rust_std-4.rlib; do
			echo \$name >"\$to/\$name"
			echo "{\"reason\":\"compiler-artifact\",\"filenames\":[\"\$to/\$name\"]}"
		done
		for name in one two; do
			printf '\0asm\1\0\0\0' >"\$to/\$name.wasm"
			echo "{\"reason\":\"compiler-artifact\",\"package_id\":\"path+app\",\"target\":{\"name\":\"\$name\",\"kind\":[\"bin\"]},\"executable\":\"\$to/\$name.wasm\"}"
		done
	END
	export LIND_RUST_TOOLCHAIN="$dir/rust" CARGO_HOME="$dir/cargo-home" HOME="$dir/home" LIND_RUST_SYSROOT="$dir/sysroot" \
		LIND_RUST_CLANG="$dir/tool" LIND_RUST_WASM_LD="$dir/tool" LIND_RUST_AR="$dir/tool" LIND_RUST_WASM_OPT="$dir/wasm-opt" \
		LIND_RUST_NODE="$dir/tool" LIND_RUST_TARGET=wasm32-wasip1
	# Before what is said on the way is looked at.
	"$HELPERS/lind-rust-std" --quiet --target wasm32-wasip1
}

# compile TABLE [WORDS...]: with this [package.metadata.lind].
compile() {
	cat >metadata.json <<-END
		{"packages":[{"name":"app","id":"path+app","manifest_path":"$dir/Cargo.toml","metadata":{"lind":$1},
		  "targets":[{"name":"one","kind":["bin"]},{"name":"two","kind":["bin"]}]}],"workspace_members":["path+app"],
		 "workspace_default_members":["path+app"],"workspace_root":"$dir","target_directory":"$dir/target"}
	END
	shift
	rm -rf "$log/wasm-opt.calls" cache target/wasm32-wasip1/debug/lind "$LIND_RUST_CACHE/opt"
	run "$HELPERS/cargo-lind_compile" -q "$@"
}

# passes_of PROGRAM: what wasm-opt got for it.
passes_of() {
	grep "/$1.wasm" "$log/wasm-opt.calls"
}

@test "each program by its own table, which goes before the package's" {
	compile '{"check":"off","opt-level":1,"bins":{"two":{"opt-level":"z","output-name":"other","fpcast":true}}}'
	same "0:" "$status:$output"
	same "one.wasm other.wasm" "$(cd target/wasm32-wasip1/debug/lind && echo *)"
	[[ "$(passes_of one)" == *" -O1 "* && "$(passes_of one)" != *fpcast* ]]
	[[ "$(passes_of two)" == *" -Oz "* && "$(passes_of two)" == *fpcast* ]]
}

@test "the command line goes before a program's table" {
	compile '{"check":"off","bins":{"two":{"fpcast":false}}}' --fpcast-emu
	same "0:" "$status:$output"
	# One call: the second has the same bytes and flags.
	same 1 "$(grep -c . "$log/wasm-opt.calls")"
	grep -q fpcast "$log/wasm-opt.calls"
}

@test "two programs of one name are refused before one takes the other's place" {
	compile '{"check":"off","output-name":"same"}'
	same 1 "$status"
	says "programs 'one' and 'two' would both be 'target/wasm32-wasip1/debug/lind/same.wasm'"
	says "say output-name in [package.metadata.lind.bins.NAME]"
	[ ! -e target/wasm32-wasip1/debug/lind ]
	compile '{"check":"off","output-name":"same","bins":{"two":{"output-name":"two"}}}'
	same "0:" "$status:$output"
}
