"""What a few runs, or many requests, say: smallest, median, largest; percentiles by nearest rank."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Spread:
    """One figure over several runs, in the figure's own unit."""

    low: float
    middle: float
    high: float

    def __str__(self) -> str:
        if self.low == self.high:
            return f"{self.middle:.3g}"
        return f"{self.middle:.3g} ({self.low:.3g}-{self.high:.3g})"


def spread(values: Sequence[float]) -> Spread:
    """Of at least one value; ValueError for none."""
    if not values:
        raise ValueError("no run finished, so there is nothing to tell")
    return Spread(min(values), median(values), max(values))


def percentile(values: Sequence[float], fraction: float) -> float:
    """The smallest value that `fraction` (0 < fraction <= 1) of all values do not exceed.

    `values` need not be sorted.
    """
    if not values:
        raise ValueError("a percentile needs at least one value")
    if not 0 < fraction <= 1:
        raise ValueError(f"a fraction is above 0 and at most 1, not {fraction}")
    return sorted(values)[math.ceil(fraction * len(values)) - 1]
