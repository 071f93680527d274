"""tests/format/test_second_reader.py - the reader made from the page agrees with nh-index."""
import json
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import reader  # noqa: E402

SOURCE = os.environ.get("NH_SOURCE", os.getcwd())
PROGRAM = os.path.join(os.environ.get("NH_BIN", ".build/dev/bin"), "nh-index")


def run(*words):
    return subprocess.run([PROGRAM, *words], check=True, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=300).stdout


def compare(index, what):
    _, segments = reader.read_index(index)
    ours = b"".join(line + b"\n" for s in segments for line in reader.dump(s, what))
    theirs = run("dump", index, what)
    if ours != theirs:
        for a, b in zip(ours.split(b"\n"), theirs.split(b"\n")):
            if a != b:
                sys.exit("%s of %s:\n  page: %r\n  nh-index: %r" % (what, index, a, b))
        sys.exit("%s: %d and %d bytes" % (what, len(ours), len(theirs)))
    print("%s: %d lines agree" % (what, ours.count(b"\n")))


def compare_docs(index):
    """Passages and texts of every article, in the lines that both print."""
    _, segments = reader.read_index(index)
    for segment in segments:
        lines, docs = list(reader.dump(segment, "docs")), []
        for line in lines:
            if line.startswith(b"id\t"):
                docs.append([])
            docs[-1].append(line)
        for doc in docs[::7]:
            theirs = run("dump", index, "doc", doc[0][3:].decode()).split(b"\n")
            for line in doc:
                if line.startswith(b"passage\t") and line not in theirs:
                    sys.exit("not in nh-index dump: %r" % line)
        print("docs: %d articles read" % len(docs))


SECTIONS = ("info terms heads directory postings positions codes lengths places articles ids "
            "dates keywords stored stored-table maxima ranks spans dictionaries champions "
            "words").split()


def blocks(page, kind):
    """The tagged blocks of FORMAT.md: {name: text}."""
    return dict(re.findall(r"^```%s (\S+)\n(.*?)^```" % kind, page, re.M | re.S))


def page_hex(text):
    out = b""
    for word in text.split():
        byte, _, times = word.partition("*")
        out += bytes.fromhex(byte) * int(times or 1)
    return out


def the_example_of_the_page():
    with open(os.path.join(SOURCE, "common/docs/FORMAT.md"), encoding="utf-8") as f:
        page = f.read()
    given, values = blocks(page, "hex"), blocks(page, "values")
    segment = reader.Segment({2 + i: page_hex(given.get(n, ""))
                              for i, n in enumerate(SECTIONS)})
    found = {what: "".join(line.decode() + "\n" for line in reader.dump(segment, what))
             for what in ("terms", "postings", "docs")}
    assert found["terms"] == values["terms"], found["terms"]
    assert found["postings"].startswith(values["golan"]), found["postings"]
    assert found["postings"].endswith(values["height"]), found["postings"]
    sections, facts = reader.container(page_hex(given["deletions-file"]), 3)
    m = reader.commit(page_hex(given["commit"]))
    assert sections == {32: b"\x02"} and m["segments"][0]["del_file"] == facts
    print("page: the example is read")


def the_blocks_of_the_page():
    with open(os.path.join(SOURCE, "common/docs/FORMAT.md"), encoding="utf-8") as f:
        page = f.read()
    given, values = blocks(page, "hex"), blocks(page, "values")
    for name in ("split-docs", "unary-tf", "sparse-tf", "sparse-codes"):
        *widths, numbers = values[name].split()
        numbers = [int(n) for n in numbers.split(",")]
        c = reader.Cursor(page_hex(given[name]))
        if name.endswith("docs"):
            found = reader.Segment.docs(c, *map(int, widths), len(numbers), numbers[-1])
        elif name.endswith("tf"):
            found = reader.frequencies(c, int(widths[0]), len(numbers))
        else:
            found = reader.form_codes(c, int(widths[0]), len(numbers))
        assert found == numbers and c.left() == 0, (name, found)
    print("page: its blocks are read")


