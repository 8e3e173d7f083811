# SPDX-License-Identifier: Apache-2.0
# Installation, its undoing, and packages. Included by the CMakeLists.txt above.

install(TARGETS ${programs} RUNTIME DESTINATION bin)
foreach(name IN LISTS names)
  install(FILES ${PROJECT_BINARY_DIR}/bin/${name} DESTINATION bin)
  # A page by each name.
  file(WRITE ${PROJECT_BINARY_DIR}/man/${name}.1 ".so man1/cargo-lind_compile.1\n")
  install(FILES ${PROJECT_BINARY_DIR}/man/${name}.1 DESTINATION share/man/man1)
endforeach()
install(DIRECTORY ${PROJECT_BINARY_DIR}/libexec/lind-rust DESTINATION libexec USE_SOURCE_PERMISSIONS)
install(DIRECTORY ${share} DESTINATION share)
install(DIRECTORY cmake/ DESTINATION lib/cmake/LindRust PATTERN package EXCLUDE)
# In make's own search path for prefixes /usr and /usr/local: include lind-rust.mk
install(FILES make/lind-rust.mk DESTINATION include)
foreach(section IN ITEMS 1 7)
  file(GLOB man_pages CONFIGURE_DEPENDS helpers/*.${section})
  install(FILES ${man_pages} DESTINATION share/man/man${section})
endforeach()
file(GLOB documents CONFIGURE_DEPENDS examples/doc/*.md)
install(FILES ${documents} README.md CHANGELOG.md LICENSE DESTINATION share/doc/lind-rust)

# ---- For other programs: the library that the helpers are made of ----

install(TARGETS lind-rust-lib ARCHIVE DESTINATION lib)
install(DIRECTORY include/lind-rust DESTINATION include)
configure_file(cmake/package/lind-rust.pc.in ${PROJECT_BINARY_DIR}/lib/pkgconfig/lind-rust.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/lib/pkgconfig/lind-rust.pc DESTINATION lib/pkgconfig)

# ---- Completion: bash loads a file by the name of the command ----

set(completion share/bash-completion/completions)
install(FILES helpers/completion/lind-rust.bash DESTINATION ${completion} RENAME lind-rust)
file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/completion)
foreach(name IN LISTS programs names)
  if(NOT name STREQUAL "lind-rust")
    file(CREATE_LINK lind-rust ${PROJECT_BINARY_DIR}/completion/${name} SYMBOLIC)
    install(FILES ${PROJECT_BINARY_DIR}/completion/${name} DESTINATION ${completion})
  endif()
endforeach()
install(FILES helpers/completion/_lind-rust DESTINATION share/zsh/site-functions)
foreach(name IN LISTS programs names)
  # fish as well.
  install(FILES helpers/completion/lind-rust.fish DESTINATION share/fish/vendor_completions.d RENAME ${name}.fish)
endforeach()

# ---- HTML, where the tools for it are there ----

find_program(MANDOC mandoc)
find_program(PANDOC pandoc)
mark_as_advanced(MANDOC PANDOC)
if(MANDOC)
  set(html ${PROJECT_BINARY_DIR}/html)
  file(GLOB man_pages CONFIGURE_DEPENDS helpers/*.1 helpers/*.7)
  set(documents "")
  if(PANDOC)
    file(GLOB documents CONFIGURE_DEPENDS examples/doc/*.md)
  endif()
  add_custom_target(lind-rust-html
    COMMAND sh ${PROJECT_SOURCE_DIR}/cmake/package/html.sh ${html} ${MANDOC} "${PANDOC}" ${PROJECT_SOURCE_DIR}
    DEPENDS ${man_pages} ${documents} cmake/package/html.sh cmake/package/style.css
    COMMENT "HTML in ${html}"
    VERBATIM)
  install(DIRECTORY ${html}/ DESTINATION share/doc/lind-rust/html OPTIONAL)
endif()

# ---- The reverse ----

add_custom_target(uninstall
  COMMAND ${CMAKE_COMMAND} -DMANIFEST=${PROJECT_BINARY_DIR}/install_manifest.txt
    -P ${PROJECT_SOURCE_DIR}/cmake/package/uninstall.cmake
  VERBATIM)

# ---- Packages: cpack -G DEB, cpack -G TGZ ----

set(CPACK_PACKAGE_NAME lind-rust)
set(CPACK_PACKAGE_VENDOR lind-rust)
set(CPACK_PACKAGE_CONTACT "The lind-rust developers")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_STRIP_FILES ON)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_GENERATOR TGZ)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
find_program(DPKG_SHLIBDEPS dpkg-shlibdeps)
mark_as_advanced(DPKG_SHLIBDEPS)
if(DPKG_SHLIBDEPS)
  set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
else()
  set(CPACK_DEBIAN_PACKAGE_DEPENDS "libc6, libjansson4, libxxhash0")
endif()
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS
  "clang-19 | clang, lld-19 | lld, llvm-19 | llvm, libclang-rt-19-dev-wasm32, cargo-web | cargo | rustup, \
rust-web-src | rust-src | rustup, binaryen, nodejs")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "cmake, make, ninja-build")
include(CPack)
