/*
 * common/segment/format.h - the numbers of FORMAT.md.
 */
#ifndef NH_SEGMENT_FORMAT_H
#define NH_SEGMENT_FORMAT_H

#define NH_FORMAT_VERSION 1u
#define NH_CHECK_BLOCK 16384u /* bytes under one checksum                     */
#define NH_ENVELOPE_SIZE 64u  /* bytes of a header, of a footer               */
#define NH_SECTION_ENTRY 24u  /* bytes of an entry of the section table       */
#define NH_SECTION_ALIGN 64u
#define NH_BLOCK 256u          /* postings in a full block                     */
#define NH_SMALL_LIST 32u      /* df up to which postings lie in the dictionary */
#define NH_TERM_BLOCK 16u      /* terms of a dictionary block                  */
#define NH_TERM_SIZE 255u      /* bytes of a term or a form, at most           */
#define NH_FORM_LIMIT 65536u   /* forms of a term, at most                     */
#define NH_TOP_STEP 32u        /* blocks behind an entry of `top`              */
#define NH_TOP_FROM 256u       /* more blocks than this have a `top`           */
#define NH_STORED_BLOCK 49152u /* raw bytes from which a stored block closes   */
#define NH_RANGE 1024u         /* passages of a range maximum                  */
#define NH_PAIR_LISTS 1u       /* versions of the list of pair words           */
#define NH_PAIR_LIMIT 65536u   /* pairs of a segment, at most                  */
#define NH_PASSAGE_LIMIT 0x7ffffffeu
#define NH_ARTICLE_LIMIT 0x7ffffffeu
#define NH_ID_SIZE 1024u /* bytes of an article's id, at most            */

typedef enum nh_envelope_kind {
    NH_KIND_MANIFEST = 1,
    NH_KIND_SEGMENT = 2,
    NH_KIND_DELETIONS = 3
} nh_envelope_kind;

typedef enum nh_section_kind {
    NH_SECTION_COMMIT = 1,
    NH_SECTION_INFO = 2,
    NH_SECTION_TERMS = 3,
    NH_SECTION_HEADS = 4,
    NH_SECTION_DIRECTORY = 5,
    NH_SECTION_POSTINGS = 6,
    NH_SECTION_POSITIONS = 7,
    NH_SECTION_CODES = 8,
    NH_SECTION_LENGTHS = 9,
    NH_SECTION_PLACES = 10,
    NH_SECTION_ARTICLES = 11,
    NH_SECTION_IDS = 12,
    NH_SECTION_DATES = 13,
    NH_SECTION_KEYWORDS = 14,
    NH_SECTION_STORED = 15,
    NH_SECTION_STORED_TABLE = 16,
    NH_SECTION_MAXIMA = 17,
    NH_SECTION_RANKS = 18,
    NH_SECTION_SPANS = 19,
    NH_SECTION_DICTIONARIES = 20,
    NH_SECTION_CHAMPIONS = 21,
    NH_SECTION_WORDS = 22,
    NH_SECTION_DELETED = 32,
    NH_SECTION_KINDS = 33 /* one past the largest that version 1 knows */
} nh_section_kind;

/* Bits of the flags of a segment's info. */
enum { NH_INFO_STORED = 1, NH_INFO_SIMILAR = 2, NH_INFO_PRESSED = 4 };

/* The layout of all sections together: builds before wrote less. */
#define NH_INFO_LAYOUT 1u
#define NH_INFO_WORDED 2u     /* with lists of words         */
#define NH_INFO_SHORT_LIST 3u /* the last of which is shorter */

/* Bits of a term's flags. */
enum {
    NH_TERM_SMALL = 1,
    NH_TERM_FORMS = 2,
    NH_TERM_HIDDEN = 4,
    NH_TERM_MAXIMA = 8,
    NH_TERM_CHAMPIONS = 16
};

/* The name of a section in `stats` and in errors: "terms", "postings"; "unknown". */
const char *nh_section_name(unsigned kind);

#endif
