"""tests/bindings/python_cases.py - what the Python package promises, against the libraries of the build.

Run by test_python.py in a folder with news.idx and sample/, with unittest; python_more_cases.py has what
writes.
"""
import datetime
import gc
import os
import pickle
import re
import shutil
import subprocess
import tempfile
import threading
import unittest

import newshound

SEARCH = os.path.join(os.environ["NH_BIN"], "nh-search")


def said_by_program(arguments):
    """Lines of `nh-search --json`, without its time."""
    done = subprocess.run([SEARCH, "--json", *arguments], capture_output=True, check=False)
    return re.sub(r',"ms":[0-9.]+', "", done.stdout.decode())


class OfNews(unittest.TestCase):
    """With an open index, and a folder for others."""

    def setUp(self):
        self.index = newshound.open("news.idx")
        self.folder = tempfile.mkdtemp(prefix="newshound-cases.")
        self.addCleanup(shutil.rmtree, self.folder)

    def path(self, name):
        return os.path.join(self.folder, name)


class Answers(OfNews):
    def test_json_is_that_of_the_program_byte_for_byte(self):
        for query, options, arguments in [
                ('"Golan Heights"', {}, []),
                ("Barrack", {"limit": 3}, ["-n", "3"]),
                ("=barrack", {"skip": 2, "limit": 2}, ["--skip", "2", "-n", "2"]),
                ("golan talks", {"match": "all", "passages": 3},
                 ["--match", "all", "--passages", "3"]),
                ("golan talks", {"match": "any", "by": "passage"},
                 ["--match", "any", "--by", "passage"]),
                ("barrac* -date:2024", {"explain": True}, ["--explain"]),
                ("title:golan OR lede:envoy", {"sort": "date"}, ["--sort", "date"]),
                ('"golan heights', {}, []),
                ("São Paulo Türkiye", {"match": "any"}, ["--match", "any"]),
                ("golan^3 apples", {"k1": 1.2, "b": 0.75}, ["--k1", "1.2", "--b", "0.75"]),
                ("nothing-of-the-kind", {}, []),
                ("last:30d golan", {"now": 1751328000}, ["--now", "2025-07-01"]),
                ("(golan", {"raw": True}, ["--raw"]),
                ("*", {"limit": 100}, ["-n", "100"])]:
            with self.subTest(query=query):
                answer = self.index.search(query, **options)
                self.assertEqual(answer.json(),
                                 said_by_program([*arguments, "news.idx", "--", query]))

    def test_a_hit_says_what_it_is(self):
        hit = self.index.search('"Golan Heights"')[0]
        self.assertEqual(hit.id, "sample/stories/golan-wire.txt")
        self.assertEqual((str(hit.date), hit.date.precision, hit.source, hit.rank),
                         ("2025-06-30", "day", "Meridian Wire", 1))
        self.assertEqual(hit.date.datetime.year, 2025)
        self.assertEqual(hit.score, hit.score_units / 2**20)
        passage = hit.passages[0]
        self.assertEqual([passage.text[m.start:m.end] for m in passage.marks],
                         ["Golan Heights"] * 2)
        text = self.index.article(hit.id).text
        self.assertEqual(text[passage.character:][:20], passage.text[:20])
        self.assertEqual(text.encode()[passage.at:][:20], passage.text.encode()[:20])

    def test_marks_are_characters_where_text_is_not_ascii(self):
        for hit in self.index.search("Paulo OR Türkiye OR shoe", limit=20):
            for passage in hit.passages:
                found = {passage.text[m.start:m.end].lower() for m in passage.marks}
                self.assertLessEqual(found, {"paulo", "paulo’s", "türkiye", "turkey", "shoe",
                                             "türkiye’s"}, passage.text)

    def test_an_answer_is_a_sequence(self):
        answer = self.index.search("golan", limit=4)
        self.assertEqual(len(answer), 4)
        self.assertEqual(answer[-1].id, list(answer)[3].id)
        self.assertEqual([h.rank for h in answer[1:3]], [2, 3])
        self.assertTrue(self.index.search("golan", skip=3)[0].rank == 4)
        for place in (4, -5):
            with self.assertRaises(IndexError):
                answer[place]
        self.assertFalse(self.index.search("zeppelin"))

    def test_scores_are_the_sum_of_their_lines(self):
        for hit in self.index.search("golan talks envoy", explain=True, match="any"):
            passage = hit.passages[0]
            self.assertAlmostEqual(sum(x.score for x in passage.explain().lines),
                                   passage.score, places=9)
        self.assertIsNone(self.index.search("golan")[0].passages[0].explain())

    def test_a_closed_index_is_unmapped_without_the_collector(self):
        def mapped():
            with open("/proc/self/maps", encoding="utf-8") as f:
                return sum("kept.idx" in line for line in f)

        shutil.copytree("news.idx", self.path("kept.idx"))
        gc.disable()
        self.addCleanup(gc.enable)
        index = newshound.open(self.path("kept.idx"))
        answer = index.search("golan")
        self.assertGreater(mapped(), 0)
        index.close()
        self.assertEqual(answer[0].rank, 1)
        del answer
        self.assertEqual(mapped(), 0)
        with newshound.open(self.path("kept.idx")) as index:
            index.highlight("golan", "The Golan.")
            index.batch(["golan"], self.path("out"))
            index.statistics("golan")
        self.assertEqual(mapped(), 0)
        index = newshound.open(self.path("kept.idx"))
        index.count("golan")
        del index
        self.assertEqual(mapped(), 0)

    def test_a_search_that_ends_after_close_leaves_nothing(self):
        reader = self.index.reader()
        with reader.searcher():
            self.index.close()
        self.assertEqual(reader._idle, [])

    def test_options_that_make_no_sense_are_refused(self):
        with self.assertRaisesRegex(TypeError, "no option 'limits'"):
            self.index.search("golan", limits=3)
        with self.assertRaisesRegex(ValueError, "'some' is none of all, any, auto"):
            self.index.search("golan", match="some")
        with self.assertRaisesRegex(newshound.ArgumentError, "") as caught:
            self.index.search("golan", k1=-1.0)
        self.assertEqual(caught.exception.code, "argument")
        with self.assertRaisesRegex(ValueError, "none of"):
            self.index.search("golan").render("xml")
        with self.assertRaisesRegex(TypeError, "parsed already: strict"):
            self.index.search(self.index.query("golan"), strict=True)
        with self.assertRaisesRegex(newshound.ArgumentError, "limit: -1 is out of range"):
            self.index.search("golan", limit=-1)
        with self.assertRaisesRegex(TypeError, "limit: "):
            self.index.search("golan", limit="3")
        with self.assertRaisesRegex(TypeError, "str or bytes, not int"):
            self.index.search(7)
        with self.assertRaisesRegex(ValueError, "null"):
            self.index.search("golan", language="e\0n")

    def test_a_question_may_be_any_text(self):
        for text in ("", "\0", b"\xff\xfe golan", "(((", "golan " * 40):
            self.index.search(text)
        with self.assertRaises(newshound.LimitError):
            self.index.search("golan " * 5000)

    def test_words_and_dates(self):
        words = list(self.index.words("barrack"))
        self.assertEqual({w.term for w in words}, {"barrack"})
        self.assertGreater(len(list(self.index.words())), 2000)
        with self.assertRaises(newshound.ArgumentError):
            next(self.index.words("b*k"))
        now = datetime.datetime(2025, 7, 1)
        self.assertEqual(self.index.count("last:30d", now=now),
                         self.index.count("date:2025-06-01..2025-07-01"))

    def test_articles_like_another(self):
        alike = self.index.like("sample/stories/golan-wire.txt")
        hits = [hit.id for hit in self.index.search(alike)]
        self.assertEqual(hits[0], "sample/stories/golan-reprint.txt")
        self.assertNotIn("sample/stories/golan-wire.txt", hits)

    def test_a_text_of_nobody_is_matched_and_marked(self):
        found = self.index.highlight('"golan heights" apples', "Äpfel! Apples, Golan Heights.",
                                     headline="Apples", date="2025-06-30")
        self.assertTrue(found)
        self.assertEqual(found.marked("[", "]"), "Äpfel! [Apples], [Golan Heights].")
        self.assertEqual(len(found.headline_marks), 1)
        self.assertFalse(self.index.highlight("golan", "Bees."))
        self.assertTrue(self.index.highlight("date:2025 bee", "Bees.", date="2025-03"))


