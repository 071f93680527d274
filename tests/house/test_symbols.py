#!/usr/bin/env python3
"""tests/house/test_symbols.py - what the libraries show, need and keep: names, and no state."""
import glob
import os
import re
import subprocess
import sys

SOURCE, BUILD = os.environ["NH_SOURCE"], os.environ["NH_BUILD"]
# A library: its map, and the rooms whose public headers it defines.
LIBRARIES = {
    "newshound": ("searcher/libnewshound.map", ["searcher", "common/base"]),
    "newshound-index": ("indexer/libnewshound-index.map", ["indexer", "corpus", "common/base"]),
}
# Data that changes while a program runs, which a library may have only if it is written down.
MAY_CHANGE = {
    ("kernels.c.o", "chosen"): "which kernels this processor has; the same for every thread",
}
# What a library does not do: print, end the program, or touch what is the program's own.
NEVER_CALLED = set("""printf vprintf __printf_chk __vprintf_chk fprintf __fprintf_chk puts putchar
    fputs fwrite perror stdout stderr exit _exit quick_exit atexit signal sigaction setlocale
    setenv putenv chdir umask fork""".split())

findings = []


def report(text):
    findings.append(text)


def output_of(*command):
    return subprocess.run(command, text=True, capture_output=True, check=True).stdout


def declared_in(room):
    """{function: header} for each NH_API of the room's public headers."""
    names = {}
    for path in glob.glob(os.path.join(SOURCE, room, "include", "newshound", "*.h")):
        with open(path, encoding="utf-8") as f:
            text = re.sub(r"/\*.*?\*/", "", f.read(), flags=re.S)
        for found in re.finditer(r"^NH_API\b[^;(]*?(nh_\w+)\(", text, re.M):
            names[found.group(1)] = os.path.relpath(path, SOURCE)
    return names


def listed_in(path):
    """The names of a version script, and of its node."""
    with open(os.path.join(SOURCE, path), encoding="utf-8") as f:
        text = re.sub(r"/\*.*?\*/", "", f.read(), flags=re.S)
    node, inside = re.search(r"(\w[\w.]*)\s*\{\s*global:(.*?)local:\s*\*;", text, re.S).groups()
    return re.findall(r"[\w*?]+", inside), node


def exported_by(library):
    """{name: node} of a shared library."""
    names = {}
    for line in output_of("nm", "-D", "--defined-only", library).splitlines():
        kind, name = line.split()[1:3]
        if kind != "A":
            names[name.split("@")[0]] = name.split("@")[-1]
    return names


def symbols_of(archive):
    """(object, section, visibility, binding, name) of all that the archive defines."""
    member, sections = "", {}
    for line in output_of("readelf", "-SsW", archive).splitlines():
        words = line.split()
        if line.startswith("File:"):
            member, sections = re.search(r"\(([^)]*)\)", line).group(1), {}
        elif found := re.match(r"\s*\[\s*(\d+)\]\s+(\S+)\s", line):
            sections[found.group(1)] = found.group(2)
        elif len(words) == 8 and words[0].endswith(":") and words[6].isdigit():
            yield member, sections.get(words[6], ""), words[5], words[4], words[7]


