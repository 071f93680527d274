#!/usr/bin/env python3
"""test_api_reference.py - the API reference is made without a warning and holds every public function."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(os.environ["NH_SOURCE"])
FUNCTION = re.compile(r"^NH_API\b[^;(]*?(\bnh_\w+)\(", re.M)


def configured(folder):
    """The settings of Doxygen for a reference in `folder`, as the build fills them in."""
    text = (SOURCE / "common/docs/reference/Doxyfile.in").read_text(encoding="utf-8")
    values = {"PROJECT_SOURCE_DIR": str(SOURCE), "PROJECT_VERSION": "0",
              "NH_REFERENCE_DIR": folder, "Python3_EXECUTABLE": sys.executable}
    return re.sub(r"@(\w+)@", lambda found: values[found[1]], text)


def main():
    if shutil.which("doxygen") is None:
        print("skipped: doxygen is not installed")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        made = subprocess.run(["doxygen", "-"], input=configured(folder), text=True,
                              capture_output=True, check=False)
        pages = "".join(page.read_text(encoding="utf-8")
                        for page in pathlib.Path(folder).rglob("*_8h.html"))
    wrong = made.stderr.splitlines()
    if made.returncode != 0:
        wrong.append(f"doxygen ended with {made.returncode}")
    headers = SOURCE.glob("*/**/include/newshound/*.h")
    names = {name for header in headers
             for name in FUNCTION.findall(header.read_text(encoding="utf-8"))}
    wrong += [f"{name}() is not in the reference" for name in sorted(names) if name not in pages]
    print("\n".join(wrong) or f"{len(names)} functions, no warning")
    return 1 if wrong or not names else 0


if __name__ == "__main__":
    sys.exit(main())
