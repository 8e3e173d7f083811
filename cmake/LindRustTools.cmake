# SPDX-License-Identifier: Apache-2.0
#[====[.rst:
LindRustTools
-------------

Finds lind-rust's helpers and asks them for the tools. Included by ``LindRust`` and by ``LindRustToolchain``; of use to
others is

.. command:: lind_rust_get

  ::

    lind_rust_get(<variable> <name>)

  Set ``<variable>`` to one of: ``PREFIX`` (of the helpers), and what ``lind-rust-config tools`` prints without its
  ``LIND_RUST_`` (``SYSROOT``, ``CLANG``, ``WASM_OPT``, ``RUNTIME``, ``LIND_BOOT``, ``RUSTC``, ...). Empty where there
  is no such tool.

Cache variables, each empty by default, which means: as found. Their environment variables of the same names are read at
the first configuration.

``LIND_WASM_ROOT``
  A built lind-wasm tree. Without it programs are linked with, and run in, the stand-in.
``LIND_RUST_SYSROOT``, ``LIND_RUST_CLANG``, ``LIND_RUST_WASM_OPT``, ``LIND_RUST_LIND_BOOT``, ``LIND_RUST_LINDFS``,
``LIND_RUST_NODE``
  One tool each, in place of the one that is found.
``LIND_RUST_TOOLCHAIN``
  A toolchain of rustup by name, or a directory with ``bin/rustc`` and ``bin/cargo``.
``LIND_RUST_CACHE``
  Where std, the compat archive and results of the opt pass are kept, for all builds of a user.
``LIND_RUST_STD_DEBUG_ASSERTIONS``
  ``ON``: std with its own checks, for finding what a program does wrong in it.
``LIND_RUST_PREFIX``
  Use the helpers of this installation, or of this build tree of lind-rust. By default they are those of the
  installation that this module is part of; where it is part of lind-rust's sources, they are built for the machine that
  builds, in ``<build>/lind-rust/tools``, when the project is configured.
``LIND_RUST_HOST_CC``
  The C compiler for the helpers, where they are built from source.
#]====]

if(CMAKE_VERSION VERSION_LESS 3.20)
  message(FATAL_ERROR "lind-rust: CMake 3.20 or newer is needed; this is ${CMAKE_VERSION}.\n"
    "Install a newer one (pip install cmake has it).")
endif()
include_guard(GLOBAL)

function(lind_rust_get variable name)
  get_property(value GLOBAL PROPERTY "_LIND_RUST_${name}")
  set("${variable}" "${value}" PARENT_SCOPE)
endfunction()

########################################################################################################################
#
# Private helper interface
#
########################################################################################################################

# A tool by the name of the helpers' option for it: wasm-opt, rust-src, ...
function(_lind_rust_tool out option)
  string(TOUPPER "${option}" name)
  string(REPLACE "-" "_" name "${name}")
  string(REGEX REPLACE "^RUST_" "" name "${name}")
  lind_rust_get(value "${name}")
  set("${out}" "${value}" PARENT_SCOPE)
endfunction()

# What CMake cannot handle is said at once: it loses a ';' in most of its lists, and leaves what looks like a variable
# of make or a generator expression alone in the words of a command.
function(_lind_rust_check_path what path)
  if(path MATCHES ";|\\$[<(]")
    message(FATAL_ERROR "lind-rust: '${CMAKE_MATCH_0}' in a path is more than CMake can handle. ${what} is\n"
      "  ${path}\nMove or rename it.")
  endif()
endfunction()

# No output of a command may hold these; and what CMake or Ninja cannot read in dependency files leads to a build at
# each run.
function(_lind_rust_check_trees)
  _lind_rust_check_path("The build tree" "${CMAKE_BINARY_DIR}")
  _lind_rust_check_path("The source tree" "${CMAKE_SOURCE_DIR}")
  if(CMAKE_BINARY_DIR MATCHES "[#<>]")
    message(FATAL_ERROR "lind-rust: '${CMAKE_MATCH_0}' in the build tree's path is more than CMake can handle:\n"
      "  ${CMAKE_BINARY_DIR}\nMove or rename it.")
  endif()
  get_property(told GLOBAL PROPERTY _LIND_RUST_TOLD_NINJA)
  if(NOT told AND CMAKE_GENERATOR MATCHES "Ninja" AND "${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR}" MATCHES "[#'\"&`^*?|$]")
    message(WARNING "lind-rust: '${CMAKE_MATCH_0}' in a path is more than Ninja can read in dependency files: crates "
      "are built at each run.\n  ${CMAKE_SOURCE_DIR}\n  ${CMAKE_BINARY_DIR}")
    set_property(GLOBAL PROPERTY _LIND_RUST_TOLD_NINJA TRUE)
  endif()
endfunction()

# ---- The helpers ----

