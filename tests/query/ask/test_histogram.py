"""`ask.histogram`: against plain Python."""

import pytest

from query import ask
from query.language import EVERYTHING, parse
from query.scope import Scope
from query.vocabulary import LOGS, TRACES
from tests.query.ask.world import LEVELS, LOG_SEARCHES, TRACE_SEARCHES, WORLD, at, matching_rows
from tests.query.rows import HOUR, MINUTE, NOON


@pytest.mark.parametrize("text", TRACE_SEARCHES)
def test_spans_by_status(world, text):
    found = ask.histogram(world.store, WORLD, parse(text), TRACES, 50)
    assert (found.start_unix_ns, found.step_ns, found.counts.height) == (NOON - 6 * HOUR, 10 * MINUTE, 42)
    expected = {"ok": [0] * 42, "error": [0] * 42}
    for row in matching_rows(parse(text), world.spans):
        series = "error" if row["StatusCode"] == "Error" else "ok"
        expected[series][(at(row) - found.start_unix_ns) // found.step_ns] += 1
    assert found.counts.to_dict(as_series=False) == expected


@pytest.mark.parametrize("text", LOG_SEARCHES)
def test_log_records_by_level(world, text):
    found = ask.histogram(world.store, WORLD, parse(text), LOGS, 10)
    expected = {name: [0] * found.counts.height for name in ("unknown", *LEVELS)}
    for row in matching_rows(parse(text), world.logs):
        name = next((name for name, first in LEVELS.items() if first <= row["SeverityNumber"] < first + 4), "unknown")
        expected[name][(at(row) - found.start_unix_ns) // found.step_ns] += 1
    assert found.counts.to_dict(as_series=False) == expected


def test_only_the_range_is_counted_though_steps_reach_beyond(world):
    scope = Scope("acme", NOON - 3 * HOUR - 1, NOON - HOUR + 1)
    found = ask.histogram(world.store, scope, EVERYTHING, TRACES, 8)
    assert found.step_ns == 30 * MINUTE
    assert found.start_unix_ns == NOON - 3 * HOUR - 30 * MINUTE
    assert found.counts.height == 6
    assert found.counts.select(total="ok").sum().item() + found.counts["error"].sum() == len(
        matching_rows(EVERYTHING, world.spans, scope)
    )


@pytest.mark.parametrize("buckets", [0, 2_001])
def test_buckets_are_bounded(world, buckets):
    with pytest.raises(ValueError, match="buckets are 1 to 2000"):
        ask.histogram(world.store, WORLD, EVERYTHING, TRACES, buckets)
