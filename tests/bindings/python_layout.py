"""tests/bindings/python_layout.py - structs, enums and functions are to Python what they are to the C compiler.

Run by test_python.py.
"""
import glob
import os
import re
import subprocess
import sys
import tempfile

from newshound._ffi import ffi
from newshound._library import index_lib, lib

SOURCE = os.environ["NH_SOURCE"]
ROOTS = [*glob.glob(os.path.join(SOURCE, "*/include")),
         os.path.join(SOURCE, "common/base/include")]


def structs():
    """Every struct of the headers that has members, by its name, with its size."""
    for name in ffi.list_types()[0]:
        if ffi.typeof(name).kind == "struct":
            try:
                yield name, ffi.typeof(name), ffi.sizeof(name)
            except ffi.error:
                pass  # known by pointers only


def expected():
    """Lines as the C program of probes() prints them, by what cffi knows."""
    lines = []
    for name, kind, size in structs():
        lines.append(f"sizeof({name}) {size}")
        lines += [f"offsetof({name}, {member}) {field.offset}" for member, field in kind.fields]
    for name in ffi.list_types()[0]:
        kind = ffi.typeof(name)
        if kind.kind == "enum":
            lines += [f"{value} {number}" for value, number in kind.relements.items()]
    lines.append(f"sizeof(nh_flag) {ffi.sizeof('nh_flag')}")
    return lines


def as_compiled(lines):
    """The same lines, by the C compiler."""
    headers = "".join(f'#include "newshound/{os.path.basename(path)}"\n'
                      for root in ROOTS for path in sorted(glob.glob(root + "/newshound/*.h")))
    probes = "".join(f'    printf("%s %lld\\n", "{what}", (long long){what});\n'
                     for what in (line.rsplit(" ", 1)[0] for line in lines))
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, "probe")
        subprocess.run([os.environ.get("CC", "cc"), "-xc", "-std=c11",
                        *("-I" + root for root in ROOTS), "-o", program, "-"], text=True,
                       input=f"#include <stdio.h>\n{headers}int main(void)\n{{\n{probes}}}\n",
                       check=True)
        return subprocess.run([program], capture_output=True, text=True,
                              check=True).stdout.splitlines()


def missing_functions():
    """What the maps of the libraries list and Python cannot call."""
    for library, path in ((lib, "searcher/libnewshound.map"),
                          (index_lib, "indexer/libnewshound-index.map")):
        with open(os.path.join(SOURCE, path), encoding="utf-8") as f:
            for name in re.findall(r"^\s+(nh_\w+);$", f.read(), re.M):
                try:
                    getattr(library, name)
                except (AttributeError, ImportError) as why:
                    yield f"{name}: {why}"


def main():
    told = expected()
    wrong = [f"Python has {mine}, C has {its}"
             for mine, its in zip(told, as_compiled(told)) if mine != its]
    wrong += missing_functions()
    print("\n".join(wrong), end="\n" if wrong else "")
    print(f"{len(told)} places and values, {len(wrong)} wrong")
    return 1 if wrong or len(told) < 200 else 0


if __name__ == "__main__":
    sys.exit(main())
