#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# The words of cargo lind_compile, lind_run and lind_test: what cargo gets, what is ours, what is said of a slip.

load ../lib
load pseudo

setup() {
	forget_settings
	unset RUSTUP_TOOLCHAIN
	dir="$BATS_TEST_TMPDIR/a directory"
	mkdir -p "$dir/src"
	cd "$dir"
	pseudo_rust "$dir/rust"
	export LIND_RUST_TOOLCHAIN="$dir/rust" CARGO_HOME="$dir/cargo-home" HOME="$dir/home"
	touch Cargo.toml
	says_metadata '{}'
}

# says_metadata TABLE [WORKSPACE TABLE]: the pseudo cargo's answer, with this [package.metadata.lind].
says_metadata() {
	cat >metadata.json <<-EOT
		{"packages":[{"name":"app","id":"path+app","manifest_path":"$dir/Cargo.toml","metadata":{"lind":$1},
		  "targets":[{"name":"app","kind":["bin"]}]}],"workspace_members":["path+app"],
		 "workspace_default_members":["path+app"],"workspace_root":"$dir","target_directory":"$dir/target",
		 "metadata":{"lind":${2:-null}}}
	EOT
	pseudo "$dir/rust/bin/cargo" <<-EOT
		[ "\$1" = metadata ] || exit 9
		printf '%s\n' "\$@" > "\$log.metadata"
		cat '$dir/metadata.json'
	EOT
}

dry() {
	fails_with 0 "$HELPERS/cargo-lind_compile" -q --dry-run "$@"
}

@test "help and version of each name" {
	run -0 --separate-stderr "$HELPERS/cargo-lind_compile" lind_compile --help
	[[ "${lines[0]}" == "usage: cargo lind_compile"* ]]
	says --output-dir
	says_not --timeout
	[ -z "$stderr" ]
	run -0 "$HELPERS/cargo-lind_run" -h
	[[ "${lines[0]}" == "usage: cargo lind_run"* ]]
	says --timeout
	run -0 "$HELPERS/cargo-lind_test" -h
	says --no-fail-fast
	run -0 "$HELPERS/cargo-lind_test" --test x --version
	[[ "$output" =~ ^cargo-lind_test\ [0-9.]+$ ]]
	run -0 "$HELPERS/lind-cargo-build" -V
	[[ "$output" =~ ^lind-cargo-build\ [0-9.]+$ ]]
}

@test "a target directory that cannot be read is told before anything is built" {
	ln -s loop loop
	fails_with 1 "$HELPERS/cargo-lind_compile" --target-dir loop
	says "read directory '"
	says "loop': Too many levels of symbolic links"
	says "    name a directory of your own by --target-dir"
	! grep -qx build "$log/cargo"
}

@test "cargo gets its own words, and ours do not reach it" {
	dry -r --features a,b -j4 -vv --bin=app -Zsome --locked --grate --fpcast-emu --no-precompile --output-dir x \
		--new-flag-of-cargo --config 'a.b="c d"'
	says " build "
	says " --release"
	says " --features=a,b"
	says " --jobs=4"
	says " --verbose --verbose"
	says " --bin=app"
	says " --locked"
	says " --new-flag-of-cargo"
	says "'--config=a.b=\"c d\"'"
	says_not "--output-dir"
	says_not "--fpcast"
	grep -qx -e --locked "$log/cargo.metadata"
	grep -qx -e -Zsome "$log/cargo.metadata"
	dry --message-format short
	says "--message-format=json-diagnostic-short"
	dry --message-format=json-render-diagnostics
	says "--message-format=json-render-diagnostics"
}

