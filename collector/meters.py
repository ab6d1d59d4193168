"""What the collector counts, as Prometheus metrics. The list is closed: docs/metrics.md names each, held by a test.

One set for one process and no global registry, so that tests and several collectors in one process do not meet. Labels
take values of closed sets only, never anything that a client sent.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from types import TracebackType
from typing import Literal, Self

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.exposition import generate_latest
from prometheus_client.registry import Collector

from collector.model import Acknowledgement, Signal

Transport = Literal["grpc", "http"]

# From an inline answer to a client's usual patience of ten seconds.
_ANSWER_BUCKETS_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Meters:
    """Thread-safe."""

    def __init__(self) -> None:
        # Asked for their names when they are added, so that metrics can be read one by one.
        self.registry = CollectorRegistry(auto_describe=True)
        self.on_request_end: Callable[[EndedRequest], None] | None = None
        """Told of every request once it is counted, in the thread that answers it: it must be quick."""
        requests = Counter(
            "camelops_otlp_requests",
            "Export requests answered. outcome: ok, partial, or the reason of refusal.",
            ("signal", "transport", "outcome"),
            registry=self.registry,
        )
        received = Counter(
            "camelops_otlp_request_bytes",
            "Bytes of export requests as the door received them, over HTTP before decompression.",
            ("signal", "transport"),
            registry=self.registry,
        )
        records = Counter(
            "camelops_otlp_records",
            "Spans, log records and data points. outcome: accepted, rejected.",
            ("signal", "outcome"),
            registry=self.registry,
        )
        answer = Histogram(
            "camelops_otlp_answer_seconds",
            "From the request's last byte to its answer, the wait for the disk included.",
            ("signal", "transport"),
            buckets=_ANSWER_BUCKETS_S,
            registry=self.registry,
        )
        errors = Counter(
            "camelops_otlp_http_errors",
            "HTTP requests refused before they were an export: unknown path or method, unreadable HTTP.",
            ("status",),
            registry=self.registry,
        )
        # Looking a child up by its labels costs more than counting; all sets of labels are small and closed.
        self._requests = cache(requests.labels)
        self._bytes = cache(received.labels)
        self._records = cache(records.labels)
        self._answer = cache(answer.labels)
        self._errors = cache(errors.labels)

    def request(self, signal: Signal, transport: Transport) -> "RequestMeter":
        """Counts one request; enter it when its tenant is asked for."""
        return RequestMeter(self, signal, transport)

    def http_error(self, status: int) -> None:
        """An HTTP request was refused before it was an export."""
        self._errors(status).inc()

    def add(self, gauges: Collector) -> None:
        """Metrics that are read when they are asked for: those of `collector.gauges`. ValueError: here already."""
        self.registry.register(gauges)

    def text(self) -> bytes:
        """All metrics in Prometheus' text format."""
        return generate_latest(self.registry)

    def count(self, ended: "EndedRequest") -> None:
        """One request more, and its records."""
        signal, transport, answer = ended.signal, ended.transport, ended.answer
        self._requests(signal, transport, ended.outcome).inc()
        self._bytes(signal, transport).inc(ended.size)
        self._answer(signal, transport).observe(ended.seconds)
        if answer.accepted:
            self._records(signal, "accepted").inc(answer.accepted)
        if answer.rejected:
            self._records(signal, "rejected").inc(answer.rejected)
        tell = self.on_request_end
        if tell is not None:
            tell(ended)


@dataclass(frozen=True, slots=True)
class EndedRequest:
    """What is known of a request once it is answered. `size` in bytes as received, `seconds` from its last byte."""

    signal: Signal
    transport: Transport
    outcome: str
    size: int
    seconds: float
    answer: Acknowledgement

    @property
    def succeeded(self) -> bool:
        """Whether its records were taken, but for those rejected one by one."""
        return self.outcome in _SUCCESS


_SUCCESS = ("ok", "partial")
_NOTHING = Acknowledgement(accepted=0, rejected=0, message="")


class RequestMeter:
    """Counts one request once, however it ends."""

    def __init__(self, meters: Meters, signal: Signal, transport: Transport) -> None:
        self._meters = meters
        self._signal = signal
        self._transport: Transport = transport
        self._outcome = "defect"
        self._answer = _NOTHING
        self._size = 0
        self._started_s = time.monotonic()

    def received(self, size: int) -> None:
        """The last of `size` bytes is there."""
        self._size = size
        self._started_s = time.monotonic()

    def taken(self, answer: Acknowledgement) -> None:
        """The request was answered with success, in part or in full."""
        self._outcome = "partial" if answer.rejected else "ok"
        self._answer = answer

    def refused(self, reason: str) -> None:
        """The request was refused; `reason` is the name of an error class, never anything a client sent."""
        self._outcome = reason

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        seconds = time.monotonic() - self._started_s
        self._meters.count(
            EndedRequest(self._signal, self._transport, self._outcome, self._size, seconds, self._answer)
        )
