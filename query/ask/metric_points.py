"""Points of a metric, of whatever kind it is."""

import polars as pl

from query.ask.metric_kind import Kind
from query.scope import Scope
from query.sql import Named, Select, column, columns_of, equals, newest, render, scoped, text
from query.store import Store

LIMIT_MAX = 100_000


def metric_points(store: Store, scope: Scope, name: str, limit: int) -> pl.DataFrame:
    """Points of the metric, newest first: Kind (gauge, sum, …), then all columns of the tables that hold points of it.

    A column that one kind lacks is null there. The points of one series share SeriesId. Raises ValueError (limit).
    """
    if not 0 < limit <= LIMIT_MAX:
        raise ValueError(f"limit is 1 to {LIMIT_MAX}, not {limit}")
    frames = [_points(store, scope, kind, name, limit) for kind in Kind]
    # A metric is of one kind; two when an application changed it. All kinds when there is none: a frame needs columns.
    held = [frame for frame in frames if frame.height] or frames
    return pl.concat(held, how="diagonal").sort("TimeUnix", "SeriesId", descending=[True, False]).head(limit)


def _points(store: Store, scope: Scope, kind: Kind, name: str, limit: int) -> pl.DataFrame:
    # Exemplars are a question of their own.
    columns = (each for each in columns_of(kind.table) if not each.name.startswith("Exemplars."))
    select = Select(
        scoped(kind.table, scope),
        (Named("Kind", text(kind.value)), *columns),
        where=(equals(column("MetricName"), text(name)),),
        order_by=(newest(column("TimeUnix")),),
        limit=limit,
    )
    return store.frame(*render(select), scope.limits)
