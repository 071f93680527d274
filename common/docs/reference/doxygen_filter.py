#!/usr/bin/env python3
"""common/docs/reference/doxygen_filter.py - a public header, its comments as Doxygen reads them.

doxygen_filter.py HEADER: the header on standard output, with the same number of lines. The headers
are written for people who read them; this adds the marks that a generator needs:
  /* ... */ before a declaration    /** ... */, where "out  the reader" becomes a @param if the
                                    function has it, and lines that begin with NH_ become a list
  a comment behind a member         /**< ... */, also where it goes on in the next lines; members
                                    that are declared together get one each
"""
import re
import sys
from pathlib import Path

BLOCK = re.compile(r"^/\*(?!\*| -{3,})(.*?)\*/", re.S | re.M)
MEMBER = re.compile(r"^(?P<code>(?:[ \t]+|typedef |#define )\S.*?[;,)\w])(?P<gap>\s+)/\*(?P<text>.*)\*/$")
SEVERAL = re.compile(r"^(\s+)([\w ]+?) (\*?\w+(?:\[\d+\])?(?:, \*?\w+(?:\[\d+\])?)+);$")
LAST_MEMBER = re.compile(r"^(?P<code>[ \t]+[A-Z]\w*(?: = \w+)?)(?P<gap>\s+)/\*(?P<text>.*)\*/$")
GOES_ON = re.compile(r"^(?P<gap>[ \t]+)/\*(?P<text>.*)\*/$")


def parameters(after):
    """Names of the parameters of the function that is declared at the beginning of `after`."""
    declaration = re.match(r"\s*NH_API\b[^;]*;", after)
    if not declaration:
        return set()
    inner = declaration[0][declaration[0].index("("):]
    return set(re.findall(r"(\w+)(?:\[[^\]]*\])?\s*(?=[,)])", inner))


def plain(text):
    """Text whose tags and signs stand for themselves."""
    return re.sub(r"<(?=[A-Za-z/])|[@#]", lambda found: "\\" + found[0], text)


def marked_line(line, names):
    """A line of a block comment: a parameter, an error, or text."""
    found = re.match(r"^( \* )(\w+)(?=  )", line)
    if found and found[2] in names:
        return f" * @param {line[3:]}"
    if re.match(r"^ \* NH_(OK|E_)", line):
        return " * - " + line[3:]
    return line


def marked_block(text, after, name):
    """A block comment with its marks; that of the file says which file it is of."""
    names = parameters(after)
    lines = plain(text).split("\n")
    head = f" @file {name}" if f"newshound/{name} - " in text else ""
    return "/**" + head + "\n".join([lines[0]] + [marked_line(line, names) for line in lines[1:]])


def with_blocks(source, name):
    """The source with its block comments marked."""
    out, at = [], 0
    for found in BLOCK.finditer(source):
        out += [source[at:found.start()],
                marked_block(found[1], source[found.end():], name) + "*/"]
        at = found.end()
    return "".join(out) + source[at:]


def one_by_one(code, comment):
    """Several members of one type, declared in a line, each with the comment."""
    several = SEVERAL.match(code)
    if not several:
        return f"{code} {comment}"
    return several[1] + " ".join(f"{several[2]} {name}; {comment}"
                                 for name in several[3].split(", "))


def with_members(lines):
    """The lines with comments behind members marked."""
    behind = False  # the line before is, or ends, a member's comment
    for line in lines:
        member = MEMBER.match(line) or LAST_MEMBER.match(line)
        more = GOES_ON.match(line) if behind else None
        if member:
            line = one_by_one(member["code"], f"/**<{plain(member['text'])}*/")
        elif more:
            line = f"{more['gap']}/**<{plain(more['text'])}*/"
        behind = bool(member or more)
        yield line


def main(path):
    name = Path(path).name
    source = with_blocks(Path(path).read_text(encoding="utf-8"), name)
    print("\n".join(with_members(source.split("\n"))), end="")


if __name__ == "__main__":
    main(sys.argv[1])
