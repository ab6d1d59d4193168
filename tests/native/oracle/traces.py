"""ExportTraceServiceRequest to the rows of `otel_traces`."""

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from tests.native.oracle.records import Run, Source, camel_columns, clamped_time
from tests.native.oracle.values import RejectedError, attributes

KINDS = ["Unspecified", "Internal", "Server", "Client", "Producer", "Consumer"]
CODES = ["Unset", "Ok", "Error"]


def decode(run: Run) -> None:
    for resource in ExportTraceServiceRequest.FromString(run.push.body).resource_spans:
        for scope in resource.scope_spans:
            try:
                source = Source.of(resource.resource, resource.schema_url, scope.scope, scope.schema_url, run.limits)
            except RejectedError as error:
                run.reject(error.reason, len(scope.spans))
                continue
            for span in scope.spans:
                try:
                    add_span(run, source, span)
                except RejectedError as error:
                    run.reject(error.reason)


def add_span(run: Run, source: Source, span: Span) -> None:
    if len(span.trace_id) != 16 or not any(span.trace_id):
        raise RejectedError("trace_id_invalid")
    if len(span.span_id) != 8 or not any(span.span_id):
        raise RejectedError("span_id_invalid")
    if len(span.events) > run.limits.events_max:
        raise RejectedError("events_over_limit")
    if len(span.links) > run.limits.links_max:
        raise RejectedError("links_over_limit")
    own = attributes(span.attributes, run.limits)
    event_attributes = [attributes(event.attributes, run.limits) for event in span.events]
    link_attributes = [attributes(link.attributes, run.limits) for link in span.links]
    timestamp, original = run.clock(span.start_time_unix_nano)
    row = {
        **run.head(),
        "Timestamp": timestamp,
        "OrigTimeUnixNano": original,
        "TraceId": span.trace_id.hex(),
        "SpanId": span.span_id.hex(),
        "ParentSpanId": span.parent_span_id.hex() if any(span.parent_span_id) else "",
        "TraceState": span.trace_state,
        "SpanName": span.name,
        "SpanKind": KINDS[span.kind] if 0 <= span.kind < len(KINDS) else KINDS[0],
        **source.columns(),
        "SpanAttributes": own.pairs,
        "SpanAttributesTypes": own.types,
        "Duration": max(0, span.end_time_unix_nano - span.start_time_unix_nano),
        "StatusCode": CODES[span.status.code] if 0 <= span.status.code < len(CODES) else CODES[0],
        "StatusMessage": span.status.message,
        "Flags": span.flags,
        "SampleWeight": sample_weight(span.trace_state),
        **camel_columns(own),
        "Events.Timestamp": [clamped_time(event.time_unix_nano) for event in span.events],
        "Events.Name": [event.name for event in span.events],
        "Events.Attributes": [one.pairs for one in event_attributes],
        "Links.TraceId": [link.trace_id.hex() for link in span.links],
        "Links.SpanId": [link.span_id.hex() for link in span.links],
        "Links.TraceState": [link.trace_state for link in span.links],
        "Links.Attributes": [one.pairs for one in link_attributes],
        "DroppedAttributesCount": span.dropped_attributes_count,
        "DroppedEventsCount": span.dropped_events_count,
        "DroppedLinksCount": span.dropped_links_count,
    }
    run.add("otel_traces", row)
    run.accept(timestamp != span.start_time_unix_nano)


def sample_weight(trace_state: str) -> float:
    """How many spans this one stands for: the adjusted count of OpenTelemetry's consistent probability sampling.

    The threshold `th` is 1 to 14 hexadecimal digits with trailing zeros left out; it rejects that share of 2^56.
    """
    for member in trace_state.split(","):
        vendor, _, value = member.strip(" \t").partition("=")
        if vendor != "ot":
            continue
        for pair in value.split(";"):
            key, _, digits = pair.partition(":")
            if key == "th" and 1 <= len(digits) <= 14 and all(digit in "0123456789abcdef" for digit in digits):
                return 2**56 / (2**56 - int(digits.ljust(14, "0"), 16))
        return 1.0
    return 1.0
