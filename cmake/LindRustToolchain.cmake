# SPDX-License-Identifier: Apache-2.0
#[====[.rst:
LindRustToolchain
-----------------

``cmake --toolchain <this file>``: the C and C++ of a project are compiled for lind, by ``lind-rust-clang``. Tools are
chosen by the cache variables of :module:`LindRustTools`. Libraries are static; a program's name ends in ``.wasm``. What C++
throws ends the program; it has no modules, and its library where lind-wasm's sysroot has it (lind-rust-clang(1)).
``find_package(LindRust)`` finds the modules beside this file.
#]====]

# try_compile() reads this file again, in a build tree of its own.
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES _LIND_RUST_TOOLCHAIN_PREFIX _LIND_RUST_TOOLCHAIN_SYSROOT
  _LIND_RUST_TOOLCHAIN_AR _LIND_RUST_TOOLCHAIN_TARGET _LIND_RUST_TOOLCHAIN_MAP LIND_RUST_CLANG)
if(NOT _LIND_RUST_TOOLCHAIN_PREFIX)
  include("${CMAKE_CURRENT_LIST_DIR}/LindRustTools.cmake")
  _lind_rust_find_tools()
  lind_rust_get(_LIND_RUST_TOOLCHAIN_PREFIX PREFIX)
  lind_rust_get(_LIND_RUST_TOOLCHAIN_SYSROOT SYSROOT)
  lind_rust_get(_LIND_RUST_TOOLCHAIN_AR AR)
  _lind_rust_find_target(_LIND_RUST_TOOLCHAIN_TARGET _LIND_RUST_TOOLCHAIN_MAP)
endif()

# CMake names sources by their whole path, which __FILE__ and assert() would have in the program. The flag is clang's own
# and not lind-rust-clang's option for it: compile_commands.json is read by tools that know the one alone.
if(NOT CMAKE_SOURCE_DIR MATCHES ";|=" AND NOT CMAKE_SOURCE_DIR MATCHES "CMakeFiles/CMakeScratch|CMakeFiles/CMakeTmp")
  string(REPLACE "%f" "${CMAKE_SOURCE_DIR}" _lind_rust_map "${_LIND_RUST_TOOLCHAIN_MAP}")
  string(REPLACE "%t" "" _lind_rust_map "${_lind_rust_map}")
  add_compile_options("$<$<COMPILE_LANGUAGE:C,CXX>:${_lind_rust_map}>")
endif()

# Libraries that dynamic programs are linked with; such objects serve static ones as well.
string(TOLOWER "${CMAKE_BUILD_TYPE}" _lind_rust_configuration)
if(NOT DEFINED CMAKE_POSITION_INDEPENDENT_CODE AND ("${LIND_RUST_LINKAGE}" STREQUAL "dynamic" OR
    ("${LIND_RUST_LINKAGE}" MATCHES "^(auto)?$" AND _lind_rust_configuration STREQUAL "debug" AND
      EXISTS "${_LIND_RUST_TOOLCHAIN_SYSROOT}/lib/wasm32-wasi/libc.so")))
  set(CMAKE_POSITION_INDEPENDENT_CODE ON)
endif()

list(APPEND CMAKE_MODULE_PATH "${CMAKE_CURRENT_LIST_DIR}")
set(LindRust_DIR "${CMAKE_CURRENT_LIST_DIR}" CACHE PATH "lind-rust's CMake package")
set(CMAKE_SYSTEM_NAME Lind)
set(CMAKE_SYSTEM_PROCESSOR wasm32)
set(CMAKE_SYSROOT "${_LIND_RUST_TOOLCHAIN_SYSROOT}")
# The compiler's first test runs without CMAKE_SYSROOT.
set(ENV{LIND_RUST_SYSROOT} "${CMAKE_SYSROOT}")
set(CMAKE_C_COMPILER "${_LIND_RUST_TOOLCHAIN_PREFIX}/bin/lind-rust-clang")
# CMake does not quote this, and tools that read compile_commands.json do not know it: said only where it is needed.
if(LIND_RUST_CLANG)
  if(LIND_RUST_CLANG MATCHES "[^A-Za-z0-9_./+=:@%,-]")
    message(FATAL_ERROR "lind-rust: as a compiler's name\n  ${LIND_RUST_CLANG}\nis more than CMake can quote. "
      "Name a symbolic link to it by LIND_RUST_CLANG.")
  endif()
  list(APPEND CMAKE_C_COMPILER "--lind-clang=${LIND_RUST_CLANG}")
endif()
set(CMAKE_CXX_COMPILER "${CMAKE_C_COMPILER}")
# lind-rust-clang would take this target without a word; those tools must be told.
set(CMAKE_C_COMPILER_TARGET "${_LIND_RUST_TOOLCHAIN_TARGET}")
set(CMAKE_CXX_COMPILER_TARGET "${_LIND_RUST_TOOLCHAIN_TARGET}")
set(CMAKE_AR "${_LIND_RUST_TOOLCHAIN_AR}" CACHE FILEPATH "llvm-ar")
string(REGEX REPLACE "llvm-ar([^/]*)$" "llvm-ranlib\\1" CMAKE_RANLIB "${CMAKE_AR}")
set(CMAKE_RANLIB "${CMAKE_RANLIB}" CACHE FILEPATH "llvm-ranlib")
# For archives of bitcode (INTERPROCEDURAL_OPTIMIZATION) CMake looks for them beside the compiler.
foreach(_lind_rust_language C CXX)
  set(CMAKE_${_lind_rust_language}_COMPILER_AR "${CMAKE_AR}" CACHE FILEPATH "llvm-ar")
  set(CMAKE_${_lind_rust_language}_COMPILER_RANLIB "${CMAKE_RANLIB}" CACHE FILEPATH "llvm-ranlib")
endforeach()
# From CMake 3.28 on each file of C++20 would be asked for modules, by a clang-scan-deps that is not beside this compiler.
if(NOT DEFINED CMAKE_CXX_SCAN_FOR_MODULES)
  set(CMAKE_CXX_SCAN_FOR_MODULES OFF)
endif()
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
