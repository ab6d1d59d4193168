"""Rows of the store as frozen values, parsed once from the frames that `query` answers with.

Both faces of the API are made from these: `/api/v1` (models) and `/compat/jaeger`. Times are nanoseconds since 1970:
the frames' own datetimes would lose everything below a microsecond on their way into Python.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from controlplane.attributes import Attribute, typed


@dataclass(frozen=True, slots=True)
class EventRecord:
    """An event of a span. The store keeps its attributes as text."""

    time_unix_ns: int
    name: str
    attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """A link of a span."""

    trace_id: str
    span_id: str
    trace_state: str
    attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CamelRecord:
    """Where in Camel a record belongs; '' outside of Camel."""

    context: str
    route: str
    node: str
    exchange: str


@dataclass(frozen=True, slots=True)
class SpanRecord:
    """One row of otel_traces."""

    trace_id: str
    span_id: str
    parent_span_id: str
    trace_state: str
    name: str
    kind: str
    service: str
    start_unix_ns: int
    duration_ns: int
    status: str
    status_message: str
    flags: int
    sample_weight: float
    resource: tuple[Attribute, ...]
    scope_name: str
    scope_version: str
    attributes: tuple[Attribute, ...]
    events: tuple[EventRecord, ...]
    links: tuple[LinkRecord, ...]
    camel: CamelRecord


@dataclass(frozen=True, slots=True)
class LogLine:
    """One row of otel_logs; `tie` tells it from others of its time, where the question says so."""

    time_unix_ns: int
    observed_unix_ns: int
    severity: str
    severity_number: int
    service: str
    body: Attribute
    event_name: str
    trace_id: str
    span_id: str
    resource: tuple[Attribute, ...]
    scope_name: str
    scope_version: str
    attributes: tuple[Attribute, ...]
    camel: CamelRecord
    tie: int | None


def spans(frame: pl.DataFrame) -> Iterator[SpanRecord]:
    """Rows of otel_traces in the frame's order."""
    for row in rows(frame):
        yield SpanRecord(
            trace_id=row["TraceId"],
            span_id=row["SpanId"],
            parent_span_id=row["ParentSpanId"],
            trace_state=row["TraceState"],
            name=row["SpanName"],
            kind=row["SpanKind"],
            service=row["ServiceName"],
            start_unix_ns=row["Timestamp"],
            duration_ns=row["Duration"],
            status=row["StatusCode"],
            status_message=row["StatusMessage"],
            flags=row["Flags"],
            sample_weight=row["SampleWeight"],
            resource=tuple(typed(row["ResourceAttributes"], row["ResourceAttributesTypes"])),
            scope_name=row["ScopeName"],
            scope_version=row["ScopeVersion"],
            attributes=tuple(typed(row["SpanAttributes"], row["SpanAttributesTypes"])),
            events=tuple(
                EventRecord(at, name, attributes)
                for at, name, attributes in zip(
                    row["Events.Timestamp"], row["Events.Name"], row["Events.Attributes"], strict=True
                )
            ),
            links=tuple(
                LinkRecord(trace_id, span_id, state, attributes)
                for trace_id, span_id, state, attributes in zip(
                    row["Links.TraceId"],
                    row["Links.SpanId"],
                    row["Links.TraceState"],
                    row["Links.Attributes"],
                    strict=True,
                )
            ),
            camel=camel_record(row),
        )


def log_lines(frame: pl.DataFrame) -> Iterator[LogLine]:
    """Rows of otel_logs in the frame's order."""
    for row in rows(frame):
        yield LogLine(
            time_unix_ns=row["Timestamp"],
            observed_unix_ns=row["ObservedTimestamp"],
            severity=row["SeverityText"],
            severity_number=row["SeverityNumber"],
            service=row["ServiceName"],
            body=Attribute("body", row["BodyType"] or "s", row["Body"]),
            event_name=row["EventName"],
            trace_id=row["TraceId"],
            span_id=row["SpanId"],
            resource=tuple(typed(row["ResourceAttributes"], row["ResourceAttributesTypes"])),
            scope_name=row["ScopeName"],
            scope_version=row["ScopeVersion"],
            attributes=tuple(typed(row["LogAttributes"], row["LogAttributesTypes"])),
            camel=camel_record(row),
            tie=row.get("Tie"),
        )


def rows(frame: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """Rows by column name, times as nanoseconds since 1970."""
    moments = pl.Datetime
    exact = frame.with_columns(
        [pl.col(name).dt.epoch("ns") for name, kind in frame.schema.items() if isinstance(kind, moments)]
        + [
            pl.col(name).list.eval(pl.element().dt.epoch("ns"))
            for name, kind in frame.schema.items()
            if isinstance(kind, pl.List) and isinstance(kind.inner, moments)
        ]
    )
    yield from exact.iter_rows(named=True)


def camel_record(row: Mapping[str, Any]) -> CamelRecord:
    """Where in Camel a row belongs."""
    return CamelRecord(row["CamelContext"], row["CamelRoute"], row["CamelNode"], row["CamelExchange"])
