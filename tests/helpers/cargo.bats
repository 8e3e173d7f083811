#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# lind-rust-cargo with a pseudo cargo: what it is given, what is made of its answers, what is said.

load ../lib
load pseudo

setup() {
	forget_settings
	cargo="$HELPERS/lind-rust-cargo"
	dir="$BATS_TEST_TMPDIR/a directory"
	mkdir -p "$dir/crate/src" "$dir/std"
	cd "$dir"
	pseudo_rust "$dir/rust"
	export LIND_RUST_TOOLCHAIN="$dir/rust" CARGO_HOME="$dir/cargo-home" HOME="$dir/home"
	touch crate/Cargo.toml
	printf 'rustflags = [\n  "--sysroot=%s",\n]\n' "$dir/std" > config.toml
	metadata app:bin
	builds <<< 'echo module > "$target/app.wasm"; artifact "$target/app.wasm"'
}

# metadata NAME:KIND...: what cargo says of crate/Cargo.toml; $features, $more_packages, $default_run are put in.
metadata() {
	local targets="" t
	for t; do
		targets+="${targets:+,}{\"name\":\"${t%:*}\",\"kind\":[\"${t#*:}\"],\"src_path\":\"$dir/crate/src/${t%:*}.rs\"}"
	done
	cat > metadata.json <<-EOT
		{"packages":[{"name":"shop","id":"path+shop","source":null,"manifest_path":"$dir/crate/Cargo.toml",
		  "default_run":${default_run:-null},"features":{${features:-}},"targets":[$targets]}${more_packages:-}],
		 "workspace_members":["path+shop"${more_members:-}],"workspace_root":"$dir/crate","resolve":null}
	EOT
}

# The pseudo cargo: answers metadata, and where it builds does what the script on stdin says.
builds() {
	pseudo "$dir/rust/bin/cargo" <<-EOT
		[ "\$1" != metadata ] || { echo -- >> "\$log.metadata"; printf '%s\n' "\$@" >> "\$log.metadata"; cat '$dir/metadata.json'; exit; }
		printf '%s\n' "\$@" > "\$log.build"
		env | sort > "\$log.env"
		pwd > "\$log.pwd"
		artifact() {
			echo '{"reason":"compiler-artifact","package_id":"path+shop","target":{"name":"'\${2:-app}'","src_path":"$dir/crate/src/'\${2:-app}'.rs"},"filenames":["'"\$1"'"],"executable":"'"\$1"'"}'
		}
		for word; do case \$word in --target-dir=*) target=\${word#*=} ;; esac; done
		$(cat)
	EOT
}

build() {
	"$cargo" build --manifest-path crate/Cargo.toml --output out.wasm --target-dir target --config config.toml "$@"
}

# What a link reads, for programs: tools and a sysroot of no use but to be there.
@test "help, version, misuse" {
	run -0 --separate-stderr "$cargo" -h
	[[ "${lines[0]}" == "usage: lind-rust-cargo build"* ]]
	[ -z "$stderr" ]
	run -0 "$cargo" -V
	[[ "$output" =~ ^lind-rust-cargo\ [0-9.]+$ ]]
	fails_with 2 "$cargo"
	says "what to do is missing: build or metadata"
	fails_with 2 "$cargo" test
	says "'test' is not"
	fails_with 2 "$cargo" build more
	says "'more' is not expected"
	fails_with 2 build --ouput=x
	says "did you mean '--output'?"
	fails_with 2 build --bin a --lib
	says "--bin, --lib, --cdylib and --example exclude each other"
	fails_with 2 build --cdylib --lib
	says "--bin, --lib, --cdylib and --example exclude each other"
	fails_with 2 build --target wasm32
	says "--target: 'wasm32' is not one"
	fails_with 2 "$cargo" metadata --format xml
	says "--format: 'xml' is not one; there are: text cmake make sh json"
	fails_with 2 build --env NAME
	says "--env: 'NAME' is not NAME=VALUE"
	fails_with 2 build --cargo-arg=--release
	says "CARGO_ARGS: '--release' is said otherwise"
	says "say it by the keyword PROFILE"
	fails_with 2 build --cargo-arg=--target-dir=x
	says "leave it out: the build says it"
	fails_with 2 build --max-memory 1
	says "--max-memory: '1' is not a multiple of 65536"
	fails_with 2 build --stack-size x
	says "--stack-size: 'x' is not a size"
	fails_with 2 "$cargo" build
	says "--output is missing"
	fails_with 2 "$cargo" build --output x
	says "--target-dir is missing"
	fails_with 2 "$cargo" build --output x --target-dir x
	says "--config is missing: the config.toml of 'lind-rust-config cargo'"
	fails_with 1 build --config nothing.toml
	says "there is no config '$dir/nothing.toml'"
	says "'lind-rust-config cargo -o FILE' writes it"
}

