#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# Input from strangers: caches of others', links out of them, odd names, big environments, escape sequences.

load ../lib
load ../helpers/pseudo
load group

setup() {
	forget_settings
	dir="$BATS_TEST_TMPDIR/a directory"
	mkdir -p "$dir"
	cd "$dir"
	export LIND_RUST_RUNTIME=lind LIND_RUST_CACHE="$dir/cache" HOME="$dir/home"
	printf '\0asm\1\0\0\0' > raw.wasm
	pseudo wasm-opt <<-'EOT'
		[ "$1" != --help ] || { echo "  --epoch-injection"; exit; }
		while [ "$1" != -o ]; do shift; done
		printf '\0asm\1\0\0\0\0\11\4notedone' > "$2"
	EOT
	export LIND_RUST_WASM_OPT="$bin/wasm-opt"
}

opt() {
	"$HELPERS/lind-rust-opt" --check off -o "${1:-out.wasm}" raw.wasm
}

@test "a cache that everybody may write is refused; the one that is made is not so, whatever the umask" {
	(umask 0 && opt)
	run -0 find cache ! -type l -perm -002
	[ -z "$output" ]
	chmod o+w cache
	fails_with 1 opt
	says "cache '$dir/cache' can be written by everybody"
	says "take the right away"
	chmod o-w cache
	chmod o+w cache/opt
	fails_with 1 opt
	says "cache '$dir/cache/opt' can be written by everybody"
	chmod o-w cache/opt
	opt
}

@test "a cache of another user's is refused, root's is not" {
	[ "$(id -u)" -eq 0 ] || skip "only root can make files of others'"
	command -v setpriv > /dev/null || skip "there is no setpriv"
	as() { setpriv --reuid "$1" --clear-groups "$HELPERS/lind-rust-opt" --check off -o "out$1.wasm" raw.wasm; }
	chmod -R a+rX "$BATS_RUN_TMPDIR" "$BATS_TEST_TMPDIR"
	chmod a+rwx .
	run setpriv --reuid 12345 --clear-groups "$HELPERS/lind-rust-opt" -V
	[ "$status" -eq 0 ] || skip "another user cannot run the helpers from here"
	opt
	rm out.wasm
	# Root's, to read.
	run -0 as 12345
	chown -R 23456 cache
	fails_with 1 as 12345
	says "cache '$dir/cache' belongs to another user (23456), who could have put anything there"
	says "name one of your own by LIND_RUST_CACHE"
	# Root takes what it is given, as in containers.
	opt
}

@test "no link is followed out of the cache: an entry, a lock, a kind" {
	opt
	entry=$(echo cache/opt/*)
	mv "$entry" elsewhere
	ln -s "$dir/elsewhere" "$entry"
	printf 'x' >> elsewhere
	opt
	[ ! -L "$entry" ]
	[ -f "$entry" ]
	[ -f elsewhere ]
	rm "$entry"
	echo precious > victim
	ln -s "$dir/victim" "$entry.lock"
	fails_with 1 opt
	says "cache lock '$dir/$entry.lock': "
	same precious "$(cat victim)"
	rm "$entry.lock"
	mv cache/opt other
	ln -s "$dir/other" cache/opt
	fails_with 1 opt
	says "cache '$dir/cache/opt' is a symbolic link out of the cache"
	# The cache as a whole may lie elsewhere: it is named by its user.
	rm cache/opt
	mv cache there
	ln -s there cache
	opt
}

@test "a file that would be larger than ulimit -f allows is told of, and nothing of it stays" {
	mkdir out
	# What wasm-opt has made is in the cache: the limit is lind-rust-opt's alone.
	opt
	fails_with 1 bash -c 'ulimit -f 0; exec "$@"' sh "$HELPERS/lind-rust-opt" --check off -o out/out.wasm raw.wasm
	says "write 'out/out.wasm': File too large"
	nothing_in out
}

@test "a stack of 64 KiB is enough" {
	opt
	bash -c 'ulimit -s 64; exec "$@"' sh "$HELPERS/lind-rust-opt" --check off -o again.wasm raw.wasm
	cmp out.wasm again.wasm
}

@test "files on their way are private, and what is there already is not written through" {
	mkdir out
	echo precious > victim
	ln -s "$dir/victim" out/out.wasm
	opt out/out.wasm
	same precious "$(cat victim)"
	[ ! -L out/out.wasm ]
	pseudo wasm-opt <<-'EOT'
		[ "$1" != --help ] || { echo "  --epoch-injection"; exit; }
		while [ "$1" != -o ]; do shift; done
		stat -c %a "${2%/*/*}" > "$log.mode"
		printf '\0asm\1\0\0\0' > "$2"
	EOT
	(umask 0 && opt)
	same 700 "$(cat "$log/wasm-opt.mode")"
}

