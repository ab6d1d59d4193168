"""What did not get in."""

import polars as pl

from query.scope import Scope
from query.sql import Named, Order, Output, Select, call, column, newest, render, scoped
from query.store import Store

LIMIT_MAX = 10_000
# Reasons are words of ours; sources beyond that many would be a defect.
SUMS_MAX = 1_000
_COLUMNS = tuple(map(column, ("Time", "Signal", "Source", "Reason", "Count", "Detail")))
_KINDS = tuple(map(column, ("Signal", "Source", "Reason")))


def gaps(store: Store, scope: Scope, limit: int) -> pl.DataFrame:
    """Time, Signal, Source, Reason, Count, Detail; newest first. Raises ValueError (limit)."""
    if not 0 < limit <= LIMIT_MAX:
        raise ValueError(f"limit is 1 to {LIMIT_MAX}, not {limit}")
    select = Select(scoped("gaps", scope), _COLUMNS, order_by=(newest(column("Time")),), limit=limit)
    return store.frame(*render(select), scope.limits)


def gap_sums(store: Store, scope: Scope) -> pl.DataFrame:
    """Signal, Source, Reason, Sum of all records that did not get in; most first."""
    select = Select(
        scoped("gaps", scope),
        (*_KINDS, Named("Sum", call("sum", column("Count")))),
        group_by=_KINDS,
        order_by=(newest(Output("Sum")), *map(Order, _KINDS)),
        limit=SUMS_MAX,
    )
    return store.frame(*render(select), scope.limits)
