"""Traces that match a search, as summaries.

Two steps: which traces, newest first, in growing looks back from the end of the range; then what the trace index and
the spans say of those few.

A trace stands in the list where its newest matching span does. Its older ones are come upon again in later looks and
on later pages: a candidate is listed only when it has no matching span before the place where the page began. One that
got a newer matching span since the first page stands before it now: no later page has it, the first one anew has.
"""

from dataclasses import replace

import polars as pl

from query.language import Search
from query.paging import Page, Position, end_behind, read_cursor, write_cursor
from query.scope import UNIX_NS_MAX, Scope
from query.sql import (
    Call,
    Constant,
    Expression,
    Named,
    Order,
    Output,
    Select,
    Time,
    among,
    call,
    column,
    equals,
    every,
    matching,
    moment,
    newest,
    render,
    scoped,
    text,
    texts,
)
from query.store import Store
from query.vocabulary import TRACES
from query.windows import newest_first

# Ids of a page go back into a statement.
LIMIT_MAX = 1_000
_SERVICES = pl.List(pl.Struct({"ServiceName": pl.String, "Spans": pl.UInt64, "Errors": pl.UInt64}))
_FAILED = equals(column("StatusCode"), Constant("Error"))


def find_traces(store: Store, scope: Scope, search: Search, limit: int, cursor: str | None = None) -> Page:
    """TraceId, Start, DurationNs, Spans, Errors, RootServiceName, RootSpanName, Matched, Services.

    A trace is found by any span that starts in the range and matches, Matched of them; newest first by the newest of
    these. The rest is of the whole trace. Root names are '' while the root has not arrived. Services is a list of
    ServiceName, Spans, Errors. Raises MalformedQuery, MalformedCursor, ValueError (limit).
    """
    if not 0 < limit <= LIMIT_MAX:
        raise ValueError(f"limit is 1 to {LIMIT_MAX}, not {limit}")
    behind = None if cursor is None else read_cursor(cursor, 1, "find_traces", search.tree)
    # One more than the page tells whether there is another.
    found = _newest(store, scope, search, limit + 1, behind)
    page = dict(list(found.items())[:limit])
    frame = _summaries(store, scope, search, page)
    if len(found) <= limit:
        return Page(frame, None)
    last_id, last_ns = list(page.items())[-1]
    return Page(frame, write_cursor(Position(last_ns, (last_id,)), "find_traces", search.tree))


def _newest(store: Store, scope: Scope, search: Search, limit: int, behind: Position | None) -> dict[str, int]:
    """Trace ids and the times (ns) of their newest matching spans."""
    found: dict[str, int] = {}
    for first, last in newest_first(scope.start_unix_ns, end_behind(scope, behind)):
        position = behind
        look = replace(scope, start_unix_ns=first, end_unix_ns=last)
        while True:
            rows = store.frame(*render(_candidates(look, search, position, limit)), scope.limits)
            candidates = dict(rows.select("TraceId", pl.col("Newest").dt.epoch("ns")).iter_rows())
            fresh = [trace_id for trace_id in candidates if trace_id not in found]
            listed = _listed(store, scope, search, behind, fresh)
            found.update({trace_id: candidates[trace_id] for trace_id in fresh if trace_id not in listed})
            if len(found) >= limit:
                return dict(list(found.items())[:limit])
            if rows.height < limit:
                break
            last_id, last_ns = list(candidates.items())[-1]
            position = Position(last_ns, (last_id,))
            look = replace(look, end_unix_ns=last_ns + 1)
    return found


def _candidates(look: Scope, search: Search, position: Position | None, limit: int) -> Select:
    """TraceId and Newest of the traces of a look, in the list's order, behind a position in it."""
    behind: tuple[Expression, ...] = ()
    if position is not None:
        same = every(
            equals(Output("Newest"), moment(position.unix_ns)),
            call("greater", column("TraceId"), text(position.ids[0])),
        )
        behind = (call("or", call("less", Output("Newest"), moment(position.unix_ns)), same),)
    return Select(
        scoped("otel_traces", look),
        (column("TraceId"), Named("Newest", call("max", column("Timestamp")))),
        where=matching(search, TRACES),
        group_by=(column("TraceId"),),
        having=behind,
        order_by=(newest(Output("Newest")), Order(column("TraceId"))),
        limit=limit,
    )


