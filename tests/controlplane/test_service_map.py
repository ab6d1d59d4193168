"""`/api/v1/service-map`."""

from tests.controlplane.conftest import Platform
from tests.query.rows import HOUR, NOON, span

DURING = {"start_unix_ns": NOON - HOUR, "end_unix_ns": NOON + HOUR}


def test_services_and_their_calls(platform: Platform):
    platform.insert_spans(
        [
            span(0, ServiceName="front", SpanKind="Server"),
            span(1, ServiceName="front", SpanKind="Client"),
            span(2, ServiceName="back", SpanKind="Server", StatusCode="Error", Duration=5_000),
        ]
    )
    answer = platform.get("/api/v1/service-map", params=DURING).json()
    assert [(node["service"], node["calls"]) for node in answer["nodes"]] == [("back", 1), ("front", 1)]
    assert answer["edges"] == [
        {"caller": "front", "callee": "back", "calls": 1, "errors": 1, "p50_ns": 5_000, "p95_ns": 5_000}
    ]
    assert (answer["edges_one_in"], answer["complete"]) == (1, True)


def test_nothing_is_an_empty_map(platform: Platform):
    answer = platform.get("/api/v1/service-map", params=DURING).json()
    assert (answer["nodes"], answer["edges"]) == ([], [])
