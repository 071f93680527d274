/* common/segment/articles/stored_words.c - blocks of stored articles spelt out by a list of words. */
#include "common/segment/articles/stored_words.h"

#include <string.h>

#include "common/base/error.h"

_Static_assert(2 * NH_WORD_SIZE <= NH_WORD_SLACK, "words are copied whole");

/* Where the words begin, one behind the other. False if they do not fit into the list. */
static bool find_places(nh_code_words *l)
{
    uint32_t at = nh_code_words_head(l->bytes);

    for (uint32_t i = 0; i < l->count; i++) {
        const uint32_t size = l->bytes[NH_WORD_HEAD + i];

        if (size == 0 || size > NH_WORD_SIZE || at + size > NH_WORDS - NH_WORD_SIZE)
            return false;
        l->places[i] = at * 64 + size;
        at += size;
    }
    l->size = at;
    return true;
}

nh_status nh_code_words_read(const nh_env *env, const uint8_t *bytes, nh_code_words *out,
                             nh_error *err)
{
    const uint32_t count = nh_le16(bytes), singles = nh_le16(bytes + 2);
    bool sound = singles <= NH_WORD_BYTES && singles <= count &&
                 count - singles <= (NH_WORD_BYTES - singles) * 256;

    *out = (nh_code_words){.env = env, .bytes = bytes, .count = count, .singles = singles};
    if (sound) {
        out->places =
            (uint32_t *)nh_resized(env, NULL, (size_t)count + 1, sizeof(uint32_t));
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
    uint32_t at = l->size;

    while (at < NH_WORDS && l->bytes[at] == 0)
        at++;
    return at == NH_WORDS;
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

/* Letters of ASCII become capitals. */
static void raise_letters(uint8_t *word, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (word[i] >= 'a' && word[i] <= 'z')
            word[i] = (uint8_t)(word[i] - 0x20);
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

size_t nh_words_spell(const nh_code_words *l, const uint8_t *coded, size_t size,
                      uint8_t *to, size_t room, size_t *spelt)
{
    const uint8_t *p = coded, *end = coded + size;
    size_t at = 0;
    bool word = false; /* the last thing was one, not a sign */

    while (p < end && at < room) {
        if (*p < NH_WORD_FIRST) {
            if (word && nh_word_has(*p)) {
                if (room - at < 2)
                    break;
                to[at++] = ' ';
            }
            to[at++] = *p++;
            word = false;
        } else if (*p == NH_WORD_ESCAPE) {
            const size_t n = run_of(p + 1, end);

            if (n == 0 || n > room - at)
                break;
            memcpy(to + at, p + 1, n);
            at += n;
            p += 1 + n;
            word = false;
        } else {
            const uint8_t *next = p;
            const coded_word w = take_word(l, &next, end);
            const bool sign = w.text.len > 0 && nh_word_is_sign((uint8_t)w.text.ptr[0]);
            const bool blank = word && !sign;

            if (w.text.len == 0 || w.text.len + blank > room - at)
                break;
            to[at] = ' ';
            put_word(to + at + blank, &w);
            at += w.text.len + blank;
            p = next;
            word = !sign;
        }
    }
    *spelt = at;
    return (size_t)(p - coded);
}
