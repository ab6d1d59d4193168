"""One trace, whatever the time asked for.

Its skeleton (who called whom, when) is one answer to a million spans; what spans carry is asked for by their ids.
"""

import time
from collections.abc import Iterator
from http import HTTPStatus
from itertools import chain
from typing import Annotated

import polars as pl
from fastapi import APIRouter, Depends, Path, Query
from pydantic import JsonValue
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from controlplane import records
from controlplane.access import Reader
from controlplane.etags import etag_of, not_modified
from controlplane.problems import ProblemError
from controlplane.v1.models import (
    FoundSpans,
    Span,
    Trace,
    TraceComparison,
    TraceFile,
    TraceLogs,
    TraceSpans,
    TraceStatistics,
)
from controlplane.v1.otlp_json import export
from controlplane.v1.parameters import KEY_CHARACTERS_MAX, Asked, Stored
from controlplane.v1.present import logs as present_logs
from controlplane.v1.present import spans as present_spans
from controlplane.v1.present import trace as present
from query import ask
from query.analysis import MalformedFile, Skeleton, compare, read_file, skeleton, span_columns
from query.ask.span_detail import SPANS_MAX as SPANS_AT_ONCE_MAX
from query.ask.span_detail import span_detail, span_id
from query.ask.trace import extent, trace_parts
from query.ask.trace import trace_id as stored_trace_id
from query.ask.trace_find import trace_find
from query.ask.trace_logs import LIMIT_MAX as LOGS_MAX
from query.ask.trace_logs import trace_logs
from query.ask.trace_skeleton import trace_skeleton, trace_statistics
from query.language import TEXT_CHARACTERS_MAX, parse
from query.scope import Scope
from query.store import Store

# All spans of a trace with all they carry, in one answer: more are cut, and the answer says so.
SPANS_MAX = 100_000
# Of a file with more, the first are shown, and the answer says so.
FILE_TRACES_MAX = 1_000
FILE_BYTES_MAX = 64 * 1024 * 1024
FILES_PATH = "/trace-files"
# Nothing is expected to come for a trace whose last span ended so long ago.
SETTLED_NS = 5 * 60 * 10**9
# Of the answer's shape: a browser must not show one it kept from before an upgrade.
SHAPE = 1
JSON = "application/json"

router = APIRouter()


def _read_trace_id(text: str) -> str:
    try:
        return stored_trace_id(text)
    except ValueError as error:
        raise ProblemError(
            HTTPStatus.BAD_REQUEST,
            "trace_id_malformed",
            str(error),
            way_out="copy it from a trace, a log record or a traceparent header",
        ) from error


def _trace_id(trace_id: Annotated[str, Path(description="16 or 32 hexadecimal digits, any case.")]) -> str:
    return _read_trace_id(trace_id)


def _other_id(other_id: Annotated[str, Path(description="As `trace_id`.")]) -> str:
    return _read_trace_id(other_id)


def _span_id(text: str) -> str:
    try:
        return span_id(text)
    except ValueError as error:
        raise ProblemError(
            HTTPStatus.BAD_REQUEST, "span_id_malformed", str(error), way_out="copy it from a span of the trace"
        ) from error


TraceId = Annotated[str, Depends(_trace_id)]
OtherId = Annotated[str, Depends(_other_id)]


@router.get("/traces/{trace_id}", response_model=Trace)
def trace(request: Request, store: Stored, asked: Asked, trace_id: TraceId) -> Response:
    """A whole trace, without what its spans carry: its tree, times and critical path."""
    lies = extent(store, asked, trace_id)
    if lies is None:
        raise _missing(trace_id)
    headers = {"Cache-Control": "no-store"}
    if lies.end_unix_ns < time.time_ns() - SETTLED_NS:
        etag = etag_of(trace_id, lies.spans, SHAPE)
        if (unchanged := not_modified(request, etag)) is not None:
            return unchanged
        headers = {"Cache-Control": "private, no-cache", "ETag": etag}
    return Response(present.trace(_skeleton(store, asked, trace_id)), headers=headers, media_type=JSON)


@router.get("/traces/{trace_id}/spans", response_model=TraceSpans)
def trace_spans(
    store: Stored,
    asked: Asked,
    trace_id: TraceId,
    span_id: Annotated[
        list[str],
        Query(max_length=SPANS_AT_ONCE_MAX, description="Those with these ids; repeat it. All when it is left out."),
    ] = [],  # noqa: B006  # FastAPI copies it
) -> Response:
    """Spans with all they carry, by start."""
    if span_id:
        found = span_detail(store, asked, trace_id, [_span_id(each) for each in span_id])
    else:
        found = ask.trace(store, asked, trace_id, SPANS_MAX + 1)
    if found.is_empty():
        raise _missing(trace_id)
    head: dict[str, object] = {"trace_id": trace_id, "complete": found.height <= SPANS_MAX}
    return StreamingResponse(present.spans(head, _spans(found.head(SPANS_MAX))), media_type=JSON)


