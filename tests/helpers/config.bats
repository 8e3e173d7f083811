#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0

load ../lib
load pseudo

setup() {
	forget_settings
	config="$HELPERS/lind-rust-config"
	dir="$BATS_TEST_TMPDIR/a directory"
	std="$dir/std"
	mkdir -p "$std/lib/rustlib/"wasm32-{lind,wasip1}/lib
	cd "$dir"
}

# What holds a sysroot: a lind-wasm tree as far as looking for it goes.
lind_tree() {
	mkdir -p "$1/build/sysroot/lib/wasm32-wasi" "$1/lindfs" "$1/tools/binaryen/bin"
	touch "$1/build/sysroot/lib/wasm32-wasi/crt1.o"
}

# ---- the command line ----

@test "help goes to stdout, with status 0" {
	run -0 --separate-stderr "$config" -h
	[[ "${lines[0]}" == "usage: lind-rust-config"* ]]
	[ -z "$stderr" ]
	run -0 --separate-stderr "$config" --help
	run -0 --separate-stderr "$config" cargo -h
}

@test "the version is one line" {
	run -0 "$config" -V
	[[ "$output" =~ ^lind-rust-config\ [0-9]+\.[0-9]+\.[0-9]+$ ]]
}

@test "help that cannot be written is a failure" {
	[ -w /dev/full ] || skip "there is no /dev/full"
	fails_with 1 sh -c '"$1" -h > /dev/full' - "$config"
	says "write to stdout: No space left on device"
	fails_with 1 sh -c '"$1" -h >&-' - "$config"
	says "write to stdout: Bad file descriptor"
}

@test "misuse is said with status 2 and a hint" {
	fails_with 2 "$config"
	says "what to print is missing: cargo, tools, flags or nearest"
	says "try 'lind-rust-config -h'"
	fails_with 2 "$config" carg
	says "'carg' is not one; there are: cargo tools flags nearest"
	says "did you mean 'cargo'?"
	fails_with 2 "$config" tools more
	says "'more' is not expected"
	fails_with 2 "$config" tools --formt=json
	says "'--formt' is not an option"
	says "did you mean '--format'?"
	fails_with 2 "$config" tools --format
	says "'--format' needs a value"
	fails_with 2 "$config" tools -o
	says "'-o' needs a value"
	fails_with 2 "$config" cargo --grate=yes
	says "'--grate' takes no value"
	fails_with 2 "$config" tools -x
	says "'-x' is not an option"
}

# ---- cargo ----

@test "cargo: wasm32-lind has a wrapper of rustc, and flags of its own" {

	run -0 "$config" cargo --target wasm32-lind --std "$std"
	says "[build]
rustc-wrapper = \"$HELPERS/lind-rust-rustc\""
	says "[target.wasm32-lind]"
	says "\"--cfg=rustix_use_libc\","
	says "\"--cfg=lind_rust_overlay=\\\""
	says "CC_wasm32_lind = "
	says "WASM_MUSL_SYSROOT = "
	says_not "-Ctarget-feature"
	run -0 "$config" cargo --target wasm32-wasip1 --std "$std"
	says_not "rustc-wrapper"
	says_not "rustix"
	says_not "WASM_MUSL_SYSROOT"
	fails_with 1 "$config" cargo --target wasm32-lind --std "$dir"
	says "is no sysroot with a standard library for wasm32-lind"
}

@test "cargo: the config.toml has the linker, the flags and the tools" {
	run -0 "$config" cargo --target wasm32-wasip1 --std "$std"
	says '[target.wasm32-wasip1]'
	says "linker = \"$(readlink -f "$HELPERS")/lind-rust-clang\""
	says "\"--sysroot=$std\","
	says '"-Ctarget-feature=+crt-static,+atomics,+bulk-memory",'
	says 'CC_wasm32_wasip1 = { value = "'
	says 'LIND_RUST_CACHE = { value = "'"$LIND_RUST_CACHE"'", force = true }'
	says_not "max-memory"
	says_not "lind-grate"
}

