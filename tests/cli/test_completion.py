#!/usr/bin/env python3
"""tests/cli/test_completion.py - what a shell offers for a line that is begun.

The completions are made afresh from the programs. bash and fish are asked themselves; zsh shows which
table it would hand to its _arguments. A shell that is not there is passed over, which is said.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

SOURCE, BIN = pathlib.Path(os.environ["NH_SOURCE"]), pathlib.Path(os.environ["NH_BIN"])
MAKER = SOURCE / "common/package/make_completion.py"
FORMATS = ["auto", "text", "jsonl", "trec", "reuters"]

# A line that is begun, and what is offered for its last word. "*" at the end: that and more. The
# folder has a file shelf.idx. What bash leaves to its own search for files is offered by nobody here.
# "no files" says that it does not search.
LINES = [
    ("nh-index ad", ["add"]),
    ("nh-index --v", ["--version"]),
    ("nh-index nosuchverb -", []),
    ("nh-index add --fo", ["--format"]),
    ("nh-index add --format ", FORMATS),
    ("nh-index add --format=", FORMATS),
    ("nh-index add --format=js", ["jsonl"]),
    ("nh-index add --quiet --format t", ["text", "trec"]),
    ("nh-index add --pairs ", ["stop", "none"]),
    ("nh-index create --store=", ["text", "none"]),
    ("nh-index analyze --analysis p", ["plain"]),
    ("nh-index add --memory ", ["no files"]),
    ("nh-index add --files-from ", []),
    ("nh-index add news.idx ", []),
    ("nh-index add news.idx -q --str", ["--strict"]),
    ("nh-index add -- --fo", []),
    ("nh-index verify --", ["--deep", "*"]),
    ("nh-search sh", ["show", "shelf.idx"]),
    ("nh-search --so", ["--sort"]),
    ("nh-search news.idx --sort d", ["date"]),
    ("nh-search news.idx golan --rank=", ["bm25"]),
    ("nh-search show --js", ["--json"]),
    ("nh-search show --format ", []),
    ("nh-search news.idx show --expl", ["--explain"]),
]

BASH = r"""
compopt() { if [[ $* == "+o default" ]]; then COMPREPLY+=("no files"); fi; }
source "$1"
COMP_WORDS=("${@:3}")
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
"$2" 2>/dev/null
printf '%s\n' "${COMPREPLY[@]}"
"""
# Functions of zsh's own completion that print what they are called with.
ZSH = """
_arguments() { print -rl -- "$@" }
_describe() { print -rl -- "${(@P)4}" }
_files() { print files }
words=("${(@)argv[2,-1]}")
CURRENT=$#words
source "$1"
"""


def words_of(line):
    """The line as bash cuts it: = is a word of its own."""
    return line.replace("=", " = ").split(" ") if not line.endswith("=") else \
        [w for w in line.replace("=", " =").split(" ")]


def lines_of(command, folder):
    done = subprocess.run(command, cwd=folder, text=True, capture_output=True, check=True,
                          env=dict(os.environ, HOME=str(folder), LC_ALL="C.UTF-8",
                                   XDG_CONFIG_HOME=str(folder), XDG_DATA_HOME=str(folder)))
    return [line for line in done.stdout.splitlines() if line]


def table_of(program, *words):
    said = subprocess.run([BIN / program, *words, "--help=table"], text=True, check=True,
                          capture_output=True).stdout
    return [line.split("\t") for line in said.splitlines()]


def programs_tables():
    """(line up to the option, its rows) for each verb of both programs."""
    for program in ("nh-index", "nh-search"):
        for row in table_of(program):
            if row[0] in ("verb", "other"):
                words = [row[1]] if row[0] == "verb" else ["INDEX"]
                yield " ".join([program, *words]), [r for r in table_of(program, *words)
                                                   if r[0] == "option"]


def is_closed(kind, argument):
    return kind == "choice" or (kind == "text" and "|" in argument)


def table_lines():
    """Every option of the tables, whole, and its values, as lines with what is offered."""
    for start, rows in programs_tables():
        for _, letter, name, kind, argument, _ in rows:
            yield f"{start} --{name}" if name else f"{start} -{letter}", [f"--{name}" if name else
                                                                        f"-{letter}"]
            if is_closed(kind, argument):
                yield f"{start} --{name} ", argument.split("|")


def is_offered(wanted, offered):
    if wanted[-1:] == ["*"]:
        return set(wanted[:-1]) < set(offered)
    return sorted(wanted) == sorted(offered)


def with_prefixes(line, offered):
    """Of options that begin alike, bash offers all: only whether the whole one is there counts."""
    return [o for o in offered if o == line.split(" ")[-1]] if line.split(" ")[-1] else offered


def check_bash(made, folder):
    """How many lines went wrong."""
    wrong = 0
    verbs = {p: [r[1] for r in table_of(p) if r[0] == "verb"] for p in ("nh-index", "nh-search")}
    lines = LINES + [("nh-index ", verbs["nh-index"]), ("nh-search ", [*verbs["nh-search"], "*"])]
    for exact, (line, wanted) in [(True, row) for row in lines] + \
            [(False, row) for row in table_lines()]:
        program = line.split(" ")[0]
        offered = lines_of(["bash", "--norc", "-c", BASH, "bash", made / f"{program}.bash",
                            "_" + program.replace("-", "_"), *words_of(line)], folder)
        offered = offered if exact else with_prefixes(line, offered)
        if not is_offered(wanted, offered):
            wrong += 1
            print(f"bash offers for `{line}`: {offered}, not {wanted}")
    return wrong


def check_fish(made, folder):
    wrong = 0
    for line, wanted in LINES:
        if wanted in ([], ["no files"]):
            continue  # fish offers files, and has no word for none
        program = line.split(" ")[0]
        rows = lines_of(["fish", "--no-config", "-c", f'source "{made}/{program}.fish"; '
                         f'complete -C "{line}"'], folder)
        offered = [row.split("\t")[0].split("=")[-1] for row in rows]
        if not set(wanted) - {"*"} <= set(offered):
            wrong += 1
            print(f"fish offers for `{line}`: {offered}, without all of {wanted}")
    return wrong


def zsh_said(made, folder, line):
    program = line.split(" ")[0]
    return lines_of(["zsh", "-f", "-c", ZSH, "zsh", made / f"_{program}", *line.split(" ")],
                    folder)


def check_zsh(made, folder):
    """Each verb has its own table, with the words of closed sets."""
    wrong = 0
    for start, rows in programs_tables():
        said = "\n".join(zsh_said(made, folder, start + " x"))
        for _, letter, name, kind, argument, _ in rows:
            parts = [f"--{name}"] if name else [f"-{letter}+"]
            parts += ["(" + argument.replace("|", " ") + ")"] if is_closed(kind, argument) else []
            if not all(part in said for part in parts):
                wrong += 1
                print(f"zsh has for `{start}` no {parts} in\n{said}")
    return wrong


def check_syntax(shell, files):
    done = subprocess.run([shell, "-n", *files], text=True, capture_output=True, check=False)
    print(done.stderr, end="")
    return done.returncode != 0 or done.stderr != ""


SHELLS = {
    "bash": (check_bash, "{}.bash"),
    "zsh": (check_zsh, "_{}"),
    "fish": (check_fish, "{}.fish"),
}


def main():
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="newshound-completion.") as place:
        folder, made = pathlib.Path(place) / "here", pathlib.Path(place) / "made"
        folder.mkdir()
        (folder / "shelf.idx").write_text("")
        for program in ("nh-index", "nh-search"):
            subprocess.run([sys.executable, MAKER, BIN / program, made], check=True)
        for shell, (check, name) in SHELLS.items():
            if not shutil.which(shell):
                print(f"{shell} is not installed: its completions are not tried")
                continue
            for program in ("nh-index", "nh-search"):
                wrong += check_syntax(shell, [made / name.format(program)])
            wrong += check(made, folder)
    print(f"{len(LINES)} lines and every option completed, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
