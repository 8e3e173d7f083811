#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0

load ../lib
load pseudo

setup() {
	forget_settings
	run="$HELPERS/lind-rust-run"
	dir="$BATS_TEST_TMPDIR/a directory"
	mkdir -p "$dir/lind/lindfs/usr/bin" "$dir/lind/build"
	cd "$dir"
	echo module > app.wasm
	echo module > lind/lindfs/usr/bin/app
	lind_boot <<< :
	pseudo node <<< 'echo ran in node'
	export LIND_WASM_ROOT="$dir/lind"
	tmp="$dir/lind/lindfs/tmp"
}

lind_boot() {
	pseudo "$dir/lind/build/lind-boot"
}

@test "help, version, misuse" {
	run -0 --separate-stderr "$run" -h
	[[ "${lines[0]}" == "usage: lind-rust-run"* ]]
	[ -z "$stderr" ]
	run -0 "$run" --version
	[[ "$output" =~ ^lind-rust-run\ [0-9.]+$ ]]
	fails_with 2 "$run"
	says "a program is missing"
	fails_with 2 "$run" --runtime wine app.wasm
	says "--runtime: 'wine' is not one; there are: lind standin"
	fails_with 2 "$run" --env NAME app.wasm
	says "--env: 'NAME' is not NAME=VALUE"
	fails_with 2 "$run" --env =x app.wasm
	says "--env: '=x' is not NAME=VALUE"
	fails_with 2 "$run" --preload =lib.cwasm app.wasm
	says "--preload: '=lib.cwasm' is not FILE or NAME=FILE"
	fails_with 2 "$run" --preload '' app.wasm
	says "--preload: '' is not FILE or NAME=FILE"
	local seconds
	for seconds in 0 -1 x 1.5 86401 ''; do
		fails_with 2 "$run" --timeout "$seconds" app.wasm
		says "--timeout: '$seconds' is not a number of seconds from 1 to 86400"
	done
	fails_with 2 "$run" --precompile app.wasm
	says "--precompile needs -o FILE"
	fails_with 2 "$run" --precompile -o x app.wasm more
	says "'more' is not expected: --precompile takes one module"
	fails_with 2 "$run" --enw A=B app.wasm
	says "did you mean '--env'?"
}

# ---- dynamic programs ----

# The smallest dynamic module: a section dylink.0 with sizes of 0.
dynamic_module() {
	printf '\0asm\1\0\0\0\0\17\10dylink.0\1\4\0\0\0\0'
}

