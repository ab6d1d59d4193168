"""The routes of `/api/v1`, a file for each subject.

All but the live tail and commands are synchronous: FastAPI runs them in its thread pool, as the store's calls block.
"""

from fastapi import APIRouter, Depends

from controlplane.v1.models import Problem
from controlplane.v1.routes import (
    about,
    applications,
    camel_routes,
    difference,
    exchanges,
    logs,
    metrics,
    saved_searches,
    search,
    services,
    tail,
    trace,
    traces,
)
from controlplane.v1.strictness import known_parameters


def v1_routes() -> APIRouter:
    """All routes. They find the store and the access in the state of the app they are in."""
    router = APIRouter(
        tags=["v1"],
        dependencies=[Depends(known_parameters)],
        responses={"default": {"model": Problem, "description": "What is wrong, and the way out."}},
    )
    for each in (
        services,
        traces,
        trace,
        search,
        difference,
        logs,
        metrics,
        saved_searches,
        tail,
        exchanges,
        camel_routes,
        applications,
        about,
    ):
        router.include_router(each.router)
    return router
