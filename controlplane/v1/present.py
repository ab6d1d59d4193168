"""Records of the store as answers of the API. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl
from pydantic import JsonValue

from controlplane.attributes import Attribute, typed
from controlplane.records import CamelRecord, LogLine, SpanRecord, rows
from controlplane.v1.models import (
    Camel,
    ExponentialBuckets,
    Gap,
    LogRecord,
    MetricName,
    MetricNames,
    MetricPoint,
    MetricPoints,
    Quantile,
    Scope,
    ServiceShare,
    Span,
    SpanEvent,
    SpanLink,
    TraceSummary,
)


def summaries(frame: pl.DataFrame) -> list[TraceSummary]:
    """What `query.ask.find_traces` answers."""
    return [
        TraceSummary(
            trace_id=row["TraceId"],
            start_unix_ns=row["Start"],
            duration_ns=row["DurationNs"],
            root_service=row["RootServiceName"],
            root_name=row["RootSpanName"],
            spans=row["Spans"],
            errors=row["Errors"],
            services=[
                ServiceShare(name=each["ServiceName"], spans=each["Spans"], errors=each["Errors"])
                for each in row["Services"] or ()
            ],
        )
        for row in rows(frame)
    ]


def span(record: SpanRecord) -> Span:
    """A span with its attribute values typed."""
    return Span(
        trace_id=record.trace_id,
        span_id=record.span_id,
        parent_span_id=record.parent_span_id,
        trace_state=record.trace_state,
        name=record.name,
        kind=record.kind,
        service=record.service,
        start_unix_ns=record.start_unix_ns,
        duration_ns=record.duration_ns,
        status=record.status,
        status_message=record.status_message,
        flags=record.flags,
        sample_weight=record.sample_weight,
        resource=_values(record.resource),
        scope=Scope(name=record.scope_name, version=record.scope_version),
        attributes=_values(record.attributes),
        events=[
            SpanEvent(time_unix_ns=event.time_unix_ns, name=event.name, attributes=dict(event.attributes))
            for event in record.events
        ],
        links=[
            SpanLink(
                trace_id=link.trace_id,
                span_id=link.span_id,
                trace_state=link.trace_state,
                attributes=dict(link.attributes),
            )
            for link in record.links
        ],
        camel=_camel(record.camel),
    )


def log_record(record: LogLine) -> LogRecord:
    """A log record with its body and attribute values typed."""
    return LogRecord(
        time_unix_ns=record.time_unix_ns,
        observed_unix_ns=record.observed_unix_ns,
        severity=record.severity,
        severity_number=record.severity_number,
        service=record.service,
        body=record.body.value,
        event_name=record.event_name,
        trace_id=record.trace_id,
        span_id=record.span_id,
        resource=_values(record.resource),
        scope=Scope(name=record.scope_name, version=record.scope_version),
        attributes=_values(record.attributes),
        camel=_camel(record.camel),
    )


def metric_names(frame: pl.DataFrame) -> MetricNames:
    """What `query.ask.metric_names` answers."""
    return MetricNames(metrics=[MetricName(name=row["MetricName"], count=row["Count"]) for row in rows(frame)])


def metric_points(name: str, frame: pl.DataFrame) -> MetricPoints:
    """What `query.ask.metric_series` answers; description and unit are those of the newest point."""
    found = list(rows(frame))
    newest = found[0] if found else {"MetricDescription": "", "MetricUnit": ""}
    return MetricPoints(
        name=name,
        description=newest["MetricDescription"],
        unit=newest["MetricUnit"],
        points=[_metric_point(row) for row in found],
    )


def gaps(frame: pl.DataFrame) -> list[Gap]:
    """What `query.ask.gaps` answers."""
    return [
        Gap(
            time_unix_ns=row["Time"],
            signal=row["Signal"],
            source=row["Source"],
            reason=row["Reason"],
            count=row["Count"],
            detail=row["Detail"],
        )
        for row in rows(frame)
    ]


def _metric_point(row: Mapping[str, Any]) -> MetricPoint:
    return MetricPoint(
        kind=row["Kind"],
        time_unix_ns=row["TimeUnix"],
        start_unix_ns=row["StartTimeUnix"],
        service=row["ServiceName"],
        attributes=_values(typed(row["Attributes"], row["AttributesTypes"])),
        **_measured(row),
    )


def _measured(row: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of `MetricPoint` that the point's kind has."""
    match row["Kind"]:
        case "gauge" | "sum":
            return {"value": row["IntValue"] if row["IsInt"] else row["Value"]}
        case "histogram":
            return _counted(row) | {"bounds": row["ExplicitBounds"], "bucket_counts": row["BucketCounts"]}
        case "exponential_histogram":
            buckets = ExponentialBuckets(
                scale=row["Scale"],
                zero_count=row["ZeroCount"],
                zero_threshold=row["ZeroThreshold"],
                positive_offset=row["PositiveOffset"],
                positive_counts=row["PositiveBucketCounts"],
                negative_offset=row["NegativeOffset"],
                negative_counts=row["NegativeBucketCounts"],
            )
            return _counted(row) | {"exponential": buckets}
        case "summary":
            pairs = zip(row["ValueAtQuantiles.Quantile"], row["ValueAtQuantiles.Value"], strict=True)
            quantiles = [Quantile(quantile=quantile, value=value) for quantile, value in pairs]
            return {"count": row["Count"], "sum": row["Sum"], "quantiles": quantiles}
        case kind:
            raise AssertionError(f"query.ask.metric_series answered with kind {kind!r}")


def _counted(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"count": row["Count"]} | {
        name: row[column] for name, column in (("sum", "Sum"), ("min", "Min"), ("max", "Max")) if row[f"Has{column}"]
    }


def _values(attributes: Iterable[Attribute]) -> dict[str, JsonValue]:
    return {each.key: each.value for each in attributes}


def _camel(record: CamelRecord) -> Camel:
    return Camel(context=record.context, route=record.route, node=record.node, exchange=record.exchange)