@test "lind's C library is preloaded, for a static program as well, which may start dynamic ones" {
	mkdir -p lind/lindfs/lib
	touch lind/lindfs/lib/libc.cwasm lind/lindfs/lib/libm.cwasm
	dynamic_module > lind/lindfs/usr/bin/dynamic
	run -0 "$run" lind/lindfs/usr/bin/dynamic word
	same "--preload|env=/lib/libc.cwasm|--preload|env=/lib/libm.cwasm|/usr/bin/dynamic|word|" "$(paste -sd'|' "$log/lind-boot")|"
	: > "$log/lind-boot"
	run -0 "$run" lind/lindfs/usr/bin/app
	same "--preload|env=/lib/libc.cwasm|--preload|env=/lib/libm.cwasm|/usr/bin/app" "$(paste -sd'|' "$log/lind-boot")"
	: > "$log/lind-boot"
	rm lind/lindfs/lib/*
	run -0 "$run" lind/lindfs/usr/bin/app
	same "/usr/bin/app" "$(paste -sd'|' "$log/lind-boot")"
}

@test "what the caller preloads is not preloaded twice; without libm there is none" {
	mkdir -p lind/lindfs/lib
	touch lind/lindfs/lib/libc.cwasm
	dynamic_module > lind/lindfs/usr/bin/dynamic
	run -0 "$run" --preload env=/lib/libc.cwasm --preload env=/lib/mine.cwasm lind/lindfs/usr/bin/dynamic
	same "--preload|env=/lib/libc.cwasm|--preload|env=/lib/mine.cwasm|/usr/bin/dynamic" "$(paste -sd'|' "$log/lind-boot")"
}

@test "a shared library from elsewhere is preloaded from a copy" {
	mkdir -p lind/lindfs/lib
	touch lind/lindfs/lib/libc.cwasm
	dynamic_module | tee lind/lindfs/usr/bin/dynamic lind/lindfs/lib/own.cwasm > plug.cwasm
	lind_boot <<< 'for p; do case $p in env=/tmp/*) cmp "'"$dir"'/lind/lindfs${p#env=}" "'"$dir"'/plug.cwasm" && echo same;; esac; done'
	run -0 "$run" --preload plug.cwasm --preload lind/lindfs/lib/own.cwasm lind/lindfs/usr/bin/dynamic
	same same "$output"
	[[ "$(paste -sd'|' "$log/lind-boot")" == \
		"--preload|env=/lib/libc.cwasm|--preload|env=/tmp/lind-rust-run."*"/0/plug.cwasm|--preload|env=/lib/own.cwasm|/usr/bin/dynamic" ]]
	[ -z "$(ls "$tmp")" ]
}

@test "what is no shared library, and is not there, is not preloaded; nor for a static program" {
	mkdir -p lind/lindfs/lib
	touch lind/lindfs/lib/libc.cwasm
	dynamic_module | tee lind/lindfs/usr/bin/dynamic > plug.cwasm
	fails_with 1 "$run" --preload none.cwasm lind/lindfs/usr/bin/dynamic
	says "there is no library 'none.cwasm'"
	fails_with 1 "$run" --preload app.wasm lind/lindfs/usr/bin/dynamic
	says "'app.wasm' is no shared library"
	says "CDYLIB"
	fails_with 1 "$run" --preload plug.cwasm app.wasm
	says "'app.wasm' is a static program, which uses no library 'plug.cwasm'"
	says "LINKAGE dynamic"
	[ ! -e "$log/lind-boot" ]
}

@test "a dynamic program without a C library to preload is an error with the cure" {
	dynamic_module > lind/lindfs/usr/bin/dynamic
	fails_with 1 "$run" lind/lindfs/usr/bin/dynamic
	says "'lind/lindfs/usr/bin/dynamic' is a dynamic program, and there is no '$dir/lind/lindfs/lib/libc.cwasm' to preload"
	says "lind-rust-run --precompile -o '$dir/lind/lindfs/lib/libc.cwasm' '$dir/lind/lindfs/lib/libc.so'"
	says "LINKAGE static"
	[ ! -e "$log/lind-boot" ]
}

@test "the stand-in runs no dynamic programs" {
	dynamic_module > dynamic.wasm
	export LIND_RUST_NODE="$bin/node"
	fails_with 1 "$run" --runtime standin dynamic.wasm
	says "the stand-in cannot run dynamic programs ('dynamic.wasm')"
}

# ---- on lind ----

@test "a program in lindfs runs from there; its words and environment are passed on" {
	run -0 "$run" --env 'A=b c' --preload env=/lib/libc.cwasm -- lind/lindfs/usr/bin/app --flag 'two words' ''
	same "--preload|env=/lib/libc.cwasm|--env|A=b c|/usr/bin/app|--flag|two words|" "$(paste -sd'|' "$log/lind-boot")"
	[ ! -e "$tmp" ]
}

@test "what follows the program is the program's" {
	"$run" lind/lindfs/usr/bin/app -h --env X
	same "/usr/bin/app|-h|--env|X" "$(paste -sd'|' "$log/lind-boot")"
}

@test "a program from elsewhere is copied into lindfs for the run alone" {
	lind_boot <<< 'for p; do :; done; cat "'"$dir"'/lind/lindfs$p"'
	run -0 "$run" app.wasm
	same module "$output"
	[[ "$(cat "$log/lind-boot")" == /tmp/lind-rust-run.*/app.wasm ]]
	nothing_in "$tmp"
}

