"""Which services sent spans."""

# ruff: noqa: S608 - statements are made of our own words; every value is bound
import polars as pl

from query.compile import Binder, bounded_minutes
from query.scope import Scope
from query.store import Store


def services(store: Store, scope: Scope) -> pl.DataFrame:
    """ServiceName, Calls, Errors (weighted, Float64), by name. From the minutes that the range touches."""
    binder = Binder()
    return store.frame(
        f"SELECT ServiceName, sum(Calls) AS Calls, sum(Errors) AS Errors FROM otel_red_1m "
        f"WHERE {bounded_minutes(scope, 'Minute', binder)} GROUP BY ServiceName ORDER BY ServiceName",
        binder.parameters,
        scope.limits,
    )
