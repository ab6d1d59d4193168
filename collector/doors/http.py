"""OTLP over HTTP: a bare ASGI application, because three routes need no framework.

A body is read with a bound and a deadline, inflated and decoded in a small pool of threads (native code lets go of the
GIL), and answered when the spool has it on disk. Errors carry a google.rpc.Status in the request's own encoding.
"""

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Literal

import grpc

from collector import codec
from collector.admission import Lease
from collector.clock import Clock
from collector.credentials import Credentials
from collector.doors.answers import Refusal, refusal, response_bytes, response_json
from collector.doors.inflate import ENCODINGS, inflate
from collector.errors import MalformedExport, PermanentError, TooLarge, TransientError
from collector.intake import Intake
from collector.meters import Meters
from collector.model import Acknowledgement, Export, Signal, Tenant
from collector.settings import DoorSettings

log = logging.getLogger(__name__)

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Encoding = Literal["protobuf", "json"]
Header = tuple[bytes, bytes]

PATHS = {f"/v1/{signal}": signal for signal in Signal}
_MEDIA: dict[str, Encoding] = {"application/x-protobuf": "protobuf", "application/json": "json"}
_MEDIA_TYPE: dict[Encoding, bytes] = {media: name.encode() for name, media in _MEDIA.items()}
_CORS_HEADERS = b"Authorization, Content-Encoding, Content-Type"
_CORS_AGE_S = b"7200"


class _Answered(Exception):
    """The request ends here: what is raised is the answer."""

    def __init__(self, refused: Refusal, *headers: Header) -> None:
        super().__init__(refused.message)
        self.refused = refused
        self.headers = headers


class _ClientGone(Exception):
    """Nobody is left to answer."""


