"""Many questions answered in one go, by several threads."""
from __future__ import annotations

import contextlib
import os
import shutil
import uuid
from typing import (IO, TYPE_CHECKING, Any, Callable, Iterable, Iterator, NamedTuple, Optional,
                    Tuple, Union)

from newshound._callbacks import Guard, Sink
from newshound._ffi import ffi
from newshound._handle import Handle
from newshound._library import index_lib, lib
from newshound._options import divide, query_struct, search_struct
from newshound._structs import Path, Struct, decode, encode_path, facts, string_of, text_array
from newshound.corpus import as_list
from newshound.errors import check, code_of, new_error

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from newshound._options import BatchOptions, TopicsOptions


class Topic(NamedTuple):
    """A question of a batch."""

    id: str
    text: str = ""
    filter: str = ""
    """More of the query language, which every hit fits and nothing scores."""
    like: str = ""
    """Instead of a text, the id of an article: what else is there on its matter?"""
    n: int = 0
    """Hits; 0: as many as for the others."""
    now: Optional[int] = None
    """What last:7d counts from, in seconds since 1970 UTC."""


class TopicFailure(NamedTuple):
    """A question that could not be answered, or a row that is none."""

    id: str
    path: str
    row: int
    column: int
    code: str
    message: str


class BatchFacts(NamedTuple):
    """How a batch went."""

    queries: int
    failed: int
    empty: int
    hits: int
    seconds: float
    threads: int
    worst: str
    """"ok" if all ran, else the code of the worst failure."""
    work: int
    """Posting blocks decoded."""
    lookups: int
    """Words that the dictionaries were asked for."""
    warned: int
    """Questions that were answered, but are odd."""


def _facts_of(known: Any) -> BatchFacts:
    """An nh_batch_facts."""
    values: Any = {name: getattr(known, name) for name in BatchFacts._fields}
    values["worst"] = code_of(known.worst)
    return BatchFacts(**values)


AnyTopic = Union[str, Tuple[str, str], Topic]


def as_topic(given: AnyTopic, number: int) -> Topic:
    """A Topic of what stands for one: a text's id is its number."""
    if isinstance(given, str):
        return Topic(str(number), given)
    return given if isinstance(given, Topic) else Topic(*given)


class _Source(Guard):
    """An nh_topic_source."""

    pointer: Any


class _Given(_Source):
    """Questions of Python as an nh_topic_source."""

    def __init__(self, topics: Iterable[AnyTopic]) -> None:
        super().__init__()
        self._topics = enumerate(topics, 1)
        self._held: Optional[Struct] = None
        self._next = ffi.callback("int(void *, nh_topic *, nh_error *)", self._give)
        self.pointer = ffi.new("nh_topic_source *", {"next": self._next})

    def _give(self, _self: Any, out: Any, failure: Any) -> int:
        failure.code = ffi.typeof("nh_status").relements["NH_E_ARG"]  # if it raises
        return int(self.run(self._fill, out, otherwise=-1))

    def _fill(self, out: Any) -> int:
        number, given = next(self._topics, (0, None))
        if given is None:
            return 0
        topic = as_topic(given, number)
        self._held = Struct("nh_topic", row=number, offset=2**64 - 1,
                            **{name: v for name, v in topic._asdict().items() if v != ""})
        out[0] = self._held.pointer[0]
        return 1


class TopicFiles:
    """The questions of files: TREC, TSV, JSON lines, CSV, plain lines.

    >>> questions = newshound.TopicFiles("topics.tsv")
    >>> for topic in questions:
    ...     print(topic.id, topic.text)
    q1 "Golan Heights"
    q2 glacier
    """

    def __init__(self, paths: Union[Path, Iterable[Path]],
                 **options: Unpack[TopicsOptions]) -> None:
        self._paths, self._options = as_list(paths), options

    def open(self) -> Handle:
        """An nh_topics, before its first question."""
        names = text_array(encode_path(path) for path in self._paths)
        how = Struct("nh_topics_options", **self._options)
        out, failure = ffi.new("nh_topics **"), new_error()
        check(index_lib.nh_topics_open(names, len(names), how.pointer, out, failure), failure)
        return Handle(out[0], index_lib.nh_topics_close, how, names)

    def __iter__(self) -> Iterator[Union[Topic, TopicFailure]]:
        opened, out, failure = self.open(), ffi.new("nh_topic **"), new_error()
        while True:
            check(index_lib.nh_topics_next(opened._pointer, out, failure), failure)
            if out[0] == ffi.NULL:
                return
            yield _topic_of(out[0])


