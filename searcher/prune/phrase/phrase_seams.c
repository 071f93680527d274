/* searcher/prune/phrase/phrase_seams.c - phrases that run on from one passage into the next. */
#include "searcher/prune/phrase/phrase_seams.h"

/* Places around the end of a passage: bit 0 is the first place from which a phrase runs on. */
typedef struct window {
    uint32_t passage;
    uint32_t before; /* places of the passage before the window                        */
    uint32_t own;    /* places of the passage in the window                            */
} window;

bool nh_phrase_seams_near(const nh_segment_view *view, uint32_t passage)
{
    return nh_segment_view_runs_on(view, passage) ||
           (passage > 0 && nh_segment_view_runs_on(view, passage - 1));
}

/* An article ends whatever a flag says. */
static bool runs_on(const nh_segment_view *v, uint32_t passage)
{
    if (!nh_segment_view_runs_on(v, passage) || passage + 1 >= v->passages.count)
        return false;
    return !nh_article_begins(&v->articles, passage + 1);
}

static window window_at(const nh_phrase_seams *s, uint32_t passage)
{
    const uint32_t span = s->view->passages.spans[passage];
    const uint32_t own = span < s->length - 1 ? span : s->length - 1;

    return (window){passage, span - own, own};
}

/* The bits of a word's places in one passage, of which `before` are left out, from bit `base`. */
static nh_status add_places(nh_phrase_word *w, uint32_t passage, uint32_t before,
                            uint32_t base, uint64_t *mask, nh_error *err)
{
    nh_phrase_places places;
    bool found;
    nh_status st = nh_list_has(&w->list, passage, &found, err);

    if (st != NH_OK || !found)
        return st;
    st = nh_phrase_word_places(w, &places, err);
    if (st == NH_OK && w->allowed != NULL)
        st = nh_phrase_word_forms(w, &places, err);
    for (uint32_t k = 0; st == NH_OK && k < places.count; k++)
        if (places.list[k] >= before && base + places.list[k] - before < 64)
            *mask |= (uint64_t)1 << (base + places.list[k] - before);
    return st;
}

/* A word's places in the window; those of passage `only`, if that is one. */
static nh_status take_word(const nh_phrase_seams *s, nh_phrase_word *w, window at,
                           uint32_t only, uint64_t *mask, nh_error *err)
{
    uint32_t base = at.own;
    nh_status st = NH_OK;

    *mask = 0;
    if (only == NH_NO_PASSAGE || only == at.passage)
        st = add_places(w, at.passage, at.before, 0, mask, err);
    for (uint32_t p = at.passage; st == NH_OK && base < 64 && runs_on(s->view, p); p++) {
        if (only == NH_NO_PASSAGE || only == p + 1)
            st = add_places(w, p + 1, 0, base, mask, err);
        base += s->view->passages.spans[p + 1];
    }
    return st;
}

/* The phrases that begin in passage `begin` and run on, by way of a rarest word in `passage`. */
static nh_status take_seam(nh_phrase_seams *s, uint32_t begin, uint32_t passage,
                           nh_error *err)
{
    const window at = window_at(s, begin);
    uint64_t starts = ((uint64_t)1 << at.own) - 1;
    nh_status st = NH_OK;

    for (uint32_t i = 0; i < s->n_words && starts != 0 && st == NH_OK; i++) {
        uint64_t mask;

        st = take_word(s, s->words[i], at, i == 0 ? passage : NH_NO_PASSAGE, &mask, err);
        if (st == NH_OK)
            starts &= mask >> s->words[i]->shift;
    }
    if (st != NH_OK || starts == 0)
        return st;
    s->passages[s->n] = begin;
    s->counts[s->n++] = (uint32_t)__builtin_popcountll(starts);
    return NH_OK;
}

nh_status nh_phrase_seams_find(nh_phrase_seams *s, uint32_t passage,
                               const nh_phrase_places *places, nh_error *err)
{
    const uint8_t *spans = s->view->passages.spans;
    const uint32_t shift = s->words[0]->shift;
    const uint32_t last = places->list[places->count - 1];
    uint32_t back = shift > places->list[0] ? shift - places->list[0] : 0;
    nh_status st = NH_OK;

    s->n = 0;
    if (last + s->length - shift > spans[passage] && runs_on(s->view, passage))
        st = take_seam(s, passage, passage, err);
    for (uint32_t p = passage; st == NH_OK && back > 0 && p > 0 && s->n < NH_SEAM_LENGTH &&
                               runs_on(s->view, p - 1);
         p--) {
        st = take_seam(s, p - 1, passage, err);
        back -= back < spans[p - 1] ? back : spans[p - 1];
    }
    return st;
}
