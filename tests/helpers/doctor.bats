#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# lind-rust doctor: what is found, what is missing, what mends it.

load ../lib
load pseudo

setup() {
	forget_settings
	doctor=("$HELPERS/lind-rust" doctor)
	dir="$BATS_TEST_TMPDIR/a directory"
	mkdir -p "$dir/home"
	cd "$dir"
	pseudo_rust "$dir/rust"
	pseudo "$dir/rust/bin/rustc" <<-'EOT'
		case "$*" in
		"--print sysroot") cd "${0%/*}/.." && pwd ;;
		--version) echo "rustc 9.9.9" ;;
		-vV) printf 'rustc 9.9.9 (pseudo)\nhost: x86_64-pseudo-linux-gnu\nrelease: 9.9.9\n' ;;
		*target-spec-json*) echo '{"arch": "wasm32"}' ;;
		esac
	EOT
	pseudo "$dir/rust/bin/cargo" <<<'echo "cargo 9.9.9"'
	export LIND_RUST_TOOLCHAIN="$dir/rust" HOME="$dir/home"
	unset RUSTUP_TOOLCHAIN LIND_COMPILE_BIN LIND_WASM_LINKER LIND_RUST_TEST_KEY LIND_RUST_ALL_EDITS LIND_RUST_BUILD_TREE
	export -n LIND_RUST_SOURCE
}

# status NAME: of that check.
status() {
	node -e 'const d = JSON.parse(require("fs").readFileSync(0)); console.log(d.checks.find(c => c.name == process.argv[1])?.status)' \
		"$1" <<<"$output"
}

# field NAME FIELD
field() {
	node -e 'const d = JSON.parse(require("fs").readFileSync(0)); console.log(d.checks.find(c => c.name == process.argv[1])[process.argv[2]])' \
		"$1" "$2" <<<"$output"
}

@test "help, version, misuse" {
	run -0 --separate-stderr "$HELPERS/lind-rust" -h
	[[ "${lines[0]}" == "usage: lind-rust doctor"* ]]
	[ -z "$stderr" ]
	run -0 "$HELPERS/lind-rust" -V
	[[ "$output" =~ ^lind-rust\ [0-9.]+$ ]]
	fails_with 2 "$HELPERS/lind-rust"
	says "what to do is missing: doctor, new, editor or explain"
	fails_with 2 "$HELPERS/lind-rust" docter
	says "'docter' is not one"
	says "doctor"
	fails_with 2 "${doctor[@]}" more
	says "'more' is not expected"
	fails_with 2 "${doctor[@]}" --name x
	says "--build and --name are for 'lind-rust new'"
	fails_with 2 "${doctor[@]}" --target x
	says "--target: 'x' is not one"
	fails_with 2 "${doctor[@]}" --jsno
	says "did you mean '--json'?"
}

@test "where all is there it says so, with status 0; --json says the same" {
	run "${doctor[@]}"
	[ "$status" -eq 0 ] || skip "a tool is missing on this machine"
	says "all that is needed is there: programs are built for the stand-in"
	says "$dir/rust/bin/rustc (rustc 9.9.9) [LIND_RUST_TOOLCHAIN is '$dir/rust']"
	says "LIND_WASM_ROOT       not set: programs are built for the stand-in"
	says "not built yet: the first build does it"
	run -0 "${doctor[@]}" --json
	same ok "$(status LIND_RUST_CLANG)"
	same note "$(status LIND_WASM_ROOT)"
	same note "$(status 'standard library')"
	same true "$(node -e 'console.log(JSON.parse(require("fs").readFileSync(0)).ok)' <<<"$output")"
	run -0 "${doctor[@]}" -q
	same "" "$output"
	nothing_in "$LIND_RUST_CACHE"
}

