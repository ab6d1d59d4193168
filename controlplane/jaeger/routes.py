"""The routes of Jaeger's HTTP API. Synchronous, as in `v1.routes`.

Unlike ours, Jaeger's search answers whole traces; Grafana asks for 20 at a time.
"""

import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, TypeVar

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse

from controlplane import records
from controlplane.access import Reader
from controlplane.jaeger.parameters import go_duration_ns, tags, unix_ns
from controlplane.jaeger.search import search
from controlplane.jaeger.traces import Json, envelope, trace
from controlplane.problems import ProblemError
from query import ask
from query.ask.find_traces import LIMIT_MAX as TRACES_MAX
from query.ask.trace import trace_id as stored_trace_id
from query.scope import UNIX_NS_MAX, Scope
from query.store import Store

# Jaeger's own default.
TRACES_DEFAULT = 100
# Of one answer, whole traces together: about 100 MB of JSON.
SPANS_MAX = 100_000
# Jaeger's own look back where no time is given: for names, and for traces without a start.
LOOKBACK_NS = 2 * 86_400 * 10**9

ReadT = TypeVar("ReadT")
TextT = TypeVar("TextT", str, list[str])
Text = Annotated[str, Query(max_length=4_096)]


def jaeger_routes(store: Store) -> APIRouter:
    """All routes over one store."""
    router = APIRouter(default_response_class=JSONResponse)

    @router.get("/services")
    def services(reader: Reader) -> Json:
        return envelope(ask.services(store, _scope(reader.tenant))["ServiceName"].to_list())

    # A service's name may hold a slash.
    @router.get("/services/{service:path}/operations")
    def operations_of(reader: Reader, service: str) -> Json:
        found = ask.operations(store, _scope(reader.tenant), service)
        return envelope(found["SpanName"].unique(maintain_order=True).to_list())

    @router.get("/operations")
    def operations(reader: Reader, service: Text, span_kind: Annotated[str, Query(alias="spanKind")] = "") -> Json:
        kind = span_kind.capitalize() or None
        found = ask.operations(store, _scope(reader.tenant), service, kind)
        pairs = found.select("SpanName", "SpanKind").iter_rows()
        return envelope([{"name": name, "spanKind": _jaeger_kind(kind)} for name, kind in pairs])

    @router.get("/traces")
    def traces(
        reader: Reader,
        trace_ids: Annotated[list[str], Query(alias="traceID", max_length=TRACES_MAX)] = [],  # noqa: B006  # FastAPI copies it
        service: Text = "",
        operation: Text = "",
        start: Text = "",
        end: Text = "",
        limit: Annotated[int, Query(ge=1, le=TRACES_MAX)] = TRACES_DEFAULT,
        duration_min: Annotated[str, Query(alias="minDuration")] = "",
        duration_max: Annotated[str, Query(alias="maxDuration")] = "",
        tag_objects: Annotated[list[str], Query(alias="tags", max_length=100)] = [],  # noqa: B006
        tag_pairs: Annotated[list[str], Query(alias="tag", max_length=100)] = [],  # noqa: B006
    ) -> Json:
        scope = _scope(reader.tenant, _read(unix_ns, start), _read(unix_ns, end))
        if trace_ids:
            wanted = [_said(stored_trace_id, each) for each in trace_ids]
        elif service:
            wanted_tags = _said(lambda objects: tags(objects, tag_pairs), tag_objects)
            searched = search(
                service,
                operation,
                _read(go_duration_ns, duration_min),
                _read(go_duration_ns, duration_max),
                wanted_tags,
            )
            wanted = ask.find_traces(store, scope, searched, limit)["TraceId"].to_list()
        else:
            raise ProblemError(HTTPStatus.BAD_REQUEST, "parameter_missing", "parameter 'service' is required")
        return _whole_traces(store, scope, wanted)

    @router.get("/traces/{trace_id}")
    def trace_by_id(reader: Reader, trace_id: str) -> JSONResponse:
        # start and end are not read: clients disagree on their unit, and the trace index knows better where it lies.
        wanted = _said(stored_trace_id, trace_id)
        body = _whole_traces(store, _scope(reader.tenant), [wanted])
        if body["data"]:
            return JSONResponse(body)
        # Grafana reads data[0] unchecked: an empty 200 would break it.
        missing: list[Json] = [{"code": HTTPStatus.NOT_FOUND, "msg": "trace not found", "traceID": wanted}]
        return JSONResponse(envelope(None, errors=missing), HTTPStatus.NOT_FOUND)

    @router.get("/dependencies")
    def dependencies(reader: Reader, end_ts: Annotated[str, Query(alias="endTs")] = "", lookback: Text = "") -> Json:
        end = _read(unix_ns, end_ts) or time.time_ns()
        # Milliseconds: a length of time, so its magnitude tells nothing.
        back_ns = (_read(int, lookback) or LOOKBACK_NS // 10**6) * 10**6
        found = ask.dependencies(store, _scope(reader.tenant, end - back_ns, end))
        edges = found.select("Parent", "Child", "Calls").iter_rows()
        return envelope(
            [{"parent": parent, "child": child, "callCount": round(calls)} for parent, child, calls in edges]
        )

    return router


def _whole_traces(store: Store, scope: Scope, trace_ids: list[str]) -> Json:
    """Those that there are, in the order asked for, up to `SPANS_MAX` spans together: what is cut is said."""
    found: list[Json] = []
    room = SPANS_MAX
    for trace_id in trace_ids:
        frame = ask.trace(store, scope, trace_id, room + 1)
        cut = frame.height > room
        if not frame.is_empty():
            warnings = [f"more than {SPANS_MAX} spans in this answer: this trace is cut"] if cut else None
            found.append(trace(trace_id, records.spans(frame.head(room)), warnings=warnings))
        room -= min(frame.height, room)
        if room == 0:
            break
    return envelope(list(found))


def _scope(tenant: str, start_unix_ns: int | None = None, end_unix_ns: int | None = None) -> Scope:
    """The look back where nothing is given; times out of order or range are brought into it, as clients expect."""
    end = min(max(time.time_ns() if end_unix_ns is None else end_unix_ns, 1), UNIX_NS_MAX)
    start = end - LOOKBACK_NS if start_unix_ns is None else start_unix_ns
    return Scope(tenant=tenant, start_unix_ns=min(max(start, 0), end - 1), end_unix_ns=end)


def _read(read: Callable[[str], ReadT], text: str) -> ReadT | None:
    """A parameter's value; None where it was not given."""
    return _said(read, text) if text else None


def _said(read: Callable[[TextT], ReadT], given: TextT) -> ReadT:
    """A value, or a 400 in the reader's own words."""
    try:
        return read(given)
    except ValueError as error:
        raise ProblemError(HTTPStatus.BAD_REQUEST, "parameter_invalid", str(error)) from error


def _jaeger_kind(kind: str) -> str:
    return "" if kind == "Unspecified" else kind.lower()
