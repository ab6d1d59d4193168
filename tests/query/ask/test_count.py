"""`ask.count`: against plain Python."""

import pytest

from query import ask
from query.language import EVERYTHING, parse
from query.scope import Scope
from tests.query.ask.world import TRACE_SEARCHES, WORLD, matching_rows
from tests.query.rows import HOUR, NOON, span


@pytest.mark.parametrize("text", TRACE_SEARCHES)
def test_spans_that_match(world, text):
    found = ask.count(world.store, WORLD, parse(text))
    rows = matching_rows(parse(text), world.spans)
    assert found.stored == found.calls.value == found.calls.low == found.calls.high == len(rows)
    assert found.errors.value == sum(row["StatusCode"] == "Error" for row in rows)
    lasted = sum(row["Duration"] for row in rows) / len(rows) if rows else 0.0
    assert found.duration_avg_ns.value == pytest.approx(lasted)


def test_sampled_spans_stand_for_others(embedded_store, encoder):
    rows = [span(number, SampleWeight=4, Duration=1_000) for number in range(30)]
    rows += [span(100 + number, SampleWeight=1, StatusCode="Error", Duration=3_000) for number in range(10)]
    embedded_store.insert_native("otel_traces", len(rows), encoder.writer("otel_traces", rows), "sampled")
    found = ask.count(embedded_store, Scope("acme", NOON, NOON + HOUR), EVERYTHING)
    assert (found.stored, found.calls.value, found.errors.value, found.errors.high) == (40, 130.0, 10.0, 10.0)
    half = 1.96 * (30 * 12) ** 0.5
    assert (found.calls.low, found.calls.high) == pytest.approx((130 - half, 130 + half))
    assert found.calls.reliable
    assert found.duration_avg_ns.value == pytest.approx(150_000 / 130)
    assert found.duration_avg_ns.low < 150_000 / 130 < found.duration_avg_ns.high
