#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# lind-rust-clang as a C compiler: with the real clang and the sysroot that is there (lind's or the stand-in's).

load ../lib
load pseudo
load ../shared_sysroot

setup_file() {
	# One compat archive and one set of answers for all tests.
	export LIND_RUST_CACHE="${LIND_RUST_CACHE:-$BATS_FILE_TMPDIR/cache}"
}

setup() {
	cc="$HELPERS/lind-rust-clang"
	dir="$BATS_TEST_TMPDIR/a directory"
	mkdir -p "$dir"
	cd "$dir"
	"$HELPERS/lind-rust-config" tools --need clang,wasm-ld,sysroot > /dev/null 2>&1 || skip "there is no clang or no sysroot"
	cat > main.c <<-'EOT'
		#include <stdio.h>
		int part(int x);
		int main(int argc, char **argv) { printf("%d\n", part(argc)); return 0; }
	EOT
	echo 'int part(int x) { return x + 41; }' > part.c
}

is_object() {
	[ "$(od -An -tx1 -N8 "$1")" = " 00 61 73 6d 01 00 00 00" ] && grep -q linking "$1"
}

is_program() {
	[ "$(od -An -tx1 -N8 "$1")" = " 00 61 73 6d 01 00 00 00" ] && ! grep -q reloc.CODE "$1"
}

# What the program prints, by whatever runs programs here.
prints() {
	"$HELPERS/lind-rust-opt" --opt-level 0 -o finished.wasm "$2" 2> /dev/null
	run "$HELPERS/lind-rust-run" --timeout 60 finished.wasm
	[ "$status" -ne 77 ] || skip "nothing can run it"
	same "$1" "$output"
}

# ---- own options ----

@test "help, version, misuse" {
	run -0 --separate-stderr "$cc" --lind-help
	[[ "${lines[0]}" == "usage: lind-rust-clang"* ]]
	[ -z "$stderr" ]
	run -0 "$cc" --lind-version
	[[ "$output" =~ ^lind-rust-clang\ [0-9.]+$ ]]
	fails_with 2 "$cc"
	says "no input files"
	fails_with 2 "$cc" --lind-grat main.c
	says "'--lind-grat' is not an option"
	says "did you mean '--lind-grate'?"
	fails_with 1 "$cc" --lind-clang=/nothing -c main.c
	says "'/nothing' is not an executable program"
	fails_with 1 "$cc" --lind-root=/nothing main.c
	says "'/nothing' is not a directory"
}

@test "queries are clang's own, for lind's target" {
	run -0 "$cc" --version
	says "clang version"
	says "Target: wasm32-unknown-wasi"
	run -0 "$cc" -dumpmachine
	same wasm32-unknown-wasi "$output"
	run -0 "$cc" -print-prog-name=wasm-ld
	run -0 "$cc" -v
}

@test "--lind-print and LIND_RUST_VERBOSE show the command" {
	run -0 "$cc" --lind-print -c part.c
	says "+ "
	says "--target=wasm32-unknown-wasi"
	LIND_RUST_VERBOSE=1 run -0 "$cc" -c part.c
	says "+ "
}

# ---- compiling ----

@test "--lind-list lists what sources would be compiled with, and compiles nothing" {
	run -0 "$cc" --lind-list=list.json -DX="a \"b" -c part.c "not there.c"
	run -0 "$cc" --lind-list=list.json -c main.c
	[ -z "$output" ]
	same "list.json main.c part.c" "$(echo *)"
	same "part.c not there.c main.c" "$(node -p 'JSON.parse(require("fs").readFileSync("list.json")).map(e => e.file).join(" ")')"
	# The words compile: with clang itself, as an editor would.
	node -e 'JSON.parse(require("fs").readFileSync("list.json")).forEach(e => console.log([e.directory, ...e.arguments].join("\n") + "\n"))' >words
	same "$dir" "$(head -n 1 words)"
	mapfile -t words < <(sed '/^$/q' words | sed '1d;$d')
	[[ " ${words[*]} " == *' -DX=a "b '* && " ${words[*]} " != *"not there"* ]]
	"${words[@]}" -o by-editor.o
	is_object by-editor.o
	fails_with 2 "$cc" --lind-list=list.json main.c part.c
	says "--lind-list is for a call that compiles sources (-c)"
	echo '{}' >other.json
	fails_with 1 "$cc" --lind-list=other.json -c part.c
	says "'other.json' is not a compile_commands.json"
	cp part.c $'\xff.c'
	fails_with 1 "$cc" --lind-list=list.json -c $'\xff.c'
	says "a path is not UTF-8"
	fails_with 1 "$cc" --lind-list=none/such/../../part.c/list.json -c part.c
	says "part.c/list.json"
}

@test "an installation without the tools that clang starts is told" {
	mkdir -p alone/bin
	cp "$cc" alone/bin/lind-rust-clang
	echo 'int main(void) { return 0; }' > a.c
	fails_with 1 alone/bin/lind-rust-clang --sysroot="$HELPERS/../share/lind-rust/standin/sysroot" a.c -o a.wasm
	says "the installation is incomplete: there is no '$PWD/alone/libexec/lind-rust/wasm-ld'"
	[ ! -e a.wasm ]
}

@test "-c makes an object of lind's kind; -S, -E and .s go on" {
	"$cc" -c part.c
	is_object part.o
	grep -q atomics part.o
	"$cc" -S part.c
	grep -q 'part:' part.s
	"$cc" -c part.s -o again.o
	is_object again.o
	run -0 "$cc" -E -dM part.c
	says "#define __wasm_atomics__ 1"
	says "#define __wasi__ 1"
	run -0 "$cc" -fsyntax-only -Wall -Werror main.c
}

@test "input from stdin" {
	echo 'int f(void) { return 1; }' | "$cc" -x c -c - -o stdin.o
	is_object stdin.o
	echo 'X' | "$cc" -DX=yes -E -x c - | grep -q '^yes$'
	cat main.c part.c | "$cc" -x c - -o app.wasm
	prints 42 app.wasm
}

@test "-MD and -MMD write the depfile; quotes and spaces are clang's affair" {
	echo '#define N 1' > 'a header.h'
	printf '#include "a header.h"\n#include <stddef.h>\nint n = N;\n' > d.c
	"$cc" -MD -MF all.d -MT target -c d.c
	grep -q '^target:' all.d
	grep -q 'a\\ header.h' all.d
	grep -q stddef.h all.d
	"$cc" -MMD -c d.c
	grep -q '^d.o:' d.d
	run -1 grep -q stddef.h d.d
	run -0 "$cc" -MM d.c
	says 'a\ header.h'
}

