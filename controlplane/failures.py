"""Every error of the app as (status, kind, words, way out): once, for both faces of the API.

`/api/v1` shows it as an RFC 9457 problem, `/compat/jaeger` in Jaeger's envelope; neither decides what an error is.
"""

import logging
from http import HTTPStatus

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request

from controlplane.problems import ProblemError
from query.errors import MalformedQuery, PatternRefused, QueryOverLimit, StoreError, StoreUnavailable

# The store is away for a restart or a network hiccup, mostly: long enough to matter, short enough for a dashboard.
RETRY_AFTER_S = 5

log = logging.getLogger(__name__)


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
                way_out="a query looks like: service:orders status:error duration>100ms",
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
        case RequestValidationError():
            wrong = "; ".join(
                f"{'.'.join(str(part) for part in each['loc'][1:])}: {each['msg']}" for each in error.errors()
            )
            found = ProblemError(
                HTTPStatus.BAD_REQUEST,
                "parameter_invalid",
                wrong,
                way_out="GET /api/openapi.json says what is understood",
            )
        case HTTPException():
            found = ProblemError(
                HTTPStatus(error.status_code),
                "http",
                f"{request.method} {request.url.path}: {error.detail}",
                way_out="GET /api/openapi.json lists what there is",
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


# What `add_exception_handler` is called with. Exception itself last: Starlette treats it apart.
HANDLED: tuple[type[Exception], ...] = (
    ProblemError,
    MalformedQuery,
    StoreError,
    RequestValidationError,
    HTTPException,
    Exception,
)
