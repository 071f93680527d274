"""tests/bindings/python_interrupts.py - Ctrl-C, and what else ends a long question, as python_cases.py."""
import os
import signal
import threading
import time
import unittest
from unittest import mock

import newshound
from newshound import _interrupts
from newshound._structs import Struct
from python_cases import OfNews

LATE = "deadline: the search did not end within {} ms"


class Long:
    """Stands for a call of the library that takes until it is stopped, or its deadline."""

    def __init__(self, **options):
        self.how = Struct("nh_search_options", **options)
        self.deadlines, self.threads, self.ended = [], [], threading.Event()

    def __call__(self):
        how, began = self.how.pointer, time.monotonic()
        self.deadlines.append(how.deadline)
        self.threads.append(threading.current_thread())
        while how.stop == newshound._ffi.ffi.NULL or not how.stop[0]:
            if how.deadline and time.monotonic() - began > how.deadline / 1000:
                raise newshound.LimitError("", None, LATE.format(how.deadline))
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


if __name__ == "__main__":
    unittest.main()
