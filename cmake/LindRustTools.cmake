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
``LIND_RUST_HOST_CC``
  The C compiler for the helpers, where they are built from source.
#]====]

include_guard(GLOBAL)

set(_lind_rust_cmake_dir "${CMAKE_CURRENT_LIST_DIR}" CACHE INTERNAL "lind-rust's CMake modules")
set(_lind_rust_tool_options
  LIND_WASM_ROOT lind-root
  LIND_RUST_SYSROOT sysroot
  LIND_RUST_CLANG clang
  LIND_RUST_WASM_OPT wasm-opt
  LIND_RUST_LIND_BOOT lind-boot
  LIND_RUST_LINDFS lindfs
  LIND_RUST_NODE node
  LIND_RUST_TOOLCHAIN toolchain
  LIND_RUST_CACHE cache)

function(lind_rust_get variable name)
  get_property(value GLOBAL PROPERTY "_LIND_RUST_${name}")
  set("${variable}" "${value}" PARENT_SCOPE)
endfunction()

# ------------------------------------------------------------------------------------------------------------------
# Private from here on.

# An installation has its helpers in <prefix>/bin, with this file in <prefix>/lib/cmake/LindRust.
function(_lind_rust_find_prefix out)
  cmake_path(SET prefix NORMALIZE "${_lind_rust_cmake_dir}/../../..")
  if(EXISTS "${prefix}/bin/lind-rust-config")
    string(REGEX REPLACE "/$" "" prefix "${prefix}")
    set("${out}" "${prefix}" PARENT_SCOPE)
    return()
  endif()
  cmake_path(SET source NORMALIZE "${_lind_rust_cmake_dir}/..")
  if(NOT EXISTS "${source}/helpers/lind-rust-config.c")
    message(FATAL_ERROR "lind-rust is not complete: there is neither\n  ${prefix}bin/lind-rust-config\nnor\n"
      "  ${source}helpers/lind-rust-config.c\nInstall it again.")
  endif()
  _lind_rust_build_helpers("${source}" "${CMAKE_BINARY_DIR}/lind-rust/tools")
  set("${out}" "${CMAKE_BINARY_DIR}/lind-rust/tools" PARENT_SCOPE)
endfunction()

function(_lind_rust_run_or_stop what)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "lind-rust: ${what} failed (${status}):\n${output}")
  endif()
endfunction()

# The helpers run on the machine that builds: a CMake of their own with the host's compiler, also where this project is
# cross-compiled. Its build does nothing when nothing changed.
function(_lind_rust_build_helpers source build)
  set(clean "${CMAKE_COMMAND}" -E env --unset=CC --unset=CFLAGS --unset=CPPFLAGS --unset=LDFLAGS --unset=CXX
    --unset=CXXFLAGS --unset=CMAKE_TOOLCHAIN_FILE --unset=SYSROOT --unset=CPATH --unset=C_INCLUDE_PATH
    --unset=LIBRARY_PATH --unset=CMAKE_GENERATOR --unset=DESTDIR "${CMAKE_COMMAND}")
  string(REPLACE " Multi-Config" "" generator "${CMAKE_GENERATOR}")
  if(NOT EXISTS "${build}/lind-rust-ready")
    message(STATUS "lind-rust: building the helpers")
    set(settings "")
    if(LIND_RUST_HOST_CC)
      list(APPEND settings "-DCMAKE_C_COMPILER=${LIND_RUST_HOST_CC}")
    endif()
    # A toolchain file is read before CMake has looked for it.
    if(CMAKE_MAKE_PROGRAM)
      list(APPEND settings "-DCMAKE_MAKE_PROGRAM=${CMAKE_MAKE_PROGRAM}")
    endif()
    _lind_rust_run_or_stop("configuring the helpers" ${clean} -S "${source}" -B "${build}" -G "${generator}"
      -DLIND_RUST_TESTS=OFF -DCMAKE_BUILD_TYPE=Release ${settings})
  endif()
  _lind_rust_run_or_stop("building the helpers" ${clean} --build "${build}" --parallel)
  file(TOUCH "${build}/lind-rust-ready")
  file(GLOB sources "${source}/helpers/*.c" "${source}/helpers/lib/*.c" "${source}/include/lind-rust/*.h")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${sources})
endfunction()

# Ask lind-rust-config for the tools, and keep the answer in global properties.
function(_lind_rust_find_tools)
  set(words "")
  set(names ${_lind_rust_tool_options})
  while(names)
    list(POP_FRONT names name option)
    set("${name}" "$ENV{${name}}" CACHE STRING "lind-rust: in place of what is found")
    list(APPEND words "--${option}=${${name}}")
  endwhile()
  _lind_rust_find_prefix(prefix)
  set(answer "${CMAKE_BINARY_DIR}/lind-rust/tools.cmake")
  file(MAKE_DIRECTORY "${CMAKE_BINARY_DIR}/lind-rust")
  execute_process(
    COMMAND "${prefix}/bin/lind-rust-config" tools --format=cmake --need=clang,sysroot "-o${answer}" ${words}
      "--manifest-dir=${CMAKE_SOURCE_DIR}"
    RESULT_VARIABLE status ERROR_VARIABLE errors)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "${errors}")
  endif()
  set_property(GLOBAL PROPERTY _LIND_RUST_PREFIX "${prefix}")
  _lind_rust_keep_tools("${answer}")
endfunction()

function(_lind_rust_keep_tools _answer)
  include("${_answer}")
  foreach(_name IN ITEMS SYSROOT CLANG AR WASM_LD WASM_OPT LIND_BOOT LINDFS NODE RUSTC CARGO SRC CACHE RUNTIME
      WASM_OPT_KIND RUST_WHY)
    set_property(GLOBAL PROPERTY "_LIND_RUST_${_name}" "${LIND_RUST_${_name}}")
  endforeach()
  set_property(GLOBAL PROPERTY _LIND_RUST_LIND_WASM_ROOT "${LIND_WASM_ROOT}")
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
