#!/usr/bin/env python3
"""tests/corpora/test_memory_of_news.py - so much news that runs are merged in passes stays inside --memory and 64 MiB."""
import os
import pathlib
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "system"))
from test_memory import BESIDE, MIB, is_instrumented, peak
from test_trouble import expect

NEWS = pathlib.Path(os.environ.get("NH_CORPORA", os.devnull)) / "news" / "senate_press.jsonl.gz"


def main():
    if is_instrumented() or not NEWS.exists():
        print("skipped: the programs are instrumented" if NEWS.exists() else
              "skipped: no news/senate_press.jsonl.gz (set NH_CORPORA)")
        return 77  # what ctest counts as skipped
    with tempfile.TemporaryDirectory() as folder:
        used = peak(folder, str(NEWS), "--memory", "32M", "--threads", "2")
    print("senate_press --memory 32M --threads 2: %.0f MiB" % (used / MIB))
    expect(used <= 32 * MIB + BESIDE, "the peak is inside --memory and 64 MiB", str(used))
    return 0


if __name__ == "__main__":
    sys.exit(main())
