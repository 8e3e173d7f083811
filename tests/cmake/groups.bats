#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# Crates of a workspace that are built together, and apart: by CMake and by make. (Tools of the host: they are built fast.)

load ../lib
load project

# Two programs that depend on one library, which only one of them asks for a feature; the other one says what it got.
workspace() {
	project "$@"
	printf '[workspace]\nresolver = "2"\nmembers = ["asks", "says", "dep"]\n' >Cargo.toml
	lib_crate dep dep
	printf '[features]\nmore = []\n' >>dep/Cargo.toml
	echo 'pub fn more() -> bool { cfg!(feature = "more") }' >dep/src/lib.rs
	bin_crate asks asks 'println!("{}", dep::more());'
	bin_crate says says 'println!("{}", dep::more());'
	rm -f */Cargo.lock
	printf '[dependencies]\ndep = { path = "../dep", features = ["more"] }\n' >>asks/Cargo.toml
	printf '[dependencies]\ndep = { path = "../dep" }\n' >>says/Cargo.toml
}

lists() {
	workspace 'add_lind_rust_crate(asks MANIFEST_PATH asks/Cargo.toml TARGET host)' \
		"add_lind_rust_crate(says MANIFEST_PATH says/Cargo.toml TARGET host $1)"
}

makefile() {
	workspace
	{
		echo "include ${LIND_RUST_SOURCE// /\\ }/make/lind-rust.mk"
		printf '%s_MANIFEST := %s/Cargo.toml\n' asks asks says says
		printf '%s\n' asks_TARGET:=host says_TARGET:=host "$@" '$(eval $(call add_lind_rust_crate,asks))' \
			'$(eval $(call add_lind_rust_crate,says))' 'all: $(asks_PROGRAM) $(says_PROGRAM)' '.DEFAULT_GOAL := all'
	} >Makefile
}

@test "CMake: features are joined, but for EXACT_FEATURES" {
	count_tools
	lists
	configure
	: >"$LOG"
	build
	same 1 "$(grep -c '^cargo build' "$LOG")"
	same true "$("$B/lind-rust/host/bin/says")"
	lists EXACT_FEATURES
	configure
	: >"$LOG"
	build
	same 2 "$(grep -c '^cargo build' "$LOG")"
	same false "$("$B/lind-rust/host/bin/says")"
	same true "$("$B/lind-rust/host/bin/asks")"
	# Joined again by an edit of the project, and by no other.
	sed -i 's/ EXACT_FEATURES//' CMakeLists.txt
	build
	same true "$("$B/lind-rust/host/bin/says")"
	build
	says "no work to do"
	configure -DLIND_RUST_EXACT_FEATURES=ON
	build
	same false "$("$B/lind-rust/host/bin/says")"
}

@test "CMake: a crate that does not compile is no affair of another one's target" {
	lists
	echo 'fn main() { wrong }' >asks/src/main.rs
	configure
	build --target says
	says "crate 'asks' was not built by the call of cargo that built 'says': its own step tells why"
	says_not "cannot find value"
	fails_with 1 cmake --build "$B"
	says "cannot find value"
	says "crate 'asks' of '$P/asks/Cargo.toml' was not built"
}

@test "make: features are joined, but for EXACT_FEATURES" {
	makefile
	make -j2
	same true "$(build/host/bin/says)"
	make | grep -q 'Nothing to be done'
	echo 'says_EXACT_FEATURES := 1' >exact
	sed -i '1a include exact' Makefile
	make -j2
	same false "$(build/host/bin/says)"
	echo 'says_EXACT_FEATURES := 0' >exact
	make -j2
	same true "$(build/host/bin/says)"
	make LIND_RUST_EXACT_FEATURES=1 says_EXACT_FEATURES=
	same false "$(build/host/bin/says)"
	fails_with 2 make says_EXACT_FEATURES=perhaps
	says "says_EXACT_FEATURES 'perhaps' is not a flag: 1 or 0"
}

@test "Ninja: packages with a target directory of their own are built at the same time, others one by one" {
	(($(nproc) > 1)) || skip "one core"
	project 'foreach(name one two)' '  add_lind_rust_crate(${name} MANIFEST_PATH ${name}/Cargo.toml TARGET host)' 'endforeach()'
	# Each of the two waits for the other one, for a while, and says whether it came.
	for name in one two; do
		bin_crate $name $name 'println!("{}", env!("CAME"));'
		cat >$name/build.rs <<-'END'
			fn main() {
			    let met = std::path::Path::new("../met");
			    std::fs::write(met.join(std::env::var("CARGO_PKG_NAME").unwrap()), "").unwrap();
			    let all = || std::fs::read_dir(met).unwrap().count() == 2;
			    for _ in 0..200 {
			        if all() { break; }
			        std::thread::sleep(std::time::Duration::from_millis(50));
			    }
			    println!("cargo:rerun-if-changed=build.rs");
			    println!("cargo:rustc-env=CAME={}", all());
			}
		END
	done
	mkdir met
	configure
	build
	same "true true" "$(echo $("$B/lind-rust/host/bin/one") $("$B/lind-rust/host/bin/two"))"
	# One that locks another package as well: it may share that with others.
	printf '\n[[package]]\nname = "zz"\nversion = "0.1.0"\n' >>one/Cargo.lock
	configure
	run -0 grep -c 'pool = lind_rust_alone' "$B/build.ninja"
	same 1 "$output"
}

@test "CMake's Makefiles: libraries that no target waits for are made by one target, the others by their own" {
	project "add_custom_target(generate COMMAND sh -c 'echo >>generated')" \
		'foreach(name one two linked waits left)' \
		'  add_lind_rust_crate(${name} MANIFEST_PATH ${name}/Cargo.toml)' 'endforeach()' \
		'add_library(user INTERFACE)' 'target_link_libraries(user INTERFACE $<1:linked>)' \
		'add_dependencies(waits-crate generate)' 'set_target_properties(left-crate PROPERTIES EXCLUDE_FROM_ALL TRUE)' \
		'add_subdirectory(below)'
	for name in one two linked waits left below/three; do
		lib_crate "$name" "${name#*/}"
	done
	echo 'add_lind_rust_crate(three MANIFEST_PATH three/Cargo.toml)' >below/CMakeLists.txt
	count_tools
	GENERATOR="Unix Makefiles" configure
	build
	says "Built target lind-rust-libraries"
	says "Built target linked-crate"
	says "Built target waits-crate"
	says_not "Built target one-crate"
	says_not "Built target three-crate"
	[ -e "$B/generated" ]
	for name in one two linked waits three; do
		[ -e "$B/lind-rust/lib$name.a" ]
	done
	[ ! -e "$B/lind-rust/libleft.a" ]
	: >"$LOG"
	build
	same "" "$(grep '^cargo build' "$LOG" || :)"
	# An edit is seen by the one target, and by the library's own one.
	sleep 0.02
	echo '// more' | tee -a one/src/lib.rs >>two/src/lib.rs
	build --target two-crate
	says "Compiling two"
	says_not "Compiling one"
	build
	says "Compiling one"
	says_not "Compiling two"
	build --target left-crate
	[ -e "$B/lind-rust/libleft.a" ]
	: >"$LOG"
	build
	same "" "$(grep '^cargo build' "$LOG" || :)"
}
