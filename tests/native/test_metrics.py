"""Metric points: rows written out by hand, one behaviour per test."""

from collections.abc import Callable
from typing import Any

import pytest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, InstrumentationScope, KeyValue
from opentelemetry.proto.metrics.v1 import metrics_pb2 as metrics
from opentelemetry.proto.resource.v1.resource_pb2 import Resource

import native
from tests.native.blocks import RECEIVED_NS, decoded

TIME_NS = 1_790_000_000_000_000_000
START_NS = TIME_NS - 60_000_000_000

EXAMPLE = b"""{"resourceMetrics": [{
  "resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "orders"}}]},
  "schemaUrl": "https://example.org/resource/1",
  "scopeMetrics": [{
    "scope": {"name": "meter", "version": "1", "attributes": [{"key": "m", "value": {"boolValue": true}}],
              "droppedAttributesCount": 4},
    "schemaUrl": "https://example.org/scope/1",
    "metrics": [
      {"name": "queue", "unit": "1", "description": "Waiting orders", "gauge": {"dataPoints": [
        POINT "asDouble": 7.5}]}},
      {"name": "taken", "sum": {"aggregationTemporality": 2, "isMonotonic": true, "dataPoints": [
        POINT "asInt": "-3"}]}},
      {"name": "took", "histogram": {"aggregationTemporality": 1, "dataPoints": [POINT
        "count": 3, "sum": 4.5, "bucketCounts": [1, "2"], "explicitBounds": [1.5], "min": 0, "max": 3}]}},
      {"name": "took2", "exponentialHistogram": {"aggregationTemporality": 2, "dataPoints": [POINT
        "count": "9", "scale": -1, "zeroCount": 2, "zeroThreshold": 0.25,
        "positive": {"offset": -2, "bucketCounts": ["1", 0, 3]}, "negative": {"offset": 3, "bucketCounts": [3]}}]}},
      {"name": "old", "summary": {"dataPoints": [POINT "count": 2, "sum": 10, "quantileValues": [
        {"quantile": 0.5, "value": 4}, {"quantile": 1, "value": 6}]}]}}
    ]
  }]
}]}""".replace(
    b"POINT",
    b"""{"attributes": [{"key": "route", "value": {"stringValue": "in"}}, {"key": "n", "value": {"intValue": 1}}],
        "startTimeUnixNano": "1789999940000000000", "timeUnixNano": "1790000000000000000", "flags": 0, """,
)

HEAD = {
    "TenantId": "acme",
    "PartitionGroup": "shared",
    "RetentionDays": 30,
    "ResourceAttributes": [("service.name", "orders")],
    "ResourceAttributesTypes": "",
    "ResourceSchemaUrl": "https://example.org/resource/1",
    "ScopeName": "meter",
    "ScopeVersion": "1",
    "ScopeAttributes": [("m", "true")],
    "ScopeDroppedAttrCount": 4,
    "ScopeSchemaUrl": "https://example.org/scope/1",
    "ServiceName": "orders",
    "Attributes": [("route", "in"), ("n", "1")],
    "AttributesTypes": "si",
    "StartTimeUnix": START_NS,
    "TimeUnix": TIME_NS,
    "OrigTimeUnixNano": 0,
    "Flags": 0,
    "MetricDescription": "",
    "MetricUnit": "",
}
NO_EXEMPLARS: dict[str, list[Any]] = {
    f"Exemplars.{name}": [] for name in ("FilteredAttributes", "TimeUnix", "Value", "SpanId", "TraceId")
}
EXPECTED = {
    "otel_metrics_gauge": {
        "MetricName": "queue",
        "MetricDescription": "Waiting orders",
        "MetricUnit": "1",
        "Value": 7.5,
        "IntValue": 0,
        "IsInt": 0,
        **NO_EXEMPLARS,
    },
    "otel_metrics_sum": {
        "MetricName": "taken",
        "Value": -3.0,
        "IntValue": -3,
        "IsInt": 1,
        "AggregationTemporality": 2,
        "IsMonotonic": True,
        **NO_EXEMPLARS,
    },
    "otel_metrics_histogram": {
        "MetricName": "took",
        "Count": 3,
        "Sum": 4.5,
        "HasSum": 1,
        "BucketCounts": [1, 2],
        "ExplicitBounds": [1.5],
        "Min": 0.0,
        "HasMin": 1,
        "Max": 3.0,
        "HasMax": 1,
        "AggregationTemporality": 1,
        **NO_EXEMPLARS,
    },
    "otel_metrics_exponential_histogram": {
        "MetricName": "took2",
        "Count": 9,
        "Sum": 0.0,
        "HasSum": 0,
        "Scale": -1,
        "ZeroCount": 2,
        "ZeroThreshold": 0.25,
        "PositiveOffset": -2,
        "PositiveBucketCounts": [1, 0, 3],
        "NegativeOffset": 3,
        "NegativeBucketCounts": [3],
        "Min": 0.0,
        "HasMin": 0,
        "Max": 0.0,
        "HasMax": 0,
        "AggregationTemporality": 2,
        **NO_EXEMPLARS,
    },
    "otel_metrics_summary": {
        "MetricName": "old",
        "Count": 2,
        "Sum": 10.0,
        "ValueAtQuantiles.Quantile": [0.5, 1.0],
        "ValueAtQuantiles.Value": [4.0, 6.0],
    },
}


