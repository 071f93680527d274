#!/usr/bin/env python3
"""make_tables.py - the break properties of Unicode as two-stage tables in C.

    common/text/make_tables.py words     > common/text/words/breaks/word_break_table.c
    common/text/make_tables.py sentences > common/text/passages/sentences/sentence_table.c

Reads the files of the Unicode character database (Debian: package unicode-data). A code
point c has the byte stage2[stage1[c >> 7] << 7 | (c & 127)]; the values are those of the
enumerations in word_break_table.h and sentence_table.h.
"""
import argparse
import pathlib
import sys

BLOCK = 128
LIMIT = 0x110000

WORD_CLASSES = ["Other", "CR", "LF", "Newline", "Extend", "ZWJ", "Regional_Indicator",
                "Format", "Katakana", "Hebrew_Letter", "ALetter", "Single_Quote",
                "Double_Quote", "MidNumLet", "MidLetter", "MidNum", "Numeric",
                "ExtendNumLet", "WSegSpace"]
SENTENCE_CLASSES = ["Other", "CR", "LF", "Sep", "Extend", "Format", "Sp", "Lower", "Upper",
                    "OLetter", "Numeric", "ATerm", "STerm", "Close", "SContinue"]
PICTOGRAPHIC, WORDLIKE, DIGIT = 32, 64, 128


def ranges(path):
    """Yields (first, last, value) of a file of the character database."""
    for line in path.read_text(encoding="utf-8").splitlines():
        line = line.split("#")[0].strip()
        if not line:
            continue
        codes, value = [field.strip() for field in line.split(";")[:2]]
        first, _, last = codes.partition("..")
        yield int(first, 16), int(last or first, 16), value


def word_bytes(ucd):
    table = bytearray(LIMIT)
    for first, last, value in ranges(ucd / "auxiliary/WordBreakProperty.txt"):
        for c in range(first, last + 1):
            table[c] |= WORD_CLASSES.index(value)
            if value in ("ALetter", "Hebrew_Letter", "Katakana", "Numeric"):
                table[c] |= WORDLIKE
    for first, last, value in ranges(ucd / "emoji/emoji-data.txt"):
        if value == "Extended_Pictographic":
            for c in range(first, last + 1):
                table[c] |= PICTOGRAPHIC
    for first, last, value in ranges(ucd / "extracted/DerivedGeneralCategory.txt"):
        bits = (WORDLIKE if value[0] in "LN" else 0) | (DIGIT if value[0] == "N" else 0)
        for c in range(first, last + 1):
            table[c] |= bits
    return table


def sentence_bytes(ucd):
    table = bytearray(LIMIT)
    for first, last, value in ranges(ucd / "auxiliary/SentenceBreakProperty.txt"):
        for c in range(first, last + 1):
            table[c] = SENTENCE_CLASSES.index(value)
    return table


def two_stages(table):
    blocks, first_stage = {}, []
    for at in range(0, LIMIT, BLOCK):
        first_stage.append(blocks.setdefault(bytes(table[at:at + BLOCK]), len(blocks)))
    assert len(blocks) <= 256
    return first_stage, [value for block in blocks for value in block]


def print_array(name, values):
    print(f"\nconst uint8_t {name}[{len(values)}] = {{")
    for at in range(0, len(values), 20):
        print("    " + ",".join(str(v) for v in values[at:at + 20]) + ",")
    print("};")


TABLES = {
    "words": ("words/breaks/word_break_table", "nh_word_break", word_bytes,
              "word break properties of each code point"),
    "sentences": ("passages/sentences/sentence_table", "nh_sentence_break", sentence_bytes,
                  "sentence break property of each code point"),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("table", choices=sorted(TABLES))
    parser.add_argument("--ucd", type=pathlib.Path, default="/usr/share/unicode")
    arguments = parser.parse_args()
    path, name, read, what = TABLES[arguments.table]
    first_stage, second_stage = two_stages(read(arguments.ucd))
    print(f"/* common/text/{path}.c - {what}; made by common/text/make_tables.py. */")
    print(f'#include "common/text/{path}.h"')
    print_array(f"{name}_stage1", first_stage)
    print_array(f"{name}_stage2", second_stage)
    return 0


if __name__ == "__main__":
    sys.exit(main())
