"""Sends three signals through the OpenTelemetry SDK for Python and prints what it sent.

usage: python -m tests.e2e.clients.python_sdk PROTOCOL ENDPOINT SERVICE [COMPRESSION] PROTOCOL is `grpc` (ENDPOINT
host:port) or `http/protobuf` (ENDPOINT http://host:port); COMPRESSION is `none` or `gzip`.
"""

import importlib
import json
import sys
from dataclasses import dataclass
from typing import Any

from opentelemetry import trace
from opentelemetry._logs import SeverityNumber
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from opentelemetry.sdk.metrics import Histogram, MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.metrics.view import ExponentialBucketHistogramAggregation, View
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Link, SpanKind, StatusCode

TRACES = 40
CHILDREN = 4
LOGS = 150
FLUSH_MS_MAX = 20_000


@dataclass(frozen=True)
class Exporters:
    spans: Any
    logs: Any
    metrics: Any


def exporters(protocol: str, endpoint: str, compression: str) -> Exporters:
    """The three exporters of one protocol, configured in code, so that no variable of the environment has a say."""
    package = f"opentelemetry.exporter.otlp.proto.{'grpc' if protocol == 'grpc' else 'http'}"
    made = {}
    for signal, module, name in (
        ("traces", "trace_exporter", "OTLPSpanExporter"),
        ("logs", "_log_exporter", "OTLPLogExporter"),
        ("metrics", "metric_exporter", "OTLPMetricExporter"),
    ):
        exporter = getattr(importlib.import_module(f"{package}.{module}"), name)
        if protocol == "grpc":
            import grpc

            kind = grpc.Compression.Gzip if compression == "gzip" else grpc.Compression.NoCompression
            made[signal] = exporter(endpoint=endpoint, insecure=True, compression=kind)
        else:
            from opentelemetry.exporter.otlp.proto.http import Compression

            made[signal] = exporter(endpoint=f"{endpoint}/v1/{signal}", compression=Compression(compression))
    return Exporters(made["traces"], made["logs"], made["metrics"])


def send_spans(exporter: Any, resource: Resource) -> dict[str, list[str]]:
    provider = TracerProvider(resource=resource)
    provider.add_span_processor(BatchSpanProcessor(exporter, max_export_batch_size=64))
    tracer = provider.get_tracer("camelops.client", "1.2.3")
    sent: dict[str, list[str]] = {}
    for number in range(TRACES):
        with tracer.start_as_current_span(
            "order", kind=SpanKind.SERVER, attributes=ATTRIBUTES | {"number": number}
        ) as root:
            ids = [root.get_span_context()]
            for child in range(CHILDREN):
                link = Link(root.get_span_context(), {"why": "follows"})
                with tracer.start_as_current_span(f"step-{child}", kind=SpanKind.CLIENT, links=[link]) as span:
                    span.add_event("reached", {"child": child})
                    if child == CHILDREN - 1:
                        span.set_status(StatusCode.ERROR, "out of stock")
                    ids.append(span.get_span_context())
        sent[trace.format_trace_id(ids[0].trace_id)] = [trace.format_span_id(each.span_id) for each in ids]
    assert provider.force_flush(FLUSH_MS_MAX)
    provider.shutdown()
    return sent


def send_logs(exporter: Any, resource: Resource) -> list[str]:
    provider = LoggerProvider(resource=resource)
    provider.add_log_record_processor(BatchLogRecordProcessor(exporter, max_export_batch_size=64))
    logger = provider.get_logger("camelops.client", "1.2.3")
    bodies = [f"log {number} of {resource.attributes['service.name']}" for number in range(LOGS)]
    for body in bodies:
        logger.emit(body=body, severity_number=SeverityNumber.WARN, severity_text="WARN", attributes=ATTRIBUTES)
    assert provider.force_flush(FLUSH_MS_MAX)
    provider.shutdown()
    return bodies


def send_metrics(exporter: Any, resource: Resource, prefix: str) -> dict[str, dict[str, Any]]:
    """One point each of sum, gauge, histogram and exponential histogram; names are unique to this client."""
    exponential = View(
        instrument_type=Histogram, instrument_name="*.exponential", aggregation=ExponentialBucketHistogramAggregation()
    )
    # The reader exports at shutdown alone: an hour is longer than any test.
    reader = PeriodicExportingMetricReader(exporter, export_interval_millis=3_600_000)
    provider = MeterProvider(metric_readers=[reader], resource=resource, views=[exponential])
    meter = provider.get_meter("camelops.client", "1.2.3")
    meter.create_counter(f"{prefix}.counter", unit="{order}", description="Orders taken").add(42, {"shop": "north"})
    meter.create_up_down_counter(f"{prefix}.up_down").add(-7)
    meter.create_gauge(f"{prefix}.gauge", unit="Cel").set(21.5)
    values = [1, 10, 100, 1_000]
    for name in (f"{prefix}.histogram", f"{prefix}.exponential"):
        histogram = meter.create_histogram(name, unit="ms")
        for value in values:
            histogram.record(value)
    provider.shutdown()
    distribution = {"count": len(values), "sum": sum(values), "min": min(values), "max": max(values)}
    return {
        f"{prefix}.counter": {"kind": "sum", "value": 42},
        f"{prefix}.up_down": {"kind": "sum", "value": -7},
        f"{prefix}.gauge": {"kind": "gauge", "value": 21.5},
        f"{prefix}.histogram": {"kind": "histogram", **distribution},
        f"{prefix}.exponential": {"kind": "exponential_histogram", **distribution},
    }


# One of each kind that an SDK can send.
ATTRIBUTES: dict[str, Any] = {"text": "grün 🐫", "whole": 2**53 + 1, "ratio": 0.25, "flag": True, "list": ["a", "b"]}


def main() -> None:
    protocol, endpoint, service, compression = (*sys.argv[1:], "none")[:4]
    made = exporters(protocol, endpoint, compression)
    resource = Resource.create({"service.name": service, "service.version": "7"})
    sent = {
        "service": service,
        "attributes": ATTRIBUTES,
        "traces": send_spans(made.spans, resource),
        "logs": send_logs(made.logs, resource),
        "metrics": send_metrics(made.metrics, resource, service),
    }
    print(json.dumps(sent))


if __name__ == "__main__":
    main()
