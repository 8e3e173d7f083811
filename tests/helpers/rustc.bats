#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0

load ../lib
load pseudo

setup() {
	forget_settings
	dir="$BATS_TEST_TMPDIR/a directory"
	crate="$dir/libc 0.2"
	mkdir -p "$crate/src/unix/linux_like/linux/gnu/b32/x86" "$crate/src/unix/linux_like/linux/gnu/b64/x86_64" "$dir/out"
	cd "$dir"
	wrapper="$HELPERS/lind-rust-rustc"
	sysroot="$dir/sysroot"
	mkdir -p "$sysroot/include/wasm32-wasi/sys" "$sysroot/lib/wasm32-wasi"
	touch "$sysroot/include/wasm32-wasi/inttypes.h" touch "$sysroot/lib/wasm32-wasi/"{crt1.o,lind_utils.o,libc.a}
	export LIND_RUST_SYSROOT="$sysroot"
	a_libc
	pseudo "$dir/bin/rustc" <<-'EOT'
		env | sort > "$log.env"
		for word; do case $word in
		*/lib.rs) cp -r "${word%/src/lib.rs}" "$log.compiled" ;;
		esac; done
	EOT
}

# As much of a crate libc as the rules name, and C headers that differ from it.
a_libc() {
	cat > "$sysroot/include/wasm32-wasi/sys/stat.h" <<-'EOT'
		typedef unsigned long rlim_t;
		typedef long long dev_t;
		struct stat { dev_t st_dev; int st_mode; int st_pad; long st_size; int more[3]; };
		#define O_CREAT 0100
		#define NEGATIVE (-100)
		#define WORD "text"
	EOT
	cat > "$crate/src/unix/linux_like/linux/mod.rs" <<-'EOT'
		cfg_if! { if #[cfg(target_arch = "x86")] { mod x; } }
	EOT
	echo 'pub fn getpid() -> i32;' > "$crate/src/lib.rs"
	echo 'pub const SYS_read: c_long = 0;' > "$crate/src/unix/linux_like/linux/gnu/b64/x86_64/not_x32.rs"
	cat > "$crate/src/unix/linux_like/linux/gnu/b32/mod.rs" <<-'EOT'
		pub type off_t = i32;
		pub type rlim_t = u64;
		pub type dev_t = u64;
		s! {
		    pub struct stat {
		        pub st_dev: crate::dev_t,
		        pub st_mode: u32,
		        #[cfg(windows)]
		        pub st_windows: u32,
		        pub st_size: off_t,
		    }
		}
		pub const O_CREAT: c_int = 0x200;
		pub const NEGATIVE: c_int = 1 << 3;
		pub const WORD: c_int = 7;
		pub const SYS_read: c_long = 3;
		extern "C" { pub fn lseek(fd: c_int, offset: off_t, whence: c_int) -> off_t; }
	EOT
}

compile_libc() {
	CARGO_PKG_NAME=libc CARGO_PKG_VERSION=0.2.1 CARGO_MANIFEST_DIR="$crate" "$wrapper" "$dir/bin/rustc" --crate-name libc \
		"$crate/src/lib.rs" --target wasm32-lind --out-dir "$dir/out" -C extra-filename=-1 "$@"
}

b32() {
	cat "$log/rustc.compiled/src/unix/linux_like/linux/gnu/b32/mod.rs"
}

holds() {
	b32 | grep -qF -- "$1" || {
		echo "wanted: $1"
		b32
		return 1
	}
}

@test "help, version, misuse" {
	run -0 "$wrapper" --help
	says "usage: lind-rust-rustc RUSTC"
	run -0 "$wrapper" -V
	[[ "$output" =~ ^lind-rust-rustc\ [0-9.]+$ ]]
	fails_with 2 "$wrapper"
	says "rustc's path is missing"
}

@test "the target has shared libraries where they are asked for, and is the same otherwise" {
	local std="$dir/std" rust
	rust="$std/lib/rustlib/wasm32-lind"
	export LIND_RUST_CACHE="$dir/cache"
	mkdir -p "$rust"
	echo '{"os": "linux", "dynamic-linking": false}' > "$rust/target.json"
	run -0 "$wrapper" "$dir/bin/rustc" - --crate-name ___ --print=file-names --target wasm32-lind --sysroot "$std"
	run -1 grep RUST_TARGET_PATH "$log/rustc.env"
	run -0 "$wrapper" "$dir/bin/rustc" - --crate-name ___ --print=file-names --target wasm32-lind --sysroot "$std" \
		-Clink-arg=--lind-shared
	spec="$(sed -n 's/^RUST_TARGET_PATH=//p' "$log/rustc.env")/wasm32-lind.json"
	same '{"crt-static-allows-dylibs":true,"dynamic-linking":true,"only-cdylib":true,"os":"linux"}' "$(tr -d ' \n' < "$spec")"
	same '{"os": "linux", "dynamic-linking": false}' "$(cat "$rust/target.json")"
	echo broken > "$rust/target.json"
	fails_with 1 "$wrapper" "$dir/bin/rustc" - --target wasm32-lind --sysroot "$std" -Clink-arg=--lind-shared
	says "'$rust/target.json' is no target specification"
	says "remove the directory of this standard library"
}

@test "for another target it is rustc" {
	run -0 "$wrapper" "$dir/bin/rustc" --crate-name libc src/lib.rs --target wasm32-wasip1
	same "$(printf '%s\n' --crate-name libc src/lib.rs --target wasm32-wasip1)" "$(cat "$log/rustc")"
	! grep -q RUSTC_BOOTSTRAP= "$log/rustc.env"
}

@test "rustc's status is handed on" {
	pseudo "$dir/bin/rustc" <<< 'exit 3'
	fails_with 3 "$wrapper" "$dir/bin/rustc" -vV
	fails_with 3 compile_libc
}

@test "a rustc that is not there" {
	fails_with 1 "$wrapper" "$dir/none" -vV
	says "start '$dir/none'"
}

@test "rustc is told of the target, behind its own words" {
	for target in "--target wasm32-lind" "--target=wasm32-lind"; do
		rm -f "$log/rustc"
		"$wrapper" "$dir/bin/rustc" --print cfg $target
		same -Zunstable-options "$(tail -n 1 "$log/rustc")"
		logged rustc.env RUSTC_BOOTSTRAP=1
	done
}

@test "a stable rustc stays one for the crates" {
	mkdir -p "$dir/std/lib/rustlib/wasm32-lind"
	touch "$dir/std/lib/rustlib/wasm32-lind/stable"
	"$wrapper" "$dir/bin/rustc" --print cfg --target wasm32-lind "--sysroot=$dir/std"
	logged rustc -Zallow-features=
}

@test "a launcher runs in rustc's stead" {
	pseudo "$dir/bin/launcher" <<< 'exec "$@"'
	LIND_RUST_RUSTC_LAUNCHER="$dir/bin/launcher" "$wrapper" "$dir/bin/rustc" -vV
	logged launcher "$dir/bin/rustc"
	logged rustc -vV
}

@test "behind a launcher a library is given std without --sysroot, which sccache refuses; a program is linked as ever" {
	pseudo "$dir/bin/launcher" <<< 'exec "$@"'
	std="$dir/std/0123"
	mkdir -p "$std/lib/rustlib/wasm32-lind"
	export LIND_RUST_RUSTC_LAUNCHER="$dir/bin/launcher"
	"$wrapper" "$dir/bin/rustc" --crate-type lib --target wasm32-lind "--sysroot=$std" a.rs
	# A std that was made before has no specification by that name.
	logged rustc "--sysroot=$std"
	touch "$std/lib/rustlib/wasm32-lind/wasm32-lind.json"
	rm "$log/rustc"
	"$wrapper" "$dir/bin/rustc" --crate-type lib --target wasm32-lind --sysroot "$std" a.rs
	logged rustc "-L$std/lib/rustlib/wasm32-lind/lib"
	logged rustc '--cfg=lind_rust_std="0123"'
	logged rustc a.rs
	! grep -e --sysroot "$log/rustc"
	grep -qx "RUST_TARGET_PATH=$std/lib/rustlib/wasm32-lind" "$log/rustc.env"
	rm "$log/rustc"
	"$wrapper" "$dir/bin/rustc" --crate-type bin --target wasm32-lind "--sysroot=$std" a.rs
	logged rustc "--sysroot=$std"
	rm "$log/rustc"
	LIND_RUST_RUSTC_LAUNCHER= "$wrapper" "$dir/bin/rustc" --crate-type lib --target wasm32-lind "--sysroot=$std" a.rs
	logged rustc "--sysroot=$std"
}

@test "other crates are compiled as they are" {
	local name
	# The last two have the names of rules that are not for a crate.
	for name in other by-arch rust-src; do
		rm -f "$log/rustc"
		CARGO_PKG_NAME=$name CARGO_MANIFEST_DIR="$crate" "$wrapper" "$dir/bin/rustc" --crate-name "$name" \
			"$crate/src/lib.rs" --target wasm32-lind
		logged rustc "$crate/src/lib.rs"
	done
	[ ! -e "$LIND_RUST_CACHE/overlay" ]
}

@test "a build script of libc is compiled as it is" {
	touch "$crate/build.rs"
	CARGO_PKG_NAME=libc CARGO_MANIFEST_DIR="$crate" "$wrapper" "$dir/bin/rustc" --crate-name build_script_build "$crate/build.rs"
	logged rustc "$crate/build.rs"
}

@test "libc is compiled from a copy that says what the headers say" {
	compile_libc
	holds 'pub type off_t = i64;'
	holds 'pub type rlim_t = u32;'
	holds 'pub type dev_t = u64;'
	holds 'pub const O_CREAT: c_int = 64i64 as c_int;'
	holds 'pub const NEGATIVE: c_int = -100i64 as c_int;'
	holds 'pub const WORD: c_int = 7;'
	holds 'pub const SYS_read: c_long = 0'
	holds '#[link_name = "lseek64"] pub fn lseek('
	holds '    pub st_mode: u32,
    __lind_pad0: [u8; 4],
    pub st_size: i32,' || b32 | tr -d '\n' | grep -q 'pub st_mode: u32,    __lind_pad0: \[u8; 4\],    pub st_size: i32,'
	grep -q 'any(target_arch = "x86", target_arch = "wasm32")' "$log/rustc.compiled/src/unix/linux_like/linux/mod.rs"
	grep -qx -- "--remap-path-prefix=$LIND_RUST_CACHE/overlay/.*=$crate" "$log/rustc"
}

@test "the crate itself is not touched" {
	before=$(cd "$crate" && find . -type f -exec cksum {} + | sort)
	compile_libc
	same "$before" "$(cd "$crate" && find . -type f -exec cksum {} + | sort)"
}

@test "a copy is made once, and again where the crate, a header or a --cfg is another" {
	compile_libc
	compile_libc
	same 1 "$(ls "$LIND_RUST_CACHE/overlay" | grep -vc lock)"
	compile_libc --cfg 'feature="std"'
	same 2 "$(ls "$LIND_RUST_CACHE/overlay" | grep -vc lock)"
	echo '#define MORE 1' >> "$sysroot/include/wasm32-wasi/sys/stat.h"
	compile_libc
	same 3 "$(ls "$LIND_RUST_CACHE/overlay" | grep -vc lock)"
	echo '// more' >> "$crate/src/lib.rs"
	compile_libc
	same 4 "$(ls "$LIND_RUST_CACHE/overlay" | grep -vc lock)"
}

@test "cargo is told of the crate's files, not of the copy's" {
	pseudo "$dir/bin/rustc" <<-EOT
		for word; do case \$word in */lib.rs) source=\$word ;; esac; done
		printf '%s: %s\n' out.rlib "\$(printf %s "\$source" | sed 's/ /\\\\ /g')" > "$dir/out/libc-1.d"
	EOT
	compile_libc
	same "out.rlib: ${crate// /\\ }/src/lib.rs" "$(cat "$dir/out/libc-1.d")"
}

