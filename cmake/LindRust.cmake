# SPDX-License-Identifier: Apache-2.0
#[====[.rst:
LindRust
--------

Rust crates and C programs for lind in one build graph.

Load it with ``find_package(LindRust)``, ``FetchContent`` or ``add_subdirectory``. Where a project has C of its own for
lind, configure it with :module:`LindRustToolchain` (``-DCMAKE_TOOLCHAIN_FILE=.../LindRustToolchain.cmake``); a project
whose C is for the host needs no toolchain file to have Rust for lind in it.

CMake 3.20 or newer with Ninja or Unix Makefiles, 3.21 with Ninja Multi-Config.

Commands
^^^^^^^^

.. command:: add_lind_rust_crate

  ::

    add_lind_rust_crate(<name>
      [MANIFEST_PATH <Cargo.toml>]
      [PACKAGE <package>] [BIN <bin> | LIB | CDYLIB | EXAMPLE <example>]
      [FEATURES <feature>...] [NO_DEFAULT_FEATURES] [ALL_FEATURES]
      [EXACT_FEATURES]
      [PROFILE <profile>] [TARGET wasm32-lind|wasm32-wasip1|host] [LINKAGE auto|static|dynamic]
      [GRATE] [FPCAST] [OPT_LEVEL <level>] [CHECK ERROR|WARN|OFF] [NO_PRECOMPILE]
      [MAX_MEMORY <bytes>] [STACK_SIZE <bytes>]
      [LINK_LIBRARIES <target-or-file>...]
      [ENV <NAME=VALUE>...] [RUSTFLAGS <flag>...] [CARGO_ARGS <arg>...]
      [LOCKED] [OFFLINE]
      [OUTPUT_NAME <name>] [OUTPUT_DIR <dir>]
      [EXCLUDE_FROM_ALL])

  Build one target of a cargo package.

  A program makes the target ``<name>``, which is part of ``all``, and the imported executable ``lind::<name>``:
  ``$<TARGET_FILE:lind::<name>>`` is the finished program. A library makes the imported static library ``<name>``, for
  ``target_link_libraries()`` of C targets. cargo's part of both is the target ``<name>-crate``. With ``CDYLIB``
  ``lind::<name>`` is a shared library, finished as a program is; a program of C that is to have it preloaded is linked
  with the target ``lind-shared-<name>``.

  ``MANIFEST_PATH <Cargo.toml>``
    The package's or workspace's manifest, relative to the current source directory. Default: its ``Cargo.toml``.
  ``PACKAGE <package>``
    A package of the workspace. Default: the manifest's own; an error with the choices where that is a workspace of
    several.
  ``BIN <bin>``, ``LIB``, ``EXAMPLE <example>``
    Which target of the package. Default: its only program or library (or its ``default-run``); an error with the
    choices where there are several. A library of any crate type can be named: it is built as a static one.
  ``CDYLIB``
    The package's library, of whatever crate type, as a shared one, which dynamic programs load by ``dlopen()`` or have
    preloaded: what is ``#[no_mangle]`` or ``#[export_name]`` is exported, and it has a std, and statics, of its own. For
    ``wasm32-lind`` and lind itself alone, not with ``GRATE``, ``FPCAST``, ``MAX_MEMORY`` or ``STACK_SIZE``;
    ``OUTPUT_DIR`` puts it where ``dlopen()`` finds it, which wants a path from lindfs' root. What lind-boot can and
    cannot do with such libraries is told in ``lind-rust(7)``.
  ``FEATURES <feature>...``, ``NO_DEFAULT_FEATURES``, ``ALL_FEATURES``
    As cargo's. A feature that the package does not have is an error.
  ``EXACT_FEATURES``
    Build the crate by a call of cargo of its own. Without it, programs of one workspace that share profile, target,
    features, ``ENV``, flags and settings files are one group: a call of cargo builds all of them that are not up to
    date, which is faster, and a dependency of several has the features that any of them asks for, as with ``cargo
    build`` in the workspace. The target of one program may so build others of its group as well; one that does not
    compile does not hinder it, and is reported by its own target. Libraries, and crates with ``RUSTFLAGS``,
    ``EXCLUDE_FROM_ALL`` or include directories and definitions from ``LINK_LIBRARIES``, are built alone in any case.
    Default: the variable ``LIND_RUST_EXACT_FEATURES``.
  ``PROFILE <profile>``
    A profile of cargo. Default: ``dev`` in configuration ``Debug``, ``release`` in all others and in none.
  ``TARGET wasm32-lind|wasm32-wasip1|host``
    ``wasm32-lind``: std with the layer for Unix: files, network, processes, threads. ``wasm32-wasip1``: upstream's way,
    which cannot do most of these. ``host``: a tool that the build itself runs. Default: the variable
    ``LIND_RUST_TARGET``, which is ``wasm32-lind`` where it is not set. What is linked into one program must be built for
    one target.
  ``LINKAGE auto|static|dynamic``
    ``static``: the C library is in the program. ``dynamic``: it is lind's ``libc.so``, instrumented and precompiled once
    and preloaded when the program runs, which makes the program small and its opt pass and precompilation short. For
    ``wasm32-lind`` and lind itself alone, not with ``GRATE`` or ``FPCAST``; the stack has 8 MiB. A library crate is
    compiled to be linked into such programs, and can be linked into static ones as well. C that is linked into a dynamic
    program needs ``POSITION_INDEPENDENT_CODE``. ``auto``: programs of the profiles ``dev`` and ``test`` (of C: of
    configuration ``Debug``) are dynamic where all of that holds, lindfs has a ``libc.so`` to run them with, and that has
    what they need; where only the linker finds that it has not, they are linked statically, and the build says why. All
    others are static, since those run faster; with a generator of several configurations, all programs are. Default:
    the variable ``LIND_RUST_LINKAGE``, as far as the above allows it, else ``auto``.
  ``GRATE``
    The program handles other programs' system calls: its entry ``pass_fptr_to_wt`` is exported.
  ``FPCAST``
    Emulate C's calls through wrongly typed function pointers.
  ``OPT_LEVEL <level>``
    wasm-opt's: ``0 1 2 3 4 s z``. Default: what is best for the profile, or for a program of C the configuration:
    ``dev``, ``test`` and ``Debug`` are instrumented alone, others made fast as well; see ``lind-rust-opt(1)``.
  ``CHECK ERROR|WARN|OFF``
    What a finished module does that lind-boot would refuse. Default: ``ERROR``.
  ``NO_PRECOMPILE``
    Stop at the ``.wasm``; by default lind-boot, where there is one, compiles it ahead of time to a ``.cwasm``.
  ``MAX_MEMORY <bytes>``, ``STACK_SIZE <bytes>``
    Linear memory at most, default 64M; the main thread's stack, default 1M. ``K``, ``M`` and ``G`` are powers of 1024.
  ``LINK_LIBRARIES <target-or-file>...``
    What a program is linked with beside Rust: static, object, interface and imported libraries with all that they link,
    paths of archives and objects, names of libraries of the sysroot. Targets are followed when the directory ends. Of a
    library crate: what a program of C that links it is linked with as well, as by ``target_link_libraries()`` with
    ``INTERFACE``. Include directories and definitions of the targets named here reach C code that build scripts compile;
    a definition with a ``;`` cannot.
  ``ENV <NAME=VALUE>...``
    For cargo, rustc and build scripts. Of the caller's environment, variables that would change the build are kept
    out: RUSTFLAGS, CARGO_TARGET_DIR, CC, CFLAGS and their like. ``lind-rust-cargo -v`` says which were.
  ``RUSTFLAGS <flag>...``
    For rustc, in the whole graph of the crate; such crates have a target directory of their own.
  ``CARGO_ARGS <arg>...``
    More arguments for cargo.
  ``LOCKED``, ``OFFLINE``
    As cargo's: Cargo.lock is not written; the network is not asked.
  ``OUTPUT_NAME <name>``
    The file's name without its ending. Default: ``<name>``. Two targets with one file are an error.
  ``OUTPUT_DIR <dir>``
    Copy the finished program to this directory inside lindfs, relative to its root. Nothing where there is no lindfs.
    What another project put there by that name is replaced.
  ``EXCLUDE_FROM_ALL``
    Not part of ``all``.

  Every option is a property of the target ``<name>`` as well, ``LIND_RUST_<KEYWORD>``, which can be changed until the
  directory ends: a flag is ``TRUE`` or ``FALSE``. ``LIND_RUST_KIND``, to be read, is ``bin``, ``lib``, ``cdylib`` or
  ``example``.

.. command:: lind_rust_program

  ::

    lind_rust_program(<executable>
      [LINKAGE auto|static|dynamic] [GRATE] [FPCAST] [OPT_LEVEL <level>] [CHECK ERROR|WARN|OFF] [NO_PRECOMPILE]
      [MAX_MEMORY <bytes>] [STACK_SIZE <bytes>]
      [OUTPUT_NAME <name>] [OUTPUT_DIR <dir>] [EXCLUDE_FROM_ALL])

  Finish a program that CMake links: opt pass, check, precompile. The executable itself becomes the raw module; the
  finished program is ``$<TARGET_FILE:lind::<executable>>``, built by the target ``lind-<executable>``, which is part of
  ``all``. Keywords and properties of the executable as above. Needs :module:`LindRustToolchain`. An executable that is
  to be dynamic gets ``POSITION_INDEPENDENT_CODE``; libraries of the project that it is linked with need it, too:
  :module:`LindRustToolchain` gives it to all where ``LIND_RUST_LINKAGE`` is ``dynamic``, or ``auto`` and the
  configuration ``Debug``.

.. command:: lind_rust_library

  ::

    lind_rust_library(<objects>
      [OPT_LEVEL <level>] [CHECK ERROR|WARN|OFF] [NO_PRECOMPILE]
      [OUTPUT_NAME <name>] [OUTPUT_DIR <dir>] [EXCLUDE_FROM_ALL])

  A shared library of C, for ``dlopen()`` or to be preloaded: of an object library, ``add_library(<objects> OBJECT ...)``,
  and of what that is linked with. The finished library is ``$<TARGET_FILE:lind::<objects>>``, built by the target
  ``lind-<objects>``, which is part of ``all``; a program that is to have it preloaded is linked with the target
  ``lind-shared-<objects>``. The objects get ``POSITION_INDEPENDENT_CODE`` and, where nothing is said of it, the visibility
  ``default`` (``C_VISIBILITY_PRESET``): what is not hidden is exported. For lind itself alone. Keywords and properties of
  the object library as above. Needs :module:`LindRustToolchain`.

