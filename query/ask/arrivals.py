"""Records that match a search, as they come in: by when they were inserted, not by when they happened.

A span of ten minutes is inserted ten minutes after its start, and whatever was late is late here too: only the time of
insertion makes what is new a range. A row is seen a moment after the time it carries, once its part is written: the
range ends that much (`lag_ms`) before now. Both ends are of the engine's clock.
"""

from dataclasses import dataclass

import polars as pl

from query.ask.log_records import COLUMNS as LOG_COLUMNS
from query.ask.spans import COLUMNS as SPAN_COLUMNS
from query.language import Search
from query.scope import Scope
from query.sql import (
    Expression,
    Named,
    Order,
    Select,
    Value,
    call,
    column,
    matching,
    newest,
    render,
    scoped,
)
from query.store import Store
from query.vocabulary import TRACES, Vocabulary

LIMIT_MAX = 10_000


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Rows inserted up to `until_ms` (since 1970), oldest first, and how many more there were."""

    frame: pl.DataFrame
    until_ms: int
    more: int


def arrivals(
    store: Store, scope: Scope, search: Search, vocabulary: Vocabulary, after_ms: int | None, lag_ms: int, limit: int
) -> Arrivals:
    """Spans with the columns of `spans`, log records with those of `log_search`, inserted later than `after_ms`.

    None: of none yet. At most so many, the newest by their own time, which lies in the scope's range. Raises
    MalformedQuery, ValueError (limit).
    """
    if not 0 < limit <= LIMIT_MAX:
        raise ValueError(f"limit is 1 to {LIMIT_MAX}, not {limit}")
    until_ms = store.frame("SELECT toUnixTimestamp64Milli(now64(3)) AS Now", limits=scope.limits)["Now"][0] - lag_ms
    # Asked also when there is nothing to be found yet: an error of the search is told at once.
    inserted = (
        call("greater", column("IngestTime"), _moment(until_ms if after_ms is None else after_ms)),
        call("lessOrEquals", column("IngestTime"), _moment(until_ms)),
    )
    where = (*inserted, *matching(search, vocabulary))
    rows = scoped(vocabulary.table, scope)
    columns = SPAN_COLUMNS if vocabulary is TRACES else LOG_COLUMNS
    time = column(vocabulary.time)
    found = store.frame(
        *render(Select(rows, columns, where=where, order_by=(newest(time), Order(column("TraceId"))), limit=limit)),
        scope.limits,
    )
    more = 0
    if found.height == limit:
        counted = store.frame(*render(Select(rows, (Named("Count", call("count")),), where=where)), scope.limits)
        more = max(0, counted["Count"][0] - limit)
    return Arrivals(found.reverse(), until_ms, more)


def _moment(unix_ms: int) -> Expression:
    return call("fromUnixTimestamp64Milli", Value(unix_ms, "Int64"))
