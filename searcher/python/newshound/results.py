"""Questions and answers: Query, Results, Hit, Passage, Mark."""
from __future__ import annotations

from typing import (TYPE_CHECKING, Any, Iterator, List, NamedTuple, Optional, Sequence, Union,
                    overload)

from newshound._callbacks import collect
from newshound._ffi import ffi
from newshound._handle import Handle
from newshound._library import lib
from newshound._structs import Member, Struct, decode, enum_value, facts, raw
from newshound.dates import Date, date_of

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from newshound._options import RenderOptions

SCORE_ONE = 2**20


def _as_score(units: Any) -> float:
    return float(units) / SCORE_ONE


class QueryWarning(NamedTuple):
    """What a query probably means otherwise: bytes [at, at + size) of its text."""

    at: int
    size: int
    text: str


class Mark(NamedTuple):
    """A match: text[start:end]."""

    start: int
    end: int


class ExplainLine(NamedTuple):
    """One part of a passage's score."""

    what: str
    tf: int
    df: int
    idf: float
    tf_part: float
    weight: float
    score: float


class Explanation(NamedTuple):
    """How a passage's score comes about: the scores of the lines add up to it."""

    lines: List[ExplainLine]
    units: int
    mean_length: float
    k1: float
    b: float
    length: int


def marks_of(text: bytes, marks: Any, n: int) -> List[Mark]:
    """Marks in bytes of UTF-8 as marks in characters."""
    out = []
    at = byte = 0
    for i in range(n):
        begin, end = marks[i].at, marks[i].at + marks[i].size
        start = at + len(text[byte:begin].decode("utf-8", "replace"))
        at = start + len(text[begin:end].decode("utf-8", "replace"))
        byte = end
        out.append(Mark(start, at))
    return out


def marked(text: str, marks: Sequence[Mark], before: str, after: str) -> str:
    """The text with every mark between `before` and `after`."""
    parts, at = [], 0
    for mark in marks:
        parts += [text[at:mark.start], before, text[mark.start:mark.end], after]
        at = mark.end
    return "".join(parts) + text[at:]


def _warnings(get: Any, pointer: Any) -> List[QueryWarning]:
    out: List[QueryWarning] = []
    found = ffi.new("nh_warning *")
    while get(pointer, len(out), found):
        out.append(QueryWarning(found.at, found.size, decode(found.text)))
    return out


class Query(Handle):
    """A question, parsed. May be used by many threads, and again and again.

    >>> query = index.query('"golan heights')
    >>> query.warnings[0].text
    'This quotation mark is not closed, so it ends with its line.'
    """

    def __init__(self, pointer: Any, text: str) -> None:
        super().__init__(pointer, lib.nh_query_free)
        self.text = text
        """As it was asked."""

    @property
    def warnings(self) -> List[QueryWarning]:
        """What was odd in it."""
        return _warnings(lib.nh_query_warning, self._pointer)

    @property
    def tree(self) -> str:
        """What it means, as an S-expression."""
        return decode(lib.nh_query_dump(self._pointer))

    def __repr__(self) -> str:
        return f"<newshound.Query {self.text!r}>"


class Passage:
    """A passage of a hit: the best is the first."""

    def __init__(self, results: Results, hit: int, number: int, found: Any) -> None:
        self._results, self._hit, self._place = results, hit, number
        self._found = found

    number = Member("number", int, "In its article, from 0.")
    headline = Member("headline", bool, "It is the headline.")
    score = Member("score", _as_score, "Of the ranked unit.")
    at = Member("at", int, "Its first byte in the article's text, or headline.")
    character = Member("character", int, "The same in characters.")
    line = Member("line", int, "Its first line, from 1.")

    @property
    def text(self) -> str:
        """Whole sentences; "" where no text is stored."""
        return decode(self._found.text)

    @property
    def marks(self) -> List[Mark]:
        """Matches in `text`, words and whole phrases."""
        return marks_of(raw(self._found.text), self._found.marks, self._found.n_marks)

    def marked(self, before: str = "<b>", after: str = "</b>") -> str:
        """The text with every match between two marks; it is not escaped for HTML.

        >>> index.search('"Golan Heights"')[0].passages[0].marked("[", "]")[:40]
        'Israel took most of the [Golan Heights] '
        """
        return marked(self.text, self.marks, before, after)

    def explain(self) -> Optional[Explanation]:
        """How the score comes about; None unless it was searched with explain=True."""
        pointer = self._results._pointer
        known = facts("nh_explain_facts")
        if not lib.nh_results_explain_facts(pointer, self._hit, self._place, known):
            return None
        lines: List[ExplainLine] = []
        line = ffi.new("nh_explain_line *")
        while lib.nh_results_explain(pointer, self._hit, self._place, len(lines), line):
            lines.append(ExplainLine(decode(line.what), line.tf, line.df, line.idf,
                                     line.tf_part, line.weight, _as_score(line.score)))
        return Explanation(lines, known.units, known.mean_length, known.k1, known.b,
                           known.length)

    def __repr__(self) -> str:
        return f"<newshound.Passage {self.number}: {self.text[:60]!r}>"