@test "what a killed run left beside its output goes, once it is old, and what is another's stays" {
	printf x > .out.wasm.999999999-00000000.tmp
	printf x > ".out.wasm.$$-00000000.tmp"
	printf x > .other.wasm.999999999-00000000.tmp
	opt
	[ -e .out.wasm.999999999-00000000.tmp ]
	touch -d '-1 hour' .out.wasm.* .other.wasm.*
	rm out.wasm
	opt
	[ ! -e .out.wasm.999999999-00000000.tmp ]
	[ -e ".out.wasm.$$-00000000.tmp" ]
	[ -e .other.wasm.999999999-00000000.tmp ]
}

@test "an environment of two megabytes, in many variables and in long ones" {
	local i value
	value=$(printf '%0120000d' 0)
	for i in $(seq 16); do export "HUGE_$i=$value"; done
	opt
	unset ${!HUGE_*}
	value=$(printf '%0200d' 0)
	for i in $(seq 2000); do export "MANY_$i=$value"; done
	run -0 "$HELPERS/lind-rust-opt" --check off --no-cache -o out.wasm raw.wasm
}

# Every printable ASCII character but the slash, and some beyond.
odd='!"#$%&'\''()*+,-.09:;<=>?@AZ[\]^_`az{|}~ é 中 ‮'

@test "a path with every printable character: cache, input, output" {
	mkdir "$odd"
	cp raw.wasm "$odd/$odd.wasm"
	LIND_RUST_CACHE="$dir/$odd" "$HELPERS/lind-rust-opt" --check off -o "$odd/out $odd.wasm" "$odd/$odd.wasm"
	[ "$(tail -c 4 "$odd/out $odd.wasm")" = done ]
	run -0 "$HELPERS/lind-rust-inspect" "$odd/$odd.wasm"
	"$HELPERS/lind-rust-inspect" --json "$odd/$odd.wasm" | python3 -c 'import json, sys; json.load(sys.stdin)'
}

@test "crate, feature and flag names with every printable character reach cargo as they are" {
	pseudo_rust "$dir/rust"
	mkdir -p "$odd/src" std
	touch "$odd/Cargo.toml"
	printf 'rustflags = [\n  "--sysroot=%s",\n]\n' "$dir/std" > config.toml
	python3 - "$odd" "$dir" > metadata.json <<-'EOT'
		import json, sys
		odd, dir = sys.argv[1:]
		json.dump({"packages": [{"name": odd, "id": odd, "source": None, "manifest_path": dir + "/" + odd + "/Cargo.toml",
		    "features": {odd.replace(",", "").replace(" ", ""): []},
		    "targets": [{"name": odd, "kind": ["bin"], "src_path": dir + "/" + odd + "/src/x.rs"}]}],
		    "workspace_members": [odd], "workspace_root": dir + "/" + odd, "resolve": None}, sys.stdout)
	EOT
	pseudo "$dir/rust/bin/cargo" <<-EOT
		[ "\$1" != metadata ] || { cat "$dir/metadata.json"; exit; }
		for word; do case \$word in --target-dir=*) target=\${word#*=} ;; esac; done
		mkdir -p "\$target"
		echo module > "\$target/app.wasm"
		printf 'a message with \\033]0;title\\007 in it\n' >&2
		python3 -c 'import json, sys; odd, dir, file = sys.argv[1:]
		print(json.dumps({"reason": "compiler-artifact", "package_id": odd, "target": {"name": odd,
		    "src_path": dir + "/" + odd + "/src/x.rs"}, "filenames": [file], "executable": file}))' "\$(cat "$dir/odd")" "$dir" "\$target/app.wasm"
	EOT
	sed -i 's/^\t\tprint(/print(/' "$dir/rust/bin/cargo"
	printf %s "$odd" > odd
	export LIND_RUST_TOOLCHAIN="$dir/rust" CARGO_HOME="$dir/cargo-home"
	feature=${odd//[, ]/}
	run -0 "$HELPERS/lind-rust-cargo" build --manifest-path "$odd/Cargo.toml" --config config.toml --target-dir target \
		--output out.wasm --features "$feature" --package "$odd" --bin "$odd" --depfile out.d --stamp out.stamp
	same module "$(cat out.wasm)"
	logged cargo "--bin=$odd" || logged cargo "$odd"
	grep -qF -- "$feature" "$log/cargo"
}

@test "a crate of ten thousand sources: each is in the dependency file" {
	pseudo_rust "$dir/rust"
	mkdir -p crate/src std target
	touch crate/Cargo.toml
	(cd crate/src && seq -f 'source %g.rs' 10000 | tr '\n' '\0' | xargs -0 touch)
	printf 'rustflags = [\n  "--sysroot=%s",\n]\n' "$dir/std" > config.toml
	{
		printf '%s:' "$dir/target/app.wasm"
		seq -f " ${dir// /\\ }/crate/src/source\\ %g.rs" 10000 | tr -d '\n'
		echo
	} > app.d
	pseudo "$dir/rust/bin/cargo" <<-EOT
		[ "\$1" != metadata ] || {
			echo '{"packages":[{"name":"app","id":"app","source":null,"manifest_path":"$dir/crate/Cargo.toml","features":{},"targets":[{"name":"app","kind":["bin"],"src_path":"$dir/crate/src/app.rs"}]}],"workspace_members":["app"],"workspace_root":"$dir/crate","resolve":null}'
			exit
		}
		echo module > "$dir/target/app.wasm"
		cp "$dir/app.d" "$dir/target/app.d"
		echo '{"reason":"compiler-artifact","package_id":"app","target":{"name":"app","src_path":"$dir/crate/src/app.rs"},"filenames":["$dir/target/app.wasm"],"executable":"$dir/target/app.wasm"}'
	EOT
	export LIND_RUST_TOOLCHAIN="$dir/rust" CARGO_HOME="$dir/cargo-home"
	run -0 timeout 60 "$HELPERS/lind-rust-cargo" build --manifest-path crate/Cargo.toml --config config.toml \
		--target-dir target --output out.wasm --depfile out.d --stamp out.stamp
	same 10000 "$(grep -o 'source\\ [0-9]*\.rs' out.d | sort -u | wc -l)"
}

@test "names in modules, archives and messages of the linker reach the terminal without escape sequences" {
	command -v wat2wasm > /dev/null || skip "there is no wat2wasm"
	printf '(module (import "env" "a\\1b[31mred" (func)) (func (export "b\\1b]0;t\\07")))' > m.wat
	wat2wasm m.wat -o m.wasm
	local words
	for words in "" --check "--json" "--check --json"; do
		run "$HELPERS/lind-rust-inspect" $words m.wasm
		[[ "$output" != *$'\e'* ]]
		says "31mred"
	done
	printf '!<arch>\n%-16s%-12s%-6s%-6s%-8s%-10s`\n' $'\e[31m/' 0 0 0 644 4 > lib.a
	printf 'text' >> lib.a
	run "$HELPERS/lind-rust-inspect" lib.a
	[[ "$output" != *$'\e'* ]]
}