class _OfFiles(_Source):
    """The questions of files as an nh_topic_source."""

    def __init__(self, files: TopicFiles) -> None:
        super().__init__()
        self._opened = files.open()
        self.pointer = ffi.new("nh_topic_source *", index_lib.nh_topics_source(
            self._opened._pointer))


def _topic_of(found: Any) -> Union[Topic, TopicFailure]:
    """What an nh_topic holds."""
    if found.code != 0:
        return _failure_of(found, found.code, decode(found.problem))
    return Topic(decode(found.id), decode(found.text), decode(found.filter), decode(found.like),
                 int(found.n), int(found.now) if found.has_now else None)


def _failure_of(topic: Any, status: int, message: str) -> TopicFailure:
    return TopicFailure(decode(topic.id), decode(topic.path), int(topic.row),
                        int(topic.column), code_of(status), message)


class _Reports(Guard):
    """Hands failures and progress to functions of Python."""

    def __init__(self, on_failure: Optional[Callable[[TopicFailure], Any]],
                 on_progress: Optional[Callable[[BatchFacts], Any]]) -> None:
        super().__init__()
        self._on_failure, self._on_progress = on_failure, on_progress
        self.on_failure = ffi.callback("void(void *, nh_topic *, nh_error *)", self._take)
        self.on_progress = ffi.callback("void(void *, nh_batch_facts *)", self._tell)

    def _tell(self, _self: Any, known: Any) -> None:
        if self._on_progress is not None:
            self.run(self._on_progress, _facts_of(known))

    def _take(self, _self: Any, topic: Any, why: Any) -> None:
        if self._on_failure is not None:
            self.run(self._on_failure, _failure_of(topic, why.code, string_of(why.what)))


@contextlib.contextmanager
def _opened(out: Union[Path, IO[bytes]]) -> Iterator[IO[bytes]]:
    """A file to write to: given, or opened here."""
    if not isinstance(out, (str, bytes, os.PathLike)):
        yield out
        return
    path = os.path.realpath(os.fsdecode(encode_path(out)))
    if os.path.exists(path) and not os.path.isfile(path):  # a pipe, a terminal
        with open(path, "wb") as file:
            yield file
    else:
        with _replaced(path) as file:
            yield file


@contextlib.contextmanager
def _replaced(path: str) -> Iterator[IO[bytes]]:
    """A file beside `path` that takes its place when it is whole, or else goes."""
    name = os.path.join(os.path.dirname(path), f".newshound-{uuid.uuid4().hex}.tmp")
    try:
        with open(name, "xb") as file:
            yield file
        if os.path.exists(path):
            shutil.copymode(path, name)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)
        raise


_HEARD = ("on_failure", "on_progress")
_OWN = ("form", "threads", "stop")
_RENDER = ("tag", "scores")


def _batch_struct(options: BatchOptions, reports: _Reports) -> Struct:
    """The nh_batch_options of keyword arguments."""
    values: Any = {name: v for name, v in options.items() if name not in _HEARD}
    own = {name: values.pop(name) for name in _OWN if name in values}
    render = {name: values.pop(name) for name in _RENDER if name in values}
    query, search = divide(values)
    return Struct("nh_batch_options", query=query_struct(query), search=search_struct(search),
                  render=Struct("nh_render_options", **render), on_failure=reports.on_failure,
                  on_progress=reports.on_progress, **own)


def run(reader: Any, questions: Union[TopicFiles, Iterable[AnyTopic]],
        out: Union[Path, IO[bytes]], options: BatchOptions) -> BatchFacts:
    """See Index.batch()."""
    source: _Source
    source = _OfFiles(questions) if isinstance(questions, TopicFiles) else _Given(questions)
    reports = _Reports(options.get("on_failure"), options.get("on_progress"))
    how, done, failure = _batch_struct(options, reports), facts("nh_batch_facts"), new_error()
    with _opened(out) as file:
        sink = Sink(file.write)
        status = lib.nh_batch_run(reader._pointer, source.pointer, how.pointer, sink.pointer,
                                  done, failure)
        for guard in (source, reports, sink):
            guard.check(0, failure)
        check(status, failure)
    return _facts_of(done)
