"""Building an index: articles added, replaced and deleted; commits."""
from __future__ import annotations

import os
import threading
from typing import (TYPE_CHECKING, Any, Callable, Iterable, Mapping, NamedTuple, Optional,
                    Sequence, Union)

from newshound._callbacks import Guard
from newshound._ffi import ffi
from newshound._handle import Handle
from newshound._interrupts import Flag, finished
from newshound._library import index_lib
from newshound._structs import Path, Struct, Text, encode, encode_path, facts, string_of
from newshound.corpus import Corpus, Notice, as_list
from newshound.dates import struct_of
from newshound.errors import check, new_error

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from newshound._options import ArticleParts, CorpusOptions, WriterOptions


class Commit(NamedTuple):
    """What a commit made, and what the index holds now."""

    generation: int
    added_articles: int
    added_passages: int
    added_tokens: int
    added_bytes: int
    dropped_words: int
    refused_late: int
    articles: int
    passages: int
    tokens: int
    bytes: int
    deleted_articles: int
    """Committed before, deleted or replaced since."""
    similar: bool
    """The articles lie in one segment, in an order of similarity of all of them."""
    order_parts: int
    """In how many parts they were ordered now, each by itself; 0: they were not."""


class Progress(NamedTuple):
    """How far a commit is; `on_progress` of writer() hears of it about ten times a second."""

    phase: str
    """"sorting", "merging", "reordering", "writing"."""
    done: int
    """Bytes, of"""
    total: int
    """bytes; 0 while it is not known."""


class FilesAdded(NamedTuple):
    """What Writer.add_files() read."""

    articles: int
    skipped: int
    warnings: int
    bytes_read: int


def _set_fields(article: Struct, fields: Mapping[str, Union[Text, Sequence[Text]]]) -> None:
    """Lists every value of every keyword."""
    pairs = [(name, value) for name, values in fields.items()
             for value in ([values] if isinstance(values, (str, bytes)) else values)]
    listed = article.keep(ffi.new("nh_field[]", len(pairs)))
    for at, (name, value) in enumerate(pairs):
        listed[at].name, listed[at].value = article.text(name), article.text(value)
    article.pointer.fields, article.pointer.n_fields = listed, len(pairs)


def _article(id: Text, text: Text, parts: ArticleParts) -> Any:
    """An nh_article, in a Struct."""
    values: Any = dict(parts)
    fields, date = values.pop("fields", None), struct_of(values.pop("date", None))
    made = Struct("nh_article", id=id, text=text, date=date[0], **values)
    _set_fields(made, fields or {})
    return made


class _Reports(Guard):
    """Hands progress to a function of Python; what it raises comes out of the call."""

    def __init__(self, on_progress: Optional[Callable[[Progress], Any]]) -> None:
        super().__init__()
        self._on_progress = on_progress
        self.callback = ffi.callback("void(void *, nh_writer_progress *)", self._take)

    def _take(self, _self: Any, told: Any) -> None:
        if self._on_progress is not None:
            self.run(self._on_progress, Progress(string_of(told.phase), told.done, told.total))