@test "what a crate or a compiler prints reaches the terminal as cargo wrote it; names in its messages do not" {
	local evil=$'a\e]0;title\a\e[31mb'
	pseudo_rust "$dir/rust"
	mkdir -p crate/src std
	touch crate/Cargo.toml crate/src/app.rs
	printf 'rustflags = [\n  "--sysroot=%s",\n]\n' "$dir/std" > config.toml
	python3 - "$evil" "$dir" > metadata.json <<-'EOT'
		import json, sys
		evil, dir = sys.argv[1:]
		json.dump({"packages": [{"name": evil, "id": evil, "source": None, "manifest_path": dir + "/crate/Cargo.toml", "features": {},
		    "targets": [{"name": evil, "kind": ["bin"], "src_path": dir + "/crate/src/app.rs"}]}],
		    "workspace_members": [evil], "workspace_root": dir + "/crate", "resolve": None}, sys.stdout)
	EOT
	pseudo "$dir/rust/bin/cargo" <<-EOT
		[ "\$1" != metadata ] || { cat '$dir/metadata.json'; exit; }
		exit 101
	EOT
	export LIND_RUST_TOOLCHAIN="$dir/rust" CARGO_HOME="$dir/cargo-home"
	local words
	for words in "" "--bin=none" "--package=none" $'--bin=\e[31mx'; do
		run "$HELPERS/lind-rust-cargo" build --manifest-path crate/Cargo.toml --config config.toml --target-dir target \
			--output out.wasm $words
		[ "$status" -ne 0 ]
		[[ "$output" != *$'\e'* ]] || { printf '%q\n' "$output"; return 1; }
	done
}

