"""The routes of `/api/v1`. All are synchronous: FastAPI runs them in its thread pool, as the store's calls block."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query

from controlplane import records
from controlplane.problems import ProblemError
from controlplane.v1 import present
from controlplane.v1.models import Gaps, Logs, MetricNames, MetricPoints, Services, Trace, Traces
from controlplane.v1.parameters import Asked, SearchText
from query import ask
from query.ask.find_traces import LIMIT_MAX as TRACES_MAX
from query.ask.gaps import LIMIT_MAX as GAPS_MAX
from query.ask.log_search import LIMIT_MAX as LOGS_MAX
from query.ask.metric_series import LIMIT_MAX as POINTS_MAX
from query.ask.trace import trace_id as stored_trace_id
from query.language import parse
from query.store import Store

# A trace of more spans than this is cut, and the answer says so: 100,000 spans are about 100 MB of JSON.
TRACE_SPANS_MAX = 100_000


def v1_routes(store: Store) -> APIRouter:
    """All routes over one store."""
    router = APIRouter(tags=["v1"])

    @router.get("/services")
    def services(asked: Asked) -> Services:
        """Services that sent spans."""
        return Services(services=ask.services(store, asked)["ServiceName"].to_list())

    @router.get("/traces")
    def traces(asked: Asked, query: SearchText = "", limit: Annotated[int, Query(ge=1, le=TRACES_MAX)] = 20) -> Traces:
        """Traces with a span that matches, newest first; summaries, not whole traces."""
        return Traces(traces=present.summaries(ask.find_traces(store, asked, parse(query), limit)))

    @router.get("/traces/{trace_id}")
    def trace(asked: Asked, trace_id: str) -> Trace:
        """A whole trace. 16 or 32 hexadecimal digits, any case; the time asked for does not cut it."""
        try:
            wanted = stored_trace_id(trace_id)
        except ValueError as error:
            raise ProblemError(HTTPStatus.BAD_REQUEST, "trace_id_malformed", str(error)) from error
        found = ask.trace(store, asked, wanted, TRACE_SPANS_MAX + 1)
        if found.is_empty():
            raise ProblemError(
                HTTPStatus.NOT_FOUND,
                "trace_not_found",
                f"there is no trace {wanted}",
                way_out="a span is found about a second after it was sent; old ones may have passed their retention",
            )
        spans = [present.span(each) for each in records.spans(found.head(TRACE_SPANS_MAX))]
        return Trace(trace_id=wanted, complete=found.height <= TRACE_SPANS_MAX, spans=spans)

    @router.get("/logs")
    def logs(asked: Asked, query: SearchText = "", limit: Annotated[int, Query(ge=1, le=LOGS_MAX)] = 100) -> Logs:
        """Log records that match, newest first."""
        found = ask.log_search(store, asked, parse(query), limit)
        return Logs(logs=[present.log_record(each) for each in records.log_lines(found)])

    @router.get("/metrics")
    def metrics(asked: Asked) -> MetricNames:
        """Names of metrics that were sent."""
        return present.metric_names(ask.metric_names(store, asked))

    # A metric's name may hold a slash. A point has the fields of its kind alone.
    @router.get("/metrics/{name:path}", response_model_exclude_unset=True)
    def metric(asked: Asked, name: str, limit: Annotated[int, Query(ge=1, le=POINTS_MAX)] = 100) -> MetricPoints:
        """Points of a metric, newest first."""
        return present.metric_points(name, ask.metric_series(store, asked, name, limit))

    @router.get("/gaps")
    def gaps(asked: Asked, limit: Annotated[int, Query(ge=1, le=GAPS_MAX)] = 100) -> Gaps:
        """What was refused, quarantined or dropped, newest first."""
        return Gaps(gaps=present.gaps(ask.gaps(store, asked, limit)))

    return router