class Failures(OfNews):
    def test_each_failure_has_its_exception(self):
        with self.assertRaises(newshound.InputOutputError) as caught:
            newshound.open(self.path("none.idx"))
        error = caught.exception
        self.assertEqual((error.code, error.where, error.offset),
                         ("io", self.path("none.idx"), None))
        self.assertIn("No such file", str(error))
        with self.assertRaises(newshound.QueryError) as caught:
            self.index.query("golan (", strict=True)
        self.assertEqual((caught.exception.where, caught.exception.offset), ("golan (", 6))
        again = pickle.loads(pickle.dumps(caught.exception))
        self.assertEqual((type(again), str(again)), (newshound.QueryError,
                                                     str(caught.exception)))

    def test_a_damaged_index_says_which_byte(self):
        shutil.copytree("news.idx", self.path("bad.idx"))
        segment = next(n for n in os.listdir(self.path("bad.idx")) if n.endswith(".seg"))
        path = os.path.join(self.path("bad.idx"), segment)
        with open(path, "r+b") as f:
            f.seek(os.path.getsize(path) // 2)
            byte = f.read(1)
            f.seek(-1, os.SEEK_CUR)
            f.write(bytes([byte[0] ^ 1]))
        with self.assertRaises(newshound.CorruptError) as caught:
            newshound.open(self.path("bad.idx"), check_all=True)
        self.assertIsNotNone(caught.exception.offset)
        self.assertIn(segment, caught.exception.where)
        self.assertTrue(newshound.verify(self.path("bad.idx")))

    def test_a_deadline_and_a_flag_end_a_search(self):
        stop = newshound.Stop()
        stop.set()
        with self.assertRaises(newshound.CancelledError):
            self.index.search("golan", stop=stop)
        stop.clear()
        self.assertTrue(self.index.search("golan", stop=stop, deadline=60000))


class Lifetimes(OfNews):
    def test_what_is_held_keeps_what_it_needs(self):
        index = newshound.open("news.idx")
        hit = index.search("golan")[0]
        passage, words = hit.passages[0], index.words("golan*")
        index.close()
        del index
        gc.collect()
        self.assertTrue(passage.text and hit.title and next(words).form)
        with self.assertRaisesRegex(ValueError, "closed"):
            with newshound.open("news.idx") as index:
                pass
            index.search("golan")
        self.assertTrue(index.closed)

    def test_cycles_are_collected_in_any_order(self):
        for _ in range(50):
            index = newshound.open("news.idx")
            answer = index.search("golan")
            knot = [index, answer, answer[0], index.article(answer[0].id), index.query("a")]
            knot.append(knot)
            answer.knot = knot
            del index, answer, knot
        gc.collect()

    def test_a_reader_goes_on_to_the_next_commit(self):
        with newshound.writer(self.path("w.idx")) as writer:
            writer.add("one", "A comet.")
            writer.commit()
            index = newshound.open(self.path("w.idx"))
            old = index.search("comet")[0]
            self.assertFalse(index.refresh())
            writer.add("two", "Another comet.")
            writer.commit()
        self.assertEqual(index.count("comet"), 1)
        self.assertTrue(index.refresh())
        self.assertEqual(index.count("comet"), 2)
        self.assertEqual(old.id, "one")


class Threads(OfNews):
    def test_other_threads_run_while_the_library_works(self):
        """A reader waits in C for a pipe that only this thread can fill."""
        os.mkfifo(self.path("pipe"))
        found = []
        reader = threading.Thread(target=lambda: found.extend(
            newshound.read(self.path("pipe"), format="text")), daemon=True)
        reader.start()
        with open(self.path("pipe"), "wb") as pipe:
            pipe.write(b"Headline\n\nA comet passed.\n")
        reader.join(timeout=30)
        self.assertEqual(len(found), 1)

    def test_searches_of_many_threads_agree(self):
        queries = ["golan", '"golan heights"', "barrack OR envoy", "harbour", "*"] * 8
        right = [self.index.search(q).json() for q in queries[:5]] * 8
        got = [None] * len(queries)

        def work(numbers):
            for i in numbers:
                got[i] = self.index.search(queries[i]).json()

        threads = [threading.Thread(target=work, args=(range(n, len(queries), 8),))
                   for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(got, right)