@test "a version that the rules do not fit is named, with the rule" {
	echo > "$crate/src/unix/linux_like/linux/mod.rs"
	fails_with 1 compile_libc
	says "crate libc 0.2.1: the rule for 'src/unix/linux_like/linux/*.rs' ("
	says "libc.rules' line"
	says "does not fit: its text stands there 0 times"
	says "lind-rust does not know this version of libc"
	[ ! -e "$log/rustc" ]
	nothing_in "$LIND_RUST_CACHE/overlay"
}

# named PLACE WORD...: what a crate of std that is built there has in the names of its functions.
named() {
	local place=$1
	shift
	rm -f "$log/rustc"
	__CARGO_TESTS_ONLY_SRC_ROOT="$place/library" RUST_TARGET_PATH="${specs:-$place/spec}" \
		"$wrapper" "$dir/bin/rustc" \
		--crate-name core core/src/lib.rs --target wasm32-lind -C metadata=0123 "$@"
	sed -n 's/^metadata=//p' "$log/rustc"
}

@test "a crate of std is named by what it is, in whatever place it is built; another is named by cargo" {
	local first
	first=$(named /one)
	[[ "$first" =~ ^[0-9a-f]{16}$ ]]
	same "$first" "$(named "/another place")"
	[ "$first" != "$(named /one --cfg 'feature="x"')" ]
	[ "$first" != "$(CARGO_PKG_VERSION=2.0.0 named /one)" ]
	same 0123 "$(specs=/elsewhere/spec named /one)"
	"$wrapper" "$dir/bin/rustc" --crate-name core core/src/lib.rs --target wasm32-lind -C metadata=0123
	logged rustc metadata=0123
}

