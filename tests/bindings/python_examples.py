"""tests/bindings/python_examples.py - the examples of the package and of its page print what they say.

Run by test_python.py in a folder with news.idx. `--update` writes what those of the page print now.
"""
import contextlib
import doctest
import io
import os
import pathlib
import pkgutil
import re
import sys
import traceback

import newshound

PAGE = pathlib.Path(os.environ["NH_SOURCE"]) / "searcher/python/README.md"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.S | re.M)
FLAGS = doctest.ELLIPSIS


def printed(example, names):
    """What an example prints, as doctest wants it."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        try:
            exec(compile(example.source, "page", "single"), names)
        except Exception as failure:
            last = "".join(traceback.format_exception_only(type(failure), failure))
            print("Traceback (most recent call last):\n    ...\n" + last, end="")
    return re.sub(r"^$", "<BLANKLINE>", out.getvalue().rstrip("\n"), flags=re.M)


def updated(page):
    """The page with what its examples print."""
    names = {}

    def rewritten(block):
        lines = []
        for example in doctest.DocTestParser().get_examples(block.group(1)):
            first, *more = example.source.rstrip("\n").split("\n")
            got = printed(example, names)
            lines += [">>> " + first, *("... " + line for line in more)]
            lines += [got] if got != "<BLANKLINE>" else []
        return "```python\n" + "\n".join(lines) + "\n```"

    return BLOCK.sub(rewritten, page)


def check_page():
    """The results of the page's blocks, which are one session."""
    source = "\n".join(BLOCK.findall(PAGE.read_text("utf-8")))
    test = doctest.DocTestParser().get_doctest(source, {}, PAGE.name, str(PAGE), 0)
    return doctest.DocTestRunner(optionflags=FLAGS).run(test)


def check_modules():
    """The results of each module's docstrings."""
    for name in ["newshound", *(m.name for m in pkgutil.iter_modules(newshound.__path__,
                                                                     "newshound."))]:
        names = {"newshound": newshound, "index": newshound.open("news.idx")}
        yield doctest.testmod(__import__(name, fromlist=["_"]), extraglobs=names,
                              optionflags=FLAGS)


def main():
    if "--update" in sys.argv:
        PAGE.write_text(updated(PAGE.read_text("utf-8")), "utf-8")
        return 0
    done = [check_page(), *check_modules()]
    failed, tried = sum(d.failed for d in done), sum(d.attempted for d in done)
    print(f"{tried} examples of the Python package, {failed} failed")
    return 1 if failed or tried < 30 else 0


if __name__ == "__main__":
    sys.exit(main())
