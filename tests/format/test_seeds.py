"""tests/format/test_seeds.py - fuzzing begins with segments of today's format: a seed that is refused at once reaches nothing."""
import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import reader  # noqa: E402

SEEDS = os.path.join(os.environ.get("NH_SOURCE", os.getcwd()), "tests/fuzz/corpus")


def seeds(target):
    folder = os.path.join(SEEDS, target)
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), "rb") as file:
            yield name, file.read()


class Seeds(unittest.TestCase):
    def test_segments_are_sound(self):
        for name, data in seeds("segment"):
            with self.subTest(name):
                sections, _ = reader.container(data, 2)
                segment = reader.Segment(sections)
                self.assertGreater(len(list(reader.dump(segment, "postings"))), 0)

    def test_a_segment_has_blocks_coded_by_words(self):
        lists = 0
        for _, data in seeds("segment"):
            sections, _ = reader.container(data, 2)
            segment = reader.Segment(sections)
            list(reader.dump(segment, "docs"))
            lists += len(segment.lists)
        self.assertGreater(lists, 0)

    def test_merges_begin_with_segments_behind_a_byte(self):
        segments = [data for _, data in seeds("segment")]
        for name, data in seeds("merge"):
            with self.subTest(name):
                self.assertIn(data[1:], segments, "make it anew from the seed of the segment")

    def test_lists_of_words_are_sound(self):
        for name, data in seeds("stored_words"):
            with self.subTest(name):
                size = int.from_bytes(data[:2], "little")
                words, _ = reader.word_list(data[2:2 + size].ljust(131072, b"\0"))
                self.assertGreater(len(words), 0)


if __name__ == "__main__":
    unittest.main()
