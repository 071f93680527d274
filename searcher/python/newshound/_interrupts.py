"""Calls in the main thread that take long, which Ctrl-C ends at once.

What handles a signal runs in the main thread between two steps of Python, and a call of the library
is one step. So a question that is not answered soon is given up and asked once more in a thread of its
own, while the main thread waits where it notices signals. All others cost nothing. What cannot be
begun twice, such as a commit, is done in a thread of its own at once.
"""
from __future__ import annotations

import threading
import time
from typing import Any, Callable, Generic, Optional, TypeVar

from newshound._ffi import ffi
from newshound.errors import LimitError

Answer = TypeVar("Answer")

SOON = 100
"""Milliseconds that a signal may have to wait."""
_NOW_AND_THEN = 0.02
"""Seconds between two looks at the stop of the caller."""


class Flag:
    """Owns an nh_flag for one thing at work, which a Stop sets and clears, and Ctrl-C sets for good."""

    def __init__(self) -> None:
        self.pointer = ffi.new("nh_flag *")
        self._is_for_good = False

    def set_for_good(self) -> None:
        """Ends the work, whatever is said later."""
        self._is_for_good = True
        self.pointer[0] = 1

    def follow(self, value: int) -> None:
        """Becomes `value`, unless it was set for good, perhaps by another thread just now."""
        self.pointer[0] = value
        if self._is_for_good:
            self.pointer[0] = 1


class _Asking(threading.Thread, Generic[Answer]):
    """A thread that asks, unless it was given up before it began.

    Whoever takes the turn first decides that. That the thread is alive, or joined, tells nothing after
    Ctrl-C, which may come before it is known as started, and makes join() take it for ended.
    """

    def __init__(self, ask: Callable[[], Answer]) -> None:
        super().__init__(name="newshound", daemon=True)
        self._ask = ask
        self._turn = threading.Lock()
        self._is_done = threading.Event()
        self._is_given_up = False
        self._answer: Optional[Answer] = None
        self._failure: Optional[BaseException] = None

    def run(self) -> None:
        if not self._turn.acquire(blocking=False):
            return
        try:
            self._answer = self._ask()
        except BaseException as failure:
            self._failure = failure
        finally:
            self._leave()

    def _leave(self) -> None:
        """Holds nothing any more but what somebody waits for."""
        del self._ask
        if self._is_given_up:
            self._answer = self._failure = None
        self._is_done.set()

    def is_done(self, seconds: Optional[float] = None) -> bool:
        """Waits for the answer, without `seconds` until it is there."""
        return self._is_done.wait(seconds)

    def give_up(self, wait: bool) -> None:
        """Wants no answer any more. Waits for the end, if it has begun; else it never will."""
        self._is_given_up = True
        if self._turn.acquire(blocking=False):
            del self._ask
        elif wait:
            self._is_done.wait()
        self._answer = self._failure = None

    def result(self) -> Answer:
        """What it gave, once. An exception that is kept here holds, by its frames, all of the work."""
        failure, self._failure = self._failure, None
        if failure is None:
            return self._answer  # type: ignore[return-value]
        try:
            raise failure
        finally:
            del failure


def _is_started(asking: threading.Thread) -> bool:
    """Starts it, unless the system has no thread for it."""
    try:
        asking.start()
    except RuntimeError:
        return False
    return True


def _ask_aside(ask: Callable[[], Answer], how: Any) -> Answer:
    """What ask() gives, asked in another thread; an exception here stops that one. Where no thread can
    be started, this one asks, and Ctrl-C waits."""
    stop, wished = how.keep(ffi.new("nh_flag *")), how.pointer.stop
    how.pointer.stop = stop
    asking = _Asking(ask)
    try:
        is_aside = _is_started(asking)
        while is_aside and not asking.is_done(None if wished == ffi.NULL else _NOW_AND_THEN):
            if wished[0]:
                stop[0] = 1
    except BaseException:
        stop[0] = 1
        asking.give_up(wait=False)
        raise
    if is_aside:
        return asking.result()
    how.pointer.stop = wished
    return ask()


def _is_late(failure: LimitError) -> bool:
    return failure.where == "deadline"


def _ask_longer(ask: Callable[[], Answer], how: Any, wanted: int, spent: int) -> Answer:
    """Asks for what is left of the deadline, and tells of the whole if that is not enough."""
    how.pointer.deadline = max(1, wanted - spent) if wanted else 0
    left = f"within {how.pointer.deadline} ms"
    try:
        return _ask_aside(ask, how)
    except LimitError as failure:
        if not _is_late(failure):
            raise
        raise LimitError(failure.where, failure.offset,
                         failure.what.replace(left, f"within {wanted} ms")) from None


def finished(work: Callable[[], Answer], flag: Flag) -> Answer:
    """What work() gives, a call of the library that ends soon after `flag` is set.

    In the main thread an exception, as Ctrl-C raises it, sets the flag and comes out of here once the
    work has ended. A second one comes out at once; but it waits all the same where something is closed
    on its way that the work needs, as `with newshound.writer(...)` closes the writer. Where no thread
    can be started, or this is not the main one, this one works.
    """
    if threading.current_thread() is not threading.main_thread():
        return work()
    working = _Asking(work)
    try:
        is_aside = _is_started(working) and working.is_done()
    except BaseException:  # which may come while it is started, too
        flag.set_for_good()
        working.give_up(wait=True)
        raise
    return working.result() if is_aside else work()


def answered(ask: Callable[[], Answer], how: Any) -> Answer:
    """What ask() gives, which calls the library with the options `how`, a Struct with `stop` and
    `deadline`. It may be called twice, the second time in another thread."""
    wanted, began = int(how.pointer.deadline), time.monotonic()
    if threading.current_thread() is not threading.main_thread() or 0 < wanted <= SOON:
        return ask()
    how.pointer.deadline = SOON
    try:
        return ask()
    except LimitError as failure:
        if not _is_late(failure):
            raise
    finally:
        how.pointer.deadline = wanted
    return _ask_longer(ask, how, wanted, int(1000 * (time.monotonic() - began)))
