"""Log records."""

import polars as pl

from controlplane.records import LogLine, log_lines
from controlplane.v1.models import LogRecord, Scope
from controlplane.v1.present.values import camel, values
from query.ask.log_context import log_cursor


def log_records(frame: pl.DataFrame) -> list[LogRecord]:
    """Rows of otel_logs in the frame's order."""
    return list(map(log_record, log_lines(frame)))


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
        resource=values(record.resource),
        scope=Scope(name=record.scope_name, version=record.scope_version),
        attributes=values(record.attributes),
        camel=camel(record.camel),
        cursor="" if record.tie is None else log_cursor(record.time_unix_ns, record.tie),
    )
