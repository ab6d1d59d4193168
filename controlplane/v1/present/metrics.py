"""Metrics."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from controlplane.attributes import typed
from controlplane.records import rows
from controlplane.v1 import models
from controlplane.v1.models import (
    Exemplar,
    ExponentialBuckets,
    MetricExemplars,
    MetricKey,
    MetricKeys,
    MetricName,
    MetricNames,
    MetricPoint,
    MetricPoints,
    Quantile,
)
from controlplane.v1.present.search import warnings
from controlplane.v1.present.values import values
from query.ask.metric_aggregate import SUITABLE
from query.ask.metric_keys import MetricKey as Key
from query.ask.metric_kind import Kind, Metric
from query.ask.metric_list import Listed, MetricList
from query.ask.metric_series import MetricSeries
from query.ask.unknown_keys import UnknownKey


def metric_list(found: MetricList) -> MetricNames:
    """What `query.ask.metric_list` answers."""
    return MetricNames(
        metrics=[_listed(each) for each in found.metrics],
        found=found.found,
        complete=found.found == len(found.metrics),
    )


def metric_keys(name: str, found: Iterable[Key]) -> MetricKeys:
    """What `query.ask.metric_keys` answers."""
    keys = [MetricKey(key=each.key, source=each.source, values=each.values, series=each.series) for each in found]
    return MetricKeys(name=name, keys=keys)


def _listed(listed: Listed) -> MetricName:
    metric = listed.metric
    if metric is None:
        return MetricName(name=listed.name, count=listed.count)
    return MetricName(
        name=listed.name,
        count=listed.count,
        kind=metric.kind.value,
        temporality=_temporality(metric),
        monotonic=metric.kind is Kind.SUM and metric.monotonic,
        unit=metric.unit,
        description=metric.description,
        services=list(listed.services),
        service_count=listed.service_count,
        last_seen_unix_ns=metric.newest_unix_ns,
    )


def _temporality(metric: Metric) -> str:
    if metric.kind is Kind.GAUGE:
        return ""
    return "cumulative" if metric.cumulative else "delta"


def metric_exemplars(name: str, frame: pl.DataFrame) -> MetricExemplars:
    """What `query.ask.metric_exemplars` answers."""
    return MetricExemplars(
        name=name,
        exemplars=[
            Exemplar(
                time_unix_ns=row["Time"],
                value=row["Value"],
                service=row["ServiceName"],
                trace_id=row["TraceId"],
                span_id=row["SpanId"],
            )
            for row in rows(frame)
        ],
    )


def metric_points(name: str, frame: pl.DataFrame) -> MetricPoints:
    """What `query.ask.metric_points` answers; description and unit are those of the newest point."""
    found = list(rows(frame))
    newest = found[0] if found else {"MetricDescription": "", "MetricUnit": ""}
    return MetricPoints(
        name=name,
        description=newest["MetricDescription"],
        unit=newest["MetricUnit"],
        points=[_metric_point(row) for row in found],
    )


def metric_series(
    name: str, group_by: Sequence[str], found: MetricSeries, unknown: Iterable[UnknownKey]
) -> models.MetricSeries:
    """What `query.ask.metric_series` answers."""
    metric = found.metric
    return models.MetricSeries(
        name=name,
        kind=metric.kind.value if metric else "",
        unit=metric.unit if metric else "",
        description=metric.description if metric else "",
        aggregate=found.aggregate.value if found.aggregate else "",
        aggregates=[each.value for each in SUITABLE[metric.kind]] if metric else [],
        start_unix_ns=found.steps.start_unix_ns,
        step_ns=found.steps.step_ns,
        series=[
            models.Series(group=dict(zip(group_by, each.group, strict=True)), values=each.values)
            for each in found.series
        ],
        warnings=warnings(unknown),
        complete=found.complete,
    )


def _metric_point(row: Mapping[str, Any]) -> MetricPoint:
    return MetricPoint(
        kind=row["Kind"],
        time_unix_ns=row["TimeUnix"],
        start_unix_ns=row["StartTimeUnix"],
        service=row["ServiceName"],
        attributes=values(typed(row["Attributes"], row["AttributesTypes"])),
        **_measured(row),
    )


def _measured(row: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of `MetricPoint` that the point's kind has."""
    match row["Kind"]:
        case "gauge" | "sum":
            return {"value": row["IntValue"] if row["IsInt"] else row["Value"]}
        case "histogram":
            return _counted(row) | {"bounds": row["ExplicitBounds"], "bucket_counts": row["BucketCounts"]}
        case "exponential_histogram":
            buckets = ExponentialBuckets(
                scale=row["Scale"],
                zero_count=row["ZeroCount"],
                zero_threshold=row["ZeroThreshold"],
                positive_offset=row["PositiveOffset"],
                positive_counts=row["PositiveBucketCounts"],
                negative_offset=row["NegativeOffset"],
                negative_counts=row["NegativeBucketCounts"],
            )
            return _counted(row) | {"exponential": buckets}
        case "summary":
            pairs = zip(row["ValueAtQuantiles.Quantile"], row["ValueAtQuantiles.Value"], strict=True)
            quantiles = [Quantile(quantile=quantile, value=value) for quantile, value in pairs]
            return {"count": row["Count"], "sum": row["Sum"], "quantiles": quantiles}
        case kind:
            raise AssertionError(f"query.ask.metric_points answered with kind {kind!r}")


def _counted(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"count": row["Count"]} | {
        name: row[column] for name, column in (("sum", "Sum"), ("min", "Min"), ("max", "Max")) if row[f"Has{column}"]
    }
