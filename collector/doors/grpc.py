"""OTLP over gRPC: three unary calls that take and give raw bytes, so that nothing is parsed before native code does.

A call is handled as a stream of one request, which on the wire is the same: so the credential is asked for, and a place
given, before the message is read. A worker thread reads one message at a time: memory is bounded by threads times the
largest message; what does not find a thread waits unread in HTTP/2's flow control, and what does not find a place to
wait is told to come back. (`maximum_concurrent_rpcs` is not used: it answers RESOURCE_EXHAUSTED without RetryInfo,
which by the specification tells an exporter to drop its data.)
"""

import logging
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass

import grpc

from collector.clock import Clock
from collector.credentials import Credentials
from collector.doors.answers import DEFECT, Refusal, refusal, response_bytes
from collector.doors.patience import Patience
from collector.doors.tls import TlsFiles
from collector.errors import MalformedExport, Overloaded, PermanentError, TransientError
from collector.intake import Intake
from collector.meters import Meters, RequestMeter
from collector.model import Acknowledgement, Export, Signal, Tenant
from collector.settings import DoorSettings

log = logging.getLogger(__name__)

SERVICES = {
    Signal.TRACES: "opentelemetry.proto.collector.trace.v1.TraceService",
    Signal.LOGS: "opentelemetry.proto.collector.logs.v1.LogsService",
    Signal.METRICS: "opentelemetry.proto.collector.metrics.v1.MetricsService",
}
# Saying no is quick, and must not wait behind those who wait for the disk.
_REFUSING_THREADS = 2


class PortTaken(Exception):
    """The address cannot be listened on."""


class Unread(MalformedExport):
    """No message came: the client gave up or was too slow, it was over the limit, or there was none at all."""


@dataclass(frozen=True, slots=True)
class _Status(grpc.Status):
    code: grpc.StatusCode
    details: str
    trailing_metadata: tuple[tuple[str, bytes], ...]