@test "a std whose list of files is empty, gone, or leads elsewhere is made anew" {
	local list sums bad
	pseudo_rust "$dir/rust"
	pseudo_cargo_of_std <<< 'echo built >> "$log.builds"'
	export LIND_RUST_TOOLCHAIN="$dir/rust"
	std() { "$HELPERS/lind-rust-std" -q --target wasm32-wasip1 -o path; }
	std
	list="$(cat path)/lib/rustlib/wasm32-wasip1/lib/sums"
	sums=$(cat "$list")
	std
	same 1 "$(wc -l < "$log/cargo.builds")"
	echo secret > elsewhere
	for bad in "" "no list" "$(printf '%s\n%032d ../../../../../../../elsewhere' "$sums" 0)" "$(printf '%s\nx' "$sums")"; do
		rm "$log/cargo.builds"
		printf %s "$bad" > "$list"
		std
		same 1 "$(wc -l < "$log/cargo.builds")"
		same "$(sort <<< "$sums")" "$(sort "$list")"
	done
	rm "$list" "$log/cargo.builds"
	std
	same 1 "$(wc -l < "$log/cargo.builds")"
}

@test "a dependency file of a stranger's: what it names is listed, and nothing is opened or run" {
	pseudo_rust "$dir/rust"
	mkdir -p crate/src std target
	touch crate/Cargo.toml crate/src/app.rs
	mkfifo pipe
	printf 'rustflags = [\n  "--sysroot=%s",\n]\n' "$dir/std" > config.toml
	{
		printf '%s:' "$dir/target/app.wasm"
		printf ' %s' "${dir// /\\ }/crate/src/app.rs" "${dir// /\\ }/pipe" /etc/shadow '$(touch${IFS}run)' '`touch\ run`' ';touch' '|touch' \
			'..\/..\/x' '%{{x}}' '#c' '*'
		echo
	} > app.d
	pseudo "$dir/rust/bin/cargo" <<-EOT
		[ "\$1" != metadata ] || {
			echo '{"packages":[{"name":"app","id":"app","source":null,"manifest_path":"$dir/crate/Cargo.toml","features":{},"targets":[{"name":"app","kind":["bin"],"src_path":"$dir/crate/src/app.rs"}]}],"workspace_members":["app"],"workspace_root":"$dir/crate","resolve":null}'
			exit
		}
		cp '$dir/app.d' '$dir/target/app.d'
		echo module > '$dir/target/app.wasm'
		echo '{"reason":"compiler-artifact","package_id":"app","target":{"name":"app","src_path":"$dir/crate/src/app.rs"},"filenames":["$dir/target/app.wasm"],"executable":"$dir/target/app.wasm"}'
	EOT
	export LIND_RUST_TOOLCHAIN="$dir/rust" CARGO_HOME="$dir/cargo-home"
	run -0 timeout 20 "$HELPERS/lind-rust-cargo" build --manifest-path crate/Cargo.toml --config config.toml --target-dir target \
		--output out.wasm --depfile out.d --stamp out.stamp
	[ ! -e run ]
	# make reads it without running anything either.
	printf 'all: out.wasm\n-include out.d\nout.stamp out.wasm: ; @:\n%%: ; @:\n' > Makefile
	timeout 20 make -n all > /dev/null || true
	[ ! -e run ]
}

