"""Routes of Camel applications."""

import json
from collections.abc import Iterator

import polars as pl
from pydantic import JsonValue

from controlplane.records import rows
from controlplane.v1.models import Route, RouteNode


def routes(frame: pl.DataFrame) -> list[Route]:
    """What `query.ask.routes` answers."""
    return [
        Route(
            service=row["ServiceName"],
            context=row["CamelContext"],
            id=row["CamelRoute"],
            version=row["Version"],
            built_unix_ns=row["Timestamp"],
            camel_version=row["CamelVersion"],
            endpoint=row["Endpoint"],
            group=row["RouteGroup"],
            description=row["Description"],
            source=row["Source"],
            nodes=list(_nodes(row["Nodes"])),
        )
        for row in rows(frame)
    ]


def _nodes(text: str) -> Iterator[RouteNode]:
    """Anyone may send a record of the name: what is no node is left out."""
    try:
        found: JsonValue = json.loads(text)
    except (ValueError, RecursionError):
        return
    for each in found if isinstance(found, list) else ():
        if isinstance(each, dict) and _text(each, "id"):
            yield RouteNode(**{name: _text(each, name) for name in RouteNode.model_fields})


def _text(node: dict[str, JsonValue], name: str) -> str:
    value = node.get(name)
    return value if isinstance(value, str) else ""
