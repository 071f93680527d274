"""Where the C libraries are, and how they are loaded."""
from __future__ import annotations

import os
import sys
import threading
from typing import Any, Iterator

from newshound import _ffi
from newshound._ffi import ffi

# Both are complete by themselves; what only reads an index never loads the second.
SEARCH = "libnewshound"
BUILD = "libnewshound-index"


def _file_name(name: str) -> str:
    """The library's file name, with the number of its binary interface."""
    return f"{name}.0.dylib" if sys.platform == "darwin" else f"{name}.so.0"


def candidates(name: str) -> Iterator[str]:
    """Paths under which a library is looked for, in order."""
    file = _file_name(name)
    named = os.environ.get("NEWSHOUND_LIBRARY")
    if named and os.path.isdir(named):
        yield os.path.join(named, file)
        return
    if named:
        yield named if name == SEARCH else os.path.join(os.path.dirname(named), file)
        return
    inside = os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib", file)
    if os.path.exists(inside):
        yield inside
    yield file


def _refuse_others(name: str, path: str, loaded: Any) -> None:
    """Only the version whose headers the package was made from has structs of the same shape."""
    try:
        version = ffi.string(loaded.nh_version()).decode()
    except ffi.error:
        version = "of no version"
    if version.split(".")[:2] != _ffi.VERSION.split(".")[:2]:
        raise ImportError(f"{name} is {version} in {path}, but this package was made for "
                          f"{_ffi.VERSION}: install both from one tree, or let "
                          "NEWSHOUND_LIBRARY name the folder of the right one.")


def _load(name: str) -> Any:
    tried = []
    for path in candidates(name):
        try:
            loaded = ffi.dlopen(path)
        except OSError as why:
            tried.append(str(why))
            continue
        _refuse_others(name, path, loaded)
        return loaded
    raise ImportError(f"{name} is not found: {'; '.join(tried)}. Install newshound, or let "
                      "NEWSHOUND_LIBRARY name the folder it is in.")


class _Lazy:
    """A library, loaded when its first function is wanted."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._loaded: Any = None
        self._lock = threading.Lock()

    def __getattr__(self, function: str) -> Any:
        with self._lock:
            if self._loaded is None:
                self._loaded = _load(self._name)
        try:
            value = getattr(self._loaded, function)
        except ffi.error as why:
            raise ImportError(f"{self._name} has no {function}: it is older than this "
                              "package") from why
        setattr(self, function, value)
        return value


lib: Any = _Lazy(SEARCH)
index_lib: Any = _Lazy(BUILD)
