#!/usr/bin/env python3
"""tests/house/test_results.py - the page of results is what its tables say, and its plots are well formed."""
import os
import subprocess
import sys
import tempfile
import xml.dom.minidom

SOURCE = os.environ["NH_SOURCE"]


def read(*parts):
    with open(os.path.join(*parts), encoding="utf-8") as f:
        return f.read()


def main():
    failed = 0
    with tempfile.TemporaryDirectory() as drawn:
        subprocess.run([sys.executable, os.path.join(SOURCE, "tests", "bench", "draw.py"), drawn],
                       check=True)
        names = [os.path.relpath(os.path.join(folder, name), drawn)
                 for folder, _, files in os.walk(drawn) for name in files]
        for name in names:
            if read(drawn, name) != read(SOURCE, name):
                print("%s is not what draw.py makes of the tables" % name)
                failed += 1
            if name.endswith(".svg"):
                xml.dom.minidom.parseString(read(drawn, name))
        if len(names) != 4:
            print("not two pages and two plots, but", names)
            failed += 1
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
