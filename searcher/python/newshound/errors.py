"""Failures of the library as exceptions, one class for each reason."""
from __future__ import annotations

from typing import Any, Dict, Optional, Type

from newshound._ffi import ffi


class Error(Exception):
    """What the library could not do, and why.

    >>> try:
    ...     newshound.open("no-such.idx")
    ... except newshound.Error as error:
    ...     print(error.code, "-", error.where)
    io - no-such.idx
    """

    code = "internal"
    """The reason: "io", "corrupt", "query", ... Each has a class of its own."""

    def __init__(self, where: str, offset: Optional[int], what: str) -> None:
        super().__init__(where, offset, what)
        self.where = where
        """The file, the query or the option."""
        self.offset = offset
        """The byte of it, or None."""
        self.what = what
        """One sentence."""

    def __str__(self) -> str:
        place = self.where if self.offset is None else f"{self.where}@{self.offset}"
        return f"{place}: {self.what}" if place else self.what


class ArgumentError(Error, ValueError):
    """An argument or an option makes no sense."""

    code = "argument"


class OutOfMemoryError(Error, MemoryError):
    """Memory ran out. Nothing was changed."""

    code = "memory"


class InputOutputError(Error):
    """The operating system refused; `what` has its words."""

    code = "io"


class CorruptError(Error):
    """Bytes of the index contradict its format; `where` and `offset` say which."""

    code = "corrupt"


class VersionError(Error):
    """The index is well-formed, but newer or older than the library."""

    code = "version"


class QueryError(Error, ValueError):
    """A query is odd, and `strict` was asked for."""

    code = "query"


class LimitError(Error):
    """A limit was reached; `what` names it."""

    code = "limit"


class CancelledError(Error):
    """A stop was asked for."""

    code = "cancelled"


class LockedError(Error):
    """Another writer has the index."""

    code = "locked"


class BusyError(Error):
    """Commits kept replacing files; try again."""

    code = "busy"


class SpaceError(Error):
    """The disk is full. The last commit stays."""

    code = "space"


class CommitUnknownError(Error):
    """Committed, but perhaps not durable: open the index again to see."""

    code = "commit-unknown"


class RefusedError(Error, ValueError):
    """A document was refused; `what` begins with the reason."""

    code = "refused"


class InternalError(Error):
    """A mistake of the library's own, noticed in time."""

    code = "internal"


_CLASSES: Dict[int, Type[Error]] = dict(enumerate((
    ArgumentError, OutOfMemoryError, InputOutputError, CorruptError, VersionError, QueryError,
    LimitError, CancelledError, LockedError, BusyError, SpaceError, CommitUnknownError,
    RefusedError, InternalError), 1))


def new_error() -> Any:
    """An nh_error for a call to fill in."""
    return ffi.new("nh_error *")


def exception_of(failure: Any) -> Error:
    """The exception for a filled nh_error."""
    known = _CLASSES.get(failure.code, InternalError)
    offset = None if failure.offset == 2**64 - 1 else failure.offset
    return known(ffi.string(failure.where).decode("utf-8", "replace"), offset,
                 ffi.string(failure.what).decode("utf-8", "replace"))


def check(status: int, failure: Any) -> None:
    """Raises what `failure` says, unless `status` is success."""
    if status != 0:
        raise exception_of(failure)


def code_of(status: int) -> str:
    """The name of a status: "io", "limit", ..."""
    return "ok" if status == 0 else _CLASSES.get(status, InternalError).code