@test "cargo: options add their words" {
	run -0 "$config" cargo --std "$std" --target wasm32-wasip1 --max-memory 128M --stack-size 64K --grate \
		--rustflag '--cfg=x="a b"' --link-arg='-Wl,--export=f'
	says '"-Clink-arg=-Wl,--max-memory=134217728",'
	says '"-Clink-arg=-Wl,-z,stack-size=65536",'
	says '"-Clink-arg=--lind-grate",'
	says '"--cfg=x=\"a b\"",'
	says '"-Clink-arg=-Wl,--export=f",'
}

@test "cargo: dynamic programs, their objects and those of build scripts are position-independent" {
	run -0 "$config" cargo --std "$std" --linkage dynamic
	says '"-Crelocation-model=pic",'
	says '"-Clink-arg=--lind-linkage=dynamic",'
	says 'LIND_RUST_CC_LINKAGE = { value = "dynamic", force = true }'
	run -0 "$config" cargo --std "$std" --linkage auto
	says '"-Crelocation-model=pic",'
	says '"-Clink-arg=--lind-linkage=auto",'
	says 'LIND_RUST_CC_LINKAGE = { value = "auto", force = true }'
	for words in '' '--linkage static' '--linkage auto --grate' '--linkage auto --target wasm32-wasip1'; do
		run -0 "$config" cargo --std "$std" $words
		says_not relocation-model
		says_not linkage
		says_not LIND_RUST_CC_LINKAGE
	done
	run -0 "$config" cargo --std "$std" --cdylib
	says '"-Crelocation-model=pic",'
	says '"-Clink-arg=--lind-shared",'
	says_not "-Clink-arg=--lind-linkage"
	fails_with 1 "$config" cargo --std "$std" --cdylib --target wasm32-wasip1
	says "a program for wasm32-wasip1 cannot be dynamic"
	fails_with 2 "$config" cargo --std "$std" --linkage shared
	says "--linkage: 'shared' is not one; there are: auto static dynamic"
	fails_with 1 "$config" cargo --std "$std" --linkage dynamic --grate
	says "a grate cannot be dynamic: lind-boot makes its workers from static modules alone"
	fails_with 1 "$config" cargo --std "$std" --linkage dynamic --target wasm32-wasip1
	says "a program for wasm32-wasip1 cannot be dynamic"
}

@test "cargo: std must be one" {
	fails_with 2 "$config" cargo
	says "--std or --std-file is missing"
	fails_with 1 "$config" cargo --std "$dir/nothing"
	says "'$dir/nothing' is no sysroot with a standard library for wasm32-lind"
	says "'lind-rust-std' builds one"
	fails_with 1 "$config" cargo --std-file "$dir/nothing"
	says "--std-file: read '$dir/nothing': No such file or directory"
	: > empty
	fails_with 1 "$config" cargo --std-file empty
	says "--std-file: 'empty' is empty"
	echo "$std" > file
	run -0 "$config" cargo --std-file file
	says "\"--sysroot=$std\","
}

@test "cargo: a relative --std is made absolute" {
	run -0 "$config" cargo --std std
	says "\"--sysroot=$std\","
}

@test "cargo: a target that is not lind's is named with the choices" {
	fails_with 2 "$config" cargo --std "$std" --target wasm32-wasi
	says "--target: 'wasm32-wasi' is not one; there"
	says "did you mean 'wasm32-wasip1'?"
}

@test "cargo: sizes" {
	local size
	for size in 65536 64K 64KiB 1M 1MiB 4G 4GiB; do
		run -0 "$config" cargo --std "$std" --max-memory "$size"
	done
	fails_with 2 "$config" cargo --max-memory big
	says "--max-memory: 'big' is not a size: give bytes, or a number with K, M or G (1024-based)"
	for size in '' -1 1.5M 64MB ' 64K' 0x10000; do
		fails_with 2 "$config" cargo --max-memory="$size"
		says "'$size' is not a size"
	done
	fails_with 2 "$config" cargo --max-memory 0
	says "--max-memory: '0' is none"
	fails_with 2 "$config" cargo --max-memory 65537
	says "'65537' is not a multiple of 65536"
	fails_with 2 "$config" cargo --max-memory 5G
	says "'5G' is more than a 32-bit program can have"
	fails_with 2 "$config" cargo --max-memory 99999999999999999999
	says "is more than"
	fails_with 2 "$config" cargo --stack-size 17
	says "--stack-size: '17' is not a multiple of 16"
	fails_with 2 "$config" cargo --stack-size 4G
	says "--stack-size: '4G' is more than"
}

