/* common/text/words/forms/stem.c - libstemmer behind three functions. */
#include "common/text/words/forms/stem.h"

#include <libstemmer.h>

#include "common/base/api/language.h"
#include "common/base/error.h"
#include "common/base/str.h"

typedef struct language_row {
    char code[4];  /* ISO 639-1                                                     */
    char three[8]; /* ISO 639-2/T and /B, without a blank between                   */
    const char *algorithm;
} language_row;

static const language_row languages[] = {
    {"ar", "ara", "arabic"},    {"ca", "cat", "catalan"},     {"da", "dan", "danish"},
    {"de", "deuger", "german"}, {"el", "ellgre", "greek"},    {"en", "eng", "english"},
    {"es", "spa", "spanish"},   {"eu", "eusbaq", "basque"},   {"fi", "fin", "finnish"},
    {"fr", "frafre", "french"}, {"ga", "gle", "irish"},       {"hi", "hin", "hindi"},
    {"hu", "hun", "hungarian"}, {"hy", "hyearm", "armenian"}, {"id", "ind", "indonesian"},
    {"it", "ita", "italian"},   {"lt", "lit", "lithuanian"},  {"nb", "nob", "norwegian"},
    {"ne", "nep", "nepali"},    {"nl", "nlddut", "dutch"},    {"nn", "nno", "norwegian"},
    {"no", "nor", "norwegian"}, {"pt", "por", "portuguese"},  {"ro", "ronrum", "romanian"},
    {"ru", "rus", "russian"},   {"sr", "srp", "serbian"},     {"sv", "swe", "swedish"},
    {"ta", "tam", "tamil"},     {"tr", "tur", "turkish"},     {"yi", "yid", "yiddish"},
};

static const char none[] = "none";

/* Whether the first `size` letters of `a` are those of `b`, which is in lower case. */
static bool same_letters(const char *a, const char *b, size_t size)
{
    size_t i;

    for (i = 0; i < size; i++) {
        if ((char)(a[i] | 0x20) != b[i])
            return false;
    }
    return true;
}

static bool row_has(const language_row *row, nh_str code)
{
    if (code.len == 2)
        return same_letters(code.ptr, row->code, 2);
    return code.len == 3 &&
           (same_letters(code.ptr, row->three, 3) ||
            (row->three[3] != '\0' && same_letters(code.ptr, row->three + 3, 3)));
}

const char *nh_stemmer_for(nh_str language)
{
    const size_t size = nh_language_primary(language);
    size_t i;

    for (i = 0; i < sizeof(languages) / sizeof(languages[0]); i++) {
        if (row_has(&languages[i], nh_str_part(language, 0, size)))
            return languages[i].algorithm;
    }
    return none;
}

/* libstemmer's own name of the algorithm `name`, or NULL. Its list ends with NULL. */
static const char *known_name(nh_str name)
{
    const char **list = sb_stemmer_list();

    while (*list != NULL && !nh_str_equal(nh_str_of(*list), name))
        list++;
    return *list;
}

static nh_status fail_unknown(nh_str name, nh_error *err)
{
    char known[152] = ""; /* of the 199 bytes of a sentence 48 are for the rest; and NUL */
    const char **list;
    size_t used = 0;

    for (list = sb_stemmer_list(); *list != NULL; list++) {
        const size_t size = strlen(*list);

        if (used + size + 2 > sizeof(known))
            break;
        known[used++] = ' ';
        memcpy(known + used, *list, size);
        used += size;
    }
    return nh_fail(err, NH_E_ARG, "--stem", NH_NO_OFFSET, "%.*s is not one of: none%.*s%s",
                   (int)(name.len < 24 ? name.len : 24), name.ptr, (int)used, known,
                   *list != NULL ? " ..." : "");
}

nh_status nh_stemmer_open(nh_str name, nh_stemmer *out, nh_error *err)
{
    const char *algorithm;
    struct sb_stemmer *engine;

    if (nh_str_equal(name, NH_STR(none))) {
        *out = (nh_stemmer){.name = none};
        return NH_OK;
    }
    algorithm = known_name(name);
    if (algorithm == NULL)
        return fail_unknown(name, err);
    engine = sb_stemmer_new(algorithm, NULL);
    if (engine == NULL)
        return nh_fail_memory(err, "a stemmer");
    *out = (nh_stemmer){.name = algorithm,
                        .engine = engine,
                        .keeps_first = nh_str_equal(name, NH_STR("english"))};
    return NH_OK;
}

void nh_stemmer_narrow(nh_stemmer *stemmer, uint32_t firsts)
{
    stemmer->firsts = stemmer->keeps_first ? firsts : 0;
}

void nh_stemmer_close(nh_stemmer *stemmer)
{
    if (stemmer->engine != NULL)
        sb_stemmer_delete(stemmer->engine);
    *stemmer = (nh_stemmer){0};
}

bool nh_stemmer_leaves(const nh_stemmer *stemmer, char first)
{
    const unsigned letter = (unsigned)(unsigned char)first - 'a';

    return stemmer->firsts != 0 && letter < 26 && (stemmer->firsts >> letter & 1) == 0;
}

nh_str nh_stemmer_stem(const nh_stemmer *stemmer, nh_str word)
{
    const sb_symbol *stem;

    if (stemmer->engine == NULL || word.len == 0 || word.len > 255 ||
        nh_stemmer_leaves(stemmer, word.ptr[0]))
        return word;
    stem = sb_stemmer_stem(stemmer->engine, (const sb_symbol *)word.ptr, (int)word.len);
    if (stem == NULL || sb_stemmer_length(stemmer->engine) <= 0)
        return word;
    return (nh_str){(const char *)stem, (size_t)sb_stemmer_length(stemmer->engine)};
}
