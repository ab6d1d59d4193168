"""Services and operations."""

from collections.abc import Mapping
from typing import Any

from controlplane.records import rows
from controlplane.v1 import models
from query.ask.red import Red
from query.ask.service_map import ServiceMap
from query.windows import Steps

_NS_PER_S = 1_000_000_000
_KEY = ("ServiceName", "SpanName", "SpanKind")


def red(found: Red) -> models.Red:
    """What `query.ask.red` answers, of the quantiles 0.5, 0.95 and 0.99."""
    series = _series(found)
    return models.Red(rows=[_row(row, series.get(_key(row))) for row in rows(found.rows)], complete=found.complete)


def service_map(found: ServiceMap) -> models.ServiceMap:
    """What `query.ask.service_map` answers."""
    return models.ServiceMap(
        nodes=[models.ServiceNode(service=row["ServiceName"], **_numbers(row)) for row in rows(found.nodes)],
        edges=[
            models.ServiceEdge(caller=row["Parent"], callee=row["Child"], **_numbers(row))
            for row in rows(found.edges.calls)
        ],
        edges_one_in=found.edges.one_in,
        complete=found.complete,
    )


def _numbers(row: Mapping[str, Any]) -> dict[str, float]:
    return {"calls": row["Calls"], "errors": row["Errors"], "p50_ns": row["P50"], "p95_ns": row["P95"]}


def _row(row: Mapping[str, Any], series: models.RedSeries | None) -> models.RedRow:
    p50, p95, p99 = row["Quantiles"]
    calls = row["Calls"]
    return models.RedRow(
        service=row["ServiceName"],
        name=row.get("SpanName"),
        kind=row.get("SpanKind"),
        calls=calls,
        errors=row["Errors"],
        duration_avg_ns=row["DurationSum"] / calls if calls else 0.0,
        p50_ns=p50,
        p95_ns=p95,
        p99_ns=p99,
        max_ns=row["DurationMax"],
        series=series,
    )


def _series(found: Red) -> dict[tuple[str, ...], models.RedSeries]:
    """By row; a step without spans has no calls and no percentile."""
    if found.series is None or found.steps is None:
        return {}
    series: dict[tuple[str, ...], models.RedSeries] = {}
    for row in rows(found.series):
        line = series.setdefault(_key(row), _line(found.steps))
        step = row["Step"]
        line.calls[step], line.errors[step], line.p95_ns[step] = row["Calls"], row["Errors"], row["Quantiles"][1]
    return series


def _line(steps: Steps) -> models.RedSeries:
    return models.RedSeries(
        start_unix_ns=steps.start_unix_ns,
        step_s=steps.step_ns // _NS_PER_S,
        calls=[0.0] * steps.count,
        errors=[0.0] * steps.count,
        p95_ns=[None] * steps.count,
    )


def _key(row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(row[name] for name in _KEY if name in row)
