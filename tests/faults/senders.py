"""The ways in, one request at a time, with the answer as it came: acknowledged, or refused, how and for how long."""

from typing import Protocol

import grpc
import httpx
from google.rpc import error_details_pb2, status_pb2
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceResponse

from tests.faults.ledger import Refusal

EXPORT_METHOD = "/opentelemetry.proto.collector.trace.v1.TraceService/Export"
# One answer's time: an fsync on a busy disk takes tens of ms; past this a client gives up and sends again.
ANSWER_S_MAX = 10.0


class Sender(Protocol):
    """One way in. Each worker has its own."""

    def send(self, body: bytes) -> Refusal | None:
        """Returns None once the body is acknowledged in full. Anything but that or a refusal is an AssertionError."""

    def close(self) -> None: ...


class GrpcSender:
    """OTLP/gRPC on a connection of its own; what is refused or lost is UNAVAILABLE, DEADLINE_EXCEEDED and the like."""

    def __init__(self, target: str) -> None:
        options = [
            ("grpc.use_local_subchannel_pool", 1),
            ("grpc.initial_reconnect_backoff_ms", 50),
            ("grpc.min_reconnect_backoff_ms", 50),
            ("grpc.max_reconnect_backoff_ms", 500),
            ("grpc.max_receive_message_length", 4 << 20),
            # Retries are the ledger's business: it must see each answer.
            ("grpc.enable_retries", 0),
        ]
        self._channel = grpc.insecure_channel(target, options=options)
        self._export = self._channel.unary_unary(EXPORT_METHOD)

    def send(self, body: bytes) -> Refusal | None:
        try:
            answer = self._export(body, timeout=ANSWER_S_MAX)
        except grpc.RpcError as error:
            return Refusal(error.code().name, _retry_info_s(error))
        _assert_full_success(answer)
        return None

    def close(self) -> None:
        self._channel.close()


class HttpSender:
    """OTLP/HTTP with protobuf bodies on a connection of its own."""

    def __init__(self, url: str) -> None:
        self._http = httpx.Client(base_url=url, timeout=ANSWER_S_MAX, trust_env=False, verify=False)

    def send(self, body: bytes) -> Refusal | None:
        try:
            answer = self._http.post("/v1/traces", content=body, headers={"Content-Type": "application/x-protobuf"})
        except httpx.TransportError as error:
            return Refusal(type(error).__name__, None)
        if answer.status_code != httpx.codes.OK:
            pause = answer.headers.get("Retry-After")
            return Refusal(str(answer.status_code), None if pause is None else float(pause))
        _assert_full_success(answer.content)
        return None

    def close(self) -> None:
        self._http.close()


def _retry_info_s(error: grpc.RpcError) -> float | None:
    for key, value in error.trailing_metadata() or ():
        if key == "grpc-status-details-bin":
            for detail in status_pb2.Status.FromString(value).details:
                info = error_details_pb2.RetryInfo()
                if detail.Unpack(info):
                    return info.retry_delay.ToTimedelta().total_seconds()
    return None


def _assert_full_success(answer: bytes) -> None:
    parsed = ExportTraceServiceResponse.FromString(answer)
    assert not parsed.HasField("partial_success"), parsed
