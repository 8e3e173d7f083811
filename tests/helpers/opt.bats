#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0

load ../lib
load pseudo

setup() {
	forget_settings
	opt="$HELPERS/lind-rust-opt"
	dir="$BATS_TEST_TMPDIR/a directory"
	mkdir -p "$dir"
	cd "$dir"
	module > raw.wasm
	wasm_opt lind
	export LIND_RUST_WASM_OPT="$bin/wasm-opt" LIND_RUST_RUNTIME=lind
}

teardown() {
	[ -z "${open:-}" ] || rm -rf "$open"
}

# The smallest module there is, with a custom section of the words.
module() {
	local words="$*"
	printf '\0asm\1\0\0\0'
	[ -z "$words" ] || printf "\\0\\x$(printf %x $((5 + ${#words})))\\4note%s" "$words"
}

# wasm_opt lind|stock [SCRIPT]: one that writes a module, or does what the script says with $out.
wasm_opt() {
	pseudo wasm-opt <<-EOT
		if [ "\$1" = --help ]; then
			[ $1 = stock ] || echo "  --epoch-injection"
			exit
		fi
		while [ "\$1" != -o ]; do shift; done
		out=\$2
		${2:-printf '\\0asm\\1\\0\\0\\0\\0\\11\\4notedone' > "\$out"}
	EOT
}

is_done() {
	[ "$(tail -c 4 "${1:-out.wasm}")" = done ]
}

# The smallest dynamic one: a section dylink.0 with sizes of 0.
dynamic_module() {
	printf '\0asm\1\0\0\0\0\17\10dylink.0\1\4\0\0\0\0'
}

optimise() {
	"$opt" --check off -o out.wasm "$@" raw.wasm
}

runs() {
	grep -cx -- -o "$log/wasm-opt"
}

@test "help, version, misuse" {
	run -0 --separate-stderr "$opt" -h
	[[ "${lines[0]}" == "usage: lind-rust-opt"* ]]
	[ -z "$stderr" ]
	run -0 "$opt" -V
	[[ "$output" =~ ^lind-rust-opt\ [0-9.]+$ ]]
	fails_with 2 "$opt"
	says "a module is missing"
	says "try 'lind-rust-opt -h'"
	fails_with 2 "$opt" -o out.wasm raw.wasm raw.wasm
	says "one module at a time"
	fails_with 2 "$opt" raw.wasm
	says "-o is missing: the opt pass never works in place"
	fails_with 2 "$opt" -o ./raw.wasm raw.wasm
	says "'raw.wasm' is both input and output"
	ln raw.wasm link.wasm
	fails_with 2 "$opt" -o link.wasm raw.wasm
	says "is both input and output"
	fails_with 2 "$opt" -o out.wasm --opt-level 5 raw.wasm
	says "--opt-level: '5' is not one; there are: 0 1 2 3 4 s z"
	fails_with 2 "$opt" -o out.wasm --profile "" raw.wasm
	says "--profile: '' is no profile"
	fails_with 2 "$opt" -o out.wasm --check errors raw.wasm
	says "--check: 'errors' is not one; there are: error warn off"
	says "did you mean 'error'?"
	fails_with 2 "$opt" -o out.wasm --runtime wine raw.wasm
	says "--runtime: 'wine' is not one; there are: lind standin"
	LIND_RUST_RUNTIME=wine fails_with 2 "$opt" -o out.wasm raw.wasm
	says "LIND_RUST_RUNTIME: 'wine' is not one"
}

@test "a dynamic program gets the passes of a main module, by what it says itself" {
	dynamic_module > raw.wasm
	optimise
	is_done
	local words
	words=$(grep -- '^--' "$log/wasm-opt" | grep -v '^--help' | tr '\n' ' ')
	same "--enable-exception-handling --enable-reference-types --enable-bulk-memory --enable-threads --duplicate-function-elimination --one-caller-inline-max-function-size=200 --inlining --remove-unused-module-elements --epoch-injection --pass-arg=epoch-import --pass-arg=epoch-main-module --asyncify --pass-arg=asyncify-import-globals --pass-arg=asyncify-removelist@__wasm_apply_data_relocs --translate-to-exnref --remove-unused-module-elements --optimize-level=1 --debuginfo " "$words"
	fails_with 1 optimise --grate
	says "a grate cannot be dynamic"
	fails_with 1 optimise --fpcast
	says "with fpcast a program cannot be dynamic: lind's libc.so would need it as well"
	says "link it with LINKAGE static"
	wasm_opt stock
	: > "$log/wasm-opt"
	optimise --no-cache --runtime standin
	says_not pass-arg
	run -1 grep pass-arg "$log/wasm-opt"
}

