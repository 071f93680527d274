/*
 * common/text/words/analyzer.h - bytes into words: one chain for text, queries and snippets.
 *
 * What it does is fixed by nh_analysis, which an index stores. A *term* is what the index
 * sorts by (the stem); a *form* is the word as written, case folded, with accents and with
 * capitals where they mark an acronym ("US", "türkiye", "barracks", "1,500"). Forms that
 * differ only in accents or capitals are the same exact word: compare nh_form_folded().
 *
 * Every distinct surface is analysed once and remembered (the memo); each distinct pair
 * (term, form) has a number, dense from 0, which is what token lists carry.
 */
#ifndef NH_TEXT_ANALYZER_H
#define NH_TEXT_ANALYZER_H

#include "common/base/bytes/buffer.h"
#include "common/base/env.h"

typedef enum nh_profile {
    NH_PROFILE_NEWS = 1,       /* UAX #29 with the news tailoring and alternates       */
    NH_PROFILE_PLAIN = 2,      /* UAX #29 words and folding, nothing else              */
    NH_PROFILE_WHITESPACE = 3, /* split at ASCII blanks, bytes as they are; no folding */
} nh_profile;

/* How text becomes words. Stored in the index. Texts are borrowed. */
typedef struct nh_analysis {
    nh_profile profile;
    nh_str
        language; /* ISO 639-1 code of articles that do not say theirs: "en"             */
    nh_str
        stemmer; /* "none", or the Snowball algorithm for `language`: "english",        */
                 /* "porter", ...; articles in another language use that one's          */
                 /* algorithm, or none where there is none; "none" holds for all        */
    nh_str
        stopwords; /* words left out of the index, one a line, folded; usually empty      */
} nh_analysis;

/* Bits of nh_word.flags. Each follows from the form alone, so equal pairs have equal flags. */
enum {
    NH_WORD_ACRONYM = 1, /* written in capitals (2 to 6 letters) or with dots: US, U.S.   */
    NH_WORD_ACCENT = 2,  /* the form has marks that folding removes                       */
    NH_WORD_JOINED = 4,  /* stands for `span` parts, which follow at the same position:   */
                         /* cooperation, for co-operation                                 */
    NH_WORD_NUMBER = 16, /* holds a digit                                                 */
    NH_WORD_STOP = 32,   /* in the stop list: leaves its position empty, is not indexed   */
};

/* Bits of nh_token.flags. */
enum {
    NH_TOKEN_EXTRA = 8, /* an alternate of the word before it, at the same position and   */
                        /* covering the same bytes: 1 after 1st, potus after @potus       */
};

/* A distinct pair of term and form: no two numbers have the same pair. Texts are borrowed
 * from the analyzer until nh_analyzer_forget() or nh_analyzer_free(). */
typedef struct nh_word {
    nh_str term;  /* at most 255 bytes                                               */
    nh_str form;  /* at most 255 bytes; of a JOINED word as written: "co-operation"  */
    uint8_t span; /* positions it covers: 1, or the number of parts (at most 16)     */
    uint8_t flags;
} nh_word;

/* One occurrence. */
typedef struct nh_token {
    uint32_t word;  /* number of its nh_word                                            */
    uint32_t at;    /* first byte, in the text given                                    */
    uint32_t pos;   /* word position; a JOINED word stands before its parts, with the   */
                    /* position of the first                                            */
    uint16_t size;  /* bytes: for a possessive, without the 's                          */
    uint16_t flags; /* NH_TOKEN_EXTRA                                                   */
} nh_token;

/* The tokens of one text, ascending by pos. Borrowed until the analyzer's next call. */
typedef struct nh_tokens {
    const nh_token *list;
    size_t count;
    uint32_t positions; /* positions used: the next text would begin here */
    uint32_t dropped;   /* words over 255 bytes, which were left out      */
} nh_tokens;

typedef struct nh_analyzer nh_analyzer;