@test "a header is precompiled without -c" {
	echo 'int part(int);' > part.h
	"$cc" -x c-header part.h -o part.pch
	[ -s part.pch ]
}

@test "nothing is said of words that are of no use to a call" {
	"$cc" -Werror -Weverything -Wno-missing-prototypes -Wno-unsafe-buffer-usage -Wunused-command-line-argument -c part.c
	run -0 "$cc" -Werror -Wunused-command-line-argument -E part.c
	"$cc" -Werror -Wunused-command-line-argument -c main.c
	run -0 "$cc" -Werror -Wunused-command-line-argument main.o part.o -o app.wasm
	same "" "$output"
	run -0 "$cc" -Werror -Wunused-command-line-argument part.s -c || "$cc" -S part.c
}

@test "response files: quotes, spaces, nested ones, and a loop" {
	mkdir 'in c'
	echo '#define N 7' > 'in c/n.h'
	printf '#include "n.h"\nconst char *s = S; int n = N;\n' > r.c
	printf -- '-I"in c" @inner.rsp\n' > outer.rsp
	printf -- "'-DS=\"two words\"' -c r.c\n" > inner.rsp
	"$cc" @outer.rsp -o r.o
	grep -q "two words" r.o
	printf -- '--target=wasm32-wasip1 -DS=\\"back\\" -c r.c\n' > inner.rsp
	"$cc" @outer.rsp -o r.o
	grep -q back r.o
	echo '@loop.rsp' > loop.rsp
	fails_with 1 "$cc" @loop.rsp -c r.c
	says "response file 'loop.rsp' is nested too deep"
	fails_with 1 "$cc" -c @nothing.rsp
	says "nothing.rsp"
}

@test "clang's errors and its status are passed on" {
	echo 'int f( {' > bad.c
	fails_with 1 "$cc" -c bad.c
	says "bad.c:1:"
	says_not "lind-rust-clang:"
	[ ! -e bad.o ]
	fails_with 1 "$cc" -c nothing.c
	says "nothing.c"
}

@test "a target that is not lind's is refused" {
	local target
	for target in --target=x86_64-linux-gnu "-target arm64-apple-darwin" "--target i686-linux-gnu"; do
		fails_with 1 "$cc" $target -c part.c
		says "target '${target##*[= ]}' is not lind's"
		says "leave --target out"
	done
	"$cc" --target=wasm32-unknown-wasi -c part.c
}

@test "a sysroot that is none is named" {
	fails_with 1 "$cc" --sysroot="$dir/nothing" main.c part.c
	says "'$dir/nothing' is not a directory"
	fails_with 1 "$cc" --sysroot "$dir" main.c part.c
	says "'$dir' has no lib/wasm32-wasi/crt1.o"
	LIND_RUST_SYSROOT="$dir" fails_with 1 "$cc" -c main.c
	says "LIND_RUST_SYSROOT: sysroot '$dir' has no lib/wasm32-wasi/crt1.o"
}

@test "a sysroot without a start file is named with the file" {
	sysroot=$("$HELPERS/lind-rust-config" tools --format sh | sed -n "s/^LIND_RUST_SYSROOT='\(.*\)'/\1/p")
	mkdir -p copy/lib
	ln -s "$sysroot/include" copy/include
	cp -r "$sysroot/lib/wasm32-wasi" copy/lib/
	rm copy/lib/wasm32-wasi/lind_utils.o
	fails_with 1 "$cc" --sysroot="$dir/copy" main.c part.c
	says "the sysroot has no 'lind_utils.o': '$dir/copy/lib/wasm32-wasi/lind_utils.o' cannot be read"
	mv copy/lib/wasm32-wasi/libc.a copy/lib/wasm32-wasi/lind_utils.o
	fails_with 1 "$cc" --sysroot="$dir/copy" main.c part.c
	says "sysroot '$dir/copy' has no lib/wasm32-wasi/libc.a"
	says "set LIND_WASM_ROOT to a lind-wasm whose sysroot is built"
}

# ---- linking ----

@test "objects and sources in one command; the default output is a.out" {
	"$cc" -c part.c
	"$cc" main.c part.o
	is_program a.out
	prints 42 a.out
	"$cc" main.c part.c -o'app.wasm'
	prints 42 app.wasm
}

@test "-O2 in one command: clang's hidden wasm-opt does not touch the module" {
	[ -x /usr/bin/wasm-opt ] || pseudo wasm-opt <<< 'exit 1'
	"$cc" -O2 -g main.c part.c -o app.wasm
	# A stock wasm-opt drops the name of the module and the target features.
	grep -q target_features app.wasm
	run -0 wasm-objdump -x app.wasm
	says "__stack_pointer"
	says "name: \"name\""
	run -1 grep -q asyncify app.wasm
	# Byte for byte what the linker makes of the same objects.
	"$cc" -O2 -g -c main.c
	"$cc" -O2 -g -c part.c
	mkdir other
	"$cc" main.o part.o -o other/app.wasm
	"$cc" -O2 main.o part.o -o app.wasm
	cmp app.wasm other/app.wasm
	PATH="$bin:$PATH" "$cc" -O2 main.o part.o -o app.wasm
	cmp app.wasm other/app.wasm
}

@test "rustc's link: the C library is behind all else, whatever std asks for; a function is not taken for libc's static one" {
	local ar
	ar=$("$HELPERS/lind-rust-config" tools --format sh | sed -n "s/^LIND_RUST_AR='\(.*\)'/\1/p")
	# make() is a static function of the stand-in's mktemp.o.
	echo 'int make(int n) { return n; }' > part.c
	echo 'int make(int); int main(void) { return make(3); }' > main.c
	"$cc" -c part.c
	"$cc" -c main.c -o main.rcgu.o
	"$ar" cr libpart.a part.o
	run -0 "$cc" main.rcgu.o -lc -lm -lc -lc -nodefaultlibs libpart.a -o app.wasm
	same "" "$output"
	run -0 "$cc" --lind-print main.rcgu.o -lc -lm -lc -nodefaultlibs libpart.a -o app.wasm
	[[ "$output" == *" libpart.a "*" -lm -lc "* && "$output" != *" -lc "*" libpart.a "* ]]
	# Who brings a C library of his own says so.
	run "$cc" --lind-print main.rcgu.o -lc -nostdlib libpart.a -o app.wasm
	says " -lc "
}

