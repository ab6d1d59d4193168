"""Which services sent spans."""

import polars as pl

from query.scope import Scope
from query.sql import Named, Order, Select, call, column, render, scoped
from query.store import Store


def services(store: Store, scope: Scope) -> pl.DataFrame:
    """ServiceName, Calls, Errors (weighted, Float64), by name. From the minutes that the range touches."""
    select = Select(
        scoped("otel_red_1m", scope),
        (
            column("ServiceName"),
            Named("Calls", call("sum", column("Calls"))),
            Named("Errors", call("sum", column("Errors"))),
        ),
        group_by=(column("ServiceName"),),
        order_by=(Order(column("ServiceName")),),
    )
    return store.frame(*render(select), scope.limits)
