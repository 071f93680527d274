#!/usr/bin/env python3
"""tests/bench/take_peers.py - keeps the figures of a run of several engines side by side.

FOLDER holds build.csv and query.csv as the runner of README.md writes them; the last row of each
engine, corpus and kind goes to results/builds.csv and results/queries.csv, with machine and commit.
"""
import argparse
import csv
import os

from measure import HERE, commit, keep, machine

TABLES = (
    ("build.csv", "builds.csv", ("engine", "corpus", "mode", "threads", "step")),
    ("query.csv", "queries.csv", ("engine", "corpus", "mode", "class", "command")),
)


def last_rows(path, key):
    """The fields of a table, and its last row for each value of `key`."""
    last = {}
    with open(path, newline="", encoding="utf-8") as f:
        table = csv.DictReader(f)
        fields = tuple(table.fieldnames)
        for row in table:
            last[tuple(row[k] for k in key)] = row
    return fields, [last[k] for k in sorted(last)]


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", metavar="FOLDER", help="with build.csv and query.csv")
    folder = parser.parse_args().folder
    where = (machine(), commit())
    for source, target, key in TABLES:
        fields, rows = last_rows(os.path.join(folder, source), key)
        keep(os.path.join(HERE, "results", target), ("machine", "commit") + fields,
             ("machine",) + key, [where + tuple(row[f] for f in fields) for row in rows])


if __name__ == "__main__":
    main()
