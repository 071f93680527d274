"""Full-text search in news: ranked passages from an index of newshound.

>>> with newshound.open("news.idx") as index:
...     for hit in index.search('"Golan Heights"', limit=2):
...         print(f"{hit.score:.3f} {hit.title}")
1.693 Syria and Israel sound out a new security line, officials say
1.624 Observers on the Golan Heights count fewer shots and more goats
"""
from newshound._library import lib as _lib
from newshound._options import (ArticleParts, AskOptions, BatchOptions, ComparisonOptions,
                                CorpusOptions, EvaluationOptions, IndexOptions, QueryOptions,
                                ReaderOptions, RenderOptions, SearchOptions, Stop, TextOptions,
                                TopicsOptions, WriterOptions)
from newshound._structs import string_of as _string_of
from newshound.batch import BatchFacts, Topic, TopicFailure, TopicFiles
from newshound.corpus import Document, Notice, read
from newshound.dates import Date
from newshound.errors import (ArgumentError, BusyError, CancelledError, CommitUnknownError,
                              CorruptError, Error, InputOutputError, InternalError, LimitError,
                              LockedError, OutOfMemoryError, QueryError, RefusedError,
                              SpaceError, VersionError)
from newshound.highlighting import Highlights
from newshound.index import Article, Index, IndexFacts, Word
from newshound.index import open as open
from newshound.inspection import (AnalyzedWord, Finding, Stats, StreamBytes, analyze, dump,
                                  stats, streams, verify)
from newshound.measures import Comparison, Evaluation, evaluate, read_qrels, read_run
from newshound.results import (ExplainLine, Explanation, Hit, Mark, Passage, Query,
                               QueryWarning, Results)
from newshound.shards import Statistics, merge, search_shards
from newshound.writing import Commit, FilesAdded, Progress, Writer, writer

# What `import *` brings: all but open(), which would take the place of Python's own.
__all__ = [
    "AnalyzedWord", "ArgumentError", "Article", "ArticleParts", "AskOptions", "BatchFacts",
    "BatchOptions", "BusyError", "CancelledError", "Commit", "CommitUnknownError", "Comparison",
    "ComparisonOptions", "CorpusOptions", "CorruptError", "Date", "Document", "Error",
    "Evaluation", "EvaluationOptions", "ExplainLine", "Explanation", "FilesAdded", "Finding",
    "Highlights", "Hit", "Index", "IndexFacts", "IndexOptions", "InputOutputError",
    "InternalError", "LimitError", "LockedError", "Mark", "Notice", "OutOfMemoryError",
    "Passage", "Progress", "Query", "QueryError", "QueryOptions", "QueryWarning",
    "ReaderOptions", "RefusedError", "RenderOptions", "Results", "SearchOptions", "SpaceError",
    "Statistics", "Stats", "Stop", "StreamBytes", "TextOptions", "Topic", "TopicFailure",
    "TopicFiles", "TopicsOptions", "VersionError", "Word", "Writer", "WriterOptions", "analyze",
    "dump", "evaluate", "merge", "read", "read_qrels", "read_run", "search_shards", "stats",
    "streams", "verify", "version", "writer",
]


def version() -> str:
    """The version of the C library."""
    return _string_of(_lib.nh_version())