# visible COMMAND...: what it says has the name, and no escape sequence.
visible() {
	run "$@"
	[[ "$output" != *$'\e'* && "$output" != *$'\a'* ]] || { printf '%q\n' "$output"; return 1; }
	says 'a\x1b]0;title\x07\x1b[31mb'
}

@test "names of files reach the terminal without escape sequences: what is shown and checked, commands, explanations" {
	command -v wat2wasm > /dev/null || skip "there is no wat2wasm"
	local evil=$'a\e]0;title\a\e[31mb' words
	echo '(module (func (export "f")))' > m.wat
	wat2wasm m.wat -o "$evil.wasm"
	printf '!<arch>\n' > "$evil.a"
	printf '\0asm\1\0\0\0\0\1' > "$evil.cut"
	for words in "" --check "--check --verbose"; do
		visible "$HELPERS/lind-rust-inspect" $words "$evil.wasm"
		visible "$HELPERS/lind-rust-inspect" $words "$evil.cut"
		visible "$HELPERS/lind-rust-inspect" $words "$evil.gone"
	done
	visible "$HELPERS/lind-rust-inspect" "$evil.a"
	# Of JSON that is how it is written.
	run "$HELPERS/lind-rust-inspect" --check --json "$evil.wasm"
	[[ "$output" != *$'\e'* ]]
	says 'a\u001B]0;title\u0007\u001B[31mb.wasm'
	# A name with a line in it makes no finding.
	cp "$evil.wasm" $'good.wasm:0x0: error\nother.wasm'
	run "$HELPERS/lind-rust-inspect" --check $'good.wasm:0x0: error\nother.wasm'
	run ! grep '^other.wasm' <<< "$output"
	# A command that is shown is one that a shell reads as it was.
	pseudo lind-boot <<< 'exit 0'
	export LIND_RUST_LIND_BOOT="$bin/lind-boot" LIND_RUST_LINDFS="$dir/lindfs"
	mkdir -p lindfs/tmp
	visible "$HELPERS/lind-rust-run" -v "$evil.wasm" "$evil"
	eval "words=(${output#*+ })"
	same "$evil" "${words[-1]}"
	visible "$HELPERS/lind-rust-opt" --verbose --check off -o out.wasm "$evil.wasm"
	mkdir "$evil"
	printf 'all: out ; \nout: ../made ; touch out\n../made: ; touch $@\n' > "$evil/Makefile"
	visible "$HELPERS/lind-rust" explain --build-dir "$evil"
	printf 'all: in ; touch $@\n' > Makefile
	printf 'x: %s\n' "$evil" > all.d
	touch -d '-1 day' all
	touch in
	visible "$HELPERS/lind-rust" explain all
}

# damages FILE: it is another one now; the words of $damage say how.
damages() {
	case $damage in
	cut) truncate -s $(($(stat -c %s "$1") / 2)) "$1" ;;
	line) sed -i '/two.rs/d' "$1" ;;
	flipped) sed -i 's/two\.rs/twp.rs/' "$1" ;;
	empty) : > "$1" ;;
	random) head -c 4000 /dev/urandom > "$1" ;;
	large) head -c 20000000 /dev/zero > "$1" ;;
	link) mv "$1" elsewhere && ln -s "$dir/elsewhere" "$1" ;;
	esac
}

