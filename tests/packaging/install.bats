#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# What is installed works from where it lies, wherever that is; it goes without a trace; packages hold the same.

load ../lib

setup() {
	unset DESTDIR LIND_WASM_ROOT LIND_RUST_PREFIX LIND_RUST MAKEFLAGS CMAKE_GENERATOR CMAKE_TOOLCHAIN_FILE CMAKE_PREFIX_PATH
	: "${LIND_RUST_BUILD_TREE:=$(dirname "$HELPERS")}"
	# Its manifest has the component's name: other tests install from this tree as well.
	install=(cmake --install "$LIND_RUST_BUILD_TREE" --component Unspecified)
	manifest=$LIND_RUST_BUILD_TREE/install_manifest_Unspecified.txt
	cd "$BATS_TEST_TMPDIR"
}

# installed: by a staged installation, moved away from its prefix, in $prefix.
installed() {
	DESTDIR="$PWD/stage" "${install[@]}" --prefix /opt/lind-rust >/dev/null
	mkdir "moved there"
	mv stage/opt/lind-rust "moved there/prefix"
	prefix="$PWD/moved there/prefix"
}

@test "DESTDIR is obeyed, and nothing is written elsewhere" {
	DESTDIR="$PWD/stage" run -0 "${install[@]}" --prefix /opt/lind-rust
	same opt "$(ls stage)"
	[ ! -e /opt/lind-rust ]
	[ -x stage/opt/lind-rust/bin/lind-rust-config ]
}

@test "a moved installation works: doctor, new, CMake, make, cargo" {
	installed
	export PATH="$prefix/bin:$PATH"
	run -0 lind-rust doctor
	says "$prefix/share/lind-rust/standin"
	run -0 lind-rust new shop
	says "$prefix/lib/cmake/LindRust/LindRustToolchain.cmake"
	cmake -S shop -B shop/build "-DCMAKE_TOOLCHAIN_FILE=$prefix/lib/cmake/LindRust/LindRustToolchain.cmake" \
		"-DCMAKE_PREFIX_PATH=$prefix"
	cmake --build shop/build
	run -0 ctest --test-dir shop/build
	says "100% tests passed"
	cargo new --quiet --vcs none hello
	cd hello
	run -0 cargo lind_run -q
	same "Hello, world!" "$output"
}

@test "make finds a moved installation" {
	installed
	"$prefix/bin/lind-rust" new --build make shop
	sed -i "s|^include .*|include ${prefix// /\\\\ }/include/lind-rust.mk|" shop/Makefile
	run -0 make -C shop check
	says "hello, world: 5 letters, 3 threads"
}

@test "man pages of all programs by all names, documents, completion" {
	installed
	for program in "$prefix"/bin/*; do
		name=$(basename "$program")
		[ -e "$prefix/share/man/man1/$name.1" ] || {
			echo "$name has no man page"
			return 1
		}
		[ -e "$prefix/share/bash-completion/completions/$name" ]
		[ -e "$prefix/share/fish/vendor_completions.d/$name.fish" ]
		grep -q "^#compdef .*\b$name\b" "$prefix/share/zsh/site-functions/_lind-rust"
	done
	same "$(ls "$prefix/bin" | sort)" "$(ls "$prefix/share/man/man1" | sed 's/\.1$//' | sort)"
	[ -e "$prefix/share/man/man7/lind-rust.7" ]
	for page in $(sed -n 's/^\.so //p' "$prefix"/share/man/man1/*); do
		[ -e "$prefix/share/man/$page" ]
	done
	for document in tutorial troubleshooting coming-from; do
		[ -e "$prefix/share/doc/lind-rust/$document.md" ]
	done
}

@test "pkg-config says how to compile with the library, and where the modules are" {
	installed
	export PKG_CONFIG_PATH="$prefix/lib/pkgconfig"
	run -0 pkg-config --modversion lind-rust
	same "$("$prefix/bin/lind-rust" -V | cut -d' ' -f2)" "$output"
	run -0 pkg-config --variable=toolchainfile lind-rust
	[ -e "$(eval echo "$output")" ]
	run -0 pkg-config --variable=makefile lind-rust
	[ -e "$(eval echo "$output")" ]
	cat >near.c <<-'END'
		#include <lind-rust/util.h>
		#include <lind-rust/wasm.h>
		#include <stdio.h>
		int main(void)
		{
			const char *const words[] = {"release", "debug", NULL};
			struct wasm_module m;
			puts(lr_nearest("relaese", words));
			return wasm_read(&m, "\0asm\1\0\0\0", 8) ? 0 : 1;
		}
	END
	eval "cc near.c -o near $(pkg-config --cflags --libs lind-rust)"
	run -0 ./near
	same release "$output"
}

@test "uninstalling leaves nothing of ours and all of others" {
	mkdir -p "a prefix/share/man/man1"
	touch "a prefix/share/man/man1/other.1"
	"${install[@]}" --prefix "$PWD/a prefix" >/dev/null
	cp "$manifest" manifest
	[ -x "a prefix/bin/lind-rust" ]
	run -0 cmake "-DMANIFEST=$PWD/manifest" -P "$LIND_RUST_SOURCE/cmake/package/uninstall.cmake"
	same "a prefix/share/man/man1/other.1" "$(find "a prefix" ! -type d)"
	same "" "$(find "a prefix" -iname '*lind*rust*')"
	DESTDIR="$PWD/stage" "${install[@]}" --prefix /opt/x >/dev/null
	cp "$manifest" manifest
	DESTDIR="$PWD/stage" run -0 cmake "-DMANIFEST=$PWD/manifest" -P "$LIND_RUST_SOURCE/cmake/package/uninstall.cmake"
	same "" "$(find stage ! -type d)"
	run cmake "-DMANIFEST=$PWD/none" -P "$LIND_RUST_SOURCE/cmake/package/uninstall.cmake"
	[ "$status" -ne 0 ]
	says "nothing was installed from this build tree"
	# What stays is no success.
	mkdir busy
	touch busy/file
	echo "$PWD/busy" >manifest
	run cmake "-DMANIFEST=$PWD/manifest" -P "$LIND_RUST_SOURCE/cmake/package/uninstall.cmake"
	[ "$status" -ne 0 ]
	says "cannot be removed"
}

@test "a Debian package that runs from where it is unpacked" {
	command -v dpkg-deb >/dev/null || skip "there is no dpkg-deb"
	run -0 cpack -G DEB -B "$PWD/packages" --config "$LIND_RUST_BUILD_TREE/CPackConfig.cmake"
	deb=$(ls packages/lind-rust_*.deb)
	run -0 dpkg-deb -f "$deb"
	says "Package: lind-rust"
	says "libjansson4"
	says "libxxhash0"
	says "rust"
	dpkg-deb -x "$deb" root
	same usr "$(ls root)"
	run -0 root/usr/bin/lind-rust doctor
	says "$PWD/root/usr/share/lind-rust/standin"
	[ -e root/usr/share/man/man1/lind-rust.1 ]
	[ -L root/usr/bin/lind-cargo-build ]
}

@test "an archive holds the same" {
	run -0 cpack -G TGZ -B "$PWD/packages" --config "$LIND_RUST_BUILD_TREE/CPackConfig.cmake"
	tar xf packages/*.tar.gz
	run -0 lind-rust-*/bin/lind-rust doctor
}

