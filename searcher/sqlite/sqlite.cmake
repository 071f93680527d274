# searcher/sqlite/sqlite.cmake - newshound.so, which SQLite loads; left out where there is no SQLite.
#
# It stands on libnewshound, which it finds in the folder above its own. nh_searcher_sqlite is the
# same as a part of programs that are linked with SQLite, as tests are.
include(GNUInstallDirs)
pkg_check_modules(SQLITE IMPORTED_TARGET sqlite3>=3.38)
if(SQLITE_FOUND)
  nh_module(searcher/sqlite LINKS PkgConfig::SQLITE)
  target_compile_definitions(nh_searcher_sqlite PUBLIC SQLITE_CORE)
  target_include_directories(nh_searcher_sqlite PUBLIC ${CMAKE_SOURCE_DIR}/searcher/include
    ${CMAKE_SOURCE_DIR}/common/base/include)

  add_library(newshound-sqlite MODULE $<TARGET_PROPERTY:nh_searcher_sqlite,SOURCES>)
  target_include_directories(newshound-sqlite PRIVATE ${SQLITE_INCLUDE_DIRS}
    $<TARGET_PROPERTY:nh_searcher_sqlite,INCLUDE_DIRECTORIES>)
  target_link_libraries(newshound-sqlite PRIVATE newshound nh_flags)
  set_target_properties(newshound-sqlite PROPERTIES PREFIX "" OUTPUT_NAME newshound
    LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib/newshound INSTALL_RPATH "$ORIGIN/..")
  install(TARGETS newshound-sqlite DESTINATION ${CMAKE_INSTALL_LIBDIR}/newshound
    COMPONENT sqlite)
endif()
