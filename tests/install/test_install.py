#!/usr/bin/env python3
"""tests/install/test_install.py - what is installed into a folder is whole, and others build on it.

C and C++ programs are built against it, shared and with the archives, by pkg-config and by
find_package(), and run; each public header is compiled alone; the installed programs are run.
"""
import glob
import os
import shutil
import subprocess
import sys
import tempfile

SOURCE, BUILD = os.environ["NH_SOURCE"], os.environ["NH_BUILD"]
COMPLETIONS = ["bash-completion/completions/nh-index", "bash-completion/completions/nh-search",
               "zsh/site-functions/_nh-search", "fish/vendor_completions.d/nh-search.fish"]
HERE = os.path.join(SOURCE, "tests", "install")
STRICT = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"]
# One source, two languages.
LANGUAGES = {"c": ["cc", "-xc", "-std=c11"], "c++": ["c++", "-xc++", "-std=c++17"]}
ANSWER = "one: Geese return to the harbour\nnewshound "

PROJECT = """cmake_minimum_required(VERSION 3.16)
project(client LANGUAGES C CXX)
find_package(newshound 0.1 REQUIRED COMPONENTS index static)
foreach(way shared static)
  add_executable(c_${way} client.c)
  add_executable(cxx_${way} client_in_cxx.cc)
  set_property(TARGET cxx_${way} PROPERTY CXX_STANDARD 17)
  add_executable(asker_${way} asker.c)
endforeach()
target_link_libraries(c_shared newshound::newshound newshound::index)
target_link_libraries(cxx_shared newshound::index newshound::newshound)
target_link_libraries(c_static newshound::newshound-static newshound::index-static)
target_link_libraries(cxx_static newshound::index-static newshound::newshound-static)
target_link_libraries(asker_shared newshound::newshound)
target_link_libraries(asker_static newshound::newshound-static)
"""


class Wrong(Exception):
    """Something that is not as it should be, in words."""