@test "a missing tool: status 1 and the command that mends it" {
	pseudo_rust "$dir/bare" without-src
	mkdir -p "$HOME/.rustup/toolchains"
	cp "$dir"/rust/bin/* "$dir/bare/bin"
	mv "$dir/bare" "$HOME/.rustup/toolchains/stable-x86_64-pseudo"
	unset RUSTUP_HOME
	LIND_RUST_TOOLCHAIN=stable fails_with 1 "${doctor[@]}" -q
	says "missing  LIND_RUST_SRC"
	says "-> rustup component add rust-src --toolchain stable-x86_64-pseudo"
	says "1 missing: the lines with '->' say what mends it"
	pseudo clang-22 <<<'case "$*" in *libgcc*) echo /nowhere/builtins.a ;; *) echo "clang version 17.0.1" ;; esac'
	pseudo wasm-ld <<<'echo LLD 19.1.7'
	fails_with 1 "${doctor[@]}" --clang "$bin/clang-22" --json
	same missing "$(status 'builtins for wasm32')"
	same "apt-get install clang-17 lld-17 llvm-17 libclang-rt-17-dev-wasm32" "$(field 'builtins for wasm32' cure)"
	same doubt "$(status LIND_RUST_WASM_LD)"
	pseudo broken <<<'exit 127'
	fails_with 1 "${doctor[@]}" --node "$bin/broken" -q
	says "'--version' fails: it does not run here"
	pseudo oldnode <<<'echo v12.22.1'
	fails_with 1 "${doctor[@]}" --node "$bin/oldnode" -q
	says "node 18 or newer is needed"
	LIND_RUST_CACHE="$bin/broken/x" fails_with 1 "${doctor[@]}" -q
	says "set LIND_RUST_CACHE to a directory of yours"
}

@test "a variable that names nothing is a finding, and the rest is looked at nevertheless" {
	LIND_RUST_CLANG=/no/clang LIND_RUST_NODE=/no/node fails_with 1 "${doctor[@]}" --json
	same missing "$(status LIND_RUST_CLANG)"
	says "'/no/clang' is not an executable program"
	says "'/no/node' is not an executable program"
	same ok "$(status LIND_RUST_RUSTC)"
}

@test "variables that have no effect any more are said" {
	RUSTFLAGS=-O LIND_COMPILE_BIN=/x LIND_WASM_LINKER=/y run "${doctor[@]}" -q
	says "doubt    RUSTFLAGS"
	says "-> unset RUSTFLAGS"
	says "-> unset LIND_COMPILE_BIN"
	says "-> unset LIND_WASM_LINKER"
}

@test "a misspelled variable is said; each that is documented is known" {
	LIND_RUST_TOOLCHAN=x LIND_RUST_XYZZY=1 run "${doctor[@]}" -q
	says "doubt    LIND_RUST_TOOLCHAN"
	says "-> did you mean LIND_RUST_TOOLCHAIN?"
	says "-> unset LIND_RUST_XYZZY"
	local names
	names=$(cat "$LIND_RUST_SOURCE"/helpers/*.[17] "$LIND_RUST_SOURCE"/make/lind-rust.mk \
		"$LIND_RUST_SOURCE"/cmake/LindRustTools.cmake | grep -E '^(\.It Ev|#  |  ``)' |
		grep -oE 'LIND_RUST_[A-Z_]*[A-Z]' | grep -vx LIND_RUST_SPACE | sort -u | sed 's/$/=/')
	[ "$(wc -l <<<"$names")" -gt 20 ]
	# shellcheck disable=SC2086
	run env $names "${doctor[@]}" -q
	says_not "no setting of lind-rust's"
}

@test "a lind-wasm next door is pointed out" {
	mkdir "$HOME/lind-wasm"
	run "${doctor[@]}"
	says "-> export LIND_WASM_ROOT='$HOME/lind-wasm'"
}

# A tree of lind-wasm with a sysroot, a lind-boot, a wasm-opt of lind's and lindfs.
tree() {
	root="$dir/lind-wasm"
	mkdir -p "$root/build/sysroot/lib/wasm32-wasi" "$root/lindfs" "$root/tools/binaryen/bin"
	mkdir -p "$root/build/sysroot/include"
	touch "$root"/build/sysroot/lib/wasm32-wasi/{crt1.o,lind_utils.o,libc.a,libm.a}
	pseudo "$root/build/lind-boot" <<<'echo'
	pseudo "$root/tools/binaryen/bin/wasm-opt" <<<'case $1 in --help) echo --epoch-injection ;; *) echo wasm-opt version 199 ;; esac'
	export LIND_WASM_ROOT=$root
}

@test "lind: each part of the tree, and the command that makes it" {
	tree
	run "${doctor[@]}" --json
	same lind "$(node -e 'console.log(JSON.parse(require("fs").readFileSync(0)).runtime)' <<<"$output")"
	same ok "$(status LIND_RUST_LIND_BOOT)"
	same "lind's own: has --epoch-injection" "$(field LIND_RUST_WASM_OPT detail)"
	for part in include lib/wasm32-wasi/libc.a; do
		rm -r "$root/build/sysroot/$part"
		fails_with 1 "${doctor[@]}" -q
		says "half built: it has no $part"
		says "-> make -C '$root' sysroot"
		tree
	done
	rm "$root/build/lind-boot"
	rmdir "$root/lindfs"
	rm -r "$root/build/sysroot"
	fails_with 1 "${doctor[@]}" -q
	says "-> make -C '$root' sysroot"
	says "-> make -C '$root' lind-boot"
	says "-> make -C '$root' lindfs"
	tree
	pseudo stock <<<'echo wasm-opt version 108'
	LIND_RUST_WASM_OPT="$bin/stock" fails_with 1 "${doctor[@]}" -q
	says "stock: it has none of lind's passes"
}

@test "lind: flavours that do not agree, and a lindfs elsewhere than lind-boot has compiled in" {
	tree
	echo lind_debug_num >"$root/build/sysroot/lib/wasm32-wasi/libc.a"
	run "${doctor[@]}" --json
	same doubt "$(status LIND_RUST_SYSROOT)"
	same "built for debugging (LIND_DEBUG), but lind-boot is not" "$(field LIND_RUST_SYSROOT detail)"
	echo '# lind_debug_num' >>"$root/build/lind-boot"
	run "${doctor[@]}" --json
	same ok "$(status LIND_RUST_SYSROOT)"
	echo lind-setjmp >"$root/build/sysroot/lib/wasm32-wasi/libc.a"
	run "${doctor[@]}" -q
	says "built for asyncify's setjmp (LIND_ASYNCIFY_SETJMP), but lind-boot is not"
	mkdir "$root/lindfs/lib"
	echo names >"$root/lindfs/lib/libc.so"
	run "${doctor[@]}" --json
	same "built without fpcast-emu" "$(field 'shared libc' detail)"
	echo 'byn$fpcast-emu$qsort' >"$root/lindfs/lib/libc.so"
	run "${doctor[@]}" --json
	same "built with fpcast-emu: dynamic programs need --fpcast-emu as well; static ones do not" "$(field 'shared libc' detail)"
	echo '# /home/lind/lind-wasm/lindfs' >>"$root/build/lind-boot"
	run "${doctor[@]}" -q
	says "lind-boot has this place compiled in"
	says "ln -s '$root' /home/lind/lind-wasm"
}
