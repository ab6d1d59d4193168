"""Spans within a trace that match a search."""

from dataclasses import dataclass

from query.ask.trace import during, extent, trace_id
from query.language import Search, Word
from query.scope import Scope
from query.sql import (
    Expression,
    Named,
    Order,
    Output,
    Select,
    call,
    column,
    either,
    equals,
    matching,
    render,
    scoped,
    text,
)
from query.store import Store
from query.vocabulary import TRACES

LIMIT_MAX = 10_000


@dataclass(frozen=True, slots=True)
class FoundSpans:
    """Ids of spans, by start; `complete` is false where there are more."""

    span_ids: list[str]
    complete: bool


def trace_find(store: Store, scope: Scope, identifier: str, search: Search, limit: int = LIMIT_MAX) -> FoundSpans:
    """The spans of a trace that a search is for, `limit` at most; the scope's range does not cut the trace.

    A word alone is also the id of a span. Raises MalformedQuery, ValueError (id, limit).
    """
    if not 0 < limit <= LIMIT_MAX:
        raise ValueError(f"limit is 1 to {LIMIT_MAX}, not {limit}")
    stored_id = trace_id(identifier)
    lies = extent(store, scope, stored_id)
    if lies is None:
        return FoundSpans([], complete=True)
    select = Select(
        scoped("otel_traces", during(scope, lies)),
        (column("SpanId"), Named("First", call("min", column("Timestamp")))),
        where=(equals(column("TraceId"), text(stored_id)), *_matching(search)),
        group_by=(column("SpanId"),),
        order_by=(Order(Output("First")), Order(column("SpanId"))),
        # One more tells whether there are others.
        limit=limit + 1,
    )
    found = store.frame(*render(select), scope.limits)["SpanId"].to_list()
    return FoundSpans(found[:limit], complete=len(found) <= limit)


def _matching(search: Search) -> tuple[Expression, ...]:
    conditions = matching(search, TRACES)
    if not isinstance(search.tree, Word):
        return conditions
    return (either(*conditions, equals(column("SpanId"), text(search.tree.text.lower()))),)
