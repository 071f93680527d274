#!/usr/bin/env python3
""".ci/rules.py - the house rules that no compiler checks: prints file:line: rule, exits 1.

Usage: .ci/rules.py [FOLDER]   (the project, by default)
"""
import json
import os
import re
import subprocess
import sys

ROOMS = ("common/", "corpus/", "indexer/", "searcher/")
LIMITS = {"function": 60, "parameters": 6, ".c": 400, ".cc": 400, ".h": 250}
IN_TESTS = {"function": 120, ".c": 600}  # most of it tables, which are data
PUBLIC_HEADER = 300  # lines: it is a manual as well
FOLDER = 20  # files of C in a folder of a room
COLUMNS = 100  # of comments; code is the formatter's, which stops at 92

# Where the system may be met: `#if` in a .c file, and file or memory calls.
MAY_BRANCH = re.compile(
    r"(^|/)(kernels\w*|byte_sets\w*|bit_places\w*|env|heap|map|atomic_file|guard|crc32c\w*|(de|in)flate\w*)\.cc?$")
MAY_CALL_SYSTEM = re.compile(r"^common/base/(env|memory/heap)\.c$")
MAY_PRINT = re.compile(r"(_main\.c$)|(/program/)|(/commands?/)|(_command\.c$)")
MAY_BE_IGNORED = {"nh_sweep"}
MAY_CHANGE = {("common/base/program/program.c", "stop_signal")}
SAME_NAMES = {"README.md", "CMakeLists.txt", "run", "__init__.py"}
DATA = re.compile(r"^(tests/fuzz/corpus|tests/golden|corpus/sample)/|/data/")

BANNED = """strcpy strcat sprintf vsprintf strtok atoi atol atof gets alloca system popen
    localtime gmtime ctime asctime rand srand strerror setjmp longjmp""".split()
SYSTEM = """malloc calloc realloc reallocarray free strdup strndup asprintf aligned_alloc
    posix_memalign open openat creat read write pread pwrite readv writev fsync fdatasync
    rename renameat link linkat unlink unlinkat mkdir mkdirat stat fstat lstat fstatat mmap
    munmap flock fcntl close opendir fdopendir readdir closedir fopen fdopen truncate
    ftruncate remove""".split()
PRINTING = "printf puts putchar vprintf perror exit _exit quick_exit abort".split()


def call_of(names):
    """A call of one of these functions, not of a member of that name."""
    return re.compile(r"(?<![\w.>])(" + "|".join(names) + r")\s*\(")


BANNED_CALL, SYSTEM_CALL, PRINTING_CALL = map(call_of, (BANNED, SYSTEM, PRINTING))
UNFINISHED = re.compile(r"\b(TO" + r"DO|XX" + r"X|FIX" + r"ME)\b")
# An absolute path with two parts or more, outside the folders that every system has.
ELSEWHERE = re.compile(r"(?:^|[\s\"'`(=])/(?!(?:bin|dev|etc|proc|sys|tmp|usr)/)[A-Za-z]\w*/\w")
LITERAL = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)

findings = []


def limit_of(path, what):
    return IN_TESTS.get(what, LIMITS[what]) if path.startswith("tests/") else LIMITS[what]


def report(path, line, rule):
    findings.append((path, line, rule))


def without_literals(text):
    """The text with comments and the insides of literals blank, lines kept."""
    return LITERAL.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), text)


def check_head(path, text):
    """The file opens with its path and one sentence."""
    name = path.split("/include/", 1)[-1]
    if not re.match(r"/\*\s*(\* )?" + re.escape(name) + r" - \S", text):
        report(path, 1, f'the file opens with "/* {name} - one sentence. */"')


def check_lines(path, text):
    """Budgets of the file, and what must not stand in a line."""
    extension = os.path.splitext(path)[1]
    lines = text.splitlines()
    limit = PUBLIC_HEADER if "/include/" in path else limit_of(path, extension)
    if len(lines) > limit:
        report(path, 1, f"{len(lines)} lines, the limit is {limit}")
    for number, line in enumerate(lines, 1):
        if len(line) > COLUMNS and number > 2:  # the head may have a long path to name
            report(path, number, f"{len(line)} columns, the limit is {COLUMNS}")
        if re.match(r'\s*#\s*include\s*["<][^">]*\.\.', line):
            report(path, number, "an include with ..")


