#!/usr/bin/env python3
"""tests/house/test_room_order.py - an include against the order of the rooms does not compile.

For each room a file is compiled with the flags the build uses there: once with a header of
every room below it, which must succeed, once with a header of every other room, which must
not find it.
"""
import glob
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile

SOURCE, BUILD = os.environ["NH_SOURCE"], os.environ["NH_BUILD"]
BELOW = {
    "common/base": [],
    "common/codec": ["common/base"],
    "common/text": ["common/base"],
    "common/segment": ["common/codec", "common/base"],
    "corpus/input": ["common/text", "common/codec", "common/base"],
    "corpus/topics": ["corpus/input", "common/text", "common/codec", "common/base"],
    "corpus": ["corpus/input", "common/text", "common/codec", "common/base"],
    "indexer": ["common/segment", "common/codec", "common/text", "common/base", "corpus"],
    "searcher": ["common/segment", "common/codec", "common/text", "common/base"],
    "indexer/commands": ["common/base"],
    "searcher/commands": ["common/base"],
}
# Public headers that a room may name besides its own.
PUBLIC = {
    "common/base": [],
    "corpus": ["common/base"],
    "corpus/topics": ["common/base", "corpus"],
    "indexer": ["common/base", "corpus"],
    "searcher": ["common/base"],
    "indexer/commands": ["common/base", "corpus", "indexer"],
    "searcher/commands": ["common/base", "corpus", "searcher"],
}


def flags_of(room):
    """The compiler and its flags for a C file of the room, without input and output."""
    with open(os.path.join(BUILD, "compile_commands.json"), encoding="utf-8") as f:
        commands = json.load(f)
    target = "nh_" + room.replace("/", "_")
    for entry in commands:
        if entry["file"].endswith(".c") and f"/{target}.dir/" in entry["command"]:
            words = [w for w in shlex.split(entry["command"]) if w != "ccache"]
            kept, skip = [], False
            for word in words:
                if skip:
                    skip = False
                elif word in ("-o", "-c", "-MF", "-MT"):
                    skip = True
                elif word not in ("-MD", entry["file"]):
                    kept.append(word)
            return kept, entry["directory"]
    sys.exit(f"no C file of {room} in compile_commands.json")


def inner_header(room):
    """The first header of the room that is not public, or None."""
    found = sorted(glob.glob(os.path.join(SOURCE, room, "**", "*.h"), recursive=True))
    found = [os.path.relpath(h, SOURCE) for h in found if "/include/" not in h]
    found = [h for h in found if room.endswith("/commands") or "/commands/" not in h]
    return found[0] if found else None


def public_header(room):
    found = glob.glob(os.path.join(SOURCE, room, "include", "newshound", "*.h"))
    return "newshound/" + os.path.basename(found[0]) if found else None


def compile_with(room, header):
    """(compiles, the header was not found)."""
    flags, directory = flags_of(room)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "probe.c")
        with open(path, "w", encoding="utf-8") as f:
            f.write(f'#include "{header}"\ntypedef int nh_probe;\n')
        done = subprocess.run([*flags, "-fsyntax-only", path], cwd=directory, text=True,
                              capture_output=True, check=False)
    missing = re.search(re.escape(header) + r".*(No such file|file not found)", done.stderr)
    return done.returncode == 0, missing is not None, done.stderr


def check(room, header, allowed):
    """The number of findings: 0 or 1."""
    if header is None:
        return 0
    compiles, missing, words = compile_with(room, header)
    if allowed and not compiles:
        print(f"{room} cannot include {header}:\n{words}")
        return 1
    if not allowed and not missing:
        print(f"{room} can include {header}, which is above or beside it")
        return 1
    return 0


def main():
    wrong = checked = 0
    for room, below in BELOW.items():
        for other in BELOW:
            if any(other.startswith(seen + "/") for seen in [room, *below]):
                continue  # a folder of a room is found with it
            allowed = other == room or other in below
            wrong += check(room, inner_header(other), allowed)
            checked += 1
        for other in ("corpus", "indexer", "searcher"):
            if other != room and other not in PUBLIC.get(room, []):
                wrong += check(room, public_header(other), False)
                checked += 1
    print(f"{checked} includes tried, {wrong} wrong")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
