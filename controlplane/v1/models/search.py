"""What stands beside a list of records: counts over time, by duration and by value, and words to search for."""

from typing import Annotated

from pydantic import Field

from controlplane.v1.models.base import Answer, UnixNs


class SearchWarning(Answer):
    """Something about a query that is no error: a key that no record of the time has."""

    key: str
    column: int = Field(description="1 is the first character of the query.")
    message: str
    nearest: str | None = Field(description="A key that there is, and that may have been meant.")


class Estimate(Answer):
    """Of a number before sampling: the value and its 95 % interval, which has no width where nothing was sampled."""

    value: float
    low: float
    high: float | None = Field(description="null: there is no upper bound.")
    reliable: bool = Field(description="False: no more than its order of magnitude is known.")


class Count(Answer):
    """Spans that match: those stored, and estimates of all there were before sampling."""

    stored: int
    calls: Estimate
    errors: Estimate
    duration_avg_ns: Estimate
    warnings: list[SearchWarning]


class HistogramSeries(Answer):
    """Counts of one kind of record, a number for each step."""

    name: str = Field(description="Traces: ok, error. Logs: unknown, trace, debug, info, warn, error, fatal.")
    counts: list[int]


class Histogram(Answer):
    """Stored records over time, in steps of a readable length; those at both ends may reach beyond the time."""

    start_unix_ns: UnixNs
    step_ns: int
    series: list[HistogramSeries]


class HeatMap(Answer):
    """Stored spans by time and duration.

    Band n holds durations from bound n up to, not including, bound n + 1: there is one bound more than bands, and none
    of either when no span matched.
    """

    start_unix_ns: UnixNs
    step_ns: int
    duration_bounds_ns: list[int]
    counts: list[list[int]] = Field(description="For each step of time a count for each band of duration.")
    errors: list[list[int]] = Field(description="As `counts`, of failed spans.")
    duration_ns_min: int
    duration_ns_max: int


class FacetValue(Answer):
    """A value and how many records have it."""

    value: str
    count: int = Field(description="At most `error` too high.")
    error: int = Field(description="0: the count is exact.")


class Facet(Answer):
    """The commonest values of a key among the records that match."""

    key: str
    values: list[FacetValue] = Field(description="By count.")
    others: int = Field(description="Records that have the key with a value that is not listed.")


class Facets(Answer):
    """In the order asked for; a key that no record has is left out."""

    facets: list[Facet]


class SuggestedKey(Answer):
    """A key that can be searched by."""

    key: str
    source: str = Field(description="field (of every record), resource, scope, span, log or metric.")
    count: int = Field(description="Records that have it; 0 where it is not known.")


class SuggestedKeys(Answer):
    """Fields first, then attributes by count."""

    keys: list[SuggestedKey]


class SuggestedValue(Answer):
    """A value that a key has."""

    value: str
    count: int = Field(description="Records that have it; 0 where it is not known.")


class SuggestedValues(Answer):
    """By count."""

    values: list[SuggestedValue]


class DifferentValue(Answer):
    """A value of an attribute, and how many spans of either side have it."""

    value: str
    selected: int
    rest: int


class Quartiles(Answer):
    """Where the values of a number lie."""

    p25: float
    p50: float
    p75: float


class NumberBands(Answer):
    """Numbers of both sides over the same bands.

    Band n holds numbers from bound n up to, not including, bound n + 1, below 0 mirrored: there is one bound more than
    bands.
    """

    bounds: list[float]
    selected: list[int]
    rest: list[int]


class DifferentAttribute(Answer):
    """An attribute, or a field, and how differently its values are distributed."""

    key: str = Field(description="As it is written in a query.")
    source: str = Field(description="field, resource, scope or span.")
    score: Annotated[float, Field(ge=0, le=1)] = Field(
        description="0: no difference beyond chance. 1: nothing in common. The share of spans of a side that need "
        "another value for both sides to be alike."
    )
    selected: int = Field(description="Selected spans, of those looked at, that have it.")
    rest: int = Field(description="Others, of those looked at, that have it.")
    values: list[DifferentValue] = Field(
        description="Those that differ most first; not those that fewer than one span in a hundred has on both sides."
    )
    numbers: NumberBands | None = Field(description="Of attributes whose values are numbers; null for others.")
    selected_quartiles: Quartiles | None = Field(description="Of numbers; null for others, and without a selected one.")
    rest_quartiles: Quartiles | None


class Difference(Answer):
    """What distinguishes the selected spans from the others that match the query."""

    selected: int = Field(description="Spans that match and are selected.")
    rest: int = Field(description="Spans that match and are not.")
    selected_looked_at: int = Field(
        description="Of very many spans some are drawn, by a hash; what is counted of attributes is of these."
    )
    rest_looked_at: int = Field(description="As well, of the others.")
    attributes: list[DifferentAttribute] = Field(description="Highest score first; none where either side has no span.")
    warnings: list[SearchWarning] = Field(description="Of the query, then of the selection.")


class Dropped(Answer):
    """Records that a live tail left out because more came than it passes on."""

    count: int
