#!/usr/bin/env python3
"""tests/house/test_results.py - the page of results is what its tables say, and its plots are well formed."""
import os
import subprocess
import sys
import tempfile
import xml.dom.minidom

BENCH = os.path.join(os.environ["NH_SOURCE"], "tests", "bench")


def read(*parts):
    with open(os.path.join(*parts), encoding="utf-8") as f:
        return f.read()


def main():
    failed = 0
    with tempfile.TemporaryDirectory() as drawn:
        subprocess.run([sys.executable, os.path.join(BENCH, "draw.py"), drawn], check=True)
        names = ["RESULTS.md"] + ["results/" + n for n in os.listdir(os.path.join(drawn, "results"))]
        for name in names:
            if read(drawn, name) != read(BENCH, name):
                print("%s is not what draw.py makes of the tables" % name)
                failed += 1
            if name.endswith(".svg"):
                xml.dom.minidom.parseString(read(drawn, name))
        if len(names) != 3:
            print("not a page and two plots, but", names)
            failed += 1
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
