/* common/text/letters/fold.c - one spelling for letters that count as the same. */
#include "common/text/letters/fold.h"

#include <string.h>
#include <utf8proc.h>

#include "common/base/bytes/character.h"
#include "common/text/letters/utf8.h"

/* Code points of one word while it is folded. A word that needs more is longer than
 * NH_WORD_MAX bytes unless hundreds of invisible marks are in it. */
#define MOST_CODES 1024

uint32_t nh_fold_look_alike(uint32_t c)
{
    switch (c) {
    case 0x0060: /* grave accent and acute accent, typed for want of better */
    case 0x00B4:
    case 0x02B9: /* modifier letters: prime, turned commas, apostrophe, half rings */
    case 0x02BB:
    case 0x02BC:
    case 0x02BD:
    case 0x02BE:
    case 0x02BF:
    case 0x2018: /* quotation marks */
    case 0x2019:
    case 0x201B:
    case 0x2032: /* prime */
    case 0xFF07:
        return '\'';
    case 0x2010: /* hyphen, non-breaking, small, full-width */
    case 0x2011:
    case 0xFE63:
    case 0xFF0D:
        return '-';
    default:
        return c;
    }
}

static utf8proc_int32_t fold_look_alike(utf8proc_int32_t c, void *unused)
{
    (void)unused;
    return (utf8proc_int32_t)nh_fold_look_alike((uint32_t)c);
}

/* Whether the mark `c` is an accent on `base`. Marks of Indic scripts are vowels, and those
 * of й, ў and ї make letters. */
static bool is_accent(uint32_t c, uint32_t base)
{
    if (c >= 0x0300 && c <= 0x036F) {
        if (c == 0x0306 && (base == 0x0438 || base == 0x0443))
            return false;
        if (c == 0x0308 && base == 0x0456)
            return false;
        return base < 0x0530;
    }
    if (c >= 0x0591 && c <= 0x05C7)
        return c != 0x05BE && c != 0x05C0 && c != 0x05C3 && c != 0x05C6;
    return (c >= 0x064B && c <= 0x065F) || c == 0x0670 || c == 0x0640 ||
           (c >= 0x06D6 && c <= 0x06ED && c != 0x06DD && c != 0x06E9);
}

/* Letters whose mark is part of them, and digits of other scripts. */
static const char *plain_letters(uint32_t c)
{
    switch (c) {
    case 0x00E6:
        return "ae";
    case 0x00F0:
    case 0x0111:
        return "d";
    case 0x00F8:
        return "o";
    case 0x00FE:
        return "th";
    case 0x0127:
        return "h";
    case 0x0131:
        return "i";
    case 0x0142:
        return "l";
    case 0x0153:
        return "oe";
    case 0x0167:
        return "t";
    case 0x06CC: /* Farsi yeh and keheh, as typed on Arabic keyboards */
        return "\xD9\x8A";
    case 0x06A9:
        return "\xD9\x83";
    default:
        return NULL;
    }
}

static uint32_t plain_digit(uint32_t c)
{
    static const uint16_t zeros[] = {0x0660, 0x06F0, 0x0966, 0x09E6, 0x0E50};
    size_t i;

    for (i = 0; i < sizeof(zeros) / sizeof(zeros[0]); i++) {
        if (c >= zeros[i] && c <= zeros[i] + 9u)
            return '0' + (c - zeros[i]);
    }
    return c;
}

static size_t drop_accents(utf8proc_int32_t *codes, size_t count)
{
    uint32_t base = 0;
    size_t kept = 0;
    size_t i;

    for (i = 0; i < count; i++) {
        const uint32_t c = plain_digit((uint32_t)codes[i]);

        if (is_accent(c, base))
            continue;
        if (c < 0x0300 || c > 0x036F)
            base = c;
        codes[kept++] = (utf8proc_int32_t)c;
    }
    return kept;
}

/* Appends `size` bytes to the `used` ones of `out`; false if there is no room. */
static bool append(char out[NH_WORD_MAX], size_t *used, const char *bytes, size_t size)
{
    if (size > NH_WORD_MAX - *used)
        return false;
    memcpy(out + *used, bytes, size);
    *used += size;
    return true;
}

static size_t encode_all(const utf8proc_int32_t *codes, size_t count, unsigned what,
                         char out[NH_WORD_MAX])
{
    size_t used = 0;
    size_t i;

    for (i = 0; i < count; i++) {
        char bytes[NH_UTF8_MAX];
        const char *plain =
            (what & NH_FOLD_MARKS) != 0 ? plain_letters((uint32_t)codes[i]) : NULL;
        const size_t size =
            plain != NULL ? strlen(plain) : nh_utf8_encode((uint32_t)codes[i], bytes);

        if (!append(out, &used, plain != NULL ? plain : bytes, size))
            return NH_FOLD_TOO_LONG;
    }
    return used;
}

/* The way for any script. */
static size_t fold_unicode(nh_str word, unsigned what, char out[NH_WORD_MAX])
{
    const unsigned options = UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE |
                             UTF8PROC_IGNORE |
                             ((what & NH_FOLD_CASE) != 0 ? UTF8PROC_CASEFOLD : 0u);
    utf8proc_int32_t codes[MOST_CODES];
    utf8proc_ssize_t count;

    if (word.len > PTRDIFF_MAX)
        return NH_FOLD_TOO_LONG;
    count = utf8proc_decompose_custom((const utf8proc_uint8_t *)word.ptr,
                                      (utf8proc_ssize_t)word.len, codes, MOST_CODES,
                                      (utf8proc_option_t)options, fold_look_alike, NULL);
    if (count < 0 || count > MOST_CODES)
        return NH_FOLD_TOO_LONG;
    if ((what & NH_FOLD_MARKS) != 0)
        count = (utf8proc_ssize_t)drop_accents(codes, (size_t)count);
    count = utf8proc_normalize_utf32(
        codes, count, (utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
    return count < 0 ? NH_FOLD_TOO_LONG : encode_all(codes, (size_t)count, what, out);
}

size_t nh_fold(nh_str word, unsigned what, char out[NH_WORD_MAX])
{
    size_t i;

    for (i = 0; i < word.len && i < NH_WORD_MAX; i++) {
        const char c = word.ptr[i];

        if ((uint8_t)c >= 0x80)
            return fold_unicode(word, what, out);
        out[i] = (what & NH_FOLD_CASE) != 0 && c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
        if (c == '`')
            out[i] = '\'';
    }
    if (i == word.len)
        return i;
    return nh_utf8_is_ascii(word) ? NH_FOLD_TOO_LONG : fold_unicode(word, what, out);
}

uint32_t nh_fold_upper(uint32_t c)
{
    return (uint32_t)utf8proc_toupper((utf8proc_int32_t)c);
}

bool nh_fold_is_capitals(nh_str word)
{
    size_t letters = 0;
    size_t at = 0;

    while (at < word.len) {
        const nh_character c = nh_character_at(word, at);

        if (letters == 6 ||
            utf8proc_category((utf8proc_int32_t)c.code) != UTF8PROC_CATEGORY_LU)
            return false;
        letters++;
        at += c.size;
    }
    return letters >= 2;
}
