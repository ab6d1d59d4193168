"""What a metric is: its kind, and what its points mean."""

from dataclasses import dataclass
from enum import StrEnum

from query.scope import Scope
from query.sql import Constant, Expression, Named, Select, call, column, equals, render, scoped, text
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
    `scale` is the coarsest of an exponential histogram's.
    """

    name: str
    kind: Kind
    unit: str
    description: str
    cumulative: bool
    monotonic: bool
    scale: int


def find_metric(store: Store, scope: Scope, name: str) -> Metric | None:
    """The metric of this name; of several kinds, as when an application changed it, the one with the newest point."""
    found = [row for kind in Kind for row in store.frame(*render(_select(scope, kind, name)), scope.limits).rows()]
    if not found:
        return None
    kind, unit, description, temporality, monotonic, scale, _ = max(found, key=lambda row: row[-1])
    return Metric(name, Kind(kind), unit, description, temporality == _CUMULATIVE, bool(monotonic), scale)


def _select(scope: Scope, kind: Kind, name: str) -> Select:
    time = column("TimeUnix")
    rows = scoped(kind.table, scope)
    has = rows.table.column_names
    # A summary has no temporality: it counts since its start.
    temporality: Expression = column("AggregationTemporality")
    if "AggregationTemporality" not in has:
        temporality = Constant(_CUMULATIVE if kind is Kind.SUMMARY else 0)
    # What is counted of distributions are observations.
    monotonic: Expression = column("IsMonotonic") if "IsMonotonic" in has else Constant(1)
    scale: Expression = column("Scale") if "Scale" in has else Constant(0)
    return Select(
        rows,
        (
            Named("Kind", Constant(kind.value)),
            Named("Unit", call("argMax", column("MetricUnit"), time)),
            Named("Description", call("argMax", column("MetricDescription"), time)),
            Named("Temporality", call("argMax", temporality, time)),
            Named("Monotonic", call("argMax", monotonic, time)),
            Named("Coarsest", call("min", scale)),
            Named("Newest", call("max", call("toUnixTimestamp64Nano", time))),
        ),
        where=(equals(column("MetricName"), text(name)),),
        having=(call("greater", call("count"), Constant(0)),),
    )
