#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# Each exit status that a man page names is seen, and no other number is named there.

load ../lib
load pseudo

setup() {
	forget_settings
	unset RUSTUP_TOOLCHAIN
	dir="$BATS_TEST_TMPDIR/a directory"
	mkdir -p "$dir/src" "$dir/lind/lindfs" "$dir/lind/build" "$dir/sysroot/lib/wasm32-wasi" "$dir/sysroot/include"
	cd "$dir"
	touch Cargo.toml sysroot/lib/wasm32-wasi/{crt1.o,libc.a}
	echo module >app.wasm
	pseudo_rust "$dir/rust"
	export LIND_RUST_TOOLCHAIN="$dir/rust" CARGO_HOME="$dir/cargo-home" HOME="$dir/home"
	seen=
}

# gives STATUS COMMAND...
gives() {
	fails_with "$@"
	seen+="$1 "
}

# as_described PAGE WORD...: the page's numbers are those that were seen; the words stand there as well.
as_described() {
	local page=$LIND_RUST_SOURCE/helpers/$1.1 text word
	shift
	text=$(sed -n '/^\.Sh EXIT STATUS/,$p' "$page" | sed '1d' | sed '/^\.\(Sh\|D1\|Dl\|Bd\)/,$d')
	same "$(grep -oE '\b[0-9]+\b' <<<"$text" | sort -nu)" "$(tr ' ' '\n' <<<"$seen" | grep . | sort -nu)"
	for word; do
		grep -qF -- "$word" <<<"$text"
	done
}

# A cargo that answers metadata, and builds as the script on stdin says.
cargo_builds() {
	cat >metadata.json <<-END
		{"packages":[{"name":"app","id":"path+app","source":null,"manifest_path":"$dir/Cargo.toml","features":{},
		  "targets":[{"name":"app","kind":["bin"],"src_path":"$dir/src/app.rs"}]}],"workspace_members":["path+app"],
		 "workspace_default_members":["path+app"],"workspace_root":"$dir","target_directory":"$dir/target"}
	END
	pseudo "$dir/rust/bin/cargo" <<-END
		[ "\$1" != metadata ] || { cat '$dir/metadata.json'; exit; }
		$(cat)
	END
}

@test "lind-rust-config" {
	gives 0 "$HELPERS/lind-rust-config" flags
	gives 1 "$HELPERS/lind-rust-config" tools --clang /nothing
	fails_with 1 "$HELPERS/lind-rust-config" flags -o app.wasm/file
	gives 2 "$HELPERS/lind-rust-config" flgas
	as_described lind-rust-config
}

@test "lind-rust-clang" {
	touch main.c
	pseudo "$dir/clang" <<<'exit 42'
	export LIND_RUST_CLANG="$dir/clang" LIND_RUST_SYSROOT="$dir/sysroot"
	fails_with 42 "$HELPERS/lind-rust-clang" -c main.c
	gives 1 "$HELPERS/lind-rust-clang" --target=x86_64-linux-gnu -c main.c
	gives 2 "$HELPERS/lind-rust-clang" --lind-gratte
	as_described lind-rust-clang "clang's;"
}

@test "lind-rust-rustc" {
	pseudo "$dir/rustc" <<<'exit 42'
	fails_with 42 "$HELPERS/lind-rust-rustc" "$dir/rustc" -vV
	gives 1 "$HELPERS/lind-rust-rustc" "$dir/nothing" -vV
	gives 2 "$HELPERS/lind-rust-rustc"
	as_described lind-rust-rustc "rustc's;"
}

@test "lind-rust-cargo" {
	cargo_builds <<<'exit 101'
	set -- "$HELPERS/lind-rust-cargo" build --target host --bin app --output out --target-dir target
	gives 1 "$@"
	cargo_builds <<<'kill -9 $$'
	fails_with 137 "$@"
	gives 2 "$@" --nonsense
	gives 0 "$HELPERS/lind-rust-cargo" metadata
	seen+=128
	as_described lind-rust-cargo "128 + n"
}

@test "lind-rust-std" {
	pseudo "$dir/rust/bin/cargo" <<<'[ "$1" = -V ] || exit 101'
	gives 1 "$HELPERS/lind-rust-std" --target wasm32-wasip1
	pseudo "$dir/rust/bin/cargo" <<<'[ "$1" = -V ] || kill -15 $$'
	fails_with 143 "$HELPERS/lind-rust-std" --target wasm32-wasip1
	gives 2 "$HELPERS/lind-rust-std" --nonsense
	gives 0 "$HELPERS/lind-rust-std" -h
	seen+=128
	as_described lind-rust-std "128 + n"
}

@test "lind-rust-opt" {
	pseudo "$dir/wasm-opt" <<<'exit 42'
	gives 1 "$HELPERS/lind-rust-opt" -o out.wasm app.wasm
	printf '\0asm\1\0\0\0' >empty.wasm
	fails_with 1 "$HELPERS/lind-rust-opt" --wasm-opt "$dir/wasm-opt" --check off -o out.wasm empty.wasm
	gives 2 "$HELPERS/lind-rust-opt" --opt-level 9 -o out.wasm app.wasm
	gives 0 "$HELPERS/lind-rust-opt" -V
	as_described lind-rust-opt
}

