"""uvicorn's HTTP/1.1 protocol with the bounds it lacks, and with answers that OTLP clients can read.

A connection is always in one of three states, and only the last has no deadline of ours:

    head      from the connection, or the first byte of a request, to the end of its headers: `header_s_max`
    leftover  the answer is sent, its request's body is not all here yet: `body_s_max`, and no more than a body's bytes
    others    the application reads the body with a deadline, waits for the spool with one, or the connection is idle
              between requests (uvicorn's own keep-alive timer)

What cannot be parsed is answered with a google.rpc.Status, unless an earlier answer on this connection is still due:
then the connection is closed, because a client would take the refusal for that answer.
"""

import asyncio
from http import HTTPStatus
from typing import Any

import grpc
import httptools
import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from collector.doors.answers import Refusal
from collector.doors.http import CERTIFICATE_NAME, CROWDED, HttpDoor
from collector.doors.http_request import MEDIA_TYPES

# Between a name and a value, and at a line's end.
_HEADER_FRAMING_BYTES = 4
# OTLP clients send about ten; each costs more than its bytes.
HEADERS_MAX = 200


class BoundedProtocol(HttpToolsProtocol):
    """One connection. The bounds are those of the door that it serves."""

    def __init__(self, config: uvicorn.Config, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # uvicorn's own
        super().__init__(config, *args, **kwargs)
        door = config.app
        assert isinstance(door, HttpDoor)  # noqa: S101  # only `HttpDoorServer` makes the config
        self._door = door
        self._settings = door.settings
        self._timer: asyncio.TimerHandle | None = None
        self._head_bytes = 0
        self._unread_bytes = 0
        self._leftover_bytes = 0
        self._in_message = False
        self._in_head = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """The first head's time begins. Far more connections than are answered are not even taken."""
        super().connection_made(transport)
        if len(self.connections) > 2 * self._settings.http_connections_max:
            transport.abort()
            return
        self._close_after(self._settings.header_s_max)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._stop_timer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """As uvicorn does, with our own words for what is no HTTP."""
        self._unset_keepalive_if_required()
        self._unread_bytes += len(data)
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            # Nothing is upgraded to; the parser stops here, so the connection ends with the answer.
            if self.cycle is not None:
                self.cycle.keep_alive = False
        except httptools.HttpParserError:
            self._refuse(HTTPStatus.BAD_REQUEST, "this is not HTTP/1.1 as RFC 9112 has it")
            return
        if self.transport.is_closing():
            return
        # Of a line that does not end, of chunk extensions and of trailers the parser says nothing.
        if self._unread_bytes > self._settings.header_bytes_max:
            self._refuse_head()
        elif not self._in_message and self._timer is None and self._is_idle():
            # Something came that began no request, such as an empty line: it must not keep the connection for ever.
            self._close_after(self._settings.header_s_max)

    def on_message_begin(self) -> None:
        """The next request's first byte."""
        self._unset_keepalive_if_required()
        super().on_message_begin()
        self._in_message = self._in_head = True
        self._head_bytes = self._unread_bytes = self._leftover_bytes = 0
        self._close_after(self._settings.header_s_max)
        if len(self.connections) > self._settings.http_connections_max:
            self.scope["state"][CROWDED] = True
        name = _certificate_name(self.transport)
        if name is not None:
            self.scope["state"][CERTIFICATE_NAME] = name

    def on_url(self, url: bytes) -> None:
        """Counts towards the head."""
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Counts towards the head; so do the trailers of a chunked body."""
        self._count(len(name) + len(value) + _HEADER_FRAMING_BYTES)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """From here on the door's own deadline for the body holds."""
        self._unread_bytes = 0
        self._in_head = False
        if self.transport.is_closing():
            return
        self._stop_timer()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Handed on, or dropped when the answer is out already."""
        self._unread_bytes = 0
        if self.cycle is not None and self.cycle.response_complete:
            self._leftover_bytes += len(body)
            if self._leftover_bytes > self._settings.request_bytes_max:
                self.transport.close()
        if not self.transport.is_closing():
            super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is here whole."""
        self._unread_bytes = 0
        self._in_message = False
        if self.transport.is_closing():
            return
        super().on_message_complete()
        if self._is_idle():
            self._stop_timer()
            self.timeout_keep_alive_task = self.loop.call_later(
                self.timeout_keep_alive, self.timeout_keep_alive_handler
            )

    def on_response_complete(self) -> None:
        """The answer is out. What is still to come of its request is read and dropped, so that the client, which is
        busy sending it, gets to see the answer; for a time."""
        super().on_response_complete()
        if self._in_message and not self._in_head and not self.transport.is_closing():
            self._unset_keepalive_if_required()
            self._close_after(self._settings.body_s_max)

    def _is_idle(self) -> bool:
        return self.cycle is None or bool(self.cycle.response_complete)

    def _count(self, size: int) -> None:
        self._unread_bytes = 0
        self._head_bytes += size
        if self._head_bytes > self._settings.header_bytes_max or len(self.headers) > HEADERS_MAX:
            self._refuse_head()

    def _refuse_head(self) -> None:
        bytes_max = self._settings.header_bytes_max
        self._refuse(
            HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, f"more than {bytes_max} bytes or {HEADERS_MAX} lines of headers"
        )

    def _refuse(self, status: HTTPStatus, message: str) -> None:
        if self.transport.is_closing():
            return
        self._door.meters.http_error(status)
        if not self._owes_an_answer():
            body = Refusal(grpc.StatusCode.INVALID_ARGUMENT, status, message).status_bytes()
            self.transport.write(
                b"HTTP/1.1 %d %s\r\ncontent-type: %s\r\ncontent-length: %d\r\nconnection: close\r\n\r\n%s"
                % (status, status.phrase.encode(), MEDIA_TYPES["protobuf"], len(body), body)
            )
        self.transport.close()

    def _owes_an_answer(self) -> bool:
        """Whether what is written now would be read as the answer to an earlier request, or in the midst of one."""
        if self.cycle is None or self.cycle.response_complete:
            return False
        own_cycle = self._in_message and not self._in_head
        return bool(self.pipeline) or not own_cycle or self.cycle.response_started

    def _close_after(self, seconds: float) -> None:
        self._stop_timer()
        self._timer = self.loop.call_later(seconds, self.transport.close)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def _certificate_name(transport: asyncio.Transport) -> str | None:
    """The common name of the client's certificate, which TLS has verified if it is there at all."""
    session = transport.get_extra_info("ssl_object")
    certificate = session.getpeercert() if session is not None else None
    for relative_name in (certificate or {}).get("subject", ()):
        for key, value in relative_name:
            if key == "commonName":
                return str(value)
    return None
