"""Rate, errors and durations of services or operations, from the rollups by minute and hour."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import polars as pl

from query.scope import Scope
from query.sql import Expression, Order, Select, Within, among, call, column, newest, render, texts
from query.sql.duration_buckets import with_quantiles
from query.sql.red_periods import red_sums
from query.store import Store
from query.windows import Steps

# What the rollup's minutes can be told apart by.
STEP_S_MIN = 60
# Wider than any screen.
STEPS_MAX = 2_000
# Longer than a table is read; what is beyond is said to be missing.
ROWS_MAX = 2_000
# With steps each row is a line of its own: a screen shows some tens.
ROWS_WITH_STEPS_MAX = 500
QUANTILES = (0.5, 0.95, 0.99)
_MEASURES = ("Calls", "Errors", "DurationSum", "DurationMax", "Buckets")
_NS_PER_S = 1_000_000_000


class Group(Enum):
    """What a row is of; the value is the columns that name it."""

    SERVICE = ("ServiceName",)
    NAME = ("ServiceName", "SpanName")
    OPERATION = ("ServiceName", "SpanName", "SpanKind")


@dataclass(frozen=True, slots=True)
class Red:
    """Calls and Errors are weighted by what the spans stand for, durations are in ns.

    `rows` has the columns of the group, Calls, Errors, DurationSum, DurationMax and Quantiles, a list in the order they
    were asked for; most calls first. `series` has the columns of the group, Step, and the same numbers of each step
    that has spans, by group and step; None unless steps were asked for. Not `complete`: there are more rows than these,
    with fewer calls.
    """

    rows: pl.DataFrame
    series: pl.DataFrame | None
    steps: Steps | None
    complete: bool


def red(
    store: Store,
    scope: Scope,
    group: Group,
    *,
    services: Sequence[str] = (),
    kinds: Sequence[str] = (),
    step_s: int | None = None,
    quantiles: Sequence[float] = QUANTILES,
) -> Red:
    """Of the minutes that the range touches; `services` and `kinds` (as stored: `Server`) of these alone, if any.

    Steps begin at multiples of `step_s`. Raises ValueError (steps, quantiles).
    """
    if not all(0 <= each <= 1 for each in quantiles):
        raise ValueError(f"quantiles are 0 to 1, not {', '.join(map(str, quantiles))}")
    steps = None if step_s is None else _steps(scope, step_s)
    rows_max = ROWS_MAX if steps is None else ROWS_WITH_STEPS_MAX
    where: list[Expression] = []
    if services:
        where.append(among(column("ServiceName"), texts(tuple(services))))
    if kinds:
        where.append(among(column("SpanKind"), texts(tuple(kinds))))
    keys = tuple(map(column, group.value))
    most = (newest(column("Calls")), *map(Order, keys))
    # One more than the answer tells whether there are more.
    totals = with_quantiles(red_sums(scope, group.value, _MEASURES, where), quantiles, most, rows_max + 1)
    rows = store.frame(*render(totals), scope.limits)
    complete = rows.height <= rows_max
    if steps is None:
        return Red(rows.head(rows_max), None, None, complete)
    if not complete:
        listed = Select(red_sums(scope, group.value, _MEASURES, where), keys, order_by=most, limit=rows_max)
        where.append(Within(keys[0] if len(keys) == 1 else call("tuple", *keys), listed))
    by_step = tuple(Order(column(name)) for name in (*group.value, "Step"))
    over_time = with_quantiles(red_sums(scope, group.value, _MEASURES, where, steps), quantiles, by_step)
    return Red(rows.head(rows_max), store.frame(*render(over_time), scope.limits), steps, complete)


def _steps(scope: Scope, step_s: int) -> Steps:
    if step_s < STEP_S_MIN or step_s % STEP_S_MIN:
        raise ValueError(f"step_s is a multiple of {STEP_S_MIN}, the rollup's minute, not {step_s}")
    step_ns = step_s * _NS_PER_S
    first = scope.start_unix_ns // step_ns
    count = -(-scope.end_unix_ns // step_ns) - first
    if count > STEPS_MAX:
        raise ValueError(f"step_s {step_s} cuts the range into {count} steps, at most {STEPS_MAX}: take longer ones")
    return Steps(first * step_ns, step_ns, count)
