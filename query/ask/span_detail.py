"""Some spans of a trace, with all that they carry."""

import re
from collections.abc import Sequence

import polars as pl

from query.ask.trace import IDENTITY, Extent, during, extent, trace_id
from query.scope import Scope
from query.sql import LimitBy, Order, Select, among, column, columns_of, equals, render, scoped, text, texts
from query.store import Store

# Whole rows are some kilobytes each; a person looks at a screenful.
SPANS_MAX = 500
_ID = re.compile(r"[0-9a-fA-F]{1,16}")


def span_id(text: str) -> str:
    """The id as it is stored: 16 lower-case digits. Raises ValueError."""
    if not _ID.fullmatch(text):
        raise ValueError(f"{text!r} is not a span id: it has 16 hexadecimal digits")
    return text.lower().zfill(16)


def span_detail(store: Store, scope: Scope, identifier: str, span_ids: Sequence[str]) -> pl.DataFrame:
    """All columns of otel_traces for the spans of these ids, by start; no rows when there are none.

    Two spans may have one id, client and server of a call. The scope's range does not cut the trace. Raises ValueError
    for what is not an id, and for more than `SPANS_MAX`.
    """
    if len(span_ids) > SPANS_MAX:
        raise ValueError(f"{len(span_ids)} spans at once, {SPANS_MAX} are the most: ask again for the others")
    stored_id = trace_id(identifier)
    wanted = [span_id(each) for each in span_ids]
    lies = extent(store, scope, stored_id) or Extent(0, 0, 0, 0)
    select = Select(
        scoped("otel_traces", during(scope, lies)),
        columns_of("otel_traces"),
        where=(equals(column("TraceId"), text(stored_id)), among(column("SpanId"), texts(wanted))),
        order_by=tuple(map(Order, IDENTITY)),
        limit_by=LimitBy(1, IDENTITY),
    )
    return store.frame(*render(select), scope.limits)
