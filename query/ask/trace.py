"""Traces by id, whole."""

# ruff: noqa: S608 - statements are made of our own words; every value is bound
import re
from collections.abc import Sequence

import polars as pl

from query.compile import Binder, owned
from query.schema import table
from query.schema.ddl import quoted
from query.scope import Scope
from query.store import Store

# Ids go into a statement.
TRACES_MAX = 1_000
_ID = re.compile(r"[0-9a-fA-F]{1,32}")
_COLUMNS = ", ".join(map(quoted, table("otel_traces").column_names))


def trace_id(text: str) -> str:
    """The id as it is stored: 32 lower-case digits. Ids of 64 bits come with 16. Raises ValueError."""
    if not _ID.fullmatch(text):
        raise ValueError(f"{text!r} is not a trace id: it has 16 or 32 hexadecimal digits")
    return text.lower().zfill(32)


def trace(store: Store, scope: Scope, identifier: str, spans_max: int = 100_000) -> pl.DataFrame:
    """One trace as `traces` gives it; no rows when there is no such trace."""
    return traces(store, scope, [identifier], spans_max)


def traces(store: Store, scope: Scope, identifiers: Sequence[str], spans_max: int = 100_000) -> pl.DataFrame:
    """All columns of otel_traces for the spans of these traces, by trace and start, `spans_max` together at most.

    The traces' own time range is looked up in the trace index: the scope's range does not cut them. A span that a
    sender repeated is given once. Raises ValueError for what is not an id, and for too many.
    """
    if len(identifiers) > TRACES_MAX:
        raise ValueError(f"{len(identifiers)} traces at once, {TRACES_MAX} are the most")
    stored_ids = [trace_id(identifier) for identifier in identifiers]
    index = Binder()
    bounds = store.frame(
        f"SELECT min(Start) AS Start, max(End) AS End FROM otel_traces_trace_id_ts "
        f"WHERE {owned(scope, index)} AND TraceId IN {index.bind(stored_ids, 'Array(String)')} HAVING count() > 0",
        index.parameters,
        scope.limits,
    )
    start, end = (0, 0) if bounds.is_empty() else bounds.select(pl.all().dt.epoch("ns")).row(0)
    binder = Binder()
    return store.frame(
        f"SELECT {_COLUMNS} FROM otel_traces WHERE {owned(scope, binder)} "
        f"AND Timestamp BETWEEN {binder.moment(start)} AND {binder.moment(end)} "
        f"AND TraceId IN {binder.bind(stored_ids, 'Array(String)')} ORDER BY TraceId, Timestamp, SpanId, SpanKind "
        # Client and server of one call may share an id (Zipkin): a span is its id, kind and start.
        f"LIMIT 1 BY TraceId, SpanId, SpanKind, Timestamp LIMIT {binder.bind(spans_max, 'UInt32')}",
        binder.parameters,
        scope.limits,
    )
