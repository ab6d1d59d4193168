"""Log records that match a search."""

from dataclasses import replace

import polars as pl

from query.language import Search
from query.scope import Scope
from query.sql import Select, column, columns_of, matching, newest, render, scoped
from query.store import Store
from query.vocabulary import LOGS
from query.windows import newest_first

LIMIT_MAX = 10_000


def log_search(store: Store, scope: Scope, search: Search, limit: int) -> pl.DataFrame:
    """All columns of otel_logs, newest first. Raises MalformedQuery, ValueError (limit)."""
    if not 0 < limit <= LIMIT_MAX:
        raise ValueError(f"limit is 1 to {LIMIT_MAX}, not {limit}")
    frames = []
    missing = limit
    for start, end in newest_first(scope.start_unix_ns, scope.end_unix_ns):
        select = Select(
            scoped("otel_logs", replace(scope, start_unix_ns=start, end_unix_ns=end)),
            columns_of("otel_logs"),
            where=matching(search, LOGS),
            order_by=(newest(column("Timestamp")),),
            limit=missing,
        )
        frames.append(store.frame(*render(select), scope.limits))
        missing -= frames[-1].height
        if missing == 0:
            break
    return pl.concat(frames)
