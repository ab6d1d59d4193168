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
    source: str = Field(description="field (of every record), resource, scope, span or log.")
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


class DifferentAttribute(Answer):
    """An attribute whose values are distributed differently."""

    key: str
    source: str = Field(description="field, resource, scope or span.")
    score: Annotated[float, Field(ge=0, le=1, description="0: the same on both sides. 1: nothing in common.")]
    selected: int = Field(description="Selected spans that have it.")
    rest: int = Field(description="Others that have it.")
    values: list[DifferentValue] = Field(description="Those that differ most first.")
    selected_quartiles: Quartiles | None = Field(description="Of numbers; null for others.")
    rest_quartiles: Quartiles | None


class Difference(Answer):
    """What distinguishes the selected spans from the others that match the query."""

    selected: int
    rest: int
    attributes: list[DifferentAttribute] = Field(description="Highest score first.")


class Dropped(Answer):
    """Records that a live tail left out because more came than it passes on."""

    count: int
