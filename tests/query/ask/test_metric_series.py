"""`ask.metric_series`: against plain Python, on random series that begin anew, miss points and send some twice."""

import bisect
import math
import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest

from query import ask
from query.ask.metric_aggregate import SUITABLE, Aggregate, SeriesUnsuited
from query.ask.metric_kind import Kind
from query.ask.metric_series import KEYS_MAX, SERIES_MAX, STEPS_MAX, MetricSeries
from query.bucket_quantiles import of_bounds, of_indexes
from query.errors import MalformedQuery
from query.language import EVERYTHING, parse
from query.scope import Scope
from query.store import Store
from tests.query.ask import metric_world as made
from tests.query.ask.metric_world import BOUNDS, RANGE, Sent
from tests.query.rows import HOUR, NOON, SECOND

STEPS = [10, 60, 300]
BY: dict[tuple[str, ...], Callable[[Sent], tuple[str, ...]]] = {
    (): lambda sent: (),
    ("service",): lambda sent: (sent.service,),
    ("queue", "service.name"): lambda sent: (sent.queue, sent.service),
}
COARSEST = 2


@dataclass
class Metrics:
    store: Store
    sent: dict[str, list[Sent]] = field(default_factory=dict)


def upper_bound(number: int) -> Callable[[float], float]:
    bounds = [*BOUNDS[number % 2], math.inf]
    return lambda value: bounds[bisect.bisect_left(bounds, value)]


def index(number: int) -> Callable[[float], int | None]:
    return lambda value: math.ceil(math.log2(value) * 2 ** made.scale_of(number)) - 1 if value else None


@pytest.fixture(scope="module")
def metrics(module_store, encoder) -> Metrics:
    found = Metrics(module_store)
    chance = random.Random(11)
    for name, temporality in (("cumulative", 2), ("delta", 1)):
        cumulative = temporality == 2

        def all_series(fold: Callable[[int], Callable[[float], object]], cumulative: bool = cumulative) -> list[Sent]:
            return [each for number in range(6) for each in made.series(chance, number, cumulative, fold(number))]

        counter = found.sent[f"sum.{name}"] = all_series(upper_bound)
        rows = [
            made.row(each, f"sum.{name}", Value=each.count, AggregationTemporality=temporality, IsMonotonic=True)
            for each in counter
        ]
        # Nothing was recorded: no number of it counts.
        rows.append({**rows[0], "Value": 1e9, "Flags": 1})
        made.put(module_store, encoder, "otel_metrics_sum", rows)
        observed = found.sent[f"histogram.{name}"] = all_series(upper_bound)
        rows = [made.histogram(each, f"histogram.{name}", temporality) for each in observed]
        made.put(module_store, encoder, "otel_metrics_histogram", rows)
        observed = found.sent[f"exponential.{name}"] = all_series(index)
        rows = [made.exponential(each, f"exponential.{name}", temporality) for each in observed]
        made.put(module_store, encoder, "otel_metrics_exponential_histogram", rows)
    gauge = found.sent["gauge"] = [
        replace(each, count=chance.choice([-2.5, 0.0, 1.0, 3.0, 1e6]))
        for number in range(6)
        for each in made.series(chance, number, True, upper_bound(number))
    ]
    made.put(module_store, encoder, "otel_metrics_gauge", [made.row(each, "gauge", Value=each.count) for each in gauge])
    return found


def asked(metrics: Metrics, name: str, aggregate: Aggregate, keys: tuple[str, ...], step_s: int) -> MetricSeries:
    return ask.metric_series(metrics.store, RANGE, name, aggregate, keys, EVERYTHING, SERIES_MAX, step_s)


def check(found: MetricSeries, expected: dict[tuple[tuple[str, ...], int], float | None]) -> None:
    groups = {group for group, _ in expected}
    assert {each.group for each in found.series} == groups
    assert len(found.series) == len(groups)
    for line in found.series:
        assert len(line.values) == found.steps.count
        for step, value in enumerate(line.values):
            there = expected.get((line.group, step))
            assert value == (None if there is None else pytest.approx(there, rel=1e-6, abs=1e-6)), (line.group, step)


def increase(parts) -> float:
    return sum(change.count * share for change, share, _ in parts)


def total(parts) -> float:
    return sum(change.total * share for change, share, _ in parts)


def mean(parts) -> float | None:
    return total(parts) / increase(parts) if increase(parts) else None


def rate(parts) -> float:
    counted, seconds = defaultdict(float), defaultdict(float)
    for change, share, covered in parts:
        counted[change.series] += change.count * share
        seconds[change.series] += covered
    return sum(counted[each] / seconds[each] for each in counted)


