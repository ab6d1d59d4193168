"""OTLP/JSON of stored spans: read again it is the same rows, whatever was sent."""

import json

import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, ArrayValue, KeyValue, KeyValueList
from opentelemetry.proto.resource.v1.resource_pb2 import Resource
from opentelemetry.proto.trace.v1.trace_pb2 import ResourceSpans, ScopeSpans, Span, Status

from controlplane.v1.otlp_json import export
from query.analysis import read_file
from tests.native.strategies import requests

START = 1_772_366_400_000_000_001


def whole(frame: pl.DataFrame, size: int = 1_000) -> bytes:
    return b"".join(export(frame.iter_slices(size)))


def with_a_good_span(request: ExportTraceServiceRequest) -> ExportTraceServiceRequest:
    """The request, not all of whose spans can be refused."""
    request.resource_spans.add().scope_spans.add().spans.add(
        trace_id=b"\x01" * 16, span_id=b"\x03" * 8, start_time_unix_nano=START
    )
    return request


@given(requests["traces"].map(with_a_good_span), st.integers(1, 3))
def test_what_was_written_is_read_as_the_same_rows(request, size):
    stored = read_file(request.SerializeToString(), json=False).spans
    again = read_file(whole(stored, size), json=True)
    assert again.refused == ()
    assert again.spans.rows() == stored.rows()


def request(*spans: Span, resource: Resource | None = None) -> bytes:
    of_scope = ScopeSpans(spans=spans)
    return ExportTraceServiceRequest(
        resource_spans=[ResourceSpans(resource=resource, scope_spans=[of_scope])]
    ).SerializeToString()


def test_a_span_has_what_the_standard_names():
    span = Span(
        trace_id=b"\x01" * 16,
        span_id=b"\x02" * 8,
        parent_span_id=b"\x03" * 8,
        name="größe",
        kind=Span.SPAN_KIND_CLIENT,
        start_time_unix_nano=START,
        end_time_unix_nano=START + 5,
        status=Status(code=Status.STATUS_CODE_ERROR, message="no"),
        attributes=[
            KeyValue(key="i", value=AnyValue(int_value=2**62)),
            KeyValue(key="d", value=AnyValue(double_value=float("nan"))),
            KeyValue(key="y", value=AnyValue(bytes_value=b"\xff")),
            KeyValue(key="e", value=AnyValue()),
            KeyValue(
                key="k",
                value=AnyValue(
                    kvlist_value=KeyValueList(
                        values=[
                            KeyValue(
                                key="a", value=AnyValue(array_value=ArrayValue(values=[AnyValue(bool_value=True)]))
                            )
                        ]
                    )
                ),
            ),
        ],
        events=[Span.Event(time_unix_nano=START + 1, name="retry")],
        links=[Span.Link(trace_id=b"\x04" * 16, span_id=b"\x05" * 8)],
    )
    written = json.loads(whole(read_file(request(span), json=False).spans))
    assert written["resourceSpans"][0]["scopeSpans"][0]["spans"] == [
        {
            "traceId": "01" * 16,
            "spanId": "02" * 8,
            "parentSpanId": "03" * 8,
            "name": "größe",
            "kind": 3,
            "startTimeUnixNano": str(START),
            "endTimeUnixNano": str(START + 5),
            "attributes": [
                {"key": "i", "value": {"intValue": "4611686018427387904"}},
                {"key": "d", "value": {"doubleValue": "NaN"}},
                {"key": "y", "value": {"bytesValue": "/w=="}},
                {"key": "e", "value": {}},
                {
                    "key": "k",
                    "value": {
                        "kvlistValue": {
                            "values": [{"key": "a", "value": {"arrayValue": {"values": [{"boolValue": True}]}}}]
                        }
                    },
                },
            ],
            "events": [{"timeUnixNano": str(START + 1), "name": "retry"}],
            "links": [{"traceId": "04" * 16, "spanId": "05" * 8}],
            "status": {"code": 2, "message": "no"},
        }
    ]


def test_spans_of_a_resource_stand_together_within_a_part():
    resource = Resource(attributes=[KeyValue(key="service.name", value=AnyValue(string_value="orders"))])
    spans = [Span(trace_id=b"\x01" * 16, span_id=bytes([n] * 8), start_time_unix_nano=START + n) for n in (1, 2, 3)]
    written = json.loads(whole(read_file(request(*spans, resource=resource), json=False).spans, 2))
    assert [len(each["scopeSpans"][0]["spans"]) for each in written["resourceSpans"]] == [2, 1]
    assert written["resourceSpans"][1]["resource"]["attributes"] == [
        {"key": "service.name", "value": {"stringValue": "orders"}}
    ]


def test_a_trace_without_spans_is_a_request_without_resources():
    assert b"".join(export([])) == b'{"resourceSpans":[]}'
