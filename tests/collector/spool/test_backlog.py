"""backlog, backoff: whose turn it is, decided without a clock, a disk or a store."""

import random

import pytest

from collector.backoff import LONGEST_S, backoff_s
from collector.model import Signal
from collector.spool.backlog import Backlog
from collector.spool.lifecycle import NEXT, Event, SegmentIds, SegmentName, State
from collector.spool.segment import WaitingSegment
from tests.collector.clock import START_UNIX_NS, ManualClock

LANE = ("traces", "shared")


def backlog_of(count: int) -> tuple[Backlog, list[WaitingSegment]]:
    """Segments, oldest first."""
    backlog = Backlog(0, random.Random(1))
    ids = SegmentIds(ManualClock(), random.Random(2))
    segments = [
        WaitingSegment(SegmentName(ids.new(), Signal.TRACES, State.SEALED), LANE, START_UNIX_NS, 100)
        for _ in range(count)
    ]
    for segment in random.Random(3).sample(segments, count):
        backlog.add(segment)
    return backlog, segments


def test_a_segment_is_with_one_taker_at_a_time():
    backlog, segments = backlog_of(3)
    taken = [backlog.take(0.0, 0.0)[0] for _ in range(4)]
    assert taken == [segments[2], segments[0], segments[1], None]


def test_one_segment_that_fails_does_not_hold_up_the_others():
    backlog, segments = backlog_of(3)
    failed, _ = backlog.take(0.0, 0.0)
    assert failed is segments[2]
    backlog.put_back(failed, 0.0, store_away=False)
    for _ in range(2):
        other, _ = backlog.take(0.0, 0.0)
        assert other is not failed
        assert other is not None
        backlog.done(other)
    nothing, wait_s = backlog.take(0.0, 0.0)
    assert nothing is None
    assert wait_s is not None
    assert backlog.take(wait_s, 0.0)[0] is failed


def test_a_segment_that_the_store_calls_its_own_absence_does_not_hold_up_the_others():
    """The store says 'away' to this segment and to no other: the others are stored all the same."""
    backlog, segments = backlog_of(6)
    poison, now_s, stored = segments[5], 0.0, []
    for _ in range(60):
        segment, wait_s = backlog.take(now_s, now_s)
        if segment is None:
            now_s += wait_s or 0.0
        elif segment is poison:
            backlog.put_back(segment, now_s, store_away=True)
        else:
            stored.append(segment)
            backlog.done(segment)
    assert len(stored) == 5


def test_a_suspect_waits_until_nothing_else_is_left_and_then_until_the_process_has_lived():
    backlog, (oldest, suspect, newest) = backlog_of(3)
    suspect.starts_failed = 2
    assert [backlog.take(0.0, 100.0)[0] for _ in range(2)] == [newest, oldest]
    assert backlog.take(0.0, 100.0) == (None, None)
    backlog.done(newest)
    assert backlog.take(0.0, 100.0) == (None, None), "something else is still under way"
    backlog.done(oldest)
    assert backlog.take(0.0, 0.0) == (None, 15.0)
    assert backlog.take(0.0, 15.0)[0] is suspect


def test_waiting_counts_what_is_not_stored_yet_by_lane():
    backlog, _ = backlog_of(3)
    taken, _ = backlog.take(0.0, 0.0)
    assert taken is not None
    assert (backlog.waiting_in(LANE), len(backlog.waiting())) == (3, 3)
    backlog.done(taken)
    assert (backlog.waiting_in(LANE), len(backlog.waiting())) == (2, 2)
    assert backlog.waiting_in(("logs", "shared")) == 0


@pytest.mark.parametrize("failures", range(1, 40))
def test_pauses_double_up_to_a_bound_and_are_spread_by_chance(failures: int):
    pauses = {backoff_s(failures, random.Random(seed)) for seed in range(20)}
    longest = min(LONGEST_S, 0.2 * 2 ** (failures - 1))
    assert all(longest / 2 <= pause <= longest for pause in pauses)
    assert len(pauses) == 20


def test_ids_grow_also_when_the_clock_goes_back_and_say_when_they_were_made():
    clock = ManualClock()
    ids = SegmentIds(clock, random.Random(1))
    made = [ids.new() for _ in range(5_000)]
    clock.advance(-3_600)
    made += [ids.new() for _ in range(10)]
    clock.advance(7_200)
    made.append(ids.new())
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    first = SegmentName(made[0], Signal.TRACES, State.OPEN)
    assert first.created_unix_ms == START_UNIX_NS // 1_000_000


def test_a_name_is_read_back_and_other_names_are_not_segments():
    name = SegmentName(SegmentIds(ManualClock(), random.Random(1)).new(), Signal.LOGS, State.DOUBTED)
    assert SegmentName.parse(str(name)) == name
    for other in (f"{name}.new", str(name).upper(), "reserve", f"x{name}", str(name).replace("logs", "spans")):
        assert SegmentName.parse(other) is None


def test_every_state_has_a_way_to_stored():
    for start in State:
        reached, grown = {start}, True
        while grown:
            following = {after for (before, _), after in NEXT.items() if before in reached}
            grown = not following <= reached
            reached |= following
        assert State.STORED in reached
    assert (State.STORED, Event.STORE) not in NEXT
