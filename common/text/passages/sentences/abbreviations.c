/* common/text/passages/sentences/abbreviations.c - full stops that end a word and no sentence. */
#include "common/text/passages/sentences/abbreviations.h"

#include <stdlib.h>

#include "common/base/str.h"

/* Longest word in the tables. */
#define WORD_LIMIT 12

typedef enum abbreviation_kind {
    KIND_NONE,
    KIND_TITLE,    /* a name follows: it never ends a sentence                       */
    KIND_NUMBERED, /* ends none before a digit                                       */
    KIND_DAY,      /* of the week, or a month: ends none before a digit or a month   */
    KIND_OPEN,     /* may end one: it does if a word that begins sentences follows   */
} abbreviation_kind;

typedef struct abbreviation {
    const char *word;
    abbreviation_kind kind;
} abbreviation;

/* In byte order, for bsearch(). As newspapers write them, so "Miss" is Mississippi. */
static const abbreviation abbreviations[] = {
    {"Adm", KIND_TITLE},    {"Ala", KIND_OPEN},      {"Apr", KIND_DAY},
    {"Ariz", KIND_OPEN},    {"Ark", KIND_OPEN},      {"Assn", KIND_OPEN},
    {"Asst", KIND_TITLE},   {"Atty", KIND_TITLE},    {"Aug", KIND_DAY},
    {"Ave", KIND_OPEN},     {"Blvd", KIND_OPEN},     {"Brig", KIND_TITLE},
    {"Bros", KIND_OPEN},    {"Calif", KIND_OPEN},    {"Capt", KIND_TITLE},
    {"Cmdr", KIND_TITLE},   {"Co", KIND_OPEN},       {"Col", KIND_TITLE},
    {"Colo", KIND_OPEN},    {"Conn", KIND_OPEN},     {"Corp", KIND_OPEN},
    {"Cpl", KIND_TITLE},    {"Dec", KIND_DAY},       {"Del", KIND_OPEN},
    {"Dept", KIND_OPEN},    {"Det", KIND_TITLE},     {"Dr", KIND_TITLE},
    {"Drs", KIND_TITLE},    {"Esq", KIND_OPEN},      {"Feb", KIND_DAY},
    {"Fig", KIND_NUMBERED}, {"Fla", KIND_OPEN},      {"Fr", KIND_TITLE},
    {"Fri", KIND_DAY},      {"Ft", KIND_TITLE},      {"Ga", KIND_OPEN},
    {"Gen", KIND_TITLE},    {"Gov", KIND_TITLE},     {"Govs", KIND_TITLE},
    {"Hon", KIND_TITLE},    {"Ill", KIND_OPEN},      {"Inc", KIND_OPEN},
    {"Ind", KIND_OPEN},     {"Insp", KIND_TITLE},    {"Jan", KIND_DAY},
    {"Jr", KIND_OPEN},      {"Jul", KIND_DAY},       {"Jun", KIND_DAY},
    {"Kan", KIND_OPEN},     {"Ky", KIND_OPEN},       {"La", KIND_OPEN},
    {"Lt", KIND_TITLE},     {"Ltd", KIND_OPEN},      {"Maj", KIND_TITLE},
    {"Mar", KIND_DAY},      {"Mass", KIND_OPEN},     {"Md", KIND_OPEN},
    {"Messrs", KIND_TITLE}, {"Mich", KIND_OPEN},     {"Minn", KIND_OPEN},
    {"Miss", KIND_OPEN},    {"Mlle", KIND_TITLE},    {"Mme", KIND_TITLE},
    {"Mo", KIND_OPEN},      {"Mon", KIND_DAY},       {"Mont", KIND_OPEN},
    {"Mr", KIND_TITLE},     {"Mrs", KIND_TITLE},     {"Ms", KIND_TITLE},
    {"Msgr", KIND_TITLE},   {"Mt", KIND_TITLE},      {"Mx", KIND_TITLE},
    {"Neb", KIND_OPEN},     {"Nev", KIND_OPEN},      {"No", KIND_NUMBERED},
    {"Nos", KIND_NUMBERED}, {"Nov", KIND_DAY},       {"Nr", KIND_NUMBERED},
    {"Oct", KIND_DAY},      {"Okla", KIND_OPEN},     {"Ore", KIND_OPEN},
    {"Pa", KIND_OPEN},      {"Pfc", KIND_TITLE},     {"Ph", KIND_OPEN},
    {"Pres", KIND_TITLE},   {"Prof", KIND_TITLE},    {"Pvt", KIND_TITLE},
    {"Rd", KIND_OPEN},      {"Rep", KIND_TITLE},     {"Reps", KIND_TITLE},
    {"Rev", KIND_TITLE},    {"Sat", KIND_DAY},       {"Sec", KIND_TITLE},
    {"Sen", KIND_TITLE},    {"Sens", KIND_TITLE},    {"Sep", KIND_DAY},
    {"Sept", KIND_DAY},     {"Sgt", KIND_TITLE},     {"Sr", KIND_OPEN},
    {"Sra", KIND_TITLE},    {"St", KIND_OPEN},       {"Ste", KIND_TITLE},
    {"Sun", KIND_DAY},      {"Supt", KIND_TITLE},    {"Tenn", KIND_OPEN},
    {"Tex", KIND_OPEN},     {"Thu", KIND_DAY},       {"Thur", KIND_DAY},
    {"Thurs", KIND_DAY},    {"Tue", KIND_DAY},       {"Tues", KIND_DAY},
    {"Univ", KIND_TITLE},   {"Va", KIND_OPEN},       {"Vol", KIND_NUMBERED},
    {"Vt", KIND_OPEN},      {"Wash", KIND_OPEN},     {"Wed", KIND_DAY},
    {"Wis", KIND_OPEN},     {"Wyo", KIND_OPEN},      {"approx", KIND_TITLE},
    {"art", KIND_NUMBERED}, {"ca", KIND_TITLE},      {"cf", KIND_TITLE},
    {"ch", KIND_NUMBERED},  {"ed", KIND_NUMBERED},   {"est", KIND_NUMBERED},
    {"fig", KIND_NUMBERED}, {"no", KIND_NUMBERED},   {"nos", KIND_NUMBERED},
    {"p", KIND_NUMBERED},   {"para", KIND_NUMBERED}, {"pp", KIND_NUMBERED},
    {"sec", KIND_NUMBERED}, {"v", KIND_TITLE},       {"vol", KIND_NUMBERED},
    {"vs", KIND_TITLE},
};

