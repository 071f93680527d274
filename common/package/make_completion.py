#!/usr/bin/env python3
"""common/package/make_completion.py - completions of a program for three shells, from its own option tables.

make_completion.py PROGRAM OUT: writes NAME.bash, _NAME (zsh) and NAME.fish to OUT. `--help=table`
of the program and of each verb is the only list of verbs, options and their values.
"""
import re
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

Option = namedtuple("Option", "letter name kind argument help")
# Verbs by name with their sentence, their options, those of the program without a verb, and
# whether a line may begin with no verb: then `tables[""]` are its options.
Program = namedtuple("Program", "name verbs tables own other")
NUMBERS = ("count", "size", "real")


def rows_of(binary, *words):
    said = subprocess.run([binary, *words, "--help=table"], capture_output=True, text=True,
                          check=True)
    return [line.split("\t") for line in said.stdout.splitlines()]


def options_of(rows):
    return [Option(*row[1:]) for row in rows if row[0] == "option"]


def read_program(binary):
    rows = rows_of(binary)
    verbs = {row[1]: row[2] for row in rows if row[0] == "verb"}
    tables = {verb: options_of(rows_of(binary, verb)) for verb in verbs}
    other = ["other"] in rows
    if other:
        tables[""] = options_of(rows_of(binary, "INDEX"))
    return Program(Path(binary).name, verbs, tables, options_of(rows), other)


def spellings(option):
    """["--json", "-j"]: what there is of it."""
    return (["--" + option.name] if option.name else []) + (
        ["-" + option.letter] if option.letter else [])


def is_closed(option):
    """Whether the table lists the words that the option takes."""
    return option.kind == "choice" or (option.kind == "text" and "|" in option.argument)


def values(option):
    """What an option takes where that is a closed set, else nothing."""
    return option.argument.split("|") if is_closed(option) else []


def filled(text, parts):
    """The text with each @NAME@ replaced by what `parts` has for it."""
    return re.sub(r"@([A-Z]+)@", lambda found: parts[found[1]], text)


def quoted(text):
    """One word for bash and zsh."""
    return "'" + text.replace("'", "'\\''") + "'"


# ---- bash --------------------------------------------------------------------------------

BASH = r"""# completion of @NAME@ for bash, made from its option tables
@FUNCTION@()
{
    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}
    local verb= option= words= i
    COMPREPLY=()

    for ((i = 1; i < COMP_CWORD; i++)); do
        [[ ${COMP_WORDS[i]} == -- ]] && return # no option comes any more
    done
    if [[ $current == "=" ]]; then # bash cuts --name=value in three
        option=$before current=
    elif [[ $before == "=" ]]; then
        option=${COMP_WORDS[COMP_CWORD-2]}
    elif [[ $before == -* ]]; then
        option=$before
    fi
    if ((COMP_CWORD > 1)); then
        case ${COMP_WORDS[1]} in
            @VERBS@) verb=${COMP_WORDS[1]} ;;
        esac
    fi
    case "$verb $option" in
@VALUES@
    esac
    if [[ -n $words ]]; then
        COMPREPLY=($(compgen -W "$words" -- "$current"))
    elif [[ $current == -* ]]; then
        case "$COMP_CWORD $verb" in
@OPTIONS@
        esac
        COMPREPLY=($(compgen -W "$words" -- "$current"))
    elif ((COMP_CWORD == 1)); then
        COMPREPLY=($(compgen -W "@LIST@" -- "$current"))@FIRST@
    fi
}
complete -o default -F @FUNCTION@ @NAME@
"""
# Beside the verbs, the names of files, with which a line without a verb begins. Where no verb
# fits, bash finds the files itself.
BASH_FILES = r"""
        if ((${#COMPREPLY[@]} > 0)); then
            compopt -o filenames 2>/dev/null
            mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$current")
        fi"""


def bash_values(program):
    """A branch for each option that takes a value: its words, or nothing, or files."""
    for verb, table in program.tables.items():
        for option in table:
            pattern = "|".join(quoted(f"{verb} {s}") for s in spellings(option))
            if is_closed(option):
                yield f"        {pattern}) words={quoted(' '.join(values(option)))} ;;"
            elif option.kind in NUMBERS:
                yield f"        {pattern}) compopt +o default 2>/dev/null; return ;;"
            elif option.kind != "flag":
                yield f"        {pattern}) return ;;"


def all_spellings(options):
    return " ".join(s for option in options for s in spellings(option))


def bash_options(program):
    """A branch for each verb, and for the first word, with its options."""
    first = all_spellings(program.own)
    if program.other:
        first += " " + " ".join(s for s in all_spellings(program.tables[""]).split()
                                if s not in first.split())
    yield f"            '1 ') words={quoted(first)} ;;"
    for verb, table in program.tables.items():
        yield f"            *{quoted(' ' + verb)}) words={quoted(all_spellings(table))} ;;"


