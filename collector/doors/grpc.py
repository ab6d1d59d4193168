"""OTLP over gRPC: three unary calls that take and give raw bytes, so that nothing is parsed before native code does.

A worker thread reads one message at a time, so memory is bounded by threads times the largest message; what does not
find a thread waits in HTTP/2's flow control, unread. (`maximum_concurrent_rpcs` is not used: it answers
RESOURCE_EXHAUSTED without RetryInfo, which by the specification tells an exporter to drop its data.)
"""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass
from pathlib import Path

import grpc

from collector.clock import Clock
from collector.credentials import Credentials
from collector.doors.answers import Refusal, refusal, response_bytes
from collector.errors import PermanentError, TransientError
from collector.intake import Intake
from collector.meters import Meters
from collector.model import Acknowledgement, Export, Signal, Tenant
from collector.settings import DoorSettings

log = logging.getLogger(__name__)

SERVICES = {
    Signal.TRACES: "opentelemetry.proto.collector.trace.v1.TraceService",
    Signal.LOGS: "opentelemetry.proto.collector.logs.v1.LogsService",
    Signal.METRICS: "opentelemetry.proto.collector.metrics.v1.MetricsService",
}
# Room for the framing and the fields around a message of the largest size.
_FRAMING_BYTES = 1024


class PortTaken(OSError):
    """The address cannot be listened on."""


@dataclass(frozen=True, slots=True)
class _Status(grpc.Status):
    code: grpc.StatusCode
    details: str
    trailing_metadata: tuple[tuple[str, bytes], ...]


class GrpcDoor:
    """Start it, drain it; it cannot be started again."""

    def __init__(
        self, settings: DoorSettings, intake: Intake, credentials: Credentials, meters: Meters, clock: Clock
    ) -> None:
        """Binds `settings.grpc`. Raises PortTaken, or OSError for TLS files that cannot be read."""
        self._settings = settings
        self._intake = intake
        self._credentials = credentials
        self._meters = meters
        self._clock = clock
        self._threads = ThreadPoolExecutor(settings.grpc_threads, thread_name_prefix="otlp-grpc")
        self._server = grpc.server(
            self._threads,
            handlers=[self._handler(signal) for signal in Signal],
            options=[
                ("grpc.max_receive_message_length", settings.request_bytes_max + _FRAMING_BYTES),
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
            credentials_tls = _server_credentials(settings)
            if credentials_tls is None:
                self.port: int = self._server.add_insecure_port(settings.grpc)
            else:
                self.port = self._server.add_secure_port(settings.grpc, credentials_tls)
        except RuntimeError as error:
            self._threads.shutdown()
            raise PortTaken(f"cannot listen on {settings.grpc} for OTLP/gRPC: is another process there?") from error

    def start(self) -> None:
        """Returns once calls are answered."""
        self._server.start()

    def drain(self, grace_s: float) -> None:
        """No new calls; those under way are answered, at the latest after `grace_s` they are cut."""
        self._server.stop(grace_s).wait()
        self._threads.shutdown(wait=False)

    def _handler(self, signal: Signal) -> grpc.GenericRpcHandler:
        def export(body: bytes, context: grpc.ServicerContext) -> bytes:
            return self._export(signal, body, context)

        return grpc.method_handlers_generic_handler(
            SERVICES[signal], {"Export": grpc.unary_unary_rpc_method_handler(export)}
        )

    def _export(self, signal: Signal, body: bytes, context: grpc.ServicerContext) -> bytes:
        with self._meters.request(signal, "grpc", len(body)) as request:
            try:
                answer = self._take(signal, body, context)
            except (PermanentError, TransientError) as error:
                refused = refusal(error, self._settings.retry_after_s)
                request.refused(type(error).__name__)
                self._abort(context, refused)
            request.taken(answer)
            return response_bytes(answer)

    def _take(self, signal: Signal, body: bytes, context: grpc.ServicerContext) -> Acknowledgement:
        received_unix_ns = self._clock.unix_ns()
        tenant = self._tenant(context)
        with self._intake.enter(tenant) as lease:
            lease.grow(len(body))
            outcome = self._intake.submit(Export(signal, tenant, body, received_unix_ns), lease)
            remaining_s = context.time_remaining()
            wait_s = min(self._settings.answer_s_max, remaining_s if remaining_s is not None else float("inf"))
            try:
                return outcome.result(wait_s)
            except (FutureTimeoutError, CancelledError) as error:
                raise TransientError(f"the disk did not confirm the request within {wait_s:.1f} s") from error

    def _tenant(self, context: grpc.ServicerContext) -> Tenant:
        headers = dict(context.invocation_metadata())
        authorization = headers.get("authorization")
        names: Sequence[bytes] | None = context.auth_context().get("x509_common_name")  # type: ignore[assignment]
        return self._credentials.tenant(
            authorization if isinstance(authorization, str) else None, names[0].decode() if names else None
        )

    @staticmethod
    def _abort(context: grpc.ServicerContext, refused: Refusal) -> None:
        details = (("grpc-status-details-bin", refused.status_bytes()),)
        context.abort_with_status(_Status(refused.code, refused.message, details))


def _server_credentials(settings: DoorSettings) -> grpc.ServerCredentials | None:
    if settings.tls_certificate is None or settings.tls_key is None:
        return None
    read: Callable[[Path], bytes] = Path.read_bytes
    authorities = read(settings.tls_client_ca) if settings.tls_client_ca else None
    return grpc.ssl_server_credentials(
        [(read(settings.tls_key), read(settings.tls_certificate))],
        root_certificates=authorities,
        require_client_auth=authorities is not None,
    )
