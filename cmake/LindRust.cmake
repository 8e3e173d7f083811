# SPDX-License-Identifier: Apache-2.0
#[====[.rst:
LindRust
--------

Rust crates and C programs for lind in one build graph.

Load it with ``find_package(LindRust)``, ``FetchContent`` or ``add_subdirectory``. Where a project has C of its own for
lind, configure it with :module:`LindRustToolchain` (``cmake --toolchain .../LindRustToolchain.cmake``); a project whose
C is for the host needs no toolchain file to have Rust for lind in it.

Commands
^^^^^^^^

.. command:: add_lind_rust_crate

  ::

    add_lind_rust_crate(<name>
      [MANIFEST_PATH <Cargo.toml>]
      [PACKAGE <package>] [BIN <bin> | LIB | EXAMPLE <example>]
      [FEATURES <feature>...] [NO_DEFAULT_FEATURES] [ALL_FEATURES]
      [PROFILE <profile>] [TARGET <target>]
      [GRATE] [FPCAST] [OPT_LEVEL <level>] [CHECK ERROR|WARN|OFF] [NO_PRECOMPILE]
      [MAX_MEMORY <bytes>] [STACK_SIZE <bytes>]
      [LINK_LIBRARIES <target-or-file>...]
      [ENV <NAME=VALUE>...] [RUSTFLAGS <flag>...] [CARGO_ARGS <arg>...]
      [LOCKED] [OFFLINE]
      [OUTPUT_NAME <name>] [OUTPUT_DIR <dir>]
      [EXCLUDE_FROM_ALL])

  Build one target of a cargo package.

  A program makes the target ``<name>``, which is part of ``all`` (cargo's part of it is ``<name>-crate``), and the imported executable ``lind::<name>``:
  ``$<TARGET_FILE:lind::<name>>`` is the finished program. A library makes the imported static library ``<name>``, for
  ``target_link_libraries()`` of C targets, and the target ``<name>-crate`` that builds it.

  ``MANIFEST_PATH <Cargo.toml>``
    The package's or workspace's manifest, relative to the current source directory. Default: its ``Cargo.toml``.
  ``PACKAGE <package>``
    A package of the workspace. Default: the manifest's own; an error with the choices where that is a workspace of
    several.
  ``BIN <bin>``, ``LIB``, ``EXAMPLE <example>``
    Which target of the package. Default: its only program or library (or its ``default-run``); an error with the
    choices where there are several. A library of any crate type can be named: it is built as a static one.
  ``FEATURES <feature>...``, ``NO_DEFAULT_FEATURES``, ``ALL_FEATURES``
    As cargo's. A feature that the package does not have is an error.
  ``PROFILE <profile>``
    A profile of cargo. Default: ``dev`` in configuration ``Debug``, ``release`` in all others and in none.
  ``TARGET <target>``
    ``wasm32-wasip1`` (the default), or ``host``: a tool that the build itself runs.
  ``GRATE``
    The program handles other programs' system calls: its entry ``pass_fptr_to_wt`` is exported.
  ``FPCAST``
    Emulate C's calls through wrongly typed function pointers.
  ``OPT_LEVEL <level>``
    wasm-opt's: ``0 1 2 3 4 s z``. Default: ``2``.
  ``CHECK ERROR|WARN|OFF``
    What a finished module does that lind-boot would refuse. Default: ``ERROR``.
  ``NO_PRECOMPILE``
    Stop at the ``.wasm``; by default lind-boot, where there is one, compiles it ahead of time to a ``.cwasm``.
  ``MAX_MEMORY <bytes>``, ``STACK_SIZE <bytes>``
    Linear memory at most, default 64M; the main thread's stack, default 1M. ``K``, ``M`` and ``G`` are powers of 1024.
  ``LINK_LIBRARIES <target-or-file>...``
    What a program is linked with beside Rust: static libraries of this project, with all that they link, or files.
    Include directories and definitions of the targets reach C code that build scripts compile.
  ``ENV <NAME=VALUE>...``
    For cargo, rustc and build scripts. Of the caller's environment, variables that would change the build are kept
    out: RUSTFLAGS, CARGO_TARGET_DIR, CC, CFLAGS and their like (``lind-rust-cargo`` lists them).
  ``RUSTFLAGS <flag>...``
    For rustc, in the whole graph of the crate; such crates have a target directory of their own.
  ``CARGO_ARGS <arg>...``
    More arguments for cargo.
  ``LOCKED``, ``OFFLINE``
    As cargo's: Cargo.lock is not written; the network is not asked.
  ``OUTPUT_NAME <name>``
    The file's name without its ending. Default: ``<name>``.
  ``OUTPUT_DIR <dir>``
    Copy the finished program to this directory inside lindfs, relative to its root. Nothing where there is no lindfs.
  ``EXCLUDE_FROM_ALL``
    Not part of ``all``.

  Every option is a property of the target ``<name>`` as well, ``LIND_RUST_<KEYWORD>``, which can be changed until the
  end of the directory: a flag is ``TRUE`` or ``FALSE``.

.. command:: lind_rust_program

  ::

    lind_rust_program(<executable>
      [GRATE] [FPCAST] [OPT_LEVEL <level>] [CHECK ERROR|WARN|OFF] [NO_PRECOMPILE]
      [MAX_MEMORY <bytes>] [STACK_SIZE <bytes>]
      [OUTPUT_DIR <dir>] [EXCLUDE_FROM_ALL])

  Finish a program that CMake links: opt pass, check, precompile. The executable itself becomes the raw module; the
  finished program is ``$<TARGET_FILE:lind::<executable>>``, built by the target ``lind-<executable>``, which is part of
  ``all``. Keywords as above. Needs :module:`LindRustToolchain`.

.. command:: lind_rust_add_test

  ::

    lind_rust_add_test(NAME <test> COMMAND <program> [<arg>...]
      [ENV <NAME=VALUE>...] [TIMEOUT <seconds>] [GRATES <program>...])

  A test that runs a program on lind-boot, or in the stand-in where there is none. ``<program>`` and the grates are
  names given to the two commands above, or files. The program's environment is empty but for ``ENV``. ``TIMEOUT``:
  default 60 s. The test is skipped where nothing can run it.

.. command:: lind_rust_get

  See :module:`LindRustTools`, which also lists the cache variables.

Example
^^^^^^^

::

  cmake_minimum_required(VERSION 3.20)
  project(shop LANGUAGES C)
  enable_testing()
  find_package(LindRust REQUIRED)

  add_lind_rust_crate(prices MANIFEST_PATH prices/Cargo.toml LIB LOCKED)
  add_executable(shop main.c)
  target_link_libraries(shop PRIVATE prices)
  lind_rust_program(shop)
  lind_rust_add_test(NAME shop COMMAND shop --list)
#]====]

include_guard(GLOBAL)
cmake_policy(PUSH)
cmake_policy(VERSION 3.20...4.0)
include("${CMAKE_CURRENT_LIST_DIR}/LindRustTools.cmake")

function(add_lind_rust_crate name)
  set(_lind_rust_command "${CMAKE_CURRENT_FUNCTION}(${name})")
  _lind_rust_check_name("${name}")
  cmake_parse_arguments(PARSE_ARGV 1 ARG "${_lind_rust_crate_flags}" "${_lind_rust_crate_values}"
    "${_lind_rust_crate_lists}")
  _lind_rust_check_arguments(_lind_rust_crate)
  _lind_rust_check_values()
  _lind_rust_need_rust()
  _lind_rust_absolute_manifest()
  _lind_rust_read_crate("${name}")
  _lind_rust_crate_target("${name}")
  if(kind STREQUAL "lib")
    _lind_rust_library_target("${name}")
  else()
    _lind_rust_program_targets("${name}" "${name}")
    add_dependencies("${name}" "${name}-crate")
  endif()
  _lind_rust_keep_options("${name}" _lind_rust_crate)
  set_target_properties("${name}" PROPERTIES LIND_RUST_KIND "${kind}")
  # Properties may still change: the commands are written when the directory ends.
  cmake_language(EVAL CODE "cmake_language(DEFER CALL _lind_rust_generate_crate [[${name}]])")
endfunction()

function(lind_rust_program name)
  set(_lind_rust_command "${CMAKE_CURRENT_FUNCTION}(${name})")
  if(NOT TARGET "${name}")
    _lind_rust_stop("there is no target '${name}'. Call add_executable(${name} ...) first.")
  endif()
  get_target_property(type "${name}" TYPE)
  get_target_property(imported "${name}" IMPORTED)
  if(NOT type STREQUAL "EXECUTABLE" OR imported)
    _lind_rust_stop("'${name}' is not an executable that this project links.")
  endif()
  if(NOT CMAKE_SYSTEM_NAME STREQUAL "Lind")
    _lind_rust_stop("'${name}' is compiled for ${CMAKE_SYSTEM_NAME}, not for lind. Configure with\n"
      "  cmake --toolchain ${_lind_rust_cmake_dir}/LindRustToolchain.cmake")
  endif()
  cmake_parse_arguments(PARSE_ARGV 1 ARG "${_lind_rust_program_flags}" "${_lind_rust_program_values}" "")
  _lind_rust_check_arguments(_lind_rust_program)
  _lind_rust_check_values()
  _lind_rust_dir(dir)
  set_target_properties("${name}" PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${dir}/raw")
  if(ARG_MAX_MEMORY)
    _lind_rust_bytes(bytes MAX_MEMORY "${ARG_MAX_MEMORY}")
    target_link_options("${name}" PRIVATE "LINKER:--max-memory=${bytes}")
  endif()
  if(ARG_STACK_SIZE)
    _lind_rust_bytes(bytes STACK_SIZE "${ARG_STACK_SIZE}")
    target_link_options("${name}" PRIVATE "LINKER:-z,stack-size=${bytes}")
  endif()
  if(ARG_GRATE)
    target_link_options("${name}" PRIVATE --lind-grate)
  endif()
  _lind_rust_link_depends("${name}")
  _lind_rust_program_targets("${name}" "lind-${name}")
  _lind_rust_keep_options("${name}" _lind_rust_program)
  cmake_language(EVAL CODE "cmake_language(DEFER CALL _lind_rust_generate_program [[${name}]])")
endfunction()

function(lind_rust_add_test)
  set(_lind_rust_command "${CMAKE_CURRENT_FUNCTION}()")
  cmake_parse_arguments(PARSE_ARGV 0 ARG "" "${_lind_rust_test_values}" "${_lind_rust_test_lists}")
  _lind_rust_check_arguments(_lind_rust_test)
  foreach(required IN ITEMS NAME COMMAND)
    if(NOT ARG_${required})
      _lind_rust_stop("${required} is missing.")
    endif()
  endforeach()
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 60)
  endif()
  if(NOT ARG_TIMEOUT MATCHES "^[1-9][0-9]*$")
    _lind_rust_stop("TIMEOUT takes a whole number of seconds, not '${ARG_TIMEOUT}'.")
  endif()
  lind_rust_get(prefix PREFIX)
  _lind_rust_run_options(command)
  list(PREPEND command "${prefix}/bin/lind-rust-run")
  list(APPEND command "--timeout=${ARG_TIMEOUT}")
  foreach(word IN LISTS ARG_ENV)
    _lind_rust_append(command "--env=${word}")
  endforeach()
  foreach(grate IN LISTS ARG_GRATES)
    _lind_rust_program_file(file "${grate}")
    _lind_rust_append(command "--grate=${file}")
  endforeach()
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
########################################################################################################################

set(_lind_rust_program_flags GRATE FPCAST NO_PRECOMPILE EXCLUDE_FROM_ALL CACHE INTERNAL "")
set(_lind_rust_program_values OPT_LEVEL CHECK MAX_MEMORY STACK_SIZE OUTPUT_DIR CACHE INTERNAL "")
set(_lind_rust_program_lists "" CACHE INTERNAL "")
set(_lind_rust_crate_flags ${_lind_rust_program_flags} LIB NO_DEFAULT_FEATURES ALL_FEATURES LOCKED OFFLINE
  CACHE INTERNAL "")
set(_lind_rust_crate_values ${_lind_rust_program_values} MANIFEST_PATH PACKAGE BIN EXAMPLE PROFILE TARGET OUTPUT_NAME
  CACHE INTERNAL "")
set(_lind_rust_test_flags "" CACHE INTERNAL "")
set(_lind_rust_test_values NAME TIMEOUT CACHE INTERNAL "")
set(_lind_rust_test_lists COMMAND ENV GRATES CACHE INTERNAL "")
set(_lind_rust_crate_lists FEATURES LINK_LIBRARIES ENV RUSTFLAGS CARGO_ARGS CACHE INTERNAL "")

# ---- Messages and words ----

# Stop the configuration. The message begins with the public command that the user wrote.
macro(_lind_rust_stop)
  message(FATAL_ERROR "${_lind_rust_command}: " ${ARGN})
endmacro()

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

function(_lind_rust_nearest out word)
  lind_rust_get(prefix PREFIX)
  execute_process(COMMAND "${prefix}/bin/lind-rust-config" nearest "${word}" ${ARGN}
    OUTPUT_VARIABLE near OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  set("${out}" "${near}" PARENT_SCOPE)
endfunction()

# What cmake_parse_arguments left over or found without a value. `set`: the prefix of the keyword lists.
macro(_lind_rust_check_arguments set)
  if(ARG_UNPARSED_ARGUMENTS)
    list(GET ARG_UNPARSED_ARGUMENTS 0 _word)
    set(_valid ${${set}_flags} ${${set}_values} ${${set}_lists})
    _lind_rust_nearest(_near "${_word}" ${_valid})
    if(_near)
      set(_near "\nDid you mean ${_near}?")
    endif()
    string(REPLACE ";" " " _valid "${_valid}")
    _lind_rust_stop("unknown argument '${_word}'.${_near}\nThe keywords are: ${_valid}")
  endif()
  if(ARG_KEYWORDS_MISSING_VALUES)
    list(GET ARG_KEYWORDS_MISSING_VALUES 0 _word)
    _lind_rust_stop("${_word} has no value.")
  endif()
endmacro()

macro(_lind_rust_check_name name)
  if(NOT "${name}" MATCHES "^[A-Za-z0-9_.+-]+$")
    _lind_rust_stop("'${name}' cannot be a target's name: use letters, digits and _ . + -")
  endif()
  if(TARGET "${name}")
    _lind_rust_stop("there is a target '${name}' already.")
  endif()
endmacro()

function(_lind_rust_check_choice keyword)
  if("${ARG_${keyword}}" STREQUAL "" OR "${ARG_${keyword}}" IN_LIST ARGN)
    return()
  endif()
  string(REPLACE ";" " " choices "${ARGN}")
  _lind_rust_stop("${keyword} '${ARG_${keyword}}' is not one of: ${choices}")
endfunction()

# Sizes as lind-rust-config reads them; one parser for both front ends and the helpers.
function(_lind_rust_bytes out keyword text)
  set(number "^([0-9]+)(K|KiB|M|MiB|G|GiB)?$")
  if(NOT text MATCHES "${number}")
    _lind_rust_stop("${keyword} '${text}' is not a size: give bytes, or a number with K, M or G (1024-based).")
  endif()
  set(shift 0)
  if(CMAKE_MATCH_2 MATCHES "^K")
    set(shift 10)
  elseif(CMAKE_MATCH_2 MATCHES "^M")
    set(shift 20)
  elseif(CMAKE_MATCH_2 MATCHES "^G")
    set(shift 30)
  endif()
  math(EXPR bytes "${CMAKE_MATCH_1} << ${shift}")
  set("${out}" "${bytes}" PARENT_SCOPE)
endfunction()

function(_lind_rust_check_values)
  _lind_rust_check_choice(OPT_LEVEL 0 1 2 3 4 s z)
  _lind_rust_check_choice(CHECK ERROR WARN OFF)
  _lind_rust_check_choice(TARGET wasm32-wasip1 host)
  foreach(keyword IN ITEMS MAX_MEMORY STACK_SIZE)
    if(ARG_${keyword})
      _lind_rust_bytes(bytes ${keyword} "${ARG_${keyword}}")
    endif()
  endforeach()
  set(said "")
  foreach(keyword IN ITEMS BIN LIB EXAMPLE)
    if(ARG_${keyword})
      list(APPEND said ${keyword})
    endif()
  endforeach()
  list(LENGTH said n)
  if(n GREATER 1)
    string(REPLACE ";" " and " said "${said}")
    _lind_rust_stop("${said} exclude each other: one target of the package.")
  endif()
  foreach(word IN LISTS ARG_ENV)
    if(NOT word MATCHES "^[^=]+=")
      _lind_rust_stop("ENV '${word}' is not NAME=VALUE.")
    endif()
  endforeach()
  if(ARG_OUTPUT_NAME MATCHES "/")
    _lind_rust_stop("OUTPUT_NAME '${ARG_OUTPUT_NAME}' is a name, not a path; OUTPUT_DIR is the directory inside lindfs.")
  endif()
  if(ARG_OUTPUT_DIR MATCHES "(^|/)\\.\\.(/|$)")
    _lind_rust_stop("OUTPUT_DIR '${ARG_OUTPUT_DIR}' leads out of lindfs.")
  endif()
endfunction()

# ---- Places ----

# Where everything of a configuration goes; a generator expression with a multi-config generator.
function(_lind_rust_dir out)
  get_property(multi GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
  set(dir "${CMAKE_BINARY_DIR}/lind-rust")
  if(multi)
    if(CMAKE_VERSION VERSION_LESS 3.21)
      _lind_rust_stop("${CMAKE_GENERATOR} needs CMake 3.21 or newer here.")
    endif()
    set(dir "${dir}/$<CONFIG>")
  endif()
  set("${out}" "${dir}" PARENT_SCOPE)
endfunction()

# Targets of one name per build tree, made by whoever needs them first.
function(_lind_rust_program_targets name target)
  _lind_rust_dir(dir)
  lind_rust_get(runtime RUNTIME)
  set(output "${name}")
  if(ARG_OUTPUT_NAME)
    set(output "${ARG_OUTPUT_NAME}")
  endif()
  set(finished "${dir}/${output}.wasm")
  if(ARG_TARGET STREQUAL "host")
    set(finished "${dir}/${output}")
  elseif(runtime STREQUAL "lind" AND NOT ARG_NO_PRECOMPILE)
    set(finished "${dir}/${output}.cwasm")
  endif()
  set(all ALL)
  if(ARG_EXCLUDE_FROM_ALL)
    set(all "")
  endif()
  add_custom_target("${target}" ${all} DEPENDS "${finished}")
  add_executable("lind::${name}" IMPORTED GLOBAL)
  _lind_rust_imported("lind::${name}" "${finished}")
  add_dependencies("lind::${name}" "${target}")
  set_target_properties("${target}" PROPERTIES _LIND_RUST_OUTPUT "${output}" _LIND_RUST_FINISHED "${finished}")
endfunction()

# cargo's part is a target of its own: the raw module is another target's file then, which every generator compares by
# its time alone, so that a crate whose bytes did not change is not finished again.
function(_lind_rust_crate_target name)
  _lind_rust_dir(dir)
  set(all ALL)
  if(ARG_EXCLUDE_FROM_ALL OR NOT kind STREQUAL "lib")
    set(all "")
  endif()
  add_custom_target("${name}-crate" ${all} DEPENDS "${dir}/stamp/${name}")
endfunction()

function(_lind_rust_library_target name)
  _lind_rust_dir(dir)
  set(output "${name}")
  if(ARG_OUTPUT_NAME)
    set(output "${ARG_OUTPUT_NAME}")
  endif()
  add_library("${name}" STATIC IMPORTED GLOBAL)
  _lind_rust_imported("${name}" "${dir}/lib${output}.a")
  add_dependencies("${name}" "${name}-crate")
  set_target_properties("${name}" PROPERTIES _LIND_RUST_OUTPUT "${output}")
endfunction()

# IMPORTED_LOCATION takes no generator expression: one per configuration.
function(_lind_rust_imported target path)
  foreach(config IN LISTS CMAKE_CONFIGURATION_TYPES)
    string(REPLACE "$<CONFIG>" "${config}" location "${path}")
    string(TOUPPER "${config}" config)
    set_target_properties("${target}" PROPERTIES "IMPORTED_LOCATION_${config}" "${location}")
  endforeach()
  if(NOT CMAKE_CONFIGURATION_TYPES)
    set_target_properties("${target}" PROPERTIES IMPORTED_LOCATION "${path}")
  endif()
endfunction()

# Options become properties LIND_RUST_<KEYWORD> of the target.
function(_lind_rust_keep_options name set)
  foreach(keyword IN LISTS ${set}_flags ${set}_values ${set}_lists)
    if(DEFINED ARG_${keyword})
      set_target_properties("${name}" PROPERTIES "LIND_RUST_${keyword}" "${ARG_${keyword}}")
    endif()
  endforeach()
  set_target_properties("${name}" PROPERTIES LIND_RUST_SOURCE_DIR "${CMAKE_CURRENT_SOURCE_DIR}")
endfunction()

# LIND_RUST_<KEYWORD> of all keywords, into ARG_<KEYWORD> of the caller.
macro(_lind_rust_load_options name set)
  foreach(_keyword IN LISTS ${set}_flags ${set}_values ${set}_lists)
    get_target_property(ARG_${_keyword} "${name}" LIND_RUST_${_keyword})
    if(ARG_${_keyword} STREQUAL "ARG_${_keyword}-NOTFOUND")
      set(ARG_${_keyword} "")
    endif()
  endforeach()
endmacro()

# ---- Reading the crate ----

macro(_lind_rust_need_rust)
  lind_rust_get(_rustc RUSTC)
  lind_rust_get(_source SRC)
  if(NOT _rustc OR (NOT _source AND NOT ARG_TARGET STREQUAL "host"))
    lind_rust_get(_prefix PREFIX)
    execute_process(COMMAND "${_prefix}/bin/lind-rust-config" tools --need=rustc,cargo,rust-src
      "--toolchain=${LIND_RUST_TOOLCHAIN}" "--manifest-dir=${CMAKE_SOURCE_DIR}"
      OUTPUT_QUIET ERROR_VARIABLE _errors)
    _lind_rust_stop("no Rust toolchain can build this.\n${_errors}")
  endif()
endmacro()

macro(_lind_rust_absolute_manifest)
  if(NOT ARG_MANIFEST_PATH)
    set(ARG_MANIFEST_PATH Cargo.toml)
  endif()
  cmake_path(ABSOLUTE_PATH ARG_MANIFEST_PATH BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE)
endmacro()

# The words that say which target of which package: for both verbs of lind-rust-cargo.
function(_lind_rust_crate_words out)
  set(words "")
  _lind_rust_append(words "--manifest-path=${ARG_MANIFEST_PATH}")
  foreach(keyword IN ITEMS PACKAGE BIN EXAMPLE TARGET)
    if(ARG_${keyword})
      string(TOLOWER "${keyword}" option)
      _lind_rust_append(words "--${option}=${ARG_${keyword}}")
    endif()
  endforeach()
  foreach(feature IN LISTS ARG_FEATURES)
    _lind_rust_append(words "--features=${feature}")
  endforeach()
  foreach(flag IN ITEMS LIB NO_DEFAULT_FEATURES ALL_FEATURES LOCKED OFFLINE)
    if(ARG_${flag})
      string(TOLOWER "--${flag}" option)
      string(REPLACE "_" "-" option "${option}")
      list(APPEND words "${option}")
    endif()
  endforeach()
  lind_rust_get(rustc RUSTC)
  lind_rust_get(cargo CARGO)
  lind_rust_get(source SRC)
  _lind_rust_append(words "--rustc=${rustc}" "--cargo=${cargo}" "--rust-src=${source}")
  set("${out}" "${words}" PARENT_SCOPE)
endfunction()

# Sets kind in the caller; a wrong wish stops here, at configure time.
macro(_lind_rust_read_crate name)
  lind_rust_get(_prefix PREFIX)
  _lind_rust_crate_words(_words)
  set(_answer "${CMAKE_BINARY_DIR}/lind-rust/crates/${name}.cmake")
  execute_process(COMMAND "${_prefix}/bin/lind-rust-cargo" metadata --format=cmake ${_words}
    RESULT_VARIABLE _status OUTPUT_VARIABLE _facts ERROR_VARIABLE _errors)
  if(NOT _status EQUAL 0)
    _lind_rust_stop("\n${_errors}")
  endif()
  file(WRITE "${_answer}" "${_facts}")
  include("${_answer}")
  set(kind "${LIND_RUST_CRATE_KIND}")
  # The choice was made from these: a change of one makes it anew.
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
    "${LIND_RUST_CRATE_MANIFEST}" "${LIND_RUST_CRATE_WORKSPACE}")
endmacro()

# ---- LINK_LIBRARIES ----

# All static libraries that a list of targets and files comes to, in link order, and the targets among them.
function(_lind_rust_walk_libraries files_out targets_out)
  set(files "")
  set(targets "")
  set(todo "${ARGN}")
  while(todo)
    list(POP_FRONT todo item)
    # A static library's private dependency is still linked.
    if(item MATCHES "^\\$<LINK_ONLY:(.*)>$")
      set(item "${CMAKE_MATCH_1}")
    endif()
    if(item MATCHES "\\$<")
      _lind_rust_stop("LINK_LIBRARIES: '${item}' is a generator expression, which cannot be followed.")
    endif()
    if(NOT TARGET "${item}")
      if(item MATCHES "^-" OR item MATCHES "^(m|c|pthread|dl|rt)$")
        continue()
      endif()
      cmake_path(ABSOLUTE_PATH item BASE_DIRECTORY "${source_dir}" NORMALIZE)
      list(APPEND files "${item}")
      continue()
    endif()
    get_target_property(aliased "${item}" ALIASED_TARGET)
    if(aliased)
      set(item "${aliased}")
    endif()
    if("${item}" IN_LIST targets)
      continue()
    endif()
    list(APPEND targets "${item}")
    get_target_property(type "${item}" TYPE)
    if(type STREQUAL "STATIC_LIBRARY")
      list(APPEND files "$<TARGET_FILE:${item}>")
    elseif(type STREQUAL "OBJECT_LIBRARY")
      list(APPEND files "$<TARGET_OBJECTS:${item}>")
    elseif(NOT type STREQUAL "INTERFACE_LIBRARY")
      _lind_rust_stop("LINK_LIBRARIES: '${item}' is a ${type}; a program of lind is linked with static libraries.")
    endif()
    get_target_property(more "${item}" INTERFACE_LINK_LIBRARIES)
    if(more)
      list(APPEND todo ${more})
    endif()
  endwhile()
  set("${files_out}" "${files}" PARENT_SCOPE)
  set("${targets_out}" "${targets}" PARENT_SCOPE)
endfunction()

# Options for lind-rust-cargo, and what its edge depends on.
function(_lind_rust_link_words words_out depends_out)
  _lind_rust_walk_libraries(files targets ${ARG_LINK_LIBRARIES})
  set(words "")
  foreach(file IN LISTS files)
    if(file MATCHES "TARGET_OBJECTS")
      list(APPEND words "--link=$<JOIN:${file},$<SEMICOLON>--link=>")
    else()
      list(APPEND words "--link=${file}")
    endif()
  endforeach()
  foreach(target IN LISTS targets)
    set(includes "$<TARGET_PROPERTY:${target},INTERFACE_INCLUDE_DIRECTORIES>")
    set(definitions "$<TARGET_PROPERTY:${target},INTERFACE_COMPILE_DEFINITIONS>")
    list(APPEND words "$<$<BOOL:${includes}>:--include=$<JOIN:${includes},$<SEMICOLON>--include=>>"
      "$<$<BOOL:${definitions}>:--define=$<JOIN:${definitions},$<SEMICOLON>--define=>>")
  endforeach()
  set("${words_out}" "${words}" PARENT_SCOPE)
  set("${depends_out}" ${files} PARENT_SCOPE)
endfunction()

# ---- Commands ----

# LIND_RUST_RUSTFLAGS decides which target directory a crate shares, and with it which config.toml.
function(_lind_rust_setup out)
  _lind_rust_dir(dir)
  lind_rust_get(prefix PREFIX)
  set(triple "${ARG_TARGET}")
  if(NOT triple)
    set(triple wasm32-wasip1)
  endif()
  set(flavor "${triple}")
  if(ARG_RUSTFLAGS)
    string(SHA256 hash "${ARG_RUSTFLAGS}")
    string(SUBSTRING "${hash}" 0 12 hash)
    string(APPEND flavor "-${hash}")
  endif()
  set("${out}" "${dir}/${flavor}" PARENT_SCOPE)
  if(triple STREQUAL "host" OR TARGET "lind-rust-${flavor}")
    return()
  endif()
  set(tools "")
  foreach(pair IN ITEMS rustc:RUSTC cargo:CARGO rust-src:SRC cache:CACHE)
    string(REPLACE ":" ";" pair "${pair}")
    list(GET pair 0 option)
    list(GET pair 1 name)
    lind_rust_get(value ${name})
    _lind_rust_append(tools "--${option}=${value}")
  endforeach()
  lind_rust_get(rustc RUSTC)
  lind_rust_get(cargo CARGO)
  add_custom_command(
    OUTPUT "${dir}/${flavor}/std"
    COMMAND "${prefix}/bin/lind-rust-std" --target=${triple} ${tools} "--output=${dir}/${flavor}/std" --quiet
    DEPENDS "${rustc}" "${cargo}" "${prefix}/bin/lind-rust-std"
    COMMENT "Rust's standard library for ${triple}"
    VERBATIM)
  set(words "")
  foreach(pair IN ITEMS sysroot:SYSROOT clang:CLANG wasm-ld:WASM_LD ar:AR cache:CACHE)
    string(REPLACE ":" ";" pair "${pair}")
    list(GET pair 0 option)
    list(GET pair 1 name)
    lind_rust_get(value ${name})
    _lind_rust_append(words "--${option}=${value}")
  endforeach()
  foreach(flag IN LISTS ARG_RUSTFLAGS)
    _lind_rust_append(words "--rustflag=${flag}")
  endforeach()
  add_custom_command(
    OUTPUT "${dir}/${flavor}/config.toml"
    COMMAND "${prefix}/bin/lind-rust-config" cargo --target=${triple} "--std-file=${dir}/${flavor}/std" ${words}
      "--output=${dir}/${flavor}/config.toml"
    DEPENDS "${dir}/${flavor}/std" "${prefix}/bin/lind-rust-config"
    COMMENT "Settings of cargo for ${flavor}"
    VERBATIM)
  add_custom_target("lind-rust-${flavor}" DEPENDS "${dir}/${flavor}/config.toml")
endfunction()

# Files that a link reads behind CMake's and cargo's back.
function(_lind_rust_link_inputs out)
  lind_rust_get(prefix PREFIX)
  lind_rust_get(sysroot SYSROOT)
  lind_rust_get(clang CLANG)
  lind_rust_get(wasm_ld WASM_LD)
  set(files "${prefix}/bin/lind-rust-clang" "${clang}" "${wasm_ld}")
  foreach(name IN ITEMS crt1.o lind_utils.o libc.a libm.a)
    if(EXISTS "${sysroot}/lib/wasm32-wasi/${name}")
      list(APPEND files "${sysroot}/lib/wasm32-wasi/${name}")
    endif()
  endforeach()
  set("${out}" ${files} PARENT_SCOPE)
endfunction()

function(_lind_rust_link_depends name)
  _lind_rust_link_inputs(files)
  set_property(TARGET "${name}" APPEND PROPERTY LINK_DEPENDS ${files})
endfunction()

# Under make, cargo takes part in make's -j. Ninja has no such thing before 1.13; there cargo edges wait for each other.
function(_lind_rust_job_words out_prefix out_options)
  if(CMAKE_GENERATOR MATCHES "Makefiles")
    if(CMAKE_VERSION VERSION_GREATER_EQUAL 3.28)
      set("${out_options}" JOB_SERVER_AWARE TRUE PARENT_SCOPE)
      set("${out_prefix}" "" PARENT_SCOPE)
    else()
      # make shares its jobs with a recipe in which it sees its own name.
      set("${out_options}" "" PARENT_SCOPE)
      set("${out_prefix}" "${CMAKE_COMMAND}" -E env "LIND_RUST_MAKE=$(MAKE)" PARENT_SCOPE)
    endif()
    return()
  endif()
  get_property(pools GLOBAL PROPERTY JOB_POOLS)
  if(NOT pools MATCHES "lind_rust_cargo=")
    set_property(GLOBAL APPEND PROPERTY JOB_POOLS lind_rust_cargo=1)
  endif()
  set("${out_prefix}" "" PARENT_SCOPE)
  set("${out_options}" JOB_POOL lind_rust_cargo PARENT_SCOPE)
endfunction()

# The edge that runs cargo: OUTPUT is the stamp, since cargo decides whether the artifact changes.
function(_lind_rust_cargo_command name artifact)
  _lind_rust_dir(dir)
  _lind_rust_setup(setup)
  lind_rust_get(prefix PREFIX)
  _lind_rust_crate_words(words)
  if(ARG_PROFILE)
    _lind_rust_append(words "--profile=${ARG_PROFILE}")
  else()
    list(APPEND words "--profile=$<IF:$<CONFIG:Debug>,dev,release>")
  endif()
  foreach(word IN LISTS ARG_ENV)
    _lind_rust_append(words "--env=${word}")
  endforeach()
  foreach(word IN LISTS ARG_CARGO_ARGS)
    _lind_rust_append(words "--cargo-arg=${word}")
  endforeach()
  set(link_words "")
  set(depends "")
  if(NOT ARG_TARGET STREQUAL "host")
    list(APPEND words "--config=${setup}/config.toml")
    list(APPEND depends "${setup}/config.toml")
    foreach(pair IN ITEMS sysroot:SYSROOT clang:CLANG wasm-ld:WASM_LD)
      string(REPLACE ":" ";" pair "${pair}")
      list(GET pair 0 option)
      list(GET pair 1 tool)
      lind_rust_get(value ${tool})
      _lind_rust_append(words "--${option}=${value}")
    endforeach()
    _lind_rust_link_words(link_words link_depends)
    _lind_rust_link_inputs(inputs)
    list(APPEND depends ${link_depends} ${inputs})
    foreach(keyword IN ITEMS MAX_MEMORY STACK_SIZE)
      if(ARG_${keyword})
        string(TOLOWER "--${keyword}" option)
        string(REPLACE "_" "-" option "${option}")
        list(APPEND words "${option}=${ARG_${keyword}}")
      endif()
    endforeach()
    if(ARG_GRATE)
      list(APPEND words --grate)
    endif()
  endif()
  _lind_rust_job_words(jobs options)
  lind_rust_get(cargo CARGO)
  lind_rust_get(rustc RUSTC)
  add_custom_command(
    OUTPUT "${dir}/stamp/${name}"
    BYPRODUCTS "${artifact}"
    COMMAND "${CMAKE_COMMAND}" -E make_directory "${dir}/stamp" "${dir}/raw"
    COMMAND ${jobs} "${prefix}/bin/lind-rust-cargo" build ${words} ${link_words}
      "--target-dir=${setup}/target" "--build-dir=${CMAKE_BINARY_DIR}" "--output=${artifact}"
      "--stamp=${dir}/stamp/${name}" "--depfile=${dir}/stamp/${name}.d"
    DEPENDS ${depends} "${prefix}/bin/lind-rust-cargo" "${cargo}" "${rustc}"
    DEPFILE "${dir}/stamp/${name}.d"
    COMMENT "Building crate ${name}"
    ${options}
    COMMAND_EXPAND_LISTS
    VERBATIM)
endfunction()

function(_lind_rust_run_options out)
  lind_rust_get(runtime RUNTIME)
  set(words "--runtime=${runtime}")
  if(runtime STREQUAL "lind")
    lind_rust_get(boot LIND_BOOT)
    lind_rust_get(lindfs LINDFS)
    _lind_rust_append(words "--lind-boot=${boot}" "--lindfs=${lindfs}")
  else()
    lind_rust_get(node NODE)
    _lind_rust_append(words "--node=${node}")
  endif()
  set("${out}" "${words}" PARENT_SCOPE)
endfunction()

# raw module -> finished module -> precompiled module -> lindfs
function(_lind_rust_finish_commands target raw)
  _lind_rust_dir(dir)
  get_target_property(output "${target}" _LIND_RUST_OUTPUT)
  get_target_property(finished "${target}" _LIND_RUST_FINISHED)
  lind_rust_get(prefix PREFIX)
  lind_rust_get(runtime RUNTIME)
  lind_rust_get(wasm_opt WASM_OPT)
  lind_rust_get(cache CACHE)
  set(words "--runtime=${runtime}")
  _lind_rust_append(words "--wasm-opt=${wasm_opt}" "--cache=${cache}")
  if(ARG_OPT_LEVEL)
    list(APPEND words "--opt-level=${ARG_OPT_LEVEL}")
  endif()
  if(ARG_CHECK)
    string(TOLOWER "--check=${ARG_CHECK}" word)
    list(APPEND words "${word}")
  endif()
  if(ARG_FPCAST)
    list(APPEND words --fpcast)
  endif()
  if(ARG_GRATE)
    list(APPEND words --grate)
  endif()
  add_custom_command(
    OUTPUT "${dir}/${output}.wasm"
    COMMAND "${prefix}/bin/lind-rust-opt" ${words} -o "${dir}/${output}.wasm" "${raw}"
    DEPENDS "${raw}" "${prefix}/bin/lind-rust-opt" ${wasm_opt}
    COMMENT "Opt pass of ${output}.wasm"
    VERBATIM)
  if(finished MATCHES "\\.cwasm$")
    lind_rust_get(boot LIND_BOOT)
    add_custom_command(
      OUTPUT "${dir}/${output}.cwasm"
      COMMAND "${prefix}/bin/lind-rust-run" --precompile "--lind-boot=${boot}" -o "${dir}/${output}.cwasm"
        "${dir}/${output}.wasm"
      DEPENDS "${dir}/${output}.wasm" "${prefix}/bin/lind-rust-run" "${boot}"
      COMMENT "Precompiling ${output}.cwasm"
      VERBATIM)
  endif()
endfunction()

# A finished program goes to a directory inside lindfs; without lindfs (the stand-in) there is no such place.
function(_lind_rust_stage target)
  lind_rust_get(lindfs LINDFS)
  if(NOT ARG_OUTPUT_DIR OR NOT lindfs)
    return()
  endif()
  lind_rust_get(prefix PREFIX)
  get_target_property(output "${target}" _LIND_RUST_OUTPUT)
  get_target_property(finished "${target}" _LIND_RUST_FINISHED)
  _lind_rust_dir(dir)
  cmake_path(SET place NORMALIZE "${lindfs}/${ARG_OUTPUT_DIR}")
  cmake_path(GET finished FILENAME file)
  add_custom_command(
    OUTPUT "${dir}/stamp/${output}.staged"
    COMMAND "${CMAKE_COMMAND}" -E make_directory "${place}" "${dir}/stamp"
    COMMAND "${CMAKE_COMMAND}" -E copy_if_different "${finished}" "${place}/${file}"
    COMMAND "${CMAKE_COMMAND}" -E touch "${dir}/stamp/${output}.staged"
    DEPENDS "${finished}"
    COMMENT "Staging ${place}/${file}"
    VERBATIM)
  set(all ALL)
  if(ARG_EXCLUDE_FROM_ALL)
    set(all "")
  endif()
  add_custom_target("${target}-stage" ${all} DEPENDS "${dir}/stamp/${output}.staged")
  add_dependencies("${target}-stage" "${target}")
endfunction()

# ---- When a directory ends ----

function(_lind_rust_generate_crate name)
  set(_lind_rust_command "add_lind_rust_crate(${name})")
  _lind_rust_load_options("${name}" _lind_rust_crate)
  _lind_rust_check_values()
  get_target_property(source_dir "${name}" LIND_RUST_SOURCE_DIR)
  get_target_property(kind "${name}" LIND_RUST_KIND)
  get_target_property(output "${name}" _LIND_RUST_OUTPUT)
  _lind_rust_dir(dir)
  if(kind STREQUAL "lib")
    set(artifact "${dir}/lib${output}.a")
    if(ARG_LINK_LIBRARIES)
      _lind_rust_stop("LINK_LIBRARIES is for programs. Link the C target that uses '${name}' with the libraries.")
    endif()
  elseif(ARG_TARGET STREQUAL "host")
    set(artifact "${dir}/${output}")
  else()
    set(artifact "${dir}/raw/${output}.wasm")
  endif()
  _lind_rust_cargo_command("${name}" "${artifact}")
  _lind_rust_order("${name}-crate")
  if(kind STREQUAL "lib" OR ARG_TARGET STREQUAL "host")
    return()
  endif()
  _lind_rust_finish_commands("${name}" "${artifact}")
  _lind_rust_stage("${name}")
endfunction()

# What is made in another directory, or by another target, comes first.
function(_lind_rust_order target)
  _lind_rust_setup(setup)
  cmake_path(GET setup FILENAME flavor)
  if(TARGET "lind-rust-${flavor}")
    add_dependencies("${target}" "lind-rust-${flavor}")
  endif()
  foreach(item IN LISTS ARG_LINK_LIBRARIES)
    if(TARGET "${item}")
      add_dependencies("${target}" "${item}")
    endif()
  endforeach()
endfunction()

function(_lind_rust_generate_program name)
  set(_lind_rust_command "lind_rust_program(${name})")
  _lind_rust_load_options("${name}" _lind_rust_program)
  _lind_rust_check_values()
  _lind_rust_finish_commands("lind-${name}" "$<TARGET_FILE:${name}>")
  add_dependencies("lind-${name}" "${name}")
  _lind_rust_stage("lind-${name}")
endfunction()

# The file of a program for a test: of a target of ours, or as it was written.
function(_lind_rust_program_file out program)
  if(TARGET "lind::${program}")
    set("${out}" "$<TARGET_FILE:lind::${program}>" PARENT_SCOPE)
  elseif(TARGET "${program}")
    _lind_rust_stop("'${program}' is a target, but no program of lind. Call lind_rust_program(${program}) first.")
  else()
    cmake_path(ABSOLUTE_PATH program BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE)
    set("${out}" "${program}" PARENT_SCOPE)
  endif()
endfunction()

_lind_rust_find_tools()
_lind_rust_tell_tools()
cmake_policy(POP)
