#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# Each helper that writes, with every system call that can fail failing once.

load ../lib
load ../helpers/pseudo
load faults
load group

setup() {
	forget_settings
	dir="$BATS_TEST_TMPDIR/d"
	mkdir -p "$dir/before/tree" "$dir/before/cache"
	cd "$dir"
	export LIND_RUST_CACHE="$dir/cache" LIND_RUST_RUNTIME=lind HOME="$dir/home" FAULT_DIR="$dir"
}

all="kill killed-after ENOSPC EACCES EMFILE EINTR short"

pseudo_wasm_opt() {
	printf '\0asm\1\0\0\0' > before/tree/raw.wasm
	pseudo wasm-opt <<-'EOT'
		[ "$1" != --help ] || { echo "  --epoch-injection"; exit; }
		while [ "$1" != -o ]; do shift; done
		printf '\0asm\1\0\0\0\0\11\4notedone' > "$2"
	EOT
	export LIND_RUST_WASM_OPT="$bin/wasm-opt"
}

@test "opt, with an empty cache" {
	pseudo_wasm_opt
	outputs=out.wasm
	helper() { "${fault[@]}" "$HELPERS/lind-rust-opt" --check off -o tree/out.wasm tree/raw.wasm; }
	faults lind-rust-opt $all
}

@test "opt, with the result in the cache and an old output" {
	pseudo_wasm_opt
	"$HELPERS/lind-rust-opt" --check off --cache before/cache -o before/tree/out.wasm before/tree/raw.wasm
	echo old > before/tree/out.wasm
	outputs=out.wasm
	helper() { "${fault[@]}" "$HELPERS/lind-rust-opt" --check off -o tree/out.wasm tree/raw.wasm; }
	faults lind-rust-opt $all
}

@test "opt, with a damaged entry in the cache" {
	pseudo_wasm_opt
	"$HELPERS/lind-rust-opt" --check off --cache before/cache -o out.wasm before/tree/raw.wasm
	rm out.wasm
	: > "$(echo before/cache/opt/*)"
	outputs=out.wasm
	helper() { "${fault[@]}" "$HELPERS/lind-rust-opt" --check off -o tree/out.wasm tree/raw.wasm; }
	faults lind-rust-opt $all
}

@test "std" {
	pseudo_rust "$dir/rust"
	pseudo_cargo_of_std <<< :
	export LIND_RUST_TOOLCHAIN="$dir/rust"
	outputs=path
	helper() { "${fault[@]}" "$HELPERS/lind-rust-std" --target wasm32-wasip1 -o tree/path; }
	faults lind-rust-std $all
}

@test "cargo: the program, its dependency file and its stamp" {
	pseudo_rust "$dir/rust"
	mkdir -p crate/src std
	touch crate/Cargo.toml crate/src/app.rs
	printf 'rustflags = [\n  "--sysroot=%s",\n]\n' "$dir/std" > config.toml
	cat > metadata.json <<-EOT
		{"packages":[{"name":"app","id":"app","source":null,"manifest_path":"$dir/crate/Cargo.toml","features":{},
		"targets":[{"name":"app","kind":["bin"],"src_path":"$dir/crate/src/app.rs"}]}],"workspace_members":["app"],
		"workspace_root":"$dir/crate","resolve":null}
	EOT
	pseudo "$dir/rust/bin/cargo" <<-EOT
		[ "\$1" != metadata ] || { cat '$dir/metadata.json'; exit; }
		for word; do case \$word in --target-dir=*) target=\${word#*=} ;; esac; done
		mkdir -p "\$target"
		echo module > "\$target/app.wasm"
		echo "\$target/app.wasm: $dir/crate/src/app.rs" > "\$target/app.d"
		echo '{"reason":"compiler-artifact","package_id":"app","target":{"name":"app","src_path":"$dir/crate/src/app.rs"},"filenames":["'"\$target"'/app.wasm"],"executable":"'"\$target"'/app.wasm"}'
	EOT
	export LIND_RUST_TOOLCHAIN="$dir/rust" CARGO_HOME="$dir/cargo-home"
	outputs="app.wasm app.d app.stamp"
	helper() {
		"${fault[@]}" "$HELPERS/lind-rust-cargo" build --manifest-path crate/Cargo.toml --config config.toml \
			--target-dir tree/target --output tree/app.wasm --depfile tree/app.d --stamp tree/app.stamp
	}
	faults lind-rust-cargo $all
}

# Records have times in them: they are looked at by what the next step makes of them, and then taken away.
@test "cargo: a group, of which one call builds two programs and the second step takes its own" {
	group tree
	step=${every:-29}
	outputs="app.out two.out app.d two.d app.stamp two.stamp"
	helper() {
		group_step app || return
		group_step two || return
		[ -n "${fault[*]}" ] || rm -rf tree/target/.lind-rust
	}
	faults lind-rust-cargo $all
}

@test "config" {
	pseudo_rust "$dir/rust"
	export LIND_RUST_TOOLCHAIN="$dir/rust"
	# Named, so that no other is taken where one cannot be looked at.
	eval "$("$HELPERS/lind-rust-config" tools --format sh | sed -nE 's/^(LIND_RUST_(CLANG|WASM_LD|AR|SYSROOT)=)/export \1/p')"
	outputs=config.toml
	mkdir -p std/lib/rustlib/wasm32-wasip1/lib
	helper() { "${fault[@]}" "$HELPERS/lind-rust-config" cargo --target wasm32-wasip1 --std "$dir/std" -o tree/config.toml; }
	faults lind-rust-config $all
}
