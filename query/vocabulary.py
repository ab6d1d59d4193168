"""What the keys of a search mean in a table: aliases, columns, attribute maps, and where words are found."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType

# Levels of severity, OpenTelemetry's log data model: 0 is unknown, then four numbers for each level.
LEVELS = ("unknown", "trace", "debug", "info", "warn", "error", "fatal")
LEVEL_WIDTH = 4
LEVEL_SYNONYMS = MappingProxyType({"warning": "warn", "critical": "fatal"})


class Kind(Enum):
    """What a column holds, and so how a value is read and compared."""

    TEXT = auto()
    TEXTS = auto()  # several in a row: a key has a value when one of them has
    CHOICE = auto()  # one of few words, in any case
    DURATION = auto()  # nanoseconds; a value has a unit
    IDENTIFIER = auto()  # hexadecimal, in any case
    TRACE_IDENTIFIER = auto()  # as well, short ones filled up with zeros
    SEVERITY = auto()  # OTLP's number; a value is a number or a level's name


@dataclass(frozen=True, slots=True)
class Field:
    """A column that a key stands for. `choices` maps what is written, in lower case, to what is stored."""

    column: str
    kind: Kind = Kind.TEXT
    choices: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The keys of one table.

    `prefixes` name one attribute map each (`resource.host.name`), `nested` an array of them each, of which any may hold
    the key; a key that is neither a field nor prefixed is looked up in all `maps`, the first of which wins where one
    value is wanted. `texts` are the columns, `text_maps` the maps, whose values are searched for a word.
    """

    signal: str
    table: str
    time: str
    fields: Mapping[str, Field]
    prefixes: Mapping[str, str]
    nested: Mapping[str, str]
    maps: tuple[str, ...]
    texts: tuple[str, ...]
    text_maps: tuple[str, ...]


def _choices(*stored: str) -> dict[str, str]:
    return {word.lower(): word for word in stored}


_SERVICE = Field("ServiceName")
_CAMEL = {
    "context": Field("CamelContext"),
    "camel.context.id": Field("CamelContext"),
    "route": Field("CamelRoute"),
    "camel.route.id": Field("CamelRoute"),
    "node": Field("CamelNode"),
    "camel.node.id": Field("CamelNode"),
    "exchange": Field("CamelExchange"),
    "camel.exchange.id": Field("CamelExchange"),
}
_COMMON = {
    "service": _SERVICE,
    "service.name": _SERVICE,
    "trace": Field("TraceId", Kind.TRACE_IDENTIFIER),
    "trace_id": Field("TraceId", Kind.TRACE_IDENTIFIER),
    "span_id": Field("SpanId", Kind.IDENTIFIER),
    "scope": Field("ScopeName"),
    **_CAMEL,
}
_STATUS = Field("StatusCode", Kind.CHOICE, _choices("Unset", "Ok", "Error"))
_SPAN_KIND = Field(
    "SpanKind", Kind.CHOICE, _choices("Unspecified", "Internal", "Server", "Client", "Producer", "Consumer")
)
_SPAN_EVENT = Field("Events.Name", Kind.TEXTS)
_SEVERITY = Field("SeverityNumber", Kind.SEVERITY)

TRACES = Vocabulary(
    signal="traces",
    table="otel_traces",
    time="Timestamp",
    fields={
        **_COMMON,
        "name": Field("SpanName"),
        "operation": Field("SpanName"),
        "status": _STATUS,
        "kind": _SPAN_KIND,
        "duration": Field("Duration", Kind.DURATION),
        "message": Field("StatusMessage"),
        "parent_id": Field("ParentSpanId", Kind.IDENTIFIER),
        "event": _SPAN_EVENT,
        "event.name": _SPAN_EVENT,
    },
    prefixes={"resource.": "ResourceAttributes", "span.": "SpanAttributes", "scope.": "ScopeAttributes"},
    nested={"event.": "Events.Attributes"},
    maps=("SpanAttributes", "ResourceAttributes"),
    texts=("SpanName", "ServiceName", "StatusMessage"),
    text_maps=("SpanAttributes",),
)
LOGS = Vocabulary(
    signal="logs",
    table="otel_logs",
    time="Timestamp",
    fields={
        **_COMMON,
        "body": Field("Body"),
        "message": Field("Body"),
        "level": _SEVERITY,
        "severity": _SEVERITY,
        "event": Field("EventName"),
    },
    prefixes={"resource.": "ResourceAttributes", "log.": "LogAttributes", "scope.": "ScopeAttributes"},
    nested={},
    maps=("LogAttributes", "ResourceAttributes"),
    texts=("Body", "EventName", "ServiceName"),
    text_maps=("LogAttributes",),
)
# A header's key is the header's own name.
HEADER_PREFIX = "camel.message.header."
MESSAGES = Vocabulary(
    signal="logs",
    table="camel_messages",
    time="Timestamp",
    fields={"body": Field("Body")},
    prefixes={"log.": "LogAttributes"},
    nested={},
    maps=("LogAttributes",),
    texts=("Body",),
    text_maps=("LogAttributes",),
)
# Of the newest model of each route: a word is found in its nodes, too.
ROUTES = Vocabulary(
    signal="logs",
    table="camel_route_models",
    time="Timestamp",
    fields={
        **{key: _COMMON[key] for key in ("service", "service.name")},
        **{key: _CAMEL[key] for key in ("context", "camel.context.id", "route", "camel.route.id")},
        "version": Field("Version"),
        "from": Field("Endpoint"),
        "endpoint": Field("Endpoint"),
        "group": Field("RouteGroup"),
    },
    prefixes={"log.": "LogAttributes"},
    nested={},
    maps=("LogAttributes",),
    texts=("CamelRoute", "Endpoint", "Description", "Nodes"),
    text_maps=(),
)
# The same for each kind of metric: `table` names one of them.
METRICS = Vocabulary(
    signal="metrics",
    table="otel_metrics_gauge",
    time="TimeUnix",
    fields={"service": _SERVICE, "service.name": _SERVICE, "scope": Field("ScopeName"), "name": Field("MetricName")},
    prefixes={"resource.": "ResourceAttributes", "metric.": "Attributes", "scope.": "ScopeAttributes"},
    nested={},
    maps=("Attributes", "ResourceAttributes"),
    texts=("MetricName", "MetricDescription", "ServiceName"),
    text_maps=("Attributes",),
)
