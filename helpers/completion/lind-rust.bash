# SPDX-License-Identifier: Apache-2.0
# Completion for lind-rust's programs. What there is to complete is what each program's own help says.

_lind_rust_help() {
	case $1 in
	lind-rust-clang) "$1" --lind-help ;;
	*) "$1" -h ;;
	esac 2>/dev/null
}

_lind_rust() {
	local program=${COMP_WORDS[0]} current=${COMP_WORDS[COMP_CWORD]}
	COMPREPLY=()
	if [[ $current == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$(_lind_rust_help "$program" | grep -oE -- '--[a-z][a-z-]*' | sort -u)" -- "$current")
	elif [ "$COMP_CWORD" -eq 1 ]; then
		# The verbs are the second words of the usage lines.
		mapfile -t COMPREPLY < <(compgen -W "$(_lind_rust_help "$program" |
			sed -nE "s/^(usage:|      ) ${program##*/} ([a-z]+) .*/\2/p")" -- "$current")
	fi
}

complete -o bashdefault -o default -F _lind_rust lind-rust lind-rust-cargo lind-rust-clang lind-rust-config \
	lind-rust-inspect lind-rust-opt lind-rust-run lind-rust-rustc lind-rust-std cargo-lind_compile cargo-lind_run \
	cargo-lind_test lind-cargo-build
