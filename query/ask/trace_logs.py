"""Log records of a trace, the messages of its exchanges among them."""

from dataclasses import replace

import polars as pl

from query.ask.log_records import COLUMNS
from query.ask.span_detail import span_id
from query.ask.trace import during, extent, trace_id
from query.scope import UNIX_NS_MAX, Scope
from query.sql import Column, Order, Output, Select, Union, column, equals, render, scoped, text
from query.store import Store

LIMIT_MAX = 10_000
# Records may be written by another clock than the spans', and after the last span has ended.
MARGIN_NS = 15 * 60 * 1_000_000_000


def trace_logs(store: Store, scope: Scope, identifier: str, limit: int, span: str | None = None) -> pl.DataFrame:
    """All columns of otel_logs, and Tie, for `limit` records of a trace at most, or of one of its spans, oldest first.

    Of a trace that has spans, from a quarter of an hour before to one after it, whatever the scope's range; of one that
    has none, as when it was not sampled, within the scope's range. Raises ValueError (ids, limit).
    """
    if not 0 < limit <= LIMIT_MAX:
        raise ValueError(f"limit is 1 to {LIMIT_MAX}, not {limit}")
    stored_id = trace_id(identifier)
    of_span = () if span is None else (equals(column("SpanId"), text(span_id(span))),)
    lies = extent(store, scope, stored_id)
    if lies is not None:
        exact = during(scope, lies)
        scope = replace(
            exact,
            start_unix_ns=max(0, exact.start_unix_ns - MARGIN_NS),
            end_unix_ns=min(exact.end_unix_ns + MARGIN_NS, UNIX_NS_MAX),
        )
    where = (equals(column("TraceId"), text(stored_id)), *of_span)
    order = tuple(Order(Output(name)) for name in ("Timestamp", "ServiceName", "SpanId", "Body"))
    looks = tuple(
        Select(scoped(table, scope), COLUMNS, where=where, order_by=order, limit=limit)
        for table in ("otel_logs", "camel_messages")
    )
    select = Select(Union(looks), tuple(Column(each.name) for each in COLUMNS), order_by=order, limit=limit)
    return store.frame(*render(select), scope.limits)
