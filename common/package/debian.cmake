# common/package/debian.cmake - what cpack makes of the components: packages for Debian.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME newshound)
set(CPACK_PACKAGE_VENDOR "The newshound authors")
set(CPACK_PACKAGE_CONTACT "The newshound authors <newshound@localhost>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_PRE_BUILD_SCRIPTS ${package}/debian_pages.cmake)
set(CPACK_NEWSHOUND_SOURCE ${CMAKE_SOURCE_DIR})

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_ALL programs runtime runtime-index development documentation)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(version "${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}")

# debian_package(<component> <name> <section> <description>), whose first line is the summary
macro(debian_package component name section description)
  string(TOUPPER ${component} key)
  set(CPACK_DEBIAN_${key}_PACKAGE_NAME ${name})
  set(CPACK_DEBIAN_${key}_PACKAGE_SECTION ${section})
  set(CPACK_DEBIAN_${key}_DESCRIPTION "${description}")
endmacro()

debian_package(programs newshound text "full-text search in news: programs
nh-index builds an index of news articles, nh-search answers questions from it
with ranked passages. There is no server; an index is a directory of files.")
debian_package(runtime libnewshound0 libs "full-text search in news: library that searches
It opens an index, parses questions and answers them with ranked passages.")
debian_package(runtime-index libnewshound-index0 libs "full-text search in news: library that indexes
It reads articles from files of many formats and builds indexes of them.")
debian_package(development libnewshound-dev libdevel "full-text search in news: headers and archives
For programs in C and C++ that search in indexes or build them.")
debian_package(documentation newshound-doc doc "full-text search in news: documentation
The query language, the format of an index, what is promised, and how it is built.")

foreach(key PROGRAMS RUNTIME RUNTIME-INDEX)
  set(CPACK_DEBIAN_${key}_PACKAGE_SHLIBDEPS ON)
endforeach()
set(CPACK_DEBIAN_PROGRAMS_PACKAGE_SUGGESTS newshound-doc)
# An archive is linked with what is below it.
string(JOIN ", " CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "libnewshound0 (= ${version})"
  "libnewshound-index0 (= ${version})" libc6-dev zlib1g-dev libutf8proc-dev libstemmer-dev
  libsimdjson-dev)
if(ISAL_FOUND)
  string(APPEND CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS ", libisal-dev")
endif()
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SUGGESTS newshound-doc)
set(CPACK_DEBIAN_DOCUMENTATION_PACKAGE_ARCHITECTURE all)

if(TARGET newshound-sqlite)
  list(APPEND CPACK_COMPONENTS_ALL sqlite)
  debian_package(sqlite libsqlite3-mod-newshound libs "full-text search in news: tables of SQLite
An index becomes a virtual table, which SQL searches and joins with other tables.")
  set(CPACK_DEBIAN_SQLITE_PACKAGE_DEPENDS "libnewshound0 (= ${version}), libsqlite3-0, libc6")
  set(CPACK_DEBIAN_SQLITE_PACKAGE_ENHANCES sqlite3)
endif()
include(CPack)