@test "an unchanged output keeps its time; a new directory is made for one" {
	run -0 "$config" cargo --std "$std" -o new/dir/config.toml
	[ -z "$output" ]
	touch -d 2001-01-01 new/dir/config.toml
	"$config" cargo --std "$std" --output new/dir/config.toml
	same 2001 "$(date -r new/dir/config.toml +%Y)"
	"$config" cargo --std "$std" --grate --output new/dir/config.toml
	[ "$(date -r new/dir/config.toml +%Y)" != 2001 ]
	same config.toml "$(ls -A new/dir)"
}

@test "an output that cannot be written is named, and nothing stays" {
	mkdir target
	fails_with 1 "$config" cargo --std "$std" -o target
	says "write 'target': "
	fails_with 1 "$config" cargo --std "$std" -o /proc/config.toml
	says "write '/proc/config.toml': "
	same "std target" "$(ls -A | tr '\n' ' ' | sed 's/ $//')"
}

# ---- tools: where from ----

@test "tools: without anything, what is missing is said with where it was looked for" {
	local need
	# One is always found where /usr/lib has it.
	pseudo clang <<< :
	for need in ar:AR wasm-ld:WASM_LD wasm-opt:WASM_OPT node:NODE rustc:RUSTC cargo:CARGO rust-src:SRC; do
		fails_with 1 env PATH="$bin" RUSTUP_HOME="$dir/none" LIND_RUST_CLANG="$bin/clang" \
			"$config" tools --need "${need%:*}"
		says "LIND_RUST_${need#*:} was not found"
	done
	fails_with 1 env PATH="$bin" "$config" tools --need node
	says "looked for: node along PATH"
	says "looked for: nodejs along PATH"
	says "install node 18"
	fails_with 1 "$config" tools --need lind-boot
	says "LIND_RUST_LIND_BOOT was not found"
	says "set LIND_WASM_ROOT"
	fails_with 2 "$config" tools --need clang,lindboot
	says "--need: 'lindboot' is not one"
	says "did you mean 'lind-boot'?"
}

@test "tools: a lind tree's own come before others, and its lack is no reason to take the stand-in's" {
	lind_tree tree
	pseudo "$dir/tree/tools/binaryen/bin/wasm-opt" <<< 'echo --epoch-injection'
	pseudo "$dir/tree/build/lind-boot" <<< :
	LIND_WASM_ROOT=tree run -0 "$config" tools --need runtime
	says "LIND_RUST_SYSROOT        $dir/tree/build/sysroot"
	says "LIND_RUST_WASM_OPT       $dir/tree/tools/binaryen/bin/wasm-opt"
	says "LIND_RUST_LIND_BOOT      $dir/tree/build/lind-boot"
	says "LIND_RUST_LINDFS         $dir/tree/lindfs"
	says "LIND_RUST_RUNTIME        lind"
	says "LIND_RUST_WASM_OPT_KIND  lind"
	rm -r tree/build tree/tools
	LIND_WASM_ROOT=tree fails_with 1 "$config" tools --need sysroot
	says "looked for: $dir/tree/build/sysroot"
	says "looked for: $dir/tree/src/glibc/sysroot"
	says "'$dir/tree' does not look like lind-wasm (it has no Makefile): correct LIND_WASM_ROOT"
	touch tree/Makefile
	LIND_WASM_ROOT=tree fails_with 1 "$config" tools --need sysroot
	says "make -C '$dir/tree' sysroot"
	LIND_WASM_ROOT=tree fails_with 1 "$config" tools --need wasm-opt
	says "looked for: $dir/tree/tools/binaryen/bin/wasm-opt"
}

