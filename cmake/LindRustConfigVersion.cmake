# SPDX-License-Identifier: Apache-2.0
# While the major version is 0, a minor version is compatible with itself alone. A range says itself what is.
include("${CMAKE_CURRENT_LIST_DIR}/LindRustVersion.cmake")
set(PACKAGE_VERSION "${LIND_RUST_VERSION}")
set(PACKAGE_VERSION_COMPATIBLE FALSE)
set(PACKAGE_VERSION_EXACT FALSE)
if(PACKAGE_FIND_VERSION_RANGE)
  if(PACKAGE_VERSION VERSION_GREATER_EQUAL PACKAGE_FIND_VERSION_MIN AND
      (PACKAGE_VERSION VERSION_LESS PACKAGE_FIND_VERSION_MAX OR
      (PACKAGE_VERSION VERSION_EQUAL PACKAGE_FIND_VERSION_MAX AND PACKAGE_FIND_VERSION_RANGE_MAX STREQUAL "INCLUDE")))
    set(PACKAGE_VERSION_COMPATIBLE TRUE)
  endif()
else()
  string(REGEX MATCH "^[0-9]+\\.[0-9]+" _lind_rust_series "${PACKAGE_VERSION}")
  string(REGEX MATCH "^[0-9]+\\.?[0-9]*" _lind_rust_wanted "${PACKAGE_FIND_VERSION}")
  if(PACKAGE_VERSION VERSION_GREATER_EQUAL PACKAGE_FIND_VERSION AND
      _lind_rust_wanted MATCHES "^(0|${_lind_rust_series})?$")
    set(PACKAGE_VERSION_COMPATIBLE TRUE)
  endif()
  if(PACKAGE_VERSION VERSION_EQUAL PACKAGE_FIND_VERSION)
    set(PACKAGE_VERSION_EXACT TRUE)
  endif()
  unset(_lind_rust_series)
  unset(_lind_rust_wanted)
endif()
