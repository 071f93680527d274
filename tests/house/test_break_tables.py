#!/usr/bin/env python3
"""test_break_tables.py - the tables of word and sentence breaks are what their maker makes."""
import os
import pathlib
import subprocess
import sys

UCD = pathlib.Path("/usr/share/unicode")
VERSION = "WordBreakProperty-15.0.0.txt"
TABLES = {
    "words": "common/text/words/breaks/word_break_table.c",
    "sentences": "common/text/passages/sentences/sentence_table.c",
}


def main():
    source = pathlib.Path(os.environ.get("NH_SOURCE", "."))
    properties = UCD / "auxiliary/WordBreakProperty.txt"
    if not properties.exists():
        print(f"skipped: no {properties} (package unicode-data)")
        return 0
    if VERSION not in properties.read_text(encoding="utf-8").splitlines()[0]:
        print(f"skipped: {properties} is not {VERSION}")
        return 0
    wrong = 0
    for table, path in TABLES.items():
        made = subprocess.run([sys.executable, source / "common/text/make_tables.py", table],
                              stdout=subprocess.PIPE, check=True).stdout
        if made != (source / path).read_bytes():
            print(f"{path} differs from what common/text/make_tables.py {table} prints")
            wrong += 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
