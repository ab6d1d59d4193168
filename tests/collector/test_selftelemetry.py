"""The collector as a service among others: its own metrics and spans are in its own intake, and cause none."""

from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager

import pytest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from collector.admission import Admission
from collector.clock import SystemClock
from collector.duplicates import Duplicates
from collector.errors import SpoolFull
from collector.intake import Intake
from collector.meters import Meters
from collector.model import Acknowledgement, Export, Signal, Tenant
from collector.selftelemetry import SelfTelemetry
from collector.settings import SelfTelemetrySettings
from tests.collector.test_meters import used

TENANT = Tenant("default", "default", dict.fromkeys(Signal, 30))


class KeptSpool:
    """Keeps what it is given."""

    def __init__(self) -> None:
        self.exports: list[Export] = []
        self.failing = False

    def append(self, export: Export) -> Future[Acknowledgement]:
        if self.failing:
            raise SpoolFull("full")
        self.exports.append(export)
        done: Future[Acknowledgement] = Future()
        done.set_result(Acknowledgement(1, 0, ""))
        return done

    def recent_fingerprints(self) -> Iterable[tuple[bytes, int]]:
        return ()

    def spans(self):
        """Of all requests for traces."""
        bodies = [export.body for export in self.exports if export.signal is Signal.TRACES]
        for group in (group for body in bodies for group in ExportTraceServiceRequest.FromString(body).resource_spans):
            assert ("service.name", "camelops-collector") in [
                (each.key, each.value.string_value) for each in group.resource.attributes
            ]
            yield from (span for scope in group.scope_spans for span in scope.spans)

    def metrics(self):
        """Of all requests for metrics, the last of each name."""
        bodies = [export.body for export in self.exports if export.signal is Signal.METRICS]
        groups = [group for body in bodies for group in ExportMetricsServiceRequest.FromString(body).resource_metrics]
        return {metric.name: metric for group in groups for scope in group.scope_metrics for metric in scope.metrics}


@contextmanager
def running(spool: KeptSpool, meters: Meters, **given: object) -> Iterator[SelfTelemetry]:
    clock = SystemClock()
    intake = Intake(spool, Admission(1 << 20, clock), Duplicates(600, 10, clock))
    found = SelfTelemetry(SelfTelemetrySettings(**given), intake, TENANT, meters, clock)
    found.start()
    try:
        yield found
    finally:
        found.close()


def answer(meters: Meters, outcome: str | None = None) -> None:
    with meters.request(Signal.LOGS, "http") as request:
        request.received(100)
        if outcome is None:
            request.taken(Acknowledgement(7, 0, ""))
        else:
            request.refused(outcome)


def test_metrics_have_the_names_and_values_that_prometheus_sees():
    spool, meters = KeptSpool(), Meters()
    with running(spool, meters):
        answer(meters)
    (point,) = spool.metrics()["camelops_otlp_records_total"].sum.data_points
    assert point.as_double == 7
    assert {each.key: each.value.string_value for each in point.attributes} == {"signal": "logs", "outcome": "accepted"}
    assert spool.metrics()["camelops_otlp_answer_seconds_count"].sum.data_points[0].as_double == 1


def test_every_metric_there_is_is_told():
    spool, meters = KeptSpool(), used()
    with running(spool, meters):
        pass
    told = {name.removesuffix("_total").removesuffix("_sum").removesuffix("_count") for name in spool.metrics()}
    assert told == {family.name for family in meters.registry.collect()}


def test_a_refused_request_is_a_span_with_its_reason():
    spool, meters = KeptSpool(), Meters()
    with running(spool, meters, spans_ratio=0):
        answer(meters, "MalformedExport")
        answer(meters)
    (span,) = spool.spans()
    assert span.name == "export logs"
    assert (span.status.code, span.status.message) == (2, "MalformedExport")
    assert {each.key: each.value.int_value for each in span.attributes}["camelops.request.bytes"] == 100


@pytest.mark.parametrize(("ratio", "spans"), [(0, 0), (1, 5)])
def test_of_successful_requests_a_share_are_spans(ratio, spans):
    spool, meters = KeptSpool(), Meters()
    with running(spool, meters, spans_ratio=ratio):
        for _ in range(5):
            answer(meters)
    assert len(list(spool.spans())) == spans


def test_a_flood_of_refusals_is_no_flood_of_spans():
    spool, meters = KeptSpool(), Meters()
    with running(spool, meters, spans_per_s_max=1):
        for _ in range(1_000):
            answer(meters, "SpoolFull")
    assert len(list(spool.spans())) <= 30


def test_what_it_sends_itself_is_no_request_of_its_own():
    spool, meters = KeptSpool(), Meters()
    with running(spool, meters, spans_ratio=1):
        answer(meters)
    assert len(list(spool.spans())) == 1
    labels = {"signal": "traces", "transport": "grpc", "outcome": "ok"}
    assert meters.registry.get_sample_value("camelops_otlp_requests_total", labels) is None


def test_a_spool_that_refuses_it_is_no_trouble(caplog):
    spool, meters = KeptSpool(), Meters()
    spool.failing = True
    with running(spool, meters, spans_ratio=1):
        answer(meters)
    assert spool.exports == []
    assert [record for record in caplog.records if record.levelname in {"WARNING", "ERROR"}] == []


def test_it_can_be_turned_off():
    spool, meters = KeptSpool(), Meters()
    with running(spool, meters, telemetry="off"):
        answer(meters, "SpoolFull")
    assert spool.exports == []
