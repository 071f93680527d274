#!/usr/bin/env python3
"""tests/system/test_trouble.py - bad input gets a clear error, and nothing is lost.

A cut gzip file, a binary file, a folder that cannot be read, a full disk and Ctrl-C while
articles are added: each time the exit code and the words on stderr are right, and the last
commit answers as before.
"""
import gzip
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(os.environ.get("NH_SOURCE", pathlib.Path(__file__).resolve().parents[2]))
BIN = pathlib.Path(os.environ.get("NH_BIN", SOURCE / ".build/dev/bin"))


def run(*args, **how):
    done = subprocess.run([str(BIN / args[0])] + [str(a) for a in args[1:]],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300, check=False,
                          **how)
    return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


def expect(condition, what, seen=""):
    if not condition:
        print("not so: %s\n%s" % (what, seen))
        raise SystemExit(1)


def records(n, start=0):
    for i in range(start, start + n):
        yield json.dumps({"id": "r%d" % i, "title": "Record %d" % i,
                          "text": "The council met on day %d and spoke of water and roads. " % i * 8})


def base_index(folder):
    """An index with one commit: three records."""
    first = folder / "first.jsonl"
    first.write_text("\n".join(records(3)) + "\n")
    index = folder / "news.idx"
    code, _, err = run("nh-index", "add", "-q", index, first)
    expect(code == 0, "three records are added", err)
    return index


def count(index, query="council"):
    code, out, err = run("nh-search", "-c", index, query)
    expect(code in (0, 1), "the index still answers", err)
    return int(out)


def cut_gzip(folder):
    index = base_index(folder)
    whole = gzip.compress(("\n".join(records(2000, 100)) + "\n").encode(), 1)
    cut = folder / "cut.jsonl.gz"
    cut.write_bytes(whole[:len(whole) // 2])
    code, _, err = run("nh-index", "add", index, cut)
    expect("cut.jsonl.gz" in err and "truncated" in err, "the cut is reported with its file", err)
    expect(code == 0 and count(index) > 3, "complete records before the cut are indexed", err)
    before = count(index)
    code, _, err = run("nh-index", "add", "--strict", index, cut)
    expect(code == 7 and count(index) == before, "--strict refuses, and commits nothing", err)


def binary_file(folder):
    index = base_index(folder)
    noise = folder / "noise.txt"
    noise.write_bytes(bytes(range(256)) * 64)
    code, _, err = run("nh-index", "add", index, noise)
    expect(code == 0 and "binary" in err and "noise.txt" in err, "a binary file is skipped", err)
    expect(count(index) == 3, "and nothing of it is indexed")


def unreadable_folder(folder):
    index = base_index(folder)
    stories = folder / "stories"
    (stories / "closed").mkdir(parents=True)
    (stories / "open.txt").write_text("Water returns to the valley\n\nThe council is relieved.\n")
    (stories / "closed" / "secret.txt").write_text("Never read.\n")
    os.chmod(stories / "closed", 0)
    how = {}
    if os.geteuid() == 0:  # root reads everything: become somebody else
        for path in (folder, index, stories, stories / "open.txt", *index.iterdir()):
            os.chown(path, 65534, 65534)
        os.chmod(folder, 0o755)
        how = {"user": 65534, "group": 65534, "extra_groups": []}
    code, _, err = run("nh-index", "add", index, stories, **how)
    os.chmod(stories / "closed", 0o755)
    expect(code == 3 and "closed" in err, "the folder is named, and the exit code is 3", err)
    expect(count(index, "council") == 4, "what could be read is indexed", err)


def full_disk(folder):
    if os.geteuid() != 0:
        print("skipped: a full disk needs root to mount a small tmpfs")
        return
    disk = folder / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=192k", "tmpfs", str(disk)],
                      stderr=subprocess.DEVNULL, check=False).returncode != 0:
        print("skipped: a full disk needs the right to mount a small tmpfs")
        return
    try:
        index = base_index(disk)
        big = folder / "big.jsonl"
        big.write_text("\n".join(records(20000, 100)) + "\n")
        code, _, err = run("nh-index", "add", index, big)
        expect(code == 3, "a full disk is exit code 3", err)
        expect(count(index) == 3, "the last commit stands")
        small = folder / "small.jsonl"
        small.write_text("\n".join(records(1, 50)) + "\n")
        code, _, err = run("nh-index", "add", index, small)
        expect(code == 0 and count(index) == 4, "and the next run works without repair", err)
        left = [p.name for p in index.iterdir() if p.name.endswith(".tmp")]
        expect(not left, "no temporary file is left", str(left))
    finally:
        subprocess.run(["umount", str(disk)], check=False)


def interrupted(folder):
    index = base_index(folder)
    code, _, err = 0, "", ""
    process = subprocess.Popen([str(BIN / "nh-index"), "add", str(index), "-"], stdin=subprocess.PIPE,
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        for n, record in enumerate(records(200000, 100)):
            process.stdin.write(record.encode() + b"\n")
            if n == 5000:
                process.send_signal(signal.SIGINT)
        process.stdin.close()
    except BrokenPipeError:
        pass
    err = process.stderr.read().decode("utf-8", "replace")
    code = process.wait(timeout=60)
    expect(code == 130, "Ctrl-C is exit code 130, not %d" % code, err)
    expect(count(index) == 3, "the last commit stands")
    code, _, err = run("nh-index", "verify", "--deep", index)
    expect(code == 0, "and the index is sound", err)


def closed_streams(folder):
    """What is told goes nowhere then: above all not into a file of the index."""
    index = folder / "closed.idx"
    bad = folder / "bad.jsonl"
    bad.write_text("\n".join(records(3)) + "\n[1]\n")
    for streams in ("<&-", ">&-", ">&- 2>&-", "<&- >&- 2>&-"):
        subprocess.run(["sh", "-c", '"$0" update "$1" "$2" ' + streams, BIN / "nh-index", index, bad],
                       check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        expect((index / "writer.lock").read_bytes() == b"", "the lock stays empty: " + streams)
        code, _, err = run("nh-index", "verify", "--deep", index)
        expect(code == 0 and count(index) == 3, "and the index is sound: " + streams, err)
    done = subprocess.run(["sh", "-c", '"$0" add "$1" - <&-', BIN / "nh-index", index],
                          check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    expect(done.returncode == 3 and b"Bad file descriptor" in done.stderr,
           "standard input that is closed is not the index", done.stderr)


def run_trials(trials):
    """Each in a folder of its own, which is removed afterwards."""
    expect((BIN / "nh-index").exists(), "the programs are built")
    for trial in trials:
        folder = pathlib.Path(tempfile.mkdtemp(prefix="newshound-%s." % trial.__name__))
        try:
            trial(folder)
            print("as it should be: %s" % trial.__name__)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(run_trials((cut_gzip, binary_file, unreadable_folder, full_disk, interrupted,
                         closed_streams)))