def check_calls(path, text):
    """Banned functions everywhere; the system, printing and branching in few files."""
    inside = path.startswith(ROOMS)
    for number, line in enumerate(without_literals(text).splitlines(), 1):
        for m in BANNED_CALL.finditer(line):
            report(path, number, f"{m.group(1)}() is banned")
        if inside and not MAY_CALL_SYSTEM.search(path):
            for m in SYSTEM_CALL.finditer(line):
                report(path, number, f"{m.group(1)}() goes around nh_env")
        if inside and not MAY_PRINT.search(path):
            for m in PRINTING_CALL.finditer(line):
                report(path, number, f"{m.group(1)}() below main")
            if re.search(r"\b(stderr|stdout)\b", line):
                report(path, number, "stdout or stderr below main")
        if inside and path.endswith((".c", ".cc")) and not MAY_BRANCH.search(path):
            if re.match(r"\s*#\s*if", line):
                report(path, number, "#if outside the few system-dependent files")


def parameters(signature):
    """How many parameters "(int a, int (*f)(int, int))" has; the error at the end is free."""
    depth, count = 0, 1
    signature = re.sub(r",\s*nh_error \*\s*err\)$", ")", signature)
    if signature in ("()", "(void)"):
        return 0
    for c in signature[1:-1]:
        depth += (c in "([{") - (c in ")]}")
        count += c == "," and depth == 0
    return count


def is_documented(lines, line):
    """A comment above the prototype, or above the run of prototypes it stands in, or beside."""
    if "/*" in lines[line - 1]:
        return True
    at = line - 2
    while at >= 0 and lines[at].strip():
        if lines[at].rstrip().endswith("*/"):
            while at > 0 and "/*" not in lines[at]:
                at -= 1
            return at > 0  # the first comment of a file is about the file
        if lines[at].lstrip().startswith("#") or lines[at].rstrip().endswith(("{", "}")):
            return False
        at -= 1
    return False


def check_prototype(path, tag, lines):
    if not is_documented(lines, tag["line"]):
        report(path, tag["line"], f"{tag['name']}() has no comment")
    result = tag.get("typeref", "")
    words = " ".join(lines[max(0, tag["line"] - 2):tag["line"]])
    if result.endswith("nh_status") and not re.search(r"_(fail|corrupt)(_\w+)?$", tag["name"]):
        wanted = path.startswith(ROOMS) and tag["name"] not in MAY_BE_IGNORED
        if wanted and "NH_MUST_USE" not in words:
            report(path, tag["line"], f"{tag['name']}() gives a status and is not NH_MUST_USE")


def check_function(path, tag):
    length, limit = tag["end"] - tag["line"] + 1, limit_of(path, "function")
    if length > limit:
        report(path, tag["line"], f"{tag['name']}() has {length} lines, the limit is {limit}")
    count = parameters(tag.get("signature", "()"))
    if count > LIMITS["parameters"]:
        report(path, tag["line"],
               f"{tag['name']}() has {count} parameters, the limit is {LIMITS['parameters']}")


def check_variable(path, tag, lines):
    """A variable of a file that can change is state that nobody owns."""
    line = without_literals(lines[tag["line"] - 1])
    declared = re.split(rf"\b{tag['name']}\b", line)[0]
    declared = declared if "*" in declared else tag.get("typeref", "") + " " + declared
    if path.startswith(ROOMS) and not re.search(r"\bconst\b[^*]*$|\bextern\b", declared):
        if (path, tag["name"]) not in MAY_CHANGE:
            report(path, tag["line"], f"{tag['name']} is a global that can change")


def check_tags(paths, texts):
    """What ctags sees: functions, prototypes, labels, variables."""
    if not paths:
        return
    done = subprocess.run(
        ["ctags", "-f", "-", "--output-format=json", "--languages=C,C++", "--map-C=+.h",
         "--kinds-C=fpLv", "--kinds-C++=fpLv", "--fields=+neSst", "-I",
         "NH_MUST_USE,NH_API,NH_PRINTF+,_Static_assert+", "-L", "-"],
        input="\n".join(paths), text=True, capture_output=True, check=True)
    labels = {}
    for row in done.stdout.splitlines():
        tag = json.loads(row)
        path, lines = tag["path"], texts[tag["path"]].splitlines()
        kind = tag["kind"]
        if kind == "prototype" and path.endswith(".h"):
            check_prototype(path, tag, lines)
        elif kind == "function" and "end" in tag:
            check_function(path, tag)
        elif kind == "variable" and not path.startswith("tests/"):
            check_variable(path, tag, lines)
        elif kind == "label" and not tag["name"].startswith(("NH_", "default")):
            labels.setdefault((path, tag.get("scope")), []).append(tag)
    for (path, function), tags in labels.items():
        if len({t["name"] for t in tags}) > 1:
            report(path, tags[1]["line"], f"{function}() has more than one goto label")


