"""Spans and traces."""

import polars as pl

from controlplane.records import SpanRecord, camel_record, rows
from controlplane.v1.models import (
    Scope,
    ServiceShare,
    Span,
    SpanEvent,
    SpanLink,
    SpanSummary,
    TraceSummary,
)
from controlplane.v1.present.values import camel, values


def trace_summaries(frame: pl.DataFrame) -> list[TraceSummary]:
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
            matched=row["Matched"] or 0,
            services=[
                ServiceShare(name=each["ServiceName"], spans=each["Spans"], errors=each["Errors"])
                for each in row["Services"] or ()
            ],
        )
        for row in rows(frame)
    ]


def span_summaries(frame: pl.DataFrame) -> list[SpanSummary]:
    """What `query.ask.spans` answers."""
    return [
        SpanSummary(
            trace_id=row["TraceId"],
            span_id=row["SpanId"],
            parent_span_id=row["ParentSpanId"],
            service=row["ServiceName"],
            name=row["SpanName"],
            kind=row["SpanKind"],
            status=row["StatusCode"],
            start_unix_ns=row["Timestamp"],
            duration_ns=row["Duration"],
            sample_weight=row["SampleWeight"],
            camel=camel(camel_record(row)),
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
        resource=values(record.resource),
        scope=Scope(name=record.scope_name, version=record.scope_version),
        attributes=values(record.attributes),
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
        camel=camel(record.camel),
    )
