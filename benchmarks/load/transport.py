"""One OTLP export over one connection: gRPC or HTTP, bytes in, answered or refused."""

from http.client import HTTPConnection, HTTPException
from typing import Protocol

import grpc
from google.rpc.error_details_pb2 import RetryInfo
from google.rpc.status_pb2 import Status

from benchmarks.load import Load

METHODS = {
    "traces": "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
    "logs": "/opentelemetry.proto.collector.logs.v1.LogsService/Export",
    "metrics": "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export",
}
ANSWER_S_MAX = 60.0
# Where the server names no delay.
RETRY_S = 0.1
RETRIED_CODES = {grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.RESOURCE_EXHAUSTED, grpc.StatusCode.DEADLINE_EXCEEDED}
RETRIED_STATUSES = {429, 502, 503, 504}


class RefusedError(Exception):
    """The request was not acknowledged. `retry_s`: when to try again, or None when the answer is final."""

    def __init__(self, reason: str, retry_s: float | None) -> None:
        super().__init__(reason)
        self.retry_s = retry_s


class Transport(Protocol):
    """A connection to the server."""

    def export(self, body: bytes) -> bytes:
        """The answer's bytes. Raises RefusedError."""

    def close(self) -> None: ...


class GrpcTransport:
    """gRPC. Compression is grpc's own and happens while sending: that is client time, which nobody counts here."""

    def __init__(self, address: str, load: Load) -> None:
        unbounded = [
            ("grpc.max_send_message_length", -1),
            ("grpc.enable_http_proxy", 0),
            ("grpc.use_local_subchannel_pool", 1),
        ]
        compression = grpc.Compression.Gzip if load.encoding == "gzip" else grpc.Compression.NoCompression
        self._channel = grpc.insecure_channel(address, options=unbounded, compression=compression)
        self._export = self._channel.unary_unary(METHODS[load.signal])

    def export(self, body: bytes) -> bytes:
        try:
            answer: bytes = self._export(body, timeout=ANSWER_S_MAX)
        except grpc.RpcError as error:
            retry_s = _grpc_retry_s(error) if error.code() in RETRIED_CODES else None
            raise RefusedError(f"{error.code().name}: {error.details()}", retry_s) from error
        return answer

    def close(self) -> None:
        self._channel.close()


class HttpTransport:
    """HTTP/1.1, one connection kept alive."""

    def __init__(self, address: str, load: Load) -> None:
        host, _, port = address.rpartition(":")
        self._connection = HTTPConnection(host, int(port), timeout=ANSWER_S_MAX)
        self._path = f"/v1/{load.signal}"
        self._headers = {"Content-Type": "application/json" if load.format == "json" else "application/x-protobuf"}
        if load.encoding != "identity":
            self._headers["Content-Encoding"] = load.encoding

    def export(self, body: bytes) -> bytes:
        try:
            self._connection.request("POST", self._path, body, self._headers)
            response = self._connection.getresponse()
            answer = response.read()
        except (HTTPException, OSError) as error:
            self._connection.close()
            raise RefusedError(f"{type(error).__name__}: {error}", RETRY_S) from error
        if response.status != 200:
            final = response.status not in RETRIED_STATUSES
            raise RefusedError(
                f"HTTP {response.status}", None if final else _http_retry_s(response.getheader("Retry-After"))
            )
        return answer

    def close(self) -> None:
        self._connection.close()


def connect(address: str, load: Load) -> Transport:
    """By the load's protocol."""
    return GrpcTransport(address, load) if load.protocol == "grpc" else HttpTransport(address, load)


def _grpc_retry_s(error: grpc.RpcError) -> float:
    for key, value in error.trailing_metadata() or ():
        if key == "grpc-status-details-bin":
            for detail in Status.FromString(value).details:
                info = RetryInfo()
                if detail.Unpack(info):
                    return float(info.retry_delay.ToNanoseconds() / 1e9)
    return RETRY_S


def _http_retry_s(header: str | None) -> float:
    return float(header) if header and header.isdigit() else RETRY_S
