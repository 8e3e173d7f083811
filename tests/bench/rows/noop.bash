# SPDX-License-Identifier: Apache-2.0
# Nothing to do.

row noop-ninja '' "nothing to do for 50 crates, Ninja, against C alone with as many edges"
row noop-makefiles '' "the same with CMake's Makefiles"
row noop-make '' "the same with make"
row corrosion-10 '' "nothing to do for 10 crates, Ninja, against Corrosion"
row corrosion-50 '' "the same for 50 crates"

# noop_projects N: ours in many, C alone with as many edges in c; rows of the same N share them
noop_projects() {
	mkdir -p "$WORK/$1-crates" && cd "$WORK/$1-crates" || stop "$WORK/$1-crates"
	count_starts
	[ -e c ] || {
		many many "$1"
		many_lists many "$1"
		must configure many many/ninja
		c_project c "$(edges many/ninja)"
	}
	EDGES=$(edges many/ninja)
}

# noop_put N BAR: what ours started is counted in the timed rounds themselves.
noop_put() {
	local n
	n=$(wc -l <"$STARTS")
	put "$1 crates ($EDGES commands) / C alone ($EDGES)" ours theirs "$2" us "$n processes of cargo, wasm-opt" $((n == 0))
}

row_noop_ninja() {
	noop_projects 50
	must configure c c/ninja
	must ninja -C c/ninja
	must ninja -C many/ninja
	must ninja -C many/ninja
	: >"$STARTS"
	ours() { ninja -C many/ninja; }
	theirs() { ninja -C c/ninja; }
	measure 30 ours theirs
	noop_put 50 "<= 1.3"
}

row_noop_makefiles() {
	noop_projects 50
	must configure many many/makefiles "Unix Makefiles"
	must make -C many/makefiles -j2
	must configure c c/makefiles "Unix Makefiles"
	must make -C c/makefiles -j2
	must make -C many/makefiles
	: >"$STARTS"
	ours() { make -C many/makefiles; }
	theirs() { make -C c/makefiles; }
	measure 10 ours theirs
	noop_put 50 "<= 1.5"
}

row_noop_make() {
	noop_projects 50
	must make -C many all -j2
	must make -C c all -j2
	must make -C many all
	: >"$STARTS"
	ours() { make -C many all; }
	theirs() { make -C c all; }
	measure 20 ours theirs
	noop_put 50 "<= 1.5"
}

# against_corrosion N BAR
against_corrosion() {
	noop_projects "$1"
	corrosion_lists many/host "$1"
	must corrosion_configure many/host host
	must ninja -C host
	must ninja -C many/ninja
	must ninja -C many/ninja
	: >"$STARTS"
	ours() { ninja -C many/ninja; }
	theirs() { ninja -C host; }
	measure 10 ours theirs
	n=$(wc -l <"$STARTS")
	put "$1 crates / $(corrosion_name), host" ours theirs "$2" us "$n processes of cargo" $((n == 0))
}

row_corrosion_10() {
	against_corrosion 10 ">= 50"
}

row_corrosion_50() {
	against_corrosion 50 ">= 200"
}
