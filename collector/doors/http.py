"""OTLP over HTTP: a bare ASGI application, because three routes need no framework.

A body is read with a bound and a deadline, inflated and decoded in a small pool of threads (native code lets go of the
GIL), and answered when the spool has it on disk. Errors carry a google.rpc.Status in the request's own encoding.
"""

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from collector import codec
from collector.admission import Lease
from collector.clock import Clock
from collector.credentials import Credentials
from collector.doors.answers import DEFECT, refusal, response_bytes, response_json
from collector.doors.http_request import MEDIA_TYPES, Head, Header, Media, Refused
from collector.doors.inflate import inflate
from collector.errors import MalformedExport, Overloaded, PermanentError, TooLarge, TransientError
from collector.intake import Intake
from collector.meters import Meters, RequestMeter
from collector.model import Acknowledgement, Export, Signal, Tenant
from collector.settings import DoorSettings

log = logging.getLogger(__name__)

Scope = dict[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

CROWDED = "camelops.crowded"
CERTIFICATE_NAME = "camelops.certificate_name"
"""What the protocol tells the application in `scope["state"]`: too many connections, the client's verified name."""


class _ClientGone(Exception):
    """Nobody is left to answer."""


class HttpDoor:
    """The ASGI application."""

    def __init__(
        self, settings: DoorSettings, intake: Intake, credentials: Credentials, meters: Meters, clock: Clock
    ) -> None:
        self.settings = settings
        self.meters = meters
        self._intake = intake
        self._credentials = credentials
        self._clock = clock
        self._threads = ThreadPoolExecutor(settings.http_threads, thread_name_prefix="otlp-http")

    def close(self) -> None:
        """After the server has stopped."""
        self._threads.shutdown(wait=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI: answers one request."""
        if scope["type"] != "http":
            return
        head = Head.of(scope)
        cors = head.cors(self.settings.cors_origins)
        if cors and head.is_preflight:
            await _reply(send, 204, None, b"", cors)
            return
        try:
            answer, signal = await self._export(head, scope["state"], receive)
        except _ClientGone:
            return
        except Refused as ended:
            refused = ended.refused
            extra: list[Header] = [*cors, *ended.headers]
            if refused.retry_after_s is not None:
                extra.append((b"retry-after", str(math.ceil(refused.retry_after_s)).encode()))
            if refused.http_status == 401:
                extra.append((b"www-authenticate", b"Bearer"))
            text = refused.status_json() if head.media == "json" else refused.status_bytes()
            await _reply(send, refused.http_status, head.media, text, extra)
            return
        body = response_json(answer, signal) if head.media == "json" else response_bytes(answer)
        await _reply(send, 200, head.media, body, cors)

    async def _export(self, head: Head, state: Scope, receive: Receive) -> tuple[Acknowledgement, Signal]:
        """Raises Refused or _ClientGone, nothing else: this is where a request's errors become its answer."""
        try:
            signal = head.signal()
        except Refused as ended:
            self.meters.http_error(ended.refused.http_status)
            raise
        with self.meters.request(signal, "http") as request:
            try:
                answer = await self._take(signal, head, state, receive, request)
            except (PermanentError, TransientError) as error:
                request.refused(type(error).__name__)
                raise Refused(refusal(error, self.settings.retry_after_s)) from error
            except Refused:
                request.refused("UnknownEncoding")
                raise
            except _ClientGone:
                request.refused("Unread")
                raise
            except asyncio.CancelledError:
                request.refused("Unread")
                raise
            except BaseException as error:
                # A native panic is no Exception.
                log.exception("a defect in OTLP/HTTP")
                raise Refused(DEFECT) from error
            request.taken(answer)
            return answer, signal

    async def _take(
        self, signal: Signal, head: Head, state: Scope, receive: Receive, request: RequestMeter
    ) -> Acknowledgement:
        if CROWDED in state:
            most = self.settings.http_connections_max
            raise Overloaded(f"more than {most} connections are open, which is the most")
        authorization = head.text(b"authorization") or None
        tenant = self._credentials.tenant(authorization, state.get(CERTIFICATE_NAME))
        encoding = head.encoding()
        with self._intake.enter(tenant) as lease:
            sent = await self._body(head, receive, lease)
            request.received(len(sent))
            outcome = await asyncio.get_running_loop().run_in_executor(
                self._threads, self._submit, signal, tenant, sent, encoding, head.media, lease
            )
            try:
                return await asyncio.wait_for(asyncio.wrap_future(outcome), self.settings.answer_s_max)
            except TimeoutError as error:
                wait_s = self.settings.answer_s_max
                raise TransientError(f"the disk did not confirm the request within {wait_s:g} s") from error

    def _submit(
        self, signal: Signal, tenant: Tenant, sent: bytes, encoding: str | None, media: Media, lease: Lease
    ) -> Future[Acknowledgement]:
        received_unix_ns = self._clock.unix_ns()
        body = sent
        if encoding is not None:
            bytes_max, expansion_max = self.settings.request_bytes_max, self.settings.expansion_max
            body = inflate(sent, encoding, bytes_max=bytes_max, expansion_max=expansion_max, grow=lease.grow)
        if media == "json":
            try:
                body = codec.transcode_json(signal, body)
            except codec.MalformedBytes as error:
                raise MalformedExport(str(error)) from error
            lease.grow(len(body))
        return self._intake.submit(Export(signal, tenant, body, received_unix_ns), lease)

    async def _body(self, head: Head, receive: Receive, lease: Lease) -> bytes:
        """The body as sent. Raises TooLarge, Overloaded, TransientError when it takes too long, or _ClientGone."""
        bytes_max = self.settings.request_bytes_max
        too_large = TooLarge(f"the body is larger than {bytes_max} bytes: send smaller batches")
        if (head.length() or 0) > bytes_max:
            raise too_large
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
                        raise too_large
                    lease.grow(len(chunk))
                    chunks.append(chunk)
                    if not message.get("more_body", False):
                        return chunks[0] if len(chunks) == 1 else b"".join(chunks)
        except TimeoutError as error:
            # HTTP would say 408, which an exporter must take as "drop it". The line was slow, the data may be good.
            seconds = self.settings.body_s_max
            raise TransientError(f"the body did not arrive within {seconds:g} s") from error


async def _reply(send: Send, status: int, media: Media | None, body: bytes, headers: Iterable[Header]) -> None:
    found: list[Header] = [(b"x-content-type-options", b"nosniff"), *headers]
    if media is not None:
        found.append((b"content-type", MEDIA_TYPES[media]))
        found.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": found})
    await send({"type": "http.response.body", "body": body})
