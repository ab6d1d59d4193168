"""How differently two sets of records are distributed over the values of an attribute, as one number.

The score of an attribute is the share of either set that would have to change its value for both to be alike: half of
the sum, over the values, of the difference of their shares (total variation distance). To have no value is a value too.
0 is no difference, 1 is nothing in common; `status` of which 90 % of the selected but 10 % of the rest are `Error`
scores 0.8. Two things are held against it, so that ids and chance do not come first:

- Values that less than one record in a hundred has, on either side, are taken together as one.
- Of each difference of shares only that counts which is beyond chance: the end of its 95 % interval that is nearer to 0
  (Agresti and Caffo, The American Statistician 54, 2000: one success and one failure added to each side; it holds for
  few records too).

A number has a second score: the largest difference, over all thresholds, of the shares of records at most that large or
larger, less what chance gives (Kolmogorov and Smirnov, 95 %). The higher of the two is the attribute's.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from query.number_buckets import NO_BUCKET, band_bounds, lower_edge, middle, ordinal

# A value is one of its own from this share of either side on: there are at most 200 such values.
COMMON_SHARE = 0.01
# Standard errors in half of a 95 % interval, and the same of the two-sample statistic of Kolmogorov and Smirnov.
_Z = 1.96
_KS = 1.358
# Numbers are told apart from texts by how many of the values are some.
_NUMERIC_SHARE = 0.9
# Distinct numbers that are still read value by value.
_LISTED_NUMBERS = 12
BANDS = 24
_OF = ("Source", "Key")


@dataclass(frozen=True, slots=True)
class Sides:
    """How many records were compared."""

    selected: int
    rest: int

    @property
    def common_selected(self) -> int:
        """From how many of the selected on a value is one of its own."""
        return max(1, math.ceil(self.selected * COMMON_SHARE))

    @property
    def common_rest(self) -> int:
        """As well, of the rest."""
        return max(1, math.ceil(self.rest * COMMON_SHARE))


@dataclass(frozen=True, slots=True)
class Quartiles:
    """Where the numbers of a side lie: exact for common values, within 1 % for others."""

    p25: float
    p50: float
    p75: float


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers of both sides over common bands: band n from bound n up to, not including, bound n + 1; below 0 mirrored.

    Quartiles are None for a side without numbers.
    """

    bounds: list[float]
    selected: list[int]
    rest: list[int]
    selected_quartiles: Quartiles | None
    rest_quartiles: Quartiles | None


@dataclass(frozen=True, slots=True)
class Contrast:
    """An attribute and how it differs. `values` has Value, Selected, Rest: the common ones, most different first."""

    source: str
    key: str
    score: float
    selected: int
    rest: int
    values: pl.DataFrame
    numbers: Numbers | None


def contrasts(
    counts: pl.DataFrame, sides: Sides, several: Mapping[str, tuple[int, int]], limit: int, values_max: int
) -> list[Contrast]:
    """The attributes that differ most, highest score first.

    `counts` has Source, Key, Common, Value, Bucket (`query.number_buckets`), Selected, Rest: a row for each common
    value, and of the others a row for each bucket, with Value ''. Keys in `several` may have more than one value in a
    record; they map to how many records of either side have one, and score by their most different value.
    """
    if not sides.selected or not sides.rest or counts.is_empty():
        return []
    present = _present(counts, several)
    ranked = (
        present.join(_score_of_values(counts, present, sides), on=_OF, how="left")
        .join(_score_of_numbers(counts, sides), on=_OF, how="left")
        .with_columns(
            Score=pl.max_horizontal(pl.col("ByValue").fill_null(0), pl.col("ByNumber").fill_null(0)).clip(0, 1)
        )
        .sort("Score", "Key", "Source", descending=[True, False, False])
        .head(limit)
    )
    parts = counts.join(ranked.select(_OF), on=_OF, how="semi").partition_by(*_OF, as_dict=True)
    return [
        Contrast(source, key, score, selected, rest, _values(parts[source, key], sides, values_max), numbers)
        for source, key, selected, rest, score in ranked.select(*_OF, "Selected", "Rest", "Score").iter_rows()
        for numbers in [None if key in several else _numbers(parts[source, key])]
    ]


def _present(counts: pl.DataFrame, several: Mapping[str, tuple[int, int]]) -> pl.DataFrame:
    """Records of either side that have the key."""
    once = counts.group_by(_OF).agg(pl.col("Selected", "Rest").sum())
    known = pl.DataFrame(
        [(key, *records) for key, records in several.items()],
        schema={"Key": pl.String, "KnownSelected": pl.Int64, "KnownRest": pl.Int64},
        orient="row",
    )
    return once.join(known, on="Key", how="left").select(
        *_OF,
        Several=pl.col("KnownSelected").is_not_null(),
        Selected=pl.coalesce("KnownSelected", "Selected"),
        Rest=pl.coalesce("KnownRest", "Rest"),
    )


