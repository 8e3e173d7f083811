#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0

load ../lib
load pseudo

setup() {
	forget_settings
	dir="$BATS_TEST_TMPDIR/a directory"
	mkdir -p "$dir"
	cd "$dir"
	# The plainer target, where nothing else is said.
	std="$dir/lind-rust-std"
	printf '#!/bin/sh\nexec "$HELPERS/lind-rust-std" --target wasm32-wasip1 "$@"\n' > "$std"
	chmod +x "$std"
	pseudo_rust "$dir/rust"
	pseudo_cargo <<< "$builds"
	export LIND_RUST_TOOLCHAIN="$dir/rust"
}

# What the pseudo cargo does where it shall build: the three crates that std must have, and its own.
builds='
	lib="$target/wasm32-wasip1/release/deps"
	mkdir -p "$lib" "$target/release/deps"
	for name in libcore-1.rlib liballoc-2.rlib libstd-3.rlib libstd-3.rmeta liblind_rust_std-4.rlib; do
		echo $name > "$lib/$name"
		echo "{\"reason\":\"compiler-artifact\",\"filenames\":[\"$lib/$name\"]}"
	done
	echo host > "$target/release/deps/libhost.rlib"
	echo "{\"reason\":\"compiler-artifact\",\"filenames\":[\"$target/release/deps/libhost.rlib\"]}"'

pseudo_cargo() {
	pseudo "$dir/rust/bin/cargo" <<-EOT
		[ "\$1" != -V ] || { echo "cargo 9.9.9"; exit; }
		for word; do case \$word in --target-dir=*) target=\${word#*=} ;; esac; done
		env | sort > "\$log.env"
		pwd > "\$log.pwd"
		echo "cargo is at work" >&2
		$(cat)
	EOT
}

staging_is_there() {
	compgen -G "$LIND_RUST_CACHE/std/.*.[0-9]*" > /dev/null
}

@test "help, version, misuse" {
	run -0 --separate-stderr "$std" -h
	[[ "${lines[0]}" == "usage: lind-rust-std"* ]]
	[ -z "$stderr" ]
	run -0 "$std" --version
	[[ "$output" =~ ^lind-rust-std\ [0-9.]+$ ]]
	fails_with 2 "$std" now
	says "'now' is not expected"
	fails_with 2 "$std" --quite
	says "did you mean '--quiet'?"
	fails_with 2 "$std" --target x86_64-unknown-linux-gnu
	says "--target: 'x86_64-unknown-linux-gnu' is not one; there"
}

