"""ExportLogsServiceRequest to the rows of `otel_logs`, and of Camel's own tables."""

from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord

from tests.native.oracle.records import Run, Source, camel_columns, clamped_time, id_text
from tests.native.oracle.values import RejectedError, attributes, check_text, text_and_kind

AGENT = "io.camelops.agent"
OF_CAMEL = {
    "camel.message": "camel_messages",
    "camel.exchange.original": "camel_originals",
    "camel.route.model": "camel_route_models",
}


def decode(run: Run) -> None:
    for resource in ExportLogsServiceRequest.FromString(run.push.body).resource_logs:
        for scope in resource.scope_logs:
            try:
                source = Source.of(resource.resource, resource.schema_url, scope.scope, scope.schema_url, run.limits)
            except RejectedError as error:
                run.reject(error.reason, len(scope.log_records))
                continue
            for record in scope.log_records:
                try:
                    add_record(run, source, record)
                except RejectedError as error:
                    run.reject(error.reason)


def add_record(run: Run, source: Source, record: LogRecord) -> None:
    check_text(record.severity_text, run.limits)
    own = attributes(record.attributes, run.limits)
    check_text(record.event_name, run.limits)
    trace_id = id_text(record.trace_id, 16, "trace_id_invalid")
    span_id = id_text(record.span_id, 8, "span_id_invalid")
    body, kind = text_and_kind(record.body, run.limits)
    # A log record need not have a time of its own: it was observed, or at least it came.
    sent = record.time_unix_nano or record.observed_time_unix_nano
    timestamp, original = run.clock(sent) if sent else (run.push.received_unix_ns, 0)
    row = {
        **run.head(),
        "Timestamp": timestamp,
        "OrigTimeUnixNano": original,
        "ObservedTimestamp": clamped_time(record.observed_time_unix_nano),
        "TraceId": trace_id,
        "SpanId": span_id,
        "TraceFlags": record.flags,
        "SeverityText": record.severity_text,
        "SeverityNumber": record.severity_number if 0 <= record.severity_number <= 24 else 0,
        "Body": body,
        "BodyType": "" if kind == "s" else kind,
        **source.columns(),
        "LogAttributes": own.pairs,
        "LogAttributesTypes": own.types,
        "EventName": record.event_name,
        "DroppedAttributesCount": record.dropped_attributes_count,
        **camel_columns(own),
    }
    table = OF_CAMEL.get(record.event_name, "otel_logs") if source.scope_name == AGENT else "otel_logs"
    days_max = {"camel_messages": run.limits.message_days_max, "camel_originals": run.limits.original_days_max}
    row["RetentionDays"] = min(run.push.retention_days, days_max.get(table, run.push.retention_days))
    run.add(table, row)
    run.accept(clamped=original != 0)
    run.receipt.untimed |= sent == 0
