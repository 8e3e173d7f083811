#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# What lind-rust.mk keeps of the macros in rules.mk: that it is used, and that nothing old is taken from it.

load ../lib
load fixture

setup() {
	on_standin
	project
	c_files
	makefile <<-'END'
		half_SOURCES := half.c
		$(eval $(call add_lind_library,half))
		app_SOURCES := main.c
		app_LIBS := half
		$(eval $(call add_lind_program,app))
		all: $(app_PROGRAM)
		words: ; @echo '$(app_PROGRAM) $(half_LIBRARY) $(_lind_rust_fresh)'
	END
	made all
}

# anew WANTED ARGUMENTS: whether a run of make takes its rules from the macros
anew() {
	made words "${@:2}"
	same "$1" "$output"
}

@test "a second run takes its rules from the file, and leaves that alone" {
	local before
	before=$(stat -c %i build/rules.mk)
	anew "build/app.wasm build/libhalf.a "
	same "$before" "$(stat -c %i build/rules.mk)"
}

@test "what the file says is what is done" {
	sed -i 's|^ *_lind_rust_line.opt.app := |&echo read from the file; |' build/rules.mk
	rm build/app.wasm
	made all V=1
	says "read from the file"
}

@test "one NAME's words changed: it and those behind it are declared anew, and kept" {
	anew "build/app.wasm build/libhalf.a fresh" app_CFLAGS=-DX
	anew "build/app.wasm build/libhalf.a " app_CFLAGS=-DX
	anew "build/app.wasm build/libhalf.a fresh" half_DEFINES=Y
	grep -q '^_lind_rust_kept_key.app := .*Y' build/rules.mk
	made all
	anew "build/app.wasm build/libhalf.a "
}

@test "settings, a tool and another version are looked at" {
	anew "build/app.wasm build/libhalf.a fresh" LIND_RUST_PROFILE=dev
	anew "build/app.wasm build/libhalf.a fresh" LIND_RUST_CFLAGS=-Os
	made all
	sed -i 's/^_lind_rust_kept_of_all := [^ ]*/_lind_rust_kept_of_all := 0.0.0/' build/rules.mk
	anew "build/app.wasm build/libhalf.a fresh"
}

@test "a library that is not declared any more is missed" {
	sed -i '/add_lind_library/d' Makefile
	refused "app_LIBS 'half' is neither declared (declare it before app) nor a file" all
}

@test "a NAME that is declared twice, and two that make one file, are found behind kept ones" {
	printf '%s\n' '$(eval $(call add_lind_program,app))' >>Makefile
	refused "app: the name is declared already" all
	sed -i '$d' Makefile
	printf '%s\n' 'two_SOURCES := main.c' 'two_OUTPUT_NAME := app' '$(eval $(call add_lind_program,two))' >>Makefile
	refused "build/app.wasm is made by another one already: set two_OUTPUT_NAME" all
}

@test "a misspelled variable of a kept NAME is found" {
	printf '%s\n' 'app_SOURCE := main.c' >>Makefile
	refused "app_SOURCE is not known: did you mean app_SOURCES?" all
}

@test "words with what make, the shell and lines make special come back as they were" {
	cat >>Makefile <<-'END'
		define app_CFLAGS
		-DA='"x\#y$$z"' -DB='"\\'"'"'"'
		-DC=1
		endef
		odd_SOURCES := main.c
		odd_CFLAGS = $(app_CFLAGS)
		odd_LIBS := half
		$(eval $(call add_lind_program,odd))
		line: ; @printf '%s\n' $(call _lind_rust_quote,$(_lind_rust_line.cc.odd))
	END
	made line
	local first=$output
	made line
	same "$first" "$output"
	says '-DC=1'
}

@test "dry runs and goals that build nothing neither read nor write it" {
	echo '$(error read)' >build/rules.mk
	made -n all
	made lind-rust-help
	made lind-rust-clean
}

@test "lind-rust.mk is newer: nothing is taken from before" {
	cp "$LIND_RUST_SOURCE/make/lind-rust.mk" own.mk
	sed -i 's|^include .*|include own.mk|' Makefile
	made all
	anew "build/app.wasm build/libhalf.a "
	sed -i 's|^_lind_rust_lower =|_lind_rust_cmd_opt += --verbose\n&|' own.mk
	made all V=1
	says "--verbose"
}

@test "the version is the one that CMake has" {
	same "$(sed -n 's/.*LIND_RUST_VERSION \([0-9.]*\).*/\1/p' "$LIND_RUST_SOURCE/cmake/LindRustVersion.cmake")" \
		"$(sed -n 's/^_lind_rust_version := //p' "$LIND_RUST_SOURCE/make/lind-rust.mk")"
}
