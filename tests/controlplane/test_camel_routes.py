"""`/api/v1/routes`: routes of Camel with their nodes."""

import pytest

from tests.controlplane.conftest import Platform
from tests.query.rows import DAY, NOON, SECOND, log, moment

DURING = {"start_unix_ns": NOON - SECOND, "end_unix_ns": NOON}
URL = "/api/v1/routes"
OF = {"ServiceName": "shop", "CamelContext": "camel-1", "CamelRoute": "orders"}
NODES = '[{"id":"to1","kind":"to","around":"orders","endpoint":"http://stock","line":3},"x",{"kind":"log"}]'


def test_a_route_that_was_built_long_ago_is_told_with_its_nodes(platform: Platform):
    attributes = {"camel.route.hash": "f00", "camel.endpoint.uri": "direct://orders", "camel.version": "4.22.0"}
    model = log(0, **OF, Timestamp=moment(NOON - 9 * DAY), Body=NODES, LogAttributes=attributes)
    platform.insert("camel_route_models", [model])
    answer = platform.get(URL, params=DURING | {"query": "service:shop http://stock"}).json()
    (found,) = answer["routes"]
    assert (found["id"], found["version"], found["endpoint"]) == ("orders", "f00", "direct://orders")
    assert found["built_unix_ns"] == str(NOON - 9 * DAY)
    named = {"id": "to1", "kind": "to", "around": "orders", "label": "", "endpoint": "http://stock", "source": ""}
    assert found["nodes"] == [named]
    assert platform.get(URL, params=DURING | {"query": "route:other"}).json() == {"routes": []}


@pytest.mark.parametrize("body", ["", "no JSON", '{"id":"to1"}', "[1, null]", "[" * 100_000])
def test_a_model_that_is_none_is_a_route_without_nodes(platform: Platform, body: str):
    platform.insert("camel_route_models", [log(0, **OF, Timestamp=moment(NOON - DAY), Body=body)])
    (found,) = platform.get(URL, params=DURING).json()["routes"]
    assert found["nodes"] == []
