/*
 * searcher/sqlite/sqlite_extension.h - where SQLite enters the extension.
 */
#ifndef NH_SQLITE_EXTENSION_H
#define NH_SQLITE_EXTENSION_H

#include "searcher/sqlite/sqlite_table.h"

/* What SQLite calls when it loads newshound.so; its name is made from that of the file. */
NH_API int sqlite3_newshound_init(sqlite3 *db, char **message,
                                  const sqlite3_api_routines *api);

#endif
