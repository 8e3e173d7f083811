# SPDX-License-Identifier: Apache-2.0
# One of ten programs is edited, or touched; against cargo, rustc, wasm-ld and wasm-opt by hand.

row edit '' "one of ten programs edited, to the finished module, against the tools by hand"
row touch '' "one of ten programs touched, over cargo's own time"

# ten_trees: ours, built by tools that are counted, and theirs; the rows share them
ten_trees() {
	mkdir -p "$WORK/ten" && cd "$WORK/ten" || stop "$WORK/ten"
	TEN=$PWD
	count_starts
	[ ! -e made ] || return
	ten_programs ours
	must configure ours ours/build
	must ninja -C ours/build
	program theirs/b3 b3 3
	have_std && must by_hand_settings
	must by_hand_cargo
	touch made
}

# by_hand_settings: the settings that ours uses, as a person would write them down
by_hand_settings() {
	"$BUILD/bin/lind-rust-config" cargo --std "$("$BUILD/bin/lind-rust-std")" -o config.toml
}

by_hand_cargo() {
	(cd theirs/b3 && RUSTC=$RUSTC "$CARGO" build --release --config "$TEN/config.toml" --target wasm32-lind)
}

# by_hand_opt: with the passes that ours used
by_hand_opt() {
	"$WASM_OPT" "${PASSES[@]}" theirs/b3/target/wasm32-lind/release/b3.wasm -o b3.wasm
}

# read_passes: from the last start of wasm-opt
read_passes() {
	local word words
	PASSES=()
	read -r -a words < <(grep '^wasm-opt .* -o ' "$STARTS" | tail -n 1)
	for word in "${words[@]:1}"; do
		[[ $word != -?* || $word == -o ]] || PASSES+=("$word")
	done
	[ ${#PASSES[@]} -gt 0 ] || stop "wasm-opt was not started as expected"
}

row_edit() {
	ten_trees
	edit ours/b3
	must ninja -C ours/build
	read_passes
	ours_before() { edit ours/b3; }
	ours() { ninja -C ours/build; }
	theirs_before() { edit theirs/b3; }
	theirs() { by_hand_cargo && by_hand_opt; }
	measure 8 ours theirs
	note "\`$ROW\`: the last round of ours: $(steps ours/build b3)"
	put "edit one of ten / cargo, wasm-opt with the same passes by hand" ours theirs "<= 1.15"
}

row_touch() {
	local n
	ten_trees
	must ninja -C ours/build
	: >"$STARTS"
	ours_before() { touch ours/b3/src/main.rs; }
	ours() { ninja -C ours/build; }
	theirs_before() { touch theirs/b3/src/main.rs; }
	theirs() { by_hand_cargo; }
	measure 10 ours theirs
	n=$(starts wasm-opt)
	put "touch one of ten / cargo alone" ours theirs "+ 0.4 s" us "$n wasm-opt" $((n == 0))
}