/*
 * A chain for one thread at a time.
 *
 * out  owned by the caller until nh_analyzer_free(); NULL on failure
 * NH_E_ARG    an unknown profile or stemmer; `what` names the known ones
 * NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_analyzer_new(const nh_env *env, const nh_analysis *analysis,
                                      nh_analyzer **out, nh_error *err);

/* NULL is accepted. */
void nh_analyzer_free(nh_analyzer *a);

/*
 * A handle for the stemmer of `language` (ISO 639-1 or -3, any case, region ignored: "de",
 * "de-CH", "deu"), for nh_analyzer_run(). 0 is the default stemmer: also for an empty code
 * and for the index's own language. Opens the stemmer at first use; NH_E_NOMEM.
 */
NH_MUST_USE nh_status nh_analyzer_language(nh_analyzer *a, nh_str language, uint32_t *out,
                                           nh_error *err);

/* A handle for a Snowball algorithm by its name: 0 where it is the default stemmer's.
 * NH_E_ARG (there is no such algorithm), NH_E_NOMEM */
NH_MUST_USE nh_status nh_analyzer_by_stemmer(nh_analyzer *a, nh_str name, uint32_t *out,
                                             nh_error *err);

/* Name of the Snowball algorithm behind a handle: "english", "none". Lives with `a`. */
const char *nh_analyzer_stemmer(const nh_analyzer *a, uint32_t language);

/* From now on nh_analyzer_run() asks look(looker) every 64 KiB of a text, between words and
 * within what has no blanks, too, and ends with what it says and `err` as it was filled, unless
 * that is NH_OK. NULL: nobody is asked. Borrowed. */
void nh_analyzer_watch(nh_analyzer *a, nh_status (*look)(void *looker, nh_error *err),
                       void *looker);

/*
 * Analyses one text (a paragraph, a headline, a query word): valid UTF-8, at most 2^31
 * bytes. Positions start at 0. Cost: linear. NH_E_NOMEM, NH_E_LIMIT (over 2^31 bytes).
 */
NH_MUST_USE nh_status nh_analyzer_run(nh_analyzer *a, nh_str text, uint32_t language,
                                      nh_tokens *out, nh_error *err);

/* The word with this number, which came in a token since the last nh_analyzer_forget().
 * The struct is borrowed until the next nh_analyzer_run(), its texts for longer. */
const nh_word *nh_analyzer_word(const nh_analyzer *a, uint32_t number);

/* How many words are numbered; and the bytes that the memo holds. */
size_t nh_analyzer_words(const nh_analyzer *a);
size_t nh_analyzer_memory(const nh_analyzer *a);

/* True if each word is its own term, so that no two words have the same one. */
bool nh_analyzer_is_plain(const nh_analyzer *a);

/* True if there is a stop list, so that a token may be an NH_WORD_STOP. */
bool nh_analyzer_stops(const nh_analyzer *a);

/*
 * For who compares terms with a few that begin with these letters, and looks at no other words:
 * those that begin with another letter from a to z may have any other term and form from now on,
 * since to spell and to stem them takes longer than all else. Until nh_analyzer_widen(); words that
 * were met before stay as they are. Where there is a stop list nothing changes, since which words
 * are dropped decides where passages begin.
 *
 * firsts  bit 0 is a
 */
void nh_analyzer_narrow(nh_analyzer *a, uint32_t firsts);

/* All words have their terms again: nh_analyzer_forget(), if it was narrowed. */
void nh_analyzer_widen(nh_analyzer *a);

/* Empties the memo and gives its memory back, but for 24 KiB a language; word numbers start
 * again at 0. */
void nh_analyzer_forget(nh_analyzer *a);

/* The same, if the memo holds more than `most` bytes; not while its numbers are in use. */
void nh_analyzer_trim(nh_analyzer *a, size_t most);

/*
 * The exact word behind a form: its term before stemming. Without case, accents and
 * look-alikes, without the hyphens of a JOINED word and the separators of a number, so that
 * "US" and "us", "türkiye" and "turkiye", "co-operation" and "cooperation", "1,500" and
 * "1500" are the same exact word. Appended to `out`. Not for profile whitespace, whose forms
 * are compared as they are.
 */
void nh_form_folded(nh_str form, nh_buffer *out);

#endif