@test "what every program of lind has: shared memory, sizes, exports" {
	"$cc" main.c part.c -o app.wasm
	run -0 wasm-objdump -x app.wasm
	says "shared"
	says "max=1024"
	for export in __stack_pointer __stack_low __tls_base __wasm_init_tls memory _start; do
		says "\"$export\""
	done
	says_not '"pass_fptr_to_wt"'
	says "i32=1048576"
}

@test "sizes of the caller's win, however they are said" {
	local words
	for words in -Wl,--max-memory=131072000,-z,stack-size=131072 "-Xlinker --max-memory=131072000 -z stack-size=131072"; do
		"$cc" main.c part.c $words -o app.wasm
		run -0 wasm-objdump -x app.wasm
		says "max=2000"
		says "i32=131072"
	done
	printf -- '-Wl,--max-memory=131072000\n' > sizes.rsp
	"$cc" main.c part.c @sizes.rsp -o app.wasm
	run -0 wasm-objdump -x app.wasm
	says "max=2000"
	"$cc" --lind-max-memory=2M --lind-stack-size=64K main.c part.c -o app.wasm
	run -0 wasm-objdump -x app.wasm
	says "max=32"
	says "i32=65536"
	fails_with 2 "$cc" --lind-max-memory=2 main.c
	says "'2' is not a multiple of 65536"
	fails_with 2 "$cc" --lind-stack-size=x main.c
	says "'x' is not a size"
	fails_with 1 "$cc" main.c part.c -Wl,--max-memory=1 -o app.wasm
	says "'app.wasm' was not linked"
}

grate_entry='#include <stdint.h>
typedef uint64_t w;
int pass_fptr_to_wt(w a, w b, w c, w d, w e, w f, w g, w h, w i, w j, w k, w l, w m, w n) { return (int)(a + b + c + n); }'

@test "a grate exports its entry, once, and by its type" {
	echo "$grate_entry" >> part.c
	for words in --lind-grate -Wl,--export=pass_fptr_to_wt "--lind-grate -Wl,--export=pass_fptr_to_wt,--gc-sections"; do
		"$cc" $words main.c part.c -o grate.wasm
		same 1 "$(wasm-objdump -j Export -x grate.wasm | grep -c '"pass_fptr_to_wt"')"
		wasm-validate --enable-threads --enable-exceptions grate.wasm
	done
	wasm-objdump -j Export -x grate.wasm | grep -q '<__lind_rust_grate_entry> -> "pass_fptr_to_wt"'
}

@test "a grate's entry that is there is exported where nobody says what is a grate" {
	"$cc" --lind-grate-if-defined main.c part.c -o plain.wasm
	run -0 "$HELPERS/lind-rust-inspect" plain.wasm
	says_not pass_fptr_to_wt
	echo "$grate_entry" >> part.c
	"$cc" --lind-grate-if-defined main.c part.c -o grate.wasm
	run -0 "$HELPERS/lind-rust-inspect" grate.wasm
	says pass_fptr_to_wt
}

@test "a source's directory is not in __FILE__ where it is named" {
	echo 'const char *name(void); const char *name(void) { return __FILE__; }' > named.c
	"$cc" -c "$PWD/named.c" -o named.o
	grep -qF "$PWD/named.c" named.o
	"$cc" "--lind-source-dir=$PWD" -c "$PWD/named.c" -o named.o
	grep -qF named.c named.o
	run -1 grep -qF "$PWD" named.o
}

@test "a grate without an entry is not linked" {
	fails_with 1 "$cc" --lind-grate main.c part.c -o grate.wasm
	says "undefined symbol: pass_fptr_to_wt"
	[ ! -e grate.wasm ]
}

@test "archives, -l and -L" {
	"$cc" -c part.c
	mkdir 'the lib'
	llvm_ar=$("$HELPERS/lind-rust-config" tools --need ar --format sh | sed -n "s/^LIND_RUST_AR='\(.*\)'/\1/p")
	"$llvm_ar" rcs 'the lib/libpart.a' part.o
	"$cc" main.c 'the lib/libpart.a' -o one.wasm
	"$cc" main.c -L'the lib' -lpart -o two.wasm
	"$cc" main.c -L 'the lib' -l part -lm -lpthread -o three.wasm
	prints 42 three.wasm
	# As pkg-config and cargo say it of one library: what is behind it is none the less linked as all is.
	"$cc" main.c -Wl,-Bstatic -L'the lib' -lpart -Wl,-Bdynamic -o bound.wasm
	prints 42 bound.wasm
	fails_with 1 "$cc" main.c -lnothing -o four.wasm
	says "nothing"
	[ ! -e four.wasm ]
}

@test "an undefined symbol is an error, and the output does not stay" {
	fails_with 1 "$cc" main.c -o app.wasm
	says "undefined symbol: part"
	says "'app.wasm' was not linked: clang exited with status 1"
	says_not TMPDIR
	TMPDIR=/nowhere fails_with 1 "$cc" main.c -o app.wasm
	says "name a directory that can be written by TMPDIR: '/nowhere': No such file or directory"
	[ ! -e app.wasm ]
}

@test "an object without atomics is named with the cure, alone and in an archive" {
	clang=$("$HELPERS/lind-rust-config" tools --format sh | sed -n "s/^LIND_RUST_CLANG='\(.*\)'/\1/p")
	llvm_ar=$("$HELPERS/lind-rust-config" tools --format sh | sed -n "s/^LIND_RUST_AR='\(.*\)'/\1/p")
	echo 'static _Thread_local int t; int *tls(void) { return &t; }' >> part.c
	"$clang" --target=wasm32-unknown-wasi -c part.c -o 'my part.o'
	fails_with 1 "$cc" main.c 'my part.o' -o app.wasm
	says "'my part.o' was compiled without atomics"
	says "by lind-rust-clang"
	"$llvm_ar" rcs libpart.a 'my part.o'
	fails_with 1 "$cc" main.c libpart.a -o app.wasm
	says "'my part.o' of 'libpart.a' was compiled without atomics"
	fails_with 1 "$cc" main.c -L. -lpart -o app.wasm
	says "'my part.o' of "
	fails_with 1 "$cc" -no-pthread main.c part.c -o app.wasm
	says "    leave -no-pthread, and what else switches atomics and bulk-memory off, out"
}

