#!/usr/bin/env python3
"""tests/corpora/test_counts.py - `nh-search -c` counts what an independent scan of the text counts.

Two hundred words and phrases are drawn from the text itself. The scan knows nothing of the
index: it splits the articles at blanks and counts those that hold the words in a row. So the
index is built with --analysis whitespace, where words are the same thing for both, and
with the blank lines taken out, since a phrase never crosses one. Needs `news` below
NH_CORPORA; is skipped where it is absent.
"""
import gzip
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(os.environ.get("NH_SOURCE", pathlib.Path(__file__).resolve().parents[2]))
BIN = pathlib.Path(os.environ.get("NH_BIN", SOURCE / ".build/dev/bin"))
CORPORA = pathlib.Path(os.environ.get("NH_CORPORA", os.devnull))
SEED = int(os.environ.get("NH_TEST_SEED", "1"))
QUERIES, SPECIAL = 200, set("\"*\\")


def articles(path):
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            a = json.loads(line)
            yield a["id"], " ".join(a["text"].split())


def draw(texts, rng):
    """Phrases of one to four words, of letters and digits so that no operator is among them."""
    drawn = set()
    while len(drawn) < QUERIES:
        words = rng.choice(texts).split(" ")
        n = rng.choice([1, 1, 2, 2, 3, 4])
        at = rng.randrange(max(1, len(words) - n))
        phrase = words[at:at + n]
        if phrase and all(w.isalnum() and len(w) < 60 for w in phrase):
            drawn.add(" ".join(phrase))
    return sorted(drawn)


def scan(texts, phrases):
    counts = dict.fromkeys(phrases, 0)
    padded = [" " + t + " " for t in texts]
    for phrase in phrases:
        needle = " " + phrase + " "
        counts[phrase] = sum(needle in t for t in padded)
    return counts


def check(path, name):
    rng = random.Random(SEED)
    wrong = 0
    with tempfile.TemporaryDirectory() as temporary:
        clean = os.path.join(temporary, "clean.jsonl")
        index = os.path.join(temporary, "news.idx")
        texts = []
        with open(clean, "w", encoding="utf-8") as out:
            for number, (_, text) in enumerate(articles(path)):
                if text:
                    texts.append(text)
                    out.write(json.dumps({"id": "a%d" % number, "text": text}) + "\n")
        subprocess.run([BIN / "nh-index", "add", "-q", "--analysis=whitespace", "--store=none",
                        index, clean], check=True)
        counts = scan(texts, draw(texts, rng))
        for phrase, expected in counts.items():
            out = subprocess.run([BIN / "nh-search", "-c", index, '"%s"' % phrase],
                                 stdout=subprocess.PIPE, check=False)
            got = int(out.stdout or b"-1")
            if got != expected:
                wrong += 1
                print("%s: \"%s\": counted %d, the text has %d" % (name, phrase, got, expected))
    print("%s: %d articles, %d phrases, %d wrong (NH_TEST_SEED=%d)"
          % (name, len(texts), len(counts), wrong, SEED))
    return wrong


def main():
    names = ["news_2025", "senate_press"]
    paths = [CORPORA / "news" / (name + ".jsonl.gz") for name in names]
    if not all(p.is_file() for p in paths):
        print("skipped: no news corpora (set NH_CORPORA)")
        return 77  # what ctest counts as skipped
    return 1 if sum(check(p, n) for p, n in zip(paths, names)) else 0


if __name__ == "__main__":
    sys.exit(main())
