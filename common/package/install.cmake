# common/package/install.cmake - what `cmake --install` puts where, in components.
#
# programs       nh-index, nh-search, their man pages and completions
# runtime        libnewshound.so.0, for programs that search
# runtime-index  libnewshound-index.so.0, for programs that build indexes
# sqlite         newshound.so, an extension that SQLite loads
# development    headers, archives, what pkg-config and find_package() read
# documentation  the pages of the project, and examples
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package ${CMAKE_SOURCE_DIR}/common/package)
set(made ${CMAKE_BINARY_DIR}/package)
set(cmake_dir ${CMAKE_INSTALL_LIBDIR}/cmake/newshound)

# ---- programs and libraries --------------------------------------------------------------
install(TARGETS nh-index nh-search RUNTIME COMPONENT programs)

# Made by running the programs, where those that are built run here.
find_package(Python3 COMPONENTS Interpreter)
if(Python3_FOUND AND NOT CMAKE_CROSSCOMPILING AND NOT NH_SANITIZE AND NOT NH_FUZZ)
  set(completion ${CMAKE_BINARY_DIR}/completion)
  foreach(name nh-index nh-search)
    add_custom_command(OUTPUT ${completion}/${name}.bash ${completion}/_${name}
        ${completion}/${name}.fish
      COMMAND ${CMAKE_COMMAND} -E env PYTHONDONTWRITEBYTECODE=1 ${Python3_EXECUTABLE}
        ${package}/make_completion.py $<TARGET_FILE:${name}> ${completion}
      DEPENDS ${name} ${package}/make_completion.py
      VERBATIM)
    list(APPEND completions ${completion}/${name}.bash ${completion}/_${name}
      ${completion}/${name}.fish)
    install(FILES ${completion}/${name}.bash RENAME ${name}
      DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions COMPONENT programs)
    install(FILES ${completion}/_${name}
      DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions COMPONENT programs)
    install(FILES ${completion}/${name}.fish
      DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d COMPONENT programs)
  endforeach()
  add_custom_target(completion ALL DEPENDS ${completions})
endif()

set_target_properties(newshound PROPERTIES EXPORT_NAME newshound)
set_target_properties(newshound-static PROPERTIES EXPORT_NAME newshound-static)
set_target_properties(newshound-index PROPERTIES EXPORT_NAME index)
set_target_properties(newshound-index-static PROPERTIES EXPORT_NAME index-static)
install(TARGETS newshound EXPORT shared
  LIBRARY COMPONENT runtime NAMELINK_COMPONENT development
  INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(TARGETS newshound-index EXPORT shared
  LIBRARY COMPONENT runtime-index NAMELINK_COMPONENT development
  INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(TARGETS newshound-static newshound-index-static EXPORT static
  ARCHIVE COMPONENT development
  INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})

# ---- headers -----------------------------------------------------------------------------
file(GLOB headers CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/*/include/newshound/*.h
  ${CMAKE_SOURCE_DIR}/common/*/include/newshound/*.h)
install(FILES ${headers} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/newshound
  COMPONENT development)

# ---- pkg-config --------------------------------------------------------------------------
# Paths begin at the .pc file itself, so that an installed tree can be moved.
file(RELATIVE_PATH pc_prefix /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
string(REGEX REPLACE "/$" "" pc_prefix "${pc_prefix}")
set(isal_library "")
set(pc_requires "zlib, libutf8proc")
if(ISAL_FOUND)
  set(isal_library isal)
  string(APPEND pc_requires ", libisal")
endif()
set(cxx_library "")
foreach(library ${CMAKE_CXX_IMPLICIT_LINK_LIBRARIES})
  if(library MATCHES "^(stdc\\+\\+|c\\+\\+)$")
    set(cxx_library ${library})
  endif()
endforeach()
foreach(name newshound newshound-index)
  configure_file(${package}/${name}.pc.in ${made}/${name}.pc @ONLY)
  install(FILES ${made}/${name}.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig
    COMPONENT development)
endforeach()

# ---- find_package ------------------------------------------------------------------------
configure_package_config_file(${package}/newshoundConfig.cmake.in ${made}/newshoundConfig.cmake
  INSTALL_DESTINATION ${cmake_dir} NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(${made}/newshoundConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${made}/newshoundConfig.cmake ${made}/newshoundConfigVersion.cmake
  DESTINATION ${cmake_dir} COMPONENT development)
foreach(kind shared static)
  install(EXPORT ${kind} NAMESPACE newshound:: FILE newshound-${kind}.cmake
    DESTINATION ${cmake_dir} COMPONENT development)
endforeach()

# ---- pages -------------------------------------------------------------------------------
# In the folders of the source tree, so that links between them lead somewhere.
file(GLOB_RECURSE pages CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}
  ${CMAKE_SOURCE_DIR}/common/*.md ${CMAKE_SOURCE_DIR}/corpus/*.md
  ${CMAKE_SOURCE_DIR}/indexer/*.md ${CMAKE_SOURCE_DIR}/searcher/*.md
  ${CMAKE_SOURCE_DIR}/tests/*.md)
file(GLOB examples CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}
  ${CMAKE_SOURCE_DIR}/tests/examples/*.c ${CMAKE_SOURCE_DIR}/tests/examples/*.cc)
foreach(page README.md LICENSE ${pages} ${examples})
  cmake_path(GET page PARENT_PATH folder)
  install(FILES ${page} DESTINATION ${CMAKE_INSTALL_DOCDIR}/${folder} COMPONENT documentation)
endforeach()

include(${package}/debian.cmake)
