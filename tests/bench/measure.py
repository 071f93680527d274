#!/usr/bin/env python3
"""tests/bench/measure.py - runs the benchmarks of single parts and keeps their rows.

  measure.py [--bin FOLDER] [--index INDEX --queries FILE] NEWS.jsonl...

Each row of results/parts.csv is machine, commit, corpus, command, benchmark, case, value, unit.
Rows of the same machine, corpus and benchmark that stood there before are replaced.
"""
import argparse
import csv
import os
import re
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
FIELDS = ("machine", "commit", "corpus", "command", "benchmark", "case", "value", "unit")


def machine():
    """The processor, how many of it there are, and what its vectors can do."""
    with open("/proc/cpuinfo", encoding="utf-8") as f:
        text = f.read()
    name = re.search(r"^model name\s*:\s*(.*)$", text, re.M)
    flags = re.search(r"^flags\s*:\s*(.*)$", text, re.M)
    known = flags.group(1).split() if flags else []
    vectors = next((v for v in ("avx512bw", "avx2", "sse4_2") if v in known), "no vectors")
    return "%d x %s %s" % (os.cpu_count(), name.group(1).strip() if name else "processor", vectors)


def commit():
    """The commit that is checked out, with + where files differ from it."""
    def git(*words):
        return subprocess.run(("git", "-C", ROOT) + words, check=True, text=True,
                              stdout=subprocess.PIPE).stdout.strip()
    return git("rev-parse", "--short", "HEAD") + ("+" if git("status", "--porcelain") else "")


def rows_of(program, arguments, binaries):
    """Runs one benchmark; what it prints, as rows without where and when."""
    out = subprocess.run([os.path.join(binaries, program)] + arguments, check=True, text=True,
                         stdout=subprocess.PIPE).stdout
    command = " ".join([program] + [os.path.basename(a) for a in arguments])
    return [(command,) + tuple(row) for row in csv.reader(out.splitlines())]


def keep(path, fields, key, rows):
    """Writes `rows` into a table in place of those with the same values in `key`."""
    old = []
    if os.path.exists(path):
        with open(path, newline="", encoding="utf-8") as f:
            old = list(csv.DictReader(f))
    new = [dict(zip(fields, row)) for row in rows]
    replaced = {tuple(row[k] for k in key) for row in new}
    old = [row for row in old if tuple(row[k] for k in key) not in replaced]
    with open(path, "w", newline="", encoding="utf-8") as f:
        out = csv.DictWriter(f, fields, lineterminator="\n")
        out.writeheader()
        out.writerows(old + new)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default=os.path.join(ROOT, ".build", "release"))
    parser.add_argument("--index", help="for snippets and open")
    parser.add_argument("--queries", help="a query a line, for snippets")
    parser.add_argument("news", nargs="+", help="articles as JSON lines")
    args = parser.parse_args()

    corpus = " ".join(os.path.basename(path) for path in args.news)
    runs = [("bench_kernels", []), ("bench_corpus", args.news), ("bench_analyze", args.news),
            ("bench_passages", args.news), ("bench_inversion", args.news)]
    if args.index:
        runs.append(("bench_open", [args.index]))
    if args.index and args.queries:
        runs.append(("bench_snippets", [args.index, args.queries]))
    where = (machine(), commit(), corpus)
    for program, arguments in runs:
        rows = [where + row for row in rows_of(program, arguments, args.bin)]
        keep(os.path.join(HERE, "results", "parts.csv"), FIELDS,
             ("machine", "corpus", "benchmark"), rows)
        for row in rows:
            print(*row[4:], sep="\t", flush=True)


if __name__ == "__main__":
    main()
