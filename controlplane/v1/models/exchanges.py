"""Exchanges of Camel: in lists, and one with its steps and messages."""

from pydantic import Field, JsonValue

from controlplane.v1.models.base import Answer, UnixNs
from controlplane.v1.models.search import SearchWarning
from controlplane.v1.models.spans import Camel


class Thrown(Answer):
    """An exception, redacted where it was seen. Empty strings: none, or not told."""

    type: str
    message: str
    stacktrace: str = ""


class ExchangeSummary(Answer):
    """One exchange in a list."""

    id: str
    trace_id: str
    span_id: str
    service: str
    start_unix_ns: UnixNs
    duration_ns: int
    outcome: str = Field(description="`completed`, `failed`, or `handled`: an error handler dealt with a failure.")
    reason: str = Field(description="Why it was kept: share, failed, slow, new, rare, minute, part.")
    sample_weight: float = Field(description="Exchanges that this one stands for.")
    endpoint: str = Field(description="What its route takes it from.")
    part_of: str = Field(description="The exchange it was split off from, '' for none.")
    exception: Thrown = Field(description="What it failed with; of a handled failure its step has it.")
    camel: Camel


class Exchanges(Answer):
    """Newest first."""

    exchanges: list[ExchangeSummary]
    next_cursor: str | None = Field(default=None, description="For `cursor`: what comes after. Null: nothing.")
    warnings: list[SearchWarning] = Field(default=[])


class ExchangeStep(Answer):
    """A node that an exchange passed, or a route that it was handed to (no node)."""

    span_id: str
    parent_span_id: str
    start_unix_ns: UnixNs
    duration_ns: int
    name: str
    kind: str = Field(description="Camel's short name of the node: `to`, `choice`, `split`.")
    endpoint: str
    failed: bool
    handled: bool = Field(description="An error handler dealt with its failure.")
    redeliveries: int
    exception: Thrown
    before: int | None = Field(description="`number` of the message as it came; null: not kept.")
    after: int | None = Field(description="`number` of the message as it went on.")
    camel: Camel


class ExchangeMessage(Answer):
    """A message as it was between two steps, redacted."""

    number: int
    body: JsonValue = Field(description="Text; bytes as base64; null: none, or `missing` says why.")
    is_bytes: bool
    type: str = Field(description="The body's Java class.")
    size: int | None = Field(description="Bytes of the body before anything was cut; null: not known.")
    missing: str = Field(description="Why there is no body: stream, too_large, no_text, off, no_rules; '' otherwise.")
    cut: bool = Field(description="The end of the body is missing.")
    headers: dict[str, JsonValue]
    header_types: dict[str, JsonValue] = Field(description="Java classes of headers that are no strings.")
    redacted: dict[str, JsonValue] = Field(description="Values that were replaced, by rule.")


class Exchange(Answer):
    """One exchange whole: steps by start, messages by number, and the exchanges it was split into."""

    exchange: ExchangeSummary
    before: int | None
    after: int | None
    steps_left_out: int = Field(description="Steps beyond the agent's `steps.max`.")
    steps: list[ExchangeStep]
    messages: list[ExchangeMessage]
    parts: list[ExchangeSummary]
    complete: bool = Field(description="False: it has more steps, messages or parts than one answer carries.")
