"""Live tails of spans and of log records."""

import re
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any

import polars as pl
from fastapi import APIRouter, Header
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from controlplane import records
from controlplane.access import Reader
from controlplane.problems import ProblemError
from controlplane.v1.models import Answer
from controlplane.v1.parameters import SearchText, Stored
from controlplane.v1.present import logs as present_logs
from controlplane.v1.present import spans as present_spans
from controlplane.v1.tail import MEDIA_TYPE, Looked, OpenTails, Tail
from query import ask
from query.language import parse
from query.scope import Scope
from query.store import Store
from query.vocabulary import LOGS, TRACES, Vocabulary

router = APIRouter()

_NS_PER_S = 10**9
_MS_PER_S = 1_000
_EVENT_ID = re.compile(r"\d{1,15}", re.ASCII)

LastEventId = Annotated[
    str, Header(alias="Last-Event-ID", max_length=100, description="Goes on behind this event, for up to an hour.")
]
_STREAM: dict[int | str, dict[str, Any]] = {
    HTTPStatus.OK.value: {
        "description": 'Server-sent events. `heartbeat`: nothing new. `dropped`: `{"count": n}`, records that were '
        "left out because more came than a stream passes on. `problem`: the store is away, the stream goes on later.",
        "content": {MEDIA_TYPE: {"schema": {"type": "string"}}},
    }
}


@router.get("/tail/traces", response_class=Response, responses=_STREAM)
async def tail_traces(
    request: Request, store: Stored, reader: Reader, query: SearchText = "", last_event_id: LastEventId = ""
) -> Response:
    """Spans that match, as they come in: events `span`, each a SpanSummary."""
    return await _tail(request, store, reader.tenant, "span", query, last_event_id, TRACES, _spans)


@router.get("/tail/logs", response_class=Response, responses=_STREAM)
async def tail_logs(
    request: Request, store: Stored, reader: Reader, query: SearchText = "", last_event_id: LastEventId = ""
) -> Response:
    """Log records that match, as they come in: events `log`, each a LogRecord."""
    return await _tail(request, store, reader.tenant, "log", query, last_event_id, LOGS, _logs)


async def _tail(
    request: Request,
    store: Store,
    tenant: str,
    event: str,
    query: str,
    last_event_id: str,
    vocabulary: Vocabulary,
    presented: Callable[[pl.DataFrame], list[Answer]],
) -> Response:
    tails: OpenTails = request.app.state.tails
    limits = tails.limits
    search = parse(query)

    def look(after_ms: int | None, limit: int) -> Looked:
        now_ns = time.time_ns()
        # As far ahead as back: clocks of senders differ.
        reach_ns = limits.look_back_s * _NS_PER_S
        scope = Scope(tenant, now_ns - reach_ns, now_ns + reach_ns)
        found = ask.arrivals(store, scope, search, vocabulary, after_ms, round(limits.lag_s * _MS_PER_S), limit)
        return Looked(presented(found.frame), found.more, found.until_ms)

    first = await run_in_threadpool(look, _resume_point(last_event_id), limits.records_per_second_max)
    return Tail(request, tenant, tails, event, first, look)


def _resume_point(last_event_id: str) -> int | None:
    if not last_event_id:
        return None
    if not _EVENT_ID.fullmatch(last_event_id):
        raise ProblemError(
            HTTPStatus.BAD_REQUEST,
            "parameter_invalid",
            f"Last-Event-ID: {last_event_id[:80]!r} is not the id of an event of a live tail",
            way_out="leave it out to begin with what comes in now",
        )
    return int(last_event_id)


def _spans(frame: pl.DataFrame) -> list[Answer]:
    return [*present_spans.span_summaries(frame)]


def _logs(frame: pl.DataFrame) -> list[Answer]:
    return [present_logs.log_record(each) for each in records.log_lines(frame)]