@test "headers that do not compile are shown, and nothing is compiled" {
	echo 'this is no C' > "$sysroot/include/wasm32-wasi/sys/stat.h"
	fails_with 1 compile_libc
	says "sys/stat.h"
	says "the headers of '$sysroot' cannot be compiled"
	says "build lind-wasm's sysroot again (make sysroot)"
	[ ! -e "$log/rustc" ]
}

# ---- what cargo is told of the architecture, and who follows ----

# ask WORDS...: as cargo asks for the target's words.
ask() {
	pseudo "$dir/bin/rustc" <<< 'printf "%s\n" "target_arch=\"wasm32\"" unix "target_os=\"linux\""'
	run -0 "$wrapper" "$dir/bin/rustc" - "$@"
}

@test "cargo is told of an architecture of lind's own, others are not" {
	ask --crate-name ___ --print=file-names --target wasm32-lind "--sysroot=$dir/std" --print=cfg
	same $'target_arch="lind"\nunix\ntarget_os="linux"' "$output"
	# std's build; whoever asks for himself; another question; another target.
	ask --crate-name ___ --target wasm32-lind --print=cfg
	says 'target_arch="wasm32"'
	ask --print cfg --target wasm32-lind "--sysroot=$dir/std"
	says 'target_arch="wasm32"'
	ask --crate-name ___ --print=file-names --target wasm32-lind "--sysroot=$dir/std"
	says 'target_arch="wasm32"'
	ask --crate-name ___ --print=cfg --target wasm32-wasip1 "--sysroot=$dir/std"
	says 'target_arch="wasm32"'
}

