"""What is different about some of the spans that match a search: each attribute and field, by how much it differs.

How many spans have which value is counted by `compared_spans`, the score is that of `query.contrast`.
"""

from dataclasses import dataclass

import polars as pl

from query.ask.compared_spans import DURATION, EVENT, FIELD, SPANS_LOOKED_AT_MAX, ComparedSpans
from query.contrast import Contrast, Sides, contrasts
from query.language import Search
from query.scope import Scope
from query.sql import Expression, Value, bare_sources, call, column, every, matching, moment
from query.store import Store
from query.vocabulary import TRACES

ATTRIBUTES_MAX = 500
VALUES_MAX = 100


@dataclass(frozen=True, slots=True)
class Box:
    """Times [start, end) and durations [min, max), in ns; None is no bound."""

    start_unix_ns: int | None = None
    end_unix_ns: int | None = None
    duration_ns_min: int | None = None
    duration_ns_max: int | None = None

    @property
    def bounds_duration(self) -> bool:
        """Whether durations are part of it."""
        return self.duration_ns_min is not None or self.duration_ns_max is not None

    def conditions(self) -> tuple[Expression, ...]:
        """What holds for a span in it."""
        conditions = []
        if self.start_unix_ns is not None:
            conditions.append(call("greaterOrEquals", column("Timestamp"), moment(self.start_unix_ns)))
        if self.end_unix_ns is not None:
            conditions.append(call("less", column("Timestamp"), moment(self.end_unix_ns)))
        if self.duration_ns_min is not None:
            conditions.append(call("greaterOrEquals", column("Duration"), Value(self.duration_ns_min, "UInt64")))
        if self.duration_ns_max is not None:
            conditions.append(call("less", column("Duration"), Value(self.duration_ns_max, "UInt64")))
        return tuple(conditions)


@dataclass(frozen=True, slots=True)
class Difference:
    """Spans of either side, how many of them were looked at, and what differs, highest score first.

    Counts of attributes are of the spans looked at. Nothing differs where a side has no span.
    """

    sides: Sides
    looked_at: Sides
    attributes: list[Contrast]


def difference(
    store: Store,
    scope: Scope,
    search: Search,
    selection: Search,
    box: Box,
    attributes_max: int,
    values_max: int,
    spans_max: int = SPANS_LOOKED_AT_MAX,
) -> Difference:
    """Spans that match the search: those that the selection matches and that are in the box, against the others.

    Stored spans, not weighted; of a side with more than `spans_max` about so many. The duration is not compared where
    the box bounds it. Raises MalformedQuery, ValueError (nothing selects, bounds of the answer).
    """
    if not 0 < attributes_max <= ATTRIBUTES_MAX or not 0 < values_max <= VALUES_MAX:
        raise ValueError(
            f"attributes are 1 to {ATTRIBUTES_MAX}, values 1 to {VALUES_MAX} of each, "
            f"not {attributes_max} and {values_max}"
        )
    selecting = (*matching(selection, TRACES), *box.conditions())
    if not selecting:
        raise ValueError("everything is selected, and nothing is left to compare it with: give a selection, or a box")
    spans = ComparedSpans(store, scope, matching(search, TRACES), every(*selecting))
    counts = spans.counts()
    sides = counts.sides
    if max(sides.selected, sides.rest) > spans_max:
        spans = spans.sampled(sides, spans_max)
        counts = spans.counts()
    looked_at = counts.sides
    if not looked_at.selected or not looked_at.rest:
        return Difference(sides, looked_at, [])
    found = spans.by_value(looked_at)
    if box.bounds_duration:
        found = found.filter((pl.col("Source") != FIELD) | (pl.col("Key") != DURATION))
    several = {EVENT: counts.with_event}
    different = contrasts(_as_searched(found), looked_at, several, attributes_max, values_max)
    return Difference(sides, looked_at, different)


def _as_searched(counts: pl.DataFrame) -> pl.DataFrame:
    """Keys as they are written in a search: with their source where they mean something else without it."""
    attribute = pl.col("Source") != FIELD
    shared = pl.col("Source").filter(attribute).n_unique().over("Key") > 1
    unnamed = ~pl.col("Source").is_in(bare_sources(TRACES))
    ambiguous = attribute & (shared | unnamed | pl.col("Key").is_in(list(TRACES.fields)))
    return counts.with_columns(
        Key=pl.when(ambiguous).then(pl.concat_str("Source", pl.lit("."), "Key")).otherwise(pl.col("Key"))
    )
