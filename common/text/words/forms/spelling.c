/* common/text/words/forms/spelling.c - one word as written into its form, its exact word, its flags. */
#include "common/text/words/forms/spelling.h"

#include <string.h>

#include "common/base/str.h"
#include "common/text/letters/utf8.h"
#include "common/text/words/analyzer.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Whether the byte at `at` separates thousands: a digit before it, just three after. */
static bool separates_thousands(nh_str s, size_t at)
{
    size_t i;

    if ((s.ptr[at] != ',' && s.ptr[at] != '\'') || at == 0 || !is_digit(s.ptr[at - 1]) ||
        s.len - at < 4)
        return false;
    for (i = 1; i <= 3; i++) {
        if (!is_digit(s.ptr[at + i]))
            return false;
    }
    return at + 4 == s.len || !is_digit(s.ptr[at + 4]);
}

/* Takes hyphens and the separators of thousands out of `s` once; returns what is left. */
static size_t drop_once(char *s, size_t size)
{
    char before[NH_WORD_MAX];
    size_t kept = 0;
    size_t i;

    if (memchr(s, '-', size) == NULL && memchr(s, ',', size) == NULL &&
        memchr(s, '\'', size) == NULL)
        return size;
    memcpy(before, s, size);
    for (i = 0; i < size; i++) {
        if (before[i] != '-' && !separates_thousands((nh_str){before, size}, i))
            s[kept++] = before[i];
    }
    return kept;
}

/* The same until there are none: 00,00-1,5 without its hyphen has one more. So folding an exact
 * word again changes nothing. */
static size_t drop_separators(char *s, size_t size)
{
    size_t before;

    do {
        before = size;
        size = drop_once(s, size);
    } while (size < before);
    return size;
}

/* NFKC where capitals stay; else the folded form. NH_FOLD_TOO_LONG as nh_fold(). */
static size_t write_form(nh_str word, bool capitals, char out[NH_WORD_MAX])
{
    return nh_fold(word, capitals ? 0 : NH_FOLD_CASE, out);
}

static uint8_t flags_of(const nh_spelling *s, bool marked)
{
    uint8_t flags = marked ? NH_WORD_ACCENT : 0;
    size_t i;

    for (i = 0; i < s->exact_size; i++) {
        if (is_digit(s->exact[i]))
            flags |= NH_WORD_NUMBER;
    }
    if (nh_fold_is_capitals((nh_str){s->form, s->form_size}))
        flags |= NH_WORD_ACRONYM;
    return flags;
}

/* Whether folding takes marks off the form, whose exact word is known. */
static bool is_marked(const nh_spelling *s)
{
    const nh_str form = {s->form, s->form_size};
    char folded[NH_WORD_MAX];
    size_t size;

    if (nh_utf8_is_ascii(form))
        return false;
    size = nh_fold(form, NH_FOLD_CASE, folded);
    return size == NH_FOLD_TOO_LONG ||
           !nh_str_equal((nh_str){s->exact, s->exact_size}, (nh_str){folded, size});
}

/* Completes a spelling whose `form` is written: exact word and flags. False if too long. */
static bool spell_form(unsigned how, nh_spelling *s)
{
    bool marked;

    s->exact_size =
        nh_fold((nh_str){s->form, s->form_size}, NH_FOLD_CASE | NH_FOLD_MARKS, s->exact);
    if (s->exact_size == NH_FOLD_TOO_LONG)
        return false;
    marked = is_marked(s);
    if ((how & NH_SPELL_SEPARATORS) != 0)
        s->exact_size = drop_separators(s->exact, s->exact_size);
    s->flags = flags_of(s, marked);
    return true;
}

bool nh_spell(nh_str word, unsigned how, nh_spelling *out)
{
    const bool capitals = (how & NH_SPELL_CAPITALS) != 0 && nh_fold_is_capitals(word);

    out->form_size = write_form(word, capitals, out->form);
    return out->form_size != NH_FOLD_TOO_LONG && spell_form(how, out);
}

void nh_form_folded(nh_str form, nh_buffer *out)
{
    nh_spelling s;

    if (form.len == 0 || form.len > NH_WORD_MAX)
        return;
    memcpy(s.form, form.ptr, form.len);
    s.form_size = form.len;
    if (spell_form(NH_SPELL_SEPARATORS, &s))
        nh_buf_bytes(out, s.exact, s.exact_size);
}
