# SPDX-License-Identifier: Apache-2.0
# Timing in pairs, and the table.

# ---- Rows ----

ALL_ROWS=()
declare -A ROW_TEXT ROW_NEEDS

# row NAME NEEDS TEXT: the function row_NAME (with _ for -) measures it. NEEDS: lind, or nothing.
row() {
	ALL_ROWS+=("$1")
	ROW_NEEDS[$1]=$2
	ROW_TEXT[$1]=$3
}

list_rows() {
	local name
	for name in "${ALL_ROWS[@]}"; do
		printf '%-16s %s%s\n' "$name" "${ROW_TEXT[$name]}" "${ROW_NEEDS[$name]:+ (needs LIND_WASM_ROOT)}"
	done
}

choose_rows() {
	local name
	ROWS=("$@")
	[ $# -gt 0 ] || ROWS=("${ALL_ROWS[@]}")
	for name in "${ROWS[@]}"; do
		[ -n "${ROW_TEXT[$name]+x}" ] || {
			echo "bench: there is no row '$name'; --list says which there are" >&2
			return 2
		}
	done
}

run_row() {
	local began=$SECONDS
	ROW=$1
	if [ "${ROW_NEEDS[$1]}" = lind ] && [ -z "$LIND" ]; then
		note "\`$1\`: left out, LIND_WASM_ROOT is not set"
		return
	fi
	echo "== $1: ${ROW_TEXT[$1]}" >&2
	LOG=$WORK/$1.log
	rm -rf "${WORK:?}/$1"
	rm -rf "${BENCH:?}/series/$1"
	mkdir -p "$WORK/$1" "$BENCH/series/$1"
	# In a shell of its own: what a row sets and defines is gone behind it.
	(cd "$WORK/$1" && "row_${1//-/_}") 2>>"$LOG" 9>&- || {
		tail -n 15 "$LOG" >&2
		note "\`$1\`: FAILED; see $BENCH/$1.log"
	}
	cp "$LOG" "$BENCH/$1.log"
	[ -n "$keep" ] || rm -rf "${WORK:?}/$1"
	echo "   $((SECONDS - began)) s" >&2
	ROW_SECONDS+=" $1 $((SECONDS - began)),"
}

# ---- Timing ----

# measure RUNS SIDE...: times the functions SIDE in turn, A B A B ..., after SIDE_before where there is one, and after
# one round that does not count where rounds are short. $RUN is the number of the round.
measure() {
	local runs=${RUNS:-$1} side began ended first=1
	shift
	[ "$runs" -lt 8 ] || first=0
	for side; do
		: >"$BENCH/series/$ROW/$side"
	done
	for ((RUN = first; RUN <= runs; RUN++)); do
		for side; do
			if declare -F "${side}_before" >/dev/null; then
				"${side}_before" >>"$LOG" 2>&1 || stop "${side}_before, round $RUN"
			fi
			began=$EPOCHREALTIME
			"$side" >>"$LOG" 2>&1 || stop "$side, round $RUN"
			ended=$EPOCHREALTIME
			[ "$RUN" -eq 0 ] || echo $((${ended/./} - ${began/./})) >>"$BENCH/series/$ROW/$side"
		done
	done
}

# A row that cannot go on.
stop() {
	echo "bench: failed: $*" >&2
	exit 1
}

# must COMMAND...: what prepares a row
must() {
	"$@" >>"$LOG" 2>&1 || stop "$*"
}

# series SIDE: where its microseconds (or other numbers) lie
series() {
	echo "$BENCH/series/$ROW/$1"
}

# ---- The table ----

# put TEXT OURS THEIRS BAR [UNIT [WORD GOOD]]: a line of the table. OURS and THEIRS are sides that were measured. BAR:
# '<= 1.3' of ours by theirs, '>= 50' of theirs by ours, '+ 0.4 s' of ours over theirs. WORD is one more thing that was
# seen, and GOOD is 0 or 1.
put() {
	local line
	line=$(awk -v name="$ROW" -v text="$1" -v bar="$4" -v unit="${5:-us}" -v word="${6:-}" -v good="${7:-1}" \
		-v ours="$(series "$2")" -v theirs="$(series "$3")" -f "$here/table.awk") || stop "no figures of $2 and $3"
	echo "$line" >>"$TABLE"
	echo "   $line" >&3
}

note() {
	echo "* $1" >>"$NOTES"
	echo "   note: $1" >&3
}

# value VALUE SIDE: one number of a side that is not timed
value() {
	echo "$1" >>"$(series "$2")"
}

version() {
	"$@" 2>/dev/null | head -n 1
}

machine() {
	echo "$(nproc) cores ($(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1))," \
		"$(awk '/^MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo), Linux $(uname -r | cut -d- -f1)," \
		"load $(cut -d' ' -f1-3 /proc/loadavg) at the start"
}

versions() {
	echo "$(version "$RUSTC" -V); $(version "$CLANG" --version); $(version "$STOCK_WASM_OPT" --version);" \
		"$(version cmake --version); ninja $(version ninja --version); $(version make --version);" \
		"lind-rust $(git -C "$SOURCE" describe --always --dirty 2>/dev/null)"
}

begin_table() {
	TABLE=$WORK/table NOTES=$WORK/notes ROW_SECONDS=
	MACHINE=$(machine)
	: >"$TABLE"
	: >"$NOTES"
}

end_table() {
	{
		printf '%s\n\n%s\n\n' "$MACHINE" "$(versions)"
		[ -z "$LIND" ] || printf 'lind-wasm: %s\n\n' "$(git -C "$LIND" rev-parse --short=9 HEAD 2>/dev/null || echo built)"
		echo "| row | compared | pairs | ours: min / median / max | theirs | ratio (of pairs) | bar | met |"
		echo "|---|---|---:|---:|---:|---:|---:|---|"
		cat "$TABLE"
		echo
		cat "$NOTES"
		echo "* seconds that each row took:${ROW_SECONDS%,}"
	} >"$BENCH/table.md"
	cat "$BENCH/table.md"
	! grep -q FAILED "$NOTES"
}
