"""What stands beside a list."""

import math
from collections.abc import Iterable

import polars as pl

from controlplane.v1 import models
from query.ask.count import Count
from query.ask.heat_map import HeatMap
from query.ask.histogram import Histogram
from query.ask.unknown_keys import UnknownKey
from query.estimates import Estimate


def warnings(unknown: Iterable[UnknownKey]) -> list[models.SearchWarning]:
    """What `query.ask.unknown_keys` answers."""
    return [
        models.SearchWarning(key=each.key, column=each.column, message=each.message, nearest=each.nearest)
        for each in unknown
    ]


def count(found: Count, unknown: Iterable[UnknownKey]) -> models.Count:
    """What `query.ask.count` answers."""
    return models.Count(
        stored=found.stored,
        calls=_estimate(found.calls),
        errors=_estimate(found.errors),
        duration_avg_ns=_estimate(found.duration_avg_ns),
        warnings=warnings(unknown),
    )


def _estimate(found: Estimate) -> models.Estimate:
    high = found.high if math.isfinite(found.high) else None
    return models.Estimate(value=found.value, low=found.low, high=high, reliable=found.reliable)


def histogram(found: Histogram) -> models.Histogram:
    """What `query.ask.histogram` answers."""
    return models.Histogram(
        start_unix_ns=found.start_unix_ns,
        step_ns=found.step_ns,
        series=[
            models.HistogramSeries(name=series.name, counts=series.to_list()) for series in found.counts.get_columns()
        ],
    )


def heat_map(found: HeatMap) -> models.HeatMap:
    """What `query.ask.heat_map` answers, with its empty cells."""
    bands = max(0, len(found.duration_bounds_ns) - 1)
    counts = [[0] * bands for _ in range(found.steps)]
    errors = [[0] * bands for _ in range(found.steps)]
    for step, band, count, failed in found.cells.select("Step", "Band", "Count", "Errors").iter_rows():
        counts[step][band] = count
        errors[step][band] = failed
    return models.HeatMap(
        start_unix_ns=found.start_unix_ns,
        step_ns=found.step_ns,
        duration_bounds_ns=found.duration_bounds_ns,
        counts=counts,
        errors=errors,
        duration_ns_min=found.duration_ns_min,
        duration_ns_max=found.duration_ns_max,
    )


def facets(frame: pl.DataFrame) -> models.Facets:
    """What `query.ask.facets` answers."""
    return models.Facets(
        facets=[
            models.Facet(
                key=key,
                values=[
                    models.FacetValue(value=value, count=count, error=error)
                    for value, count, error in facet.select("Value", "Count", "Error").iter_rows()
                ],
                others=facet["Others"][0],
            )
            for (key,), facet in frame.group_by("Key", maintain_order=True)
        ]
    )


def suggested_keys(frame: pl.DataFrame) -> models.SuggestedKeys:
    """What `query.ask.suggest_keys` answers."""
    return models.SuggestedKeys(
        keys=[
            models.SuggestedKey(key=key, source=source, count=count)
            for key, source, count in frame.select("Key", "Source", "Count").iter_rows()
        ]
    )


def suggested_values(frame: pl.DataFrame) -> models.SuggestedValues:
    """What `query.ask.suggest_values` answers."""
    return models.SuggestedValues(
        values=[
            models.SuggestedValue(value=value, count=count)
            for value, count in frame.select("Value", "Count").iter_rows()
        ]
    )
