# SPDX-License-Identifier: Apache-2.0
# lind-rust.mk: Rust crates and C and C++ programs for lind, as targets of GNU make (4.0 or newer).
#
#     include lind-rust.mk                            # or <lind-rust's source tree>/make/lind-rust.mk
#
#     prices_MANIFEST := prices/Cargo.toml
#     $(eval $(call add_lind_rust_crate,prices))
#
#     shop_SOURCES := main.c
#     shop_LIBS    := prices
#     $(eval $(call add_lind_program,shop))
#
#     all: $(shop_PROGRAM)
#     check: $(shop_PROGRAM) ; $(call lind_rust_run,$(shop_PROGRAM) --list)
#     clean: lind-rust-clean
#
# Everything goes to $(LIND_RUST_BUILD); nothing but Cargo.lock is written beside the sources. What each step does is
# decided by lind-rust's programs; installed, they lie in <prefix>/bin; with the source tree, the first make builds them
# with CMake into $(LIND_RUST_BUILD)/tools. A program is made again when a source, a header, a manifest, a library, a
# tool or a command line changed; a step whose input has the same bytes as before is not made again.
#
#
# Macros
#
# $(eval $(call add_lind_rust_crate,NAME))
#     One target of a cargo package. $(NAME_PROGRAM) is its finished program and $(NAME_LIBRARY) its static library:
#     what your rules ask for is built. lind-rust-NAME is a phony target for the program (for the library with
#     NAME_LIB or NAME_CDYLIB).
# $(eval $(call add_lind_library,NAME))
#     A static library of C and C++, or a shared one: $(NAME_LIBRARY); phony target lind-rust-NAME.
# $(eval $(call add_lind_program,NAME))
#     A program of C and C++, and of the Rust libraries that it links: $(NAME_PROGRAM); phony target lind-rust-NAME.
# $(call lind_rust_run,PROGRAM ARGUMENTS)
#     In a recipe: a command that runs a finished program on lind-boot, or in the stand-in; its exit status is passed
#     on. The words are the shell's.
#
# NAME is made of letters, digits and _ . + -. The three adding macros read the variables NAME_... when they are called:
# set them before, and declare a library before those who name it in LIBS. An unknown NAME_... in capitals is an error,
# wherever it is set, so that a misspelled one is found; a name all in small letters (NAME_files) is your own.
#
# A flag is 1, or 0 or empty. A list's words are separated by spaces and are not the shell's: write $(LIND_RUST_SPACE)
# for a space inside of a word. CFLAGS, CXXFLAGS and LDFLAGS are words of the shell.
#
# Crates:
#   NAME_MANIFEST             the package's or workspace's Cargo.toml. Default: Cargo.toml
#   NAME_PACKAGE              a package of the workspace. Default: the manifest's own
#   NAME_BIN, NAME_LIB (flag), NAME_CDYLIB (flag), NAME_EXAMPLE
#                             which target of the package; at most one of them. Default: for PROGRAM its only
#                             program or its default-run, for LIBRARY its library (of whatever crate type). CDYLIB: LIBRARY
#                             is a shared one, finished as a program is, which dynamic programs load by dlopen() or have
#                             preloaded; with a std, and statics, of its own. lind-rust(7) tells what lind-boot can do with
#                             shared libraries. For wasm32-lind and lind itself alone; the words for programs are for it,
#                             but for GRATE, FPCAST, MAX_MEMORY and STACK_SIZE
#   NAME_FEATURES             list; NAME_NO_DEFAULT_FEATURES, NAME_ALL_FEATURES: flags. As cargo's
#   NAME_EXACT_FEATURES       flag: a call of cargo of its own. Without it, programs of one workspace that share profile,
#                             target, features, ENV, flags and settings files are a group: a call of cargo builds all of
#                             them that are not up to date, whichever was asked for; a dependency of several has the
#                             features that any of them asks for, as with 'cargo build' in the workspace. One that does
#                             not compile does not hinder the others: its own rule fails. Libraries, and crates with
#                             RUSTFLAGS or with include directories and macros from LIBS, are built alone in any case.
#                             Default: $(LIND_RUST_EXACT_FEATURES)
#   NAME_PROFILE              a profile of cargo. Default: $(LIND_RUST_PROFILE)
#   NAME_TARGET               wasm32-lind: std with the layer for Unix: files, network, processes, threads;
#                             wasm32-wasip1: upstream's way, which cannot do most of these; host: a tool that the build
#                             itself runs. Default: $(LIND_RUST_TARGET). What is linked into one program must be built
#                             for one target
#   NAME_ENV                  list of VARIABLE=VALUE for cargo, rustc and build scripts. Of the caller's environment,
#                             what would change the build is kept out: RUSTFLAGS, CARGO_TARGET_DIR, CC, CFLAGS and
#                             their like
#   NAME_RUSTFLAGS            list, for rustc in the whole graph of the crate; it has a target directory of its own then
#   NAME_CARGO_ARGS           list; more arguments for cargo
#   NAME_LOCKED, NAME_OFFLINE flags. As cargo's: Cargo.lock is not written; the network is not asked
# Libraries and programs of C and C++:
#   NAME_SOURCES              list of .c (.s, .S) and .cc, .cpp, .cxx files; names with spaces are not possible here
#   NAME_CFLAGS, NAME_CXXFLAGS
#                             for the compilation of C, and of C++, behind $(LIND_RUST_CFLAGS) and $(LIND_RUST_CXXFLAGS)
#   NAME_INCLUDES, NAME_DEFINES
#                             lists: include directories, and MACRO or MACRO=VALUE. Those of a library also reach all
#                             that name it in LIBS: C, and C in build scripts of crates
#   NAME_LDFLAGS              programs and shared libraries: for the link
#   NAME_SHARED               flag, libraries: LIBRARY is a shared one, as with NAME_CDYLIB. What is not hidden is exported
# Crates, C libraries and programs:
#   NAME_LINKAGE              static: the C library is in the program; dynamic: it is lind's libc.so, instrumented and
#                             precompiled once and preloaded when the program runs. That makes programs small, and their
#                             opt pass and precompilation short. For wasm32-lind and lind itself alone, not with GRATE or
#                             FPCAST; the stack has 8 MiB. Of a library: what it is to be linked into (static programs
#                             can be linked with one for dynamic ones as well). auto: programs of the profiles dev and
#                             test (C: by LIND_RUST_PROFILE) are dynamic where all of that holds, lindfs has a libc.so
#                             to run them with, and that has what they need; where only the linker finds that it has
#                             not, they are linked statically, and the build says why. All others are static, since
#                             those run faster. Default: $(LIND_RUST_LINKAGE), as far as the above allows it, else auto
# Programs, of Rust or C:
#   NAME_GRATE                flag: it handles other programs' system calls; its entry pass_fptr_to_wt is exported
#   NAME_FPCAST               flag: emulate C's calls through wrongly typed function pointers
#   NAME_OPT_LEVEL            of wasm-opt: 0 1 2 3 4 s z. Default: what is best for the profile: dev and test are
#                             instrumented alone, others made fast as well; see lind-rust-opt(1)
#   NAME_CHECK                ERROR (the default), WARN or OFF: what a finished module does that lind-boot would refuse
#   NAME_NO_PRECOMPILE        flag: stop at the .wasm; by default lind-boot, where there is one, makes a .cwasm of it
#   NAME_MAX_MEMORY           linear memory at most, in bytes or with K, M, G (powers of 1024). Default: 64M
#   NAME_STACK_SIZE           the main thread's stack. Default: 1M
#   NAME_OUTPUT_DIR           copy the finished program to this directory inside of lindfs; nothing where there is none.
#                             What another project put there by that name is replaced
# All:
#   NAME_LIBS                 list: NAMEs of libraries that were declared, or files (with a '/', or ending in .a or .o). A
#                             dynamic program that names a shared one needs it preloaded
#   NAME_OUTPUT_NAME          the file's name without its ending. Default: NAME
#   NAME_DEPENDS              list of files that must be made first, such as generated headers and generated Rust
#
#
# Settings, from the command line, the environment, or the Makefile before the include
#
#   LIND_RUST_BUILD           where everything goes. Default: build. A relative name works in a directory of any name;
#                             an absolute one must be free of spaces and of other characters that are special in make
#   LIND_WASM_ROOT            a built lind-wasm tree. Without it programs are made for the stand-in
#   LIND_RUST_SYSROOT, LIND_RUST_CLANG, LIND_RUST_AR, LIND_RUST_WASM_LD, LIND_RUST_WASM_OPT, LIND_RUST_LIND_BOOT,
#   LIND_RUST_LINDFS, LIND_RUST_NODE, LIND_RUST_RUSTC, LIND_RUST_CARGO, LIND_RUST_SRC
#                             one tool each, in place of what is found
#   LIND_RUST_TOOLCHAIN       a toolchain of rustup by name, or a directory with bin/rustc and bin/cargo
#   LIND_RUST_STD_DEBUG_ASSERTIONS
#                             1: std with its own checks, for finding what a program does wrong in it
#   LIND_RUST_CACHE           where std, results of the opt pass and precompiled programs are kept for all builds of a
#                             user, or of several: lind-rust-security(7)
#   LIND_RUST_PREFIX          an installation (or build tree) of lind-rust whose programs are used, whichever file is
#                             included
#   LIND_RUST_PROFILE         cargo's profile for crates without NAME_PROFILE, and the opt pass's for programs of C.
#                             Default: release
#   LIND_RUST_TARGET          for crates without NAME_TARGET. Default: wasm32-lind
#   LIND_RUST_LINKAGE         for all without NAME_LINKAGE. Default: auto
#   LIND_RUST_EXACT_FEATURES  1: NAME_EXACT_FEATURES for all crates without it. Default: 0
#   LIND_RUST_CFLAGS, LIND_RUST_CXXFLAGS
#                             for all C, and for all C++. Default: -O2
#   LIND_RUST_CC_LAUNCHER     a program (and its arguments) that is run with the compiler's command in its stead, as sccache
#                             or ccache; Rust has LIND_RUST_RUSTC_LAUNCHER (lind-rust-rustc(1))
#   LIND_RUST_RUN_ENV         list of VARIABLE=VALUE: all that a program under lind_rust_run finds in its environment
#   LIND_RUST_RUN_GRATES      list of finished grates that lind_rust_run runs programs under, outermost first
#   LIND_RUST_RUN_PRELOADS    list of finished shared libraries that lind_rust_run has preloaded
#   LIND_RUST_TIMEOUT         seconds after which lind_rust_run ends a program with status 124; 0: never. Default: 60
#   LIND_RUST_IDLE_GOALS      goals of yours that need no tools, so that nothing is built for them.
#                             Default: clean distclean mostlyclean maintainer-clean help
#   LIND_RUST_CMAKE, LIND_RUST_HOST_CC
#                             what builds lind-rust's programs from source. Default: cmake, and CMake's choice
#   V=1, V=2                  show commands; and say why each is run
#
# Set by this file: LIND_RUST_RUNTIME, which is lind or standin; LIND_RUST_SPACE.
#
# Targets: lind-rust-help lists what was declared; lind-rust-doctor says which tools are found, what is missing and what
# mends it; lind-rust-editor prints settings with which plain cargo, clippy and rust-analyzer see the same target, flags
# and standard library (crates with other settings than the first one's: it says how), and writes
# $(LIND_RUST_BUILD)/compile_commands.json, by which clangd does; a target of its own, that is made from what is
# declared: nothing needs to compile. lind-rust-clean removes $(LIND_RUST_BUILD), wholly. all, clean, help and check are
# yours. The default goal is not touched.
#
#
# What make cannot do
#
# The directory of this file may have spaces in its name (include a\ b/make/lind-rust.mk), but no two together. The
# project's own directory may have any name that cargo and llvm-ar work in (no : * ? [ ] %). Files elsewhere (tools, a
# lind-wasm tree, crates outside of the Makefile's directory) whose names hold one of ; = # $ ' " and the like are used
# but not watched. CMake does not build lind-rust from source in a directory with a ';' in its name: set
# LIND_RUST_PREFIX there.
#
# The suffixes .rs, .toml, .lock and /. are declared (.SUFFIXES), so that a pattern rule '%: %.in' of yours makes no such
# file; '%.rs: %.rs.in' does. make's own rules for RCS and SCCS are cancelled. With thousands of sources, MAKEFLAGS += -rR
# makes make itself faster. Two makes at once in one tree take turns where they must; for lind-rust's own build that needs
# flock(1).

ifndef _lind_rust_included
_lind_rust_included := 1
ifneq ($(filter 3.%,$(MAKE_VERSION)),)
$(error lind-rust.mk: GNU make 4.0 or newer is needed; this is $(MAKE_VERSION))
endif

# As in LindRustVersion.cmake
_lind_rust_version := 0.1.0

# ---- Where this file lies: read first, before MAKEFILE_LIST grows ----

_lind_rust_makefiles := $(MAKEFILE_LIST)
_lind_rust_default_goal := $(.DEFAULT_GOAL)
_lind_rust_empty :=
_lind_rust_space := $(_lind_rust_empty) $(_lind_rust_empty)
_lind_rust_tab := $(_lind_rust_empty)	$(_lind_rust_empty)
_lind_rust_hash := \#
_lind_rust_open := (
_lind_rust_close := )
_lind_rust_comma := ,
define _lind_rust_newline


endef

LIND_RUST_SPACE := @lind-rust-space@

# $(call _lind_rust_pack,TEXT) as one word; $(call _lind_rust_unpack,WORD)
_lind_rust_pack = $(subst $(_lind_rust_space),$(LIND_RUST_SPACE),$1)
_lind_rust_unpack = $(subst $(LIND_RUST_SPACE),$(_lind_rust_space),$1)

# $(call _lind_rust_escape,PATH) for wildcard and for a rule
_lind_rust_escape = $(subst $(_lind_rust_space),\$(_lind_rust_space),$1)

# $(call _lind_rust_there,PATH): not empty where it exists
_lind_rust_there = $(wildcard $(_lind_rust_escape))

