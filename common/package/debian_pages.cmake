# common/package/debian_pages.cmake - what every package of Debian's has: licence, changes, gzip.
#
# Run by cpack when the files of all components are staged.
set(names "programs=newshound" "runtime=libnewshound0" "runtime-index=libnewshound-index0"
  "development=libnewshound-dev" "documentation=newshound-doc"
  "sqlite=libsqlite3-mod-newshound")

set(plain OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)

# compress(<file>...): in place, the same bytes every time.
function(compress)
  execute_process(COMMAND gzip -9nf ${ARGN} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(READ ${CPACK_NEWSHOUND_SOURCE}/LICENSE license)
string(REGEX REPLACE "\n\n" "\n.\n" license "${license}")
string(REGEX REPLACE "\n([^\n])" "\n \\1" license "${license}")
string(REGEX MATCH "Copyright [^\n]*" holder "${license}")
string(REGEX REPLACE "Copyright \\(c\\) " "" holder "${holder}")
foreach(pair ${names})
  string(REGEX MATCH "^(.*)=(.*)$" pair ${pair})
  set(staged ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/${CMAKE_MATCH_1})
  set(docs ${staged}/usr/share/doc/${CMAKE_MATCH_2})
  if(NOT IS_DIRECTORY ${staged})
    continue()
  endif()
  file(WRITE ${docs}/copyright
    "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: newshound

Files: *
Copyright: ${holder}
License: Expat
 ${license}")
  configure_file(${CPACK_NEWSHOUND_SOURCE}/common/docs/CHANGES.md ${docs}/changelog COPYONLY)
  file(CHMOD ${docs}/copyright ${docs}/changelog PERMISSIONS ${plain}) # whatever the checkout's are
  compress(${docs}/changelog)
  file(GLOB manuals ${staged}/usr/share/man/man*/*.[1-9])
  if(manuals)
    compress(${manuals})
  endif()
endforeach()
