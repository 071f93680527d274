#!/usr/bin/env python3
"""tests/cli/test_bench_verb.py - nh-search bench asks what it is given, and its figures fit together.

Times differ from run to run, so that no case file can hold them: what is checked is that every
question is asked, that articles are counted as a search counts them, that figures are in order, and
that bad rows and questions are told of.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(os.environ["NH_SOURCE"])
BIN = pathlib.Path(os.environ["NH_BIN"])
ORDER = ["p50", "p90", "p99", "p99.9", "most"]
failures = []


def expect(truth, what):
    if not truth:
        failures.append(what)


def run(*command, folder, status=0):
    done = subprocess.run([BIN / command[0], *command[1:]], cwd=folder, capture_output=True,
                          text=True, check=False)
    expect(done.returncode == status, "%s ends with %d: %s" % (command, done.returncode,
                                                               done.stderr))
    return done


def bench(folder, *options, status=0):
    done = run("nh-search", "bench", "--json", "--rounds=3", *options, folder=folder,
               status=status)
    return json.loads(done.stdout) if done.stdout else {}


def check_figures(report):
    for row in report["ms"].values():
        times = [row[name] for name in ORDER]
        expect(times == sorted(times) and times[0] > 0, "times in order: %s" % row)
        expect(0 < row["mean"] <= row["most"], "the mean is among them")
    median, best = report["ms"]["median"], report["ms"]["best"]
    expect(all(best[name] <= median[name] for name in [*ORDER, "mean"]), "best is not above")
    slowest = [row["ms"] for row in report["slowest"]]
    expect(slowest == sorted(slowest, reverse=True), "the slowest come first")
    expect(slowest[0] == median["most"], "the slowest takes most")


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        run("nh-index", "add", "-q", "news.idx", SOURCE / "corpus/sample/stories", folder=folder)
        questions = ["golan heights", "barrack", '"security line"', "nosuchword"]
        (folder / "queries.txt").write_text("\n".join(questions) + "\n")
        counted = 0
        for question in questions:
            done = subprocess.run([BIN / "nh-search", "-c", "news.idx", question], cwd=folder,
                                  capture_output=True, text=True, check=False)
            counted += int(done.stdout)
        report = bench(folder, "--threads=3", "news.idx", "queries.txt")
        expect(report["questions"] == 4 and report["failed"] == 0, "all questions were asked")
        expect(report["articles"] == counted, "%d articles, not %d" % (report["articles"], counted))
        expect([row["threads"] for row in report["throughput"]] == [1, 2, 3], "1, 2, 3 threads")
        expect(all(row["per_second"] > 0 for row in report["throughput"]), "a rate for each")
        expect(sorted(row["query"] for row in report["slowest"]) == sorted(questions), "all named")
        check_figures(report)
        (folder / "two.txt").write_text("golan\nbarrack\n")
        report = bench(folder, "--threads=200", "--rounds=1", "news.idx", "two.txt")
        expect([row["threads"] for row in report["throughput"]] == [1, 2], "as many as questions")
        report = bench(folder, "--threads=1", "--worst=1", "--ids-only", "--warm=0", "--match=any",
                       "news.idx", "queries.txt")
        expect(len(report["slowest"]) == 1 and report["articles"] > counted, "options hold")
        expect("ids" in report["timed"], "what is timed is said")

        (folder / "filtered.jsonl").write_text(
            '{"id": "a", "query": "golan", "filter": "date:1900"}\n{"id": "b"}\n'
            '{"id": "c", "query": "barrack AND", "n": 1}\n')
        report = bench(folder, "--threads=1", "news.idx", "filtered.jsonl", status=7)
        expect(report["questions"] == 2, "a row that is none is passed over")
        expect(report["slowest"] and report["articles"] > 0, "the others are asked")
        report = bench(folder, "--threads=1", "--strict", "news.idx", "filtered.jsonl", status=2)
        expect(report["questions"] == 1 and report["failed"] == 1, "a question may fail")
        expect(report["articles"] == 0, "a filter holds")

        text = run("nh-search", "bench", "--rounds=1", "--threads=1", "news.idx", "queries.txt",
                   folder=folder).stdout
        for words in ("4 questions", "median of rounds", "p99.9", "questions/s", "slowest"):
            expect(words in text, "the text has " + words)
        (folder / "empty.txt").write_text("")
        for options, status in (("--rounds=0", 2), ("--warm=10001", 2), ("--threads=257", 2),
                                ("--k1=-1", 2)):
            run("nh-search", "bench", options, "news.idx", "queries.txt", folder=folder,
                status=status)
        run("nh-search", "bench", "news.idx", "empty.txt", folder=folder, status=7)
        run("nh-search", "bench", "nowhere.idx", "queries.txt", folder=folder, status=3)
        run("nh-search", "bench", "news.idx", "nowhere.txt", folder=folder, status=3)
    for failure in failures:
        print(failure)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