@test "a grate and a program of one name stay two; grates come first" {
	mkdir grates
	echo grate > grates/app.wasm
	lind_boot <<< 'cd "'"$dir"'/lind/lindfs"; cat ".$1" ".$2" ".$3"'
	run -0 "$run" --grate grates/app.wasm --grate lind/lindfs/usr/bin/app app.wasm
	same "grate module module" "$(paste -sd' ' <<< "$output")"
	nothing_in "$tmp"
}

@test "the exit status is the program's" {
	local n
	printf '\0asm\1\0\0\0' >lind/lindfs/usr/bin/app
	for n in 0 1 2 77 124 137 255; do
		lind_boot <<< "exit $n"
		run -$n "$run" lind/lindfs/usr/bin/app
		[ -z "$output" ]
	done
	lind_boot <<< 'kill -SEGV $$'
	fails_with 139 "$run" app.wasm
	says "'app.wasm' was killed by signal 11 (Segmentation fault)"
	nothing_in "$tmp"
}

@test "a program that takes too long is ended, with status 124" {
	lind_boot <<< 'trap "" TERM; exec sleep 600'
	fails_with 124 "$run" --timeout 1 app.wasm
	says "'app.wasm' did not end within 1 s: it was ended"
	nothing_in "$tmp"
}

@test "a signal to the runner ends the program and leaves nothing in lindfs" {
	local signal
	for signal in TERM HUP; do
		lind_boot <<< 'echo $$ > "$log.pid"; exec sleep 600'
		"$run" app.wasm &
		eventually test -s "$log/lind-boot.pid"
		kill -$signal $!
		status=0
		wait $! || status=$?
		same $((128 + $(kill -l $signal))) $status
		eventually eval "! kill -0 $(cat "$log/lind-boot.pid") 2> /dev/null"
		nothing_in "$tmp"
		rm "$log/lind-boot.pid"
	done
}

@test "what a killed runner left in lindfs goes with the next run; what another holds stays" {
	mkdir -p "$tmp/lind-rust-run.1/0"
	lind_boot <<< 'echo $$ > "$log.pid"; exec sleep 600'
	"$run" app.wasm &
	eventually test -s "$log/lind-boot.pid"
	[ ! -e "$tmp/lind-rust-run.1" ]
	lind_boot <<< :
	"$run" app.wasm
	same 1 "$(ls "$tmp" | wc -l)"
	kill -KILL $!
	eventually eval "! kill -0 $(cat "$log/lind-boot.pid") 2> /dev/null"
	same 1 "$(ls "$tmp" | wc -l)"
	"$run" app.wasm
	nothing_in "$tmp"
}

@test "a program that does not heed SIGTERM is killed" {
	lind_boot <<< 'trap "" TERM; echo $$ > "$log.pid"; while :; do sleep 0.1; done'
	"$run" app.wasm &
	eventually test -s "$log/lind-boot.pid"
	kill -TERM $!
	wait $! && false
	same 143 $?
	eventually eval "! kill -0 $(cat "$log/lind-boot.pid") 2> /dev/null"
	nothing_in "$tmp"
}

@test "SIGINT to the runner reaches the program, whose status is passed on" {
	command -v python3 > /dev/null || skip "python3 starts a program with SIGINT not ignored"
	lind_boot <<< 'trap "exit 42" INT; echo $$ > "$log.pid"; while :; do sleep 0.05; done'
	python3 - "$run" "$log/lind-boot.pid" <<-'EOT'
		import os, signal, subprocess, sys, time
		runner = subprocess.Popen([sys.argv[1], "app.wasm"])
		while not os.path.exists(sys.argv[2]) or not os.path.getsize(sys.argv[2]):
		    time.sleep(0.02)
		runner.send_signal(signal.SIGINT)
		assert runner.wait(10) == 42, runner.returncode
	EOT
	nothing_in "$tmp"
}

