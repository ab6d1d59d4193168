"""Log records."""

from pydantic import Field, JsonValue

from controlplane.v1.models.base import Answer, UnixNs
from controlplane.v1.models.search import SearchWarning
from controlplane.v1.models.spans import Camel, Scope


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
    cursor: str = Field(
        default="", description="Names this record where its neighbours are asked for; empty where it came another way."
    )


class Logs(Answer):
    """In the order asked for."""

    logs: list[LogRecord]
    next_cursor: str | None = Field(default=None, description="For `cursor`: what comes after. Null: nothing.")
    warnings: list[SearchWarning] = Field(default=[])


class LogContext(Answer):
    """What the same service wrote around a record. Both lists by time, oldest first; the record is in neither."""

    before: list[LogRecord]
    after: list[LogRecord]
