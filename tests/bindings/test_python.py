#!/usr/bin/env python3
"""tests/bindings/test_python.py - the Python package: its promises, examples, types, structs, installing.

It is tried by a Python that has cffi, pip, setuptools and wheel: the one that runs this, or
Debian's. `test_python.py --update` writes what the examples of its page print now.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(os.environ["NH_SOURCE"])
BUILD = pathlib.Path(os.environ["NH_BUILD"])
HERE = SOURCE / "tests/bindings"
PACKAGE = SOURCE / "searcher/python"
NEEDED = "import setuptools, wheel, pip, cffi"


def find_python():
    """A Python that has what is needed, or None."""
    for path in (sys.executable, "/usr/bin/python3"):
        done = subprocess.run([path, "-c", NEEDED], capture_output=True, check=False)
        if done.returncode == 0:
            return path
    return None


def run(command, folder, **env):
    """Runs a command; True if it ends well. What it prints is passed on if it does not."""
    merged = dict(os.environ, PYTHONDONTWRITEBYTECODE="1", **env)
    done = subprocess.run(command, cwd=folder, env=merged, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=600, check=False)
    if done.returncode != 0:
        print("$", *command, "\n" + done.stdout)
    return done.returncode == 0


class World:
    """The package beside what is made for it, and a folder to run things in."""

    def __init__(self, python, folder):
        self.python, self.stage = python, os.path.join(folder, "stage")
        self.folder = os.path.join(folder, "news")
        self.env = {"PYTHONPATH": os.pathsep.join((self.stage, str(HERE))),
                    "NEWSHOUND_LIBRARY": str(BUILD / "lib")}
        shutil.copytree(PACKAGE / "newshound", os.path.join(self.stage, "newshound"))
        self.must([python, str(PACKAGE / "declarations.py"),
                   os.path.join(self.stage, "newshound/_ffi.py")], SOURCE)
        self.fresh()

    def must(self, command, folder):
        if not run(command, folder):
            sys.exit(1)

    def fresh(self):
        """The folder as at the beginning."""
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.folder)
        os.symlink(SOURCE / "corpus/sample", os.path.join(self.folder, "sample"))
        with open(os.path.join(self.folder, "topics.tsv"), "w", encoding="utf-8") as f:
            f.write('q1\t"Golan Heights"\nq2\tglacier\n')
        self.must([os.path.join(os.environ["NH_BIN"], "nh-index"), "add", "news.idx",
                   "sample/stories"], self.folder)

    def run(self, *arguments):
        self.fresh()
        return run([self.python, *arguments], self.folder, **self.env)


def check_types(world):
    """Whether mypy has nothing to say; None where there is none."""
    for python in (world.python, "/usr/bin/python3"):
        there = subprocess.run([python, "-c", "import mypy"], capture_output=True, check=False)
        if there.returncode == 0:
            return run([python, "-m", "mypy", "--config-file", str(PACKAGE / "pyproject.toml"),
                        "--cache-dir", os.path.join(world.folder, "mypy")], world.stage,
                       MYPYPATH=world.stage)
    return None


def check_sources():
    """Short functions and files, as everywhere."""
    wrong = []
    for path in [*PACKAGE.rglob("*.py"), *HERE.glob("*.py")]:
        lines = path.read_text("utf-8").splitlines()
        if len(lines) > 400:
            wrong.append(f"{path}: {len(lines)} lines")
        starts = [i for i, line in enumerate(lines) if re.match(r"\s*(def|class) ", line)]
        for start, end in zip(starts, [*starts[1:], len(lines)]):
            if lines[start].lstrip().startswith("def ") and end - start > 60:
                wrong.append(f"{path}:{start + 1}: {end - start} lines of a function")
    print("\n".join(wrong), end="\n" if wrong else "")
    return not wrong


SAID = {True: "right", False: "wrong", None: "skipped, there is no mypy"}

EXAMPLE = """
import newshound
with newshound.writer("made.idx") as writer:
    writer.add("a", "A comet passed.")
    writer.commit()
with newshound.open("made.idx") as index:
    print([hit.id for hit in index.search("comets")], newshound.__file__)
"""


def check_install(world, name, **env):
    """pip installs the package into a folder, from where it works with what it brought."""
    target = os.path.join(world.folder, name)
    world.fresh()
    options = ["--no-build-isolation", "--no-index", "--no-deps", "--no-compile", "--quiet",
               "--disable-pip-version-check", "--root-user-action=ignore"]
    if not run([world.python, "-m", "pip", "install", *options, "--target", target,
                str(PACKAGE)], world.folder, **env):
        return False
    alone = {"PYTHONPATH": target, "NEWSHOUND_LIBRARY": ""}
    brought = sorted(os.listdir(os.path.join(target, "newshound/lib")))
    if brought != ["libnewshound-index.so.0", "libnewshound.so.0"]:
        print("installed are", brought)
        return False
    return run([world.python, "-c", EXAMPLE], world.folder, **alone)


def main():
    python = find_python()
    if python is None:
        print("skipped: no Python has cffi, pip, setuptools and wheel")
        return 77
    with tempfile.TemporaryDirectory(prefix="newshound-python.") as folder:
        world = World(python, folder)
        if "--update" in sys.argv:
            return 0 if world.run(str(HERE / "python_examples.py"), "--update") else 1
        right = {"promises": world.run("-m", "unittest", "python_cases", "python_more_cases",
                                       "python_interrupts"),
                 "examples": world.run(str(HERE / "python_examples.py")),
                 "structs": world.run(str(HERE / "python_layout.py")),
                 "types": check_types(world),
                 "sources": check_sources(),
                 "installed with libraries that are there":
                     check_install(world, "given", NEWSHOUND_LIBRARY=str(BUILD / "lib")),
                 "installed with libraries that are built":
                     check_install(world, "built", NEWSHOUND_LIBRARY="",
                                   NEWSHOUND_BUILD=str(BUILD / "python"),
                                   CMAKE_BUILD_TYPE="Debug", CMAKE_GENERATOR="Ninja")}
    for what, good in right.items():
        print(f"{what}: {SAID[good]}")
    return 1 if False in right.values() else 0


if __name__ == "__main__":
    sys.exit(main())
