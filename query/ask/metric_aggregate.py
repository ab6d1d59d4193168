"""What is made of the points of a metric, and of which kinds."""

from enum import StrEnum
from types import MappingProxyType

from query.ask.metric_kind import Kind, Metric


class SeriesUnsuited(ValueError):
    """What is asked does not suit the metric, or is more than one answer carries. The message says what does."""


class Aggregate(StrEnum):
    """One number for each step and group.

    Of gauges and sums, values are points; of histograms and summaries they are observations. `rate` (a second) and
    `increase` are of what is counted.
    """

    AVG = "avg"
    SUM = "sum"
    MIN = "min"
    MAX = "max"
    LAST = "last"
    RATE = "rate"
    INCREASE = "increase"
    P50 = "p50"
    P75 = "p75"
    P90 = "p90"
    P95 = "p95"
    P99 = "p99"

    @property
    def quantile(self) -> float | None:
        """0 to 1; None for what is none."""
        return int(self.value[1:]) / 100 if self.value[1:].isdigit() else None


_QUANTILES = tuple(each for each in Aggregate if each.quantile is not None)
_LEVELS = (Aggregate.AVG, Aggregate.SUM, Aggregate.MIN, Aggregate.MAX, Aggregate.LAST, *_QUANTILES)
_CHANGES = (Aggregate.RATE, Aggregate.INCREASE)
_OBSERVED = (*_CHANGES, Aggregate.AVG, Aggregate.SUM, *_QUANTILES)
SUITABLE = MappingProxyType(
    {
        Kind.GAUGE: _LEVELS,
        Kind.SUM: (*_LEVELS, *_CHANGES),
        Kind.HISTOGRAM: _OBSERVED,
        Kind.EXPONENTIAL_HISTOGRAM: _OBSERVED,
        Kind.SUMMARY: _OBSERVED,
    }
)


def usual(metric: Metric) -> Aggregate:
    """What one wants to see first."""
    match metric.kind:
        case Kind.GAUGE:
            return Aggregate.AVG
        case Kind.SUM:
            return Aggregate.RATE if metric.monotonic else Aggregate.SUM
        case Kind.HISTOGRAM | Kind.EXPONENTIAL_HISTOGRAM:
            return Aggregate.P95
        case Kind.SUMMARY:
            return Aggregate.RATE


def check_suitable(metric: Metric, aggregate: Aggregate) -> None:
    """Raises SeriesUnsuited, which names what can be asked instead."""
    suitable = SUITABLE[metric.kind]
    if aggregate not in suitable:
        raise SeriesUnsuited(
            f"{metric.name} is a {metric.kind.value.replace('_', ' ')}: {aggregate.value} is not known of it, "
            f"but {', '.join(suitable)}"
        )
