#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# Docs and code agree: what is described exists, and what exists is described.

load ../lib

setup() {
	cd "$LIND_RUST_SOURCE"
}

# The two lists on stdin-like arguments are the same, sorted.
agree() {
	diff <(sort -u <<<"$1") <(sort -u <<<"$2") || {
		echo "< $3    > $4"
		return 1
	}
}

help_of() {
	case $1 in
	lind-rust-clang) "$HELPERS/$1" --lind-help ;;
	cargo-lind_compile)
		"$HELPERS/cargo-lind_compile" -h
		"$HELPERS/cargo-lind_run" -h
		"$HELPERS/cargo-lind_test" -h
		;;
	*) "$HELPERS/$1" -h ;;
	esac
}

# Flags of clang's that are told of, and of lind-rust-config's where its tools are meant, are not the program's own.
flags_in_help() {
	help_of "$1" | grep -oE -- '--[a-z][a-z0-9-]*' | grep -vxF -e "${2:---none}" -e "${3:---none}" | sort -u
}

flags_in_page() {
	grep -oE '\bFl -[a-z][a-z0-9-]*' "helpers/$1.1" | sed 's/Fl -/--/' | grep -vxE -e "${2:---none}" | sort -u
}

@test "every flag of a program's help is in its man page, and the reverse" {
	for page in helpers/*.1; do
		program=$(basename "$page" .1)
		not_own= not_own_either= told=
		case $program in
		lind-rust-clang) not_own=--max-memory told="--target|--export|--allow-undefined|--strip-all|--strip-debug" ;;
		lind-rust) ;;
		esac
		agree "$(flags_in_help "$program" "$not_own" "$not_own_either")" "$(flags_in_page "$program" "$told")" \
			"$program -h" "$page"
	done
}

# The options that a source file reads.
flags_in() {
	case $1 in
	*/cargo_words.c) grep -oE '^\s\{"[a-z-]+", ' "$1" ;;
	*/lind-rust-clang.c) grep -oE '"--lind-[a-z-]+=?"' "$1" | sed 's/"--/"/' ;;
	*) grep -oE '\{"[a-z-]+",\s*(required|no|optional)_argument' "$1" ;;
	esac | sed -E 's/^[^"]*"([a-z-]+).*/--\1/' | sort -u
}

