# SPDX-License-Identifier: Apache-2.0
# A helper run again and again, each time with another of its system calls failing.  load faults
#
# A test makes the state before a build in $dir/before (tree and cache) and says how the helper is run: then
#   faults PROGRAM KIND...     for each kind of shim.c and each call that it is about
#
# What must hold each time: the helper ends by itself with a message, by the kill, or well; a file of its output is the
# old one, the right one or not there; a plain run afterwards gives the right bytes, and leaves nothing in tree or cache
# that a run without a fault does not; nothing outside of them has changed, and no process is left.

shim="$LIND_RUST_BUILD_TREE/tests/libfaults.so"
# Each STEP-th call: every one in tests/trust, every second one elsewhere.
step=${LIND_RUST_FAULT_STEP:-2}

# What is counted for tests/trust: a line of a name and a number. Read now: a test forgets the caller's settings.
counts=${LIND_RUST_COUNTS:-}
count() {
	[ -z "$counts" ] || echo "$1 $2" >> "$counts"
}

# helper: as the test defines it, in $dir with tree/ and cache/ below; $fault is what stands before the program.
start_anew() {
	rm -rf "$dir/tree" "$dir/cache"
	cp -a "$dir/before/tree" "$dir/before/cache" "$dir"
}

# contents DIR: names and bytes of all files; times and what a killed run staged are of no interest.
contents() {
	(
		cd "$1" || exit
		find . ! -name '.*.tmp' -printf '%y %p\n' | sort
		find . -type f ! -name '.*.tmp' -print0 | sort -z | xargs -0r sha256sum
	)
}

# What lies in $dir and is neither tree nor cache, nor of these tests' making.
outside() {
	(
		cd "$dir" || exit
		find . \( -path ./tree -o -path ./cache -o -path ./good \) -prune -o -type f -printf '%p %s %T@\n' |
			grep -vE '^\./(outside|said|fired|found|good)' | sort
	)
}

wrong() {
	echo "wrong after: $(cat "$dir/fired")"
	echo "$1"
	[ ! -e "$dir/said" ] || cat "$dir/said"
	return 1
}

# outputs: the files that the helper makes, below tree/; each is old, right or missing.
check_outputs() {
	local file
	for file in $outputs; do
		[ ! -e "$dir/tree/$file" ] || cmp -s "$dir/tree/$file" "$dir/good/tree/$file" ||
			cmp -s "$dir/tree/$file" "$dir/before/tree/$file" ||
			wrong "$file is neither the old one nor the right one" || return
	done
}

faults() {
	local program=$1 kind n status total=0
	shift
	start_anew
	fault=()
	helper > "$dir/said" 2>&1 || { cat "$dir/said"; return 1; }
	rm -rf "$dir/good"
	mkdir "$dir/good"
	cp -a "$dir/tree" "$dir/cache" "$dir/good"
	contents "$dir/good" > "$dir/good.list"
	outside > "$dir/outside"
	for kind; do
		for ((n = 1; ; n += step)); do
			start_anew
			rm -f "$dir/fired"
			status=0
			fault=(env LD_PRELOAD="$shim" ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0 FAULT_PROGRAM="$program"
				FAULT_KIND="$kind" FAULT_AT="$n" FAULT_LOG="$dir/fired")
			helper > "$dir/said" 2>&1 || status=$?
			[ -e "$dir/fired" ] || break
			total=$((total + 1))
			check_outputs || return
			case $kind in
			kill*) [ "$status" -eq 137 ] || wrong "status $status" || return ;;
			EINTR | short) [ "$status" -eq 0 ] || wrong "status $status" || return ;;
			*)
				[ "$status" -le 1 ] || wrong "status $status" || return
				[ "$status" -eq 0 ] || [ -s "$dir/said" ] || wrong "no message" || return
				;;
			esac
			fault=()
			helper > "$dir/said" 2>&1 || wrong "the run afterwards failed" || return
			contents_of_run > "$dir/found"
			cmp -s "$dir/good.list" "$dir/found" || wrong "$(diff "$dir/good.list" "$dir/found")" || return
		done
	done
	outside | diff "$dir/outside" -
	eventually no_process
	count faults "$total"
	echo "$total faults in $program"
	[ "$total" -gt 0 ]
}

contents_of_run() {
	rm -rf "$dir/run"
	mkdir "$dir/run"
	mv "$dir/tree" "$dir/cache" "$dir/run"
	contents "$dir/run"
	mv "$dir/run/tree" "$dir/run/cache" "$dir"
	rmdir "$dir/run"
}

# No process of this test's is left: all have its directory in their environment.
no_process() {
	local pid
	for pid in $(grep -lsz "^FAULT_DIR=$dir\$" /proc/[0-9]*/environ 2> /dev/null | cut -d/ -f3); do
		case $(readlink "/proc/$pid/exe") in
		*/bash | */bats* | */env | */grep | */cut | "") ;;
		*) return 1 ;;
		esac
	done
}
