"""An index, opened for reading: searching, looking up, listing words."""
from __future__ import annotations

import contextlib
import os
import threading
from typing import IO, TYPE_CHECKING, Any, Iterable, Iterator, List, NamedTuple, Optional, Union

from newshound import batch, shards
from newshound._callbacks import collect
from newshound._ffi import ffi
from newshound._handle import Handle
from newshound._interrupts import answered
from newshound._library import lib
from newshound._options import divide, query_struct, search_struct
from newshound._structs import Path, Struct, Text, decode, encode, encode_path, facts
from newshound.errors import check, new_error
from newshound.highlighting import Highlights, highlight
from newshound.results import Found, Query, Results

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from newshound._options import (AskOptions, BatchOptions, QueryOptions, ReaderOptions,
                                    TextOptions)
    from newshound.batch import AnyTopic, BatchFacts, TopicFiles
    from newshound.shards import Statistics


class IndexFacts(NamedTuple):
    """What an index holds."""

    generation: int
    articles: int
    passages: int
    tokens: int
    segments: int
    deleted: int
    whole: bool
    """The article is the ranked unit."""
    stored: bool
    """Snippets can be shown."""
    k1: float
    b: float


class Word(NamedTuple):
    """A word as written, and how often it occurs."""

    form: str
    term: str
    df: int
    """Passages with the form."""
    term_df: int
    """Passages with any form of the term."""


class Article(Found, Handle):
    """An article as it is stored."""

    def __init__(self, reader: Reader, pointer: Any) -> None:
        Handle.__init__(self, pointer, lib.nh_stored_article_free, reader)
        Found.__init__(self, pointer.hit)

    @property
    def text(self) -> str:
        """The whole text; "" where none is stored."""
        return decode(self._pointer.text)

    @property
    def passages(self) -> List[str]:
        """The texts of its passages by number; that of the headline is ""."""
        data = encode(self.text)
        places = (self._pointer.passages[i] for i in range(self._pointer.n_passages))
        return [data[p.at:p.at + p.size].decode("utf-8", "replace") for p in places]

    def json(self) -> str:
        """One line of JSON, as `nh-search show --json` prints it."""
        return collect(lambda sink, failure: lib.nh_article_render_json(
            self._pointer, sink, failure)).decode("utf-8")


def _free_all(searchers: List[Any]) -> None:
    """Frees them, each once, even if several threads do it."""
    while True:
        try:
            taken = searchers.pop()
        except IndexError:
            return
        lib.nh_searcher_free(taken)


class Reader(Handle):
    """One commit of an index, open, with the buffers of searches that are not at work."""

    def __init__(self, pointer: Any) -> None:
        # Pointers, not handles, which would hold this one; append and pop are atomic.
        idle: List[Any] = []

        def free(opened: Any) -> None:
            _free_all(idle)
            lib.nh_reader_close(opened)

        super().__init__(pointer, free)
        self._idle, self._retired = idle, False

    def _new_searcher(self) -> Any:
        out, failure = ffi.new("nh_searcher **"), new_error()
        check(lib.nh_searcher_new(self._pointer, out, failure), failure)
        return out[0]

    def retire(self) -> None:
        """No search begins any more: frees the buffers, even if answers keep the commit open."""
        self._retired = True
        _free_all(self._idle)

    @contextlib.contextmanager
    def searcher(self) -> Iterator[Any]:
        """The buffers for one search."""
        try:
            taken = self._idle.pop()
        except IndexError:
            taken = self._new_searcher()
        try:
            yield taken
        finally:
            self._idle.append(taken)
            if self._retired:
                _free_all(self._idle)