@test "-### makes nothing" {
	run -0 "$cc" -### main.c part.c -o never.wasm
	says wasm-ld
	[ ! -e never.wasm ]
}

@test "an output that cannot be written is named" {
	fails_with 1 "$cc" main.c part.c -o /proc/app.wasm
	says "/proc/app.wasm"
}

@test "a clang that says that it linked and did not is not believed" {
	eval "$("$HELPERS/lind-rust-config" tools --format sh --need ar)"
	export LIND_RUST_AR
	pseudo clang <<< :
	pseudo wasm-ld <<< :
	"$cc" main.c part.c -o app.wasm
	rm app.wasm
	# The compat archive of this clang: it is asked for before the link.
	pseudo clang <<< 'while [ $# -gt 0 ]; do [ "$1" != -c ] || echo x > "$4"; shift; done'
	fails_with 1 "$cc" --lind-clang="$bin/clang" --lind-wasm-ld="$bin/wasm-ld" main.c part.c -o app.wasm
	says "clang linked without an error, but there is no 'app.wasm'"
}

@test "a link comes to its place whole: a driver that is killed leaves nothing there, its linker or not" {
	local real
	real=$("$HELPERS/lind-rust-config" tools --format sh --need wasm-ld | sed -n "s/^LIND_RUST_WASM_LD='\(.*\)'/\1/p")
	# The driver dies when its linker has just begun, and the linker goes on.
	pseudo wasm-ld <<-EOT
		driver=\$(sed -n 's/^PPid:[[:space:]]*//p' /proc/\$PPID/status)
		kill -9 \$driver
		'$real' "\$@"
		echo done > linked
	EOT
	fails_with 137 "$cc" --lind-wasm-ld="$bin/wasm-ld" main.c part.c -o app.wasm
	eventually test -e linked
	[ ! -e app.wasm ]
	"$cc" main.c part.c -o app.wasm
	"$HELPERS/lind-rust-inspect" app.wasm > said
	grep -qw app.wasm said
}

@test "an output is linked beside its place: the module's name, other files of the linker and its messages are the output's" {
	"$cc" -flto -MD -Wl,--save-temps main.c part.c -o 'an app.wasm'
	[ "$(ls -A | grep -c '\.tmp$')" -eq 0 ]
	[ -e 'an app.wasm.lto.o' ]
	grep -q '^an\\ app.wasm:' *.d
	"$HELPERS/lind-rust-inspect" 'an app.wasm' > said
	grep -qw 'an app.wasm' said
	"$cc" main.c part.c -o - > piped.wasm
	"$HELPERS/lind-rust-inspect" piped.wasm > said
	"$cc" main.c part.c -o /dev/null
	[ -c /dev/null ]
	# Nothing old stays where a link fails, and the message names the output.
	fails_with 1 "$cc" main.c -o 'an app.wasm'
	[ ! -e 'an app.wasm' ]
	pseudo wasm-ld <<< 'while [ $# -gt 2 ]; do shift; done; echo "wasm-ld: error: no room for $2" >&2; exit 1'
	fails_with 1 "$cc" --lind-wasm-ld="$bin/wasm-ld" main.c part.c -o app.wasm
	says "no room for app.wasm"
	mkdir directory
	fails_with 1 "$cc" main.c part.c -o directory
	says "cannot open output file 'directory': it is a directory"
	says "say by -o"
	fails_with 1 "$cc" main.c part.c -o none/app.wasm
	says "cannot open output file 'none/app.wasm': No such file or directory"
	says "its directory must be there"
	mkdir "a%b"
	fails_with 1 "$cc" main.c part.c -o a%b/app.wasm
	says "wasm-ld writes to no path with a '%' in it: build in another directory"
	says_not "its directory must be there"
	# As long as wasm-ld takes them.
	"$cc" main.c part.c -o "$(printf '%0235d' 0).wasm"
}

@test "the command that --lind-print shows links as it stands" {
	run -0 "$cc" --lind-print main.c part.c -o app.wasm
	rm app.wasm
	bash -c "$(sed -n 's/^+ //p' <<< "$output" | tail -n 1)"
	"$HELPERS/lind-rust-inspect" app.wasm > said
}

# ---- configure scripts ----

# What autoconf's probes do: a program that links or not, compiles or not.
probe() {
	cat > conftest.c
	"$cc" "$@" conftest.c -o conftest.wasm > /dev/null 2>&1
}

has_function() {
	probe <<-EOT
		#define $1 innocuous_$1
		#include <limits.h>
		#undef $1
		char $1 (void);
		int main (void) { return $1 (); ; return 0; }
	EOT
}

has_size() {
	probe -c <<-EOT
		#include <stddef.h>
		#include <sys/types.h>
		int main (void) { static int test_array [1 - 2 * !((long int) sizeof ($1) == $2)]; test_array [0] = 0; return test_array [0]; }
	EOT
}

@test "configure's probes get right answers" {
	local name
	for name in malloc printf strtol pthread_create clock_gettime; do
		has_function $name || { echo "no $name"; return 1; }
	done
	for name in no_such_function strlcpyx kqueue; do
		! has_function $name || { echo "has $name"; return 1; }
	done
	probe -E <<< '#include <unistd.h>'
	probe -c <<< '#include <sys/socket.h>
		struct sockaddr s;' || true
	! probe -c <<< '#include <no/such/header.h>'
	has_size int 4
	has_size 'void *' 4
	has_size long 4
	has_size 'long long' 8
	! has_size long 8
	# The compiler works, and it is a cross compiler: what it makes does not run here.
	probe <<< 'int main (void) { return 0; }'
	run ! ./conftest.wasm
}

@test "-r joins objects to one, which can be linked" {
	cd "$BATS_TEST_TMPDIR"
	echo 'int one(void) { return 1; }' >one.c
	echo 'int one(void); int main(void) { return one() - 1; }' >main.c
	"$HELPERS/lind-rust-clang" -c one.c main.c
	fails_with 0 "$HELPERS/lind-rust-clang" -r one.o main.o -o both.o
	same "" "$output"
	fails_with 0 "$HELPERS/lind-rust-clang" both.o -o both.wasm
}

