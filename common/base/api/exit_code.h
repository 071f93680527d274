/*
 * common/base/api/exit_code.h - the number with which a program ends, for each way to fail.
 *
 * The one table of them: programs end with these numbers, and of several failures the one with
 * the highest is the worst.
 */
#ifndef NH_BASE_EXIT_CODE_H
#define NH_BASE_EXIT_CODE_H

#include "newshound/base.h"

enum {
    NH_EXIT_OK = 0,      /* done; for nh-search: found                              */
    NH_EXIT_NOTHING = 1, /* ran well, found nothing; nh-index delete: not every id  */
    NH_EXIT_USAGE = 2,   /* ARG, QUERY                                              */
    NH_EXIT_IO = 3,      /* IO, SPACE, NOMEM, BUSY                                  */
    NH_EXIT_CORRUPT = 4, /* CORRUPT, VERSION                                        */
    NH_EXIT_LOCKED = 5,
    NH_EXIT_LIMIT = 6,
    NH_EXIT_REFUSED = 7,
    NH_EXIT_UNKNOWN = 8, /* COMMIT_UNKNOWN                                          */
    NH_EXIT_INTERNAL = 9,
    NH_EXIT_CANCELLED = 130, /* CANCELLED: as if SIGINT had ended it                */
};

/* The exit code of a status; NH_EXIT_INTERNAL of one that is not known. */
int nh_status_exit_code(nh_status status);

#endif
