"""Traces by id, whole: where they lie, all at once, or part by part."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import polars as pl

from query.scope import UNIX_NS_MAX, Scope
from query.sql import (
    Constant,
    Expression,
    Lambda,
    LimitBy,
    Named,
    Order,
    Rows,
    Select,
    Time,
    Variable,
    among,
    call,
    column,
    columns_of,
    equals,
    every,
    render,
    scoped,
    text,
    texts,
)
from query.store import Store

# Ids go into a statement.
TRACES_MAX = 1_000
# Whole rows are some kilobytes each: a part is some ten megabytes.
PART_SPANS = 10_000
_ID = re.compile(r"[0-9a-fA-F]{1,32}")
# Client and server of one call may share an id (Zipkin): a span is its id, kind and start.
IDENTITY = tuple(map(column, ("TraceId", "Timestamp", "SpanId", "SpanKind")))


@dataclass(frozen=True, slots=True)
class Extent:
    """Where a trace lies, from its first start to its last end. What was sent twice is counted twice."""

    start_unix_ns: int
    end_unix_ns: int
    spans: int
    errors: int


def trace_id(text: str) -> str:
    """The id as it is stored: 32 lower-case digits. Ids of 64 bits come with 16. Raises ValueError."""
    if not _ID.fullmatch(text):
        raise ValueError(f"{text!r} is not a trace id: it has 16 or 32 hexadecimal digits")
    return text.lower().zfill(32)


def extent(store: Store, scope: Scope, identifier: str) -> Extent | None:
    """From the trace index, whatever the scope's range; None when there is no such trace. Raises ValueError."""
    return _extent(store, scope, [trace_id(identifier)])


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
    lies = _extent(store, scope, stored_ids) or Extent(0, 0, 0, 0)
    rows = scoped("otel_traces", during(scope, lies))
    return store.frame(*render(_whole(rows, among(column("TraceId"), texts(stored_ids)), spans_max)), scope.limits)


def trace_parts(store: Store, scope: Scope, identifier: str, part_spans: int = PART_SPANS) -> Iterator[pl.DataFrame]:
    """One trace as `trace` gives it, in frames of some `part_spans` spans: for traces of any size.

    A part is some services, or some time of one, as the table lies on disk; only within a part spans come by start.
    Nothing when there is no such trace. Raises ValueError (the id), like the store's errors when it is advanced.
    """
    stored_id = trace_id(identifier)
    lies = _extent(store, scope, [stored_id])
    if lies is None:
        return
    of_trace = equals(column("TraceId"), text(stored_id))
    whole = during(scope, lies)
    times = call("arraySort", call("groupArray", call("toUnixTimestamp64Nano", column("Timestamp"))))
    begins = Lambda(("at", "place"), equals(call("modulo", Variable("place"), Constant(part_spans)), Constant(0)))
    services = Select(
        scoped("otel_traces", whole),
        (
            column("ServiceName"),
            Named("Spans", call("count")),
            Named("Starts", call("arrayFilter", begins, times, call("arrayEnumerate", times))),
        ),
        where=(of_trace,),
        group_by=(column("ServiceName"),),
        order_by=(Order(column("ServiceName")),),
    )
    for part in _parts(store.frame(*render(services), scope.limits), whole, part_spans):
        of_part = (of_trace, among(column("ServiceName"), texts(part.services)))
        rows = scoped("otel_traces", replace(whole, start_unix_ns=part.start_unix_ns, end_unix_ns=part.end_unix_ns))
        yield store.frame(*render(_whole(rows, every(*of_part), None)), scope.limits)


@dataclass(frozen=True, slots=True)
class _Part:
    services: list[str]
    start_unix_ns: int
    end_unix_ns: int


def _parts(services: pl.DataFrame, whole: Scope, part_spans: int) -> Iterator[_Part]:
    """Small services together, large ones by time. Spans of one time stay together: a repeated one is seen as such."""
    together: list[str] = []
    room = part_spans
    for service, spans, starts in services.iter_rows():
        if spans > part_spans:
            bounds = sorted({whole.start_unix_ns, whole.end_unix_ns, *starts})
            yield from (_Part([service], start, end) for start, end in pairwise(bounds))
            continue
        if spans > room:
            yield _Part(together, whole.start_unix_ns, whole.end_unix_ns)
            together, room = [], part_spans
        together.append(service)
        room -= spans
    if together:
        yield _Part(together, whole.start_unix_ns, whole.end_unix_ns)


def during(scope: Scope, lies: Extent) -> Scope:
    """The scope, of the time of a trace."""
    start = max(0, lies.start_unix_ns)
    end = min(max(lies.end_unix_ns, start) + 1, UNIX_NS_MAX)
    return replace(scope, start_unix_ns=min(start, end - 1), end_unix_ns=end)


def _whole(rows: Rows, wanted: Expression, limit: int | None) -> Select:
    return Select(
        rows,
        columns_of("otel_traces"),
        where=(wanted,),
        order_by=tuple(map(Order, IDENTITY)),
        limit_by=LimitBy(1, IDENTITY),
        limit=limit,
    )


def _extent(store: Store, scope: Scope, stored_ids: list[str]) -> Extent | None:
    """Of all these traces together."""
    index = Select(
        scoped("otel_traces_trace_id_ts", scope, Time.ANY),
        (
            Named("First", call("toUnixTimestamp64Nano", call("min", column("Start")))),
            Named("Last", call("toUnixTimestamp64Nano", call("max", column("End")))),
            Named("AllSpans", call("sum", column("Spans"))),
            Named("AllErrors", call("sum", column("Errors"))),
            Named("Rows", call("count")),
        ),
        where=(among(column("TraceId"), texts(stored_ids)),),
    )
    first, last, spans, errors, rows = store.frame(*render(index), scope.limits).row(0)
    return Extent(first, last, spans, errors) if rows else None
