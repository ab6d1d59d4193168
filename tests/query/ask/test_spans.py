"""`ask.spans`: against plain Python on random spans, some of which were sent twice."""

import pytest

from query import ask
from query.language import parse
from query.scope import Scope
from tests.query.ask.world import TRACE_SEARCHES, WORLD, World, at, matching_rows
from tests.query.rows import HOUR, NOON


def listed(world: World, text: str, scope: Scope = WORLD) -> list[tuple[object, ...]]:
    keys = {
        (-at(row), row["TraceId"], row["SpanId"], row["SpanKind"])
        for row in matching_rows(parse(text), world.spans, scope)
    }
    return [(-time, *ids) for time, *ids in sorted(keys)]


def pages(world: World, text: str, limit: int, scope: Scope = WORLD) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    cursor = None
    while True:
        page = ask.spans(world.store, scope, parse(text), limit, cursor)
        cursor = page.next_cursor
        assert page.frame.height == limit or cursor is None
        ids = page.frame.select(page.frame["Timestamp"].dt.epoch("ns"), "TraceId", "SpanId", "SpanKind")
        found += ids.rows()
        if cursor is None:
            return found


@pytest.mark.parametrize("text", TRACE_SEARCHES)
def test_the_spans_of_a_search(world, text):
    assert pages(world, text, 1_000) == listed(world, text)


@pytest.mark.parametrize("limit", [3, 100])
def test_pages_joined_are_the_list(world, limit):
    assert pages(world, "status:error", limit) == listed(world, "status:error")


def test_a_repeated_span_at_the_end_of_a_page_is_not_given_again(world):
    scope = Scope("acme", NOON - HOUR, NOON)
    assert pages(world, "", 1, scope) == listed(world, "", scope)


def test_a_span_has_what_a_list_shows(world):
    page = ask.spans(world.store, WORLD, parse("status:error service:orders"), 1).frame
    (found,) = page.rows(named=True)
    row = next(row for row in world.spans if (row["TraceId"], row["SpanId"]) == (found["TraceId"], found["SpanId"]))
    for name in ("ServiceName", "SpanName", "StatusCode", "Duration", "SpanKind", "CamelRoute", "ParentSpanId"):
        assert found[name] == row[name]


@pytest.mark.parametrize("limit", [0, 10**6])
def test_a_page_has_a_limit(world, limit):
    with pytest.raises(ValueError, match="limit is 1 to"):
        ask.spans(world.store, WORLD, parse(""), limit)