def bash(program):
    parts = {
        "FUNCTION": "_" + program.name.replace("-", "_"),
        "NAME": program.name,
        "VERBS": "|".join(program.verbs),
        "VALUES": "\n".join(bash_values(program)),
        "OPTIONS": "\n".join(bash_options(program)),
        "LIST": " ".join(program.verbs),
        "FIRST": BASH_FILES if program.other else "",
    }
    return filled(BASH, parts)


# ---- zsh ---------------------------------------------------------------------------------

ZSH = """#compdef @NAME@
# completion of @NAME@ for zsh, made from its option tables

_@NAME@_first() {
    local -a verbs
    verbs=(
@VERBS@
    )
    _describe -t verbs verb verbs@FILES@
}

_@NAME@() {
    local verb=

    if (( CURRENT > 2 )) && [[ $words[2] == (@NAMES@) ]]; then
        verb=$words[2]
        shift words
        (( CURRENT-- ))
    fi
    case $verb in
@BRANCHES@
    esac
}

_@NAME@ "$@"
"""


def zsh_option(option):
    """The option as _arguments takes it."""
    words = spellings(option)
    help_text = option.help
    for letter in "\\[]:":
        help_text = help_text.replace(letter, "\\" + letter)
    takes = "" if option.kind == "flag" else f":{option.argument.replace(':', chr(92) + ':')}:"
    if is_closed(option):
        takes = f":{option.name}:({' '.join(values(option))})"
    elif option.kind in NUMBERS:
        takes += " "
    elif takes:
        takes += "_files"
    every = "*" if option.kind == "list" else f"({' '.join(words)})"
    for word in words:
        joint = "" if option.kind == "flag" else "=" if word.startswith("--") else "+"
        yield quoted(f"{every}{word}{joint}[{help_text}]{takes}")


def zsh_branch(program, verb, options):
    specs = [spec for option in options for spec in zsh_option(option)]
    specs += [] if verb else [quoted(f"1: :_{program.name}_first")]
    specs += [] if not verb and not program.other else [quoted("*: :_files")]
    lines = "".join(f" \\\n                {spec}" for spec in specs)
    return f"        ({quoted(verb)})\n            _arguments -s -S{lines}\n            ;;"


def without(options, others):
    """Those options that the others do not have."""
    return [o for o in options if o.name not in [x.name for x in others]]


def first_table(program):
    """Options of a line that has no verb, or not yet."""
    other = program.tables.get("", [])
    return other + without(program.own, other)


def zsh(program):
    tables = {"": first_table(program), **{v: program.tables[v] for v in program.verbs}}
    parts = {
        "NAMES": "|".join(program.verbs),
        "NAME": program.name,
        "VERBS": "\n".join(f"        {quoted(v + ':' + h)}" for v, h in program.verbs.items()),
        "FILES": "\n    _files" if program.other else "",
        "BRANCHES": "\n".join(zsh_branch(program, v, t) for v, t in tables.items()),
    }
    return filled(ZSH, parts)


# ---- fish --------------------------------------------------------------------------------

FISH = """# completion of @NAME@ for fish, made from its option tables

# True if the line has the verb of the argument, or no verb yet where that is empty.
function @CHECK@
    set -l words (commandline -opc)
    set -l verb ''
    if test (count $words) -gt 1; and contains -- $words[2] @VERBS@
        set verb $words[2]
    end
    test "$verb" = "$argv[1]"
end

# True of the first word behind the program.
function @CHECK@_first
    test (count (commandline -opc)) -eq 1
end

"""


def fish_quoted(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def fish_option(start, option):
    line = start
    line += f" -l {option.name}" if option.name else ""
    line += f" -s {option.letter}" if option.letter else ""
    if is_closed(option):
        line += f" -x -a {fish_quoted(' '.join(values(option)))}"
    elif option.kind in NUMBERS:
        line += " -x"
    elif option.kind != "flag":
        line += " -r"
    return f"{line} -d {fish_quoted(option.help)}"


def fish(program):
    check = "__" + program.name.replace("-", "_") + "_has"
    lines = [filled(FISH, {"CHECK": check, "NAME": program.name,
                           "VERBS": " ".join(program.verbs)})]
    start = f"complete -c {program.name}"
    for verb, help_text in program.verbs.items():
        files = "" if program.other else " -f"
        lines.append(f"{start} -n {check}_first{files} -a {verb} -d {fish_quoted(help_text)}\n")
    tables = {"": first_table(program), **{v: program.tables[v] for v in program.verbs}}
    for verb, table in tables.items():
        condition = fish_quoted(f"{check} {verb or chr(39) * 2}")
        lines += [fish_option(f"{start} -n {condition}", o) + "\n" for o in table]
    return "".join(lines)


def main(binary, out):
    program = read_program(binary)
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    for name, text in ((f"{program.name}.bash", bash(program)), (f"_{program.name}", zsh(program)),
                       (f"{program.name}.fish", fish(program))):
        (out / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
