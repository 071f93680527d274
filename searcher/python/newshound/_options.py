"""The keyword arguments of searches, readers and batches: all of them optional."""
from __future__ import annotations

import datetime
import threading
from typing import (TYPE_CHECKING, Any, Callable, Literal, Mapping, Sequence, Tuple, TypedDict,
                    Union)
from weakref import WeakSet

from newshound._ffi import ffi
from newshound._interrupts import Flag
from newshound._structs import Struct, Text
from newshound.dates import AnyDate, seconds_of

if TYPE_CHECKING:
    from newshound.batch import BatchFacts, TopicFailure
    from newshound.shards import Statistics
    from newshound.writing import Progress


class Stop:
    """A flag that ends what is at work: hand it over as `stop`, and set it from any thread.

    >>> stop = newshound.Stop()
    >>> stop.set()
    >>> index.search("golan", stop=stop)
    Traceback (most recent call last):
    ...
    newshound.errors.CancelledError: ...
    """

    def __init__(self) -> None:
        self._pointer = ffi.new("nh_flag *")
        self._followers: WeakSet[Flag] = WeakSet()
        self._one_at_a_time = threading.RLock()  # what handles a signal may set it, too

    def set(self) -> None:
        """Asks to stop."""
        self._set_all(1)

    def clear(self) -> None:
        """Asks no longer."""
        self._set_all(0)

    def _set_all(self, value: int) -> None:
        with self._one_at_a_time:
            self._pointer[0] = value
            for flag in self._followers:
                flag.follow(value)

    def _follow(self, flag: Flag) -> None:
        """Lets `flag`, which others may set, too, become what this is whenever this changes."""
        with self._one_at_a_time:
            self._followers.add(flag)
            if self._pointer[0]:
                flag.follow(1)

    def is_set(self) -> bool:
        """Whether it was asked for."""
        return bool(self._pointer[0])


class QueryOptions(TypedDict, total=False):
    """How a question is read."""

    strict: bool
    """Refuse with QueryError what is only warned of otherwise."""
    raw: bool
    """No operators: every character is text."""
    now: Union[int, float, datetime.datetime]
    """What last:7d counts from [the clock]."""
    language: str
    """Of the words, "de" [the index's]."""


class HitOptions(TypedDict, total=False):
    """What hits are wanted, wherever they are found."""

    limit: int
    """Hits at most [10]."""
    skip: int
    """Hits passed over first [0]."""
    passages: int
    """Passages shown of each article [1]."""
    by: Literal["article", "passage"]
    """What a hit is ["article"]."""
    match: Literal["auto", "all", "any"]
    """What bare words side by side ask for ["auto": all; any, if few articles have all]."""
    min_hits: int
    """What is few for "auto" [10]."""
    sort: Literal["score", "date"]
    """["score"]"""
    rank: Literal["bm25"]
    """["bm25"]"""
    k1: float
    """Of BM25 [the index's]."""
    b: float
    """Of BM25 [the index's]."""
    count_only: bool
    """No hits, only how many there are."""
    no_text: bool
    """Hits without the texts of passages, and without marks."""
    ids_only: bool
    """Hits with id, date and scores alone."""
    ties_by_id: bool
    """Equal scores by id alone, as TREC runs want."""
    explain: bool
    """Keep what Passage.explain() needs."""
    memory: int
    """Bytes that each thread of one query may hold."""
    snippet: int
    """Bytes of a shown passage's text, about [all of it]."""
    stop: Stop
    """Ends the search with CancelledError once it is set."""
    deadline: int
    """Milliseconds, then LimitError [none]."""
    statistics: Statistics
    """Of all shards, for scores and counts [the index's own]."""


class SearchOptions(HitOptions, total=False):
    """How it is searched."""

    threads: int
    """Of this search, where the segments of the index pay for them [1]."""


class AskOptions(QueryOptions, SearchOptions, total=False):
    """What can be said with a question that is given as a text: both kinds of options."""


class ReaderOptions(TypedDict, total=False):
    """How an index is opened."""

    check_all: bool
    """Verify every block now, not at first touch; slow."""
    no_map: bool
    """Read, do not map: a failing disk is an exception then."""
    previous: bool
    """The commit before the last one."""


class TextOptions(TypedDict, total=False):
    """What is known about a text that no index has seen."""

    headline: Text
    language: str
    """"de", for one [the index's]."""
    source: str
    """For source: in questions."""
    date: AnyDate
    """For date: in questions."""
    match: Literal["auto", "all", "any"]
    """What bare words side by side ask for ["auto": all]."""
    deadline: int
    """Milliseconds, then LimitError [none]."""


class BatchOptions(QueryOptions, HitOptions, total=False):
    """How a batch is answered: as a question alone, and what follows."""

    form: Literal["json", "trec", "csv"]
    """["json"]"""
    threads: int
    """That search [all cores]."""
    tag: str
    """The last column of TREC runs ["newshound"]."""
    scores: Literal["scores", "ranks"]
    """Of TREC runs: "ranks" for readers in single precision."""
    on_progress: Callable[[BatchFacts], Any]
    """Hears how far it is, about ten times a second."""
    on_failure: Callable[[TopicFailure], Any]
    """Hears of each question that could not be answered."""


