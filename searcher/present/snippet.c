/* searcher/present/snippet.c - the text of a passage that was found, its place, its marks. */
#include "searcher/present/snippet.h"

#include "common/base/error.h"
#include "common/base/memory/grow.h"
#include "common/base/str.h"
#include "common/text/letters/utf8.h"
#include "common/text/passages/sentences/sentence.h"
#include "searcher/present/excerpt.h"

#define PIECE 240u /* bytes that are counted at once */

struct nh_snippets {
    const nh_env *env;
    nh_article_cut cut;
    bool answered; /* an answer was begun                         */
    bool has_cut;  /* `cut` is of all of `article` of `segment`   */
    const nh_segment *segment;
    uint32_t article;
    nh_text_range *skips;
    size_t skips_room;
    nh_excerpts excerpts;
};

/* A passage on its way to a hit. */
typedef struct filling {
    nh_snippets *s;
    const nh_snippet_job *job;
    const nh_passage *passage;
    nh_str text; /* that offsets count in: the article's, or the headline             */
    uint32_t at,
        end; /* what of it may be shown                                           */
    nh_marks marks;
    nh_arena *arena;
    nh_error *err;
} filling;

static nh_status fail_memory(nh_error *err)
{
    return nh_fail_memory(err, "snippets");
}

nh_status nh_snippets_new(const nh_env *env, const nh_passage_rule *rule,
                          nh_analyzer *analyzer, nh_snippets **out, nh_error *err)
{
    nh_snippets *s = nh_new(env, nh_snippets);
    nh_status st;

    *out = NULL;
    if (s == NULL)
        return fail_memory(err);
    s->env = s->excerpts.env = env;
    st = nh_article_cut_open(env, rule, analyzer, &s->cut, err);
    if (st == NH_OK)
        *out = s;
    else
        nh_snippets_free(s);
    return st;
}

void nh_snippets_free(nh_snippets *s)
{
    if (s == NULL)
        return;
    nh_article_cut_close(&s->cut);
    nh_release(s->env, s->skips);
    nh_excerpts_free(&s->excerpts);
    nh_release(s->env, s);
}

nh_article_cut *nh_snippets_cut(nh_snippets *s)
{
    s->has_cut = false;
    return &s->cut;
}

void nh_snippets_begin(nh_snippets *s)
{
    s->has_cut = false;
}

/* The letters that terms of the plan begin with, bit 0 for a. False if forms are wanted, too. */
static bool first_letters(const nh_plan *plan, uint32_t *firsts)
{
    *firsts = 0;
    for (uint32_t i = 0; i < plan->n_edges; i++) {
        const nh_edge *e = &plan->edges[i];

        if (e->prefix)
            return false;
        for (uint32_t k = 0; k < e->n_terms; k++) {
            const nh_str term = e->terms[k];

            if (term.len > 0 && term.ptr[0] >= 'a' && term.ptr[0] <= 'z')
                *firsts |= (uint32_t)1 << (term.ptr[0] - 'a');
        }
    }
    return true;
}

void nh_snippets_begin_answer(nh_snippets *s, const nh_plan *plan)
{
    uint32_t firsts;

    nh_snippets_begin(s);
    if (!s->answered && first_letters(plan, &firsts))
        nh_analyzer_narrow(s->cut.analyzer, firsts);
    s->answered = true;
}

/* ---- the article, cut as it was when it was indexed ----------------------------------- */

static nh_status fail_corrupt(const nh_snippet_job *job, const char *what, nh_error *err)
{
    return nh_fail(err, NH_E_CORRUPT, NULL, NH_NO_OFFSET,
                   "the stored text of article %u of its segment %s", job->article, what);
}

static nh_status read_skips(nh_snippets *s, const nh_stored *stored, size_t *n,
                            nh_error *err)
{
    nh_str skips = stored->skips;
    uint32_t before = 0;
    nh_text_range range;

    *n = 0;
    while (nh_stored_skip(&skips, &before, &range.at, &range.size)) {
        nh_text_range *grown = (nh_text_range *)nh_grown(s->env, s->skips, *n,
                                                         &s->skips_room, 8, sizeof *grown);

        if (grown == NULL)
            return fail_memory(err);
        s->skips = grown;
        s->skips[(*n)++] = range;
    }
    return NH_OK;
}

/* Asked while an article is cut. */
typedef struct watch {
    const nh_halt *halt;
    bool ended; /* the cut failed because of it */
} watch;

static nh_status look(void *self, nh_error *err)
{
    watch *w = (watch *)self;
    const nh_status st = nh_halt_look(w->halt, err);

    w->ended = st != NH_OK;
    return st;
}

static nh_status cut_whole(nh_snippets *s, const nh_snippet_job *job, nh_cut_text *text,
                           nh_error *err)
{
    watch w = {.halt = job->halt};
    nh_status st;

    if (nh_utf8_valid(text->text) < text->text.len ||
        nh_utf8_valid(text->headline) < text->headline.len)
        return fail_corrupt(job, "is not UTF-8", err);
    text->look = job->halt != NULL ? look : NULL;
    text->looker = &w;
    st = nh_article_cut_make(&s->cut, text, err);
    if (st != NH_OK)
        return st == NH_E_NOMEM || w.ended ? st : fail_corrupt(job, "cannot be cut", err);
    if (job->number >= s->cut.cut.n_passages)
        return fail_corrupt(job, "does not hold all its passages", err);
    s->has_cut = true;
    s->segment = job->segment;
    s->article = job->article;
    return NH_OK;
}

