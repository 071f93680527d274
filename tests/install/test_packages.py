#!/usr/bin/env python3
"""tests/install/test_packages.py - the Debian packages that cpack makes hold what they should.

Nothing is installed; tests/package/check does that, on a Debian that may be thrown away.
"""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

BUILD, SOURCE = os.environ["NH_BUILD"], os.environ["NH_SOURCE"]
TOOLS = ["cpack", "dpkg-deb", "dpkg-shlibdeps", "file", "readelf"]
# A package: what it must hold (all of these), and what it must depend on.
PACKAGES = {
    "newshound": ([r"/usr/bin/nh-index", r"/usr/bin/nh-search"], ["libc6"]),
    "libnewshound0": ([r"/usr/lib/(\w+-[\w-]+/)?libnewshound\.so\.0"], ["libc6", "libstemmer0d"]),
    "libnewshound-index0": ([r"/usr/lib/(\w+-[\w-]+/)?libnewshound-index\.so\.0"],
                            ["libc6", "libsimdjson14"]),
    "libnewshound-dev": ([r"/usr/include/newshound/newshound\.h", r".*/libnewshound\.a",
                          r".*/libnewshound-index\.a", r".*/libnewshound\.so",
                          r".*/pkgconfig/newshound\.pc", r".*/newshoundConfig\.cmake"],
                         ["libnewshound0", "libnewshound-index0", "zlib1g-dev"]),
    "libsqlite3-mod-newshound": ([r"/usr/lib/(\w+-[\w-]+/)?newshound/newshound\.so"],
                                 ["libnewshound0", "libsqlite3-0"]),
    "newshound-doc": ([r".*/searcher/QUERY\.md", r".*/common/docs/FORMAT\.md"], []),
}
FOLDERS = re.compile(
    r"/usr/(bin|include/newshound|lib|share/(doc|man|bash-completion|zsh|fish))(/|$)")
ABOVE = {"/", "/usr", "/usr/include", "/usr/share"}

findings = []


def report(text):
    findings.append(text)


def output_of(*command):
    return subprocess.run(command, text=True, capture_output=True, check=True).stdout


def fields_of(deb):
    fields = {}
    for line in output_of("dpkg-deb", "-f", deb).splitlines():
        if line.startswith(" "):
            fields["Description"] += "\n" + line
        else:
            name, _, value = line.partition(": ")
            fields[name] = value
    return fields


def check_fields(name, fields):
    """A package says what it is and needs."""
    summary, _, rest = fields["Description"].partition("\n")
    if not 20 <= len(summary) < 80 or not rest:
        report(f"{name}: the description is {fields['Description']!r}")
    depends = re.split(r",\s*", fields.get("Depends", ""))
    for wanted in PACKAGES[name][1]:
        if not any(d.split()[0] == wanted for d in depends if d):
            report(f"{name} does not depend on {wanted}: {depends}")
    if name == "libnewshound0" and re.search(r"stdc\+\+|simdjson", fields["Depends"]):
        report(f"{name} needs C++: {depends}")
    if (fields["Architecture"] == "all") != (name == "newshound-doc"):
        report(f"{name} is for {fields['Architecture']}")


def check_paths(name, deb, owners):
    """Every path is where packages may put things, owned by root, and of one package."""
    paths = set()
    for line in output_of("dpkg-deb", "-c", deb).splitlines():
        mode, owner, _, _, _, path = line.split(maxsplit=5)
        path = path.partition(" -> ")[0].lstrip(".").rstrip("/") or "/"
        if owner != "root/root":
            report(f"{name}: {path} belongs to {owner}")
        wanted = {"d": "drwxr-xr-x", "l": "lrwxrwxrwx"}.get(
            mode[0], "-rwxr-xr-x" if path.startswith("/usr/bin/") else "-rw-r--r--")
        if mode != wanted:
            report(f"{name}: {path} is {mode}, not {wanted}")
        if not FOLDERS.match(path) and path not in ABOVE:
            report(f"{name}: {path} is no place for it")
        if mode[0] != "d":
            paths.add(path)
            if owners.setdefault(path, name) != name:
                report(f"{path} is in {name} and in {owners[path]}")
    docs = f"/usr/share/doc/{name}/"
    for wanted in [*PACKAGES[name][0], docs + "copyright", docs + r"changelog\.gz"]:
        if not any(re.fullmatch(wanted, path) for path in paths):
            report(f"{name} has no {wanted}")


def check_files(name, folder):
    """What is inside does not speak of the machine that made it, and is stripped."""
    for path in glob.glob(folder + "/**/*", recursive=True):
        if os.path.islink(path) or os.path.isdir(path):
            continue
        with open(path, "rb") as f:
            head = f.read(4)
            text = head + f.read()
        if head != b"\x7fELF" and not path.endswith(".a") and SOURCE.encode() in text:
            report(f"{name}: {path[len(folder):]} names {SOURCE}")
        if head == b"\x7fELF":
            if ".debug_info" in output_of("readelf", "-SW", path):
                report(f"{name}: {path[len(folder):]} is not stripped")
            dynamic = output_of("readelf", "-d", path)
            if re.search(r"(RPATH|RUNPATH).*\[(?!\$ORIGIN/\.\.\])", dynamic):
                report(f"{name}: {path[len(folder):]} looks for libraries where it was built")


def main():
    missing = [tool for tool in TOOLS if not shutil.which(tool)]
    if missing:
        print(f"skipped: no {', '.join(missing)}")
        return 77
    with tempfile.TemporaryDirectory(prefix="newshound-packages.") as folder:
        subprocess.run(["cpack", "--config", os.path.join(BUILD, "CPackConfig.cmake"), "-B", folder,
                        "-D", "CPACK_DEBIAN_COMPRESSION_TYPE=gzip"],
                       check=True, capture_output=True, text=True)
        owners, found, summaries = {}, set(), set()
        for deb in sorted(glob.glob(folder + "/*.deb")):
            fields = fields_of(deb)
            name = fields["Package"]
            found.add(name)
            summaries.add(fields["Description"].split("\n")[0])
            if name not in PACKAGES:
                report(f"{name} is a new package: say here what is in it")
                continue
            check_fields(name, fields)
            check_paths(name, deb, owners)
            inside = os.path.join(folder, "inside-" + name)
            subprocess.run(["dpkg-deb", "-x", deb, inside], check=True)
            check_files(name, inside)
        has_sqlite = os.path.isdir(os.path.join(BUILD, "lib", "newshound"))
        for name in PACKAGES.keys() - found:
            if has_sqlite or "sqlite" not in name:
                report(f"{name} is not made")
        if len(summaries) != len(found):
            report(f"two packages say the same of themselves: {sorted(summaries)}")
        print(f"{len(found)} packages with {len(owners)} files")
    for text in findings:
        print(text)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
