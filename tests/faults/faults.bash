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
# The dynamic linker takes a space or a colon for the end of a name.
case $shim in
*[\ :]*)
	ln -sfn "$shim" "$BATS_RUN_TMPDIR/libfaults.so"
	shim=$BATS_RUN_TMPDIR/libfaults.so
	;;
esac
# What tests/trust asks for, read now: a test forgets the caller's settings. In helpers each EVERY-th call, and where
# nothing is asked each STEP-th; in whole builds SAMPLES calls of each kind, all of them by 0. The word "places" stands in
# both for the first and the last call from each place in the code.
every=${LIND_RUST_FAULT_STEP:-}
samples=${LIND_RUST_FAULT_SAMPLES:-1}
# How many pairs of faults for each helper: one in a run, another in the run after that.
pairs=${LIND_RUST_FAULT_PAIRS:-2}
step=${every:-2}

# What is counted for tests/trust: a line of a name and a number.
counts=${LIND_RUST_COUNTS:-}
count() {
	[ -z "$counts" ] || echo "$1 $2" >> "$counts"
}

# helper: as the test defines it, in $dir with tree/ and cache/ below; $fault is what stands before the program.
start_anew() {
	rm -rf "$dir/tree" "$dir/cache"
	cp -a "$dir/before/tree" "$dir/before/cache" "$dir"
}

# as_good: tree and cache hold the same files as after a run without a fault. What a killed run staged is of no interest.
as_good() {
	local part
	for part in tree cache; do
		diff -rq --no-dereference -x '.*.tmp' "$dir/good/$part" "$dir/$part" || return
	done > "$dir/found"
}