/* Words that begin sentences and no names, in byte order. */
static const char *const starters[] = {
    "A",        "About",     "According",    "After",   "Again",   "All",     "Also",
    "Although", "Among",     "An",           "And",     "Another", "Any",     "As",
    "Asked",    "At",        "Because",      "Before",  "Both",    "But",     "By",
    "Critics",  "Despite",   "During",       "Each",    "Earlier", "Even",    "Every",
    "Experts",  "Few",       "For",          "From",    "Given",   "He",      "Her",
    "Here",     "His",       "How",          "However", "I",       "If",      "In",
    "Indeed",   "Instead",   "It",           "Its",     "Last",    "Later",   "Like",
    "Many",     "Meanwhile", "More",         "Most",    "Mr",      "Mrs",     "Ms",
    "My",       "Neither",   "Nevertheless", "No",      "None",    "Nor",     "Not",
    "Now",      "Officials", "On",           "Once",    "One",     "Only",    "Or",
    "Other",    "Others",    "Our",          "Over",    "People",  "Perhaps", "Several",
    "She",      "Since",     "So",           "Some",    "Still",   "Such",    "Than",
    "That",     "The",       "Their",        "Then",    "There",   "These",   "They",
    "This",     "Those",     "Though",       "Through", "Thus",    "To",      "Today",
    "Two",      "Under",     "Unlike",       "Until",   "We",      "Well",    "What",
    "When",     "Where",     "Whether",      "Which",   "While",   "Who",     "Why",
    "With",     "Without",   "Yes",          "Yet",     "You",     "Your",
};

