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
	same "$(printf '%s\n' --config "$dir/config.toml" check --target wasm32-some --target-dir "$dir/target")" "$(cat "$log/cargo")"
	sed -n '/^{/,$p' <<<"$output" >settings.json
	same "$dir/config.toml" "$(node -p 'JSON.parse(require("fs").readFileSync("settings.json"))["rust-analyzer.cargo.extraArgs"][1]')"
	same "$dir/target" "$(node -p 'JSON.parse(require("fs").readFileSync("settings.json"))["rust-analyzer.cargo.targetDir"]')"
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
}
