"""Which service calls which."""

# ruff: noqa: S608 - statements are made of our own words; every value is bound
import polars as pl

from query.compile import Binder, bounded
from query.scope import Scope
from query.store import Store


def dependencies(store: Store, scope: Scope) -> pl.DataFrame:
    """Parent, Child (services), Calls, Errors (weighted by the child's SampleWeight), by names.

    A call is a span whose parent span is of another service; both start in the range. Costs memory by spans in the
    range: QueryOverLimit says that it was too wide.
    """
    binder = Binder()
    children = bounded(scope, "Timestamp", binder)
    return store.frame(
        "SELECT parent.ServiceName AS Parent, child.ServiceName AS Child, sum(child.SampleWeight) AS Calls, "
        "sumIf(child.SampleWeight, child.StatusCode = 'Error') AS Errors FROM "
        "(SELECT TraceId, ParentSpanId, ServiceName, StatusCode, SampleWeight FROM otel_traces "
        # Internal and client spans have their parent in their own service.
        f"WHERE {children} AND ParentSpanId != '' AND SpanKind NOT IN ('Internal', 'Client', 'Producer')) AS child "
        "INNER JOIN "
        f"(SELECT TraceId, SpanId, ServiceName FROM otel_traces WHERE {children}) AS parent "
        "ON child.TraceId = parent.TraceId AND child.ParentSpanId = parent.SpanId "
        "WHERE Parent != Child GROUP BY Parent, Child ORDER BY Parent, Child",
        binder.parameters,
        scope.limits,
    )
