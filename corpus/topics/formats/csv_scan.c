/* corpus/topics/formats/csv_scan.c - where a record of comma-separated values ends, byte by byte. */
#include "corpus/topics/formats/csv_scan.h"

static bool is_gap(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* Outside of quotation marks: what begins, goes on or ends there. */
static nh_csv_state step_outside(char c, nh_csv_state otherwise)
{
    if (c == '\n')
        return NH_CSV_END;
    return c == ',' ? NH_CSV_CELL : otherwise;
}

nh_csv_state nh_csv_step(nh_csv_state state, char c)
{
    switch (state) {
    case NH_CSV_CELL:
        if (c == '"')
            return NH_CSV_QUOTED;
        return step_outside(c, is_gap(c) ? NH_CSV_CELL : NH_CSV_PLAIN);
    case NH_CSV_PLAIN:
        return step_outside(c, NH_CSV_PLAIN);
    case NH_CSV_QUOTED:
        return c == '"' ? NH_CSV_MARK : NH_CSV_QUOTED;
    case NH_CSV_MARK:
        if (c == '"')
            return NH_CSV_QUOTED;
        return step_outside(c, is_gap(c) ? NH_CSV_AFTER : NH_CSV_BAD);
    case NH_CSV_AFTER:
        return step_outside(c, is_gap(c) ? NH_CSV_AFTER : NH_CSV_BAD);
    case NH_CSV_END:
    case NH_CSV_BAD:
        break;
    }
    return state;
}
