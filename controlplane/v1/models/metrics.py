"""Metrics."""

from pydantic import ConfigDict, Field, JsonValue

from controlplane.v1.models.base import Answer, UnixNs
from controlplane.v1.models.search import SearchWarning

KINDS = "gauge, sum, histogram, exponential_histogram or summary"


class MetricName(Answer):
    """A metric that was sent in the time asked for, and what it is, as its newest point says."""

    name: str
    count: int = Field(description="Points, in the hours that the time touches.")
    kind: str = Field("", description=f"{KINDS}; '' where its points are gone.")
    temporality: str = Field("", description="delta or cumulative of what counts; '' of gauges.")
    monotonic: bool = Field(default=False, description="Of a sum: it only rises.")
    unit: str = Field("", description="UCUM, as it was sent.")
    description: str = ""
    services: list[str] = Field([], description="That sent it lately, by name; at most twenty.")
    service_count: int = Field(0, description="All that sent it lately.")
    last_seen_unix_ns: UnixNs | None = Field(None, description="Its newest point's time.")


class MetricNames(Answer):
    """By name."""

    metrics: list[MetricName]
    found: int = Field(0, description="All that match.")
    complete: bool = Field(default=True, description="False: there are more than the limit; a word finds the rest.")


class MetricKey(Answer):
    """A key by which series can be told apart."""

    key: str = Field(description="As it is written in group_by and in a filter.")
    source: str = Field(description="field, metric, resource or scope.")
    values: int
    series: int = Field(description="Series that have the key.")


class MetricKeys(Answer):
    """Those with most values first, of the hour before the newest point."""

    name: str
    keys: list[MetricKey]


class ExponentialBuckets(Answer):
    """Base-2 exponential buckets, as OTLP's exponential histogram has them."""

    scale: int
    zero_count: int
    zero_threshold: float
    positive_offset: int
    positive_counts: list[int]
    negative_offset: int
    negative_counts: list[int]


class Quantile(Answer):
    """One value of a summary."""

    quantile: float
    value: float


class MetricPoint(Answer):
    """One point of one series. A gauge and a sum have `value`; histograms and summaries have the others, as sent."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=False)

    kind: str = Field(description="gauge, sum, histogram, exponential_histogram or summary.")
    time_unix_ns: UnixNs
    start_unix_ns: UnixNs
    service: str
    attributes: dict[str, JsonValue]
    value: int | float | None = None
    count: int | None = None
    sum: float | None = None
    min: float | None = None
    max: float | None = None
    bounds: list[float] | None = None
    bucket_counts: list[int] | None = None
    exponential: ExponentialBuckets | None = None
    quantiles: list[Quantile] | None = None


class MetricPoints(Answer):
    """Newest first, with the metric's own description and unit."""

    name: str
    description: str
    unit: str
    points: list[MetricPoint]


class Exemplar(Answer):
    """A measurement, and the span within which it was made."""

    time_unix_ns: UnixNs
    value: float
    service: str
    trace_id: str
    span_id: str = Field(description="'' where the sender names the trace alone.")


class MetricExemplars(Answer):
    """Oldest first."""

    name: str
    exemplars: list[Exemplar]


class Series(Answer):
    """One line of a chart."""

    group: dict[str, str] = Field(description="Values of the keys that were grouped by.")
    values: list[float | None] = Field(description="One for each step; null where there are no points.")


class MetricSeries(Answer):
    """A metric over time."""

    name: str
    kind: str = Field(description="gauge, sum, histogram, exponential_histogram or summary; '' without points.")
    unit: str
    description: str
    aggregate: str = Field(description="As asked for, or the usual one of the kind; '' without points.")
    aggregates: list[str] = Field(description="Those that the kind knows.")
    start_unix_ns: UnixNs
    step_ns: int
    series: list[Series] = Field(description="Largest first.")
    warnings: list[SearchWarning]
    complete: bool = Field(description="False: there are more groups than one answer carries.")
