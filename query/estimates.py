"""What a whole was, from spans that were sampled.

A span of weight w stands for w spans: it was kept with the probability 1/w, by itself (OpenTelemetry's consistent
probability sampling). Then the sum of the weights, and of weighted values, is unbiased (Horvitz and Thompson, 1952),
and its variance is estimated by the sum of x² (w² - w). Intervals are of 95 %. Without sampling all weights are 1 and
intervals have no width.
"""

import math
from dataclasses import dataclass

# Standard errors in half of a 95 % interval; and where two intervals must hold at once (Bonferroni), of 97.5 % each.
_Z = 1.96
_Z_OF_TWO = 2.24
# Half an interval beyond this share of its value: the order of magnitude is all that is known.
RELIABLE_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value and its 95 % interval; `reliable` when half of that is at most half of the value."""

    value: float
    low: float
    high: float

    @property
    def reliable(self) -> bool:
        """Whether the value says more than its order of magnitude."""
        return (self.high - self.low) / 2 <= RELIABLE_SHARE * abs(self.value)


def total(weighted: float, variance: float, seen: float) -> Estimate:
    """A count, or a sum of values that are not negative: `seen` is what the stored spans alone have, which it is at
    least."""
    return _around(weighted, variance, _Z, seen)


def average(values: float, values_variance: float, count: float, count_variance: float) -> Estimate:
    """The average of values that are not negative, from their weighted sum and the count; 0 of nothing."""
    if count <= 0:
        return Estimate(0.0, 0.0, 0.0)
    above, below = _around(values, values_variance, _Z_OF_TWO, 0.0), _around(count, count_variance, _Z_OF_TWO, 0.0)
    high = above.high / below.low if below.low > 0 else math.inf
    return Estimate(values / count, above.low / below.high, high)


def _around(value: float, variance: float, z: float, least: float) -> Estimate:
    # Rounding may leave a variance of nothing a little below 0.
    half = z * math.sqrt(max(variance, 0.0))
    return Estimate(value, min(max(value - half, least), value), value + half)
