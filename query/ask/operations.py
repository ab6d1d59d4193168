"""What a service does."""

import polars as pl

from query.scope import Scope
from query.sql import Constant, Expression, Named, Order, Select, call, column, equals, render, scoped, text
from query.store import Store

# What the collector calls operations beyond its bound of series: a sum, nothing that can be looked for.
_OTHERS = "(other)"


def operations(store: Store, scope: Scope, service: str, kind: str | None = None) -> pl.DataFrame:
    """SpanName, SpanKind, Calls, Errors, by name and kind. `kind` is a SpanKind as stored (`Server`)."""
    operation = (column("SpanName"), column("SpanKind"))
    conditions: list[Expression] = [
        equals(column("ServiceName"), text(service)),
        call("notEquals", column("SpanName"), Constant(_OTHERS)),
    ]
    if kind is not None:
        conditions.append(equals(column("SpanKind"), text(kind)))
    select = Select(
        scoped("otel_red_1m", scope),
        (
            *operation,
            Named("Calls", call("sum", column("Calls"))),
            Named("Errors", call("sum", column("Errors"))),
        ),
        where=tuple(conditions),
        group_by=operation,
        order_by=tuple(map(Order, operation)),
    )
    return store.frame(*render(select), scope.limits)
