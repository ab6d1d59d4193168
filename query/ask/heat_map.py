"""Spans that match a search by time and duration."""

import bisect
from dataclasses import dataclass

import polars as pl

from query.ask.histogram import step_of
from query.language import Search
from query.scope import Scope
from query.sql import (
    Constant,
    Named,
    Output,
    Select,
    Value,
    call,
    column,
    equals,
    matching,
    render,
    scoped,
)
from query.store import Store
from query.vocabulary import TRACES
from query.windows import steps

TIME_BUCKETS_MAX = 500
DURATION_BUCKETS_MAX = 200
# Spans are counted in eighths of an octave (9 % wide), then in as many of these together as the bands may be.
_PER_OCTAVE = 8
_OCTAVES = 62
_FINE_NS = tuple(sorted({0, *(round(2 ** (each / _PER_OCTAVE)) for each in range(_OCTAVES * _PER_OCTAVE + 1))}))
# Above them all, so that the longest duration there can be has a bound above it.
_BOUNDS_NS = (*_FINE_NS, 2**64)


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Counts by step of time and band of duration; cells without a span have no row.

    Band n holds durations from `duration_bounds_ns[n]` up to, not including, `duration_bounds_ns[n + 1]`; there are no
    bands when no span matched. `cells` has Step, Band, Count, Errors; stored spans, not weighted.
    """

    start_unix_ns: int
    step_ns: int
    steps: int
    duration_bounds_ns: list[int]
    cells: pl.DataFrame
    duration_ns_min: int
    duration_ns_max: int


def heat_map(store: Store, scope: Scope, search: Search, time_buckets: int, duration_buckets: int) -> HeatMap:
    """So many steps and bands at most, the bands of equal width in the logarithm over the durations there are.

    Raises MalformedQuery, ValueError (buckets).
    """
    if not 0 < time_buckets <= TIME_BUCKETS_MAX or not 0 < duration_buckets <= DURATION_BUCKETS_MAX:
        raise ValueError(
            f"time buckets are 1 to {TIME_BUCKETS_MAX}, duration buckets 1 to {DURATION_BUCKETS_MAX}, "
            f"not {time_buckets} and {duration_buckets}"
        )
    cut = steps(scope.start_unix_ns, scope.end_unix_ns, time_buckets)
    failed = equals(column("StatusCode"), Constant("Error"))
    select = Select(
        scoped("otel_traces", scope),
        (
            Named("Step", step_of(cut, "Timestamp")),
            Named("Fine", call("roundDown", column("Duration"), Value(_FINE_NS, "Array(UInt64)"))),
            Named("Count", call("count")),
            Named("Errors", call("countIf", failed)),
            Named("Shortest", call("min", column("Duration"))),
            Named("Longest", call("max", column("Duration"))),
        ),
        where=matching(search, TRACES),
        group_by=(Output("Step"), Output("Fine")),
    )
    fine = store.frame(*render(select), scope.limits)
    bounds = _bounds(fine, duration_buckets)
    band = pl.col("Fine").replace_strict(
        {each: bisect.bisect_right(bounds, each) - 1 for each in fine["Fine"].unique()}, return_dtype=pl.UInt32
    )
    cells = (
        fine.with_columns(Band=band).group_by("Step", "Band").agg(pl.col("Count", "Errors").sum()).sort("Step", "Band")
    )
    shortest, longest = fine.select(pl.col("Shortest").min().fill_null(0), pl.col("Longest").max().fill_null(0)).row(0)
    return HeatMap(cut.start_unix_ns, cut.step_ns, cut.count, bounds, cells, shortest, longest)


def _bounds(fine: pl.DataFrame, bands_max: int) -> list[int]:
    """Of the bands: every n-th fine bound, from the shortest span's to the first above the longest's."""
    if fine.is_empty():
        return []
    first, last = (_FINE_NS.index(each) for each in fine.select(pl.col("Fine").min(), Most=pl.col("Fine").max()).row(0))
    together = -(-(last + 1 - first) // bands_max)
    places = range(first, last + 1 + together, together)
    return [_BOUNDS_NS[min(place, len(_BOUNDS_NS) - 1)] for place in places]
