#!/usr/bin/env python3
"""tests/house/test_thin_programs.py - the programs use what everybody can use: the public headers.

Command files and the *_main.c may include public headers, common/base and the command headers beside
them. The build shows the same twice more: other headers are not on their include path, and the
programs are linked once with the shared libraries, which show no other names.
"""
import glob
import os
import re
import sys

SOURCE = os.environ["NH_SOURCE"]
PROGRAMS = {
    "indexer": ["common/base", "corpus", "indexer"],
    "searcher": ["common/base", "corpus", "searcher"],
}


def files_of(program):
    """The files of a program that are no library's."""
    found = glob.glob(os.path.join(SOURCE, program, "commands", "**", "*.[ch]"), recursive=True)
    found += glob.glob(os.path.join(SOURCE, program, "*_main.c"))
    return sorted(os.path.relpath(f, SOURCE) for f in found)


def is_public(name, rooms):
    return any(os.path.exists(os.path.join(SOURCE, room, "include", name)) for room in rooms)


def may_include(program, name):
    return (name.startswith(("common/base/", program + "/commands/")) or
            (name.startswith("newshound/") and is_public(name, PROGRAMS[program])))


def breaches(program, path, text):
    """A line for each include that is not for a program."""
    for number, line in enumerate(text.splitlines(), 1):
        m = re.match(r'\s*#\s*include\s*"([^"]+)"', line)
        if m and not may_include(program, m.group(1)):
            yield f"{path}:{number}: a program includes {m.group(1)}"


def notices_breaches():
    """The test itself: it takes what is right and sees what is wrong."""
    right = '#include <stdio.h>\n#include "newshound/base.h"\n#include "newshound/topics.h"\n' \
            '#include "searcher/commands/output/output.h"\n#include "common/base/str.h"\n'
    wrong = '#include "searcher/answer/results.h"\n# include "common/text/letters/fold.h"\n' \
            '#include "indexer/commands/commands.h"\n#include "newshound/indexer.h"\n'
    return (not list(breaches("searcher", "x.c", right)) and
            len(list(breaches("searcher", "x.c", wrong))) == 4)


def main():
    if not notices_breaches():
        sys.exit("the test does not notice an include that is wrong")
    wrong = read = 0
    for program in PROGRAMS:
        for path in files_of(program):
            with open(os.path.join(SOURCE, path), encoding="utf-8") as f:
                found = list(breaches(program, path, f.read()))
            print(*found, sep="\n", end="\n" if found else "")
            wrong += len(found)
            read += 1
    print(f"{read} files of programs, {wrong} includes that are not for them")
    sys.exit(1 if wrong or read < 10 else 0)


if __name__ == "__main__":
    main()
