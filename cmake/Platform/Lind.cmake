# SPDX-License-Identifier: Apache-2.0
# CMake's description of the system that LindRustToolchain compiles for: POSIX, static libraries, programs in .wasm.
set(UNIX 1)
set(LIND 1)
set(CMAKE_STATIC_LIBRARY_PREFIX "lib")
set(CMAKE_STATIC_LIBRARY_SUFFIX ".a")
set(CMAKE_EXECUTABLE_SUFFIX ".wasm")
set(CMAKE_FIND_LIBRARY_PREFIXES "lib")
set(CMAKE_FIND_LIBRARY_SUFFIXES ".a")
set(CMAKE_LIBRARY_ARCHITECTURE "wasm32-wasi")
set(CMAKE_SYSTEM_INCLUDE_PATH /include/wasm32-wasi)
set(CMAKE_SYSTEM_LIBRARY_PATH /lib/wasm32-wasi)
set_property(GLOBAL PROPERTY TARGET_SUPPORTS_SHARED_LIBS FALSE)
set_property(GLOBAL PROPERTY FIND_LIBRARY_USE_LIB64_PATHS FALSE)