def the_coded_block_of_the_page():
    with open(os.path.join(SOURCE, "common/docs/FORMAT.md"), encoding="utf-8") as f:
        page = f.read()
    given, values = blocks(page, "hex"), blocks(page, "values")
    words, singles = reader.word_list(page_hex(given["word-list"]))
    coded, spelt = page_hex(given["coded"]), values["coded"].rstrip("\n").encode()
    assert words == [b"golan", b"heights", b"the"] and singles == 2
    assert reader.spell(coded, words, singles) == spelt
    for wrong in (b"\xfe", b"\x82", b"\x82\x01", b"\xff.", b"\xfdA", b"\xfc\0"):
        try:
            reader.spell(wrong, words, singles)
        except reader.Corrupt:
            continue
        sys.exit("not refused: %r" % wrong)
    print("page: its coded block is read")


def coded_articles_are_read(folder):
    """Articles enough for a list of words: their texts are those that were added."""
    index, path, texts, x = os.path.join(folder, "coded"), os.path.join(folder, "a.jsonl"), {}, 1
    nouns = ["Senate", "the", "of", "house", "\u041c\u043e\u0441\u043a\u0432\u0430", "caf\xe9",
             "\u201cyes\u201d", "GOLAN", "committee", "a", "budget,", "vote.\n\n"]
    with open(path, "w", encoding="utf-8") as f:
        for i in range(120):
            words = []
            for _ in range(7000):
                x = (x * 1103515245 + 12345) % 2**31
                words.append(nouns[x >> 8 & 7] if x >> 16 & 3 else "%s%d" % (
                    nouns[(x >> 12) % 12], (x >> 20) % 40))
            texts[b"n%03d" % i] = " ".join(words)
            f.write(json.dumps({"id": "n%03d" % i, "text": " ".join(words)}) + "\n")
    run("add", "-q", index, path)
    run("optimize", "-q", index)
    _, (segment,) = reader.read_index(index)
    assert segment.s[22], "no list of words"
    for a, fields in enumerate(segment.stored()):
        assert fields[2].decode() == texts[segment.ids[a]], segment.ids[a]
    print("coded: %d articles are read" % len(texts))


def flipped_bits_are_noticed(index):
    """The second reader must be able to fail, or it proves nothing."""
    name = next(n for n in os.listdir(index) if n.endswith(".seg"))
    data = bytearray(reader.read_file(os.path.join(index, name)))
    data[len(data) // 2] ^= 1
    try:
        reader.container(bytes(data), 2)
    except reader.Corrupt:
        return
    sys.exit("a flipped bit was not noticed")


# Enough passages for blocks of every codec, and words at many distances.
MANY = "".join("Story %d. The %s of every %s day.%s\n\n" % (
    i, "word%d" % (i % 7), "odd" if i % 3 else "even", " the the the" * (i % 5))
    for i in range(900))


def main():
    the_example_of_the_page()
    the_blocks_of_the_page()
    the_coded_block_of_the_page()
    champions = 0
    with tempfile.TemporaryDirectory() as folder:
        for options in ([], ["--store", "none", "--stem", "none"], ["--passages", "1:5:20"]):
            index = os.path.join(folder, "index%d" % len(options))
            many = os.path.join(folder, "many.txt")
            with open(many, "w", encoding="utf-8") as f:
                f.write("Many stories\n\n" + MANY)
            if options[:1] == ["--passages"]:
                index += "cut"
            run("add", "-q", *options, index, os.path.join(SOURCE, "corpus/sample/stories"),
                many)
            compare(index, "terms")
            compare(index, "postings")
            compare(index, "pairs")
            champions += sum(len(s.s[21]) for s in reader.read_index(index)[1])
            compare_docs(index)
        flipped_bits_are_noticed(index)
        coded_articles_are_read(folder)
    assert champions > 0, "no index has champions"


if __name__ == "__main__":
    main()
