#!/usr/bin/env python3
"""tests/system/test_batch_command.py - `nh-search batch` answers as single searches do, and harms no file.

A batch is the same as its questions asked one by one, in every form and for any number of threads. A bad
row is told with its place, the others run, and the exit code is that of the worst. A file that is written
appears whole: not after kill -9, Ctrl-C or a full disk.
"""
import csv
import io
import json
import os
import pathlib
import resource
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time

SOURCE = pathlib.Path(os.environ.get("NH_SOURCE", pathlib.Path(__file__).resolve().parents[2]))
BIN = pathlib.Path(os.environ.get("NH_BIN", SOURCE / ".build/dev/bin"))

QUESTIONS = ["golan heights", "barrack", "\"Golan Heights\" -winery", "=barrack date:2025-06", "badger",
             "title:golan OR envoy", "co-operation", "barrac*", "(envoy talks)~5", "source:\"Meridian Wire\"",
             "golan AND", "ceasefire line of 1974", "lang:en the", "U.S. envoy^2 golan", "mill (closure OR strike)"]


def run(*args, given=None, **how):
    done = subprocess.run([str(BIN / args[0])] + [str(a) for a in args[1:]], input=given,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300, check=False, **how)
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")


def expect(condition, what, seen=""):
    if not condition:
        print("not so: %s\n%s" % (what, seen))
        raise SystemExit(1)


def index_of(folder):
    stories = folder / "stories"
    shutil.copytree(SOURCE / "corpus/sample/stories", stories)
    code, _, err = run("nh-index", "add", "-q", "news.idx", "stories", cwd=folder)
    expect(code == 0, "the stories are indexed", err)
    return folder / "news.idx"


def questions_of(folder):
    path = folder / "questions.tsv"
    path.write_text("".join("q%d\t%s\n" % (i, q) for i, q in enumerate(QUESTIONS, 1)))
    return path


def without_time(text):
    lines = [json.loads(line) for line in text.decode().splitlines()]
    for line in lines:
        line.pop("ms", None)
    return lines


def batches_equal_single_searches(folder):
    index, questions = index_of(folder), questions_of(folder)
    for options in ([], ["--match", "any", "--k1", "1.2"], ["--by", "passage", "-n", "3"], ["--raw"],
                    ["--skip", "2", "-P", "2"]):
        runs, objects, rows = b"", [], []
        for i, question in enumerate(QUESTIONS, 1):
            one = [*options, "--qid=q%d" % i, "--query=" + question, index]
            deep = [] if "-n" in options else ["-n", "1000"]
            runs += run("nh-search", "--format=trec", *deep, *one)[1]
            objects += without_time(run("nh-search", "--json", *one)[1])
            rows += list(csv.reader(io.StringIO(run("nh-search", "--format=csv", *one)[1].decode())))[1:]
        for threads in ("1", "2", "3", "8") if not options else ("2",):
            how = [*options, "--threads", threads, index, questions]
            code, out, err = run("nh-search", "batch", *how)
            expect(code == 0 and out == runs, "a run is the single runs in a row %s" % how, err)
            code, out, err = run("nh-search", "batch", "--out=jsonl", *how)
            expect(code == 0 and without_time(out) == objects, "and so is JSON %s" % how, err)
            expect(b'"ms"' not in out, "JSON without times", out)
            code, out, err = run("nh-search", "batch", "--out=csv", *how)
            table = list(csv.reader(io.StringIO(out.decode())))
            expect(code == 0 and table[1:] == rows and table[0][:3] == ["qid", "query", "rank"],
                   "and so is CSV %s" % how, err)


def ranks_are_scores_for_single_precision(folder):
    index, questions = index_of(folder), questions_of(folder)
    _, out, _ = run("nh-search", "batch", "--scores=rank", "--tag=mine", index, questions)
    last = {}
    for line in out.decode().splitlines():
        qid, _, _, _, score, tag = line.split(" ")
        expect(qid not in last or int(score) < last[qid], "scores fall by whole numbers", line)
        expect(tag == "mine", "the tag is the last field", line)
        last[qid] = int(score)
    expect(len(last) > 5, "questions have hits")


