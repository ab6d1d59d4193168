"""The app on a port, in a thread with an event loop of its own.

The socket is bound before the thread starts: a taken port is an error of the caller, in words, not a line in a log.
Signals stay with the main thread; `stop` finishes the requests that are under way.
"""

import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from controlplane.v1.tail import STOPPING

# A request is bounded by the store's own time limit; past this it is cut.
GRACE_S = 5
# Idle connections of browsers and Grafana; longer than the pause between two of a dashboard's refreshes.
KEEP_ALIVE_S = 75


class HttpServer:
    """Use it as a context manager, or call `start` and `stop`."""

    def __init__(self, app: ASGIApp, listening: socket.socket) -> None:
        """`listening` is bound and owned by this server from here on."""
        self._socket = listening
        self._server = _AnnouncingServer(
            uvicorn.Config(
                _Stoppable(app, lambda: self._server.should_exit),
                loop="uvloop",
                http="httptools",
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                date_header=True,
                timeout_keep_alive=KEEP_ALIVE_S,
                timeout_graceful_shutdown=GRACE_S,
            )
        )
        self._thread = threading.Thread(target=self._run, name="http", daemon=True)

    @property
    def listening(self) -> bool:
        """Whether new connections are answered now."""
        return self._server.started and not self._server.should_exit and self._thread.is_alive()

    def start(self) -> None:
        """Returns once connections are answered."""
        self._thread.start()
        self._server.settled.wait()
        if not self._server.started:
            raise RuntimeError("the HTTP server ended before it listened: its thread's traceback says why")

    def stop(self) -> None:
        """No new requests; returns once those under way are answered, at the latest after `GRACE_S`."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join()
        self._socket.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _run(self) -> None:
        try:
            self._server.run(sockets=[self._socket])
        finally:
            self._server.settled.set()


class _Stoppable:
    """ASGI: lets an answer without an end ask whether it is time to end."""

    def __init__(self, app: ASGIApp, stopping: Callable[[], bool]) -> None:
        self.app = app
        self._stopping = stopping

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app({**scope, STOPPING: self._stopping}, receive, send)


class _AnnouncingServer(uvicorn.Server):
    """Says when it listens, or that it never will."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.settled = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.settled.set()
