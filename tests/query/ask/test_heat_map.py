"""`ask.heat_map`: against plain Python."""

import itertools

import pytest

from query import ask
from query.language import EVERYTHING, parse
from tests.query.ask.world import TRACE_SEARCHES, WORLD, at, matching_rows
from tests.query.rows import NOON, moment, span


@pytest.mark.parametrize("bands", [1, 20, 200])
@pytest.mark.parametrize("text", TRACE_SEARCHES)
def test_spans_by_time_and_duration(world, text, bands):
    found = ask.heat_map(world.store, WORLD, parse(text), 60, bands)
    rows = matching_rows(parse(text), world.spans)
    bounds = found.duration_bounds_ns
    assert len(bounds) <= bands + 1
    assert all(low < high for low, high in itertools.pairwise(bounds))
    expected: dict[tuple[int, int], tuple[int, int]] = {}
    for row in rows:
        step = (at(row) - found.start_unix_ns) // found.step_ns
        assert 0 <= step < found.steps
        (band,) = (n for n, ends in enumerate(itertools.pairwise(bounds)) if ends[0] <= row["Duration"] < ends[1])
        count, errors = expected.get((step, band), (0, 0))
        expected[step, band] = (count + 1, errors + (row["StatusCode"] == "Error"))
    assert {(step, band): counts for step, band, *counts in found.cells.rows()} == {
        cell: list(counts) for cell, counts in expected.items()
    }
    durations = [row["Duration"] for row in rows]
    assert (found.duration_ns_min, found.duration_ns_max) == (min(durations, default=0), max(durations, default=0))
    if rows:
        assert {band for _, band in expected} >= {0}


def test_bands_are_of_equal_width_in_the_logarithm(world):
    bounds = ask.heat_map(world.store, WORLD, parse("duration>=10us"), 10, 20).duration_bounds_ns
    ratios = [high / low for low, high in itertools.pairwise(bounds)]
    assert max(ratios) / min(ratios) < 1.01


def test_the_longest_duration_there_can_be_has_a_band(embedded_store, encoder):
    rows = [span(number, Duration=each) for number, each in enumerate([0, 1, 2**62, 2**64 - 1])]
    rows.append(span(9, Timestamp=moment(NOON), Duration=5))
    embedded_store.insert_native("otel_traces", len(rows), encoder.writer("otel_traces", rows), "long")
    found = ask.heat_map(embedded_store, WORLD, EVERYTHING, 10, 10)
    assert found.cells["Count"].sum() == len(rows)
    assert found.duration_bounds_ns[0] == 0
    assert found.duration_bounds_ns[-1] == 2**64


@pytest.mark.parametrize("buckets", [(0, 5), (5, 0), (501, 5), (5, 201)])
def test_buckets_are_bounded(world, buckets):
    with pytest.raises(ValueError, match="time buckets are 1 to 500, duration buckets 1 to 200"):
        ask.heat_map(world.store, WORLD, EVERYTHING, *buckets)