@test "std is built once, and its path is printed" {
	run -0 --separate-stderr "$std"
	[[ "$output" == "$LIND_RUST_CACHE/std/"* ]]
	[[ "$stderr" == *"building the standard library for wasm32-wasip1, once per toolchain"* ]]
	[[ "$stderr" == *"the standard library for wasm32-wasip1 is in '$output'"* ]]
	[[ "$stderr" != *"cargo is at work"* ]]
	same "liballoc-2.rlib libcore-1.rlib libstd-3.rlib libstd-3.rmeta sums" \
		"$(ls "$output/lib/rustlib/wasm32-wasip1/lib" | paste -sd' ')"
	same "$(basename "$output")" "$(ls -A "$LIND_RUST_CACHE/std")"
	rm "$log"/*
	first=$output
	run -0 --separate-stderr "$std"
	same "$first" "$output"
	[ -z "$stderr" ]
	! grep -q build "$log/cargo"
}

# rustc's word on its own target, from which the specification of wasm32-lind is made.
pseudo_rustc() {
	pseudo "$dir/rust/bin/rustc" <<-EOT
		case "\$*" in
		"--print sysroot") cd "\${0%/*}/.." && pwd ;;
		-vV) printf 'rustc 9.9.9 (pseudo)\nhost: x86_64-pseudo-linux-gnu\nrelease: 9.9.9\n' ;;
		-V) echo "rustc ${1:-9.9.9} (pseudo)" ;;
		*target-spec-json*) $2 ;;
		esac
	EOT
}
spec='echo "{\"arch\": \"wasm32\", \"data-layout\": \"d\", \"os\": \"wasi\", \"pre-link-args\": {}}"'

# A library as large as its rules want it.
pseudo_library() {
	local library="$dir/rust/lib/rustlib/src/rust/library"
	pseudo_library_sources "$library"
	mkdir -p "$library/vendor/libc"
}

for_lind() {
	pseudo_rustc "${1:-}" "$spec"
	pseudo_library
	mkdir -p "$dir/c/lib/wasm32-wasi" "$dir/c/include/wasm32-wasi"
	touch "$dir/c/lib/wasm32-wasi/"{crt1.o,lind_utils.o,libc.a}
	echo '#define A 1' > "$dir/c/include/wasm32-wasi/a.h"
	export LIND_RUST_SYSROOT="$dir/c"
	pseudo_cargo <<-EOT
		src=\$__CARGO_TESTS_ONLY_SRC_ROOT
		cat "\$src/std/src/lib.rs" > "\$log.lib"
		ls -a "\$src" > "\$log.src"
		cat "\$RUST_TARGET_PATH/wasm32-lind.json" > "\$log.spec"
		${builds//wasip1/lind}
	EOT
}

@test "wasm32-lind is what is built where no target is named" {
	for_lind
	same "$("$HELPERS/lind-rust-std" --key)" "$("$HELPERS/lind-rust-std" --key --target wasm32-lind)"
}

@test "wasm32-lind: a copy of the library is built, with a specification and the wrapper" {
	for_lind
	run -0 --separate-stderr "$std" --target wasm32-lind
	same '#[cfg(target_arch = "wasm32")] mod w;' "$(cat "$log/cargo.lib")"
	same "" "$(grep vendor "$log/cargo.src")"
	same '#[cfg(target_family = "wasm")] mod w;' "$(cat "$dir/rust/lib/rustlib/src/rust/library/std/src/lib.rs")"
	grep -q '"os": "linux"' "$log/cargo.spec"
	grep -q '"data-layout": "d"' "$log/cargo.spec"
	! grep -q pre-link "$log/cargo.spec"
	cmp "$log/cargo.spec" "$output/lib/rustlib/wasm32-lind/target.json"
	[ -e "$output/lib/rustlib/wasm32-lind/stable" ]
	grep -qx "RUSTC_WRAPPER=$HELPERS/lind-rust-rustc" "$log/cargo.env"
	grep -q "^LIND_RUST_SYSROOT=$dir/c" "$log/cargo.env"
	grep -q "^CARGO_ENCODED_RUSTFLAGS=.*--remap-path-prefix=$LIND_RUST_CACHE/std/.*/library=library" "$log/cargo.env"
	logged cargo --target=wasm32-lind
}

@test "wasm32-lind: dynamic programs have a std of their own, position-independent" {
	for_lind
	static=$("$std" --target wasm32-lind --key) dynamic=$("$std" --target wasm32-lind --linkage dynamic --key)
	same "$static" "$("$std" --target wasm32-lind --linkage static --key)"
	[ "$static" != "$dynamic" ]
	run -0 --separate-stderr "$std" --target wasm32-lind --linkage dynamic
	same "$LIND_RUST_CACHE/std/$dynamic" "$output"
	grep -q "^CARGO_ENCODED_RUSTFLAGS=.*-Crelocation-model=pic" "$log/cargo.env"
	run -0 --separate-stderr "$std" --target wasm32-lind
	run -1 grep relocation-model "$log/cargo.env"
	fails_with 2 "$std" --linkage shared
	says "--linkage: 'shared' is not one; there are: auto static dynamic"
	fails_with 1 "$std" --linkage dynamic --target wasm32-wasip1
	says "a program for wasm32-wasip1 cannot be dynamic: its std is made for static ones"
	says "link it with LINKAGE static"
}

