"""Both doors on free ports of loopback, over a spool in memory that decodes for real."""

import socket
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import grpc
import httpx
import pytest
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest, ExportLogsServiceResponse
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import (
    ExportMetricsServiceRequest,
    ExportMetricsServiceResponse,
)
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)

from collector.admission import Admission
from collector.clock import SystemClock
from collector.codec import Batch, Limits, MalformedBytes
from collector.credentials import new_token
from collector.doors.front import FrontDoors, credentials_for
from collector.doors.grpc import SERVICES
from collector.duplicates import Duplicates
from collector.errors import MalformedExport, TransientError
from collector.intake import Intake
from collector.meters import Meters
from collector.model import Acknowledgement, Export, Signal
from collector.settings import DoorSettings
from tests.eventually import eventually


class Panic(BaseException):
    """What native code raises when it meets a defect of its own: no Exception."""


@dataclass
class MemorySpool:
    """Decodes and keeps; `failing` is raised instead, `holding` leaves futures undone until `release`."""

    exports: list[Export] = field(default_factory=list)
    failing: TransientError | None = None
    holding: bool = False
    held: list[tuple[Future[Acknowledgement], Acknowledgement]] = field(default_factory=list)

    def append(self, export: Export) -> Future[Acknowledgement]:
        if self.failing is not None:
            raise self.failing
        batch = Batch(export.signal, export.tenant.partition_group, Limits())
        try:
            receipt = batch.push(
                export.body,
                tenant=export.tenant.organization,
                retention_days=export.tenant.retention_days[export.signal],
                received_unix_ns=export.received_unix_ns,
            )
        except MalformedBytes as error:
            raise MalformedExport(str(error)) from error
        self.exports.append(export)
        answer = Acknowledgement.of(receipt)
        future: Future[Acknowledgement] = Future()
        if self.holding:
            self.held.append((future, answer))
        else:
            future.set_result(answer)
        return future

    def wait_for_held(self, count: int = 1) -> None:
        """Returns once `count` requests wait to be released."""
        assert eventually(lambda: _at_least(len(self.held), count), within_s=10)

    def release(self) -> None:
        self.holding = False
        held, self.held = self.held, []
        for future, answer in held:
            future.set_result(answer)

    def recent_fingerprints(self) -> Iterable[tuple[bytes, int]]:
        return ()


def _at_least(found: int, count: int) -> bool:
    assert found >= count
    return True


@dataclass
class Doors:
    """What a test talks to."""

    front: FrontDoors
    spool: MemorySpool
    meters: Meters
    http: httpx.Client
    channel: grpc.Channel
    settings: DoorSettings

    def connect(self, silence_s: float = 5) -> socket.socket:
        """A raw connection to the HTTP door."""
        return socket.create_connection(("127.0.0.1", self.front.http_port), timeout=silence_s)

    def metric(self, name: str, **labels: str) -> float:
        """A sample's value; 0 when there is none yet."""
        return self.meters.registry.get_sample_value(name, labels) or 0.0

    def export(self, signal: Signal, body: bytes, **options: object) -> bytes:
        """One gRPC call with raw bytes."""
        call = self.channel.unary_unary(f"/{SERVICES[signal]}/Export")
        return call(body, timeout=10, **options)

    def post(
        self, path: str, body: bytes, media_type: str = "application/x-protobuf", **headers: str
    ) -> httpx.Response:
        found = {"content-type": media_type, **{name.replace("_", "-"): value for name, value in headers.items()}}
        return self.http.post(path, content=body, headers=found)


