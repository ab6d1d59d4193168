"""Routes in the terminal: each node once, below the one it is in, whatever was sent."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from camelops.cli.routes import route_lines
from controlplane.v1.models import Route, RouteNode

NAMES = ["orders", "a", "b", "c", "d", "nobody"]


def node(name: str, around: str = "orders", **given: str) -> RouteNode:
    return RouteNode.model_validate(
        {"id": name, "kind": "to", "around": around, "label": "to[x]", "endpoint": "", "source": "", **given}
    )


def lines(nodes: Sequence[RouteNode], **given: object) -> list[str]:
    route = Route.model_validate(
        {
            "service": "shop", "context": "camel-1", "id": "orders", "version": "f00", "built_unix_ns": 1,
            "camel_version": "4.22.0", "endpoint": "direct://orders", "group": "", "description": "", "source": "",
            "nodes": nodes, **given,
        }
    )  # fmt: skip
    return [line.plain for line in route_lines(route)]


def test_a_route_is_its_nodes_below_what_they_are_in():
    nodes = [
        node("choice1", kind="choice", label="choice[]"),
        node("when1", "choice1", kind="when", label="when[simple{x}]"),
        node("to1", "when1", endpoint="http://stock"),
        node("end", kind="log", label="log", source="orders.xml:12"),
    ]
    assert lines(nodes) == [
        "orders  shop · camel-1  Camel 4.22.0",
        "from direct://orders",
        "  choice  choice1",
        "    when [simple{x}]  when1",
        "      to http://stock  to1",
        "  log  end  orders.xml:12",
    ]


def test_what_was_sent_cannot_write_to_the_terminal():
    assert all("\x1b" not in line for line in lines([node("\x1b[2J", endpoint="\x1b]0;x\x07")], id="\x1b[1m"))


@given(st.lists(st.builds(node, st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=12))
def test_each_node_is_shown_once_whatever_it_says_it_is_in(nodes: list[RouteNode]):
    shown = [line.split()[-1] for line in lines(nodes)[2:]]
    assert sorted(shown) == sorted({each.id for each in nodes})