@router.get("/traces/{trace_id}/logs")
def logs_of_trace(
    store: Stored,
    asked: Asked,
    trace_id: TraceId,
    span_id: Annotated[str, Query(description="Of this span alone.")] = "",
    limit: Annotated[int, Query(ge=1, lt=LOGS_MAX, description="At most so many log records.")] = 1_000,
) -> TraceLogs:
    """Log records of a trace or of one of its spans, oldest first."""
    # One more tells whether there are others.
    found = trace_logs(store, asked, trace_id, limit + 1, _span_id(span_id) if span_id else None)
    lines = records.log_lines(found.head(limit))
    return TraceLogs(logs=[present_logs.log_record(each) for each in lines], complete=found.height <= limit)


@router.get("/traces/{trace_id}/find")
def find_in_trace(
    store: Stored,
    asked: Asked,
    trace_id: TraceId,
    text: Annotated[str, Query(min_length=1, max_length=TEXT_CHARACTERS_MAX, description="Words, or any query.")],
) -> FoundSpans:
    """Spans of a trace that match, by start."""
    found = trace_find(store, asked, trace_id, parse(text))
    return FoundSpans(span_ids=found.span_ids, complete=found.complete)


@router.get("/traces/{trace_id}/statistics")
def statistics_of_trace(
    store: Stored,
    asked: Asked,
    trace_id: TraceId,
    by: Annotated[
        str, Query(min_length=1, max_length=KEY_CHARACTERS_MAX, description="service, operation or a key of a query.")
    ] = "service",
) -> TraceStatistics:
    """What the spans of a trace did, by a value they have."""
    try:
        found = trace_statistics(store, asked, trace_id, by)
    except ValueError as error:
        raise ProblemError(
            HTTPStatus.BAD_REQUEST, "key_unlisted", str(error), way_out="service, operation or a key with few values"
        ) from error
    if found is None:
        raise _missing(trace_id)
    return present.statistics(found)


@router.get("/traces/{trace_id}/otlp", response_model=dict[str, JsonValue])
def download_trace(store: Stored, asked: Asked, trace_id: TraceId) -> Response:
    """A whole trace of any size as a file: an ExportTraceServiceRequest in OTLP/JSON."""
    parts = trace_parts(store, asked, trace_id)
    # Before the first byte an error can still be told.
    first = next(parts, None)
    if first is None:
        raise _missing(trace_id)
    headers = {"Content-Disposition": f'attachment; filename="trace-{trace_id}.json"'}
    return StreamingResponse(export(chain((first,), parts)), headers=headers, media_type=JSON)


@router.get("/traces/{trace_id}/compare/{other_id}", response_model=TraceComparison)
def compare_traces(store: Stored, asked: Asked, trace_id: TraceId, other_id: OtherId) -> Response:
    """Two traces as one tree, aligned by services and names on the way from the root."""
    found = compare(_skeleton(store, asked, trace_id), _skeleton(store, asked, other_id))
    return Response(present.comparison(found), media_type=JSON)


@router.post(FILES_PATH, response_model=TraceFile)
async def open_trace_file(reader: Reader, request: Request) -> Response:  # noqa: ARG001  # who may read may open
    """The traces of a file, an OTLP request in JSON or protobuf (`application/x-protobuf`). Nothing of it is stored."""
    body = await request.body()
    media_type = request.headers.get("content-type", "")
    # Browsers know the type of a .json file and of no other.
    is_json = "json" in media_type or ("protobuf" not in media_type and body.lstrip()[:1] == b"{")
    return await run_in_threadpool(_opened, body, is_json=is_json)


def _opened(body: bytes, *, is_json: bool) -> Response:
    try:
        file = read_file(body, json=is_json)
    except MalformedFile as error:
        raise ProblemError(
            HTTPStatus.BAD_REQUEST,
            "trace_file_malformed",
            str(error),
            way_out="a file holds an ExportTraceServiceRequest: OTLP/JSON as the console saves it, or protobuf",
        ) from error
    trace_ids = file.spans["TraceId"].unique(maintain_order=True)
    shown = file.spans.filter(pl.col("TraceId").is_in(trace_ids.head(FILE_TRACES_MAX).implode()))
    head: dict[str, object] = {
        "complete": len(trace_ids) <= FILE_TRACES_MAX,
        "refused": [{"reason": reason, "count": count} for reason, count in file.refused],
    }
    skeletons = (
        skeleton(str(trace_id), span_columns(spans))
        for (trace_id,), spans in shown.group_by("TraceId", maintain_order=True)
    )
    return StreamingResponse(present.file(head, skeletons, _spans(shown)), media_type=JSON)


def _skeleton(store: Store, scope: Scope, trace_id: str) -> Skeleton:
    found = trace_skeleton(store, scope, trace_id)
    if found is None:
        raise _missing(trace_id)
    return found


def _spans(frame: pl.DataFrame) -> Iterator[Span]:
    for each in records.spans(frame):
        yield present_spans.span(each)


def _missing(trace_id: str) -> ProblemError:
    return ProblemError(
        HTTPStatus.NOT_FOUND,
        "trace_not_found",
        f"there is no trace {trace_id}",
        way_out="a span is found about a second after it was sent; old ones may have passed their retention",
    )