class Index:
    """An index as of one commit. Any number of threads may use it.

    >>> with newshound.open("news.idx") as index:
    ...     for hit in index.search('"Golan Heights"', limit=2):
    ...         print(hit.rank, hit.title)
    1 Syria and Israel sound out a new security line, officials say
    2 Observers on the Golan Heights count fewer shots and more goats
    """

    def __init__(self, reader: Reader, path: str) -> None:
        self._reader: Optional[Reader] = reader
        self._changing = threading.Lock()
        self.path = path
        """The directory."""

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *unused: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the index. Answers that are still held go on; new questions raise."""
        with self._changing:
            reader, self._reader = self._reader, None
            if reader is not None:
                reader.retire()

    @property
    def closed(self) -> bool:
        """Whether it was closed."""
        return self._reader is None

    def reader(self) -> Reader:
        """The commit that is read now."""
        reader = self._reader
        if reader is None:
            raise ValueError(f"the index {self.path} is closed")
        return reader

    def refresh(self) -> bool:
        """Goes on to the last commit; True if it is a newer one. Answers keep theirs."""
        with self._changing:
            out, failure = ffi.new("nh_reader **"), new_error()
            reader = self.reader()
            check(lib.nh_reader_refresh(reader._pointer, out, failure), failure)
            if out[0] != ffi.NULL:
                self._reader = Reader(out[0])
                reader.retire()
            return bool(out[0] != ffi.NULL)

    @property
    def facts(self) -> IndexFacts:
        """What it holds."""
        known = facts("nh_reader_facts")
        lib.nh_reader_facts_get(self.reader()._pointer, known)
        return IndexFacts(*(getattr(known, name) for name in IndexFacts._fields))

    def query(self, text: Text, **options: Unpack[QueryOptions]) -> Query:
        """A question, parsed. Any text is one; with strict=True an odd one raises QueryError."""
        how, data = query_struct(options), encode(text)
        out, failure = ffi.new("nh_query **"), new_error()
        check(lib.nh_query_parse(self.reader()._pointer, data, len(data), how.pointer, out,
                                 failure), failure)
        return Query(out[0], data.decode("utf-8", "replace"))

    def like(self, id: Text, words: int = 0) -> Query:
        """A question for articles on the matter of this one, by its most telling words."""
        data, out, failure = encode(id), ffi.new("nh_query **"), new_error()
        check(lib.nh_query_like(self.reader()._pointer, data, len(data), words, out, failure),
              failure)
        return Query(out[0], f"like {data.decode('utf-8', 'replace')}")

    def search(self, query: Union[Text, Query], **options: Unpack[AskOptions]) -> Results:
        """Answers a question, given as a text or parsed. Other Python threads go on.

        >>> [hit.id for hit in index.search("=barrack", limit=2, match="all")]
        ['sample/stories/barrack-beirut.txt', 'sample/stories/golan-wire.txt']
        """
        question, how = self.prepare(query, options)
        reader = self.reader()

        def ask() -> Results:
            out, failure = ffi.new("nh_results **"), new_error()
            with reader.searcher() as searcher:
                check(lib.nh_search(searcher, question._pointer, how.pointer, out, failure),
                      failure)
            return Results(out[0], question, how, reader)

        return answered(ask, how)

    def prepare(self, query: Union[Text, Query], options: AskOptions) -> Any:
        """The parsed question, and the options of the search."""
        of_query, of_search = divide(options)
        if not isinstance(query, Query):
            query = self.query(query, **of_query)
        elif of_query:
            raise TypeError(f"the query is parsed already: {', '.join(of_query)}")
        return query, search_struct(of_search)

    def count(self, query: Union[Text, Query], **options: Unpack[AskOptions]) -> int:
        """How many articles match.

        >>> index.count("golan OR barrack")
        17
        """
        options["count_only"] = True
        return int(self.search(query, **options).articles)

    def article(self, id: Text) -> Optional[Article]:
        """The article with this id, or None.

        >>> index.article("sample/stories/glacier-pollen.txt").date
        Date(seconds=1749168000, precision='day', source='text')
        """
        data, reader = encode(id), self.reader()
        out, failure = ffi.new("nh_stored_article **"), new_error()
        check(lib.nh_article_get(reader._pointer, data, len(data), out, failure), failure)
        return Article(reader, out[0]) if out[0] != ffi.NULL else None

    def words(self, pattern: Text = "*") -> Iterator[Word]:
        """The words that fit: "barrack", "barrac*", "*".

        >>> [word.form for word in index.words("barrack*")]
        ['barrack', 'barracks', 'barracked', 'barracking']
        """
        data, reader = encode(pattern), self.reader()
        out, failure = ffi.new("nh_words **"), new_error()
        check(lib.nh_words_open(reader._pointer, data, len(data), out, failure), failure)
        return _words(Handle(out[0], lib.nh_words_close, reader))

    def highlight(self, query: Union[Text, Query], text: Text,
                  **about: Unpack[TextOptions]) -> Highlights:
        """Puts a question to a text that no index has seen: does it match, and where?

        >>> found = index.highlight("golan apples", "Apples are grown on the Golan.")
        >>> bool(found), found.marked("[", "]")
        (True, '[Apples] are grown on the [Golan].')
        """
        question = query if isinstance(query, Query) else self.query(query)
        return highlight(self.reader(), question, text, about)

    def statistics(self, query: Union[Text, Query],
                   **options: Unpack[AskOptions]) -> Statistics:
        """What this index, as one shard of several, knows about a question."""
        question, how = self.prepare(query, options)
        return shards.collect(self.reader(), question, how)

    def batch(self, questions: Union[TopicFiles, Iterable[AnyTopic]],
              out: Union[Path, IO[bytes]], **options: Unpack[BatchOptions]) -> BatchFacts:
        """Answers many questions, and writes the answers in their order to a file.

        questions  texts, pairs of an id and a text, Topics, or TopicFiles
        out        a path, whose file is there once it is whole, or a file that takes bytes

        >>> import io
        >>> out = io.BytesIO()
        >>> done = index.batch(["glacier", ("b", "comet")], out, form="trec", limit=1)
        >>> print(out.getvalue().decode(), done.hits, done.worst)
        1 Q0 sample/stories/glacier-pollen.txt 1 2.1047239 newshound
        b Q0 sample/stories/hard-wrapped-comet.txt 1 2.4538202 newshound
         2 ok
        """
        return batch.run(self.reader(), questions, out, options)


def _words(words: Handle) -> Iterator[Word]:
    """Walks to the end of the list."""
    found, more, failure = ffi.new("nh_word_facts *"), ffi.new("bool *"), new_error()
    while True:
        check(lib.nh_words_next(words._pointer, found, more, failure), failure)
        if not more[0]:
            return
        yield Word(decode(found.form), decode(found.term), found.df, found.term_df)


def open(path: Path, **options: Unpack[ReaderOptions]) -> Index:
    """Opens the index in a directory as of its last commit."""
    data = encode_path(path)
    how = Struct("nh_reader_options", **options)
    out, failure = ffi.new("nh_reader **"), new_error()
    check(lib.nh_reader_open(data, how.pointer, out, failure), failure)
    return Index(Reader(out[0]), os.fsdecode(path))
