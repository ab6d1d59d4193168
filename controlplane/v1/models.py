"""What the API answers, as types: the schema, the answers and the command line's reading of them come from here.

Times are nanoseconds since 1970 as decimal strings, because they exceed 2^53 and JSON numbers lose digits there;
durations are numbers.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, JsonValue, PlainSerializer

UnixNs = Annotated[
    int,
    PlainSerializer(str, return_type=str, when_used="json"),
    Field(
        description="Nanoseconds since 1970-01-01T00:00:00Z, as a decimal string.",
        json_schema_extra={"examples": ["1763805600000000000"]},
    ),
]


class Answer(BaseModel):
    """Frozen; unknown fields are ignored, so that an older command line reads a newer server."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Services(Answer):
    """Names of services that sent spans in the time asked for."""

    services: list[str]


class ServiceShare(Answer):
    """What a service did in a trace."""

    name: str
    spans: int
    errors: int


class TraceSummary(Answer):
    """One trace in a list: enough to choose it. Root names are empty while the root has not arrived."""

    trace_id: str
    start_unix_ns: UnixNs
    duration_ns: int
    root_service: str
    root_name: str
    spans: int
    errors: int
    services: list[ServiceShare] = Field(description="Most spans first.")


class Traces(Answer):
    """Newest first."""

    traces: list[TraceSummary]


class Scope(Answer):
    """The instrumentation library."""

    name: str
    version: str


class Camel(Answer):
    """Where in Camel a record belongs; empty strings outside of Camel."""

    context: str
    route: str
    node: str
    exchange: str


class SpanEvent(Answer):
    """Something that happened during a span."""

    time_unix_ns: UnixNs
    name: str
    attributes: dict[str, JsonValue]


class SpanLink(Answer):
    """Another span this one has to do with."""

    trace_id: str
    span_id: str
    trace_state: str
    attributes: dict[str, JsonValue]


class Span(Answer):
    """A span as it was sent, attribute values with their types (bytes as base64)."""

    trace_id: str
    span_id: str
    parent_span_id: str
    trace_state: str
    name: str
    kind: str
    service: str
    start_unix_ns: UnixNs
    duration_ns: int
    status: str
    status_message: str
    flags: int
    sample_weight: float
    resource: dict[str, JsonValue]
    scope: Scope
    attributes: dict[str, JsonValue]
    events: list[SpanEvent]
    links: list[SpanLink]
    camel: Camel


class Trace(Answer):
    """A whole trace, spans by start. `complete` is false when it holds more spans than one answer carries."""

    trace_id: str
    complete: bool
    spans: list[Span]


class LogRecord(Answer):
    """A log record as it was sent. `body` is text or, where the sender gave structure, that structure."""

    time_unix_ns: UnixNs
    observed_unix_ns: UnixNs
    severity: str
    severity_number: int
    service: str
    body: JsonValue
    event_name: str
    trace_id: str
    span_id: str
    resource: dict[str, JsonValue]
    scope: Scope
    attributes: dict[str, JsonValue]
    camel: Camel


class Logs(Answer):
    """Newest first."""

    logs: list[LogRecord]


class MetricName(Answer):
    """A metric that was sent in the time asked for."""

    name: str
    count: int = Field(description="Points seen.")


class MetricNames(Answer):
    """By name."""

    metrics: list[MetricName]


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


class Gap(Answer):
    """Something that did not get in, or was dropped: never silently."""

    time_unix_ns: UnixNs
    signal: str
    source: str
    reason: str
    count: int
    detail: str


class Gaps(Answer):
    """Newest first."""

    gaps: list[Gap]


class Problem(Answer):
    """An RFC 9457 problem. `detail` names the value, `way_out` what to do; of a query the place too."""

    type: str
    title: str
    status: int
    detail: str
    way_out: str
    query: str | None = None
    column: int | None = Field(default=None, description="1 is the first character of `query`.")
