/* corpus/corpus.c - articles, from files of many formats: the public functions. */
#include "newshound/corpus.h"

#include <fcntl.h>
#include <inttypes.h>
#include <string.h>

#include "common/base/api/sized.h"
#include "common/base/error.h"
#include "common/base/str.h"
#include "corpus/formats/json/jsonl.h"
#include "corpus/formats/plain/plain.h"
#include "corpus/formats/sgml/reuters.h"
#include "corpus/formats/sgml/trec.h"
#include "corpus/formats/sniff.h"
#include "corpus/input/walk.h"

#define DOCUMENT_LIMIT (UINT64_C(16) << 20)
#define DOCUMENT_LIMIT_MAX (UINT64_C(1) << 30)
#define RATIO_LIMIT 200

struct nh_corpus {
    nh_env env;
    nh_corpus_options options;
    nh_walk walk;
    nh_reading reading;
    nh_format format; /* of the open file                          */
    bool open;        /* a file is open                            */
    bool counted;     /* bytes_total has been looked for           */
    uint64_t articles;
    uint64_t unreadable; /* files and directories                     */
    nh_error first;      /* of them, with its path                    */
    uint64_t bytes_done; /* of files that are closed again            */
    uint64_t bytes_total;
};

/* The caller's options, of whatever version, with defaults in the gaps. NH_E_ARG */
static nh_status read_options(const nh_corpus_options *options, nh_corpus_options *out,
                              nh_error *err)
{
    const nh_status st =
        nh_sized_read(out, sizeof *out, options, "options of a corpus", err);

    if (st != NH_OK)
        return st;
    if (out->document_limit == 0)
        out->document_limit = DOCUMENT_LIMIT;
    if (out->ratio_limit == 0)
        out->ratio_limit = RATIO_LIMIT;
    if (out->document_limit > DOCUMENT_LIMIT_MAX)
        return nh_fail(err, NH_E_ARG, "--document-limit", NH_NO_OFFSET,
                       "%" PRIu64 " bytes; at most %" PRIu64, out->document_limit,
                       DOCUMENT_LIMIT_MAX);
    if (out->format > NH_FORMAT_REUTERS)
        return nh_fail(err, NH_E_ARG, "format", NH_NO_OFFSET, "format %d is not known",
                       (int)out->format);
    return NH_OK;
}

/* Hands the environment to everything that owns memory or waits for input. */
static void set_env(nh_corpus *corpus, const nh_corpus_options *options)
{
    nh_reading *reading = &corpus->reading;
    const nh_env *env = &corpus->env;

    corpus->env = nh_env_of(options->env, options->allocator);
    if (options->stop != NULL)
        corpus->env.stop = options->stop;
    corpus->walk.env = env;
    corpus->walk.path.env = env;
    reading->env = env;
    reading->source.env = env;
    reading->source.fd = -1;
    reading->draft.env = env;
    reading->draft.made_id.env = env;
    reading->mapping.env = env;
    reading->scratch.env = env;
    reading->joined.env = env;
    for (size_t i = 0; i < NH_PARTS; i++)
        reading->parts[i].env = env;
}

nh_status nh_corpus_open(const char *const *paths, size_t n_paths,
                         const nh_corpus_options *options, nh_corpus **out, nh_error *err)
{
    nh_corpus_options known = {0};
    nh_env env;
    nh_corpus *corpus = NULL;
    nh_status st = read_options(options, &known, err);

    *out = NULL;
    if (st != NH_OK)
        return st;
    env = nh_env_of(known.env, known.allocator);
    corpus = nh_new(&env, nh_corpus);
    if (corpus == NULL)
        return nh_fail_memory(err, "a corpus");
    set_env(corpus, &known);
    corpus->options = known;
    corpus->walk.paths = paths;
    corpus->walk.n_paths = n_paths;
    corpus->reading.notices.on_notice = known.on_notice;
    corpus->reading.notices.self = known.self;
    corpus->reading.notices.strict = known.strict;
    corpus->reading.document_limit = known.document_limit;
    corpus->reading.keep_furniture = known.keep_furniture;
    st = nh_mapping_read(&corpus->reading.mapping, known.maps, known.n_maps, err);
    if (st != NH_OK)
        goto done;
    *out = corpus;
    corpus = NULL; /* now the caller's */

done:
    nh_corpus_close(corpus);
    return st;
}

