"""The app over a real store, asked as its clients ask."""

import pytest

from tests.controlplane.conftest import Platform
from tests.query.rows import MINUTE, NOON, log, moment, point, span

TRACE_ID = "0af7651916cd43dd8448eb211c80319c"
DURING = {"start_unix_ns": NOON - MINUTE, "end_unix_ns": NOON + MINUTE}
JAEGER = "/compat/jaeger/api"
# Jaeger's names are looked up over the last two days: rows of these tests are older.
SEARCH = {"service": "orders", "start": (NOON - MINUTE) // 1_000, "end": (NOON + MINUTE) // 1_000}


def test_a_trace_is_found_with_what_was_sent(platform: Platform):
    platform.insert_spans(
        [
            span(
                0,
                Timestamp=moment(NOON + 123_456_789),
                SpanKind="Server",
                SpanAttributes={
                    "text": "1",
                    "int": "9223372036854775807",
                    "double": "0.5",
                    "bool": "true",
                    "list": '["a",1]',
                },
                SpanAttributesTypes="sidba",
                **{
                    "Events.Timestamp": [moment(NOON + 123_456_790)],
                    "Events.Name": ["retried"],
                    "Events.Attributes": [{"attempt": "2"}],
                },
            ),
            span(1, StatusCode="Error", StatusMessage="boom", ServiceName="stock"),
        ]
    )
    (summary,) = platform.get("/api/v1/traces", params=DURING | {"query": "service:stock"}).json()["traces"]
    assert summary["trace_id"] == TRACE_ID
    assert (summary["root_service"], summary["root_name"], summary["spans"], summary["errors"]) == (
        "orders",
        "step 0",
        2,
        1,
    )
    assert summary["start_unix_ns"] == str(NOON + 123_456_789)
    assert summary["services"] == [
        {"name": "orders", "spans": 1, "errors": 0},
        {"name": "stock", "spans": 1, "errors": 1},
    ]

    trace = platform.get(f"/api/v1/traces/{TRACE_ID.upper()}/spans").json()
    assert trace["complete"]
    root, child = trace["spans"]
    assert root["start_unix_ns"] == str(NOON + 123_456_789)
    assert root["attributes"] == {"text": "1", "int": 2**63 - 1, "double": 0.5, "bool": True, "list": ["a", 1]}
    assert root["events"] == [
        {"time_unix_ns": str(NOON + 123_456_790), "name": "retried", "attributes": {"attempt": "2"}}
    ]
    assert (child["parent_span_id"], child["status"], child["status_message"]) == (root["span_id"], "Error", "boom")


def test_jaeger_finds_the_same_trace(platform: Platform):
    platform.insert_spans([span(0, SpanKind="Server"), span(1, StatusCode="Error", ServiceName="stock")])
    by_id = platform.get(f"{JAEGER}/traces/{TRACE_ID}").json()["data"]
    assert [each["operationName"] for each in by_id[0]["spans"]] == ["step 0", "step 1"]
    assert {each["serviceName"] for each in by_id[0]["processes"].values()} == {"orders", "stock"}

    def found(**parameters: object) -> list[object]:
        answer = platform.get(f"{JAEGER}/traces", params=SEARCH | parameters)
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    assert found() == by_id
    assert found(operation="step 0", minDuration="1ms", maxDuration="2s", tags='{"http.status_code":"200"}') == by_id
    assert found(service="stock", tag="error:true") == by_id
    assert found(start=(NOON - MINUTE) // 10**6, end=(NOON + MINUTE) // 10**6) == by_id
    assert found(tags='{"error":"true"}') == []
    assert found(operation="other") == []
    assert found(minDuration="2ms") == []
    assert platform.get(f"{JAEGER}/traces", params={"traceID": [TRACE_ID, "1f"]}).json()["data"] == by_id
    edges = platform.get(f"{JAEGER}/dependencies", params={"endTs": (NOON + MINUTE) // 10**6, "lookback": 120_000})
    assert edges.json()["data"] == []


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (f"{JAEGER}/traces/1f", 404), (f"{JAEGER}/traces/xyz", 400), (f"{JAEGER}/traces", 400),
        (f"{JAEGER}/nothing", 404),
        (f"{JAEGER}/traces?service=a&minDuration=1d", 400), (f"{JAEGER}/traces?service=a&tag=x", 400),
        (f"{JAEGER}/traces?service=a&limit=0", 400), (f"{JAEGER}/traces?service=a&start=yesterday", 400),
    ],
)  # fmt: skip
def test_jaeger_clients_get_errors_in_jaegers_envelope(platform: Platform, path: str, code: int):
    answer = platform.get(path)
    assert answer.status_code == code
    body = answer.json()
    assert body["data"] is None
    assert body["errors"][0]["code"] == code
    assert body["errors"][0]["msg"]
    assert "openapi" not in body["errors"][0]["msg"]


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        ("/api/v1/traces?query=a:1%20(", 400, "query_malformed"), ("/api/v1/traces?limit=0", 400, "parameter_invalid"),
        ("/api/v1/traces/1f/spans", 404, "trace_not_found"), ("/api/v1/traces/xyz/spans", 400, "trace_id_malformed"),
        ("/api/v1/logs?start_unix_ns=5&end_unix_ns=5", 400, "time_range_empty"), ("/api/v1/nothing", 404, "http"),
    ],
)  # fmt: skip
def test_our_clients_get_problems(platform: Platform, path: str, status: int, kind: str):
    answer = platform.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == f"urn:camelops:problem:{kind}"
    assert answer.json()["detail"]