@test "rustc's status is handed on where cargo asks" {
	pseudo "$dir/bin/rustc" <<< 'exit 3'
	fails_with 3 "$wrapper" "$dir/bin/rustc" - --crate-name ___ --print=cfg --target wasm32-lind "--sysroot=$dir/std"
}

# a_crate MANIFEST SOURCE; compile_crate WORDS...
a_crate() {
	mkdir -p "$dir/native/src"
	printf '%b' "[package]\nname = \"native\"\n$1" > "$dir/native/Cargo.toml"
	echo "$2" > "$dir/native/src/lib.rs"
}

compile_crate() {
	rm -rf "$log/rustc.compiled"
	CARGO_PKG_NAME=native CARGO_MANIFEST_DIR="$dir/native" run -0 "$wrapper" "$dir/bin/rustc" --crate-name native \
		"$dir/native/src/lib.rs" --target wasm32-lind --out-dir "$dir/out" "$@"
}

@test "a crate that takes wasm32 for a browser finds another architecture, in its manifest or sources" {
	local source='#[cfg(target_arch = "wasm32")] mod web; #[cfg(all(unix, target_arch="wasm32"))] mod more;'
	a_crate "[target.'cfg(not(target_arch = \"wasm32\"))'.dependencies]\nlibc = \"0.2\"\n" "$source"
	compile_crate --cap-lints allow "--sysroot=$dir/std"
	same '#[cfg(any())] mod web; #[cfg(all(unix, any()))] mod more;' "$(cat "$log/rustc.compiled/src/lib.rs")"
	a_crate "" '#[cfg(not(target_arch = "wasm32"))] mod files;'
	compile_crate --cap-lints allow "--sysroot=$dir/std"
	same '#[cfg(not(any()))] mod files;' "$(cat "$log/rustc.compiled/src/lib.rs")"
}

@test "a crate that does not, one of std's, and those of the project are compiled as they are; the project is told" {
	a_crate "" '#[cfg(target_arch = "wasm32")] use core::arch::wasm32::*;'
	compile_crate --cap-lints allow "--sysroot=$dir/std"
	logged rustc "$dir/native/src/lib.rs"
	same "" "$output"
	a_crate "[target.'cfg(target_arch = \"wasm32\")'.dependencies]\njs-sys = \"0.3\"\n" '#[cfg(not(target_arch = "wasm32"))] mod files;'
	rm "$log/rustc"
	compile_crate --cap-lints allow
	logged rustc "$dir/native/src/lib.rs"
	rm "$log/rustc"
	compile_crate "--sysroot=$dir/std"
	logged rustc "$dir/native/src/lib.rs"
	says "'$dir/native/Cargo.toml' has dependencies for target_arch=\"wasm32\", which cargo does not take wasm32-lind for"
	says 'for lind alone write cfg(target_vendor = "lind")'
	[ ! -e "$LIND_RUST_CACHE/overlay" ]
}