@test "what lind-rust-cargo says itself cannot be replaced through --env" {
	local name
	for name in RUSTFLAGS CARGO_ENCODED_RUSTFLAGS CARGO_TARGET_DIR CARGO_BUILD_TARGET RUSTC; do
		fails_with 2 build --env "$name=x"
		says "--env: '$name' would replace what lind-rust-cargo says"
	done
}

@test "the manifest must be one" {
	fails_with 1 "$cargo" metadata --manifest-path nothing/Cargo.toml
	says "there is no manifest '$dir/nothing/Cargo.toml'"
	fails_with 1 "$cargo" metadata
	says "there is no manifest '$dir/Cargo.toml'"
	fails_with 1 "$cargo" metadata --manifest-path crate
	says "'$dir/crate' is a directory"
	says "name its Cargo.toml"
	pseudo "$dir/rust/bin/cargo" <<< 'echo "error: bad manifest" >&2; exit 101'
	fails_with 1 "$cargo" metadata --manifest-path crate/Cargo.toml
	says "error: bad manifest"
	says "'$dir/crate/Cargo.toml' is not accepted by cargo: cargo metadata exited with status 101"
	pseudo "$dir/rust/bin/cargo" <<< 'echo "no JSON"'
	fails_with 1 "$cargo" metadata --manifest-path crate/Cargo.toml
	says "cargo metadata of '$dir/crate/Cargo.toml' is no JSON"
}

# ---- which target of which package ----

facts() {
	"$cargo" metadata --manifest-path crate/Cargo.toml "$@"
}

@test "metadata: the only target is taken; every format says the same" {
	features='"default":[],"fast":[]' metadata app:bin
	run -0 facts
	says "LIND_RUST_CRATE_NAME       app"
	says "LIND_RUST_CRATE_KIND       bin"
	says "LIND_RUST_CRATE_PACKAGE    shop"
	says "LIND_RUST_CRATE_WORKSPACE  $dir/crate/Cargo.toml"
	same app "$(eval "$(facts --format sh)"; echo "$LIND_RUST_CRATE_NAME")"
	run -0 facts --format make
	says "LIND_RUST_CRATE_MANIFEST := $dir/crate/Cargo.toml"
	run -0 facts --format cmake
	says 'set(LIND_RUST_CRATE_FEATURES "default fast")'
	run -0 facts --format json
	says '"LIND_RUST_CRATE_KIND": "bin"'
}

@test "metadata: several targets are listed, and one is named by what it is" {
	metadata app:bin other:bin shop:lib show:example build-script-build:custom-build
	fails_with 1 facts
	says "package 'shop' of '$dir/crate/Cargo.toml' has 3 targets: which one?"
	says "say BIN app"
	says "say BIN other"
	says "say LIB"
	run -0 facts --bin other
	says "LIND_RUST_CRATE_NAME       other"
	run -0 facts --lib
	says "LIND_RUST_CRATE_KIND       lib"
	run -0 facts --example show
	says "LIND_RUST_CRATE_KIND       example"
	default_run='"other"' metadata app:bin other:bin
	run -0 facts
	says "LIND_RUST_CRATE_NAME       other"
	fails_with 1 facts --bin ohter
	says "'$dir/crate/Cargo.toml' has no bin 'ohter'"
	says "did you mean 'other'?"
	says "there is: app other"
	fails_with 1 facts --lib
	says "'$dir/crate/Cargo.toml' has no library"
	says "a library begins with src/lib.rs"
	metadata derive:proc-macro
	fails_with 1 facts
	says "package 'shop' of '$dir/crate/Cargo.toml' has no program and no library"
	says "a proc-macro is built by those who use it"
}

