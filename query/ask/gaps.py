"""What did not get in."""

# ruff: noqa: S608 - statements are made of our own words; every value is bound
import polars as pl

from query.compile import Binder, bounded
from query.scope import Scope
from query.store import Store

LIMIT_MAX = 10_000


def gaps(store: Store, scope: Scope, limit: int) -> pl.DataFrame:
    """Time, Signal, Source, Reason, Count, Detail; newest first. Raises ValueError (limit)."""
    if not 0 < limit <= LIMIT_MAX:
        raise ValueError(f"limit is 1 to {LIMIT_MAX}, not {limit}")
    binder = Binder()
    return store.frame(
        f"SELECT Time, Signal, Source, Reason, Count, Detail FROM gaps WHERE {bounded(scope, 'Time', binder)} "
        f"ORDER BY Time DESC LIMIT {binder.bind(limit, 'UInt32')}",
        binder.parameters,
        scope.limits,
    )
