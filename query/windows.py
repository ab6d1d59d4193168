"""Time ranges cut up: into looks from either end, and into equal steps."""

from collections.abc import Iterator
from dataclasses import dataclass

# The first look of a list; each further one is four times as wide, so that a week is seven looks.
FIRST_NS = 15 * 60 * 1_000_000_000
_GROWTH = 4
_S = 1_000_000_000
_MINUTE, _HOUR, _DAY = 60 * _S, 3_600 * _S, 86_400 * _S
# What people read off an axis. Beyond, whole multiples of a day.
_STEPS_NS = (
    *(count * unit for unit in (1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000) for count in (1, 2, 5)),
    *(count * _S for count in (1, 2, 5, 10, 15, 30)),
    *(count * _MINUTE for count in (1, 2, 5, 10, 15, 30)),
    *(count * _HOUR for count in (1, 2, 3, 6, 12)),
    _DAY,
)


def newest_first(start_unix_ns: int, end_unix_ns: int) -> Iterator[tuple[int, int]]:
    """Adjacent ranges [start, end) that cover the whole, newest first: most lists are full before the old end."""
    width = FIRST_NS
    end = end_unix_ns
    while end > start_unix_ns:
        start = max(start_unix_ns, end - width)
        yield start, end
        end = start
        width *= _GROWTH


def oldest_first(start_unix_ns: int, end_unix_ns: int) -> Iterator[tuple[int, int]]:
    """As `newest_first`, from the other end."""
    for start, end in newest_first(start_unix_ns, end_unix_ns):
        yield start_unix_ns + (end_unix_ns - end), end_unix_ns - (start - start_unix_ns)


@dataclass(frozen=True, slots=True)
class Steps:
    """`count` steps of `step_ns` from `start_unix_ns`, which is a multiple of the step: they cover a range."""

    start_unix_ns: int
    step_ns: int
    count: int


def steps(start_unix_ns: int, end_unix_ns: int, count_max: int) -> Steps:
    """The shortest steps of a readable length that cover the range with at most so many."""
    for step_ns in _lengths():
        first = start_unix_ns // step_ns
        count = -(-end_unix_ns // step_ns) - first
        if count <= count_max:
            return Steps(first * step_ns, step_ns, count)
    raise AssertionError("lengths of steps have no end")


def _lengths() -> Iterator[int]:
    yield from _STEPS_NS
    days = 2
    while True:
        yield days * _DAY
        days += 1