CHANGES = {Aggregate.INCREASE: increase, Aggregate.SUM: total, Aggregate.AVG: mean, Aggregate.RATE: rate}


@pytest.mark.parametrize("step_s", STEPS)
@pytest.mark.parametrize("keys", BY)
@pytest.mark.parametrize("temporality", ["cumulative", "delta"])
@pytest.mark.parametrize("kind", ["sum", "histogram", "exponential"])
def test_what_is_counted(metrics, kind, temporality, keys, step_s):
    name = f"{kind}.{temporality}"
    changes = list(made.changes(metrics.sent[name], temporality == "cumulative", BY[keys]))
    for aggregate in CHANGES if kind != "sum" else (Aggregate.INCREASE, Aggregate.RATE):
        found = asked(metrics, name, aggregate, keys, step_s)
        expected = {place: CHANGES[aggregate](parts) for place, parts in made.parts(changes, found.steps).items()}
        check(found, expected)
        assert (found.metric.unit, found.metric.description) == ("s", f"what {name} is")


def added(parts, fold: Callable[[object, int], object]) -> dict[object, float]:
    counts: dict[object, float] = defaultdict(float)
    for change, share, _ in parts:
        for key, count in change.buckets.items():
            counts[fold(key, change.series)] += count * share
    return counts


@pytest.mark.parametrize("keys", BY)
@pytest.mark.parametrize("temporality", ["cumulative", "delta"])
@pytest.mark.parametrize("aggregate", [Aggregate.P50, Aggregate.P99])
def test_quantiles_of_histograms(metrics, temporality, keys, aggregate):
    name = f"histogram.{temporality}"
    changes = list(made.changes(metrics.sent[name], temporality == "cumulative", BY[keys]))
    found = asked(metrics, name, aggregate, keys, 60)
    check(
        found,
        {
            place: of_bounds(
                # Buckets of series that have nothing in them bound as well.
                dict.fromkeys((bound for change, *_ in parts for bound in BOUNDS[change.series % 2]), 0.0)
                | added(parts, lambda bound, _: bound),
                aggregate.quantile,
            )
            for place, parts in made.parts(changes, found.steps).items()
        },
    )


@pytest.mark.parametrize("keys", BY)
@pytest.mark.parametrize("temporality", ["cumulative", "delta"])
@pytest.mark.parametrize("aggregate", [Aggregate.P50, Aggregate.P99])
def test_quantiles_of_exponential_histograms_of_several_scales(metrics, temporality, keys, aggregate):
    name = f"exponential.{temporality}"
    changes = list(made.changes(metrics.sent[name], temporality == "cumulative", BY[keys]))
    found = asked(metrics, name, aggregate, keys, 60)
    assert found.metric.scale == COARSEST

    def key(index: int | None, series: int) -> int:
        return 0 if index is None else 1_000 + math.floor(index / 2 ** (made.scale_of(series) - COARSEST))

    check(
        found,
        {
            place: of_indexes(added(parts, key), COARSEST, 1_000, aggregate.quantile)
            for place, parts in made.parts(changes, found.steps).items()
        },
    )


def quantile(values: list[float], share: float) -> float:
    ranked = sorted(values)
    place = share * (len(ranked) - 1)
    low = math.floor(place)
    return ranked[low] + (ranked[min(low + 1, len(ranked) - 1)] - ranked[low]) * (place - low)


def level(points: list[Sent], aggregate: Aggregate) -> float:
    if aggregate.quantile is not None:
        return quantile([each.count for each in points], aggregate.quantile)
    by_series = defaultdict(list)
    for each in points:
        by_series[each.series].append(each.count)
    means = [sum(each) / len(each) for each in by_series.values()]
    return {
        Aggregate.AVG: sum(means) / len(means),
        Aggregate.SUM: sum(means),
        Aggregate.MIN: min(each.count for each in points),
        Aggregate.MAX: max(each.count for each in points),
        Aggregate.LAST: max(points, key=lambda each: each.time).count,
    }[aggregate]


