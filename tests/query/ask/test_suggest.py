"""`ask.suggest_keys` and `ask.suggest_values`: against plain Python."""

from collections import Counter

import pytest

from query import ask
from query.scope import Scope
from query.vocabulary import LOGS, METRICS, TRACES
from tests.query.ask.world import WORLD, World, in_range
from tests.query.rows import DAY, HEAD, NOON, by_hour


def attributes(world: World) -> Counter[tuple[str, str]]:
    return Counter(
        (source, key)
        for row in in_range(world.spans)
        for source, column in (("span", "SpanAttributes"), ("resource", "ResourceAttributes"))
        for key in row[column]
    )


def keys(world: World, prefix: str, limit: int = 100) -> list[tuple[str, str, int]]:
    return ask.suggest_keys(world.store, WORLD, TRACES, prefix, limit).rows()


def test_keys_are_the_fields_and_the_attributes_there_are(world):
    found = keys(world, "")
    assert [key for key, source, _ in found if source == "field"] == sorted(TRACES.fields)
    counts = attributes(world)
    assert sorted((source, key, count) for key, source, count in found if source != "field") == sorted(
        (*place, count) for place, count in counts.items()
    )
    ordered = [count for _, source, count in found if source != "field"]
    assert ordered == sorted(ordered, reverse=True)


@pytest.mark.parametrize(
    ("prefix", "suggested"),
    [
        ("ser", ["service", "service.name"]),
        ("SERVICE.", ["service.name"]),
        ("h", ["host.name", "host.name", "http.route"]),
        ("HTTP", ["http.route"]),
        ("span.h", ["span.host.name", "span.http.route"]),
        ("Resource.", ["resource.host.name"]),
        ("zz", []),
        ("%", []),
    ],
)
def test_keys_by_prefix(world, prefix, suggested):
    assert sorted(key for key, _, _ in keys(world, prefix)) == suggested


def test_keys_of_scopes_have_their_prefix(embedded_store, encoder):
    rows = [
        HEAD
        | {"Hour": str(NOON // 10**9), "Signal": "traces", "Source": "scope", "Key": "team", "Value": "a", "Count": 2}
    ]
    embedded_store.insert_native("otel_attributes_1h", 1, encoder.writer("otel_attributes_1h", rows), "scope")
    for prefix in ("scope.", "SC", ""):
        found = ask.suggest_keys(embedded_store, WORLD, TRACES, prefix, 100).rows()
        assert found[-1] == ("scope.team", "scope", 2)
    assert ask.suggest_keys(embedded_store, WORLD, TRACES, "tea", 100).height == 0
    assert ask.suggest_values(embedded_store, WORLD, TRACES, "scope.team", "", 100).rows() == [("a", 2)]


def test_suggestions_are_bounded(world):
    assert len(keys(world, "", 3)) == 3
    assert ask.suggest_values(world.store, WORLD, TRACES, "http.route", "", 1).height == 1
    for limit in (0, 1_001):
        with pytest.raises(ValueError, match="limit is 1 to 1000"):
            keys(world, "", limit)
        with pytest.raises(ValueError, match="limit is 1 to 1000"):
            ask.suggest_values(world.store, WORLD, TRACES, "x", "", limit)


def values(world: World, key: str, prefix: str = "") -> list[tuple[str, int]]:
    return ask.suggest_values(world.store, WORLD, TRACES, key, prefix, 100).rows()


@pytest.mark.parametrize("key", ["http.route", "span.http.route", "host.name", "resource.host.name", "n"])
@pytest.mark.parametrize("prefix", ["", "/ORD", "2", "b"])
def test_values_of_attributes(world, key, prefix):
    bare = key.removeprefix("span.").removeprefix("resource.")
    columns = {"span.http.route": ["SpanAttributes"], "resource.host.name": ["ResourceAttributes"]}
    counts = Counter(
        row[column][bare]
        for row in in_range(world.spans)
        for column in columns.get(key, ["SpanAttributes", "ResourceAttributes"])
        if row[column].get(bare, "").lower().startswith(prefix.lower()) and row[column].get(bare)
    )
    assert values(world, key, prefix) == sorted(counts.items(), key=lambda each: (-each[1], each[0]))


def test_values_of_fields_of_few_words(world):
    assert [value for value, _ in values(world, "status")] == ["unset", "ok", "error"]
    assert [value for value, _ in values(world, "kind", "P")] == ["producer"]
    assert [value for value, _ in ask.suggest_values(world.store, WORLD, LOGS, "level", "", 9).rows()] == [
        "trace", "debug", "info", "warn", "error", "fatal",
    ]  # fmt: skip
    for key in ("duration", "trace", "message"):
        assert values(world, key) == []


def test_values_of_names_come_from_the_rollup_of_calls(embedded_store, encoder):
    red = HEAD | {"Minute": str(NOON // 10**9), "SpanKind": "Server", "Calls": 9, "Errors": 0, "Buckets": {}}
    rows = [
        red | {"ServiceName": "orders", "SpanName": "GET /", "CamelRoute": "", "Rows": 3},
        red | {"ServiceName": "orders", "SpanName": "pay", "CamelRoute": "pay", "Rows": 2},
        red | {"ServiceName": "Billing", "SpanName": "pay", "CamelRoute": "pay", "Rows": 5},
    ]
    for table, inserted in (("otel_red_1m", rows), ("otel_red_1h", by_hour(rows))):
        embedded_store.insert_native(table, 3, encoder.writer(table, inserted), "red")

    def found(key: str, prefix: str = "", scope: Scope = WORLD) -> list[tuple[str, int]]:
        return ask.suggest_values(embedded_store, scope, TRACES, key, prefix, 10).rows()

    assert found("service") == [("Billing", 5), ("orders", 5)]
    assert found("service.name", "b") == [("Billing", 5)]
    assert found("name") == [("pay", 7), ("GET /", 3)]
    assert found("route") == [("pay", 7)]
    assert found("service", scope=Scope("acme", NOON - 2 * DAY, NOON - DAY)) == []
    assert found("service", scope=Scope("other", WORLD.start_unix_ns, WORLD.end_unix_ns)) == []


def test_metrics_have_keys_and_names_to_suggest(embedded_store, encoder):
    head = HEAD | {"Hour": str(NOON // 10**9), "Signal": "metrics", "Count": 2}
    rows = [
        head | {"Source": "metric", "Key": "__name__", "Value": "queue.depth"},
        head | {"Source": "metric", "Key": "queue", "Value": "in"},
        head | {"Source": "resource", "Key": "service.name", "Value": "orders"},
    ]
    embedded_store.insert_native("otel_attributes_1h", 3, encoder.writer("otel_attributes_1h", rows), "metrics")
    found = ask.suggest_keys(embedded_store, WORLD, METRICS, "", 10)
    assert found["Key"].to_list() == ["name", "scope", "service", "service.name", "queue"]

    def values(key: str) -> list[str]:
        return ask.suggest_values(embedded_store, WORLD, METRICS, key, "", 10)["Value"].to_list()

    assert [values(key) for key in ("name", "queue", "service")] == [["queue.depth"], ["in"], ["orders"]]
