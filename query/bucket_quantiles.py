"""Quantiles of what is known by buckets alone: within a bucket, observations are taken to lie evenly.

Evenly between the bounds of an explicit bucket, as Prometheus' `histogram_quantile` has it; evenly in the logarithm
within an exponential one, as it has it for native histograms.
"""

import math
from collections.abc import Mapping

# Counts are sums of parts: a rank that falls between two buckets is of the lower one, also where the last bit differs.
_ROUNDING = 1 - 1e-9


def of_bounds(counts: Mapping[float, float], quantile: float) -> float | None:
    """Of counts by upper bound, the last of which is infinity.

    The first bucket begins at 0, unless its bound is not above it. Beyond the last finite bound it is that bound; None
    where there are no observations, or no bounds.
    """
    ranked = sorted((bound, max(0.0, count)) for bound, count in counts.items())
    finite = [bound for bound, _ in ranked if math.isfinite(bound)]
    total = sum(count for _, count in ranked)
    if not finite or total <= 0:
        return None
    rank, counted, lower = quantile * total, 0.0, min(0.0, finite[0])
    for bound, count in ranked:
        if count > 0 and counted + count >= rank * _ROUNDING:
            if not math.isfinite(bound):
                return finite[-1]
            return bound if lower >= bound else lower + (bound - lower) * min(1.0, max(0.0, rank - counted) / count)
        counted, lower = counted + count, bound
    return finite[-1]


def of_indexes(counts: Mapping[int, float], scale: int, base: int, quantile: float) -> float | None:
    """Of counts by index of an exponential histogram: `base` + index, for negative numbers the negative of it, or 0.

    A bucket holds what is above 2^(index * 2^-scale) up to, including, the same of the next index.
    """
    ranked = sorted((key, max(0.0, count)) for key, count in counts.items())
    total = sum(count for _, count in ranked)
    if total <= 0:
        return None
    rank, counted = quantile * total, 0.0
    for key, count in ranked:
        if count > 0 and counted + count >= rank * _ROUNDING:
            return _within(key, scale, base, min(1.0, max(0.0, rank - counted) / count))
        counted += count
    return _within(max(key for key, count in ranked if count > 0), scale, base, 1.0)


def _within(key: int, scale: int, base: int, share: float) -> float:
    if key == 0:
        return 0.0
    index = abs(key) - base
    # Negative numbers come with the largest magnitude first.
    exponent = (index + (share if key > 0 else 1 - share)) * 2.0**-scale
    # Indexes of numbers that a Float64 can hold, at any scale.
    magnitude = 2.0 ** min(max(exponent, -1_074.0), 1_023.999)
    return math.copysign(magnitude, key)
