"""ExportMetricsServiceRequest to the rows of the five metric tables."""

import struct
from typing import Any

import xxhash
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.metrics.v1.metrics_pb2 import Exemplar, Metric

from tests.native.oracle.records import Row, Run, Source, clamped_time
from tests.native.oracle.values import Attributes, RejectedError, attributes

NO_RECORDED_VALUE = 1


def decode(run: Run) -> None:
    for resource in ExportMetricsServiceRequest.FromString(run.push.body).resource_metrics:
        for scope in resource.scope_metrics:
            try:
                source = Source.of(resource.resource, resource.schema_url, scope.scope, scope.schema_url, run.limits)
            except RejectedError as error:
                run.reject(error.reason, sum(map(records_of, scope.metrics)))
                continue
            for metric in scope.metrics:
                add_metric(run, source, metric)


def points_of(metric: Metric) -> list[Any]:
    kind = metric.WhichOneof("data")
    return list(getattr(metric, kind).data_points) if kind else []


def records_of(metric: Metric) -> int:
    """How many records a metric is in a receipt: its points, or one if it says nothing at all."""
    return len(points_of(metric)) if metric.WhichOneof("data") else 1


def add_metric(run: Run, source: Source, metric: Metric) -> None:
    if metric.WhichOneof("data") is None:
        run.reject("metric_without_data")
        return
    for point in points_of(metric):
        try:
            add_point(run, source, metric, point)
        except RejectedError as error:
            run.reject(error.reason)


def add_point(run: Run, source: Source, metric: Metric, point: Any) -> None:
    silent = metric.WhichOneof("data") in ("gauge", "sum") and point.WhichOneof("value") is None
    if silent and not point.flags & NO_RECORDED_VALUE:
        raise RejectedError("point_without_value")
    own = attributes(point.attributes, run.limits)
    timestamp, original = run.clock(point.time_unix_nano)
    kind = metric.WhichOneof("data")
    row = {
        **run.head(),
        **source.columns(),
        "ScopeDroppedAttrCount": source.scope_dropped,
        "MetricName": metric.name,
        "MetricDescription": metric.description,
        "MetricUnit": metric.unit,
        "Attributes": own.pairs,
        "AttributesTypes": own.types,
        "StartTimeUnix": clamped_time(point.start_time_unix_nano),
        "TimeUnix": timestamp,
        "OrigTimeUnixNano": original,
        "Flags": point.flags,
        "SeriesId": series_id(run.push.tenant, source, metric, own),
        **VALUES[kind](point),
    }
    if kind != "summary":
        row |= exemplar_columns(run, point.exemplars)
    if kind in ("sum", "histogram", "exponential_histogram"):
        row["AggregationTemporality"] = getattr(metric, kind).aggregation_temporality
    if kind == "sum":
        row["IsMonotonic"] = metric.sum.is_monotonic
    run.add(f"otel_metrics_{kind}", row)
    run.accept(timestamp != point.time_unix_nano)


def number(point: Any) -> Row:
    is_int = point.WhichOneof("value") == "as_int"
    return {
        "Value": float(point.as_int) if is_int else point.as_double,
        "IntValue": point.as_int,
        "IsInt": int(is_int),
    }


def optional(point: Any, name: str) -> Row:
    column = name.capitalize()
    return {column: getattr(point, name), f"Has{column}": int(point.HasField(name))}


def histogram(point: Any) -> Row:
    return {
        "Count": point.count,
        **optional(point, "sum"),
        "BucketCounts": list(point.bucket_counts),
        "ExplicitBounds": list(point.explicit_bounds),
        **optional(point, "min"),
        **optional(point, "max"),
    }


def exponential_histogram(point: Any) -> Row:
    return {
        "Count": point.count,
        **optional(point, "sum"),
        "Scale": point.scale,
        "ZeroCount": point.zero_count,
        "ZeroThreshold": point.zero_threshold,
        "PositiveOffset": point.positive.offset,
        "PositiveBucketCounts": list(point.positive.bucket_counts),
        "NegativeOffset": point.negative.offset,
        "NegativeBucketCounts": list(point.negative.bucket_counts),
        **optional(point, "min"),
        **optional(point, "max"),
    }


def summary(point: Any) -> Row:
    return {
        "Count": point.count,
        "Sum": point.sum,
        "ValueAtQuantiles.Quantile": [one.quantile for one in point.quantile_values],
        "ValueAtQuantiles.Value": [one.value for one in point.quantile_values],
    }


VALUES = {
    "gauge": number,
    "sum": number,
    "histogram": histogram,
    "exponential_histogram": exponential_histogram,
    "summary": summary,
}


def exemplar_columns(run: Run, exemplars: list[Exemplar]) -> Row:
    return {
        "Exemplars.FilteredAttributes": [attributes(one.filtered_attributes, run.limits).pairs for one in exemplars],
        "Exemplars.TimeUnix": [clamped_time(one.time_unix_nano) for one in exemplars],
        "Exemplars.Value": [number(one)["Value"] for one in exemplars],
        "Exemplars.SpanId": [one.span_id.hex() for one in exemplars],
        "Exemplars.TraceId": [one.trace_id.hex() for one in exemplars],
    }


def series_id(tenant: str, source: Source, metric: Metric, own: Attributes) -> int:
    """XXH3-64 of what makes a series. Strings carry their length in front: no two lists of them run together."""

    def text(value: str) -> bytes:
        return struct.pack("<I", len(value.encode())) + value.encode()

    def pairs(of: Attributes) -> bytes:
        ordered = sorted(of.pairs.items(), key=lambda pair: pair[0].encode())
        packed = [text(key) + of.kinds[key].encode() + text(value) for key, value in ordered]
        return struct.pack("<I", len(packed)) + b"".join(packed)

    names = [tenant, source.service, metric.name, metric.unit, source.scope_name, source.scope_version]
    return xxhash.xxh3_64_intdigest(
        b"".join([*map(text, names), pairs(source.resource), pairs(source.scope), pairs(own)])
    )