def check_names(name, map_path, rooms):
    """Header, map and library say the same."""
    declared = {}
    for room in rooms:
        declared.update(declared_in(room))
    listed, node = listed_in(map_path)
    exported = exported_by(os.path.join(BUILD, "lib", f"lib{name}.so"))
    archive = list(symbols_of(os.path.join(BUILD, "lib", f"lib{name}.a")))
    defined = {s[4] for s in archive if s[3] == "GLOBAL"}
    visible = {s[4]: s[0] for s in archive if s[2] == "DEFAULT" and s[3] == "GLOBAL"}

    if listed != sorted(set(listed)):
        report(f"{map_path}: the names are not in order, or one is there twice")
    for function, header in sorted(declared.items()):
        if function in listed:
            continue
        if function in defined:
            report(f"{function}() of {header} is not exported: add it to {map_path}")
        else:
            report(f"{function}() of {header} is defined nowhere: define it, and add it to {map_path}")
    for function in listed:
        if function not in declared:
            report(f"{map_path}: {function} is no NH_API of {', '.join(rooms)}: take it out, "
                   "or declare it in a public header")
        elif function not in exported:
            report(f"{map_path}: {function} is defined nowhere: take it out, or define it")
    for function, where in sorted(exported.items()):
        if function not in listed or where != node:
            report(f"lib{name}.so shows {function} as of {where}, which {map_path} does not say")
    for function, member in sorted(visible.items()):
        if function.startswith("nh_") and function not in declared:
            report(f"{function} of {member} is visible, and in no public header: NH_API by mistake?")
    return len(exported)


def check_state(name):
    """Nothing in the library can change but what is written down; names have the prefix."""
    for member, section, _, binding, symbol in symbols_of(
            os.path.join(BUILD, "lib", f"lib{name}.a")):
        foreign = symbol.startswith(("_Z", "DW.ref.", "__", ".")) and member.endswith(".cc.o")
        # "chosen.0" of one compiler is "nh_kernels_get.chosen" of another.
        plain = [part for part in symbol.split(".") if not part.isdigit()][-1]
        if foreign:
            continue
        if re.match(r"\.(t?data|t?bss)(?!\.rel\.ro)", section) and not symbol.startswith("."):
            if (member, plain) not in MAY_CHANGE:
                report(f"{symbol} of {member} is in {section}: a library keeps no state")
        if binding == "GLOBAL" and not symbol.startswith("nh_"):
            report(f"{symbol} of {member} is a name without nh_ that a program may have, too")


def check_needs(name):
    library = os.path.join(BUILD, "lib", f"lib{name}.so")
    dynamic = output_of("readelf", "-d", library)
    if f"soname: [lib{name}.so.0]" not in dynamic:
        report(f"lib{name}.so: the SONAME is not lib{name}.so.0")
    if name == "newshound" and re.search(r"NEEDED.*(stdc\+\+|simdjson)", dynamic):
        report("libnewshound.so needs C++")
    if "TEXTREL" in dynamic:
        report(f"lib{name}.so has code that is changed when it is loaded")
    for line in output_of("nm", "-D", "--undefined-only", library).splitlines():
        symbol = line.split()[-1].split("@")[0]
        if symbol in NEVER_CALLED:
            report(f"lib{name}.so uses {symbol}, which no library does")


def check_start():
    """nh-search starts in a millisecond: C++ and simdjson would take one more to load."""
    dynamic = output_of("readelf", "-d", os.path.join(BUILD, "bin", "nh-search"))
    needed = re.findall(r"NEEDED.*\[(.*)\]", dynamic)
    if not any(name.startswith("libc.so") for name in needed):
        report(f"readelf says that nh-search needs {needed}: is it looked at rightly?")
    for name in needed:
        if re.match(r"lib(stdc\+\+|c\+\+|simdjson)", name):
            report(f"nh-search needs {name}: it has to do without C++")


def check_headers_belong():
    """A room with public headers is in the table above."""
    known = {room for _, rooms in LIBRARIES.values() for room in rooms}
    for path in glob.glob(os.path.join(SOURCE, "**", "include", "newshound"), recursive=True):
        room = os.path.relpath(os.path.dirname(os.path.dirname(path)), SOURCE)
        if not room.startswith(".") and room not in known:
            report(f"{room} has public headers: say in LIBRARIES here whose they are")


def main():
    check_headers_belong()
    check_start()
    for name, (map_path, rooms) in LIBRARIES.items():
        count = check_names(name, map_path, rooms)
        check_state(name)
        check_needs(name)
        print(f"lib{name}.so shows {count} names")
    for text in findings:
        print(text)
    sys.exit(1 if findings else 0)


if __name__ == "__main__":
    main()
