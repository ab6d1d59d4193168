"""`ask.red`: against plain Python over the spans that the rollup was made of."""

import math
import random
from collections import defaultdict
from collections.abc import Sequence

import pytest

from query import ask
from query.ask.red import ROWS_MAX, ROWS_WITH_STEPS_MAX, STEPS_MAX, Group
from query.migrations import migrate
from query.scope import Scope
from query.store import Store
from tests.query.rows import HEAD, HOUR, MINUTE, NOON, SECOND, Encoder, Row, by_hour

# A bucket of the rollup is this much wider than the one before.
WIDTH = 2 ** (1 / 8)
QUANTILES = (0.0, 0.5, 0.95, 0.99, 1.0)
SCOPE = Scope("acme", NOON - HOUR, NOON + HOUR)
# Whole hours, and minutes at both ends.
LONG = Scope("acme", NOON - 5 * HOUR - 7 * MINUTE, NOON + 4 * HOUR + 13 * MINUTE + SECOND)
# Ends where hours do.
HOURS = Scope("acme", NOON - 3 * HOUR, NOON + 3 * HOUR)


class Call:
    """A span, as far as the rollup knows it."""

    def __init__(self, chance: random.Random) -> None:
        self.at = NOON + chance.randrange(-360, 360) * MINUTE + chance.randrange(MINUTE)
        self.service = chance.choice(["orders", "stock"])
        self.name = chance.choice(["GET /", "pay", "step"])
        self.kind = chance.choice(["Server", "Client"])
        self.duration = chance.choice([0, 1, 2, 3, chance.randrange(1, 10**6), int(chance.lognormvariate(16, 2))])
        self.weight = chance.choice([1.0, 1.0, 4.0, 2.5])
        self.failed = chance.random() < 0.2

    @property
    def minute(self) -> int:
        return self.at // MINUTE * MINUTE

    def key(self, group: Group) -> tuple[str, ...]:
        return (self.service, self.name, self.kind)[: len(group.value)]


def bucket(duration: int) -> int:
    return -32_768 if duration == 0 else math.ceil(math.log2(duration) * 8) - 1


