/* searcher/present/snippet.c - the text of a passage that was found, its place, its marks. */
#include "searcher/present/snippet.h"

#include "common/base/error.h"
#include "common/base/str.h"
#include "common/text/letters/utf8.h"
#include "common/text/passages/sentence.h"
#include "searcher/present/excerpt.h"

#define MOST_MEMO ((size_t)16 << 20) /* bytes of words that the analyzer may remember */

struct nh_snippets {
    const nh_env *env;
    nh_analyzer *analyzer; /* borrowed */
    nh_cutter *cutter;
    bool whole;   /* the rule: articles are the units            */
    bool has_cut; /* `cut` is of `article` of `segment`          */
    const nh_segment *segment;
    uint32_t article;
    nh_cut cut;
    size_t headline_tokens; /* of cut.tokens; 0 unless whole */
    nh_text_range *skips;
    size_t skips_room;
    nh_leaf_token *tokens;
    size_t tokens_room;
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
    s->analyzer = analyzer;
    s->whole = rule->whole;
    st = nh_cutter_new(env, rule, analyzer, &s->cutter, err);
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
    nh_cutter_free(s->cutter);
    nh_release(s->env, s->skips);
    nh_release(s->env, s->tokens);
    nh_excerpts_free(&s->excerpts);
    nh_release(s->env, s);
}

void nh_snippets_begin(nh_snippets *s)
{
    s->has_cut = false;
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
        if (*n == s->skips_room) {
            const size_t room = *n * 2 + 8;
            nh_text_range *grown =
                (nh_text_range *)nh_resized(s->env, s->skips, room, sizeof *grown);

            if (grown == NULL)
                return fail_memory(err);
            s->skips = grown;
            s->skips_room = room;
        }
        s->skips[(*n)++] = range;
    }
    return NH_OK;
}

/* Where articles are the units, the tokens of the first passages begin with the headline's,
 * and how many these are only a cut without the text can tell. */
static nh_status count_headline(nh_snippets *s, const nh_cut_text *text, nh_error *err)
{
    const nh_cut_text alone = {.headline = text->headline, .language = text->language};
    nh_status st = NH_OK;

    s->headline_tokens = 0;
    if (!s->whole || text->headline.len == 0)
        return NH_OK;
    st = nh_cut_article(s->cutter, &alone, &s->cut, err);
    s->headline_tokens = s->cut.n_tokens;
    return st;
}

static nh_status cut_article(nh_snippets *s, const nh_snippet_job *job, nh_error *err)
{
    const nh_stored *stored = job->stored;
    nh_cut_text text = {.headline = stored->headline, .text = stored->text};
    nh_status st = NH_OK;

    if (s->has_cut && s->segment == job->segment && s->article == job->article)
        return NH_OK;
    s->has_cut = false;
    if (nh_utf8_valid(text.text) < text.text.len ||
        nh_utf8_valid(text.headline) < text.headline.len)
        return fail_corrupt(job, "is not UTF-8", err);
    if (nh_analyzer_memory(s->analyzer) > MOST_MEMO)
        nh_analyzer_forget(s->analyzer);
    st = read_skips(s, stored, &text.n_skips, err);
    text.skips = s->skips;
    if (st == NH_OK)
        st = nh_analyzer_language(s->analyzer, stored->language, &text.language, err);
    if (st == NH_OK)
        st = count_headline(s, &text, err);
    if (st == NH_OK)
        st = nh_cut_article(s->cutter, &text, &s->cut, err);
    if (st != NH_OK)
        return st == NH_E_NOMEM ? st : fail_corrupt(job, "cannot be cut", err);
    s->has_cut = true;
    s->segment = job->segment;
    s->article = job->article;
    return NH_OK;
}

/* ---- marks ---------------------------------------------------------------------------- */

static bool is_of_headline(const filling *f)
{
    return (f->passage->flags & NH_PASSAGE_HEADLINE) != 0 || f->passage->size == 0;
}

