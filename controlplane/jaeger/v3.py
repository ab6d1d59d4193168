"""The routes of Jaeger's API v3, as its UI calls them from 2.19 on. Synchronous, as in `v1.routes`.

Names of parameters are camel case as Jaeger's own are; the older ones with underscores are read too.
"""

import time
from collections.abc import Mapping
from http import HTTPStatus
from itertools import chain
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from controlplane import records
from controlplane.access import Reader
from controlplane.jaeger.asking import (
    LOOKBACK_NS,
    SPANS_MAX,
    TEXT_CHARACTERS_MAX,
    TRACES_DEFAULT,
    Text,
    edges,
    found_ids,
    kind_of,
    read,
    said,
    scope_of,
)
from controlplane.jaeger.parameters import go_duration_ns, rfc3339_ns, tags
from controlplane.jaeger.search import search
from controlplane.jaeger.traces import Json
from controlplane.problems import ProblemError
from controlplane.v1.otlp_json import export
from controlplane.v1.parameters import Stored
from query import ask
from query.ask.find_traces import LIMIT_MAX as TRACES_MAX
from query.ask.trace import trace_id as stored_trace_id
from query.language import Search
from query.scope import Scope
from query.store import Store

router = APIRouter(default_response_class=JSONResponse)

# Written at once: some ten megabytes.
SPANS_AT_ONCE = 5_000
# Canonical names and what they were called before.
_ALIASES: Mapping[str, tuple[str, ...]] = {
    "query.serviceName": ("query.service_name",),
    "query.operationName": ("query.operation_name", "query.span_name"),
    "query.attributes": (),
    "query.startTimeMin": ("query.start_time_min",),
    "query.startTimeMax": ("query.start_time_max",),
    "query.durationMin": ("query.duration_min",),
    "query.durationMax": ("query.duration_max",),
    "query.searchDepth": ("query.search_depth", "query.num_traces"),
    "spanKind": ("span_kind",),
    "startTime": ("start_time",),
    "endTime": ("end_time",),
}


class Given:
    """Parameters of a request by their canonical names; '' for what was not given."""

    def __init__(self, request: Request) -> None:
        self._parameters = request.query_params

    def __getitem__(self, name: str) -> str:
        for each in (name, *_ALIASES[name]):
            value = self._parameters.get(each, "")
            if len(value) > TEXT_CHARACTERS_MAX:
                raise ProblemError(
                    HTTPStatus.BAD_REQUEST,
                    "parameter_invalid",
                    f"{each} has more than {TEXT_CHARACTERS_MAX} characters",
                )
            if value:
                return value
        return ""


Parameters = Annotated[Given, Depends(Given)]


@router.get("/services")
def services(store: Stored, reader: Reader) -> Json:
    """Names."""
    return {"services": ask.services(store, scope_of(reader.tenant))["ServiceName"].to_list()}


@router.get("/operations")
def operations(store: Stored, reader: Reader, given: Parameters, service: Text) -> Json:
    """Names and kinds."""
    kind = said(kind_of, given["spanKind"])
    found = ask.operations(store, scope_of(reader.tenant), service, kind).select("SpanName", "SpanKind")
    # As Jaeger does it: a span without a kind is internal.
    return {
        "operations": [
            {"name": name, "spanKind": "internal" if kind == "Unspecified" else kind.lower()}
            for name, kind in found.iter_rows()
        ]
    }


@router.get("/trace-summaries")
def trace_summaries(store: Stored, reader: Reader, given: Parameters) -> Json:
    """Traces that match, newest first, without their spans."""
    found = ask.find_traces(store, _range(reader.tenant, given), _search(given), _depth(given)).frame
    return {"summaries": [_summary(row) for row in records.rows(found)]}


@router.get("/traces")
def traces(store: Stored, reader: Reader, given: Parameters) -> Response:
    """Whole traces that match, their spans in OTLP/JSON."""
    scope = _range(reader.tenant, given)
    return _whole(store, scope, found_ids(store, scope, _search(given), _depth(given)))


@router.get("/traces/{trace_id}")
def trace(store: Stored, reader: Reader, trace_id: str) -> Response:
    """One trace, its spans in OTLP/JSON."""
    # startTime and endTime are not read: the trace index knows better where it lies.
    return _whole(store, scope_of(reader.tenant), [said(stored_trace_id, trace_id)])


@router.get("/dependencies")
def dependencies(store: Stored, reader: Reader, given: Parameters) -> Json:
    """Which service calls which, how often."""
    end = read(rfc3339_ns, given["endTime"]) or time.time_ns()
    start = read(rfc3339_ns, given["startTime"]) or end - LOOKBACK_NS
    return {
        "dependencies": [
            # A 64-bit number in protobuf's JSON is text.
            {"parent": parent, "child": child, "callCount": str(calls)}
            for parent, child, calls in edges(store, scope_of(reader.tenant, start, end))
        ]
    }


def _whole(store: Store, scope: Scope, trace_ids: list[str]) -> Response:
    found = ask.traces(store, scope, trace_ids, SPANS_MAX) if trace_ids else None
    if found is None or found.is_empty():
        raise ProblemError(HTTPStatus.NOT_FOUND, "trace_not_found", "No traces found")
    # As the gateway of its gRPC API wraps what is streamed.
    body = chain((b'{"result":',), export(found.iter_slices(SPANS_AT_ONCE)), (b"}",))
    return StreamingResponse(body, media_type="application/json")


def _range(tenant: str, given: Given) -> Scope:
    return scope_of(
        tenant, read(rfc3339_ns, given["query.startTimeMin"]), read(rfc3339_ns, given["query.startTimeMax"])
    )


def _search(given: Given) -> Search:
    attributes = given["query.attributes"]
    return search(
        given["query.serviceName"],
        given["query.operationName"],
        read(go_duration_ns, given["query.durationMin"]),
        read(go_duration_ns, given["query.durationMax"]),
        said(lambda objects: tags(objects, []), [attributes] if attributes else []),
    )


def _depth(given: Given) -> int:
    text = given["query.searchDepth"]
    if not text:
        return TRACES_DEFAULT
    if not (text.isascii() and text.isdecimal() and len(text) < 6 and 1 <= int(text) <= TRACES_MAX):
        raise ProblemError(
            HTTPStatus.BAD_REQUEST, "parameter_invalid", f"query.searchDepth is 1 to {TRACES_MAX}, not {text[:40]!r}"
        )
    return int(text)


def _summary(row: Mapping[str, Any]) -> Json:
    return {
        "traceId": row["TraceId"],
        "rootServiceName": row["RootServiceName"],
        "rootOperationName": row["RootSpanName"],
        "minStartTimeUnixNano": str(row["Start"]),
        "maxEndTimeUnixNano": str(row["Start"] + row["DurationNs"]),
        "spanCount": row["Spans"],
        "errorSpanCount": row["Errors"],
        "services": [
            {"name": each["ServiceName"], "spanCount": each["Spans"], "errorSpanCount": each["Errors"]}
            for each in row["Services"] or ()
        ],
    }
