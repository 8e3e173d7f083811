# SPDX-License-Identifier: Apache-2.0
# Removes what the last installation from this build tree wrote, and directories of its own that are empty then.
#
#   cmake -DMANIFEST=<build>/install_manifest.txt -P uninstall.cmake        DESTDIR is obeyed

if(NOT EXISTS "${MANIFEST}")
  message(FATAL_ERROR "lind-rust: nothing was installed from this build tree: there is no\n  ${MANIFEST}")
endif()
# Not by file(STRINGS): a path may have a ';'.
file(READ "${MANIFEST}" text)
string(REPLACE ";" "\\;" text "${text}")
string(REGEX REPLACE "\n+" ";" files "${text}")
set(dirs "")
foreach(file IN LISTS files)
  if(file STREQUAL "")
    continue()
  endif()
  set(path "$ENV{DESTDIR}${file}")
  if(EXISTS "${path}" OR IS_SYMLINK "${path}")
    file(REMOVE "${path}")
    # Which says nothing of what it could not remove.
    if(EXISTS "${path}" OR IS_SYMLINK "${path}")
      message(FATAL_ERROR "'${path}' cannot be removed.\nUninstall as the user who installed (sudo).")
    endif()
    message(STATUS "Removed: ${path}")
  endif()
  cmake_path(GET path PARENT_PATH dir)
  list(APPEND dirs "${dir}")
endforeach()
# Only those that bear our name: others were there before, or are others' as well.
list(REMOVE_DUPLICATES dirs)
list(SORT dirs ORDER DESCENDING)
foreach(dir IN LISTS dirs)
  while(dir MATCHES "/(lind-rust|LindRust)(/|$)")
    file(GLOB left "${dir}/*" "${dir}/.*")
    list(FILTER left EXCLUDE REGEX "/\\.\\.?$")
    if(left OR NOT IS_DIRECTORY "${dir}")
      break()
    endif()
    file(REMOVE_RECURSE "${dir}")
    cmake_path(GET dir PARENT_PATH dir)
  endwhile()
endforeach()