def _score_of_values(counts: pl.DataFrame, present: pl.DataFrame, sides: Sides) -> pl.DataFrame:
    common = counts.filter("Common").select(*_OF, "Selected", "Rest")
    others = counts.filter(~pl.col("Common")).group_by(_OF).agg(pl.col("Selected", "Rest").sum())
    absent = present.select(*_OF, Selected=sides.selected - pl.col("Selected"), Rest=sides.rest - pl.col("Rest"))
    return (
        pl.concat([common, others, absent])
        .join(present.select(*_OF, "Several"), on=_OF)
        .with_columns(Beyond=_beyond_chance(sides))
        .group_by(_OF)
        .agg(
            ByValue=pl.when(pl.col("Several").first())
            .then(pl.col("Beyond").max())
            .otherwise(pl.col("Beyond").sum() / 2)
        )
    )


def _beyond_chance(sides: Sides) -> pl.Expr:
    """The end of the difference's 95 % interval that is nearer to 0; 0 where 0 is within it."""
    selected, rest = (pl.col("Selected") + 1) / (sides.selected + 2), (pl.col("Rest") + 1) / (sides.rest + 2)
    variance = selected * (1 - selected) / (sides.selected + 2) + rest * (1 - rest) / (sides.rest + 2)
    return ((selected - rest).abs() - _Z * variance.sqrt()).clip(0)


def _apart(sides: Sides) -> pl.Expr:
    return (pl.col("Selected") / sides.selected - pl.col("Rest") / sides.rest).abs()


def _score_of_numbers(counts: pl.DataFrame, sides: Sides) -> pl.DataFrame:
    selected, rest = pl.col("Selected") / sides.selected, pl.col("Rest") / sides.rest
    chance = _KS * math.sqrt(1 / sides.selected + 1 / sides.rest)
    below = (selected.cum_sum() - rest.cum_sum()).over(_OF)
    above = (selected.sum() - rest.sum()).over(_OF) - below
    numeric = (pl.col("Selected") + pl.col("Rest")).filter(pl.col("Bucket") != NO_BUCKET).sum() >= _NUMERIC_SHARE * (
        pl.col("Selected") + pl.col("Rest")
    ).sum()
    return (
        counts.filter(numeric.over(_OF), pl.col("Bucket") != NO_BUCKET)
        .with_columns(Ordinal=_ordinals(counts))
        .group_by(*_OF, "Ordinal")
        .agg(pl.col("Selected", "Rest").sum())
        .sort("Ordinal")
        .with_columns(Apart=pl.max_horizontal(below.abs(), above.abs()))
        .group_by(_OF)
        .agg(ByNumber=(pl.col("Apart").max() - chance).clip(0))
    )


def _ordinals(counts: pl.DataFrame) -> pl.Expr:
    known = {bucket: ordinal(bucket) for bucket in counts["Bucket"].unique() if bucket != NO_BUCKET}
    return pl.col("Bucket").replace_strict(known, default=None, return_dtype=pl.Int64)


def _values(counts: pl.DataFrame, sides: Sides, values_max: int) -> pl.DataFrame:
    return (
        counts.filter("Common")
        .sort(_apart(sides), pl.col("Value"), descending=[True, False])
        .select("Value", "Selected", "Rest")
        .head(values_max)
    )


def _numbers(counts: pl.DataFrame) -> Numbers | None:
    """Of an attribute whose values are numbers, more than one would list."""
    numeric = counts.filter(pl.col("Bucket") != NO_BUCKET)
    numbers, values = (int(each["Selected"].sum()) + int(each["Rest"].sum()) for each in (numeric, counts))
    if not numbers or numbers < _NUMERIC_SHARE * values:
        return None
    if numeric.filter("Common").height == numeric.height <= _LISTED_NUMBERS:
        return None
    placed = numeric.with_columns(Ordinal=_ordinals(numeric))
    middles = pl.col("Ordinal").replace_strict({each: middle(each) for each in placed["Ordinal"].unique()})
    placed = placed.with_columns(
        Number=pl.coalesce(pl.col("Value").cast(pl.Float64, strict=False), middles.cast(pl.Float64))
    ).sort("Number")
    bounds = band_bounds(placed["Ordinal"].unique().to_list(), BANDS)
    band = pl.Series(bounds, dtype=pl.Int64).search_sorted(placed["Ordinal"], side="right")
    banded = placed.with_columns(Band=band - 1).group_by("Band").agg(pl.col("Selected", "Rest").sum())
    filled = (
        pl.DataFrame({"Band": range(len(bounds) - 1)}, schema={"Band": banded.schema["Band"]})
        .join(banded, on="Band", how="left")
        .sort("Band")
        .fill_null(0)
    )
    return Numbers(
        [lower_edge(each) for each in bounds],
        filled["Selected"].to_list(),
        filled["Rest"].to_list(),
        _quartiles(placed["Number"], placed["Selected"]),
        _quartiles(placed["Number"], placed["Rest"]),
    )


def _quartiles(numbers: pl.Series, records: pl.Series) -> Quartiles | None:
    """Of numbers in their order, each so often: the least that at least this share of them does not exceed."""
    total = int(records.sum())
    if not total:
        return None
    counted = records.cum_sum()
    p25, p50, p75 = (numbers[int(counted.search_sorted(math.ceil(share * total)))] for share in (0.25, 0.5, 0.75))
    return Quartiles(p25, p50, p75)
