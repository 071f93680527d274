/* tests/fuzz/fuzz_highlight.c - any query and any text: marks ascend, are disjoint and lie in the text. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "newshound/highlight.h"
#include "tests/support/cm.h"
#include "tests/support/makers/tiny_index.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* An index whose settings the text is read with; small passages, so that short texts have some. */
static tiny_index *build(const char *passages)
{
    const nh_index_options how = {.size = sizeof how, .passages = passages};
    tiny_index *t = tiny_index_new(&how);

    tiny_index_add(t, &(tiny_article){.id = "a", .text = "Something.", .language = "de"});
    tiny_index_open(t);
    tiny_index_unlink(t); /* nobody says when the last input has come */
    return t;
}

/* The bytes up to the next NUL, or all; taken off the front. */
static nh_str take_part(nh_str *rest)
{
    const char *end =
        rest->len > 0 ? (const char *)memchr(rest->ptr, '\0', rest->len) : NULL;
    const nh_str part = {rest->ptr, end != NULL ? (size_t)(end - rest->ptr) : rest->len};
    const size_t used = part.len + (end != NULL);

    *rest = (nh_str){rest->ptr + used, rest->len - used};
    return part;
}

static void check(const nh_highlights *h, bool headline, nh_str text)
{
    size_t n, end = 0;
    const nh_mark *marks = nh_highlights_marks(h, headline, &n);

    for (size_t i = 0; i < n; i++) {
        if (marks[i].size == 0 || marks[i].at < end || marks[i].at > text.len ||
            marks[i].size > text.len - marks[i].at)
            abort();
        end = (size_t)marks[i].at + marks[i].size;
    }
}

/* The first byte chooses index, match and language; then query, headline and text, with a NUL
 * between each two of them. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static tiny_index *t[2];
    static const char *const languages[] = {"", "de", "fr", "xx"};
    const nh_query_options how = {.size = sizeof how, .has_now = true, .now = 1750000000};
    nh_fresh_text text = {.size = sizeof text, .source = {"AP", 2}};
    nh_str rest, query;
    nh_highlights *h = NULL;
    const nh_highlight_options options = {
        .size = sizeof options,
        .match = size > 0 && (bytes[0] >> 4 & 1) != 0 ? NH_MATCH_ANY : NH_MATCH_ALL};
    nh_query *q = NULL;

    if (t[0] == NULL) {
        t[0] = build("2:5:8");
        t[1] = build("none");
    }
    if (size == 0)
        return 0;
    rest = (nh_str){(const char *)bytes + 1, size - 1};
    query = take_part(&rest);
    text.headline = take_part(&rest);
    text.text = rest;
    text.language.ptr = languages[bytes[0] >> 2 & 3];
    text.language.len = strlen(text.language.ptr);
    if (nh_query_parse(t[bytes[0] & 1]->reader, query.ptr, query.len, &how, &q, NULL) ==
            NH_OK &&
        nh_highlight(t[bytes[0] & 1]->searcher, q, &text, &options, &h, NULL) == NH_OK) {
        check(h, true, text.headline);
        check(h, false, text.text);
    }
    nh_highlights_free(h);
    nh_query_free(q);
    return 0;
}