@test "metadata: packages and features that are not there" {
	fails_with 1 facts --package shpo
	says "has no package 'shpo'"
	says "did you mean 'shop'?"
	features='"fast":[],"small":[]' metadata app:bin
	run -0 facts --features fast,small --features other/feature
	fails_with 1 facts --features 'fast smal'
	says "has no feature 'smal'"
	says "did you mean 'small'?"
	says "there is: fast small"
	metadata app:bin
	fails_with 1 facts --features fast
	says "there is: none"
	# The manifest of a workspace without a package of its own.
	more_packages=',{"name":"b","id":"b","source":null,"manifest_path":"/b/Cargo.toml","targets":[]}' more_members=',"b"' \
		metadata app:bin
	mkdir other
	touch other/Cargo.toml
	fails_with 1 "$cargo" metadata --manifest-path other/Cargo.toml
	says "is a workspace of 2 packages: which one?"
	says "name one by PACKAGE: shop b"
}

# ---- what cargo gets ----

@test "cargo gets the words, in the crate's directory" {
	builds <<< 'echo lib > "$target/libapp.a"; artifact "$target/libapp.a"'
	metadata app:lib
	features='"f":[]' metadata app:lib
	build --profile dev --features f --no-default-features --locked --offline --rustflag=-Cdebuginfo=1 --cargo-arg=--timings
	same "rustc|--message-format=json|--manifest-path=$dir/crate/Cargo.toml|--package=path+shop|--target-dir=$dir/target|--profile=dev|--lib|--crate-type=staticlib|--target=wasm32-lind|--config=$dir/config.toml|--features=f|--no-default-features|--locked|--offline|--timings|--|-Cdebuginfo=1" \
		"$(paste -sd'|' "$log/cargo.build")"
	same "$dir/crate" "$(cat "$log/cargo.pwd")"
	grep -qx "RUSTC=$dir/rust/bin/rustc" "$log/cargo.env"
	same lib "$(cat out.wasm)"
}

@test "a library is built as a shared one, and linked with what it is to be linked with" {
	builds <<< 'echo static > "$target/libapp.a"; echo shared > "$target/app.wasm"; artifact "$target/libapp.a"; artifact "$target/app.wasm"'
	metadata app:lib
	touch part.a
	build --cdylib --link part.a
	logged cargo.build --lib
	logged cargo.build --crate-type=cdylib
	logged cargo.build "-Clink-arg=$dir/part.a"
	same shared "$(cat out.wasm)"
	run -0 facts --cdylib
	says "LIND_RUST_CRATE_KIND       cdylib"
	metadata app:bin
	fails_with 1 facts --cdylib
	says "has no library"
	fails_with 2 build --cdylib --target host
	says "--cdylib is for lind"
}

@test "colours: of a terminal, or as they are asked for; NO_COLOR comes before always" {
	builds <<< 'echo lib > "$target/libapp.a"; artifact "$target/libapp.a"'
	metadata app:lib
	build --color always
	logged cargo.build --message-format=json-diagnostic-rendered-ansi
	logged cargo.build --color=always
	rm "$log/cargo.build"
	NO_COLOR=1 build --color always
	logged cargo.build --message-format=json
	logged cargo.build --color=never
	rm "$log/cargo.build"
	build --color auto
	logged cargo.build --message-format=json
	! grep -e --color "$log/cargo.build"
	fails_with 2 build --color sometimes
	says "--color: 'sometimes' is not one; there are: auto always never"
	# A terminal, as make hands it on.
	script -qec true /dev/null > /dev/null 2>&1 || skip "there is no script(1), or no pseudo-terminal for it"
	rm "$log/cargo.build"
	printf '#!/usr/bin/env bash\n%s\nbuild\n' "$(declare -p cargo dir log; declare -f build)" > on-terminal
	script -qec "bash on-terminal" /dev/null > words
	logged cargo.build --message-format=json-diagnostic-rendered-ansi
}

