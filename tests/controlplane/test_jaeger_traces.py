"""Traces in Jaeger's JSON. The golden file is the shape clients rely on: change it only when Jaeger's own changed."""

import json
from pathlib import Path

from controlplane.attributes import Attribute
from controlplane.jaeger.traces import SAFE_INTEGER_MAX, envelope, trace
from controlplane.records import CamelRecord, EventRecord, LinkRecord, SpanRecord

GOLDEN = Path(__file__).parent / "golden" / "jaeger_trace.json"
TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736"
START = 1_763_805_600_123_456_789


def span(**changes: object) -> SpanRecord:
    values: dict[str, object] = {
        "trace_id": TRACE_ID,
        "span_id": "00f067aa0ba902b7",
        "parent_span_id": "",
        "trace_state": "",
        "name": "GET /orders",
        "kind": "Server",
        "service": "orders",
        "start_unix_ns": START,
        "duration_ns": 12_345_678,
        "status": "Unset",
        "status_message": "",
        "flags": 1,
        "sample_weight": 1.0,
        "resource": (Attribute("service.name", "s", "orders"), Attribute("host.cpus", "i", "4")),
        "scope_name": "",
        "scope_version": "",
        "attributes": (),
        "events": (),
        "links": (),
        "camel": CamelRecord("", "", "", ""),
    }
    return SpanRecord(**(values | changes))  # type: ignore[arg-type]  # a test's shorthand


def whole_trace() -> list[SpanRecord]:
    return [
        span(
            scope_name="camel",
            scope_version="4.21",
            trace_state="ot=th:8",
            attributes=(
                Attribute("http.method", "s", "GET"),
                Attribute("retry", "b", "true"),
                Attribute("http.status_code", "i", "500"),
                Attribute("big", "i", str(SAFE_INTEGER_MAX + 1)),
                Attribute("ratio", "d", "0.25"),
                Attribute("lost", "d", "NaN"),
                Attribute("raw", "y", "AAEC"),
                Attribute("parts", "a", '["a",1]'),
                Attribute("nothing", "e", ""),
            ),
            status="Error",
            status_message="boom",
            events=(EventRecord(START + 5_000, "exception", {"exception.type": "IOException"}),),
        ),
        span(
            span_id="00f067aa0ba902b8",
            parent_span_id="00f067aa0ba902b7",
            name="send",
            kind="Client",
            status="Ok",
            links=(LinkRecord("0" * 31 + "1", "0" * 15 + "2", "", {}),),
        ),
        span(
            span_id="00f067aa0ba902b9",
            parent_span_id="00f067aa0ba902b8",
            service="stock",
            resource=(),
            kind="Unspecified",
        ),
    ]


def test_a_trace_has_the_shape_clients_rely_on():
    assert envelope([trace(TRACE_ID, whole_trace())]) == json.loads(GOLDEN.read_text())


def test_spans_of_one_resource_share_a_process():
    processes = trace(TRACE_ID, whole_trace())["processes"]
    assert isinstance(processes, dict)
    assert sorted(processes) == ["p1", "p2"]


def test_the_answer_is_json_even_for_numbers_json_does_not_know():
    text = json.dumps(trace(TRACE_ID, whole_trace()), allow_nan=False)
    assert "NaN" in text


def test_the_parent_comes_before_the_links():
    drawn = trace(TRACE_ID, [span(parent_span_id="a" * 16, links=(LinkRecord("b" * 32, "c" * 16, "", {}),))])["spans"]
    assert isinstance(drawn, list)
    assert [each["refType"] for each in drawn[0]["references"]] == ["CHILD_OF", "FOLLOWS_FROM"]  # type: ignore[index, call-overload, union-attr]
