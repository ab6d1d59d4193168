"""`ask.dependencies` and `ask.service_map`: against plain Python."""

from collections import defaultdict
from collections.abc import Sequence

import pytest

from query import ask
from query.scope import Scope
from tests.query.ask.world import WORLD, in_range
from tests.query.rows import HEAD, HOUR, NOON, SECOND, Row, moment, span

ENTRIES = {"Server", "Consumer", "Unspecified"}


def pairs(spans: Sequence[Row]) -> dict[tuple[str, str], list[Row]]:
    """The called spans of each pair of services."""
    parents: dict[tuple[object, object], list[Row]] = defaultdict(list)
    for row in spans:
        parents[row["TraceId"], row["SpanId"]].append(row)
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in spans:
        if row["SpanKind"] not in ENTRIES or not row["ParentSpanId"]:
            continue
        for parent in parents[row["TraceId"], row["ParentSpanId"]]:
            if parent["ServiceName"] != row["ServiceName"]:
                found[parent["ServiceName"], row["ServiceName"]].append(row)
    return found


@pytest.mark.parametrize("scope", [WORLD, Scope("acme", NOON - HOUR, NOON)], ids=["all", "an hour"])
def test_calls_between_services(world, scope):
    expected = pairs(in_range(world.spans, scope))
    found = ask.dependencies(world.store, scope)
    assert found.one_in == 1
    assert expected
    assert found.calls.select("Parent", "Child").rows() == sorted(expected)
    for parent, child, calls, errors, p50, p95 in found.calls.iter_rows():
        called = expected[parent, child]
        assert calls == len(called)
        assert errors == sum(row["StatusCode"] == "Error" for row in called)
        durations = sorted(row["Duration"] for row in called)
        assert durations[0] <= p50 * (1 + 1e-6)
        assert p50 <= p95 <= durations[-1] * (1 + 1e-6)


def called(number: int, **given: object) -> list[dict[str, object]]:
    """A trace of two spans, of which one calls the other."""
    same = {"TraceId": f"{number:032x}", "Timestamp": moment(NOON + number), **given}
    return [
        span(0, ServiceName="front", SpanKind="Client", **same),
        span(1, ServiceName="back", SpanKind="Server", Duration=1_000 + number, **same),
    ]


def minutes(service: str, kind: str, count: int, **given: object) -> dict[str, object]:
    return HEAD | {
        "Minute": str(NOON // SECOND),
        "ServiceName": service,
        "SpanName": "x",
        "SpanKind": kind,
        "Calls": count,
        "Rows": count,
        "DurationMax": 2_000,
        "Buckets": {"80": float(count)},
        **given,
    }


@pytest.fixture
def two_services(embedded_store, encoder):
    spans = [row for number in range(2_000) for row in called(number)]
    rows = [minutes("front", "Client", 2_000), minutes("back", "Server", 2_000, Errors=7)]
    embedded_store.insert_native("otel_traces", len(spans), encoder.writer("otel_traces", spans), "spans")
    embedded_store.insert_native("otel_red_1m", len(rows), encoder.writer("otel_red_1m", rows), "red")
    return embedded_store


def test_of_a_long_range_a_share_of_the_traces_is_counted(two_services):
    scope = Scope("acme", NOON - HOUR, NOON + HOUR)
    found = ask.dependencies(two_services, scope, spans_max=500)
    assert found.one_in == 8
    ((parent, child, calls, errors, p50, p95),) = found.calls.rows()
    assert (parent, child, errors) == ("front", "back", 0.0)
    assert calls % 8 == 0
    # 2,000 traces, one in eight: the standard error is 118.
    assert abs(calls - 2_000) < 5 * 118
    assert 1_000 <= p50 <= p95 <= 3_000
    assert found.calls.equals(ask.dependencies(two_services, scope, spans_max=500).calls)
    with pytest.raises(ValueError, match="at least 1, not 0"):
        ask.dependencies(two_services, scope, spans_max=0)


def test_the_map_has_every_service_and_what_it_was_asked(two_services):
    found = ask.service_map(two_services, Scope("acme", NOON - HOUR, NOON + HOUR))
    assert found.complete
    assert found.nodes.columns == ["ServiceName", "Calls", "Errors", "P50", "P95"]
    back, front = found.nodes.rows()
    assert back[:3] == ("back", 2_000.0, 7.0)
    assert 2**10 < back[3] <= back[4] <= 2**10.125
    assert front == ("front", 0.0, 0.0, 0.0, 0.0)
    assert found.edges.calls.select("Parent", "Child", "Calls").rows() == [("front", "back", 2_000.0)]
