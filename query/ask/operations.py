"""What a service does."""

# ruff: noqa: S608 - statements are made of our own words; every value is bound
import polars as pl

from query.compile import Binder, bounded_minutes
from query.scope import Scope
from query.store import Store

# What the collector calls operations beyond its bound of series: a sum, nothing that can be looked for.
_OTHERS = "(other)"


def operations(store: Store, scope: Scope, service: str, kind: str | None = None) -> pl.DataFrame:
    """SpanName, SpanKind, Calls, Errors, by name and kind. `kind` is a SpanKind as stored (`Server`)."""
    binder = Binder()
    conditions = [
        bounded_minutes(scope, "Minute", binder),
        f"ServiceName = {binder.text(service)}",
        f"SpanName != {binder.text(_OTHERS)}",
    ]
    if kind is not None:
        conditions.append(f"SpanKind = {binder.text(kind)}")
    return store.frame(
        "SELECT SpanName, SpanKind, sum(Calls) AS Calls, sum(Errors) AS Errors FROM otel_red_1m "
        f"WHERE {' AND '.join(conditions)} GROUP BY SpanName, SpanKind ORDER BY SpanName, SpanKind",
        binder.parameters,
        scope.limits,
    )
