/* tests/support/corpus_fuzz.c - any bytes read as a corpus of one file, and looked at. */
#include "tests/support/corpus_fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "common/text/letters/utf8.h"
#include "tests/support/faults/memory_file.h"

static void demand(bool truth)
{
    if (!truth)
        abort();
}

static void look_at_notice(void *self, const nh_notice *notice)
{
    (void)self;
    demand(notice->reason[0] != '\0' && notice->text[0] != '\0');
    demand(strcmp(notice->path, "input") == 0);
}

static void demand_valid(nh_str text)
{
    demand(nh_utf8_valid(text) == text.len);
}

static void look_at(const nh_article *article)
{
    uint64_t end = 0;

    demand(article->id.len >= 1 && article->id.len <= 1024);
    demand(article->text.len > 0 || article->headline.len > 0);
    demand_valid(article->id);
    demand_valid(article->headline);
    demand_valid(article->text);
    demand_valid(article->language);
    demand_valid(article->source);
    demand_valid(article->url);
    for (size_t i = 0; i < article->n_skips; i++) {
        demand(article->skips[i].at >= end);
        end = (uint64_t)article->skips[i].at + article->skips[i].size;
        demand(end <= article->text.len);
    }
    for (size_t i = 0; i < article->n_fields; i++) {
        demand(article->fields[i].name.len >= 1 && article->fields[i].name.len <= 32);
        demand(article->fields[i].value.len >= 1 && article->fields[i].value.len <= 256);
        demand_valid(article->fields[i].value);
    }
}

void corpus_fuzz(const uint8_t *bytes, size_t size, nh_format format)
{
    memory_file file;
    const nh_corpus_options options = {.size = sizeof options,
                                       .format = format,
                                       .document_limit = 2000,
                                       .on_notice = look_at_notice,
                                       .env = memory_file_begin(&file, bytes, size)};
    const char *const path = "input";
    const nh_article *article = NULL;
    nh_corpus *corpus = NULL;

    demand(nh_corpus_open(&path, 1, &options, &corpus, NULL) == NH_OK);
    do {
        demand(nh_corpus_next(corpus, &article, NULL) == NH_OK);
        if (article != NULL)
            look_at(article);
    } while (article != NULL);
    nh_corpus_close(corpus);
    demand(file.open == 0);
}
