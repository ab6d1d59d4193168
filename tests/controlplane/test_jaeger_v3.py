"""Jaeger's API v3 and the leftovers of the older one, as a stock Jaeger UI calls them."""

import json
import time

import pytest

from tests.controlplane.conftest import Platform
from tests.query.rows import MINUTE, NOON, SECOND, moment, span

TRACE_ID = "0af7651916cd43dd8448eb211c80319c"
OLDER_ID = "2" * 32
V1 = "/compat/jaeger/api"
V3 = "/compat/jaeger/api/v3"
# As the UI writes it: milliseconds.
DURING = {"query.startTimeMin": "2026-03-01T11:59:00.000Z", "query.startTimeMax": "2026-03-01T12:01:00.000Z"}


@pytest.fixture
def found(platform: Platform) -> Platform:
    platform.insert_spans(
        [
            span(0, SpanKind="Server", Duration=3 * SECOND),
            span(
                1,
                StatusCode="Error",
                ServiceName="stock",
                ResourceAttributes={"service.name": "stock"},
                SpanKind="Client",
            ),
            span(0, TraceId=OLDER_ID, Timestamp=moment(NOON - 30 * SECOND), SpanKind="Unspecified"),
        ]
    )
    return platform


def summaries(platform: Platform, **parameters: object) -> list[str]:
    answer = platform.get(f"{V3}/trace-summaries", params=DURING | parameters)
    assert answer.status_code == 200, answer.text
    return [each["traceId"] for each in answer.json()["summaries"]]


def test_a_search_answers_summaries(found: Platform):
    first = found.get(f"{V3}/trace-summaries", params=DURING | {"query.searchDepth": 1}).json()["summaries"]
    assert first == [
        {
            "traceId": TRACE_ID,
            "rootServiceName": "orders",
            "rootOperationName": "step 0",
            "minStartTimeUnixNano": str(NOON),
            "maxEndTimeUnixNano": str(NOON + 3 * SECOND),
            "spanCount": 2,
            "errorSpanCount": 1,
            "services": [
                {"name": "orders", "spanCount": 1, "errorSpanCount": 0},
                {"name": "stock", "spanCount": 1, "errorSpanCount": 1},
            ],
        }
    ]


def test_a_search_is_narrowed_by_each_parameter(found: Platform):
    both = [TRACE_ID, OLDER_ID]
    assert summaries(found) == both
    assert summaries(found, **{"query.serviceName": "orders"}) == both
    assert summaries(found, **{"query.serviceName": "stock"}) == [TRACE_ID]
    assert summaries(found, **{"query.operationName": "step 1"}) == [TRACE_ID]
    assert summaries(found, **{"query.durationMin": "2s", "query.durationMax": "1m"}) == [TRACE_ID]
    assert summaries(found, **{"query.attributes": '{"error":"true"}'}) == [TRACE_ID]
    assert summaries(found, **{"query.startTimeMax": "2026-03-01T11:59:59Z"}) == [OLDER_ID]
    assert summaries(found, **{"query.startTimeMin": "2026-03-01T13:00:00.000000001+01:00"}) == [TRACE_ID]


def test_older_names_of_parameters_are_read_too(found: Platform):
    older = {
        "query.service_name": "stock",
        "query.start_time_min": "2026-03-01T11:59:00Z",
        "query.start_time_max": "2026-03-01T12:01:00Z",
        "query.num_traces": "5",
    }
    answer = found.get(f"{V3}/trace-summaries", params=older).json()
    assert [each["traceId"] for each in answer["summaries"]] == [TRACE_ID]


def test_a_trace_comes_as_otlp(found: Platform):
    (resource, *others) = found.get(f"{V3}/traces/{TRACE_ID}").json()["result"]["resourceSpans"]
    assert len(others) == 1
    assert resource["scopeSpans"][0]["spans"][0]["traceId"] == TRACE_ID
    whole = found.get(f"{V3}/traces", params=DURING | {"query.serviceName": "orders"}).json()["result"]
    spans = [each for one in whole["resourceSpans"] for scope in one["scopeSpans"] for each in scope["spans"]]
    assert {each["traceId"] for each in spans} == {TRACE_ID, OLDER_ID}


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("traces/1f", 404), ("traces/xyz", 400), ("nothing", 404), ("operations", 400),
        ("trace-summaries?query.searchDepth=0", 400), ("trace-summaries?query.searchDepth=1001", 400),
        ("trace-summaries?query.startTimeMin=yesterday", 400),
        ("trace-summaries?query.startTimeMin=2026-02-30T00:00:00Z", 400),
        ("trace-summaries?query.durationMin=1d", 400), ("trace-summaries?query.attributes=[1]", 400),
        ("operations?service=a&spanKind=king", 400),
    ],
)  # fmt: skip
def test_errors_are_as_its_gateway_writes_them(platform: Platform, path: str, code: int):
    answer = platform.get(f"{V3}/{path}")
    assert answer.status_code == code
    assert answer.json()["error"]["httpCode"] == code
    assert answer.json()["error"]["message"]


def test_names_are_of_the_last_two_days(platform: Platform):
    now = time.time_ns() - MINUTE
    platform.insert_spans(
        [span(0, Timestamp=moment(now), SpanKind="Server"), span(1, Timestamp=moment(now), SpanKind="Unspecified")]
    )
    assert platform.get(f"{V3}/services").json() == {"services": ["orders"]}
    both = [{"name": "step 0", "spanKind": "server"}, {"name": "step 1", "spanKind": "internal"}]
    assert platform.get(f"{V3}/operations", params={"service": "orders"}).json() == {"operations": both}
    one = platform.get(f"{V3}/operations", params={"service": "orders", "span_kind": "server"})
    assert one.json() == {"operations": both[:1]}
    assert (
        platform.get(f"{V1}/operations", params={"service": "orders", "spanKind": "SERVER"}).json()["data"] == both[:1]
    )
    assert platform.get(f"{V3}/dependencies").json() == {"dependencies": []}


def test_calls_between_services_are_counted(found: Platform):
    # An entry into another service: the caller is its parent's.
    found.insert_spans([span(2, ParentSpanId=f"{1:016x}", ServiceName="billing", SpanKind="Server")])
    during = {"startTime": "2026-03-01T11:59:00Z", "endTime": "2026-03-01T12:01:00Z"}
    edges = found.get(f"{V3}/dependencies", params=during).json()["dependencies"]
    assert {"parent": "orders", "child": "billing", "callCount": "1"} in edges
    older = {"endTs": (NOON + MINUTE) // 10**6, "lookback": 120_000}
    assert {"parent": "orders", "child": "billing", "callCount": 1} in found.get(
        f"{V1}/dependencies", params=older
    ).json()["data"]
    of_other = found.get(f"{V1}/dependencies", params=older | {"service": "nobody"})
    assert of_other.json()["data"] == []


def test_a_file_of_otlp_becomes_traces_of_jaeger(found: Platform):
    file = found.get(f"/api/v1/traces/{TRACE_ID}/otlp").content
    opened = found.send("POST", f"{V1}/transform", content=file).json()
    assert opened["data"] == found.get(f"{V1}/traces/{TRACE_ID}").json()["data"]
    for body in (b"", b"{}", b"hello", json.dumps({"resourceSpans": 1}).encode()):
        refused = found.send("POST", f"{V1}/transform", content=body)
        assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, 400)
