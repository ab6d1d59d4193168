"""Traces that match a search, as summaries.

Two steps: which traces, newest first, in growing looks back from the end of the range; then what the trace index and
the spans say of those few.
"""

# ruff: noqa: S608 - statements are made of our own words; every value is bound
from dataclasses import replace

import polars as pl

from query.compile import Binder, matching, owned
from query.language import Search
from query.scope import Scope
from query.store import Store
from query.vocabulary import TRACES
from query.windows import newest_first

# Ids of a page go back into a statement.
LIMIT_MAX = 1_000


def find_traces(store: Store, scope: Scope, search: Search, limit: int) -> pl.DataFrame:
    """TraceId, Start, DurationNs, Spans, Errors, RootServiceName, RootSpanName, Services; newest first by Start.

    A trace is found by any span that starts in the range and matches; its summary is of the whole trace. Root names are
    '' while the root has not arrived. Services is a list of ServiceName, Spans, Errors. Raises MalformedQuery,
    ValueError (limit).
    """
    if not 0 < limit <= LIMIT_MAX:
        raise ValueError(f"limit is 1 to {LIMIT_MAX}, not {limit}")
    found = _newest(store, scope, search, limit)
    index = _index(store, scope, found)
    if index.is_empty():
        return index.with_columns(Services=pl.lit(None, _SERVICES)).drop("End")
    return (
        index.join(_services(store, scope, index), on="TraceId", how="left")
        .drop("End")
        .sort("Start", "TraceId", descending=[True, False])
    )


_SERVICES = pl.List(pl.Struct({"ServiceName": pl.String, "Spans": pl.UInt64, "Errors": pl.UInt64}))


def _newest(store: Store, scope: Scope, search: Search, limit: int) -> list[str]:
    found: dict[str, None] = {}
    for start, end in newest_first(scope.start_unix_ns, scope.end_unix_ns):
        binder = Binder()
        look = replace(scope, start_unix_ns=start, end_unix_ns=end)
        frame = store.frame(
            f"SELECT TraceId FROM otel_traces WHERE {matching(look, search, TRACES, binder)} "
            # Those of a newer look may come again in an older one, so that the page's length is asked for each time.
            f"GROUP BY TraceId ORDER BY max(Timestamp) DESC, TraceId LIMIT {binder.bind(limit, 'UInt32')}",
            binder.parameters,
            scope.limits,
        )
        found.update(dict.fromkeys(frame["TraceId"]))
        if len(found) >= limit:
            break
    return list(found)[:limit]


def _index(store: Store, scope: Scope, trace_ids: list[str]) -> pl.DataFrame:
    binder = Binder()
    return store.frame(
        "SELECT TraceId, min(Start) AS Start, max(End) AS End, "
        "toUInt64(greatest(dateDiff('nanosecond', Start, End), 0)) AS DurationNs, sum(Spans) AS Spans, "
        "sum(Errors) AS Errors, max(RootServiceName) AS RootServiceName, max(RootSpanName) AS RootSpanName "
        f"FROM otel_traces_trace_id_ts WHERE {owned(scope, binder)} "
        f"AND TraceId IN {binder.bind(trace_ids, 'Array(String)')} GROUP BY TraceId",
        binder.parameters,
        scope.limits,
    )


def _services(store: Store, scope: Scope, index: pl.DataFrame) -> pl.DataFrame:
    """TraceId, Services."""
    start, end = index.select(pl.col("Start").dt.epoch("ns").min(), pl.col("End").dt.epoch("ns").max()).row(0)
    binder = Binder()
    frame = store.frame(
        "SELECT TraceId, ServiceName, count() AS Spans, countIf(StatusCode = 'Error') AS Errors FROM otel_traces "
        f"WHERE {owned(scope, binder)} AND Timestamp BETWEEN {binder.moment(start)} AND {binder.moment(end)} "
        f"AND TraceId IN {binder.bind(index['TraceId'].to_list(), 'Array(String)')} GROUP BY TraceId, ServiceName",
        binder.parameters,
        scope.limits,
    )
    return (
        frame.sort("TraceId", "Spans", "ServiceName", descending=[False, True, False])
        .group_by("TraceId", maintain_order=True)
        .agg(Services=pl.struct("ServiceName", "Spans", "Errors"))
    )