.. command:: lind_rust_add_test

  ::

    lind_rust_add_test(NAME <test> COMMAND <program> [<arg>...]
      [ENV <NAME=VALUE>...] [TIMEOUT <seconds>] [GRATES <program>...] [PRELOADS <library>...])

  A test that runs a program on lind-boot, or in the stand-in where there is none. ``<program>``, the grates, and the
  shared libraries that are preloaded, are names given to the commands above, or paths. The program's environment is empty
  but for ``ENV``. ``TIMEOUT``: default 60 s. The test is skipped where nothing can run it.

  The unit tests of a crate are run by ``cargo lind_test``, for which ``lind_rust_get(prefix PREFIX)`` gives the place; it
  reads ``LIND_WASM_ROOT`` and the like from the environment of ctest::

    add_test(NAME prices-unit COMMAND ${prefix}/bin/cargo-lind_test
      --manifest-path ${CMAKE_CURRENT_SOURCE_DIR}/prices/Cargo.toml --target-dir ${CMAKE_CURRENT_BINARY_DIR}/unit)

.. command:: lind_rust_get

  See :module:`LindRustTools`, which also lists the cache variables.

The target ``lind-rust-doctor`` says which tools are used, what is missing, and what mends it. ``lind-rust-editor``, where
there is a crate for lind, prints settings with which plain cargo, clippy and rust-analyzer see the same target, flags
and standard library (crates with another target, linkage or other flags than the first one's: it says how); for C,
``CMAKE_EXPORT_COMPILE_COMMANDS`` does as usual.

Files
^^^^^

Everything is below ``<build>/lind-rust`` (with Ninja Multi-Config, ``<build>/lind-rust/<config>``): programs
``<name>.wasm`` and ``<name>.cwasm``, libraries ``lib<name>.a``, tools ``host/bin/<name>``. ``raw/<name>.wasm`` is what
cargo linked, ``linked/<name>.wasm`` what CMake did. ``stamp/`` holds stamps and dependency files, ``<target>/`` cargo's
``config.toml`` and its ``target`` directory. With Ninja, ``cores/`` holds the locks by which cargos that work at the same
time share the machine's cores; pool ``lind_rust_alone`` (``JOB_POOLS``) says how many of them there are at most.

What CMake and the build tools cannot do with names:

* A ``;``, ``$(`` or ``$<`` in a path, and ``#``, ``<`` or ``>`` in the build tree's, is an error.
* With Ninja, one of ``# ' " & ` ^ * ? | $`` in a path makes a crate be built at each run: they cannot be read back from
  dependency files. A warning says so. With Makefiles that is so for a package in a directory that ends in ``)``.
* With Makefiles, library crates that no target links or waits for are made by one target of their directory,
  ``lind-rust-libraries``; their ``<name>-crate`` is made where it is asked for. What a project attaches to it by
  ``add_custom_command(TARGET)`` does not run with ``all`` then.
* With Makefiles, CMake never forgets an input: from the removal of a source or settings file on, cargo is asked at each
  run whether there is something to do, until the build tree is made anew.
* wasm-ld takes no ``%`` in the build tree's path, cargo no ``[``, ``*`` or ``?`` in a package's.
* A value ending in a backslash, or with one bracket ``[`` or ``]`` alone, joins the next one of its list.
* The path of a compiler has no ``"`` and no ``$`` in CMake: with the toolchain file, neither has that of the helpers.

Example
^^^^^^^

::

  cmake_minimum_required(VERSION 3.20...4.0)
  project(shop LANGUAGES C)  # CXX for C++
  enable_testing()
  find_package(LindRust REQUIRED)

  add_lind_rust_crate(prices MANIFEST_PATH prices/Cargo.toml LIB LOCKED)
  add_executable(shop main.c)
  target_link_libraries(shop PRIVATE prices)
  lind_rust_program(shop)
  lind_rust_add_test(NAME shop COMMAND shop --list)
#]====]

if(CMAKE_VERSION VERSION_LESS 3.20)
  message(FATAL_ERROR "lind-rust: CMake 3.20 or newer is needed; this is ${CMAKE_VERSION}.\n"
    "Install a newer one (pip install cmake has it).")
endif()
include_guard(GLOBAL)
cmake_policy(PUSH)
cmake_policy(VERSION 3.20...4.0)
include("${CMAKE_CURRENT_LIST_DIR}/LindRustTools.cmake")

function(add_lind_rust_crate name)
  set(_lind_rust_command "${CMAKE_CURRENT_FUNCTION}(${name})")
  _lind_rust_crate_keywords()
  _lind_rust_check_new_names("${name}" "${name}-crate" "lind::${name}" "lind-shared-${name}")
  cmake_parse_arguments(PARSE_ARGV 1 ARG "${flags}" "${values}" "${lists}")
  _lind_rust_check_arguments()
  _lind_rust_default_target()
  _lind_rust_check_crate_values()
  if(LIND_RUST_EXACT_FEATURES)
    set(ARG_EXACT_FEATURES TRUE)
  endif()
  _lind_rust_absolute_manifest()
  _lind_rust_read_crate(kind alone)
  _lind_rust_check_kind("${kind}")
  if(kind STREQUAL "lib")
    _lind_rust_add_library("${name}")
  else()
    # CMake has no imported shared libraries where projects' own are static: for it a finished one is a program, too.
    _lind_rust_add_program("${name}" "${name}")
    _lind_rust_add_target("${name}-crate")
    add_dependencies("${name}" "${name}-crate")
    if(kind STREQUAL "cdylib")
      _lind_rust_add_shared("${name}" "${name}-crate" "${name}.wasm")
    endif()
  endif()
  _lind_rust_crate_words(words)
  set_target_properties("${name}" PROPERTIES LIND_RUST_KIND "${kind}" _LIND_RUST_WORDS "${words}"
    _LIND_RUST_ALONE "${alone}")
  _lind_rust_keep_options("${name}")
  _lind_rust_when_directory_ends(_lind_rust_finish_crate "${name}")
  if(kind STREQUAL "lib" AND CMAKE_GENERATOR MATCHES "Makefiles")
    _lind_rust_join_libraries("${name}")
  endif()
endfunction()

function(lind_rust_program name)
  set(_lind_rust_command "${CMAKE_CURRENT_FUNCTION}(${name})")
  _lind_rust_program_keywords()
  _lind_rust_check_executable("${name}")
  _lind_rust_check_new_names("lind-${name}" "lind::${name}")
  cmake_parse_arguments(PARSE_ARGV 1 ARG "${flags}" "${values}" "${lists}")
  _lind_rust_check_arguments()
  _lind_rust_check_values()
  _lind_rust_need_tools(wasm-opt)
  _lind_rust_dir(dir)
  set_target_properties("${name}" PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${dir}/linked")
  _lind_rust_add_program("${name}" "lind-${name}")
  add_dependencies("lind-${name}" "${name}")
  _lind_rust_keep_options("${name}")
  _lind_rust_when_directory_ends(_lind_rust_finish_linked "${name}")
endfunction()

function(lind_rust_library name)
  set(_lind_rust_command "${CMAKE_CURRENT_FUNCTION}(${name})")
  _lind_rust_library_keywords()
  _lind_rust_check_compiled("${name}" OBJECT_LIBRARY "an object library" "add_library(${name} OBJECT ...)"
    "A shared library of Rust is made by add_lind_rust_crate() with CDYLIB.")
  _lind_rust_check_new_names("lind-${name}" "lind::${name}" "lind-linked-${name}" "lind-shared-${name}")
  cmake_parse_arguments(PARSE_ARGV 1 ARG "${flags}" "${values}" "${lists}")
  _lind_rust_check_arguments()
  _lind_rust_check_values()
  _lind_rust_check_shared("lind_rust_library()")
  _lind_rust_need_tools(wasm-opt)
  _lind_rust_dir(dir)
  set_target_properties("${name}" PROPERTIES POSITION_INDEPENDENT_CODE ON)
  foreach(language C CXX)
    get_target_property(visibility "${name}" ${language}_VISIBILITY_PRESET)
    if(NOT visibility)
      set_target_properties("${name}" PROPERTIES ${language}_VISIBILITY_PRESET default)
    endif()
  endforeach()
  # For CMake it is a program that is linked.
  set(linked "lind-linked-${name}")
  add_executable("${linked}" EXCLUDE_FROM_ALL "$<TARGET_OBJECTS:${name}>")
  target_link_options("${linked}" PRIVATE -shared "$<TARGET_PROPERTY:${name},LINK_OPTIONS>")
  _lind_rust_link_inputs(inputs)
  set_target_properties("${linked}" PROPERTIES LINKER_LANGUAGE C LINK_DEPENDS "${inputs}"
    RUNTIME_OUTPUT_DIRECTORY "${dir}/linked" OUTPUT_NAME "${name}"
    LINK_LIBRARIES "$<TARGET_PROPERTY:${name},LINK_LIBRARIES>")
  _lind_rust_add_program("${name}" "lind-${name}")
  add_dependencies("lind-${name}" "${linked}")
  _lind_rust_add_shared("${name}" "${linked}" "${dir}/linked/${name}.wasm")
  _lind_rust_keep_options("${name}")
  _lind_rust_when_directory_ends(_lind_rust_finish_shared "${name}")
endfunction()

function(lind_rust_add_test)
  set(_lind_rust_command "${CMAKE_CURRENT_FUNCTION}()")
  _lind_rust_test_keywords()
  cmake_parse_arguments(PARSE_ARGV 0 ARG "${flags}" "${values}" "${lists}")
  set(_lind_rust_command "${CMAKE_CURRENT_FUNCTION}(${ARG_NAME})")
  _lind_rust_check_arguments()
  _lind_rust_check_test()
  _lind_rust_run_words(command)
  list(POP_FRONT ARG_COMMAND program)
  _lind_rust_program_file(file "${program}")
  _lind_rust_append(command -- "${file}")
  foreach(word IN LISTS ARG_COMMAND)
    _lind_rust_append(command "${word}")
  endforeach()
  add_test(NAME "${ARG_NAME}" COMMAND ${command})
  # The runner ends the program; ctest's own limit is for a runner that hangs.
  math(EXPR limit "${ARG_TIMEOUT} + 10")
  set_tests_properties("${ARG_NAME}" PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT ${limit})
endfunction()

########################################################################################################################
#
# Private helper interface
#
# The public functions keep a command's arguments in ARG_<KEYWORD> and its name in _lind_rust_command; what they call
# reads both. When a directory ends, the properties LIND_RUST_<KEYWORD> are loaded into ARG_<KEYWORD> again and the
# build's commands are written from them.
#
########################################################################################################################

# ---- Keywords: flags, values and lists in the caller, as cmake_parse_arguments takes them ----

macro(_lind_rust_program_keywords)
  set(flags GRATE FPCAST NO_PRECOMPILE EXCLUDE_FROM_ALL)
  set(values LINKAGE OPT_LEVEL CHECK MAX_MEMORY STACK_SIZE OUTPUT_NAME OUTPUT_DIR)
  set(lists "")
endmacro()

macro(_lind_rust_library_keywords)
  set(flags NO_PRECOMPILE EXCLUDE_FROM_ALL)
  set(values OPT_LEVEL CHECK OUTPUT_NAME OUTPUT_DIR)
  set(lists "")
endmacro()

macro(_lind_rust_crate_keywords)
  _lind_rust_program_keywords()
  list(APPEND flags LIB CDYLIB NO_DEFAULT_FEATURES ALL_FEATURES EXACT_FEATURES LOCKED OFFLINE)
  list(APPEND values MANIFEST_PATH PACKAGE BIN EXAMPLE PROFILE TARGET)
  list(APPEND lists FEATURES LINK_LIBRARIES ENV RUSTFLAGS CARGO_ARGS)
endmacro()

macro(_lind_rust_test_keywords)
  set(flags "")
  set(values NAME TIMEOUT)
  set(lists COMMAND ENV GRATES PRELOADS)
endmacro()

# ---- Messages and words ----

# Stop the configuration. The message begins with the command that the user wrote.
function(_lind_rust_stop)
  # Not by ARGN, a list: the text may have a ';'.
  set(text "")
  math(EXPR last "${ARGC} - 1")
  foreach(i RANGE ${last})
    string(APPEND text "${ARGV${i}}")
  endforeach()
  message(FATAL_ERROR "${_lind_rust_command}: ${text}")
endfunction()

# A helper's own words, each line indented: CMake fills lines that are not.
function(_lind_rust_stop_as_said text)
  string(STRIP "${text}" text)
  string(REPLACE "\n" "\n  " text "${text}")
  message(FATAL_ERROR "${_lind_rust_command}:\n  ${text}\n")
endfunction()

# Append words to a list that becomes a command: a ';' inside of a word must not end it.
function(_lind_rust_append list)
  set(result "${${list}}")
  math(EXPR last "${ARGC} - 1")
  foreach(i RANGE 1 ${last})
    string(REPLACE ";" "\\;" word "${ARGV${i}}")
    list(APPEND result "${word}")
  endforeach()
  set("${list}" "${result}" PARENT_SCOPE)
endfunction()

# The helpers' options are named as the keywords are: --max-memory for MAX_MEMORY.
function(_lind_rust_option out keyword)
  string(TOLOWER "--${keyword}" option)
  string(REPLACE "_" "-" option "${option}")
  set("${out}" "${option}" PARENT_SCOPE)
endfunction()

function(_lind_rust_append_flags list)
  set(words "${${list}}")
  foreach(keyword IN LISTS ARGN)
    if(ARG_${keyword})
      _lind_rust_option(option ${keyword})
      list(APPEND words "${option}")
    endif()
  endforeach()
  set("${list}" "${words}" PARENT_SCOPE)
endfunction()

function(_lind_rust_append_values list)
  set(words "${${list}}")
  foreach(keyword IN LISTS ARGN)
    # Not if(ARG_...): a package may be called 'n', and CHECK may be OFF.
    if(NOT "${ARG_${keyword}}" STREQUAL "")
      _lind_rust_option(option ${keyword})
      _lind_rust_append(words "${option}=${ARG_${keyword}}")
    endif()
  endforeach()
  set("${list}" "${words}" PARENT_SCOPE)
endfunction()

# One option for each element of a list.
function(_lind_rust_append_each list option keyword)
  set(words "${${list}}")
  foreach(value IN LISTS ARG_${keyword})
    _lind_rust_append(words "${option}=${value}")
  endforeach()
  set("${list}" "${words}" PARENT_SCOPE)
endfunction()

# --wasm-opt=<what was found> and the like; an empty one says that there is none.
function(_lind_rust_append_tools list)
  set(words "${${list}}")
  foreach(option IN LISTS ARGN)
    _lind_rust_tool(file ${option})
    _lind_rust_append(words "--${option}=${file}")
  endforeach()
  set("${list}" "${words}" PARENT_SCOPE)
endfunction()

# ---- Checks ----

macro(_lind_rust_check_new_names name)
  if(NOT "${name}" MATCHES "^[A-Za-z0-9_.+-]+$")
    _lind_rust_stop("'${name}' cannot be a target's name: use letters, digits and _ . + -")
  endif()
  foreach(_name IN ITEMS "${name}" ${ARGN})
    if(TARGET "${_name}")
      _lind_rust_stop("there is a target '${_name}' already. Choose another name.")
    endif()
  endforeach()
endmacro()

# What cmake_parse_arguments left over, or found without a value.
function(_lind_rust_check_arguments)
  if(NOT "${ARG_UNPARSED_ARGUMENTS}" STREQUAL "")
    list(GET ARG_UNPARSED_ARGUMENTS 0 word)
    lind_rust_get(prefix PREFIX)
    set(choices ${flags} ${values} ${lists})
    # execute_process() would take COMMAND and TIMEOUT for its own.
    list(TRANSFORM choices PREPEND "+")
    execute_process(COMMAND "${prefix}/bin/lind-rust-config" nearest "+${word}" ${choices}
      OUTPUT_VARIABLE nearest OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    string(REGEX REPLACE "^[+](.+)$" " Did you mean \\1?" nearest "${nearest}")
    list(JOIN flags " " flags)
    list(JOIN values " " values)
    list(JOIN lists " " lists)
    _lind_rust_stop("unknown argument '${word}'.${nearest}\n"
      "The keywords are ${values} (with one value) ${lists} (with values) ${flags}.")
  endif()
  if(ARG_KEYWORDS_MISSING_VALUES)
    list(JOIN ARG_KEYWORDS_MISSING_VALUES " and " words)
    _lind_rust_stop("${words} without a value. Give one, or leave the keyword out.")
  endif()
endfunction()

# Those of the keywords that were given; _lind_rust_load_options and cmake_parse_arguments leave FALSE for flags.
function(_lind_rust_given out)
  set(given "")
  foreach(keyword IN LISTS ARGN)
    if(NOT "${ARG_${keyword}}" MATCHES "^(FALSE)?$")
      list(APPEND given ${keyword})
    endif()
  endforeach()
  set("${out}" "${given}" PARENT_SCOPE)
endfunction()

function(_lind_rust_check_choice keyword)
  if("${ARG_${keyword}}" STREQUAL "" OR "${ARG_${keyword}}" IN_LIST ARGN)
    return()
  endif()
  list(JOIN ARGN " " choices)
  _lind_rust_stop("${keyword} '${ARG_${keyword}}' is not one of: ${choices}")
endfunction()

# lind-rust-config reads sizes for all of lind-rust.
function(_lind_rust_check_size keyword)
  if("${ARG_${keyword}}" STREQUAL "")
    return()
  endif()
  lind_rust_get(prefix PREFIX)
  _lind_rust_option(option ${keyword})
  execute_process(COMMAND "${prefix}/bin/lind-rust-config" flags "${option}=${ARG_${keyword}}"
    RESULT_VARIABLE status OUTPUT_QUIET ERROR_VARIABLE errors)
  if(NOT status EQUAL 0)
    string(REGEX REPLACE "^.*${option}: ([^\n]*).*$" "\\1" why "${errors}")
    _lind_rust_stop("${keyword} ${why}")
  endif()
endfunction()

function(_lind_rust_check_env)
  foreach(word IN LISTS ARG_ENV)
    if(NOT word MATCHES "^[^=]+=")
      _lind_rust_stop("ENV '${word}' is not NAME=VALUE.")
    endif()
  endforeach()
endfunction()

# All that a value alone tells; at the call, and when the directory ends for values set as properties.
function(_lind_rust_check_values)
  _lind_rust_check_choice(OPT_LEVEL 0 1 2 3 4 s z)
  _lind_rust_check_choice(CHECK ERROR WARN OFF)
  _lind_rust_check_choice(LINKAGE auto static dynamic)
  _lind_rust_check_linkage()
  _lind_rust_check_size(MAX_MEMORY)
  _lind_rust_check_size(STACK_SIZE)
  if("${ARG_OUTPUT_NAME}" MATCHES "[/;$]|^\\.\\.?$")
    _lind_rust_stop("OUTPUT_NAME '${ARG_OUTPUT_NAME}' is not the name of a file.\n"
      "OUTPUT_DIR chooses the directory inside lindfs.")
  endif()
  if("${ARG_OUTPUT_DIR}" MATCHES "(^|/)\\.\\.(/|$)")
    _lind_rust_stop("OUTPUT_DIR '${ARG_OUTPUT_DIR}' leads out of lindfs.\n"
      "It is a directory inside, relative to lindfs' root.")
  endif()
endfunction()

# Why a program cannot be dynamic; empty where it can be. Library crates and C have no keyword TARGET or no program's.
function(_lind_rust_why_static out)
  _lind_rust_tool(sysroot sysroot)
  set(why "")
  if("${ARG_TARGET}" MATCHES "^(wasm32-wasip1|host)$")
    set(why "a program for ${ARG_TARGET} cannot be dynamic. Build it for TARGET wasm32-lind, or with LINKAGE static.")
  elseif(ARG_GRATE)
    set(why "a grate cannot be dynamic: lind-boot makes its workers from static modules alone. Leave one of the two out.")
  elseif(ARG_FPCAST)
    set(why "FPCAST: lind's libc.so would need it as well. Leave one of the two out.")
  elseif(NOT EXISTS "${sysroot}/lib/wasm32-wasi/libc.so")
    string(CONCAT why "there is no shared C library (the stand-in has none):\n"
      "  ${sysroot}/lib/wasm32-wasi/libc.so\nSet LIND_WASM_ROOT to a built lind-wasm, or leave LINKAGE out.")
  endif()
  set("${out}" "${why}" PARENT_SCOPE)
endfunction()

function(_lind_rust_check_linkage)
  if("${ARG_LINKAGE}" STREQUAL "dynamic")
    _lind_rust_why_static(why)
    if(why)
      _lind_rust_stop("LINKAGE dynamic: ${why}")
    endif()
  elseif(NOT "${LIND_RUST_LINKAGE}" MATCHES "^(auto|static|dynamic)?$")
    _lind_rust_stop("LIND_RUST_LINKAGE '${LIND_RUST_LINKAGE}' is not one of: auto static dynamic")
  endif()
endfunction()

# Without LINKAGE it is the project's, or auto, for what can be linked so. ARG_LINKAGE is dynamic or auto then, or empty:
# the helpers' default is static.
function(_lind_rust_default_linkage)
  if(ARG_CDYLIB)
    set(ARG_LINKAGE dynamic PARENT_SCOPE)
    return()
  endif()
  set(linkage "${ARG_LINKAGE}")
  if(linkage STREQUAL "")
    set(linkage "${LIND_RUST_LINKAGE}")
  endif()
  if(linkage STREQUAL "")
    set(linkage auto)
  endif()
  _lind_rust_is_quick(quick)
  if(linkage STREQUAL "static" OR (linkage STREQUAL "auto" AND NOT quick))
    set(linkage "")
  elseif(NOT ARG_LINKAGE STREQUAL "dynamic")
    _lind_rust_why_static(why)
    _lind_rust_tool(lindfs lindfs)
    # What cannot be run here is not for auto.
    if(why OR (linkage STREQUAL "auto" AND lindfs AND NOT EXISTS "${lindfs}/lib/libc.cwasm"))
      set(linkage "")
    endif()
  endif()
  set(ARG_LINKAGE "${linkage}" PARENT_SCOPE)
endfunction()

# Whether this is for the loop from an edit to the running program, by cargo's profile or C's configuration. Where one
# build tree has several configurations, that is known too late.
function(_lind_rust_is_quick out)
  get_property(multi GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
  string(TOLOWER "${CMAKE_BUILD_TYPE}" configuration)
  set(quick FALSE)
  if(NOT multi AND ("${ARG_PROFILE}" MATCHES "^(dev|test)$" OR
      ("${ARG_PROFILE}" STREQUAL "" AND configuration STREQUAL "debug")))
    set(quick TRUE)
  endif()
  set("${out}" "${quick}" PARENT_SCOPE)
endfunction()

# Without TARGET it is the project's.
function(_lind_rust_default_target)
  if("${ARG_TARGET}" STREQUAL "")
    set(ARG_TARGET wasm32-lind)
    if(NOT "${LIND_RUST_TARGET}" STREQUAL "")
      set(ARG_TARGET "${LIND_RUST_TARGET}")
    endif()
    set(ARG_TARGET "${ARG_TARGET}" PARENT_SCOPE)
  endif()
endfunction()

function(_lind_rust_check_crate_values)
  _lind_rust_check_values()
  _lind_rust_check_choice(TARGET wasm32-lind wasm32-wasip1 host)
  _lind_rust_check_env()
  _lind_rust_given(given BIN LIB CDYLIB EXAMPLE)
  list(LENGTH given n)
  if(n GREATER 1)
    list(JOIN given " and " given)
    _lind_rust_stop("${given} exclude each other: name one target of the package.")
  endif()
endfunction()

# Shared libraries are for lind itself.
function(_lind_rust_check_shared what)
  _lind_rust_tool(sysroot sysroot)
  if(NOT EXISTS "${sysroot}/lib/wasm32-wasi/libc.so")
    _lind_rust_stop("${what}: a shared library needs lind's shared C library, which is not there (the stand-in has none):\n"
      "  ${sysroot}/lib/wasm32-wasi/libc.so\nSet LIND_WASM_ROOT to a built lind-wasm.")
  endif()
endfunction()

# Keywords that would do nothing for this kind of crate.
function(_lind_rust_check_kind kind)
  set(program_keywords GRATE FPCAST OPT_LEVEL CHECK NO_PRECOMPILE MAX_MEMORY STACK_SIZE OUTPUT_DIR)
  if(kind STREQUAL "cdylib")
    _lind_rust_given(given GRATE FPCAST MAX_MEMORY STACK_SIZE)
    if(given)
      list(JOIN given " and " given)
      _lind_rust_stop("${given}: for programs, but CDYLIB makes a shared library.\n"
        "Say so of the program that loads it.")
    endif()
    if(ARG_LINKAGE STREQUAL "static" OR NOT ARG_TARGET STREQUAL "wasm32-lind")
      _lind_rust_stop("CDYLIB: a shared library is for dynamic programs of TARGET wasm32-lind. Leave LINKAGE and TARGET out.")
    endif()
    _lind_rust_check_shared(CDYLIB)
    return()
  endif()
  if(kind STREQUAL "lib")
    _lind_rust_given(given ${program_keywords})
    if(given)
      list(JOIN given " and " given)
      _lind_rust_stop("${given}: for programs, but the crate is a library.\n"
        "Say so of the program that is linked with it, by lind_rust_program().")
    endif()
    if(ARG_TARGET STREQUAL "host")
      _lind_rust_stop("TARGET host: for programs that the build runs, but the crate is a library.")
    endif()
  elseif(ARG_TARGET STREQUAL "host")
    _lind_rust_given(given ${program_keywords} LINK_LIBRARIES RUSTFLAGS)
    if(given)
      list(JOIN given " and " given)
      _lind_rust_stop("${given}: for what runs on lind, but the crate has TARGET host.")
    endif()
  endif()
endfunction()

function(_lind_rust_check_executable name)
  _lind_rust_check_compiled("${name}" EXECUTABLE "an executable" "add_executable(${name} ...)"
    "A Rust program is added by add_lind_rust_crate(), and is finished by that.")
endfunction()

# A target of this project's C: its type, what that is called, what makes one, and what was meant perhaps.
function(_lind_rust_check_compiled name wanted called made_by instead)
  if(NOT TARGET "${name}")
    _lind_rust_stop("there is no target '${name}'. Call ${made_by} first.")
  endif()
  get_target_property(type "${name}" TYPE)
  get_target_property(imported "${name}" IMPORTED)
  get_target_property(aliased "${name}" ALIASED_TARGET)
  if(aliased)
    string(REGEX REPLACE "^an " "" called "${called}")
    _lind_rust_stop("'${name}' is an alias. Name the ${called} itself: ${aliased}")
  endif()
  if(NOT type STREQUAL wanted OR imported)
    _lind_rust_stop("'${name}' is not ${called} that this project links.\n${instead}")
  endif()
  if(NOT CMAKE_SYSTEM_NAME STREQUAL "Lind")
    _lind_rust_stop("'${name}' is compiled for ${CMAKE_SYSTEM_NAME}, not for lind. Configure a new build tree with\n"
      "  -DCMAKE_TOOLCHAIN_FILE=${CMAKE_CURRENT_FUNCTION_LIST_DIR}/LindRustToolchain.cmake")
  endif()
endfunction()

# Sets ARG_TIMEOUT where it was not given.
macro(_lind_rust_check_test)
  foreach(_keyword IN ITEMS NAME COMMAND)
    if("${ARG_${_keyword}}" STREQUAL "")
      _lind_rust_stop("${_keyword} is missing: NAME <test> COMMAND <program> [<arg>...]")
    endif()
  endforeach()
  if(TEST "${ARG_NAME}")
    _lind_rust_stop("there is a test '${ARG_NAME}' already. Choose another NAME.")
  endif()
  if("${ARG_TIMEOUT}" STREQUAL "")
    set(ARG_TIMEOUT 60)
  endif()
  if(NOT ARG_TIMEOUT MATCHES "^[1-9][0-9]?[0-9]?[0-9]?[0-9]?$" OR ARG_TIMEOUT GREATER 86400)
    _lind_rust_stop("TIMEOUT '${ARG_TIMEOUT}' is not a number of seconds from 1 to 86400.")
  endif()
  _lind_rust_check_env()
endmacro()

# ---- Places ----

# Where everything of a configuration goes; a generator expression with a multi-config generator.
function(_lind_rust_dir out)
  get_property(multi GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
  set(dir "${CMAKE_BINARY_DIR}/lind-rust")
  if(multi)
    if(CMAKE_VERSION VERSION_LESS 3.21)
      _lind_rust_stop("the generator ${CMAKE_GENERATOR} needs CMake 3.21 (a DEPFILE for each configuration).\n"
        "Use Ninja, or a newer CMake; this is ${CMAKE_VERSION}.")
    endif()
    set(dir "${dir}/$<CONFIG>")
  endif()
  set("${out}" "${dir}" PARENT_SCOPE)
endfunction()

function(_lind_rust_output_name out name)
  if("${ARG_OUTPUT_NAME}" STREQUAL "")
    set("${out}" "${name}" PARENT_SCOPE)
  else()
    set("${out}" "${ARG_OUTPUT_NAME}" PARENT_SCOPE)
  endif()
endfunction()

# Two targets that write one file would overwrite each other's, at each build.
function(_lind_rust_claim file name)
  get_property(owner GLOBAL PROPERTY "_LIND_RUST_OWNER_OF_${file}")
  if(owner)
    _lind_rust_stop("the file\n  ${file}\nis that of '${owner}' already. Give one of them another OUTPUT_NAME.")
  endif()
  set_property(GLOBAL PROPERTY "_LIND_RUST_OWNER_OF_${file}" "${name}")
endfunction()

# IMPORTED_LOCATION takes no generator expression: one per configuration.
function(_lind_rust_locate target path)
  foreach(config IN LISTS CMAKE_CONFIGURATION_TYPES)
    string(REPLACE "$<CONFIG>" "${config}" location "${path}")
    string(TOUPPER "${config}" config)
    set_target_properties("${target}" PROPERTIES "IMPORTED_LOCATION_${config}" "${location}")
  endforeach()
  if(NOT CMAKE_CONFIGURATION_TYPES)
    set_target_properties("${target}" PROPERTIES IMPORTED_LOCATION "${path}")
  endif()
endfunction()

# ---- Targets and their options ----

# A target whose files are known when the directory ends: its property _LIND_RUST_FILES, which may say $<CONFIG>.
function(_lind_rust_add_target target)
  add_custom_target("${target}" ${ARGN}
    DEPENDS "$<TARGET_GENEX_EVAL:${target},$<TARGET_PROPERTY:${target},_LIND_RUST_FILES>>")
endfunction()

# The target that builds a program, and the imported one that is it.
function(_lind_rust_add_program name target)
  _lind_rust_add_target("${target}" ALL)
  add_executable("lind::${name}" IMPORTED GLOBAL)
  add_dependencies("lind::${name}" "${target}")
endfunction()

# What programs are linked with that have a shared library preloaded: the module as it was linked, made by that target.
function(_lind_rust_add_shared name target file)
  add_library("lind-shared-${name}" UNKNOWN IMPORTED GLOBAL)
  _lind_rust_locate("lind-shared-${name}" "${file}")
  add_dependencies("lind-shared-${name}" "${target}")
endfunction()

function(_lind_rust_add_library name)
  _lind_rust_add_target("${name}-crate" ALL)
  add_library("${name}" STATIC IMPORTED GLOBAL)
  add_dependencies("${name}" "${name}-crate")
endfunction()

# For each target that is part of all, CMake's Makefiles start four processes even when nothing is to be done. Libraries
# that no other target waits for are therefore made by one target of their directory, which has the same commands; theirs
# are left for who asks by name.
function(_lind_rust_join_libraries name)
  set(together lind-rust-libraries)
  if(NOT CMAKE_CURRENT_SOURCE_DIR STREQUAL CMAKE_SOURCE_DIR)
    string(SHA256 hash "${CMAKE_CURRENT_BINARY_DIR}")
    string(SUBSTRING "${hash}" 0 8 hash)
    string(APPEND together "-${hash}")
  endif()
  if(NOT TARGET "${together}")
    _lind_rust_add_target("${together}")
  endif()
  # Which targets wait for it is known when all directories have ended.
  cmake_language(EVAL CODE
    "cmake_language(DEFER DIRECTORY [[${CMAKE_SOURCE_DIR}]] CALL _lind_rust_join_library [[${name}]] ${together})")
endfunction()

function(_lind_rust_join_library name together)
  set(target "${name}-crate")
  get_target_property(excluded "${target}" EXCLUDE_FROM_ALL)
  get_target_property(waits "${target}" MANUALLY_ADDED_DEPENDENCIES)
  set(flavors "${waits}")
  list(FILTER waits EXCLUDE REGEX "^lind-rust-")
  get_property(known GLOBAL PROPERTY _LIND_RUST_WAITED_FOR SET)
  if(NOT known)
    _lind_rust_read_waiting("${CMAKE_SOURCE_DIR}")
  endif()
  get_property(waited_for GLOBAL PROPERTY _LIND_RUST_WAITED_FOR)
  # In generator expressions as well: where that finds too much, the target stays as it was.
  string(REGEX REPLACE "([.+])" "[\\1]" pattern "${name}")
  if(excluded OR waits OR waited_for MATCHES "(^|[^A-Za-z0-9_.+-])${pattern}(-crate)?($|[^A-Za-z0-9_.+-])")
    return()
  endif()
  get_target_property(files "${target}" _LIND_RUST_FILES)
  set_property(TARGET "${together}" APPEND PROPERTY _LIND_RUST_FILES "${files}")
  add_dependencies("${together}" ${flavors})
  set_target_properties("${together}" PROPERTIES EXCLUDE_FROM_ALL FALSE)
  set_target_properties("${target}" PROPERTIES EXCLUDE_FROM_ALL TRUE)
endfunction()

# All that targets of a directory, and of those below it, link or wait for.
function(_lind_rust_read_waiting directory)
  set(names "")
  get_property(targets DIRECTORY "${directory}" PROPERTY BUILDSYSTEM_TARGETS)
  foreach(target IN LISTS targets)
    foreach(property IN ITEMS LINK_LIBRARIES INTERFACE_LINK_LIBRARIES MANUALLY_ADDED_DEPENDENCIES LIND_RUST_LINK_LIBRARIES)
      get_property(value TARGET "${target}" PROPERTY ${property})
      list(APPEND names ${value})
    endforeach()
  endforeach()
  set_property(GLOBAL APPEND PROPERTY _LIND_RUST_WAITED_FOR "" ${names})
  get_property(subdirectories DIRECTORY "${directory}" PROPERTY SUBDIRECTORIES)
  foreach(subdirectory IN LISTS subdirectories)
    _lind_rust_read_waiting("${subdirectory}")
  endforeach()
endfunction()

# ARG_<KEYWORD> become properties LIND_RUST_<KEYWORD> of the target.
function(_lind_rust_keep_options name)
  foreach(keyword IN LISTS flags values lists)
    if(NOT "${ARG_${keyword}}" STREQUAL "")
      set_target_properties("${name}" PROPERTIES "LIND_RUST_${keyword}" "${ARG_${keyword}}")
    endif()
  endforeach()
endfunction()

# And back.
macro(_lind_rust_load_options name)
  foreach(_keyword IN LISTS flags values lists)
    get_property(ARG_${_keyword} TARGET "${name}" PROPERTY LIND_RUST_${_keyword})
  endforeach()
  foreach(_keyword IN LISTS flags)
    if(ARG_${_keyword})
      set(ARG_${_keyword} TRUE)
    else()
      set(ARG_${_keyword} FALSE)
    endif()
  endforeach()
endmacro()

function(_lind_rust_when_directory_ends function name)
  # The arguments of a deferred call are evaluated when it runs: EVAL puts the name in as it is now.
  cmake_language(EVAL CODE "cmake_language(DEFER CALL ${function} [[${name}]])")
endfunction()

# ---- Reading the crate ----

macro(_lind_rust_absolute_manifest)
  if("${ARG_MANIFEST_PATH}" STREQUAL "")
    set(ARG_MANIFEST_PATH Cargo.toml)
  endif()
  cmake_path(ABSOLUTE_PATH ARG_MANIFEST_PATH BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE)
endmacro()

# Which target of which package, for both verbs of lind-rust-cargo.
function(_lind_rust_crate_words out)
  set(words "")
  _lind_rust_append_values(words MANIFEST_PATH PACKAGE BIN EXAMPLE TARGET)
  _lind_rust_append_each(words --features FEATURES)
  _lind_rust_append_flags(words LIB CDYLIB NO_DEFAULT_FEATURES ALL_FEATURES LOCKED OFFLINE)
  set("${out}" "${words}" PARENT_SCOPE)
endfunction()

# What cargo metadata says of it: its kind (bin, lib or example), and whether its package has a target directory of its
# own. A wrong wish stops here, at configure time.
function(_lind_rust_read_crate kind_out alone_out)
  if(ARG_TARGET STREQUAL "host")
    _lind_rust_need_tools(rustc cargo)
  else()
    _lind_rust_need_tools(rustc cargo rust-src)
  endif()
  lind_rust_get(prefix PREFIX)
  _lind_rust_crate_words(words)
  _lind_rust_append_tools(words rustc cargo rust-src)
  execute_process(COMMAND "${prefix}/bin/lind-rust-cargo" metadata --format=cmake ${words}
    RESULT_VARIABLE status OUTPUT_VARIABLE facts ERROR_VARIABLE errors)
  if(NOT status EQUAL 0)
    _lind_rust_stop_as_said("${errors}")
  endif()
  cmake_language(EVAL CODE "${facts}")
  if(NOT LIND_RUST_CRATE_KIND STREQUAL "lib" AND NOT ARG_TARGET STREQUAL "host")
    _lind_rust_need_tools(wasm-opt)
  endif()
  # The choice was made from these: a change of one makes it anew.
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
    "${LIND_RUST_CRATE_MANIFEST}" "${LIND_RUST_CRATE_WORKSPACE}")
  set("${kind_out}" "${LIND_RUST_CRATE_KIND}" PARENT_SCOPE)
  set("${alone_out}" "${LIND_RUST_CRATE_ALONE}" PARENT_SCOPE)
endfunction()

# The same once more, where a property that it was read by has changed since.
function(_lind_rust_read_crate_again name)
  get_target_property(before "${name}" _LIND_RUST_WORDS)
  _lind_rust_crate_words(words)
  if(words STREQUAL before)
    return()
  endif()
  get_target_property(kind "${name}" LIND_RUST_KIND)
  _lind_rust_read_crate(now alone)
  set_target_properties("${name}" PROPERTIES _LIND_RUST_ALONE "${alone}")
  if((kind STREQUAL "lib" AND NOT now STREQUAL "lib") OR (now STREQUAL "lib" AND NOT kind STREQUAL "lib"))
    _lind_rust_stop("the crate was a ${kind} at the call; by its properties it is a ${now} now.\n"
      "Say in the call which target of the package it is.")
  endif()
endfunction()

# ---- LINK_LIBRARIES ----

# An element of a list of libraries without the generator expressions that CMake itself puts there. Empty: nothing to
# link. ($<LINK_ONLY:x> is a static library's private dependency; ::@(...) says in which directory names are looked up.)
function(_lind_rust_plain_item out item)
  while(item MATCHES "^\\$<(LINK_ONLY|BUILD_INTERFACE|BUILD_LOCAL_INTERFACE):(.*)>$")
    set(item "${CMAKE_MATCH_2}")
  endwhile()
  if(item MATCHES "^::@|^\\$<(INSTALL_INTERFACE|COMPILE_ONLY):")
    set(item "")
  elseif(item MATCHES "\\$<")
    _lind_rust_stop("LINK_LIBRARIES: '${item}' is a generator expression, which cannot be followed.")
  elseif(TARGET "${item}")
    get_target_property(aliased "${item}" ALIASED_TARGET)
    if(aliased)
      set(item "${aliased}")
    endif()
  endif()
  set("${out}" "${item}" PARENT_SCOPE)
endfunction()

# The file for what is no target: a path, or the name of a library of the sysroot. Empty: part of libc.
function(_lind_rust_library_file out item)
  string(REGEX REPLACE "^-l" "" item "${item}")
  _lind_rust_tool(sysroot sysroot)
  if(item MATCHES "^(c|m|dl|rt|pthread|-pthread)$")
    set(file "")
  elseif(item MATCHES "/|\\.(a|o)$")
    cmake_path(ABSOLUTE_PATH item BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE OUTPUT_VARIABLE file)
  elseif(EXISTS "${sysroot}/lib/wasm32-wasi/lib${item}.a")
    set(file "${sysroot}/lib/wasm32-wasi/lib${item}.a")
  else()
    _lind_rust_stop("LINK_LIBRARIES: '${item}' is no target of this project, no path and no library of the sysroot.\n"
      "A target must exist when the directory of the crate ends.")
  endif()
  set("${out}" "${file}" PARENT_SCOPE)
endfunction()

# What a target adds to a link. Objects are linked where their library is named itself; further on they are in an
# archive already.
function(_lind_rust_target_file out target named)
  get_target_property(type "${target}" TYPE)
  get_target_property(imported "${target}" IMPORTED)
  set(file "")
  if(type MATCHES "^(STATIC|OBJECT)_LIBRARY$" AND NOT imported AND NOT CMAKE_SYSTEM_NAME STREQUAL "Lind")
    _lind_rust_stop("LINK_LIBRARIES: '${target}' is compiled for ${CMAKE_SYSTEM_NAME}, not for lind. Configure a new "
      "build tree with\n  -DCMAKE_TOOLCHAIN_FILE=${CMAKE_CURRENT_FUNCTION_LIST_DIR}/LindRustToolchain.cmake")
  elseif(type MATCHES "^(STATIC|UNKNOWN)_LIBRARY$")
    set(file "$<TARGET_FILE:${target}>")
  elseif(type STREQUAL "OBJECT_LIBRARY" AND named)
    set(file "$<TARGET_OBJECTS:${target}>")
  elseif(NOT type MATCHES "^(OBJECT|INTERFACE)_LIBRARY$")
    _lind_rust_stop("LINK_LIBRARIES: '${target}' is a ${type}; a program of lind is linked with static libraries.")
  endif()
  set("${out}" "${file}" PARENT_SCOPE)
endfunction()

# All files that a list of libraries comes to, and the targets among its own elements. wasm-ld does not mind the order.
function(_lind_rust_walk_libraries files_out targets_out)
  set(todo "")
  foreach(item IN LISTS ARGN)
    _lind_rust_plain_item(item "${item}")
    list(APPEND todo "${item}")
  endforeach()
  set(named "${todo}")
  set(files "")
  set(seen "")
  set(targets "")
  while(todo)
    list(POP_FRONT todo item)
    _lind_rust_plain_item(item "${item}")
    if(item STREQUAL "" OR item IN_LIST seen)
      continue()
    endif()
    list(APPEND seen "${item}")
    if(NOT TARGET "${item}")
      _lind_rust_library_file(file "${item}")
      list(APPEND files ${file})
      continue()
    endif()
    set(is_named FALSE)
    if(item IN_LIST named)
      set(is_named TRUE)
      list(APPEND targets "${item}")
    endif()
    _lind_rust_target_file(file "${item}" ${is_named})
    list(APPEND files ${file})
    get_property(more TARGET "${item}" PROPERTY INTERFACE_LINK_LIBRARIES)
    list(APPEND todo ${more})
  endwhile()
  set("${files_out}" "${files}" PARENT_SCOPE)
  set("${targets_out}" "${targets}" PARENT_SCOPE)
endfunction()

# One option for each element of a list that is known when the build system is generated.
function(_lind_rust_join out option list)
  set("${out}" "$<$<BOOL:${list}>:${option}=$<JOIN:${list},$<SEMICOLON>${option}=>>" PARENT_SCOPE)
endfunction()

# Options of lind-rust-cargo for all that, and what its edge depends on.
function(_lind_rust_link_words words_out usage_out files_out targets_out)
  _lind_rust_walk_libraries(files targets ${ARG_LINK_LIBRARIES})
  set(words "")
  foreach(file IN LISTS files)
    _lind_rust_join(word --link "${file}")
    list(APPEND words "${word}")
  endforeach()
  set(usage "")
  foreach(target IN LISTS targets)
    _lind_rust_join(includes --include "$<TARGET_PROPERTY:${target},INTERFACE_INCLUDE_DIRECTORIES>")
    _lind_rust_join(definitions --define "$<TARGET_PROPERTY:${target},INTERFACE_COMPILE_DEFINITIONS>")
    list(APPEND usage "${includes}" "${definitions}")
  endforeach()
  set("${words_out}" "${words}" PARENT_SCOPE)
  set("${usage_out}" "${usage}" PARENT_SCOPE)
  set("${files_out}" "${files}" PARENT_SCOPE)
  set("${targets_out}" "${targets}" PARENT_SCOPE)
endfunction()

# ---- Commands ----

# Helpers leave a file alone whose bytes did not change. Ninja looks again (restat); for make it would stay too old.
function(_lind_rust_touch out file)
  set(command "")
  if(CMAKE_GENERATOR MATCHES "Makefiles")
    set(command COMMAND "${CMAKE_COMMAND}" -E touch "${file}")
  endif()
  set("${out}" "${command}" PARENT_SCOPE)
endfunction()

# std and cargo's config.toml for a target and flags: made once, by the target lind-rust-<flavor>. Crates of a flavor
# share cargo's target directory, but for packages that have nothing to share: lind-rust-cargo(1).
function(_lind_rust_flavor flavor_out)
  _lind_rust_default_target()
  _lind_rust_default_linkage()
  set(flavor "${ARG_TARGET}")
  if(ARG_LINKAGE)
    string(APPEND flavor "-${ARG_LINKAGE}")
  endif()
  if(ARG_CDYLIB)
    string(APPEND flavor "-cdylib")
  endif()
  if(NOT ARG_TARGET STREQUAL "host" AND NOT "${ARG_RUSTFLAGS}" STREQUAL "")
    string(SHA256 hash "${ARG_RUSTFLAGS}")
    string(SUBSTRING "${hash}" 0 12 hash)
    string(APPEND flavor "-${hash}")
  endif()
  set("${flavor_out}" "${flavor}" PARENT_SCOPE)
  if(NOT TARGET "lind-rust-${flavor}")
    _lind_rust_dir(dir)
    _lind_rust_tools_command("${dir}/stamp/${flavor}.tools" "${flavor}")
    if(flavor STREQUAL "host")
      add_custom_target("lind-rust-${flavor}" DEPENDS "${dir}/stamp/${flavor}.tools")
    else()
      _lind_rust_flavor_commands("${dir}/${flavor}" "${flavor}" "${ARG_TARGET}")
      add_custom_target("lind-rust-${flavor}" DEPENDS "${dir}/${flavor}/config.toml" "${dir}/stamp/${flavor}.tools")
      _lind_rust_add_editor("${dir}/${flavor}" "lind-rust-${flavor}")
    endif()
    _lind_rust_crates_file("${dir}/stamp/${flavor}.crates" "lind-rust-${flavor}")
    set_target_properties("lind-rust-${flavor}" PROPERTIES ADDITIONAL_CLEAN_FILES "${dir}/${flavor}")
  endif()
endfunction()

# One file for all tools, and what a link reads, of a flavor's crates: each of them names it alone, which is less for
# Ninja and make to read and to look at.
function(_lind_rust_tools_command file flavor)
  lind_rust_get(prefix PREFIX)
  _lind_rust_tool(cargo cargo)
  _lind_rust_tool(rustc rustc)
  set(inputs "")
  if(NOT flavor STREQUAL "host")
    _lind_rust_link_inputs(inputs)
  endif()
  add_custom_command(
    OUTPUT "${file}"
    COMMAND "${CMAKE_COMMAND}" -E touch "${file}"
    DEPENDS "${prefix}/bin/lind-rust-cargo" "${cargo}" "${rustc}" ${inputs}
    COMMENT "Tools for ${flavor}"
    VERBATIM)
endfunction()

# The list of the crates that one call of cargo may build together, for lind-rust-cargo --crates. It is known when all
# directories have ended: a property of the flavor's target.
function(_lind_rust_crates_file file target)
  file(GENERATE OUTPUT "${file}"
    CONTENT "$<TARGET_GENEX_EVAL:${target},$<JOIN:$<TARGET_PROPERTY:${target},_LIND_RUST_CRATES>,\n>>\n")
endfunction()

# The words of a crate's cargo command in a file, as a shell would have them, each on a line.
function(_lind_rust_words_file file)
  set(text "")
  math(EXPR last "${ARGC} - 1")
  foreach(i RANGE 1 ${last})
    string(REPLACE "'" "'\\''" word "${ARGV${i}}")
    # What comes to a list comes to several words here.
    string(REPLACE "$<SEMICOLON>" "'\n'" word "${word}")
    string(APPEND text "'${word}'\n")
  endforeach()
  file(GENERATE OUTPUT "${file}" CONTENT "${text}")
endfunction()

# Of the first flavor: editors know one. The others are named.
function(_lind_rust_add_editor dir flavor)
  if(TARGET lind-rust-editor)
    set_property(TARGET lind-rust-editor APPEND PROPERTY _LIND_RUST_OTHERS "--other=${dir}/config.toml")
    add_dependencies(lind-rust-editor "${flavor}")
    return()
  endif()
  lind_rust_get(prefix PREFIX)
  set(words "")
  _lind_rust_append_tools(words rustc cargo sysroot)
  # What the crates' C libraries ask for is known when all directories have ended.
  add_custom_target(lind-rust-editor
    COMMAND "${prefix}/bin/lind-rust" editor "--config=${dir}/config.toml" "--target-dir=${dir}/editor" ${words}
      "$<TARGET_GENEX_EVAL:${flavor},$<TARGET_PROPERTY:${flavor},_LIND_RUST_USAGE>>"
      "$<TARGET_PROPERTY:lind-rust-editor,_LIND_RUST_OTHERS>"
    COMMAND_EXPAND_LISTS VERBATIM)
  add_dependencies(lind-rust-editor "${flavor}")
endfunction()

function(_lind_rust_flavor_commands dir flavor triple)
  lind_rust_get(prefix PREFIX)
  _lind_rust_tool(rustc rustc)
  _lind_rust_tool(cargo cargo)
  set(target "--target=${triple}")
  set(words "")
  set(headers "")
  _lind_rust_append_tools(words rustc cargo rust-src cache)
  _lind_rust_append_values(words LINKAGE)
  if(LIND_RUST_STD_DEBUG_ASSERTIONS)
    list(APPEND words --debug-assertions)
  endif()
  set(rules "")
  # std of wasm32-lind is measured by the C headers, which are installed with libc.a.
  if(triple STREQUAL "wasm32-lind")
    _lind_rust_append_tools(words sysroot clang)
    _lind_rust_tool(sysroot sysroot)
    set(headers "${prefix}/bin/lind-rust-rustc" "${sysroot}/lib/wasm32-wasi/libc.a")
    file(GLOB rules "${prefix}/share/lind-rust/overlay/*.rules")
  endif()
  _lind_rust_touch(touch "${dir}/std")
  _lind_rust_job_words(jobs options FALSE)
  _lind_rust_append_cores(words)
  add_custom_command(
    OUTPUT "${dir}/std"
    COMMAND ${jobs} "${prefix}/bin/lind-rust-std" ${target} ${words} "--output=${dir}/std" --quiet
    ${touch}
    DEPENDS "${rustc}" "${cargo}" "${prefix}/bin/lind-rust-std" ${headers} ${rules}
    COMMENT "Rust's standard library for lind"
    ${options}
    VERBATIM)
  set(words "")
  _lind_rust_append_tools(words sysroot clang wasm-ld ar cache rustc)
  _lind_rust_append(words "--source-dir=${CMAKE_SOURCE_DIR}" "--build-dir=${CMAKE_BINARY_DIR}")
  _lind_rust_append_values(words LINKAGE)
  _lind_rust_append_flags(words CDYLIB)
  _lind_rust_append_each(words --rustflag RUSTFLAGS)
  _lind_rust_touch(touch "${dir}/config.toml")
  add_custom_command(
    OUTPUT "${dir}/config.toml"
    COMMAND "${prefix}/bin/lind-rust-config" cargo ${target} "--std-file=${dir}/std" ${words}
      "--output=${dir}/config.toml"
    ${touch}
    DEPENDS "${dir}/std" "${prefix}/bin/lind-rust-config" ${rules}
    COMMENT "Settings of cargo for ${flavor}"
    VERBATIM)
endfunction()

# Files that a link reads behind CMake's and cargo's back.
function(_lind_rust_link_inputs out)
  lind_rust_get(prefix PREFIX)
  _lind_rust_tool(sysroot sysroot)
  _lind_rust_tool(clang clang)
  _lind_rust_tool(wasm_ld wasm-ld)
  set(files "${prefix}/bin/lind-rust-clang" "${clang}" "${wasm_ld}")
  foreach(name IN ITEMS crt1.o lind_utils.o libc.a libm.a crt1_shared.o libc.so libc++.a libc++abi.a)
    if(EXISTS "${sysroot}/lib/wasm32-wasi/${name}")
      list(APPEND files "${sysroot}/lib/wasm32-wasi/${name}")
    endif()
  endforeach()
  set("${out}" "${files}" PARENT_SCOPE)
endfunction()

# Ninja hands out no jobs, but counts commands alone: cargos share the cores among them.
function(_lind_rust_append_cores list)
  if(CMAKE_GENERATOR MATCHES "Ninja")
    _lind_rust_append("${list}" "--share-cores=${CMAKE_BINARY_DIR}/lind-rust/cores")
    set("${list}" "${${list}}" PARENT_SCOPE)
  endif()
endfunction()

# Under make, cargo takes part in make's -j. Ninja runs one cargo at a time in a target directory, and beside it those of
# packages that have one of their own.
function(_lind_rust_job_words prefix_out options_out alone)
  set(prefix "")
  set(options "")
  if(CMAKE_GENERATOR MATCHES "Ninja")
    _lind_rust_need_pool(lind_rust_cargo 1)
    set(options JOB_POOL lind_rust_cargo)
    if(alone)
      cmake_host_system_information(RESULT depth QUERY NUMBER_OF_LOGICAL_CORES)
      _lind_rust_need_pool(lind_rust_alone ${depth})
      set(options JOB_POOL lind_rust_alone)
    endif()
  elseif(CMAKE_VERSION VERSION_GREATER_EQUAL 3.28)
    set(options JOB_SERVER_AWARE TRUE)
  else()
    # make shares its jobs with a recipe in which it sees its own name.
    set(prefix "${CMAKE_COMMAND}" -E env "LIND_RUST_MAKE=$(MAKE)")
  endif()
  set("${prefix_out}" "${prefix}" PARENT_SCOPE)
  set("${options_out}" "${options}" PARENT_SCOPE)
endfunction()

function(_lind_rust_need_pool name depth)
  get_property(pools GLOBAL PROPERTY JOB_POOLS)
  if(pools MATCHES "(^|;)${name}=")
    return()
  endif()
  # The variable counts only where the property is not set.
  if(NOT pools)
    set(pools ${CMAKE_JOB_POOLS})
  endif()
  if(NOT pools MATCHES "(^|;)${name}=")
    list(APPEND pools "${name}=${depth}")
  endif()
  set_property(GLOBAL PROPERTY JOB_POOLS ${pools})
endfunction()

# wasm-opt takes up to 1 GiB of memory for a large module with debug information, and all cores: under Ninja there are
# so many at a time as the machine has 2 GiB of memory each. A project's own pool lind_rust_opt (JOB_POOLS) says otherwise.
function(_lind_rust_opt_pool options_out)
  set(options "${${options_out}}")
  if(CMAKE_GENERATOR MATCHES "Ninja")
    cmake_host_system_information(RESULT memory QUERY TOTAL_PHYSICAL_MEMORY)
    math(EXPR depth "${memory} / 2048")
    if(depth LESS 1)
      set(depth 1)
    endif()
    _lind_rust_need_pool(lind_rust_opt ${depth})
    set(options JOB_POOL lind_rust_opt)
  endif()
  set("${options_out}" "${options}" PARENT_SCOPE)
endfunction()

# A crate's place among those that are built together. What is not made by default, or features that are the crate's own,
# has none.
function(_lind_rust_group_words words_out name flavor_target dir crates)
  set(words "${${words_out}}")
  _lind_rust_append(words "--crates=${crates}")
  get_target_property(before "${name}-crate" MANUALLY_ADDED_DEPENDENCIES)
  if(ARG_EXACT_FEATURES OR ARG_EXCLUDE_FROM_ALL)
    list(APPEND words --exact-features)
  else()
    if(before)
      list(APPEND words --waits)
    endif()
    # With a group the features change that its crates are built with: that is an edit of the list.
    string(SHA256 hash "${words}")
    set_property(TARGET "${flavor_target}" APPEND PROPERTY _LIND_RUST_CRATES "@${dir}/stamp/${name}.args" "#${hash}")
  endif()
  set("${words_out}" "${words}" PARENT_SCOPE)
endfunction()

# The edge that runs cargo. Cargo decides whether the artifact changes: make has a stamp for that; Ninja looks at the
# artifact itself when the command has ended (restat), and would have the more files to look at for a stamp. (That is not
# called stamp/<name>: CMake would take a file with a target's name for the target.)
function(_lind_rust_cargo_command name artifact)
  _lind_rust_dir(dir)
  _lind_rust_flavor(flavor)
  lind_rust_get(prefix PREFIX)
  set(depends "")
  set(targets "")
  _lind_rust_crate_words(words)
  _lind_rust_append_tools(words rustc cargo rust-src)
  if("${ARG_PROFILE}" STREQUAL "")
    list(APPEND words "--profile=$<IF:$<CONFIG:Debug>,dev,release>")
  endif()
  if(CMAKE_GENERATOR MATCHES "Ninja")
    # It reads by a pipe, and takes colours out where it does not write to a terminal.
    list(APPEND words --color=always)
  endif()
  _lind_rust_append_values(words PROFILE)
  _lind_rust_append_each(words --env ENV)
  _lind_rust_append_each(words --cargo-arg CARGO_ARGS)
  if(NOT ARG_TARGET STREQUAL "host")
    _lind_rust_append(words "--config=${dir}/${flavor}/config.toml")
    _lind_rust_append_tools(words sysroot clang wasm-ld)
    _lind_rust_append_values(words MAX_MEMORY STACK_SIZE)
    _lind_rust_append_flags(words GRATE)
    list(APPEND depends "${dir}/${flavor}/config.toml")
  endif()
  _lind_rust_link_words(link_words usage link_files targets)
  get_target_property(kind "${name}" LIND_RUST_KIND)
  if(kind STREQUAL "lib")
    # The program that it is linked into is linked with them.
    set(link_words "")
    set(link_files "")
    set_property(TARGET "${name}" APPEND PROPERTY INTERFACE_LINK_LIBRARIES ${ARG_LINK_LIBRARIES})
  endif()
  set_property(TARGET "lind-rust-${flavor}" APPEND PROPERTY _LIND_RUST_USAGE ${usage})
  _lind_rust_group_words(words "${name}" "lind-rust-${flavor}" "${dir}" "${dir}/stamp/${flavor}.crates")
  set(files "")
  _lind_rust_append(files "--target-dir=${dir}/${flavor}/target" "--build-dir=${CMAKE_BINARY_DIR}"
    "--output=${artifact}" "--depfile=${dir}/stamp/${name}.d")
  if(CMAKE_GENERATOR MATCHES "Ninja")
    set(output "${artifact}")
    set(byproducts "")
  else()
    set(output "${dir}/stamp/${name}.stamp")
    set(byproducts BYPRODUCTS "${artifact}")
    _lind_rust_append(files "--stamp=${output}")
  endif()
  # In a file, for Ninja and make read all commands at each build. (Not by one more list: a word's own ';' is masked once.)
  get_target_property(alone "${name}" _LIND_RUST_ALONE)
  _lind_rust_job_words(jobs options "${alone}")
  _lind_rust_append_cores(files)
  _lind_rust_words_file("${dir}/stamp/${name}.args" ${words} ${link_words} ${usage} ${files})
  add_custom_command(
    OUTPUT "${output}"
    ${byproducts}
    COMMAND ${jobs} "${prefix}/bin/lind-rust-cargo" build "@${dir}/stamp/${name}.args"
    DEPENDS ${depends} ${link_files} "${dir}/stamp/${flavor}.tools" "${dir}/stamp/${name}.args"
      "${dir}/stamp/${flavor}.crates"
    DEPFILE "${dir}/stamp/${name}.d"
    COMMENT "Building crate ${name}"
    ${options}
    COMMAND_EXPAND_LISTS
    VERBATIM)
  set_target_properties("${name}-crate" PROPERTIES _LIND_RUST_FILES "${output}")
  # What is made in another directory, or by another target, comes first.
  add_dependencies("${name}-crate" "lind-rust-${flavor}" ${targets})
endfunction()

# raw module -> finished module
function(_lind_rust_opt_command raw output)
  lind_rust_get(prefix PREFIX)
  _lind_rust_tool(wasm_opt wasm-opt)
  string(TOLOWER "${ARG_CHECK}" ARG_CHECK)
  set(words "")
  _lind_rust_append_tools(words runtime wasm-opt cache)
  if("${ARG_PROFILE}" STREQUAL "")
    list(APPEND words "--profile=$<IF:$<CONFIG:Debug>,dev,release>")
  endif()
  _lind_rust_append_values(words PROFILE OPT_LEVEL CHECK)
  _lind_rust_append_flags(words FPCAST GRATE)
  _lind_rust_touch(touch "${output}")
  # Under make it takes the jobs that are free.
  _lind_rust_job_words(jobs options FALSE)
  _lind_rust_opt_pool(options)
  cmake_path(GET output FILENAME file)
  add_custom_command(
    OUTPUT "${output}"
    COMMAND ${jobs} "${prefix}/bin/lind-rust-opt" ${words} -o "${output}" "${raw}"
    ${touch}
    DEPENDS "${raw}" "${prefix}/bin/lind-rust-opt" "${wasm_opt}"
    COMMENT "Opt pass of ${file}"
    ${options}
    VERBATIM)
endfunction()

# finished module -> precompiled module
function(_lind_rust_precompile_command module output)
  lind_rust_get(prefix PREFIX)
  _lind_rust_tool(lind_boot lind-boot)
  set(words "")
  _lind_rust_append_tools(words lind-boot cache)
  _lind_rust_touch(touch "${output}")
  cmake_path(GET output FILENAME file)
  add_custom_command(
    OUTPUT "${output}"
    COMMAND "${prefix}/bin/lind-rust-run" --precompile ${words} -o "${output}" "${module}"
    ${touch}
    DEPENDS "${module}" "${prefix}/bin/lind-rust-run" "${lind_boot}"
    COMMENT "Precompiling ${file}"
    VERBATIM)
endfunction()

# A copy for a directory inside lindfs; without lindfs (the stand-in) there is no such place.
function(_lind_rust_stage_command out finished)
  _lind_rust_tool(lindfs lindfs)
  set("${out}" "" PARENT_SCOPE)
  if("${ARG_OUTPUT_DIR}" STREQUAL "" OR NOT lindfs)
    return()
  endif()
  cmake_path(SET dir NORMALIZE "${lindfs}/${ARG_OUTPUT_DIR}")
  cmake_path(GET finished FILENAME file)
  cmake_path(APPEND dir "${file}" OUTPUT_VARIABLE staged)
  add_custom_command(
    OUTPUT "${staged}"
    COMMAND "${CMAKE_COMMAND}" -E make_directory "${dir}"
    COMMAND "${CMAKE_COMMAND}" -E copy "${finished}" "${staged}"
    DEPENDS "${finished}"
    COMMENT "Staging ${staged}"
    VERBATIM)
  set("${out}" "${staged}" PARENT_SCOPE)
endfunction()

# ---- When a directory ends ----

# The raw module's way to the finished program.
function(_lind_rust_finish_program name target raw)
  _lind_rust_dir(dir)
  _lind_rust_output_name(output "${name}")
  lind_rust_get(runtime RUNTIME)
  _lind_rust_tool(lind_boot lind-boot)
  set(finished "${dir}/${output}.wasm")
  _lind_rust_claim("${finished}" "${name}")
  _lind_rust_opt_command("${raw}" "${finished}")
  if(runtime STREQUAL "lind" AND lind_boot AND NOT ARG_NO_PRECOMPILE)
    _lind_rust_precompile_command("${finished}" "${dir}/${output}.cwasm")
    set(finished "${dir}/${output}.cwasm")
  endif()
  _lind_rust_stage_command(staged "${finished}")
  _lind_rust_finish_target("${name}" "${target}" "${finished}" ${staged})
endfunction()

function(_lind_rust_finish_target name target finished)
  _lind_rust_locate("lind::${name}" "${finished}")
  set_target_properties("${target}" PROPERTIES _LIND_RUST_FILES "${finished};${ARGN}")
  if(ARG_EXCLUDE_FROM_ALL)
    set_target_properties("${target}" PROPERTIES EXCLUDE_FROM_ALL TRUE)
  endif()
endfunction()

# cargo's part is a target of its own, <name>-crate: the raw module is another target's file then, which every generator
# compares by its time alone, so that a crate whose bytes did not change is not finished again.
function(_lind_rust_finish_crate name)
  set(_lind_rust_command "add_lind_rust_crate(${name})")
  _lind_rust_crate_keywords()
  _lind_rust_load_options("${name}")
  _lind_rust_check_crate_values()
  _lind_rust_absolute_manifest()
  _lind_rust_read_crate_again("${name}")
  get_target_property(kind "${name}" LIND_RUST_KIND)
  _lind_rust_check_kind("${kind}")
  _lind_rust_dir(dir)
  _lind_rust_output_name(output "${name}")
  if(kind STREQUAL "lib")
    _lind_rust_claim("${dir}/lib${output}.a" "${name}")
    _lind_rust_locate("${name}" "${dir}/lib${output}.a")
    _lind_rust_cargo_command("${name}" "${dir}/lib${output}.a")
    if(ARG_EXCLUDE_FROM_ALL)
      set_target_properties("${name}-crate" PROPERTIES EXCLUDE_FROM_ALL TRUE)
    endif()
  elseif(ARG_TARGET STREQUAL "host")
    _lind_rust_claim("${dir}/host/bin/${output}" "${name}")
    _lind_rust_cargo_command("${name}" "${dir}/host/bin/${output}")
    _lind_rust_finish_target("${name}" "${name}" "${dir}/host/bin/${output}")
  else()
    if(kind STREQUAL "cdylib")
      _lind_rust_locate("lind-shared-${name}" "${dir}/raw/${output}.wasm")
    endif()
    _lind_rust_cargo_command("${name}" "${dir}/raw/${output}.wasm")
    _lind_rust_finish_program("${name}" "${name}" "${dir}/raw/${output}.wasm")
  endif()
endfunction()

function(_lind_rust_finish_linked name)
  set(_lind_rust_command "lind_rust_program(${name})")
  _lind_rust_program_keywords()
  _lind_rust_load_options("${name}")
  _lind_rust_check_values()
  _lind_rust_default_linkage()
  set(words "")
  _lind_rust_append_values(words MAX_MEMORY STACK_SIZE LINKAGE)
  _lind_rust_append_flags(words GRATE)
  list(TRANSFORM words REPLACE "^--" "--lind-")
  if(ARG_LINKAGE)
    set_target_properties("${name}" PROPERTIES POSITION_INDEPENDENT_CODE ON)
  endif()
  target_link_options("${name}" PRIVATE ${words})
  _lind_rust_link_inputs(inputs)
  set_property(TARGET "${name}" APPEND PROPERTY LINK_DEPENDS ${inputs})
  _lind_rust_finish_program("${name}" "lind-${name}" "$<TARGET_FILE:${name}>")
endfunction()

function(_lind_rust_finish_shared name)
  set(_lind_rust_command "lind_rust_library(${name})")
  _lind_rust_library_keywords()
  _lind_rust_load_options("${name}")
  _lind_rust_check_values()
  _lind_rust_finish_program("${name}" "lind-${name}" "$<TARGET_FILE:lind-shared-${name}>")
endfunction()

# ---- Tests ----

# lind-rust-run with all its options.
function(_lind_rust_run_words out)
  lind_rust_get(prefix PREFIX)
  lind_rust_get(runtime RUNTIME)
  set(words "${prefix}/bin/lind-rust-run")
  if(runtime STREQUAL "lind")
    _lind_rust_append_tools(words runtime lind-boot lindfs)
  else()
    _lind_rust_append_tools(words runtime node)
  endif()
  _lind_rust_append_values(words TIMEOUT)
  _lind_rust_append_each(words --env ENV)
  foreach(grate IN LISTS ARG_GRATES)
    _lind_rust_program_file(file "${grate}")
    _lind_rust_append(words "--grate=${file}")
  endforeach()
  foreach(library IN LISTS ARG_PRELOADS)
    _lind_rust_program_file(file "${library}")
    _lind_rust_append(words "--preload=${file}")
  endforeach()
  set("${out}" "${words}" PARENT_SCOPE)
endfunction()

# The file of a program: of a target of ours, or as it was written.
function(_lind_rust_program_file out program)
  if(TARGET "lind::${program}")
    set(file "$<TARGET_FILE:lind::${program}>")
  elseif(TARGET "${program}")
    _lind_rust_stop("'${program}' is a target, but no program of lind. Call lind_rust_program(${program}) first.")
  elseif(program MATCHES "/|\\.c?wasm$")
    cmake_path(ABSOLUTE_PATH program BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE OUTPUT_VARIABLE file)
  else()
    _lind_rust_stop("there is no program '${program}'.\n"
      "Call add_lind_rust_crate() or lind_rust_program() first, or give the path of a .wasm or .cwasm.")
  endif()
  set("${out}" "${file}" PARENT_SCOPE)
endfunction()

# With the project's own settings: what another terminal finds may differ.
function(_lind_rust_add_doctor)
  lind_rust_get(prefix PREFIX)
  _lind_rust_tool_words(words)
  add_custom_target(lind-rust-doctor COMMAND "${prefix}/bin/lind-rust" doctor ${words} USES_TERMINAL VERBATIM)
endfunction()

_lind_rust_find_tools()
_lind_rust_tell_tools()
# The module may be read twice, from two places.
if(NOT TARGET lind-rust-doctor)
  _lind_rust_add_doctor()
endif()
cmake_policy(POP)