# $(call _lind_rust_but_last,WORDS)
_lind_rust_but_last = $(wordlist 2,$(words $1),x $1)

# $(call _lind_rust_find_self,CANDIDATE,WORDS BEFORE IT): as many of MAKEFILE_LIST's last words as are the name of a
# file; a directory with spaces comes as several.
_lind_rust_find_self = $(if $(_lind_rust_there),$1,$(if $2,$(call \
  _lind_rust_find_self,$(lastword $2) $1,$(call _lind_rust_but_last,$2))))

# $(call _lind_rust_above,PACKED FILE): the directory above the file's own
_lind_rust_above = $(call _lind_rust_parent,$(patsubst %/,%,$(dir $1)))
_lind_rust_parent = $(if $(filter %/make %/include,$1),$(patsubst %/,%,$(dir $1)),$(if $(filter make include,$1),.,$1/..))

_lind_rust_self := $(call _lind_rust_find_self,$(lastword $(_lind_rust_makefiles)),$(call \
  _lind_rust_but_last,$(_lind_rust_makefiles)))

# ---- Settings ----

LIND_RUST_BUILD ?= build
LIND_RUST_PREFIX ?=
LIND_RUST_PROFILE ?= release
LIND_RUST_CFLAGS ?= -O2
LIND_RUST_CXXFLAGS ?= -O2
LIND_RUST_CC_LAUNCHER ?=
LIND_RUST_RUN_ENV ?=
LIND_RUST_RUN_GRATES ?=
LIND_RUST_RUN_PRELOADS ?=
LIND_RUST_TIMEOUT ?= 60
LIND_RUST_IDLE_GOALS ?= clean distclean mostlyclean maintainer-clean help
LIND_RUST_CMAKE ?= cmake
LIND_RUST_HOST_CC ?=
LIND_WASM_ROOT ?=
LIND_RUST_SYSROOT ?=
LIND_RUST_CLANG ?=
LIND_RUST_AR ?=
LIND_RUST_WASM_LD ?=
LIND_RUST_WASM_OPT ?=
LIND_RUST_LIND_BOOT ?=
LIND_RUST_LINDFS ?=
LIND_RUST_NODE ?=
LIND_RUST_RUSTC ?=
LIND_RUST_CARGO ?=
LIND_RUST_SRC ?=
LIND_RUST_TOOLCHAIN ?=
LIND_RUST_CACHE ?=
LIND_RUST_TARGET ?=
LIND_RUST_LINKAGE ?=
LIND_RUST_EXACT_FEATURES ?=
LIND_RUST_STD_DEBUG_ASSERTIONS ?=

# Those that lind-rust-config reads from its environment.
_lind_rust_tool_settings := LIND_WASM_ROOT LIND_RUST_SYSROOT LIND_RUST_CLANG LIND_RUST_AR LIND_RUST_WASM_LD \
  LIND_RUST_WASM_OPT LIND_RUST_LIND_BOOT LIND_RUST_LINDFS LIND_RUST_NODE LIND_RUST_RUSTC LIND_RUST_CARGO LIND_RUST_SRC \
  LIND_RUST_TOOLCHAIN LIND_RUST_CACHE
_lind_rust_settings := $(_lind_rust_tool_settings) LIND_RUST_BUILD LIND_RUST_PREFIX LIND_RUST_PROFILE LIND_RUST_CFLAGS \
  LIND_RUST_CXXFLAGS LIND_RUST_CC_LAUNCHER LIND_RUST_RUN_ENV LIND_RUST_RUN_GRATES LIND_RUST_RUN_PRELOADS LIND_RUST_TIMEOUT \
  LIND_RUST_IDLE_GOALS LIND_RUST_CMAKE LIND_RUST_HOST_CC LIND_RUST_TARGET LIND_RUST_LINKAGE \
  LIND_RUST_STD_DEBUG_ASSERTIONS LIND_RUST_EXACT_FEATURES

# ---- Text ----

# $(call _lind_rust_stop,MESSAGE WITHOUT A COMMA)
_lind_rust_stop = $(error lind-rust.mk: $1)

# $(call _lind_rust_special,WORDS): not empty where a character of them means something to the shell. Not by a foreach,
# which takes make longer.
_lind_rust_special = $(findstring ',$1)$(findstring ",$1)$(findstring `,$1)$(findstring \,$1)$(findstring \
  <,$1)$(findstring >,$1)$(findstring |,$1)$(findstring &,$1)$(findstring ;,$1)$(findstring *,$1)$(findstring \
  ?,$1)$(findstring [,$1)$(findstring ],$1)$(findstring {,$1)$(findstring },$1)$(findstring ~,$1)$(findstring \
  !,$1)$(findstring $(_lind_rust_hash),$1)$(findstring $$,$1)$(findstring $(_lind_rust_open),$1)$(findstring \
  $(_lind_rust_close),$1)

# $(call _lind_rust_spaced,TEXT): not empty where there is a space or a tab in it
_lind_rust_spaced = $(if $(findstring $(_lind_rust_space),$1)$(findstring $(_lind_rust_tab),$1),spaced)

# $(call _lind_rust_quote,TEXT): as one word of the shell
_lind_rust_quote = '$(subst ','\'',$1)'

# The same for commands, which are put together with their words packed: $(call _lind_rust_word,TEXT), in quotes only
# where it needs them; $(call _lind_rust_each,OPTION=,LIST), an option for each word; $(call _lind_rust_command,WORDS)
# ends it. _lind_rust_plain is not empty while a NAME is declared of which no word needs quotes.
_lind_rust_word = $(if $(_lind_rust_plain),$1,$(if $(_lind_rust_special)$(_lind_rust_spaced)$(findstring \
  $(LIND_RUST_SPACE),$1),$(call _lind_rust_pack,$(_lind_rust_quote)),$1))
_lind_rust_each = $(if $2,$(if $(_lind_rust_plain),$(addprefix $1,$2),$(if $(call _lind_rust_unplain,$2),$(foreach \
  w,$2,$(call _lind_rust_word,$1$w)),$(addprefix $1,$2))))
_lind_rust_plain :=
_lind_rust_unplain = $(_lind_rust_special)$(findstring $(LIND_RUST_SPACE),$1)
_lind_rust_command = $(call _lind_rust_unpack,$(strip $1))

# $(call _lind_rust_option,OPTION=,VALUE): nothing where there is no value
_lind_rust_option = $(if $2,$(call _lind_rust_word,$1$2))

# $(call _lind_rust_as_make,TEXT): for the right side of an assignment in a file
_lind_rust_as_make = $(subst $(_lind_rust_newline),$$(_lind_rust_newline),$(subst \
  $(_lind_rust_hash),$$(_lind_rust_hash),$(subst $$,$$$$,$1)))

# $(call _lind_rust_same,TEXT,TEXT)
_lind_rust_same = $(and $(findstring <$1>,<$2>),$(findstring <$2>,<$1>))

# $(call _lind_rust_value,VARIABLE): empty, not a warning, where it is not defined
_lind_rust_value = $(if $(value $1),$($1))

# $(call _lind_rust_unique,WORDS): each once, in order
_lind_rust_unique = $(if $1,$(firstword $1) $(call _lind_rust_unique,$(filter-out $(firstword $1),$1)))

# $(call _lind_rust_without,CHARACTERS,TEXT)
_lind_rust_without = $(if $1,$(call _lind_rust_without,$(wordlist 2,$(words $1),$1),$(subst $(firstword $1),,$2)),$2)

_lind_rust_small := a b c d e f g h i j k l m n o p q r s t u v w x y z
_lind_rust_capital := A B C D E F G H I J K L M N O P Q R S T U V W X Y Z

# $(call _lind_rust_upper,TEXT)
_lind_rust_upper = $(call _lind_rust_replace,$(join $(_lind_rust_small),$(addprefix >,$(_lind_rust_capital))),$1)
_lind_rust_replace = $(if $1,$(call _lind_rust_replace,$(wordlist 2,$(words $1),$1),$(subst \
  $(firstword $(subst >, ,$(firstword $1))),$(lastword $(subst >, ,$(firstword $1))),$2)),$2)

# ---- Checks of the settings ----

