#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# Builds at once: two to eight processes that want one cache entry, one output or one build tree; some are killed.

load ../lib
load ../helpers/pseudo
load faults
load group

setup() {
	forget_settings
	dir="$BATS_TEST_TMPDIR/a directory"
	mkdir -p "$dir/out"
	cd "$dir"
	export LIND_RUST_RUNTIME=lind LIND_RUST_CACHE="$dir/cache" HOME="$dir/home"
}

# A module with a custom section of four characters.
module() {
	printf '\0asm\1\0\0\0\0\x9\4note%s' "${1:-text}"
}

pseudo_wasm_opt() {
	pseudo wasm-opt <<-'EOT'
		[ "$1" != --help ] || { echo "  --epoch-injection"; exit; }
		echo one >> "$log.runs"
		while [ "$1" != -o ]; do input=$1; shift; done
		cp "$input" "$2.part"
		sleep 0.05
		printf '\0\11\4notedone' >> "$2.part"
		mv "$2.part" "$2"
	EOT
	export LIND_RUST_WASM_OPT="$bin/wasm-opt"
}

pseudo_std() {
	pseudo_rust "$dir/rust"
	pseudo "$dir/rust/bin/cargo" <<-'EOT'
		[ "$1" != -V ] || { echo "cargo 9.9.9"; exit; }
		echo one >> "$log.builds"
		for word; do case $word in --target-dir=*) target=${word#*=} ;; esac; done
		lib="$target/wasm32-wasip1/release/deps"
		mkdir -p "$lib"
		for name in libcore-1.rlib liballoc-2.rlib libstd-3.rlib; do
			echo $name > "$lib/$name"
			sleep 0.05
			echo "{\"reason\":\"compiler-artifact\",\"filenames\":[\"$lib/$name\"]}"
		done
	EOT
	export LIND_RUST_TOOLCHAIN="$dir/rust"
}

opt() {
	"$HELPERS/lind-rust-opt" --check off -o "$1" "$2" 2>> said || { tail -n 3 said; return 1; }
}

# racers N COMMAND...: that many at once, each with its number as the last word; all must succeed.
racers() {
	local n=$1 i pids=() pid
	shift
	for ((i = 1; i <= n; i++)); do
		"$@" "$i" &
		pids+=($!)
	done
	for pid in "${pids[@]}"; do
		wait "$pid" || { echo "one of $n failed: $?"; cat said; return 1; }
	done
	count races 1
}

only_entries() {
	run ls -A "$LIND_RUST_CACHE/$1"
	[[ "$output" =~ ^([0-9a-f]{32}$'\n'?)+$ ]] || { echo "in the cache: $output"; return 1; }
}

std_to() {
	"$HELPERS/lind-rust-std" --target wasm32-wasip1 -q -o "out/path.$1" 2>> said
}