def rollup(calls: Sequence[Call]) -> list[Row]:
    """As the collector makes it; several segments, so several rows a minute."""
    by_series: dict[tuple[object, ...], list[Call]] = defaultdict(list)
    for number, call in enumerate(calls):
        by_series[number % 3, call.minute, call.service, call.name, call.kind].append(call)
    return [
        HEAD
        | {
            "Minute": str(minute // SECOND),
            "ServiceName": service,
            "SpanName": name,
            "SpanKind": kind,
            "CamelRoute": f"route-{segment}",
            "Calls": sum(each.weight for each in spans),
            "Rows": len(spans),
            "Errors": sum(each.weight for each in spans if each.failed),
            "DurationSum": sum(each.weight * each.duration for each in spans),
            "DurationMax": max(each.duration for each in spans),
            "Buckets": weights(spans),
        }
        for (segment, minute, service, name, kind), spans in by_series.items()
    ]


def weights(spans: Sequence[Call]) -> dict[str, float]:
    found: dict[str, float] = defaultdict(float)
    for each in spans:
        found[str(bucket(each.duration))] += each.weight
    return dict(found)


def quantile(spans: Sequence[Call], share: float) -> int:
    """The shortest duration up to which that share of the weight lies."""
    wanted = share * sum(each.weight for each in spans)
    reached = 0.0
    for each in sorted(spans, key=lambda span: span.duration):
        reached += each.weight
        if reached >= wanted - 1e-9:
            return each.duration
    raise AssertionError(share)


def check(row: dict[str, object], spans: Sequence[Call]) -> None:
    assert row["Calls"] == pytest.approx(sum(each.weight for each in spans))
    assert row["Errors"] == pytest.approx(sum(each.weight for each in spans if each.failed))
    assert row["DurationSum"] == pytest.approx(sum(each.weight * each.duration for each in spans))
    assert row["DurationMax"] == max(each.duration for each in spans)
    for share, found in zip(QUANTILES, row["Quantiles"], strict=True):
        exact = quantile(spans, share)
        assert found <= row["DurationMax"]
        assert exact / WIDTH * (1 - 1e-9) <= found <= exact * WIDTH * (1 + 1e-9), (share, exact, found)


@pytest.fixture(scope="module")
def filled(module_store: Store, encoder: Encoder) -> tuple[Store, list[Call]]:
    migrate(module_store)
    chance = random.Random(4)
    calls = [Call(chance) for _ in range(6_000)]
    rows = rollup(calls)
    theirs = [{**row, "TenantId": "other"} for row in rows[:50]]
    for number, part in enumerate((rows[::2], rows[1::2], theirs)):
        for table, inserted in (("otel_red_1m", part), ("otel_red_1h", by_hour(part))):
            module_store.insert_native(table, len(inserted), encoder.writer(table, inserted), f"red-{number}")
    return module_store, calls


def within(scope: Scope, calls: Sequence[Call]) -> list[Call]:
    """Those of the minutes that the range touches."""
    first = scope.start_unix_ns // MINUTE * MINUTE
    return [each for each in calls if first <= each.minute < scope.end_unix_ns]


@pytest.mark.parametrize("group", Group)
@pytest.mark.parametrize("step_s", [None, 60, 600, 7 * 60, 3_600, 5 * 3_600])
@pytest.mark.parametrize("scope", [SCOPE, LONG, HOURS], ids=["minutes", "hours and minutes", "hours"])
def test_calls_errors_and_durations(filled, group, step_s, scope):
    store, calls = filled[0], within(scope, filled[1])
    found = ask.red(store, scope, group, step_s=step_s, quantiles=QUANTILES)
    assert found.complete
    expected: dict[tuple[str, ...], list[Call]] = defaultdict(list)
    for each in calls:
        expected[each.key(group)].append(each)
    rows = {tuple(row[name] for name in group.value): row for row in found.rows.iter_rows(named=True)}
    assert rows.keys() == expected.keys()
    for key, row in rows.items():
        check(row, expected[key])
    assert found.rows["Calls"].is_sorted(descending=True)
    if step_s is None:
        assert (found.series, found.steps) == (None, None)
        return
    assert found.series is not None
    assert found.steps is not None
    assert found.steps.start_unix_ns % (step_s * SECOND) == 0
    assert found.steps.start_unix_ns <= scope.start_unix_ns
    in_steps: dict[tuple[object, ...], list[Call]] = defaultdict(list)
    for each in calls:
        in_steps[*each.key(group), (each.at - found.steps.start_unix_ns) // found.steps.step_ns].append(each)
    series = {tuple(row[name] for name in (*group.value, "Step")): row for row in found.series.iter_rows(named=True)}
    assert series.keys() == in_steps.keys()
    assert max(step for *_, step in series) < found.steps.count
    for key, row in series.items():
        check(row, in_steps[key])


@pytest.mark.parametrize("scope", [SCOPE, LONG], ids=["minutes", "hours and minutes"])
def test_of_some_services_and_kinds_alone(filled, scope):
    store, calls = filled[0], within(scope, filled[1])
    found = ask.red(store, scope, Group.OPERATION, services=("stock", "nobody"), kinds=("Client",))
    assert {row[:1] + row[2:3] for row in found.rows.iter_rows()} == {("stock", "Client")}
    expected = sum(each.weight for each in calls if (each.service, each.kind) == ("stock", "Client"))
    assert found.rows["Calls"].sum() == pytest.approx(expected)


def test_minutes_that_the_range_touches_count_whole(filled):
    store, calls = filled
    part = Scope("acme", NOON + 30 * SECOND, NOON + 31 * SECOND)
    found = ask.red(store, part, Group.SERVICE, step_s=60).rows
    assert found["Calls"].sum() == pytest.approx(sum(each.weight for each in calls if each.minute == NOON))


def test_rows_beyond_the_bound_are_those_with_fewest_calls(embedded_store, encoder):
    rows = [
        HEAD
        | {"Minute": str(NOON // SECOND), "ServiceName": f"s{number}", "SpanName": "a", "SpanKind": "Server"}
        | {"Calls": number, "Rows": number, "DurationMax": 9, "Buckets": {"25": float(number)}}
        for number in range(ROWS_MAX + 1)
    ]
    embedded_store.insert_native("otel_red_1m", len(rows), encoder.writer("otel_red_1m", rows), "bound")
    found = ask.red(embedded_store, SCOPE, Group.SERVICE)
    assert not found.complete
    assert found.rows["ServiceName"].to_list() == [f"s{number}" for number in range(ROWS_MAX, 0, -1)]
    found = ask.red(embedded_store, SCOPE, Group.SERVICE, step_s=60)
    assert not found.complete
    assert found.series is not None
    assert found.rows.height == ROWS_WITH_STEPS_MAX
    assert set(found.series["ServiceName"]) == set(found.rows["ServiceName"])
    assert ask.red(embedded_store, SCOPE, Group.OPERATION, step_s=60).series.height == ROWS_WITH_STEPS_MAX


def test_nothing_weighs_nothing(embedded_store, encoder):
    row = HEAD | {"Minute": str(NOON // SECOND), "ServiceName": "s", "SpanName": "a", "SpanKind": "Server"}
    embedded_store.insert_native("otel_red_1m", 1, encoder.writer("otel_red_1m", [row]), "nothing")
    assert ask.red(embedded_store, SCOPE, Group.SERVICE).rows["Quantiles"].to_list() == [[0.0, 0.0, 0.0]]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"step_s": 0}, "multiple of 60"),
        ({"step_s": -60}, "multiple of 60"),
        ({"step_s": 90}, "not 90"),
        ({"quantiles": (0.5, 1.1)}, "1.1"),
    ],
)
def test_bounds_are_said(embedded_store, given, says):
    with pytest.raises(ValueError, match=says):
        ask.red(embedded_store, SCOPE, Group.SERVICE, **given)


def test_steps_are_bounded(embedded_store):
    wide = Scope("acme", 0, (STEPS_MAX + 1) * MINUTE)
    with pytest.raises(ValueError, match=f"{STEPS_MAX + 1} steps"):
        ask.red(embedded_store, wide, Group.SERVICE, step_s=60)