# $(call _lind_rust_files,PATH): for the prerequisites of a rule; nothing where make cannot write the name there
_lind_rust_files = $(if $(strip $(foreach c,' " ` \ | & ; : = % * ? [ ] ~ $(_lind_rust_hash) $$,$(findstring \
  $c,$1))),,$(_lind_rust_escape))

LIND_RUST_BUILD := $(patsubst %/,%,$(strip $(LIND_RUST_BUILD)))
ifneq ($(call _lind_rust_special,$(LIND_RUST_BUILD))$(call _lind_rust_spaced,$(LIND_RUST_BUILD))$(findstring \
  :,$(LIND_RUST_BUILD))$(findstring %,$(LIND_RUST_BUILD))$(findstring =,$(LIND_RUST_BUILD)),)
$(call _lind_rust_stop,LIND_RUST_BUILD '$(LIND_RUST_BUILD)' has a space or another character that make cannot have in \
the name of a target. A relative name such as 'build' works in a directory of any name)
endif
ifneq ($(if $(LIND_RUST_BUILD),$(filter $(call _lind_rust_pack,$(abspath $(LIND_RUST_BUILD)))/%,$(call \
  _lind_rust_pack,$(CURDIR))/))$(filter / . ..,$(LIND_RUST_BUILD)/ $(LIND_RUST_BUILD)),)
$(call _lind_rust_stop,LIND_RUST_BUILD '$(LIND_RUST_BUILD)' must be a directory of its own: lind-rust-clean removes it)
endif
ifneq ($(call _lind_rust_without,0 1 2 3 4 5 6 7 8 9,$(strip $(LIND_RUST_TIMEOUT))),)
$(call _lind_rust_stop,LIND_RUST_TIMEOUT '$(LIND_RUST_TIMEOUT)' is not a number of seconds)
endif

# $(call _lind_rust_mine,VARIABLES): those that a makefile or a command line defined
_lind_rust_mine = $(strip $(foreach v,$1,$(if $(filter file command-line override,$(subst \
  $(_lind_rust_space),-,$(origin $v))),$v)))

_lind_rust_unknown := $(call _lind_rust_mine,$(filter-out $(_lind_rust_settings) LIND_RUST_SPACE,$(filter \
  LIND_RUST_%,$(.VARIABLES))))
ifneq ($(_lind_rust_unknown),)
$(call _lind_rust_stop,$(firstword $(_lind_rust_unknown)) is not known. The settings are: $(_lind_rust_settings))
endif

# ---- What kind of run this is ----

# make's options of one letter
_lind_rust_letters := $(filter-out --%,$(firstword -$(MAKEFLAGS)))
# -n, -q, -t: recipes are not run. make remakes included makefiles even then, and runs what it takes for a make in it.
_lind_rust_dry := $(findstring n,$(_lind_rust_letters))$(findstring q,$(_lind_rust_letters))$(findstring \
  t,$(_lind_rust_letters))
_lind_rust_goals := $(call _lind_rust_value,MAKECMDGOALS)
_lind_rust_idle_goals := $(LIND_RUST_IDLE_GOALS) lind-rust-clean lind-rust-help lind-rust-doctor
_lind_rust_idle := $(if $(_lind_rust_goals),$(if $(filter-out $(_lind_rust_idle_goals),$(_lind_rust_goals)),,idle))
# make clean all: what follows needs the tools.
_lind_rust_mixed := $(if $(filter $(_lind_rust_idle_goals),$(_lind_rust_goals)),$(filter-out \
  $(_lind_rust_idle_goals),$(_lind_rust_goals)))

# ---- Verbosity ----

_lind_rust_v := $(filter 1 2,$(call _lind_rust_value,V))
_lind_rust_silent := $(findstring s,$(_lind_rust_letters))

# $(call _lind_rust_say,LABEL,FILE,COMMAND): what a recipe prints before it runs the command
_lind_rust_say = $(if $(_lind_rust_v),printf '%s\n' $(call _lind_rust_quote,$3) $(if $(filter \
  2,$(_lind_rust_v)),$(call _lind_rust_quote,    why: $(_lind_rust_why))); export LIND_RUST_VERBOSE=1; ,$(if \
  $(_lind_rust_silent),,printf '  %-7s %s\n' $1 $2; ))

# In a recipe: why it is run
_lind_rust_why = $(if $(wildcard $@),$(if $(filter-out lind-rust-force,$?),newer: $(filter-out \
  lind-rust-force,$?),the command line changed or an output is missing),$@ does not exist)

# ---- Tools ----

_lind_rust_source :=
ifneq ($(strip $(LIND_RUST_PREFIX)),)
  _lind_rust_prefix := $(strip $(LIND_RUST_PREFIX))
else ifeq ($(_lind_rust_self),)
  $(call _lind_rust_stop,its own place cannot be found in MAKEFILE_LIST '$(_lind_rust_makefiles)'. Set LIND_RUST_PREFIX \
to an installation of lind-rust)
else
  _lind_rust_prefix := $(call _lind_rust_unpack,$(call _lind_rust_above,$(call _lind_rust_pack,$(_lind_rust_self))))
  ifeq ($(call _lind_rust_there,$(_lind_rust_prefix)/bin/lind-rust-config),)
    _lind_rust_source := $(_lind_rust_prefix)
    _lind_rust_prefix := $(LIND_RUST_BUILD)/tools
    ifneq ($(findstring ;,$(abspath $(LIND_RUST_BUILD))),)
      $(call _lind_rust_stop,CMake cannot build lind-rust in '$(abspath $(LIND_RUST_BUILD))': there is a ';' in the name. \
Set LIND_RUST_PREFIX to an installation of lind-rust)
    endif
  endif
endif
_lind_rust_proof := $(if $(_lind_rust_source),$(_lind_rust_source)/helpers/lind-rust-config.c)
ifeq ($(call _lind_rust_there,$(or $(_lind_rust_proof),$(_lind_rust_prefix)/bin/lind-rust-config)),)
  ifneq ($(_lind_rust_source),)
    $(call _lind_rust_stop,lind-rust is not complete: there is neither $(_lind_rust_source)/bin/lind-rust-config nor \
$(_lind_rust_source)/helpers/lind-rust-config.c. Install it again)
  else
    $(call _lind_rust_stop,LIND_RUST_PREFIX '$(_lind_rust_prefix)' has no bin/lind-rust-config)
  endif
endif

# $(call _lind_rust_helper,VERB): a program, for the shell; $(call _lind_rust_helper_file,VERB): for a rule
_lind_rust_bin := $(call _lind_rust_word,$(_lind_rust_prefix)/bin)
_lind_rust_helper = $(_lind_rust_bin)/lind-rust-$1
_lind_rust_helper_file = $(call _lind_rust_files,$(_lind_rust_prefix)/bin/lind-rust-$1)

_lind_rust_tools_mk := $(LIND_RUST_BUILD)/tools.mk
_lind_rust_kept_mk := $(LIND_RUST_BUILD)/rules.mk
_lind_rust_facts := SYSROOT CLANG AR WASM_LD WASM_OPT LIND_BOOT LINDFS NODE RUSTC CARGO SRC CACHE RUNTIME

# $(call _lind_rust_glob,DIRECTORY,PATTERNS): escaped for a rule
_lind_rust_glob = $(subst $1/,$(_lind_rust_escape)/,$(wildcard $(addprefix $(_lind_rust_escape)/,$2)))
ifneq ($(_lind_rust_source),)
  _lind_rust_tool_inputs = $(if $(call _lind_rust_files,$(_lind_rust_source)),$(call \
    _lind_rust_glob,$(_lind_rust_source),CMakeLists.txt cmake/LindRustVersion.cmake helpers/*.c helpers/*/*.c \
    helpers/*/*.h helpers/overlay/*.rules include/lind-rust/*.h $(foreach \
    d,* */* */*/* */*/*/*,$(addprefix tests/standin/$d,.c .h .mjs .sh))))
else
  _lind_rust_tool_inputs = $(call _lind_rust_helper_file,config)
endif

# What lind-rust-config is asked; and with what else its answer depends on.
_lind_rust_said_tools := $(foreach s,$(_lind_rust_tool_settings),$(if $(strip $($s)),$s=$(call \
  _lind_rust_word,$(strip $($s)))))
_lind_rust_find_tools := $(call _lind_rust_command,$(_lind_rust_said_tools) $(call _lind_rust_helper,config) tools --format=make --need=clang,sysroot \
  --manifest-dir=.)
_lind_rust_tools_key := $(strip $(_lind_rust_version) $(_lind_rust_find_tools) $(foreach \
  e,PATH HOME XDG_CACHE_HOME RUSTUP_HOME SYSROOT,$e=$(call _lind_rust_value,$e)) $(wildcard rust-toolchain.toml rust-toolchain))

# A helper, or a tool, is gone; or it would be found elsewhere now.
_lind_rust_tools_stale = $(if $(call _lind_rust_same,$(call \
  _lind_rust_value,_lind_rust_saved_tools),$(_lind_rust_tools_key)),$(strip $(foreach \
  f,SYSROOT CLANG AR WASM_LD WASM_OPT LIND_BOOT LINDFS NODE RUSTC CARGO SRC,$(if $(_LIND_RUST_$f),$(if $(call \
  _lind_rust_there,$(_LIND_RUST_$f)),,$f))) $(foreach h,cargo clang config opt run std,$(if $(call \
  _lind_rust_there,$(_lind_rust_prefix)/bin/lind-rust-$h),,$h))),changed)

# The helpers' build must not see flags and variables that are meant for this one.
_lind_rust_cmd_helpers = ( unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES CC CFLAGS CPPFLAGS LDFLAGS CXX CXXFLAGS \
  CMAKE_TOOLCHAIN_FILE CMAKE_GENERATOR SYSROOT CPATH C_INCLUDE_PATH LIBRARY_PATH DESTDIR; cmake=$(call \
  _lind_rust_quote,$(LIND_RUST_CMAKE)); { test -e $(_lind_rust_prefix)/lind-rust-ready && test \
  -e $(_lind_rust_prefix)/share/lind-rust/standin/run.mjs || "$$cmake" -S $(call \
  _lind_rust_quote,$(_lind_rust_source)) -B $(_lind_rust_prefix) -DLIND_RUST_TESTS=OFF -DCMAKE_BUILD_TYPE=Release $(if \
  $(LIND_RUST_HOST_CC),-DCMAKE_C_COMPILER=$(call _lind_rust_quote,$(LIND_RUST_HOST_CC))); } && \
  "$$cmake" --build $(_lind_rust_prefix) --parallel "$$(getconf _NPROCESSORS_ONLN || echo 2)" && \
  : > $(_lind_rust_prefix)/lind-rust-ready )

# In one shell: makes that run at once in one tree take turns. CACHEDIR.TAG says that all of this can be made again.
_lind_rust_cmd_tools = mkdir -p $(LIND_RUST_BUILD) && { test -e $(LIND_RUST_BUILD)/CACHEDIR.TAG || printf '%s\n' \
  'Signature: 8a477f597d28d172789f06886806bc55' > $(LIND_RUST_BUILD)/CACHEDIR.TAG; } && \
  exec 9> $(LIND_RUST_BUILD)/tools.lock && { ! command -v flock > /dev/null || flock 9; } && \
  $(if $(_lind_rust_source),{ $(if $(_lind_rust_silent),,echo '  HELPERS $(_lind_rust_prefix)';) $(_lind_rust_cmd_helpers) \
    > $(LIND_RUST_BUILD)/tools.log 2>&1 9>&- || { cat $(LIND_RUST_BUILD)/tools.log >&2; echo \
    'lind-rust.mk: lind-rust was not built from source; $(LIND_RUST_BUILD)/tools.log tells why.' \
    'Where a package is missing:' $(call _lind_rust_quote,$(_lind_rust_source)/.ci/setup) 'installs it or prints the command that does' >&2; \
    exit 1; }; } &&) \
  $(_lind_rust_find_tools) -o $(LIND_RUST_BUILD)/tools.found && \
  { sed 's/^/_/' $(LIND_RUST_BUILD)/tools.found; printf '%s\n' $(call \
    _lind_rust_quote,_lind_rust_saved_tools := $(call _lind_rust_as_make,$(_lind_rust_tools_key))); } > $@.new && \
  rm -f $(_lind_rust_kept_mk) && mv -f $@.new $@ \
  $(if $(_lind_rust_silent),,&& if grep -q 'LIND_RUST_RUNTIME := standin' $@; then echo \
    '  TOOLS   no LIND_WASM_ROOT: programs are made for the stand-in and run in node'; else echo '  TOOLS   $@'; fi)

ifeq ($(_lind_rust_idle)$(_lind_rust_dry),)
  include $(_lind_rust_tools_mk)
else
  -include $(wildcard $(_lind_rust_tools_mk))
endif
$(foreach f,$(_lind_rust_facts),$(if $(filter undefined,$(origin _LIND_RUST_$f)),$(eval _LIND_RUST_$f :=)))
ifeq ($(_LIND_RUST_RUNTIME),)
  # Not known yet: for a goal that builds nothing, and until make reads this file again.
  _LIND_RUST_RUNTIME := $(if $(LIND_WASM_ROOT),lind,standin)
  _LIND_RUST_LIND_BOOT := $(if $(LIND_WASM_ROOT),$(LIND_WASM_ROOT)/build/lind-boot)
endif
LIND_RUST_RUNTIME := $(_LIND_RUST_RUNTIME)
_lind_rust_tools_plain := $(foreach f,$(_lind_rust_facts),$(_LIND_RUST_$f))
_lind_rust_tools_plain := $(if $(strip $(call _lind_rust_unplain,$(_lind_rust_tools_plain)) $(foreach \
  f,$(_lind_rust_facts),$(word 2,$(_LIND_RUST_$f)))),,plain)

_lind_rust_check_later :=
ifeq ($(_lind_rust_idle)$(_lind_rust_dry),)
# Once made, make reads it and starts again. Never forced a second time: a clock that runs backwards must not loop.
ifeq ($(call _lind_rust_value,MAKE_RESTARTS),)
$(_lind_rust_tools_mk): $(call _lind_rust_files,$(_lind_rust_self)) $(_lind_rust_tool_inputs) $(if \
  $(_lind_rust_tools_stale),lind-rust-force)
	@$(_lind_rust_cmd_tools)
else
$(_lind_rust_tools_mk): ;
endif
# make looks at this file when it has read all makefiles, and before anything else: variables are checked then.
_lind_rust_check_later := later
$(_lind_rust_tools_mk): | _lind-rust-variables
.PHONY: _lind-rust-variables
_lind-rust-variables: ; $(_lind_rust_check_all)$(_lind_rust_keep)
endif

# ---- Words of the macros ----

_lind_rust_finish_words := GRATE FPCAST OPT_LEVEL CHECK NO_PRECOMPILE MAX_MEMORY STACK_SIZE OUTPUT_DIR
_lind_rust_common_words := LIBS OUTPUT_NAME DEPENDS LINKAGE
_lind_rust_c_words := SOURCES CFLAGS CXXFLAGS INCLUDES DEFINES
_lind_rust_words_crate := MANIFEST PACKAGE BIN LIB CDYLIB EXAMPLE FEATURES NO_DEFAULT_FEATURES ALL_FEATURES \
  EXACT_FEATURES PROFILE TARGET ENV RUSTFLAGS CARGO_ARGS LOCKED OFFLINE $(_lind_rust_finish_words) $(_lind_rust_common_words)
# Of a library, if it is a shared one.
_lind_rust_shared_words := LDFLAGS OPT_LEVEL CHECK NO_PRECOMPILE OUTPUT_DIR
_lind_rust_words_library := $(_lind_rust_c_words) SHARED $(_lind_rust_shared_words) $(_lind_rust_common_words)
_lind_rust_words_program := $(_lind_rust_c_words) LDFLAGS $(_lind_rust_finish_words) $(_lind_rust_common_words)
_lind_rust_all_words := $(sort $(_lind_rust_words_crate) $(_lind_rust_words_library) $(_lind_rust_words_program))
_lind_rust_flag_words := LIB CDYLIB SHARED NO_DEFAULT_FEATURES ALL_FEATURES EXACT_FEATURES LOCKED OFFLINE GRATE FPCAST \
  NO_PRECOMPILE
_lind_rust_single_words := PACKAGE BIN EXAMPLE PROFILE TARGET LINKAGE OPT_LEVEL CHECK MAX_MEMORY STACK_SIZE OUTPUT_NAME
_lind_rust_true := 1 y yes on true Y YES ON TRUE
_lind_rust_false := 0 n no off false N NO OFF FALSE
_lind_rust_choices_OPT_LEVEL := 0 1 2 3 4 s z
_lind_rust_choices_CHECK := ERROR WARN OFF error warn off
_lind_rust_choices_TARGET := wasm32-lind wasm32-wasip1 host
_lind_rust_choices_LINKAGE := auto static dynamic
# CMake's words for the same
_lind_rust_instead_MANIFEST_PATH := MANIFEST
_lind_rust_instead_LINK_LIBRARIES := LIBS
_lind_rust_macro_crate := add_lind_rust_crate
_lind_rust_macro_library := add_lind_library
_lind_rust_macro_program := add_lind_program
_lind_rust_names :=
# Those that most have; whether there is any other one is asked at once.
_lind_rust_usual_words := MANIFEST PACKAGE BIN LIB SOURCES
$(eval _lind_rust_unusual = $(foreach w,$(filter-out $(_lind_rust_usual_words),$(_lind_rust_all_words)),$$(value $$1_$w)))

# $(call _lind_rust_get,NAME,WORD): the value; $(call _lind_rust_on,NAME,WORD): not empty where the flag is set
_lind_rust_get = $(if $(value $1_$2),$(strip $($1_$2)))
_lind_rust_on = $(filter $(_lind_rust_true),$(_lind_rust_get))

# ---- Checks of the macros: $1 the NAME, $2 crate, library or program ----

# A misspelled variable is the cause of what is found missing: it is told first.
_lind_rust_complain = $(eval _lind_rust_plain :=)$(if $(filter $1,$(_lind_rust_names)),,$(call \
  _lind_rust_check_variables,$1,$2,$(.VARIABLES)))$(_lind_rust_refuse)
_lind_rust_refuse = $(call _lind_rust_stop,$(_lind_rust_macro_$2) $1: $3)

# To read all variables takes long: that is done once for all NAMEs, or here where there is no later. What else is
# looked at are the words that the NAME has; in their order, for the commands follow it.
_lind_rust_check = $(strip $(eval _lind_rust_has := $(foreach w,$(filter $(if \
  $(_lind_rust_unusual),%,$(_lind_rust_usual_words)),$(_lind_rust_words_$2)),$(if $(value $1_$w),$(if $(strip \
  $($1_$w)),$w))))$(eval _lind_rust_plain := $(_lind_rust_is_plain)) $(_lind_rust_check_name) $(if \
  $(_lind_rust_check_later),$(if $(value $1_PROGRAM)$(value $1_LIBRARY),$(call \
  _lind_rust_check_variables,$1,$2,$1_PROGRAM $1_LIBRARY)),$(call _lind_rust_check_variables,$1,$2,$(.VARIABLES))) \
  $(_lind_rust_check_words) $(if $(filter crate,$2),$(if $(filter BIN LIB CDYLIB EXAMPLE ENV TARGET \
  OUTPUT_DIR,$(_lind_rust_has)),$(_lind_rust_check_crate)),$(_lind_rust_check_sources)) $(if $(filter \
  LIBS,$(_lind_rust_has)),$(_lind_rust_check_libs)) $(if $(filter library,$2)$(filter CDYLIB,$(_lind_rust_has)),$(if \
  $(_lind_rust_is_shared),$(_lind_rust_check_shared),$(if $(filter library,$2),$(_lind_rust_check_archive)))) \
  $(_lind_rust_check_linkage))

# Not empty where $1 is a shared library: the word that says so. Only while it is declared.
_lind_rust_is_shared = $(if $(filter SHARED CDYLIB,$(_lind_rust_has)),$(or $(if $(call \
  _lind_rust_on,$1,SHARED),SHARED),$(if $(call _lind_rust_on,$1,CDYLIB),CDYLIB)))
_lind_rust_check_shared = $(foreach w,GRATE FPCAST MAX_MEMORY STACK_SIZE,$(if $(call _lind_rust_get,$1,$w),$(call \
  _lind_rust_complain,$1,$2,$1_$w is for programs and this is a shared library)))$(if $(filter static \
  host wasm32-wasip1,$(call _lind_rust_get,$1,LINKAGE) $(if $(filter crate,$2),$(_lind_rust_target_of))),$(call \
  _lind_rust_complain,$1,$2,$1_$(_lind_rust_is_shared): a shared library is for dynamic programs of TARGET \
  wasm32-lind))
_lind_rust_check_archive = $(foreach w,$(filter $(_lind_rust_shared_words),$(_lind_rust_has)),$(call \
  _lind_rust_complain,$1,$2,$1_$w is for shared libraries: set $1_SHARED as well))

# Not empty where all that goes into the commands of $1 can be written as it is.
_lind_rust_is_plain = $(if $(_lind_rust_tools_plain),$(if $(filter LIBS,$(_lind_rust_has))$(if \
  $(value $1_MANIFEST),$(word 2,$($1_MANIFEST)))$(word 2,$(LIND_RUST_PROFILE))$(call _lind_rust_unplain,$1 $(foreach \
  w,$(_lind_rust_has),$($1_$w)) $(LIND_RUST_PROFILE)),,plain))

# What keeps a program from being dynamic; empty where nothing does.
_lind_rust_why_static = $(strip $(or $(if $(filter host wasm32-wasip1,$(if $(filter \
  crate,$2),$(_lind_rust_target_of))),a program for $(_lind_rust_target_of) cannot be dynamic),$(if $(call \
  _lind_rust_on,$1,GRATE),a grate cannot be dynamic: lind-boot makes its workers from static modules alone),$(if $(call \
  _lind_rust_on,$1,FPCAST),FPCAST would have to be in lind's libc.so as well),$(if $(if $(_LIND_RUST_SYSROOT),$(call \
  _lind_rust_there,$(_lind_rust_libc_so)),not known yet),,there is no shared C library (the stand-in has none): $(_lind_rust_libc_so))))
_lind_rust_libc_so = $(_LIND_RUST_SYSROOT)/lib/wasm32-wasi/libc.so
_lind_rust_check_linkage = $(if $(filter-out $(_lind_rust_choices_LINKAGE),$(LIND_RUST_LINKAGE)),$(call \
  _lind_rust_stop,LIND_RUST_LINKAGE '$(LIND_RUST_LINKAGE)' is not one of: $(_lind_rust_choices_LINKAGE)))$(if \
  $(_lind_rust_says_dynamic),$(if $(_lind_rust_why_static),$(call _lind_rust_complain,$1,$2,$1_$(or \
  $(_lind_rust_is_shared),LINKAGE is dynamic): $(_lind_rust_why_static))))
_lind_rust_says_dynamic = $(if $(_lind_rust_is_shared),dynamic,$(if $(value $1_LINKAGE),$(filter dynamic,$($1_LINKAGE))))
# $(call _lind_rust_linkage_of,NAME,crate, library or program): dynamic, auto, or empty
_lind_rust_linkage_of = $(call _lind_rust_settle_linkage,$1,$2,$(or $(if $(value \
  $1_LINKAGE),$(strip $($1_LINKAGE))),$(LIND_RUST_LINKAGE),auto))
# $3: what is wished. auto is for the loop from an edit to the running program alone.
_lind_rust_settle_linkage = $(if $(_lind_rust_says_dynamic),dynamic,$(if $(filter dynamic $(if $(filter dev \
  test,$(_lind_rust_profile)),$(_lind_rust_auto)),$3),$(if $(_lind_rust_why_static),,$3)))
# What cannot be run here is not for auto.
_lind_rust_auto = $(if $(and $(_LIND_RUST_LINDFS),$(if $(call \
  _lind_rust_there,$(_LIND_RUST_LINDFS)/lib/libc.cwasm),,absent)),,auto)
_lind_rust_profile = $(or $(if $(value $1_PROFILE),$(strip $($1_PROFILE))),$(LIND_RUST_PROFILE))

_lind_rust_check_name = $(if $(filter 1,$(words $1)),,$(call _lind_rust_stop,$(_lind_rust_macro_$2) takes one name and \
  not '$1'))$(if $(if $(_lind_rust_plain),,$(_lind_rust_special))$(findstring /,$1)$(findstring \
  :,$1)$(findstring %,$1)$(findstring =,$1)$(findstring @,$1)$(findstring ^,$1)$(findstring \
  $(_lind_rust_comma),$1),$(call _lind_rust_refuse,$1,$2,a name is made of letters and digits and _ . + -))$(if $(filter \
  $1,$(_lind_rust_names)),$(call _lind_rust_refuse,$1,$2,the name is declared already))$(if $(filter \
  clean help force LIND_RUST% _lind_rust% .% -% %.cmd %.d %.rsp,$1),$(call \
  _lind_rust_refuse,$1,$2,the name is lind-rust's own. Choose another one))

# Variables of makefiles and command lines that begin with NAME_ and are no word: a misspelled one is found here.
# $3: variables
_lind_rust_check_variables = $(foreach v,$(call _lind_rust_mine,$(filter-out $(addprefix \
  $1_,$(_lind_rust_words_$2)) MAKEFILE_LIST LIND_RUST_% add_lind_%,$(filter $1_%,$3))),$(call \
  _lind_rust_check_word,$1,$2,$(patsubst $1_%,%,$v)))
# The same for all that are declared, which have a PROGRAM and a LIBRARY by now.
_lind_rust_check_all = $(strip $(call _lind_rust_check_declared,$(call _lind_rust_mine,$(filter-out $(foreach \
  n,$(_lind_rust_names),$(addprefix $n_,PROGRAM LIBRARY $(_lind_rust_words_$(_lind_rust_type.$n)))),$(filter $(addsuffix \
  _%,$(_lind_rust_names)),$(filter-out _lind_rust_%,$(.VARIABLES)))))))
_lind_rust_check_declared = $(if $1,$(foreach n,$(_lind_rust_names),$(call \
  _lind_rust_check_variables,$n,$(_lind_rust_type.$n),$(filter-out $n_PROGRAM $n_LIBRARY,$1))))
_lind_rust_check_words = $(foreach w,$(_lind_rust_has),$(if $(filter $w,$(_lind_rust_flag_words)),$(_lind_rust_check_flag))$(if \
  $(filter $w,$(_lind_rust_single_words)),$(if $(word 2,$($1_$w))$(filter-out PACKAGE BIN EXAMPLE PROFILE,$w),$(call \
  _lind_rust_check_value,$1,$2,$w,$(strip $($1_$w))))))
_lind_rust_check_flag = $(if $(filter-out $(_lind_rust_true) $(_lind_rust_false),$(call _lind_rust_get,$1,$w)),$(call \
  _lind_rust_complain,$1,$2,$1_$w '$(call _lind_rust_get,$1,$w)' is not a flag: 1 or 0))
# $3: what follows NAME_
_lind_rust_check_word = $(if $(call _lind_rust_others,$1,$3)$(call _lind_rust_small_own,$3),,$(call \
  _lind_rust_refuse,$1,$2,$1_$3 $(if $(filter PROGRAM LIBRARY,$3),is set by the macro. Give \
  the file a name by $1_OUTPUT_NAME,is not known$(call _lind_rust_meant,$1,$(call \
  _lind_rust_nearest,$3,$(_lind_rust_words_$2)))$(_lind_rust_newline)The words behind \
  $1_ are: $(_lind_rust_words_$2))))
_lind_rust_meant = $(if $2,: did you mean $1_$2?,.)
_lind_rust_nearest = $(or $(call _lind_rust_value,_lind_rust_instead_$1),$(filter $(call \
  _lind_rust_upper,$1),$2),$(if $(call _lind_rust_there,$(_lind_rust_prefix)/bin/lind-rust-config),$(shell \
  $(call _lind_rust_command,$(call _lind_rust_helper,config) nearest $(call _lind_rust_word,$1) $2 2> /dev/null))))
# $1 all in small letters, and not a word in them: the user's own.
_lind_rust_small_own = $(if $(call _lind_rust_same,$1,$(call _lind_rust_without,$(_lind_rust_capital),$1)),$(if $(filter \
  $(call _lind_rust_upper,$1),$(_lind_rust_all_words)),,own))
# app_two_FEATURES is app_two's, not app's: there is such a name, or small letters in it, or what only a name has.
_lind_rust_others = $(strip $(foreach w,$(_lind_rust_all_words) PROGRAM LIBRARY,$(if $(filter %_$w,$2),$(call \
  _lind_rust_is_name,$1_$(patsubst %_$w,%,$2),$(patsubst %_$w,%,$2)))))
_lind_rust_is_name = $(filter $1,$(_lind_rust_names))$(if $(call _lind_rust_same,$2,$(call \
  _lind_rust_without,$(_lind_rust_small),$2)),,small)$(call _lind_rust_mine,$(filter $(addprefix \
  $1_,MANIFEST PACKAGE BIN EXAMPLE LIB CDYLIB SOURCES),$(.VARIABLES)))

# $3 the word, $4 its value
_lind_rust_check_value = $(if $(filter 1,$(words $4)),,$(call _lind_rust_complain,$1,$2,$1_$3 '$4' is more than one \
  word))$(if $(filter OPT_LEVEL CHECK TARGET LINKAGE,$3),$(if $(filter $(_lind_rust_choices_$3),$4),,$(call \
  _lind_rust_complain,$1,$2,$1_$3 '$4' is not one of: $(_lind_rust_choices_$3))))$(if $(filter \
  MAX_MEMORY STACK_SIZE,$3),$(if $(call _lind_rust_is_size,$4),,$(call _lind_rust_complain,$1,$2,$1_$3 '$4' is not \
  a size: give bytes or a number with K or M or G (1024-based))))$(if $(filter OUTPUT_NAME,$3),$(if $(findstring \
  /,$4)$(call _lind_rust_special,$4)$(strip $(foreach c,: % =,$(findstring $c,$4))),$(call \
  _lind_rust_complain,$1,$2,$1_$3 '$4' is not a file's name; OUTPUT_DIR is the directory inside of lindfs)))

# $1 without its unit is a number, and not zero.
_lind_rust_is_size = $(call _lind_rust_is_number,$(firstword $(patsubst %K,%,$(filter %K,$1)) $(patsubst \
  %M,%,$(filter %M,$1)) $(patsubst %G,%,$(filter %G,$1)) $(patsubst %KiB,%,$(filter %KiB,$1)) $(patsubst \
  %MiB,%,$(filter %MiB,$1)) $(patsubst %GiB,%,$(filter %GiB,$1)) $1))
_lind_rust_is_number = $(if $(call _lind_rust_without,0 1 2 3 4 5 6 7 8 9,$1),,$(subst 0,,$1))

_lind_rust_check_crate = $(if $(word 2,$(filter BIN LIB CDYLIB EXAMPLE,$(_lind_rust_has))),$(if $(word \
  2,$(_lind_rust_said)),$(call _lind_rust_complain,$1,$2,$(_lind_rust_said) exclude each other: one target of the \
  package)))$(foreach w,$(if $(filter ENV,$(_lind_rust_has)),$($1_ENV)),$(if $(and $(findstring =,$w),$(filter-out \
  =%,$w)),,$(call _lind_rust_complain,$1,$2,$1_ENV '$w' is not VARIABLE=VALUE)))$(if $(if $(filter \
  TARGET,$(_lind_rust_has)),$(filter host,$($1_TARGET))),$(foreach w,LIBS $(_lind_rust_finish_words),$(if $(call _lind_rust_get,$1,$w),$(call \
  _lind_rust_complain,$1,$2,$1_$w is for programs of lind and $1_TARGET is host))))$(_lind_rust_check_dir)
_lind_rust_said = $(strip $(if $(call _lind_rust_get,$1,BIN),$1_BIN) $(if $(call _lind_rust_on,$1,LIB),$1_LIB) $(if $(call \
  _lind_rust_on,$1,CDYLIB),$1_CDYLIB) $(if $(call _lind_rust_get,$1,EXAMPLE),$1_EXAMPLE))
_lind_rust_check_dir = $(if $(filter ..,$(subst /, ,$(_lind_rust_output_dir))),$(call \
  _lind_rust_complain,$1,$2,$1_OUTPUT_DIR '$(_lind_rust_output_dir)' leads out of lindfs))
_lind_rust_output_dir = $(if $(filter OUTPUT_DIR,$(_lind_rust_has)),$(strip $($1_OUTPUT_DIR)))

_lind_rust_cxx := %.cc %.cpp %.cxx
# Of the sources $1 those of each language; which languages there are; one source's.
_lind_rust_of_cc = $(filter-out $(_lind_rust_cxx),$1)
_lind_rust_of_cxx = $(filter $(_lind_rust_cxx),$1)
_lind_rust_languages = $(if $(_lind_rust_of_cc),cc)$(if $(_lind_rust_of_cxx), cxx)
_lind_rust_language = $(strip $(_lind_rust_languages))
_lind_rust_check_sources = $(if $(call _lind_rust_get,$1,SOURCES),,$(call _lind_rust_complain,$1,$2,$1_SOURCES is \
  empty))$(foreach s,$(call _lind_rust_get,$1,SOURCES),$(if $(filter %.c %.s %.S $(_lind_rust_cxx),$s),,$(call \
  _lind_rust_complain,$1,$2,$1_SOURCES '$s' is neither C nor C++: .c .s .S $(subst %,,$(_lind_rust_cxx))))$(if $(call \
  _lind_rust_special,$s),$(call \
  _lind_rust_complain,$1,$2,$1_SOURCES '$s' has a character that make cannot have in a name)))$(_lind_rust_check_dir)

_lind_rust_check_libs = $(foreach l,$(call _lind_rust_get,$1,LIBS),$(if $(filter $l,$(_lind_rust_names)),$(if $(filter \
  program host,$(_lind_rust_type.$l) $(_lind_rust_triple.$l)),$(call _lind_rust_complain,$1,$2,$1_LIBS '$l' is a \
  program or for the host: a program of lind is linked with libraries for lind)),$(if $(or $(findstring \
  /,$l),$(filter %.a %.o,$l)),,$(call _lind_rust_complain,$1,$2,$1_LIBS '$l' is neither declared (declare it \
  before $1) nor a file))))

# ---- Libraries that a NAME is linked with ----

# $(call _lind_rust_closure,NAME): names and files, in link order, with what they need themselves
# (a shared library has those in itself)
_lind_rust_closure = $(call _lind_rust_unique,$(foreach l,$(call _lind_rust_get,$1,LIBS),$l $(if $(value \
  _lind_rust_shared.$l),,$(call _lind_rust_value,_lind_rust_libs.$l))))
# $(call _lind_rust_lib_files,NAME); a shared one as it was linked
_lind_rust_lib_files = $(foreach l,$(_lind_rust_libs.$1),$(if $(filter $l,$(_lind_rust_names)),$(or $(call \
  _lind_rust_value,_lind_rust_shared.$l),$($l_LIBRARY)),$l))
# $(call _lind_rust_of_libs,NAME,WORD): INCLUDES or DEFINES of C libraries
_lind_rust_of_libs = $(foreach l,$(call _lind_rust_value,_lind_rust_libs.$1),$(if $(filter library,$(call \
  _lind_rust_value,_lind_rust_type.$l)),$(call _lind_rust_get,$l,$2)))

# ---- Commands: $1 is the NAME, for std and config the flavor ----
#
# They are put together when a NAME is declared; quiet_cmd_ is the short line. A flavor is a triple, with a mark where
# crates have RUSTFLAGS: crates of one flavor share std's file, config.toml and cargo's directory (but for packages that
# have nothing to share: lind-rust-cargo(1)).

_lind_rust_quiet_cmd_std := STD
_lind_rust_quiet_cmd_config := CONFIG
_lind_rust_quiet_cmd_cargo := CARGO
_lind_rust_quiet_cmd_cargolib := CARGO
_lind_rust_quiet_cmd_cargodyn := CARGO
_lind_rust_quiet_cmd_cc := CC
_lind_rust_quiet_cmd_cxx := CXX
_lind_rust_quiet_cmd_ar := AR
_lind_rust_quiet_cmd_link := LD
_lind_rust_quiet_cmd_opt := OPT
_lind_rust_quiet_cmd_aot := AOT

_lind_rust_rust_options := $(call _lind_rust_option,--rustc=,$(_LIND_RUST_RUSTC)) $(call \
  _lind_rust_option,--cargo=,$(_LIND_RUST_CARGO)) $(call _lind_rust_option,--rust-src=,$(_LIND_RUST_SRC))
_lind_rust_link_options := $(call _lind_rust_option,--sysroot=,$(_LIND_RUST_SYSROOT)) $(call \
  _lind_rust_option,--clang=,$(_LIND_RUST_CLANG)) $(call _lind_rust_option,--wasm-ld=,$(_LIND_RUST_WASM_LD))
_lind_rust_cache_option := $(call _lind_rust_option,--cache=,$(_LIND_RUST_CACHE))
# The driver has no option for it.
_lind_rust_cache_variable := $(if $(_LIND_RUST_CACHE),LIND_RUST_CACHE=$(call _lind_rust_word,$(_LIND_RUST_CACHE)))

# std of wasm32-lind is measured by the C headers.
_lind_rust_cmd_std = $(call _lind_rust_helper,std) $(if \
  $(filter-out 0,$(LIND_RUST_STD_DEBUG_ASSERTIONS)),--debug-assertions) --target=$(_lind_rust_flavor_triple.$1) $(addprefix \
  --linkage=,$(_lind_rust_flavor_linkage.$1)) $(_lind_rust_rust_options) \
  $(if $(filter wasm32-lind,$(_lind_rust_flavor_triple.$1)),$(call \
  _lind_rust_option,--sysroot=,$(_LIND_RUST_SYSROOT)) $(call _lind_rust_option,--clang=,$(_LIND_RUST_CLANG))) \
  $(_lind_rust_cache_option) --output=$(LIND_RUST_BUILD)/$1/std --quiet
_lind_rust_cmd_config = $(call _lind_rust_helper,config) cargo --target=$(_lind_rust_flavor_triple.$1) $(addprefix \
  --linkage=,$(_lind_rust_flavor_linkage.$1)) $(_lind_rust_flavor_cdylib.$1) \
  --std-file=$(LIND_RUST_BUILD)/$1/std $(_lind_rust_link_options) $(call _lind_rust_option,--ar=,$(_LIND_RUST_AR)) \
  $(_lind_rust_cache_option) $(call _lind_rust_option,--rustc=,$(_LIND_RUST_RUSTC)) --source-dir=. \
  --build-dir=$(LIND_RUST_BUILD) $(call _lind_rust_each,--rustflag=,$(_lind_rust_flavor_flags.$1)) \
  --output=$(LIND_RUST_BUILD)/$1/config.toml

# $(call _lind_rust_words_of,NAME,WORDS): what those of them that it has are in a command, _lind_rust_as_WORD each
_lind_rust_words_of = $(foreach w,$(filter $2,$(_lind_rust_has)),$(_lind_rust_as_$w))
_lind_rust_as_MANIFEST = $(call _lind_rust_option,--manifest-path=,$(strip $($1_MANIFEST)))
_lind_rust_as_PACKAGE = $(call _lind_rust_option,--package=,$(strip $($1_PACKAGE)))
_lind_rust_as_PROFILE = $(call _lind_rust_option,--profile=,$(strip $($1_PROFILE)))
_lind_rust_as_FEATURES = $(call _lind_rust_each,--features=,$($1_FEATURES))
_lind_rust_as_NO_DEFAULT_FEATURES = $(if $(filter $(_lind_rust_true),$($1_$w)),--no-default-features)
_lind_rust_as_ALL_FEATURES = $(if $(filter $(_lind_rust_true),$($1_$w)),--all-features)
_lind_rust_as_LOCKED = $(if $(filter $(_lind_rust_true),$($1_$w)),--locked)
_lind_rust_as_OFFLINE = $(if $(filter $(_lind_rust_true),$($1_$w)),--offline)
_lind_rust_as_ENV = $(call _lind_rust_each,--env=,$($1_ENV))
_lind_rust_as_CARGO_ARGS = $(call _lind_rust_each,--cargo-arg=,$($1_CARGO_ARGS))
_lind_rust_as_OPT_LEVEL = --opt-level=$(strip $($1_OPT_LEVEL))
_lind_rust_as_CHECK = --check=$(call _lind_rust_lower,$(strip $($1_CHECK)))
_lind_rust_as_FPCAST = $(if $(filter $(_lind_rust_true),$($1_$w)),--fpcast)
_lind_rust_as_GRATE = $(if $(filter $(_lind_rust_true),$($1_$w)),--grate)
_lind_rust_of_profile = $(if $(filter PROFILE,$(_lind_rust_has)),,$(call _lind_rust_option,--profile=,$(LIND_RUST_PROFILE)))

_lind_rust_cmd_cargo = $(_lind_rust_bin)/lind-rust-cargo build $(if $(filter BIN \
  EXAMPLE,$(_lind_rust_has)),$(_lind_rust_which),--bin=) $(_lind_rust_options.$1) $(if \
  $(_lind_rust_libs.$1),$(call _lind_rust_each,--link=,$(_lind_rust_lib_files))) $(if $(filter \
  $(_lind_rust_memory_words),$(_lind_rust_has)),$(call _lind_rust_memory,$1,)) \
  --crates=$(LIND_RUST_BUILD)/$(_lind_rust_flavor.$1)/crates $(if $(_lind_rust_exact),--exact-features,$(if \
  $(_lind_rust_depends.$1),$(call _lind_rust_each,--needs=,$(_lind_rust_depends.$1)))) --output=$(_lind_rust_artifact.$1) $(_lind_rust_cargo_files) \
  --stamp=$(_lind_rust_stamp) --depfile=$(_lind_rust_stamp).d
_lind_rust_cmd_cargolib = $(_lind_rust_bin)/lind-rust-cargo build --lib $(_lind_rust_options.$1) --output=$($1_LIBRARY) \
  $(_lind_rust_cargo_files) --stamp=$(_lind_rust_stamp)@lib --depfile=$(_lind_rust_stamp)@lib.d
_lind_rust_cmd_cargodyn = $(_lind_rust_bin)/lind-rust-cargo build --cdylib $(_lind_rust_options.$1) $(if \
  $(_lind_rust_libs.$1),$(call _lind_rust_each,--link=,$(_lind_rust_lib_files))) --output=$(_lind_rust_artifact.$1) \
  $(_lind_rust_cargo_files) --stamp=$(_lind_rust_stamp)@lib --depfile=$(_lind_rust_stamp)@lib.d
# The flag of $1, or the project's
_lind_rust_exact = $(filter $(_lind_rust_true),$(if $(filter \
  EXACT_FEATURES,$(_lind_rust_has)),$($1_EXACT_FEATURES),$(LIND_RUST_EXACT_FEATURES)))
# An empty --bin= is the only one. _lind_rust_options is what both have in common.
_lind_rust_which = $(if $(filter EXAMPLE,$(_lind_rust_has)),$(call _lind_rust_option,--example=,$(strip \
  $($1_EXAMPLE))),$(call _lind_rust_word,--bin=$(strip $($1_BIN))))
_lind_rust_cargo_options = $(if $(filter MANIFEST,$(_lind_rust_has)),,--manifest-path=Cargo.toml) \
  --target=$(_lind_rust_triple.$1) $(_lind_rust_of_profile) $(call _lind_rust_words_of,$1,MANIFEST PACKAGE PROFILE \
  FEATURES NO_DEFAULT_FEATURES ALL_FEATURES LOCKED OFFLINE ENV CARGO_ARGS) $(_lind_rust_rust_options) $(if \
  $(_lind_rust_host.$1),$(call _lind_rust_each,--rustflag=,$(call _lind_rust_get,$1,RUSTFLAGS)),$(_lind_rust_cargo_lind))
_lind_rust_cargo_lind = --config=$(LIND_RUST_BUILD)/$(_lind_rust_flavor.$1)/config.toml $(_lind_rust_link_options) $(if \
  $(_lind_rust_libs.$1),$(_lind_rust_usage))
# What the C libraries that it is linked with ask of those who include their headers. $1: NAME
_lind_rust_usage = $(call _lind_rust_each,--include=,$(call _lind_rust_of_libs,$1,INCLUDES)) $(call \
  _lind_rust_each,--define=,$(call _lind_rust_of_libs,$1,DEFINES))
_lind_rust_cargo_files = --target-dir=$(LIND_RUST_BUILD)/$(_lind_rust_flavor.$1)/target --build-dir=$(LIND_RUST_BUILD) --phony
_lind_rust_memory_words := MAX_MEMORY STACK_SIZE GRATE
_lind_rust_memory = $(call _lind_rust_option,--$2max-memory=,$(call _lind_rust_get,$1,MAX_MEMORY)) $(call \
  _lind_rust_option,--$2stack-size=,$(call _lind_rust_get,$1,STACK_SIZE)) $(if $(call _lind_rust_on,$1,GRATE),--$2grate)

_lind_rust_driver := $(call _lind_rust_helper,clang) $(call _lind_rust_option,--lind-clang=,$(_LIND_RUST_CLANG)) $(call \
  _lind_rust_option,--sysroot=,$(_LIND_RUST_SYSROOT))
# What all objects of a NAME in one language have in common; the files' names are put behind it. $2: C or CXX
_lind_rust_cmd_compile = $(_lind_rust_driver) $(if $(_lind_rust_is_shared),--lind-shared,$(addprefix \
  --lind-linkage=,$(_lind_rust_linkage.$1))) $(call \
  _lind_rust_each,-I,$(call _lind_rust_get,$1,INCLUDES) $(call \
  _lind_rust_of_libs,$1,INCLUDES)) $(call _lind_rust_each,-D,$(call _lind_rust_get,$1,DEFINES) $(call \
  _lind_rust_of_libs,$1,DEFINES)) $(call _lind_rust_pack,$(LIND_RUST_$2FLAGS)) $(call \
  _lind_rust_pack,$(call _lind_rust_value,$1_$2FLAGS))
_lind_rust_cmd_ar = rm -f $(_lind_rust_new) && $(call _lind_rust_word,$(_LIND_RUST_AR)) rcs $(_lind_rust_new) \
  $(_lind_rust_objects.$1) && $(call _lind_rust_update,$(_lind_rust_new),$($1_LIBRARY))
# Linked in another directory, but under its own name: that is written into it.
_lind_rust_cmd_link = mkdir -p $(LIND_RUST_BUILD)/link && $(_lind_rust_cache_variable) $(_lind_rust_driver) $(call \
  _lind_rust_option,--lind-wasm-ld=,$(_LIND_RUST_WASM_LD)) $(if $(_lind_rust_is_shared),-shared,$(addprefix \
  --lind-linkage=,$(_lind_rust_linkage.$1))) $(call _lind_rust_memory,$1,lind-) -o \
  $(LIND_RUST_BUILD)/link/$(_lind_rust_file.$1).wasm $(_lind_rust_objects.$1) $(call \
  _lind_rust_each,,$(_lind_rust_lib_files)) $(call _lind_rust_pack,$(call _lind_rust_value,$1_LDFLAGS)) && cp \
  $(LIND_RUST_BUILD)/link/$(_lind_rust_file.$1).wasm $(_lind_rust_new) && $(call \
  _lind_rust_update,$(_lind_rust_new),$(_lind_rust_artifact.$1))
# $$$$: the shell's number, for two makes at once
_lind_rust_new = $(LIND_RUST_BUILD)/obj/$1/new.$$$$
# $(call _lind_rust_update,NEW,FILE): a file is replaced only by one of other bytes
_lind_rust_update = if cmp -s $1 $2; then rm -f $1; else mv -f $1 $2; fi

_lind_rust_opt_options := $(call _lind_rust_helper,opt) --runtime=$(_LIND_RUST_RUNTIME) $(call \
  _lind_rust_option,--wasm-opt=,$(_LIND_RUST_WASM_OPT)) $(_lind_rust_cache_option)
_lind_rust_cmd_opt = $(_lind_rust_opt_options) $(_lind_rust_of_profile) $(call _lind_rust_words_of,$1,PROFILE OPT_LEVEL \
  CHECK FPCAST GRATE) -o $(_lind_rust_wasm.$1) $(_lind_rust_artifact.$1) $(if $(_lind_rust_aot.$1),,$(_lind_rust_stage))
_lind_rust_lower = $(subst ERROR,error,$(subst WARN,warn,$(subst OFF,off,$1)))
_lind_rust_aot_options := $(call _lind_rust_helper,run) --precompile $(call \
  _lind_rust_option,--lind-boot=,$(_LIND_RUST_LIND_BOOT)) $(_lind_rust_cache_option)
_lind_rust_cmd_aot = $(_lind_rust_aot_options) -o $($1_PROGRAM) $(_lind_rust_wasm.$1) $(_lind_rust_stage)
# The copy in lindfs is part of the last step.
_lind_rust_stage = $(if $(_lind_rust_staged.$1),&& mkdir -p $(call _lind_rust_word,$(_lind_rust_place.$1)) && { cmp -s \
  $($1_PROGRAM) $(call _lind_rust_word,$(_lind_rust_staged.$1)) || { cp $($1_PROGRAM) $(call \
  _lind_rust_word,$(_lind_rust_staged.$1).new) && mv -f $(call _lind_rust_word,$(_lind_rust_staged.$1).new) $(call \
  _lind_rust_word,$(_lind_rust_staged.$1)); }; })

# ---- Rules ----

# In a recipe. $1: the line's key; $2: the stamp; $3: what it makes. One shell, so that .ONESHELL changes nothing. The
# command is saved when it succeeded, and the stamp comes last.
_lind_rust_do = $(if $(_lind_rust_dry),$(_lind_rust_line.$1),@$(call _lind_rust_say,$(_lind_rust_quiet_cmd_$(firstword \
  $(subst ., ,$1))),$3,$(_lind_rust_line.$1))$(_lind_rust_alone)mkdir -p $(sort $(dir $2 $3)) && \
  $(_lind_rust_line.$1) && $(call _lind_rust_save,$1,$(_lind_rust_line.$1)) > $2.cmd && touch $2)

# Not in what is saved: what is made is the same.
_lind_rust_launcher = $(if $(LIND_RUST_CC_LAUNCHER),$(call _lind_rust_command,$(call \
  _lind_rust_each,,$(LIND_RUST_CC_LAUNCHER))) )
_lind_rust_compile = $(if $(_lind_rust_dry),$(_lind_rust_compile_line),@$(call \
  _lind_rust_say,$(_lind_rust_quiet_cmd_$(call _lind_rust_language,$2)),$2,$(_lind_rust_compile_line))$(_lind_rust_alone)mkdir -p $(dir $3) && \
  $(_lind_rust_compile_line) && $(call _lind_rust_save,$3,$(_lind_rust_compiler)) >> $3.d)
_lind_rust_compiler = $(_lind_rust_line.$(call _lind_rust_language,$2).$1)
_lind_rust_compile_line = $(_lind_rust_launcher)$(_lind_rust_compiler) -MMD -MP -MF $3.d -MT $3 -c -o $3 $2

# Directories of the caller's for the host's compiler. (lind-rust-cargo looks after cargo's environment.)
_lind_rust_alone := unset CPATH C_INCLUDE_PATH CPLUS_INCLUDE_PATH LIBRARY_PATH COMPILER_PATH SYSROOT \
  CCC_OVERRIDE_OPTIONS;$(_lind_rust_space)

# $(call _lind_rust_save,KEY,COMMAND): a shell command that prints an assignment
_lind_rust_save = printf '%s\n' $(call _lind_rust_quote,_lind_rust_saved.$1 := $(call _lind_rust_as_make,$2))

# $(call _lind_rust_force,KEY,COMMAND,FILES): a prerequisite that makes the recipe run where the command is not the
# saved one, or one of the files does not exist
_lind_rust_force = $(if $(value _lind_rust_saved.$1),$(if $(call _lind_rust_same,$(_lind_rust_saved.$1),$2),$(if \
  $(filter-out $(wildcard $3),$3),lind-rust-force),lind-rust-force),lind-rust-force)

# $(call _lind_rust_stamp,NAME)
_lind_rust_stamp = $(LIND_RUST_BUILD)/stamp/$1

# What a link reads behind cargo's and make's back.
_lind_rust_cc_inputs := $(call _lind_rust_helper_file,clang) $(call _lind_rust_files,$(_LIND_RUST_CLANG))
_lind_rust_link_inputs := $(_lind_rust_cc_inputs) $(call _lind_rust_files,$(_LIND_RUST_WASM_LD)) $(if \
  $(_LIND_RUST_SYSROOT),$(foreach l,crt1.o lind_utils.o libc.a libm.a crt1_shared.o libc.so libc++.a libc++abi.a,$(if $(call \
  _lind_rust_there,$(_LIND_RUST_SYSROOT)/lib/wasm32-wasi/$l),$(call \
  _lind_rust_files,$(_LIND_RUST_SYSROOT)/lib/wasm32-wasi/$l))))
# The C headers are installed with it.
_lind_rust_headers := $(if $(_LIND_RUST_SYSROOT),$(if $(call \
  _lind_rust_there,$(_LIND_RUST_SYSROOT)/lib/wasm32-wasi/libc.a),$(_LIND_RUST_SYSROOT)/lib/wasm32-wasi/libc.a))
_lind_rust_rust_inputs := $(call _lind_rust_files,$(_LIND_RUST_CARGO)) $(call _lind_rust_files,$(_LIND_RUST_RUSTC))
_lind_rust_cargo_inputs := $(call _lind_rust_helper_file,cargo) $(_lind_rust_rust_inputs)
_lind_rust_opt_inputs := $(call _lind_rust_helper_file,opt) $(call _lind_rust_files,$(_LIND_RUST_WASM_OPT))
_lind_rust_aot_inputs := $(call _lind_rust_helper_file,run) $(call _lind_rust_files,$(_LIND_RUST_LIND_BOOT))

# No search for implicit rules that could make these; and one that is gone is no error of make's.
$(sort $(_lind_rust_link_inputs) $(_lind_rust_cargo_inputs) $(_lind_rust_opt_inputs) $(_lind_rust_aot_inputs) $(call \
  _lind_rust_helper_file,config) $(call _lind_rust_helper_file,std) $(call _lind_rust_helper_file,rustc)): ;

# The text of these defines is expanded twice: $ when the macro is called, $$ when make reads the text. What a user
# wrote goes through $$ only, or a $ and a # in it would be read again.

# $(call _lind_rust_step,KIND,NAME,STAMP,FILE,PREREQUISITES): a step of NAME's. FILE is what the command makes, or leaves
# alone where it would be the same.
_lind_rust_step = $(eval _lind_rust_steps.$2 += $1)$(eval _lind_rust_line.$1.$2 := $$(call _lind_rust_command,$$(call \
  _lind_rust_cmd_$1,$2)))$(eval _lind_rust_stamp.$1.$2 := $3)$(eval _lind_rust_makes.$1.$2 := $4)$(eval \
  _lind_rust_needs.$1.$2 := $$5)$(eval $(call _lind_rust_edge,$1,$2,$3,$4,$$(_lind_rust_needs.$1.$2)))
# Its rules. The output's recipe is empty: make looks at its own time then, and does not take it for new because its
# stamp is.
define _lind_rust_edge
-include $$(wildcard $3.cmd $(_lind_rust_depfile_$1))
$3: $5 $(_lind_rust_also_$1) $$(if $$(value _lind_rust_saved.$1.$2),$$(call \
  _lind_rust_force,$1.$2,$$(_lind_rust_line.$1.$2),$4 $(_lind_rust_depfile_$1)),lind-rust-force)
	$(_lind_rust_share_$1)$$(call _lind_rust_do,$1.$2,$3,$4)
$4: $(_lind_rust_order) $3 ;
$3.cmd $(_lind_rust_depfile_$1): ;
endef
# Of the kinds, cargo's write a depfile; and cargo and the opt pass take part in make's jobs where make sees a '+'. With
# that a recipe would run under -n as well, so there it has none.
$(foreach k,std config ar link opt aot,$(eval _lind_rust_depfile_$k :=)$(eval _lind_rust_share_$k :=))
$(foreach k,std config ar link cargo cargolib cargodyn,$(eval _lind_rust_also_$k :=))
# The last step puts a copy into lindfs.
_lind_rust_also_opt = $(if $(_lind_rust_aot.$2),,$(_lind_rust_also_aot))
_lind_rust_also_aot = $(if $(_lind_rust_staged.$2),$$(if $$(call \
  _lind_rust_there,$$(_lind_rust_staged.$2)),,lind-rust-force))
$(foreach k,cargo cargolib cargodyn,$(eval _lind_rust_depfile_$k = $$3.d))
$(foreach k,std cargo cargolib cargodyn opt,$(eval _lind_rust_share_$k := $(if $(_lind_rust_dry),,+)))
# Under -q an output that is older than its stamp must not count.
_lind_rust_order := $(if $(findstring q,$(_lind_rust_letters)),|)

# The words of all crates of a flavor that may be built together, for lind-rust-cargo: the file is newer than a program
# where they changed, since features follow from all. They are known when all makefiles are read: in recipes. $1: flavor
define _lind_rust_group
_lind_rust_groups += $1
_lind_rust_crates.$1 :=
-include $(LIND_RUST_BUILD)/$1/crates.mk
$(LIND_RUST_BUILD)/$1/crates: $(_lind_rust_list_always)
$(LIND_RUST_BUILD)/$1/crates.mk: ;
endef
# With -n and -q a file that has a recipe to run is a new one, whatever that comes to.
_lind_rust_list_always = $(if $(_lind_rust_dry),;,lind-rust-force ; $$(call \
  _lind_rust_list_crates,$1,$$(_lind_rust_crates_text)))
_lind_rust_groups :=
# $2: the text. One recipe in which nothing is left to run where it is the same.
_lind_rust_list_crates = $(if $(and $(wildcard $@),$(call _lind_rust_same,$(call \
  _lind_rust_value,_lind_rust_saved.crates.$1),$2)),,$(shell mkdir -p $(@D))$(file \
  > $@.mk,_lind_rust_saved.crates.$1 := $(call _lind_rust_as_make,$2))$(file \
  > $@,$(subst @lind-rust-line@,$(_lind_rust_newline),$2))@touch $@)
_lind_rust_crates_text = $(foreach n,$(_lind_rust_crates.$(notdir $(@D))),$(subst \
  $(_lind_rust_cargo_build),,>$(_lind_rust_line.cargo.$n))@lind-rust-line@)
_lind_rust_cargo_build := >$(call _lind_rust_unpack,$(call _lind_rust_helper,cargo)) build$(_lind_rust_space)

# $1: NAME; $2: source; $3: object. The compiler's depfile holds the saved command as well.
define _lind_rust_object
-include $$(wildcard $3.d)
$3: $2 $$(_lind_rust_cc_inputs) $$(call _lind_rust_force,$3,$$(_lind_rust_line.$(call \
  _lind_rust_language,$2).$1),) | $$(call \
  _lind_rust_value,_lind_rust_depends.$1)
	$$(call _lind_rust_compile,$1,$2,$3)
$3.d: ;
endef

# $1: NAME
define _lind_rust_objects_rules
_lind_rust_sources.$1 := $$(sort $$($1_SOURCES))
$$(foreach k,$$(call _lind_rust_languages,$$($1_SOURCES)),$$(eval _lind_rust_line.$$k.$1 := $$$$(call \
  _lind_rust_command,$$$$(call _lind_rust_cmd_compile,$1,$$(_lind_rust_flags_of_$$k)))))
_lind_rust_objects.$1 := $$(foreach s,$$(_lind_rust_sources.$1),$$(call _lind_rust_object_of,$1,$$s))
$$(foreach s,$$(_lind_rust_sources.$1),$$(eval $$(call _lind_rust_object,$1,$$s,$$(call _lind_rust_object_of,$1,$$s))))
endef
_lind_rust_flags_of_cc := C
_lind_rust_flags_of_cxx := CXX
_lind_rust_object_of = $(LIND_RUST_BUILD)/obj/$1/$(subst ../,__/,$(patsubst ./%,%,$(patsubst /%,%,$2))).o

# $1: NAME; $2: crate, library or program
define _lind_rust_begin
_lind_rust_default_goal := $$(.DEFAULT_GOAL)
_lind_rust_names += $1
_lind_rust_type.$1 := $2
_lind_rust_libs.$1 := $$(if $$(filter LIBS,$$(_lind_rust_has)),$$(call _lind_rust_closure,$1))
_lind_rust_depends.$1 := $$(if $$(filter DEPENDS,$$(_lind_rust_has)),$$(strip $$($1_DEPENDS)))
_lind_rust_file.$1 := $$(if $$(filter OUTPUT_NAME,$$(_lind_rust_has)),$$(strip $$($1_OUTPUT_NAME)),$1)
_lind_rust_triple.$1 := $$(call _lind_rust_target_of,$1)
_lind_rust_host.$1 := $$(filter host,$$(_lind_rust_triple.$1))
_lind_rust_linkage.$1 := $(_lind_rust_linkage_of)
endef

_lind_rust_target_of = $(or $(if $(value $1_TARGET),$(strip $($1_TARGET))),$(LIND_RUST_TARGET),wasm32-lind)

# $1: NAME; $2: what the phony target makes
define _lind_rust_end
_lind_rust_goal.$1 := $2
.PHONY: lind-rust-$1
lind-rust-$1: $2
.DEFAULT_GOAL := $$(_lind_rust_default_goal)
_lind_rust_plain :=
endef

# A program for lind, from its raw module on. $1: NAME
define _lind_rust_finish
_lind_rust_artifact.$1 := $$(LIND_RUST_BUILD)/raw/$$(_lind_rust_file.$1).wasm
_lind_rust_wasm.$1 := $$(LIND_RUST_BUILD)/$$(_lind_rust_file.$1).wasm
_lind_rust_aot.$1 := $(if $(filter lind,$(_LIND_RUST_RUNTIME)),$(if $(_LIND_RUST_LIND_BOOT),$(if $(call \
  _lind_rust_on,$1,NO_PRECOMPILE),,aot)))
$1_PROGRAM := $$(LIND_RUST_BUILD)/$$(_lind_rust_file.$1).$$(if $$(_lind_rust_aot.$1),c)wasm
$$(call _lind_rust_claim,$1,$$(_lind_rust_wasm.$1))
_lind_rust_place.$1 := $$(if $$(filter OUTPUT_DIR,$$(_lind_rust_has)),$$(call _lind_rust_in_lindfs,$$(strip $$($1_OUTPUT_DIR))))
_lind_rust_staged.$1 := $$(if $$(_lind_rust_place.$1),$$(_lind_rust_place.$1)/$$(notdir $$($1_PROGRAM)))
$$(call _lind_rust_step,opt,$1,$(_lind_rust_stamp)@opt,$$(_lind_rust_wasm.$1),$$(_lind_rust_artifact.$1) \
  $$(_lind_rust_opt_inputs))
$$(if $$(_lind_rust_aot.$1),$$(call _lind_rust_step,aot,$1,$(_lind_rust_stamp)@aot,$$($1_PROGRAM),\
  $$(_lind_rust_wasm.$1) $$(_lind_rust_aot_inputs)))
endef
_lind_rust_in_lindfs = $(if $(_LIND_RUST_LINDFS),$(if $1,$(_LIND_RUST_LINDFS)/$1))

# $(call _lind_rust_claim,NAME,FILE): two NAMEs cannot make one file.
_lind_rust_claim = $(if $(value _lind_rust_taken.$2),$(call \
  _lind_rust_complain,$1,$(_lind_rust_type.$1),$2 is made by another one already: set $1_OUTPUT_NAME))$(eval \
  _lind_rust_taken.$2 := $1)$(eval _lind_rust_takes.$1 += $2)

# std and config.toml of a flavor. $1: flavor; $2: triple; $3: NAME of a crate with its RUSTFLAGS
define _lind_rust_setup
_lind_rust_flavors += $1
_lind_rust_flavor_triple.$1 := $2
_lind_rust_flavor_linkage.$1 := $$(call _lind_rust_value,_lind_rust_linkage.$3)
_lind_rust_flavor_cdylib.$1 := $$(if $$(value _lind_rust_cdylib.$3),--cdylib)
_lind_rust_flavor_flags.$1 := $$(call _lind_rust_get,$3,RUSTFLAGS)
$$(call _lind_rust_step,std,$1,$(_lind_rust_flavor_dir)/std.stamp,$(_lind_rust_flavor_dir)/std,$$(call \
  _lind_rust_helper_file,std) $$(if $$(filter wasm32-lind,$2),$$(call \
  _lind_rust_helper_file,rustc) $$(_lind_rust_rules) $$(call \
  _lind_rust_files,$$(_lind_rust_headers))) $$(_lind_rust_rust_inputs) $$(call _lind_rust_gone,$(_lind_rust_flavor_dir)/std))
$$(call _lind_rust_step,config,$1,$(_lind_rust_flavor_dir)/config.stamp,$(_lind_rust_flavor_dir)/config.toml,\
  $(_lind_rust_flavor_dir)/std $$(call _lind_rust_helper_file,config) $$(if $$(filter wasm32-lind,$2),$$(_lind_rust_rules)))
lind-rust-editor: $(_lind_rust_flavor_dir)/config.stamp
endef
# What sources of crates and of std are changed by.
_lind_rust_rules = $(if $(call _lind_rust_files,$(_lind_rust_prefix)),$(call \
  _lind_rust_glob,$(_lind_rust_prefix)/share/lind-rust/overlay,*.rules))
_lind_rust_flavor_dir = $(LIND_RUST_BUILD)/$1
_lind_rust_flavors :=

# The cache may be cleared at any time: what a file $1 names must exist. make 4.0 and 4.1 cannot read a file.
_lind_rust_gone = $(if $(filter 4.0% 4.1%,$(MAKE_VERSION)),,$(if $(wildcard $1),$(if $(call \
  _lind_rust_there,$(strip $(file < $1))),,lind-rust-force)))

# $(call _lind_rust_mark,FLAGS): a name for them. The last one is remembered: most projects have one set of flags.
_lind_rust_mark = $(if $1,$(if $(call _lind_rust_same,$1,$(_lind_rust_last_flags)),,$(eval \
  _lind_rust_last_flags := $$1)$(eval _lind_rust_last_mark := $$(shell printf '%s' $$(call \
  _lind_rust_quote,$$1) | cksum)))-$(subst $(_lind_rust_space),-,$(_lind_rust_last_mark)))
_lind_rust_last_flags :=
_lind_rust_last_mark :=

# What a crate shares with others of its flavor. $1: NAME
define _lind_rust_flavored
$$(if $$(filter $$(_lind_rust_flavor.$1),$$(_lind_rust_groups)),,$$(eval $$(call _lind_rust_group,$$(_lind_rust_flavor.$1))))
$$(if $$(or $$(filter host,$$(_lind_rust_triple.$1)),$$(filter \
  $$(_lind_rust_flavor.$1),$$(_lind_rust_flavors))),,$$(eval $$(call \
  _lind_rust_setup,$$(_lind_rust_flavor.$1),$$(_lind_rust_triple.$1),$1)))
endef

# No toolchain that can build the crate: lind-rust-config says what was looked for, or has found what was not there when the
# tools were written down. $1: NAME
_lind_rust_tools_unknown := $(_lind_rust_idle)$(_lind_rust_dry)$(if $(wildcard $(_lind_rust_tools_mk)),,new)
_lind_rust_need_rust = $(if $(_lind_rust_tools_unknown),,$(if $(and \
  $(_LIND_RUST_RUSTC),$(_LIND_RUST_CARGO),$(or $(_lind_rust_host.$1),$(_LIND_RUST_SRC))),,$(if \
  $(_lind_rust_rust_is_new),$(_lind_rust_tools_again),$(call \
  _lind_rust_complain,$1,crate,no Rust toolchain can build this))))
_lind_rust_rust_is_new = $(or $(and $(_lind_rust_first_run),$(_lind_rust_tools_stale)),$(and $(shell \
  $(_lind_rust_find_tools) --need=rustc,cargo$(if $(_lind_rust_host.$1),,$(_lind_rust_comma)rust-src) > /dev/null && \
  echo found),$(_lind_rust_first_run)))
_lind_rust_first_run := $(if $(call _lind_rust_value,MAKE_RESTARTS),,first)
_lind_rust_tools_again = $(eval _lind_rust_tools_unknown := again)$(eval $(_lind_rust_tools_mk): lind-rust-force)

# $1: NAME
define _lind_rust_crate
$(call _lind_rust_begin,$1,crate)
_lind_rust_cdylib.$1 := $(if $(_lind_rust_is_shared),-cdylib)
_lind_rust_flavor.$1 := $$(_lind_rust_triple.$1)$$(addprefix -,$$(_lind_rust_linkage.$1))$$(_lind_rust_cdylib.$1)$$(if $$(filter \
  RUSTFLAGS,$$(_lind_rust_has)),$$(call _lind_rust_mark,$$(strip $$($1_RUSTFLAGS))))
_lind_rust_kind.$1 := $(if $(filter BIN LIB CDYLIB EXAMPLE,$(_lind_rust_has)),$(if $(call \
  _lind_rust_on,$1,LIB)$(_lind_rust_is_shared),$(if $(_lind_rust_is_shared),shared,library),$(if $(filter BIN EXAMPLE,$(_lind_rust_has)),program,program library)),program library)
$$(call _lind_rust_need_rust,$1)
$(_lind_rust_flavored)
_lind_rust_options.$1 := $$(call _lind_rust_cargo_options,$1)
_lind_rust_inputs.$1 := $$(_lind_rust_cargo_inputs) $$(_lind_rust_depends.$1) $$(if \
  $$(_lind_rust_host.$1),,$(LIND_RUST_BUILD)/$$(_lind_rust_flavor.$1)/config.toml)
$1_LIBRARY := $$(LIND_RUST_BUILD)/$$(if $$(_lind_rust_host.$1),host/lib/)lib$$(_lind_rust_file.$1).a
$$(eval $$(call $$(if $$(filter library,$$(_lind_rust_kind.$1)),_lind_rust_crate_library,$$(if $$(filter \
  shared,$$(_lind_rust_kind.$1)),_lind_rust_crate_shared,_lind_rust_wrong)),$1,LIBRARY))
$$(eval $$(call $$(if $$(filter program,$$(_lind_rust_kind.$1)),$$(if \
  $$(_lind_rust_host.$1),_lind_rust_host_program,_lind_rust_crate_program),_lind_rust_wrong),$1,PROGRAM))
$(call _lind_rust_end,$1,$$(if $$(filter program,$$(_lind_rust_kind.$1)),$$($1_PROGRAM),$$($1_LIBRARY)))
endef

define _lind_rust_crate_library
$$(call _lind_rust_claim,$1,$$($1_LIBRARY))
$$(call _lind_rust_step,cargolib,$1,$(_lind_rust_stamp)@lib,$$($1_LIBRARY),$$(_lind_rust_inputs.$1))
endef

# Its library, as a program is finished; the macros for that say PROGRAM. $1: NAME
define _lind_rust_crate_shared
$(_lind_rust_finish)
$$(call _lind_rust_step,cargodyn,$1,$(_lind_rust_stamp)@lib,$$(_lind_rust_artifact.$1),$$(_lind_rust_inputs.$1) \
  $$(_lind_rust_link_inputs) $$(call _lind_rust_lib_files,$1))
$(_lind_rust_is_library)
endef
define _lind_rust_is_library
$1_LIBRARY := $$($1_PROGRAM)
$1_PROGRAM :=
_lind_rust_shared.$1 := $$(_lind_rust_artifact.$1)
endef

# A program, among those that one call of cargo may build. $1: NAME
define _lind_rust_into_group
_lind_rust_grouped.$1 := $$(if $$(call _lind_rust_exact,$1),,$1)
_lind_rust_crates.$$(_lind_rust_flavor.$1) += $$(_lind_rust_grouped.$1)
_lind_rust_inputs.$1 += $$(LIND_RUST_BUILD)/$$(_lind_rust_flavor.$1)/crates
endef

define _lind_rust_crate_program
$(_lind_rust_into_group)
$(_lind_rust_finish)
$$(call _lind_rust_step,cargo,$1,$(_lind_rust_stamp),$$(_lind_rust_artifact.$1),$$(_lind_rust_inputs.$1) \
  $$(_lind_rust_link_inputs) $$(call _lind_rust_lib_files,$1))
endef

define _lind_rust_host_program
$(_lind_rust_into_group)
$1_PROGRAM := $$(LIND_RUST_BUILD)/host/bin/$$(_lind_rust_file.$1)
_lind_rust_artifact.$1 := $$($1_PROGRAM)
$$(call _lind_rust_claim,$1,$$($1_PROGRAM))
$$(call _lind_rust_step,cargo,$1,$(_lind_rust_stamp),$$($1_PROGRAM),$$(_lind_rust_inputs.$1))
endef

# The other one of $1_PROGRAM and $1_LIBRARY ($2), where BIN, EXAMPLE or LIB said which it is. It has no file.
define _lind_rust_wrong
_lind_rust_lacks.$1 := $2
$1_$2 := lind-rust-no-$2-of-$1
.PHONY: lind-rust-no-$2-of-$1
lind-rust-no-$2-of-$1:
	@echo 'lind-rust.mk: $1 is a $(patsubst shared,shared library,$(_lind_rust_kind.$1)) (by $(_lind_rust_said)): it has no $1_$2' >&2; exit 1
endef

# $1: NAME
define _lind_rust_c_library
$(call _lind_rust_begin,$1,library)
_lind_rust_triple.$1 := wasm32
$1_LIBRARY := $$(LIND_RUST_BUILD)/lib$$(_lind_rust_file.$1).a
$$(call _lind_rust_claim,$1,$$($1_LIBRARY))
$(_lind_rust_objects_rules)
$$(call _lind_rust_step,ar,$1,$(_lind_rust_stamp),$$($1_LIBRARY),$$(_lind_rust_objects.$1))
$(call _lind_rust_end,$1,$$($1_LIBRARY))
endef

# A program, or a shared library. $1: NAME; $2: program or library
define _lind_rust_c_linked
$(call _lind_rust_begin,$1,$2)
_lind_rust_triple.$1 := wasm32
$(_lind_rust_objects_rules)
$(_lind_rust_finish)
$$(call _lind_rust_step,link,$1,$(_lind_rust_stamp),$$(_lind_rust_artifact.$1),$$(_lind_rust_objects.$1) \
  $$(call _lind_rust_lib_files,$1) $$(_lind_rust_link_inputs))
$(if $(filter library,$2),$(_lind_rust_is_library))
$(call _lind_rust_end,$1,$$($1_$(if $(filter library,$2),LIBRARY,PROGRAM)))
endef

# ---- What the macros come to, kept ----
#
# Where nothing is to be done, make would spend two thirds of its time in the macros. What a NAME comes to is therefore
# written to rules.mk, with all that it was made of; while that is the same, it is taken from there. The first NAME that
# is not what it was, and all behind it, which may be linked with it, are declared by the macros again.

# $(call _lind_rust_key,NAME,TYPE): what it is made of. _lind_rust_of_all: the same of all NAMEs
$(eval _lind_rust_key = $$2 $$(lastword $$(_lind_rust_names)) $$(value $$1_PROGRAM)$$(value $$1_LIBRARY)$(foreach \
  w,$(_lind_rust_all_words),$$(if $$(value $$1_$w), $w=$$($$1_$w)))$$(if $$(value $$1_LIBS),$$(_lind_rust_key_of_libs))$(foreach \
  v,BUILD PROFILE CFLAGS CXXFLAGS TARGET LINKAGE EXACT_FEATURES, $v=$$(LIND_RUST_$v)))
_lind_rust_key_of_libs = $(foreach l,$(_lind_rust_closure),$(foreach w,INCLUDES DEFINES,$(call _lind_rust_value,$l_$w)))
_lind_rust_of_all := $(_lind_rust_tools_key) $(foreach f,$(_lind_rust_facts),$(_LIND_RUST_$f)) \
  $(LIND_RUST_STD_DEBUG_ASSERTIONS) $(wildcard $(_lind_rust_libc_so) $(_LIND_RUST_LINDFS)/lib/libc.cwasm)

_lind_rust_fresh := $(_lind_rust_idle)$(_lind_rust_dry)
_lind_rust_kept_of_all :=
ifeq ($(_lind_rust_fresh),)
-include $(wildcard $(_lind_rust_kept_mk))
$(_lind_rust_kept_mk): ;
_lind_rust_fresh := $(if $(call _lind_rust_same,$(_lind_rust_kept_of_all),$(_lind_rust_of_all)),,fresh)
endif

# $(call _lind_rust_declare,NAME,TYPE): the text that declares it
_lind_rust_declare = $(if $(_lind_rust_is_kept),$(value _lind_rust_kept.$1),$(_lind_rust_anew))
_lind_rust_is_kept = $(if $(_lind_rust_fresh),,$(if $(value _lind_rust_kept_key.$1),$(call \
  _lind_rust_same,$(_lind_rust_kept_key.$1),$(_lind_rust_key))))
_lind_rust_anew = $(eval _lind_rust_fresh := fresh)$(_lind_rust_check)$(eval \
  _lind_rust_key.$1 := $$(_lind_rust_key))$(call _lind_rust_new_$2,$1,$2)
_lind_rust_new_crate = $(_lind_rust_crate)
_lind_rust_new_program = $(_lind_rust_c_linked)
_lind_rust_new_library = $(if $(_lind_rust_is_shared),$(_lind_rust_c_linked),$(_lind_rust_c_library))

# When all makefiles are read, in a run that has tools and makes something.
_lind_rust_keep = $(if $(filter fresh,$(_lind_rust_fresh)),$(if $(wildcard $(_lind_rust_tools_mk)),$(call \
  _lind_rust_write_kept,$(_lind_rust_kept_mk).$(shell echo $$PPID))))
_lind_rust_write_kept = $(eval _lind_rust_flavors_written :=)$(file > $1,$(call _lind_rust_assign,_lind_rust_kept_of_all,$(_lind_rust_of_all))$(foreach \
  n,$(_lind_rust_names),$(_lind_rust_newline)$(call _lind_rust_kept_name,$n)))$(shell mv -f $1 $(_lind_rust_kept_mk))
# What is empty keeps a last backslash from the line's end.
_lind_rust_assign = $1 := $(call _lind_rust_as_make,$2)$$(_lind_rust_empty)
# $1: NAME. One that was taken from the file goes back as it was.
define _lind_rust_kept_name
$(call _lind_rust_assign,_lind_rust_kept_key.$1,$(if $(value _lind_rust_key.$1),$(_lind_rust_key.$1),$(_lind_rust_kept_key.$1)))
define _lind_rust_kept.$1
$(if $(value _lind_rust_key.$1),$(_lind_rust_text),$(value _lind_rust_kept.$1)$(if $(call \
  _lind_rust_value,_lind_rust_flavor.$1),$(eval _lind_rust_flavors_written += $(_lind_rust_flavor.$1))))
endef
endef
# What others ask of it, where it is not empty.
_lind_rust_kept_facts := type triple flavor linkage libs depends cdylib staged shared objects line.cc line.cxx
# It says what the macros would have: variables, then rules.
define _lind_rust_text
_lind_rust_default_goal := $$(.DEFAULT_GOAL)
_lind_rust_names += $1
$(foreach v,$(addprefix _lind_rust_,$(addsuffix .$1,$(_lind_rust_kept_facts) $(addprefix \
  line.,$(_lind_rust_steps_of)))),$(if $(value $v),$(call _lind_rust_assign,$v,$($v))$(_lind_rust_newline)))
$(foreach v,$1_PROGRAM $1_LIBRARY,$(if $(filter undefined,$(origin $v)),,$(call \
  _lind_rust_assign,$v,$($v))$(_lind_rust_newline)))
$(foreach f,$(_lind_rust_takes.$1),_lind_rust_taken.$f := $1$(_lind_rust_newline))
$(if $(filter crate,$(_lind_rust_type.$1)),$(if $(filter $(_lind_rust_flavor.$1),$(_lind_rust_flavors_written)),,$(eval \
  _lind_rust_flavors_written += $(_lind_rust_flavor.$1))$(_lind_rust_flavored)))
$(if $(call _lind_rust_value,_lind_rust_grouped.$1),_lind_rust_crates.$(_lind_rust_flavor.$1) += $1)
$(foreach s,$(call _lind_rust_value,_lind_rust_sources.$1),$(call _lind_rust_object,$1,$s,$(call \
  _lind_rust_object_of,$1,$s))$(_lind_rust_newline))
$(foreach k,$(_lind_rust_steps_of),$(call _lind_rust_edge,$k,$1,$(_lind_rust_stamp.$k.$1),$(_lind_rust_makes.$k.$1),$(call \
  _lind_rust_as_make,$(_lind_rust_needs.$k.$1)))$(_lind_rust_newline))
$(if $(value _lind_rust_lacks.$1),$(call _lind_rust_wrong,$1,$(_lind_rust_lacks.$1)))
$(call _lind_rust_end,$1,$(_lind_rust_goal.$1))
endef
# A flavor may have the name of a NAME.
_lind_rust_steps_of = $(filter-out std config,$(_lind_rust_steps.$1))

# ---- The macros ----

add_lind_rust_crate = $(call _lind_rust_declare,$(strip $1),crate)
add_lind_library = $(call _lind_rust_declare,$(strip $1),library)
add_lind_program = $(call _lind_rust_declare,$(strip $1),program)

# Names that one may take them for: make calls what is not defined without a word, and has nothing to do.
_lind_rust_mistaken := add_lind_crate add_rust_crate add_lind_rust_program add_lind_rust_library add_lind_executable \
  lind_rust_program lind_rust_add_test
$(foreach n,$(_lind_rust_mistaken),$(if $(filter undefined,$(origin $n)),$(eval $n = $$(call \
  _lind_rust_stop,there is no macro $n: there are add_lind_rust_crate add_lind_library add_lind_program and lind_rust_run))))

# A comma in the words makes them several arguments.
lind_rust_run = $(call _lind_rust_command,$(call _lind_rust_helper,run) --runtime=$(_LIND_RUST_RUNTIME) $(if $(filter \
  lind,$(_LIND_RUST_RUNTIME)),$(call _lind_rust_option,--lind-boot=,$(_LIND_RUST_LIND_BOOT)) $(call \
  _lind_rust_option,--lindfs=,$(_LIND_RUST_LINDFS)),$(call _lind_rust_option,--node=,$(_LIND_RUST_NODE))) $(addprefix \
  --timeout=,$(filter-out 0,$(LIND_RUST_TIMEOUT))) $(call _lind_rust_each,--env=,$(LIND_RUST_RUN_ENV)) $(call \
  _lind_rust_each,--grate=,$(LIND_RUST_RUN_GRATES)) $(call \
  _lind_rust_each,--preload=,$(LIND_RUST_RUN_PRELOADS))) $1$(_lind_rust_more)
_lind_rust_more = $(if $(filter undefined,$(origin 2)),,$(if $2,$(_lind_rust_comma)$2$(if $(filter undefined,$(origin \
  3)),,$(if $3,$(_lind_rust_comma)$3$(if $(filter undefined,$(origin 4)),,$(if $4,$(_lind_rust_comma)$4))))))

# ---- Targets ----

.DELETE_ON_ERROR:
# make knows these files then, and does not search for a way to make each from .o, .c, .p and the like: with its
# built-in rules that takes it 0.2 ms for every source and manifest, and directory (/.), a third of a run without
# anything to do.
.SUFFIXES: .rs .toml .lock /.
# And it looks into no directory for RCS and SCCS.
%: %,v
%: RCS/%
%: RCS/%,v
%: s.%
%: SCCS/s.%
.PHONY: lind-rust-force lind-rust-help lind-rust-doctor lind-rust-editor lind-rust-clean
lind-rust-force:

lind-rust-help:
	@$(foreach n,$(_lind_rust_names),printf '%-20s %s\n' $n '$(_lind_rust_macro_$(_lind_rust_type.$n)): $(foreach \
	  k,PROGRAM LIBRARY,$(filter $(LIND_RUST_BUILD)/%,$(call _lind_rust_value,$n_$k)))';) \
	printf '%s\n' '' 'make lind-rust-NAME    builds one of them' \
	  'make lind-rust-doctor  says what is found and what is missing' \
	  'make lind-rust-clean   removes $(LIND_RUST_BUILD)' 'make V=1               shows commands, V=2 says why' '' \
	  'The head of lind-rust.mk describes all variables.'

# It needs no tool to be there, since it tells which are not; built from source, lind-rust's own programs.
lind-rust-doctor:
	@$(if $(_lind_rust_source),mkdir -p $(LIND_RUST_BUILD) && $(_lind_rust_cmd_helpers) > $(LIND_RUST_BUILD)/tools.log 2>&1 || \
	  { cat $(LIND_RUST_BUILD)/tools.log >&2; exit 1; };) $(call _lind_rust_command,$(_lind_rust_said_tools) \
	  $(_lind_rust_bin)/lind-rust doctor --manifest-dir=.)

# Always looked at, but written only where it would be another: the Makefile is no prerequisite that make knows. A shell
# for each NAME, so that a line stays short. Of another make in the same tree each has a list of its own on its way.
$(LIND_RUST_BUILD)/compile_commands.json: lind-rust-force
	@$(eval _lind_rust_list := $@.$(shell echo $$PPID).new)mkdir -p $(LIND_RUST_BUILD) && echo '[]' > $(_lind_rust_list)$(foreach \
	  n,$(_lind_rust_c_names),$(foreach k,$(call _lind_rust_languages,$($n_SOURCES)),$(_lind_rust_newline)@$(_lind_rust_line.$k.$n) \
	  --lind-list=$(_lind_rust_list) -c $(sort $(call _lind_rust_of_$k,$($n_SOURCES))) || { rm -f $(_lind_rust_list); exit 1; }))
	@$(call _lind_rust_update,$(_lind_rust_list),$@)
_lind_rust_c_names = $(foreach n,$(_lind_rust_names),$(if $(call _lind_rust_value,_lind_rust_objects.$n),$n))

_lind_rust_editor_usage = $(call _lind_rust_unique,$(foreach n,$(_lind_rust_names),$(if $(filter \
  $(firstword $(_lind_rust_flavors)),$(call _lind_rust_value,_lind_rust_flavor.$n)),$(call _lind_rust_usage,$n))))

# Of the first flavor: editors know one. The others are named.
lind-rust-editor: $(LIND_RUST_BUILD)/compile_commands.json
	@$(if $(_lind_rust_flavors),$(call _lind_rust_command,$(_lind_rust_bin)/lind-rust editor \
	  --config=$(LIND_RUST_BUILD)/$(firstword $(_lind_rust_flavors))/config.toml \
	  --target-dir=$(LIND_RUST_BUILD)/$(firstword $(_lind_rust_flavors))/editor $(call \
	  _lind_rust_option,--rustc=,$(_LIND_RUST_RUSTC)) $(call _lind_rust_option,--cargo=,$(_LIND_RUST_CARGO)) $(call \
  _lind_rust_option,--sysroot=,$(_LIND_RUST_SYSROOT)) $(call _lind_rust_editor_usage) $(patsubst \
  %,--other=$(LIND_RUST_BUILD)/%/config.toml,$(wordlist 2,$(words $(_lind_rust_flavors)),$(_lind_rust_flavors)))),echo \
	  $(if $(_lind_rust_c_names),'there is no crate for lind in this Makefile: $(LIND_RUST_BUILD)/compile_commands.json \
	  is all that editors need','lind-rust.mk: there is no crate for lind in this Makefile' >&2; exit 1))

# Nothing but a directory that was made here is removed. make clean all still needs the tools.
lind-rust-clean:
	@if test ! -e $(LIND_RUST_BUILD); then :; elif test ! -e $(LIND_RUST_BUILD)/CACHEDIR.TAG; then \
	  echo 'lind-rust.mk: $(LIND_RUST_BUILD) was not made by lind-rust: it is not removed' >&2; exit 1; \
	else $(if $(_lind_rust_silent),,echo '  CLEAN   $(LIND_RUST_BUILD)';) $(if $(_lind_rust_mixed),find $(LIND_RUST_BUILD) \
	  -mindepth 1 -maxdepth 1 ! -name 'tools*' ! -name CACHEDIR.TAG -exec rm -rf {} +,rm -rf $(LIND_RUST_BUILD)); fi

.DEFAULT_GOAL := $(_lind_rust_default_goal)

# A bare `export` of the user's must not expand macros without their arguments.
unexport $(filter _lind_rust_% _LIND_RUST_% add_lind_% lind_rust_run $(_lind_rust_mistaken),$(.VARIABLES))
endif
