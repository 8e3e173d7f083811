# SPDX-License-Identifier: Apache-2.0
# One program on a real lind: the edit loop of a developer, and what is shipped.

row lind-loop lind "a hello edited, built for development and run, against upstream's way"
row lind-loop-static lind "the same, linked statically"
row lind-release lind "a release program: size, time to run, opt and precompile, against upstream's flags"

row_lind_loop() {
	edit_loop "add_lind_rust_crate(hello)"
}

row_lind_loop_static() {
	edit_loop "add_lind_rust_crate(hello LINKAGE static)"
}

edit_loop() {
	local file
	on_lind
	upstream_tools
	hello ours
	hello theirs
	cmake_lists ours "$1"
	must configure ours ours/build Ninja -DCMAKE_BUILD_TYPE=Debug
	must ninja -C ours/build
	file=$(finished ours/build hello)
	must upstream_build theirs
	ours_before() { edit ours; }
	ours() { ninja -C ours/build && run_ours "$file"; }
	theirs_before() { edit theirs; }
	# Whether it runs there is said below; the time is that of trying.
	theirs() { upstream_build theirs && { upstream_run hello.cwasm || true; }; }
	measure 3 ours theirs
	[[ $(run_ours "$file") == "hello $(edited ours)" ]] || stop "ours did not run"
	[[ $(upstream_run hello.cwasm 2>&1) == "hello $(edited theirs)" ]] ||
		note "\`$ROW\`: upstream's hello was built and started, but did not print what it should"
	note "\`$ROW\`: the last round of ours: $(steps ours/build hello)"
	put "edit, build for dev, run / upstream's way" ours theirs ">= 7"
}

# edited DIRECTORY: the number that its program prints
edited() {
	grep -o '[0-9]*;' "$1/src/edit.rs" | tr -d ';'
}

# finished BUILD NAME: the program to run
finished() {
	if [ -e "$1/lind-rust/$2.cwasm" ]; then echo "$1/lind-rust/$2.cwasm"; else echo "$1/lind-rust/$2.wasm"; fi
}

run_ours() {
	"$BUILD/bin/lind-rust-run" --runtime lind --timeout 100 "$@"
}

# upstream_run FILE ARGUMENTS...
upstream_run() {
	timeout 100 "$LIND_BOOT" "$UPSTREAM_LINDFS/$1" "${@:2}"
}

# work DIRECTORY: a program that allocates, formats, sorts, looks up, calls and computes
work() {
	package "$1" work
	cat >"$1/src/main.rs" <<-'END'
		use std::collections::{BTreeMap, HashMap};
		use std::io::Write;
		fn fib(n: u32) -> u64 {
		    if n < 2 { n as u64 } else { fib(n - 1) + fib(n - 2) }
		}
		fn words(n: u64) -> usize {
		    let mut seen: HashMap<String, u64> = HashMap::new();
		    for i in 0..n {
		        *seen.entry(format!("word{}", i * 7919 % 5003)).or_insert(0) += i;
		    }
		    let mut sorted: Vec<_> = seen.iter().collect();
		    sorted.sort();
		    sorted.iter().map(|(word, _)| word.len()).sum()
		}
		fn tree(n: u64) -> u64 {
		    let mut tree = BTreeMap::new();
		    for i in 0..n {
		        tree.insert(i * 2654435761 % 1000003, i);
		    }
		    tree.range(1000..).take(1000).map(|(_, v)| *v).sum()
		}
		fn matrix(n: usize) -> f64 {
		    let a: Vec<f64> = (0..n * n).map(|i| i as f64 / 7.0).collect();
		    let mut sum = 0.0;
		    for i in 0..n {
		        for j in 0..n {
		            sum += (0..n).map(|k| a[i * n + k] * a[k * n + j]).sum::<f64>();
		        }
		    }
		    sum
		}
		fn main() {
		    let n: u64 = std::env::args().nth(1).and_then(|word| word.parse().ok()).unwrap_or(1);
		    let (mut w, mut t, mut m, mut f) = (0, 0, 0.0, 0);
		    for i in 0..n {
		        w += words(40000);
		        t += tree(40000);
		        m += matrix(100);
		        f += fib(24);
		        write!(std::io::stderr(), "{i}").unwrap();
		    }
		    println!("{w} {t} {m} {f}");
		}
	END
}

# whole_library DIRECTORY: its program is linked with all that lind's own scripts link. It asks for a converter of
# characters, which is in every program there; here for none that does not.
whole_library() {
	sed -i 's/^fn main() {$/extern "C" { fn iconv_open(to: *const u8, from: *const u8) -> *mut u8; }\n&\n'\
'    if std::env::args().nth(2).is_some() { unsafe { iconv_open([].as_ptr(), [].as_ptr()) }; }/' "$1/src/main.rs"
	grep -q 'unsafe { iconv_open' "$1/src/main.rs" || stop "$1/src/main.rs is not what was expected"
}

# Both sides have the same sources and std: what lind-rust links and chooses for release against a static program with
# upstream's passes.
row_lind_release() {
	local file n=60 keyword=
	on_lind
	! grep -q 'LINKAGE' "$SOURCE/cmake/LindRust.cmake" || keyword=' LINKAGE static'
	work ours
	work theirs
	whole_library theirs
	cmake_lists ours 'add_lind_rust_crate(work)'
	cmake_lists theirs "add_lind_rust_crate(work$keyword)"
	must configure ours ours/build
	must ninja -C ours/build
	must configure theirs theirs/build
	must ninja -C theirs/build
	ours_before() { only_std && rm -f ours/build/lind-rust/work.wasm ours/build/lind-rust/work.cwasm; }
	ours() { ninja -C ours/build; }
	theirs() { upstream_opt theirs/build/lind-rust/raw/work.wasm work.wasm && "$LIND_BOOT" --precompile work.wasm; }
	measure 2 ours theirs
	file=$(finished ours/build work)
	put "opt and precompile / lind-wasm-opt --static, lind-boot" ours theirs "<= 0.5"
	: >"$(series size)"
	: >"$(series upstream_size)"
	value "$(stat -c %s ours/build/lind-rust/work.wasm)" size
	value "$(stat -c %s work.wasm)" upstream_size
	put "size of the module / of upstream's" size upstream_size "<= 1.02" bytes
	same_output "$n"
	running() { run_ours "$file" "$n"; }
	upstream_running() { run_ours work.cwasm "$n"; }
	measure 5 running upstream_running
	put "time to run / of upstream's" running upstream_running "<= 1.02"
}

same_output() {
	local ours theirs
	ours=$(run_ours "$file" "$1" 2>/dev/null)
	theirs=$(run_ours work.cwasm "$1" 2>/dev/null)
	[ -n "$ours" ] && [ "$ours" = "$theirs" ] || stop "ours printed '$ours', upstream's '$theirs'"
}
