"""`/api/v1/red` and Jaeger's metrics: rate, errors and durations as the console and the Monitor tab read them."""

import pytest

from tests.controlplane.conftest import Platform
from tests.query.rows import HEAD, HOUR, MINUTE, NOON, SECOND

DURING = {"start_unix_ns": NOON - HOUR, "end_unix_ns": NOON + HOUR}
JAEGER = "/compat/jaeger/api/metrics"


def row(platform: Platform, minute: int, service: str, name: str, kind: str = "Server", **given: object):
    platform.insert(
        "otel_red_1m",
        [
            {
                **{key: value for key, value in HEAD.items() if key != "TenantId"},
                "Minute": minute // SECOND,
                "ServiceName": service,
                "SpanName": name,
                "SpanKind": kind,
                "Calls": 60.0,
                "Rows": 60,
                "Errors": 6.0,
                "DurationSum": 6e9,
                "DurationMax": 2 * 10**8,
                # 2^20 to 2^20.125 ns, about 1.1 ms.
                "Buckets": {160: 60.0},
                **given,
            }
        ],
    )


@pytest.fixture
def busy(platform: Platform) -> Platform:
    row(platform, NOON, "orders", "GET /")
    row(platform, NOON + MINUTE, "orders", "GET /", Calls=30.0, Errors=0.0, Buckets={168: 30.0})
    row(platform, NOON, "orders", "pay", kind="Client")
    row(platform, NOON, "stock", "GET /")
    return platform


def test_services_and_their_steps(busy: Platform):
    answer = busy.get("/api/v1/red", params=DURING | {"step_s": 600}).json()
    assert answer["complete"]
    orders, stock = answer["rows"]
    assert (orders["service"], orders["name"], orders["kind"]) == ("orders", None, None)
    assert (orders["calls"], orders["errors"], orders["max_ns"]) == (150, 12, 2 * 10**8)
    assert 2**20 < orders["p50_ns"] < orders["p95_ns"] <= orders["p99_ns"] <= 2**21.125
    assert stock["duration_avg_ns"] == 1e8
    series = orders["series"]
    assert (series["start_unix_ns"], series["step_s"]) == (str(NOON - HOUR), 600)
    assert len(series["calls"]) == len(series["errors"]) == len(series["p95_ns"]) == 12
    assert series["calls"][5:8] == [0, 150, 0]
    assert series["p95_ns"][5] is None
    assert series["p95_ns"][6] > 2**20


def test_operations_of_a_service(busy: Platform):
    asked = DURING | {"group": "operation", "service": "orders"}
    rows = busy.get("/api/v1/red", params=asked).json()["rows"]
    assert [(each["name"], each["kind"], each["calls"]) for each in rows] == [
        ("GET /", "Server", 90),
        ("pay", "Client", 60),
    ]
    assert all(each["series"] is None for each in rows)


@pytest.mark.parametrize(
    ("given", "says"),
    [({"step_s": 90}, "90"), ({"step_s": 59}, "59"), ({"step_s": 60 * 10**22}, "6000"), ({"group": "x"}, "x")],
)
def test_what_cannot_be_asked_is_said(busy: Platform, given: dict[str, object], says: str):
    answer = busy.get("/api/v1/red", params=DURING | given)
    assert answer.status_code == 400
    assert says in answer.json()["detail"]


def monitor(platform: Platform, family: str, **given: object):
    asked = {"service": "orders", "endTs": (NOON + HOUR) // 10**6, "lookback": 2 * 3_600_000, "step": 60_000}
    answer = platform.get(f"{JAEGER}/{family}", params=asked | given)
    assert answer.status_code == 200, answer.text
    return answer.json()


def points(family) -> dict[tuple[str, ...], list[tuple[str, float]]]:
    return {
        tuple(label["value"] for label in line["labels"]): [
            (point["timestamp"], pytest.approx(point["gaugeValue"]["doubleValue"])) for point in line["metricPoints"]
        ]
        for line in family["metrics"]
    }


def test_jaegers_monitor_reads_calls_errors_and_latencies(busy: Platform):
    calls = monitor(busy, "calls")
    assert (calls["name"], calls["type"]) == ("service_call_rate", "GAUGE")
    # Servers alone, unless told otherwise.
    assert points(calls) == {("orders",): [("2026-03-01T12:00:00Z", 1.0), ("2026-03-01T12:01:00Z", 0.5)]}
    assert points(monitor(busy, "errors")) == {
        ("orders",): [("2026-03-01T12:00:00Z", 0.1), ("2026-03-01T12:01:00Z", 0.0)]
    }
    by_operation = monitor(busy, "calls", groupByOperation="true", spanKind=["server", "client"])
    assert by_operation["name"] == "service_operation_call_rate"
    assert points(by_operation).keys() == {("orders", "GET /"), ("orders", "pay")}
    (latency,) = monitor(busy, "latencies", quantile=1, spanKind="client")["metrics"]
    assert latency["labels"] == [{"name": "service_name", "value": "orders"}]
    assert latency["metricPoints"][0]["gaugeValue"]["doubleValue"] == pytest.approx(2**20.125 / 10**6)
    assert busy.get(f"{JAEGER}/minstep").json()["data"] == 60_000


def test_short_steps_are_widened_and_long_ranges_bounded(busy: Platform):
    assert points(monitor(busy, "calls", step=1)) == points(monitor(busy, "calls"))
    year = monitor(busy, "calls", lookback=366 * 86_400_000, step=1_000)
    assert len(points(year)["orders",]) == 1


@pytest.mark.parametrize(
    ("family", "given"),
    [
        ("calls", {}),
        ("latencies", {"service": "a"}),
        ("latencies", {"service": "a", "quantile": "2"}),
        ("calls", {"service": "a", "spanKind": "boss"}),
        ("calls", {"service": "a", "step": "soon"}),
    ],
)
def test_jaegers_monitor_is_told_what_is_wrong(busy: Platform, family: str, given: dict[str, str]):
    answer = busy.get(f"{JAEGER}/{family}", params=given)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["msg"]