# As named, or of the installation that this file is part of (<prefix>/lib/cmake/LindRust), or to be built.
function(_lind_rust_find_prefix out)
  set(here "${CMAKE_CURRENT_FUNCTION_LIST_DIR}")
  _lind_rust_check_trees()
  _lind_rust_check_path("The directory of its modules" "${here}")
  set(LIND_RUST_PREFIX "$ENV{LIND_RUST_PREFIX}" CACHE PATH "lind-rust: an installation or build tree with the helpers")
  cmake_path(GET here PARENT_PATH source)
  cmake_path(SET prefix NORMALIZE "${here}/../../..")
  string(REGEX REPLACE "(.)/$" "\\1" prefix "${prefix}")
  if(LIND_RUST_PREFIX)
    cmake_path(ABSOLUTE_PATH LIND_RUST_PREFIX BASE_DIRECTORY "${CMAKE_BINARY_DIR}" NORMALIZE OUTPUT_VARIABLE prefix)
    if(NOT EXISTS "${prefix}/bin/lind-rust-config")
      message(FATAL_ERROR "lind-rust: LIND_RUST_PREFIX has no helpers: there is no\n  ${prefix}/bin/lind-rust-config\n"
        "Name the prefix of an installation, or a build tree that was built.")
    endif()
  elseif(EXISTS "${source}/helpers/lind-rust-config.c")
    set(prefix "${CMAKE_BINARY_DIR}/lind-rust/tools")
    _lind_rust_build_helpers("${source}" "${prefix}")
  elseif(NOT EXISTS "${prefix}/bin/lind-rust-config")
    message(FATAL_ERROR "lind-rust is not complete: there is neither\n  ${prefix}/bin/lind-rust-config\nnor\n"
      "  ${source}/helpers/lind-rust-config.c\nInstall it again.")
  endif()
  set("${out}" "${prefix}" PARENT_SCOPE)
endfunction()

# A step of the build of 'source'.
function(_lind_rust_run_or_stop what source)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT status EQUAL 0)
    string(REPLACE "\n" "\n  " output "${output}")
    message(FATAL_ERROR "lind-rust: ${what} failed (${status}):\n  ${output}\n"
      "Where a package is missing, this installs it, or prints the command that does:\n"
      "  '${source}/.ci/setup'")
  endif()
endfunction()

# A command without what the environment says of other builds: the helpers run on the machine that builds, also where
# this project is cross-compiled, or is built by make at this moment.
function(_lind_rust_clean_command out)
  set(command "${CMAKE_COMMAND}" -E env)
  foreach(name IN ITEMS CC CFLAGS CPPFLAGS LDFLAGS SYSROOT CPATH C_INCLUDE_PATH LIBRARY_PATH DESTDIR MAKEFLAGS MFLAGS
      MAKELEVEL PKG_CONFIG_LIBDIR PKG_CONFIG_SYSROOT_DIR CMAKE_TOOLCHAIN_FILE CMAKE_GENERATOR CMAKE_GENERATOR_PLATFORM
      CMAKE_GENERATOR_TOOLSET CMAKE_GENERATOR_INSTANCE CMAKE_BUILD_TYPE CMAKE_CONFIGURATION_TYPES)
    list(APPEND command "--unset=${name}")
  endforeach()
  set("${out}" "${command}" "${CMAKE_COMMAND}" PARENT_SCOPE)
endfunction()

# A build of lind-rust itself, once for each build tree; from then on it builds what changed.
function(_lind_rust_build_helpers source build)
  set(LIND_RUST_HOST_CC "$ENV{LIND_RUST_HOST_CC}" CACHE STRING "lind-rust: the C compiler for the helpers")
  string(REPLACE " Multi-Config" "" generator "${CMAKE_GENERATOR}")
  set(settings -S "${source}" -B "${build}" -G "${generator}" -DLIND_RUST_TESTS=OFF -DCMAKE_BUILD_TYPE=Release)
  if(LIND_RUST_HOST_CC)
    list(APPEND settings "-DCMAKE_C_COMPILER=${LIND_RUST_HOST_CC}")
  endif()
  # Empty where a toolchain file is read: CMake has not looked for it then.
  if(CMAKE_MAKE_PROGRAM)
    list(APPEND settings "-DCMAKE_MAKE_PROGRAM=${CMAKE_MAKE_PROGRAM}")
  endif()
  set(of "${source};${LIND_RUST_HOST_CC}")
  set(known "")
  if(EXISTS "${build}/lind-rust-ready")
    file(READ "${build}/lind-rust-ready" known)
  endif()
  _lind_rust_clean_command(cmake)
  if(NOT known STREQUAL of)
    message(STATUS "lind-rust: building the helpers in ${build}")
    file(REMOVE_RECURSE "${build}")
  endif()
  # The stand-in was left out where there was no clang: there may be one now.
  if(NOT EXISTS "${build}/share/lind-rust/standin/run.mjs")
    _lind_rust_run_or_stop("configuring the helpers" "${source}" ${cmake} ${settings})
  endif()
  cmake_host_system_information(RESULT cores QUERY NUMBER_OF_LOGICAL_CORES)
  _lind_rust_run_or_stop("building the helpers" "${source}" ${cmake} --build "${build}" --parallel ${cores})
  file(WRITE "${build}/lind-rust-ready" "${of}")
  file(GLOB_RECURSE sources "${source}/helpers/*.[ch]" "${source}/helpers/*.rules" "${source}/include/*.h"
    "${source}/tests/standin/*")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${sources} "${source}/CMakeLists.txt")
