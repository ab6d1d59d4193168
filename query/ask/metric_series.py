"""A metric over time: a line for each group of its series."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from query.ask.metric_aggregate import Aggregate, SeriesUnsuited, check_suitable, usual
from query.ask.metric_changes import INDEX_BASE, Changes
from query.ask.metric_kind import Kind, Metric, find_metric
from query.ask.metric_levels import levels
from query.bucket_quantiles import of_bounds, of_indexes
from query.language import Search
from query.scope import Scope
from query.sql import (
    Constant,
    Expression,
    Named,
    Order,
    Output,
    Select,
    call,
    column,
    equals,
    key_value,
    matching,
    newest,
    render,
    scoped,
    text,
)
from query.store import Store
from query.vocabulary import METRICS
from query.windows import Steps, steps

KEYS_MAX = 5
SERIES_MAX = 200
STEPS_MAX = 2_000
# A chart of a screen's width, where the caller does not say.
_STEPS_USUAL = 120
_CHANGES = frozenset({Aggregate.RATE, Aggregate.INCREASE})


@dataclass(frozen=True, slots=True)
class Series:
    """The values of the keys that were grouped by, '' for a series without one, and a number or None for each step."""

    group: tuple[str, ...]
    values: list[float | None]


@dataclass(frozen=True, slots=True)
class MetricSeries:
    """A metric's lines, the largest first; `complete` unless there are more of them.

    `metric` is None, and there are no lines, where no point of it is in the range.
    """

    metric: Metric | None
    aggregate: Aggregate | None
    steps: Steps
    series: list[Series]
    complete: bool


def metric_series(
    store: Store,
    scope: Scope,
    name: str,
    aggregate: Aggregate | None,
    group_by: Sequence[str],
    search: Search,
    series_max: int,
    step_s: int | None = None,
) -> MetricSeries:
    """The metric's points that match a search, aggregated by step and group (`metric_aggregate`).

    Without an aggregate the usual one of the metric's kind, without a step a readable one. Steps begin at multiples of
    their length; only what is in the range is counted. Raises MalformedQuery, SeriesUnsuited (an aggregate
    that the kind does not know, bounds of the answer).
    """
    cut = cut_range(scope, step_s)
    if not 0 < series_max <= SERIES_MAX:
        raise SeriesUnsuited(f"series are 1 to {SERIES_MAX}, not {series_max}")
    if len(group_by) > KEYS_MAX or len(set(group_by)) < len(group_by):
        raise SeriesUnsuited(f"series are grouped by {KEYS_MAX} keys at most, each once, not by {len(group_by)}")
    groups = tuple(Named(f"Group{at}", _value(key)) for at, key in enumerate(group_by))
    where = (equals(column("MetricName"), text(name)), *matching(search, METRICS))
    metric = find_metric(store, scope, name)
    if metric is None:
        # The search is asked all the same: an error of it is told whether there is something or not.
        store.frame(*render(Select(scoped(METRICS.table, scope), (column("TimeUnix"),), where=where, limit=1)))
        return MetricSeries(None, aggregate, cut, [], complete=True)
    chosen = usual(metric) if aggregate is None else aggregate
    check_suitable(metric, chosen)
    found = _Lines(store, scope, metric, cut, groups, where).lines(chosen, series_max + 1)
    return MetricSeries(metric, chosen, cut, found[:series_max], complete=len(found) <= series_max)


def cut_range(scope: Scope, step_s: int | None) -> Steps:
    """The steps of a range; readable ones without a length. Raises SeriesUnsuited."""
    if step_s is None:
        return steps(scope.start_unix_ns, scope.end_unix_ns, _STEPS_USUAL)
    if step_s < 1:
        raise SeriesUnsuited(f"a step is 1 s at least, not {step_s}")
    step_ns = step_s * 1_000_000_000
    first = scope.start_unix_ns // step_ns
    count = -(-scope.end_unix_ns // step_ns) - first
    if count > STEPS_MAX:
        raise SeriesUnsuited(
            f"{count} steps of {step_s} s are more than {STEPS_MAX}: ask for longer ones, or a shorter time"
        )
    return Steps(first * step_ns, step_ns, count)


def _value(key: str) -> Expression:
    return call("toString", key_value(key, METRICS).value)


@dataclass(frozen=True, slots=True)
class _Lines:
    store: Store
    scope: Scope
    metric: Metric
    cut: Steps
    groups: tuple[Named, ...]
    where: tuple[Expression, ...]

    def lines(self, aggregate: Aggregate, limit: int) -> list[Series]:
        """The largest, so many at most."""
        kind, quantile = self.metric.kind, aggregate.quantile
        taken_as_they_are = kind is Kind.GAUGE or (kind is Kind.SUM and aggregate not in _CHANGES)
        # A summary's quantiles are the sender's own.
        if taken_as_they_are or (kind is Kind.SUMMARY and quantile is not None):
            by_step = levels(self.metric, self.scope, self.cut, self.groups, self.where, aggregate)
            return self._largest(by_step, (column("Value"),), call("max", call("abs", column("Value"))), limit, _number)
        changes = Changes(self.metric, self.scope, self.cut, self.groups, self.where)
        if quantile is None:
            value = _OF_CHANGES[aggregate]
            return self._largest(changes.by_step(), (value,), call("max", call("abs", value)), limit, _number)
        keys, counts = (call("tupleElement", column("Buckets"), Constant(each)) for each in (1, 2))
        observed = call("sum", call("arraySum", counts))
        of_counts = self._quantile(quantile)
        return self._largest(
            changes.distributions(),
            (column("Known"), keys, counts),
            observed,
            limit,
            lambda known, keys, counts: _number(
                # A bucket without observations bounds the ones beside it.
                of_counts(dict.fromkeys(known, 0.0) | dict(zip(keys, counts, strict=True)))
            ),
        )

    def _quantile(self, quantile: float) -> Callable[[dict[Any, float]], float | None]:
        if self.metric.kind is Kind.HISTOGRAM:
            return lambda counts: of_bounds(counts, quantile)
        return lambda counts: of_indexes(counts, self.metric.scale, INDEX_BASE, quantile)

    def _largest(
        self,
        by_step: Select,
        values: tuple[Expression, ...],
        size: Expression,
        limit: int,
        number: Callable[..., float | None],
    ) -> list[Series]:
        kept = tuple(column(each.name) for each in self.groups)
        select = Select(
            by_step,
            (
                *kept,
                Named("Steps", call("groupArray", column("Step"))),
                # An array of each, which may be null: an array of nulls alone would be shorter.
                *(Named(f"Values{at}", call("groupArray", call("tuple", value))) for at, value in enumerate(values)),
                Named("Size", size),
            ),
            group_by=kept,
            order_by=(newest(Output("Size")), *map(Order, kept)),
            limit=limit,
        )
        found = []
        for row in self.store.frame(*render(select), self.scope.limits).iter_rows():
            group, numbers, columns = row[: len(kept)], row[len(kept)], row[len(kept) + 1 : -1]
            line: list[float | None] = [None] * self.cut.count
            for step, *parts in zip(numbers, *columns, strict=True):
                line[step] = number(*(part for (part,) in (each.values() for each in parts)))
            # Without keys there is a row also where there is nothing.
            if numbers:
                found.append(Series(group, line))
        return found


_OF_CHANGES: Mapping[Aggregate, Expression] = {
    Aggregate.RATE: column("Rate"),
    Aggregate.INCREASE: column("Count"),
    Aggregate.SUM: column("Sum"),
    Aggregate.AVG: call("divide", column("Sum"), call("nullIf", column("Count"), Constant(0))),
}


def _number(value: float | None) -> float | None:
    """What can be drawn: a sender may have sent a NaN, or no sum."""
    return value if value is not None and math.isfinite(value) else None