@test "a program that is not there, or is none" {
	fails_with 1 "$run" nothing.wasm
	says "there is no program 'nothing.wasm'"
	says "build it first"
	fails_with 1 "$run" lind
	says "'lind' is a directory, not a program"
	fails_with 1 "$run" --grate nothing.wasm app.wasm
	says "there is no program 'nothing.wasm'"
	pseudo lind/build/lind-boot <<<'exit 1'
	echo 'int main(void) { return 0; }' >main.c
	fails_with 1 "$run" main.c
	says "'main.c' is no program: it is text"
	says "give the .wasm that was built of it"
	printf '\0asm\1\0\0\0' >fails.wasm
	fails_with 1 "$run" fails.wasm
	says_not "is no program"
	nothing_in "$tmp"
	mkdir -p lind/lindfs/lib
	touch lind/lindfs/lib/libc.cwasm
	dynamic_module >library.wasm
	fails_with 1 "$run" library.wasm
	says "'library.wasm' is no program: it is a shared library"
	says "by --preload, or by dlopen()"
	printf '\0asm\1\0\0\0\1\4\1\140\0\0\3\2\1\0\7\12\1\6_start\0\0\12\4\1\2\0\13' >raw.wasm
	fails_with 1 "$run" raw.wasm
	says "'raw.wasm' is no finished program: it is what the linker wrote"
	says "lind-rust-opt finishes it"
	printf '\0asm\1\0\0\0\0\11\7linking\2' >part.o
	fails_with 1 "$run" part.o
	says "'part.o' is no program: it is an object"
	pseudo lind/build/lind-boot <<<'exit 0'
	run -0 "$run" raw.wasm
	says_not "finished program"
}

@test "lind without a lind-boot, a lindfs, or a place for the copy" {
	rm lind/build/lind-boot
	fails_with 1 "$run" app.wasm
	says "LIND_RUST_LIND_BOOT was not found"
	says "looked for: $dir/lind/build/lind-boot"
	lind_boot <<< :
	echo file > "$tmp"
	fails_with 1 "$run" app.wasm
	says "make directory '$tmp/lind-rust-run."
	says "put the program into lindfs by OUTPUT_DIR, or make lindfs/tmp writable"
	rm -r lind/lindfs
	fails_with 1 "$run" app.wasm
	says "LIND_RUST_LINDFS was not found"
	LIND_RUST_LINDFS="$dir/none" fails_with 1 "$run" app.wasm
	says "LIND_RUST_LINDFS: '$dir/none' is not a directory"
}

@test "verbose prints the command" {
	run -0 "$run" -v lind/lindfs/usr/bin/app 'a b'
	says "+ '$dir/lind/build/lind-boot' /usr/bin/app 'a b'"
}

# ---- precompile ----

@test "precompile: lind-boot writes beside a copy; only the result arrives" {
	lind_boot <<< 'cat "$2" > "${2%.wasm}.cwasm"; echo "OK: somewhere"'
	run -0 "$run" --precompile -o out.cwasm app.wasm
	[ -z "$output" ]
	same module "$(cat out.cwasm)"
	same "app.wasm lind out.cwasm" "$(ls -A | paste -sd' ')"
}

@test "precompile: failures show lind-boot's words and leave nothing" {
	lind_boot <<< 'echo "no module"; exit 1'
	fails_with 1 "$run" --precompile -o out.cwasm app.wasm
	says "no module"
	says "'app.wasm' was not precompiled: lind-boot exited with status 1"
	says "build '$dir/lind/build/lind-boot' again, or name another by LIND_RUST_LIND_BOOT; NO_PRECOMPILE"
	lind_boot <<< :
	fails_with 1 "$run" --precompile -o out.cwasm app.wasm
	says "lind-boot precompiled 'app.wasm' without an error, but wrote nothing"
	nothing_in "$LIND_RUST_CACHE/precompiled"
	fails_with 1 "$run" --precompile -o out.cwasm nothing.wasm
	says "there is no program 'nothing.wasm'"
	lind_boot <<< ': > "${2%.wasm}.cwasm"'
	fails_with 1 "$run" --precompile -o out.cwasm app.wasm
	says "lind-boot wrote an empty file for 'app.wasm'"
	lind_boot <<< 'cat "$2" > "${2%.wasm}.cwasm"'
	fails_with 1 "$run" --precompile -o /proc/out.cwasm app.wasm
	says "write '/proc/out.cwasm': "
	mkdir -p out.cwasm/full
	fails_with 1 "$run" --precompile -o out.cwasm app.wasm
	says "write 'out.cwasm': "
	same "app.wasm lind out.cwasm" "$(ls -A | paste -sd' ')"
}

