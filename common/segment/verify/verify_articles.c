/* common/segment/verify/verify_articles.c - passages, ids, dates, keywords and stored text. */
#include <inttypes.h>
#include <string.h>

#include "common/base/error.h"
#include "common/base/str.h"
#include "common/segment/articles/ids_reader.h"
#include "common/segment/articles/keywords_reader.h"
#include "common/segment/articles/stored_reader.h"
#include "common/segment/articles/stored_words.h"
#include "common/segment/verify/verify_impl.h"

/* Bits of a passage's flags (FORMAT.md 9). */
enum { HEADLINE = 1, CONTINUES = 2, WITH_HEADLINE = 4 };

/* A headline comes first, and nothing goes on behind the last passage. */
static void check_flags(nh_segment_check *c, uint32_t article)
{
    const uint32_t first = nh_first_passage(&c->articles, article);
    const uint32_t end = nh_article_end(&c->articles, first);

    for (uint32_t p = first; p < end; p++) {
        const uint8_t flags = nh_passage_flags(&c->passages, p);

        if (((flags & (HEADLINE | WITH_HEADLINE)) != 0 && p != first) ||
            ((flags & CONTINUES) != 0 && p + 1 == end))
            nh_verify_tell(c, "passage-flags", NH_SECTION_SPANS,
                           (uint64_t)c->passages.count + p,
                           "passage %" PRIu32 " of article %" PRIu32 " has flags %u", p,
                           article, flags);
    }
}

static nh_status check_places(nh_segment_check *c, uint32_t article, const nh_stored *s)
{
    const uint32_t end = nh_first_passage(&c->articles, article + 1);

    for (uint32_t p = nh_first_passage(&c->articles, article); p < end; p++) {
        const bool headline = (nh_passage_flags(&c->passages, p) & HEADLINE) != 0;
        const size_t room = headline ? s->headline.len : s->text.len;
        uint32_t at, size;
        nh_error err = {0};
        const nh_status st = nh_passage_place(c->seg, p, &at, &size, &err);

        if (st != NH_OK)
            return nh_verify_take(c->v, "place", st, &err);
        if (at > room || size > room - at)
            nh_verify_tell(c, "place", NH_SECTION_PLACES, nh_passage_place_at(c->seg, p),
                           "passage %" PRIu32 " lies at %" PRIu32 " with %s%" PRIu32
                           " bytes, its text has %zu",
                           p, at, size == NH_PLACE_MORE ? "at least " : "", size, room);
    }
    return NH_OK;
}

static nh_status check_stored(nh_segment_check *c, nh_stored_reader *r, uint32_t article)
{
    const bool stored = nh_segment_info_get(c->seg)->stored;
    nh_stored s;
    nh_error err = {0};
    const nh_status st = nh_stored_get(r, article, &s, &err);

    if (st != NH_OK)
        return nh_verify_take(c->v, "stored", st, &err);
    if (!stored && s.text.len > 0)
        nh_verify_tell(c, "stored", NH_SECTION_STORED, 0,
                       "article %" PRIu32 " has text, the segment says there is none",
                       article);
    return stored ? check_places(c, article, &s) : NH_OK;
}

static nh_status check_article(nh_segment_check *c, nh_stored_reader *r, uint32_t article)
{
    nh_error err = {0};
    nh_date date;
    nh_status st =
        nh_verify_take(c->v, "date", nh_date_get(c->seg, article, &date, &err), &err);

    check_flags(c, article);
    return st == NH_OK ? check_stored(c, r, article) : st;
}

/* Ids in their order ascend strictly, so they are distinct, and fill their section. */
static nh_status check_ids(nh_segment_check *c)
{
    nh_id_walk walk = {.rank = 0};
    char before[NH_ID_SIZE];
    size_t len = 0;
    nh_error err = {0};
    nh_str id;
    nh_status st = nh_id_next(c->seg, &walk, &id, &err);

    while (st == NH_OK && id.ptr != NULL) {
        if (nh_str_compare((nh_str){before, len}, id) >= 0)
            nh_verify_tell(c, "id-order", NH_SECTION_IDS, walk.at,
                           "id %.*s does not come behind %.*s", NH_STR_ARG(id), (int)len,
                           before);
        len = id.len;
        memcpy(before, id.ptr, len);
        st = nh_id_next(c->seg, &walk, &id, &err);
    }
    return nh_verify_take(c->v, "id", st, &err);
}

