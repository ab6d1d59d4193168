"""Log records that match a search."""

# ruff: noqa: S608 - statements are made of our own words; every value is bound
from dataclasses import replace

import polars as pl

from query.compile import Binder, matching
from query.language import Search
from query.schema import table
from query.schema.ddl import quoted
from query.scope import Scope
from query.store import Store
from query.vocabulary import LOGS
from query.windows import newest_first

LIMIT_MAX = 10_000
_COLUMNS = ", ".join(map(quoted, table("otel_logs").column_names))


def log_search(store: Store, scope: Scope, search: Search, limit: int) -> pl.DataFrame:
    """All columns of otel_logs, newest first. Raises MalformedQuery, ValueError (limit)."""
    if not 0 < limit <= LIMIT_MAX:
        raise ValueError(f"limit is 1 to {LIMIT_MAX}, not {limit}")
    frames = []
    missing = limit
    for start, end in newest_first(scope.start_unix_ns, scope.end_unix_ns):
        binder = Binder()
        look = replace(scope, start_unix_ns=start, end_unix_ns=end)
        frame = store.frame(
            f"SELECT {_COLUMNS} FROM otel_logs WHERE {matching(look, search, LOGS, binder)} "
            f"ORDER BY Timestamp DESC LIMIT {binder.bind(missing, 'UInt32')}",
            binder.parameters,
            scope.limits,
        )
        frames.append(frame)
        missing -= frame.height
        if missing == 0:
            break
    return pl.concat(frames)
