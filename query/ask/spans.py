"""Spans that match a search, one by one."""

from dataclasses import dataclass, replace

import polars as pl

from query.language import Search
from query.paging import Page, Position, end_behind, read_cursor, write_cursor
from query.scope import Scope
from query.sql import (
    Column,
    Expression,
    Named,
    Order,
    Select,
    call,
    column,
    matching,
    moment,
    newest,
    render,
    scoped,
    text,
)
from query.store import Store
from query.vocabulary import TRACES
from query.windows import newest_first

LIMIT_MAX = 10_000
# Client and server of one call may share an id (Zipkin): a span is its id, kind and start.
_IDS = ("TraceId", "SpanId", "SpanKind")
_KEY = ("Timestamp", *_IDS)
COLUMNS = tuple(
    map(
        column,
        (
            *_KEY,
            *("ParentSpanId", "ServiceName", "SpanName", "StatusCode", "Duration", "SampleWeight"),
            *("CamelContext", "CamelRoute", "CamelNode", "CamelExchange"),
        ),
    )
)


def spans(store: Store, scope: Scope, search: Search, limit: int, cursor: str | None = None) -> Page:
    """Timestamp, ids, names, status, Duration, SampleWeight and Camel's columns; newest first, a repeated span once.

    Raises MalformedQuery, MalformedCursor, ValueError (limit).
    """
    return listed(store, scope, SpanList("spans", COLUMNS, matching(search, TRACES), search), limit, cursor)


@dataclass(frozen=True, slots=True)
class SpanList:
    """Which spans are listed, and what of them. `columns` begin with those that order them, `COLUMNS[:4]`."""

    name: str
    columns: tuple[Column | Named, ...]
    where: tuple[Expression, ...]
    search: Search


def listed(store: Store, scope: Scope, wanted: SpanList, limit: int, cursor: str | None) -> Page:
    """A page of a list of spans, newest first, a repeated one once. Raises MalformedCursor, ValueError (limit)."""
    if not 0 < limit <= LIMIT_MAX:
        raise ValueError(f"limit is 1 to {LIMIT_MAX}, not {limit}")
    asked = (wanted.name, wanted.search.tree)
    behind = None if cursor is None else read_cursor(cursor, len(_IDS), *asked)
    frames: list[pl.DataFrame] = []
    # One more than the page tells whether there is another.
    missing = limit + 1
    for first, last in newest_first(scope.start_unix_ns, end_behind(scope, behind)):
        look = replace(scope, start_unix_ns=first, end_unix_ns=last)
        full = True
        while full and missing:
            found = store.frame(*render(_select(look, wanted, behind, missing)), scope.limits)
            full = found.height == missing
            frames.append(found.unique(_KEY, keep="first", maintain_order=True))
            missing -= frames[-1].height
            if full:
                # Repeated spans made it short: the look goes on behind the last.
                behind = _position(found)
                look = replace(look, end_unix_ns=behind.unix_ns + 1)
        if not missing:
            break
    found = pl.concat(frames)
    page = found.head(limit)
    return Page(page, None if missing else write_cursor(_position(page), *asked))


def _select(look: Scope, wanted: SpanList, behind: Position | None, limit: int) -> Select:
    return Select(
        scoped("otel_traces", look),
        wanted.columns,
        where=(*wanted.where, *(() if behind is None else (_after(behind),))),
        order_by=(newest(column("Timestamp")), *(Order(column(name)) for name in _IDS)),
        # Not LIMIT BY, which would leave out a repeated span here: with it the engine sorts whole rows, all of them.
        limit=limit,
    )


def _after(position: Position) -> Expression:
    """What comes behind a position in the list's order. The range ends with its time: that is read again."""
    ids = call("tuple", *map(column, _IDS))
    return call(
        "or",
        call("less", column("Timestamp"), moment(position.unix_ns)),
        call("greater", ids, call("tuple", *map(text, position.ids))),
    )


def _position(found: pl.DataFrame) -> Position:
    last = found.select(pl.col("Timestamp").dt.epoch("ns"), *_IDS).row(-1)
    return Position(last[0], last[1:])
