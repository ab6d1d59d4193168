"""The RED rollup over a range: minutes at its ends, whole hours between.

A minute and an hour count the same spans in the same way, so any mix of both that covers a range has its sums.
"""

from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

from query.scope import Scope
from query.sql.expressions import Column, Expression, Output, Value, call, column
from query.sql.select import Named, Select, Union, scoped
from query.windows import Steps

_NS_PER_S = 1_000_000_000
_HOUR_NS = 3_600 * _NS_PER_S
# With fewer, three small reads cost more than the one they replace.
_HOURS_MIN = 4
_MEASURES = MappingProxyType(
    {"Calls": "sum", "Rows": "sum", "Errors": "sum", "DurationSum": "sum", "DurationMax": "max", "Buckets": "sumMap"}
)


def red_sums(
    scope: Scope,
    keys: Sequence[str],
    measures: Sequence[str],
    where: Sequence[Expression] = (),
    steps: Steps | None = None,
) -> Select:
    """The columns `keys`, Step (UInt32, of `steps` if any) and the measures, a row for each combination that has spans.

    Of the minutes that the range touches. Measures are columns of the rollup: Calls, Rows, Errors, DurationSum,
    DurationMax, Buckets. Steps begin at a multiple of their length and are whole minutes.
    """
    parts = tuple(
        _summed(table, part, tuple(map(column, keys)), measures, where, steps)
        for table, part in _periods(scope, hours=steps is None or steps.step_ns % _HOUR_NS == 0)
    )
    if len(parts) == 1:
        return parts[0]
    by = tuple(map(column, keys if steps is None else (*keys, "Step")))
    return Select(Union(parts), (*by, *map(_measured, measures)), group_by=by)


def _periods(scope: Scope, *, hours: bool) -> list[tuple[str, Scope]]:
    """Tables and their parts of the range, in order of time."""
    first = -(-scope.start_unix_ns // _HOUR_NS) * _HOUR_NS
    last = scope.end_unix_ns // _HOUR_NS * _HOUR_NS
    if not hours or last - first < _HOURS_MIN * _HOUR_NS:
        return [("otel_red_1m", scope)]
    parts = [
        ("otel_red_1m", scope.start_unix_ns, first),
        ("otel_red_1h", first, last),
        ("otel_red_1m", last, scope.end_unix_ns),
    ]
    return [(table, replace(scope, start_unix_ns=start, end_unix_ns=end)) for table, start, end in parts if start < end]


def _summed(
    table: str,
    scope: Scope,
    keys: tuple[Column, ...],
    measures: Sequence[str],
    where: Sequence[Expression],
    steps: Steps | None,
) -> Select:
    rows = scoped(table, scope)
    step = () if steps is None else (_step(steps, column(rows.table.time)),)
    return Select(
        rows,
        (*keys, *step, *map(_measured, measures)),
        where=tuple(where),
        group_by=(*keys, *(Output(each.name) for each in step)),
    )


def _measured(measure: str) -> Named:
    return Named(measure, call(_MEASURES[measure], column(measure)))


def _step(steps: Steps, time: Column) -> Named:
    first, step_s = (Value(each // _NS_PER_S, "Int64") for each in (steps.start_unix_ns, steps.step_ns))
    since = call("minus", call("toUnixTimestamp", time), first)
    return Named("Step", call("toUInt32", call("intDiv", since, step_s)))