class GrpcDoor:
    """Start it, drain it; it cannot be started again."""

    def __init__(
        self,
        settings: DoorSettings,
        intake: Intake,
        credentials: Credentials,
        meters: Meters,
        clock: Clock,
        tls: TlsFiles | None,
    ) -> None:
        """Binds `settings.grpc`. Raises PortTaken."""
        self._settings = settings
        self._intake = intake
        self._credentials = credentials
        self._meters = meters
        self._clock = clock
        self._patience = Patience(settings.body_s_max)
        self._places = threading.Semaphore(settings.grpc_calls_max)
        self._threads = ThreadPoolExecutor(settings.grpc_threads, thread_name_prefix="otlp-grpc")
        self._refusing = ThreadPoolExecutor(_REFUSING_THREADS, thread_name_prefix="otlp-grpc-refusing")
        self._server = grpc.server(
            self._threads,
            handlers=[
                _Export({f"/{name}/Export": self._handlers(signal) for signal, name in SERVICES.items()}, self._places)
            ],
            options=[
                ("grpc.max_receive_message_length", settings.request_bytes_max),
                # More calls on one connection wait at the client.
                ("grpc.max_concurrent_streams", settings.grpc_calls_max),
                # Two processes on one port would split the clients between two spools without anyone knowing.
                ("grpc.so_reuseport", 0),
                # A client that vanished without a word is found within two minutes and its memory freed.
                ("grpc.keepalive_time_ms", 60_000),
                ("grpc.keepalive_timeout_ms", 20_000),
                # Exporters ping idle connections more often than grpc's default allows and would be cut off.
                ("grpc.http2.min_ping_interval_without_data_ms", 10_000),
                ("grpc.max_metadata_size", settings.header_bytes_max),
            ],
        )
        try:
            if tls is None:
                self.port: int = self._server.add_insecure_port(settings.grpc)
            else:
                self.port = self._server.add_secure_port(settings.grpc, tls.credentials())
        except RuntimeError as error:
            self._shutdown_threads()
            raise PortTaken(f"cannot listen on {settings.grpc} for OTLP/gRPC: is another process there?") from error

    def start(self) -> None:
        """Returns once calls are answered."""
        self._patience.start()
        self._server.start()

    def drain(self, grace_s: float) -> None:
        """No new calls; those under way are answered, at the latest after `grace_s` they are cut."""
        self._server.stop(grace_s).wait()
        self._patience.close()
        self._shutdown_threads()

    def _shutdown_threads(self) -> None:
        self._threads.shutdown(wait=False)
        self._refusing.shutdown(wait=False)

    def _handlers(self, signal: Signal) -> "_Handlers":
        def export(messages: Iterator[bytes], context: grpc.ServicerContext) -> bytes:
            try:
                return self._export(signal, messages, context)
            finally:
                self._places.release()

        def refuse(messages: Iterator[bytes], context: grpc.ServicerContext) -> bytes:  # noqa: ARG001  # left unread
            calls = self._settings.grpc_calls_max
            with self._meters.request(signal, "grpc") as request:
                self._refuse(context, request, Overloaded(f"{calls} calls are being handled, which is the most"))
            raise AssertionError

        # How grpcio lets a method run elsewhere; without it refusals would wait behind what they are refused for.
        refuse.experimental_thread_pool = self._refusing  # type: ignore[attr-defined]
        return _Handlers(grpc.stream_unary_rpc_method_handler(export), grpc.stream_unary_rpc_method_handler(refuse))

    def _export(self, signal: Signal, messages: Iterator[bytes], context: grpc.ServicerContext) -> bytes:
        with self._meters.request(signal, "grpc") as request:
            try:
                answer = self._take(signal, messages, context, request)
            except (PermanentError, TransientError) as error:
                self._refuse(context, request, error)
                raise AssertionError from error
            except grpc.RpcError:
                request.refused(Unread.__name__)
                raise
            except BaseException:
                # A native panic is no Exception, and a call that nobody ends would hang.
                log.exception("a defect in OTLP/gRPC")
                _abort(context, DEFECT)
                raise
            request.taken(answer)
            return response_bytes(answer)

    def _take(
        self, signal: Signal, messages: Iterator[bytes], context: grpc.ServicerContext, request: RequestMeter
    ) -> Acknowledgement:
        tenant = self._tenant(context)
        with self._intake.enter(tenant) as lease:
            with self._patience.limit(context.cancel):
                body = next(messages, None)
            if body is None:
                raise Unread("the call ended without a message")
            request.received(len(body))
            lease.grow(len(body))
            outcome = self._intake.submit(Export(signal, tenant, body, self._clock.unix_ns()), lease)
            remaining_s = context.time_remaining()
            wait_s = min(self._settings.answer_s_max, remaining_s if remaining_s is not None else float("inf"))
            try:
                return outcome.result(wait_s)
            except FutureTimeoutError as error:
                raise TransientError(f"the disk did not confirm the request within {wait_s:.1f} s") from error

    def _tenant(self, context: grpc.ServicerContext) -> Tenant:
        found = [value for name, value in context.invocation_metadata() if name == "authorization"]
        authorization = ", ".join(map(str, found)) if found else None
        return self._credentials.tenant(authorization, self._certificate_name(context))

    def _certificate_name(self, context: grpc.ServicerContext) -> str | None:
        if self._settings.tls_client_ca is None:
            return None
        names: Sequence[bytes] | None = context.auth_context().get("x509_common_name")  # type: ignore[assignment]
        return names[0].decode() if names else None

    def _refuse(
        self, context: grpc.ServicerContext, request: RequestMeter, error: PermanentError | TransientError
    ) -> None:
        request.refused(type(error).__name__)
        _abort(context, refusal(error, self._settings.retry_after_s))


@dataclass(frozen=True, slots=True)
class _Handlers:
    # In quotes: generic in the stubs alone.
    export: "grpc.RpcMethodHandler[bytes, bytes]"
    refuse: "grpc.RpcMethodHandler[bytes, bytes]"


class _Export(grpc.GenericRpcHandler):
    """Which method is called, and whether there is a place for the call. Asked in grpcio's own thread: it is quick."""

    def __init__(self, methods: dict[str, _Handlers], places: threading.Semaphore) -> None:
        self._methods = methods
        self._places = places

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> "grpc.RpcMethodHandler[bytes, bytes] | None":
        """None: there is no such method."""
        handlers = self._methods.get(handler_call_details.method)
        if handlers is None:
            return None
        return handlers.export if self._places.acquire(blocking=False) else handlers.refuse


def _abort(context: grpc.ServicerContext, refused: Refusal) -> None:
    details = (("grpc-status-details-bin", refused.status_bytes()),)
    context.abort_with_status(_Status(refused.code, refused.message, details))
