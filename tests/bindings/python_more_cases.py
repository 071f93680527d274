"""tests/bindings/python_more_cases.py - batches, writing and shards from Python, as python_cases.py."""
import contextlib
import datetime
import inspect
import io
import json
import os
import pathlib
import subprocess
import sys
import time
import unittest

import newshound
from python_cases import OfNews


class Batches(OfNews):
    def run_batch(self, questions, **options):
        out = io.BytesIO()
        return self.index.batch(questions, out, **options), out.getvalue().decode()

    def test_threads_do_not_change_the_bytes(self):
        questions = ["golan", ("b", "barrack"), newshound.Topic("c", "harbour", n=2)] * 20
        one = self.run_batch(questions, threads=1, form="trec", tag="t")
        four = self.run_batch(questions, threads=4, form="trec", tag="t")
        self.assertEqual(one[1], four[1])
        self.assertEqual((four[0].queries, four[0].threads, four[0].worst), (60, 4, "ok"))

    def test_one_bad_question_is_told_and_the_others_answered(self):
        bad = []
        facts, text = self.run_batch(['"golan', "glacier"], strict=True, on_failure=bad.append)
        self.assertEqual((facts.queries, facts.failed, facts.worst), (1, 1, "query"))
        self.assertEqual((bad[0].id, bad[0].code, bad[0].row), ("1", "query", 1))
        self.assertIn("glacier-pollen", text)

    def test_files_of_questions(self):
        with open(self.path("topics.tsv"), "w", encoding="utf-8") as f:
            f.write("q1\tglacier\nq2\tcomet\n")
        files = newshound.TopicFiles(self.path("topics.tsv"))
        self.assertEqual([(t.id, t.text) for t in files], [("q1", "glacier"), ("q2", "comet")])
        facts = self.index.batch(files, self.path("out.jsonl"))
        self.assertEqual(facts.queries, 2)
        self.assertGreater(os.path.getsize(self.path("out.jsonl")), 100)

    def test_a_file_is_replaced_when_the_new_one_is_whole(self):
        def questions():
            yield "golan"
            raise KeyError("mine")

        path = self.path("mine.run")
        with open(path, "w", encoding="utf-8") as f:
            f.write("the old one\n")
        os.chmod(path, 0o640)
        with self.assertRaises(KeyError):
            self.index.batch(questions(), path, form="trec")
        with open(path, encoding="utf-8") as f:
            self.assertEqual(f.read(), "the old one\n")
        self.assertEqual(os.listdir(self.folder), ["mine.run"])
        os.symlink("mine.run", self.path("link"))
        self.index.batch(["glacier"], os.fsencode(self.path("link")), form="trec", limit=1)
        with open(path, encoding="utf-8") as f:
            self.assertRegex(f.read(), "^1 Q0 .*glacier-pollen.* newshound\n$")
        self.assertEqual(os.stat(path).st_mode & 0o777, 0o640)
        self.assertEqual(sorted(os.listdir(self.folder)), ["link", "mine.run"])
        self.index.batch(["glacier"], "/dev/null")

    def slow_questions(self):
        """So slow that progress is told."""
        for _ in range(4):
            yield "golan"
            time.sleep(0.15)

    def test_progress_is_told_and_counted(self):
        told = []
        facts, _ = self.run_batch(self.slow_questions(), on_progress=told.append)
        self.assertTrue(told)
        self.assertLessEqual(told[-1].queries, facts.queries)
        self.assertGreater(facts.work, 0)
        self.assertGreater(facts.lookups, 0)

    def test_what_python_raises_comes_back(self):
        def questions():
            yield "golan"
            raise KeyError("mine")

        class Full(io.RawIOBase):
            def write(self, data):
                raise OSError("full")

        with self.assertRaises(KeyError):
            self.run_batch(questions())
        with self.assertRaises(ZeroDivisionError):
            self.run_batch(self.slow_questions(), on_progress=lambda facts: 1 // 0)
        with self.assertRaisesRegex(OSError, "full"):
            self.index.batch(["golan"], Full())
        with self.assertRaises(ZeroDivisionError):
            self.run_batch(['"x'], strict=True, on_failure=lambda why: 1 // 0)


class Measures(OfNews):
    def write(self, name, lines):
        with open(self.path(name), "w", encoding="utf-8") as f:
            f.write("\n".join(lines) + "\n")
        return self.path(name)

    def test_runs_are_measured_and_compared(self):
        judged = self.write("qrels", [f"q{i} 0 good 1" for i in range(8)])
        good = self.write("good", [f"q{i} Q0 good 1 2.0 x" for i in range(8)])
        bad = self.write("bad", [line for i in range(8) for line in
                                 (f"q{i} Q0 bad 1 2.0 x", f"q{i} Q0 good 2 1.0 x")])
        judged = newshound.read_qrels(judged)
        best = newshound.evaluate(judged, good, ["map", "P_1", "num_rel"])
        worst = newshound.evaluate(judged, newshound.read_run(bad), ["map", "P_1", "num_rel"])
        self.assertEqual(best.mean, {"map": 1.0, "p@1": 1.0, "num_rel": 8.0})
        self.assertEqual((len(worst), worst["q3"]["map"], worst.missing), (8, 0.5, 0))
        compared = worst.compare(best, "map")
        self.assertEqual((compared.better, compared.worse, compared.difference), (8, 0, 0.5))
        self.assertLess(compared.p, 0.01)

    def test_what_cannot_be_measured_is_refused(self):
        judged = self.write("qrels", ["q 0 good 1"])
        with self.assertRaises(newshound.RefusedError) as caught:
            newshound.evaluate(judged, self.write("run", ["q Q0 good"]), ["map"])
        self.assertTrue(caught.exception.where.endswith("run:1"))
        run = self.write("run", ["q Q0 good 1 1.0 x"])
        with self.assertRaisesRegex(ValueError, "'beauty' is no measure"):
            newshound.evaluate(judged, run, ["beauty"])
        with self.assertRaises(newshound.InputOutputError):
            newshound.evaluate(judged, self.path("none"), ["map"])


class Writing(OfNews):
    def test_articles_are_added_replaced_and_deleted(self):
        with newshound.writer(self.path("w.idx"), stemmer="none", k1=1.2) as writer:
            writer.add("a", "A comet passed.", headline="Sky", date=datetime.date(2025, 6, 30),
                       source="wire", language="en", url="u", path="p",
                       fields={"section": "science", "topics": ["sky", "night"]})
            writer.add("b", "Comets passed.")
            with self.assertRaisesRegex(newshound.RefusedError, "duplicate-id"):
                writer.add("a", "Again.")
            with self.assertRaisesRegex(TypeError, "no option 'colour'"):
                writer.add("c", "Text.", colour="red")
            self.assertEqual(writer.commit().articles, 2)
        index = newshound.open(self.path("w.idx"))
        self.assertEqual([h.id for h in index.search("comet")], ["a"])
        hit = index.search("section:science topics:night comet")[0]
        self.assertEqual((str(hit.date), hit.title, hit.source, hit.language, hit.url, hit.path),
                         ("2025-06-30", "Sky", "wire", "en", "u", "p"))
        self.assertAlmostEqual(index.facts.k1, 1.2)
        with newshound.writer(self.path("w.idx")) as writer:
            self.assertTrue(writer.delete("b"))
            self.assertFalse(writer.delete("zzz"))
            writer.update("a", "A volcano woke.")
            writer.commit()
            self.assertEqual(writer.optimize().articles, 1)
            self.assertGreater(writer.sweep(), 0)
            self.assertEqual(writer.sweep(), 0)
        self.assertTrue(index.refresh())
        self.assertEqual((index.count("comet"), index.count("volcano")), (0, 1))

    def test_a_commit_tells_how_far_it_is_and_what_it_took_out(self):
        told = []
        with newshound.writer(self.path("w.idx"), on_progress=told.append) as writer:
            writer.add_files("sample/stories")
            writer.commit()
            writer.delete("sample/stories/golan-wire.txt")
            self.assertEqual(writer.commit().deleted_articles, 1)
            writer.optimize()
        self.assertLessEqual({progress.phase for progress in told},
                             {"sorting", "merging", "reordering", "writing"})
        self.assertTrue(told)
        with newshound.writer(self.path("x.idx"), on_progress=lambda it: 1 // 0) as writer:
            writer.add_files("sample/stories")
            with self.assertRaises(ZeroDivisionError):
                writer.commit()

    def test_nothing_is_kept_without_a_commit(self):
        with newshound.writer(self.path("w.idx")) as writer:
            writer.add("a", "A comet passed.")
        with self.assertRaisesRegex(ValueError, "closed"):
            writer.commit()
        with newshound.writer(self.path("w.idx")) as writer:
            self.assertEqual(writer.commit().articles, 0)

    def test_one_writer_at_a_time(self):
        with newshound.writer(self.path("w.idx")):
            with self.assertRaises(newshound.LockedError):
                newshound.writer(self.path("w.idx"))
        newshound.writer(self.path("w.idx")).close()
        with self.assertRaises(newshound.ArgumentError):
            newshound.writer(self.path("w.idx"), stemmer="klingon")

    def test_files_are_added_and_what_is_wrong_is_told(self):
        with open(self.path("bad.jsonl"), "w", encoding="utf-8") as f:
            f.write('{"id": "x", "text": "Fine."}\n{"id": \n{"id": "x", "text": "Twice."}\n')
        told = []
        with newshound.writer(self.path("w.idx")) as writer:
            added = writer.add_files(self.path("bad.jsonl"), on_notice=told.append)
            self.assertEqual((added.articles, added.skipped), (1, 2))
            with self.assertRaises(ZeroDivisionError):
                writer.add_files(self.path("bad.jsonl"), on_notice=lambda notice: 1 // 0)
            with self.assertRaises(newshound.RefusedError):
                writer.add_files([self.path("bad.jsonl")], strict=True)
        self.assertEqual([notice.reason for notice in told], ["bad-json", "duplicate-id"])
        self.assertEqual(told[0].record, 2)

    def test_dates_are_read_and_written(self):
        for text, precision in [("2025", "year"), ("2025-06", "month"), ("2025-06-30", "day"),
                                ("2025-06-30T19:40:02Z", "second")]:
            date = newshound.Date.read(text)
            self.assertEqual((str(date), date.precision), (text, precision))
        with self.assertRaises(ValueError):
            newshound.Date.read("yesterday")


class Shards(OfNews):
    def test_two_indexes_answer_as_one(self):
        documents = sorted(newshound.read("sample/stories"), key=lambda d: d.id)
        names = ["one.idx", "two.idx", "all.idx"]
        with contextlib.ExitStack() as stack:
            writers = [stack.enter_context(newshound.writer(self.path(n))) for n in names]
            for number, d in enumerate(documents):
                for writer in (writers[number % 2], writers[2]):
                    writer.add(d.id, d.text, headline=d.headline, date=d.date, path=d.path)
            for writer in writers:
                writer.commit()
        one, two, whole = (newshound.open(self.path(n)) for n in names)
        for query in ("golan", '"golan heights"', "harbour OR barrack", "barrac*"):
            total = one.statistics(query) + two.statistics(query)
            if not total.complete:
                total = (one.statistics(query, statistics=total) +
                         two.statistics(query, statistics=total))
            total = newshound.Statistics.read(bytes(total))
            self.assertTrue(total.complete)
            merged = newshound.merge([shard.search(query, statistics=total)
                                      for shard in (one, two)])
            self.assertEqual(merged.json(), whole.search(query).json())
            self.assertEqual(
                newshound.search_shards([one, two], query, skip=1, limit=3).json(),
                whole.search(query, skip=1, limit=3).json())


class Paths(OfNews):
    def test_any_name_of_the_system_is_a_path(self):
        path = os.path.join(os.fsencode(self.folder), b"news-\xff.idx")
        with newshound.writer(path) as writer:
            writer.add("a", "A comet passed.")
            writer.commit()
        for name in (path, os.fsdecode(path), pathlib.Path(os.fsdecode(path))):
            with newshound.open(name) as index:
                self.assertEqual(index.count("comet"), 1)
            self.assertEqual(newshound.stats(name).articles, 1)

    def test_no_path_is_read_up_to_a_nul(self):
        for use in (newshound.open, newshound.writer, newshound.stats, newshound.verify,
                    newshound.dump, newshound.read_run, lambda path: list(newshound.read(path)),
                    lambda path: newshound.analyze("x", like=path),
                    lambda path: self.index.batch(["x"], path),
                    lambda path: list(newshound.TopicFiles(path))):
            with self.assertRaisesRegex(ValueError, "null"):
                use("news.idx\0old")


class Dumps(OfNews):
    def test_a_dump_is_that_of_the_program(self):
        for kind, key, verb in (("terms", "gla", "terms"), ("postings", "glacier", "postings"),
                                ("article", "sample/stories/golan-wire.txt", "doc")):
            said = subprocess.run(
                [os.path.join(os.environ["NH_BIN"], "nh-index"), "dump", "news.idx", verb, key],
                capture_output=True, check=True).stdout.decode()
            lines = newshound.dump("news.idx", kind, key)
            self.assertEqual("".join("\t".join(line) + "\n" for line in lines), said)
        with self.assertRaises(newshound.ArgumentError):
            newshound.dump("news.idx", "postings", "two words")

    def test_analysed_words_say_what_kind_they_are(self):
        words = newshound.analyze("The U.S. has 31 co-operations", stopwords="classic33")
        self.assertEqual([w.form for w in words if w.stop], ["the"])
        self.assertTrue(any(w.acronym for w in words))
        self.assertEqual([w.form for w in words if w.number], ["31"])
        self.assertEqual({w.span for w in words if w.form == "31"}, {1})


class Package(unittest.TestCase):
    def test_a_star_brings_all_but_open(self):
        names = {}
        exec("from newshound import *", names)
        self.assertNotIn("open", names)
        modules = [name for name, value in names.items() if inspect.ismodule(value)]
        self.assertEqual(modules, [])
        public = {name for name, value in vars(newshound).items()
                  if not name.startswith("_") and not inspect.ismodule(value)}
        self.assertEqual(public - set(newshound.__all__), {"open"})

    def test_streams_are_those_of_the_program(self):
        done = subprocess.run([os.path.join(os.environ["NH_BIN"], "nh-index"), "stats", "--json",
                               "--entropy", "news.idx"], capture_output=True, text=True,
                              check=True)
        told = json.loads(done.stdout)["streams"]
        found = newshound.streams("news.idx")
        self.assertEqual({name: s["bytes"] for name, s in told.items()},
                         {name: s.bytes for name, s in found.items()})
        self.assertTrue(all(found[name].entropy > 0 for name in ("gaps", "positions", "keys")))

    def test_a_library_of_another_version_is_refused(self):
        for made, fits in (("0.1.7", True), ("0.2.0", False), ("1.1.0", False)):
            done = subprocess.run(
                [sys.executable, "-c", "import newshound; newshound._library._ffi.VERSION = "
                 f"'{made}'; newshound.version(); newshound.stats('news.idx')"],
                capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode == 0, fits, done.stderr)
            self.assertEqual("this package was made for " + made in done.stderr, not fits)
