/*
 * searcher/commands/terminal/color.h - whether to use colours, and which.
 */
#ifndef NH_SEARCHER_COLOR_H
#define NH_SEARCHER_COLOR_H

#include "newshound/base.h"

/* The words of --color, in this order: "auto|always|never". */
typedef enum nh_color_when { NH_COLOR_AUTO, NH_COLOR_ALWAYS, NH_COLOR_NEVER } nh_color_when;

/* What begins each style, and what ends all of them. Static; all empty without colour. */
typedef struct nh_palette {
    nh_str headline; /* bold                     */
    nh_str match;    /* bold red                 */
    nh_str dim;      /* for what is beside the text: dates, paths, scores */
    nh_str off;
} nh_palette;

/*
 * terminal  whether the output goes to one
 * no_color  the environment variable NO_COLOR, or NULL: not empty forbids colours, unless
 *           they are asked for with ALWAYS
 */
nh_palette nh_color_choose(nh_color_when when, bool terminal, const char *no_color);

#endif
