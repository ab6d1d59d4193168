"""ExportMetricsServiceRequest to the rows of the five metric tables."""

import struct
from collections.abc import Sequence
from typing import Any

import xxhash
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.metrics.v1.metrics_pb2 import Exemplar, Metric

from tests.native.oracle.records import Row, Run, Source, clamped_time, id_text
from tests.native.oracle.values import Attributes, RejectedError, attributes, check_text

NO_RECORDED_VALUE = 1
EXEMPLARS_MAX = 1024
BUCKETS_MAX = 16_384
QUANTILES_MAX = 1024


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
    try:
        check_metric(run, metric)
    except RejectedError as error:
        run.reject(error.reason, records_of(metric))
        return
    for point in points_of(metric):
        try:
            add_point(run, source, metric, point)
        except RejectedError as error:
            run.reject(error.reason)


def check_metric(run: Run, metric: Metric) -> None:
    if metric.WhichOneof("data") is None:
        raise RejectedError("metric_without_data")
    for text in (metric.name, metric.description, metric.unit):
        check_text(text, run.limits)


def add_point(run: Run, source: Source, metric: Metric, point: Any) -> None:
    kind = str(metric.WhichOneof("data"))
    # The first refusal counts, in the order of the fields: exponential histograms have their attributes in front.
    if kind == "exponential_histogram":
        own = attributes(point.attributes, run.limits)
        exemplars = exemplar_columns(run, point.exemplars)
    else:
        exemplars = {} if kind == "summary" else exemplar_columns(run, point.exemplars)
        own = attributes(point.attributes, run.limits)
    check(kind, point)
    timestamp, original = run.clock(point.time_unix_nano)
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
    row |= exemplars
    if kind in ("sum", "histogram", "exponential_histogram"):
        row["AggregationTemporality"] = getattr(metric, kind).aggregation_temporality
    if kind == "sum":
        row["IsMonotonic"] = metric.sum.is_monotonic
    run.add(f"otel_metrics_{kind}", row)
    run.accept(clamped=timestamp != point.time_unix_nano)


def check(kind: str, point: Any) -> None:
    """What makes a point unusable, whatever reads it."""
    if kind in ("gauge", "sum") and point.WhichOneof("value") is None and not point.flags & NO_RECORDED_VALUE:
        raise RejectedError("point_without_value")
    if kind == "histogram":
        counts, bounds = len(point.bucket_counts), len(point.explicit_bounds)
        if counts > BUCKETS_MAX:
            raise RejectedError("buckets_over_limit")
        if counts != bounds + 1 and (counts, bounds) != (0, 0):
            raise RejectedError("buckets_inconsistent")
    if kind == "exponential_histogram":
        for side in (point.positive, point.negative):
            if len(side.bucket_counts) > BUCKETS_MAX:
                raise RejectedError("buckets_over_limit")
    if kind == "summary" and len(point.quantile_values) > QUANTILES_MAX:
        raise RejectedError("quantiles_over_limit")


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


def exemplar_columns(run: Run, exemplars: Sequence[Exemplar]) -> Row:
    stored = []
    for count, one in enumerate(exemplars, start=1):
        if count > EXEMPLARS_MAX:
            raise RejectedError("exemplars_over_limit")
        own = attributes(one.filtered_attributes, run.limits)
        span_id = id_text(one.span_id, 8, "exemplar_id_invalid")
        trace_id = id_text(one.trace_id, 16, "exemplar_id_invalid")
        stored.append((own.pairs, clamped_time(one.time_unix_nano), number(one)["Value"], span_id, trace_id))
    names = ("FilteredAttributes", "TimeUnix", "Value", "SpanId", "TraceId")
    return {f"Exemplars.{name}": [element[at] for element in stored] for at, name in enumerate(names)}


def series_id(tenant: str, source: Source, metric: Metric, own: Attributes) -> int:
    """XXH3-64 of what makes a series. Strings carry their length in front: no two lists of them run together."""

    def text(value: str) -> bytes:
        return struct.pack("<I", len(value.encode())) + value.encode()

    def pairs(of: Attributes) -> bytes:
        ordered = sorted(of.pairs.items(), key=lambda pair: pair[0].encode())
        packed = [text(key) + of.kinds[key].encode() + text(value) for key, value in ordered]
        return struct.pack("<I", len(packed)) + b"".join(packed)

    sender = text(tenant) + text(source.scope_name) + text(source.scope_version)
    sender_hash = xxhash.xxh3_64_intdigest(sender + pairs(source.resource) + pairs(source.scope))
    return xxhash.xxh3_64_intdigest(struct.pack("<Q", sender_hash) + text(metric.name) + text(metric.unit) + pairs(own))
