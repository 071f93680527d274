/* common/base/api/exit_code.c - the number with which a program ends, for each way to fail. */
#include "common/base/api/exit_code.h"

int nh_status_exit_code(nh_status status)
{
    switch (status) {
    case NH_OK:
        return NH_EXIT_OK;
    case NH_E_ARG:
    case NH_E_QUERY:
        return NH_EXIT_USAGE;
    case NH_E_IO:
    case NH_E_SPACE:
    case NH_E_NOMEM:
    case NH_E_BUSY:
        return NH_EXIT_IO;
    case NH_E_CORRUPT:
    case NH_E_VERSION:
        return NH_EXIT_CORRUPT;
    case NH_E_LOCKED:
        return NH_EXIT_LOCKED;
    case NH_E_LIMIT:
        return NH_EXIT_LIMIT;
    case NH_E_REFUSED:
        return NH_EXIT_REFUSED;
    case NH_E_COMMIT_UNKNOWN:
        return NH_EXIT_UNKNOWN;
    case NH_E_CANCELLED:
        return NH_EXIT_CANCELLED;
    case NH_E_INTERNAL:
        return NH_EXIT_INTERNAL;
    }
    return NH_EXIT_INTERNAL;
}
