"""Exemplars: measurements of a metric that were made within a trace."""

import polars as pl

from query.ask.metric_aggregate import SeriesUnsuited
from query.ask.metric_kind import Kind, Metric, find_metric
from query.ask.metric_series import cut_range
from query.language import Search
from query.scope import Scope
from query.sql import (
    LimitBy,
    Named,
    Order,
    Output,
    Select,
    Value,
    call,
    column,
    equals,
    matching,
    moment,
    newest,
    render,
    scoped,
    text,
)
from query.store import Store
from query.vocabulary import METRICS
from query.windows import Steps

# More dots of one step cover each other.
PER_STEP_MAX = 20
_SCHEMA = pl.Schema(
    {
        "Time": pl.Datetime("ns", "UTC"),
        "Value": pl.Float64(),
        "TraceId": pl.String(),
        "SpanId": pl.String(),
        "ServiceName": pl.String(),
    }
)


def metric_exemplars(
    store: Store, scope: Scope, name: str, search: Search, per_step: int, step_s: int | None = None
) -> pl.DataFrame:
    """Time, Value, TraceId, SpanId, ServiceName, oldest first: of each step the `per_step` greatest that name a trace.

    Steps are those of `metric_series`. A sender says an exemplar again with each point until it has a newer one: it
    counts once. Raises MalformedQuery, SeriesUnsuited (bounds of the answer).
    """
    if not 0 < per_step <= PER_STEP_MAX:
        raise SeriesUnsuited(f"exemplars of a step are 1 to {PER_STEP_MAX}, not {per_step}")
    cut = cut_range(scope, step_s)
    metric = find_metric(store, scope, name)
    # A summary has none.
    if metric is None or metric.kind is Kind.SUMMARY:
        return pl.DataFrame(schema=_SCHEMA)
    columns = tuple(map(column, _SCHEMA))
    select = Select(
        _distinct(scope, metric, search, cut),
        columns,
        order_by=(newest(column("Value")), *map(Order, columns)),
        limit_by=LimitBy(per_step, (column("Step"),)),
    )
    return store.frame(*render(select), scope.limits).sort("Time", "TraceId", "SpanId", "Value")


def _distinct(scope: Scope, metric: Metric, search: Search, cut: Steps) -> Select:
    names = ("Time", "Value", "TraceId", "SpanId", "ServiceName")
    at = call("toUnixTimestamp64Nano", column("Time"))
    since = call("minus", at, Value(cut.start_unix_ns, "Int64"))
    step = Named("Step", call("intDiv", since, Value(cut.step_ns, "Int64")))
    said = _said(scope, metric, search)
    return Select(said, (*map(column, names), step), group_by=tuple(map(column, names)))


def _said(scope: Scope, metric: Metric, search: Search) -> Select:
    """A row for each time that an exemplar was said."""
    unfolded = {"Time": "TimeUnix", "Value": "Value", "TraceId": "TraceId", "SpanId": "SpanId"}
    rows = Select(
        scoped(metric.kind.table, scope),
        (column("ServiceName"), *(Named(name, Output(f"Example{name}")) for name in unfolded)),
        array_join=tuple(Named(f"Example{name}", column(f"Exemplars.{stored}")) for name, stored in unfolded.items()),
        where=(equals(column("MetricName"), text(metric.name)), *matching(search, METRICS)),
    )
    within = (
        call("greaterOrEquals", column("Time"), moment(scope.start_unix_ns)),
        call("less", column("Time"), moment(scope.end_unix_ns)),
    )
    return Select(rows, tuple(map(column, rows.names)), where=(call("notEmpty", column("TraceId")), *within))
