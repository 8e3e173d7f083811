# SPDX-License-Identifier: Apache-2.0
# What lind costs over what rustc has built in.

row crate '' "a trivial program from an empty target directory, with std cached, against the host"
row std '' "std for wasm32-lind against std for wasm32-wasip1, both from nothing"

row_crate() {
	local config=$PWD/config.toml
	hello hello
	have_std && must by_hand_settings
	ours_before() { rm -rf hello/target && edit hello; }
	ours() { (cd hello && RUSTC=$RUSTC "$CARGO" build --release --config "$config" --target wasm32-lind); }
	theirs_before() { ours_before; }
	theirs() { (cd hello && RUSTC=$RUSTC "$CARGO" build --release); }
	measure 10 ours theirs
	put "wasm32-lind / the host" ours theirs "<= 1.3"
}

row_std() {
	ours_before() { rm -rf cache; }
	ours() { have_std --cache "$PWD/cache"; }
	theirs_before() { rm -rf cache; }
	theirs() { have_std --cache "$PWD/cache" --target wasm32-wasip1; }
	measure 1 ours theirs
	put "std of wasm32-lind / of wasm32-wasip1" ours theirs "<= 1.5"
}
