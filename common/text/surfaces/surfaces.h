/*
 * common/text/surfaces/surfaces.h - the next stretch of text that can be analysed by itself.
 *
 * A surface ends where no rule can look across: at blanks, at brackets, at most quotation
 * marks and dashes. Stops and commas around it are left off. So "Israel's" is the same
 * surface in "(Israel's" and in "Israel's,", and what is known of it holds everywhere.
 */
#ifndef NH_TEXT_SURFACES_H
#define NH_TEXT_SURFACES_H

#include "common/text/letters/bit_places.h"
#include "common/text/letters/byte_sets.h"
#include "common/text/words/analyzer.h"

/* What a byte means to the search for surfaces. */
typedef enum nh_byte_class {
    NH_BYTE_HARD,  /* between surfaces                                                */
    NH_BYTE_SOFT,  /* inside a surface, but neither its beginning nor its end         */
    NH_BYTE_OPEN,  /* inside a surface or at its beginning: @ and #                   */
    NH_BYTE_PART,  /* letters and digits                                              */
    NH_BYTE_QUOTE, /* ": HARD, but SOFT after a byte over 7F, as in Hebrew            */
    NH_BYTE_HIGH,  /* over 7F                                                         */
} nh_byte_class;

/* The class of each byte, for a profile. Static. */
const uint8_t *nh_byte_classes(nh_profile profile);

/* The sets of ASCII characters that masks are made of. */
enum { NH_SURFACE_HARD, NH_SURFACE_SOFT, NH_SURFACE_PART, NH_SURFACE_QUOTE };

/* What bytes mean in a profile, as a table and for masks. */
typedef struct nh_surface_rule {
    const uint8_t *classes; /* nh_byte_classes()                                      */
    uint64_t high;          /* all bits set: bytes over 7F are HIGH; 0: they are PART */
    nh_byte_masker mask;
    nh_bit_lister list;
    nh_byte_sets sets;
} nh_surface_rule;

/* The rule of a profile, with the fastest kernels of this processor. */
nh_surface_rule nh_surface_rule_of(nh_profile profile);

typedef struct nh_surface {
    size_t at;   /* first byte                                                        */
    size_t size; /* bytes                                                             */
    size_t next; /* where to look for the next one                                    */
} nh_surface;

/* The first surface that begins at or after byte `at`; size 0 if there is none. */
nh_surface nh_surface_next(nh_str text, size_t at, const uint8_t *classes);

#endif