@test "a program's link has its sizes, its kind, its libraries, and a word that changes with what it reads" {
	local first
	echo a > lib.a
	build --max-memory 1M --stack-size 64K --grate --link lib.a
	logged cargo.build -Clink-arg=-Wl,--max-memory=1048576
	logged cargo.build -Clink-arg=-Wl,-z,stack-size=65536
	logged cargo.build -Clink-arg=--lind-grate
	logged cargo.build "-Clink-arg=$dir/lib.a"
	first=$(grep lind-inputs "$log/cargo.build")
	[[ "$first" == -Clink-arg=--lind-inputs=* ]]
	build --link lib.a
	same "$first" "$(grep lind-inputs "$log/cargo.build")"
	echo b > lib.a
	build --link lib.a
	[ "$first" != "$(grep lind-inputs "$log/cargo.build")" ]
	fails_with 1 build --link nothing.a
	says "library '$dir/nothing.a' for crate 'app' cannot be read"
	says "LINK_LIBRARIES takes targets and files that exist when the crate is built"
}

@test "a host's tool is built by plain cargo; a project's own target does not reach it" {
	builds <<< 'echo tool > "$target/app"; artifact "$target/app"'
	build --target host
	run -1 grep -E -- '^--(target=|config)' "$log/cargo.build"
	same tool "$(cat out.wasm)"
	mkdir crate/.cargo
	printf '[build]\ntarget = "wasm32-wasip1"\n' > crate/.cargo/config.toml
	build --target host
	logged cargo.build --target=x86_64-pseudo-linux-gnu
}

@test "the environment: what changes a build is kept out, what the project says goes in" {
	export RUSTFLAGS=x CARGO_TARGET_DIR=/x CC=x CFLAGS=x CARGO_BUILD_TARGET=x PKG_CONFIG_PATH=x LIND_RUST_CC_ARGS=x
	export HTTPS_PROXY=proxy CARGO_BUILD_JOBS=3
	build --env A=1 --env 'A=two words' --env CC_wasm32_lind=mine
	run -1 grep -E '^(RUSTFLAGS|CARGO_TARGET_DIR|CC|CFLAGS|CARGO_BUILD_TARGET|PKG_CONFIG_PATH|LIND_RUST_CC_ARGS)=' "$log/cargo.env"
	grep -qx 'A=two words' "$log/cargo.env"
	grep -qx CC_wasm32_lind=mine "$log/cargo.env"
	grep -qx HTTPS_PROXY=proxy "$log/cargo.env"
	grep -qx CARGO_BUILD_JOBS=3 "$log/cargo.env"
	run -0 build -v
	says "kept from cargo: "
	says " RUSTFLAGS"
	says "+ '$dir/rust/bin/cargo' rustc"
}

@test "many --env words" {
	local words=() i
	for i in $(seq 40); do
		words+=(--env "V$i=$i")
	done
	build "${words[@]}" --depfile out.d --stamp stamp --include "$dir"
	same 40 "$(grep -cE '^V[0-9]+=' "$log/cargo.env")"
}

@test "include directories and definitions reach build scripts through a file, and bindgen through cargo's settings" {
	build --stamp out.stamp --include 'in c' --define 'TEXT="a b"' --define N
	same "\"-I$dir/in c\"|\"-DTEXT=\\\"a b\\\"\"|\"-DN\"" "$(paste -sd'|' out.stamp.rsp)"
	grep -qx "LIND_RUST_CC_ARGS=$dir/out.stamp.rsp" "$log/cargo.env"
	bindgen="--target=wasm32-unknown-wasi -fvisibility=default .*'-I$dir/in c'"
	grep -q -- "^--config=env.BINDGEN_EXTRA_CLANG_ARGS_wasm32_lind.value=\"$bindgen" "$log/cargo.build"
}

# ---- what is made of its answers ----

@test "the output is written where its bytes changed, the stamp always" {
	build --stamp new/dir/stamp
	touch -d 2001-01-01 out.wasm new/dir/stamp
	build --stamp new/dir/stamp
	same 2001 "$(date -r out.wasm +%Y)"
	[ "$(date -r new/dir/stamp +%Y)" != 2001 ]
	builds <<< 'echo another > "$target/app.wasm"; artifact "$target/app.wasm"'
	build
	same another "$(cat out.wasm)"
}

