#!/usr/bin/env python3
"""tests/house/test_rules.py - the house rules notice a breach of each of them."""
import os
import subprocess
import sys
import tempfile

RULES = os.path.join(os.environ["NH_SOURCE"], ".ci", "rules.py")

GOOD_C = "/* {path} - a file. */\n{text}"
GOOD_H = "/*\n * {path} - a header.\n */\n{text}"

# path, text below the head, what is said about it (None: nothing).
CASES = [
    ("searcher/a.c", "static int f(void)\n{\n    return 0;\n}\n", None),
    ("searcher/a.c", "static void f(int *p)\n{\n    free(p);\n}\n", "free() goes around nh_env"),
    ("searcher/a.c", "/* free(p) */ static const char *s = \"free(p)\";\n", "can change"),
    ("searcher/a.c", "/* free(p) */ static const char s[] = \"free(p)\";\n", None),
    ("searcher/a.c", "static void f(t *io)\n{\n    io->close(1);\n}\n", None),
    ("searcher/a.c", "static void f(void)\n{\n    puts(\"\");\n}\n", "puts() below main"),
    ("searcher/a_main.c", "static void f(void)\n{\n    puts(\"\");\n}\n", None),
    ("tests/a.c", "static void f(void)\n{\n    free(0);\n}\n", None),
    ("tests/a.c", "static void f(char *s)\n{\n    strcpy(s, s);\n}\n", "strcpy() is banned"),
    ("searcher/a.c", "static int state;\n", "state is a global that can change"),
    ("searcher/a.c", "#if X\n#endif\n", "#if outside"),
    ("common/codec/kernels/kernels_avx2.c", "#if X\n#endif\n", None),
    ("searcher/a.c", "#include \"../b.h\"\n", "an include with .."),
    ("searcher/a.c", "static int f(void)\n{\n" + "    g();\n" * 60 + "}\n", "lines, the limit"),
    ("searcher/a.c", "int x(int a, int b, int c, int d, int e, int f, int g)\n{\n}\n",
     "7 parameters"),
    ("searcher/a.c", "int x(int a, int b, int c, int d, int e, int f, nh_error *err)\n{\n}\n",
     None),
    ("searcher/a.c", "int x(int (*f)(int, int, int, int), int b, int c)\n{\n}\n", None),
    ("searcher/a.c", "int x(void)\n{\na:\n    goto b;\nb:\n    goto a;\n}\n",
     "more than one goto label"),
    ("searcher/a.c", "int x(void)\n{\n    goto done;\ndone:\n    return 0;\n}\n", None),
    ("searcher/a.c", "/* x */\n" * 400, "401 lines, the limit is 400"),
    ("searcher/a.h", "int f(void);\n", "f() has no comment"),
    ("searcher/a.h", "/* Says why. */\nint f(void);\nint g(void);\n", None),
    ("searcher/a.h", "/* Says why. */\nint f(void);\n\nint g(void);\n", "g() has no comment"),
    ("searcher/a.h", "/* Says why. */\nnh_status f(void);\n", "not NH_MUST_USE"),
    ("searcher/a.h", "/* Says why. */\nNH_MUST_USE nh_status f(void);\n", None),
    ("searcher/a.h", "\n/* " + "x" * 100 + " */\n", "columns, the limit"),
    ("searcher/a.h", "/* TO" + "DO */\n", "in the tree"),
    ("searcher/a.h", "/* see " + "/ho" + "me/somebody/notes */\n", "a path of some machine"),
    ("searcher/a.h", "/* see /usr/share/unicode, and/or src/a/b, http://a/b/c */\n", None),
]
PAGES = [
    ("see [this](b.md) and [that](https://example.org)\n", "a dead link: b.md"),
    ("see [this](a.md#one-two)\n# One, two\n", None),
    ("see [this](#three)\n# One\n", "no such heading: #three"),
    ("`[x](y)`\n```\n[x](z)\n```\n", None),
]


def said_about(files):
    """What the rules print about a project of these files."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["git", "init", "-q", folder], check=True)
        for path, text in files.items():
            os.makedirs(os.path.join(folder, os.path.dirname(path)), exist_ok=True)
            with open(os.path.join(folder, path), "w", encoding="utf-8") as f:
                f.write(text)
        done = subprocess.run([sys.executable, RULES, folder], text=True,
                              capture_output=True, check=False)
        return done.stdout + done.stderr, done.returncode


def check(files, expected):
    """0 if the rules say `expected`, else 1."""
    said, code = said_about(files)
    right = (code == 0 and said == "") if expected is None else (code == 1 and expected in said)
    if not right:
        print(f"{files}\n  expected: {expected}\n  said: {said}")
    return int(not right)


def main():
    wrong = 0
    for path, text, expected in CASES:
        head = GOOD_H if path.endswith(".h") else GOOD_C
        wrong += check({path: head.format(path=path, text=text)}, expected)
    for text, expected in PAGES:
        wrong += check({"a.md": text}, expected)
    wrong += check({"searcher/a.c": "int x;\n"}, "the file opens with")
    empty = {p: GOOD_C.format(path=p, text="") for p in ("searcher/a.c", "indexer/a.c")}
    wrong += check(empty, "the file name is that of indexer/a.c")
    crowd = {f"searcher/{i}.h": GOOD_H.format(path=f"searcher/{i}.h", text="") for i in range(20)}
    wrong += check(crowd, None)
    crowd["searcher/a.c"] = GOOD_C.format(path="searcher/a.c", text="")
    wrong += check(crowd, "searcher:1: 21 files, the limit is 20")
    print(f"{len(CASES) + len(PAGES) + 4} cases, {wrong} wrong")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