@test "precompile: a signal leaves nothing" {
	lind_boot <<< 'echo $$ > "$log.pid"; exec sleep 600'
	"$run" --precompile -o out.cwasm app.wasm &
	eventually test -s "$log/lind-boot.pid"
	kill -TERM $!
	wait $! && false
	same "app.wasm lind" "$(ls -A | paste -sd' ')"
}

@test "precompile: once for the same bytes and the same lind-boot, whatever is cleaned" {
	lind_boot <<< 'cat "$2" > "${2%.wasm}.cwasm"'
	"$run" --precompile -o out.cwasm app.wasm
	rm out.cwasm
	cp app.wasm other.wasm
	"$run" --precompile -o elsewhere/out.cwasm other.wasm
	same module "$(cat elsewhere/out.cwasm)"
	same 1 "$(grep -cx -- --precompile "$log/lind-boot")"
	echo more > app.wasm
	"$run" --precompile -o out.cwasm app.wasm
	same more "$(cat out.cwasm)"
	same 2 "$(grep -cx -- --precompile "$log/lind-boot")"
	touch -d 2001-01-01 lind/build/lind-boot
	"$run" --precompile -o out.cwasm app.wasm
	same 3 "$(grep -cx -- --precompile "$log/lind-boot")"
	"$run" --precompile --no-cache -o out.cwasm app.wasm
	same 4 "$(grep -cx -- --precompile "$log/lind-boot")"
	ls -A "$LIND_RUST_CACHE/precompiled" | grep -vE '^[0-9a-f]{32}$' && false
	# An entry in which a bit has flipped.
	for entry in "$LIND_RUST_CACHE"/precompiled/*; do
		printf M | dd of="$entry" bs=1 conv=notrunc status=none
	done
	"$run" --precompile -o out.cwasm app.wasm
	same more "$(cat out.cwasm)"
	same 5 "$(grep -cx -- --precompile "$log/lind-boot")"
}

@test "precompile: an unchanged result keeps its time, but never one older than the module's" {
	lind_boot <<< 'cat "$2" > "${2%.wasm}.cwasm"'
	"$run" --precompile -o out.cwasm app.wasm
	touch -d 2001-01-01 app.wasm
	touch -d 2002-01-01 out.cwasm
	"$run" --precompile -o out.cwasm app.wasm
	same 2002 "$(date -r out.cwasm +%Y)"
	touch app.wasm
	"$run" --precompile -o out.cwasm app.wasm
	[ out.cwasm -nt app.wasm ] || [ ! app.wasm -nt out.cwasm ]
}

# ---- in the stand-in ----

@test "the stand-in: words and environment are passed on; what it cannot do is refused" {
	unset LIND_WASM_ROOT
	LIND_RUST_NODE="$bin/node" run -0 "$run" --env A=b app.wasm x
	[ "$status" -ne 77 ] || skip "built without the stand-in"
	same "ran in node" "$output"
	same "--env|A=b|--|app.wasm|x" "$(tail -n +2 "$log/node" | paste -sd'|')"
	export LIND_RUST_NODE="$bin/node"
	fails_with 1 "$run" --grate app.wasm app.wasm
	says "the stand-in cannot run grates ('app.wasm')"
	says "set LIND_WASM_ROOT"
	fails_with 1 "$run" --preload env=x app.wasm
	says "the stand-in cannot preload libraries ('env=x')"
	fails_with 1 "$run" nothing.wasm
	says "there is no program 'nothing.wasm'"
	LIND_WASM_ROOT="$dir/lind" run -0 "$run" --runtime standin app.wasm
	same "ran in node" "$output"
}

@test "where nothing can run programs, the test is skipped" {
	unset LIND_WASM_ROOT
	fails_with 77 env PATH=/nowhere "$run" app.wasm
	says "skipped: there is neither lind-boot nor the stand-in with node"
	says "install node 18"
}

@test "lind: a backtrace is asked for by an option or as of Rust, and comes from the module beside" {
	touch lind/lindfs/app.wasm lind/lindfs/app.cwasm lind/lindfs/alone.cwasm
	"$run" --backtrace lind/lindfs/app.cwasm
	same "--wasmtime-backtrace|--env|RUST_BACKTRACE=1|/app.wasm|" "$(paste -sd'|' "$log/lind-boot")|"
	rm "$log/lind-boot"
	"$run" --env RUST_BACKTRACE=1 lind/lindfs/app.wasm
	same "--wasmtime-backtrace|--env|RUST_BACKTRACE=1|/app.wasm|" "$(paste -sd'|' "$log/lind-boot")|"
	rm "$log/lind-boot"
	"$run" --backtrace --env RUST_BACKTRACE=0 lind/lindfs/app.wasm
	same "--wasmtime-backtrace|--env|RUST_BACKTRACE=0|/app.wasm|" "$(paste -sd'|' "$log/lind-boot")|"
	rm "$log/lind-boot"
	"$run" --env RUST_BACKTRACE=0 lind/lindfs/app.cwasm
	same "--env|RUST_BACKTRACE=0|/app.cwasm|" "$(paste -sd'|' "$log/lind-boot")|"
	rm "$log/lind-boot"
	"$run" --backtrace lind/lindfs/alone.cwasm
	same "/alone.cwasm|" "$(paste -sd'|' "$log/lind-boot")|"
	rm "$log/lind-boot"
	# cargo lind_compile's: what lies beside the program is no finished module.
	mkdir lind/lindfs/lind
	touch lind/lindfs/lind/app.wasm
	"$run" --backtrace lind/lindfs/app.cwasm
	same "--wasmtime-backtrace|--env|RUST_BACKTRACE=1|/lind/app.wasm|" "$(paste -sd'|' "$log/lind-boot")|"
}

@test "lind: with a backtrace all that is loaded is a module, or there is none" {
	mkdir -p lind/lindfs/lib
	touch lind/lindfs/lib/libc.cwasm lind/lindfs/lib/libm.cwasm lind/lindfs/usr/bin/static.wasm
	dynamic_module | tee plug.cwasm lind/lindfs/usr/bin/dynamic.wasm > lind/lindfs/usr/bin/dynamic.cwasm
	"$run" --backtrace lind/lindfs/usr/bin/dynamic.cwasm
	same "--preload|env=/lib/libc.cwasm|--preload|env=/lib/libm.cwasm|/usr/bin/dynamic.cwasm" \
		"$(paste -sd'|' "$log/lind-boot")"
	rm "$log/lind-boot"
	touch lind/lindfs/lib/libc.so lind/lindfs/lib/libm.so
	"$run" --backtrace lind/lindfs/usr/bin/dynamic.cwasm
	same "--wasmtime-backtrace|--preload|env=/lib/libc.so|--preload|env=/lib/libm.so|--env|RUST_BACKTRACE=1|/usr/bin/dynamic.wasm" \
		"$(paste -sd'|' "$log/lind-boot")"
	rm "$log/lind-boot"
	"$run" --backtrace lind/lindfs/usr/bin/static.wasm
	same "--wasmtime-backtrace|--env|RUST_BACKTRACE=1|/usr/bin/static.wasm" "$(paste -sd'|' "$log/lind-boot")"
	rm "$log/lind-boot"
	"$run" --backtrace --preload plug.cwasm lind/lindfs/usr/bin/dynamic.cwasm
	[[ "$(head -n 1 "$log/lind-boot")" == --preload ]]
}