@pytest.mark.parametrize("step_s", STEPS)
@pytest.mark.parametrize("keys", BY)
@pytest.mark.parametrize("name", ["gauge", "sum.cumulative"])
def test_what_points_say_by_themselves(metrics, name, keys, step_s):
    for aggregate in SUITABLE[Kind.GAUGE]:
        found = asked(metrics, name, aggregate, keys, step_s)
        steps = defaultdict(list)
        for each in metrics.sent[name]:
            if RANGE.start_unix_ns <= each.time < RANGE.end_unix_ns:
                step = (each.time - found.steps.start_unix_ns) // found.steps.step_ns
                steps[BY[keys](each), step].append(each)
        expected = {place: level(points, aggregate) for place, points in steps.items()}
        if aggregate is Aggregate.LAST:
            # Of points of one time any may be the last.
            newest = {place: max(each.time for each in points) for place, points in steps.items()}
            sure = {
                place: value
                for place, value in expected.items()
                if len({each.count for each in steps[place] if each.time == newest[place]}) == 1
            }
            for line in found.series:
                for step, value in enumerate(line.values):
                    if (line.group, step) in sure:
                        assert value == sure[line.group, step]
            continue
        check(found, expected)


def test_a_search_narrows_the_series(metrics):
    def values(text: str, keys: tuple[str, ...] = ()) -> list[list[float | None]]:
        found = ask.metric_series(
            metrics.store, RANGE, "sum.delta", Aggregate.INCREASE, keys, parse(text), SERIES_MAX, 300
        )
        return [each.values for each in found.series]

    by_service = asked(metrics, "sum.delta", Aggregate.INCREASE, ("service",), 300)
    of_orders = next(each.values for each in by_service.series if each.group == ("orders",))
    assert values("service:orders") == [pytest.approx(of_orders)]
    assert values("queue:in service:nobody") == []
    assert values("metric.queue:* -queue:in", ("queue",)) == values("queue:out", ("queue",))


def test_the_largest_series_are_given_and_it_says_that_there_are_more(metrics):
    keys = ("queue", "service")
    everything = asked(metrics, "gauge", Aggregate.MAX, keys, 300)
    assert everything.complete
    sizes = [max(abs(value) for value in each.values if value is not None) for each in everything.series]
    assert sizes == sorted(sizes, reverse=True)
    two = ask.metric_series(metrics.store, RANGE, "gauge", Aggregate.MAX, keys, EVERYTHING, 2, 300)
    assert two.series == everything.series[:2]
    assert not two.complete


@pytest.mark.parametrize(
    ("name", "usual"),
    [("gauge", Aggregate.AVG), ("sum.delta", Aggregate.RATE), ("histogram.delta", Aggregate.P95)],
)
def test_each_kind_has_a_usual_aggregate_and_a_step_of_its_own(metrics, name, usual):
    found = ask.metric_series(metrics.store, RANGE, name, None, (), EVERYTHING, 10)
    assert (found.aggregate, found.steps.step_ns) == (usual, 10 * SECOND)
    assert found.steps.start_unix_ns <= RANGE.start_unix_ns
    assert found.steps.start_unix_ns + found.steps.count * found.steps.step_ns >= RANGE.end_unix_ns


def test_a_metric_that_is_not_there_has_no_series(metrics):
    found = ask.metric_series(metrics.store, RANGE, "nothing", None, ("service",), EVERYTHING, 10)
    assert (found.metric, found.aggregate, found.series, found.complete) == (None, None, [], True)
    with pytest.raises(MalformedQuery):
        ask.metric_series(metrics.store, RANGE, "nothing", None, (), parse("service>5"), 10)


@pytest.mark.parametrize(
    ("name", "aggregate", "keys", "series", "step_s", "says"),
    [
        ("gauge", Aggregate.RATE, (), 10, 60, "gauge is a gauge: rate is not known of it, but avg, sum"),
        ("histogram.delta", Aggregate.MAX, (), 10, 60, "max is not known of it, but rate"),
        ("gauge", None, (), 0, 60, f"1 to {SERIES_MAX}"),
        ("gauge", None, (), SERIES_MAX + 1, 60, f"1 to {SERIES_MAX}"),
        ("gauge", None, ("a", "a"), 10, 60, "each once"),
        ("gauge", None, tuple("abcdef"), 10, 60, f"{KEYS_MAX} keys at most"),
        ("gauge", None, (), 10, 0, "1 s at least"),
    ],
)
def test_what_does_not_suit_is_refused(metrics, name, aggregate, keys, series, step_s, says):
    with pytest.raises(SeriesUnsuited, match=says):
        ask.metric_series(metrics.store, RANGE, name, aggregate, keys, EVERYTHING, series, step_s)


def test_there_are_only_so_many_steps(metrics):
    with pytest.raises(SeriesUnsuited, match=f"more than {STEPS_MAX}"):
        ask.metric_series(metrics.store, Scope("acme", NOON - HOUR, NOON), "gauge", None, (), EVERYTHING, 10, 1)
