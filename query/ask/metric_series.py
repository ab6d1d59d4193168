"""Points of a metric, of whatever kind it is."""

from dataclasses import dataclass

import polars as pl

from query.scope import Scope
from query.sql import Column, Named, Select, column, columns_of, equals, newest, render, scoped, text
from query.store import Store

LIMIT_MAX = 100_000
_KINDS = ("gauge", "sum", "histogram", "exponential_histogram", "summary")


@dataclass(frozen=True, slots=True)
class _Source:
    """A table of points and what is read of it; exemplars are a question of their own."""

    kind: str
    table: str
    columns: tuple[Column, ...]


def _source(kind: str) -> _Source:
    name = f"otel_metrics_{kind}"
    columns = tuple(each for each in columns_of(name) if not each.name.startswith("Exemplars."))
    return _Source(kind, name, columns)


_SOURCES = tuple(map(_source, _KINDS))


def metric_series(store: Store, scope: Scope, name: str, limit: int) -> pl.DataFrame:
    """Points of the metric, newest first: Kind (gauge, sum, …), then all columns of the tables that hold points of it.

    A column that one kind lacks is null there. The points of one series share SeriesId. Raises ValueError (limit).
    """
    if not 0 < limit <= LIMIT_MAX:
        raise ValueError(f"limit is 1 to {LIMIT_MAX}, not {limit}")
    frames = [_points(store, scope, source, name, limit) for source in _SOURCES]
    # A metric is of one kind; two when an application changed it. All kinds when there is none: a frame needs columns.
    held = [frame for frame in frames if frame.height] or frames
    return pl.concat(held, how="diagonal").sort("TimeUnix", "SeriesId", descending=[True, False]).head(limit)


def _points(store: Store, scope: Scope, source: _Source, name: str, limit: int) -> pl.DataFrame:
    select = Select(
        scoped(source.table, scope),
        (Named("Kind", text(source.kind)), *source.columns),
        where=(equals(column("MetricName"), text(name)),),
        order_by=(newest(column("TimeUnix")),),
        limit=limit,
    )
    return store.frame(*render(select), scope.limits)
