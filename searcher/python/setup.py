"""searcher/python/setup.py - the package with what is made for it: declarations, and perhaps the libraries.

The C libraries come from the first of these:
    NEWSHOUND_LIBRARY   a folder that holds them; they are copied into the package
    the system          libnewshound.so.0 is installed, in this version; the package uses that one
    this tree           they are built with CMake, in the folder NEWSHOUND_BUILD if that is given,
                        and copied into the package; CMake's own variables (CMAKE_BUILD_TYPE,
                        CMAKE_GENERATOR, CC, ...) hold
"""
import ctypes
import os
import shutil
import subprocess
import sys
import tempfile

from setuptools import Distribution, setup
from setuptools.command.build_py import build_py

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True
import declarations  # noqa: E402 (it lies beside this file)

END = ".0.dylib" if sys.platform == "darwin" else ".so.0"
NAMES = ["libnewshound" + END, "libnewshound-index" + END]


def version_of(name):
    """That of a library which the system's loader finds."""
    told = ctypes.CDLL(name).nh_version
    told.restype = ctypes.c_char_p
    return told().decode()


def is_installed():
    """Whether the system has the libraries, in a version that this package can use."""
    try:
        return all(version_of(name).split(".")[:2] == declarations.version().split(".")[:2]
                   for name in NAMES)
    except (OSError, AttributeError):
        return False


WANTS_LIBRARIES = bool(os.environ.get("NEWSHOUND_LIBRARY")) or not is_installed()


def build_libraries(folder):
    """Builds them with CMake; the folder that they are in."""
    subprocess.run(["cmake", "-S", declarations.TREE, "-B", folder, "-DNH_TESTS=OFF"],
                   check=True)
    subprocess.run(["cmake", "--build", folder, "--parallel", "--target", "newshound",
                    "newshound-index"], check=True)
    return os.path.join(folder, "lib")


def copy_libraries(target):
    """Puts the libraries into the package, under the names that they are loaded by."""
    os.makedirs(target, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        source = os.environ.get("NEWSHOUND_LIBRARY") or build_libraries(
            os.environ.get("NEWSHOUND_BUILD") or folder)
        for name in NAMES:
            shutil.copy(os.path.join(source, name), os.path.join(target, name))


class BuildPackage(build_py):
    """Adds what is made to what is written."""

    def run(self):
        super().run()
        package = os.path.join(self.build_lib, "newshound")
        declarations.write_module(os.path.join(package, "_ffi.py"))
        if WANTS_LIBRARIES:
            copy_libraries(os.path.join(package, "lib"))


class Package(Distribution):
    """One that is of this kind of machine alone, if it holds libraries."""

    def has_ext_modules(self):
        return WANTS_LIBRARIES


def wheel_command():
    """A wheel for every Python 3: nothing in it is compiled against one."""
    from wheel.bdist_wheel import bdist_wheel

    class Wheel(bdist_wheel):
        def get_tag(self):
            return ("py3", "none", super().get_tag()[2])

    return Wheel


# What is made on the way goes to a folder of its own, so that the tree stays as it is.
made = tempfile.mkdtemp(prefix="newshound-wheel.")
try:
    setup(version=declarations.version(), packages=["newshound"], distclass=Package,
          package_data={"newshound": ["py.typed", "_ffi.pyi"]},
          cmdclass={"build_py": BuildPackage, "bdist_wheel": wheel_command()},
          options={"build": {"build_base": os.path.join(made, "build")},
                   "egg_info": {"egg_base": made},
                   "bdist_wheel": {"bdist_dir": os.path.join(made, "wheel")}})
finally:
    shutil.rmtree(made, ignore_errors=True)
