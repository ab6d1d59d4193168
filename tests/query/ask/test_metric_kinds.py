"""`ask.metric_series`: what there is to say of single kinds, by example."""

import pytest

from query import ask
from query.ask.metric_aggregate import Aggregate
from query.ask.metric_kind import Kind
from query.language import EVERYTHING
from query.scope import Scope
from tests.query.rows import HOUR, MINUTE, NOON, moment, point


def put(store, encoder, table: str, *rows) -> None:
    store.insert_native(table, len(rows), encoder.writer(table, rows), "some")


def test_a_summary_has_what_its_sender_computed(embedded_store, encoder):
    def summary(number: int, series: int, p50: float) -> dict[str, object]:
        return point(
            number, TimeUnix=moment(NOON + number * MINUTE), StartTimeUnix=moment(NOON - HOUR), SeriesId=series,
            Count=10 * number, Sum=25.0 * number,
            **{"ValueAtQuantiles.Quantile": [0.5, 0.99], "ValueAtQuantiles.Value": [p50, 9.0]},
        )  # fmt: skip

    put(embedded_store, encoder, "otel_metrics_summary", summary(1, 1, 2.0), summary(2, 1, 3.0), summary(2, 2, 5.0))
    scope = Scope("acme", NOON + MINUTE, NOON + 3 * MINUTE)

    def values(aggregate: Aggregate | None) -> list[list[float | None]]:
        found = ask.metric_series(embedded_store, scope, "queue.depth", aggregate, (), EVERYTHING, 10, 60)
        return [each.values for each in found.series]

    assert values(Aggregate.P50) == [[2.0, 4.0]]
    assert values(Aggregate.P90) == []
    assert values(Aggregate.AVG) == [[pytest.approx(2.5), None]]
    assert values(Aggregate.INCREASE) == [[pytest.approx(10), None]]
    assert values(None) == [[pytest.approx(1 / 6), None]]


def test_what_both_rises_and_falls_is_summed_as_it_is(embedded_store, encoder):
    rows = [
        point(number, Value=value, AggregationTemporality=2, StartTimeUnix=moment(NOON - HOUR))
        for number, value in ((0, 5.0), (10, 2.0), (20, 8.0))
    ]
    put(embedded_store, encoder, "otel_metrics_sum", *rows)
    scope = Scope("acme", NOON, NOON + MINUTE)
    found = ask.metric_series(embedded_store, scope, "queue.depth", None, (), EVERYTHING, 10, 60)
    assert (found.aggregate, found.series[0].values) == (Aggregate.SUM, [5.0])
    change = ask.metric_series(embedded_store, scope, "queue.depth", Aggregate.INCREASE, (), EVERYTHING, 10, 60)
    assert change.series[0].values == [pytest.approx(3.0)]


def test_of_two_kinds_the_newest_counts_and_what_cannot_be_drawn_is_nothing(embedded_store, encoder):
    put(embedded_store, encoder, "otel_metrics_gauge", point(0, Value=1.0))
    histogram = point(5, Count=2, Sum=0.0, HasSum=0, BucketCounts=[], ExplicitBounds=[], AggregationTemporality=1)
    put(embedded_store, encoder, "otel_metrics_histogram", histogram)
    scope = Scope("acme", NOON, NOON + MINUTE)

    def values(aggregate: Aggregate) -> list[float | None]:
        found = ask.metric_series(embedded_store, scope, "queue.depth", aggregate, (), EVERYTHING, 10, 60)
        assert found.metric.kind is Kind.HISTOGRAM
        return found.series[0].values

    assert values(Aggregate.INCREASE) == [pytest.approx(2)]
    assert values(Aggregate.AVG) == values(Aggregate.SUM) == values(Aggregate.P95) == [None]