@test "lind-rust-inspect" {
	printf '\0asm\1\0\0\0' >empty.wasm
	gives 0 "$HELPERS/lind-rust-inspect" empty.wasm
	gives 1 "$HELPERS/lind-rust-inspect" nothing.wasm
	fails_with 1 "$HELPERS/lind-rust-inspect" app.wasm
	fails_with 1 "$HELPERS/lind-rust-inspect" --check empty.wasm
	gives 2 "$HELPERS/lind-rust-inspect" --nonsense
	fails_with 2 "$HELPERS/lind-rust-inspect" --check --allow no-such-code empty.wasm
	as_described lind-rust-inspect
}

@test "lind-rust-run" {
	pseudo "$dir/lind/build/lind-boot" <<<'exit 42'
	export LIND_WASM_ROOT="$dir/lind"
	fails_with 42 "$HELPERS/lind-rust-run" app.wasm
	pseudo "$dir/lind/build/lind-boot" <<<'kill -9 $$'
	fails_with 137 "$HELPERS/lind-rust-run" app.wasm
	seen+="128 "
	pseudo "$dir/lind/build/lind-boot" <<<'exec tail -f /dev/null'
	gives 124 "$HELPERS/lind-rust-run" --timeout 1 app.wasm
	gives 1 "$HELPERS/lind-rust-run" nothing.wasm
	gives 2 "$HELPERS/lind-rust-run" --nonsense
	rm lind/build/lind-boot
	unset LIND_WASM_ROOT
	PATH=/nothing gives 77 "$HELPERS/lind-rust-run" app.wasm
	as_described lind-rust-run "The program's;"
}

@test "lind-rust" {
	gives 0 "$HELPERS/lind-rust" -V
	LIND_RUST_CLANG=/nothing gives 1 "$HELPERS/lind-rust" doctor
	fails_with 1 "$HELPERS/lind-rust" new "$dir"
	gives 2 "$HELPERS/lind-rust" nwe shop
	as_described lind-rust
}

# cargo's builds are of the standard library, and of a program that is an empty module.
@test "cargo lind_compile, lind_run, lind_test" {
	pseudo "$dir/tool" <<<'echo tool 1'
	pseudo "$dir/wasm-opt" <<-'END'
		for word; do [ "$last" != -o ] || out=$word; last=$word; done
		[ -z "$out" ] || printf '\0asm\1\0\0\0' >"$out"
	END
	pseudo "$dir/node" <<<'[ "$1" != --version ] || { echo v20; exit; }; exit 42'
	export LIND_RUST_SYSROOT="$dir/sysroot" LIND_RUST_CLANG="$dir/tool" LIND_RUST_WASM_LD="$dir/tool" LIND_RUST_AR="$dir/tool" \
		LIND_RUST_WASM_OPT="$dir/wasm-opt" LIND_RUST_NODE="$dir/node" LIND_RUST_TARGET=wasm32-wasip1
	cargo_builds <<-'END'
		for word; do case $word in --target-dir=*) dir=${word#*=} ;; test) test=true ;; esac; done
		lib=$dir/wasm32-wasip1/release/deps
		mkdir -p "$lib"
		for name in libcore-1.rlib liballoc-2.rlib libstd-3.rlib libstd-3.rmeta liblind_rust_std-4.rlib; do
			echo $name >"$lib/$name"
			echo "{\"reason\":\"compiler-artifact\",\"filenames\":[\"$lib/$name\"]}"
		done
		printf '\0asm\1\0\0\0' >"$lib/app.wasm"
		echo '{"reason":"compiler-artifact","package_id":"path+app","target":{"name":"app","kind":["bin"]},
			"profile":{"test":'${test:-false}'},"executable":"'"$lib/app.wasm"'"}' | tr -d '\n'
	END
	sed -i 's/"features"/"metadata":{"lind":{"check":"off"}},"features"/' metadata.json
	gives 0 "$HELPERS/cargo-lind_compile"
	[ -e "$HELPERS/../share/lind-rust/standin/run.mjs" ] || skip "this build has no stand-in"
	fails_with 42 "$HELPERS/cargo-lind_run"
	gives 101 "$HELPERS/cargo-lind_test"
	says "test 'app' of package 'app' exited with status 42"
	sed -i 's/"check":"off"/"check":"error"/' metadata.json
	gives 1 "$HELPERS/cargo-lind_compile"
	sed -i 's/"check":"error"/"check":"off"/' metadata.json
	unset LIND_RUST_NODE
	mkdir empty
	for tool in sh env cat mkdir tr; do ln -s "$(command -v $tool)" empty; done
	for program in run test; do
		PATH="$dir/empty" gives 77 "$HELPERS/cargo-lind_$program"
	done
	gives 2 "$HELPERS/cargo-lind_compile" --output-dri x
	as_described cargo-lind_compile "cargo's where cargo fails" "the program's"
}