class Found:
    """What an article is known by. Texts are read when they are asked for."""

    def __init__(self, found: Any) -> None:
        self._found = found

    id = Member("id", decode, "Unique in its index.")
    title = Member("headline", decode, "The headline, or \"\".")
    source = Member("source", decode, "The paper, or \"\".")
    language = Member("language", decode, "\"en\", or \"\".")
    url = Member("url", decode, "Or \"\".")
    path = Member("path", decode, "The file it came from.")
    record = Member("record", int, "Its number in a container file, from 1; 0: it is the file.")
    offset = Member("offset", int, "The byte of the file where the record begins.")
    plain = Member("plain", bool, "Offsets into the text are offsets of the file.")

    @property
    def date(self) -> Optional[Date]:
        """Of publication, if it is known."""
        return date_of(self._found.date)

    def __repr__(self) -> str:
        return f"<newshound.{type(self).__name__} {self.id}: {self.title!r}>"


class Hit(Found):
    """One article (or passage, with by="passage") of an answer. It keeps the answer alive."""

    def __init__(self, results: Results, at: int, found: Any) -> None:
        super().__init__(found)
        self._owner, self._at = results, at

    score = Member("score", _as_score, "The more the better.")
    score_units = Member("score", int, "The score as an exact integer, in units of 2**-20.")
    evidence = Member("evidence", int, "How many passages of the article answer the query.")

    @property
    def rank(self) -> int:
        """From 1."""
        return int(self._owner.first_rank) + self._at

    @property
    def passages(self) -> List[Passage]:
        """As many of the best as were asked for."""
        out: List[Passage] = []
        while True:
            found = ffi.new("nh_passage_hit *")
            if not lib.nh_results_passage(self._owner._pointer, self._at, len(out), found):
                return out
            out.append(Passage(self._owner, self._at, len(out), found))


class Results(Handle, Sequence[Hit]):
    """An answer: its hits, best first.

    >>> answer = index.search('"Golan Heights"', limit=2)
    >>> len(answer), answer.articles
    (2, 8)
    """

    def __init__(self, pointer: Any, query: Query, how: Struct, *keep: Handle) -> None:
        super().__init__(pointer, lib.nh_results_free, *keep)
        self.query = query
        """The question."""
        self.first_rank: int = how.pointer.skip + 1
        """The rank of the first hit."""
        self._by_passage = how.pointer.by != 0
        self._explained = bool(how.pointer.explain)
        self._found = facts("nh_results_facts")
        lib.nh_results_facts_get(self._pointer, self._found)

    articles = Member("articles", int, "That match, beyond the limit too.")
    passages = Member("passages", int, "That answer the query.")
    relaxed = Member("relaxed", bool, "Too few had all words, so any were enough.")
    work = Member("work", int, "Posting blocks decoded.")
    skipped = Member("skipped", int, "Blocks of the words' lists that were not.")
    scored = Member("scored", int, "Postings whose frequencies were decoded.")

    @property
    def warnings(self) -> List[QueryWarning]:
        """Of the query, and those that only the index could give."""
        return self.query.warnings + _warnings(lib.nh_results_warning, self._pointer)

    def __len__(self) -> int:
        return int(self._found.hits)

    @overload
    def __getitem__(self, at: int) -> Hit: ...
    @overload
    def __getitem__(self, at: slice) -> List[Hit]: ...

    def __getitem__(self, at: Union[int, slice]) -> Union[Hit, List[Hit]]:
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        place = at + len(self) if at < 0 else at
        found = ffi.new("nh_hit *")
        if place < 0 or not lib.nh_results_hit(self._pointer, place, found):
            raise IndexError("there is no such hit")
        return Hit(self, place, found)

    def __iter__(self) -> Iterator[Hit]:
        return (self[i] for i in range(len(self)))

    def render(self, form: str = "json", **options: Unpack[RenderOptions]) -> bytes:
        """The answer as nh-search writes it: "json", "tsv", "trec", "html", "paths", "csv".

        >>> print(index.search("glacier").render("trec", tag="run").decode(), end="")
        1 Q0 sample/stories/glacier-pollen.txt 1 2.1047239 run
        """
        values: Any = {"query": self.query.text, "first_rank": self.first_rank,
                       "by_passage": self._by_passage, "explain": self._explained,
                       "milliseconds": -1.0, **options}
        how = Struct("nh_render_options", **values)
        wanted = enum_value("nh_render_form", form)
        return collect(lambda sink, failure: lib.nh_results_render(
            self._pointer, self.query._pointer, wanted, how.pointer, sink, failure))

    def json(self, **options: Unpack[RenderOptions]) -> str:
        """Lines of JSON, as `nh-search --json` prints them: one a hit, a summary last."""
        return self.render("json", **options).decode("utf-8")

    def __repr__(self) -> str:
        return f"<newshound.Results of {self.query.text!r}: {len(self)} hits>"
