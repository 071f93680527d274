#!/usr/bin/env python3
"""tests/bindings/test_sqlite.py - the extension in Debian's sqlite3: the sessions of its page, and as installed.

Each line of searcher/sqlite/README.md that begins with `sqlite> ` is given to the shell, and must print the
lines below it. `test_sqlite.py --update` writes what it prints now.
"""
import glob
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(os.environ["NH_SOURCE"])
BUILD = pathlib.Path(os.environ["NH_BUILD"])
PAGE = SOURCE / "searcher/sqlite/README.md"
PROMPT = "sqlite> "
CUT = "=====8<====="


def run_shell(folder, commands):
    """What the shell prints for each command, both streams mixed."""
    script = "\n".join(f"{command}\n.print {CUT}" for command in commands)
    done = subprocess.run(["sqlite3", "-batch", ":memory:"], cwd=folder, input=script, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60,
                          check=False)
    return [part.strip("\n") for part in done.stdout.split(CUT + "\n")][:len(commands)]


def settle(text):
    """An error of the shell without the number of its line."""
    return re.sub(r"^(\w+ error) near line \d+:", r"\1:", text, flags=re.M)


def commands_of(page):
    """Each prompt of the page with what is said to follow, in order."""
    for block in re.findall(r"^```sql\n(.*?)^```$", page, re.S | re.M):
        for part in re.split("^" + PROMPT, block, flags=re.M)[1:]:
            command, _, said = part.partition("\n")
            yield command, said.strip("\n")


def rewritten(page, printed):
    """The page with what was printed."""
    rest = iter(printed)

    def block(match):
        parts = re.split("^" + PROMPT, match.group(1), flags=re.M)[1:]
        lines = []
        for part in parts:
            lines += [PROMPT + part.partition("\n")[0], next(rest)]
        return "```sql\n" + "\n".join(line for line in lines if line) + "\n```"

    return re.sub(r"^```sql\n(.*?)^```$", block, page, flags=re.S | re.M)


def check_page(folder, update):
    """The number of commands of the page that print something else."""
    page = PAGE.read_text("utf-8")
    told = list(commands_of(page))
    printed = [settle(text) for text in run_shell(folder, [command for command, _ in told])]
    if update:
        PAGE.write_text(rewritten(page, printed), "utf-8")
        return 0
    failed = 0
    for (command, said), got in zip(told, printed):
        if said != got:
            failed += 1
            print(f"the page says of {command}\n{said}\nand it prints\n{got}")
    print(f"{len(told)} commands of the page, {failed} failed")
    return failed + (len(told) < 10)


def install(prefix, component):
    subprocess.run(["cmake", "--install", str(BUILD), "--prefix", prefix, "--component",
                    component], check=True, stdout=subprocess.DEVNULL)


def check_installed(folder):
    """Installed, the extension finds the library by itself."""
    prefix = os.path.join(folder, "prefix")
    install(prefix, "runtime")
    install(prefix, "sqlite")
    found = glob.glob(prefix + "/**/newshound/newshound.so", recursive=True)
    said = run_shell(folder, [f".load {found[0].removesuffix('.so')}",
                              "CREATE VIRTUAL TABLE n USING newshound('news.idx');",
                              "SELECT count(*) FROM n;"])
    if said != ["", "", "58"]:
        print("installed, it says", said)
    linked = subprocess.run(["ldd", found[0]], capture_output=True, text=True, check=True)
    inside = re.search(r"libnewshound\.so\.0 => (\S+)", linked.stdout)
    if not inside or not os.path.realpath(inside.group(1)).startswith(os.path.realpath(prefix)):
        print("it is linked with", linked.stdout)
        return 1
    return said != ["", "", "58"]


def main():
    if shutil.which("sqlite3") is None:
        print("skipped: there is no sqlite3")
        return 77
    with tempfile.TemporaryDirectory(prefix="newshound-sqlite.") as folder:
        os.symlink(SOURCE / "corpus/sample", os.path.join(folder, "sample"))
        os.symlink(BUILD / "lib/newshound/newshound.so", os.path.join(folder, "newshound.so"))
        subprocess.run([os.path.join(os.environ["NH_BIN"], "nh-index"), "add", "news.idx",
                        "sample/stories"], cwd=folder, check=True, capture_output=True)
        failed = check_page(folder, "--update" in sys.argv)
        failed += check_installed(folder)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
