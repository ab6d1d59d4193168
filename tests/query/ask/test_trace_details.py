"""`ask.span_detail`, `ask.trace_logs` and `ask.trace_find`: parts of a trace, against plain Python."""

import pytest

from query.ask.span_detail import span_detail
from query.ask.trace import trace
from query.ask.trace_find import trace_find
from query.ask.trace_logs import MARGIN_NS, trace_logs
from query.language import parse
from query.scope import Scope
from tests.query.ask.world import TRACE_SEARCHES, WORLD, World, at, holds
from tests.query.rows import HOUR, NOON, SECOND, Encoder, indexed, log, moment, span

NOWHERE = Scope("acme", 1, 2)
A, B = "a" * 32, "b" * 32


def ids(world: World) -> list[str]:
    return sorted({row["TraceId"] for row in world.spans})


def test_spans_by_id_are_whole(world):
    for identifier in ids(world)[:20]:
        whole = trace(world.store, WORLD, identifier)
        some = whole["SpanId"].unique().sort().to_list()[::2]
        found = span_detail(world.store, NOWHERE, identifier, [each.upper() for each in some])
        assert found.equals(whole.filter(whole["SpanId"].is_in(some)))
    assert span_detail(world.store, WORLD, "f" * 32, ["1"]).is_empty()
    assert span_detail(world.store, WORLD, ids(world)[0], []).is_empty()


def test_spans_at_once_are_bounded(world):
    with pytest.raises(ValueError, match="501 spans at once, 500 are the most"):
        span_detail(world.store, WORLD, A, ["1"] * 501)
    with pytest.raises(ValueError, match="'x' is not a span id"):
        span_detail(world.store, WORLD, A, ["x"])


@pytest.mark.parametrize("text", TRACE_SEARCHES)
def test_what_is_found_in_a_trace(world, text):
    search = parse(text)
    for identifier in ids(world)[:8]:
        rows = [row for row in world.spans if row["TraceId"] == identifier and holds(search.tree, row)]
        first: dict[object, int] = {}
        for row in rows:
            first[row["SpanId"]] = min(at(row), first.get(row["SpanId"], at(row)))
        found = trace_find(world.store, NOWHERE, identifier, search)
        assert found.span_ids == sorted(first, key=lambda each: (first[each], each))
        assert found.complete


def test_a_word_is_the_id_of_a_span_too(world):
    rows = [row for row in world.spans if row["TraceId"] == ids(world)[1]]
    assert trace_find(world.store, WORLD, ids(world)[1], parse(rows[0]["SpanId"].upper())).span_ids == [
        rows[0]["SpanId"]
    ]


def test_what_is_found_is_bounded(world):
    identifier = max(ids(world), key=lambda each: len({row["SpanId"] for row in world.spans if row["TraceId"] == each}))
    found = trace_find(world.store, WORLD, identifier, parse(""), 2)
    assert (len(found.span_ids), found.complete) == (2, False)
    assert trace_find(world.store, WORLD, identifier, parse(""), 8).complete
    with pytest.raises(ValueError, match="limit is 1 to 10000, not 0"):
        trace_find(world.store, WORLD, identifier, parse(""), 0)


def test_log_records_of_a_trace_and_of_a_span(embedded_store, encoder: Encoder):
    spans = [span(0, TraceId=A)]
    logs = [
        log(3, TraceId=A, SpanId="1" * 16, Body="third"),
        log(1, TraceId=A, SpanId="2" * 16, Body="first"),
        log(2, TraceId=A, Body="second"),
        log(2, TraceId=B, SpanId="1" * 16, Body="of another trace"),
        log(2, TraceId=A, Body="of another tenant", TenantId="other"),
        log(0, TraceId=A, Body="before", Timestamp=moment(NOON - MARGIN_NS)),
        log(0, TraceId=A, Body="long before", Timestamp=moment(NOON - MARGIN_NS - 1)),
        log(0, TraceId=A, Body="long after", Timestamp=moment(NOON + MARGIN_NS + SECOND)),
    ]
    messages = [log(4, TraceId=A, SpanId="1" * 16, Body="a message"), log(2, TraceId=B, Body="of another exchange")]
    for table, rows in (
        ("otel_traces", spans),
        ("otel_traces_trace_id_ts", indexed(spans)),
        ("otel_logs", logs),
        ("camel_messages", messages),
    ):
        embedded_store.insert_native(table, len(rows), encoder.writer(table, rows), "1")

    def bodies(*given: object) -> list[str]:
        return trace_logs(embedded_store, NOWHERE, *given)["Body"].to_list()

    assert bodies(A, 100) == ["before", "first", "second", "third", "a message"]
    assert bodies(A, 2) == ["before", "first"]
    assert bodies(A, 100, "1" * 16) == ["third", "a message"]
    # A trace without spans: within the scope's range.
    assert bodies(B, 100) == []
    found = trace_logs(embedded_store, Scope("acme", NOON, NOON + HOUR), B, 100)
    assert found["Body"].to_list() == ["of another exchange", "of another trace"]
    with pytest.raises(ValueError, match="limit is 1 to 10000, not 10001"):
        bodies(A, 10_001)
