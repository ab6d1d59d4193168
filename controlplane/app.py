"""The app: health, our API and Jaeger's, behind one guard.

It is made by `create_app` from what it needs and keeps no state of its own, so several can run side by side over one
store.
"""

from collections.abc import Callable, Collection, Sequence

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp

from controlplane.access import Access, Guard
from controlplane.failures import HANDLED, problem_of
from controlplane.health import health_routes, running_version
from controlplane.jaeger.routes import jaeger_routes
from controlplane.jaeger.traces import envelope
from controlplane.problems import answer
from controlplane.v1.routes import v1_routes
from query.store import Store

JAEGER_PATH = "/compat/jaeger"


def create_app(
    store: Store,
    *,
    access: Access,
    hosts: Collection[str],
    unready_reasons: Callable[[], Sequence[str]],
    metrics_text: Callable[[], bytes],
) -> ASGIApp:
    """The app over an open store. The callables are asked per request, in the thread pool.

    `hosts`: names, beside addresses and localhost, that the app is reached by. `unready_reasons`: what is missing,
    empty when ready. `metrics_text`: the process's own metrics in Prometheus' text format.
    """
    app = FastAPI(
        title="camelops", version=running_version(), openapi_url="/api/openapi.json", docs_url=None, redoc_url=None
    )
    app.state.access = access
    app.include_router(health_routes(unready_reasons, metrics_text))
    app.include_router(v1_routes(store), prefix="/api/v1")
    for kind in HANDLED:
        app.add_exception_handler(kind, _as_problem)

    # An app of its own, because its errors look different; not in our OpenAPI, because its description is Jaeger's.
    jaeger = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    jaeger.state.access = access
    jaeger.include_router(jaeger_routes(store), prefix="/api")
    for kind in HANDLED:
        jaeger.add_exception_handler(kind, _as_jaeger_error)
    app.mount(JAEGER_PATH, jaeger)
    return Guard(app, hosts)


def create_health_app(
    *, hosts: Collection[str], unready_reasons: Callable[[], Sequence[str]], metrics_text: Callable[[], bytes]
) -> ASGIApp:
    """Health and metrics alone, for a process that others ask nothing of."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.include_router(health_routes(unready_reasons, metrics_text))
    for kind in HANDLED:
        app.add_exception_handler(kind, _as_problem)
    return Guard(app, hosts)


async def _as_problem(request: Request, error: Exception) -> Response:
    return answer(problem_of(request, error))


async def _as_jaeger_error(request: Request, error: Exception) -> Response:
    found = problem_of(request, error)
    said = f"{found.problem.detail}: {found.problem.way_out}" if found.problem.way_out else found.problem.detail
    body = envelope(None, errors=[{"code": found.problem.status, "msg": said}])
    return JSONResponse(body, status_code=found.problem.status, headers=found.headers)