/* The passage by what is known of it, else all of its article. */
static nh_status cut_article(nh_snippets *s, const nh_snippet_job *job, nh_error *err)
{
    const nh_stored *stored = job->stored;
    nh_cut_text text = {.headline = stored->headline, .text = stored->text};
    bool same = false;
    nh_status st = NH_OK;

    if (s->has_cut && s->segment == job->segment && s->article == job->article &&
        job->number < s->cut.cut.n_passages)
        return NH_OK;
    s->has_cut = false;
    st = read_skips(s, stored, &text.n_skips, err);
    text.skips = s->skips;
    if (st == NH_OK)
        st = nh_analyzer_language(s->cut.analyzer, stored->language, &text.language, err);
    if (st == NH_OK && job->known.count > 0)
        st = nh_article_cut_again(&s->cut, &text, &job->known, &same, err);
    return st == NH_OK && !same ? cut_whole(s, job, &text, err) : st;
}

/* ---- marks ---------------------------------------------------------------------------- */

static bool is_of_headline(const filling *f)
{
    return (f->passage->flags & NH_PASSAGE_HEADLINE) != 0 || f->passage->size == 0;
}

/* A mark that begins in the passage and reaches into the next one carries the text to the end of
 * its sentence there. */
static void reach_out(filling *f)
{
    const nh_passage *next = f->passage + 1;
    const nh_mark *last = f->marks.count > 0 ? &f->marks.list[f->marks.count - 1] : NULL;
    nh_str text;
    size_t end;

    if (last == NULL || last->at + last->size <= f->end ||
        nh_article_cut_chain(&f->s->cut, f->job->number) == f->job->number + 1)
        return;
    text = (nh_str){f->text.ptr, next->at + next->size};
    for (end = next->at; end < last->at + last->size;)
        end = nh_sentence_end(text, end);
    f->end = (uint32_t)end;
}

static nh_status find_marks(filling *f)
{
    const nh_cut_part part = is_of_headline(f) ? NH_CUT_HEADLINE : NH_CUT_TEXT;
    nh_status st = NH_OK;

    if (f->job->leaves == NULL)
        return NH_OK;
    st = nh_article_cut_marks(&f->s->cut, f->job->leaves, f->job->number, part, &f->marks,
                              f->err);
    if (st == NH_OK)
        reach_out(f);
    return st;
}

/* ---- the hit -------------------------------------------------------------------------- */

/* Characters and line ends of a piece of text, at most PIECE bytes: few enough for counts of one
 * byte, of which a vector holds many. */
static void count_piece(const char *text, uint32_t size, nh_passage_hit *out)
{
    uint8_t characters = 0, lines = 0;

    for (uint32_t i = 0; i < size; i++)
        characters = (uint8_t)(characters + (((unsigned char)text[i] & 0xc0) != 0x80));
    for (uint32_t i = 0; i < size; i++)
        lines = (uint8_t)(lines + (text[i] == '\n'));
    out->character += characters;
    out->line += lines;
}

/* Characters and lines before byte `at`. */
static void count_before(nh_str text, uint32_t at, nh_passage_hit *out)
{
    out->character = 0;
    out->line = 1;
    for (uint32_t from = 0; from < at; from += PIECE)
        count_piece(text.ptr + from, at - from < PIECE ? at - from : PIECE, out);
}

/* The marks inside the excerpt, from its first byte. */
static nh_status copy_marks(const filling *f, nh_mark excerpt, nh_passage_hit *out)
{
    nh_mark *marks;
    size_t n = 0;

    marks = (nh_mark *)nh_arena_array(f->arena, f->marks.count, sizeof *marks);
    if (marks == NULL)
        return nh_arena_fail(f->arena, f->err, "an answer");
    for (size_t i = 0; i < f->marks.count; i++) {
        const nh_mark m = f->marks.list[i];

        if (m.at >= excerpt.at && m.at + m.size <= excerpt.at + excerpt.size)
            marks[n++] = (nh_mark){m.at - excerpt.at, m.size};
    }
    out->marks = marks;
    out->n_marks = n;
    return NH_OK;
}

static nh_status show(const filling *f, nh_passage_hit *out)
{
    const nh_excerpt_job job = {.text = f->text,
                                .at = f->at,
                                .end = f->end,
                                .want = f->job->want,
                                .marks = f->marks.list,
                                .n_marks = f->marks.count};
    nh_mark excerpt;
    nh_status st = nh_excerpt_choose(&f->s->excerpts, &job, &excerpt, f->err);

    if (st == NH_OK)
        st = copy_marks(f, excerpt, out);
    if (st != NH_OK)
        return st;
    out->text = nh_arena_copy(f->arena, nh_str_part(f->text, excerpt.at, excerpt.size));
    if (out->text.ptr == NULL)
        return nh_arena_fail(f->arena, f->err, "an answer");
    out->at = excerpt.at;
    count_before(f->text, excerpt.at, out);
    return NH_OK;
}

nh_status nh_snippet_fill(nh_snippets *s, const nh_snippet_job *job, nh_arena *arena,
                          nh_passage_hit *out, nh_error *err)
{
    filling f = {.s = s, .job = job, .arena = arena, .err = err};
    nh_status st = NH_OK;

    out->text = (nh_str){NULL, 0};
    out->marks = NULL;
    out->n_marks = 0;
    if (!job->has_text)
        return NH_OK;
    st = cut_article(s, job, err);
    if (st != NH_OK)
        return st;
    f.passage = nh_article_cut_passage(&s->cut, job->number);
    out->headline = is_of_headline(&f);
    f.text = out->headline ? job->stored->headline : job->stored->text;
    f.at = out->headline ? 0 : f.passage->at;
    f.end = out->headline ? (uint32_t)f.text.len : f.at + f.passage->size;
    st = find_marks(&f);
    return st == NH_OK ? show(&f, out) : st;
}
