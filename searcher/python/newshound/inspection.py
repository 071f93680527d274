"""Looking into an index, and into how text is analysed."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Dict, List, Literal, NamedTuple, Optional, Tuple

from newshound._callbacks import Guard
from newshound._ffi import ffi
from newshound._interrupts import Flag, finished
from newshound._library import index_lib
from newshound._structs import (Path, Struct, Text, decode, encode, encode_path, encode_whole,
                                enum_value, facts, string_of)
from newshound.errors import CorruptError, check, new_error

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from newshound._options import IndexOptions


class Stats(NamedTuple):
    """What an index is, and holds."""

    generation: int
    articles: int
    passages: int
    tokens: int
    segments: int
    deleted: int
    terms: int
    postings: int
    bytes: int
    sections: Dict[str, int]
    """Bytes of each kind of section."""
    analysis: str
    stemmer: str
    language: str
    passage_rule: str
    store: str
    written_by: str
    k1: float
    b: float
    n_stopwords: int
    """Words that are dropped."""
    pairs: str
    n_pairs: int
    """Pairs of function words that phrases find at once."""
    pair_bytes: int
    """Bytes of their lists."""


class StreamBytes(NamedTuple):
    """What a stream of numbers takes on disk, and what it would by its entropy."""

    bytes: int
    entropy: float


class Finding(NamedTuple):
    """Something that is wrong with an index."""

    name: str
    file: str
    offset: Optional[int]
    text: str


class AnalyzedWord(NamedTuple):
    """A word as the index sees it."""

    term: str
    form: str
    pos: int
    """Word position, from 0."""
    at: int
    """First byte in the text."""
    size: int
    """Bytes."""
    span: int
    """Positions it covers."""
    acronym: bool
    accent: bool
    joined: bool
    extra: bool
    number: bool
    stop: bool


def _value(value: Any) -> Any:
    return string_of(value) if isinstance(value, ffi.CData) else value


def stats(path: Path) -> Stats:
    """The statistics of an index.

    >>> newshound.stats("news.idx").stemmer
    'english'
    """
    known, failure = facts("nh_index_stats"), new_error()
    check(index_lib.nh_index_stats_read(encode_path(path), ffi.NULL, known, failure), failure)
    sections = {string_of(s.name): int(s.bytes) for s in known.sections[0:known.n_sections]}
    return Stats(sections=sections, **{name: _value(getattr(known, name)) for name in
                                       Stats._fields if name != "sections"})


def _stoppable(look: Callable[[Any], Any]) -> int:
    """What look() gives, which calls the library with the options that it is handed; Ctrl-C ends it."""
    how, stop = Struct("nh_inspect_options"), Flag()
    how.pointer.stop = how.keep(stop.pointer)
    return finished(lambda: int(look(how.pointer)), stop)


def streams(path: Path) -> Dict[str, StreamBytes]:
    """The streams of an index by name, as `nh-index stats --entropy` has them: every list is read.

    >>> gaps = newshound.streams("news.idx")["gaps"]
    >>> 0 < gaps.entropy, 0 < gaps.bytes
    (True, True)
    """
    known, data, failure = facts("nh_index_streams"), encode_path(path), new_error()
    check(_stoppable(lambda how: index_lib.nh_index_streams_read(data, how, known, failure)),
          failure)
    return {string_of(s.name): StreamBytes(int(s.bytes), float(s.entropy))
            for s in known.list[0:known.n]}


def verify(path: Path, deep: bool = False) -> List[Finding]:
    """Checks every byte of an index, with `deep` its meaning, too. What is wrong with it."""
    found: List[Finding] = []

    def take(finding: Any) -> None:
        offset = None if finding.offset == 2**64 - 1 else int(finding.offset)
        found.append(Finding(string_of(finding.name), string_of(finding.file), offset,
                             string_of(finding.text)))

    guard, data, failure = Guard(), encode_path(path), new_error()
    told = ffi.callback("void(void *, nh_finding *)", lambda _self, it: guard.run(take, it))
    try:
        guard.check(_stoppable(lambda how: index_lib.nh_index_verify(
            data, deep, how, told, ffi.NULL, failure)), failure)
    except CorruptError:
        if not found:
            raise
    return found


def analyze(text: Text, *, like: Optional[Path] = None, text_language: Optional[str] = None,
            query: bool = False, **options: Unpack[IndexOptions]) -> List[AnalyzedWord]:
    """The words of a text as an index has them: `like` an existing one, or with its options.

    >>> [word.term for word in newshound.analyze("Golan Heights")]
    ['golan', 'height']
    """
    how = Struct("nh_analyze_options", index=Struct("nh_index_options", **options),
                 like=None if like is None else encode_path(like), language=text_language,
                 query=query)
    words: List[AnalyzedWord] = []

    def take(word: Any) -> None:
        words.append(AnalyzedWord(decode(word.term), decode(word.form), *(
            getattr(word, name) for name in AnalyzedWord._fields[2:])))

    guard, data, failure = Guard(), encode(text), new_error()
    told = ffi.callback("void(void *, nh_analyzed_word *)",
                        lambda _self, word: guard.run(take, word))
    sink = ffi.new("nh_word_sink *", {"on_word": told})
    guard.check(index_lib.nh_analyze(data, len(data), how.pointer, sink, failure), failure)
    return words


def dump(path: Path, kind: Literal["terms", "postings", "article", "pairs"] = "terms",
         key: Optional[Text] = None) -> List[Tuple[str, ...]]:
    """What an index holds, decoded, all at once: the lines of `nh-index dump` as their columns.

    key  of "terms" and "pairs" a beginning, of "postings" a word, None for all; of "article" an id

    >>> for line in newshound.dump("news.idx", "postings", "glacier"):
    ...     print(*line)
    glacier sample/stories/glacier-pollen.txt#1 1 46 glacier
    glacier sample/stories/glacier-pollen.txt#2 1 88 glacier
    """
    lines: List[Tuple[str, ...]] = []
    guard, data, failure = Guard(), encode_path(path), new_error()
    number, wanted = enum_value("nh_dump_kind", kind), ffi.NULL if key is None else encode_whole(key)

    def take(line: Any) -> bool:
        lines.append(tuple(decode(line).split("\t")))
        return True

    told = ffi.callback("bool(void *, nh_str)",
                        lambda _self, line: guard.run(take, line, otherwise=False))
    sink = Struct("nh_dump_sink", on_line=told)  # holds it: the call may outlive this one
    guard.check(_stoppable(lambda how: index_lib.nh_index_dump(
        data, number, wanted, how, sink.pointer, failure)), failure)
    return lines