@test "wasm32-lind: a std whose specification was changed is made anew" {
	for_lind
	local file
	"$std" -q --target wasm32-lind
	for file in target.json wasm32-lind.json; do
		file=$(echo "$LIND_RUST_CACHE"/std/*/lib/rustlib/wasm32-lind/$file)
		sed -i 's/linux/linuy/' "$file"
		run -0 --separate-stderr "$std" --target wasm32-lind
		[[ "$stderr" == *"building the standard library for wasm32-lind"* ]]
		grep -q '"os": "linux"' "$file"
	done
	run -0 --separate-stderr "$std" --target wasm32-lind
	same "" "$stderr"
}

@test "wasm32-lind: a nightly's users may use unstable features" {
	for_lind 9.9.9-nightly
	run -0 --separate-stderr "$std" --target wasm32-lind
	[ ! -e "$output/lib/rustlib/wasm32-lind/stable" ]
}

@test "wasm32-lind: the key changes with the C headers' content, not with their time" {
	for_lind
	local first
	first=$("$std" --target wasm32-lind --key)
	touch -d 2001-01-01 "$dir/c/include/wasm32-wasi/a.h"
	same "$first" "$("$std" --target wasm32-lind --key)"
	same "$("$std" --target wasm32-wasip1 --key)" "$(echo '#define A 2' > "$dir/c/include/wasm32-wasi/a.h"; "$std" --target wasm32-wasip1 --key)"
	[ "$first" != "$("$std" --target wasm32-lind --key)" ]
}

@test "wasm32-lind: a rustc that does not say what wasm32 is, a library that the rules do not fit" {
	for_lind
	pseudo_rustc "" 'exit 1'
	fails_with 1 "$std" --target wasm32-lind
	says "'$dir/rust/bin/rustc' does not say what its target wasm32-wasip1-threads is: rustc exited with status 1"
	says "LIND_RUST_TOOLCHAIN picks another toolchain"
	pseudo_rustc "" 'echo no JSON'
	fails_with 1 "$std" --target wasm32-lind
	says "what '$dir/rust/bin/rustc' says of its target wasm32-wasip1-threads is no JSON"
	for_lind
	rm "$dir/rust/lib/rustlib/src/rust/library/std/src/sys/fs/unix.rs"
	fails_with 1 "$std" --target wasm32-lind
	says "the library of rustc 9.9.9 (pseudo): "
	says "lind-rust does not know this version of Rust"
	says "the rule for 'std/src/sys/fs/unix.rs' ("
	nothing_in "$LIND_RUST_CACHE/std"
}

@test "std is built for nobody in particular: no settings of the caller's reach it" {
	export RUSTFLAGS=-Cdebuginfo=2 CARGO_PROFILE_RELEASE_DEBUG=2 RUSTC_WRAPPER=wrapper CFLAGS=-m64
	mkdir "$dir/rust/lib/rustlib/src/rust/library/vendor"
	"$std" -q
	same / "$(cat "$log/cargo.pwd")"
	! grep -E '^(RUSTFLAGS|CARGO_PROFILE_RELEASE_DEBUG|RUSTC_WRAPPER|CFLAGS)=' "$log/cargo.env"
	run ! grep -q ^MAKEFLAGS= "$log/cargo.env"
	grep -qx "RUSTC_BOOTSTRAP=1" "$log/cargo.env"
	grep -qx "RUSTC=$dir/rust/bin/rustc" "$log/cargo.env"
	grep -q "^CARGO_HOME=$LIND_RUST_CACHE/std/" "$log/cargo.env"
	grep -q "^CARGO_ENCODED_RUSTFLAGS=.*-Cembed-bitcode=yes" "$log/cargo.env"
	logged cargo --offline
	logged cargo -Zbuild-std=std,panic_abort,test
	logged cargo "--config=source.lind-rust-vendor.directory=\"$dir/rust/lib/rustlib/src/rust/library/vendor\""
	logged cargo --config=profile.release.debug=0
}

@test "cores are shared where a directory is named for that" {
	CARGO_BUILD_JOBS=3 run -0 "$std" --share-cores cores
	grep -Eqx 'MAKEFLAGS= -j3 --jobserver-auth=[0-9]+,[0-9]+' "$log/cargo.env"
}

@test "sources that are not the toolchain's own are given to cargo by name" {
	mkdir -p other/std
	touch other/std/Cargo.toml
	"$std" -q --rust-src other
	grep -qx "__CARGO_TESTS_ONLY_SRC_ROOT=$dir/other" "$log/cargo.env"
}

@test "the key changes with the compiler, its sources and the target's flags, not with the place of the cache" {
	local first second
	first=$("$std" --key)
	[[ "$first" =~ ^[0-9a-f]{32}$ ]]
	same "$first" "$(LIND_RUST_CACHE=/elsewhere "$std" --key)"
	# The same files that were unpacked at another time are the same.
	touch -d 2001-01-01 rust/lib/rustlib/src/rust/library/std/Cargo.toml
	same "$first" "$("$std" --key)"
	echo '# changed' > rust/lib/rustlib/src/rust/library/std/Cargo.toml
	second=$("$std" --key)
	[ "$first" != "$second" ]
	touch -d 2001-01-01 rust/bin/rustc
	[ "$second" != "$("$std" --key)" ]
	nothing_in "$LIND_RUST_CACHE"
}

@test "wasm32-lind: one toolchain in two directories has one key; its sources are read once" {
	for_lind
	# Machine code: what a script runs is not known by its own bytes.
	cp "$(readlink -f "$(type -P true)")" "$dir/rust/lib/librustc_driver-1.so"
	mkdir -p "$LIND_RUST_CACHE"
	first=$("$HELPERS/lind-rust-std" --key)
	same 1 "$(ls "$LIND_RUST_CACHE/known" | wc -l)"
	same "$first" "$("$HELPERS/lind-rust-std" --key)"
	same 1 "$(ls "$LIND_RUST_CACHE/known" | wc -l)"
	cp -a "$dir/rust/lib/rustlib/src/rust/library" "$dir/copy"
	same "$first" "$("$HELPERS/lind-rust-std" --key --rust-src "$dir/copy")"
	echo changed >> "$dir/copy/std/src/lib.rs"
	[ "$first" != "$("$HELPERS/lind-rust-std" --key --rust-src "$dir/copy")" ]
	cp "$(readlink -f "$(type -P false)")" "$dir/rust/lib/librustc_driver-1.so"
	[ "$first" != "$("$HELPERS/lind-rust-std" --key)" ]
}

@test "--clean takes what no build used for a day; a build's use counts" {
	first=$("$std" 2> /dev/null)
	run -0 "$std" --clean
	says "0 MiB were freed in '$LIND_RUST_CACHE'"
	[ -d "$first" ]
	touch -d '2 days ago' "$first"
	"$std" > /dev/null
	"$std" --clean -q
	[ -d "$first" ]
	touch -d '2 days ago' "$first"
	"$std" --clean -q
	[ ! -e "$first" ]
}

@test "behind a launcher std is built in one place, whoever's the cache is; where that is taken, in its own" {
	export LIND_RUST_RUSTC_LAUNCHER=/usr/bin/env
	place=/tmp/lind-rust-std.$("$std" --key)
	"$std" -q 2> /dev/null
	logged cargo "--target-dir=$place/target"
	[ ! -e "$place" ]
	rm "$log"/cargo
	LIND_RUST_CACHE="$dir/other" "$std" -q 2> /dev/null
	logged cargo "--target-dir=$place/target"
	rm "$log"/cargo
	mkdir "$place"
	LIND_RUST_CACHE="$dir/third" "$std" -q 2> /dev/null || { rmdir "$place"; false; }
	rmdir "$place"
	grep -q "^--target-dir=$dir/third/std/" "$log/cargo"
	# One that fails leaves nothing there.
	pseudo_cargo <<< 'exit 1'
	LIND_RUST_CACHE="$dir/fourth" fails_with 1 "$std" -q
	[ ! -e "$place" ]
}

@test "std's own checks are an option, and another library" {
	local plain
	plain=$("$std" --key)
	[ "$plain" != "$("$std" --key --debug-assertions)" ]
	same "$("$std" --key --debug-assertions)" "$(LIND_RUST_STD_DEBUG_ASSERTIONS=1 "$std" --key)"
	same "$plain" "$(LIND_RUST_STD_DEBUG_ASSERTIONS=0 "$std" --key)"
	"$std" -q --debug-assertions
	logged cargo --config=profile.release.debug-assertions=true
	logged cargo --config=profile.release.overflow-checks=true
	rm "$log/cargo"
	"$std" -q
	logged cargo --config=profile.release.debug-assertions=false
}

@test "-o: the path goes to a file, which keeps its time where it is unchanged" {
	run -0 --separate-stderr "$std" -q -o file
	[ -z "$output" ]
	[ -d "$(cat file)/lib/rustlib" ]
	touch -d 2001-01-01 file
	"$std" --quiet --output file
	same 2001 "$(date -r file +%Y)"
	fails_with 1 "$std" -q -o /proc/file
	says "write '/proc/file': "
}

@test "a build that fails shows cargo's words, tells the cure, and leaves nothing" {
	pseudo_cargo <<< 'echo "error: no such luck" >&2; exit 101'
	fails_with 1 "$std"
	says "error: no such luck"
	says "the standard library for wasm32-wasip1 could not be built with '$dir/rust/bin/rustc': cargo exited with status 101"
	says "has no vendor directory"
	says "LIND_RUST_TOOLCHAIN picks another toolchain"
	nothing_in "$LIND_RUST_CACHE/std"
	# And the next run works.
	pseudo_cargo <<< "$builds"
	"$std" -q
}

@test "a cargo that names no std is not believed" {
	pseudo_cargo <<< 'echo "{\"reason\":\"build-finished\",\"success\":true}"; echo "no JSON"'
	fails_with 1 "$std"
	says "cargo said that it built the standard library for wasm32-wasip1, but std, core or alloc is not among the 0 files"
	nothing_in "$LIND_RUST_CACHE/std"
}

@test "a toolchain that does not run is named" {
	pseudo "$dir/rust/bin/rustc" <<< 'exit 3'
	fails_with 1 "$std"
	says "'$dir/rust/bin/rustc -vV' exited with status 3"
	says "LIND_RUST_TOOLCHAIN picks another toolchain"
	rm -r rust/lib
	fails_with 1 "$std"
	says "LIND_RUST_SRC was not found"
	rm rust/bin/rustc
	fails_with 1 "$std"
	says "LIND_RUST_TOOLCHAIN: '$dir/rust' has no bin/rustc and bin/cargo"
}

@test "verbose: cargo's command and words are shown" {
	run -0 --separate-stderr "$std" -v
	[[ "$stderr" == *"$dir/rust/bin/cargo"* ]]
	[[ "$stderr" == *"cargo is at work"* ]]
}

@test "SIGINT, SIGTERM and SIGHUP leave no process and no file, and the next run works" {
	command -v python3 > /dev/null || skip "python3 starts a program with SIGINT not ignored"
	local signal
	for signal in INT TERM HUP; do
		# A shell starts what is in the background with SIGINT ignored; this is how to have it not so.
		pseudo_cargo <<< "$builds"'
			sleep 600 & echo $! > "$log.pid"; wait'
		rm -rf "$LIND_RUST_CACHE"
		python3 - "$std" "$log/cargo.pid" "$signal" <<-'EOT'
			import os, signal, subprocess, sys, time
			helper = subprocess.Popen([sys.argv[1], "-q"], stderr=subprocess.DEVNULL, start_new_session=True)
			while not os.path.exists(sys.argv[2]) or not os.path.getsize(sys.argv[2]):
			    time.sleep(0.02)
			sent = getattr(signal, "SIG" + sys.argv[3])
			helper.send_signal(sent)
			assert helper.wait(10) == -sent, helper.returncode
		EOT
		eventually eval "! kill -0 $(cat "$log/cargo.pid") 2> /dev/null"
		run -1 staging_is_there
		rm "$log"/cargo*
		pseudo_cargo <<< "$builds"
		"$std" -q 2> /dev/null
	done
}

@test "what a killed build left goes with the next one, for whatever key" {
	local other="$LIND_RUST_CACHE/std/.00000000000000000000000000000000.1"
	pseudo_cargo <<< 'echo $$ > "$log.pid"; exec sleep 600'
	"$std" -q &
	eventually test -s "$log/cargo.pid"
	kill -KILL $!
	eventually eval "! kill -0 $(cat "$log/cargo.pid") 2> /dev/null"
	staging_is_there
	mkdir "$other"
	pseudo_cargo <<< "$builds"
	"$std" -q
	run -1 staging_is_there
}

@test "two at once: one builds, the other waits and says so" {
	pseudo_cargo <<< "echo one >> \"\$log.builds\"; sleep 0.5; $builds"
	"$std" -q -o one 2> /dev/null &
	eventually test -s "$log/cargo.builds"
	run -0 "$std" -q -o two
	says "waiting for another build that makes the same"
	wait $!
	same "$(cat one)" "$(cat two)"
	same 1 "$(wc -l < "$log/cargo.builds")"
}

@test "an entry of which a cleaner took a part is made anew" {
	"$std" -q -o path
	rm "$(cat path)"/lib/rustlib/wasm32-wasip1/lib/libcore*
	"$std" -q
	ls "$(cat path)"/lib/rustlib/wasm32-wasip1/lib/libcore*
}

@test "an entry in which a file was cut or changed is made anew" {
	"$std" -q -o path
	lib="$(cat path)/lib/rustlib/wasm32-wasip1/lib"
	printf L > "$lib/liballoc-2.rlib"
	"$std" -q
	same liballoc-2.rlib "$(cat "$lib/liballoc-2.rlib")"
	: > "$lib/libstd-3.rmeta"
	"$std" -q
	same libstd-3.rmeta "$(cat "$lib/libstd-3.rmeta")"
	same 3 "$(grep -c '^rustc$\|^build$' "$log/cargo")"
}

@test "a cache that cannot be written is named with the cure; one that is only read serves" {
	LIND_RUST_CACHE=/proc/cache fails_with 1 "$std"
	says "cache '/proc/cache/std': "
	says "make it writable, or name another directory by LIND_RUST_CACHE"
	[ "$(id -u)" -ne 0 ] || skip "root may write anywhere"
	"$std" -q
	chmod -R a-w "$LIND_RUST_CACHE"
	"$std" -q
	chmod -R u+w "$LIND_RUST_CACHE"
}

@test "the real thing, from nothing" {
	unset LIND_RUST_TOOLCHAIN
	"$HELPERS/lind-rust-config" tools --need rustc,cargo,rust-src > /dev/null 2>&1 || skip "no toolchain with sources"
	[ -n "${LIND_RUST_TEST_COLD:-}" ] || skip "it takes a minute: set LIND_RUST_TEST_COLD=1"
	run -0 --separate-stderr "$std"
	local lib="$output/lib/rustlib/wasm32-wasip1/lib"
	ls "$lib"/libstd-*.rlib "$lib"/libcore-*.rlib "$lib"/liballoc-*.rlib
	same 1 "$(ls -A "$LIND_RUST_CACHE/std" | wc -l)"
	# Bitcode for lto in users' profiles, and the features that shared memory needs.
	rustc=$("$HELPERS/lind-rust-config" tools --format sh | sed -n "s/^LIND_RUST_RUSTC='\(.*\)'/\1/p")
	echo 'pub fn f() -> String { format!("{:?}", std::env::args()) }' > lib.rs
	"$rustc" --crate-type staticlib --target wasm32-wasip1 --sysroot "$output" -Clinker-plugin-lto=no -Clto=fat -O \
		-Ctarget-feature=+atomics,+bulk-memory lib.rs
}
