"""Errors as RFC 9457 problems: each names the value and the way out, and none shows the inside of the program."""

from http import HTTPStatus

from pydantic import BaseModel, Field
from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"


class Problem(BaseModel):
    """An RFC 9457 problem. `detail` names the value, `way_out` what to do; of a query the place too."""

    type: str
    title: str
    status: int
    detail: str
    way_out: str
    query: str | None = None
    column: int | None = Field(default=None, description="1 is the first character of `query`.")


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
