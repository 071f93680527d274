"""tests/bindings/python_interrupts.py - Ctrl-C, and what else ends a long question, as python_cases.py."""
import gc
import os
import signal
import threading
import time
import types
import unittest
import weakref
from unittest import mock

import newshound
from newshound import _interrupts, inspection
from newshound._ffi import ffi
from newshound._structs import Struct
from python_cases import OfNews

LATE = "the search did not end within {} ms"


class Long:
    """Stands for a call of the library that takes until it is stopped, or its deadline."""

    def __init__(self, **options):
        self.how = Struct("nh_search_options", **options)
        self.deadlines, self.threads, self.ended = [], [], threading.Event()

    def __call__(self):
        how, began = self.how.pointer, time.monotonic()
        self.deadlines.append(how.deadline)
        self.threads.append(threading.current_thread())
        while how.stop == ffi.NULL or not how.stop[0]:
            if how.deadline and time.monotonic() - began > how.deadline / 1000:
                raise newshound.LimitError("deadline", None, LATE.format(how.deadline))
            time.sleep(0.001)
        self.ended.set()
        raise newshound.CancelledError("", None, "the search was stopped")


def in_a_moment(function, *arguments):
    timer = threading.Timer(0.3, function, arguments)
    timer.start()
    return timer


class Interrupts(OfNews):
    def test_ctrl_c_ends_a_long_question_and_its_thread(self):
        ask, began = Long(), time.monotonic()
        timer = in_a_moment(os.kill, os.getpid(), signal.SIGINT)
        with self.assertRaises(KeyboardInterrupt):
            _interrupts.answered(ask, ask.how)
        timer.join()
        self.assertLess(time.monotonic() - began, 30)
        self.assertTrue(ask.ended.wait(30))
        self.assertEqual(ask.deadlines, [_interrupts.SOON, 0])
        self.assertIs(ask.threads[0], threading.main_thread())
        self.assertIsNot(ask.threads[1], threading.main_thread())

    def test_the_stop_of_the_caller_is_looked_at(self):
        stop = newshound.Stop()
        ask = Long(stop=stop)
        timer = in_a_moment(stop.set)
        with self.assertRaises(newshound.CancelledError):
            _interrupts.answered(ask, ask.how)
        timer.join()

    def test_a_deadline_is_that_of_the_caller(self):
        for wanted, deadlines in ((300, [_interrupts.SOON, None]), (50, [50])):
            ask = Long(deadline=wanted)
            with self.assertRaises(newshound.LimitError) as caught:
                _interrupts.answered(ask, ask.how)
            self.assertEqual(caught.exception.what, LATE.format(wanted))
            self.assertEqual(len(ask.deadlines), len(deadlines))
            self.assertLess(ask.deadlines[-1], 300)

    def test_other_threads_ask_themselves(self):
        ask, failures = Long(deadline=150), []

        def run():
            try:
                _interrupts.answered(ask, ask.how)
            except newshound.LimitError as failure:
                failures.append(failure)

        thread = threading.Thread(target=run)
        thread.start()
        thread.join()
        self.assertEqual((ask.deadlines, ask.threads, len(failures)), ([150], [thread], 1))

    def test_where_no_thread_can_be_started_the_main_thread_asks(self):
        refused = mock.patch.object(threading.Thread, "start", side_effect=RuntimeError("no more"))
        for options, failure in (({"deadline": 300}, newshound.LimitError),
                                 ({"stop": newshound.Stop()}, newshound.CancelledError)):
            ask = Long(**options)
            wished = ask.how.pointer.stop
            timer = in_a_moment(options["stop"].set) if "stop" in options else None
            with refused, self.assertRaises(failure):
                _interrupts.answered(ask, ask.how)
            if timer:
                timer.join()
            self.assertEqual(ask.threads, 2 * [threading.main_thread()])
            self.assertEqual(ask.how.pointer.stop, wished)

    def test_what_takes_longer_is_answered_all_the_same(self):
        text = "Apples are grown on the Golan.\n\n" * 40000
        query = self.index.query("apples golan")
        expected = self.index.highlight(query, text)
        with mock.patch.object(_interrupts, "SOON", 1), \
                mock.patch.object(_interrupts, "_ask_aside", wraps=_interrupts._ask_aside) as aside:
            found = self.index.highlight(query, text)
            self.assertEqual(aside.call_count, 1, "the library's words for a deadline are known")
            few = self.index.search("golan", limit=2)
        self.assertTrue(found)
        self.assertEqual(found.marks[-5:], expected.marks[-5:])
        self.assertEqual([hit.id for hit in few],
                         [hit.id for hit in self.index.search("golan", limit=2)])