@test "compiler messages go to stderr as cargo renders them, our own flag's warning does not" {
	builds <<-'EOT'
		echo '{"reason":"compiler-message","message":{"level":"warning","message":"unused","rendered":"warning: unused\\n"}}'
		echo '{"reason":"compiler-message","message":{"level":"warning","message":"unstable feature specified for `-Ctarget-feature`: `atomics`","rendered":"NOISE\\n"}}'
		echo 'not JSON'
		printf '{"reason":"compiler-message","message":{"rendered":"no newline at the end\\n"}}'
		echo; echo module > "$target/app.wasm"; artifact "$target/app.wasm"
	EOT
	run -0 --separate-stderr build
	[ -z "$output" ]
	same "warning: unused|not JSON|no newline at the end" "$(paste -sd'|' <<< "$stderr")"
}

@test "another package's program of the same name is not taken" {
	builds <<-'EOT'
		echo other > "$target/other.wasm"
		artifact "$target/other.wasm" | sed 's/path+shop/path+else/'
		echo module > "$target/app.wasm"; artifact "$target/app.wasm"
		artifact "$target/other.wasm" | sed 's/path+shop/path+else/'
	EOT
	build
	same module "$(cat out.wasm)"
}

@test "cargo fails: its words, ours in one line, and nothing new" {
	builds <<< 'echo "error[E0001]: no" >&2; exit 101'
	fails_with 1 build --stamp stamp --depfile out.d
	says "error[E0001]: no"
	says "crate 'app' of '$dir/crate/Cargo.toml' was not built: cargo exited with status 101"
	[ ! -e out.wasm ] && [ ! -e stamp ] && [ ! -e out.d ]
	says_not "did you mean"
	fails_with 1 build --profile relase
	says "    PROFILE is 'relase': did you mean 'release'? Others are made by [profile.NAME] in the workspace's Cargo.toml"
	fails_with 1 build --profile fat-lto
	says_not "did you mean"
	builds <<< 'echo "{\"reason\":\"build-finished\",\"success\":false}"'
	fails_with 1 build
	says "was not built"
	builds <<< :
	fails_with 1 build
	says "cargo built crate 'app' of '$dir/crate/Cargo.toml' but named no program of it"
	builds <<< 'artifact "$target/gone.wasm"'
	fails_with 1 build
	says "copy '$dir/target/gone.wasm' to '$dir/out.wasm': No such file or directory"
}

@test "cargo is killed: one message, 128 + n, and what it started ends before another build may begin" {
	builds <<< 'sleep 600 & echo $! > "$log.pid"; kill -KILL $$'
	fails_with 137 build
	same "lind-rust-cargo: crate 'app' of '$dir/crate/Cargo.toml' was not built: cargo was killed by signal 9 (Killed)" "$output"
	run -1 kill -0 "$(cat "$log/cargo.pid")"
}

@test "SIGTERM ends cargo and what it started, and leaves nothing half-made" {
	builds <<< 'sleep 600 & echo $! > "$log.pid"; wait'
	build --stamp stamp &
	eventually test -s "$log/cargo.pid"
	pkill -TERM -P $! lind-rust-cargo || kill -TERM $!
	status=0
	wait $! || status=$?
	same 143 $status
	eventually eval "! kill -0 $(cat "$log/cargo.pid") 2> /dev/null"
	[ ! -e out.wasm ] && [ ! -e stamp ]
	same "" "$(find . -name '*.tmp')"
}

@test "an output that cannot be written is named, and no stamp follows" {
	mkdir out.wasm
	fails_with 1 build --stamp stamp
	says "copy '$dir/target/app.wasm' to '$dir/out.wasm': "
	[ ! -e stamp ]
	rmdir out.wasm
	fails_with 1 build --stamp /proc/stamp
	says "touch '/proc/stamp': "
	fails_with 1 build --stamp stamp --depfile /proc/out.d
	says "write depfile '/proc/out.d': "
	touch file
	fails_with 1 build --target-dir file/target
	says "make directory '$dir/file/target': Not a directory"
	[ "$(id -u)" -ne 0 ] || return 0
	mkdir -m 500 closed
	fails_with 1 build --target-dir closed
	says "lock '$dir/closed/.lind-rust-lock': Permission denied"
}