class Writer:
    """An index, opened for writing. What was not committed is dropped at the end.

    >>> with newshound.writer("own.idx") as writer:
    ...     writer.add(id="a1", headline="Buses", text="The council buys buses.",
    ...                date="2025-06-30", fields={"section": "local"})
    ...     writer.commit().articles
    1
    """

    def __init__(self, pointer: Any, path: str, how: Struct, stop: Flag,
                 reports: _Reports) -> None:
        self._handle: Optional[Handle] = Handle(pointer, index_lib.nh_writer_close, how)
        self._stop = stop
        self._reports = reports
        self._one_at_a_time = threading.Lock()
        self.path = path
        """The directory."""

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *unused: object) -> None:
        self.close()

    def close(self) -> None:
        """Drops what was not committed, and unlocks the index."""
        with self._one_at_a_time:
            handle, self._handle = self._handle, None
            if handle is not None:
                handle._let_go()

    def _status(self, function: Any, *arguments: Any) -> int:
        """Calls a function of the library, one at a time."""
        with self._one_at_a_time:
            if self._handle is None:
                raise ValueError(f"the writer of {self.path} is closed")
            return int(function(self._handle._pointer, *arguments))

    def _call(self, function: Any, *arguments: Any) -> None:
        """The same; raises what the library says."""
        failure = new_error()
        self._reports.check(self._status(function, *arguments, failure), failure)

    def add(self, id: Text, text: Text = "", **parts: Unpack[ArticleParts]) -> None:
        """Adds one article, whole or not at all; after RefusedError and LimitError the writer
        goes on."""
        self._call(index_lib.nh_writer_add, _article(id, text, parts).pointer)

    def update(self, id: Text, text: Text = "", **parts: Unpack[ArticleParts]) -> None:
        """As add(), and an article with this id is replaced."""
        self._call(index_lib.nh_writer_update, _article(id, text, parts).pointer)

    def delete(self, id: Text) -> bool:
        """Takes an article out, with the next commit; False if there is none with this id."""
        data, found = encode(id), ffi.new("bool *")
        self._call(index_lib.nh_writer_delete, data, len(data), found)
        return bool(found[0])

    def add_files(self, paths: Union[Path, Iterable[Path]], *,
                  on_notice: Optional[Callable[[Notice], Any]] = None,
                  **options: Unpack[CorpusOptions]) -> FilesAdded:
        """Adds the articles of files and folders, of any format that nh-index reads.

        A document that cannot be taken is skipped, counted, and told to `on_notice`.

        >>> with newshound.writer("more.idx") as writer:
        ...     added = writer.add_files("sample/stories")
        ...     added.articles, writer.commit().articles
        (58, 58)
        """
        corpus, refused = Corpus(as_list(paths), on_notice, options), 0
        for article in corpus.structs():
            failure = new_error()
            if self._status(index_lib.nh_writer_add, article, failure) != 0:
                corpus.refuse(article, failure)
                refused += 1
        done = corpus.progress()
        return FilesAdded(done.articles - refused, done.skipped + refused, done.warnings,
                          done.bytes_read)

    def _finish(self, function: Any) -> Commit:
        made = facts("nh_commit_facts")
        finished(lambda: self._call(function, made), self._stop)
        return Commit(*(getattr(made, name) for name in Commit._fields))

    def commit(self) -> Commit:
        """Makes everything since the last commit durable and visible, or after Ctrl-C nothing, or all."""
        return self._finish(index_lib.nh_writer_commit)

    def optimize(self) -> Commit:
        """Commits, and makes all segments one: the form that is searched fastest."""
        return self._finish(index_lib.nh_writer_optimize)

    def sweep(self) -> int:
        """Gives up the commit before the last one; how many bytes of files went."""
        freed = ffi.new("uint64_t *")
        self._call(index_lib.nh_writer_sweep, freed)
        return int(freed[0])


_OF_INDEX = ("analysis", "stemmer", "language", "stopwords", "passages", "k1", "b", "store",
             "pairs")


def writer(path: Path, **options: Unpack[WriterOptions]) -> Writer:
    """Opens the index in a directory for writing, and creates it where there is none."""
    values: Any = dict(options)
    values["index"] = Struct("nh_index_options",
                             **{k: values.pop(k) for k in _OF_INDEX if k in values})
    reports, stop = _Reports(values.pop("on_progress", None)), Flag()
    if values.get("stop") is not None:
        values["stop"]._follow(stop)
    data = encode_path(path)
    how = Struct("nh_writer_options", on_progress=reports.callback, **values)
    how.pointer.stop = how.keep(stop.pointer)
    out, failure = ffi.new("nh_writer **"), new_error()
    check(index_lib.nh_writer_open(data, how.pointer, out, failure), failure)
    return Writer(out[0], os.fsdecode(path), how, stop, reports)
