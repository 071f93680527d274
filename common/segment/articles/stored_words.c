/* common/segment/articles/stored_words.c - blocks of stored articles spelt out by a list of words. */
#include "common/segment/articles/stored_words.h"

#include <string.h>

#include "common/base/error.h"

#define FAR_CODED 16 /* bytes before the end: a step reads eight and a code          */
#define FAR_SPELT 64 /* before there is no room: it writes eight, blanks, and a word */

_Static_assert(2 * NH_WORD_SIZE <= NH_WORD_SLACK, "words are copied whole");

nh_str nh_words_cut(nh_str list)
{
    const uint8_t *bytes = (const uint8_t *)list.ptr;
    const size_t count = list.len >= NH_WORD_HEAD ? nh_le16(bytes) : 0;
    size_t end = NH_WORD_HEAD + count + NH_WORD_SIZE;

    for (size_t i = 0; i < count && end < list.len; i++)
        end += bytes[NH_WORD_HEAD + i];
    return (nh_str){list.ptr, end < list.len ? end : list.len};
}

/* Where the words begin, one behind the other. False if they do not fit into the list. */
static bool find_places(nh_code_words *l)
{
    const size_t end = l->size - NH_WORD_SIZE;
    uint32_t at = NH_WORD_HEAD + l->count; /* of 65,535 sizes below 256 at most */
    bool sound = true;

    if (at > end)
        return false;
    for (uint32_t i = 0; i < l->count; i++) {
        const uint32_t size = l->bytes[NH_WORD_HEAD + i];

        sound &= size - 1 < NH_WORD_SIZE;
        l->places[i] = at * 64 + size;
        at += size;
    }
    l->end = at;
    return sound && (at == end || (at < end && l->size == NH_WORDS));
}

/* Reads how many words there are, and says if there may be so many. */
static bool read_counts(nh_code_words *l)
{
    if (l->size < NH_WORD_HEAD + NH_WORD_SIZE || l->size > NH_WORDS)
        return false;
    l->count = nh_le16(l->bytes);
    l->singles = nh_le16(l->bytes + 2);
    return l->singles <= NH_WORD_BYTES && l->singles <= l->count &&
           l->count - l->singles <= (NH_WORD_BYTES - l->singles) * 256;
}

nh_status nh_code_words_read(const nh_env *env, nh_str list, nh_code_words *out,
                             nh_error *err)
{
    bool sound;

    *out =
        (nh_code_words){.env = env, .bytes = (const uint8_t *)list.ptr, .size = list.len};
    sound = read_counts(out);
    if (sound) {
        const size_t count = out->count;

        out->places = (uint32_t *)nh_resized(env, NULL, count + 1, sizeof(uint32_t));
        if (out->places == NULL) {
            nh_code_words_free(out);
            return nh_fail_memory(err, "a list of words");
        }
        sound = find_places(out);
    }
    if (sound)
        return NH_OK;
    nh_code_words_free(out);
    return nh_fail(err, NH_E_CORRUPT, NULL, NH_NO_OFFSET,
                   "a list of words that makes no sense");
}

bool nh_code_words_end(const nh_code_words *l)
{
    size_t at = l->end;

    while (at < l->size && l->bytes[at] == 0)
        at++;
    return at == l->size;
}

void nh_code_words_free(nh_code_words *l)
{
    nh_release(l->env, l->places);
    *l = (nh_code_words){.env = l->env};
}

/* What a code stands for. */
typedef struct coded_word {
    nh_str text; /* of size 0: the code makes no sense */
    uint8_t capitals;
} coded_word;

/* The word at *at, which goes behind its code. */
static inline coded_word take_word(const nh_code_words *l, const uint8_t **at,
                                   const uint8_t *end)
{
    const uint8_t *p = *at;
    coded_word w = {{NULL, 0}, 0};
    uint32_t code;

    if (*p >= NH_WORD_CAPITALS) {
        w.capitals = *p++;
        if (p == end || *p < NH_WORD_FIRST || *p >= NH_WORD_CAPITALS)
            return w;
    }
    code = *p++ - (uint32_t)NH_WORD_FIRST;
    if (code >= l->singles) {
        if (p == end)
            return w;
        code = l->singles + (code - l->singles) * 256 + *p++;
    }
    if (code >= l->count)
        return w;
    *at = p;
    w.text = nh_code_word(l, code);
    return w;
}

static inline bool is_small(uint8_t c)
{
    return c >= 'a' && c <= 'z';
}

/* Letters of ASCII become capitals. */
static void raise_letters(uint8_t *word, size_t size)
{
    for (size_t i = 0; i < size; i++)
        word[i] = (uint8_t)(word[i] - is_small(word[i]) * 0x20);
}