@test "a full disk leaves no output" {
	[ "$(id -u)" -eq 0 ] && unshare -m true 2> /dev/null || skip "mounting a small disk needs root"
	builds <<< 'head -c 3000000 /dev/zero > "$target/app.wasm"; artifact "$target/app.wasm"'
	mkdir disk
	fails_with 1 unshare -m sh -c 'mount -t tmpfs -o size=1m tmpfs disk && "$@"; s=$?; ls -A disk; exit $s' - "$cargo" build \
		--manifest-path crate/Cargo.toml --output disk/out.wasm --target-dir target --config config.toml
	says "copy '$dir/target/app.wasm' to '$dir/disk/out.wasm': No space left on device"
	says_not ".tmp"
	! grep -qx out.wasm <<< "$output"
}

@test "two builds in one target directory go one after the other" {
	builds <<-'EOT'
		mkdir "$target/busy" || exit 1
		sleep 0.3
		rmdir "$target/busy"
		echo module > "$target/app.wasm"; artifact "$target/app.wasm"
	EOT
	build &
	"$cargo" build --manifest-path crate/Cargo.toml --output other.wasm --target-dir target --config config.toml
	wait $!
}

@test "a project's build-std is refused, wherever it is set" {
	mkdir -p crate/.cargo .cargo
	printf '[unstable]\n# two lines\nbuild-std = ["std"]\n' > crate/.cargo/config.toml
	fails_with 1 build
	says "'$dir/crate/.cargo/config.toml' sets unstable.build-std"
	says "remove it"
	mv crate/.cargo/config.toml .cargo/config
	printf '[build]\nrustflags = ["-g"]\n' > crate/.cargo/config.toml
	fails_with 1 build
	says "'$dir/.cargo/config' sets unstable.build-std"
	printf '[unstable]\nother = 1\n[profile]\nbuild-std = 1\n' > .cargo/config
	run -0 build
	says_not "build-std"
	# Flags for all targets are told of where the project has them, and not where the user has them for all projects.
	says "'$dir/crate/.cargo/config.toml' sets build.rustflags, which cargo does not use for wasm32-lind"
	says "as rustflags of [target.wasm32-lind]"
	CARGO_HOME=$dir/crate/.cargo run -0 build
	says_not "build.rustflags"
	for word in -Zbuild-std -Zbuild-std=std,panic_abort '--config=unstable.build-std=["std"]'; do
		fails_with 2 build --cargo-arg "$word"
		says "'$word': std is built by lind-rust already"
		says "leave it out"
	done
}

@test "what cargo is asked after a build, it answers from what it keeps in the target directory" {
	run -0 build --depfile out.d --stamp out.stamp
	logged cargo.metadata "--config=build.target-dir=\"$dir/target\""
	[ "$(grep -c build.target-dir "$log/cargo.metadata")" -eq 1 ]
}

@test "a depfile is of the stamp, or without one of the output, and then tells when the step ended" {
	run -0 build --depfile out.d --stamp out.stamp
	same "out.stamp: \\" "$(head -1 out.d)"
	run -0 build --depfile out.d
	same "${dir// /\\ }/out.wasm: \\" "$(head -1 out.d)"
	touch -d '1 hour ago' out.d out.wasm
	run -0 build --depfile out.d
	[ out.d -nt out.wasm ]
}

# lock NAME...: what crate/Cargo.lock lists
lock() {
	printf 'version = 3\n' > crate/Cargo.lock
	printf '\n[[package]]\nname = "%s"\nversion = "0.1.0"\n' "$@" >> crate/Cargo.lock
}

@test "a package that is alone in its Cargo.lock has a target directory of its own" {
	lock shop
	run -0 build
	logged cargo.build "--target-dir=$dir/target/alone/shop"
	run -0 "$cargo" metadata --manifest-path crate/Cargo.toml --format sh
	says "LIND_RUST_CRATE_ALONE='1'"
	lock shop other
	run -0 build
	logged cargo.build "--target-dir=$dir/target"
	run -0 "$cargo" metadata --manifest-path crate/Cargo.toml --format sh
	says "LIND_RUST_CRATE_ALONE=''"
	# What cargo would not have written is nobody's name.
	lock ../shop
	run -0 build
	logged cargo.build "--target-dir=$dir/target"
}