@test "the host's directories and options in the environment are not looked at" {
	cd "$BATS_TEST_TMPDIR"
	mkdir host
	echo '#error of the host' >host/stdio.h
	printf '#include <stdio.h>\nint main(void) { return puts("") < 0; }\n' >main.c
	cp main.c main.cpp
	export CPATH=$PWD/host C_INCLUDE_PATH=$PWD/host CPLUS_INCLUDE_PATH=$PWD/host CCC_OVERRIDE_OPTIONS='#+-nonsense'
	fails_with 0 "$HELPERS/lind-rust-clang" -c main.c main.cpp
}

@test "the host's configuration files of clang are not looked at; one that is named is" {
	cd "$BATS_TEST_TMPDIR"
	mkdir host
	echo '-include nonsense.h' >host/clang.cfg
	echo '-DANSWER=42' >own.cfg
	echo 'int main(void) { return ANSWER; }' >main.c
	clang=$("$HELPERS/lind-rust-config" tools --format sh | sed -n "s/^LIND_RUST_CLANG='\(.*\)'/\1/p")
	printf '#!/bin/sh\nexec "%s" "--config-user-dir=%s" "$@"\n' "$clang" "$PWD/host" >clang
	chmod +x clang
	fails_with 1 ./clang -c main.c
	says nonsense.h
	fails_with 0 "$HELPERS/lind-rust-clang" --lind-clang="$PWD/clang" --config="$PWD/own.cfg" -c main.c
}

# ---- dynamic programs ----

# A sysroot that has a shared C library, and a program that needs relocations of every kind.
for_dynamic() {
	shared_sysroot "$dir/c"
	export LIND_RUST_SYSROOT="$dir/c"
	cat > main.c <<-'EOT'
		#include <stdio.h>
		double sin(double);
		extern int the_data;
		static int a = 1;
		int *p = &a, *q = &the_data;
		_Thread_local int *t = &a;
		int main(int argc, char **argv) { puts("x"); return *p + *q + *t + (int)sin(argc); }
	EOT
}

# exports FILE: names, one a line
exports() {
	"$HELPERS/lind-rust-inspect" --json "$1" | node -e '
		const m = JSON.parse(require("fs").readFileSync(0))[0];
		for (const e of m.exports) console.log(e.name)'
}

@test "C++ that throws is compiled, and sources that ask are told that nothing is caught" {
	cat > throws.cpp <<-'EOT'
		#if defined __cpp_exceptions || defined __EXCEPTIONS
		#error "there are exceptions"
		#endif
		int f(int n) { try { if (n > 9) throw n; } catch (int caught) { return caught; } return n; }
	EOT
	run -0 "$cc" -Wall -c throws.cpp
	same "" "$output"
	# No handler is left, and so nothing of what would find it.
	run "$HELPERS/lind-rust-inspect" throws.o
	says __cxa_throw
	says_not __cxa_begin_catch
	says_not __cpp_exception
}

@test "C++'s library is linked where the sysroot has it, of which what is wanted" {
	eval "$("$HELPERS/lind-rust-config" tools --need ar,sysroot --format sh)"
	cp -r "$LIND_RUST_SYSROOT" own
	lib="own/lib/wasm32-wasi"
	rm -f "$lib"/libc++*.a
	echo 'void *operator new(unsigned long n) { static int one[4]; return one; } extern "C" int lower(void) { return 7; }' > new.cpp
	echo 'extern "C" int lower(void); int upper() { return lower(); }' > upper.cpp
	echo 'int upper(); int main() { return *new int(0) + upper() - 7; }' > main.cpp
	"$cc" -c new.cpp upper.cpp
	fails_with 1 "$cc" --sysroot="$PWD/own" main.cpp -o app.wasm
	says "'operator new(unsigned long)' is not defined"
	"$LIND_RUST_AR" rcs "$lib/libc++.a" upper.o
	"$LIND_RUST_AR" rcs "$lib/libc++abi.a" new.o
	"$cc" --sysroot="$PWD/own" main.cpp -o app.wasm
	is_program app.wasm
	"$cc" --sysroot="$PWD/own" -x c - -o small.wasm <<< 'int main(void) { return 0; }'
	run "$HELPERS/lind-rust-inspect" --json small.wasm
	says_not upper
}

