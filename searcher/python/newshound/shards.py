"""One collection in several indexes, answered as if it were one.

>>> import glob
>>> stories = sorted(glob.glob("sample/stories/*"))
>>> for name, part in ("one.idx", stories[::2]), ("two.idx", stories[1::2]):
...     with newshound.writer(name) as writer:
...         added, done = writer.add_files(part), writer.commit()
>>> shards = [newshound.open("one.idx"), newshound.open("two.idx")]
>>> merged = newshound.search_shards(shards, "harbour")
>>> merged.json() == newshound.open("news.idx").search("harbour").json()
True

search_shards() does all of it. Where shards are in other processes, each collects Statistics, whose
bytes are added up in one place; each searches with the sum; merge() puts the answers together.
"""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional, Sequence, Union

from newshound._ffi import ffi
from newshound._handle import Handle
from newshound._interrupts import answered
from newshound._library import lib
from newshound._options import divide, search_struct
from newshound._structs import Text, raw
from newshound.errors import check, new_error
from newshound.results import Query, Results

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from newshound._options import AskOptions, SearchOptions
    from newshound.index import Index


class Statistics(Handle):
    """What shards know about a query: `statistics=` of a search."""

    def __init__(self, pointer: Any) -> None:
        super().__init__(pointer, lib.nh_statistics_free)

    @classmethod
    def read(cls, data: bytes) -> Statistics:
        """Those of bytes(statistics), of this process or another."""
        out, failure = ffi.new("nh_statistics **"), new_error()
        check(lib.nh_statistics_read(data, len(data), ffi.NULL, out, failure), failure)
        return cls(out[0])

    def __bytes__(self) -> bytes:
        return raw(lib.nh_statistics_bytes(self._pointer))

    @property
    def complete(self) -> bool:
        """False: shards hold other languages; collect once more, with statistics=this sum."""
        return bool(lib.nh_statistics_complete(self._pointer))

    def __iadd__(self, more: Statistics) -> Statistics:
        failure = new_error()
        check(lib.nh_statistics_add(self._pointer, more._pointer, failure), failure)
        return self

    def __add__(self, more: Statistics) -> Statistics:
        total = Statistics.read(bytes(self))
        total += more
        return total


def collect(reader: Any, question: Any, how: Any) -> Statistics:
    """See Index.statistics()."""
    def ask() -> Statistics:
        out, failure = ffi.new("nh_statistics **"), new_error()
        with reader.searcher() as searcher:
            check(lib.nh_statistics_collect(searcher, question._pointer, how.pointer, out,
                                            failure), failure)
        return Statistics(out[0])

    return answered(ask, how)


def _sum_of(shards: Sequence[Index], query: Query, options: SearchOptions) -> Statistics:
    """The statistics of all, in as many rounds as it takes."""
    total: Optional[Statistics] = None
    while total is None or not total.complete:
        how = options.copy()
        if total is not None:
            how["statistics"] = total
        first, *others = (shard.statistics(query, **how) for shard in shards)
        for more in others:
            first += more
        total = first
    return total


def search_shards(shards: Sequence[Index], query: Union[Text, Query],
                  **options: Unpack[AskOptions]) -> Results:
    """Answers a question from several indexes, as one that held all their articles would."""
    if not shards:
        raise ValueError("there is nothing to search")
    of_query, wanted = divide(options)
    if not isinstance(query, Query):
        query = shards[0].query(query, **of_query)
    how = wanted.copy()
    how["limit"] = wanted.get("skip", 0) + wanted.get("limit", 10)
    how["skip"] = 0
    how["statistics"] = _sum_of(shards, query, how)
    return merge([shard.search(query, **how) for shard in shards], **wanted)


def merge(parts: Sequence[Results], **options: Unpack[SearchOptions]) -> Results:
    """Answers of several shards to one query as one; `options` are those of the searches."""
    if not parts:
        raise ValueError("there is nothing to merge")
    how = search_struct(options)
    pointers = ffi.new("nh_results *[]", [part._pointer for part in parts])
    out, failure = ffi.new("nh_results **"), new_error()
    check(lib.nh_results_merge(pointers, len(parts), how.pointer, out, failure), failure)
    return Results(out[0], parts[0].query, how, *parts)
