"""`ask.metric_exemplars`: against plain Python, on random points that say an exemplar again and again."""

import random
from collections import defaultdict
from typing import NamedTuple

import pytest

from query import ask
from query.ask.metric_aggregate import SeriesUnsuited
from query.ask.metric_exemplars import PER_STEP_MAX
from query.language import EVERYTHING, parse
from query.scope import Scope
from tests.query.rows import MINUTE, NOON, SECOND, moment, point

RANGE = Scope("acme", NOON, NOON + 20 * MINUTE)
TABLES = {
    "gauge": "otel_metrics_gauge",
    "sum": "otel_metrics_sum",
    "histogram": "otel_metrics_histogram",
    "exponential": "otel_metrics_exponential_histogram",
}


class Example(NamedTuple):
    time: int
    value: float
    trace_id: str
    span_id: str
    service: str


def example(chance: random.Random, service: str) -> Example:
    time = NOON + chance.randrange(-3 * MINUTE, 23 * MINUTE)
    trace_id = chance.choice(["", f"{chance.getrandbits(128) | 1:032x}"])
    return Example(
        time, chance.choice([0.0, -1.5, chance.random(), 1e9]), trace_id, f"{chance.getrandbits(64):016x}", service
    )


def row(time: int, name: str, service: str, examples: list[Example]) -> dict[str, object]:
    return point(
        0,
        MetricName=name,
        ServiceName=service,
        TimeUnix=moment(time),
        **{
            "Exemplars.TimeUnix": [moment(each.time) for each in examples],
            "Exemplars.Value": [each.value for each in examples],
            "Exemplars.TraceId": [each.trace_id for each in examples],
            "Exemplars.SpanId": [each.span_id for each in examples],
            "Exemplars.FilteredAttributes": [{} for _ in examples],
        },
    )


@pytest.fixture(scope="module")
def filled(module_store, encoder):
    chance = random.Random(3)
    said: dict[str, set[Example]] = defaultdict(set)
    for name, table in TABLES.items():
        rows = []
        for service in ("orders", "stock"):
            known: list[Example] = []
            for time in range(NOON - 2 * MINUTE, NOON + 22 * MINUTE, 10 * SECOND):
                known = [*known, *(example(chance, service) for _ in range(chance.randrange(4)))][-5:]
                rows.append(row(time, name, service, known))
                if RANGE.start_unix_ns <= time < RANGE.end_unix_ns:
                    said[name] |= set(known)
        module_store.insert_native(table, len(rows), encoder.writer(table, rows), name)
    return module_store, said


def expected(said: set[Example], per_step: int, step_s: int) -> list[Example]:
    steps: dict[int, list[Example]] = defaultdict(list)
    first = RANGE.start_unix_ns // (step_s * SECOND) * step_s * SECOND
    for each in said:
        if each.trace_id and RANGE.start_unix_ns <= each.time < RANGE.end_unix_ns:
            steps[(each.time - first) // (step_s * SECOND)].append(each)
    kept = [
        each for of_step in steps.values() for each in sorted(of_step, key=lambda each: (-each.value, *each))[:per_step]
    ]
    return sorted(kept, key=lambda each: (each.time, each.trace_id, each.span_id, each.value))


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize(("per_step", "step_s"), [(1, 60), (3, 300), (PER_STEP_MAX, 7)])
def test_of_each_step_the_greatest_that_name_a_trace_each_once(filled, name, per_step, step_s):
    store, said = filled
    found = ask.metric_exemplars(store, RANGE, name, EVERYTHING, per_step, step_s)
    times = found["Time"].dt.epoch("ns")
    told = [Example(time, *rest) for time, (_, *rest) in zip(times, found.rows(), strict=True)]
    assert told == expected(said[name], per_step, step_s)
    assert told


def test_of_series_that_match_and_of_one_tenant(filled):
    store, said = filled
    found = ask.metric_exemplars(store, RANGE, "histogram", parse("service:stock"), 2, 60)
    stock = {each for each in said["histogram"] if each.service == "stock"}
    assert found["SpanId"].to_list() == [each.span_id for each in expected(stock, 2, 60)]
    others = Scope("other", RANGE.start_unix_ns, RANGE.end_unix_ns)
    assert ask.metric_exemplars(store, others, "histogram", EVERYTHING, 2, 60).is_empty()
    assert ask.metric_exemplars(store, RANGE, "nothing", EVERYTHING, 2).is_empty()


@pytest.mark.parametrize("per_step", [0, PER_STEP_MAX + 1])
def test_bounds_are_said(filled, per_step):
    with pytest.raises(SeriesUnsuited, match=f"not {per_step}"):
        ask.metric_exemplars(filled[0], RANGE, "gauge", EVERYTHING, per_step)
