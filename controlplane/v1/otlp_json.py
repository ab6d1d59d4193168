"""Stored spans as OTLP/JSON, for a file: an ExportTraceServiceRequest, written part by part.

What the store does not keep is not there: attributes of events and links come as strings, bytes and whole doubles
within an array or a map as strings and integers. Everything else comes as it was sent, times that the collector had to
replace too.

https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import polars as pl
from pydantic import JsonValue

from controlplane.attributes import Attribute, typed
from controlplane.records import rows
from query.analysis import KINDS

_KINDS = {kind: number for number, kind in enumerate(KINDS)}
_FIELDS = {"b": "boolValue", "i": "intValue", "d": "doubleValue", "y": "bytesValue"}
_STATUSES = {"Unset": 0, "Ok": 1, "Error": 2}

Json = dict[str, JsonValue]
Row = Mapping[str, Any]
Identity = tuple[object, ...]


def export(parts: Iterable[pl.DataFrame]) -> Iterator[bytes]:
    """The request, from frames of otel_traces. A resource appears in each part that has spans of it."""
    separator = b'{"resourceSpans":['
    empty = True
    for part in parts:
        for resource in _resources(part):
            yield separator + json.dumps(resource, ensure_ascii=False, separators=(",", ":")).encode()
            separator, empty = b",", False
    yield separator + b"]}" if empty else b"]}"


def any_value(attribute: Attribute) -> Json:
    """The value as OTLP writes it."""
    if attribute.kind in {"a", "k"}:
        return _nested(attribute.value)
    if attribute.kind == "e":
        return {}
    field = _FIELDS.get(attribute.kind, "stringValue")
    return {field: attribute.value if attribute.kind in {"b", "d"} else attribute.text}


def _resources(part: pl.DataFrame) -> Iterator[Json]:
    by_resource: dict[Identity, dict[Identity, list[Row]]] = {}
    for row in rows(part):
        resource = (row["ResourceSchemaUrl"], row["ResourceAttributesTypes"], *row["ResourceAttributes"].items())
        scope = (row["ScopeName"], row["ScopeVersion"], row["ScopeSchemaUrl"], *row["ScopeAttributes"].items())
        by_resource.setdefault(resource, {}).setdefault(scope, []).append(row)
    for scopes in by_resource.values():
        first = next(iter(scopes.values()))[0]
        attributes = _attributes(typed(first["ResourceAttributes"], first["ResourceAttributesTypes"]))
        yield {
            "resource": {"attributes": attributes},
            "scopeSpans": [_scope(spans) for spans in scopes.values()],
            **_present(schemaUrl=first["ResourceSchemaUrl"]),
        }


def _scope(spans: list[Row]) -> Json:
    first = spans[0]
    scope = _present(
        name=first["ScopeName"],
        version=first["ScopeVersion"],
        attributes=_attributes(typed(first["ScopeAttributes"], "")),
    )
    return {"scope": scope, "spans": [_span(row) for row in spans], **_present(schemaUrl=first["ScopeSchemaUrl"])}


def _span(row: Row) -> Json:
    # A time that the collector could not keep is beside it.
    start = row["OrigTimeUnixNano"] or row["Timestamp"]
    return {
        "traceId": row["TraceId"],
        "spanId": row["SpanId"],
        **_present(parentSpanId=row["ParentSpanId"], traceState=row["TraceState"], flags=row["Flags"]),
        "name": row["SpanName"],
        "kind": _KINDS[row["SpanKind"]],
        "startTimeUnixNano": str(start),
        "endTimeUnixNano": str(start + row["Duration"]),
        **_present(
            attributes=_attributes(typed(row["SpanAttributes"], row["SpanAttributesTypes"])),
            droppedAttributesCount=row["DroppedAttributesCount"],
            events=list(_events(row)),
            droppedEventsCount=row["DroppedEventsCount"],
            links=list(_links(row)),
            droppedLinksCount=row["DroppedLinksCount"],
        ),
        "status": _present(code=_STATUSES[row["StatusCode"]], message=row["StatusMessage"]),
    }


def _events(row: Row) -> Iterator[Json]:
    for at, name, attributes in zip(row["Events.Timestamp"], row["Events.Name"], row["Events.Attributes"], strict=True):
        yield {"timeUnixNano": str(at), "name": name, **_present(attributes=_attributes(typed(attributes, "")))}


def _links(row: Row) -> Iterator[Json]:
    for trace_id, span_id, state, attributes in zip(
        row["Links.TraceId"], row["Links.SpanId"], row["Links.TraceState"], row["Links.Attributes"], strict=True
    ):
        more = _present(traceState=state, attributes=_attributes(typed(attributes, "")))
        yield {"traceId": trace_id, "spanId": span_id, **more}


def _attributes(attributes: Iterable[Attribute]) -> list[JsonValue]:
    return [{"key": each.key, "value": any_value(each)} for each in attributes]


def _nested(value: JsonValue) -> Json:
    match value:
        case bool():
            return {"boolValue": value}
        case int():
            return {"intValue": str(value)}
        case float():
            return {"doubleValue": value}
        case list():
            return {"arrayValue": {"values": [_nested(each) for each in value]}}
        case dict():
            values: list[JsonValue] = [{"key": key, "value": _nested(each)} for key, each in value.items()]
            return {"kvlistValue": {"values": values}}
        case _:
            return {} if value is None else {"stringValue": value}


def _present(**fields: JsonValue) -> Json:
    """The fields that are not at their default."""
    return {name: value for name, value in fields.items() if value}
