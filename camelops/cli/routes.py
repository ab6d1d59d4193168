"""`routes`: the routes of Camel applications as they were built, in a list or as a tree each."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer
from rich.text import Text

from camelops.cli.asking import LOCAL_URL, TokenOption, UntilOption, UrlOption, connected, moment_ns, time_range
from camelops.cli.output import Column, Output
from camelops.cli.text import count_text, one_line, service_style
from camelops.cli.times import moment_text
from controlplane.v1.models import Route, RouteNode, Routes

ROUTE_COLUMNS: Sequence[Column[Route]] = (
    Column("service", lambda each: Text(one_line(each.service), style=service_style(each.service)), 18),
    Column("context", lambda each: each.context, 16, wide_only=True),
    Column("route", lambda each: each.id, 24),
    Column("nodes", lambda each: str(len(each.nodes)), 5, right=True),
    Column("from", lambda each: each.endpoint),
    Column("built", lambda each: moment_text(each.built_unix_ns)[:19], 19),
    Column("version", lambda each: each.version[:8], 8, wide_only=True),
)

QueryArgument = Annotated[
    str,
    typer.Argument(help="For example: service:orders from:direct* stock. All, when left out.", metavar="QUERY"),
]
LimitOption = Annotated[int, typer.Option("--limit", "-n", min=1, help="At most so many routes.")]
TreeOption = Annotated[bool, typer.Option("--tree", help="Each with its nodes.")]


def routes(
    query: QueryArgument = "",
    *,
    tree: TreeOption = False,
    until: UntilOption = "now",
    limit: LimitOption = 500,
    url: UrlOption = LOCAL_URL,
    token: TokenOption = "",
) -> None:
    """Show the routes of Camel applications, as they were built last."""
    output = Output()
    end = moment_ns(until)
    with connected(url, token) as server:
        asked = time_range(end - 1, end) | {"query": query, "limit": limit}
        found = server.get("/api/v1/routes", Routes, asked).routes
    if not output.person_looks:
        for each in found:
            output.json_line(each)
    elif tree:
        for each in found:
            for line in route_lines(each):
                line.truncate(output.results.width, overflow="ellipsis")
                output.results.print(line)
            output.results.print()
    elif found:
        output.table(ROUTE_COLUMNS, found, header=True)
    if output.person_looks:
        output.remark(count_text(len(found), "route"))


def route_lines(route: Route) -> Iterator[Text]:
    """The route, then its nodes, each below the one it is in."""
    head = Text(one_line(route.id), style="bold").append(f"  {one_line(route.service)} · {one_line(route.context)}")
    yield head.append(f"  Camel {one_line(route.camel_version)}" if route.camel_version else "", style="dim")
    yield Text("from ", style="dim").append(one_line(route.endpoint))
    for node, depth in _nested(route.nodes):
        yield _node_line(node, depth)


def _nested(nodes: Sequence[RouteNode]) -> Iterator[tuple[RouteNode, int]]:
    """Each once, with how many nodes are around it. One that is in none that was told, or in itself, is in none."""
    known = {node.id for node in nodes}
    members: dict[str, list[RouteNode]] = {}
    for node in nodes:
        members.setdefault(node.around, []).append(node)
    outermost = [node for node in nodes if node.around not in known]
    shown: set[str] = set()
    # Not by recursion: how deep it goes is said by whoever sent it. The nodes behind the outermost are circles.
    waiting = [(node, 0) for node in reversed([*outermost, *nodes])]
    while waiting:
        node, depth = waiting.pop()
        if node.id not in shown:
            shown.add(node.id)
            yield node, depth
            waiting += [(each, depth + 1) for each in reversed(members.get(node.id, []))]


def _node_line(node: RouteNode, depth: int) -> Text:
    line = Text("  " * (depth + 1)).append(one_line(node.kind), style="cyan")
    # Camel names what has nothing to say with empty brackets.
    what = node.endpoint or node.label.removeprefix(node.kind).removeprefix("[]")
    line.append(f" {one_line(what)}" if what else "").append(f"  {one_line(node.id)}", style="dim")
    return line.append(f"  {one_line(node.source)}", style="dim") if node.source else line
