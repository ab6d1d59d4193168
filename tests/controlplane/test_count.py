"""`/api/v1/count` and the sums of `/api/v1/gaps`."""

from tests.controlplane.conftest import Platform
from tests.query.rows import HEAD, HOUR, MINUTE, NOON, moment, span

DURING = {"start_unix_ns": NOON - HOUR, "end_unix_ns": NOON + HOUR}


def test_spans_before_sampling(platform: Platform):
    platform.insert_spans([span(number, SampleWeight=10) for number in range(20)] + [span(50, StatusCode="Error")])
    answer = platform.get("/api/v1/count", params=DURING | {"query": "servce:orders OR service:orders"}).json()
    assert answer["stored"] == 21
    assert answer["calls"]["value"] == 201
    assert answer["calls"]["low"] < 201 < answer["calls"]["high"]
    assert answer["errors"] == {"value": 1, "low": 1, "high": 1, "reliable": True}
    assert [warning["nearest"] for warning in answer["warnings"]] == ["service"]


def test_an_interval_may_have_no_upper_end(platform: Platform):
    platform.insert_spans([span(0, SampleWeight=1_000)])
    answer = platform.get("/api/v1/count", params=DURING).json()
    assert answer["duration_avg_ns"]["high"] is None
    assert not answer["calls"]["reliable"]


def test_gaps_are_summed_by_reason(platform: Platform):
    gap = {key: value for key, value in HEAD.items() if key != "TenantId"} | {"Source": "collector", "Detail": "x"}
    platform.insert(
        "gaps",
        [
            gap | {"Time": moment(NOON + number * MINUTE), "Signal": "traces", "Reason": reason, "Count": number + 1}
            for number, reason in enumerate(["over_limit", "malformed", "over_limit"])
        ],
    )
    answer = platform.get("/api/v1/gaps", params=DURING | {"limit": 1}).json()
    assert len(answer["gaps"]) == 1
    assert answer["sums"] == [
        {"signal": "traces", "source": "collector", "reason": "over_limit", "count": 4},
        {"signal": "traces", "source": "collector", "reason": "malformed", "count": 2},
    ]
