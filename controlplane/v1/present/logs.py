"""Log records."""

from controlplane.records import LogLine
from controlplane.v1.models import LogRecord, Scope
from controlplane.v1.present.values import camel, values


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
    )
