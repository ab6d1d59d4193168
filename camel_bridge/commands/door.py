"""The gRPC end where sidecars call: one stream each, all in one event loop in a thread of its own."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

import grpc
import grpc.aio

from camel_bridge.commands.commands_pb2 import (
    Application,
    Command,
    FromSidecar,
    Hello,
    Refusal,
    Result,
    ToSidecar,
)
from camel_bridge.commands.hub import Hub, Session
from camel_bridge.commands.protocol import MESSAGE_BYTES_MAX, METHOD, PROTOCOL
from camel_bridge.commands.settings import CommandSettings
from collector.credentials import Credentials
from collector.doors.grpc import PortTaken
from collector.doors.tls import TlsFiles
from collector.errors import Unauthenticated

log = logging.getLogger(__name__)

AnswerT = TypeVar("AnswerT")

# Who has opened a stream says hello at once.
HELLO_S_MAX = 10.0


class CommandDoor:
    """Start it, ask it from any thread, close it. It cannot be started again."""

    def __init__(self, settings: CommandSettings, credentials: Credentials, tls: TlsFiles | None) -> None:
        self._settings = settings
        self._credentials = credentials
        self._tls = tls
        self._hub = Hub()
        self._connected = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="commands", daemon=True)
        self._server: grpc.aio.Server | None = None
        self.port = 0

    def start(self) -> None:
        """Returns once it listens. Raises PortTaken."""
        self._thread.start()
        try:
            self._run(self._start()).result()
        except RuntimeError as error:
            self.close(0)
            raise PortTaken(f"cannot listen on {self._settings.listen}: is another process there?") from error

    def close(self, grace_s: float) -> None:
        """Streams end; what is under way is cut after `grace_s`."""
        if self._server is not None:
            self._run(self._server.stop(grace_s)).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def applications(self, tenant: str) -> "Future[list[Application]]":
        """All that can be reached now."""

        async def ask() -> list[Application]:
            return self._hub.applications(tenant)

        return self._run(ask())

    def call(self, tenant: str, command: Command) -> "Future[Result]":
        """As `Hub.call`; 0 as its deadline stands for the setting."""
        command.deadline_ms = command.deadline_ms or round(self._settings.deadline_s * 1_000)
        return self._run(self._hub.call(tenant, command))

    def _run(self, coroutine: Coroutine[Any, Any, AnswerT]) -> "Future[AnswerT]":
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop)

    async def _start(self) -> None:
        server = grpc.aio.server(
            handlers=[_Serve(self._serve)],
            options=[
                ("grpc.max_receive_message_length", MESSAGE_BYTES_MAX),
                ("grpc.so_reuseport", 0),
                # Proxies forget a connection without traffic after a minute; one that vanished is found as soon.
                ("grpc.keepalive_time_ms", 30_000),
                ("grpc.keepalive_timeout_ms", 10_000),
                ("grpc.keepalive_permit_without_calls", 1),
                ("grpc.http2.min_ping_interval_without_data_ms", 10_000),
            ],
        )
        if self._tls is None:
            self.port = server.add_insecure_port(self._settings.listen)
        else:
            self.port = server.add_secure_port(self._settings.listen, self._tls.credentials())
        await server.start()
        self._server = server

    async def _serve(
        self, messages: AsyncIterator[FromSidecar], context: "grpc.aio.ServicerContext[FromSidecar, ToSidecar]"
    ) -> AsyncIterator[ToSidecar]:
        tenant = await self._admitted(context)
        self._connected += 1
        try:
            hello = await _hello(messages, context)
            if hello.protocol != PROTOCOL:
                said = f"protocol {hello.protocol} is not spoken here, {PROTOCOL} is: update the older of both sides"
                yield ToSidecar(refusal=Refusal(detail=said))
                return
            session = self._hub.connected(tenant, hello.sidecar)
            log.info("sidecar %s of %s (%s) is connected", hello.sidecar, hello.host, hello.version)
            reading = asyncio.ensure_future(self._read(session, messages))
            # What the sidecar sends ends with its stream, and so does what is sent to it.
            reading.add_done_callback(lambda _: session.end())
            try:
                while (command := await session.outgoing.get()) is not None:
                    yield ToSidecar(command=command)
                if reading.done() and (wrong := reading.exception()) is not None:
                    yield ToSidecar(refusal=Refusal(detail=str(wrong)))
            finally:
                reading.cancel()
                self._hub.disconnected(session)
                log.info("sidecar %s of %s is gone", hello.sidecar, hello.host)
        finally:
            self._connected -= 1

    async def _admitted(self, context: "grpc.aio.ServicerContext[FromSidecar, ToSidecar]") -> str:
        found = [str(value) for name, value in context.invocation_metadata() or () if name == "authorization"]
        # Empty where no certificate was asked for; otherwise it was verified.
        names = list(context.auth_context().get("x509_common_name", ()))
        try:
            tenant = self._credentials.tenant(", ".join(found) or None, names[0].decode() if names else None)
        except Unauthenticated as error:
            await context.abort(grpc.StatusCode.UNAUTHENTICATED, str(error))
        if self._connected >= self._settings.sidecars_max:
            said = f"{self._connected} sidecars are connected, which is the most (CAMELOPS_COMMANDS_SIDECARS_MAX)"
            await context.abort(grpc.StatusCode.RESOURCE_EXHAUSTED, said)
        return tenant.organization

    async def _read(self, session: Session, messages: AsyncIterator[FromSidecar]) -> None:
        async for message in messages:
            match message.WhichOneof("message"):
                case "applications":
                    self._hub.has(session, message.applications.applications)
                case "accepted":
                    self._hub.accepted(session, message.accepted.id)
                case "result":
                    self._hub.answered(session, message.result)
                # A second hello, and what a later version may say.
                case _:
                    log.debug("sidecar %s sent a message that is not known here", session.sidecar)


async def _hello(
    messages: AsyncIterator[FromSidecar], context: "grpc.aio.ServicerContext[FromSidecar, ToSidecar]"
) -> Hello:
    try:
        async with asyncio.timeout(HELLO_S_MAX):
            first = await anext(messages, None)
    except TimeoutError:
        first = None
    if first is None or first.WhichOneof("message") != "hello" or not first.hello.sidecar:
        await context.abort(grpc.StatusCode.INVALID_ARGUMENT, "the first message of a sidecar is its hello")
        raise AssertionError
    return first.hello


class _Serve(grpc.GenericRpcHandler):
    """The one method there is."""

    def __init__(self, serve: object) -> None:
        self._handler = grpc.stream_stream_rpc_method_handler(
            serve,  # type: ignore[arg-type]  # the stubs know grpc's own threads alone
            request_deserializer=FromSidecar.FromString,
            response_serializer=ToSidecar.SerializeToString,
        )

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> "grpc.RpcMethodHandler[Any, Any] | None":
        """None: there is no such method."""
        return self._handler if handler_call_details.method == METHOD else None