def slug(heading):
    """The anchor that a heading gets."""
    heading = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading)
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def prose_lines(text):
    """Lines outside of code blocks, code spans blank, with their numbers."""
    fence = None
    for number, line in enumerate(text.splitlines(), 1):
        m = re.match(r"\s*(```+|~~~+)", line)
        if m and (fence is None or line.strip() == fence):
            fence = None if fence else m.group(1)
        elif fence is None:
            yield number, line


def anchors(text):
    return {slug(line.lstrip("#")) for _, line in prose_lines(text) if line.startswith("#")}


def check_links(path, text):
    """Every link of a page leads to something in the tree."""
    for number, line in prose_lines(text):
        for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`]*`", "", line)):
            if re.match(r"[a-z]+:", target):
                continue
            name, _, anchor = target.partition("#")
            to = os.path.normpath(os.path.join(os.path.dirname(path), name)) if name else path
            if not os.path.exists(to):
                report(path, number, f"a dead link: {target}")
            elif anchor and to.endswith(".md"):
                with open(to, encoding="utf-8") as f:
                    if anchor not in anchors(f.read()):
                        report(path, number, f"no such heading: {target}")


def check_names(paths):
    """A file name says where a file is, since it is there once."""
    seen = {}
    for path in paths:
        name = os.path.basename(path)
        if name in SAME_NAMES or DATA.search(path):
            continue
        if name in seen:
            report(path, 1, f"the file name is that of {seen[name]}, too")
        seen[name] = path


def check_folders(paths):
    """No folder of a room is a list to scroll through."""
    rooms = [os.path.dirname(p) for p in paths
             if p.startswith(ROOMS) and p.endswith((".c", ".h", ".cc"))]
    for folder in set(rooms):
        if rooms.count(folder) > FOLDER:
            report(folder, 1, f"{rooms.count(folder)} files, the limit is {FOLDER}")


def check_words(path, text):
    """Nothing unfinished, and nothing about the machine it was written on."""
    for number, line in enumerate(text.splitlines(), 1):
        m = UNFINISHED.search(line)
        if m:
            report(path, number, f"{m.group(1)} in the tree")
        if ELSEWHERE.search(line):
            report(path, number, "a path of some machine")


def read(path):
    try:
        with open(path, encoding="utf-8") as f:
            return f.read()
    except (UnicodeDecodeError, IsADirectoryError):
        return None


def walked():
    """Every file below the working folder that is not hidden away by git or a build."""
    for folder, folders, names in os.walk("."):
        folders[:] = [d for d in folders if d not in (".git", ".build", "__pycache__")]
        for name in names:
            yield os.path.normpath(os.path.join(folder, name))


def project_files():
    """What git knows and what it would take; without git, all there is."""
    done = subprocess.run(["git", "ls-files", "-z", "-co", "--exclude-standard"], text=True,
                          capture_output=True, check=False)
    names = done.stdout.split("\0") if done.returncode == 0 else walked()
    return sorted(p for p in set(names) if p and os.path.exists(p))


def main():
    os.chdir(sys.argv[1] if len(sys.argv) > 1 else
             os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
    paths = project_files()
    texts = {p: t for p in paths if not DATA.search(p) and (t := read(p)) is not None}
    code = [p for p in texts if p.endswith((".c", ".h", ".cc")) and
            not p.endswith("_table.c")]
    for path in code:
        check_head(path, texts[path])
        check_lines(path, texts[path])
        check_calls(path, texts[path])
    check_tags(code, texts)
    for path, text in texts.items():
        check_words(path, text)
        if path.endswith(".md"):
            check_links(path, text)
    check_names(paths)
    check_folders(paths)
    for path, line, rule in sorted(findings):
        print(f"{path}:{line}: {rule}")
    sys.exit(1 if findings else 0)


if __name__ == "__main__":
    main()
