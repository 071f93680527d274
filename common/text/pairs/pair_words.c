/* common/text/pairs/pair_words.c - the function words whose pairs an index keeps lists of. */
#include "common/text/pairs/pair_words.h"

#include "common/base/str.h"

/*
 * Version 1, in byte order: articles, pronouns, prepositions, conjunctions and auxiliary verbs
 * of English that stand beside each other most often in news and press releases, and what is most
 * frequent in news beside them, rests of words that an apostrophe or a full stop cuts among it.
 * Each further word costs bytes; what they cost and what they bring is in decisions/0011.
 */
static const char *const words1[] = {
    "a",     "about", "after", "all",   "also", "an",    "and",  "are",   "as",
    "at",    "be",    "been",  "but",   "by",   "could", "for",  "from",  "had",
    "has",   "have",  "he",    "her",   "his",  "i",     "if",   "in",    "is",
    "it",    "its",   "more",  "no",    "not",  "of",    "on",   "or",    "our",
    "over",  "s",     "she",   "such",  "t",    "than",  "that", "the",   "their",
    "there", "these", "they",  "this",  "to",   "u",     "up",   "us",    "was",
    "we",    "were",  "what",  "which", "who",  "will",  "with", "would", "you",
};

typedef struct pair_list {
    const char *const *words;
    uint32_t count;
} pair_list;

static pair_list list_of(uint32_t version)
{
    if (version == 1)
        return (pair_list){words1, sizeof words1 / sizeof *words1};
    return (pair_list){NULL, 0};
}

uint32_t nh_pair_word(uint32_t version, nh_str word)
{
    const pair_list list =
        word.len <= NH_PAIR_WORD_SIZE ? list_of(version) : (pair_list){NULL, 0};
    uint32_t low = 0, high = list.count;

    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        const int order = nh_str_compare(nh_str_of(list.words[middle]), word);

        if (order == 0)
            return middle + 1;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

nh_str nh_pair_word_text(uint32_t version, uint32_t number)
{
    const pair_list list = list_of(version);

    return number >= 1 && number <= list.count ? nh_str_of(list.words[number - 1])
                                               : (nh_str){"", 0};
}

nh_str nh_pair_key(nh_str first, nh_str second, char out[NH_PAIR_KEY_SIZE])
{
    if (first.len >= NH_PAIR_KEY_SIZE || second.len >= NH_PAIR_KEY_SIZE - first.len)
        return (nh_str){"", 0};
    memcpy(out, first.ptr, first.len);
    out[first.len] = ' ';
    memcpy(out + first.len + 1, second.ptr, second.len);
    return (nh_str){out, first.len + 1 + second.len};
}

bool nh_pair_key_ok(uint32_t version, nh_str key)
{
    const char *blank = key.len > 0 ? memchr(key.ptr, ' ', key.len) : NULL;
    size_t first;

    if (blank == NULL)
        return false;
    first = (size_t)(blank - key.ptr);
    return nh_pair_word(version, nh_str_part(key, 0, first)) != 0 &&
           nh_pair_word(version, nh_str_part(key, first + 1, key.len - first - 1)) != 0;
}
