"""Errors as RFC 9457 problems: each names the value and the way out, and none shows the inside of the program."""

from http import HTTPStatus

from starlette.responses import Response

from controlplane.v1.models import Problem

MEDIA_TYPE = "application/problem+json"


class ProblemError(Exception):
    """An answer that is not the one asked for. `kind` is the machine's name of it."""

    def __init__(
        self,
        status: HTTPStatus,
        kind: str,
        detail: str,
        *,
        way_out: str = "",
        query: str | None = None,
        column: int | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.headers = headers or {}
        self.problem = Problem(
            type=f"urn:camelops:problem:{kind}",
            title=status.phrase,
            status=status.value,
            detail=detail,
            way_out=way_out,
            query=query,
            column=column,
        )


def answer(error: ProblemError) -> Response:
    """The problem as it goes out."""
    return Response(
        error.problem.model_dump_json(exclude_none=True),
        status_code=error.problem.status,
        headers=error.headers,
        media_type=MEDIA_TYPE,
    )
