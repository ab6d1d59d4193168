"""Services and who calls whom, with rate, errors and durations of both."""

from dataclasses import dataclass

import polars as pl

from query.ask.dependencies import Dependencies, dependencies
from query.ask.red import Group, red
from query.ask.services import services
from query.scope import Scope
from query.store import Store

# Spans that answer somebody; what a service does for itself is no call.
ASKED = ("Server", "Consumer")
# More services than a screen draws.
NODES_MAX = 1_000


@dataclass(frozen=True, slots=True)
class ServiceMap:
    """`nodes` has ServiceName, Calls, Errors, P50, P95 (ns) of what the service was asked, by its name; zeros for one
    that nobody asked. `edges` are the calls between them. Not `complete`: there are more services, with fewer calls.
    """

    nodes: pl.DataFrame
    edges: Dependencies
    complete: bool


def service_map(store: Store, scope: Scope) -> ServiceMap:
    """All services that sent spans in the minutes that the range touches."""
    found = services(store, scope).select("ServiceName")
    asked = red(store, scope, Group.SERVICE, kinds=ASKED, quantiles=(0.5, 0.95)).rows.select(
        "ServiceName",
        "Calls",
        "Errors",
        P50=pl.col("Quantiles").list.get(0),
        P95=pl.col("Quantiles").list.get(1),
    )
    nodes = found.join(asked, on="ServiceName", how="left").with_columns(
        pl.col("Calls", "Errors", "P50", "P95").fill_null(0.0)
    )
    most = nodes.sort("Calls", "ServiceName", descending=[True, False]).head(NODES_MAX)
    shown = most.select("ServiceName")
    found_edges = dependencies(store, scope)
    calls = found_edges.calls.join(shown, left_on="Parent", right_on="ServiceName", how="semi").join(
        shown, left_on="Child", right_on="ServiceName", how="semi"
    )
    edges = Dependencies(calls.sort("Parent", "Child"), found_edges.one_in)
    return ServiceMap(most.sort("ServiceName"), edges, complete=nodes.height <= NODES_MAX)