@test "a program that could not be dynamic: why is told when it is made, and not again" {
	printf '\0asm\1\0\0\0\0\43\20lind-rust.staticlibc.so lacks gone' >raw.wasm
	fails_with 0 optimise
	says "'out.wasm' is linked statically: libc.so lacks gone"
	fails_with 0 optimise
	says_not statically
}

@test "lind's passes in their order; level and fpcast" {
	optimise
	is_done
	same "--enable-exception-handling --enable-reference-types --duplicate-function-elimination --one-caller-inline-max-function-size=200 --inlining --remove-unused-module-elements --epoch-injection --asyncify --translate-to-exnref --remove-unused-module-elements --optimize-level=1 --debuginfo" \
		"$(sed -n '/^--enable-exc/,/^--debuginfo/p' "$log/wasm-opt" | paste -sd' ')"
	logged wasm-opt "$dir/raw.wasm"
	# Debug information would be wrong behind it.
	rm "$log/wasm-opt"
	printf '\0asm\1\0\0\0\0\14\13.debug_info' > raw.wasm
	optimise
	! grep -e --duplicate -e --inlining -e --one-caller "$log/wasm-opt"
	module > raw.wasm
	rm "$log/wasm-opt"
	optimise --profile dev
	same "--enable-exception-handling --enable-reference-types --epoch-injection --asyncify --translate-to-exnref --debuginfo" \
		"$(sed -n '/^--enable-exc/,/^--debuginfo/p' "$log/wasm-opt" | paste -sd' ')"
	rm "$log/wasm-opt"
	optimise --opt-level 2 --profile dev
	same "--enable-exception-handling --enable-reference-types --epoch-injection --asyncify --translate-to-exnref -O2 --debuginfo" \
		"$(sed -n '/^--enable-exc/,/^--debuginfo/p' "$log/wasm-opt" | paste -sd' ')"
	optimise --opt-level s --fpcast
	logged wasm-opt -Os
	logged wasm-opt --fpcast-emu
}

@test "a stock wasm-opt: refused for lind, said for the stand-in unless that was asked for" {
	wasm_opt stock
	fails_with 1 optimise
	says "'$bin/wasm-opt' is a stock wasm-opt: it has no --epoch-injection"
	LIND_RUST_RUNTIME=standin run -0 optimise
	says "stock wasm-opt '$bin/wasm-opt': without epoch checks"
	run -0 optimise --runtime standin
	[ -z "$output" ]
	run -1 grep -x -- --epoch-injection "$log/wasm-opt"
}

@test "what is no raw module is refused before anything runs" {
	fails_with 1 "$opt" -o out.wasm nothing.wasm
	says "read module 'nothing.wasm': No such file or directory"
	says "link it first"
	echo text > raw.wasm
	fails_with 1 optimise
	says "'raw.wasm' is not a module: it is text"
	fails_with 1 "$opt" -o out.wasm "$dir"
	says "read module '$dir': Is a directory"
	echo '(module (func (export "asyncify_start_unwind") (param i32)) (func (export "asyncify_stop_unwind"))
		(func (export "asyncify_start_rewind") (param i32)) (func (export "asyncify_stop_rewind"))
		(func (export "asyncify_get_state") (result i32) i32.const 0))' | wat2wasm - -o raw.wasm
	fails_with 1 optimise
	says "'raw.wasm' is instrumented already"
	echo '(module (import "lind" "epoch_callback" (func)))' | wat2wasm - -o raw.wasm
	fails_with 1 optimise --check off
	says "'raw.wasm' is instrumented already"
	printf '\0asm\1\0\0\0\0\x9\7linking\2' > raw.wasm
	fails_with 1 optimise
	says "'raw.wasm' is an object, not a program"
	echo '(module (func (export "_start")))' | wat2wasm - -o raw.wasm
	printf '\0\x9\7linking\2' >> raw.wasm
	fails_with 1 optimise
	says "'raw.wasm' has kept its relocations, as an object does"
	says "leave --emit-relocs (-q) out of the link"
	[ ! -e "$log/wasm-opt" ]
	[ ! -e out.wasm ]
}

