#!/usr/bin/env python3
"""tests/corpora/test_exact_bm25.py - scores in integers lose nothing: MAP is that of exact BM25.

Texts and queries are split beforehand into runs of a-z and 0-9 and indexed as they are, so that
nothing but the formula is at work. BM25 in floating point, written here independently, then has
the same MAP to 0.0005 on every judged collection, for two pairs of k1 and b. Needs NH_CORPORA.
"""
import collections
import math
import os
import re
import sys
import tempfile

import judged

TOLERANCE = 0.0005


def split(text):
    return re.findall(r"[a-z0-9]+", text.lower())


class Bm25:
    """All postings of a collection in memory."""

    def __init__(self, articles):
        self.postings = collections.defaultdict(list)
        self.lengths = {}
        for article_id, text in articles:
            words = split(text)
            if not words:
                continue
            self.lengths[article_id] = len(words)
            for word, tf in collections.Counter(words).items():
                self.postings[word].append((article_id, tf))
        self.mean = sum(self.lengths.values()) / len(self.lengths)

    def rank(self, text, k1, b):
        """Ids of the best articles; equal scores by id descending."""
        scores = collections.defaultdict(float)
        for word, times in collections.Counter(split(text)).items():
            found = self.postings.get(word, ())
            idf = math.log(1 + (len(self.lengths) - len(found) + 0.5) / (len(found) + 0.5))
            for article_id, tf in found:
                norm = k1 * (1 - b + b * self.lengths[article_id] / self.mean)
                scores[article_id] += times * idf * tf / (tf + norm)
        ids = sorted(scores, reverse=True)
        return sorted(ids, key=lambda i: -scores[i])[:judged.DEPTH]


def relevant_of(collection):
    relevant = {}
    for line in (judged.JUDGED / collection / "qrels.txt").read_text().splitlines():
        query_id, _, article_id, grade = line.split()
        articles = relevant.setdefault(query_id, set())
        if int(grade) > 0:
            articles.add(article_id)
    return relevant


def average_precision(ranking, relevant):
    found, total = 0, 0.0
    for rank, article_id in enumerate(ranking, 1):
        if article_id in relevant:
            found += 1
            total += found / rank
    return total / len(relevant) if relevant else 0


def main():
    judged.skip_without(*judged.COLLECTIONS)
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for collection in judged.COLLECTIONS:
            index, run = os.path.join(folder, collection + ".idx"), os.path.join(folder, "run")
            judged.create_split(index, collection, split, "--stem=none", "--stopwords=none")
            topics = [(query_id, " ".join(split(text)))
                      for query_id, text in judged.queries(collection)]
            exact, relevant = Bm25(judged.articles(collection)), relevant_of(collection)
            for k1, b in ((0.9, 0.4), (1.2, 0.75)):
                judged.write_run(run, index, topics, "--k1=%g" % k1, "--b=%g" % b)
                ours = judged.evaluate(collection, run, ["map"])["map"]["all"]
                values = [average_precision(exact.rank(text, k1, b), relevant[query_id])
                          for query_id, text in topics if query_id in relevant]
                wanted = sum(values) / len(values)
                far = abs(ours - wanted) > TOLERANCE
                wrong += far
                print("| %s | %g, %g | %.4f | %.4f |%s" %
                      (collection, k1, b, ours, wanted, " differs" if far else ""))
    return 0 if wrong == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
