#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# check.sh [-l] [-w WASM_OPT] CC SYSROOT NODE [CASE...]
#
# Runs the programs beside this script through the library in SYSROOT and the
# runner. CC is a driver as build.sh takes it; with -l it is one that knows how
# to link for lind, else this script adds the link flags. With -w each program
# runs a second time, instrumented by that wasm-opt.

set -u

usage() {
	echo 'usage: check.sh [-l] [-w WASM_OPT] CC SYSROOT NODE [CASE...]' >&2
	exit 2
}

link=1
wasm_opt=
while getopts lw: option; do
	case $option in
	l) link= ;;
	w) wasm_opt=$OPTARG ;;
	*) usage ;;
	esac
done
shift $((OPTIND - 1))
[ $# -ge 3 ] || usage
cc=$1
sysroot=$(cd "$2" && pwd) || exit 2
node=$3
shift 3
only=$*
here=$(cd "$(dirname "$0")" && pwd) || exit 1
runner=$(dirname "$here")/run.mjs
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
mkdir "$work/bin" "$work/scratch" || exit 1

passed=0
failed=0

# report NAME: a line for the case, from the status before and $work/why.
report() {
	if [ "$2" -eq 0 ]; then
		passed=$((passed + 1))
		echo "ok       $1"
	else
		failed=$((failed + 1))
		echo "FAILED   $1"
		sed 's/^/         /' "$work/why"
	fi
}

wanted() {
	[ -z "$only" ] && return 0
	for case in $only; do
		[ "$case" = "$1" ] && return 0
	done
	return 1
}

# build NAME [LINKFLAG...]: NAME.c into $work/bin/NAME.wasm. At -O0 the driver runs
# no wasm-opt of its own accord; the case is compiled apart, and optimised.
build() {
	name=$1
	shift
	"$cc" --sysroot="$sysroot" -std=c11 -O1 -Wall -Wextra -Werror -c "$here/$name.c" -o "$work/bin/$name.o" || return 1
	set -- "$work/bin/$name.o" -lm -o "$work/bin/$name.wasm" "$@"
	[ -z "$link" ] || set -- "$@" "$sysroot/lib/wasm32-wasi/lind_utils.o" \
		-Wl,--import-memory,--export-memory,--shared-memory,--max-memory=67108864 \
		-Wl,--export=__stack_pointer,--export=__stack_low,--export=__tls_base,--export=__wasm_init_tls
	"$cc" --sysroot="$sysroot" -O0 "$@" || return 1
	[ -s "$work/bin/$name.wasm" ]
}

# execute MODULE STATUS: runs it in an empty directory with the options in
# $options, the arguments in $args (one a line) and input in $work/in; wants
# STATUS, output as in $work/out.wanted if that exists, and $errors on stderr.
execute() {
	module=$1
	status=$2
	rm -rf "$work/scratch"
	mkdir "$work/scratch"
	set --
	while IFS= read -r arg; do
		set -- "$@" "$arg"
	done <<EOF
$args
EOF
	[ -n "$args" ] || set --
	# Options never hold a space: they may be split.
	# shellcheck disable=SC2086
	(cd "$work/scratch" && timeout 60 "$node" "$runner" --timeout 30 $options "$module" "$@") \
		<"$work/in" >"$work/out" 2>"$work/err"
	got=$?
	if [ "$got" -ne "$status" ]; then
		{
			echo "wanted status $status, got $got"
			cat "$work/err"
		} >"$work/why"
		return 1
	fi
	if [ -e "$work/out.wanted" ] && ! diff -u "$work/out.wanted" "$work/out" >"$work/why"; then
		return 1
	fi
	if [ -n "$errors" ] && ! grep -q "$errors" "$work/err"; then
		{
			echo "wanted '$errors' in"
			cat "$work/err"
		} >"$work/why"
		return 1
	fi
}

# plain NAME [STATUS]: builds and runs a case, and again instrumented.
plain() {
	wanted "$1" || return 0
	if ! build "$1" >"$work/why" 2>&1; then
		report "$1" 1
		return
	fi
	common=$options
	options="$common --uninstrumented"
	execute "$work/bin/$1.wasm" "${2:-0}"
	report "$1" $?
	options=$common
	case $wasm_opt:$1 in
	:* | *:setjmp) return ;; # stock wasm-opt's asyncify knows no exceptions
	esac
	if ! "$wasm_opt" --all-features --asyncify -O1 -g "$work/bin/$1.wasm" -o "$work/bin/$1.opt.wasm" >"$work/why" 2>&1; then
		report "$1 (instrumented)" 1
		return
	fi
	execute "$work/bin/$1.opt.wasm" "${2:-0}"
	report "$1 (instrumented)" $?
}

# What a case needs beside its program, all of it undone by the next `fresh`.
fresh() {
	options=
	args=
	errors=
	rm -f "$work/out.wanted"
	: >"$work/in"
}

for case in layouts printf strtod strtol scanf strings math sort malloc_threads files wide owner pipes absent stdio dirs time \
	setjmp tls cond locks threads_many threei; do
	fresh
	plain "$case"
done

fresh
options='--env ONE=1 --env TWO=a_b=c'
plain env

fresh
args=$(printf '%s\n' -a -bvalue '' 'two words' "$(printf '\303\251')" -- -x)
plain args

fresh
printf 'main\nsecond\nfirst\n' >"$work/out.wanted"
plain exit_status 42

fresh
plain exit_thread 7

fresh
echo 'still here' >"$work/out.wanted"
plain exit_main_first 0

fresh
errors=function_that_traps
plain trap 134

fresh
plain signals 143

fresh
i=0
while [ $((i += 1)) -le 800 ]; do
	echo "line $i"
done >"$work/out.wanted"
plain order

fresh
i=0
while [ $((i += 1)) -le 2000 ]; do
	echo "$i"
done >"$work/in"
echo '2000 lines, sum 2001000' >"$work/out.wanted"
plain stdin

# Input that never comes: a pipe that stays open.
fresh
rm "$work/in"
mkfifo "$work/in"
exec 3<>"$work/in"
plain exit_blocked 3
exec 3>&-
rm "$work/in"

# refused NAME TEXT FILE: the runner must not start it, and say why.
refused() {
	wanted refused || return 0
	fresh
	errors=$2
	execute "$3" 70
	report "refused: $1" $?
}

if wanted refused; then
	printf 'not a module' >"$work/bin/text.wasm"
	printf '\0asm\1\0\0\0\1\377' >"$work/bin/cut.wasm"
	refused 'no such file' 'no such file' "$work/bin/none.wasm"
	refused 'text' 'not a wasm module' "$work/bin/text.wasm"
	refused 'a module that is cut short' 'not a valid wasm module' "$work/bin/cut.wasm"
	build foreign_import >"$work/why" 2>&1
	refused 'an import that lind-boot lacks' 'unknown import: `wasi_snapshot_preview1::fd_write`' "$work/bin/foreign_import.wasm"
	build sort >"$work/why" 2>&1
	refused 'a module without asyncify' 'asyncify' "$work/bin/sort.wasm"
	# Its name section by another name: the linker's options leave it.
	LC_ALL=C sed 's/\x04name/\x04nome/' "$work/bin/sort.wasm" >"$work/bin/nameless.wasm"
	refused 'a module without a name' 'no name' "$work/bin/nameless.wasm"
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
