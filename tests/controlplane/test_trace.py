"""One trace over HTTP: its skeleton, what its spans carry, and files."""

import gzip
import json
import time

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Status

from controlplane.v1.models import Trace, TraceComparison, TraceFile, TraceSpans, TraceStatistics
from tests.controlplane.conftest import Platform
from tests.query.rows import HOUR, MINUTE, NOON, log, moment, span

TRACE_ID = "0af7651916cd43dd8448eb211c80319c"
OTHER_ID = "1" * 32
PATH = f"/api/v1/traces/{TRACE_ID}"
# The traces of these tests are older than any time that is not asked for.


@pytest.fixture
def traced(platform: Platform) -> Platform:
    """0 calls 1 and 2; 2 is of another service and fails; 3 has a parent that did not arrive."""
    platform.insert_spans(
        [
            span(0, Timestamp=moment(NOON), Duration=1_000),
            span(1, ParentSpanId=f"{1:016x}", Timestamp=moment(NOON + 100), Duration=200),
            span(
                2,
                ParentSpanId=f"{1:016x}",
                Timestamp=moment(NOON + 400),
                Duration=500,
                ServiceName="stock",
                ResourceAttributes={"service.name": "stock"},
                SpanName="SELECT",
                SpanKind="Client",
                StatusCode="Error",
                SpanAttributes={"db.table": "items"},
            ),
            span(3, ParentSpanId="f" * 16, Timestamp=moment(NOON + 500), Duration=10),
        ]
    )
    return platform


def test_a_skeleton_is_what_its_model_says(traced: Platform):
    answer = traced.get(PATH.upper().replace("/API/V1/TRACES", "/api/v1/traces"))
    trace = Trace.model_validate_json(answer.content)
    assert (trace.trace_id, trace.complete, trace.spans, trace.errors) == (TRACE_ID, True, 4, 1)
    assert (trace.start_unix_ns, trace.duration_ns) == (NOON, 1_000)
    assert json.loads(answer.content)["start_unix_ns"] == str(NOON)
    rows = trace.rows
    assert {len(column) for column in rows.model_dump().values()} == {5}
    assert rows.span_id[:3] == [f"{number:016x}" for number in (1, 2, 3)]
    assert rows.parent == [-1, 0, 0, -1, 3]
    assert rows.subtree == [3, 1, 1, 2, 1]
    assert [trace.services[place] for place in rows.service[:3]] == ["orders", "orders", "stock"]
    assert rows.service[3] == -1
    assert [trace.kinds[place] for place in rows.kind[:3]] == ["Internal", "Internal", "Client"]
    assert [flags & 3 for flags in rows.flags] == [0, 0, 1, 2, 0]
    assert trace.warnings == ["1 span has a parent that did not arrive"]
    assert len(trace.critical.row) == len(trace.critical.end_ns) > 0


