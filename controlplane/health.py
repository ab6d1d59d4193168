"""`/healthz` (alive), `/readyz` (takes and answers everything) and `/metrics` (Prometheus text).

None of them needs a credential: they say nothing about a tenant. What is ready is decided by the composition, which
alone knows all parts: it gives the reasons why not. Load balancers may ask with HEAD.
"""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from importlib.metadata import version

from fastapi import APIRouter, Response
from pydantic import BaseModel

# https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8"


class Health(BaseModel):
    """`reasons` is empty when all is well; each names what is missing."""

    status: str
    reasons: list[str] = []
    version: str


def running_version() -> str:
    """The version of the installed distribution."""
    return version("camelops")


def health_routes(unready_reasons: Callable[[], Sequence[str]], metrics_text: Callable[[], bytes]) -> APIRouter:
    """Both callables are asked per request, in the thread pool: they may take locks, not wait."""
    router = APIRouter(tags=["health"])
    running = running_version()

    @router.head("/healthz", include_in_schema=False)
    @router.get("/healthz")
    def healthz() -> Health:
        """200 as long as the process answers at all."""
        return Health(status="ok", version=running)

    @router.head("/readyz", include_in_schema=False)
    @router.get("/readyz", responses={HTTPStatus.SERVICE_UNAVAILABLE: {"model": Health}})
    def readyz(response: Response) -> Health:
        """200 once every door listens and the store is open; else 503 with the reasons."""
        reasons = list(unready_reasons())
        if reasons:
            response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
        return Health(status="not ready" if reasons else "ready", reasons=reasons, version=running)

    @router.get("/metrics", response_class=Response)
    def process_metrics() -> Response:
        """This process's own counters and gauges."""
        return Response(metrics_text(), media_type=PROMETHEUS_TEXT)

    return router
