"""What a metric is: its kind, and what its points mean."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from query.scope import Scope
from query.sql import Constant, Expression, Named, Rows, Select, call, column, equals, render, scoped, text
from query.store import Store

_CUMULATIVE = 2


class Kind(StrEnum):
    """The kinds of OTLP; each has a table."""

    GAUGE = "gauge"
    SUM = "sum"
    HISTOGRAM = "histogram"
    EXPONENTIAL_HISTOGRAM = "exponential_histogram"
    SUMMARY = "summary"

    @property
    def table(self) -> str:
        """Where its points are."""
        return f"otel_metrics_{self.value}"


@dataclass(frozen=True, slots=True)
class Metric:
    """As its newest point says.

    `cumulative`: points count since their start, not since the point before. `monotonic`: what is counted only rises.
    `scale` is the coarsest of an exponential histogram's. `newest_unix_ns` is the newest point's time.
    """

    name: str
    kind: Kind
    unit: str
    description: str
    cumulative: bool
    monotonic: bool
    scale: int
    newest_unix_ns: int


def find_metric(store: Store, scope: Scope, name: str) -> Metric | None:
    """The metric of this name; of several kinds, as when an application changed it, the one with the newest point."""
    found = [row for kind in Kind for row in store.frame(*render(_select(scope, kind, name)), scope.limits).rows()]
    if not found:
        return None
    return metric_of(name, max(found, key=lambda row: row[-1]))


def metric_of(name: str, told: tuple[Any, ...]) -> Metric:
    """What a row of `told_by` says."""
    kind, unit, description, temporality, monotonic, scale, newest_ns = told
    return Metric(name, Kind(kind), unit, description, temporality == _CUMULATIVE, bool(monotonic), scale, newest_ns)


def _select(scope: Scope, kind: Kind, name: str) -> Select:
    rows = scoped(kind.table, scope)
    return Select(
        rows,
        told_by(rows, kind),
        where=(equals(column("MetricName"), text(name)),),
        having=(call("greater", call("count"), Constant(0)),),
    )


def told_by(rows: Rows, kind: Kind) -> tuple[Named, ...]:
    """Kind, Unit, Description, Temporality, Monotonic, Coarsest (scale), Newest (ns): of points of one metric."""
    time = column("TimeUnix")
    has = rows.table.column_names
    # A summary has no temporality: it counts since its start.
    temporality: Expression = column("AggregationTemporality")
    if "AggregationTemporality" not in has:
        temporality = Constant(_CUMULATIVE if kind is Kind.SUMMARY else 0)
    # What is counted of distributions are observations.
    monotonic: Expression = column("IsMonotonic") if "IsMonotonic" in has else Constant(1)
    scale: Expression = column("Scale") if "Scale" in has else Constant(0)
    return (
        Named("Kind", Constant(kind.value)),
        Named("Unit", call("argMax", column("MetricUnit"), time)),
        Named("Description", call("argMax", column("MetricDescription"), time)),
        Named("Temporality", call("argMax", temporality, time)),
        Named("Monotonic", call("argMax", monotonic, time)),
        Named("Coarsest", call("min", scale)),
        Named("Newest", call("max", call("toUnixTimestamp64Nano", time))),
    )