class TopicsOptions(TypedDict, total=False):
    """How files of questions are read."""

    format: Literal["auto", "trec", "tsv", "jsonl", "csv", "lines"]
    """["auto": recognised by content]"""
    fields: str
    """Of TREC topics, "title+desc"; of JSON and CSV, the name of the question."""
    row_limit: int
    """Bytes of a question's row [64 KiB]."""


class CorpusOptions(TypedDict, total=False):
    """How files of articles are read."""

    format: Literal["auto", "text", "jsonl", "trec", "reuters"]
    """["auto": recognised by content]"""
    maps: Sequence[str]
    """"title=headline": a field of the record = a field of the index."""
    keep_furniture: bool
    """Index share bars and menus too."""
    strict: bool
    """The first bad document is a RefusedError."""
    document_limit: int
    """Bytes of one document [16 MiB]."""
    ratio_limit: int
    """Of decompression [200]."""
    language: str
    """Of articles that do not say theirs."""
    stop: Stop
    """Ends the reading with CancelledError once it is set."""


class IndexOptions(TypedDict, total=False):
    """What an index is like: fixed when it is created."""

    analysis: Literal["news", "plain", "whitespace"]
    stemmer: str
    """A Snowball algorithm, "porter" or "none" ["english"]."""
    language: str
    """Of articles that do not say theirs ["en"]."""
    stopwords: str
    """"none", "classic33", or words one a line ["none"]."""
    passages: str
    """"MIN:TARGET:MAX" in tokens, or "none" ["40:90:160"]."""
    k1: float
    """[0.9]"""
    b: float
    """[0.4]"""
    store: Literal["text", "none"]
    """["text"]"""
    pairs: Literal["stop", "none"]
    """Lists for phrases of function words ["stop"]."""


class WriterOptions(IndexOptions, total=False):
    """How an index is written."""

    memory: int
    """Bytes for all of indexing, at least 32 MiB [512 MiB]."""
    threads: int
    """That invert and compress [1]."""
    must_exist: bool
    """InputOutputError where there is no index."""
    must_be_new: bool
    """ArgumentError where there is one."""
    copy_text: bool
    order: Literal["kept", "similar"]
    """Of the articles that optimize() leaves: as they came, or next to those they share words with
    ["kept"]."""
    on_progress: Callable[[Progress], Any]
    """Hears how far a commit is, about ten times a second. It is called by the thread that works: one
    of its own where the main thread commits, else the one that does. What it raises ends no commit
    and comes out of it."""
    stop: Stop
    """Ends the work with CancelledError once it is set."""


class ArticleParts(TypedDict, total=False):
    """What an article has besides its id and text."""

    headline: Text
    date: AnyDate
    """"2025-06", "2025-06-30T19:40:02Z", or a date of Python."""
    language: str
    """"de", for one."""
    source: str
    """The paper or agency."""
    url: str
    path: str
    """The file it came from."""
    fields: Mapping[str, Union[Text, Sequence[Text]]]
    """Further keywords: {"section": "local", "topics": ["transport", "money"]}."""


class EvaluationOptions(TypedDict, total=False):
    """How a run is measured."""

    complete: bool
    """Every question with judgments counts, with 0 where the run has no ranking for it."""
    relevant: int
    """The least grade that is relevant [1]."""


class ComparisonOptions(TypedDict, total=False):
    """How two runs are compared."""

    samples: int
    """Of the test and of the interval [100,000]."""
    seed: int
    """The same one gives the same figures [0]."""
    confidence: float
    """Of the interval [0.95]."""


class RenderOptions(TypedDict, total=False):
    """How answers are written out."""

    query: str
    """As it was asked, for JSON's summary and CSV [the query's text]."""
    qid: str
    """Of the question; the first column of TREC runs and CSV ["1" there, else none]."""
    tag: str
    """The last column of TREC runs ["newshound"]."""
    scores: Literal["scores", "ranks"]
    """Of TREC runs: "scores", or "ranks" for readers in single precision."""
    first_rank: int
    """Of the first hit [the search's `skip` and one]."""
    by_passage: bool
    """Document numbers are id#passage [as it was searched]."""
    explain: bool
    """JSON with the parts of scores, if the search kept them [if it did]."""
    no_summary: bool
    """JSON without its last line."""
    milliseconds: float
    """For JSON's summary [left out]."""


_OF_QUERY = frozenset(("strict", "raw", "now", "language"))


def query_struct(options: QueryOptions) -> Struct:
    """The nh_query_options of keyword arguments."""
    values: Any = dict(options)
    if values.get("now") is not None:
        values["now"] = seconds_of(values["now"])
    return Struct("nh_query_options", **values)


def search_struct(options: SearchOptions) -> Struct:
    """The nh_search_options of keyword arguments."""
    return Struct("nh_search_options", **options)


def divide(options: Any) -> Tuple[QueryOptions, SearchOptions]:
    """AskOptions as options of the query and of the search."""
    query: Any = {k: v for k, v in options.items() if k in _OF_QUERY}
    search: Any = {k: v for k, v in options.items() if k not in _OF_QUERY}
    return query, search