def text(value: str) -> AnyValue:
    return AnyValue(string_value=value)


def request(*all_metrics: metrics.Metric, service: str = "orders", scope: str = "meter") -> bytes:
    named = [KeyValue(key="service.name", value=text(service))]
    scoped = metrics.ScopeMetrics(scope=InstrumentationScope(name=scope), metrics=all_metrics)
    whole = metrics.ResourceMetrics(resource=Resource(attributes=named), scope_metrics=[scoped])
    return ExportMetricsServiceRequest(resource_metrics=[whole]).SerializeToString()


def gauge(*points: metrics.NumberDataPoint, name: str = "queue", unit: str = "") -> metrics.Metric:
    return metrics.Metric(name=name, unit=unit, gauge=metrics.Gauge(data_points=points))


def point(**fields: Any) -> metrics.NumberDataPoint:
    return metrics.NumberDataPoint(**{"time_unix_nano": TIME_NS, "as_double": 1.0, **fields})


def gauge_row(**fields: Any) -> dict[str, Any]:
    found: dict[str, Any] = decoded("metrics", request(gauge(point(**fields))))[1]["otel_metrics_gauge"][0]
    return found


@pytest.mark.parametrize("table", EXPECTED)
def test_the_example_becomes_these_rows(table: str) -> None:
    receipt, tables = decoded("metrics", native.transcode_json("metrics", EXAMPLE))
    assert (receipt.accepted, receipt.rejected, receipt.clamped) == (5, 0, 0)
    (stored,) = tables[table]
    assert list(stored) == [name for name, _ in native.columns(table)]
    assert stored.pop("SeriesId") > 0
    assert stored == HEAD | EXPECTED[table]


def test_exemplars_stay_with_their_point() -> None:
    pairs = [KeyValue(key="user", value=AnyValue(int_value=5))]
    exemplars = [
        metrics.Exemplar(
            as_int=4, time_unix_nano=TIME_NS, span_id=b"\1" * 8, trace_id=b"\2" * 16, filtered_attributes=pairs
        ),
        metrics.Exemplar(as_double=0.5),
    ]
    body = request(gauge(point(exemplars=exemplars), point(), point(exemplars=exemplars[1:])))
    rows = decoded("metrics", body)[1]["otel_metrics_gauge"]
    assert [row["Exemplars.Value"] for row in rows] == [[4.0, 0.5], [], [0.5]]
    assert rows[0]["Exemplars.TimeUnix"] == [TIME_NS, 0]
    assert rows[0]["Exemplars.SpanId"] == ["01" * 8, ""]
    assert rows[0]["Exemplars.TraceId"] == ["02" * 16, ""]
    assert rows[0]["Exemplars.FilteredAttributes"] == [[("user", "5")], []]


@pytest.mark.parametrize("value", [2**53 + 1, -(2**63), 2**63 - 1])
def test_an_integer_keeps_the_digits_that_a_double_cannot(value: int) -> None:
    row = gauge_row(as_int=value)
    assert (row["IntValue"], row["IsInt"], row["Value"]) == (value, 1, float(value))


