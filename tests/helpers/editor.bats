#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# lind-rust editor: settings for plain cargo and rust-analyzer.

load ../lib
load pseudo

setup() {
	forget_settings
	dir="$BATS_TEST_TMPDIR/a \"directory"
	mkdir -p "$dir"
	cd "$dir"
	pseudo_rust "$BATS_TEST_TMPDIR/rust"
	export LIND_RUST_TOOLCHAIN="$BATS_TEST_TMPDIR/rust"
	printf '# Made by hand\n\n[target.wasm32-some]\nlinker = "x"\n' >config.toml
}

@test "a command line and JSON, whatever is in a path" {
	run -0 "$HELPERS/lind-rust" editor --config config.toml --target-dir target
	pseudo "$LIND_RUST_TOOLCHAIN/bin/cargo" </dev/null
	eval "$(head -n 1 <<<"$output")"
	same "$(printf '%s\n' check --config "$dir/config.toml" --target wasm32-some --target-dir "$dir/target")" "$(cat "$log/cargo")"
	sed -n '/^{/,$p' <<<"$output" >settings.json
	same "$dir/config.toml" "$(node -p 'JSON.parse(require("fs").readFileSync("settings.json"))["rust-analyzer.cargo.extraArgs"][1]')"
	same "$dir/target" "$(node -p 'JSON.parse(require("fs").readFileSync("settings.json"))["rust-analyzer.cargo.targetDir"]')"
}

setting() {
	node -p "JSON.stringify(JSON.parse(require('fs').readFileSync('settings.json'))['rust-analyzer.$1'])"
}

@test "rust-analyzer's own questions to cargo know the target, and where std's sources are" {
	printf '# Made by lind-rust-config\n\n[build]\nrustc-wrapper = "/a \\"b/lind-rust-rustc"\n\n[target.wasm32-some]\nlinker = "x"\nrustflags = [\n  "--sysroot=/a b",\n  "--cfg=x=\\"y\\"",\n]\n\n[env]\nA = "b"\n' >config.toml
	run -0 "$HELPERS/lind-rust" editor --config config.toml
	sed -n '/^{/,$p' <<<"$output" >settings.json
	same '"wasm32-some"' "$(setting cargo.target)"
	same '/a "b/lind-rust-rustc' "$(node -p 'JSON.parse(require("fs").readFileSync("settings.json"))["rust-analyzer.cargo.extraEnv"].RUSTC_WRAPPER')"
	same $'--sysroot=/a b\x1f--cfg=x="y"' "$(node -p 'JSON.parse(require("fs").readFileSync("settings.json"))["rust-analyzer.cargo.extraEnv"].CARGO_ENCODED_RUSTFLAGS')"
	same "\"$LIND_RUST_TOOLCHAIN\"" "$(setting cargo.sysroot)"
	same "\"$LIND_RUST_TOOLCHAIN/lib/rustlib/src/rust/library\"" "$(setting cargo.sysrootSrc)"
	same false "$(setting cargo.buildScripts.useRustcWrapper)"
	same undefined "$(setting cargo.targetDir)"
}

@test "include directories and definitions reach C in build scripts, and bindgen" {
	printf '\n[target.wasm32-lind]\n' >config.toml
	mkdir -p sysroot/lib/wasm32-wasi
	touch sysroot/lib/wasm32-wasi/crt1.o
	run -0 "$HELPERS/lind-rust" editor --config config.toml --sysroot sysroot --include 'in c' --define 'TEXT="a b"'
	same "\"-I$(sed 's/"/\\"/' <<<"$dir")/in c\"|\"-DTEXT=\\\"a b\\\"\"" "$(paste -sd'|' editor.rsp)"
	pseudo "$LIND_RUST_TOOLCHAIN/bin/cargo" <<<'echo "$LIND_RUST_CC_ARGS"'
	sed -n '/^{/,$p' <<<"$output" >settings.json
	same "$dir/editor.rsp" "$(eval "$(head -n 1 <<<"$output")")"
	same "$dir/editor.rsp" "$(node -p 'JSON.parse(require("fs").readFileSync("settings.json"))["rust-analyzer.cargo.extraEnv"].LIND_RUST_CC_ARGS')"
	grep -q -- "^env.BINDGEN_EXTRA_CLANG_ARGS_wasm32_lind.value=\"--target=.*/in c'" "$log/cargo"
	same "$(grep '^env.BINDGEN' "$log/cargo")" "$(node -p 'JSON.parse(require("fs").readFileSync("settings.json"))["rust-analyzer.cargo.extraArgs"][3]')"
	printf '\n[target.wasm32-some]\n' >config.toml
	fails_with 2 "$HELPERS/lind-rust" editor --config config.toml --sysroot sysroot --define N
	says "config.toml: 'wasm32-some' is not one"
}

@test "other settings of the project are named, with the command that prints them" {
	cp config.toml "other's.toml"
	run -0 --separate-stderr "$HELPERS/lind-rust" editor --config config.toml --other "other's.toml"
	[[ "$stderr" == *"an editor knows settings of one kind"* ]]
	eval "run -0 \"\$HELPERS/lind-rust\" $(sed -n 's/^ *lind-rust //p' <<<"$stderr")"
	says "other's.toml"
	says_not "$dir/config.toml"
}

@test "what is wrong is said" {
	fails_with 2 "$HELPERS/lind-rust" editor
	says "--config is missing"
	fails_with 2 "$HELPERS/lind-rust" editor --config config.toml more
	says "'more' is not expected"
	fails_with 1 "$HELPERS/lind-rust" editor --config nothing
	says "read '$dir/nothing': No such file"
	echo '[build]' >other.toml
	fails_with 1 "$HELPERS/lind-rust" editor --config other.toml
	says "has no [target.*]: it is not lind-rust's"
	printf '\n[target.$(touch x)]\n' >other.toml
	fails_with 1 "$HELPERS/lind-rust" editor --config other.toml
	says "is for no target"
	[ ! -e x ]
}

@test "a config.toml that was cut off anywhere is read to its end and no further" {
	local n size
	printf '\n[target.wasm32-some]\nrustflags = [\n  "--cfg=x",\n  "-g",\n]\n' >whole.toml
	size=$(stat -c %s whole.toml)
	for ((n = size - 20; n < size; n++)); do
		head -c "$n" whole.toml >config.toml
		run "$HELPERS/lind-rust" editor --config config.toml
		[ "$status" -le 1 ] || { echo "$n: $status"; return 1; }
	done
}