def rows_of_files_have_options(folder):
    index = index_of(folder)
    path = folder / "questions.jsonl"
    path.write_text(
        '{"id": 1, "query": "barrack", "n": 2}\n'
        '{"id": "b", "title": "barrack last:7d", "now": "2025-07-08"}\n'
        '{"id": "c", "query": "barrack", "filter": "source:\\"Meridian Wire\\""}\n'
        '{"id": "d", "query": "-barrack +(", "filter": "golan -winery"}\n')
    code, out, err = run("nh-search", "batch", "--raw", "--out=jsonl", index, path)
    expect(code == 0, "rows with options are answered", err)
    hits = [json.loads(line) for line in out.decode().splitlines()]
    of = {q: [h for h in hits if h["qid"] == q and h["type"] == "hit"] for q in "1bcd"}
    expect(len(of["1"]) == 2, "n is the number of hits", out)
    expect(of["c"] and all(h["source"] == "Meridian Wire" for h in of["c"]), "hits fit the filter", out)
    single = without_time(run("nh-search", "--json", "-n", "1000", index, "barrack")[1])
    scores = {h["id"]: h["score"] for h in single if h["type"] == "hit"}
    expect(all(h["score"] == scores[h["id"]] for h in of["c"] + of["d"]), "which does not score", out)
    expect(of["d"], "a raw question has a filter of the query language", out)
    code, out, err = run("nh-search", "batch", "--out=jsonl", index, path)
    dated = [json.loads(line) for line in out.decode().splitlines()]
    dated = [h for h in dated if h["qid"] == "b" and h["type"] == "hit"]
    expect(dated and all("2025-07-01" <= h["date"] <= "2025-07-08" for h in dated), "now is heeded", out)


BAD_ROWS = {
    "bad.tsv": ("q1\tgolan\nno tab\nq3\tbarrack\n", [], 7, 2),
    "bad.jsonl": ('{"id": 1, "query": "golan"}\n{"id": 2, "query": \n{"id": 3, "query": "barrack"}\n',
                  [], 7, 2),
    "bad.csv": ("id,query\n1,golan\n2,\"a\" b\n3,barrack\n", [], 7, 3),
    "bad.txt": ("golan\n(barrack\nbarrack\n", ["--in=lines", "--strict"], 2, 2),
    "long.txt": ("golan\n" + "(" * 70 + "a\nbarrack\n", ["--in=lines"], 6, 2),
    "many.csv": ("id,query,n\n1,golan,\n2,golan,1000001\n3,barrack,\n", [], 6, 3),
    "bad.topics": ("<top>\n<num> 1\n<title> golan\n</top>\n<top>\n<num> 2\n</top>\n"
                   "<top>\n<num> 3\n<title> barrack\n</top>\n", [], 7, 5),
}


def bad_rows_are_told_and_harm_nobody(folder):
    index = index_of(folder)
    for name, (text, options, expected, row) in BAD_ROWS.items():
        path = folder / name
        path.write_text(text)
        code, out, err = run("nh-search", "batch", *options, "-n", "1", "--out=jsonl", index, path)
        expect(code == expected, "%s ends with %d, not %d" % (name, expected, code), err)
        lines = [json.loads(line) for line in out.decode().splitlines()]
        errors = [line for line in lines if line["type"] == "error"]
        expect(len(errors) == 1 and errors[0]["row"] == row, "%s has one bad row, %d" % (name, row), out)
        expect(errors[0]["path"] == str(path) and errors[0]["at"] > 0 and errors[0]["message"],
               "which is told with its place", out)
        expect([line["type"] for line in lines] == ["hit", "summary", "error", "hit", "summary"],
               "the others run, and the order is kept", out)
        expect("%s:%d:%d: %s\n" % (path, row, errors[0]["at"], errors[0]["message"]) in err,
               "stderr tells the same", err)
        expect("3 queries, 1 failed, 0 without hits; " in err, "and counts", err)
        code, out, _ = run("nh-search", "batch", *options, "-n", "1", index, path)
        expect(code == expected and len(out.splitlines()) == 2, "a run has the hits alone", out)


def lines_come_from_standard_input(folder):
    index = index_of(folder)
    code, out, err = run("nh-search", "batch", "--in=lines", "-q", index, "-", given=b"golan\nbadger\n")
    expect(code == 0 and err == "" and out.startswith(b"1 Q0 "), "lines of stdin are answered", err)
    _, _, err = run("nh-search", "batch", "--in=lines", index, "-", given=b"golan (\nbarrack\n")
    expect(err.startswith("2 queries, 0 failed, 0 without hits, 1 with warnings; "),
           "runs have no place for warnings, so they are counted", err)
    code, out, err = run("nh-search", "batch", "--in=lines", index, "-", given=b"")
    expect(code == 0 and out == b"" and err.startswith("0 queries, 0 failed"), "even none", err)


