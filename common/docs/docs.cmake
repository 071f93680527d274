# common/docs/docs.cmake - man pages and the API reference, where the tools for them are installed.
include(GNUInstallDirs)
find_package(Python3 COMPONENTS Interpreter)
find_program(LOWDOWN lowdown)
find_program(DOXYGEN doxygen)

# ---- man pages: part of every build, since the programs' own help is their source ----------------
if(Python3_FOUND AND LOWDOWN AND NOT NH_SANITIZE AND NOT NH_FUZZ)
  set(manual ${CMAKE_BINARY_DIR}/man)
  set(pages ${manual}/nh-search.1 ${manual}/nh-index.1 ${manual}/newshound-query.7
    ${manual}/newshound-topics.7 ${manual}/newshound-format.5)
  add_custom_command(OUTPUT ${pages}
    COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_LIST_DIR}/manual/make_manual.py ${manual}
      ${CMAKE_BINARY_DIR}/bin ${PROJECT_VERSION}
    DEPENDS nh-index nh-search ${CMAKE_CURRENT_LIST_DIR}/manual/make_manual.py
      ${CMAKE_CURRENT_LIST_DIR}/manual/nh-search.md ${CMAKE_CURRENT_LIST_DIR}/manual/nh-index.md
      ${CMAKE_CURRENT_LIST_DIR}/FORMAT.md ${CMAKE_SOURCE_DIR}/searcher/QUERY.md
      ${CMAKE_SOURCE_DIR}/corpus/TOPICS.md
    VERBATIM)
  add_custom_target(manual ALL DEPENDS ${pages})
  foreach(page ${pages})
    string(REGEX REPLACE ".*\\." "" section ${page})
    install(FILES ${page} DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section} COMPONENT programs)
  endforeach()
endif()

# ---- the reference: cmake --build . --target reference -------------------------------------------
if(Python3_FOUND AND DOXYGEN)
  set(NH_REFERENCE_DIR ${CMAKE_BINARY_DIR}/reference)
  configure_file(${CMAKE_CURRENT_LIST_DIR}/reference/Doxyfile.in ${CMAKE_BINARY_DIR}/Doxyfile @ONLY)
  add_custom_target(reference COMMAND ${CMAKE_COMMAND} -E make_directory ${NH_REFERENCE_DIR}
    COMMAND ${DOXYGEN} ${CMAKE_BINARY_DIR}/Doxyfile VERBATIM)
  install(DIRECTORY ${NH_REFERENCE_DIR} DESTINATION ${CMAKE_INSTALL_DOCDIR}
    COMPONENT documentation OPTIONAL)
endif()
