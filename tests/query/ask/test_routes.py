"""`ask.routes`: of each route its newest model, whenever it was built."""

import pytest

from query import ask
from query.language import parse
from query.scope import Scope
from query.store import Store
from tests.query.rows import DAY, HOUR, NOON, Encoder, Row, log, moment

NOW = Scope("acme", NOON - HOUR, NOON)


def model(route: str, built_unix_ns: int, version: str, **given: object) -> Row:
    attributes = {"camel.route.hash": version, "camel.version": "4.22.0", "camel.endpoint.uri": f"direct://{route}"}
    return log(
        0,
        Timestamp=moment(built_unix_ns),
        ServiceName="shop",
        CamelContext="camel-1",
        CamelRoute=route,
        Body='[{"id":"to1","kind":"to","around":"orders","endpoint":"http://stock"}]',
        EventName="camel.route.model",
        LogAttributes=attributes,
        **given,
    )


@pytest.fixture
def models(embedded_store: Store, encoder: Encoder) -> Store:
    rows = [
        model("orders", NOON - 3 * DAY, "a"),
        model("orders", NOON - 2 * DAY, "b"),
        model("orders", NOON + HOUR, "later"),
        model("stock", NOON - 20 * DAY, "c"),
        model("stock", NOON - DAY, "d", TenantId="other"),
    ]
    embedded_store.insert_native("camel_route_models", len(rows), encoder.writer("camel_route_models", rows), "models")
    return embedded_store


def found(store: Store, text: str, limit: int = 10) -> list[tuple[str, str]]:
    return ask.routes(store, NOW, parse(text), limit).select("CamelRoute", "Version").rows()


def test_a_route_is_as_it_was_built_last_before_the_end(models: Store):
    assert found(models, "") == [("orders", "b"), ("stock", "c")]
    assert found(models, "", 1) == [("orders", "b")]


def test_a_search_is_of_the_newest_model_alone(models: Store):
    assert found(models, "version:a") == []
    assert found(models, "version:b service:shop context:camel-1") == [("orders", "b")]
    assert found(models, "from:direct://st*") == [("stock", "c")]
    assert found(models, "HTTP://stock") == [("orders", "b"), ("stock", "c")]
    assert found(models, "-route:orders camel.version:4.22.0") == [("stock", "c")]


@pytest.mark.parametrize("limit", [0, 5_001])
def test_a_list_has_a_limit(embedded_store: Store, limit: int):
    with pytest.raises(ValueError, match=f"limit is 1 to 5000, not {limit}"):
        ask.routes(embedded_store, NOW, parse(""), limit)