class HttpDoor:
    """The ASGI application."""

    def __init__(
        self, settings: DoorSettings, intake: Intake, credentials: Credentials, meters: Meters, clock: Clock
    ) -> None:
        self.settings = settings
        self._intake = intake
        self._credentials = credentials
        self._meters = meters
        self._clock = clock
        self._threads = ThreadPoolExecutor(settings.http_threads, thread_name_prefix="otlp-http")

    def close(self) -> None:
        """After the server has stopped."""
        self._threads.shutdown(wait=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI: answers one request."""
        if scope["type"] != "http":
            return
        headers: dict[bytes, bytes] = dict(scope["headers"])
        cors = self._cors(headers)
        media: Encoding = _MEDIA.get(_media_type(headers), "protobuf")
        try:
            signal = self._route(scope, headers, cors)
            if signal is None:
                await _reply(send, 204, b"", b"", cors)
                return
            with self._intake_meter(signal, headers) as request:
                try:
                    answer = await self._take(signal, scope, headers, receive)
                except (PermanentError, TransientError) as error:
                    request.refused(type(error).__name__)
                    raise _Answered(refusal(error, self.settings.retry_after_s)) from error
                except _Answered as answered:
                    request.refused(answered.refused.code.name)
                    raise
                request.taken(answer)
            body = response_json(answer, signal) if media == "json" else response_bytes(answer)
            await _reply(send, 200, _MEDIA_TYPE[media], body, cors)
        except _ClientGone:
            return
        except _Answered as answered:
            refused = answered.refused
            extra: list[Header] = [*cors, *answered.headers]
            if refused.retry_after_s is not None:
                extra.append((b"retry-after", str(math.ceil(refused.retry_after_s)).encode()))
            if refused.http_status == 401:
                extra.append((b"www-authenticate", b"Bearer"))
            if refused.http_status in {408, 413}:
                # The rest of the body is not read, so the connection cannot be used again.
                extra.append((b"connection", b"close"))
            text = refused.status_json() if media == "json" else refused.status_bytes()
            await _reply(send, refused.http_status, _MEDIA_TYPE[media], text, extra)

    def _intake_meter(self, signal: Signal, headers: dict[bytes, bytes]) -> Any:  # noqa: ANN401
        length = headers.get(b"content-length", b"0")
        return self._meters.request(signal, "http", int(length) if length.isdigit() else 0)

    def _route(self, scope: Scope, headers: dict[bytes, bytes], cors: list[Header]) -> Signal | None:
        """The signal, or None for a preflight that is allowed."""
        path, method = scope["path"], scope["method"]
        signal = PATHS.get(path)
        if signal is None:
            known = ", ".join(PATHS)
            raise _Answered(
                Refusal(grpc.StatusCode.UNIMPLEMENTED, 404, f"there is no {path[:128]!r} here; OTLP goes to {known}")
            )
        if method == "OPTIONS" and b"access-control-request-method" in headers and cors:
            return None
        if method != "POST":
            raise _Answered(
                Refusal(grpc.StatusCode.UNIMPLEMENTED, 405, f"{path} takes POST, not {method}"), (b"allow", b"POST")
            )
        if _media_type(headers) not in _MEDIA:
            found = _media_type(headers) or "none"
            raise _Answered(
                Refusal(
                    grpc.StatusCode.INVALID_ARGUMENT, 415, f"Content-Type is {found}; send one of {', '.join(_MEDIA)}"
                )
            )
        return signal

    async def _take(
        self, signal: Signal, scope: Scope, headers: dict[bytes, bytes], receive: Receive
    ) -> Acknowledgement:
        tenant = self._tenant(scope, headers)
        encoding = headers.get(b"content-encoding", b"identity").decode("latin-1").strip().lower()
        if encoding not in {*ENCODINGS, "identity", ""}:
            raise _Answered(
                Refusal(
                    grpc.StatusCode.INVALID_ARGUMENT,
                    415,
                    f"Content-Encoding {encoding[:64]!r} is not one of {', '.join(ENCODINGS)}, identity",
                ),
                (b"accept-encoding", ", ".join(ENCODINGS).encode()),
            )
        with self._intake.enter(tenant) as lease:
            sent = await self._body(headers, receive, lease)
            media = _MEDIA[_media_type(headers)]
            work = (signal, tenant, sent, encoding, media, lease)
            loop = asyncio.get_running_loop()
            outcome = await loop.run_in_executor(self._threads, self._decode, *work)
            try:
                return await asyncio.wait_for(asyncio.wrap_future(outcome), self.settings.answer_s_max)
            except TimeoutError as error:
                wait_s = self.settings.answer_s_max
                raise TransientError(f"the disk did not confirm the request within {wait_s:g} s") from error

    def _decode(
        self, signal: Signal, tenant: Tenant, sent: bytes, encoding: str, media: Encoding, lease: Lease
    ) -> Future[Acknowledgement]:
        settings = self.settings
        body = sent
        received_unix_ns = self._clock.unix_ns()
        if encoding in ENCODINGS and sent:
            body = inflate(sent, encoding, bytes_max=settings.request_bytes_max, expansion_max=settings.expansion_max)
            lease.grow(len(body))
        if media == "json":
            try:
                body = codec.transcode_json(signal, body)
            except codec.MalformedBytes as error:
                raise MalformedExport(str(error)) from error
            lease.grow(len(body))
        return self._intake.submit(Export(signal, tenant, body, received_unix_ns), lease)

    async def _body(self, headers: dict[bytes, bytes], receive: Receive, lease: Lease) -> bytes:
        """The body as sent. Raises TooLarge, Overloaded, or answers 408 when it does not come in time."""
        bytes_max = self.settings.request_bytes_max
        too_large = f"the body is larger than {bytes_max} bytes: send smaller batches"
        length = headers.get(b"content-length", b"")
        if length.isdigit() and int(length) > bytes_max:
            raise TooLarge(too_large)
        chunks: list[bytes] = []
        size = 0
        try:
            async with asyncio.timeout(self.settings.body_s_max):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise _ClientGone
                    chunk: bytes = message.get("body", b"")
                    size += len(chunk)
                    if size > bytes_max:
                        raise TooLarge(too_large)
                    lease.grow(len(chunk))
                    chunks.append(chunk)
                    if not message.get("more_body", False):
                        return chunks[0] if len(chunks) == 1 else b"".join(chunks)
        except TimeoutError as error:
            seconds = self.settings.body_s_max
            raise _Answered(
                Refusal(grpc.StatusCode.DEADLINE_EXCEEDED, 408, f"the body did not arrive within {seconds:g} s")
            ) from error

    def _tenant(self, scope: Scope, headers: dict[bytes, bytes]) -> Tenant:
        authorization = headers.get(b"authorization")
        return self._credentials.tenant(
            authorization.decode("latin-1") if authorization is not None else None,
            scope.get("state", {}).get("client_certificate_name"),
        )

    def _cors(self, headers: dict[bytes, bytes]) -> list[Header]:
        """What lets the page of an allowed origin send; nothing for others, which makes its browser refuse."""
        origin = headers.get(b"origin", b"").decode("latin-1")
        allowed = self.settings.cors_origins
        if not origin or not ("*" in allowed or origin in allowed):
            return []
        return [
            (b"access-control-allow-origin", origin.encode("latin-1")),
            (b"access-control-allow-methods", b"POST"),
            (b"access-control-allow-headers", _CORS_HEADERS),
            (b"access-control-max-age", _CORS_AGE_S),
            (b"vary", b"Origin"),
        ]


def _media_type(headers: dict[bytes, bytes]) -> str:
    return headers.get(b"content-type", b"").decode("latin-1").partition(";")[0].strip().lower()


async def _reply(send: Send, status: int, media_type: bytes, body: bytes, headers: Iterable[Header]) -> None:
    found: list[Header] = [(b"content-length", str(len(body)).encode()), (b"x-content-type-options", b"nosniff")]
    if media_type:
        found.append((b"content-type", media_type))
    await send({"type": "http.response.start", "status": status, "headers": [*found, *headers]})
    await send({"type": "http.response.body", "body": body})