# What lies in $dir and is neither tree nor cache, nor of these tests' making.
outside() {
	(
		cd "$dir" || exit
		find . \( -path ./tree -o -path ./cache -o -path ./good \) -prune -o -type f -printf '%p %s %T@\n' |
			grep -vE '^\./(outside|said|fired|found|good|count|places)' | sort
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
	local -A calls=()
	shift
	start_anew
	fault=()
	helper > "$dir/said" 2>&1 || { cat "$dir/said"; return 1; }
	rm -rf "$dir/good"
	mkdir "$dir/good"
	cp -a "$dir/tree" "$dir/cache" "$dir/good"
	outside > "$dir/outside"
	for kind; do
		rm -f "$dir/places"
		start_anew
		run_with_fault "$program" "$kind" 1000000 FAULT_PLACES="$dir/places" || { cat "$dir/said"; return 1; }
		[ ! -e "$dir/places" ] || calls[$kind]=$(cut -d' ' -f1 "$dir/places" | sort -n | tail -n 1)
		for n in $(calls_by_step "${calls[$kind]:-0}"); do
			status=0
			start_anew
			run_with_fault "$program" "$kind" "$n" || status=$?
			[ -e "$dir/fired" ] || continue
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
			# What a killed helper has just started may hold its lock until it execs; then its staging goes a run later.
			[[ $kind != kill* ]] || as_good || {
				eventually no_process
				helper > "$dir/said" 2>&1 || wrong "the second run afterwards failed" || return
			}
			as_good || wrong "$(cat "$dir/found")" || return
		done
	done
	fault_pairs "$program" || return
	outside | diff "$dir/outside" -
	eventually no_process
	count faults "$total"
	echo "$total faults in $program"
	[ "$total" -gt 0 ]
}

# Of all pairs, which are millions, a choice that is the same each time; $calls has how many calls there are of a kind.
fault_pairs() {
	local i chance total=0 kind kinds=("${!calls[@]}") first second
	for ((i = 0; i < pairs; i++)); do
		chance=$(cksum <<< "$BATS_TEST_DESCRIPTION$i")
		chance=${chance%% *}
		first=${kinds[chance % ${#kinds[@]}]} second=${kinds[chance / 16 % ${#kinds[@]}]}
		start_anew
		run_with_fault "$1" "$first" $((1 + chance / 256 % ${calls[$first]})) || :
		[ -e "$dir/fired" ] || continue
		run_with_fault "$1" "$second" $((1 + chance / 4096 % ${calls[$second]})) || :
		[ -e "$dir/fired" ] || continue
		total=$((total + 1))
		check_outputs || return
		fault=()
		helper > "$dir/said" 2>&1 || wrong "the run after $first and $second failed" || return
		as_good || {
			eventually no_process
			# Who could not remove what a killed one had left, and made the entry: it goes with the next that is made.
			rm -rf "$dir"/cache/*/*
			helper > "$dir/said" 2>&1 || wrong "the second run after $first and $second failed" || return
		}
		as_good || wrong "after $first and $second: $(cat "$dir/found")" || return
	done
	count fault-pairs "$total"
}

# run_with_fault PROGRAM KIND AT SETTING...
run_with_fault() {
	rm -f "$dir/fired"
	fault=(env LD_PRELOAD="$shim" ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0 FAULT_PROGRAM="$1" FAULT_KIND="$2"
		FAULT_AT="$3" FAULT_LOG="$dir/fired" "${@:4}")
	helper > "$dir/said" 2>&1
}

# calls_by_step CALLS: the numbers of those that are tried; what is known of them is in $dir/places.
calls_by_step() {
	[ -e "$dir/places" ] || return 0
	[ "$step" != places ] || { of_each_place; return; }
	seq 1 "$step" "$1"
}

# The first and the last call from each place.
of_each_place() {
	awk '{ n = $1; $1 = ""; if (!($0 in first) || n < first[$0]) first[$0] = n; if (n > last[$0]) last[$0] = n }
		END { for (place in first) print first[place] "\n" last[place] }' "$dir/places" | sort -nu
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

# What a build makes for its user: front ends write logs and databases of their own, with times in them.
made() {
	local file
	for file in $outputs; do sha256sum "$1/tree/$file" || { find "$1/tree"; return 1; }; done
	(cd "$1/cache" && find . -name '.*.tmp' -prune -o -printf '%y %p\n' | sort)
}

# build_faults KIND...: as faults, for all helpers of a build, which count their calls together. One that is not as it
# should be does not end it: of thousands all are to be known.
build_faults() {
	local kind n total=0 failed=0
	start_anew
	fault=()
	helper > "$dir/said" 2>&1 || { cat "$dir/said"; return 1; }
	made "$dir" > "$dir/good.list"
	outside > "$dir/outside"
	for kind; do
		# Which calls there are, by a fault at one that does not come.
		rm -f "$dir/places"
		FAULT_PLACES="$dir/places" build_with_fault "$kind" 1000000 || { cat "$dir/said"; return 1; }
		for n in $(calls_by_samples); do
			build_fault "$kind" "$n" || failed=$((failed + 1))
			[ ! -e "$dir/fired" ] || total=$((total + 1))
		done
	done
	outside | diff "$dir/outside" -
	eventually no_process
	count build-faults "$total"
	echo "$total faults in $BATS_TEST_DESCRIPTION, $failed failed" >&3
	[ "$total" -gt 0 ] && [ "$failed" -eq 0 ]
}

# build_fault KIND NUMBER
build_fault() {
	local status=0
	build_with_fault "$1" "$2" || status=$?
	[ -e "$dir/fired" ] || return 0
	eventually no_helper
	case $1 in
	EINTR | short | clock) [ "$status" -eq 0 ] || wrong "status $status" || return ;;
	E*) [ "$status" -eq 0 ] || helper_said || wrong "no helper said why" || return ;;
	esac
	fault=()
	helper > "$dir/said" 2>&1 || wrong "status $status; the run afterwards failed" || return
	made "$dir" > "$dir/found" || wrong "not all was made" || return
	# A directory in the cache that could not be removed goes with the next build that wants the entry.
	cmp -s "$dir/good.list" "$dir/found" || {
		rm -rf "$dir/tree"
		cp -a "$dir/before/tree" "$dir"
		helper > "$dir/said" 2>&1 || wrong "the second run afterwards failed" || return
		made "$dir" > "$dir/found"
	}
	cmp -s "$dir/good.list" "$dir/found" || wrong "$(diff "$dir/good.list" "$dir/found")"
}

# CMake puts what it was told further in.
helper_said() {
	grep -qE '^ *(lind-rust[a-z-]*|cargo-lind_compile): ' "$dir/said"
}

# As calls_by_step, for whole builds; another choice for each kind and front end.
calls_by_samples() {
	local calls i offset
	[ -e "$dir/places" ] || return 0
	[ "$samples" != places ] || { of_each_place; return; }
	calls=$(wc -l < "$dir/places")
	[ "$samples" -gt 0 ] && [ "$samples" -lt "$calls" ] || { seq "$calls"; return; }
	offset=$(printf %s "$kind$BATS_TEST_DESCRIPTION" | cksum | cut -d' ' -f1)
	for ((i = 0; i < samples; i++)); do echo $((1 + (offset + i * calls / samples) % calls)); done
}

# A group of its own, in which Ctrl-C is not ignored.
build_with_fault() {
	start_anew
	rm -f "$dir/fired"
	head -c 8 /dev/zero > "$dir/count"
	fault=(setsid --wait env --default-signal=INT LD_PRELOAD="$shim" ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0
		FAULT_PROGRAM="$HELPERS/" FAULT_KIND="$1" FAULT_AT="$2" FAULT_LOG="$dir/fired" FAULT_COUNT="$dir/count")
	helper > "$dir/said" 2>&1
}

# What a killed build has started ends before another begins, or is waited for by it: no helper is left for good.
no_helper() {
	local pid
	for pid in $(grep -lsz "^FAULT_DIR=$dir\$" /proc/[0-9]*/environ 2> /dev/null | cut -d/ -f3); do
		case $(readlink "/proc/$pid/exe") in
		"$HELPERS"/*) return 1 ;;
		esac
	done
}