@test "bash completes verbs and options from the programs' help" {
	installed
	export PATH="$prefix/bin:$PATH"
	complete_words() {
		bash -c 'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _lind_rust; printf "%s\n" "${COMPREPLY[@]}"' - \
			"$prefix/share/bash-completion/completions/lind-rust" "$@"
	}
	same $'doctor' "$(complete_words lind-rust do)"
	same $'--json' "$(complete_words lind-rust doctor --js)"
	same $'--output-dir' "$(complete_words cargo-lind_compile --output)"
	same $'cargo' "$(complete_words lind-rust-config ca)"
	same $'--stamp' "$(complete_words lind-rust-cargo build --stam)"
}

@test "fish completes the same" {
	command -v fish >/dev/null || skip "there is no fish"
	installed
	export PATH="$prefix/bin:$PATH" HOME="$PWD" XDG_CONFIG_HOME="$PWD"
	complete_line() {
		fish --no-config -c 'source $argv[1]; complete -C $argv[2]' "$prefix/share/fish/vendor_completions.d/lind-rust.fish" "$1"
	}
	run -0 complete_line "lind-rust do"
	says doctor
	run -0 complete_line "lind-rust doctor --js"
	says --json
	run -0 complete_line "cargo-lind_compile --output"
	says --output-dir
}

@test "zsh completes the same" {
	command -v zsh >/dev/null || skip "there is no zsh"
	installed
	export PATH="$prefix/bin:$PATH"
	complete_words() {
		zsh -fc 'compadd() { shift; print -l -- "$@" }; _files() { :; }
			file=$1; shift; words=("$@"); CURRENT=$#; PREFIX=${words[-1]}; source $file' - \
			"$prefix/share/zsh/site-functions/_lind-rust" "$@"
	}
	run -0 complete_words lind-rust doctor --
	says --json
	run -0 complete_words lind-rust ""
	says doctor
}

@test "HTML: every page, and every link leads somewhere" {
	command -v mandoc >/dev/null || skip "there is no mandoc"
	sh "$LIND_RUST_SOURCE/cmake/package/html.sh" "$PWD/html" mandoc "$(command -v pandoc)" "$LIND_RUST_SOURCE"
	for page in "$LIND_RUST_SOURCE"/helpers/*.[17]; do
		[ -s "html/$(basename "$page").html" ]
		grep -qF "$(basename "$page").html\">" html/index.html
		grep -qF "</a>: $(sed -n 's/^\.Nd //p' "$page")</li>" html/index.html
		grep -q '<a href="index.html">' "html/$(basename "$page").html"
	done
	for file in html/*.html; do
		for link in $(grep -oE 'href="[^"#]+' "$file" | sed 's/^href="//' | grep -v '^http'); do
			[ -e "html/$link" ] || {
				echo "$file: there is no $link"
				return 1
			}
		done
	done
}
