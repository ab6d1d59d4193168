"""The routes of Jaeger's HTTP API, as its UI up to 2.18 and Grafana call them. Synchronous, as in `v1.routes`.

Unlike ours, Jaeger's search answers whole traces; Grafana asks for 20 at a time.
"""

import time
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse

from controlplane.access import Reader
from controlplane.jaeger.asking import (
    LOOKBACK_NS,
    TRACES_DEFAULT,
    Text,
    WholeTraces,
    by_trace,
    edges,
    found_ids,
    kind_of,
    read,
    said,
    scope_of,
    whole_traces,
)
from controlplane.jaeger.parameters import NS_PER_MS, go_duration_ns, milliseconds, tags, unix_ns
from controlplane.jaeger.search import search
from controlplane.jaeger.traces import Json, envelope, trace
from controlplane.problems import ProblemError
from controlplane.v1.parameters import Stored
from query import ask
from query.analysis import MalformedFile, read_file
from query.ask.find_traces import LIMIT_MAX as TRACES_MAX
from query.ask.trace import trace_id as stored_trace_id

router = APIRouter(default_response_class=JSONResponse)


@router.get("/services")
def services(store: Stored, reader: Reader) -> Json:
    """Names."""
    return envelope(ask.services(store, scope_of(reader.tenant))["ServiceName"].to_list())


# A service's name may hold a slash.
@router.get("/services/{service:path}/operations")
def operations_of(store: Stored, reader: Reader, service: str) -> Json:
    """Names of all kinds."""
    found = ask.operations(store, scope_of(reader.tenant), service)
    return envelope(found["SpanName"].unique(maintain_order=True).to_list())


@router.get("/operations")
def operations(
    store: Stored, reader: Reader, service: Text, span_kind: Annotated[Text, Query(alias="spanKind")] = ""
) -> Json:
    """Names and kinds."""
    found = ask.operations(store, scope_of(reader.tenant), service, said(kind_of, span_kind))
    pairs = found.select("SpanName", "SpanKind").iter_rows()
    return envelope([{"name": name, "spanKind": "" if kind == "Unspecified" else kind.lower()} for name, kind in pairs])


@router.get("/traces")
def traces(
    store: Stored,
    reader: Reader,
    trace_ids: Annotated[list[str], Query(alias="traceID", max_length=TRACES_MAX)] = [],  # noqa: B006  # FastAPI copies it
    service: Text = "",
    operation: Text = "",
    start: Text = "",
    end: Text = "",
    limit: Annotated[int, Query(ge=1, le=TRACES_MAX)] = TRACES_DEFAULT,
    duration_min: Annotated[Text, Query(alias="minDuration")] = "",
    duration_max: Annotated[Text, Query(alias="maxDuration")] = "",
    tag_objects: Annotated[list[str], Query(alias="tags", max_length=100)] = [],  # noqa: B006
    tag_pairs: Annotated[list[str], Query(alias="tag", max_length=100)] = [],  # noqa: B006
) -> Json:
    """Whole traces, found or asked for by id."""
    scope = scope_of(reader.tenant, read(unix_ns, start), read(unix_ns, end))
    if trace_ids:
        return _drawn(whole_traces(store, scope, [said(stored_trace_id, each) for each in trace_ids]))
    if not service:
        raise ProblemError(HTTPStatus.BAD_REQUEST, "parameter_missing", "parameter 'service' is required")
    searched = search(
        service,
        operation,
        read(go_duration_ns, duration_min),
        read(go_duration_ns, duration_max),
        said(lambda objects: tags(objects, tag_pairs), tag_objects),
    )
    return _drawn(whole_traces(store, scope, found_ids(store, scope, searched, limit)))


@router.get("/traces/{trace_id}")
def trace_by_id(store: Stored, reader: Reader, trace_id: str) -> JSONResponse:
    """One trace."""
    # start and end are not read: clients disagree on their unit, and the trace index knows better where it lies.
    wanted = said(stored_trace_id, trace_id)
    body = _drawn(whole_traces(store, scope_of(reader.tenant), [wanted]))
    if body["data"]:
        return JSONResponse(body)
    # Grafana reads data[0] unchecked: an empty 200 would break it.
    missing: list[Json] = [{"code": HTTPStatus.NOT_FOUND, "msg": "trace not found", "traceID": wanted}]
    return JSONResponse(envelope(None, errors=missing), HTTPStatus.NOT_FOUND)


@router.post("/transform")
async def transform(reader: Reader, request: Request) -> JSONResponse:  # noqa: ARG001  # who may read may open a file
    """The traces of an OTLP/JSON file, as Jaeger's UI opens it."""
    return await run_in_threadpool(_transformed, await request.body())


@router.get("/dependencies")
def dependencies(
    store: Stored,
    reader: Reader,
    end_ts: Annotated[Text, Query(alias="endTs")] = "",
    lookback: Text = "",
    service: Text = "",
) -> Json:
    """Which service calls which, how often; those of one service when it is given."""
    end = read(unix_ns, end_ts) or time.time_ns()
    given_ms = read(milliseconds, lookback)
    back_ns = LOOKBACK_NS if given_ms is None else given_ms * NS_PER_MS
    found = edges(store, scope_of(reader.tenant, end - back_ns, end))
    return envelope(
        [
            {"parent": parent, "child": child, "callCount": calls}
            for parent, child, calls in found
            if service in {"", parent, child}
        ]
    )


def _transformed(body: bytes) -> JSONResponse:
    try:
        frame = read_file(body, json=True).spans
    except MalformedFile as error:
        raise ProblemError(HTTPStatus.BAD_REQUEST, "trace_file_malformed", str(error)) from error
    return JSONResponse(_drawn(by_trace(frame, frame["TraceId"].unique(maintain_order=True).to_list())))


def _drawn(found: WholeTraces) -> Json:
    return envelope(
        [trace(trace_id, spans, warnings=found.warnings(trace_id)) for trace_id, spans in found.spans_by_trace.items()]
    )