def test_a_metric_without_data_is_refused_and_counts_as_one_record() -> None:
    receipt, tables = decoded("metrics", request(metrics.Metric(name="nothing"), gauge(point())))
    assert (receipt.accepted, receipt.rejected) == (1, 1)
    assert dict(receipt.reasons) == {"metric_without_data": 1}
    assert [(gap["Signal"], gap["Reason"], gap["Count"]) for gap in tables["gaps"]] == [
        ("metrics", "metric_without_data", 1)
    ]


def test_a_metric_with_an_empty_list_of_points_is_nothing_at_all() -> None:
    receipt, tables = decoded("metrics", request(gauge()))
    assert (receipt.accepted, receipt.rejected, tables) == (0, 0, {})


def test_a_point_that_says_nothing_was_recorded_is_kept_and_one_that_only_lacks_a_value_is_refused() -> None:
    silent = metrics.NumberDataPoint(time_unix_nano=TIME_NS, flags=1)
    broken = metrics.NumberDataPoint(time_unix_nano=TIME_NS)
    receipt, tables = decoded("metrics", request(gauge(silent, broken)))
    (row,) = tables["otel_metrics_gauge"]
    assert (row["Flags"], row["Value"], row["IsInt"]) == (1, 0.0, 0)
    assert dict(receipt.reasons) == {"point_without_value": 1}


@pytest.mark.parametrize("sent", [0, 1, 2**64 - 1])
def test_a_time_outside_is_kept_beside_the_row(sent: int) -> None:
    receipt, tables = decoded("metrics", request(gauge(point(time_unix_nano=sent))))
    (row,) = tables["otel_metrics_gauge"]
    assert (row["TimeUnix"], row["OrigTimeUnixNano"], receipt.clamped) == (RECEIVED_NS, sent, 1)


def series(
    *, tenant: str = "acme", service: str = "orders", scope: str = "meter", pairs: str = "a=1", **names: str
) -> int:
    keys = [KeyValue(key=pair[0], value=text(pair[2:])) for pair in pairs.split()]
    body = request(gauge(point(attributes=keys), **names), service=service, scope=scope)
    return int(decoded("metrics", body, tenant=tenant)[1]["otel_metrics_gauge"][0]["SeriesId"])


def test_the_series_is_the_same_for_the_same_attributes_in_any_order() -> None:
    assert series(pairs="a=1 b=2 c=3") == series(pairs="c=3 a=1 b=2")
    assert series(pairs="a=9 b=2 a=1") == series(pairs="b=2 a=1")


@pytest.mark.parametrize(
    "other",
    [
        {"tenant": "b"},
        {"service": "b"},
        {"scope": "b"},
        {"name": "b"},
        {"unit": "b"},
        {"pairs": "a=2"},
        {"pairs": "b=1"},
        {"pairs": "a=1 b=2"},
        {"pairs": "a="},
        {"pairs": ""},
    ],
)
def test_another_tenant_name_unit_source_or_attribute_is_another_series(other: dict[str, str]) -> None:
    assert series(**other) != series()


POINTS: list[tuple[str, Callable[..., Any]]] = [
    ("gauge", metrics.NumberDataPoint),
    ("sum", metrics.NumberDataPoint),
    ("histogram", metrics.HistogramDataPoint),
    ("exponential_histogram", metrics.ExponentialHistogramDataPoint),
    ("summary", metrics.SummaryDataPoint),
]


@pytest.mark.parametrize(("kind", "of"), POINTS)
def test_a_point_over_a_limit_is_refused_alone(kind: str, of: Callable[..., Any]) -> None:
    value = {"as_int": 1} if of is metrics.NumberDataPoint else {}
    wide = [KeyValue(key=str(at)) for at in range(3)]
    metric = metrics.Metric(name="m")
    getattr(metric, kind).data_points.extend([of(**value), of(attributes=wide, **value), of(**value)])
    receipt, tables = decoded("metrics", request(metric), limits={"attributes_max": 2})
    assert (receipt.accepted, receipt.rejected) == (2, 1)
    assert dict(receipt.reasons) == {"attributes_over_limit": 1}
    assert len(tables[f"otel_metrics_{kind}"]) == 2