@test "cores are shared by a jobserver, but where the project or the call says how many" {
	export CARGO_BUILD_JOBS=3
	run -0 build --share-cores cores
	grep -Eqx 'MAKEFLAGS= -j3 --jobserver-auth=[0-9]+,[0-9]+' "$log/cargo.env"
	for words in "--cargo-arg=-j2" "--cargo-arg=--jobs=2"; do
		run -0 build --share-cores cores "$words"
		run ! grep -q ^MAKEFLAGS= "$log/cargo.env"
	done
	mkdir crate/.cargo
	printf '[build]\njobs = 1\n' > crate/.cargo/config.toml
	run -0 build --share-cores cores
	run ! grep -q ^MAKEFLAGS= "$log/cargo.env"
}

@test "a std that was removed from the cache is built again, or its loss is explained" {
	sed -i "s|$dir/std|$LIND_RUST_CACHE/std/0123|" config.toml
	builds <<-'EOT'
		lib="$target/wasm32-wasip1/release/deps"
		mkdir -p "$lib"
		for name in libcore-1.rlib liballoc-2.rlib libstd-3.rlib; do
			echo x > "$lib/$name"; artifact "$lib/$name"
		done
		echo module > "$target/app.wasm"; artifact "$target/app.wasm"
	EOT
	fails_with 1 build --target wasm32-wasip1
	says "'$dir/config.toml' names a standard library that is gone, '$LIND_RUST_CACHE/std/0123'"
	std=$("$HELPERS/lind-rust-std" --target wasm32-wasip1 2> /dev/null)
	sed -i "s|$LIND_RUST_CACHE/std/0123|$std|" config.toml
	rm -r "$std"
	unset LIND_RUST_CACHE
	run -0 build --target wasm32-wasip1
	says "the standard library for wasm32-wasip1 is in '$std'"
	same module "$(cat out.wasm)"
}

# ---- groups ----

# group [NAME=OPTION...]: a list of the programs app, two and three, of a host; NAME's line has the option.
group() {
	local name word
	metadata app:bin two:bin three:bin
	builds <<-'EOT'
		for word; do case $word in --bin=*)
			[ ! -e "../broken-${word#*=}" ] || { failed=101; continue; }
			echo "${word#*=}" > "$target/${word#*=}"; artifact "$target/${word#*=}" "${word#*=}"
		esac; done
		echo '{"reason":"build-finished","success":true}'
		exit ${failed:-0}
	EOT
	for name in app two three; do
		printf "'--bin=%s' " $name
		for word; do [[ "$word" != $name=* ]] || printf '%s ' "${word#*=}"; done
		printf '%s ' --manifest-path=crate/Cargo.toml --target=host --crates=list --target-dir=target \
			--output=$name.out --stamp=$name.stamp --depfile=$name.d
		echo
	done > list
}

# step NAME: as a build system runs it.
step() {
	rm -f "$log/cargo.build"
	sleep 0.02
	eval "\"$cargo\" build $(grep -- "--bin=$1'" list)"
}

# asked TARGET...: what cargo was asked for; nothing: it was not started.
asked() {
	same "$*" "$(sed -n 's/^--bin=//p' "$log/cargo.build" 2> /dev/null | sort | xargs)"
}

@test "crates with the same settings: one call of cargo, and each step takes its own" {
	group
	step app
	asked app three two
	logged cargo.build build
	logged cargo.build --keep-going
	[ ! -e two.out ] && [ ! -e two.stamp ]
	step two
	asked
	same two "$(cat two.out)"
	[ -e two.stamp ]
	grep -q Cargo.toml two.d
	# Once: whoever asks again means cargo.
	step two
	asked two
	run -1 grep -- --keep-going "$log/cargo.build"
	# What has changed since is not taken.
	echo >> crate/Cargo.toml
	step three
	asked app three two
	step app
	asked
}

