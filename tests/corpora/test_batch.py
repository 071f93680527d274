#!/usr/bin/env python3
"""tests/corpora/test_batch.py - real questions over real news: the same run by one thread and by several.

Some hundred questions of people are put to a year of news. The runs of one, two and three threads are
equal byte by byte, each line is where trec_eval would put it, and no document comes twice for a
question. Needs `news` and `queries` below NH_CORPORA; is skipped where they are absent.
"""
import itertools
import os
import pathlib
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(os.environ.get("NH_SOURCE", pathlib.Path(__file__).resolve().parents[2]))
BIN = pathlib.Path(os.environ.get("NH_BIN", SOURCE / ".build/dev/bin"))
CORPORA = pathlib.Path(os.environ.get("NH_CORPORA", os.devnull))
LINES = 400


def in_order(lines):
    """The first line that trec_eval would move, or that has a document again; None if there is none."""
    for qid, group in itertools.groupby((line.split(" ") for line in lines), key=lambda f: f[0]):
        fields = list(group)
        keys = [(float(f[4]), f[2]) for f in fields]
        if keys != sorted(keys, reverse=True):
            return "question %s is not in order" % qid
        if len({f[2] for f in fields}) != len(fields):
            return "question %s has a document twice" % qid
        if [int(f[3]) for f in fields] != list(range(1, len(fields) + 1)):
            return "question %s has wrong ranks" % qid
    return None


def main():
    news = CORPORA / "news" / "news_2025.jsonl.gz"
    queries = CORPORA / "queries" / "trec-mq2007.txt"
    if not (news.is_file() and queries.is_file()):
        print("skipped: no news corpora (set NH_CORPORA)")
        return 77  # what ctest counts as skipped
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        index, topics = folder / "news.idx", folder / "topics.txt"
        subprocess.run([BIN / "nh-index", "add", "-q", index, news], check=True)
        with open(queries, encoding="utf-8") as lines:
            topics.write_text("".join(itertools.islice(lines, LINES)), encoding="utf-8")
        for options in ([], ["--by", "passage"], ["--match", "any", "-n", "100"]):
            runs = []
            for threads in ("1", "2", "3"):
                done = subprocess.run(
                    [BIN / "nh-search", "batch", "--in=lines", "--raw", "--threads", threads, *options,
                     index, topics], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=True)
                runs.append(done.stdout)
                print(" ".join(options), done.stderr.decode().strip())
            if len(set(runs)) != 1:
                print("runs differ by the number of threads: %s" % options)
                return 1
            trouble = in_order(runs[0].decode().splitlines())
            if trouble or not runs[0]:
                print(trouble or "nothing was found")
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
