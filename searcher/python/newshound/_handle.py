"""Things of the library that are freed when nobody uses them any more."""
from __future__ import annotations

from typing import Any, Callable, List


class Handle:
    """Owns what `_pointer` points to. What it borrows from lives longer.

    The collector of cycles finalizes objects in any order, so each handle counts who holds it:
    Python, and the handles that borrow from it. Lists make the count safe for threads, since
    append and pop are atomic: whoever takes the last holder out is the one who frees.
    """

    def __init__(self, pointer: Any, free: Callable[[Any], Any], *keep: Any) -> None:
        self._pointer = pointer
        self._free = free
        self._keep = keep
        self._holders: List[bool] = [True]
        for kept in keep:
            if isinstance(kept, Handle):
                kept._holders.append(False)

    def _let_go(self) -> None:
        """Frees, if nobody else holds it. After that, once more does nothing."""
        if not self._holders or not self._holders.pop():
            return
        self._free(self._pointer)
        for kept in self._keep:
            if isinstance(kept, Handle):
                kept._let_go()

    def __del__(self) -> None:
        if hasattr(self, "_holders"):  # else it was never made
            self._let_go()
