"""Which service calls which."""

import polars as pl

from query.scope import Scope
from query.sql import Constant, Join, Named, Order, Output, Select, call, column, equals, render, scoped
from query.store import Store


def dependencies(store: Store, scope: Scope) -> pl.DataFrame:
    """Parent, Child (services), Calls, Errors (weighted by the child's SampleWeight), by names.

    A call is a span whose parent span is of another service; both start in the range. Costs memory by spans in the
    range: QueryOverLimit says that it was too wide.
    """
    spans = scoped("otel_traces", scope)
    # Internal and client spans, and producers, have their parent in their own service.
    entries = tuple(
        call("notEquals", column("SpanKind"), Constant(kind)) for kind in ("Internal", "Client", "Producer")
    )
    child_columns = ("TraceId", "ParentSpanId", "ServiceName", "StatusCode", "SampleWeight")
    children = Select(
        spans,
        tuple(map(column, child_columns)),
        where=(call("notEmpty", column("ParentSpanId")), *entries),
    )
    parents = Select(spans, (column("TraceId"), column("SpanId"), column("ServiceName")))
    weight = column("SampleWeight", "child")
    select = Select(
        Join(children, "child", parents, "parent", (("TraceId", "TraceId"), ("ParentSpanId", "SpanId"))),
        (
            Named("Parent", column("ServiceName", "parent")),
            Named("Child", column("ServiceName", "child")),
            Named("Calls", call("sum", weight)),
            Named("Errors", call("sumIf", weight, equals(column("StatusCode", "child"), Constant("Error")))),
        ),
        where=(call("notEquals", column("ServiceName", "parent"), column("ServiceName", "child")),),
        group_by=(Output("Parent"), Output("Child")),
        order_by=(Order(Output("Parent")), Order(Output("Child"))),
    )
    return store.frame(*render(select), scope.limits)
