"""Which metrics there are."""

# ruff: noqa: S608 - statements are made of our own words; every value is bound
import polars as pl

from query.compile import Binder, bounded_hours
from query.scope import Scope
from query.store import Store


def metric_names(store: Store, scope: Scope) -> pl.DataFrame:
    """MetricName, Count (points), by name. From the hours that the range touches."""
    binder = Binder()
    return store.frame(
        "SELECT Value AS MetricName, sum(Count) AS Count FROM otel_attributes_1h "
        f"WHERE {bounded_hours(scope, 'Hour', binder)} AND Signal = 'metrics' AND Key = '__name__' AND Value != '' "
        "GROUP BY Value ORDER BY Value",
        binder.parameters,
        scope.limits,
    )
