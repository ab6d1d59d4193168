"""The HTTP door on a socket: uvicorn with our protocol, in a thread with an event loop of its own."""

import socket
import threading

import uvicorn

from collector.doors.http import HttpDoor
from collector.doors.http_protocol import BoundedProtocol
from collector.doors.tls import TlsFiles


class HttpDoorServer:
    """Start it, drain it; it cannot be started again."""

    def __init__(self, door: HttpDoor, listening: socket.socket, tls: TlsFiles | None) -> None:
        """`listening` is bound, and owned by this server from here on."""
        self._socket = listening
        self._door = door
        self._settled = threading.Event()
        self._server = uvicorn.Server(
            uvicorn.Config(
                door,
                loop="uvloop",
                http=BoundedProtocol,
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                # Longer than a minute, so that exporters with the usual intervals find their connection open.
                timeout_keep_alive=75,
                ssl_context_factory=None if tls is None else lambda _config, _default: tls.context(),
            )
        )
        self._thread = threading.Thread(target=self._run, name="otlp-http", daemon=True)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._socket.getsockname()[1])

    @property
    def listening(self) -> bool:
        """Whether new connections are answered now."""
        return self._server.started and not self._server.should_exit and self._thread.is_alive()

    def start(self) -> None:
        """Returns once connections are answered."""
        self._thread.start()
        while not self._server.started:
            if self._settled.wait(0.005):
                raise RuntimeError("the OTLP/HTTP server ended before it listened")

    def begin_drain(self, grace_s: float) -> None:
        """No new connections from here on; those under way have `grace_s`, rounded, 1 at the least."""
        self._server.config.timeout_graceful_shutdown = max(1, round(grace_s))
        self._server.should_exit = True

    def drain(self) -> None:
        """After `begin_drain`: returns once requests under way are answered or cut."""
        if self._thread.is_alive():
            self._thread.join()
        self._socket.close()
        self._door.close()

    def _run(self) -> None:
        try:
            self._server.run(sockets=[self._socket])
        finally:
            self._settled.set()
