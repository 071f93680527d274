/* common/text/passages/passages.c - an article into passages. */
#include "common/base/error.h"
#include "common/base/str.h"
#include "common/text/passages/cutter.h"
#include "common/text/passages/paragraphs.h"

/* Tokens of one article, and bytes of its texts. */
#define TOKEN_LIMIT (8u << 20)
#define TEXT_LIMIT (UINT32_MAX / 2)

/* Bytes of text between two looks at what may end the cut: about a millisecond. */
#define LOOK_EVERY ((size_t)64 << 10)

nh_status nh_cutter_new(const nh_env *env, const nh_passage_rule *rule,
                        nh_analyzer *analyzer, nh_cutter **out, nh_error *err)
{
    nh_cutter *cutter = NULL;

    *out = NULL;
    if (!rule->whole &&
        (rule->min == 0 || rule->min > rule->target || rule->target > rule->max))
        return nh_fail(err, NH_E_ARG, "passages", NH_NO_OFFSET,
                       "a passage rule of %u, %u and %u tokens, which do not ascend",
                       rule->min, rule->target, rule->max);
    cutter = nh_new(env, nh_cutter);
    if (cutter == NULL)
        return nh_fail_memory(err, "a passage cutter");
    cutter->env = env;
    cutter->rule = *rule;
    cutter->analyzer = analyzer;
    cutter->pack.env = env;
    cutter->seams.env = env;
    *out = cutter;
    return NH_OK;
}

void nh_cutter_free(nh_cutter *cutter)
{
    if (cutter == NULL)
        return;
    nh_pack_free(&cutter->pack);
    nh_seams_free(&cutter->seams);
    nh_release(cutter->env, cutter->kept);
    nh_release(cutter->env, cutter);
}

static bool is_stop(const nh_cutter *cutter, const nh_token *token)
{
    return (nh_analyzer_word(cutter->analyzer, token->word)->flags & NH_WORD_STOP) != 0;
}

/* Points the run at the tokens that are indexed: the analyzer's own list unless there are
 * stop words in it, which are rare. */
static nh_status keep_indexed(nh_cutter *cutter, const nh_tokens *tokens, nh_run *run,
                              nh_error *err)
{
    size_t first = nh_analyzer_stops(cutter->analyzer) ? 0 : tokens->count;

    run->tokens = tokens->list;
    run->count = tokens->count;
    while (first < tokens->count && !is_stop(cutter, &tokens->list[first]))
        first++;
    if (first == tokens->count)
        return NH_OK;
    if (tokens->count > cutter->kept_room) {
        const size_t room = tokens->count + tokens->count / 2;
        nh_token *kept = nh_resized(cutter->env, cutter->kept, room, sizeof *kept);

        if (kept == NULL)
            return nh_fail_memory(err, "the tokens of a paragraph");
        cutter->kept = kept;
        cutter->kept_room = room;
    }
    run->tokens = cutter->kept;
    run->count = 0;
    for (size_t i = 0; i < tokens->count; i++) {
        if (!is_stop(cutter, &tokens->list[i]))
            cutter->kept[run->count++] = tokens->list[i];
    }
    return NH_OK;
}

nh_status nh_cutter_read(nh_cutter *cutter, nh_str text, size_t at, uint32_t language,
                         nh_run *run, nh_error *err)
{
    nh_tokens tokens = {0};
    nh_status st = nh_analyzer_run(cutter->analyzer, text, language, &tokens, err);

    if (st != NH_OK)
        return st;
    *run = (nh_run){.text = text, .at = (uint32_t)at};
    cutter->dropped += tokens.dropped;
    st = keep_indexed(cutter, &tokens, run, err);
    if (st != NH_OK)
        return st;
    run->from = run->count > 0 ? run->tokens[0].pos : 0;
    if (run->count > TOKEN_LIMIT - cutter->pack.n_tokens)
        return nh_fail(err, NH_E_LIMIT, "tokens", NH_NO_OFFSET,
                       "an article of more than %u tokens", TOKEN_LIMIT);
    return NH_OK;
}

/* True if the open passage is nearer to its target with `k` tokens more than without. */
static bool is_nearer(const nh_cutter *cutter, size_t k)
{
    const size_t held = nh_pack_count(&cutter->pack);
    const size_t target = cutter->rule.target;

    return held < cutter->rule.min || held + k <= target ||
           held + k - target + held <= target;
}

/* Places a paragraph that goes into no passage whole, or not into the open one. */
static nh_status place_pieces(nh_cutter *cutter, nh_run *run, nh_error *err)
{
    const nh_passage_rule *rule = &cutter->rule;
    nh_pack *pack = &cutter->pack;
    nh_status st = nh_seams_find(&cutter->seams, run, err);

    while (st == NH_OK && run->done < run->count) {
        const size_t rest = run->count - run->done;
        size_t k = rest;

        if (!nh_pack_fits(pack, run, rest, rule->max))
            k = nh_pack_count(pack) >= rule->min
                    ? 0
                    : nh_seams_choose(&cutter->seams, pack, run, rule);
        if (k == 0)
            nh_pack_close(pack);
        else
            st = nh_pack_add(pack, run, k, 0, err);
    }
    return st;
}

