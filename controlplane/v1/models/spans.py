"""Spans, whole and in lists; traces in lists."""

from pydantic import Field, JsonValue

from controlplane.v1.models.base import Answer, UnixNs
from controlplane.v1.models.search import SearchWarning


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
    matched: int = Field(default=0, description="Spans of the trace that match the query and start in the time.")
    services: list[ServiceShare] = Field(description="Most spans first.")


class Traces(Answer):
    """Newest first, by the newest span that matches."""

    traces: list[TraceSummary]
    next_cursor: str | None = Field(default=None, description="For `cursor`: what comes after. Null: nothing.")
    warnings: list[SearchWarning] = Field(default=[])


class SpanSummary(Answer):
    """One span in a list."""

    trace_id: str
    span_id: str
    parent_span_id: str
    service: str
    name: str
    kind: str
    status: str
    start_unix_ns: UnixNs
    duration_ns: int
    sample_weight: float
    camel: Camel


class Spans(Answer):
    """Newest first."""

    spans: list[SpanSummary]
    next_cursor: str | None = Field(default=None, description="For `cursor`: what comes after. Null: nothing.")
    warnings: list[SearchWarning] = Field(default=[])


class SpanEvent(Answer):
    """Something that happened during a span."""

    time_unix_ns: UnixNs
    name: str
    attributes: dict[str, JsonValue]


class SpanLink(Answer):
    """Another span that this one belongs with."""

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