@test "two to eight want one std: it is built once, and all get it" {
	local n
	pseudo_std
	for n in 2 4 8; do
		rm -rf cache out "$log"/*
		mkdir out
		racers $n std_to
		same 1 "$(wc -l < "$log/cargo.builds")"
		same 1 "$(cat out/path.* | sort -u | wc -l)"
		ls "$(cat out/path.1)"/lib/rustlib/wasm32-wasip1/lib/lib{core,alloc,std}-*.rlib
		only_entries std
	done
}

@test "two to eight find the std damaged" {
	local n
	pseudo_std
	for n in 2 4 8; do
		"$HELPERS/lind-rust-std" --target wasm32-wasip1 -q -o path
		: > "$(cat path)/lib/rustlib/wasm32-wasip1/lib/libstd-3.rlib"
		racers $n std_to
		same libstd-3.rlib "$(cat "$(cat path)/lib/rustlib/wasm32-wasip1/lib/libstd-3.rlib")"
		only_entries std
	done
}

opt_one() { opt "out/$1.wasm" raw.wasm; }
opt_same() { opt out/same.wasm raw.wasm; }
opt_other() { opt "out/$1.wasm" "raw$1.wasm"; }

@test "two to eight want one opt result, in files of their own and in one file" {
	local n i
	pseudo_wasm_opt
	module > raw.wasm
	for n in 2 4 8; do
		rm -rf cache out "$log"/*
		mkdir out
		racers $n opt_one
		same 1 "$(wc -l < "$log/wasm-opt.runs")"
		for ((i = 1; i <= n; i++)); do cmp out/1.wasm "out/$i.wasm"; done
		racers $n opt_same
		cmp out/1.wasm out/same.wasm
		same $((n + 1)) "$(ls -A out | wc -l)"
		only_entries opt
	done
}

@test "eight find an opt entry damaged, eight others make others" {
	local i
	pseudo_wasm_opt
	module > raw.wasm
	opt good.wasm raw.wasm
	printf X >> "$(echo cache/opt/*)"
	racers 8 opt_one
	for i in 1 2 3 4 5 6 7 8; do
		cmp good.wasm out/$i.wasm
		module "no $i" > raw$i.wasm
	done
	only_entries opt
	racers 8 opt_other
	for i in 1 2 3 4 5 6 7 8; do [ "$(tail -c 4 out/$i.wasm)" = done ]; done
	only_entries opt
}

# The process that makes the entry: its number is in the staging directory's name. Another than the last one.
another_maker() {
	local name
	for name in $(cd cache/opt 2> /dev/null && ls -A); do
		[[ $name =~ ^\.[0-9a-f]{32}\.([0-9]+)$ ]] || continue
		[ "${BASH_REMATCH[1]}" != "${maker:-}" ] && [ -e "$log/wasm-opt.at.${BASH_REMATCH[1]}" ] || continue
		maker=${BASH_REMATCH[1]}
		return 0
	done
	return 1
}

@test "eight want one opt result, and whoever makes it is killed, three times over" {
	local i round pids=() failed=0 maker=
	pseudo wasm-opt <<-EOT
		[ "\$1" != --help ] || { echo "  --epoch-injection"; exit; }
		touch "\$log.at.\$PPID"
		while [ "\$1" != -o ]; do shift; done
		while [ ! -e "$dir/go" ]; do sleep 0.02; done
		printf '\\0asm\\1\\0\\0\\0\\0\\11\\4notedone' > "\$2"
	EOT
	export LIND_RUST_WASM_OPT="$bin/wasm-opt"
	module > raw.wasm
	for i in 1 2 3 4 5 6 7 8; do
		# exec: the number is the helper's own.
		(exec "$HELPERS/lind-rust-opt" --check off -o out/$i.wasm raw.wasm 2>> said) &
		pids+=($!)
	done
	for round in 1 2 3; do
		eventually another_maker
		kill -KILL "$maker"
	done
	touch go
	for i in "${pids[@]}"; do wait "$i" || failed=$((failed + 1)); done
	same 3 "$failed"
	for i in 1 2 3 4 5 6 7 8; do
		opt out/$i.wasm raw.wasm
		cmp out/1.wasm out/$i.wasm
	done
	[ "$(tail -c 4 out/1.wasm)" = done ]
	only_entries opt
	count races 1
}

cargo_build() {
	"$HELPERS/lind-rust-cargo" build --manifest-path "crate$1/Cargo.toml" --config config.toml --target-dir target \
		--output "out/$1.wasm" --depfile "out/$1.d" --stamp "out/$1.stamp" 2>> said
}

# Crates of one program name each, which cargo puts in one place.
pseudo_crates() {
	local i
	pseudo_rust "$dir/rust"
	mkdir -p std
	printf 'rustflags = [\n  "--sysroot=%s",\n]\n' "$dir/std" > config.toml
	for i in 1 2 3 4 5 6 7 8; do
		mkdir -p crate$i/src
		touch crate$i/Cargo.toml crate$i/src/app.rs
	done
	pseudo "$dir/rust/bin/cargo" <<-EOT
		for word; do case \$word in --target-dir=*) target=\${word#*=} ;; --manifest-path=*) manifest=\${word#*=} ;; esac; done
		[ "\$1" != metadata ] || while [ -z "\$manifest" ]; do case \$1 in --manifest-path) manifest=\$2 ;; esac; shift; done
		crate=\${manifest%/Cargo.toml}
		if [ -z "\$target" ]; then
			echo '{"packages":[{"name":"app","id":"app","source":null,"manifest_path":"'"\$manifest"'","features":{},"targets":[{"name":"app","kind":["bin"],"src_path":"'"\$crate"'/src/app.rs"}]}],"workspace_members":["app"],"workspace_root":"'"\$crate"'","resolve":null}'
			exit
		fi
		mkdir -p "\$target"
		echo "\$crate" > "\$target/app.wasm"
		sleep \${CARGO_SLEEPS:-0.05}
		echo "\$target/app.wasm: \$crate/src/app.rs" > "\$target/app.d"
		echo '{"reason":"compiler-artifact","package_id":"app","target":{"name":"app","src_path":"'"\$crate"'/src/app.rs"},"filenames":["'"\$target"'/app.wasm"],"executable":"'"\$target"'/app.wasm"}'
	EOT
	export LIND_RUST_TOOLCHAIN="$dir/rust" CARGO_HOME="$dir/cargo-home"
}

@test "two to eight crates with programs of one name in one target directory: each gets its own" {
	local n i
	pseudo_crates
	for n in 2 4 8; do
		rm -rf target out
		mkdir out
		racers $n cargo_build
		for ((i = 1; i <= n; i++)); do
			same "$dir/crate$i" "$(cat out/$i.wasm)"
			grep -q "crate$i/src/app.rs" out/$i.d
		done
	done
}

# One after the other, as a build system has it where the second waits for a slot.
group_build() {
	local name
	for name in app two; do group_step $name 2>> said || return; done
}

@test "two to eight builds of one group in one tree: each step has its own program, of the sources as they are" {
	local n
	group out
	fault=()
	for n in 2 4 8; do
		echo "of round $n" | tee crate/src/app.rs > crate/src/two.rs
		racers $n group_build
		same "app: of round $n two: of round $n" "$(cat out/app.out out/two.out | xargs)"
	done
	# By both steps at once, and with what another build has left of the sources before.
	for n in 2 4 8; do
		echo "of turn $n" | tee crate/src/app.rs > crate/src/two.rs
		group_step app 2>> said &
		group_step two 2>> said &
		racers $n group_build
		wait
		same "app: of turn $n two: of turn $n" "$(cat out/app.out out/two.out | xargs)"
	done
}

list_one() {
	"$HELPERS/lind-rust-clang" --lind-list=out/compile_commands.json -c "part$1.c" 2>> said
}

@test "two to eight add to one compile_commands.json: each is in it" {
	local n
	"$HELPERS/lind-rust-config" tools --need clang,sysroot > /dev/null 2>&1 || skip "there is no clang or no sysroot"
	unset LIND_RUST_RUNTIME
	for n in 2 4 8; do
		rm -rf out
		mkdir out
		racers $n list_one
		python3 -c 'import json, sys; print(*sorted(e["file"] for e in json.load(open("out/compile_commands.json"))))' > files
		same "$(seq -f 'part%g.c' "$n" | xargs)" "$(cat files)"
		same compile_commands.json "$(ls -A out)"
	done
}

list_by_make() {
	make --no-print-directory -C project LIND_RUST_BUILD=build build/compile_commands.json >> said 2>&1
}

@test "two to eight makes list one project's commands in one tree: the list is whole, and nothing is beside it" {
	local n good
	"$HELPERS/lind-rust-config" tools --need clang,wasm-ld,ar,sysroot > /dev/null 2>&1 || skip "there is no clang or no sysroot"
	unset LIND_RUST_RUNTIME MAKEFLAGS
	export LIND_RUST_PREFIX=${HELPERS%/bin}
	# make takes no spaces in names of its own.
	dir="$BATS_TEST_TMPDIR/b"
	mkdir -p "$dir/project"
	cd "$dir"
	touch project/a.c project/b.c project/c.c
	cat > project/Makefile <<-EOT
		include ${LIND_RUST_SOURCE// /\\ }/make/lind-rust.mk
		one_SOURCES := a.c b.c
		two_SOURCES := c.c
		\$(eval \$(call add_lind_library,one))
		\$(eval \$(call add_lind_library,two))
	EOT
	list_by_make || { cat said; return 1; }
	good=$(cat project/build/compile_commands.json)
	same 3 "$(grep -c '"file":' <<< "$good")"
	for n in 2 4 8; do
		rm project/build/compile_commands.json
		racers $n list_by_make
		same "$good" "$(cat project/build/compile_commands.json)"
		same compile_commands.json "$(cd project/build && ls -A | grep compile_commands)"
	done
}

@test "SIGINT to the group ends helper, cargo and what cargo started" {
	command -v python3 > /dev/null || skip "python3 starts a program with SIGINT not ignored"
	pseudo_crates
	pseudo wasm-opt <<< 'exit 1'
	sed -i '/^mkdir -p "\$target"/a (sleep 600; :) \& echo $! > "$log.pid"; wait' "$dir/rust/bin/cargo"
	python3 - "$log/cargo.pid" "$HELPERS/lind-rust-cargo" build --manifest-path crate1/Cargo.toml --config config.toml \
		--target-dir target --output out/1.wasm <<-'EOT'
		import os, signal, subprocess, sys, time
		# Whoever runs the tests in the background has it ignored.
		helper = subprocess.Popen(sys.argv[2:], stderr=subprocess.DEVNULL, start_new_session=True,
		    preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
		while not os.path.exists(sys.argv[1]) or not os.path.getsize(sys.argv[1]):
		    time.sleep(0.02)
		os.killpg(helper.pid, signal.SIGINT)
		assert helper.wait(60) == -signal.SIGINT, helper.returncode
		for i in range(100):
		    try:
		        os.killpg(helper.pid, 0)
		    except ProcessLookupError:
		        sys.exit(0)
		    time.sleep(0.05)
		sys.exit("processes of the group are left")
	EOT
	[ ! -e out/1.wasm ]
}

@test "a parent that dies: what it started ends well, and the next one waits for it" {
	pseudo_wasm_opt
	module > raw.wasm
	sh -c "'$HELPERS/lind-rust-opt' --check off -o out/1.wasm raw.wasm 2> /dev/null & kill -KILL \$\$" || true
	opt out/2.wasm raw.wasm
	eventually test -e out/1.wasm
	cmp out/1.wasm out/2.wasm
	eventually only_entries opt
	same 1 "$(wc -l < "$log/wasm-opt.runs")"
}

@test "a clock that jumps: outputs are made, and none looks too old" {
	pseudo_wasm_opt
	module > raw.wasm
	opt out/1.wasm raw.wasm
	touch -d '+3 days' raw.wasm cache/opt/*
	opt out/1.wasm raw.wasm
	touch -d '2001-01-01' raw.wasm cache/opt/* out/1.wasm
	opt out/1.wasm raw.wasm
	module more > raw.wasm
	touch -d '2000-01-01' raw.wasm
	opt out/1.wasm raw.wasm
	grep -q more out/1.wasm
	only_entries opt
}
