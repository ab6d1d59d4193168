"""`query.bucket_quantiles`: within the bucket that holds the observation, and where it lies there."""

import bisect
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from query.bucket_quantiles import of_bounds, of_indexes

BOUNDS = [-1.0, 0.0, 0.5, 1.0, 2.5, 10.0]
QUANTILES = st.sampled_from([0.0, 0.25, 0.5, 0.9, 0.99, 1.0])


def ranked(values: list[float], quantile: float) -> float:
    return sorted(values)[max(0, math.ceil(quantile * len(values)) - 1)]


@given(st.lists(st.floats(-5, 20), min_size=1, max_size=50), QUANTILES)
def test_a_quantile_of_explicit_buckets_is_in_the_bucket_of_the_true_one(values, quantile):
    bounds = [*BOUNDS, math.inf]
    counts = dict.fromkeys(bounds, 0)
    for each in values:
        counts[bounds[bisect.bisect_left(bounds, each)]] += 1
    found = of_bounds(counts, quantile)
    place = bisect.bisect_left(bounds, ranked(values, quantile))
    if place == len(BOUNDS):
        assert found == BOUNDS[-1]
    else:
        assert (bounds[place - 1] if place else -1.0) <= found <= bounds[place]


@pytest.mark.parametrize(
    ("counts", "quantile", "expected"),
    [
        ({1.0: 4, 2.0: 4, math.inf: 0}, 0.25, 0.5),
        ({1.0: 4, 2.0: 4, math.inf: 0}, 0.75, 1.5),
        ({1.0: 4, 2.0: 0, math.inf: 4}, 0.9, 2.0),
        ({-2.0: 4, math.inf: 0}, 0.5, -2.0),
        ({1.0: 0, math.inf: 0}, 0.5, None),
        ({math.inf: 3}, 0.5, None),
        ({}, 0.5, None),
        ({1.0: -1e-9, 2.0: 5, math.inf: 0}, 0.0, 1.0),
    ],
)
def test_within_an_explicit_bucket_it_is_where_prometheus_says(counts, quantile, expected):
    assert of_bounds(counts, quantile) == (None if expected is None else pytest.approx(expected))


@given(
    st.lists(st.one_of(st.floats(1e-6, 1e6), st.floats(-1e6, -1e-6), st.just(0.0)), min_size=1, max_size=50),
    st.integers(-2, 6),
    QUANTILES,
)
def test_a_quantile_of_exponential_buckets_is_within_their_width(values, scale, quantile):
    base, counts = 2**40, {}
    for each in values:
        index = math.ceil(math.log2(abs(each)) * 2**scale) - 1 if each else 0
        key = 0 if each == 0 else int(math.copysign(base + index, each))
        counts[key] = counts.get(key, 0) + 1
    found = of_indexes(counts, scale, base, quantile)
    true = ranked(values, quantile)
    if true == 0:
        assert found == 0
    else:
        width = 2.0 ** (2.0**-scale)
        assert abs(true) / width * 0.999 <= abs(found) <= abs(true) * width * 1.001
        assert math.copysign(1, found) == math.copysign(1, true)


@pytest.mark.parametrize(
    ("counts", "quantile", "expected"),
    [
        ({10 + 0: 4}, 0.5, math.sqrt(2)),
        ({-(10 + 0): 4}, 0.25, -(2**0.75)),
        ({-(10 + 3): 1, 0: 2, 10 + 3: 1}, 0.5, 0.0),
        ({10 - 2: 2, 10 + 1: 2}, 1.0, 4.0),
        ({10: 0}, 0.5, None),
        ({}, 0.5, None),
    ],
)
def test_within_an_exponential_bucket_it_lies_in_the_logarithm(counts, quantile, expected):
    assert of_indexes(counts, 0, 10, quantile) == (None if expected is None else pytest.approx(expected))
