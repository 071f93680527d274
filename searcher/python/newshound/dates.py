"""Dates of publication, as exact as they are known."""
from __future__ import annotations

import datetime
from typing import Any, NamedTuple, Optional, Union

from newshound._ffi import ffi
from newshound._library import lib
from newshound._structs import as_text

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
_PRECISIONS = ("none", "year", "month", "day", "second")
_SOURCES = ("", "field", "text", "furniture", "path")


class Date(NamedTuple):
    """When something was published.

    >>> date = newshound.Date.read("2025-06")
    >>> print(date, date.precision, date.datetime)
    2025-06 month 2025-06-01 00:00:00+00:00
    """

    seconds: int
    """Since 1970 UTC, of the beginning of the year, month or day."""
    precision: str
    """"year", "month", "day" or "second"."""
    source: str = ""
    """Where it was found: "field", "text", "furniture", "path", or "" for none of these."""

    @classmethod
    def read(cls, text: str) -> Date:
        """The date that a text is, as a field of a record may hold it."""
        held, wanted = as_text(text)
        out = ffi.new("nh_date *")
        if not lib.nh_date_parse(wanted, out):
            raise ValueError(f"{text!r} is no date")
        date = date_of(out)
        assert date is not None
        return date

    @property
    def datetime(self) -> datetime.datetime:
        """Its first second, in UTC."""
        return _EPOCH + datetime.timedelta(seconds=self.seconds)

    def __str__(self) -> str:
        out = ffi.new("char[]", ffi.integer_const("NH_DATE_TEXT_SIZE"))
        lib.nh_date_text(struct_of(self)[0], out)
        return str(ffi.string(out).decode("ascii"))


AnyDate = Union[Date, str, datetime.date, datetime.datetime]


def date_of(date: Any) -> Optional[Date]:
    """The Date of an nh_date; None if it is unknown."""
    if date.precision == 0:
        return None
    source = _SOURCES[date.source] if date.source < len(_SOURCES) else ""
    return Date(date.seconds, _PRECISIONS[min(date.precision, 4)], source)


def _seconds(when: datetime.datetime) -> int:
    if when.tzinfo is None:
        when = when.replace(tzinfo=datetime.timezone.utc)
    return (when - _EPOCH) // datetime.timedelta(seconds=1)


def _as_date(value: AnyDate) -> Date:
    if isinstance(value, Date):
        return value
    if isinstance(value, str):
        return Date.read(value)
    if isinstance(value, datetime.datetime):
        return Date(_seconds(value), "second", "field")
    at = datetime.datetime(value.year, value.month, value.day)
    return Date(_seconds(at), "day", "field")


def struct_of(value: Optional[AnyDate]) -> Any:
    """An nh_date; zero for None."""
    out = ffi.new("nh_date *")
    if value is not None:
        date = _as_date(value)
        out.seconds = date.seconds
        out.precision = _PRECISIONS.index(date.precision)
        out.source = _SOURCES.index(date.source)
    return out


def seconds_of(when: Union[int, float, datetime.datetime]) -> int:
    """Seconds since 1970 UTC; a datetime without a zone is UTC."""
    return _seconds(when) if isinstance(when, datetime.datetime) else int(when)
