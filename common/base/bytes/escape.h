/*
 * common/base/bytes/escape.h - untrusted text made fit for the place where it is shown.
 *
 * Each appends to `out`. Input may be any bytes: invalid UTF-8 becomes U+FFFD.
 */
#ifndef NH_BASE_ESCAPE_H
#define NH_BASE_ESCAPE_H

#include "common/base/bytes/buffer.h"

/* Terminal: C0 controls (but tab and, if `lines`, newline), DEL, C1, and the bidirectional
 * and line-separator controls become U+FFFD. */
void nh_escape_terminal(nh_buffer *out, nh_str text, bool lines);

/* Does a terminal not get to see this code point? True of tab and newline as well. */
bool nh_escape_is_control(uint32_t code);

/* The inside of a JSON string (RFC 8259), without the quotes; always valid UTF-8. Controls
 * that a terminal must not see are spelled \uXXXX. */
void nh_escape_json(nh_buffer *out, nh_str text);

/* The same with the quotes. */
void nh_escape_json_string(nh_buffer *out, nh_str text);

/* HTML text or attribute: & < > " ' become entities; controls as on a terminal. */
void nh_escape_html(nh_buffer *out, nh_str text);

/* One field of a tab-separated line: tab, CR and LF become a blank; controls as above. */
void nh_escape_tsv(nh_buffer *out, nh_str text);

/* One field of comma-separated values (RFC 4180), in quotes where it needs them: a quote is
 * doubled; tab, CR and LF become a blank, so that a record is a line; controls as above. A ' goes
 * before = + - and @ at the beginning: a spreadsheet shows what strangers wrote, and does not
 * calculate it. */
void nh_escape_csv(nh_buffer *out, nh_str text);

/* One field of a TREC run line: the bytes of blanks, controls, invalid UTF-8 and of % itself
 * become %XX, so that the field can be read back. */
void nh_escape_trec(nh_buffer *out, nh_str text);

/* How two texts compare, byte by byte, once nh_escape_trec() has spelled them. */
int nh_escape_trec_compare(nh_str a, nh_str b);

#endif