class Starting(unittest.TestCase):
    """Ctrl-C while a thread is started, which may have begun then, or not."""

    def setUp(self):
        self.flag, self.ended, self.asking = _interrupts.Flag(), [], None

    def work(self):
        spin(self.flag.pointer)
        time.sleep(0.1)
        self.ended.append(self.flag.pointer[0])

    def interrupt(self, begin):
        def start(asking):
            self.asking = asking
            begin(asking)
            raise KeyboardInterrupt

        with mock.patch.object(_interrupts._Asking, "start", start):
            with self.assertRaises(KeyboardInterrupt):
                _interrupts.finished(self.work, self.flag)

    def test_what_has_begun_is_waited_for(self):
        def begin(asking):
            threading.Thread(target=asking.run).start()
            while not asking._turn.locked():
                time.sleep(0.001)

        self.interrupt(begin)
        self.assertEqual(self.ended, [1])

    def test_what_has_not_begun_never_does(self):
        self.interrupt(lambda asking: None)
        self.asking.run()
        self.assertEqual(self.ended, [])


    def test_what_has_failed_already_is_not_kept(self):
        self.flag.pointer[0], self.ended = 1, None  # work() fails
        self.interrupt(lambda asking: asking.run())
        self.assertTrue(self.asking.is_done(0))
        self.assertIsNone(self.asking._failure)


class Stops(unittest.TestCase):
    def test_clear_leaves_what_ctrl_c_stopped(self):
        stop, flags = newshound.Stop(), [_interrupts.Flag(), _interrupts.Flag()]
        for flag in flags:
            stop._follow(flag)
        stop.set()
        flags[0].set_for_good()
        stop.clear()
        self.assertEqual([flag.pointer[0] for flag in flags], [1, 0])

    def test_others_are_stopped_while_one_more_follows(self):
        """Also by what handles a signal, in the middle of following."""
        stop, more = newshound.Stop(), _interrupts.Flag()

        class Late(_interrupts.Flag):
            thread = None

            def follow(self, value):
                if value and not self.thread:
                    self.thread = threading.Thread(target=stop._follow, args=[more])
                    self.thread.start()
                    self.thread.join(0.1)
                    stop.set()
                super().follow(value)

        flags = [Late() for _ in range(3)]
        for flag in flags:
            stop._follow(flag)
        stop.set()
        for flag in flags:
            flag.thread.join()
        self.assertEqual([flag.pointer[0] for flag in [*flags, more]], 4 * [1])


def spin(flag):
    """What C does until it is told to stop, with a limit for a test that fails."""
    until = time.monotonic() + 30
    while not flag[0] and time.monotonic() < until:
        time.sleep(0.001)