void nh_corpus_close(nh_corpus *corpus)
{
    nh_env env;

    if (corpus == NULL)
        return;
    nh_source_free(&corpus->reading.source);
    nh_walk_free(&corpus->walk);
    nh_draft_free(&corpus->reading.draft);
    nh_mapping_free(&corpus->reading.mapping);
    nh_json_free(corpus->reading.json);
    nh_buf_free(&corpus->reading.scratch);
    nh_buf_free(&corpus->reading.joined);
    for (size_t i = 0; i < NH_PARTS; i++)
        nh_buf_free(&corpus->reading.parts[i]);
    env = corpus->env; /* outlives what it frees */
    nh_release(&env, corpus);
}

/* Adds up the sizes of the paths, where all are files. */
static void count_bytes(nh_corpus *corpus)
{
    const nh_io *io = corpus->env.io;
    uint64_t total = 0;

    corpus->counted = true;
    for (size_t i = 0; i < corpus->walk.n_paths; i++) {
        nh_file_facts facts = {0};
        int fd = -1;

        if (strcmp(corpus->walk.paths[i], "-") == 0)
            return;
        fd = io->open_at(io->self, AT_FDCWD, corpus->walk.paths[i], O_PATH | O_CLOEXEC, 0);
        if (fd < 0)
            continue;
        const int code = io->facts(io->self, fd, &facts);

        (void)nh_file_close(&corpus->env, fd);
        if (code < 0 || facts.kind != NH_FILE_REGULAR)
            return;
        total += facts.size;
    }
    corpus->bytes_total = total;
}

/* Something that could not be read: never a matter of `strict`, always one of exit code 3. */
static void note_unreadable(nh_corpus *corpus, const nh_error *why)
{
    if (corpus->unreadable++ == 0)
        (void)nh_fail(&corpus->first, NH_E_IO, corpus->reading.notices.path, NH_NO_OFFSET,
                      "%s", why->what);
    nh_notices_refused(&corpus->reading.notices, "not-readable", why->what);
}

/* Looks at the first bytes and decides which reader the file gets. */
static nh_status choose_format(nh_corpus *corpus, nh_error *err)
{
    nh_source *source = &corpus->reading.source;
    nh_status st = NH_OK;

    while (st == NH_OK && !source->ended && source->end - source->at < NH_SNIFF_SIZE)
        st = nh_source_fill(source, err);
    corpus->format = corpus->options.format;
    if (corpus->format == NH_FORMAT_AUTO)
        corpus->format =
            nh_sniff_format(source->bytes + source->at, source->end - source->at);
    return st;
}

static nh_status open_file(nh_corpus *corpus, nh_error *err)
{
    nh_reading *reading = &corpus->reading;
    nh_status st = NH_OK;

    corpus->open = true;
    reading->record = 0;
    reading->source.borrowed = corpus->walk.borrowed;
    st = nh_source_open(&reading->source, corpus->walk.fd, nh_walk_path(&corpus->walk),
                        corpus->options.ratio_limit, err);
    return st == NH_OK ? choose_format(corpus, err) : st;
}

/* Takes one step of the walk. */
static nh_status step(nh_corpus *corpus, bool *end, nh_error *err)
{
    nh_notices *notices = &corpus->reading.notices;
    const nh_place file = {NH_NO_OFFSET, 0};
    nh_walk_step found = NH_WALK_END;
    nh_status st = nh_walk_next(&corpus->walk, &found, err);

    if (st != NH_OK)
        return st;
    notices->path = nh_walk_path(&corpus->walk);
    switch (found) {
    case NH_WALK_END:
        *end = true;
        break;
    case NH_WALK_FILE:
        return open_file(corpus, err);
    case NH_WALK_REFUSED:
        note_unreadable(corpus, &corpus->walk.why);
        break;
    case NH_WALK_PASSED_BY:
        nh_notices_warn(notices, "not-a-file", file,
                        "a symbolic link, pipe or device in a directory is not opened");
        break;
    case NH_WALK_TOO_DEEP:
        return nh_notices_skip(notices, "too-deep", file, err,
                               "more than %d directories in one another", NH_WALK_DEPTH);
    }
    return NH_OK;
}

