# SPDX-License-Identifier: Apache-2.0
# Pseudo tools for tests of the helpers' own behaviour: small scripts that log how they are called.  load pseudo

bin="$BATS_TEST_TMPDIR/bin"
log="$BATS_TEST_TMPDIR/log"
mkdir -p "$bin" "$log"

# forget_settings: none of the caller's reaches the test, nor does the caller's cache.
forget_settings() {
	local v
	for v in ${!LIND_*}; do
		case $v in
		LIND_RUST_SOURCE | LIND_RUST_BUILD_TREE | LIND_RUST_TEST_COLD) ;;
		*) unset "$v" ;;
		esac
	done
	export LIND_RUST_CACHE="$BATS_TEST_TMPDIR/cache"
}

# pseudo PATH: make a program of the script on stdin; it logs its words, one a line, to $log/<name>.
pseudo() {
	local path=$1
	[[ $path == */* ]] || path="$bin/$path"
	mkdir -p "$(dirname "$path")"
	{
		echo '#!/bin/sh'
		echo "log='$log/${path##*/}'"
		echo 'printf "%s\n" "$@" >> "$log"'
		cat
	} > "$path"
	chmod +x "$path"
}

# pseudo_rust DIR [without-src]: a toolchain whose rustc says where it lies and whose cargo does nothing.
pseudo_rust() {
	pseudo "$1/bin/rustc" <<-'EOT'
		case "$*" in
		"--print sysroot") cd "${0%/*}/.." && pwd ;;
		-vV) printf 'rustc 9.9.9 (pseudo)\nhost: x86_64-pseudo-linux-gnu\nrelease: 9.9.9\n' ;;
		*target-spec-json*) echo '{"arch": "wasm32"}' ;;
		esac
	EOT
	pseudo "$1/bin/cargo" <<<'[ "$1" != -V ] || echo "cargo 9.9.9"'
	[ "${2:-}" = without-src ] || {
		mkdir -p "$1/lib/rustlib/src/rust/library/std"
		touch "$1/lib/rustlib/src/rust/library/std/Cargo.toml"
	}
}

# logged NAME WORD: the pseudo tool got that word.
logged() {
	grep -qxF -- "$2" "$log/$1" || {
		echo "wanted: $2"
		echo "$1 got:"
		cat "$log/$1"
		return 1
	}
}

# eventually COMMAND...: it succeeds within half a minute, on a machine that has other things to do.
eventually() {
	local i
	for i in $(seq 600); do
		"$@" && return
		sleep 0.05
	done
	echo "never: $*"
	return 1
}

# nothing_in DIR: no file is there, hidden ones included.
nothing_in() {
	[ -z "$(ls -A "$1" 2>/dev/null)" ] || {
		echo "left in $1:"
		find "$1"
		return 1
	}
}

# Rust's library sources as far as helpers/overlay/rust-src.rules wants them.

# $1: the directory library/
pseudo_library_sources() {
	local std=$1/std/src backtrace=$1/backtrace/src/backtrace
	mkdir -p "$std/os/fd" "$std/sys/args" "$std/sys/fs" "$std/sys/pal/unix/weak" \
		"$std/sys/process/unix" "$std/sys/thread_local/destructors" "$backtrace"
	echo 'not(target_os = "emscripten"),' > "$backtrace/mod.rs"
	echo 'target_arch = "wasm32"' > "$std/os/fd/owned.rs"
	echo '#[cfg(target_family = "wasm")] mod w;' > "$std/lib.rs"
	echo '#[cfg(all(target_os = "linux", target_env = "gnu"))] mod a;' > "$std/sys/args/unix.rs"
	echo 'stat.st_blocks = buf.stx_blocks as libc::blkcnt64_t;' > "$std/sys/fs/unix.rs"
	echo 'target_os = "linux",' > "$std/sys/pal/unix/stack_overflow.rs"
	echo 'ExternWeak::new(unsafe { $name })' > "$std/sys/pal/unix/weak/weak_linkage.rs"
	echo '#[cfg(all(target_os = "linux", target_env = "musl"))] mod a;' > "$std/sys/process/unix/unix.rs"
	echo 'if let Some(f) = unsafe { __cxa_thread_atexit_impl } {' > "$std/sys/thread_local/destructors/linux_like.rs"
}

# A cargo that builds three libraries of std for wasm32-wasip1. On stdin: what else it does, in sh.
pseudo_cargo_of_std() {
	pseudo "$dir/rust/bin/cargo" <<-EOT
		[ "\$1" != -V ] || { echo "cargo 9.9.9"; exit; }
		for word; do case \$word in --target-dir=*) target=\${word#*=} ;; esac; done
		lib="\$target/wasm32-wasip1/release/deps"
		mkdir -p "\$lib"
		$(cat)
		for name in libcore-1.rlib liballoc-2.rlib libstd-3.rlib; do
			echo \$name > "\$lib/\$name"
			echo "{\"reason\":\"compiler-artifact\",\"filenames\":[\"\$lib/\$name\"]}"
		done
	EOT
}
