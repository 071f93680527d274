"""Articles from files of many formats."""
from __future__ import annotations

import os
from typing import (TYPE_CHECKING, Any, Callable, Iterable, Iterator, List, NamedTuple, Optional,
                    Union)

from newshound._callbacks import Guard
from newshound._ffi import ffi
from newshound._handle import Handle
from newshound._library import index_lib
from newshound._structs import Path, Struct, decode, encode_path, string_of, text_array
from newshound.dates import Date, date_of
from newshound.errors import LimitError, RefusedError, check, exception_of, new_error

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from newshound._options import CorpusOptions


class Notice(NamedTuple):
    """What a reader, or the index, has to say about a document."""

    skipped: bool
    """It was left out; else this is a warning."""
    reason: str
    """The same word every time: "bad-json", "duplicate-id", ..."""
    path: str
    offset: Optional[int]
    """The byte of the decompressed file."""
    record: int
    """Its number in the file, from 1; 0: the file itself."""
    text: str
    """One sentence."""


class Progress(NamedTuple):
    """What has been read so far."""

    articles: int
    skipped: int
    warnings: int
    bytes_read: int
    bytes_total: int


class Corpus(Handle):
    """Readers of files, one after the other."""

    def __init__(self, paths: List[Path], on_notice: Optional[Callable[[Notice], Any]],
                 options: CorpusOptions) -> None:
        self._on_notice = on_notice
        self._guard = Guard()
        told = ffi.callback("void(void *, nh_notice *)", self._take)
        names = text_array(encode_path(path) for path in paths)
        how = Struct("nh_corpus_options", on_notice=told, **options)
        out, failure = ffi.new("nh_corpus **"), new_error()
        check(index_lib.nh_corpus_open(names, len(names), how.pointer, out, failure), failure)
        super().__init__(out[0], index_lib.nh_corpus_close, how, names, told)

    def _take(self, _self: Any, notice: Any) -> None:
        offset = None if notice.offset == 2**64 - 1 else int(notice.offset)
        self._tell(Notice(bool(notice.skipped), string_of(notice.reason),
                          string_of(notice.path), offset, int(notice.record),
                          string_of(notice.text)))

    def _tell(self, notice: Notice) -> None:
        if self._on_notice is not None:
            self._guard.run(self._on_notice, notice)

    def structs(self) -> Iterator[Any]:
        """Every nh_article, borrowed until the next one."""
        out, failure = ffi.new("nh_article **"), new_error()
        while True:
            self._guard.check(index_lib.nh_corpus_next(self._pointer, out, failure), failure)
            if out[0] == ffi.NULL:
                return
            yield out[0]

    def refuse(self, article: Any, failure: Any) -> None:
        """Tells that the index did not take an article; raises if it cannot go on."""
        error = exception_of(failure)
        if not isinstance(error, (RefusedError, LimitError)):
            raise error
        reason, _, text = error.what.partition(": ")
        self._tell(Notice(True, reason, decode(article.path), int(article.offset),
                          int(article.record), text or reason))
        self._guard.check(0, failure)

    def progress(self) -> Progress:
        """How far it is."""
        known = ffi.new("nh_corpus_progress *")
        index_lib.nh_corpus_progress_get(self._pointer, known)
        return Progress(*(getattr(known, name) for name in Progress._fields))


def as_list(paths: Union[Path, Iterable[Path]]) -> List[Path]:
    """One path or several as a list."""
    return [paths] if isinstance(paths, (str, bytes, os.PathLike)) else list(paths)


class Document(NamedTuple):
    """An article as a file has it."""

    id: str
    headline: str
    text: str
    date: Optional[Date]
    language: str
    source: str
    url: str
    path: str
    record: int
    fields: List[Any]
    """Pairs of a name and a value."""


def _document(article: Any) -> Document:
    texts = {name: decode(getattr(article, name)) for name in
             ("id", "headline", "text", "language", "source", "url", "path")}
    fields = [(decode(article.fields[i].name), decode(article.fields[i].value))
              for i in range(article.n_fields)]
    return Document(date=date_of(article.date), record=int(article.record), fields=fields,
                    **texts)


def read(paths: Union[Path, Iterable[Path]], *,
         on_notice: Optional[Callable[[Notice], Any]] = None,
         **options: Unpack[CorpusOptions]) -> Iterator[Document]:
    """The articles of files and folders, without an index.

    >>> [document.headline for document in newshound.read("sample/stories/glacier-pollen.txt")]
    ['Pollen in old ice tells of a sudden drought, study says']
    """
    for article in Corpus(as_list(paths), on_notice, options).structs():
        yield _document(article)