@test "an export of the program's own by one of asyncify's names is a collision, and no opt pass" {
	echo '(module (func (export "asyncify_start_unwind") (param i32)))' | wat2wasm - -o raw.wasm
	fails_with 1 optimise --check error
	says_not "instrumented already"
	says "the program has its own export 'asyncify_start_unwind'"
	[ ! -e out.wasm ]
}

@test "a module that lind-boot would refuse: an error, a warning, or nothing" {
	fails_with 1 "$opt" -o out.wasm raw.wasm
	says "raw.wasm:0x0: error: "
	says "'raw.wasm' would not run: "
	says "'lind-rust-inspect --check' tells more"
	[ ! -e out.wasm ]
	run -0 "$opt" --check warn -o out.wasm raw.wasm
	says "raw.wasm:0x0: error: "
	is_done
	run -0 "$opt" --check off -o out.wasm raw.wasm
	[ -z "$output" ]
}

@test "the cache: the same bytes and flags run once, other bytes, flags or wasm-opt again" {
	optimise
	rm out.wasm
	optimise
	is_done
	same 1 "$(runs)"
	optimise --opt-level 1
	same 2 "$(runs)"
	module other > raw.wasm
	optimise
	same 3 "$(runs)"
	touch -d 2001-01-01 "$bin/wasm-opt"
	optimise
	same 4 "$(runs)"
	optimise --no-cache
	same 5 "$(runs)"
	ls -A "$LIND_RUST_CACHE/opt" | grep -vE '^[0-9a-f]{32}$' && false
	mkdir lib
	touch lib/libbinaryen.so
	mv "$bin/wasm-opt" lib
	mkdir prefix
	mv lib prefix
	mkdir prefix/bin
	mv prefix/lib/wasm-opt prefix/bin
	optimise --wasm-opt prefix/bin/wasm-opt
	same 6 "$(runs)"
	touch -d 2001-01-01 prefix/lib/libbinaryen.so
	optimise --wasm-opt prefix/bin/wasm-opt
	same 7 "$(runs)"
}

@test "with a warm cache wasm-opt is not started at all, not even to be asked" {
	optimise
	rm out.wasm "$log/wasm-opt"
	optimise
	is_done
	[ ! -e "$log/wasm-opt" ]
}

@test "one wasm-opt in two places, whatever its time, shares its results; another of the same name does not" {
	# Machine code: what a script runs is not known by its own bytes.
	command -v cc > /dev/null || skip "there is no host compiler"
	mkdir one two
	cat > wasm-opt.c <<-'EOT'
		#include <stdio.h>
		#include <string.h>
		int main(int argc, char **argv) {
			if (!strcmp(argv[1], "--help")) { puts("--epoch-injection"); return 0; }
			FILE *log = fopen(LOG, "a"), *out = fopen(argv[argc - 1], "w");
			fputs("ran\n", log);
			fwrite("\0asm\1\0\0\0\0\11\4notedone", 1, 19, out);
			return fclose(out);
		}
	EOT
	cc -DLOG="\"$log/ran\"" -o one/wasm-opt wasm-opt.c
	cp one/wasm-opt two
	touch -d 2001-01-01 two/wasm-opt
	optimise --wasm-opt one/wasm-opt
	rm out.wasm
	optimise --wasm-opt two/wasm-opt
	is_done
	same 1 "$(wc -l < "$log/ran")"
	cc -g -DLOG="\"$log/ran\"" -o two/wasm-opt wasm-opt.c
	optimise --wasm-opt two/wasm-opt
	same 2 "$(wc -l < "$log/ran")"
}

# as USER COMMAND...: by another user's number, in the group 4242.
as() {
	local user=$1
	shift
	setpriv --reuid "$user" --regid "$user" --groups 4242 "$@"
}

