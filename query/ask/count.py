"""How many spans there were, of those that match a search, before sampling."""

from dataclasses import dataclass

from query import estimates
from query.estimates import Estimate
from query.language import Search
from query.scope import Scope
from query.sql import Constant, Expression, Named, Select, call, column, equals, matching, render, scoped
from query.store import Store
from query.vocabulary import TRACES


@dataclass(frozen=True, slots=True)
class Count:
    """Spans that are stored, and estimates of all that were: how many, how many failed, their average duration (ns)."""

    stored: int
    calls: Estimate
    errors: Estimate
    duration_avg_ns: Estimate


def count(store: Store, scope: Scope, search: Search) -> Count:
    """Of the spans that start in the range and match. Raises MalformedQuery."""
    weight, duration = column("SampleWeight"), call("toFloat64", column("Duration"))
    # What a span adds to the variance of a sum of ones; of values it is times their square.
    spread = call("minus", call("multiply", weight, weight), weight)
    failed = equals(column("StatusCode"), Constant("Error"))
    sums: dict[str, Expression] = {
        "Stored": call("count"),
        "Failed": call("countIf", failed),
        "Calls": call("sum", weight),
        "CallsVariance": call("sum", spread),
        "Errors": call("sumIf", weight, failed),
        "ErrorsVariance": call("sumIf", spread, failed),
        "Lasted": call("sum", call("multiply", weight, duration)),
        "LastedVariance": call("sum", call("multiply", spread, call("multiply", duration, duration))),
    }
    select = Select(
        scoped("otel_traces", scope),
        tuple(Named(name, expression) for name, expression in sums.items()),
        where=matching(search, TRACES),
    )
    row = store.frame(*render(select), scope.limits).row(0, named=True)
    return Count(
        stored=row["Stored"],
        calls=estimates.total(row["Calls"], row["CallsVariance"], row["Stored"]),
        errors=estimates.total(row["Errors"], row["ErrorsVariance"], row["Failed"]),
        duration_avg_ns=estimates.average(row["Lasted"], row["LastedVariance"], row["Calls"], row["CallsVariance"]),
    )