def test_who_opens_the_address_in_a_browser_finds_a_way_on(platform: Platform):
    assert "/compat/jaeger" in platform.get("/").text


def test_a_bad_query_names_its_column(platform: Platform):
    problem = platform.get("/api/v1/logs", params={"query": "level:loud"}).json()
    assert (problem["query"], problem["column"]) == ("level:loud", 7)


def test_logs_come_newest_first_with_their_structure(platform: Platform):
    platform.insert("otel_logs", [log(0), log(1, Body='{"part":"bell"}', BodyType="k", TraceId=TRACE_ID)])
    newest, oldest = platform.get("/api/v1/logs", params=DURING).json()["logs"]
    assert (oldest["body"], oldest["attributes"]) == ("message 0", {"thread.name": "main"})
    assert (newest["body"], newest["trace_id"]) == ({"part": "bell"}, TRACE_ID)


def test_points_carry_what_their_kind_has(platform: Platform):
    platform.insert("otel_metrics_gauge", [point(0, Value=2.5), point(1, IntValue=2**53 + 1, IsInt=1)])
    platform.insert(
        "otel_metrics_histogram",
        [
            point(
                0,
                MetricName="a/b",
                Count=3,
                Sum=6.5,
                HasSum=1,
                ExplicitBounds=[1, 2],
                BucketCounts=[1, 1, 1],
                Max=4,
                HasMax=1,
            )
        ],
    )
    gauge = platform.get("/api/v1/metrics/points", params=DURING | {"name": "queue.depth"}).json()
    assert (gauge["unit"], [each["value"] for each in gauge["points"]]) == ("1", [2**53 + 1, 2.5])
    (histogram,) = platform.get("/api/v1/metrics/points", params=DURING | {"name": "a/b"}).json()["points"]
    assert (histogram["kind"], histogram["count"], histogram["sum"], histogram["max"]) == ("histogram", 3, 6.5, 4)
    assert (histogram["bounds"], histogram["bucket_counts"]) == ([1, 2], [1, 1, 1])
    assert not {"min", "value", "quantiles"} & set(histogram)


def test_a_tenant_sees_nothing_of_another(platform: Platform):
    platform.insert_spans([span(0)])
    platform.insert("otel_logs", [log(0)])
    other = Platform(platform._store, "somebody else")
    assert other.get(f"/api/v1/traces/{TRACE_ID}/spans").status_code == 404
    assert other.get(f"{JAEGER}/traces/{TRACE_ID}").status_code == 404
    assert other.get("/api/v1/traces", params=DURING).json()["traces"] == []
    assert other.get("/api/v1/logs", params=DURING).json()["logs"] == []
    assert other.get("/api/v1/services", params=DURING).json()["services"] == []
    assert platform.get("/api/v1/services", params=DURING).json()["services"] == ["orders"]
