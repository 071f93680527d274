/*
 * searcher/commands/terminal/wrap.h - a marked text in lines that fit a terminal.
 */
#ifndef NH_SEARCHER_WRAP_H
#define NH_SEARCHER_WRAP_H

#include "common/base/bytes/buffer.h"
#include "newshound/searcher.h"
#include "searcher/commands/terminal/color.h"

typedef struct nh_wrapping {
    unsigned width; /* columns of a line, `indent` included; 0: one line, however long    */
    unsigned
        indent;    /* blanks that begin each line but the first; below `width`           */
    unsigned used; /* columns of the first line that are written already                 */
    nh_palette
        palette; /* marks stand in its `match`; all else is plain                   */
} nh_wrapping;

/*
 * Appends `text` (any bytes; cleaned as by nh_escape_terminal()) with the parts in `marks`
 * (ascending, disjoint; parts outside the text do not count) in the colour of a match. White
 * space between words becomes one blank or a line end; an empty line in the text ends the
 * line. A word longer than a line is cut. Colours end with the line and begin again with the
 * next one. There is no line end after the last line.
 */
void nh_wrap(nh_buffer *out, nh_str text, const nh_mark *marks, size_t n_marks,
             const nh_wrapping *how);

#endif
