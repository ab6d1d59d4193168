"""What both versions of Jaeger's API ask the store, and how they read what they are asked with."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, TypeVar

import polars as pl
from fastapi import Query

from controlplane import records
from controlplane.problems import ProblemError
from controlplane.records import SpanRecord
from query import ask
from query.language import Search
from query.scope import UNIX_NS_MAX, Scope
from query.store import Store

# Jaeger's own default.
TRACES_DEFAULT = 100
# Of one answer, whole traces together: about 100 MB of JSON.
SPANS_MAX = 100_000
# Jaeger's own look back where no time is given: for names, and for traces without a start.
LOOKBACK_NS = 2 * 86_400 * 10**9
# Of a parameter. Services and operations have no bound of their own; a longer address is refused before it gets here.
TEXT_CHARACTERS_MAX = 4_096

_KINDS = ("Unspecified", "Internal", "Server", "Client", "Producer", "Consumer")

ReadT = TypeVar("ReadT")
TextT = TypeVar("TextT", str, list[str])
Text = Annotated[str, Query(max_length=TEXT_CHARACTERS_MAX)]


@dataclass(frozen=True, slots=True)
class WholeTraces:
    """Spans by trace, in the order asked for. `cut` is the trace of which some are missing, '' for none."""

    spans_by_trace: dict[str, list[SpanRecord]]
    cut: str

    def warnings(self, trace_id: str) -> list[str] | None:
        """What is to be said of a trace."""
        return [f"more than {SPANS_MAX} spans in this answer: this trace is cut"] if trace_id == self.cut else None


def scope_of(tenant: str, start_unix_ns: int | None = None, end_unix_ns: int | None = None) -> Scope:
    """The look back where nothing is given; times out of order or range are brought into it, as clients expect."""
    end = min(max(time.time_ns() if end_unix_ns is None else end_unix_ns, 1), UNIX_NS_MAX)
    start = end - LOOKBACK_NS if start_unix_ns is None else start_unix_ns
    return Scope(tenant=tenant, start_unix_ns=min(max(start, 0), end - 1), end_unix_ns=end)


def read(reader: Callable[[str], ReadT], text: str) -> ReadT | None:
    """A parameter's value; None where it was not given."""
    return said(reader, text) if text else None


def said(reader: Callable[[TextT], ReadT], given: TextT) -> ReadT:
    """A value, or a 400 in the reader's own words."""
    try:
        return reader(given)
    except ValueError as error:
        raise ProblemError(HTTPStatus.BAD_REQUEST, "parameter_invalid", str(error)) from error


def kind_of(text: str) -> str | None:
    """A span kind as it is stored; None for all. Raises ValueError."""
    kind = text.capitalize()
    if kind and kind not in _KINDS:
        raise ValueError(f"{text[:40]!r} is not a span kind: there are {', '.join(each.lower() for each in _KINDS)}")
    return kind or None


def found_ids(store: Store, scope: Scope, search: Search, limit: int) -> list[str]:
    """Traces that match, newest first, as many as fit into one answer whole; the first even if it does not."""
    found = ask.find_traces(store, scope, search, limit).frame
    fits = (pl.col("Spans").cum_sum() <= SPANS_MAX) | (pl.int_range(pl.len()) == 0)
    return found.filter(fits)["TraceId"].to_list()


def whole_traces(store: Store, scope: Scope, trace_ids: list[str]) -> WholeTraces:
    """Those that there are, up to `SPANS_MAX` spans together."""
    if not trace_ids:
        return WholeTraces({}, "")
    return by_trace(ask.traces(store, scope, trace_ids, SPANS_MAX + 1), trace_ids)


def by_trace(frame: pl.DataFrame, trace_ids: list[str]) -> WholeTraces:
    """The first `SPANS_MAX` spans of a frame by their traces, in the order of these."""
    found: dict[str, list[SpanRecord]] = {trace_id: [] for trace_id in trace_ids}
    for span in records.spans(frame.head(SPANS_MAX)):
        found[span.trace_id].append(span)
    cut = frame["TraceId"][-1] if frame.height > SPANS_MAX else ""
    return WholeTraces({trace_id: spans for trace_id, spans in found.items() if spans}, cut)


def edges(store: Store, scope: Scope) -> Iterator[tuple[str, str, int]]:
    """Caller, callee and how often."""
    found = ask.dependencies(store, scope).calls
    for parent, child, calls in found.select("Parent", "Child", "Calls").iter_rows():
        yield parent, child, round(calls)