def a_file_that_cannot_be_read_ends_no_others(folder):
    index, missing = index_of(folder), folder / "missing.tsv"
    (folder / "a.tsv").write_text("a\tgolan\n")
    (folder / "b.tsv").write_text("b\tbarrack\nno tab\n")
    files = [folder / "a.tsv", missing, folder / "b.tsv"]
    code, out, err = run("nh-search", "batch", "-q", "-n", "1", "--in=tsv", "--out=jsonl", index, *files)
    lines = [json.loads(line) for line in out.decode().splitlines()]
    expect([line["type"] for line in lines] == ["hit", "summary", "error", "hit", "summary", "error"],
           "the files around it are answered", out)
    expect((lines[2]["code"], lines[2]["path"]) == ("io", str(missing)), "it is told", out)
    expect(not {"qid", "row"} & set(lines[2]) and "qid" not in lines[5], "no id is made up", out)
    expect(lines[5]["row"] == 2, "a row without an id has its number", out)
    expect(err.startswith("%s: cannot open: " % missing), "on stderr, too", err)
    expect(code == 7, "the exit code is that of the worst", str(code))
    code, out, _ = run("nh-search", "batch", "-q", "-n", "1", index, *files[:2])
    expect(code == 3 and out.startswith(b"a Q0 "), "and 3 for the file", str(code))


def a_damaged_index_is_told_by_file_and_byte(folder):
    index, questions = index_of(folder), questions_of(folder)
    segment = next(path for path in sorted(index.iterdir()) if path.suffix == ".seg")
    whole = segment.read_bytes()
    for at in range(4096, len(whole), 4096):
        damaged = bytearray(whole)
        damaged[at:at + 64] = bytes(byte ^ 0x55 for byte in damaged[at:at + 64])
        segment.write_bytes(damaged)
        code, out, err = run("nh-search", "batch", "-q", "--out=jsonl", index, questions)
        errors = [line for line in map(json.loads, out.decode().splitlines()) if line["type"] == "error"]
        if errors:
            break
    expect(code == 4 and errors, "damage is found", err)
    expect(errors[0]["file"].endswith(segment.name) and errors[0]["byte"] >= 0, "and told", errors[0])
    expect("%s@%d: " % (errors[0]["file"], errors[0]["byte"]) in err, "on stderr, too", err)


def an_answer_comes_before_the_next_question(folder):
    index = index_of(folder)
    for threads in ("1", "2"):
        process = subprocess.Popen([str(BIN / "nh-search"), "batch", "-q", "-n", "1", "--in=lines",
                                    "--threads", threads, str(index), "-"], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE)
        for i, question in enumerate((b"golan\n", b"barrack\n", b"glacier\n"), 1):
            process.stdin.write(question)
            process.stdin.flush()
            ready = select.select([process.stdout], [], [], 30)[0]
            expect(ready, "question %d is answered while more may come" % i)
            expect(os.read(process.stdout.fileno(), 65536).startswith(b"%d Q0 " % i), "by its answer")
        process.send_signal(signal.SIGTERM)
        expect(process.wait(timeout=30) == 143, "a signal ends the wait for a question")
        process.stdin.close()
        process.stdout.close()
    os.mkfifo(folder / "queue")
    process = subprocess.Popen([str(BIN / "nh-search"), "batch", "-q", str(index), str(folder / "queue")],
                               stderr=subprocess.DEVNULL)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    expect(process.wait(timeout=30) == 130, "and the wait for somebody to write to a pipe")
    process = subprocess.Popen([str(BIN / "nh-search"), "batch", "-q", "-n", "1", str(index),
                                str(folder / "queue")], stdout=subprocess.PIPE)
    time.sleep(0.2)
    (folder / "queue").write_text("q1\tgolan\n")
    expect(process.communicate(timeout=30)[0].startswith(b"q1 Q0 "), "which may be written to late")


def what_cannot_be_is_refused(folder):
    index, questions = index_of(folder), questions_of(folder)
    before = questions.read_bytes()
    os.symlink(questions, folder / "link")
    for options, code in ((["-o", questions], 2), (["-o", folder / "link"], 2), (["-o", index], 2), (["-o", index / "manifest"], 2),
                          (["-o", index / "new"], 2), (["-o", ""], 2), (["-"], 2),
                          (["-o", folder / "no/where"], 3), (["--threads", "5000"], 2),
                          (["--lang", "klingon!"], 2), (["-n", "2000000"], 2), (["--out", "html"], 2)):
        files = ["-", "-"] if options == ["-"] else [questions]
        got, out, err = run("nh-search", "batch", *[o for o in options if o != "-"], index, *files)
        expect(got == code and out == b"" and err, "%s ends with %d, not %d" % (options, code, got), err)
    expect(questions.read_bytes() == before, "and the questions are still there")
    expect(run("nh-search", "-q", index, "golan")[0] == 0, "and so is the index")
    expect(run("nh-search", "batch", index, folder / "nosuch")[0] == 3, "a missing file is told")
    expect(run("nh-search", "batch", folder / "nosuch", questions)[0] == 3, "a missing index, too")
    expect(run("nh-search", "batch", index)[0] == 2, "and that there is no file at all")


