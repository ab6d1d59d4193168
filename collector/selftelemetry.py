"""The collector's own metrics and spans, through the OpenTelemetry SDK into its own intake: a service like others.

What is exported here is handed to the intake directly and not through a door, and only doors count requests and end
them as spans: so its own telemetry causes none, and nothing is told twice. When the intake refuses it, it is dropped:
cumulative metrics catch up with the next export, and a collector in trouble must not hold on to words about itself.
"""

import logging
import random
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version
from itertools import chain

from opentelemetry.exporter.otlp.proto.common.metrics_encoder import encode_metrics
from opentelemetry.exporter.otlp.proto.common.trace_encoder import encode_spans
from opentelemetry.metrics import CallbackOptions, Observation
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import (
    MetricExporter,
    MetricExportResult,
    MetricsData,
    PeriodicExportingMetricReader,
)
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.trace import SpanKind, StatusCode

from collector.clock import Clock
from collector.errors import PermanentError, TransientError
from collector.intake import Intake
from collector.meters import EndedRequest, Meters
from collector.model import Export, Signal, Tenant
from collector.settings import SelfTelemetrySettings

log = logging.getLogger(__name__)

SERVICE_NAME = "camelops-collector"
# The disk answers within milliseconds; an exporter that waits longer would only pile up behind itself.
_ANSWER_S_MAX = 5.0
# How many spans a second may wait until they are told: a flood of refusals must not become a flood of spans.
_BURST_SPANS = 20
_SCOPE = "camelops.collector"


class SelfTelemetry:
    """Start it once the spool runs; close it before the intake drains."""

    def __init__(
        self, settings: SelfTelemetrySettings, intake: Intake, tenant: Tenant, meters: Meters, clock: Clock
    ) -> None:
        """`tenant` is whose telemetry it becomes."""
        self._settings = settings
        self._sender = _Sender(intake, tenant, clock)
        self._meters = meters
        self._allowance = _Allowance(settings.spans_per_s_max)
        self._chance = random.Random()  # noqa: S311  # which request is told, not a secret
        self._started = False

    def start(self) -> None:
        """Begins to export, unless the settings turn it off."""
        if self._settings.telemetry == "off":
            return
        resource = Resource(
            {
                "service.name": SERVICE_NAME,
                "service.version": version("camelops"),
                "service.instance.id": str(uuid.uuid4()),
            }
        )
        reader = PeriodicExportingMetricReader(
            _Metrics(self._sender), export_interval_millis=self._settings.interval_s * 1_000
        )
        self._metrics = MeterProvider([reader], resource, shutdown_on_exit=False)
        _mirror(self._meters, self._metrics)
        self._spans = TracerProvider(resource=resource, shutdown_on_exit=False)
        self._spans.add_span_processor(BatchSpanProcessor(_Spans(self._sender)))
        self._tracer = self._spans.get_tracer(_SCOPE)
        self._meters.on_request_end = self._tell
        self._started = True

    def close(self) -> None:
        """Sends what is left, and no more."""
        if not self._started:
            return
        self._started = False
        self._meters.on_request_end = None
        self._spans.shutdown()
        self._metrics.shutdown()

    def _tell(self, ended: EndedRequest) -> None:
        """Every refusal and a share of the rest as spans, within the allowance."""
        if ended.succeeded and self._chance.random() >= self._settings.spans_ratio:
            return
        if not self._allowance.take():
            return
        ended_ns = time.time_ns()
        span = self._tracer.start_span(
            f"export {ended.signal}",
            kind=SpanKind.SERVER,
            start_time=ended_ns - int(ended.seconds * 1e9),
            attributes={
                "rpc.system": ended.transport,
                "camelops.signal": ended.signal.value,
                "camelops.outcome": ended.outcome,
                "camelops.request.bytes": ended.size,
                "camelops.records.accepted": ended.answer.accepted,
                "camelops.records.rejected": ended.answer.rejected,
            },
        )
        if not ended.succeeded:
            span.set_status(StatusCode.ERROR, ended.outcome)
        span.end(ended_ns)


class _Allowance:
    """A token bucket, thread-safe."""

    def __init__(self, per_s: float) -> None:
        self._per_s = per_s
        self._lock = threading.Lock()
        self._tokens = float(_BURST_SPANS)
        self._filled_at_s = time.monotonic()

    def take(self) -> bool:
        with self._lock:
            now_s = time.monotonic()
            self._tokens = min(_BURST_SPANS, self._tokens + (now_s - self._filled_at_s) * self._per_s)
            self._filled_at_s = now_s
            if self._tokens < 1:
                return False
            self._tokens -= 1
            return True


class _Sender:
    """Hands requests to the intake and waits until they are kept."""

    def __init__(self, intake: Intake, tenant: Tenant, clock: Clock) -> None:
        self._intake = intake
        self._tenant = tenant
        self._clock = clock

    def send(self, signal: Signal, body: bytes) -> bool:
        """Whether it is kept."""
        try:
            with self._intake.enter(self._tenant) as lease:
                lease.grow(len(body))
                export = Export(signal, self._tenant, body, self._clock.unix_ns())
                self._intake.submit(export, lease).result(_ANSWER_S_MAX)
        except (PermanentError, TransientError, TimeoutError) as error:
            log.debug("own %s were not kept: %s", signal, error)
            return False
        return True


class _Spans(SpanExporter):
    def __init__(self, sender: _Sender) -> None:
        self._sender = sender

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """SDK: one batch."""
        kept = self._sender.send(Signal.TRACES, encode_spans(spans).SerializeToString())
        return SpanExportResult.SUCCESS if kept else SpanExportResult.FAILURE


class _Metrics(MetricExporter):
    def __init__(self, sender: _Sender) -> None:
        super().__init__()
        self._sender = sender

    def export(
        self,
        metrics_data: MetricsData,
        timeout_millis: float = 10_000,  # noqa: ARG002  # the SDK's signature
        **kwargs: object,  # noqa: ARG002
    ) -> MetricExportResult:
        """SDK: all metrics at one moment."""
        kept = self._sender.send(Signal.METRICS, encode_metrics(metrics_data).SerializeToString())
        return MetricExportResult.SUCCESS if kept else MetricExportResult.FAILURE

    def force_flush(self, timeout_millis: float = 10_000) -> bool:  # noqa: ARG002  # the SDK's signature
        """SDK: nothing is held back here."""
        return True

    def shutdown(self, timeout_millis: float = 30_000, **kwargs: object) -> None:
        """SDK: nothing to end here."""


def _mirror(meters: Meters, provider: MeterProvider) -> None:
    """An instrument for each metric of the registry, read when the SDK collects. Names are Prometheus' own, so that a
    person finds the same thing in both; a histogram is told by its sum and count."""
    meter = provider.get_meter(_SCOPE)
    for family in meters.registry.collect():
        match family.type:
            case "counter":
                counters = [f"{family.name}_total"]
            case "histogram":
                counters = [f"{family.name}_sum", f"{family.name}_count"]
            case _:
                counters = []
                meter.create_observable_gauge(family.name, [_reading(meters, family.name)], "", family.documentation)
        for name in counters:
            meter.create_observable_counter(name, [_reading(meters, name)], "", family.documentation)


def _reading(meters: Meters, name: str) -> Callable[[CallbackOptions], Iterable[Observation]]:
    """The samples of one name."""

    def read(_: CallbackOptions) -> Iterable[Observation]:
        found = meters.registry.restricted_registry([name]).collect()
        for sample in chain.from_iterable(family.samples for family in found):
            yield Observation(sample.value, dict(sample.labels))

    return read
