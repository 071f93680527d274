#!/usr/bin/env python3
"""tests/system/test_signals.py - nh-index add or optimize is ended by a signal: the last commit stays.

SIGTERM is obeyed with exit 143. SIGKILL comes at several moments of a run that commits again and
again; whatever it leaves behind, the index answers with the articles of a whole commit, is sound,
and the next run works and clears up.
"""
import signal
import subprocess
import sys
import time

sys.dont_write_bytecode = True
from test_trouble import BIN, base_index, count, expect, records, run, run_trials

MOMENTS = (0.0, 0.01, 0.03, 0.06, 0.1, 0.2)  # seconds after the start


def start(index, *paths):
    return subprocess.Popen([str(BIN / "nh-index"), "add", "-q", str(index), *map(str, paths)],
                            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def is_sound(index):
    code, out, err = run("nh-index", "verify", "--deep", index)
    expect(code == 0, "the index is sound", out + err)


def terminated(folder):
    index = base_index(folder)
    process = start(index, "-")
    process.stdin.write("\n".join(records(5000, 100)).encode() + b"\n")
    process.stdin.flush()
    process.send_signal(signal.SIGTERM)
    process.stdin.close()
    err = process.stderr.read().decode("utf-8", "replace")
    code = process.wait(timeout=60)
    expect(code == 143, "SIGTERM is exit 143, not %d" % code, err)
    expect(count(index) == 3, "the last commit stands")
    is_sound(index)


def killed(folder):
    index = base_index(folder)
    have = 3
    for i, moment in enumerate(MOMENTS):
        part = folder / ("part-%d.jsonl" % i)
        part.write_text("\n".join(records(1500, 1000 + 2000 * i)) + "\n")
        process = start(index, part)
        time.sleep(moment)
        process.kill()
        process.stdin.close()
        process.stderr.read()
        process.wait(timeout=60)
        now = count(index)
        expect(now in (have, have + 1500), "all of a commit or nothing of it: %d after %d" % (now, have))
        have = now
        is_sound(index)
    last = folder / "last.jsonl"
    last.write_text("\n".join(records(2, 90000)) + "\n")
    code, _, err = run("nh-index", "add", "-q", index, last)
    expect(code == 0 and count(index) == have + 2, "the next run works without repair", err)
    left = [p.name for p in index.iterdir() if p.name.endswith(".tmp")]
    expect(not left, "and no temporary file is left", str(left))


def killed_while_optimizing(folder):
    index = base_index(folder)
    for i in range(3):
        part = folder / ("part-%d.jsonl" % i)
        part.write_text("\n".join(records(3000, 10000 * i)) + "\n")
        code, _, err = run("nh-index", "add", "-q", index, part)
        expect(code == 0, "articles are added", err)
    have = count(index)
    for order, moment in [(o, m) for o in ("kept", "similar") for m in MOMENTS]:
        process = subprocess.Popen([str(BIN / "nh-index"), "optimize", "-q", "--order", order,
                                    "--threads", "2", str(index)])
        time.sleep(moment)
        process.kill()
        process.wait(timeout=60)
        expect(count(index) == have, "every article is still there")
        is_sound(index)
    code, _, err = run("nh-index", "optimize", "-q", "--order", "similar", index)
    expect(code == 0 and count(index) == have, "the next run works without repair", err)
    left = [p.name for p in index.iterdir() if p.name.endswith(".tmp")]
    expect(not left, "and no temporary file is left", str(left))


def interrupted_while_verifying(folder):
    """Ctrl-C is exit 130; an index that is checked before the signal comes is made larger."""
    index = base_index(folder)
    for i in range(5):
        part = folder / "part.jsonl"
        part.write_text("\n".join(records(20000 * 2 ** i, 1000000 * (i + 1))) + "\n")
        code, _, err = run("nh-index", "add", "-q", index, part)
        expect(code == 0, "articles are added", err)
        process = subprocess.Popen([str(BIN / "nh-index"), "verify", "--deep", str(index)],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        if process.returncode != 0:
            break
    expect(process.returncode == 130, "SIGINT is exit 130, not %d" % process.returncode, err)
    expect(b"sound" not in out, "and says nothing of the index", out)


if __name__ == "__main__":
    sys.exit(run_trials((terminated, killed, killed_while_optimizing, interrupted_while_verifying)))
