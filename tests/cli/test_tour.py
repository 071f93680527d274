#!/usr/bin/env python3
"""tests/cli/test_tour.py - the tour of README.md: its commands print what it says.

Each `$ command` of a fenced block is run in a folder where corpus/ is that of the project, one after
the other, and must print the lines below it. A terminal mixes the two streams, so their order is not looked at.
Sizes of sections are compared one by one; a line of them may end with `...` and leave the last ones out.
"""
import pathlib
import re
import sys
import tempfile

sys.dont_write_bytecode = True
from test_cases import SOURCE, VARIABLE, run_command, settle

FIGURES = [v for v in VARIABLE if not v[0].pattern.startswith("^bytes:")]
# Compressed text, and so the sum, differ in bytes between libraries and processors, but not by more than this part.
COMPRESSED = ("all", "stored")
PART = 0.05


def commands(page):
    """(command, lines it is said to print) of each fenced block that begins with a prompt."""
    for block in re.findall(r"^```\n(\$ .*?)^```$", page, re.S | re.M):
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            lines = part.rstrip("\n").split("\n")
            yield lines[0], lines[1:]


def is_size(said, printed):
    """Each is (section, bytes)."""
    near = PART * int(printed[1]) if said[0] in COMPRESSED else 0
    return said[0] == printed[0] and abs(int(said[1]) - int(printed[1])) <= near


def is_line(said, printed):
    if not said.startswith("bytes: "):
        return said == printed
    left, right = (re.findall(r"([a-z-]+) ([0-9]+)", line) for line in (said, printed))
    if said.endswith(", ..."):
        right = right[:len(left)]
    return printed.startswith("bytes: ") and len(left) == len(right) > 1 and all(map(is_size, left, right))


def are_lines(said, printed):
    return len(said) == len(printed) and all(map(is_line, sorted(said), sorted(printed)))


def main():
    failed = ran = 0
    with tempfile.TemporaryDirectory(prefix="newshound-tour.") as folder:
        (pathlib.Path(folder) / "corpus").symlink_to(SOURCE / "corpus")
        for command, said in commands((SOURCE / "README.md").read_text("utf-8")):
            ran += 1
            # The page mixes both streams; the case runner gives stdout first.
            printed = [re.sub("^! ", "", line) for line in run_command(command, folder, FIGURES)]
            said = [settle(line, FIGURES) for line in said]
            if not are_lines(said, printed):
                failed += 1
                print("README.md says of `%s`:\n%s\nbut it prints:\n%s" %
                      (command, "\n".join(said), "\n".join(printed)))
    print("%d commands of the tour, %d failed" % (ran, failed))
    return 1 if failed or ran < 5 else 0


if __name__ == "__main__":
    sys.exit(main())
