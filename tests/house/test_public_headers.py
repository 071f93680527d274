#!/usr/bin/env python3
"""tests/house/test_public_headers.py - every header compiles alone, the public ones as C++ too."""
import glob
import os
import subprocess
import sys

SOURCE = os.environ["NH_SOURCE"]
STRICT = ["-fsyntax-only", "-Wall", "-Wextra", "-Wpedantic", "-Werror"]
PUBLIC_ROOTS = ["-I" + r for r in glob.glob(os.path.join(SOURCE, "*", "include")) +
                [os.path.join(SOURCE, "common", "base", "include")]]


def compiles(command, text):
    done = subprocess.run([*command, *STRICT, "-"], input=text, text=True,
                          capture_output=True, check=False)
    if done.returncode != 0:
        print(text + done.stderr)
    return done.returncode == 0


def main():
    headers = glob.glob(os.path.join(SOURCE, "*", "**", "*.h"), recursive=True)
    wrong = tried = 0
    for path in sorted(os.path.relpath(h, SOURCE) for h in headers):
        public = "/include/" in path
        roots = PUBLIC_ROOTS if public else [*PUBLIC_ROOTS, "-I" + SOURCE]
        line = f'#include "{path.split("/include/")[-1]}"\ntypedef int nh_probe;\n'
        c_flags = ["-std=c17", "-D_GNU_SOURCE"] if not public else ["-std=c17"]
        wrong += not compiles(["cc", "-xc", *c_flags, *roots], line)
        tried += 1
        if public:
            wrong += not compiles(["c++", "-xc++", "-std=c++17", *roots], line)
            tried += 1
    print(f"{tried} headers compiled alone, {wrong} wrong")
    sys.exit(1 if wrong or not tried else 0)


if __name__ == "__main__":
    main()