@test "tools: what is named and cannot be used is an error that names what named it" {
	local name
	: > file
	for name in clang ar wasm-ld wasm-opt lind-boot node rustc cargo; do
		fails_with 1 "$config" tools "--$name" "$dir/file"
		says "--$name: '$dir/file' is not an executable program"
		says_not "correct "
	done
	LIND_RUST_NODE=./file fails_with 1 "$config" tools
	says "LIND_RUST_NODE: '$dir/file' is not an executable program"
	LIND_RUST_NODE=no-such-node fails_with 1 "$config" tools
	says "LIND_RUST_NODE: there is no program 'no-such-node' along PATH"
	says "correct LIND_RUST_NODE, or unset it"
	fails_with 1 "$config" tools --clang no-such-clang
	says "--clang: there is no program 'no-such-clang' along PATH"
	for name in lind-root lindfs sysroot rust-src; do
		fails_with 1 "$config" tools "--$name" file
		says "--$name: '$dir/file' is not a directory"
	done
	fails_with 1 "$config" tools --sysroot "$dir"
	says "--sysroot: sysroot '$dir' has no lib/wasm32-wasi/crt1.o"
	SYSROOT="$dir" fails_with 1 "$config" tools
	says "SYSROOT: sysroot '$dir' has no"
	LIND_RUST_SRC="$dir" fails_with 1 "$config" tools
	says "LIND_RUST_SRC: '$dir' has no std/Cargo.toml"
	LIND_WASM_ROOT=/nothing fails_with 1 "$config" tools
	says "LIND_WASM_ROOT: '/nothing' is not a directory"
}

@test "tools: an option comes before the environment; an empty word is none" {
	pseudo one <<< :
	pseudo two <<< :
	LIND_RUST_NODE="$bin/one" run -0 "$config" tools --node "$bin/two"
	says "LIND_RUST_NODE           $bin/two"
	LIND_RUST_NODE="$bin/one" run -0 "$config" tools --node=
	says "LIND_RUST_NODE           $bin/one"
	LIND_RUST_NODE= run -0 env PATH="$bin:$PATH" "$config" tools --node two
	says "LIND_RUST_NODE           $bin/two"
}

@test "tools: a clang with the wasm-ld of its version comes before a newer one without" {
	pseudo clang-22 <<< :
	pseudo "$dir/llvm-19/bin/clang-19" <<< :
	pseudo "$dir/llvm-19/bin/wasm-ld" <<< :
	ln -s "$dir/llvm-19/bin/clang-19" "$bin/clang-19"
	run -0 env PATH="$bin" "$config" tools
	says "LIND_RUST_CLANG          $bin/clang-19"
	says "LIND_RUST_WASM_LD        $dir/llvm-19/bin/wasm-ld"
}

@test "tools: a program found along a relative PATH is told absolute" {
	pseudo node <<< :
	cd "$BATS_TEST_TMPDIR"
	run -0 env PATH=bin "$config" tools
	says "LIND_RUST_NODE           $bin/node"
}

@test "tools: the cache's place" {
	unset LIND_RUST_CACHE
	run -0 env -u XDG_CACHE_HOME HOME=/somewhere "$config" tools
	says "LIND_RUST_CACHE          /somewhere/.cache/lind-rust"
	run -0 env XDG_CACHE_HOME=/xdg HOME=/somewhere "$config" tools
	says "LIND_RUST_CACHE          /xdg/lind-rust"
	# The XDG specification has relative paths ignored.
	run -0 env XDG_CACHE_HOME=xdg HOME=/somewhere "$config" tools
	says "LIND_RUST_CACHE          /somewhere/.cache/lind-rust"
	run -0 env LIND_RUST_CACHE=here "$config" tools
	says "LIND_RUST_CACHE          $dir/here"
	run -0 env -u XDG_CACHE_HOME -u HOME "$config" tools
	says "LIND_RUST_CACHE          (not found)"
	run -0 env -u XDG_CACHE_HOME HOME=here "$config" tools
	says "LIND_RUST_CACHE          (not found)"
	fails_with 1 env -u XDG_CACHE_HOME -u HOME "$config" cargo --std "$std"
	says "LIND_RUST_CACHE was not found"
	says "set LIND_RUST_CACHE, XDG_CACHE_HOME or HOME"
}

