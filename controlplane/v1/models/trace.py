"""One trace: its shape as a struct of arrays, and what is asked about parts of it."""

from pydantic import Field

from controlplane.v1.models.base import Answer, UnixNs
from controlplane.v1.models.logs import LogRecord
from controlplane.v1.models.spans import Span


class TraceRows(Answer):
    """Spans in pre-order, children by start: all lists are of one length, and row i's subtree ends before row
    i + subtree[i]. A parent that did not arrive has a row of its own, a stub.
    """

    span_id: list[str]
    parent: list[int] = Field(description="The parent's row; -1 for a root.")
    depth: list[int]
    start_ns: list[int] = Field(description="After the trace's start, set right where two clocks disagree.")
    shift_ns: list[int] = Field(description="By how much it was set right: start_ns - shift_ns is as it was sent.")
    duration_ns: list[int]
    self_ns: list[int] = Field(description="Of the duration, what no child covers.")
    service: list[int] = Field(description="Place in `services`; -1 of a stub.")
    name: list[int] = Field(description="Place in `names`; -1 of a stub.")
    kind: list[int] = Field(description="Place in `kinds`.")
    flags: list[int] = Field(
        description="Sum of: 1 failed, 2 stub, 4 start set right, 8 on the critical path, 16 has events, 32 has links."
    )
    subtree: list[int] = Field(description="Rows of the subtree, itself included.")


class CriticalPath(Answer):
    """Stretches of time that the trace's duration consists of, and the row each was spent in."""

    row: list[int]
    start_ns: list[int]
    end_ns: list[int]


class Skew(Answer):
    """How far the clock of a service was off against its callers': the median over the spans that were set right."""

    service: str
    shift_ns: int
    spans: int


class Trace(Answer):
    """A whole trace without attributes, events and links. `complete` is false when it has more spans than are shown."""

    trace_id: str
    complete: bool
    start_unix_ns: UnixNs
    duration_ns: int
    spans: int = Field(description="Spans that arrived; stubs are not counted.")
    errors: int
    services: list[str]
    names: list[str]
    kinds: list[str]
    rows: TraceRows
    critical: CriticalPath
    warnings: list[str]
    skew: list[Skew]


class TraceSpans(Answer):
    """Spans of a trace, whole, by start. `complete` is false when there are more than one answer carries."""

    trace_id: str
    complete: bool
    spans: list[Span]


class TraceLogs(Answer):
    """Log records of a trace or a span, oldest first. `complete` is false when there are more."""

    logs: list[LogRecord]
    complete: bool


class FoundSpans(Answer):
    """Spans of a trace in which a text is found. `complete` is false when there are more."""

    span_ids: list[str]
    complete: bool


class TraceStatisticsRow(Answer):
    """What the spans with one value did."""

    value: str
    count: int
    total_ns: int
    self_ns: int
    avg_ns: float
    p95_ns: float
    max_ns: int
    errors: int


class TraceStatistics(Answer):
    """Most self time first. `complete` is false when there are more rows than one answer carries."""

    rows: list[TraceStatisticsRow]
    complete: bool


class ComparedRows(Answer):
    """Two traces as one tree, in pre-order: spans are the same where the services and names on their way from the root
    are. Counts and sums of durations of the first trace (a) and the second (b).
    """

    parent: list[int] = Field(description="The parent's row; -1 for a root.")
    depth: list[int]
    service: list[int] = Field(description="Place in `services`; -1 of a stub.")
    name: list[int] = Field(description="Place in `names`; -1 of a stub.")
    count_a: list[int]
    duration_a_ns: list[int]
    self_a_ns: list[int]
    errors_a: list[int]
    count_b: list[int]
    duration_b_ns: list[int]
    self_b_ns: list[int]
    errors_b: list[int]


class TraceComparison(Answer):
    """Two traces, aligned."""

    services: list[str]
    names: list[str]
    rows: ComparedRows


class Refusal(Answer):
    """Spans of a file that could not be read, and why."""

    reason: str
    count: int


class TraceFile(Answer):
    """The traces of a file, which is not stored, with all their spans: nothing can be asked about it later.

    `complete` is false when it has more traces than one answer carries.
    """

    complete: bool
    refused: list[Refusal]
    traces: list[Trace]
    spans: list[Span]