/* Bytes from 0x80 on that are there. */
static size_t run_of(const uint8_t *p, const uint8_t *end)
{
    size_t n = 0;

    while (p + n < end && p[n] >= NH_WORD_FIRST)
        n++;
    return n;
}

/* Copies NH_WORD_SIZE bytes, of which only those of the word count: both sides have room. */
static inline void put_word(uint8_t *to, const coded_word *w)
{
    memcpy(to, w->text.ptr, NH_WORD_SIZE / 2);
    if (w->text.len > NH_WORD_SIZE / 2)
        memcpy(to + NH_WORD_SIZE / 2, w->text.ptr + NH_WORD_SIZE / 2, NH_WORD_SIZE / 2);
    if (w->capitals != 0)
        raise_letters(to, w->capitals == NH_WORD_CAPITAL ? 1 : w->text.len);
}

/* How far a block is spelt out. */
typedef struct spelling {
    const uint8_t *p; /* what comes next                          */
    uint8_t *to;      /* where it is spelt                        */
    bool word;        /* the last thing was one, not a sign       */
} spelling;

/* Bytes that stand for themselves, by eights, and what blank is between a word and them. */
static inline void put_plain(spelling *s, const uint8_t *end, const uint8_t *full)
{
    size_t n = 8;

    *s->to = ' ';
    s->to += s->word & nh_word_has(*s->p);
    while (n == 8 && end - s->p >= FAR_CODED && full - s->to >= FAR_SPELT) {
        const uint64_t codes = nh_le64(s->p) & UINT64_C(0x8080808080808080);

        memcpy(s->to, s->p, 8);
        n = codes != 0 ? (size_t)__builtin_ctzll(codes) / 8 : 8;
        s->p += n;
        s->to += n;
    }
    s->word = false;
}

/* The word whose code comes next, behind NH_WORD_CAPITAL or not. False if that is another thing. */
static inline bool put_common(const nh_code_words *l, spelling *s, bool capital)
{
    const uint8_t *p = s->p + capital;
    const uint32_t first = (uint8_t)(*p - NH_WORD_FIRST);
    const bool more = first >= l->singles;
    const uint32_t behind = -(uint32_t)more & ((first - l->singles) * 255 + p[1]);
    const uint32_t code = first + behind;
    coded_word w;
    bool sign;

    if (first >= NH_WORD_BYTES || code >= l->count)
        return false;
    w = (coded_word){nh_code_word(l, code), capital ? NH_WORD_CAPITAL : 0};
    sign = nh_word_is_sign((uint8_t)w.text.ptr[0]);
    *s->to = ' ';
    s->to += s->word & !sign;
    put_word(s->to, &w);
    s->to += w.text.len;
    s->p = p + 1 + more;
    s->word = !sign;
    return true;
}

/* What most of a block is made of, by eights and whole words, and whether a code is one byte or two
 * is no branch; until an end is near, or something else comes. */
static spelling spell_far(const nh_code_words *l, spelling s, const uint8_t *end,
                          const uint8_t *full)
{
    while (end - s.p >= FAR_CODED && full - s.to >= FAR_SPELT) {
        if (*s.p < NH_WORD_FIRST)
            put_plain(&s, end, full);
        else if (*s.p == NH_WORD_CAPITAL ? !put_common(l, &s, true)
                                         : !put_common(l, &s, false))
            break;
    }
    return s;
}

/* Whatever comes next. False if there is no room for it, or it makes no sense. */
static bool spell_next(const nh_code_words *l, spelling *s, const uint8_t *end,
                       const uint8_t *full)
{
    const size_t room = (size_t)(full - s->to);
    const uint8_t *next = s->p;
    coded_word w = {{NULL, 0}, 0};
    size_t n = 1;
    bool blank = s->word && nh_word_has(*next), word = false;

    if (*next == NH_WORD_ESCAPE) {
        n = run_of(++next, end);
    } else if (*next >= NH_WORD_FIRST) {
        w = take_word(l, &next, end);
        n = w.text.len;
        word = n > 0 && !nh_word_is_sign((uint8_t)w.text.ptr[0]);
        blank = s->word && word;
    }
    if (n == 0 || n + blank > room)
        return false;
    *s->to = ' ';
    s->to += blank;
    if (w.text.len > 0) {
        put_word(s->to, &w);
    } else {
        memcpy(s->to, next, n);
        next += n;
    }
    *s = (spelling){next, s->to + n, word};
    return true;
}

size_t nh_words_spell(const nh_code_words *l, const uint8_t *coded, size_t size,
                      uint8_t *to, size_t room, size_t *spelt)
{
    const uint8_t *end = coded + size, *full = to + room;
    spelling s = {coded, to, false};

    do
        s = spell_far(l, s, end, full);
    while (s.p < end && s.to < full && spell_next(l, &s, end, full));
    *spelt = (size_t)(s.to - to);
    return (size_t)(s.p - coded);
}
