"""Jaeger's API as an app of its own, because its errors look different; not in our OpenAPI, as Jaeger describes it."""

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from controlplane.access import Access
from controlplane.failures import HANDLED, problem_of
from controlplane.jaeger import metrics, routes, v3
from controlplane.jaeger.traces import Json, envelope
from query.store import Store

V3_PATH = "/api/v3"


def jaeger_app(store: Store, access: Access) -> FastAPI:
    """To be mounted; what a Jaeger UI or a Grafana data source is given as the address is where it is mounted."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.state.access = access
    app.state.store = store
    app.include_router(v3.router, prefix=V3_PATH)
    app.include_router(metrics.router, prefix="/api")
    app.include_router(routes.router, prefix="/api")
    for kind in HANDLED:
        app.add_exception_handler(kind, _as_error)
    return app


async def _as_error(request: Request, error: Exception) -> Response:
    found = problem_of(request, error)
    said = f"{found.problem.detail}: {found.problem.way_out}" if found.problem.way_out else found.problem.detail
    code = found.problem.status
    body: Json
    if f"{V3_PATH}/" in request.url.path:
        # As the gateway of its gRPC API has it.
        body = {"error": {"httpCode": code, "message": said}}
    else:
        body = envelope(None, errors=[{"code": code, "msg": said}])
    return JSONResponse(body, status_code=code, headers=found.headers)
