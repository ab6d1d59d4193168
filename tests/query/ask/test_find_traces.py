"""`ask.find_traces`: against plain Python on random traces, and how its pages hang together."""

from dataclasses import replace

import pytest

from query import ask
from query.language import parse
from query.paging import MalformedCursor
from query.scope import Scope
from tests.query.ask.world import TRACE_SEARCHES, WORLD, World, at, in_range, matching_rows
from tests.query.rows import HOUR, MINUTE, NOON, Row


def listed(world: World, text: str, scope: Scope = WORLD) -> list[tuple[str, int]]:
    """Trace ids in the list's order, with the number of spans that match."""
    newest: dict[str, int] = {}
    matched: dict[str, int] = {}
    for row in matching_rows(parse(text), world.spans, scope):
        trace_id = row["TraceId"]
        newest[trace_id] = max(newest.get(trace_id, 0), at(row))
        matched[trace_id] = matched.get(trace_id, 0) + 1
    return [(trace_id, matched[trace_id]) for trace_id in sorted(newest, key=lambda each: (-newest[each], each))]


def pages(world: World, text: str, limit: int, scope: Scope = WORLD) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    cursor = None
    while True:
        page = ask.find_traces(world.store, scope, parse(text), limit, cursor)
        found += page.frame.select("TraceId", "Matched").rows()
        cursor = page.next_cursor
        assert page.frame.height == limit or cursor is None
        if cursor is None:
            return found


@pytest.mark.parametrize("text", TRACE_SEARCHES)
def test_the_traces_of_a_search(world, text):
    assert pages(world, text, 200) == listed(world, text)


@pytest.mark.parametrize("limit", [4, 50])
@pytest.mark.parametrize("text", ["", "status:error", "event:exception"])
def test_pages_joined_are_the_list(world, text, limit):
    assert pages(world, text, limit) == listed(world, text)


def test_a_range_ends_where_it_says(world):
    scope = Scope("acme", NOON - 3 * HOUR, NOON - 2 * HOUR - 17 * MINUTE)
    assert pages(world, "status:error", 3, scope) == listed(world, "status:error", scope)


def test_a_summary_is_of_the_whole_trace(world):
    scope = Scope("acme", NOON - 3 * HOUR, NOON)
    whole: dict[str, list[Row]] = {}
    for row in world.spans:
        whole.setdefault(row["TraceId"], []).append(row)
    found = ask.find_traces(world.store, scope, parse("status:error"), 100).frame
    assert found.height > 10
    for trace in found.iter_rows(named=True):
        spans = whole[trace["TraceId"]]
        failed = [row for row in spans if row["StatusCode"] == "Error"]
        assert (trace["Spans"], trace["Errors"]) == (len(spans), len(failed))
        assert trace["DurationNs"] == max(at(row) + row["Duration"] for row in spans) - min(map(at, spans))
        assert trace["Matched"] == len(in_range(failed, scope))
        by_service = {each["ServiceName"]: (each["Spans"], each["Errors"]) for each in trace["Services"]}
        assert by_service == {
            name: (
                sum(row["ServiceName"] == name for row in spans),
                sum(row["ServiceName"] == name for row in failed),
            )
            for name in {row["ServiceName"] for row in spans}
        }


def test_a_cursor_is_of_one_search(world):
    cursor = ask.find_traces(world.store, WORLD, parse("status:error"), 2).next_cursor
    with pytest.raises(MalformedCursor, match="another search"):
        ask.find_traces(world.store, WORLD, parse("status:ok"), 2, cursor)
    with pytest.raises(MalformedCursor, match="another search"):
        ask.spans(world.store, WORLD, parse("status:error"), 2, cursor)


def test_a_cursor_outside_of_the_range_gives_what_the_range_has(world):
    cursor = ask.find_traces(world.store, WORLD, parse(""), 50).next_cursor
    after = replace(WORLD, start_unix_ns=NOON + HOUR - 1)
    assert ask.find_traces(world.store, after, parse(""), 50, cursor).frame.height == 0
    before = replace(WORLD, end_unix_ns=NOON - 5 * HOUR)
    found = ask.find_traces(world.store, before, parse(""), 100, cursor).frame
    assert found["TraceId"].to_list() == [trace_id for trace_id, _ in listed(world, "", before)]
