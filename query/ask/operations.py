"""What a service does."""

from dataclasses import replace

import polars as pl

from query.scope import Scope
from query.sql import Constant, Expression, Order, call, column, equals, render, text
from query.sql.red_periods import red_sums
from query.store import Store

# What the collector calls operations beyond its bound of series: a sum, nothing that can be looked for.
_OTHERS = "(other)"
_OPERATION = ("SpanName", "SpanKind")


def operations(store: Store, scope: Scope, service: str, kind: str | None = None) -> pl.DataFrame:
    """SpanName, SpanKind, Calls, Errors, by name and kind. `kind` is a SpanKind as stored (`Server`)."""
    conditions: list[Expression] = [
        equals(column("ServiceName"), text(service)),
        call("notEquals", column("SpanName"), Constant(_OTHERS)),
    ]
    if kind is not None:
        conditions.append(equals(column("SpanKind"), text(kind)))
    select = replace(
        red_sums(scope, _OPERATION, ("Calls", "Errors"), conditions),
        order_by=tuple(Order(column(name)) for name in _OPERATION),
    )
    return store.frame(*render(select), scope.limits)
