"""A time range looked at from its newest end: lists stop at the page's length, so most never reach the old end."""

from collections.abc import Iterator

# The first look; each further one is four times as wide, so that a week is seven looks.
FIRST_NS = 15 * 60 * 1_000_000_000
_GROWTH = 4


def newest_first(start_unix_ns: int, end_unix_ns: int) -> Iterator[tuple[int, int]]:
    """Adjacent ranges [start, end) that cover the whole, newest first."""
    width = FIRST_NS
    end = end_unix_ns
    while end > start_unix_ns:
        start = max(start_unix_ns, end - width)
        yield start, end
        end = start
        width *= _GROWTH
