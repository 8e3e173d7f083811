# SPDX-License-Identifier: Apache-2.0
# One of ten programs is edited, or touched; against cargo, rustc, wasm-ld and wasm-opt by hand.

row edit '' "one of ten programs edited, to the finished module, against the tools by hand"
row touch '' "one of ten programs touched, over cargo's own time"

# by_hand_tools: the settings and passes that ours uses, as a person would write them down
by_hand_tools() {
	have_std && "$BUILD/bin/lind-rust-config" cargo --std "$("$BUILD/bin/lind-rust-std")" -o config.toml
}

by_hand_cargo() {
	(cd theirs/b3 && RUSTC=$RUSTC "$CARGO" build --release --config "$ROW_DIR/config.toml" --target wasm32-lind)
}

# by_hand_opt: what ours called wasm-opt with, for that program
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

two_trees() {
	ROW_DIR=$PWD
	ten_programs ours
	ten_programs theirs
	must by_hand_tools
}

# counted: the same in a tree whose tools are counted
counted() (
	count_starts
	configure ours ours/counted && ninja -C ours/counted && : >"$STARTS" && "$@" && ninja -C ours/counted
)

row_edit() {
	two_trees
	must counted edit ours/b3
	STARTS=$PWD/starts read_passes
	must configure ours ours/build
	must ninja -C ours/build
	must by_hand_cargo
	ours_before() { edit ours/b3; }
	ours() { ninja -C ours/build; }
	theirs_before() { edit theirs/b3; }
	theirs() { by_hand_cargo && by_hand_opt; }
	measure 8 ours theirs
	put "edit one of ten / cargo, wasm-opt ${PASSES[*]: -2} by hand" ours theirs "<= 1.15"
}

row_touch() {
	local n
	two_trees
	must counted touch ours/b3/src/main.rs
	n=$(STARTS=$PWD/starts starts wasm-opt)
	must configure ours ours/build
	must ninja -C ours/build
	must by_hand_cargo
	ours_before() { touch ours/b3/src/main.rs; }
	ours() { ninja -C ours/build; }
	theirs_before() { touch theirs/b3/src/main.rs; }
	theirs() { by_hand_cargo; }
	measure 10 ours theirs
	put "touch one of ten / cargo alone" ours theirs "+ 0.4 s" us "$n wasm-opt" $((n == 0))
}
