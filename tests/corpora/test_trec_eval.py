#!/usr/bin/env python3
"""tests/corpora/test_trec_eval.py - nh-search eval says what trec_eval says, to four decimals.

Compares each query and all, on every judged collection, for rankings with distinct scores and for
ones with many equal scores. trec_eval is asked through pytrec_eval (`pip install
pytrec_eval-terrier` in an environment of its own, whose Python then runs this file). Needs
NH_CORPORA; is skipped where either is absent.
"""
import os
import sys
import tempfile

import judged

# Our name of a measure, and what pytrec_eval calls it.
NAMES = {"num_ret": "num_ret", "num_rel": "num_rel", "num_rel_ret": "num_rel_ret", "map": "map",
         "rr": "recip_rank", "rprec": "Rprec", "bpref": "bpref", "ndcg": "ndcg", "p": "set_P",
         "recall": "set_recall"}
for k in (5, 10, 30, 100, 1000):
    NAMES.update({"ndcg@%d" % k: "ndcg_cut_%d" % k, "p@%d" % k: "P_%d" % k,
                  "recall@%d" % k: "recall_%d" % k, "map@%d" % k: "map_cut_%d" % k})
NAMES.update({"success@1": "success_1", "success@5": "success_5", "success@10": "success_10"})
SUMMED = {"num_ret", "num_rel", "num_rel_ret"}


def read_qrels(path):
    qrels = {}
    for line in path.read_text().splitlines():
        query_id, _, article, grade = line.split()
        qrels.setdefault(query_id, {})[article] = int(grade)
    return qrels


def read_run(path):
    run = {}
    with open(path, encoding="ascii") as lines:
        for line in lines:
            query_id, _, article, _, score, _ = line.split()
            run.setdefault(query_id, {})[article] = float(score)
    return run


def coarse(path, to):
    """The same run with scores rounded, so that many are equal; and in another order."""
    with open(path, encoding="ascii") as lines:
        rows = [line.split() for line in lines]
    with open(to, "w", encoding="ascii") as out:
        for row in sorted(rows, key=lambda row: row[2]):
            row[4] = "%.1f" % float(row[4])
            out.write(" ".join(row) + "\n")


def compare(collection, run, relevant, evaluator_of):
    """How many values there are, and how many differ in the fourth decimal."""
    qrels = read_qrels(judged.JUDGED / collection / "qrels.txt")
    measures = {name.rsplit("_", 1)[0] if name[-1].isdigit() else name for name in NAMES.values()}
    theirs = evaluator_of(qrels, {m if m not in ("P", "recall", "ndcg_cut", "map_cut", "success")
                                  else m + "." + ",".join(
                                      sorted({n.rsplit("_", 1)[1] for n in NAMES.values()
                                              if n.rsplit("_", 1)[0] == m}, key=int))
                                  for m in measures}, relevant).evaluate(read_run(run))
    ours = judged.evaluate(collection, run, list(NAMES), "--per-query",
                           "--relevant=%d" % relevant)
    count = wrong = 0
    for name, their_name in NAMES.items():
        wanted = {query_id: values[their_name] for query_id, values in theirs.items()}
        total = sum(wanted[query_id] for query_id in sorted(wanted))
        wanted["all"] = total if name in SUMMED else total / len(wanted)
        if set(wanted) != set(ours[name]):
            print("%s %s: other queries" % (collection, name))
            wrong += 1
        for query_id, value in wanted.items():
            count += 1
            if abs(ours[name].get(query_id, -1) - value) > 0.00005 + 1e-9:
                print("%s %s, query %s: %.4f, trec_eval has %.6f" %
                      (collection, name, query_id, ours[name].get(query_id, -1), value))
                wrong += 1
    return count, wrong


def main():
    judged.skip_without(*judged.COLLECTIONS)
    try:
        import pytrec_eval
    except ImportError:
        print("skipped: no pytrec_eval (pip install pytrec_eval-terrier)")
        return 77
    total = wrong = 0

    def evaluator_of(qrels, measures, relevant):
        return pytrec_eval.RelevanceEvaluator(qrels, measures, relevance_level=relevant)

    with tempfile.TemporaryDirectory() as folder:
        for collection in judged.COLLECTIONS:
            index = os.path.join(folder, collection + ".idx")
            run, rounded = os.path.join(folder, "run"), os.path.join(folder, "rounded")
            judged.create(index, collection, "--stem=porter", "--stopwords=classic33")
            judged.write_run(run, index, judged.queries(collection))
            coarse(run, rounded)
            for path, relevant in ((run, 1), (rounded, 1), (rounded, 2)):
                count, off = compare(collection, path, relevant, evaluator_of)
                total, wrong = total + count, wrong + off
    print("%d of %d values agree" % (total - wrong, total))
    return 0 if wrong == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
