"""`query.analysis.read_file`: files of spans as stored rows."""

import json

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue
from opentelemetry.proto.trace.v1.trace_pb2 import ResourceSpans, ScopeSpans, Span

from query.analysis import MalformedFile, read_file
from query.schema import table

LONG_AGO = 1_000_000_000_000_000_000


def request(*spans: Span) -> bytes:
    return ExportTraceServiceRequest(
        resource_spans=[ResourceSpans(scope_spans=[ScopeSpans(spans=spans)])]
    ).SerializeToString()


def span(number: int, **given: object) -> Span:
    attributes = [KeyValue(key="n", value=AnyValue(int_value=number))]
    times = {"start_time_unix_nano": LONG_AGO + number, "end_time_unix_nano": LONG_AGO + number + 7}
    ids = {"trace_id": b"\x01" * 16, "span_id": bytes([number] * 8)}
    return Span(**(ids | times | {"name": "x", "attributes": attributes} | given))


def test_spans_are_read_as_they_would_be_stored():
    found = read_file(request(span(2), span(1)), json=False)
    assert found.refused == ()
    assert [*found.spans.columns, "IngestTime"] == list(table("otel_traces").column_names)
    rows = found.spans.rows(named=True)
    assert [each["SpanId"] for each in rows] == ["01" * 8, "02" * 8]
    assert rows[0]["SpanAttributes"] == {"n": "1"}
    assert (rows[0]["Duration"], rows[0]["OrigTimeUnixNano"]) == (7, 0)
    assert found.spans["Timestamp"].dt.epoch("ns").to_list() == [LONG_AGO + 1, LONG_AGO + 2]


def test_a_file_may_be_json():
    spans = [{"traceId": "01" * 16, "spanId": "02" * 8, "name": "x", "startTimeUnixNano": str(LONG_AGO)}]
    body = json.dumps({"resourceSpans": [{"scopeSpans": [{"spans": spans}]}]}).encode()
    assert read_file(body, json=True).spans["SpanId"].to_list() == ["02" * 8]


def test_spans_that_are_refused_are_counted():
    found = read_file(request(span(1), span(2, trace_id=b"\x01")), json=False)
    assert found.refused == (("trace_id_invalid", 1),)
    assert found.spans.height == 1


@pytest.mark.parametrize(
    ("body", "as_json", "says"),
    [
        (b"\xff\xff", False, "offset|byte"),
        (b"{", True, "line 1"),
        (b"", False, "there is no span in the file"),
        (b"{}", True, "there is no span in the file"),
        (request(span(1, span_id=b"")), False, "1 span_id_invalid refused"),
    ],
)
def test_what_is_no_file_of_spans_is_refused(body, as_json, says):
    with pytest.raises(MalformedFile, match=says):
        read_file(body, json=as_json)
