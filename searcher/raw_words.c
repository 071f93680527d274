/* searcher/raw_words.c - what is no word in a raw query becomes blank. */
#include "searcher/raw_words.h"

#include <string.h>

#include "common/base/bytes/buffer.h"
#include "common/text/letters/utf8.h"

/* Copies each word to its own place in `to`, which is all blanks. */
static nh_status copy_words(nh_analyzer *analyzer, nh_str text, char *to, nh_error *err)
{
    nh_tokens tokens = {0};
    const nh_status st = nh_analyzer_run(analyzer, text, 0, &tokens, err);

    for (size_t i = 0; st == NH_OK && i < tokens.count; i++)
        memcpy(to + tokens.list[i].at, text.ptr + tokens.list[i].at, tokens.list[i].size);
    return st;
}

nh_status nh_raw_words(nh_analyzer *analyzer, nh_str text, nh_arena *arena, nh_str *out,
                       nh_error *err)
{
    nh_buffer scratch = {.env = arena->env};
    nh_str valid = {0};
    char *to = NULL;
    nh_status st = nh_utf8_adopt(text, &scratch, &valid, NULL, err);

    if (st == NH_OK) {
        to = nh_arena_array(arena, valid.len, 1);
        st = to == NULL ? nh_arena_fail(arena, err, "a query") : NH_OK;
    }
    if (st == NH_OK) {
        memset(to, ' ', valid.len);
        st = copy_words(analyzer, valid, to, err);
    }
    if (st == NH_OK)
        *out = (nh_str){to, valid.len};
    nh_buf_free(&scratch);
    return st;
}
