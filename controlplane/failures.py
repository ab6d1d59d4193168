"""Every error of the app as (status, kind, words, way out): once, for both faces of the API.

`/api/v1` shows it as an RFC 9457 problem, `/compat/jaeger` in Jaeger's envelope; neither decides what an error is.
"""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request

from controlplane.problems import ProblemError
from query.errors import MalformedQuery, PatternRefused, QueryOverLimit, StoreError, StoreUnavailable
from query.paging import MalformedCursor

# The store is away for a restart or a network hiccup, mostly: long enough to matter, short enough for a dashboard.
RETRY_AFTER_S = 5

# Of one request: more tell a reader no more.
WRONG_SHOWN_MAX = 10
# Characters of a value that is named in a message: enough to recognize it.
VALUE_SHOWN_MAX = 80

log = logging.getLogger(__name__)


def _where_to_look(request: Request) -> str:
    if request.url.path.startswith("/compat/jaeger"):
        return "Jaeger's own documentation says what its query API understands, v1 and v3"
    return "GET /api/openapi.json says what there is"


def problem_of(request: Request, error: Exception) -> ProblemError:
    """What to answer. Errors that are our own defect are logged here, with their trace, and answered without it."""
    match error:
        case ProblemError():
            found = error
        case MalformedQuery():
            found = ProblemError(
                HTTPStatus.BAD_REQUEST,
                "query_malformed",
                error.problem,
                way_out='a query looks like: service:orders size>1024 "two words"; docs/search.md has the rest',
                query=error.query,
                column=error.column,
            )
        case PatternRefused():
            found = ProblemError(
                HTTPStatus.BAD_REQUEST, "pattern_refused", str(error), way_out="patterns are RE2's: see its syntax page"
            )
        case QueryOverLimit():
            found = ProblemError(
                HTTPStatus.UNPROCESSABLE_ENTITY,
                "query_over_limit",
                str(error),
                way_out="ask for a shorter time or for less",
            )
        case StoreUnavailable():
            found = ProblemError(
                HTTPStatus.SERVICE_UNAVAILABLE,
                "store_unavailable",
                str(error),
                way_out="try again; `camelops doctor` looks closer",
                headers={"Retry-After": str(RETRY_AFTER_S)},
            )
        case MalformedCursor():
            found = ProblemError(
                HTTPStatus.BAD_REQUEST,
                "cursor_malformed",
                str(error),
                way_out="ask again without a cursor, with the query and the time of the first page",
            )
        case RequestValidationError():
            found = ProblemError(
                HTTPStatus.BAD_REQUEST,
                "parameter_invalid",
                "; ".join(map(_wrong, error.errors()[:WRONG_SHOWN_MAX])),
                way_out=_where_to_look(request),
            )
        case HTTPException():
            found = ProblemError(
                HTTPStatus(error.status_code),
                "http",
                f"{request.method} {request.url.path}: {error.detail}",
                way_out=_where_to_look(request),
                headers=dict(error.headers or {}),
            )
        case StoreError():
            log.error("the store failed on %s", request.url.path, exc_info=error)
            found = ProblemError(
                HTTPStatus.INTERNAL_SERVER_ERROR, "store_failed", str(error), way_out="this is a defect: report it"
            )
        case _:
            log.error("%s failed", request.url.path, exc_info=error)
            found = ProblemError(
                HTTPStatus.INTERNAL_SERVER_ERROR,
                "internal",
                "the request could not be answered",
                way_out="this is a defect: the log of camelops has its trace",
            )
    return found


def _wrong(error: Mapping[str, Any]) -> str:
    """Where, what is wrong, and with which value."""
    where = ".".join(str(part) for part in error["loc"][1:])
    # Of a body that is not JSON the place in it is named, of a missing one nothing.
    shown = "" if error["type"] in {"missing", "json_invalid"} else f", not {_shown(error.get('input'))}"
    return f"{where}: {error['msg']}{shown}"


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= VALUE_SHOWN_MAX else f"{text[:VALUE_SHOWN_MAX]}… ({len(text)} characters)"


# What `add_exception_handler` is called with. Exception itself last: Starlette treats it apart.
HANDLED: tuple[type[Exception], ...] = (
    ProblemError,
    MalformedQuery,
    MalformedCursor,
    StoreError,
    RequestValidationError,
    HTTPException,
    Exception,
)
