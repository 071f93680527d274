#!/usr/bin/env python3
"""searcher/python/declarations.py - the public headers of newshound as a module of cffi.

    declarations.py OUTPUT.py [TREE]

Comments, preprocessor lines and attributes are left out; what stays is what cffi reads. So the
package never says anything about a struct that the headers do not say.
"""
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TREE = os.path.normpath(os.path.join(HERE, "..", ".."))
ROOTS = ("searcher/include", "indexer/include", "corpus/include", "common/base/include")
FIRST = ("newshound/newshound.h", "newshound/indexer.h", "newshound/topics.h")

# A flag is one C int that several threads may use; Python sees the int.
ATOMIC = re.compile(r"typedef atomic_int nh_flag;")


def find(name, tree):
    for root in ROOTS:
        path = os.path.join(tree, root, name)
        if os.path.exists(path):
            return path
    raise FileNotFoundError(f"{name} is in no include folder of {tree}")


def in_order(tree):
    """Paths of all public headers, each after those that it includes."""
    done = []

    def visit(name):
        path = find(name, tree)
        if path in done:
            return
        with open(path, encoding="utf-8") as f:
            for wanted in re.findall(r'#include "(newshound/\w+\.h)"', f.read()):
                visit(wanted)
        done.append(path)

    for name in FIRST:
        visit(name)
    return done


def without_other_languages(text):
    """The text without what only a C++ compiler, or only the preprocessor, sees."""
    text = re.sub(r"#ifdef __cplusplus\n.*?(#else\n(.*?))?#endif\n",
                  lambda m: m.group(2) or "", text, flags=re.S)
    text = re.sub(r"#if defined\(__GNUC__\).*?#endif\n", "", text, flags=re.S)
    numbers = re.findall(r"^#define (NH_\w+) (\d+) *$", text, re.M)
    text = re.sub(r"^#.*$", "", text, flags=re.M)
    for name, value in numbers:
        text = re.sub(rf"\b{name}\b", value, text)
    return "".join(f"#define {n} {v}\n" for n, v in numbers) + text


def declarations(tree=TREE):
    """All that the public headers declare, as cffi reads it."""
    parts = []
    for path in in_order(tree):
        with open(path, encoding="utf-8") as f:
            text = re.sub(r"/\*.*?\*/", " ", f.read(), flags=re.S)
        text = without_other_languages(text)
        text = re.sub(r"\bNH_(API|MUST_USE)\b", "", text)
        parts.append(ATOMIC.sub("typedef int nh_flag;", text))
    return re.sub(r"\n\s*\n+", "\n", "".join(parts))


def version(tree=TREE):
    """That of the tree, and so of what its headers declare."""
    with open(os.path.join(tree, "CMakeLists.txt"), encoding="utf-8") as f:
        return f.read().split("project(newshound VERSION ", 1)[1].split()[0]


def write_module(output, tree=TREE):
    """Writes the module that gives the package `ffi`, and `VERSION`; it needs no C compiler, now
    or later."""
    import cffi  # only where a package is made: reading the module needs cffi's own part alone
    ffi = cffi.FFI()
    ffi.cdef(declarations(tree))
    ffi.set_source("newshound._ffi", None)
    ffi.emit_python_code(output)
    with open(output, "a", encoding="utf-8") as f:
        f.write(f'VERSION = "{version(tree)}"\n')


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 3:
        sys.exit(__doc__)
    write_module(*sys.argv[1:])
