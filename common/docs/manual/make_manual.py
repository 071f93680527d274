#!/usr/bin/env python3
"""common/docs/manual/make_manual.py - man pages from the pages of the project and the programs' own help.

make_manual.py OUT BIN VERSION: writes nh-search.1, nh-index.1, newshound-query.7,
newshound-topics.7 and newshound-format.5 to OUT. What a program says with --help is the only list of its options.
"""
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent.parent
PAGES = [  # name, section, source, what stands above it in the page
    ("nh-search", 1, HERE / "nh-search.md", ""),
    ("nh-index", 1, HERE / "nh-index.md", ""),
    ("newshound-query", 7, ROOT / "searcher/QUERY.md",
     "# NAME\n\nnewshound-query - the query language of nh-search\n\n"),
    ("newshound-topics", 7, ROOT / "corpus/TOPICS.md",
     "# NAME\n\nnewshound-topics - files of questions, as nh-search batch reads them\n\n"),
    ("newshound-format", 5, ROOT / "common/docs/FORMAT.md",
     "# NAME\n\nnewshound-format - how an index lies on disk\n\n"),
]
OPTION = re.compile(r" {2,6}(-.*?)(?: {2,}(.*))?$")  # "  -n N     stop after", "      --json   one"
MORE = re.compile(r" {20,}(\S.*)$")                  # a further line of what an option does


def help_of(binary, *words):
    """What `binary WORDS --help` says, by lines."""
    said = subprocess.run([binary, *words, "--help"], capture_output=True, text=True, check=True)
    return said.stdout.rstrip("\n").split("\n")


def escaped(text):
    """Text as Markdown that means that text."""
    return re.sub(r"([\\`*_{}\[\]<>#|~])", r"\\\1", text)


def option_heading(text):
    """"-n, --limit N" with the option bold and its value slanted."""
    def part(word):
        comma = "," if word.endswith(",") else ""
        word = escaped(word.rstrip(","))
        return (f"**{word}**" if word.startswith("-") else f"*{word}*") + comma
    return " ".join(part(word) for word in text.split())


def described(lines):
    """Options as a list of definitions, headings as paragraphs, examples as they are."""
    out, entry = [], None
    for line in lines:
        option, more = OPTION.match(line), MORE.match(line)
        if entry is not None and more and not option:
            entry[1].append(more.group(1))
        elif option:
            entry = (option.group(1), [option.group(2)] if option.group(2) else [])
            out.append(entry)
        else:
            entry = None
            out.append(line)
    return "\n".join(rendered(item) for item in out)


def rendered(item):
    """An entry of described(), as Markdown."""
    if isinstance(item, tuple):
        return f"\n{option_heading(item[0])}\n: {escaped(' '.join(item[1]))}\n"
    if item.startswith("  "):
        return "    " + item  # an example or a listing stays as it is
    return f"\n{escaped(item)}\n" if item else ""


def verbs_of(binary):
    """[(name, what it does)] from the program's own list."""
    rows = [re.fullmatch(r"  ([a-z][a-z-]*) {2,}(\S.*)", line) for line in help_of(binary)]
    return [row.groups() for row in rows if row]


def verbs(binary):
    """A part for each verb: what it does, how it is called, its options."""
    parts = []
    for name, what in verbs_of(binary):
        usage, *lines = help_of(binary, name)
        parts.append(f"## {name}\n\n{escaped(what[0].upper() + what[1:])}.\n\n"
                     f"    {usage.removeprefix('usage: ')}\n\n{described(lines)}")
    return "\n".join(parts)


def options(binary):
    """Options of the search itself: all that `nh-search INDEX --help` says below its first line."""
    return described(help_of(binary, "INDEX")[1:])


def filled(text, binaries):
    """The text with {{options PROGRAM}} and {{verbs PROGRAM}} replaced."""
    makers = {"options": options, "verbs": verbs}
    return re.sub(r"\{\{(\w+) ([\w-]+)\}\}",
                  lambda found: makers[found[1]](str(binaries / found[2])), text)


def shifted(text):
    """A page of the project as a part of a man page: links become their text."""
    text = re.sub(r"\A# .*\n", "# DESCRIPTION\n", text)
    return re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", text)


def man_page(name, section, markdown, version):
    """`markdown` as troff, by lowdown; code is bold, since not every reader has its font."""
    # trec_eval, 2^grade and "a: b" in a first line are text, as they are where others read these pages.
    text = ["--parse-no-super", "--parse-no-intraemph", "--parse-no-metadata", "--parse-no-strike",
            "--parse-no-autolink"]
    head = ["-m", f"title={name}", "-m", f"section={section}", "-m", f"source=newshound {version}",
            "-m", "date="]
    made = subprocess.run(["lowdown", "-s", "-tman", "--out-no-smarty", *text, *head], input=markdown, text=True,
                          capture_output=True, check=True).stdout
    return re.sub(r"\\f(?:C|\[CB?I?R?\])", r"\\fB", made)


def main(out, binaries, version):
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    for name, section, source, above in PAGES:
        text = source.read_text(encoding="utf-8")
        text = above + shifted(text) if above else filled(text, Path(binaries))
        (out / f"{name}.{section}").write_text(man_page(name, section, text, version),
                                               encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
