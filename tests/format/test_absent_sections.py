"""tests/format/test_absent_sections.py - articles of one passage, and without dates, merged with others in either order."""
import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import reader  # noqa: E402

PROGRAM = os.path.join(os.environ.get("NH_BIN", ".build/dev/bin"), "nh-index")
PLAIN = [{"id": "p%d" % i, "text": "two or three words"} for i in range(40)]
DATED = [{"id": "d%d" % i, "title": "A headline", "text": "and two words", "date": "2025-01-02"}
         for i in range(40)]
OTHERS = [{"id": "o%d" % i, "text": "other words"} for i in range(40)]


def run(*words):
    return subprocess.run([PROGRAM, *words], check=True, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=300).stdout


def merged(folder, parts):
    """The segment that becomes of indexing each part by itself and optimizing."""
    index = os.path.join(folder, "index")
    for part in parts:
        path = os.path.join(folder, "part.jsonl")
        with open(path, "w", encoding="utf-8") as f:
            f.writelines(json.dumps(article) + "\n" for article in part)
        run("add", "-q", index, path)
    run("optimize", index)
    assert b"sound" in run("verify", "--deep", index)
    _, segments = reader.read_index(index)
    assert len(segments) == 1, len(segments)
    ours = b"".join(line + b"\n" for line in reader.dump(segments[0], "postings"))
    assert ours == run("dump", index, "postings")
    return segments[0]


def main():
    for parts, dates, articles in (((PLAIN, OTHERS), False, False), ((PLAIN, DATED), True, True),
                                   ((DATED, PLAIN), True, True), ((PLAIN,), False, False)):
        with tempfile.TemporaryDirectory() as folder:
            segment = merged(folder, parts)
            assert bool(segment.s[13]) == dates and bool(segment.s[11]) == articles
            assert bool(segment.s[19]) == articles  # headlines have flags
            for a in range(segment.articles):
                dated = segment.ids[a].startswith(b"d")
                assert (segment.date(a)[1] == 3) == dated, segment.date(a)
                assert segment.first[a + 1] - segment.first[a] == (2 if dated else 1)
    print("%d articles of each kind are what they were" % len(PLAIN))


if __name__ == "__main__":
    main()
