#!/usr/bin/env python3
"""tests/corpora/test_cacm.py - exact BM25 on the CACM collection gives its known figures.

Porter stemmer, the 33 classic stop words, k1 0.9, b 0.4, articles as units: MAP 0.3120 and
P@30 0.1917, each to 0.002. The queries are run one by one by nh-search. Needs the folder
`judged/cacm` below NH_CORPORA; is skipped where it is absent.
"""
import os
import pathlib
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(os.environ.get("NH_SOURCE", pathlib.Path(__file__).resolve().parents[2]))
BIN = pathlib.Path(os.environ.get("NH_BIN", SOURCE / ".build/dev/bin"))
CORPORA = pathlib.Path(os.environ.get("NH_CORPORA", os.devnull))
MAP, P30, TOLERANCE, DEPTH = 0.3120, 0.1917, 0.002, 1000


def read_qrels(path):
    relevant = {}
    for line in path.read_text().splitlines():
        query, _, article, grade = line.split()
        if int(grade) > 0:
            relevant.setdefault(query, set()).add(article)
    return relevant


def average_precision(ranking, relevant):
    found, total = 0, 0.0
    for rank, article in enumerate(ranking, 1):
        if article in relevant:
            found += 1
            total += found / rank
    return total / len(relevant)


def search(index, query_id, text):
    out = subprocess.run(
        [BIN / "nh-search", "--raw", "--match=any", "--format=trec", "-n", str(DEPTH), "--qid",
         query_id, "--query=" + text, index], stdout=subprocess.PIPE, check=False)
    if out.returncode not in (0, 1):
        sys.exit("nh-search ended with %d for query %s" % (out.returncode, query_id))
    return [line.split()[2] for line in out.stdout.decode().splitlines()]


def main():
    folder = CORPORA / "judged/cacm"
    if not folder.is_dir():
        print("skipped: no CACM collection (set NH_CORPORA)")
        return 77  # what ctest counts as skipped
    relevant = read_qrels(folder / "qrels.txt")
    precision, at30, n = 0.0, 0.0, 0
    with tempfile.TemporaryDirectory() as temporary:
        index = os.path.join(temporary, "cacm.idx")
        subprocess.run([BIN / "nh-index", "add", "-q", "--stem=porter", "--stopwords=classic33",
                        "--analysis=plain", "--passages=none", index,
                        folder / "docs.jsonl.gz"], check=True)
        for line in (folder / "queries.tsv").read_text().splitlines():
            query_id, text = line.split("\t", 1)
            if query_id not in relevant:
                continue
            ranking = search(index, query_id, text)
            n += 1
            precision += average_precision(ranking, relevant[query_id])
            at30 += sum(a in relevant[query_id] for a in ranking[:30]) / 30
    precision, at30 = precision / n, at30 / n
    print("%d queries: MAP %.4f (%.4f), P@30 %.4f (%.4f)" % (n, precision, MAP, at30, P30))
    return 0 if abs(precision - MAP) <= TOLERANCE and abs(at30 - P30) <= TOLERANCE else 1


if __name__ == "__main__":
    sys.exit(main())
