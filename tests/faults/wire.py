"""Protobuf by hand: what no library would write."""

import secrets

from tests.wire import varint

# Field numbers of opentelemetry-proto.
EXPORT_RESOURCE_SPANS = 1
RESOURCE_SPANS_RESOURCE = 1
RESOURCE_SPANS_SCOPE_SPANS = 2
RESOURCE_ATTRIBUTES = 1
SCOPE_SPANS_SPANS = 2
SPAN_TRACE_ID, SPAN_ID, SPAN_PARENT_ID, SPAN_NAME, SPAN_START, SPAN_END, SPAN_ATTRIBUTES = 1, 2, 4, 5, 7, 8, 9
KEY, VALUE = 1, 2
ANY_STRING, ANY_ARRAY, ANY_KVLIST = 1, 5, 6
LIST_VALUES = 1

VARINT, FIXED64, LENGTH, GROUP_START = 0, 1, 2, 3


def tag(number: int, wire_type: int) -> bytes:
    return varint(number << 3 | wire_type)


def field(number: int, payload: bytes) -> bytes:
    """Length-delimited."""
    return tag(number, LENGTH) + varint(len(payload)) + payload


def fixed64(number: int, value: int) -> bytes:
    return tag(number, FIXED64) + value.to_bytes(8, "little")


def attribute(key: bytes, value: bytes) -> bytes:
    """A KeyValue; `value` is a whole AnyValue."""
    return field(KEY, key) + field(VALUE, value)


def text(value: bytes) -> bytes:
    return field(ANY_STRING, value)


def span(
    *attributes: bytes,
    trace_id: bytes | None = None,
    index: int = 1,
    parent: bytes = b"",
    name: bytes = b"hostile",
    start: int = 0,
    end: int = 0,
    more: bytes = b"",
) -> bytes:
    """A Span with a fresh trace id unless one is given, `attributes` as whole KeyValues and `more` fields behind."""
    return b"".join(
        [
            field(SPAN_TRACE_ID, secrets.token_bytes(16) if trace_id is None else trace_id),
            field(SPAN_ID, index.to_bytes(8, "big")),
            field(SPAN_PARENT_ID, parent) if parent else b"",
            field(SPAN_NAME, name),
            fixed64(SPAN_START, start) if start else b"",
            fixed64(SPAN_END, end) if end else b"",
            *(field(SPAN_ATTRIBUTES, each) for each in attributes),
            more,
        ]
    )


def export_of(*spans: bytes, service: bytes = b"hostile") -> bytes:
    """An ExportTraceServiceRequest with all `spans` under one resource."""
    resource = field(RESOURCE_ATTRIBUTES, attribute(b"service.name", text(service)))
    scope = b"".join(field(SCOPE_SPANS_SPANS, each) for each in spans)
    return field(
        EXPORT_RESOURCE_SPANS,
        field(RESOURCE_SPANS_RESOURCE, resource) + field(RESOURCE_SPANS_SCOPE_SPANS, scope),
    )
