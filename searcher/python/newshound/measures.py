"""How good runs are: judgments, measures as trec_eval defines them, and tests of differences.

>>> with open("qrels.txt", "w") as judgments, open("run.txt", "w") as ranking:
...     n = judgments.write("q1 0 a 1\\nq1 0 b 0\\nq2 0 a 1\\n")
...     n = ranking.write("q1 Q0 b 1 9.0 x\\nq1 Q0 a 2 8.0 x\\nq2 Q0 a 1 7.0 x\\n")
>>> found = newshound.evaluate("qrels.txt", "run.txt", ["map", "p@1", "num_q"])
>>> found.mean
{'map': 0.75, 'p@1': 0.5, 'num_q': 2.0}
>>> found["q1"]["map"]
0.5
"""
from __future__ import annotations

import os
from typing import (TYPE_CHECKING, Any, Callable, Dict, Iterator, List, Mapping, NamedTuple,
                    Sequence, Union)

from newshound._ffi import ffi
from newshound._handle import Handle
from newshound._library import lib
from newshound._structs import Path, Struct, as_text, decode, encode, encode_path, facts, string_of
from newshound.errors import check, new_error

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from newshound._options import ComparisonOptions, EvaluationOptions


class Comparison(NamedTuple):
    """Two runs, compared by one measure over the questions that count for both."""

    queries: int
    better: int
    """Questions where the other run has more than the baseline."""
    worse: int
    difference: float
    """The mean of other minus baseline."""
    p: float
    """Of a difference at least as far from 0, if it were chance which value is whose."""
    exact: bool
    """p is over all exchanges, not a sample of them."""
    low: float
    """The interval of the difference: from here"""
    high: float
    """to here."""


def _read(function: Callable[..., int], free: Any, path: Path) -> Handle:
    """What a file holds, in a handle."""
    out, failure = ffi.new(ffi.typeof(function).args[2]), new_error()
    check(function(encode_path(path), ffi.NULL, out, failure), failure)
    return Handle(out[0], free)


def read_qrels(path: Path) -> Handle:
    """Judgments from a file, for several evaluations: `query iteration docno grade`."""
    return _read(lib.nh_qrels_read, lib.nh_qrels_free, path)


def read_run(path: Path) -> Handle:
    """A run from a file: `query Q0 docno rank score tag`."""
    return _read(lib.nh_trec_run_read, lib.nh_trec_run_free, path)


def _measures(names: Sequence[str]) -> Any:
    """An array of nh_measure."""
    made = ffi.new("nh_measure[]", len(names))
    for at, name in enumerate(names):
        held, text = as_text(name)
        if not lib.nh_measure_parse(text, made + at):
            raise ValueError(f"{name!r} is no measure")
    return made


def _name_of(measure: Any) -> str:
    out = ffi.new("char[]", ffi.integer_const("NH_MEASURE_TEXT_SIZE"))
    lib.nh_measure_text(measure, out)
    return string_of(out)


class Evaluation(Handle, Mapping[str, Dict[str, float]]):
    """Values of measures: of each question by its id, and in the mean."""

    def __init__(self, pointer: Any, measures: List[str]) -> None:
        super().__init__(pointer, lib.nh_evaluation_free)
        self.measures = measures
        """Their names, in order."""
        self._found = facts("nh_evaluation_facts")
        lib.nh_evaluation_facts_get(pointer, self._found)
        self._places = {decode(lib.nh_evaluation_query(pointer, i)): i
                        for i in range(self._found.queries)}

    def __getitem__(self, query: str) -> Dict[str, float]:
        place = self._places[query]
        return {name: float(lib.nh_evaluation_value(self._pointer, place, i))
                for i, name in enumerate(self.measures)}

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    @property
    def mean(self) -> Dict[str, float]:
        """Means over the questions; of what is counted, sums."""
        return {name: float(lib.nh_evaluation_mean(self._pointer, i))
                for i, name in enumerate(self.measures)}

    @property
    def missing(self) -> int:
        """Questions that have judgments, but no ranking."""
        return int(self._found.missing)

    @property
    def unknown(self) -> int:
        """Questions that have a ranking, but no judgments."""
        return int(self._found.unknown)

    def compare(self, other: Evaluation, measure: str,
                **options: Unpack[ComparisonOptions]) -> Comparison:
        """Is the other run better than this one, or is it chance?"""
        how, out, failure = (Struct("nh_comparison_options", **options),
                             facts("nh_comparison"), new_error())
        check(lib.nh_evaluation_compare(self._pointer, other._pointer,
                                        self.measures.index(measure), how.pointer, out,
                                        failure), failure)
        return Comparison(*(getattr(out, name) for name in Comparison._fields))


def evaluate(qrels: Union[Path, Handle], run: Union[Path, Handle], measures: Sequence[str],
             **options: Unpack[EvaluationOptions]) -> Evaluation:
    """Measures a run. Judgments and runs are paths, or what was read from them."""
    judged = qrels if isinstance(qrels, Handle) else read_qrels(qrels)
    ranked = run if isinstance(run, Handle) else read_run(run)
    how, wanted = Struct("nh_evaluation_options", **options), _measures(measures)
    out, failure = ffi.new("nh_evaluation **"), new_error()
    check(lib.nh_evaluation_new(judged._pointer, ranked._pointer, wanted, len(measures),
                                how.pointer, out, failure), failure)
    return Evaluation(out[0], [_name_of(wanted[i]) for i in range(len(measures))])