def test_a_settled_trace_is_not_sent_twice(traced: Platform):
    etag = traced.get(PATH).headers["etag"]
    for known in (etag, etag.removeprefix("W/"), f'"x", {etag}', "*"):
        again = traced.get(PATH, headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    traced.insert_spans([span(4, ParentSpanId=f"{1:016x}", Timestamp=moment(NOON + 600))])
    grown = traced.get(PATH, headers={"If-None-Match": etag})
    assert grown.status_code == 200
    assert grown.headers["etag"] != etag


def test_a_trace_that_may_grow_is_not_kept(platform: Platform):
    now = time.time_ns()
    platform.insert_spans([span(0, Timestamp=moment(now - MINUTE), Duration=1_000)])
    headers = platform.get(PATH).headers
    assert "etag" not in headers
    assert headers["cache-control"] == "no-store"


def test_some_spans_are_given_whole(traced: Platform):
    answer = traced.get(f"{PATH}/spans", params={"span_id": [f"{3:016X}", "2"]})
    found = TraceSpans.model_validate_json(answer.content)
    assert [each.span_id for each in found.spans] == [f"{2:016x}", f"{3:016x}"]
    assert found.spans[1].attributes == {"db.table": "items"}
    assert len(TraceSpans.model_validate_json(traced.get(f"{PATH}/spans").content).spans) == 4
    assert traced.get(f"{PATH}/spans", params={"span_id": "xyz"}).json()["type"].endswith("span_id_malformed")
    assert traced.get(f"{PATH}/spans", params={"span_id": ["1"] * 501}).status_code == 400
    assert traced.get(f"{PATH}/spans", params={"span_id": "dead"}).status_code == 404


def test_log_records_of_a_trace_and_of_a_span(traced: Platform):
    traced.insert(
        "otel_logs",
        [
            log(number, TraceId=TRACE_ID, SpanId=f"{number + 1:016x}", Timestamp=moment(NOON + number))
            for number in range(3)
        ],
    )
    whole = traced.get(f"{PATH}/logs").json()
    assert [each["body"] for each in whole["logs"]] == ["message 0", "message 1", "message 2"]
    assert whole["complete"]
    cut = traced.get(f"{PATH}/logs", params={"limit": 2}).json()
    assert (len(cut["logs"]), cut["complete"]) == (2, False)
    assert [each["body"] for each in traced.get(f"{PATH}/logs", params={"span_id": "2"}).json()["logs"]] == [
        "message 1"
    ]


def test_spans_are_found_within_a_trace(traced: Platform):
    def found(text: str) -> list[str]:
        return traced.get(f"{PATH}/find", params={"text": text}).json()["span_ids"]

    assert found("items") == found("status:error") == found("db.table:items") == [f"{3:016x}"]
    assert len(found("orders")) == 3
    assert found("nothing at all") == []


def test_statistics_are_by_what_is_asked_for(traced: Platform):
    def rows(by: str) -> dict[str, tuple[int, int, int]]:
        found = TraceStatistics.model_validate_json(traced.get(f"{PATH}/statistics", params={"by": by}).content)
        assert found.complete
        return {each.value: (each.count, each.total_ns, each.errors) for each in found.rows}

    assert rows("service") == {"orders": (3, 1_210, 0), "stock": (1, 500, 1)}
    assert rows("operation")["stock: SELECT"] == (1, 500, 1)
    assert rows("db.table") == {"items": (1, 500, 1)}
    refused = traced.get(f"{PATH}/statistics", params={"by": "duration"})
    assert (refused.status_code, refused.json()["type"]) == (400, "urn:camelops:problem:key_unlisted")


def test_two_traces_are_one_tree(traced: Platform):
    traced.insert_spans([span(0, TraceId=OTHER_ID, Timestamp=moment(NOON + HOUR), Duration=3_000)])
    answer = traced.get(f"{PATH}/compare/{OTHER_ID}")
    rows = TraceComparison.model_validate_json(answer.content).rows
    assert (rows.count_a[0], rows.count_b[0], rows.duration_a_ns[0], rows.duration_b_ns[0]) == (1, 1, 1_000, 3_000)
    assert sum(rows.count_a) >= 4
    assert sum(rows.count_b) == 1
    assert traced.get(f"{PATH}/compare/{'2' * 32}").status_code == 404


@pytest.mark.parametrize("behind", ["", "/spans", "/statistics", f"/compare/{TRACE_ID}"])
def test_a_trace_that_is_not_there_is_a_problem(platform: Platform, behind: str):
    answer = platform.get(f"/api/v1/traces/1f{behind}")
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:camelops:problem:trace_not_found")
    assert f"{0x1F:032x}" in answer.json()["detail"]


def test_a_large_skeleton_is_compressed(platform: Platform):
    # In parts: a statement has a length, too.
    for first in range(0, 600, 200):
        numbers = range(first, first + 200)
        platform.insert_spans(
            [span(each, ParentSpanId=f"{1:016x}" if each else "", Timestamp=moment(NOON + each)) for each in numbers]
        )
    with platform.running() as url:
        with httpx.stream("GET", url + PATH, headers={"Accept-Encoding": "gzip"}) as answer:
            packed = b"".join(answer.iter_raw())
        plain = httpx.get(url + PATH, headers={"Accept-Encoding": "gzip;q=0"})
    assert answer.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(packed) == plain.content
    assert len(packed) < len(plain.content) / 5
    assert answer.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"


def request(traces: int = 1) -> ExportTraceServiceRequest:
    """Two spans a trace."""
    made = ExportTraceServiceRequest()
    of_service = made.resource_spans.add()
    of_service.resource.attributes.add(key="service.name").value.string_value = "orders"
    spans = of_service.scope_spans.add().spans
    for number in range(traces):
        trace_id = (number + 1).to_bytes(16, "big")
        spans.add(
            trace_id=trace_id,
            span_id=b"\1" * 8,
            name="root" * 60,
            start_time_unix_nano=NOON,
            end_time_unix_nano=NOON + 9,
        )
        child = spans.add(
            trace_id=trace_id, span_id=b"\2" * 8, parent_span_id=b"\1" * 8, name="child", start_time_unix_nano=NOON + 1
        )
        child.end_time_unix_nano = NOON + 5
        child.status.code = Status.STATUS_CODE_ERROR
        child.attributes.add(key="n").value.int_value = number
    return made


OTLP_JSON = {
    "resourceSpans": [
        {
            "resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "orders"}}]},
            "scopeSpans": [
                {
                    "spans": [
                        {
                            "traceId": TRACE_ID,
                            "spanId": "00f067aa0ba902b7",
                            "name": "root",
                            "startTimeUnixNano": str(NOON),
                            "endTimeUnixNano": str(NOON + 9),
                        }
                    ]
                }
            ],
        }
    ]
}


@pytest.mark.parametrize("media_type", ["application/x-protobuf", "", "application/octet-stream"])
def test_a_file_of_protobuf_is_opened_and_not_stored(platform: Platform, media_type: str):
    body = request(3).SerializeToString()
    answer = platform.send("POST", "/api/v1/trace-files", content=body, headers={"Content-Type": media_type})
    file = TraceFile.model_validate_json(answer.content)
    assert [(each.spans, each.errors) for each in file.traces] == [(2, 1)] * 3
    assert [each.attributes.get("n") for each in file.spans] == [None, 0, None, 1, None, 2]
    assert file.complete
    assert platform.get(f"/api/v1/traces/{file.traces[0].trace_id}").status_code == 404


@pytest.mark.parametrize("media_type", ["application/json", ""])
def test_a_file_of_json_is_opened(platform: Platform, media_type: str):
    body = "\n" + json.dumps(OTLP_JSON, indent=1)
    answer = platform.send("POST", "/api/v1/trace-files", content=body, headers={"Content-Type": media_type})
    file = TraceFile.model_validate_json(answer.content)
    assert [each.trace_id for each in file.traces] == [TRACE_ID]
    assert [each.name for each in file.spans] == ["root"]


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"", ""), (b"{", ""), (b"[]", "application/json"), (b"{}", ""), (b"\xff" * 100, ""), (b"hello", "text/plain"),
        (b'{"resourceSpans": 5}', ""), (b"\x0a\x05abc", "application/x-protobuf"),
    ],
)  # fmt: skip
def test_what_is_no_file_of_spans_is_a_problem(platform: Platform, body: bytes, media_type: str):
    answer = platform.send("POST", "/api/v1/trace-files", content=body, headers={"Content-Type": media_type})
    assert (answer.status_code, answer.json()["type"]) == (400, "urn:camelops:problem:trace_file_malformed"), (
        answer.text
    )
    assert "OTLP/JSON" in answer.json()["way_out"]


def test_a_file_may_be_longer_than_other_bodies(platform: Platform):
    body = request(1_100).SerializeToString()
    assert len(body) > 300_000
    answer = platform.send("POST", "/api/v1/trace-files", content=body)
    file = TraceFile.model_validate_json(answer.content)
    assert (len(file.traces), len(file.spans), file.complete) == (1_000, 2_000, False)
    assert platform.send("POST", "/api/v1/trace-files", content=b"{" + b" " * (64 << 20)).status_code == 413


def test_a_trace_is_saved_as_a_file_and_opened_again(traced: Platform):
    saved = traced.get(f"{PATH}/otlp")
    assert saved.headers["content-disposition"] == f'attachment; filename="trace-{TRACE_ID}.json"'
    opened = TraceFile.model_validate_json(traced.send("POST", "/api/v1/trace-files", content=saved.content).content)
    assert opened.traces == [Trace.model_validate_json(traced.get(PATH).content)]
    assert opened.spans == TraceSpans.model_validate_json(traced.get(f"{PATH}/spans").content).spans
    assert traced.get("/api/v1/traces/1f/otlp").status_code == 404
