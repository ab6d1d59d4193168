import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.statistics import percentile, spread

VALUES = st.lists(st.floats(0, 1e6), min_size=1, max_size=200)


def test_the_spread_names_smallest_median_and_largest():
    assert (spread([3.0, 1.0, 2.0]).low, spread([3.0, 1.0, 2.0]).middle, spread([3.0, 1.0, 2.0]).high) == (
        1.0,
        2.0,
        3.0,
    )


def test_the_spread_of_one_run_is_told_as_one_figure():
    assert str(spread([2.5])) == "2.5"
    assert str(spread([2.5, 3.0, 4.0])) == "3 (2.5-4)"


def test_no_run_has_no_spread():
    with pytest.raises(ValueError, match="no run finished"):
        spread([])


def test_the_99th_percentile_of_a_hundred_is_the_99th():
    assert percentile([float(value) for value in range(1, 101)], 0.99) == 99.0


@given(values=VALUES, fraction=st.floats(0.01, 1.0))
def test_a_percentile_is_a_value_that_so_many_do_not_exceed(values, fraction):
    found = percentile(values, fraction)
    assert found in values
    assert sum(value <= found for value in values) >= fraction * len(values) - 1e-9


@pytest.mark.parametrize("fraction", [0.0, -0.1, 1.1])
def test_a_fraction_outside_of_0_to_1_is_refused(fraction):
    with pytest.raises(ValueError, match="fraction"):
        percentile([1.0], fraction)
