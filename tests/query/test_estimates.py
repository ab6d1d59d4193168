"""`query.estimates`: right on average, and intervals that hold as often as they say."""

import random
from statistics import fmean

import pytest

from query.estimates import average, total

SIMULATIONS = 600
POPULATION = 1_000


def sampled(chance: random.Random, spans: list[tuple[float, float]]) -> tuple[float, float, float, float, int]:
    """Sums over the (value, probability) that were kept: weights, their variance, values, theirs; and how many."""
    count = count_variance = values = values_variance = 0.0
    kept = 0
    for value, probability in spans:
        if chance.random() < probability:
            weight = 1 / probability
            count += weight
            count_variance += weight * weight - weight
            values += weight * value
            values_variance += value * value * (weight * weight - weight)
            kept += 1
    return count, count_variance, values, values_variance, kept


def test_estimates_are_unbiased_and_intervals_hold():
    chance = random.Random(11)
    spans = [(chance.lognormvariate(3, 0.6), chance.choice([1.0, 0.5, 0.25, 0.1])) for _ in range(POPULATION)]
    true_sum = sum(value for value, _ in spans)
    counts, averages = [], []
    held = [0, 0, 0]
    for _ in range(SIMULATIONS):
        count, count_variance, values, values_variance, kept = sampled(chance, spans)
        of_count, of_sum = total(count, count_variance, kept), total(values, values_variance, 0.0)
        of_average = average(values, values_variance, count, count_variance)
        counts.append(of_count.value)
        averages.append(of_average.value)
        held[0] += of_count.low <= POPULATION <= of_count.high
        held[1] += of_sum.low <= true_sum <= of_sum.high
        held[2] += of_average.low <= true_sum / POPULATION <= of_average.high
    assert fmean(counts) == pytest.approx(POPULATION, rel=0.01)
    assert fmean(averages) == pytest.approx(true_sum / POPULATION, rel=0.01)
    # 95 of a hundred; a few large values make the interval of a sum hold less often, that of an average is cautious.
    assert 0.93 <= held[0] / SIMULATIONS <= 0.97
    assert 0.92 <= held[1] / SIMULATIONS <= 0.97
    assert held[2] / SIMULATIONS >= 0.95


def test_without_sampling_there_is_nothing_to_guess():
    found = total(7.0, 0.0, 7.0)
    assert (found.value, found.low, found.high, found.reliable) == (7.0, 7.0, 7.0, True)
    found = average(10.0, 0.0, 4.0, 0.0)
    assert (found.value, found.low, found.high) == (2.5, 2.5, 2.5)
    assert total(3.0, -1e-9, 3.0).high == 3.0


def test_what_is_stored_is_the_least():
    found = total(100.0, 100.0 * 99.0, 1.0)
    assert (found.low, found.reliable) == (1.0, False)


def test_of_nothing_there_is_no_average():
    assert average(0.0, 0.0, 0.0, 0.0).value == 0.0
    assert average(5.0, 20.0, 10.0, 90.0).high == float("inf")
