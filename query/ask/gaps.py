"""What did not get in."""

import polars as pl

from query.scope import Scope
from query.sql import Select, column, newest, render, scoped
from query.store import Store

LIMIT_MAX = 10_000
_COLUMNS = tuple(map(column, ("Time", "Signal", "Source", "Reason", "Count", "Detail")))


def gaps(store: Store, scope: Scope, limit: int) -> pl.DataFrame:
    """Time, Signal, Source, Reason, Count, Detail; newest first. Raises ValueError (limit)."""
    if not 0 < limit <= LIMIT_MAX:
        raise ValueError(f"limit is 1 to {LIMIT_MAX}, not {limit}")
    select = Select(scoped("gaps", scope), _COLUMNS, order_by=(newest(column("Time")),), limit=limit)
    return store.frame(*render(select), scope.limits)
