"""`ask.trace_skeleton` and `ask.trace_statistics`: what is read for them is what was stored."""

import pytest

from query.analysis import Skeleton, skeleton, span_columns
from query.ask.trace import trace
from query.ask.trace_skeleton import trace_skeleton, trace_statistics
from query.scope import Scope
from tests.query.ask.world import WORLD, World, values_of
from tests.query.rows import Encoder, indexed, span

NOWHERE = Scope("acme", 1, 2)


def ids(world: World) -> list[str]:
    return sorted({row["TraceId"] for row in world.spans})


def rows_of(found: Skeleton) -> list[tuple[object, ...]]:
    return [
        (*row[:7], found.services[row[7]], found.names[row[8]], *row[9:]) if row[7] >= 0 else row
        for row in found.rows.rows()
    ]


def test_the_skeleton_is_that_of_the_whole_spans(world):
    for identifier in ids(world):
        found = trace_skeleton(world.store, NOWHERE, identifier)
        whole = skeleton(identifier, span_columns(trace(world.store, WORLD, identifier)))
        assert rows_of(found) == rows_of(whole)
        assert found.critical.equals(whole.critical)
        assert (found.trace_id, found.complete) == (identifier, True)
        assert (found.spans, found.errors, found.warnings, found.skew) == (
            whole.spans, whole.errors, whole.warnings, whole.skew,
        )  # fmt: skip


def test_a_trace_that_is_not_there_has_no_skeleton(world):
    assert trace_skeleton(world.store, WORLD, "f" * 32) is None
    assert trace_skeleton(world.store, Scope("nobody", 1, 2), ids(world)[0]) is None
    assert trace_statistics(world.store, WORLD, "f" * 32, "service") is None
    assert trace_statistics(world.store, WORLD, "f" * 32, "http.route") is None


def test_of_too_many_spans_the_earliest_are_taken(embedded_store, encoder: Encoder):
    spans = [span(number, ParentSpanId="" if number == 0 else f"{1:016x}") for number in reversed(range(30))]
    embedded_store.insert_native("otel_traces", 30, encoder.writer("otel_traces", spans), "1")
    index = indexed(spans)
    embedded_store.insert_native("otel_traces_trace_id_ts", 1, encoder.writer("otel_traces_trace_id_ts", index), "1")
    identifier = str(spans[0]["TraceId"])
    found = trace_skeleton(embedded_store, NOWHERE, identifier, 10)
    assert (found.complete, found.spans) == (False, 10)
    assert found.rows["span_id"].to_list() == [f"{number:016x}" for number in range(1, 11)]
    assert trace_skeleton(embedded_store, NOWHERE, identifier, 30).complete
    # A span that was sent twice is counted twice by the index, but it is not one too many.
    for table, rows in (("otel_traces", spans[:1]), ("otel_traces_trace_id_ts", indexed(spans[:1]))):
        embedded_store.insert_native(table, 1, encoder.writer(table, rows), "2")
    assert trace_skeleton(embedded_store, NOWHERE, identifier, 31).complete


@pytest.mark.parametrize("key", ["http.route", "resource.host.name", "kind", "name", "event", "n", "status", "route"])
def test_statistics_by_what_spans_carry(world, key):
    identifier = max(ids(world), key=lambda each: sum(row["TraceId"] == each for row in world.spans))
    counts: dict[object, int] = {}
    spans = {
        (row["Timestamp"], row["SpanId"], row["SpanKind"]): row for row in world.spans if row["TraceId"] == identifier
    }
    for row in spans.values():
        for value in set(values_of(key, row) if key == "event" else values_of(key, row)[:1]):
            counts[value] = counts.get(value, 0) + 1
    found = trace_statistics(world.store, NOWHERE, identifier, key)
    assert dict(found.select("Value", "Count").rows()) == counts


def test_statistics_by_service_are_of_all_spans(world):
    identifier = ids(world)[3]
    tree = trace_skeleton(world.store, NOWHERE, identifier)
    for by in ("service", "operation"):
        found = trace_statistics(world.store, NOWHERE, identifier, by)
        assert found["Count"].sum() == tree.spans
        assert found["SelfNs"].sum() == tree.rows["self_ns"].sum()


def test_what_is_measured_cannot_be_listed(world):
    with pytest.raises(ValueError, match="duration has too many values"):
        trace_statistics(world.store, WORLD, ids(world)[0], "duration")