endfunction()

# ---- The tools ----

# Options of lind-rust-config for the cache variables.
function(_lind_rust_tool_words out)
  set(words "--manifest-dir=${CMAKE_SOURCE_DIR}")
  foreach(option IN ITEMS lind-root sysroot clang wasm-opt lind-boot lindfs node toolchain cache)
    string(TOUPPER "LIND_RUST_${option}" name)
    string(REPLACE "-" "_" name "${name}")
    if(option STREQUAL "lind-root")
      set(name LIND_WASM_ROOT)
    endif()
    set("${name}" "$ENV{${name}}" CACHE STRING "lind-rust: in place of what is found")
    _lind_rust_check_path("${name}" "${${name}}")
    list(APPEND words "--${option}=${${name}}")
  endforeach()
  set("${out}" "${words}" PARENT_SCOPE)
endfunction()

# Keep lind-rust-config's answer in global properties.
function(_lind_rust_find_tools)
  _lind_rust_find_prefix(prefix)
  _lind_rust_tool_words(words)
  execute_process(COMMAND "${prefix}/bin/lind-rust-config" tools --format=cmake --need=clang,wasm-ld,ar,sysroot ${words}
    RESULT_VARIABLE status OUTPUT_VARIABLE answer ERROR_VARIABLE errors)
  if(NOT status EQUAL 0)
    string(REPLACE "\n" "\n  " errors "${errors}")
    message(FATAL_ERROR "lind-rust:\n  ${errors}")
  endif()
  cmake_language(EVAL CODE "${answer}")
  string(REGEX MATCHALL "set\\([A-Z_]+ " names "${answer}")
  list(TRANSFORM names REPLACE "set\\(([A-Z_]+) " "\\1")
  foreach(name IN LISTS names)
    string(REGEX REPLACE "^LIND_RUST_" "" short "${name}")
    set_property(GLOBAL PROPERTY "_LIND_RUST_${short}" "${${name}}")
  endforeach()
  set_property(GLOBAL PROPERTY _LIND_RUST_PREFIX "${prefix}")
  # Which Rust is used was decided by these.
  foreach(name IN ITEMS rust-toolchain.toml rust-toolchain)
    if(EXISTS "${CMAKE_SOURCE_DIR}/${name}")
      set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${name}")
    endif()
  endforeach()
endfunction()

# clang's name for lind as a target, of the table of flags.
function(_lind_rust_find_target out map_out)
  lind_rust_get(prefix PREFIX)
  execute_process(COMMAND "${prefix}/bin/lind-rust-config" flags --stage=cc OUTPUT_VARIABLE flags)
  string(REGEX MATCH "--target=([^ \n]+)" flag "${flags}")
  set("${out}" "${CMAKE_MATCH_1}" PARENT_SCOPE)
  # The row by which names of sources are shortened, with its %f and %t.
  string(REGEX MATCH "[^ \n]*%f[^ \n]*" flag "${flags}")
  set("${map_out}" "${flag}" PARENT_SCOPE)
endfunction()

# Stop where one of these was not found: with lind-rust-config's words on where it looked.
function(_lind_rust_need_tools)
  foreach(tool IN LISTS ARGN)
    _lind_rust_tool(file "${tool}")
    if(NOT file)
      lind_rust_get(prefix PREFIX)
      _lind_rust_tool_words(words)
      execute_process(COMMAND "${prefix}/bin/lind-rust-config" tools "--need=${tool}" ${words}
        OUTPUT_QUIET ERROR_VARIABLE errors)
      _lind_rust_stop_as_said("${errors}")
    endif()
  endforeach()
endfunction()

# Once per configuration: what is used, and what that means.
function(_lind_rust_tell_tools)
  lind_rust_get(runtime RUNTIME)
  lind_rust_get(rustc RUSTC)
  lind_rust_get(why RUST_WHY)
  lind_rust_get(kind WASM_OPT_KIND)
  if(rustc)
    message(STATUS "lind-rust: ${rustc} (${why})")
  endif()
  if(runtime STREQUAL "standin")
    message(STATUS "lind-rust: LIND_WASM_ROOT is not set: programs are built for the stand-in and run in node")
    if(kind STREQUAL "stock")
      message(STATUS "lind-rust: stock wasm-opt: no epoch checks; the stand-in needs none")
    endif()
  else()
    lind_rust_get(sysroot SYSROOT)
    message(STATUS "lind-rust: sysroot ${sysroot}")
  endif()
endfunction()
