/* tests/fuzz/fuzz_json_row.c - any bytes as a question's JSON; two parsers agree on what it is. */
#include <stdlib.h>
#include <string.h>

#include "common/codec/input/source.h"
#include "common/text/letters/utf8.h"
#include "corpus/formats/json/json_reader.h"
#include "corpus/topics/json_row.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void demand(bool truth)
{
    if (!truth)
        abort();
}

/* What simdjson says. Of numbers it takes those alone that 64 bits hold. */
static nh_json_verdict ask_other(nh_str text)
{
    uint8_t *padded = calloc(1, text.len + NH_SOURCE_PADDING);
    nh_json *json = nh_json_new();
    const nh_json_field *fields = NULL;
    size_t count = 0;

    demand(padded != NULL && json != NULL);
    memcpy(padded, text.ptr, text.len);
    const nh_json_verdict verdict = nh_json_read(json, padded, text.len, &fields, &count);

    nh_json_free(json);
    free(padded);
    return verdict;
}

static bool may_have_huge_numbers(nh_str text)
{
    size_t digits = 0;

    for (size_t i = 0; i < text.len; i++) {
        digits = text.ptr[i] >= '0' && text.ptr[i] <= '9' ? digits + 1 : 0;
        if (digits > 2 && i >= digits && strchr("eE+-", text.ptr[i - digits]) != NULL)
            return true;
        if (digits > 17)
            return true;
    }
    return false;
}

static void compare(const nh_json_row *row, nh_str text)
{
    const nh_json_verdict other = ask_other(text);

    if (row->code == NH_E_LIMIT || other == NH_JSON_TOO_DEEP)
        return;
    if (row->code == NH_OK && other != NH_JSON_TOO_MANY_KEYS)
        demand(other == NH_JSON_FINE || may_have_huge_numbers(text));
    else if (row->code != NH_OK)
        demand(other != NH_JSON_FINE);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const nh_str text = {(const char *)bytes, size};
    nh_json_row row = {.count = 0};
    nh_json_member m = {.at = 0};

    if (size == 0 || memchr(bytes, 0, size) != NULL)
        return 0;
    demand(nh_json_row_read(&row, text, NULL) == NH_OK);
    demand((row.code == NH_OK) == (row.problem == NULL));
    demand(row.code == NH_OK || row.problem_at <= size || row.repaired);
    if (!row.repaired)
        compare(&row, text);
    while (nh_json_row_next(&row, &m)) {
        demand(nh_utf8_valid(m.name) == m.name.len && nh_utf8_valid(m.text) == m.text.len);
        if (m.at != NH_JSON_NOWHERE)
            demand(m.text.len == 0 || memcmp(bytes + m.at, m.text.ptr, m.text.len) == 0);
    }
    nh_json_row_free(&row);
    return 0;
}
