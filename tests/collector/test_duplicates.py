"""The same request twice is stored once: within the window, within the bound, and only if the first was stored."""

import tracemalloc

import pytest

from collector.duplicates import Duplicates
from collector.errors import SpoolFull
from collector.model import Acknowledgement
from tests.collector.clock import ManualClock

STORED = Acknowledgement(3, 1, "trace_id_invalid: 1")
ONE, TWO, THREE = b"1" * 16, b"2" * 16, b"3" * 16


def test_a_repetition_has_the_outcome_of_the_first():
    duplicates = Duplicates(600, 10, ManualClock())
    outcome, first = duplicates.claim(ONE)
    again, second = duplicates.claim(ONE)
    assert (first, second) == (True, False)
    assert not again.done()
    duplicates.settle(ONE, outcome, STORED)
    assert again.result(0) == STORED
    assert duplicates.claim(ONE)[0].result(0) == STORED


def test_one_that_gives_up_waiting_takes_nothing_from_the_others():
    duplicates = Duplicates(600, 10, ManualClock())
    outcome, _ = duplicates.claim(ONE)
    again, _ = duplicates.claim(ONE)
    assert not again.cancel()
    duplicates.settle(ONE, outcome, STORED)
    assert again.result(0) == STORED


def test_what_failed_is_forgotten_so_that_the_next_try_is_a_first():
    duplicates = Duplicates(600, 10, ManualClock())
    outcome, _ = duplicates.claim(ONE)
    again, _ = duplicates.claim(ONE)
    duplicates.settle(ONE, outcome, SpoolFull("full"))
    with pytest.raises(SpoolFull):
        again.result(0)
    assert duplicates.claim(ONE)[1]


def test_what_carried_no_time_is_forgotten():
    duplicates = Duplicates(600, 10, ManualClock())
    outcome, _ = duplicates.claim(ONE)
    duplicates.settle(ONE, outcome, Acknowledgement(1, 0, "", untimed=True))
    assert duplicates.claim(ONE)[1]


def test_the_window_ends():
    clock = ManualClock()
    duplicates = Duplicates(600, 10, clock)
    outcome, _ = duplicates.claim(ONE)
    duplicates.settle(ONE, outcome, STORED)
    clock.advance(599)
    assert not duplicates.claim(ONE)[1]
    clock.advance(1)
    assert duplicates.claim(ONE)[1]


def test_the_oldest_is_forgotten_beyond_the_bound_even_while_it_is_under_way():
    duplicates = Duplicates(600, 2, ManualClock())
    outcomes = {each: duplicates.claim(each)[0] for each in (ONE, TWO, THREE)}
    duplicates.claim(THREE)
    assert len(duplicates) == 2
    assert duplicates.claim(ONE)[1]
    duplicates.settle(ONE, outcomes[ONE], STORED)
    assert outcomes[ONE].result(0) == STORED
    assert not duplicates.claim(ONE)[1], "settling the forgotten one ended the claim that came after it"


def test_without_a_window_every_request_is_a_first():
    duplicates = Duplicates(0, 10, ManualClock())
    outcome, _ = duplicates.claim(ONE)
    duplicates.settle(ONE, outcome, STORED)
    assert duplicates.claim(ONE)[1]
    assert len(duplicates) == 0


def test_what_a_spool_still_holds_is_remembered_after_a_restart():
    clock = ManualClock()
    duplicates = Duplicates(600, 10, clock)
    duplicates.remember([(TWO, clock.unix_ns() - 700 * 10**9), (ONE, clock.unix_ns() - 500 * 10**9)])
    outcome, first = duplicates.claim(ONE)
    assert not first
    assert outcome.result(0) == Acknowledgement(0, 0, "")
    assert duplicates.claim(TWO)[1]
    clock.advance(100)
    assert duplicates.claim(ONE)[1]


def test_an_answered_request_costs_few_bytes():
    duplicates = Duplicates(600, 10_000, ManualClock())
    tracemalloc.start()
    try:
        for number in range(5_000):
            fingerprint = number.to_bytes(16)
            outcome, _ = duplicates.claim(fingerprint)
            outcome.add_done_callback(lambda _: None)
            duplicates.settle(fingerprint, outcome, Acknowledgement(number, 0, ""))
            del outcome
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held / 5_000 < 500


def test_a_step_of_the_clock_of_the_wall_forgets_nothing():
    clock = ManualClock()
    duplicates = Duplicates(600, 10, clock)
    outcome, _ = duplicates.claim(ONE)
    clock.step(3_600)
    again, first = duplicates.claim(ONE)
    assert (again, first) == (outcome, False)
