"""Log records."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query

from controlplane.problems import ProblemError
from controlplane.v1.models import LogContext, Logs
from controlplane.v1.parameters import Asked, Cursor, SearchText, Stored
from controlplane.v1.present import logs as present
from controlplane.v1.present import search as beside
from query import ask
from query.ask.log_context import RECORDS_MAX
from query.ask.log_records import LogOrder
from query.ask.log_search import LIMIT_MAX
from query.language import parse
from query.paging import CURSOR_CHARACTERS_MAX
from query.vocabulary import LOGS

router = APIRouter()

Neighbours = Annotated[int, Query(ge=0, le=RECORDS_MAX, description="At most so many.")]


@router.get("/logs")
def logs(
    store: Stored,
    asked: Asked,
    query: SearchText = "",
    limit: Annotated[int, Query(ge=1, le=LIMIT_MAX, description="At most so many records on a page.")] = 100,
    cursor: Cursor = None,
    order: Annotated[LogOrder, Query(description="Which come first.")] = LogOrder.NEWEST,
) -> Logs:
    """Log records that match, newest or oldest first."""
    search = parse(query)
    page = ask.log_search(store, asked, search, limit, cursor, order)
    # What is odd about a query was said with its first page.
    unknown = ask.unknown_keys(store, asked, search, LOGS) if cursor is None else ()
    return Logs(logs=present.log_records(page.frame), next_cursor=page.next_cursor, warnings=beside.warnings(unknown))


@router.get("/logs/context")
def log_context(
    store: Stored,
    asked: Asked,
    cursor: Annotated[
        str, Query(min_length=1, max_length=CURSOR_CHARACTERS_MAX, description="`cursor` of a log record.")
    ],
    before: Neighbours = 20,
    after: Neighbours = 20,
) -> LogContext:
    """What the same service and resource wrote around a record: within a day of it, whatever the time asked for."""
    found = ask.log_context(store, asked, cursor, before, after)
    if found is None:
        raise ProblemError(
            HTTPStatus.NOT_FOUND,
            "log_record_not_found",
            "there is no log record where the cursor points",
            way_out="it may have been deleted after its retention: search for it again",
        )
    return LogContext(before=present.log_records(found.before), after=present.log_records(found.after))
