# SPDX-License-Identifier: Apache-2.0
# While the major version is 0, a minor version is compatible with itself alone.
include("${CMAKE_CURRENT_LIST_DIR}/LindRustVersion.cmake")
set(PACKAGE_VERSION "${LIND_RUST_VERSION}")
string(REGEX MATCH "^[0-9]+\\.[0-9]+" _lind_rust_series "${LIND_RUST_VERSION}")
string(REGEX MATCH "^[0-9]+\\.?[0-9]*" _lind_rust_wanted "${PACKAGE_FIND_VERSION}")
set(PACKAGE_VERSION_COMPATIBLE FALSE)
set(PACKAGE_VERSION_EXACT FALSE)
if(PACKAGE_FIND_VERSION VERSION_LESS_EQUAL PACKAGE_VERSION AND
    (_lind_rust_wanted STREQUAL _lind_rust_series OR _lind_rust_wanted STREQUAL "" OR _lind_rust_wanted STREQUAL "0"))
  set(PACKAGE_VERSION_COMPATIBLE TRUE)
endif()
if(PACKAGE_FIND_VERSION VERSION_EQUAL PACKAGE_VERSION)
  set(PACKAGE_VERSION_EXACT TRUE)
endif()
unset(_lind_rust_series)
unset(_lind_rust_wanted)