def _listed(store: Store, scope: Scope, search: Search, behind: Position | None, trace_ids: list[str]) -> set[str]:
    """Those of the traces that stand on an earlier page."""
    if behind is None or not trace_ids or behind.unix_ns >= scope.end_unix_ns:
        return set()
    not_older = replace(scope, start_unix_ns=max(scope.start_unix_ns, behind.unix_ns))
    before = call(
        "or",
        call("greater", Output("Newest"), moment(behind.unix_ns)),
        call("lessOrEquals", column("TraceId"), text(behind.ids[0])),
    )
    select = Select(
        scoped("otel_traces", not_older),
        (column("TraceId"), Named("Newest", call("max", column("Timestamp")))),
        where=(among(column("TraceId"), texts(trace_ids)), *matching(search, TRACES)),
        group_by=(column("TraceId"),),
        having=(before,),
    )
    return set(store.frame(*render(select), scope.limits)["TraceId"])


def _summaries(store: Store, scope: Scope, search: Search, page: dict[str, int]) -> pl.DataFrame:
    index = _index(store, scope, list(page))
    services = _services(store, scope, search, index)
    return (
        index.join(services, on="TraceId", how="left")
        .drop("End")
        .with_columns(Place=pl.col("TraceId").replace_strict(list(page), range(len(page)), return_dtype=pl.UInt32))
        .sort("Place")
        .drop("Place")
    )


def _index(store: Store, scope: Scope, trace_ids: list[str]) -> pl.DataFrame:
    lasting = call("dateDiff", Constant("nanosecond"), Output("Start"), Output("End"))
    select = Select(
        scoped("otel_traces_trace_id_ts", scope, Time.ANY),
        (
            column("TraceId"),
            Named("Start", call("min", column("Start"))),
            Named("End", call("max", column("End"))),
            Named("DurationNs", call("toUInt64", call("greatest", lasting, Constant(0)))),
            Named("Spans", call("sum", column("Spans"))),
            Named("Errors", call("sum", column("Errors"))),
            Named("RootServiceName", call("max", column("RootServiceName"))),
            Named("RootSpanName", call("max", column("RootSpanName"))),
        ),
        where=(among(column("TraceId"), texts(trace_ids)),),
        group_by=(column("TraceId"),),
    )
    return store.frame(*render(select), scope.limits)


def _services(store: Store, scope: Scope, search: Search, index: pl.DataFrame) -> pl.DataFrame:
    """TraceId, Matched, Services."""
    if index.is_empty():
        return pl.DataFrame(schema={"TraceId": pl.String, "Matched": pl.UInt64, "Services": _SERVICES})
    start, end = index.select(pl.col("Start").dt.epoch("ns").min(), pl.col("End").dt.epoch("ns").max()).row(0)
    in_range = (
        call("greaterOrEquals", column("Timestamp"), moment(scope.start_unix_ns)),
        call("less", column("Timestamp"), moment(scope.end_unix_ns)),
    )
    select = Select(
        scoped("otel_traces", replace(scope, start_unix_ns=start, end_unix_ns=min(end + 1, UNIX_NS_MAX))),
        (
            column("TraceId"),
            column("ServiceName"),
            Named("Spans", call("count")),
            Named("Errors", call("countIf", _FAILED)),
            Named("Matched", call("countIf", Call("and", (*in_range, *matching(search, TRACES))))),
        ),
        where=(among(column("TraceId"), texts(index["TraceId"].to_list())),),
        group_by=(column("TraceId"), column("ServiceName")),
    )
    frame = store.frame(*render(select), scope.limits)
    return (
        frame.sort("TraceId", "Spans", "ServiceName", descending=[False, True, False])
        .group_by("TraceId", maintain_order=True)
        .agg(pl.col("Matched").sum(), Services=pl.struct("ServiceName", "Spans", "Errors"))
    )