@test "records of a group that are damaged or lead elsewhere are none; an artifact that is a link is not taken" {
	local damage record fault=()
	group tree
	mkdir tree
	for damage in cut line flipped empty random large link; do
		rm -rf tree
		mkdir tree
		rm -f elsewhere
		group_step app
		record=$(grep -l two.rs tree/target/.lind-rust/* | grep -v artifact)
		[ -f "$record.artifact" ]
		damages "$record"
		: > "$log/cargo.calls"
		group_step two
		grep -q -- --bin=two "$log/cargo.calls" || { echo "taken by a record: $damage"; return 1; }
		same "two:" "$(xargs < tree/two.out)"
	done
	rm -rf tree
	mkdir tree
	group_step app
	record=$(grep -l two.rs tree/target/.lind-rust/* | grep -v artifact)
	echo another > elsewhere
	ln -sf "$dir/elsewhere" "$record.artifact"
	: > "$log/cargo.calls"
	group_step two
	grep -q -- --bin=two "$log/cargo.calls"
	same "two:" "$(xargs < tree/two.out)"
	same another "$(cat elsewhere)"
}

@test "precompiled programs of the cache that are cut, flipped or another's are made anew" {
	local damage entry
	pseudo lind-boot <<< 'for word; do :; done; echo "of two.rs: $(wc -c < "$word")" > "${word%.wasm}.cwasm"'
	export LIND_RUST_LIND_BOOT="$bin/lind-boot"
	"$HELPERS/lind-rust-run" --precompile -o good.cwasm raw.wasm
	entry=$(echo cache/precompiled/*)
	for damage in cut flipped empty random link; do
		rm -f elsewhere out.cwasm
		damages "$entry"
		"$HELPERS/lind-rust-run" --precompile -o out.cwasm raw.wasm
		cmp good.cwasm out.cwasm
		[ -f "$entry" ] && [ ! -L "$entry" ]
	done
}

@test "explain in a build tree of a stranger's: nothing of it crashes, and a target is no option" {
	local evil=$'\e[31m' file
	mkdir tree
	explains() {
		local status=0
		timeout 20 "$HELPERS/lind-rust" explain --build-dir tree "$@" > said 2>&1 || status=$?
		[ "$status" -le 1 ] || { cat said; return 1; }
		run ! grep -q $'\e' said
	}
	echo 'all: ;' > tree/Makefile
	explains -- --version
	grep -qF "No rule to make target '--version'" said
	for file in "" "CMAKE_MAKE_PROGRAM" "CMAKE_MAKE_PROGRAM:" "CMAKE_MAKE_PROGRAM:FILEPATH=" "CMAKE_MAKE_PROGRAM:X=/nowhere$evil"; do
		printf %s "$file" > tree/CMakeCache.txt
		explains all
	done
	rm tree/CMakeCache.txt
	# Its words are Ninja's, but not in Ninja's order.
	mkdir "$dir/words"
	pseudo "$dir/words/ninja" <<-'EOT'
		cat words
		printf '\0binary\n'
		cat words >&2
	EOT
	: > tree/build.ninja
	PATH="$dir/words:$PATH"
	for file in 'ninja explain:  older than most recent input a (' "ninja explain: output a older than most recent input $evil (" \
		'ninja explain: output  older than most recent input  (' 'ninja explain: command line changed for' '[' '[]' '[1/2]' '' \
		"ninja explain: depfile '' is missing" "[1/2] a$evil" "$(head -c 300000 /dev/zero | tr '\0' x)"; do
		printf '%s\n' "$file" > tree/words
		explains
		explains "$evil"
	done
	# A depfile that is none, and one that never ends.
	mkdir -p tree/lind-rust/stamp tree/a.d
	echo 'ninja explain: output a older than most recent input b (' > tree/words
	explains
	head -c 100000 /dev/urandom > tree/lind-rust/stamp/app.d
	: > tree/words
	explains app
}