/* Each rank is that of one article. */
static nh_status check_ranks(nh_segment_check *c)
{
    const uint32_t n = c->articles.count;
    uint64_t *seen = (uint64_t *)nh_zeroed(c->v->env, n / 64 + 1, sizeof *seen);
    nh_error err = {0};
    nh_status st = NH_OK;

    if (seen == NULL)
        return nh_fail_memory(c->v->first, "checking ids");
    for (uint32_t a = 0; st == NH_OK && a < n; a++) {
        uint32_t rank = 0;

        st = nh_id_rank(c->seg, a, &rank, &err);
        if (st != NH_OK)
            break;
        if ((seen[rank / 64] >> (rank % 64) & 1) != 0)
            nh_verify_tell(c, "id-order", NH_SECTION_RANKS, 0,
                           "article %" PRIu32 " has the rank of another one", a);
        seen[rank / 64] |= UINT64_C(1) << (rank % 64);
    }
    nh_release(c->v->env, seen);
    return nh_verify_take(c->v, "id", st, &err);
}

/* Each list of words is sound, whether a block names it or not, and zero behind its words. Codes
 * are looked at with the articles that they spell. */
static nh_status check_words(nh_segment_check *c)
{
    nh_container *file = nh_segment_container(c->seg);
    const uint64_t size = nh_container_size(file, NH_SECTION_WORDS);
    nh_status st = NH_OK;

    for (uint64_t at = 0; st == NH_OK && at < size; at += NH_WORDS) {
        const size_t n = nh_words_size(size, at);
        nh_error err = {0};
        const uint8_t *bytes;
        nh_code_words words;

        st = nh_container_bytes(file, NH_SECTION_WORDS, at, n, &bytes, &err);
        if (st == NH_OK)
            st = nh_code_words_read(c->v->env, (nh_str){(const char *)bytes, n}, &words,
                                    &err);
        if (st == NH_OK) {
            if (!nh_code_words_end(&words))
                nh_verify_tell(c, "words", NH_SECTION_WORDS, at,
                               "bytes behind the words of a list");
            nh_code_words_free(&words);
        } else if (st == NH_E_CORRUPT && err.where[0] == '\0') {
            nh_verify_tell(c, "words", NH_SECTION_WORDS, at, "%s", err.what);
            st = NH_OK;
        } else
            st = nh_verify_take(c->v, "words", st, &err);
    }
    return st;
}

nh_status nh_verify_articles(nh_segment_check *c)
{
    nh_stored_reader *r = NULL;
    nh_error err = {0};
    uint32_t n = 0;
    nh_status st =
        nh_verify_take(c->v, "keywords", nh_column_count(c->seg, &n, &err), &err);

    if (st == NH_OK)
        st = check_ids(c);
    if (st == NH_OK)
        st = check_ranks(c);
    if (st == NH_OK)
        st = check_words(c);
    if (st == NH_OK)
        st = nh_verify_take(c->v, "stored", nh_stored_open(c->seg, &r, &err), &err);
    for (uint32_t a = 0; st == NH_OK && r != NULL && a < c->articles.count; a++) {
        st = check_article(c, r, a);
        if (st == NH_OK)
            st = nh_verify_go_on(c->v);
    }
    nh_stored_close(r);
    return st;
}

/* Tells of each id of `seg` that lives in `other` too. */
static nh_status compare_ids(nh_verifier *v, nh_segment *seg, nh_segment *other)
{
    nh_segment_check c = {.v = v, .seg = other};
    nh_status st = NH_OK;

    for (uint32_t a = 0; st == NH_OK && a < nh_segment_info_get(seg)->articles;
         a++, st = st == NH_OK ? nh_verify_go_on(v) : st) {
        nh_error err = {0};
        char room[NH_ID_ROOM];
        nh_str id;
        uint32_t twin = 0;
        bool found = false;

        if (nh_segment_is_deleted(seg, a))
            continue;
        st = nh_id_get(seg, a, room, &id, &err);
        if (st == NH_OK)
            st = nh_id_find(other, id, &found, &twin, &err);
        if (st == NH_E_CORRUPT)
            return NH_OK; /* it was told when the segment was checked */
        if (st == NH_OK && found && !nh_segment_is_deleted(other, twin))
            nh_verify_tell(&c, "id-twice", NH_SECTION_IDS, 0, "id %.*s is also in %s",
                           NH_STR_ARG(id),
                           nh_container_ref(nh_segment_container(seg))->name);
        if (st != NH_OK && v->first != NULL)
            *v->first = err;
    }
    return st;
}

nh_status nh_verify_ids(nh_verifier *v, nh_segment **segments, uint32_t n)
{
    nh_status st = NH_OK;

    for (uint32_t i = 0; st == NH_OK && i < n; i++)
        for (uint32_t j = i + 1; st == NH_OK && j < n; j++)
            if (segments[i] != NULL && segments[j] != NULL)
                st = compare_ids(v, segments[i], segments[j]);
    return st;
}
