"""uvicorn with the bounds it lacks: time and size of a request's headers.

It also passes the name of a verified client certificate on to the application, as `scope["state"]`.
"""

import asyncio
import socket
import ssl
import threading
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from collector.doors.http import HttpDoor

# Beyond it requests under way are cut: exporters wait ten seconds for an answer and then send again.
GRACE_S = 10


class BoundedProtocol(HttpToolsProtocol):
    """One connection. The bounds are those of the door that it serves."""

    def __init__(self, config: uvicorn.Config, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # uvicorn's own
        super().__init__(config, *args, **kwargs)
        door = config.app
        assert isinstance(door, HttpDoor)  # noqa: S101  # only `HttpDoorServer` makes the config
        self._settings = door.settings
        self._header_timer: asyncio.TimerHandle | None = None
        self._header_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """The first header's time begins."""
        super().connection_made(transport)
        self._start_header_timer()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._stop_header_timer()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """The next request's first byte."""
        super().on_message_begin()
        self._header_bytes = 0
        self._start_header_timer()
        name = _certificate_name(self.transport)
        if name is not None:
            self.scope["state"]["client_certificate_name"] = name

    def on_url(self, url: bytes) -> None:
        """Counts towards the headers."""
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Counts towards the headers."""
        self._count(len(name) + len(value))
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """From here on the door's own deadline for the body holds."""
        self._stop_header_timer()
        if self._header_bytes <= self._settings.header_bytes_max:
            super().on_headers_complete()

    def _count(self, size: int) -> None:
        self._header_bytes += size
        if self._header_bytes > self._settings.header_bytes_max and not self.transport.is_closing():
            self.send_400_response(f"the headers are larger than {self._settings.header_bytes_max} bytes")

    def _start_header_timer(self) -> None:
        self._stop_header_timer()
        self._header_timer = self.loop.call_later(self._settings.header_s_max, self.transport.close)

    def _stop_header_timer(self) -> None:
        if self._header_timer is not None:
            self._header_timer.cancel()
            self._header_timer = None


def _certificate_name(transport: asyncio.Transport) -> str | None:
    """The common name of the client's certificate, which TLS has verified if it is there at all."""
    session = transport.get_extra_info("ssl_object")
    certificate = session.getpeercert() if session is not None else None
    for relative_name in (certificate or {}).get("subject", ()):
        for key, value in relative_name:
            if key == "commonName":
                return str(value)
    return None


class HttpDoorServer:
    """The HTTP door on a socket, in a thread with an event loop of its own."""

    def __init__(self, door: HttpDoor, listening: socket.socket) -> None:
        """`listening` is bound, and owned by this server from here on."""
        settings = door.settings
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
                limit_concurrency=settings.http_connections_max,
                timeout_keep_alive=75,
                timeout_graceful_shutdown=GRACE_S,
                ssl_certfile=settings.tls_certificate,
                ssl_keyfile=settings.tls_key,
                ssl_ca_certs=str(settings.tls_client_ca) if settings.tls_client_ca else None,
                ssl_cert_reqs=ssl.CERT_REQUIRED if settings.tls_client_ca else ssl.CERT_NONE,
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

    def drain(self) -> None:
        """No new requests; returns once those under way are answered."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join()
        self._socket.close()
        self._door.close()

    def _run(self) -> None:
        try:
            self._server.run(sockets=[self._socket])
        finally:
            self._settled.set()