static int compare_starter(const void *key, const void *element)
{
    const char *const *starter = element;

    return nh_str_compare(*(const nh_str *)key, nh_str_of(*starter));
}

static int compare_abbreviation(const void *key, const void *element)
{
    const abbreviation *a = element;

    return nh_str_compare(*(const nh_str *)key, nh_str_of(a->word));
}

static abbreviation_kind kind_of(nh_str word)
{
    const abbreviation *found =
        bsearch(&word, abbreviations, sizeof abbreviations / sizeof abbreviations[0],
                sizeof abbreviations[0], compare_abbreviation);

    return found != NULL ? found->kind : KIND_NONE;
}

static bool is_starter(nh_str word)
{
    return bsearch(&word, starters, sizeof starters / sizeof starters[0],
                   sizeof starters[0], compare_starter) != NULL;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* The word, with full stops inside, that ends at `dot`; empty if it is long. */
static nh_str word_before(nh_str text, size_t from, size_t dot)
{
    size_t at = dot;

    while (at > from && (is_letter(text.ptr[at - 1]) || is_digit(text.ptr[at - 1]) ||
                         text.ptr[at - 1] == '.')) {
        at--;
        if (dot - at > WORD_LIMIT)
            return (nh_str){0};
    }
    return nh_str_part(text, at, dot - at);
}

/* The word at or behind `at`, opening quotes and brackets stepped over. */
static nh_str word_after(nh_str text, size_t at)
{
    size_t end = 0;

    while (at < text.len) {
        const nh_str rest = nh_str_part(text, at, text.len - at);

        if (rest.ptr[0] == '"' || rest.ptr[0] == '\'' || rest.ptr[0] == '(' ||
            rest.ptr[0] == '[')
            at++;
        else if (nh_str_starts(rest, NH_STR("\u201c")) ||
                 nh_str_starts(rest, NH_STR("\u2018")))
            at += 3;
        else
            break;
    }
    end = at;
    while (end < text.len && end - at <= WORD_LIMIT &&
           (is_letter(text.ptr[end]) || is_digit(text.ptr[end])))
        end++;
    return nh_str_part(text, at, end - at);
}

/* U.S, a.m, J.K, Ph.D: a full stop after every letter or two. Also one capital alone. */
static bool is_dotted(nh_str word)
{
    size_t run = 0;
    size_t stops = 0;

    for (size_t i = 0; i < word.len; i++) {
        if (word.ptr[i] == '.') {
            stops++;
            run = 0;
        } else if (!is_letter(word.ptr[i]) || ++run > 2) {
            return false;
        }
    }
    return stops > 0 || (word.len == 1 && word.ptr[0] >= 'A' && word.ptr[0] <= 'Z');
}

static bool is_number(nh_str word)
{
    for (size_t i = 0; i < word.len; i++) {
        if (!is_digit(word.ptr[i]))
            return false;
    }
    return word.len > 0;
}

bool nh_abbreviation_at(nh_str text, size_t from, size_t dot, size_t next)
{
    const nh_str before = word_before(text, from, dot);
    const nh_str after = word_after(text, next);
    const bool digit = after.len > 0 && is_digit(after.ptr[0]);

    if (before.len == 0)
        return false;
    if (is_number(before)) /* "1. The first point" */
        return before.ptr == text.ptr + from && before.len <= 2;
    switch (kind_of(before)) {
    case KIND_TITLE:
        return true;
    case KIND_NUMBERED:
        return digit;
    case KIND_DAY:
        return digit || kind_of(after) == KIND_DAY;
    case KIND_OPEN:
        return !is_starter(after);
    case KIND_NONE:
        break;
    }
    return is_dotted(before) && !is_starter(after);
}