@test "dynamic: --check looks imports up in the sysroot's libc.so and in what is preloaded" {
	local lib other
	for_dynamic
	"$cc" --lind-linkage=dynamic -O1 main.c -lm -o app.wasm
	run -0 "$HELPERS/lind-rust-inspect" --check --stage raw app.wasm
	same "" "$output"
	# What it has no more, and what it has as another thing.
	other="$dir/other"
	lib="$other/lib/wasm32-wasi"
	cp -r "$dir/c" "$other"
	echo 'int puts(long long s) { return s; } int exit = 3; void *malloc(unsigned long n) { static char m[64]; return m + n; }' > other.c
	"$cc" -nostdlib -fno-builtin --lind-shared -c other.c
	"$(sed -n "s/^LIND_RUST_WASM_LD='\(.*\)'/\1/p" <<< "$("$HELPERS/lind-rust-config" tools --format sh --need wasm-ld)")" \
		--experimental-pic -shared --import-memory --shared-memory --export-dynamic --no-entry other.o -o "$lib/libc.so"
	fails_with 1 "$HELPERS/lind-rust-inspect" --check --stage raw --sysroot "$other" app.wasm
	says "error: import 'env.puts' has type (i32) -> i32; libc.so's has (i64) -> i32 [import-type]"
	says "error: 'env.exit' is taken for a function; libc.so's is a variable [import-kind]"
	says "error: no library that is preloaded defines 'GOT.mem.the_data', whose address the program takes [unknown-import]"
	says "LINKAGE static"
	# Nobody has said which lind: nothing is said.
	env -u LIND_RUST_SYSROOT "$HELPERS/lind-rust-inspect" --check --stage raw app.wasm
	# A library's imports may be the program's; a weak function need not be there.
	cat > part.c <<-'EOT'
		int of_program(int); __attribute__((weak)) int perhaps(void);
		int part(int n) { return of_program(n) + (perhaps ? perhaps() : 0); }
	EOT
	"$cc" -shared --lind-shared -Wl,--allow-undefined part.c -o part.wasm
	run -0 "$HELPERS/lind-rust-inspect" --check --stage raw part.wasm
	says "note: 'env.of_program' is left to the program that loads it [unknown-import]"
	! grep perhaps <<< "$output"
	printf 'int part(int); int of_program(int n) { return n; } int absent(void); int main(int n, char **v) { return part(n) + absent(); }\n' > main.c
	"$cc" --lind-linkage=dynamic -Wl,--allow-undefined -Wl,--export=of_program main.c part.wasm -o app.wasm
	run -0 "$HELPERS/lind-rust-inspect" --check --stage raw app.wasm
	says "note: it was linked with 'part.wasm': what it takes from that was not looked up (--preload names it)"
	fails_with 1 "$HELPERS/lind-rust-inspect" --check --stage raw --preload part.wasm app.wasm
	says "error: no library that is preloaded defines the imported function 'env.absent' [unknown-import]"
	! grep env.part <<< "$output"
	# What is exported has one name each, but for what is each module's own.
	fails_with 1 "$HELPERS/lind-rust-inspect" --check --stage raw --preload part.wasm --preload app.wasm app.wasm
	says "error: the module's name is 'app.wasm', and so is app.wasm's [module-name-taken]"
	says "link it to a file of another name"
	"$cc" --lind-linkage=dynamic -Wl,--allow-undefined -Wl,--export=of_program main.c part.wasm -o taken.wasm
	fails_with 1 "$HELPERS/lind-rust-inspect" --check --stage raw --preload part.wasm --preload taken.wasm app.wasm
	says "error: 'of_program' is exported, and taken.wasm has it [export-taken]"
	says "export it not: leave --export"
	! grep "'memory' is exported" <<< "$output"
	"$cc" -shared --lind-shared -Wl,--allow-undefined part.c -o again.wasm
	run -0 "$HELPERS/lind-rust-inspect" --check --stage raw --preload part.wasm again.wasm
	says "note: 'part' is exported, as by part.wasm: dlopen() can load it, and it cannot be preloaded [export-taken]"
	run -0 "$HELPERS/lind-rust-inspect" --check --stage raw --preload part.wasm part.wasm
	says_not -taken
	mkdir elsewhere
	echo 'int nothing_alike(void) { return 1; }' > unlike.c
	"$cc" -shared --lind-shared unlike.c -o elsewhere/part.wasm
	fails_with 1 "$HELPERS/lind-rust-inspect" --check --stage raw --preload part.wasm elsewhere/part.wasm
	says "the module's name is 'libpart.wasm', and so is part.wasm's [module-name-taken]"
	# What cannot be a library.
	fails_with 1 "$HELPERS/lind-rust-inspect" --check --preload none.wasm app.wasm
	says "read 'none.wasm'"
	fails_with 1 "$HELPERS/lind-rust-inspect" --check --preload part.c app.wasm
	says "'part.c' is no shared library"
	says "lind-rust-clang -shared or a CDYLIB"
	{ printf '\177ELF\2\1\1'; head -c 200 /dev/zero; printf '\0.wasmtime.engine\0'; } > part.cwasm
	fails_with 1 "$HELPERS/lind-rust-inspect" --check --preload part.cwasm app.wasm
	says "'part.cwasm' is precompiled: what it exports cannot be read"
	says "name the module that it was made from"
	fails_with 1 env -u LIND_RUST_SYSROOT "$HELPERS/lind-rust-inspect" --check --preload part.wasm app.wasm
	says "--preload: there is no libc.so of lind"
	says "--sysroot or LIND_WASM_ROOT"
}

@test "dynamic: what does not go with a shared library is told" {
	for_dynamic
	echo 'int f(long long a) { return (int)a; } _Thread_local int t = 3; int v = 3; int last(void) { return t; }' > part.c
	"$cc" -shared --lind-shared part.c -o libpart.so
	echo 'int f(int); int main(int n, char **argv) { return f(n); }' > main.c
	fails_with 1 "$cc" --lind-linkage=dynamic main.c libpart.so -o app.wasm
	says "'f' is declared with two types"
	says "defined as (i64) -> i32 in 'libpart.so'"
	# What wasm-ld says of every main is no help.
	! grep "mismatch: main" <<< "$output"
	echo 'extern _Thread_local int t; int main(int n, char **argv) { return t; }' > main.c
	fails_with 1 "$cc" --lind-linkage=dynamic main.c libpart.so -o app.wasm
	says "a variable is thread-local in all files or in none; one of a shared library is known to that alone"
	echo 'int last(void); int main(int n, char **argv) { return last(); }' > main.c
	fails_with 1 "$cc" main.c libpart.so -o app.wasm
	says "'libpart.so' is a shared library, and the program is a static one"
	says "link it with LINKAGE dynamic"
	"$cc" --lind-linkage=dynamic main.c libpart.so -o app.wasm
	fails_with 1 "$cc" --lind-linkage=dynamic main.c app.wasm -o other.wasm
	says "'app.wasm' is a linked module, not an object"
	# wat2wasm knows no dylink.0: a section of that name, with sizes of nothing.
	echo '(module (import "env" "signal_callback" (func $s)) (import "lind" "epoch_callback" (func))
		(export "signal_callback" (func $s)) (func (export "last") (result i32) i32.const 0))' > finished.wat
	wat2wasm finished.wat -o plain.wasm
	{ head -c 8 plain.wasm; printf '\0\017\010dylink.0\001\004\0\0\0\0'; tail -c +9 plain.wasm; } > finished.wasm
	fails_with 1 "$cc" --lind-linkage=dynamic main.c finished.wasm -o app.wasm
	says "'finished.wasm' is a finished library: the opt pass has been at it"
	says "lind-shared-..."
	# A linker that crashes is told from a program that is wrong.
	pseudo wasm-ld <<< 'kill -SEGV $$'
	fails_with 1 "$cc" --lind-linkage=dynamic --lind-wasm-ld="$bin/wasm-ld" main.c libpart.so -o app.wasm
	says "wasm-ld itself ended so"
}

@test "dynamic: libc.so gives what is missing, and the loader finds what it looks up" {
	for_dynamic
	run -0 "$cc" --lind-linkage=dynamic -O1 main.c -lm -lc -o app.wasm
	same "" "$output"
	is_program app.wasm
	grep -q dylink.0 app.wasm
	run -0 "$HELPERS/lind-rust-inspect" --check --stage raw app.wasm
	same "" "$output"
	for name in __wasm_apply_tls_relocs __wasm_apply_data_relocs __stack_pointer __wasm_call_ctors __wasm_init_tls _start; do
		exports app.wasm | grep -qx "$name"
	done
	exports app.wasm > names
	run -1 grep -x signal_callback names
	[ -x app.wasm ]
	# The same once more in two steps; and an executable's -fPIE is what a dynamic one needs.
	"$cc" -fPIE -O1 -c main.c
	"$cc" --lind-linkage=dynamic main.o -o two.wasm
	same "$(exports app.wasm)" "$(exports two.wasm)"
	LIND_RUST_CC_LINKAGE=dynamic "$cc" -O1 -c main.c
	"$cc" --lind-linkage=dynamic main.o -o three.wasm
	"$cc" --lind-linkage=static -O1 part.c -c
}

