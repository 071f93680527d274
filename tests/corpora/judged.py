"""tests/corpora/judged.py - judged collections: indexes of them, runs, and what nh-search eval says.

A collection is a folder below NH_CORPORA/judged with docs.jsonl.gz, queries.tsv (id, tab, text)
and qrels.txt.
"""
import gzip
import json
import os
import pathlib
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(os.environ.get("NH_SOURCE", pathlib.Path(__file__).resolve().parents[2]))
BIN = pathlib.Path(os.environ.get("NH_BIN", SOURCE / ".build/dev/bin"))
JUDGED = pathlib.Path(os.environ.get("NH_CORPORA", os.devnull)) / "judged"
COLLECTIONS = ["adi", "cacm", "cisi", "cranfield", "med"]
DEPTH = 1000


def skip_without(*names):
    """Ends the test as skipped where the collections are not there."""
    for name in names:
        if not (JUDGED / name).exists():
            print("skipped: no judged collection %s (set NH_CORPORA)" % name)
            sys.exit(77)  # what ctest counts as skipped


def create(index, collection, *options):
    """An index of a collection, whose articles are the units."""
    subprocess.run([BIN / "nh-index", "add", "-q", "--analysis=plain", "--passages=none",
                    *options, index, JUDGED / collection / "docs.jsonl.gz"], check=True)


def articles(collection):
    """Pairs of id and text, the title in front of it."""
    with gzip.open(JUDGED / collection / "docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            yield article["id"], article.get("title", "") + " " + article.get("text", "")


def create_split(index, collection, split, *options):
    """The same of texts that `split` has made words of."""
    with subprocess.Popen([BIN / "nh-index", "add", "-q", "--analysis=whitespace",
                           "--passages=none", "--format=jsonl", *options, index, "-"],
                          stdin=subprocess.PIPE, text=True, encoding="utf-8") as program:
        for article_id, text in articles(collection):
            program.stdin.write(json.dumps({"id": article_id, "text": " ".join(split(text))})
                                + "\n")
        program.stdin.close()
    if program.returncode != 0:
        sys.exit("nh-index ended with %d" % program.returncode)


def queries(collection):
    """Pairs of id and text."""
    text = (JUDGED / collection / "queries.tsv").read_text(encoding="utf-8")
    return [tuple(line.split("\t", 1)) for line in text.splitlines()]


def write_run(path, index, topics, *options):
    """A run of these queries, each taken literally, any of its words being enough."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".tsv") as questions:
        questions.writelines("%s\t%s\n" % topic for topic in topics)
        questions.flush()
        subprocess.run([BIN / "nh-search", "batch", "-q", "--in=tsv", "--raw", "--match=any",
                        "--rank=bm25", "-n", str(DEPTH), "-o", path, *options, index,
                        questions.name], check=True)


def evaluate(collection, run, measures, *options):
    """{measure: {query or "all": value}} as nh-search eval says it."""
    out = subprocess.run([BIN / "nh-search", "eval", "--tsv", "-m", ",".join(measures), *options,
                          JUDGED / collection / "qrels.txt", run], stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL, check=True).stdout.decode()
    values = {}
    for line in out.splitlines():
        measure, query_id, value = line.split("\t")
        values.setdefault(measure, {})[query_id] = float(value)
    return values