@test "tools: a wasm-opt that does not run is an error, not a stock one" {
	pseudo wasm-opt <<< 'echo no libbinaryen >&2; exit 127'
	fails_with 1 "$config" tools --wasm-opt "$bin/wasm-opt"
	says "'$bin/wasm-opt --help' could not be started (status 127)"
	says "a library that belongs to another binaryen is the usual cause"
}

# ---- tools: Rust ----

rust() {
	env PATH="$bin" RUSTUP_HOME="$dir/rustup" CARGO_HOME="$dir/cargo" "$config" tools "$@"
}

@test "rust: the first rustc along PATH that has its sources, with the cargo of its toolchain" {
	pseudo_rust "$dir/first" without-src
	pseudo_rust "$dir/second"
	bin="$dir/first/bin:$dir/second/bin"
	run -0 rust --need rustc,cargo,rust-src
	says "LIND_RUST_RUSTC          $dir/second/bin/rustc"
	says "LIND_RUST_CARGO          $dir/second/bin/cargo"
	says "LIND_RUST_SRC            $dir/second/lib/rustlib/src/rust/library"
	says "LIND_RUST_RUST_WHY       along PATH, with its library sources"
}

@test "rust: rustup's toolchains with sources serve where PATH has none" {
	pseudo_rust "$dir/rustup/toolchains/stable-x" without-src
	pseudo_rust "$dir/rustup/toolchains/nightly-x"
	run -0 rust
	says "LIND_RUST_RUSTC          $dir/rustup/toolchains/nightly-x/bin/rustc"
	says "rustup's 'nightly-x' has rust-src"
}

@test "rust: no sources anywhere: where it was looked for, and the cure" {
	pseudo_rust "$dir/first" without-src
	bin="$dir/first/bin"
	fails_with 1 rust --need rust-src
	says "LIND_RUST_SRC was not found"
	says "looked for: $dir/first/bin/rustc"
	says "rustc is '$dir/first/bin/rustc' (the first along PATH; no toolchain has its library sources)"
	says "rustup component add rust-src"
}

