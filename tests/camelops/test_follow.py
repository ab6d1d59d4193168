"""What --follow shows: everything once, however late or often it comes."""

from hypothesis import given
from hypothesis import strategies as st

from camelops.cli.follow import NS_PER_S, OVERLAP_S, Follower

Line = tuple[int, str]


def follower() -> Follower[Line]:
    return Follower(0, lambda line: line, lambda line: line[0])


def test_what_was_shown_is_not_shown_again():
    tail = follower()
    assert tail.new([(2, "b"), (1, "a")], 10) == [(1, "a"), (2, "b")]
    assert tail.new([(1, "a"), (2, "b"), (3, "c")], 10) == [(3, "c")]


def test_a_late_record_within_the_overlap_is_shown():
    tail = follower()
    tail.new([(100 * NS_PER_S, "new")], 100 * NS_PER_S)
    late = (90 * NS_PER_S, "late")
    assert tail.ask_since_unix_ns <= late[0]
    assert tail.new([(100 * NS_PER_S, "new"), late], 101 * NS_PER_S) == [late]


def test_two_equal_lines_are_two():
    tail = follower()
    assert tail.new([(1, "a"), (1, "a")], 10) == [(1, "a"), (1, "a")]
    assert tail.new([(1, "a"), (1, "a"), (1, "a")], 10) == [(1, "a")]


def test_a_clock_that_runs_ahead_hides_nothing():
    tail = follower()
    tail.new([(600 * NS_PER_S, "ahead")], 10 * NS_PER_S)
    assert tail.ask_since_unix_ns <= 10 * NS_PER_S


@given(st.lists(st.tuples(st.integers(0, 20), st.sampled_from("ab"))), st.integers(1, 5))
def test_whatever_arrives_in_order_is_shown_exactly_once(lines: list[Line], step: int):
    lines = sorted((at * NS_PER_S * OVERLAP_S, text) for at, text in lines)
    tail, shown = follower(), []
    for end in range(step, len(lines) + step, step):
        arrived = [line for line in lines[:end] if line[0] >= tail.ask_since_unix_ns]
        shown += tail.new(arrived, 10**18)
    assert shown == lines
