#!/usr/bin/env python3
"""tests/corpora/test_reference.py - exact BM25 gives its published figures on judged collections.

Each line of judged/bm25-reference.txt below NH_CORPORA is one index and one run: collection,
stemmer, the 33 classic stop words or none, k1 and b. MAP, P@10, P@30, nDCG@10 and R@1000 are to
agree to 0.005, and on CACM with Porter, stop words, k1 0.9 and b 0.4 MAP and P@30 to 0.002.
A second time, texts and queries are split beforehand as the reference splits them; then all are
to agree to 0.0005, terms and tokens exactly, so that what differs the first time is its words. Prints the table of
common/docs/RANKING.md. Is skipped where the folder is absent.
"""
import os
import re
import subprocess
import sys
import tempfile

import judged

LINE = re.compile(r"(?P<set>\w+)\s+(?P<stem>\w+)\s+stop=(?P<stop>[01]) k1=(?P<k1>[\d.]+) "
                  r"b=(?P<b>[\d.]+)\s+queries\s+(?P<n>\d+)\s+MAP (?P<map>[\d.]+)\s+"
                  r"P@10 (?P<p10>[\d.]+)\s+P@30 (?P<p30>[\d.]+)\s+nDCG@10 (?P<ndcg>[\d.]+)\s+"
                  r"R@1000 (?P<recall>[\d.]+)\s+\| terms (?P<terms>\d+) tokens (?P<tokens>\d+)")
MEASURES = {"map": "map", "p@10": "p10", "p@30": "p30", "ndcg@10": "ndcg",
            "recall@1000": "recall"}
TOLERANCE, GATE, ALIKE = 0.005, 0.002, 0.0005
GATE_LINE = ("cacm", "porter", "1", "0.9")


def split(text):
    """Words of the reference: letters and digits, with one point or apostrophe between them; a
    possessive ending is dropped."""
    words = re.findall(r"[^\W_]+(?:[.'][^\W_]+)*", text.lower())
    return [word[:-2] if word.endswith("'s") else word for word in words]


def index_of(row, is_split, folder):
    index = os.path.join(folder, "%s-%s-%s-%s.idx" % (row["set"], row["stem"], row["stop"],
                                                      is_split))
    options = ["--stem=" + row["stem"],
               "--stopwords=" + ("classic33" if row["stop"] == "1" else "none")]
    if not os.path.exists(index):
        if is_split:
            judged.create_split(index, row["set"], split, *options)
        else:
            judged.create(index, row["set"], *options)
    return index


def size_of(index):
    """Terms and tokens, as nh-index stats counts them."""
    out = subprocess.run([judged.BIN / "nh-index", "stats", "--json", index], check=True,
                         stdout=subprocess.PIPE).stdout.decode()
    return [int(re.search(r'"%s":(\d+)' % name, out).group(1)) for name in ("terms", "words")]


def differences(row, is_split, folder):
    """{measure: (value, difference from the reference)}, and the same of terms and tokens."""
    index, run = index_of(row, is_split, folder), os.path.join(folder, "run")
    topics = judged.queries(row["set"])
    if is_split:
        topics = [(query_id, " ".join(split(text))) for query_id, text in topics]
    judged.write_run(run, index, topics, "--k1=" + row["k1"], "--b=" + row["b"])
    values = judged.evaluate(row["set"], run, ["num_q", *MEASURES])
    found = {"num_q": (values["num_q"]["all"], values["num_q"]["all"] - int(row["n"]))}
    for measure, column in MEASURES.items():
        value = values[measure]["all"]
        found[measure] = (value, value - float(row[column]))
    for name, size in zip(("terms", "tokens"), size_of(index)):
        found[name] = (size, size - int(row[name]))
    return found


def bound(row, measure):
    is_gate = (row["set"], row["stem"], row["stop"], row["k1"]) == GATE_LINE
    return GATE if is_gate and measure in ("map", "p@30") else TOLERANCE


def main():
    judged.skip_without("bm25-reference.txt", *judged.COLLECTIONS)
    wrong = 0
    rows = [LINE.match(line).groupdict()
            for line in (judged.JUDGED / "bm25-reference.txt").read_text().splitlines()]
    print("| collection | stemmer | stop words | k1, b | MAP | P@10 | P@30 | nDCG@10 | R@1000 "
          "| terms | tokens | split alike |")
    print("|---|---|---|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        for row in rows:
            ours, alike = (differences(row, is_split, folder) for is_split in (False, True))
            furthest = max((abs(alike[m][1]), m) for m in MEASURES)
            off = ([m for m in MEASURES if abs(ours[m][1]) > bound(row, m)] +
                   [m + " split alike" for m in MEASURES if abs(alike[m][1]) > ALIKE] +
                   ["num_q"] * (ours["num_q"][1] != 0) +
                   [name for name in ("terms", "tokens") if alike[name][1] != 0])
            cells = ["%.4f %+.4f" % ours[m] for m in MEASURES]
            cells += ["%d %+d" % ours[name] for name in ("terms", "tokens")]
            cells.append("%.4f" % furthest[0])
            print("| %s | %s | %s | %s, %g | %s |%s" % (
                row["set"], row["stem"], "33" if row["stop"] == "1" else "none", row["k1"],
                float(row["b"]), " | ".join(cells),
                " differs: " + ", ".join(off) if off else ""))
            wrong += len(off) > 0
    print("%d of %d lines agree" % (len(rows) - wrong, len(rows)))
    return 0 if wrong == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
