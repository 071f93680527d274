#!/usr/bin/env python3
"""tests/cli/test_tour.py - the tour of README.md: its commands print what it says.

Each `$ command` of a fenced block is run in a folder where corpus/ is that of the project, one after
the other, and must print the lines below it. A terminal mixes the two streams, so their order is not looked at.
"""
import pathlib
import re
import sys
import tempfile

sys.dont_write_bytecode = True
from test_cases import SOURCE, run_command, settle


def commands(page):
    """(command, lines it is said to print) of each fenced block that begins with a prompt."""
    for block in re.findall(r"^```\n(\$ .*?)^```$", page, re.S | re.M):
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            lines = part.rstrip("\n").split("\n")
            yield lines[0], lines[1:]


def main():
    failed = ran = 0
    with tempfile.TemporaryDirectory(prefix="newshound-tour.") as folder:
        (pathlib.Path(folder) / "corpus").symlink_to(SOURCE / "corpus")
        for command, said in commands((SOURCE / "README.md").read_text("utf-8")):
            ran += 1
            # The page mixes both streams; the case runner gives stdout first.
            printed = [re.sub("^! ", "", line) for line in run_command(command, folder)]
            said = [settle(line) if not line.startswith("bytes:") else "bytes: <bytes>" for line in said]
            if sorted(said) != sorted(printed):
                failed += 1
                print("README.md says of `%s`:\n%s\nbut it prints:\n%s" %
                      (command, "\n".join(said), "\n".join(printed)))
    print("%d commands of the tour, %d failed" % (ran, failed))
    return 1 if failed or ran < 5 else 0


if __name__ == "__main__":
    sys.exit(main())
