#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# lind-rust-cargo with the real cargo, rustc and clang, on crates of a few lines; std is the user's cached one.

load ../lib

setup_file() {
	export config_dir="$BATS_FILE_TMPDIR/config"
	mkdir "$config_dir"
	"$HELPERS/lind-rust-config" tools --need clang,wasm-ld,ar,sysroot,rustc,cargo,rust-src > /dev/null 2>&1 || return 0
	"$HELPERS/lind-rust-std" -q -o "$config_dir/std"
	"$HELPERS/lind-rust-config" cargo --std-file "$config_dir/std" -o "$config_dir/config.toml"
}

setup() {
	[ -e "$config_dir/config.toml" ] || skip "a tool is missing to build Rust with"
	dir="$BATS_TEST_TMPDIR/a directory"
	mkdir -p "$dir"
	cd "$dir"
}

# crate DIR [LINES OF Cargo.toml]: a package; its sources follow by hand.
crate() {
	mkdir -p "$1/src"
	printf '[package]\nname = "%s"\nversion = "0.1.0"\nedition = "2021"\n%b' "${1##*/}" "${2:-}" > "$1/Cargo.toml"
}

build() {
	local manifest=$1
	shift
	"$HELPERS/lind-rust-cargo" build --manifest-path "$manifest/Cargo.toml" --output "out/${manifest##*/}" \
		--target-dir target --config "$config_dir/config.toml" --offline "$@"
}

prints() {
	"$HELPERS/lind-rust-opt" --opt-level 0 -o finished.wasm "$2" 2> /dev/null
	run "$HELPERS/lind-rust-run" --timeout 60 finished.wasm
	[ "$status" -ne 77 ] || skip "nothing can run it"
	same "$1" "$output"
}

# in_depfile FILE...: each is listed.
in_depfile() {
	local file
	for file; do
		grep -qxF -e " ${file// /\\ }" -e " ${file// /\\ } \\" out.d || {
			echo "not listed: $file"
			cat out.d
			return 1
		}
	done
}

@test "a program is built and runs; a second build changes nothing" {
	crate hello-lind
	echo 'fn main() { println!("{}", ["hello", "lind"].join(" ")); }' > hello-lind/src/main.rs
	run -0 --separate-stderr build hello-lind
	[ -z "$output" ]
	[[ "$stderr" != *warning* ]]
	prints "hello lind" out/hello-lind
	touch -d 2001-01-01 out/hello-lind
	touch hello-lind/src/main.rs
	build hello-lind
	same 2001 "$(date -r out/hello-lind +%Y)"
}

@test "an error of the compiler is rustc's own, and nothing is written" {
	crate broken
	echo 'fn main() { let x: u32 = "no"; }' > broken/src/main.rs
	fails_with 1 build broken
	says "mismatched types"
	says "crate 'broken' of '$dir/broken/Cargo.toml' was not built"
	[ ! -e out ]
}

@test "proc-macro, path dependency, and C of a build script by the compiler of lind" {
	crate app '[dependencies]\nderive = { path = "../derive" }\nplain = { path = "../plain" }\n'
	crate derive '[lib]\nproc-macro = true\n'
	crate plain
	cat > derive/src/lib.rs <<-'EOT'
		#[proc_macro]
		pub fn forty(_: proc_macro::TokenStream) -> proc_macro::TokenStream { "40".parse().unwrap() }
	EOT
	echo 'pub fn one() -> i32 { 1 }' > plain/src/lib.rs
	echo 'int from_c(void) { return 1; }' > app/part.c
	cat > app/build.rs <<-'EOT'
		use std::{env, process::Command};
		fn main() {
			let out = env::var("OUT_DIR").unwrap();
			let run = |tool: &str, args: &[&str]| assert!(Command::new(env::var(tool).unwrap()).args(args).status().unwrap().success());
			run("CC_wasm32_lind", &["-Werror", "-c", "part.c", "-o", &format!("{out}/part.o")]);
			run("AR_wasm32_lind", &["rcs", &format!("{out}/libpart.a"), &format!("{out}/part.o")]);
			println!("cargo::rerun-if-changed=part.c");
			println!("cargo::rustc-link-search={out}");
			println!("cargo::rustc-link-lib=static=part");
		}
	EOT
	echo 'extern "C" { fn from_c() -> i32; } fn main() { println!("{}", derive::forty!() + plain::one() + unsafe { from_c() }); }' \
		> app/src/main.rs
	build app
	prints 42 out/app
}

@test "a vendored crate that takes wasm32 for a browser gets the dependencies of Linux; so do build scripts" {
	crate app '[dependencies]\nclient = "0.1.0"\n'
	crate vendor/client "[target.'cfg(target_arch = \"wasm32\")'.dependencies]\nweb = \"0.1.0\"\n
		[target.'cfg(not(target_arch = \"wasm32\"))'.dependencies]\nnative = \"0.1.0\"\n"
	crate vendor/web
	crate vendor/native
	echo 'compile_error!("for browsers");' > vendor/web/src/lib.rs
	echo 'pub fn name() -> &'"'static str { if cfg!(not(target_arch = \"wasm32\")) { \"native\" } else { \"web\" } }" \
		> vendor/native/src/lib.rs
	printf '#[cfg(target_arch = "wasm32")]\npub use web::name;\n#[cfg(not(target_arch = "wasm32"))]\npub use native::name;\n' \
		> vendor/client/src/lib.rs
	for name in client web native; do echo '{"files":{}}' > vendor/$name/.cargo-checksum.json; done
	mkdir .cargo
	printf '[source.crates-io]\nreplace-with = "here"\n[source.here]\ndirectory = "%s"\n' "$dir/vendor" > .cargo/config.toml
	echo 'fn main() { println!("cargo::rustc-env=ARCH={}", std::env::var("CARGO_CFG_TARGET_ARCH").unwrap()); }' > app/build.rs
	echo 'fn main() { println!("{} {}", client::name(), env!("ARCH")); }' > app/src/main.rs
	build app
	prints "native lind" out/app
}

