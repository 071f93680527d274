#!/usr/bin/env python3
"""tests/cli/test_help_examples.py - every example of every --help works.

The programs list their verbs, each verb's --help ends with lines "  COMMAND  # REMARK", and each
COMMAND is run by /bin/sh in a folder of the verb's own that holds the files of FILES. Its exit status
is 0, or N where the remark ends in "(exit N)". A verb without an example is an error, too.
"""
import gzip
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(os.environ["NH_SOURCE"])
BIN = os.environ["NH_BIN"]
ENVIRONMENT = dict(os.environ, PATH=BIN + ":" + os.environ["PATH"], LC_ALL="C.UTF-8", TERM="dumb")
PROGRAMS = ["nh-index", "nh-search"]

MORE = ('{"id": "m1", "headline": "Talks resume", "text": "The envoy is back in Damascus."}\n'
        '{"id": "m2", "headline": "Wine fair", "text": "A winery of the Golan wins."}\n')
QUESTIONS = {"101": "golan heights", "102": "barrack", "103": "barracks winery"}
# What examples find beside the folder `stories` and the index of it, news.idx: name, contents.
FILES = {
    "more.jsonl": MORE,
    "more.jsonl.gz": MORE,
    "web.jsonl": MORE,
    "topics.tsv": "".join(f"{i}\t{q}\n" for i, q in QUESTIONS.items()),
    "topics.txt": "".join(f"<top>\n<num> Number: {i}\n<title> {q}\n</top>\n"
                          for i, q in QUESTIONS.items()),
    "topics.jsonl": "".join(f'{{"id": "{i}", "query": "{q}"}}\n' for i, q in QUESTIONS.items()),
    "topics.csv": "id,query\n" + "".join(f'{i},"{q}"\n' for i, q in QUESTIONS.items()),
    "queries.txt": "".join(q + "\n" for q in QUESTIONS.values()),
    "ids.txt": "stories/golan-wire.txt\nhk-2025-0751\n",
    "qrels.txt": "101 0 stories/golan-wire.txt 2\n101 0 stories/heights-chess.txt 0\n"
                 "102 0 hk-2025-0751 1\n102 0 stories/barrack-beirut.txt 2\n"
                 "103 0 stories/barracks-flats.txt 1\n",
}
# Runs over news.idx by these options: what evaluation takes.
RUNS = {"run.txt": [], "other.txt": ["--match", "any", "--k1", "1.2"],
        "run1.txt": [], "run2.txt": ["--match", "any"]}


def output_of(*command, cwd=None):
    return subprocess.run(command, text=True, cwd=cwd, env=ENVIRONMENT, check=True,
                          capture_output=True).stdout


def make_files(folder):
    """The folder as examples expect it."""
    shutil.copytree(SOURCE / "corpus/sample/stories", folder / "stories")
    for name, text in FILES.items():
        data = text.encode()
        (folder / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    output_of("nh-index", "add", "-q", "news.idx", "stories", cwd=folder)
    for name, options in RUNS.items():
        lines = [output_of("nh-search", "--format", "trec", "--qid", i, *options, "news.idx", q,
                           cwd=folder) for i, q in QUESTIONS.items()]
        (folder / name).write_text("".join(lines), "utf-8")


def verbs_of(program):
    """(verb, its words on the command line): one without words is the program itself."""
    rows = [line.split("\t") for line in output_of(program, "--help=table").splitlines()]
    verbs = [(row[1], [row[1]]) for row in rows if row[0] == "verb"]
    return verbs + [("INDEX", ["INDEX"]) for row in rows if row[0] == "other"]


def examples_of(text):
    """(command, exit status it should have) for each line below "examples:"."""
    for line in text.partition("\nexamples:\n")[2].splitlines():
        command, _, remark = line.partition("  # ")
        status = re.search(r"\(exit ([0-9]+)\)$", remark)
        yield command.strip(), int(status.group(1)) if status else 0


def run_examples(called, text, template, folder):
    """How many ran and how many went wrong."""
    shutil.copytree(template, folder)
    ran = wrong = 0
    for command, status in examples_of(text):
        done = subprocess.run(["/bin/sh", "-c", command], cwd=folder, env=ENVIRONMENT, timeout=60,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              check=False)
        ran += 1
        if done.returncode != status or "nh-" not in command:
            wrong += 1
            print(f"{called} --help has the example\n  {command}\nwhich ends with "
                  f"{done.returncode}, not {status}:\n{done.stdout}{done.stderr}")
    if ran == 0:
        print(f"{called} --help has no example")
    return ran, wrong + (ran == 0)


def main():
    ran = wrong = 0
    with tempfile.TemporaryDirectory(prefix="newshound-help.") as place:
        template = pathlib.Path(place) / "template"
        template.mkdir()
        make_files(template)
        for program in PROGRAMS:
            helps = [(f"{program} {verb}", output_of(program, *words, "--help"))
                     for verb, words in verbs_of(program)]
            helps.append((program, output_of(program, "--help")))
            for number, (called, text) in enumerate(helps):
                more = run_examples(called, text, template,
                                    pathlib.Path(place) / f"{program}.{number}")
                ran, wrong = ran + more[0], wrong + more[1]
    print(f"{ran} examples ran, {wrong} went wrong")
    return 1 if wrong or ran < 10 else 0


if __name__ == "__main__":
    sys.exit(main())
