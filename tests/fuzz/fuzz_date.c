/* tests/fuzz/fuzz_date.c - any text as a date; what is one is written and read again alike. */
#include <stdlib.h>

#include "common/base/dates/date.h"
#include "common/base/str.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void demand(bool truth)
{
    if (!truth)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const nh_str text = {(const char *)bytes, size};
    nh_date date = {0};
    nh_date again = {0};
    size_t at = 0;
    size_t length = 0;
    int64_t first = 0;
    int64_t last = 0;
    char written[NH_DATE_TEXT_SIZE];

    if (nh_date_parse(text, &date)) {
        demand(date.precision >= NH_DATE_YEAR && date.precision <= NH_DATE_SECOND);
        nh_date_range(date, &first, &last);
        demand(first == date.seconds && last >= first);
        nh_date_text(date, written);
        /* A time zone may carry the first or last hours of all years out of them. */
        if (written[0] != '\0' && date.seconds > nh_date_days(1, 1, 2) * 86400)
            demand(nh_date_parse(nh_str_of(written), &again) &&
                   again.seconds == date.seconds && again.precision == date.precision);
    }
    if (nh_date_find(text, &date, &at, &length))
        demand(length > 0 && at + length <= size && date.precision == NH_DATE_DAY);
    return 0;
}
