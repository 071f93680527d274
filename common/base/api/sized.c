/* common/base/api/sized.c - options of the public API, which begin with their own size and can grow. */
#include "common/base/api/sized.h"

#include <string.h>

#include "common/base/error.h"

static size_t size_of(const void *sized)
{
    size_t size;

    memcpy(&size, sized, sizeof size);
    return size;
}

nh_status nh_sized_read(void *to, size_t known, const void *given, const char *what,
                        nh_error *err)
{
    const uint8_t *bytes = (const uint8_t *)given;
    size_t size;

    memset(to, 0, known);
    if (given == NULL)
        return NH_OK;
    size = size_of(given);
    if (size < sizeof size)
        return nh_fail(err, NH_E_ARG, "size", NH_NO_OFFSET, "%s without their size", what);
    for (size_t i = known; i < size; i++)
        if (bytes[i] != 0)
            return nh_fail(err, NH_E_ARG, "size", NH_NO_OFFSET,
                           "%s have parts that this version does not know", what);
    memcpy(to, given, size < known ? size : known);
    return NH_OK;
}

nh_status nh_sized_check(const void *out, const char *what, nh_error *err)
{
    if (out == NULL || size_of(out) >= sizeof(size_t))
        return NH_OK;
    return nh_fail(err, NH_E_ARG, "size", NH_NO_OFFSET, "%s without their size", what);
}

void nh_sized_give(void *out, const void *facts, size_t known)
{
    const size_t size = size_of(out);

    if (size < sizeof size)
        return;
    memcpy(out, facts, size < known ? size : known);
    memcpy(out, &size, sizeof size);
}
