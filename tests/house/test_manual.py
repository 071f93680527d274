#!/usr/bin/env python3
"""test_manual.py - the man pages are well formed, name every verb and option, and say what their sources say."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(os.environ["NH_SOURCE"])
BIN = pathlib.Path(os.environ["NH_BIN"])
sys.dont_write_bytecode = True
sys.path.insert(0, str(SOURCE / "common/docs/manual"))
import make_manual  # noqa: E402 - the list of pages and their sources

PAGES = ["nh-search.1", "nh-index.1", "newshound-query.7", "newshound-topics.7", "newshound-format.5"]
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z0-9-]*", re.M)
VERB = re.compile(r"^  ([a-z][a-z-]*)  ", re.M)


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def well_formed(page):
    """What a strict reader of man pages says about it; nothing if all is well."""
    said = subprocess.run(["mandoc", "-T", "lint", "-W", "error", str(page)],
                          capture_output=True, text=True, check=False).stdout
    return [f"{page.name}: {line}" for line in said.splitlines()]


def missing(program, page):
    """Verbs and options that the program's help has and the page has not."""
    shown = re.sub(r".\x08", "", output("mandoc", "-T", "utf8", str(page)))
    binary = str(BIN / program)
    verbs = VERB.findall(output(binary, "--help"))
    forms = [[verb] for verb in verbs] + ([["INDEX"]] if program == "nh-search" else [])
    wrong = [f"{page.name}: no verb {verb}" for verb in verbs if f"   {verb}\n" not in shown]
    for form in forms:
        wrong += [f"{page.name}: {' '.join(form)} has no {option}"
                  for option in set(OPTION.findall(output(binary, *form, "--help")))
                  if option not in shown]
    return wrong if verbs else [f"{program} --help lists no verb"]


def bare(text):
    """Without blanks and line breaks, which a page has elsewhere."""
    return re.sub(r"\s+", "", text)


def swallowed(source, page):
    """Code spans, lines of code, and words with signs of Markdown that the page does not show as they are."""
    shown = bare(re.sub(r".\x08", "", output("mandoc", "-T", "utf8", "-O", "width=400", str(page))))
    text = source.read_text(encoding="utf-8")
    code = re.findall(r"^    (.+)$|^```[^\n]*\n(.*?)^```$", text, re.M | re.S)
    text = re.sub(r"^    .+$|^```.*?^```$|\{\{.*?\}\}", "", text, flags=re.M | re.S)
    spans = [span.replace(r"\|", "|") for _, span in re.findall(r"(`+)(.+?)\1", text, re.S)]
    text = re.sub(r"(`+)(.+?)\1|\]\([^)]*\)", " ", text, flags=re.S)
    words = [re.sub(r"[*\[\]|]", "", word) for word in re.findall(r"\S*[_^~]\S*", text)]
    lines = [line for single, block in code for line in (single or block).splitlines()]
    return [f"{page.name}: {part!r} of {source.name} is not shown"
            for part in spans + words + lines if bare(part) not in shown]


def main():
    for tool in ("lowdown", "mandoc"):
        if shutil.which(tool) is None:
            print(f"skipped: {tool} is not installed")
            return 77
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder)
        output(sys.executable, str(SOURCE / "common/docs/manual/make_manual.py"), folder, str(BIN), "0")
        wrong = [line for name in PAGES for line in well_formed(out / name)]
        wrong += [line for name, section, source, _ in make_manual.PAGES
                  for line in swallowed(source, out / f"{name}.{section}")]
        wrong += missing("nh-search", out / "nh-search.1") + missing("nh-index", out / "nh-index.1")
    print("\n".join(wrong) or "all there")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
