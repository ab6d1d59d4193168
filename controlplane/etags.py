"""Answers that a client may already have.

Tags are weak: the same answer goes out compressed or not.
"""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response


def etag_of(*parts: object) -> str:
    """A tag for what these parts name."""
    return f'W/"{"-".join(map(str, parts))}"'


def not_modified(request: Request, etag: str) -> Response | None:
    """The 304 for a client that has this answer; None for others."""
    given = [each.strip() for each in request.headers.get("if-none-match", "").split(",")]
    if "*" in given or etag.removeprefix("W/") in {each.removeprefix("W/") for each in given}:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={"ETag": etag})
    return None