# ---- the rules' own form: an installation with other rules ----

with_rules() {
	mkdir -p "$dir/own/bin" "$dir/own/share/lind-rust/overlay"
	cp "$HELPERS/lind-rust-rustc" "$dir/own/bin"
	cat > "$dir/own/share/lind-rust/overlay/libc.rules"
	wrapper="$dir/own/bin/lind-rust-rustc"
}

@test "rules that cannot be read are named with file and line" {
	with_rules <<< $'# a comment\n\nchange src/lib.rs'
	fails_with 1 compile_libc
	says "libc.rules' line 3: 'change' is no rule"
	with_rules <<< 'link lseek'
	fails_with 1 compile_libc
	says "libc.rules' line 1: 'link lseek' lacks its second word"
	with_rules <<< 'keep'
	fails_with 1 compile_libc
	says "libc.rules' line 1: 'keep' of what is missing"
	with_rules <<< '+ text'
	fails_with 1 compile_libc
	says "libc.rules' line 1: a text stands below 'replace' or 'edit'"
	with_rules <<< $'keep x\n- text'
	fails_with 1 compile_libc
	says "libc.rules' line 2: a text stands below 'replace' or 'edit'"
	with_rules <<< 'edit src/lib.rs'
	fails_with 1 compile_libc
	says "libc.rules' line 1: the text to be replaced is missing"
}

@test "an edit fits once, a replacement as often as it will, and of one label one must" {
	echo 'a a b' > "$crate/src/lib.rs"
	with_rules <<< $'replace src/*.rs\n- a\n+ x\nedit src/lib.rs\n- b\n+ y'
	compile_libc
	same "x x y" "$(cat "$log/rustc.compiled/src/lib.rs")"
	with_rules <<< $'edit src/lib.rs\n- a\n+ x'
	fails_with 1 compile_libc
	says "does not fit: its text stands there 2 times"
	rm -rf "$log/rustc.compiled"
	with_rules <<< $'edit[one] src/lib.rs\n- c\n+ x\nedit[one] src/lib.rs\n- b\n+ y\nedit[maybe] src/lib.rs\n- d\n+ z'
	compile_libc
	same "a a y" "$(cat "$log/rustc.compiled/src/lib.rs")"
	with_rules <<< $'edit[one] src/lib.rs\n- c\n+ x\nedit[one] src/lib.rs\n- d\n+ y'
	fails_with 1 compile_libc
	says "does not fit: its text stands there 0 times"
}

@test "a text of several lines, and one that is removed" {
	printf 'one\ntwo\nthree\n' > "$crate/src/lib.rs"
	with_rules <<< $'edit src/lib.rs\n- one\n- two\n+ 12\nedit src/lib.rs\n- three'
	compile_libc
	same "12" "$(cat "$log/rustc.compiled/src/lib.rs")"
	rm -rf "$log/rustc.compiled"
	printf 'one\r\ntwo\r\nthree\r\n' > "$crate/src/lib.rs"
	compile_libc
	same "12" "$(cat "$log/rustc.compiled/src/lib.rs")"
}

@test "another structure of C's, a field's other name, and what is kept" {
	cat > "$sysroot/include/wasm32-wasi/sys/stat.h" <<-'EOT'
		struct big { int pad; int nsec_c; };
		struct keep_me { int pad; int a; };
		#define KEPT 2
	EOT
	echo 'pub struct small { pub nsec: i32 } pub struct keep_me { pub a: i32 } pub const KEPT: i32 = 1;' > "$crate/src/lib.rs"
	with_rules <<< $'measure src/lib.rs\nheader sys/stat.h\nlike small big\nfield small.nsec nsec_c\nkeep keep_me\nkeep KEPT'
	compile_libc
	same 'pub struct small {    __lind_pad0: [u8; 4],    pub nsec: i32,} pub struct keep_me { pub a: i32 } pub const KEPT: i32 = 1;' \
		"$(tr -d '\n' < "$log/rustc.compiled/src/lib.rs")"
}