/* The fields that the passage belongs to. */
static unsigned place_of(const filling *f)
{
    const nh_passage *passages = f->s->cut.passages;
    const uint32_t number = f->job->number;

    if ((f->passage->flags & NH_PASSAGE_HEADLINE) != 0)
        return NH_SCOPE_TITLE;
    if (number == 0 || (number == 1 && (passages[0].flags & NH_PASSAGE_HEADLINE) != 0))
        return NH_SCOPE_LEDE;
    return 0;
}

/* Lists the tokens of a passage that belong to the text shown, at `base` + their positions. */
static size_t put_tokens(const filling *f, const nh_passage *passage, uint32_t base,
                         size_t n)
{
    const nh_snippets *s = f->s;

    for (size_t i = passage->first; i < (size_t)passage->first + passage->count; i++) {
        const nh_passage_token *t = &s->cut.tokens[i];

        if (s->whole && (i < s->headline_tokens) != is_of_headline(f))
            continue;
        s->tokens[n++] = (nh_leaf_token){nh_analyzer_word(s->analyzer, t->word),
                                         base + t->pos, t->at, t->size};
    }
    return n;
}

static nh_status list_tokens(const filling *f, const nh_passage *next, size_t *n)
{
    nh_snippets *s = f->s;
    const size_t room = (size_t)f->passage->count + (next != NULL ? next->count : 0);

    if (room > s->tokens_room) {
        nh_leaf_token *grown =
            (nh_leaf_token *)nh_resized(s->env, s->tokens, room, sizeof *grown);

        if (grown == NULL)
            return fail_memory(f->err);
        s->tokens = grown;
        s->tokens_room = room;
    }
    *n = put_tokens(f, f->passage, 0, 0);
    if (next != NULL)
        *n = put_tokens(f, next, f->passage->span, *n);
    return NH_OK;
}

/* Leaves out marks behind the passage; one that begins in it carries the text to its end. */
static void keep_own(filling *f, const nh_passage *next)
{
    const nh_mark *last;

    while (f->marks.count > 0 && f->marks.list[f->marks.count - 1].at >= f->end)
        f->marks.count--;
    if (f->marks.count == 0)
        return;
    last = &f->marks.list[f->marks.count - 1];
    if (next != NULL && last->at + last->size > f->end) {
        const nh_str text = {f->text.ptr, next->at + next->size};
        size_t end = next->at;

        while (end < last->at + last->size)
            end = nh_sentence_end(text, end);
        f->end = (uint32_t)end;
    }
}

static nh_status find_marks(filling *f)
{
    const nh_cut *cut = &f->s->cut;
    const bool goes_on = (f->passage->flags & NH_PASSAGE_CONTINUES) != 0 &&
                         f->job->number + 1 < cut->n_passages;
    const nh_passage *next = goes_on ? f->passage + 1 : NULL;
    size_t n = 0;
    nh_status st = NH_OK;

    if (f->job->leaves == NULL)
        return NH_OK;
    st = list_tokens(f, next, &n);
    if (st == NH_OK)
        st =
            nh_leaves_mark(f->job->leaves, f->s->tokens, n, place_of(f), &f->marks, f->err);
    if (st == NH_OK)
        keep_own(f, next);
    return st;
}

/* ---- the hit -------------------------------------------------------------------------- */

/* Characters and lines before byte `at`. */
static void count_before(nh_str text, uint32_t at, nh_passage_hit *out)
{
    out->character = 0;
    out->line = 1;
    for (uint32_t i = 0; i < at; i++) {
        out->character += ((unsigned char)text.ptr[i] & 0xc0) != 0x80;
        out->line += text.ptr[i] == '\n';
    }
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
    if (job->number >= s->cut.n_passages)
        return fail_corrupt(job, "does not hold all its passages", err);
    f.passage = &s->cut.passages[job->number];
    out->headline = is_of_headline(&f);
    f.text = out->headline ? job->stored->headline : job->stored->text;
    f.at = out->headline ? 0 : f.passage->at;
    f.end = out->headline ? (uint32_t)f.text.len : f.at + f.passage->size;
    st = find_marks(&f);
    return st == NH_OK ? show(&f, out) : st;
}
