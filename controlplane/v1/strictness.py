"""Parameters that a route does not have are refused: a mistyped `querry` would answer everything."""

from collections.abc import Iterator
from http import HTTPStatus

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.requests import Request

from controlplane.problems import ProblemError


def known_parameters(request: Request) -> None:
    """As a dependency of a router."""
    given = request.query_params.keys()
    if not given:
        return
    route = request.scope["route"]
    assert isinstance(route, APIRoute)  # noqa: S101  # dependencies run in no other
    known = set(_query_names(route.dependant))
    unknown = [name for name in given if name not in known]
    if unknown:
        raise ProblemError(
            HTTPStatus.BAD_REQUEST,
            "parameter_unknown",
            f"there is no parameter {unknown[0][:80]!r} here",
            way_out=f"there are {', '.join(sorted(known))}" if known else "this takes none",
        )


def _query_names(dependant: Dependant) -> Iterator[str]:
    for each in dependant.query_params:
        yield each.alias
    for part in dependant.dependencies:
        yield from _query_names(part)
