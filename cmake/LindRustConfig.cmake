# SPDX-License-Identifier: Apache-2.0
# find_package(LindRust): works on an installation and, with CMAKE_PREFIX_PATH naming it, on the source tree.
include("${CMAKE_CURRENT_LIST_DIR}/LindRustVersion.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/LindRust.cmake")
