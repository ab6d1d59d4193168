"""Traces in Jaeger's JSON, as its own query service writes them and Grafana's data source reads them. Pure.

A trace is `{traceID, spans, processes, warnings}`. Resources become processes, named p1, p2 … in the order they appear;
attributes become typed tags; events become logs with a field `event`; the parent is the first CHILD_OF reference
(Grafana takes that one), links are further references.
"""

from collections.abc import Iterable, Iterator, Mapping

from pydantic import JsonValue

from controlplane.attributes import Attribute
from controlplane.records import SpanRecord

NS_PER_US = 1_000
# JavaScript reads JSON numbers as doubles: larger integers go as text, as Jaeger does it.
SAFE_INTEGER_MAX = 2**53 - 1

Json = dict[str, JsonValue]
Tag = tuple[str, str, JsonValue]
_KINDS = {"b": "bool", "i": "int64", "d": "float64", "y": "binary"}


def envelope(data: JsonValue, *, errors: list[Json] | None = None) -> Json:
    """What every answer is wrapped in."""
    return {
        "data": data,
        "total": len(data) if isinstance(data, list) else 0,
        "limit": 0,
        "offset": 0,
        "errors": list(errors) if errors else None,
    }


def trace(trace_id: str, spans: Iterable[SpanRecord], *, warnings: list[str] | None = None) -> Json:
    """One trace from its spans, in their order."""
    processes: dict[tuple[str, tuple[Attribute, ...]], str] = {}
    drawn: list[JsonValue] = []
    for span in spans:
        process_id = processes.setdefault((span.service, span.resource), f"p{len(processes) + 1}")
        drawn.append(_span(span, process_id))
    return {
        "traceID": trace_id,
        "spans": drawn,
        "processes": {
            process_id: {
                "serviceName": service,
                # The service's name is the process's own field, not a tag.
                "tags": _tags(_tag(each) for each in resource if each.key != "service.name"),
            }
            for (service, resource), process_id in processes.items()
        },
        "warnings": list(warnings) if warnings else None,
    }


def _span(span: SpanRecord, process_id: str) -> Json:
    return {
        "traceID": span.trace_id,
        "spanID": span.span_id,
        "processID": process_id,
        "operationName": span.name,
        "startTime": span.start_unix_ns // NS_PER_US,
        "duration": span.duration_ns // NS_PER_US,
        "flags": span.flags,
        "references": list(_references(span)),
        "tags": _tags(_span_tags(span)),
        "logs": [
            {
                "timestamp": event.time_unix_ns // NS_PER_US,
                "fields": _tags([("event", "string", event.name), *_texts(event.attributes)]),
            }
            for event in span.events
        ],
        "warnings": None,
    }


def _references(span: SpanRecord) -> Iterator[Json]:
    if span.parent_span_id:
        yield {"refType": "CHILD_OF", "traceID": span.trace_id, "spanID": span.parent_span_id}
    for link in span.links:
        yield {"refType": "FOLLOWS_FROM", "traceID": link.trace_id, "spanID": link.span_id}


def _span_tags(span: SpanRecord) -> Iterator[Tag]:
    for attribute in span.attributes:
        yield _tag(attribute)
    if span.kind != "Unspecified":
        yield "span.kind", "string", span.kind.lower()
    if span.status != "Unset":
        yield "otel.status_code", "string", span.status.upper()
    if span.status_message:
        yield "otel.status_description", "string", span.status_message
    if span.status == "Error":
        yield "error", "bool", True
    if span.scope_name:
        yield "otel.scope.name", "string", span.scope_name
    if span.scope_version:
        yield "otel.scope.version", "string", span.scope_version
    if span.trace_state:
        yield "w3c.tracestate", "string", span.trace_state


def _tag(attribute: Attribute) -> Tag:
    kind = _KINDS.get(attribute.kind, "string")
    # Jaeger knows no arrays and maps: they stay the JSON text they are kept as.
    value = attribute.value if kind in {"bool", "int64", "float64"} else attribute.text
    if isinstance(value, int) and abs(value) > SAFE_INTEGER_MAX:
        value = str(value)
    return attribute.key, kind, value


def _texts(attributes: Mapping[str, str]) -> Iterator[Tag]:
    for key, value in attributes.items():
        yield key, "string", value


def _tags(tags: Iterable[Tag]) -> list[JsonValue]:
    return [{"key": key, "type": kind, "value": value} for key, kind, value in tags]