/* Tells what was wrong with the file that has been read, and closes it. */
static nh_status close_file(nh_corpus *corpus, nh_error *err)
{
    nh_source *source = &corpus->reading.source;
    nh_notices *notices = &corpus->reading.notices;
    const nh_source_fault fault = source->fault;
    const bool plain = corpus->format == NH_FORMAT_TEXT;
    const nh_place place = {source->offset, plain ? 0 : corpus->reading.record};
    const nh_error why = source->failure;

    corpus->open = false;
    corpus->bytes_done += source->read;
    nh_source_close(source);
    switch (fault) {
    case NH_SOURCE_WHOLE:
        break;
    case NH_SOURCE_NOT_READABLE:
        note_unreadable(corpus, &why);
        break;
    case NH_SOURCE_TRAILING:
        nh_notices_warn(notices, nh_source_fault_text(fault), place,
                        "the gzip file is whole, but other bytes follow it");
        break;
    case NH_SOURCE_BAD_GZIP:
    case NH_SOURCE_TRUNCATED:
    case NH_SOURCE_BOMB:
    case NH_SOURCE_LAYERS:
        return nh_notices_skip(notices, nh_source_fault_text(fault), place, err,
                               "the rest of the file is not read");
    }
    return NH_OK;
}

static nh_status read_article(nh_corpus *corpus, bool *got, nh_error *err)
{
    switch (corpus->format) {
    case NH_FORMAT_JSONL:
        return nh_jsonl_next(&corpus->reading, got, err);
    case NH_FORMAT_TREC:
        return nh_trec_next(&corpus->reading, got, err);
    case NH_FORMAT_REUTERS:
        return nh_reuters_next(&corpus->reading, got, err);
    case NH_FORMAT_AUTO:
    case NH_FORMAT_TEXT:
        break;
    }
    return nh_plain_next(&corpus->reading, got, err);
}

static nh_status finish(const nh_corpus *corpus, nh_error *err)
{
    if (corpus->unreadable == 0)
        return NH_OK;
    if (corpus->unreadable == 1)
        return nh_fail(err, NH_E_IO, corpus->first.where, NH_NO_OFFSET, "%s",
                       corpus->first.what);
    return nh_fail(err, NH_E_IO, corpus->first.where, NH_NO_OFFSET,
                   "%s; %" PRIu64 " files or directories could not be read",
                   corpus->first.what, corpus->unreadable);
}

nh_status nh_corpus_next(nh_corpus *corpus, const nh_article **out, nh_error *err)
{
    nh_article *article = &corpus->reading.draft.article;
    nh_status st = NH_OK;
    bool got = false;
    bool end = false;

    *out = NULL;
    if (!corpus->counted)
        count_bytes(corpus);
    while (st == NH_OK && !got && !end) {
        if (nh_env_is_stopped(&corpus->env))
            return nh_fail_stopped(err);
        if (!corpus->open) {
            st = step(corpus, &end, err);
            continue;
        }
        st = read_article(corpus, &got, err);
        if (st == NH_OK && corpus->reading.source.failure.code == NH_E_CANCELLED)
            return nh_fail_stopped(err); /* half a document is none */
        if (st == NH_OK && !got)
            st = close_file(corpus, err);
    }
    if (st != NH_OK)
        return st;
    if (end)
        return finish(corpus, err);
    if (article->language.len == 0)
        article->language = nh_str_of(corpus->options.language);
    corpus->articles++;
    *out = article;
    return NH_OK;
}

void nh_corpus_progress_get(const nh_corpus *corpus, nh_corpus_progress *out)
{
    const nh_reading *reading = &corpus->reading;

    *out = (nh_corpus_progress){
        .articles = corpus->articles,
        .skipped = reading->notices.skipped,
        .warnings = reading->notices.warnings,
        .bytes_read = corpus->bytes_done + (corpus->open ? reading->source.read : 0),
        .bytes_total = corpus->bytes_total,
        .path = reading->notices.path != NULL ? reading->notices.path : "",
    };
}
