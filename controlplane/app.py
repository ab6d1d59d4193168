"""The app: health, our API, Jaeger's and the console, behind one guard.

It is made by `create_app` from what it needs and keeps no state of its own, so several can run side by side over one
store.
"""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from controlplane.access import Access, Guard
from controlplane.applications import Applications, NoApplications
from controlplane.bodies import BodyBound
from controlplane.compression import Compressed
from controlplane.failures import HANDLED, problem_of
from controlplane.health import health_routes
from controlplane.jaeger.app import jaeger_app
from controlplane.problems import MEDIA_TYPE, answer
from controlplane.static import CONSOLE_DIST, BasePath, Console
from controlplane.v1.routes import v1_routes
from controlplane.v1.routes.trace import FILE_BYTES_MAX, FILES_PATH
from controlplane.v1.tail import OpenTails, TailLimits
from query.store import Store

API_PATH = "/api"
JAEGER_PATH = "/compat/jaeger"
TAIL_LIMITS = TailLimits()
NO_APPLICATIONS = NoApplications()


def create_app(
    store: Store,
    *,
    access: Access,
    hosts: Collection[str],
    unready_reasons: Callable[[], Sequence[str]],
    metrics_text: Callable[[], bytes],
    base_path: str = "/",
    console: Path = CONSOLE_DIST,
    tail: TailLimits = TAIL_LIMITS,
    applications: Applications = NO_APPLICATIONS,
) -> ASGIApp:
    """The app over an open store. The callables are asked per request, in the thread pool.

    `hosts`: names, beside addresses and localhost, that the app is reached by. `unready_reasons`: what is missing,
    empty when ready. `metrics_text`: the process's own metrics in Prometheus' text format. `base_path`: where a proxy
    puts the app, whether it takes that from the path or not; begins and ends with a slash. `console`: the folder of its
    built files. `tail`: bounds of live tails. `applications`: those that can be told something.
    """
    app = Api(unready_reasons, metrics_text)
    app.state.access = access
    app.state.store = store
    app.state.tails = OpenTails(tail)
    app.state.applications = applications
    # What no route is for: pages of the console, or a 404.
    app.router.default = Console(console, base_path, not_pages=(API_PATH, "/compat"))

    app.mount(JAEGER_PATH, jaeger_app(store, access))
    return Guard(Compressed(BasePath(app, base_path)), hosts)


class Api(FastAPI):
    """Health and our API. Whoever lets it answer gives its state `access`, `store`, `tails`, `applications`."""

    def __init__(self, unready_reasons: Callable[[], Sequence[str]], metrics_text: Callable[[], bytes]) -> None:
        super().__init__(
            title="camelops",
            # Of the API, not of the program.
            version="1",
            openapi_url=f"{API_PATH}/openapi.json",
            docs_url=None,
            redoc_url=None,
            redirect_slashes=False,
            # What a generated client calls a question.
            generate_unique_id_function=lambda route: route.name,
        )
        self.add_middleware(
            BodyBound,
            exceptions=dict.fromkeys((f"{API_PATH}/v1{FILES_PATH}", f"{JAEGER_PATH}/api/transform"), FILE_BYTES_MAX),
        )
        self.include_router(health_routes(unready_reasons, metrics_text))
        self.include_router(v1_routes(), prefix=f"{API_PATH}/v1")
        for kind in HANDLED:
            self.add_exception_handler(kind, _as_problem)

    def openapi(self) -> dict[str, Any]:
        """The description, with problems under their own media type."""
        if self.openapi_schema is None:
            described = super().openapi()
            for path in described["paths"].values():
                for operation in path.values():
                    problem = operation["responses"].get("default")
                    if problem is not None:
                        problem["content"] = {MEDIA_TYPE: problem["content"]["application/json"]}
        return super().openapi()


def create_health_app(
    *, hosts: Collection[str], unready_reasons: Callable[[], Sequence[str]], metrics_text: Callable[[], bytes]
) -> ASGIApp:
    """Health and metrics alone, for a process that others ask nothing of."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.include_router(health_routes(unready_reasons, metrics_text))
    for kind in HANDLED:
        app.add_exception_handler(kind, _as_problem)
    return Guard(app, hosts)


async def _as_problem(request: Request, error: Exception) -> Response:
    return answer(problem_of(request, error))