@test "lto fat and thin link against the cached std" {
	crate app '[profile.fat]\ninherits = "release"\nlto = "fat"\n[profile.thin]\ninherits = "release"\nlto = "thin"\n'
	echo 'fn main() { println!("{:?}", "a b".split(" ").collect::<Vec<_>>()); }' > app/src/main.rs
	build app --profile fat
	prints '["a", "b"]' out/app
	build app --profile thin
	prints '["a", "b"]' out/app
}

@test "two packages of a workspace with programs of one name, in one target directory" {
	local p
	mkdir ws
	printf '[workspace]\nmembers = ["one", "two"]\nresolver = "2"\n' > ws/Cargo.toml
	for p in one two; do
		crate ws/$p '[[bin]]\nname = "same"\npath = "src/main.rs"\n'
		echo "fn main() { println!(\"$p\"); }" > ws/$p/src/main.rs
	done
	fails_with 1 build ws
	says "is a workspace of 2 packages: which one?"
	says "one two"
	"$HELPERS/lind-rust-cargo" build --manifest-path ws/Cargo.toml --package one --output one.wasm --target-dir target \
		--config "$config_dir/config.toml" --offline &
	"$HELPERS/lind-rust-cargo" build --manifest-path ws/Cargo.toml --package two --output two.wasm --target-dir target \
		--config "$config_dir/config.toml" --offline
	wait $!
	prints one one.wasm
	prints two two.wasm
}

@test "a library is built as a static one; a tool for the host runs on it" {
	crate part
	echo '#[no_mangle] pub extern "C" fn answer() -> i32 { 42 }' > part/src/lib.rs
	build part
	printf '#include <stdio.h>\nint answer(void);\nint main(void) { printf("%%d\\n", answer()); return 0; }\n' > main.c
	mv out/part libpart.a
	"$HELPERS/lind-rust-clang" main.c libpart.a -o app.wasm
	prints 42 app.wasm
	crate tool
	echo 'fn main() { println!("on the host"); }' > tool/src/main.rs
	mkdir tool/.cargo
	printf '[build]\ntarget = "wasm32-wasip1"\n' > tool/.cargo/config.toml
	build tool --target host
	same "on the host" "$(out/tool)"
}

@test "what is linked in beside Rust: a change of it alone links again" {
	crate app
	echo 'extern "C" { fn part() -> i32; } fn main() { println!("{}", unsafe { part() }); }' > app/src/main.rs
	echo 'int part(void) { return 1; }' > part.c
	"$HELPERS/lind-rust-clang" -c part.c
	build app --link part.o
	prints 1 out/app
	echo 'int part(void) { return 2; }' > part.c
	"$HELPERS/lind-rust-clang" -c part.c
	build app --link part.o
	prints 2 out/app
}

@test "the depfile lists all that the crate was made from, and nothing that was made" {
	local feature='[features]\nmore = ["dep:optional"]\n'
	crate app "${feature}[dependencies]\nplain = { path = \"../plain\" }\noptional = { path = \"../optional\", optional = true }\n"
	crate plain
	crate optional
	mkdir -p app/data/below app/.cargo 'app/build/deep'
	touch app/data/a.txt 'app/data/below/b c.txt' app/text.txt app/.cargo/config.toml app/build/deep/output
	echo 'pub fn f() {}' | tee plain/src/lib.rs > optional/src/lib.rs
	echo 'fn main() {}' > plain/build.rs
	echo x > plain/unknown.txt
	echo 'fn main() { println!("cargo::rerun-if-changed=data"); }' > app/build.rs
	echo 'mod part; fn main() { plain::f(); part::f(); println!("{}", include_str!("../text.txt")); }' > app/src/main.rs
	echo 'pub fn f() {}' > app/src/part.rs
	build app --features more --stamp stamp --depfile out.d --build-dir "$dir/app/build"
	head -n 1 out.d | grep -q '^stamp:'
	in_depfile "$dir/app/src/main.rs" "$dir/app/src/part.rs" "$dir/app/text.txt" "$dir/app/Cargo.toml" "$dir/app/Cargo.lock" \
		"$dir/app" "$dir/app/build.rs" "$dir/app/.cargo/config.toml" \
		"$dir/app/data" "$dir/app/data/a.txt" "$dir/app/data/below" "$dir/app/data/below/b c.txt" \
		"$dir/plain/src/lib.rs" "$dir/plain/Cargo.toml" "$dir/plain" "$dir/plain/unknown.txt" \
		"$dir/optional/Cargo.toml" "$dir/optional/src/lib.rs"
	run -1 grep -F "$dir/target/" out.d
	run -1 grep -F "${dir// /\\ }/target/" out.d
	run -1 grep -F output out.d
}

@test "the depfile's phony rules let make go on where an input is gone" {
	crate app
	echo 'fn main() {}' > app/src/main.rs
	touch 'app/src/a:b#c.txt'
	echo 'fn main() {}' > app/build.rs
	build app --stamp stamp --depfile out.d --phony
	printf 'all: stamp\nstamp: ; @echo again\ninclude out.d\n.DEFAULT_GOAL := all\n' > Makefile
	same "make: Nothing to be done for 'all'." "$(LC_ALL=C make)"
	rm 'app/src/a:b#c.txt'
	same again "$(LC_ALL=C make)"
}
