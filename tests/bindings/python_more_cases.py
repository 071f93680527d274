"""tests/bindings/python_more_cases.py - batches, writing and shards from Python, as python_cases.py."""
import contextlib
import datetime
import io
import os
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

    def test_what_python_raises_comes_back(self):
        def questions():
            yield "golan"
            raise KeyError("mine")

        class Full(io.RawIOBase):
            def write(self, data):
                raise OSError("full")

        with self.assertRaises(KeyError):
            self.run_batch(questions())
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
        self.assertTrue(index.refresh())
        self.assertEqual((index.count("comet"), index.count("volcano")), (0, 1))

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
