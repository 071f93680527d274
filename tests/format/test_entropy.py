"""tests/format/test_entropy.py - streams and their entropy are those that the second reader counts, by the manual's words."""
import json
import math
import os
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import reader  # noqa: E402

SOURCE = os.environ.get("NH_SOURCE", os.getcwd())
PROGRAM = os.path.join(os.environ.get("NH_BIN", ".build/dev/bin"), "nh-index")


def run(*words):
    return subprocess.run([PROGRAM, *words], check=True, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=300).stdout


def entropy(counter):
    n = sum(counter.values())
    return sum(k * math.log2(n / k) for k in counter.values())


def by_class(seen):
    """Entropy of pairs (class, value), the class being known."""
    classes = defaultdict(Counter)
    for kind, value in seen:
        classes[kind][value] += 1
    return sum(entropy(c) for c in classes.values())


def parts(t):
    """The blocks of a list: (passage, positions, codes) each; a small list is one."""
    at = 0
    for n in t.get("counts", [t["df"]]):
        yield t["list"][at:at + n]
        at += n


def gaps(segment, t):
    """(class, width) of each gap, and the bits below the highest of each."""
    before = -1
    for part in parts(t):
        passages = [p for p, _, _ in part]
        small = t["flags"] & 1
        mean = (segment.passages if small else passages[-1] - before) // len(part)
        less = [b - a - 1 for a, b in zip([-1] + passages, passages)][0 if small else 1:]
        for gap in less:
            yield (mean.bit_length(), gap.bit_length()), max(gap.bit_length() - 1, 0)
        before = passages[-1]


def frequencies(t):
    for part in parts(t):
        tf = [len(positions) for _, positions, _ in part]
        mean = 16 * (sum(tf) - len(tf)) // len(tf)
        yield from ((mean.bit_length(), n) for n in tf)


def lists(segment, entries):
    """Bits of gaps and of frequencies."""
    seen = [gap for t in entries for gap in gaps(segment, t)]
    return (by_class(kind for kind, _ in seen) + sum(low for _, low in seen),
            by_class(kind for t in entries for kind in frequencies(t)))


def position_bits(segment, terms):
    return sum(math.log2(math.comb(segment.spans[p], min(len(places), segment.spans[p])))
               for t in terms for p, places, _ in t["list"])


def key_bits(entries):
    shared, following, before = Counter(), [], b""
    for t in entries:
        n = len(os.path.commonprefix([before, t["text"]]))
        shared[n] += 1
        symbols = list(t["text"]) + ["end"]
        following += [(symbols[i - 1] if i else 0, symbols[i]) for i in range(n, len(symbols))]
        before = t["text"]
    return entropy(shared) + by_class(following)


def champion_bits(segment, entries):
    """By what the second reader says of each list: its postings, and the worths beside them."""
    all_of = [t["champions"] for t in entries if t["flags"] & 16]
    listed = [worth for c in all_of for worth in c["listed"]]
    beside = [worth for c in all_of for worth in c["beside"]]
    return (sum(math.log2(math.comb(segment.passages, len(c["listed"]))) for c in all_of) +
            entropy(Counter(len(c["listed"]) for c in all_of)) +
            sum(entropy(Counter(w[i] for w in worths)) for worths in (listed, beside)
                for i in (0, 1)))


def expected(segment):
    """Entropy by stream, in bits, of an index of one segment."""
    entries = list(segment.entries())
    terms, pairs = [t for t in entries if not t["pair"]], [t for t in entries if t["pair"]]
    gap_bits, tf_bits = lists(segment, terms)
    return {
        "gaps": gap_bits, "frequencies": tf_bits, "pairs": sum(lists(segment, pairs)),
        "positions": position_bits(segment, terms),
        "codes": sum(entropy(Counter(c for _, _, codes in t["list"] for c in codes))
                     for t in terms),
        "champions": champion_bits(segment, entries),
        "keys": key_bits(entries), "lengths": entropy(Counter(segment.lengths)),
        "spans": entropy(Counter(s - n for s, n in zip(segment.spans, segment.lengths))) +
        entropy(Counter(segment.passage_flags)),
    }


def check_bytes(segment, streams):
    """Streams take their sections, and what small lists and keys are of the dictionary."""
    entries = list(segment.entries())
    small = sum(t["small"] for t in entries if t["flags"] & 1)
    lists_of = sum(streams[n]["bytes"] for n in ("gaps", "frequencies", "positions", "codes",
                                                 "pairs"))
    assert lists_of == sum(len(segment.s[k]) for k in (6, 7, 8)) + small, (lists_of, small)
    assert streams["lengths"]["bytes"] == len(segment.s[9])
    assert streams["spans"]["bytes"] == len(segment.s[19])
    assert streams["champions"]["bytes"] == len(segment.s[21])
    keys = sum(t["key_size"] for t in entries)
    assert streams["keys"]["bytes"] == keys, (streams["keys"], keys)


def check(index):
    told = json.loads(run("stats", "--json", "--entropy", index))
    (segment,) = reader.read_index(index)[1]
    for name, bits in expected(segment).items():
        assert abs(told["streams"][name]["entropy"] - bits / 8) <= 1, (name, bits / 8, told)
    assert set(told["streams"]) == set(expected(segment))
    check_bytes(segment, told["streams"])
    plain = json.loads(run("stats", "--json", index))
    assert "streams" not in plain and plain["postings"] == segment.postings
    text = run("stats", "--entropy", index).decode()
    assert "\nfrequencies " in text and "frequencies" not in run("stats", index).decode()
    return sum(bits > 0 for bits in expected(segment).values())


# Words of many frequencies, forms, and lengths.
MANY = "".join("Story %d. The %s of every %s day runs.%s\n\n" % (
    i, "word%d" % (i % 7), "odd" if i % 3 else "even", " the the running" * (i % 5))
    for i in range(900))


def main():
    with tempfile.TemporaryDirectory() as folder:
        many = os.path.join(folder, "many.txt")
        with open(many, "w", encoding="utf-8") as f:
            f.write("Many stories\n\n" + MANY)
        champions = 0
        for n, options in enumerate(([], ["--stem", "none", "--pairs", "none"],
                                     ["--passages", "1:5:20"])):
            index = os.path.join(folder, "index%d" % n)
            run("add", "-q", *options, index, os.path.join(SOURCE, "corpus/sample/stories"), many)
            run("optimize", "-q", index)
            print("%d streams agree" % check(index))
            champions += json.loads(run("stats", "--json", index))["sections"].get("champions", 0)
        assert champions > 0, "no list was long enough for champions"


if __name__ == "__main__":
    main()