/* Places one paragraph by the rule of whole paragraphs. */
static nh_status place_paragraph(nh_cutter *cutter, nh_run *run, nh_error *err)
{
    nh_pack *pack = &cutter->pack;

    if (nh_pack_fits(pack, run, run->count, cutter->rule.max) &&
        is_nearer(cutter, run->count))
        return nh_pack_add(pack, run, run->count, 0, err);
    if (nh_pack_count(pack) >= cutter->rule.min) {
        nh_pack_close(pack);
        if (nh_pack_fits(pack, run, run->count, cutter->rule.max))
            return nh_pack_add(pack, run, run->count, 0, err);
    }
    return place_pieces(cutter, run, err);
}

/* Places tokens where the article is the unit: as many as a passage can hold. */
static nh_status place_whole(nh_cutter *cutter, nh_run *run, uint8_t flags, nh_error *err)
{
    nh_pack *pack = &cutter->pack;
    nh_status st = NH_OK;

    while (st == NH_OK && run->done < run->count) {
        const size_t k = nh_seams_most(pack, run);

        if (k == 0)
            nh_pack_close(pack);
        else
            st = nh_pack_add(pack, run, k, flags, err);
    }
    return st;
}

static nh_status cut_headline(nh_cutter *cutter, const nh_cut_text *text, nh_error *err)
{
    nh_pack *pack = &cutter->pack;
    nh_run run = {0};
    nh_status st = nh_cutter_read(cutter, text->headline, 0, text->language, &run, err);

    if (st != NH_OK || run.count == 0)
        return st;
    pack->headline = true;
    if (cutter->rule.whole) {
        st = place_whole(cutter, &run, NH_PASSAGE_WITH_HEADLINE, err);
    } else {
        const size_t k = nh_seams_most(pack, &run);

        cutter->dropped +=
            run.count - k; /* a headline is one entry; no paper prints more */
        run.count = k;
        st = nh_pack_add(pack, &run, k, NH_PASSAGE_HEADLINE, err);
        if (st == NH_OK)
            pack->passages[0].size = (uint32_t)text->headline.len;
        nh_pack_close(pack);
    }
    pack->headline = false;
    return st;
}

/* Asks the caller whether to go on, where that is due at byte `at`; `seen`: where it was last. */
static nh_status look(const nh_cut_text *text, size_t at, size_t *seen, nh_error *err)
{
    if (text->look == NULL || at - *seen < LOOK_EVERY)
        return NH_OK;
    *seen = at;
    return text->look(text->looker, err);
}

/* Cuts bytes [from, to) of the text, between two ranges that are not indexed. */
static nh_status cut_stretch(nh_cutter *cutter, const nh_cut_text *text, size_t from,
                             size_t to, nh_error *err)
{
    const nh_str stretch = nh_str_part(text->text, from, to - from);
    const size_t first = cutter->pack.n_passages;
    nh_paragraphs walk = nh_paragraphs_begin(stretch);
    nh_status st = NH_OK;
    size_t at = 0;
    size_t end = 0;
    size_t seen = 0;

    while (st == NH_OK && nh_paragraphs_next(&walk, &at, &end)) {
        nh_run run = {0};

        st = look(text, end, &seen, err);
        if (st == NH_OK)
            st = nh_cutter_read(cutter, nh_str_part(stretch, at, end - at), from + at,
                                text->language, &run, err);
        if (st != NH_OK || run.count == 0)
            continue;
        st = cutter->rule.whole ? place_whole(cutter, &run, 0, err)
                                : place_paragraph(cutter, &run, err);
    }
    nh_pack_close(&cutter->pack);
    if (!cutter->rule.whole)
        nh_pack_join_tail(&cutter->pack, first, cutter->rule.min, cutter->rule.max);
    return st;
}

/* Cuts what lies between the skips. Skips beyond the text or out of order end the walk. */
static nh_status cut_body(nh_cutter *cutter, const nh_cut_text *text, nh_error *err)
{
    nh_status st = NH_OK;
    size_t at = 0;

    for (size_t i = 0; st == NH_OK && i < text->n_skips; i++) {
        const size_t from = text->skips[i].at;
        const size_t to = from + text->skips[i].size;

        if (from < at || to > text->text.len)
            return nh_fail(err, NH_E_ARG, "skips", from,
                           "a skipped range that is out of order or outside the text");
        if (from > at)
            st = cut_stretch(cutter, text, at, from, err);
        at = to;
    }
    if (st == NH_OK && at < text->text.len)
        st = cut_stretch(cutter, text, at, text->text.len, err);
    return st;
}

nh_status nh_cut_article(nh_cutter *cutter, const nh_cut_text *text, nh_cut *out,
                         nh_error *err)
{
    nh_status st = NH_OK;

    *out = (nh_cut){0};
    if (text->headline.len > TEXT_LIMIT || text->text.len > TEXT_LIMIT)
        return nh_fail(err, NH_E_LIMIT, "text", NH_NO_OFFSET,
                       "an article of 2 GiB or more");
    nh_pack_clear(&cutter->pack);
    cutter->dropped = 0;
    nh_analyzer_watch(cutter->analyzer, text->look, text->looker);
    if (text->headline.len > 0)
        st = cut_headline(cutter, text, err);
    if (st == NH_OK)
        st = cut_body(cutter, text, err);
    nh_analyzer_watch(cutter->analyzer, NULL, NULL);
    if (st != NH_OK)
        return st;
    *out = (nh_cut){
        .passages = cutter->pack.passages,
        .n_passages = cutter->pack.n_passages,
        .tokens = cutter->pack.tokens,
        .n_tokens = cutter->pack.n_tokens,
        .dropped = cutter->dropped,
    };
    return NH_OK;
}