@test "dynamic: a function of libc.so that an archive has as well, and nobody asks for" {
	for_dynamic
	echo 'int puts(const char *s) { return s != 0; } int spare = 1;' > spare.c
	"$cc" -fPIC -c spare.c
	llvm_ar=$("$HELPERS/lind-rust-config" tools --need ar --format sh | sed -n "s/^LIND_RUST_AR='\(.*\)'/\1/p")
	"$llvm_ar" rcs spare.a spare.o
	echo 'int main(int argc, char **argv) { return argc; }' > main.c
	"$cc" --lind-linkage=dynamic main.c spare.a -o app.wasm
	# A program's own function goes before libc.so's.
	"$cc" --lind-linkage=dynamic main.c spare.c -o own.wasm
	is_program own.wasm
}

@test "dynamic: what nothing defines is an error of the link, by name" {
	for_dynamic
	echo 'int nowhere(void); int main(int c, char **v) { return nowhere(); }' > main.c
	fails_with 1 "$cc" --lind-linkage=dynamic main.c -o app.wasm
	says "undefined symbol: nowhere"
	[ ! -e app.wasm ]
	# libc.a of the sysroot has it, libc.so has not.
	echo 'long write(int, const void *, unsigned long); int main(int c, char **v) { return write(1, v, 1); }' > main.c
	fails_with 1 "$cc" --lind-linkage=dynamic main.c -o app.wasm
	says "lind's libc.so keeps it to itself, or lacks it ('$dir/c/lib/wasm32-wasi/libc.a' has it): link with LINKAGE static"
	echo 'int main(int, char **) { return *new int(3); }' > main.cpp
	fails_with 1 "$cc" --lind-linkage=dynamic main.cpp -o app.wasm
	says "it is of C++'s library, which is not position-independent: link with LINKAGE static"
}

@test "dynamic: what makes no program of it is told" {
	for_dynamic
	fails_with 1 "$cc" --lind-linkage=dynamic -fPIC main.c -lm -Wl,--no-entry -o app.wasm
	says "the program has no _start: lind-boot would take it for a library"
	says "leave --no-entry out of the link"
	[ ! -e app.wasm ]
	fails_with 1 "$cc" --lind-linkage=dynamic main.c -lm -Wl,--table-base=2 -o app.wasm
	says "leave it out: lind-boot lays dynamic programs and libraries out; or link with LINKAGE static"
	fails_with 1 "$cc" --lind-linkage=dynamic main.c -lm -Wl,--export-table -o app.wasm
	says "leave --export-table out: a dynamic program's table is lind-boot's, which it imports"
	echo 'int main(void) { return 0; }' > plain.c
	fails_with 1 "$cc" plain.c -Wl,--unresolved-symbols=import-dynamic -o app.wasm
	says "the program is a static one, and wasm-ld has made a dynamic one of it"
	says "or leave -pie, -shared and --unresolved-symbols=import-dynamic out"
}

@test "dynamic: objects for static programs are told from it" {
	for_dynamic
	"$cc" -O1 -c main.c
	fails_with 1 "$cc" --lind-linkage=dynamic main.o -o app.wasm
	says "recompile with -fPIC"
	says "a dynamic program is made of position-independent objects"
	says "POSITION_INDEPENDENT_CODE"
}

@test "dynamic: what cannot be is refused in words" {
	fails_with 2 "$cc" --lind-linkage=shared main.c
	says "--lind-linkage: 'shared' is not one; there are: auto static dynamic"
	fails_with 1 "$cc" --lind-linkage=dynamic --lind-grate main.c
	says "a grate cannot be dynamic"
	fails_with 1 "$cc" --lind-linkage=dynamic --lind-stack-size=16M main.c
	says "STACK_SIZE is more than the 8 MiB that lind-boot gives a dynamic program"
	fails_with 1 "$cc" --lind-linkage=dynamic -Wl,-z,stack-size=16777216 main.c
	says "STACK_SIZE is more than the 8 MiB that lind-boot gives a dynamic program"
	LIND_RUST_CC_LINKAGE=some fails_with 2 "$cc" -c main.c
	says "LIND_RUST_CC_LINKAGE: 'some' is not one; there are: auto static dynamic"
	shared_sysroot "$dir/c"
	rm "$dir/c/lib/wasm32-wasi/libc.so" "$dir/c/lind-rust-standin"
	LIND_RUST_SYSROOT="$dir/c" fails_with 1 "$cc" --lind-linkage=dynamic main.c part.c
	says "a dynamic program cannot be linked: there is no '$dir/c/lib/wasm32-wasi/libc.so'"
	says "build lind-wasm's sysroot with its shared libraries again, or link with LINKAGE static"
	unset LIND_WASM_ROOT LIND_RUST_SYSROOT SYSROOT
	fails_with 1 "$cc" --lind-linkage=dynamic main.c part.c
	says "the stand-in has no shared C library"
}

# ---- shared libraries ----

