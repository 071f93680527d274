/* searcher/commands/terminal/color.c - whether to use colours, and which. */
#include "searcher/commands/terminal/color.h"

#include "common/base/str.h"

static bool is_wanted(nh_color_when when, bool terminal, const char *no_color)
{
    if (when == NH_COLOR_AUTO)
        return terminal && (no_color == NULL || *no_color == '\0');
    return when == NH_COLOR_ALWAYS;
}

nh_palette nh_color_choose(nh_color_when when, bool terminal, const char *no_color)
{
    if (!is_wanted(when, terminal, no_color))
        return (nh_palette){.off = NH_STR("")};
    return (nh_palette){
        .headline = NH_STR("\033[1m"),
        .match = NH_STR("\033[1;31m"),
        .dim = NH_STR("\033[2m"),
        .off = NH_STR("\033[0m"),
    };
}
