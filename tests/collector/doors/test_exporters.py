"""The exporters of the OpenTelemetry SDK, as an application has them, against both doors."""

from collections.abc import Iterator

import pytest
from opentelemetry.exporter.otlp.proto.grpc.metric_exporter import OTLPMetricExporter as GrpcMetricExporter
from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter as GrpcSpanExporter
from opentelemetry.exporter.otlp.proto.http import Compression
from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter as HttpMetricExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter as HttpSpanExporter
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import MetricExporter, PeriodicExportingMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter

from collector.errors import SpoolFull
from collector.model import Signal
from tests.collector.doors.conftest import Doors, open_doors

KINDS = ["grpc", "grpc-gzip", "http", "http-gzip"]


@pytest.fixture
def doors() -> Iterator[Doors]:
    with open_doors(retry_after_s=0.2) as found:
        yield found


def span_exporter(doors: Doors, kind: str) -> SpanExporter:
    if kind.startswith("grpc"):
        compression = Compression.Gzip if kind.endswith("gzip") else None
        endpoint = f"127.0.0.1:{doors.front.grpc_port}"
        return GrpcSpanExporter(endpoint, insecure=True, timeout=10, compression=_grpc(compression))
    compression = Compression.Gzip if kind.endswith("gzip") else Compression.NoCompression
    return HttpSpanExporter(f"{doors.http.base_url}/v1/traces", timeout=10, compression=compression)


def metric_exporter(doors: Doors, kind: str) -> MetricExporter:
    if kind.startswith("grpc"):
        return GrpcMetricExporter(f"127.0.0.1:{doors.front.grpc_port}", insecure=True, timeout=10)
    return HttpMetricExporter(f"{doors.http.base_url}/v1/metrics", timeout=10)


def _grpc(compression: Compression | None):
    import grpc

    return grpc.Compression.Gzip if compression else grpc.Compression.NoCompression


def export_spans(exporter: SpanExporter, count: int) -> bool:
    """Whether all were flushed."""
    provider = TracerProvider()
    provider.add_span_processor(BatchSpanProcessor(exporter))
    tracer = provider.get_tracer("tests")
    for number in range(count):
        tracer.start_span(f"span {number}").end()
    flushed = provider.force_flush(10_000)
    provider.shutdown()
    return flushed


@pytest.mark.parametrize("kind", KINDS)
def test_spans_of_an_sdk_arrive(doors, kind):
    assert export_spans(span_exporter(doors, kind), 300)
    assert doors.metric("camelops_otlp_records_total", signal="traces", outcome="accepted") == 300


@pytest.mark.parametrize("kind", ["grpc", "http"])
def test_metrics_of_an_sdk_arrive(doors, kind):
    reader = PeriodicExportingMetricReader(metric_exporter(doors, kind), export_interval_millis=60_000)
    provider = MeterProvider([reader])
    provider.get_meter("tests").create_counter("exchanges").add(3, {"route": "orders"})
    assert provider.force_flush(10_000)
    provider.shutdown()
    assert doors.metric("camelops_otlp_records_total", signal="metrics", outcome="accepted") >= 1


@pytest.mark.parametrize("kind", ["grpc", "http"])
def test_an_sdk_comes_back_after_the_pause_it_was_told_and_nothing_is_lost(doors, kind):
    """The first tries are turned away; the exporter's own retry brings the same bytes."""
    turned_away = []

    def append(export: object):
        if len(turned_away) < 2:
            turned_away.append(export)
            raise SpoolFull("full", retry_after_s=0.2)
        return keep(export)

    keep, doors.spool.append = doors.spool.append, append
    assert export_spans(span_exporter(doors, kind), 5)
    assert len(turned_away) == 2
    assert [export.signal for export in doors.spool.exports] == [Signal.TRACES]
    assert doors.spool.exports[0].body == turned_away[0].body
