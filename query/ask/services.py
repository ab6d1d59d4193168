"""Which services sent spans."""

from dataclasses import replace

import polars as pl

from query.scope import Scope
from query.sql import Order, column, render
from query.sql.red_periods import red_sums
from query.store import Store


def services(store: Store, scope: Scope) -> pl.DataFrame:
    """ServiceName, Calls, Errors (weighted, Float64), by name. From the minutes that the range touches."""
    sums = red_sums(scope, ("ServiceName",), ("Calls", "Errors"))
    select = replace(sums, order_by=(Order(column("ServiceName")),))
    return store.frame(*render(select), scope.limits)
