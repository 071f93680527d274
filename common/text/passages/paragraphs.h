/*
 * common/text/passages/paragraphs.h - where paragraphs begin and end in plain text.
 *
 * Text that holds blank lines has a paragraph for each block between them, unless the
 * lines of a block are long and end with sentences: then each line is one. In text without
 * blank lines a line is a paragraph, unless its lines look hard-wrapped (most of them under
 * 100 columns, most ending inside a sentence): then all is one block, in which an indented
 * line begins a paragraph where most lines are not indented.
 */
#ifndef NH_TEXT_PARAGRAPHS_H
#define NH_TEXT_PARAGRAPHS_H

#include "newshound/base.h"

/* A walk over the paragraphs of a text. Plain data; private but for the two calls. */
typedef struct nh_paragraphs {
    nh_str text;      /* borrowed                                              */
    size_t at;        /* where the next paragraph is looked for                */
    size_t block_end; /* end of the block that `at` is in; `at` if there is none */
    bool blank_lines; /* the text holds blank lines                            */
    bool by_line;     /* in this block, each line is a paragraph               */
    bool by_indent;   /* in this block, an indented line begins one            */
} nh_paragraphs;

/* A walk over `text` (valid UTF-8), which is borrowed until its last step. Cost: linear. */
nh_paragraphs nh_paragraphs_begin(nh_str text);

/*
 * The next paragraph: bytes [*at, *end) of the text, without blanks around it, never empty.
 * Inner newlines of a block count as blanks. False at the end. The whole walk is linear.
 */
bool nh_paragraphs_next(nh_paragraphs *walk, size_t *at, size_t *end);

/* Before the first step: the walk begins with the block that holds byte `at`, and the paragraphs
 * are those that it would have come to. Cost: linear in that block. */
void nh_paragraphs_seek(nh_paragraphs *walk, size_t at);

#endif