# A path that is too long is refused to everybody, root too, as one behind a closed directory is to others.
@test "rust: what could not be looked at is told where it is missed" {
	local long=$dir
	while [ ${#long} -lt 3850 ]; do long+=/$(printf %0200d 0); done
	long+=/$(printf "%0$((4070 - ${#long}))d" 0)
	pseudo_rust "$long" without-src
	run -0 rust --toolchain "$long"
	says "the sources of Rust's library were not found"
	says "'$long/lib/rustlib/src/rust/library/std/Cargo.toml' cannot be looked at: File name too long"
	fails_with 1 rust --toolchain "$long" --need rust-src
	says "cannot be looked at: File name too long"
	fails_with 1 rust --toolchain "$long/and more of it"
	says "has no bin/rustc and bin/cargo"
	says "'$long/and more of it/bin/rustc' cannot be looked at: File name too long"
	fails_with 1 rust --rust-src "$long"
	says "has no std/Cargo.toml"
	says_not "cannot be looked at"
	fails_with 1 rust --rust-src "$long/and more of it than there can be of a file's name"
	says "is not a directory"
	says "of a file's name' cannot be looked at: File name too long"
	pseudo_rust "$dir/whole"
	run -0 rust --toolchain "$dir/whole"
	says_not "cannot be looked at"
}

@test "rust: a toolchain by name, by directory, and one that is not there" {
	pseudo_rust "$dir/rustup/toolchains/1.80.0-x86_64"
	pseudo_rust "$dir/rustup/toolchains/nightly-2026-02-11-x86_64" without-src
	pseudo_rust "$dir/own"
	LIND_RUST_TOOLCHAIN=1.80.0 run -0 rust
	says "LIND_RUST_RUSTC          $dir/rustup/toolchains/1.80.0-x86_64/bin/rustc"
	says "LIND_RUST_TOOLCHAIN is '1.80.0'"
	run -0 rust --toolchain "$dir/own"
	says "LIND_RUST_RUSTC          $dir/own/bin/rustc"
	fails_with 1 rust --toolchain nightly
	says "there is no toolchain 'nightly' in '$dir/rustup/toolchains'"
	says "there is: nightly-2026-02-11-x86_64"
	says "rustup toolchain install nightly --component rust-src"
	fails_with 1 env PATH="$bin" RUSTUP_HOME="$dir/no-rustup" "$config" tools --toolchain nightly
	says "there is no rustup: leave the toolchain out"
	fails_with 1 rust --toolchain "$dir/nothing"
	says "'$dir/nothing' has no bin/rustc and bin/cargo"
	fails_with 1 rust --toolchain nightly-2026-02-11 --need rust-src
	says "rustup component add rust-src --toolchain nightly-2026-02-11-x86_64"
}

@test "rust: rust-toolchain.toml is obeyed where rustup is, and its toolchain must have sources" {
	mkdir -p crate/src
	: > crate/rust-toolchain.toml
	pseudo_rust "$dir/rustup/toolchains/pinned" without-src
	pseudo_rust "$dir/second"
	pseudo "$dir/cargo/bin/rustup" <<< :
	pseudo "$dir/cargo/bin/rustc" <<< 'pwd > "$log.pwd"; echo "$RUSTUP_AUTO_INSTALL" >> "$log.pwd"
		echo "$RUSTUP_HOME/toolchains/pinned"'
	bin="$dir/second/bin"
	fails_with 1 rust --manifest-dir crate --need rust-src
	says "looked for: $dir/rustup/toolchains/pinned/lib/rustlib/src/rust/library"
	says "'$dir/crate/rust-toolchain.toml' pins it"
	says "rustup component add rust-src --toolchain pinned"
	# Asked in the crate's directory, and never so that it installs anything.
	same "$dir/crate 0" "$(paste -sd' ' "$log/rustc.pwd")"
	pseudo "$dir/cargo/bin/rustc" <<< 'echo "not installed" >&2; exit 1'
	fails_with 1 rust --manifest-dir crate/src
	says "not installed"
	says "the toolchain that '$dir/crate/rust-toolchain.toml' pins cannot be used"
	says "LIND_RUST_TOOLCHAIN"
	# A distribution's rustc has no other version to offer.
	rm -r cargo
	HOME="$dir" run -0 rust --manifest-dir crate
	says "LIND_RUST_RUSTC          $dir/second/bin/rustc"
}

@test "rust: what is named one by one is kept, the rest is its toolchain's" {
	pseudo_rust "$dir/one"
	pseudo_rust "$dir/two"
	bin="$dir/one/bin"
	LIND_RUST_CARGO="$dir/two/bin/cargo" run -0 rust --need rustc,cargo
	says "LIND_RUST_RUSTC          $dir/one/bin/rustc"
	says "LIND_RUST_CARGO          $dir/two/bin/cargo"
	LIND_RUST_SRC="$dir/two/lib/rustlib/src/rust/library" run -0 rust
	says "LIND_RUST_SRC            $dir/two/lib/rustlib/src/rust/library"
	LIND_RUST_RUSTC="$dir/two/bin/rustc" run -0 rust
	says "LIND_RUST_CARGO          $dir/two/bin/cargo"
	says "LIND_RUST_RUST_WHY       LIND_RUST_RUSTC names it"
	run -0 rust --rustc "$dir/two/bin/rustc"
	says "LIND_RUST_RUST_WHY       --rustc names it"
	pseudo "$dir/broken" <<< 'echo "broken indeed" >&2; exit 3'
	fails_with 1 rust --rustc "$dir/broken"
	says "broken indeed"
	says "--print sysroot' failed"
	# Another program, with whose word for it /bin/rustc would be taken.
	for word in "" "a word"; do
		pseudo "$dir/broken" <<< "echo $word"
		fails_with 1 rust --rustc "$dir/broken"
		says "--rustc: '$dir/broken --print sysroot' failed"
		says "name a rustc that runs"
	done
}

@test "rust: a cargo in the current directory is not taken for one" {
	pseudo "$dir/bin/rustc" <<< 'echo /nothing'
	cp "$dir/bin/rustc" cargo
	bin="$dir/bin"
	fails_with 1 rust --need cargo
	says "LIND_RUST_CARGO was not found"
	says "cargo beside '$dir/bin/rustc'"
}

# ---- tools: formats ----

@test "tools: every format keeps spaces, quotes, dollars, hashes, semicolons and backslashes" {
	local odd="$dir/o d'd \"q\" \$HOME \$(x) #;\\"
	pseudo "$odd/no#de" <<< :
	"$config" tools --node "$odd/no#de" --lind-root "$odd" --sysroot "" --format sh > sh || true
	"$config" tools --node "$odd/no#de" --cache "$odd" --format sh > sh
	same "$odd/no#de" "$(. ./sh; echo "$LIND_RUST_NODE")"
	same "$odd" "$(. ./sh; echo "$LIND_RUST_CACHE")"
	"$config" tools --node "$odd/no#de" --cache "$odd" --format make > mk
	printf '%s\n' 'all:; @printf "%s\n" "$$NODE" "$$CACHE"' 'export NODE := $(LIND_RUST_NODE)' \
		'export CACHE := $(LIND_RUST_CACHE)' >> mk
	same "$odd/no#de|$odd" "$(make -s -f mk all | paste -sd'|')"
	"$config" tools --node "$odd/no#de" --cache "$odd" --format cmake > cm
	echo 'file(WRITE out "${LIND_RUST_NODE}|${LIND_RUST_CACHE}")' >> cm
	cmake -P cm
	same "$odd/no#de|$odd" "$(cat out)"
	"$config" tools --node "$odd/no#de" --cache "$odd" --format json > json
	if command -v node > /dev/null; then
		same "$odd/no#de" "$(node -p 'JSON.parse(require("fs").readFileSync("json")).LIND_RUST_NODE')"
	fi
	run -0 "$config" tools --format text
}

@test "tools: a path with a newline is refused in words; JSON refuses what is not UTF-8" {
	local format bad=$'new\nline'
	for format in text sh make cmake json; do
		fails_with 1 "$config" tools --cache "$dir/$bad" --format "$format"
		says "has a newline in it"
		says "LIND_RUST_CACHE"
	done
	fails_with 1 "$config" tools --cache $'/latin\xe9' --format json
	says "is not UTF-8"
	run -0 "$config" tools --cache $'/latin\xe9' --format sh
}

@test "formats and stages that are not there are named with the choices" {
	fails_with 2 "$config" tools --format xml
	says "--format: 'xml' is not one; there are: text json cmake make sh"
	fails_with 2 "$config" flags --format make
	says "--format: 'make' is not one; there are: text json"
	fails_with 2 "$config" flags --stage lnk
	says "--stage: 'lnk' is not one; there are: rustc rustc-call std cc bindgen link opt"
	says "did you mean 'link'?"
}

# ---- flags, nearest ----

@test "flags: every row has its reason, and a stage can be picked" {
	run -0 "$config" flags
	says "--shared-memory"
	says "lind-boot refuses a main module without shared memory"
	run -0 "$config" flags --stage opt
	says "--asyncify"
	says_not "--shared-memory"
	run -0 "$config" flags --stage std --format json
	says '"flag": "-Cembed-bitcode=yes"'
}

@test "nearest: the choice that was meant, or nothing" {
	same FEATURES "$("$config" nearest FEATUERS FEATURES LOCKED)"
	same "" "$("$config" nearest xyz FEATURES LOCKED)"
	same --lib "$("$config" nearest --lob --lib --bin)"
	same MANIFEST_PATH "$("$config" nearest manifest_path FEATURES MANIFEST_PATH)"
	fails_with 2 "$config" nearest
	says "a word and its choices are missing"
}
