"""`ask.metric_list` and `ask.metric_keys`: against plain Python, on random series."""

import random
from collections import defaultdict

import pytest

from query import ask
from query.ask.metric_aggregate import SeriesUnsuited
from query.ask.metric_kind import Kind
from query.ask.metric_list import METRICS_MAX, SERVICES_MAX
from query.language import EVERYTHING
from query.scope import Scope
from query.vocabulary import METRICS
from tests.query.rows import HEAD, HOUR, MINUTE, NOON, moment, point

DAY = Scope("acme", NOON - 24 * HOUR, NOON + HOUR)
SERVICES = [f"service-{number}" for number in range(SERVICES_MAX + 5)]
KEYS = ("queue", "host.name", "service", "resource.x", "zone")


def attributes(chance: random.Random) -> dict[str, str]:
    return {key: f"v{chance.randrange(4)}" for key in chance.sample(KEYS, chance.randrange(len(KEYS)))}


def series(chance: random.Random, number: int, name: str) -> dict[str, object]:
    service = chance.choice(SERVICES)
    return {
        "SeriesId": number,
        "MetricName": name,
        "ServiceName": service,
        "Attributes": attributes(chance),
        "ResourceAttributes": attributes(chance) | {"service.name": service},
        "ScopeAttributes": chance.choice([{}, {"zone": "a"}]),
    }


@pytest.fixture(scope="module")
def filled(module_store, encoder):
    """Metrics of each kind; some were sent last hours ago, one changed its kind."""
    chance = random.Random(11)
    sent: dict[str, list[dict[str, object]]] = defaultdict(list)
    for at, kind in enumerate([*Kind] * 4):
        name = "changed" if at in {0, 6} else f"{kind.value}.{at}"
        last = 0 if at == 6 else chance.choice([0, 0, 3 * HOUR, 20 * HOUR + at * HOUR // 7])
        if at == 0:
            last = 5 * HOUR
        rows = []
        for number in range(chance.randrange(1, 60)):
            fixed = series(chance, at * 1_000 + number, name)
            for turn in range(3):
                time = NOON + 30 * MINUTE - last - turn * 20 * MINUTE - number
                told = {
                    "MetricUnit": ("s", "By")[at % 2],
                    "MetricDescription": f"What {name} Weighs" if at % 3 else "",
                    "TimeUnix": moment(time),
                }
                if kind not in {Kind.GAUGE, Kind.SUMMARY}:
                    told["AggregationTemporality"] = 1 + at % 2
                if kind is Kind.SUM:
                    told["IsMonotonic"] = at % 4 > 1
                rows.append(point(0, **fixed, **told))
                sent[name].append({**fixed, **told, "kind": kind, "time": time})
        module_store.insert_native(kind.table, len(rows), encoder.writer(kind.table, rows), f"points-{at}")
    counts = [
        HEAD
        | {
            "Hour": moment(each["time"] // HOUR * HOUR)[:10],
            "Signal": "metrics",
            "Source": "metric",
            "Key": "__name__",
            "Value": name,
            "Count": 1,
        }
        for name, points in sent.items()
        for each in points
    ]
    module_store.insert_native("otel_attributes_1h", len(counts), encoder.writer("otel_attributes_1h", counts), "names")
    return module_store, sent


def told(points: list[dict[str, object]], newest_hour: int) -> list[dict[str, object]]:
    """Points that say what the metric is: of the last two hours, or of its own last one."""
    lately = [each for each in points if each["time"] >= newest_hour - HOUR]
    own = max(each["time"] for each in points) // HOUR * HOUR
    told = lately or [each for each in points if each["time"] >= own]
    # Of several kinds the newest.
    kind = max(told, key=lambda each: each["time"])["kind"]
    return [each for each in told if each["kind"] is kind]


def test_each_metric_says_what_it_is_and_who_sent_it(filled):
    store, sent = filled
    newest_hour = max(each["time"] for points in sent.values() for each in points) // HOUR * HOUR
    found = ask.metric_list(store, DAY, "", METRICS_MAX)
    assert [each.name for each in found.metrics] == sorted(sent)
    assert found.found == len(sent)
    for each in found.metrics:
        points = told(sent[each.name], newest_hour)
        newest = max(points, key=lambda point: point["time"])
        kind, services = newest["kind"], sorted({point["ServiceName"] for point in points})
        metric = each.metric
        assert (each.count, metric.kind, metric.unit, metric.description, metric.newest_unix_ns) == (
            len(sent[each.name]), kind, newest["MetricUnit"], newest["MetricDescription"], newest["time"],
        )  # fmt: skip
        temporality = 2 if kind is Kind.SUMMARY else newest.get("AggregationTemporality", 0)
        assert metric.cumulative == (temporality == 2)
        assert metric.monotonic == newest.get("IsMonotonic", True)
        assert each.service_count == len(services)
        assert set(each.services) <= set(services)
        assert len(each.services) == min(len(services), SERVICES_MAX)


def test_words_are_of_the_name_or_the_description_and_a_cut_is_said(filled):
    store, sent = filled
    assert {each.name for each in ask.metric_list(store, DAY, "CHANGED", 5).metrics} == {"changed"}
    weighs = {name for name, points in sent.items() if name != "changed" and points[0]["MetricDescription"]}
    found = ask.metric_list(store, DAY, "weighs what", METRICS_MAX)
    assert weighs <= {each.name for each in found.metrics} <= weighs | {"changed"}
    cut = ask.metric_list(store, DAY, "sum", 2)
    assert ([each.name for each in cut.metrics], cut.found) == (
        sorted(name for name in sent if "sum" in name)[:2],
        sum("sum" in name for name in sent),
    )
    assert ask.metric_list(store, Scope("other", DAY.start_unix_ns, DAY.end_unix_ns), "", 5).metrics == []
    with pytest.raises(SeriesUnsuited, match="not 0"):
        ask.metric_list(store, DAY, "", 0)


def test_keys_of_a_metric_with_their_values_as_they_are_written(filled):
    store, sent = filled
    for name, all_points in sent.items():
        newest = max(all_points, key=lambda each: each["time"])
        points = [
            each for each in all_points if each["kind"] is newest["kind"] and each["time"] > newest["time"] - HOUR
        ]
        values: dict[str, set[str]] = defaultdict(set)
        own = {key for each in points for key in each["Attributes"]}
        for each in points:
            values["service"].add(each["ServiceName"])
            for source, column in METRICS.prefixes.items():
                for key, value in each[column].items():
                    if key == "service.name":
                        continue
                    bare = source == "metric." or (source == "resource." and key not in own)
                    plain = bare and key not in {"service", "resource.x"}
                    values[key if plain else f"{source}{key}"].add(value)
        found = ask.metric_keys(store, DAY, name)
        assert {each.key: each.values for each in found} == {key: len(each) for key, each in values.items()}
        assert [each.values for each in found] == sorted((each.values for each in found), reverse=True)
    assert ask.metric_keys(store, DAY, "nothing") == []


def test_a_key_that_was_found_can_be_grouped_by(filled):
    store, _ = filled
    for each in ask.metric_keys(store, DAY, "changed"):
        found = ask.metric_series(store, DAY, "changed", None, (each.key,), EVERYTHING, 200, 3_600)
        assert len({line.group for line in found.series if line.group != ("",)}) >= min(1, each.values)
