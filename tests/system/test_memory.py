#!/usr/bin/env python3
"""tests/system/test_memory.py - indexing stays inside --memory and 64 MiB, whatever the articles are.

Made input: words that are nearly all different, and ids longer than many a text, which is what fills
memory fastest. The peak is the resident size that the kernel tells of the program when it has ended.
"""
import os
import random
import shutil
import sys
import tempfile
import time

sys.dont_write_bytecode = True
from test_trouble import BIN, expect

MIB = 1 << 20
BESIDE = 64 * MIB


def is_instrumented():
    """Sanitizers keep memory of their own."""
    with open(BIN / "nh-index", "rb") as f:
        program = f.read()
    return any(name in program for name in (b"__asan_init", b"__tsan_init"))


def write_words(path, size):
    """Articles of words of which one in three comes again."""
    words = random.Random(7)
    with open(path, "w", encoding="ascii") as f:
        written = number = 0
        while written < size:
            text = " ".join("%x" % (words.getrandbits(40) if i % 3 else i) for i in range(200))
            written += f.write('{"id":"w-%d","text":"%s"}\n' % (number, text))
            number += 1


def write_ids(path, articles, new_words):
    """Articles of words that none had before, with ids of 300 bytes."""
    with open(path, "w", encoding="ascii") as f:
        for i in range(articles):
            text = " ".join("n%dw%d" % (i, k) for k in range(new_words))
            f.write('{"id":"%s%08d","text":"two words %s"}\n' % ("i" * 292, i, text))


def peak(folder, source, *options):
    """Bytes that were resident at most while the file became an index."""
    index = os.path.join(folder, "index")
    shutil.rmtree(index, ignore_errors=True)
    pid = os.spawnv(os.P_NOWAIT, str(BIN / "nh-index"),
                    ["nh-index", "add", "-q", *options, index, source])
    _, status, usage = os.wait4(pid, 0)
    expect(status == 0, "nh-index ends well", str(status))
    return usage.ru_maxrss * 1024


def main():
    if is_instrumented():
        print("skipped: the programs are instrumented, and use memory for that")
        return 77  # what ctest counts as skipped
    began = time.time()
    with tempfile.TemporaryDirectory() as folder:
        words, ids, both = (os.path.join(folder, name + ".jsonl") for name in ("words", "ids", "both"))
        write_words(words, 8 * MIB)
        write_ids(ids, 60000, 0)
        write_ids(both, 30000, 10)  # ids beyond their share leave runs room for more than one article
        for source, settings in ((words, ((32, 1), (32, 2), (256, 2), (2048, 1))),
                                 (ids, ((32, 2),)), (both, ((32, 2),))):
            for memory, threads in settings:
                used = peak(folder, source, "--memory", "%dM" % memory, "--threads", str(threads))
                print("%s --memory %dM --threads %d: %.0f MiB" % (
                    os.path.basename(source), memory, threads, used / MIB))
                expect(used <= memory * MIB + BESIDE, "the peak is inside --memory and 64 MiB",
                       str(used))
    print("%.1f seconds" % (time.time() - began))
    return 0


if __name__ == "__main__":
    sys.exit(main())
