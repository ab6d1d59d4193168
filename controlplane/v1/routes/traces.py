"""Lists of traces and of spans."""

from typing import Annotated

from fastapi import APIRouter, Query

from controlplane.v1.models import Spans, Traces
from controlplane.v1.parameters import Asked, Cursor, SearchText, Stored
from controlplane.v1.present import search as beside
from controlplane.v1.present import spans as present
from query import ask
from query.ask.find_traces import LIMIT_MAX as TRACES_MAX
from query.ask.spans import LIMIT_MAX as SPANS_MAX
from query.language import parse
from query.vocabulary import TRACES

router = APIRouter()


@router.get("/traces")
def traces(
    store: Stored,
    asked: Asked,
    query: SearchText = "",
    limit: Annotated[int, Query(ge=1, le=TRACES_MAX, description="At most so many traces on a page.")] = 20,
    cursor: Cursor = None,
) -> Traces:
    """Traces with a span that matches, newest first; summaries, not whole traces."""
    search = parse(query)
    page = ask.find_traces(store, asked, search, limit, cursor)
    # What is odd about a query was said with its first page.
    unknown = ask.unknown_keys(store, asked, search, TRACES) if cursor is None else ()
    return Traces(
        traces=present.trace_summaries(page.frame), next_cursor=page.next_cursor, warnings=beside.warnings(unknown)
    )


@router.get("/spans")
def spans(
    store: Stored,
    asked: Asked,
    query: SearchText = "",
    limit: Annotated[int, Query(ge=1, le=SPANS_MAX, description="At most so many spans on a page.")] = 50,
    cursor: Cursor = None,
) -> Spans:
    """Spans that match, newest first."""
    search = parse(query)
    page = ask.spans(store, asked, search, limit, cursor)
    unknown = ask.unknown_keys(store, asked, search, TRACES) if cursor is None else ()
    return Spans(
        spans=present.span_summaries(page.frame), next_cursor=page.next_cursor, warnings=beside.warnings(unknown)
    )