def nobody_need_read_to_the_end(folder):
    index, questions = index_of(folder), questions_of(folder)
    done = subprocess.run("'%s' batch -q '%s' '%s' '%s' '%s' | head -n 1" % (
        BIN / "nh-search", index, questions, questions, questions), shell=True, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    expect(done.stderr == b"" or b"id" in done.stderr, "a broken pipe is no trouble", done.stderr)
    with open("/dev/full", "wb") as full:
        done = subprocess.run([str(BIN / "nh-search"), "batch", "-q", str(index), str(questions)],
                              stdout=full, stderr=subprocess.PIPE, check=False)
    expect(done.returncode == 3 and b"standard output" in done.stderr, "a full disk is", done.stderr)


def a_pipe_is_waited_for_and_signals_are_heeded(folder):
    index, questions = index_of(folder), questions_of(folder)
    whole = run("nh-search", "batch", "-q", index, questions)[1]
    expect(run("nh-search", "batch", "-q", "-o", "-", index, questions)[1] == whole, "- is standard output")
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    command = [str(BIN / "nh-search"), "batch", "-q", "-o", str(pipe), str(index), str(questions)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    time.sleep(0.3)
    process.send_signal(signal.SIGTERM)
    expect(process.wait(timeout=30) == 143, "SIGTERM ends what waits for a reader")
    process = subprocess.Popen(command)
    time.sleep(0.1)
    expect(pipe.read_bytes() == whole and process.wait(timeout=30) == 0, "a reader gets all")


def left(folder):
    return sorted(p.name for p in folder.iterdir() if "run.txt" in p.name)


def a_file_appears_whole_or_not_at_all(folder):
    index, questions = index_of(folder), questions_of(folder)
    out = folder / "run.txt"
    expect(run("nh-search", "batch", "-q", "-o", out, index, questions)[0] == 0, "a run is written")
    whole = out.read_bytes()
    expect(whole == run("nh-search", "batch", "-q", index, questions)[1], "as to standard output")
    expect(left(folder) == ["run.txt"], "and nothing else", left(folder))
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        process = subprocess.Popen([str(BIN / "nh-search"), "batch", "--match=any", "--in=lines", "-o",
                                    str(out), str(index), "-"], stdin=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        process.stdin.write(b"golan barrack the\n" * 20000)
        process.stdin.flush()
        time.sleep(0.1)
        process.send_signal(number)
        code = process.wait(timeout=60)
        process.stdin.close()
        process.stderr.close()
        expect(code == (-9 if number == signal.SIGKILL else 128 + number), "signals end it", str(code))
        expect(out.read_bytes() == whole, "the old file stays after signal %d" % number)
        if number != signal.SIGKILL:
            expect(left(folder) == ["run.txt"], "and nothing is left beside it", left(folder))

    def small_files():
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

    code, _, err = run("nh-search", "batch", "-o", out, index, questions, preexec_fn=small_files)
    expect(code == 3 and "run.txt" in err, "a file that cannot grow is told", err)
    expect(out.read_bytes() == whole and left(folder) == ["run.txt"], "and the old one stays", left(folder))
    code, _, err = run("nh-search", "batch", "--strict", "-o", out, index, questions)
    expect(code == 2 and out.read_bytes() != whole, "questions that fail do not take the others along", err)


def main():
    expect((BIN / "nh-search").exists(), "the programs are built")
    for trial in (batches_equal_single_searches, ranks_are_scores_for_single_precision,
                  rows_of_files_have_options, bad_rows_are_told_and_harm_nobody, lines_come_from_standard_input,
                  a_file_that_cannot_be_read_ends_no_others, a_damaged_index_is_told_by_file_and_byte,
                  an_answer_comes_before_the_next_question, what_cannot_be_is_refused, nobody_need_read_to_the_end,
                  a_pipe_is_waited_for_and_signals_are_heeded, a_file_appears_whole_or_not_at_all):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="newshound-batch."))
        try:
            trial(folder)
            print("as it should be: %s" % trial.__name__.replace("_", " "))
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
