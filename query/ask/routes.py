"""Routes of Camel applications, as they were built."""

from dataclasses import replace

import polars as pl

from query.language import Search
from query.scope import Scope
from query.sql import (
    Attribute,
    Column,
    LimitBy,
    Named,
    Order,
    Output,
    Select,
    column,
    matching,
    render,
    scoped,
    text,
)
from query.store import Store
from query.vocabulary import ROUTES

ROUTES_MAX = 5_000


def _attribute(key: str) -> Attribute:
    return Attribute(column("LogAttributes"), text(key))


_ROUTE = ("ServiceName", "CamelContext", "CamelRoute")
COLUMNS: tuple[Column | Named, ...] = (
    *map(column, _ROUTE),
    column("Timestamp"),
    Named("Version", _attribute("camel.route.hash")),
    Named("CamelVersion", _attribute("camel.version")),
    Named("Endpoint", _attribute("camel.endpoint.uri")),
    Named("RouteGroup", _attribute("camel.route.group")),
    Named("Description", _attribute("camel.route.description")),
    Named("Source", _attribute("camel.route.source")),
    Named("Nodes", column("Body")),
)


def routes(store: Store, scope: Scope, search: Search, limit: int) -> pl.DataFrame:
    """`COLUMNS`, by service, context and route: the newest model of each at the scope's end, `limit` at most.

    A route is told when it is built, which may be long before the scope's start. `Nodes` is the JSON of a list of maps:
    docs/camel-telemetry.md. Raises MalformedQuery, ValueError (limit).
    """
    if not 0 < limit <= ROUTES_MAX:
        raise ValueError(f"limit is 1 to {ROUTES_MAX}, not {limit}")
    newest = Select(
        scoped(ROUTES.table, replace(scope, start_unix_ns=0)),
        (*COLUMNS, column("LogAttributes")),
        # What it was before may match where what it is does not.
        order_by=(*map(Order, map(column, _ROUTE)), Order(column("Timestamp"), descending=True)),
        limit_by=LimitBy(1, tuple(map(column, _ROUTE))),
    )
    select = Select(
        newest,
        tuple(Column(each.name) for each in COLUMNS),
        where=matching(search, ROUTES),
        order_by=tuple(Order(Output(name)) for name in _ROUTE),
        limit=limit,
    )
    return store.frame(*render(select), scope.limits)
