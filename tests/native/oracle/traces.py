"""ExportTraceServiceRequest to the rows of `otel_traces`."""

from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from tests.native.oracle.records import Row, Run, Source, camel_columns, clamped_time, id_text
from tests.native.oracle.values import RejectedError, attributes, check_text

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
    own = attributes(span.attributes, run.limits)
    events = event_columns(run, span)
    links = link_columns(run, span)
    trace_id = id_text(span.trace_id, 16, "trace_id_invalid", needed=True)
    span_id = id_text(span.span_id, 8, "span_id_invalid", needed=True)
    parent = id_text(span.parent_span_id, 8, "parent_span_id_invalid")
    for link in span.links:
        id_text(link.trace_id, 16, "link_id_invalid")
        id_text(link.span_id, 8, "link_id_invalid")
    for text in (span.name, span.trace_state, span.status.message):
        check_text(text, run.limits)
    timestamp, original = run.clock(span.start_time_unix_nano)
    row = {
        **run.head(),
        "Timestamp": timestamp,
        "OrigTimeUnixNano": original,
        "TraceId": trace_id,
        "SpanId": span_id,
        "ParentSpanId": parent,
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
        **events,
        **links,
        "DroppedAttributesCount": span.dropped_attributes_count,
        "DroppedEventsCount": span.dropped_events_count,
        "DroppedLinksCount": span.dropped_links_count,
    }
    run.add("otel_traces", row)
    run.accept(clamped=timestamp != span.start_time_unix_nano)


def event_columns(run: Run, span: Span) -> Row:
    stored = []
    for count, event in enumerate(span.events, start=1):
        if count > run.limits.events_max:
            raise RejectedError("events_over_limit")
        own = attributes(event.attributes, run.limits)
        stored.append((clamped_time(event.time_unix_nano), check_text(event.name, run.limits), own.pairs))
    return columns_of(("Events.Timestamp", "Events.Name", "Events.Attributes"), stored)


def link_columns(run: Run, span: Span) -> Row:
    stored = []
    for count, link in enumerate(span.links, start=1):
        if count > run.limits.links_max:
            raise RejectedError("links_over_limit")
        own = attributes(link.attributes, run.limits)
        ids = [value.hex() if any(value) else "" for value in (link.trace_id, link.span_id)]
        stored.append((*ids, check_text(link.trace_state, run.limits), own.pairs))
    return columns_of(("Links.TraceId", "Links.SpanId", "Links.TraceState", "Links.Attributes"), stored)


def columns_of(names: tuple[str, ...], stored: list[tuple[Any, ...]]) -> Row:
    """Elements of a list, each a tuple, to a list for each column."""
    return {name: [element[at] for element in stored] for at, name in enumerate(names)}


def sample_weight(trace_state: str) -> float:
    """How many spans this one stands for: the adjusted count of OpenTelemetry's consistent probability sampling.

    The threshold `th` is 1 to 14 hexadecimal digits with trailing zeros left out; it rejects that share of 2^56.
    """
    for member in trace_state.split(","):
        vendor, _, value = member.strip(" \t").partition("=")
        if vendor != "ot":
            continue
        digits = next((field[3:] for field in value.split(";") if field.startswith("th:")), "")
        if 1 <= len(digits) <= 14 and all(digit in "0123456789abcdef" for digit in digits):
            return float(2**56) / float(2**56 - int(digits.ljust(14, "0"), 16))
        return 1.0
    return 1.0