@test "shared: what is not hidden is exported, the library's own is its own, and the check finds nothing" {
	for_dynamic
	cat > lib.c <<-'EOT'
		#include <stdio.h>
		int count = 40;
		int *where = &count;
		static int (*const own)(const char *) = puts;
		__attribute__((visibility("hidden"))) int hidden(void) { return own("x"); }
		int next(void) { return ++*where + hidden(); }
		int (*of_next(void))(void) { return next; }
	EOT
	"$cc" --lind-shared -O1 -c lib.c
	run -0 "$cc" -shared lib.o -o libplug.so
	same "" "$output"
	run -0 "$HELPERS/lind-rust-inspect" --check --stage raw libplug.so
	same "" "$output"
	run -0 "$HELPERS/lind-rust-inspect" libplug.so
	says "libplug.so: library, "
	says "named 'libplug.so'"
	says "env.puts"
	says_not "GOT.mem."
	says_not "GOT.func.next"
	exports libplug.so > names
	for name in next of_next count where __wasm_apply_data_relocs __wasm_init_tls __get_aligned_tls_size; do
		grep -qx $name names
	done
	run -1 grep -xE 'hidden|memory|_start|__stack_pointer' names
	# By its sources, in one step; and what the caller says of visibility comes before.
	"$cc" --lind-shared -O1 -shared lib.c -o libplug.so
	same "$(sort names)" "$(exports libplug.so | sort)"
	run -0 "$cc" --lind-shared -fvisibility=hidden -O1 -shared lib.c -o libplug.so
	says "the shared library 'libplug.so' exports nothing"
	says "compile what is to be exported with --lind-shared or -fvisibility=default"
	exports libplug.so > names
	run -1 grep -x next names
	# A program is linked with it.
	"$cc" --lind-shared -O1 -shared lib.c -o libplug.so
	echo 'int next(void); extern int count; int main(int c, char **v) { return next() + count; }' > user.c
	"$cc" --lind-linkage=dynamic -O1 user.c libplug.so -o user.wasm
	run -0 "$HELPERS/lind-rust-inspect" --check --stage raw --preload libplug.so user.wasm
	same "" "$output"
	run -0 "$HELPERS/lind-rust-inspect" user.wasm
	says "env.next"
	says "needs libc.so, libplug.so"
}

@test "shared: a library without any data has some, for lind-boot panics at none" {
	for_dynamic
	echo 'int add(int a, int b) { return a + b; }' > add.c
	"$cc" --lind-shared -O1 -shared add.c -o add.wasm
	run -0 "$HELPERS/lind-rust-inspect" --check --stage raw add.wasm
	same "" "$output"
	run -0 "$HELPERS/lind-rust-inspect" add.wasm
	says_not "dylink    0 bytes"
	# A program may be add.wasm as well.
	says "named 'libadd.wasm'"
}

@test "shared: what nothing defines is an error, unless it is left to the program" {
	for_dynamic
	echo 'int host(void); int plug(void) { return host(); }' > plug.c
	fails_with 1 "$cc" --lind-shared -shared plug.c -o libplug.so
	says "undefined symbol: host"
	says "what the program that loads it defines is left to that by -Wl,--allow-undefined"
	[ ! -e libplug.so ]
	for word in --allow-undefined --unresolved-symbols=import-dynamic --import-undefined; do
		"$cc" --lind-shared -shared plug.c -Wl,$word -o libplug.so
		run -0 "$HELPERS/lind-rust-inspect" libplug.so
		says "env.host"
	done
}

@test "shared: what cannot be is refused in words" {
	for_dynamic
	echo 'int one(void) { return 1; }' > one.c
	fails_with 1 "$cc" -shared --lind-grate one.c -o libone.so
	says "a shared library cannot be a grate"
	echo 'static int n; __attribute__((visibility("default"))) int *one(void) { return &n; }' > fixed.c
	"$cc" -O1 -c fixed.c
	fails_with 1 "$cc" -shared fixed.o -o libone.so
	says "recompile with -fPIC"
	says "so is a shared library"
	rm "$dir/c/lib/wasm32-wasi/libc.so" "$dir/c/lind-rust-standin"
	fails_with 1 "$cc" -shared one.c -o libone.so
	says "'libone.so': a shared library cannot be linked: the sysroot has no libc.so"
	says "build lind-wasm's sysroot with its shared libraries again"
	unset LIND_WASM_ROOT LIND_RUST_SYSROOT SYSROOT
	fails_with 1 "$cc" -shared one.c -o libone.so
	says "the stand-in has no shared libraries"
	[ ! -e libone.so ]
}

# linked KIND WORDS...: by --lind-linkage=auto, as KIND, without a word; or with what $said holds
linked() {
	local kind=$1
	shift
	rm -f app.wasm
	run -0 "$cc" --lind-linkage=auto -O1 "$@" -o app.wasm
	same "${said-}" "$output"
	run -0 "$HELPERS/lind-rust-inspect" app.wasm
	says "app.wasm: $kind, "
}

@test "auto: dynamic where libc.so has all, else static, with the reason" {
	for_dynamic
	linked dynamic main.c
	"$cc" --lind-linkage=auto -O1 -c main.c
	linked dynamic main.o
	echo 'int write(int, const void *, unsigned long); int main(int c, char **v) { return write(1, v, 1); }' > lacks.c
	said="lind-rust-clang: 'app.wasm' is linked statically: lind's libc.so lacks 'write'" linked static lacks.c
	echo 'static int a; int *p = &a; int main(int c, char **v) { return *p + c; }' > fixed.c
	"$cc" -O1 -c fixed.c
	said="lind-rust-clang: 'app.wasm' is linked statically: 'fixed.o' is not position-independent" linked static fixed.o
	# What a dynamic program cannot be at all, or no program.
	linked static --lind-grate-if-defined --lind-stack-size=16M fixed.c
	linked static -Wl,-z,stack-size=16777216 fixed.c
	echo 'typedef long long L; int main(int c, char **v) { return c; }
		int pass_fptr_to_wt(L a, L b, L c, L d, L e, L f, L g, L h, L i, L j, L k, L l, L m, L n) { return 0; }' > grate.c
	linked grate --lind-grate grate.c
	linked grate --lind-grate-if-defined grate.c
	rm "$dir/c/lib/wasm32-wasi/libc.so"
	linked static fixed.c
}

@test "auto: what neither can be linked with is an error of the static link" {
	for_dynamic
	echo 'int nowhere(void); int main(int c, char **v) { return nowhere(); }' > main.c
	fails_with 1 "$cc" --lind-linkage=auto main.c -o app.wasm
	says "undefined symbol: nowhere"
	same 1 "$(grep -c 'undefined symbol' <<<"$output")"
	says_not "linked statically"
	[ ! -e app.wasm ]
}

@test "auto: rustc would keep the reason to itself: it is in the module" {
	for_dynamic
	echo 'int write(int, const void *, unsigned long); int main(int c, char **v) { return write(1, v, 1); }' > main.c
	"$cc" --lind-linkage=auto -c main.c -o main.rcgu.o
	run -0 "$cc" --lind-linkage=auto main.rcgu.o -o app.wasm
	same "" "$output"
	grep -q "lind-rust.staticlind's libc.so lacks 'write'" app.wasm
	[ -x app.wasm ]
}
