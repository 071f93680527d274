"""Questions put to a text that no index has seen."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, List

from newshound._ffi import ffi
from newshound._handle import Handle
from newshound._interrupts import answered
from newshound._library import lib
from newshound._structs import Struct, Text, encode
from newshound.dates import struct_of
from newshound.errors import check, new_error
from newshound.results import Mark, Query, marked, marks_of

if TYPE_CHECKING:
    from newshound._options import TextOptions


class Highlights(Handle):
    """What a question finds in a text. It is true if the question is true of the text."""

    def __init__(self, pointer: Any, text: bytes, headline: bytes) -> None:
        super().__init__(pointer, lib.nh_highlights_free)
        self._text, self._headline = text, headline

    def __bool__(self) -> bool:
        return bool(lib.nh_highlights_match(self._pointer))

    def _marks(self, text: bytes, headline: bool) -> List[Mark]:
        n = ffi.new("size_t *")
        marks = lib.nh_highlights_marks(self._pointer, headline, n)
        return marks_of(text, marks, n[0])

    @property
    def marks(self) -> List[Mark]:
        """Matches in the text."""
        return self._marks(self._text, False)

    @property
    def headline_marks(self) -> List[Mark]:
        """Matches in the headline."""
        return self._marks(self._headline, True)

    def marked(self, before: str = "<b>", after: str = "</b>") -> str:
        """The text with every match between two marks; it is not escaped for HTML."""
        return marked(self._text.decode("utf-8", "replace"), self.marks, before, after)

    def __repr__(self) -> str:
        return f"<newshound.Highlights: {bool(self)}, {len(self.marks)} marks>"


def highlight(reader: Any, question: Query, text: Text, about: TextOptions) -> Highlights:
    """See Index.highlight()."""
    parts: Any = dict(about)
    how = Struct("nh_highlight_options", match=parts.pop("match", "auto"),
                 deadline=parts.pop("deadline", None))
    date = struct_of(parts.pop("date", None))
    fresh = Struct("nh_fresh_text", text=text, date=date[0], **parts)

    def ask() -> Highlights:
        out, failure = ffi.new("nh_highlights **"), new_error()
        with reader.searcher() as searcher:
            check(lib.nh_highlight(searcher, question._pointer, fresh.pointer, how.pointer, out,
                                   failure), failure)
        return Highlights(out[0], encode(text), encode(parts.get("headline", "")))

    return answered(ask, how)