def run(*command, **more):
    done = subprocess.run(command, text=True, capture_output=True, check=False, **more)
    if done.returncode != 0:
        raise Wrong(f"{' '.join(command)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


class Trial:
    """A prefix with everything in it, and a folder to build programs in."""

    def __init__(self, folder):
        self.folder = folder
        self.prefix = os.path.join(folder, "a prefix")
        run("cmake", "--install", BUILD, "--prefix", self.prefix)
        self.libdir = os.path.dirname(glob.glob(self.prefix + "/**/libnewshound.a",
                                                recursive=True)[0])
        self.env = dict(os.environ, PKG_CONFIG_PATH=os.path.join(self.libdir, "pkgconfig"))
        self.index = os.path.join(folder, "sample.idx")
        self.runs = 0

    def config(self, *arguments):
        """What pkg-config says, as words."""
        words = run("pkg-config", *arguments, env=self.env)
        return run("sh", "-c", f"printf '%s\\n' {words}").split("\n")[:-1]

    def run_client(self, program, shared):
        """Runs a program of client.c in this trial, and looks at its answer."""
        self.runs += 1
        self.check_libraries(program, shared)
        env = dict(os.environ, LD_LIBRARY_PATH=self.libdir if shared else "")
        said = run(program, os.path.join(self.folder, f"made-{self.runs}.idx"), env=env)
        if not said.startswith(ANSWER):
            raise Wrong(f"{program} says:\n{said}")

    def run_asker(self, program, shared):
        self.runs += 1
        needed = self.check_libraries(program, shared)
        if "stdc++" in needed or "simdjson" in needed:
            raise Wrong(f"{program} needs C++:\n{needed}")
        env = dict(os.environ, LD_LIBRARY_PATH=self.libdir if shared else "")
        said = run(program, self.index, '"Golan Heights"', env=env).split()
        if len(said) != 8 or not said[0].endswith("golan-wire.txt"):
            raise Wrong(f"{program} finds {said}")

    def check_libraries(self, program, shared):
        needed = run("readelf", "-d", program)
        if ("libnewshound" in needed) != shared:
            raise Wrong(f"{program} is {'not ' if shared else ''}linked with the shared library")
        return needed


def check_programs(trial):
    """The installed programs index and answer."""
    programs = os.path.join(trial.prefix, "bin")
    run(os.path.join(programs, "nh-index"), "add", "-q", trial.index, "corpus/sample", cwd=SOURCE)
    said = run(os.path.join(programs, "nh-search"), trial.index, "-c", '"Golan Heights"')
    if said != "8\n":
        raise Wrong(f"the installed nh-search counts {said}")
    for place in COMPLETIONS if os.path.exists(os.path.join(BUILD, "completion")) else []:
        if not os.path.exists(os.path.join(trial.prefix, "share", place)):
            raise Wrong(f"share/{place} is not installed")


def check_headers(trial):
    """Each public header is enough by itself, in both languages, for each compiler there is."""
    headers = sorted(os.listdir(os.path.join(trial.prefix, "include", "newshound")))
    if "newshound.h" not in headers or "indexer.h" not in headers:
        raise Wrong(f"the headers are {headers}")
    compilers = [("cc", "c++")] + ([("clang", "clang++")] if shutil.which("clang++") else [])
    for c, cxx in compilers:
        for command in ([c, "-xc", "-std=c11"], [cxx, "-xc++", "-std=c++17"]):
            for header in headers:
                run(*command, *STRICT, "-fsyntax-only", "-I", trial.prefix + "/include", "-",
                    input=f"#include <newshound/{header}>\ntypedef nh_status nh_probe;\n")


def check_pkg_config(trial):
    """Shared, and with the archives in either order."""
    both = ["newshound", "newshound-index"]
    flags = trial.config("--cflags", *both)
    libraries = trial.config("--libs", *both)
    if any("simdjson" in word or "stemmer" in word for word in libraries):
        raise Wrong(f"pkg-config --libs says what only archives need: {libraries}")
    whole = trial.config("--libs", "--static", *both)
    archives = {"-lnewshound": "-l:libnewshound.a", "-lnewshound-index": "-l:libnewshound-index.a"}
    ways = {
        "shared": libraries,
        "static": [archives.get(word, word) for word in whole],
        "static-turned": ["-L" + trial.libdir, *reversed(archives.values()),
                          *(word for word in whole if word not in archives)],
    }
    for language, compiler in LANGUAGES.items():
        for way, words in ways.items():
            program = os.path.join(trial.folder, f"client-{language}-{way}")
            run(*compiler, *STRICT, *flags, os.path.join(HERE, "client.c"), "-xnone", "-o", program,
                *words)
            trial.run_client(program, way == "shared")
    alone = trial.config("--libs", "--static", "newshound")
    for way, words in {"shared": trial.config("--libs", "newshound"),
                       "static": [archives.get(word, word) for word in alone]}.items():
        program = os.path.join(trial.folder, f"asker-{way}")
        run("cc", "-std=c11", *STRICT, *flags, os.path.join(HERE, "asker.c"), "-o", program, *words)
        trial.run_asker(program, way == "shared")


def check_find_package(trial):
    project = os.path.join(trial.folder, "project")
    os.mkdir(project)
    with open(os.path.join(project, "CMakeLists.txt"), "w", encoding="utf-8") as f:
        f.write(PROJECT)
    for name, copy in (("client.c", "client.c"), ("client.c", "client_in_cxx.cc"),
                       ("asker.c", "asker.c")):
        shutil.copy(os.path.join(HERE, name), os.path.join(project, copy))
    build = os.path.join(project, "build")
    run("cmake", "-S", project, "-B", build, "-G", "Ninja", "-DCMAKE_PREFIX_PATH=" + trial.prefix)
    run("cmake", "--build", build)
    for way in ("shared", "static"):
        for language in ("c", "cxx"):
            trial.run_client(os.path.join(build, f"{language}_{way}"), way == "shared")
        trial.run_asker(os.path.join(build, f"asker_{way}"), way == "shared")


def main():
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="newshound-install.") as folder:
        trial = Trial(folder)
        for check in (check_programs, check_headers, check_pkg_config, check_find_package):
            try:
                check(trial)
            except Wrong as e:
                wrong += 1
                print(f"{check.__name__}: {e}")
        print(f"{trial.runs} programs built on it and run")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