@test "two users and two paths: a group that shares a cache has one result; others are refused" {
	[ "$EUID" = 0 ] && type -P setpriv > /dev/null || skip "needs root, to be two users"
	# bats' own directories are root's alone.
	open=$(mktemp -d "${TMPDIR:-/tmp}/lind-rust-users.XXXXXX")
	mkdir -m 1777 "$open/work" "$open/log"
	chmod a+rx "$open"
	bin="$open" log="$open/log"
	wasm_opt lind
	export LIND_RUST_WASM_OPT="$bin/wasm-opt"
	cd "$open/work"
	# The build tree may be in a directory of root's.
	cp "$opt" "$open"
	opt="$open/${opt##*/}"
	cp "$dir/raw.wasm" .
	LIND_RUST_CACHE="$PWD/team"
	as 4243 env LIND_RUST_CACHE_GROUP=4242 "$opt" --check off -o one.wasm raw.wasm
	is_done one.wasm
	same 1 "$(runs)"
	chmod a+rw "$log"/*
	# By another path, as another machine may have it mounted.
	ln -s team mounted
	export LIND_RUST_CACHE="$PWD/mounted"
	as 4244 env LIND_RUST_CACHE_GROUP=4242 "$opt" --check off -o two.wasm raw.wasm
	cmp one.wasm two.wasm
	same 1 "$(runs)"
	# What the second one adds the first one may use, and trim.
	as 4244 env LIND_RUST_CACHE_GROUP=4242 "$opt" --check off --opt-level 1 -o two.wasm raw.wasm
	as 4243 env LIND_RUST_CACHE_GROUP=4242 "$opt" --check off --opt-level 1 -o one.wasm raw.wasm
	same 2 "$(runs)"
	as 4243 env LIND_RUST_CACHE_GROUP=4242 "$opt" --check off --no-cache --opt-level 1 -o one.wasm raw.wasm
	same 3 "$(runs)"
	same "" "$(find team ! -group 4242)"
	# Nobody trusts the group who did not say so.
	fails_with 1 as 4244 "$opt" --check off -o two.wasm raw.wasm
	says "cache '$PWD/team' belongs to another user (4243)"
	says "by LIND_RUST_CACHE_GROUP the group that shares this one"
	fails_with 1 as 4244 env LIND_RUST_CACHE_GROUP=nobodys-group "$opt" --check off -o two.wasm raw.wasm
	says "LIND_RUST_CACHE_GROUP: there is no group 'nobodys-group'"
}

@test "a long pass says what it does and for how long; a short one says nothing" {
	# It goes on once it was told of; where that never comes (the kernel has no pidfd_open), after half a minute.
	wasm_opt lind "timeout 30 sh -c \"until grep -q pass '$dir/told'; do sleep 0.1; done\"; printf '\\0asm\\1\\0\\0\\0' > \"\$out\""
	LIND_RUST_PROGRESS=1 optimise 2> told
	output=$(cat told)
	says "lind-rust-opt: opt pass of 'out.wasm' (0.0 MB), "
	wasm_opt lind
	LIND_RUST_PROGRESS=0 run -0 optimise
	[ -z "$output" ]
}

@test "an entry in which one bit has flipped, or that was cut, is made anew" {
	optimise
	entry=$(echo "$LIND_RUST_CACHE"/opt/*)
	printf D | dd of="$entry" bs=1 seek=14 conv=notrunc status=none
	rm out.wasm
	optimise
	is_done
	same 2 "$(runs)"
	truncate -s -1 "$entry"
	rm out.wasm
	optimise
	is_done
	same 3 "$(runs)"
	optimise
	same 3 "$(runs)"
}

@test "a damaged entry is made anew; one that goes in between as well" {
	optimise
	: > "$(echo "$LIND_RUST_CACHE"/opt/*)"
	optimise
	is_done
	same 2 "$(runs)"
	# An entry that cannot be read as a file at all.
	rm "$LIND_RUST_CACHE"/opt/*
	entry=$(optimise && ls "$LIND_RUST_CACHE/opt")
	rm "$LIND_RUST_CACHE/opt/$entry"
	mkdir "$LIND_RUST_CACHE/opt/$entry"
	optimise
	is_done
	[ -f "$LIND_RUST_CACHE/opt/$entry" ]
}

@test "an unchanged result keeps its time, but never one older than the input's" {
	optimise
	touch -d 2001-01-01 raw.wasm
	touch -d 2002-01-01 out.wasm
	optimise
	same 2002 "$(date -r out.wasm +%Y)"
	touch raw.wasm
	optimise
	[ "$(date -r out.wasm +%Y)" != 2002 ]
}

@test "a wasm-opt that fails, dies or writes nothing leaves no output and no entry" {
	wasm_opt lind 'printf x > "$out"; echo "[parse exception]" >&2; exit 1'
	fails_with 1 optimise
	says "[parse exception]"
	says "the opt pass of 'raw.wasm' failed: wasm-opt exited with status 1"
	wasm_opt lind 'kill -KILL $$'
	fails_with 1 optimise
	says "wasm-opt was killed by signal 9 (Killed)"
	says "memory is the usual cause"
	wasm_opt lind 'exit 0'
	fails_with 1 optimise
	says "wasm-opt ended without an error, but wrote nothing for 'raw.wasm'"
	wasm_opt lind 'printf "\\0asm\\1\\0\\0\\0\\0\\11\\4no" > "$out"'
	fails_with 1 optimise
	says "wasm-opt wrote no whole module for 'raw.wasm'"
	nothing_in "$LIND_RUST_CACHE/opt"
	same raw.wasm "$(ls -A)"
}

@test "a signal leaves nothing behind, and wasm-opt does not go on" {
	wasm_opt lind 'printf x > "$out"; echo $$ > "$log.pid"; exec sleep 600'
	"$opt" --check off -o out.wasm raw.wasm &
	eventually test -s "$log/wasm-opt.pid"
	kill -TERM $!
	wait $! && false
	same 143 $?
	eventually eval "! kill -0 $(cat "$log/wasm-opt.pid") 2> /dev/null"
	run compgen -G "$LIND_RUST_CACHE/opt/.*.[0-9]*"
	[ -z "$output" ]
	same raw.wasm "$(ls -A)"
}

@test "an output or a cache that cannot be written is named" {
	mkdir out.wasm
	fails_with 1 optimise
	says "write 'out.wasm': "
	same "out.wasm raw.wasm" "$(ls -A | paste -sd' ')"
	rmdir out.wasm
	LIND_RUST_CACHE="$dir/raw.wasm" fails_with 1 optimise
	says "cache '$dir/raw.wasm/known': Not a directory"
	says "name another directory by LIND_RUST_CACHE"
	LIND_RUST_CACHE='' XDG_CACHE_HOME='' HOME='' fails_with 1 optimise
	says "LIND_RUST_CACHE was not found"
}

@test "verbose prints the command" {
	run -0 optimise -v
	says "+ $bin/wasm-opt --enable-exception-handling"
	LIND_RUST_VERBOSE=1 run -0 optimise --no-cache
	says "+ $bin/wasm-opt"
	LIND_RUST_VERBOSE=0 run -0 optimise --no-cache
	[ -z "$output" ]
}

@test "wasm-opt works in the slots of make's that are free, and gives them back" {
	wasm_opt lind "echo \"\${BINARYEN_CORES-all}\" > \"$dir/cores\"; printf '\\0asm\\1\\0\\0\\0\\0\\11\\4notedone' > \"\$out\""
	optimise --no-cache
	same all "$(cat cores)"
	mkfifo slots
	exec 7<>slots
	export MAKEFLAGS=" -j4 --jobserver-auth=fifo:$BATS_TEST_TMPDIR/slots"
	ln -s "$dir/slots" "$BATS_TEST_TMPDIR/slots"
	optimise --no-cache
	same 1 "$(cat cores)"
	printf '++++' >&7
	optimise --no-cache
	# Not more than there are cores.
	local most
	most=$(getconf _NPROCESSORS_ONLN)
	((most < 5)) || most=5
	same "$most" "$(cat cores)"
	local back
	read -r -N 4 -t 5 back <&7
	same ++++ "$back"
	# A failing one keeps none; and who says how many is obeyed.
	printf '++++' >&7
	wasm_opt lind "exit 3"
	fails_with 1 optimise --no-cache
	read -r -N 4 -t 5 back <&7
	same ++++ "$back"
	wasm_opt lind "echo \"\${BINARYEN_CORES-all}\" > \"$dir/cores\"; printf '\\0asm\\1\\0\\0\\0\\0\\11\\4notedone' > \"\$out\""
	BINARYEN_CORES=7 optimise --no-cache
	same 7 "$(cat cores)"
}
