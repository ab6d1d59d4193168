"""`query.contrast`: what a score means, for any counts. `ask/test_difference` shows that it is the documented one."""

from collections.abc import Sequence

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from query.contrast import Contrast, Sides, contrasts
from query.number_buckets import NO_BUCKET

COUNTS = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), min_size=1, max_size=12)
SCHEMA = {
    "Source": pl.String,
    "Key": pl.String,
    "Common": pl.Boolean,
    "Value": pl.String,
    "Bucket": pl.Int32,
    "Selected": pl.Int64,
    "Rest": pl.Int64,
}


def counted(values: Sequence[tuple[int, int]], key: str = "key") -> pl.DataFrame:
    rows = [("span", key, True, f"v{at}", NO_BUCKET, selected, rest) for at, (selected, rest) in enumerate(values)]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def contrast(values: Sequence[tuple[int, int]], selected: int = 0, rest: int = 0) -> Contrast:
    """Of an attribute with such counts, among so many records at least."""
    totals = [sum(each) for each in zip(*values, strict=True)]
    (found,) = contrasts(counted(values), Sides(max(selected, totals[0], 1), max(rest, totals[1], 1)), {}, 10, 100)
    return found


@given(COUNTS)
def test_a_score_is_a_share_and_the_same_from_either_side(values):
    found = contrast(values)
    assert 0 <= found.score <= 1
    assert contrast([(rest, selected) for selected, rest in values]).score == pytest.approx(found.score)
    assert contrast(values[::-1]).score == pytest.approx(found.score)


@given(st.lists(st.integers(0, 400), min_size=1, max_size=12))
def test_what_is_alike_scores_nothing(values):
    assert contrast([(each, each) for each in values]).score == 0
    assert contrast([(each, 7 * each) for each in values]).score == 0


@given(COUNTS)
def test_more_records_of_the_same_shares_are_surer(values):
    assert contrast([(9 * one, 9 * other) for one, other in values]).score >= contrast(values).score - 1e-9


def test_the_score_is_the_share_that_would_have_to_change():
    million = 1_000_000
    assert contrast([(million, 0), (0, million)]).score == pytest.approx(1, abs=0.01)
    assert contrast([(900_000, 100_000), (100_000, 900_000)]).score == pytest.approx(0.8, abs=0.01)
    # To have no value is a value too.
    assert contrast([(0, 500_000)], million, million).score == pytest.approx(0.5, abs=0.01)
    # So is to have a seldom one.
    rare = counted([(900_000, 500_000), (100_000, 500_000)]).with_columns(Common=pl.col("Value") == "v0")
    assert contrasts(rare, Sides(million, million), {}, 1, 1)[0].score == pytest.approx(0.4, abs=0.01)


def test_few_records_are_hardly_a_difference():
    assert contrast([(1, 0), (0, 1)]).score == 0
    assert contrast([(3, 0), (0, 300)]).score < contrast([(30, 0), (0, 300)]).score < 1


def test_the_most_different_attribute_and_value_come_first():
    counts = pl.concat(
        [
            counted([(50, 50), (50, 50)], "same"),
            counted([(90, 10), (10, 90)], "far"),
            counted([(60, 40), (40, 60)], "near"),
        ]
    )
    found = contrasts(counts, Sides(100, 100), {}, 10, 1)
    assert [(each.key, each.values.height) for each in found] == [("far", 1), ("near", 1), ("same", 1)]
    assert [each.key for each in contrasts(counts, Sides(100, 100), {}, 1, 1)] == ["far"]


def test_of_several_values_in_a_record_the_most_different_counts():
    counts = counted([(100, 100), (90, 0), (80, 0)])
    (found,) = contrasts(counts, Sides(100, 100), {"key": (100, 100)}, 10, 10)
    assert (found.selected, found.rest, found.numbers) == (100, 100, None)
    assert 0.7 < found.score < 0.9


def test_nothing_differs_where_a_side_is_empty():
    assert contrasts(counted([(1, 0)]), Sides(1, 0), {}, 10, 10) == []
    assert contrasts(counted([]), Sides(1, 1), {}, 10, 10) == []
