"""The running camelops, as the reading commands talk to it: HTTP in, typed answers out."""

from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

import httpx
from pydantic import BaseModel, ValidationError

from camelops.errors import CommandError, NotRunningError, QueryRefusedError
from controlplane.v1.models import Problem

# A read is bounded by the server (its own time limit is below this); this one only ends a server that hangs.
READ_S_MAX = 60.0
CONNECT_S_MAX = 3.0

AnswerT = TypeVar("AnswerT", bound=BaseModel)


class Server:
    """A connection to one camelops. Use it as a context manager."""

    def __init__(self, url: str, token: str = "", transport: httpx.BaseTransport | None = None) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise CommandError(f"{url!r} is not an address", way_out="write it like http://127.0.0.1:8000")
        self.url = url.rstrip("/")
        self._http = httpx.Client(
            base_url=self.url,
            headers={"Authorization": f"Bearer {token}"} if token else {},
            timeout=httpx.Timeout(READ_S_MAX, connect=CONNECT_S_MAX),
            # A proxy of the environment is for the way out, not for this machine.
            trust_env=parts.hostname not in {"127.0.0.1", "localhost", "::1"},
            transport=transport,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def get(
        self, path: str, answer: type[AnswerT], parameters: Mapping[str, str | int | None] | None = None
    ) -> AnswerT:
        """The answer as a value. Raises CommandError in words: not running, refused, or not a camelops at all."""
        given = {name: value for name, value in (parameters or {}).items() if value is not None}
        return self._answer(answer, "GET", path, params=given)

    def post(self, path: str, answer: type[AnswerT], body: BaseModel, within_s: float) -> AnswerT:
        """The same, of a request that has `within_s` seconds beside the connection's own."""
        timeout = httpx.Timeout(READ_S_MAX + within_s, connect=CONNECT_S_MAX)
        return self._answer(answer, "POST", path, json=body.model_dump(mode="json", exclude_none=True), timeout=timeout)

    def _answer(self, answer: type[AnswerT], method: str, path: str, **request: Any) -> AnswerT:  # noqa: ANN401
        try:
            response = self._http.request(method, path, **request)
        except httpx.ConnectError as error:
            raise NotRunningError(
                f"no camelops answers at {self.url} ({error})",
                way_out="start one with `camelops up`, or name its address with --url or CAMELOPS_URL",
            ) from error
        except httpx.TimeoutException as error:
            raise CommandError(
                f"{self.url} did not answer in time", way_out="ask for less: a shorter --since, a lower --limit"
            ) from error
        except httpx.TransportError as error:
            raise CommandError(
                f"the connection to {self.url} broke: {error}", way_out="try again; `camelops doctor` looks closer"
            ) from error
        if response.is_error:
            raise self._refusal(response)
        try:
            return answer.model_validate_json(response.content)
        except ValidationError as error:
            raise CommandError(
                f"{self.url} answered something this version of camelops cannot read",
                way_out="is it a camelops? `camelops version` shows this side's version",
            ) from error

    def _refusal(self, response: httpx.Response) -> CommandError:
        try:
            problem = Problem.model_validate_json(response.content)
        except ValidationError:
            return CommandError(
                f"{self.url} answered {response.status_code} {response.reason_phrase}", way_out="is it a camelops?"
            )
        if problem.query is not None and problem.column is not None:
            return QueryRefusedError(
                problem.detail, query=problem.query, column=problem.column, way_out=problem.way_out
            )
        return CommandError(problem.detail, way_out=problem.way_out)
