# SPDX-License-Identifier: Apache-2.0
# The program everything, built by the real tools in $EVERYTHING, and how it is run.  load everything

# built_for TARGET: in the current directory, with its config.toml.
built_for() {
	export EVERYTHING=$PWD TARGET=$1
	"$HELPERS/lind-rust-config" cargo --target "$TARGET" --std "$("$HELPERS/lind-rust-std" --target "$TARGET")" -o config.toml
	crate everything
}

# crate OUTPUT [OPTIONS of lind-rust-cargo]
crate() {
	local output=$1
	shift
	"$HELPERS/lind-rust-cargo" build --manifest-path "$BATS_TEST_DIRNAME/programs/rust/Cargo.toml" --locked --target "$TARGET" \
		--config "$EVERYTHING/config.toml" --target-dir "$EVERYTHING/target" --output "$output.raw.wasm" "$@"
	"$HELPERS/lind-rust-opt" "$output.raw.wasm" -o "$output.wasm"
}

everything() {
	"$HELPERS/lind-rust-run" --timeout 60 "$EVERYTHING/everything.wasm" "$@"
}
