"""Functions of Python that the library calls: what they raise waits until C is left."""
from __future__ import annotations

from typing import Any, Callable, List, Optional

from newshound._ffi import ffi
from newshound.errors import check


class Guard:
    """Runs functions for C. After an exception it runs none any more, until check() raised it."""

    def __init__(self) -> None:
        self.failure: Optional[BaseException] = None

    def run(self, function: Callable[..., Any], *arguments: Any, otherwise: Any = None) -> Any:
        """What the function gives, or `otherwise` if it, or one before it, raised."""
        if self.failure is not None:
            return otherwise
        try:
            return function(*arguments)
        except BaseException as failure:
            self.failure = failure
            return otherwise

    def check(self, status: int, failure: Any) -> None:
        """Raises what a function raised, once, or else what the library says."""
        raised, self.failure = self.failure, None  # kept, it would hold its frames, and they this
        try:
            if raised is not None:
                raise raised
        finally:
            del raised
        check(status, failure)


class Sink(Guard):
    """An nh_sink that hands what the library writes to a function."""

    def __init__(self, write: Callable[[bytes], Any]) -> None:
        super().__init__()
        self._write = write
        self._handle = ffi.new_handle(self)
        self.pointer = ffi.new("nh_sink *", {"self": self._handle, "write": _take})

    def take(self, data: bytes) -> bool:
        """Hands over `data`; False after a failure."""
        self.run(self._write, data)
        return self.failure is None


def _hand_over(handle: Any, data: Any, size: int) -> bool:
    sink: Sink = ffi.from_handle(handle)
    return sink.take(bytes(ffi.buffer(data, size)))


_take = ffi.callback("bool(void *, char *, size_t)", _hand_over)


def collect(write: Callable[[Any, Any], Any]) -> bytes:
    """All that a call writes to the sink that it is given, with the nh_error to fill in."""
    parts: List[bytes] = []
    sink, failure = Sink(parts.append), ffi.new("nh_error *")
    sink.check(write(sink.pointer, failure), failure)
    return b"".join(parts)
