"""How long a request's body may be, by path: nobody fills this process's memory with one."""

from collections.abc import Mapping
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from controlplane.problems import ProblemError, answer

# A saved search is some kilobytes; what takes more says so.
BYTES_MAX = 256 * 1024


class BodyBound:
    """ASGI: 413 for longer bodies, unread where they tell their length.

    `exceptions` are paths, as the app below sees them, whose bodies have another bound.
    """

    def __init__(self, app: ASGIApp, exceptions: Mapping[str, int]) -> None:
        self.app = app
        self._exceptions = exceptions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A body that does not tell its length raises HTTPException in whoever reads too much of it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        bytes_max = self._exceptions.get(path, BYTES_MAX)
        too_long = f"a body has at most {bytes_max:,} bytes here"
        announced = Headers(scope=scope).get("content-length", "")
        if announced.isdecimal() and int(announced) > bytes_max:
            refusal = ProblemError(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                "body_too_long",
                f"{too_long}, not {int(announced):,}",
                way_out="send less at once",
            )
            await answer(refusal)(scope, receive, send)
            return
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > bytes_max:
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, too_long)
            return message

        await self.app(scope, counted, send)
