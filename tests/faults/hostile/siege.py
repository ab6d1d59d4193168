"""The platform while it is besieged: what hostile input may cost, and what other clients must not notice."""

from dataclasses import dataclass

import grpc
import httpx
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceResponse

from tests.e2e.process import CamelopsProcess
from tests.faults.footprint import MIB, Footprint
from tests.faults.senders import EXPORT_METHOD

PROTOBUF = "application/x-protobuf"
JSON = "application/json"
# The heap breathes by tens of MiB; what stays request after request is seen over the whole siege.
RESIDENT_GROWTH_BYTES_MAX = 96 * MIB
CPU_S_MAX = 1.0
# A bomb's answer may wait for its decompression up to the limit, beside other clients' requests.
ANSWER_S_MAX = 20.0


@dataclass(frozen=True, slots=True)
class Answer:
    """Of one hostile request: the HTTP status or the gRPC status' name, and what it cost the process in s of CPU."""

    status: str
    body: bytes
    cpu_s: float

    @property
    def rejected(self) -> int:
        """Spans that the answer says were not taken; 0 on full success."""
        return ExportTraceServiceResponse.FromString(self.body).partial_success.rejected_spans


@dataclass(frozen=True, slots=True)
class Siege:
    """Sends hostile requests to the platform and charges it for them."""

    platform: CamelopsProcess

    def post(
        self,
        body: bytes,
        *,
        media_type: str = PROTOBUF,
        headers: dict[str, str] | None = None,
        path: str = "/v1/traces",
    ) -> Answer:
        """By OTLP/HTTP, on a connection of its own."""
        footprint = Footprint(self.platform.pid)
        before = footprint.cpu_s()
        answer = httpx.post(
            f"{self.platform.otlp_http_url}{path}",
            content=body,
            headers={"Content-Type": media_type} | (headers or {}),
            timeout=ANSWER_S_MAX,
            trust_env=False,
            verify=False,
        )
        return Answer(str(answer.status_code), answer.content, footprint.cpu_s() - before)

    def export(self, body: bytes, compression: grpc.Compression = grpc.Compression.NoCompression) -> Answer:
        """By OTLP/gRPC, on a connection of its own."""
        footprint = Footprint(self.platform.pid)
        before = footprint.cpu_s()
        with grpc.insecure_channel(
            self.platform.grpc_target, options=[("grpc.max_send_message_length", -1)]
        ) as channel:
            try:
                answer = channel.unary_unary(EXPORT_METHOD)(body, timeout=ANSWER_S_MAX, compression=compression)
            except grpc.RpcError as error:
                return Answer(error.code().name, b"", footprint.cpu_s() - before)
        return Answer("OK", answer, footprint.cpu_s() - before)
