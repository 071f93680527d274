/* searcher/present/excerpt.c - the sentences of a text that are shown for its marks. */
#include "searcher/present/excerpt.h"

#include "common/base/bytes/character.h"
#include "common/base/error.h"
#include "common/base/memory/grow.h"
#include "common/base/str.h"
#include "common/text/letters/columns.h"
#include "common/text/passages/sentences/sentence.h"

/* What is chosen so far. */
typedef struct choice {
    uint32_t at;
    uint32_t end;
    size_t marks;
    bool any;
} choice;

static uint32_t mark_end(const nh_mark *mark)
{
    return mark->at + mark->size;
}

static uint32_t skip_blanks(nh_str text, uint32_t at, uint32_t end)
{
    while (at < end && nh_is_blank(text.ptr[at]))
        at++;
    return at;
}

static uint32_t trim_blanks(nh_str text, uint32_t at, uint32_t end)
{
    while (end > at && nh_is_blank(text.ptr[end - 1]))
        end--;
    return end;
}

/* ---- sentences ------------------------------------------------------------------------ */

static nh_status push_unit(nh_excerpts *x, nh_excerpt_unit unit, nh_error *err)
{
    nh_excerpt_unit *units = (nh_excerpt_unit *)nh_grown(x->env, x->units, x->n_units,
                                                         &x->room, 32, sizeof *units);

    if (units == NULL)
        return nh_fail_memory(err, "an excerpt");
    x->units = units;
    x->units[x->n_units++] = unit;
    return NH_OK;
}

/* A sentence that a mark runs out of is one with the next. */
static nh_status split(nh_excerpts *x, const nh_excerpt_job *job, nh_error *err)
{
    const nh_str text = {job->text.ptr, job->end};
    nh_status st = NH_OK;
    uint32_t at = skip_blanks(text, job->at, job->end);
    size_t next = 0; /* mark */

    x->n_units = 0;
    while (at < job->end && st == NH_OK) {
        uint32_t end = (uint32_t)nh_sentence_end(text, at);

        while (next < job->n_marks && job->marks[next].at < end) {
            if (mark_end(&job->marks[next]) <= end)
                next++;
            else
                end = (uint32_t)nh_sentence_end(text, end);
        }
        st = push_unit(x, (nh_excerpt_unit){at, trim_blanks(text, at, end), (uint32_t)next},
                       err);
        at = end;
    }
    return st;
}

/* ---- runs of sentences ---------------------------------------------------------------- */

static size_t marks_before(const nh_excerpts *x, size_t unit)
{
    return unit > 0 ? x->units[unit - 1].marks : 0;
}

static void offer(choice *best, uint32_t at, uint32_t end, size_t marks)
{
    if (!best->any || marks > best->marks)
        *best = (choice){at, end, marks, true};
}

/* True if a character begins at `at` that does not combine with the one before. */
static bool is_seam(nh_str text, uint32_t at)
{
    return ((unsigned char)text.ptr[at] & 0xc0) != 0x80 &&
           nh_columns_of(nh_character_at(text, at).code) > 0;
}

/* The first byte of a word (or else of a character) in [at, latest]; at > 0. */
static uint32_t word_start(nh_str text, uint32_t at, uint32_t latest)
{
    for (uint32_t i = at; i <= latest; i++)
        if (!nh_is_blank(text.ptr[i]) && nh_is_blank(text.ptr[i - 1]))
            return i;
    while (at < latest && !is_seam(text, at))
        at++;
    return at;
}

/* The end of the last word (or else character) that ends in [earliest, at], where
 * 0 < earliest <= at < text.len. */
static uint32_t word_end(nh_str text, uint32_t earliest, uint32_t at)
{
    for (uint32_t i = at; i >= earliest; i--)
        if (nh_is_blank(text.ptr[i]) && !nh_is_blank(text.ptr[i - 1]))
            return i;
    while (at > earliest && !is_seam(text, at))
        at--;
    return at;
}

/* Bytes of a unit from `start` on, where its mark `first` is the next: up to job->want, or to
 * `least` if that is behind it. */
static void offer_part(choice *best, const nh_excerpt_job *job, const nh_excerpt_unit *unit,
                       uint32_t start, uint32_t least, size_t first)
{
    const nh_str text = {job->text.ptr, unit->end};
    uint32_t end = unit->end;
    size_t marks = first;

    if (end - start > job->want && start + job->want > least)
        end = word_end(text, least, start + job->want);
    else if (end - start > job->want)
        end = least;
    while (marks < unit->marks && mark_end(&job->marks[marks]) <= end)
        marks++;
    if (marks < unit->marks && job->marks[marks].at < end) /* a mark that would be cut */
        end = trim_blanks(text, start, job->marks[marks].at);
    offer(best, start, end, marks - first);
}

/* A unit longer than is wanted: around each of its marks, as if that were the first. */
static void offer_long(choice *best, const nh_excerpt_job *job, const nh_excerpt_unit *unit,
                       size_t first)
{
    const uint32_t lead = job->want / 3;

    offer_part(best, job, unit, unit->at,
               unit->at + nh_character_at(job->text, unit->at).size, first);
    for (size_t m = first; m < unit->marks; m++) {
        const uint32_t mark = job->marks[m].at;
        const uint32_t before = m > first ? mark_end(&job->marks[m - 1]) : unit->at;
        uint32_t start = mark - unit->at > lead ? mark - lead : unit->at;

        if (unit->end - start < job->want) /* near the end: as much as fits before it */
            start = unit->end - unit->at > job->want ? unit->end - job->want : unit->at;
        start = start > before ? start : before;
        if (start > unit->at)
            start = word_start(job->text, start, mark);
        offer_part(best, job, unit, start, mark_end(&job->marks[m]), m);
    }
}

static void choose(const nh_excerpts *x, const nh_excerpt_job *job, choice *best)
{
    size_t end = 0; /* unit behind the run */

    for (size_t i = 0; i < x->n_units; i++) {
        const nh_excerpt_unit *unit = &x->units[i];
        const size_t first = marks_before(x, i);

        end = end > i ? end : i;
        while (end < x->n_units && x->units[end].end - unit->at <= job->want)
            end++;
        if (end == i)
            offer_long(best, job, unit, first);
        else
            offer(best, unit->at, x->units[end - 1].end, x->units[end - 1].marks - first);
    }
}

nh_status nh_excerpt_choose(nh_excerpts *x, const nh_excerpt_job *job, nh_mark *out,
                            nh_error *err)
{
    choice best = {.at = skip_blanks(job->text, job->at, job->end)};
    nh_status st = NH_OK;

    best.end = trim_blanks(job->text, best.at, job->end);
    if (job->want > 0 && best.end - best.at > job->want) {
        st = split(x, job, err);
        if (st == NH_OK)
            choose(x, job, &best);
    }
    *out = (nh_mark){best.at, best.end - best.at};
    return st;
}

void nh_excerpts_free(nh_excerpts *x)
{
    nh_release(x->env, x->units);
    *x = (nh_excerpts){.env = x->env};
}
