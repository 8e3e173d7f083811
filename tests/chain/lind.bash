# SPDX-License-Identifier: Apache-2.0
# What the suites of cargo lind_compile, lind_run and lind_test share: load it behind ../lib.

setup() {
	unset ${!LIND_WASM_*} LIND_COMPILE_BIN LIND_RUST_SYSROOT LIND_RUST_TOOLCHAIN LIND_RUST_VERBOSE
	unset CARGO_BUILD_TARGET_DIR CARGO_PROFILE_RELEASE_LTO CARGO_INCREMENTAL
	# No lind-wasm of the machine's is found by chance; cargo's and rustup's own places stay.
	export CARGO_HOME=${CARGO_HOME:-$HOME/.cargo} RUSTUP_HOME=${RUSTUP_HOME:-$HOME/.rustup}
	export LIND_RUST_CACHE=${LIND_RUST_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/lind-rust}
	export HOME="$BATS_TEST_TMPDIR/home" CARGO_NET_OFFLINE=true
	mkdir -p "$HOME" "$BATS_TEST_TMPDIR/a place"
	cd "$BATS_TEST_TMPDIR/a place"
}

# crate DIR [LINES OF Cargo.toml]: a program that prints its package's name.
crate() {
	mkdir -p "$1/src"
	printf '[package]\nname = "%s"\nversion = "0.1.0"\nedition = "2021"\n%b' "${1##*/}" "${2:-}" >"$1/Cargo.toml"
	echo 'fn main() { println!("{}", env!("CARGO_PKG_NAME")); }' >"$1/src/main.rs"
}

compile() {
	"$HELPERS/cargo-lind_compile" "$@"
}

# prints TEXT FILE: the program runs and prints that.
prints() {
	[ -e "$2" ] || {
		find . -name '*.wasm'
		return 1
	}
	fails_with 0 "$HELPERS/lind-rust-run" --runtime standin --timeout 60 "$2"
	same "$1" "$output"
}

# A lind-wasm tree in $root whose lind-boot precompiles by copying; wasm-opt writes its words to $root/opt.log.
pseudo_lind() {
	root="$BATS_TEST_TMPDIR/lind-wasm"
	rm -rf "$root"
	mkdir -p "$root/build" "$root/lindfs" "$root/tools/binaryen/bin" "$root/scripts/bin" "$root/src/glibc"
	cp -r "$(dirname "$HELPERS")/share/lind-rust/standin/sysroot" "$root/build/sysroot"
	rm "$root/build/sysroot/lind-rust-standin"
	printf '#!/bin/sh\n[ "$1" = --precompile ] && echo x >>"%s" && exec cp "$2" "${2%%.wasm}.cwasm"\necho "boot: $*"\n' \
		"$root/boot.log" >"$root/build/lind-boot"
	cat >"$root/tools/binaryen/bin/wasm-opt" <<-END
		#!/bin/sh
		[ "\$1" = --help ] && exec echo --epoch-injection
		echo "\$*" >>"$root/opt.log"
		while [ \$# -gt 0 ]; do
			case \$1 in -o) out=\$2; shift ;; -*) ;; *) in=\$1 ;; esac
			shift
		done
		exec cp "\$in" "\$out"
	END
	chmod +x "$root/build/lind-boot" "$root/tools/binaryen/bin/wasm-opt"
}