@contextmanager
def open_doors(**settings: object) -> Iterator[Doors]:
    """Doors with these settings; everything ends with the context."""
    options = DoorSettings(**{"grpc": "127.0.0.1:0", "http": "127.0.0.1:0", "retry_after_s": 0.5, **settings})
    clock = SystemClock()
    spool = MemorySpool()
    meters = Meters()
    intake = Intake(
        spool,
        Admission(options.in_flight_bytes_max, clock),
        Duplicates(options.duplicate_s, options.duplicates_max, clock),
    )
    listening = socket.create_server(("127.0.0.1", 0))
    front = FrontDoors(options, intake, credentials_for(options, clock), meters, clock, listening)
    front.start()
    with (
        httpx.Client(base_url=f"http://127.0.0.1:{front.http_port}", timeout=10) as http,
        grpc.insecure_channel(
            f"127.0.0.1:{front.grpc_port}", options=[("grpc.max_send_message_length", -1)]
        ) as channel,
    ):
        try:
            yield Doors(front, spool, meters, http, channel, options)
        finally:
            spool.release()
            front.drain(grace_s=2)


@pytest.fixture
def doors() -> Iterator[Doors]:
    with open_doors() as found:
        yield found


def spans(*, names: Iterable[str] = ("one",), trace_id: bytes = b"\x01" * 16) -> bytes:
    """A request with a span per name; times are now, ids are counted."""
    request = ExportTraceServiceRequest()
    group = request.resource_spans.add()
    attribute = group.resource.attributes.add(key="service.name")
    attribute.value.string_value = "orders"
    scope = group.scope_spans.add()
    now = SystemClock().unix_ns()
    for at, name in enumerate(names, 1):
        scope.spans.add(
            trace_id=trace_id,
            span_id=at.to_bytes(8, "big"),
            name=name,
            start_time_unix_nano=now,
            end_time_unix_nano=now + 1_000,
        )
    return request.SerializeToString()


def logs(*, time_unix_ns: int | None = None) -> bytes:
    """A request with one log record."""
    request = ExportLogsServiceRequest()
    record = request.resource_logs.add().scope_logs.add().log_records.add()
    record.body.string_value = "heartbeat"
    record.time_unix_nano = SystemClock().unix_ns() if time_unix_ns is None else time_unix_ns
    return request.SerializeToString()


def points() -> bytes:
    """A request with one point of a gauge."""
    request = ExportMetricsServiceRequest()
    metric = request.resource_metrics.add().scope_metrics.add().metrics.add(name="queue.depth")
    metric.gauge.data_points.add(time_unix_nano=SystemClock().unix_ns(), as_int=3)
    return request.SerializeToString()


RESPONSES = {
    Signal.TRACES: ExportTraceServiceResponse,
    Signal.LOGS: ExportLogsServiceResponse,
    Signal.METRICS: ExportMetricsServiceResponse,
}
BODIES = {Signal.TRACES: spans, Signal.LOGS: logs, Signal.METRICS: points}


def invalid_spans() -> bytes:
    """A request whose one span has an id of zeros: it is refused, the request is not."""
    return spans(trace_id=bytes(16))


def invalid_logs() -> bytes:
    """A request whose one log record has an attribute beyond all bounds."""
    request = ExportLogsServiceRequest()
    record = request.resource_logs.add().scope_logs.add().log_records.add(time_unix_nano=SystemClock().unix_ns())
    record.attributes.add(key="large").value.string_value = "x" * (2 << 20)
    return request.SerializeToString()


def invalid_points() -> bytes:
    """A request whose one point has an attribute beyond all bounds."""
    request = ExportMetricsServiceRequest()
    metric = request.resource_metrics.add().scope_metrics.add().metrics.add(name="queue.depth")
    point = metric.gauge.data_points.add(time_unix_nano=SystemClock().unix_ns(), as_int=3)
    point.attributes.add(key="large").value.string_value = "x" * (2 << 20)
    return request.SerializeToString()


INVALID = {Signal.TRACES: invalid_spans, Signal.LOGS: invalid_logs, Signal.METRICS: invalid_points}


def write_tokens(path: Path, **organizations: str) -> dict[str, str]:
    """A credentials file with a token for each organization, `more` lines behind its entry; gives the secrets."""
    secrets, entries = {}, []
    for organization, more in organizations.items():
        secret, entry = new_token(organization)
        secrets[organization] = secret
        entries.append(entry + more)
    path.write_text("\n".join(entries))
    return secrets
