/* common/base/api/language.c - what is a language code. */
#include "common/base/api/language.h"

size_t nh_language_primary(nh_str language)
{
    size_t size = 0;

    while (size < language.len && language.ptr[size] != '-' && language.ptr[size] != '_')
        size++;
    return size;
}

bool nh_language_is_code(nh_str language)
{
    const size_t size = nh_language_primary(language);

    for (size_t i = 0; i < size; i++) {
        const char c = (char)(language.ptr[i] | 0x20);

        if (c < 'a' || c > 'z')
            return false;
    }
    return (size == 2 || size == 3) && size + 1 != language.len;
}