@test "a crate that comes along and fails is left to its own step" {
	group
	touch broken-two
	run -0 step app
	says "crate 'two' was not built by the call of cargo that built 'app': its own step tells why"
	asked app three two
	same app "$(cat app.out)"
	fails_with 1 step two
	asked two
	says "crate 'two' of '$dir/crate/Cargo.toml' was not built: cargo exited with status 101"
	step three
	asked
	echo >> crate/Cargo.toml
	step app
	asked app three
	rm broken-two
	step two
	asked two
	echo >> crate/Cargo.toml
	step app
	asked app three two
}

@test "who fails himself: the others have what was built" {
	group
	touch broken-app
	fails_with 1 step app
	says "crate 'app' of '$dir/crate/Cargo.toml' was not built"
	says_not "crate 'two'"
	step two
	asked
}

@test "other features, another environment, a variable's change of words: a call of its own" {
	local word
	for word in --exact-features --no-default-features --all-features --env=A=b --cargo-arg=--quiet --profile=dev \
		--locked --offline --rustflag=-g; do
		group "two=$word"
		rm -rf target
		step app
		asked app three
		step two
		asked two
	done
	group
	rm -rf target
	step app
	asked app three two
	# Words of the link alone: the same call, but not what an earlier one has left.
	group two=--max-memory=1M
	step two
	asked app three two
	step app
	asked
}

@test "crates wait for what is made first" {
	group two=--needs=generated three=--waits
	step app
	asked app
	step three
	asked three
	touch generated
	step app
	asked app two
	echo >> crate/Cargo.toml
	step app
	asked app three two
}

@test "words from a file" {
	fails_with 1 "$cargo" build @words
	says "read words of 'words': No such file or directory"
	says "configure the build tree anew"
	echo "--output='app" >words
	fails_with 1 "$cargo" build @words
	says "'words' ends inside of a quoted word"
	printf "%s\n" "''" "'--output=an app'" "'more;'" >words
	fails_with 2 "$cargo" build @words
	says "'more;' is not expected"
}

@test "a list of crates that is not there, or not readable as one" {
	group
	rm list
	fails_with 1 "$cargo" build --manifest-path crate/Cargo.toml --bin app --target host --target-dir target --output app.out \
		--stamp app.stamp --crates list
	says "read list of crates 'list': No such file or directory"
	says "configure the build tree anew"
	group
	printf "'\n# no crate\n@nowhere\n--bin=x\n" >> list
	step app
	asked app three two
}

@test "cargo refuses the words of the group: the crate alone is tried" {
	group
	builds <<-'EOT'
		case "$*" in *--bin=two*) echo "error: no bin target" >&2; exit 101 ;; esac
		echo app > "$target/app"; artifact "$target/app"
	EOT
	run -0 step app
	asked app
}

@test "the words of each program's link reach rustc, and cargo as env!() would" {
	group
	touch crate/src/app.rs crate/src/two.rs crate/src/three.rs
	sed -i 's/--target=host/--config=config.toml/; /--bin=two/s/$/ --max-memory=1M/' list
	mkdir out
	pseudo "$dir/rustc" <<-EOT
		printf '%s\n' "\$@" > "\$log.\$2"
		echo "x: src/\$2.rs" > "$dir/out/\$2-1.d"
	EOT
	builds <<-EOT
		for name in app two three; do
			CARGO_BIN_NAME=\$name "$HELPERS/lind-rust-rustc" '$dir/rustc' --crate-name \$name ../crate/src/\$name.rs --out-dir '$dir/out' \
				-C extra-filename=-1
			echo module > "\$target/\$name.wasm"; artifact "\$target/\$name.wasm" \$name
		done
	EOT
	step app
	run -1 grep max-memory "$log/rustc.app"
	grep -q '^-Clink-arg=--lind-inputs=' "$log/rustc.app"
	logged rustc.two -Clink-arg=-Wl,--max-memory=1048576
	grep -qE $'^# env-dep:LIND_RUST_UNIT_[0-9a-f]{32}=-Clink-arg=-Wl,--max-memory=1048576\x1f-Clink-arg=--lind-inputs=' out/two-1.d
	[ "$(grep -o 'LIND_RUST_UNIT_[^=]*' out/app-1.d)" != "$(grep -o 'LIND_RUST_UNIT_[^=]*' out/two-1.d)" ]
}