class Work(OfNews):
    """What cannot be begun twice: Ctrl-C comes when it first says how far it is."""

    def setUp(self):
        super().setUp()
        self.built = self.path("built.idx")
        with newshound.writer(self.built) as writer:
            for part in range(2):
                self.add(writer, part)
                writer.commit()
        self.before = newshound.stats(self.built)
        self.assertEqual(self.before.segments, 2)

    @staticmethod
    def add(writer, part):
        for n in range(50):
            writer.add(f"p{part}n{n}", f"Comet {n} passed the observatory {part}. " * 5)

    def interrupt(self, act, **options):
        """act(writer) is interrupted, and goes on once it is told to stop."""
        sent = []

        def report(_progress):
            if not sent:
                sent.append(threading.current_thread())
                os.kill(os.getpid(), signal.SIGINT)
                spin(writer._stop.pointer)

        with self.assertRaises(KeyboardInterrupt):
            with newshound.writer(self.built, on_progress=report, **options) as writer:
                act(writer)
        self.assertIsNot(sent[0], threading.main_thread())

    def check_unchanged(self):
        self.assertEqual(newshound.stats(self.built), self.before)
        self.assertEqual(newshound.verify(self.built, deep=True), [])
        with newshound.writer(self.built) as writer:  # it is unlocked, and all can be done again
            self.assertEqual(writer.optimize().articles, 100)

    def test_ctrl_c_ends_optimize_and_leaves_the_last_commit(self):
        self.interrupt(lambda writer: writer.optimize())
        self.check_unchanged()

    def test_ctrl_c_ends_a_commit_and_leaves_the_one_before(self):
        def act(writer):
            self.add(writer, 7)
            writer.commit()

        self.interrupt(act)
        self.check_unchanged()

    def test_the_stop_of_the_caller_is_not_touched(self):
        stop = newshound.Stop()
        self.interrupt(lambda writer: writer.optimize(), stop=stop)
        self.assertFalse(stop.is_set())

    def test_the_stop_of_the_caller_ends_work_and_may_be_cleared(self):
        stop = newshound.Stop()
        with newshound.writer(self.built, stop=stop) as writer:
            stop.set()
            stop.clear()
            self.assertEqual(writer.commit().articles, 100)
            stop.set()
            with self.assertRaises(newshound.CancelledError):
                writer.optimize()
        stop = newshound.Stop()
        stop.set()
        with newshound.writer(self.built, stop=stop) as writer:
            with self.assertRaises(newshound.CancelledError):
                writer.optimize()
        self.check_unchanged()

    def test_a_writer_that_failed_goes_with_its_last_name(self):
        def fail(failure, **options):
            """Not by assertRaises, which takes out of frames what they hold."""
            writer = newshound.writer(self.built, **options)
            try:
                writer.optimize()
            except failure:
                return
            self.fail("it was to fail")

        def interrupt(_progress):
            if not sent:
                sent.append(os.kill(os.getpid(), signal.SIGINT))
                time.sleep(0.3)

        sent, stop = [], newshound.Stop()
        stop.set()
        gc.collect()
        gc.disable()
        try:
            fail(newshound.CancelledError, stop=stop)
            fail(KeyboardInterrupt, on_progress=interrupt)
            fail(ZeroDivisionError, on_progress=lambda _progress: 1 // 0)
            newshound.writer(self.built).close()
        finally:
            gc.enable()

    def test_other_threads_work_themselves(self):
        seen = []
        with newshound.writer(self.built, on_progress=lambda _told: seen.append(
                threading.current_thread())) as writer:
            thread = threading.Thread(target=writer.optimize)
            thread.start()
            thread.join()
        self.assertEqual(set(seen), {thread})

    def test_a_look_that_outlives_its_call_has_what_it_calls(self):
        for function in (newshound.dump, newshound.verify):
            called, left = [], []

            def callback(*arguments):
                made = ffi.callback(*arguments)
                called.append(weakref.ref(made))
                return made

            def leave(work, _flag):  # as a second Ctrl-C does
                left.append(work)
                raise KeyboardInterrupt

            watched = types.SimpleNamespace(callback=callback, new=ffi.new, NULL=ffi.NULL)
            with self.subTest(function.__name__), mock.patch.object(inspection, "ffi", watched), \
                    mock.patch.object(inspection, "finished", leave):
                self.assertRaises(KeyboardInterrupt, function, "news.idx")
                gc.collect()
                self.assertEqual([it() is None for it in called], [False])
                left[0]()

    def test_ctrl_c_ends_looking_into_an_index(self):
        seen = []

        def look(*arguments):
            (how,) = [a for a in arguments if isinstance(a, ffi.CData) and
                      ffi.typeof(a).cname.endswith("nh_inspect_options *")]
            spin(how.stop)
            seen.append((how.stop[0], threading.current_thread()))
            return 8

        calls = {"nh_index_verify": newshound.verify, "nh_index_streams_read": newshound.streams,
                 "nh_index_dump": newshound.dump}
        for name, function in calls.items():
            timer = in_a_moment(os.kill, os.getpid(), signal.SIGINT)
            with self.subTest(name), self.assertRaises(KeyboardInterrupt), \
                    mock.patch.object(inspection, "index_lib", mock.Mock(**{name: look})):
                function("news.idx")
            timer.join()
            (stop, thread), = seen
            self.assertTrue(stop)
            self.assertIsNot(thread, threading.main_thread())
            seen.clear()


if __name__ == "__main__":
    unittest.main()