@test "every option that a program reads is in its help, and what is there is read" {
	tools=$(flags_in helpers/lib/tools.c)
	for page in helpers/*.1; do
		program=$(basename "$page" .1)
		source=helpers/$program.c shared=$tools others=
		case $program in
		lind-rust-cargo) source=helpers/lib/step_options.c ;;
		# These are cargo's, and only passed on; --all is its old name of --workspace.
		cargo-lind_compile)
			source=helpers/lib/cargo_words.c shared=
			others=$(printf -- '--%s\n' all tests test benches bench timings ignore-rust-version future-incompat-report \
				artifact-dir lockfile-path)
			;;
		# --lind-inputs is lind-rust-cargo's word alone.
		lind-rust-clang) shared=$'--sysroot\n--max-memory\n--lind-help\n--lind-version' others=--lind-inputs ;;
		lind-rust-rustc) continue ;;
		esac
		own=$(flags_in "$source")
		[ -n "$own" ]
		help=$(flags_in_help "$program")
		missing=$(comm -13 <(printf '%s\n' "$help" "$others" | sort -u) <(echo "$own"))
		same "" "$missing"
		bogus=$(comm -23 <(echo "$help") <(printf '%s\n' "$own" "$shared" --help --version --verbose | sort -u))
		same "" "$bogus"
	done
}

@test "every variable that a man page tells of is read by something" {
	for name in $(grep -ohE '\bLIND_(RUST|WASM|COMPILE|BOOT)_[A-Z_]+\b' helpers/*.[17] | sort -u); do
		grep -rqwE "$name" helpers/*.c helpers/lib cmake make || grep -qw "\"${name#LIND_RUST_}\"" helpers/lib/*.c || {
			echo "nothing reads $name"
			return 1
		}
	done
}

@test "every program has a man page, and every page a program; all are in lind-rust(7) and the README" {
	agree "$(for f in helpers/*.c; do basename "$f" .c; done)" "$(for f in helpers/*.1; do basename "$f" .1; done)" programs pages
	for f in helpers/*.c; do
		program=$(basename "$f" .c)
		grep -q "Xr $program 1" helpers/lind-rust.7
		grep -q "\`$program\`\|\`${program/cargo-/cargo }\`" README.md || {
			echo "the README does not name $program"
			return 1
		}
	done
}

@test "every man page says what the exit statuses are, and has no error of its own" {
	for page in helpers/*.[17]; do
		# A statement has none.
		[[ $page == *-security.7 ]] || grep -q '^\.Sh EXIT STATUS' "$page"
		if command -v mandoc >/dev/null; then
			run -0 mandoc -Tlint -W warning "$page"
		elif command -v groff >/dev/null; then
			run -0 groff -ww -mdoc -Tutf8 "$page"
			says_not warning
		fi
		for other in $(grep -oE 'Xr (cargo-)?lind[a-z_-]+ [17]' "$page" | awk '{ print $2 "." $3 }'); do
			[ -e "helpers/$other" ] || {
				echo "$page: there is no $other"
				return 1
			}
		done
	done
}

@test "CMake: every keyword is described, and what is described is a keyword" {
	code=$(sed -n '/^macro(_lind_rust_program_keywords)/,/^# ---- Messages/p' cmake/LindRust.cmake |
		grep -E '(set|list)\((flags|values|lists|APPEND)' | grep -oE '\b[A-Z][A-Z_]+\b' | grep -v APPEND)
	text=$(sed -n '1,/^#\]====\]/p' cmake/LindRust.cmake | sed -n '/^  ``[A-Z]/p' | grep -oE '``[A-Z][A-Z_]+' | tr -d '`')
	more=$(sed -n '1,/^#\]====\]/p' cmake/LindRust.cmake | sed -n '/lind_rust_add_test(/,/Files/p' | grep -oE '\b(NAME|COMMAND|ENV|TIMEOUT|GRATES|PRELOADS)\b')
	agree "$code" "$text"$'\n'"$more" code reference
}

@test "CMake: every cache variable is described" {
	for name in $(grep -ohE 'set\((LIND_[A-Z_]+) .*CACHE' cmake/*.cmake | grep -oE 'LIND_[A-Z_]+'); do
		grep -q "^\`\`.*$name\`\`" <(sed -n '1,/^#\]====\]/p' cmake/LindRustTools.cmake) || {
			echo "$name is not described"
			return 1
		}
	done
	for option in $(sed -n 's/.*foreach(option IN ITEMS lind-root \(.*\))/\1/p' cmake/LindRustTools.cmake); do
		name=LIND_RUST_$(tr a-z- A-Z_ <<<"$option")
		grep -q "$name" <(sed -n '1,/^#\]====\]/p' cmake/LindRustTools.cmake)
	done
}

@test "make: every word and setting is described, and what is described exists" {
	head=$(sed -n '1,/^ifndef _lind_rust_included/p' make/lind-rust.mk | grep '^#')
	code=$(grep -E '^_lind_rust_((finish|common|c)_words|words_[a-z]*) :=' -A1 make/lind-rust.mk | grep -oE '\b[A-Z][A-Z_]+\b')
	text=$(grep -oE 'NAME_[A-Z_]+' <<<"$head" | sed 's/^NAME_//' | grep -vxE 'PROGRAM|LIBRARY|')
	agree "$code" "$text" code reference
	code=$(sed -n '/^_lind_rust_tool_settings :=/,/^$/p' make/lind-rust.mk | grep -oE '\bLIND_[A-Z_]+')
	text=$(sed -n '/^# Settings, from/,/^#   V=1/p' make/lind-rust.mk | grep -E '^#   LIND' -A9 | grep -E '^#   LIND' | grep -oE '\bLIND_[A-Z_]+' |
		grep -vx LIND_RUST_SPACE)
	agree "$code" "$text" code reference
	for target in $(grep -oE '^lind-rust-(help|clean|doctor|editor):' make/lind-rust.mk | tr -d :); do
		grep -q "$target" <<<"$head"
	done
}

@test "every variable that a program reads is in a man page" {
	names=$(grep -ohE '"(LIND_(RUST|WASM|COMPILE)_[A-Z_]+|SYSROOT|XDG_CACHE_HOME)"' helpers/*.c helpers/lib/*.c | tr -d '"' | sort -u |
		grep -vE '^LIND_RUST_(CRATE_[A-Z]*|WASM_OPT_KIND|RUST_WHY|VERSION)$')
	[ -n "$names" ]
	for name in $names; do
		grep -qw "$name" helpers/*.[17] || {
			echo "$name is in no man page"
			return 1
		}
	done
}

@test "every key of [package.metadata.lind] is described, and what is described is a key" {
	code=$(sed -n '/lr_lind_setting_names\[\] = {/,/NULL}/p' helpers/lib/lind_settings.c | grep -oE '"[a-z-]+"' | tr -d '"')
	text=$(sed -n '/^\.Sh MANIFEST/,/^\.Sh ENV/p' helpers/cargo-lind_compile.1 | sed -n 's/^\.It Li \([a-z, -]*\).*/\1/p' |
		sed 's/ No.*//' | tr -d ',' | tr ' ' '\n' | grep .)
	agree "$code" "$text" code page
}

@test "troubleshooting: every text is one that a program prints" {
	local n=0
	# The sources with their strings joined, and their conversions as one sign.
	sources=$(cat helpers/*.c helpers/lib/*.c helpers/compat/*.c make/lind-rust.mk cmake/*.cmake helpers/template/*/* 2>/dev/null | tr -d '\n\\' |
		sed -E 's/"[[:space:]]*"//g')
	while IFS= read -r line; do
		case $line in *'{from '*) continue ;; esac
		text=$(sed 's/^### `//; s/`$//' <<<"$line")
		while [ -n "$text" ]; do
			part=${text%%…*}
			rest=${text#*…}
			[ "$rest" != "$text" ] || rest=
			text=$rest
			part=${part%\'}
			part=${part#\'}
			part=$(sed 's/^ *//; s/ *$//' <<<"$part")
			[ ${#part} -lt 4 ] || grep -qF -- "$part" <<<"$sources" || {
				echo "no program says: $part"
				return 1
			}
		done
		n=$((n + 1))
	done < <(grep '^### ' examples/doc/troubleshooting.md)
	[ "$n" -gt 20 ]
}

@test "links in the documents lead somewhere, and the programs that they name exist" {
	for file in README.md examples/doc/*.md; do
		for link in $(grep -oE '\]\([^)#]+\)' "$file" | sed 's/^](//; s/)$//' | grep -v '^http'); do
			[ -e "$(dirname "$file")/$link" ] || {
				echo "$file: there is no $link"
				return 1
			}
		done
		for program in $(grep -oE '\blind-rust-(clang|cargo|config|inspect|opt|run|std|[a-z]+)\b' "$file" | sort -u); do
			case $program in lind-rust-doctor | lind-rust-editor | lind-rust-html | lind-rust-security) continue ;; esac
			[ -x "$HELPERS/$program" ] || {
				echo "$file: there is no $program"
				return 1
			}
		done
	done
}
