#!/usr/bin/env python3
"""tests/cli/test_cases.py - command lines with their exact output and exit code.

A case file is a list of commands, run one after the other by /bin/sh in an empty folder
that has the stories of corpus/sample as `sample`:

    # what this shows
    $ nh-search news.idx =Barrack
    expected lines of standard output
    ! expected lines of standard error
    ? 1

`? N` is the exit code, 0 where it is left out. Times, speeds and byte counts are written as
<ms>, <s>, <rate>, <bytes>. `test_cases.py --update [FILE...]` writes what the programs say now.
"""
import difflib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = pathlib.Path(os.environ.get("NH_SOURCE", HERE.parent.parent))
BIN = os.environ.get("NH_BIN", str(SOURCE / ".build/dev/bin"))

VARIABLE = [
    (re.compile(r'"ms":[0-9.]+'), '"ms":<ms>'),
    (re.compile(r"\b[0-9.]+ ms\b"), "<ms> ms"),
    (re.compile(r"\b[0-9]+\.[0-9]{2} s\b"), "<s> s"),
    (re.compile(r"\b[0-9.]+ MB/s"), "<rate> MB/s"),
    (re.compile(r"^bytes: .*$", re.M), "bytes: <bytes>"),
    (re.compile(r"[0-9]{6}_[0-9a-f]{8}\.seg"), "<segment>"),
    # Compressed text differs in bytes between libraries and processors.
    (re.compile(r"^(all files|bytes|stored) +[0-9]+.*$", re.M), r"\1 <bytes>"),
    (re.compile(r"( +[0-9]+ bytes) +[0-9.]+ %"), r"\1 <share>"),
    (re.compile(r"\b[0-9]+ bytes, expected [0-9]+"), "<bytes> bytes, expected <bytes>"),
    (re.compile(r"checksum [0-9a-f]{8}\b(.*) expected [0-9a-f]{8}\b"),
     r"checksum <crc>\1 expected <crc>"),
]


def settle(text, variable=VARIABLE):
    for pattern, name in variable:
        text = pattern.sub(name, text)
    return text


def run_command(command, folder, variable=VARIABLE):
    env = dict(os.environ, PATH=BIN + ":" + os.environ["PATH"], LC_ALL="C.UTF-8", TERM="dumb")
    env.pop("NO_COLOR", None)
    done = subprocess.run(["/bin/sh", "-c", command], cwd=folder, env=env, timeout=120,
                          stdin=subprocess.DEVNULL, capture_output=True)
    lines = settle(done.stdout.decode("utf-8", "replace"), variable).splitlines()
    lines += ["! " + l for l in settle(done.stderr.decode("utf-8", "replace"), variable).splitlines()]
    if done.returncode != 0:
        lines.append("? %d" % done.returncode)
    return lines


def replay(path):
    """The case file as it would read if the programs were right."""
    folder = tempfile.mkdtemp(prefix="newshound-cli.")
    shutil.copytree(SOURCE / "corpus/sample", pathlib.Path(folder) / "sample")
    out = []
    try:
        for line in path.read_text("utf-8").splitlines():
            if line.startswith("$ "):
                out.append(line)
                out += run_command(line[2:], folder)
            elif line.startswith("#") or line == "":
                if line.startswith("#") and out and out[-1] != "" and not out[-1].startswith("#"):
                    out.append("")
                if line.startswith("#"):
                    out.append(line)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return out


def main():
    update = "--update" in sys.argv
    named = [pathlib.Path(a) for a in sys.argv[1:] if not a.startswith("--")]
    failed = 0
    paths = named or sorted(HERE.glob("*.case"))
    for path in paths:
        expected = path.read_text("utf-8").splitlines()
        got = replay(path)
        if update:
            path.write_text("\n".join(got) + "\n", "utf-8")
        elif got != expected:
            failed += 1
            print("\n".join(difflib.unified_diff(expected, got, str(path), "programs", lineterm="")))
    print("%d case files, %d failed" % (len(paths), failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
