#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# examples/doc/tutorial.md, replayed: its files are written, its commands run, and what they print is compared.
#
#   ```c FILE          its lines are the file's
#   ```console         '$ ' a command; the lines behind it are its output; '...' any lines, or any text within a line;
#                      '[N]' its exit status, where that is not 0

load ../lib

setup() {
	unset LIND_WASM_ROOT LIND_RUST_PREFIX MAKEFLAGS CMAKE_GENERATOR CMAKE_TOOLCHAIN_FILE CMAKE_PREFIX_PATH
	export PATH="$HELPERS:$PATH" CARGO_NET_OFFLINE=true LC_ALL=C.UTF-8
	mkdir "$BATS_TEST_TMPDIR/folder"
	cd "$BATS_TEST_TMPDIR/folder"
	# The tutorial's has no space in its name.
	prefix=$BATS_TEST_TMPDIR/prefix
	ln -s "$(dirname "$HELPERS")" "$prefix"
}

# matches GOT WANTED: line by line.
matches() {
	local line pattern=
	while IFS= read -r line; do
		if [ "$line" = ... ]; then
			pattern+='*'
		else
			line=$(sed 's/[][\\*?]/\\&/g; s/\.\.\./*/g' <<<"$line")
			pattern+="$line"$'\n'
		fi
	done <<<"$2"
	# shellcheck disable=SC2053
	[[ "$1"$'\n' == $pattern ]]
}

# step COMMAND WANTED STATUS
step() {
	local got status=0
	[ -n "$1" ] || return 0
	echo "$ $1"
	case $1 in
	cd\ *) $1 ;;
	*)
		got=$(sh -c "${1//\/usr\/local/$prefix}" 2>&1) || status=$?
		[ "$status" -eq "$3" ] || {
			echo "status $status: $got"
			return 1
		}
		matches "$got" "$2" || {
			echo "wanted: $2"
			echo "got: $got"
			return 1
		}
		;;
	esac
}

@test "the tutorial, from an empty folder" {
	local mode= file= command= wanted= want=0 steps=0
	while IFS= read -r line; do
		case $mode:$line in
		console:'```' | console:'$ '*)
			step "$command" "${wanted%$'\n'}" "$want"
			command= wanted= want=0
			[ "$line" = '```' ] && mode= || command=${line#'$ '}
			steps=$((steps + 1))
			;;
		console:\[[0-9]*\]) want=${line//[^0-9]/} ;;
		console:*) wanted+="$line"$'\n' ;;
		file:'```') mode= ;;
		file:*) printf '%s\n' "$line" >>"$file" ;;
		:'```console') mode=console ;;
		:'```'*' '*)
			mode=file
			file=${line#* }
			sleep 0.02
			: >"$file"
			;;
		esac
	done <"$LIND_RUST_SOURCE/examples/doc/tutorial.md"
	[ "$steps" -gt 20 ]
}
