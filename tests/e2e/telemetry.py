"""One order's telemetry, sent by the real OpenTelemetry Python SDK: a trace of three spans, two log records, four
metrics.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from opentelemetry._logs import LogRecord, SeverityNumber
from opentelemetry.exporter.otlp.proto.grpc._log_exporter import OTLPLogExporter as GrpcLogs
from opentelemetry.exporter.otlp.proto.grpc.metric_exporter import OTLPMetricExporter as GrpcMetrics
from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter as GrpcSpans
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter as HttpLogs
from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter as HttpMetrics
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter as HttpSpans
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor, LogRecordExporter
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import MetricExporter, PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.trace import SpanKind, Status, StatusCode, format_span_id, format_trace_id

from tests.e2e.process import CamelopsProcess

Protocol = Literal["grpc", "http"]


@dataclass(frozen=True)
class SentOrder:
    """What must be found again."""

    service: str
    trace_id: str
    root_span_id: str


@dataclass(frozen=True)
class Providers:
    """The three of an application."""

    tracers: TracerProvider
    loggers: LoggerProvider
    meters: MeterProvider


def exporters(process: CamelopsProcess, protocol: Protocol) -> tuple[SpanExporter, LogRecordExporter, MetricExporter]:
    if protocol == "grpc":
        target = process.grpc_target
        return GrpcSpans(target, insecure=True), GrpcLogs(target, insecure=True), GrpcMetrics(target, insecure=True)
    url = process.otlp_http_url
    return HttpSpans(f"{url}/v1/traces"), HttpLogs(f"{url}/v1/logs"), HttpMetrics(f"{url}/v1/metrics")


@contextmanager
def application(process: CamelopsProcess, service: str, protocol: Protocol) -> Iterator[Providers]:
    """An application's SDK. When the block ends all of it was sent and acknowledged; the test fails otherwise."""
    results: list[str] = []
    spans, logs, metrics = exporters(process, protocol)
    for exporter in (spans, logs, metrics):
        _note_results(exporter, results)
    resource = Resource.create({"service.name": service, "host.cpus": 4})
    providers = Providers(
        TracerProvider(resource=resource),
        LoggerProvider(resource=resource),
        MeterProvider([PeriodicExportingMetricReader(metrics)], resource=resource),
    )
    providers.tracers.add_span_processor(BatchSpanProcessor(spans))
    providers.loggers.add_log_record_processor(BatchLogRecordProcessor(logs))
    yield providers
    for provider in (providers.tracers, providers.loggers, providers.meters):
        # It sends what is left; asked to flush before, the meters would send their points twice.
        provider.shutdown()
    assert set(results) == {"SUCCESS"}, f"{results}\n{process.output()}"


def _note_results(exporter: Any, results: list[str]) -> None:
    export = exporter.export

    def noting(*arguments: Any, **options: Any) -> Any:
        result = export(*arguments, **options)
        results.append(result.name)
        return result

    exporter.export = noting


def send_order(process: CamelopsProcess, service: str = "orders", protocol: Protocol = "grpc") -> SentOrder:
    """Sends one order of `service` and returns once it was acknowledged."""
    with application(process, service, protocol) as sdk:
        tracer = sdk.tracers.get_tracer("camel", "4.21")
        with tracer.start_as_current_span("GET /orders", kind=SpanKind.SERVER) as root:
            root.set_attributes({"http.method": "GET", "http.status_code": 500, "retry": True, "ratio": 0.25})
            root.set_attribute("parts", ["wheel", "bell"])
            with tracer.start_as_current_span("reserve stock", kind=SpanKind.CLIENT) as child:
                child.set_attributes({"camel.route.id": "reserve", "camel.context.id": "shop"})
                child.add_event("retried", {"attempt": 2})
                with tracer.start_as_current_span("SELECT stock") as leaf:
                    leaf.set_status(Status(StatusCode.ERROR, "no such part"))
            logger = sdk.loggers.get_logger("camel")
            logger.emit(LogRecord(body="order taken", severity_number=SeverityNumber.INFO, severity_text="INFO"))
            logger.emit(
                LogRecord(
                    body={"part": "bell", "left": 0},
                    severity_number=SeverityNumber.ERROR,
                    severity_text="ERROR",
                    attributes={"order.id": 7},
                )
            )
        meter = sdk.meters.get_meter("camel")
        meter.create_counter("orders.taken", unit="{order}", description="Orders taken").add(3, {"shop": "north"})
        meter.create_up_down_counter("orders.open").add(2)
        meter.create_histogram("order.value", unit="EUR").record(41.5)
        meter.create_gauge("queue.length").set(12)
        context = root.get_span_context()
    return SentOrder(service, format_trace_id(context.trace_id), format_span_id(context.span_id))
