# SPDX-License-Identifier: Apache-2.0
# CMake reads this before it looks for a C++ compiler: it would take the host's.
message(FATAL_ERROR "lind-rust: C++ is not supported by LindRustToolchain.cmake.\n"
  "Say which languages the project has:  project(<name> LANGUAGES C)\n"
  "A project() without LANGUAGES has C and C++.")