@test "--cdylib: libraries as shared ones, and what is said of programs does not count" {
	mkdir -p sysroot/lib/wasm32-wasi
	touch sysroot/lib/wasm32-wasi/{libc.so,libc.a,crt1.o,crt1_shared.o,lind_utils.o}
	export LIND_RUST_SYSROOT="$dir/sysroot"
	says_metadata '{"grate": true, "max-memory": "1M"}'
	dry --cdylib
	says " build "
	says " --lib"
	# In quotes where its directory has a space in its name.
	[[ "$output" =~ lind-rust-config\'?\ cargo\  ]]
	says " --cdylib "
	says_not "--grate"
	says_not "--max-memory"
	for words in '--linkage dynamic' --grate '--bin app' --lib; do
		fails_with 2 "$HELPERS/cargo-lind_compile" -q --dry-run --cdylib $words
		says "--cdylib is for libraries"
	done
	rm sysroot/lib/wasm32-wasi/libc.so
	fails_with 1 "$HELPERS/cargo-lind_compile" -q --dry-run --cdylib
	says "--cdylib: there are no shared libraries without lind's libc.so"
	says "set LIND_WASM_ROOT to a built lind-wasm"
}

@test "words that are wrong" {
	fails_with 2 "$HELPERS/cargo-lind_compile" --output-dri x
	says "did you mean '--output-dir'?"
	# A slip of cargo's own words is cargo's to explain.
	dry --feature=x
	says " --feature=x"
	fails_with 2 "$HELPERS/cargo-lind_compile" --profile
	says "'--profile' needs a value"
	fails_with 2 "$HELPERS/cargo-lind_compile" --grate=yes
	says "'--grate' takes no value"
	for word in abc 0 -1 99999999; do
		fails_with 2 "$HELPERS/cargo-lind_run" --dry-run --timeout="$word"
		says "--timeout: '$word' is not a number of seconds from 1 to 86400"
	done
	fails_with 2 "$HELPERS/cargo-lind_compile" more
	says "'more' is not expected"
	fails_with 2 "$HELPERS/cargo-lind_compile" -- -C x
	says "'--' is not expected: rustc's own flags are rustflags"
	fails_with 2 "$HELPERS/cargo-lind_compile" --target x86_64-unknown-linux-gnu
	says "--target: 'x86_64-unknown-linux-gnu' is not one"
	fails_with 2 "$HELPERS/cargo-lind_compile" --output-dir a/../../b
	says "--output-dir: 'a/../../b' leads out of lindfs"
	fails_with 2 "$HELPERS/cargo-lind_compile" --message-format xml
	says "--message-format: 'xml' is not one"
	fails_with 2 "$HELPERS/cargo-lind_test" --doc
	says "'--doc': there are no documentation tests for lind"
	fails_with 2 "$HELPERS/cargo-lind_run" --env NAME
	says "--env: 'NAME' is not NAME=VALUE"
}

@test "a second std is refused, however it is asked for and however quiet it is to be" {
	for word in -Zbuild-std=std --config=unstable.build-std=true; do
		fails_with 2 "$HELPERS/cargo-lind_compile" -q --dry-run "$word"
		says "std is built by lind-rust already, and two do not go together"
	done
	fails_with 2 "$HELPERS/cargo-lind_compile" -q --dry-run -Z build-std
	dry -Zmtime-on-use
	mkdir .cargo
	printf '[unstable]\nbuild-std = ["std"]\n' >.cargo/config.toml
	fails_with 1 "$HELPERS/cargo-lind_compile" -q --dry-run
	says "'$dir/.cargo/config.toml' sets unstable.build-std"
	printf '[build]\nrustflags = ["-g"]\n' >.cargo/config.toml
	dry
	says_not rustflags
	fails_with 0 "$HELPERS/cargo-lind_compile" --dry-run
	says "'$dir/.cargo/config.toml' sets build.rustflags, which cargo does not use for wasm32-lind"
	says "as rustflags of [target.wasm32-lind]"
}

@test "[package.metadata.lind]: what is wrong there is said with the choices" {
	wrong() {
		says_metadata "$1"
		fails_with "${3:-1}" "$HELPERS/cargo-lind_compile" --dry-run
		says "$2"
	}
	wrong '{"grat":true}' "metadata.lind.grat is not a setting"
	says "did you mean 'grate'?"
	says "there are: target linkage grate"
	wrong '{"grate":"yes"}' "metadata.lind.grate cannot be used"
	says "it is true or false"
	wrong '{"linkage":"shared"}' "metadata.lind.linkage cannot be used"
	says 'it is "auto", "static" or "dynamic"'
	wrong '{"linkage":"dynamic","grate":true}' "a grate cannot be dynamic"
	wrong '{"linkage":"dynamic","target":"wasm32-wasip1"}' "a program for wasm32-wasip1 cannot be dynamic"
	wrong '{"opt-level":7}' "it is one of 0 1 2 3 4 s z"
	wrong '{"check":"maybe"}' "it is \"error\", \"warn\" or \"off\""
	wrong '{"max-memory":"1"}' "'1' is not a multiple of 65536"
	wrong '{"stack-size":[]}' "it is a string"
	wrong '{"rustflags":"-O"}' "it is a list of strings"
	wrong '{"env":[]}' "it is a table of strings"
	wrong '{"env":{"A":1}}' "metadata.lind.env.A cannot be used"
	wrong '{"env":{"RUSTFLAGS":"x"}}' "lind-rust says it itself"
	wrong '{"output-name":"a/b"}' "output-dir names the directory"
	wrong '{"output-dir":"/a/../../b"}' "metadata.lind.output-dir cannot be used"
	says "it leads out of lindfs"
	wrong '{"bins":{"app":{"output-dir":".."}}}' "metadata.lind.output-dir cannot be used"
	wrong '{"link-libraries":["no.a"]}' "library '$dir/no.a' for crate"
	wrong '{"target":"wasm64"}' "metadata.lind.target: 'wasm64' is not one" 2
	wrong '{"bins":["app"]}' "it is a table of tables, by the programs' names"
	wrong '{"bins":{"app":true}}' "metadata.lind.bins.app cannot be used"
	wrong '{"bins":{"ap":{}}}' "metadata.lind.bins.ap is no program of the package"
	says "did you mean 'app'?"
	wrong '{"bins":{"app":{"grate":true}}}' "metadata.lind.bins.app.grate is not a setting"
	says "there are: fpcast opt-level check precompile output-dir output-name"
}

@test "linkage: the command line's word, the manifest's, and the environment's for what can be linked so" {
	dry
	says_not --linkage=
	dry --linkage dynamic
	says --linkage=dynamic
	fails_with 2 "$HELPERS/cargo-lind_compile" --linkage shared
	says "--linkage: 'shared' is not one; there are: auto static dynamic"
	says_metadata '{"linkage":"dynamic"}'
	dry
	says --linkage=dynamic
	dry --linkage static
	says_not --linkage=
	# The stand-in has no shared C library.
	says_metadata '{}'
	LIND_RUST_LINKAGE=dynamic dry
	says_not --linkage=
	cp -r "$(dirname "$HELPERS")/share/lind-rust/standin/sysroot" "$dir/c"
	touch "$dir/c/lib/wasm32-wasi/libc.so"
	touch "$dir/c/lib/wasm32-wasi/crt1_shared.o"
	export LIND_RUST_SYSROOT="$dir/c"
	LIND_RUST_LINKAGE=dynamic dry
	says --linkage=dynamic
	LIND_RUST_LINKAGE=dynamic dry --grate
	says_not --linkage=
	# By itself in the loop of development alone.
	for words in '' '--profile dev' '--linkage auto' '--profile test'; do
		dry $words
		says --linkage=auto
	done
	for words in --release '--profile fat' '--linkage static' --grate --fpcast-emu '--target wasm32-wasip1' '--linkage auto --release'; do
		dry $words
		says_not --linkage=
	done
	LIND_RUST_LINKAGE=static dry
	says_not --linkage=
	LIND_RUST_LINKAGE=auto dry
	says --linkage=auto
	says_metadata '{"bins":{"app":{"fpcast":true}}}'
	dry
	says_not --linkage=
	# Not where there is no libc.so to run it with.
	says_metadata '{}'
	mkdir -p "$dir/lindfs/lib"
	LIND_RUST_LINDFS="$dir/lindfs" dry
	says_not --linkage=
	LIND_RUST_LINDFS="$dir/lindfs" dry --linkage dynamic
	says --linkage=dynamic
	touch "$dir/lindfs/lib/libc.cwasm"
	LIND_RUST_LINDFS="$dir/lindfs" dry
	says --linkage=auto
	says_metadata '{"linkage":"auto"}'
	dry
	says --linkage=auto
	LIND_RUST_LINKAGE=shared fails_with 2 "$HELPERS/cargo-lind_compile" --dry-run
	says "LIND_RUST_LINKAGE: 'shared' is not one; there are: auto static dynamic"
}

@test "[package.metadata.lind] goes before [workspace.metadata.lind]" {
	says_metadata '{"max-memory":"32M"}' '{"max-memory":"128M","stack-size":2097152,"rustflags":["--cfg=x"],"env":{"A":"b"}}'
	dry
	says "--max-memory=33554432"
	says "--stack-size=2097152"
	says "--rustflag=--cfg=x"
}

@test "a directory without a Cargo.toml is answered with the way out" {
	pseudo "$dir/rust/bin/cargo" <<<'echo "error: could not find Cargo.toml" >&2; exit 101'
	fails_with 101 "$HELPERS/cargo-lind_compile"
	says "could not find Cargo.toml"
	# Here is one: then that is not what is wrong.
	says_not "name it by --manifest-path"
	fails_with 101 "$HELPERS/cargo-lind_compile" --manifest-path nothing/Cargo.toml
	says "name it by --manifest-path; 'lind-rust new DIR' begins a project"
	rm Cargo.toml
	fails_with 101 "$HELPERS/cargo-lind_compile"
	says "name it by --manifest-path; 'lind-rust new DIR' begins a project"
	pseudo "$dir/rust/bin/cargo" <<<'echo no JSON'
	fails_with 1 "$HELPERS/cargo-lind_compile"
	says "cargo metadata printed no JSON"
}

@test "rustup's +toolchain: the one that was asked for or an error; its default gives way" {
	unset LIND_RUST_TOOLCHAIN
	export RUSTUP_HOME="$dir/rustup" PATH="$bin:$PATH"
	pseudo_rust "$RUSTUP_HOME/toolchains/stable-x86_64-unknown-linux-gnu" without-src
	pseudo_rust "$RUSTUP_HOME/toolchains/nightly-x86_64-unknown-linux-gnu" without-src
	pseudo_rust "$dir/distribution"
	pseudo "$dir/distribution/bin/cargo" <<<"[ \"\$1\" = metadata ] && cat '$dir/metadata.json'"
	pseudo rustup <<<'echo "stable-x86_64-unknown-linux-gnu (default)"'
	ln -s "$dir/distribution/bin/rustc" "$bin/rustc"
	export PATH="$dir/distribution/bin:$PATH"
	RUSTUP_TOOLCHAIN=stable-x86_64-unknown-linux-gnu fails_with 0 "$HELPERS/cargo-lind_compile" --dry-run --print-cmd
	says "rustup's 'stable-x86_64-unknown-linux-gnu' has no library sources"
	says "rustup component add rust-src --toolchain stable-x86_64-unknown-linux-gnu"
	says "$dir/distribution/bin/cargo' build"
	pseudo "$RUSTUP_HOME/toolchains/nightly-x86_64-unknown-linux-gnu/bin/cargo" <<<"[ \"\$1\" = metadata ] && cat '$dir/metadata.json'"
	RUSTUP_TOOLCHAIN=nightly-x86_64-unknown-linux-gnu fails_with 1 "$HELPERS/cargo-lind_compile" -q
	says "LIND_RUST_SRC was not found"
	says "rustup component add rust-src --toolchain nightly-x86_64-unknown-linux-gnu"
}
