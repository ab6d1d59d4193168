"""What the collector counts, as Prometheus metrics. docs/metrics.md names each, and a test holds the list closed."""

import time
from collections.abc import Callable
from types import TracebackType
from typing import Literal, Self

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import generate_latest

from collector.model import Acknowledgement, Signal

Transport = Literal["grpc", "http"]

# From an inline answer to a client's usual patience of ten seconds.
_ANSWER_BUCKETS_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Meters:
    """One set for one process: no global registry, so tests and several collectors in one process do not meet."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "camelops_otlp_requests",
            "Export requests answered. outcome: ok, partial, or the reason of refusal.",
            ("signal", "transport", "outcome"),
            registry=self.registry,
        )
        self._bytes = Counter(
            "camelops_otlp_request_bytes",
            "Bytes of export requests as the door received them.",
            ("signal", "transport"),
            registry=self.registry,
        )
        self._records = Counter(
            "camelops_otlp_records",
            "Spans, log records and data points. outcome: accepted, rejected.",
            ("signal", "outcome"),
            registry=self.registry,
        )
        self._answer = Histogram(
            "camelops_otlp_answer_seconds",
            "From the request's last byte to its answer, the wait for the disk included.",
            ("signal", "transport"),
            buckets=_ANSWER_BUCKETS_S,
            registry=self.registry,
        )

    def request(self, signal: Signal, transport: Transport, size: int) -> "RequestMeter":
        """Counts one request; enter it when its body is there."""
        self._bytes.labels(signal, transport).inc(size)
        return RequestMeter(self, signal, transport)

    def watch(self, name: str, description: str, read: Callable[[], float]) -> None:
        """A gauge read when it is asked for."""
        Gauge(name, description, registry=self.registry).set_function(read)

    def text(self) -> bytes:
        """All metrics in Prometheus' text format."""
        return generate_latest(self.registry)

    def _count(self, signal: Signal, transport: Transport, outcome: str, seconds: float) -> None:
        self._requests.labels(signal, transport, outcome).inc()
        self._answer.labels(signal, transport).observe(seconds)

    def _count_records(self, signal: Signal, answer: Acknowledgement) -> None:
        if answer.accepted:
            self._records.labels(signal, "accepted").inc(answer.accepted)
        if answer.rejected:
            self._records.labels(signal, "rejected").inc(answer.rejected)


class RequestMeter:
    """Counts one request once, however it ends."""

    def __init__(self, meters: Meters, signal: Signal, transport: Transport) -> None:
        self._meters = meters
        self._signal = signal
        self._transport: Transport = transport
        self._outcome = "defect"
        self._started_s = time.monotonic()

    def taken(self, answer: Acknowledgement) -> None:
        """The request was answered with success, in part or in full."""
        self._outcome = "partial" if answer.rejected else "ok"
        self._meters._count_records(self._signal, answer)  # noqa: SLF001  # one class in two halves

    def refused(self, reason: str) -> None:
        """The request was refused; `reason` is the name of an error class, never anything a client sent."""
        self._outcome = reason

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        seconds = time.monotonic() - self._started_s
        self._meters._count(self._signal, self._transport, self._outcome, seconds)  # noqa: SLF001
