from collections import Counter

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from benchmarks.payloads import SIGNALS, Payload, Window, pool
from benchmarks.payloads.one_trace import SPANS, one_trace
from benchmarks.payloads.request import MESSAGES

WINDOW = Window(1_790_000_000_000_000_000, 60_000_000_000)


def drawn(signal: str, requests: int = 8, items: int = 500) -> list[Payload]:
    return pool(signal, seed=3, items=items, window=WINDOW, requests=requests)


def spans_of(payloads: list[Payload]) -> list[Span]:
    requests = [ExportTraceServiceRequest.FromString(payload.body) for payload in payloads]
    return [
        span
        for request in requests
        for resource in request.resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    ]


@pytest.mark.parametrize("signal", SIGNALS)
def test_the_same_seed_gives_the_same_bytes(signal):
    assert drawn(signal, requests=2) == drawn(signal, requests=2)


@pytest.mark.parametrize("signal", SIGNALS)
def test_no_request_is_like_another(signal):
    bodies = [payload.body for payload in drawn(signal)]
    assert len(set(bodies)) == len(bodies)


def test_a_request_of_traces_or_logs_holds_exactly_the_items_asked_for():
    assert {payload.items for payload in drawn("traces")} == {500}
    assert {payload.items for payload in drawn("logs")} == {500}
    assert len(spans_of(drawn("traces"))) == 8 * 500


def test_the_items_of_a_metrics_request_are_its_data_points():
    for payload in drawn("metrics"):
        request = MESSAGES["metrics"].FromString(payload.body)
        metrics = [m for r in request.resource_metrics for s in r.scope_metrics for m in s.metrics]
        assert payload.items == sum(len(getattr(metric, metric.WhichOneof("data")).data_points) for metric in metrics)
        assert payload.items >= 500


def test_a_span_has_the_size_that_camel_spans_have():
    payloads = drawn("traces")
    assert 500 <= sum(len(payload.body) for payload in payloads) / sum(payload.items for payload in payloads) <= 620


def test_traces_are_skewed_and_bounded():
    sizes = sorted(Counter(span.trace_id for span in spans_of(drawn("traces", requests=20))).values())
    assert sizes[len(sizes) // 2] < 60
    assert sizes[-1] > 4 * sizes[len(sizes) // 2]
    assert sizes[-1] <= 520


def test_failures_carry_a_stack_trace_and_are_rare():
    spans = spans_of(drawn("traces", requests=20))
    failed = [span for span in spans if span.status.code == Status.STATUS_CODE_ERROR]
    assert 0 < len(failed) < len(spans) / 20
    assert any(event.name == "exception" for span in failed for event in span.events)


def test_span_ids_are_not_repeated_and_parents_come_from_the_same_trace():
    spans = spans_of(drawn("traces", requests=20))
    assert len({span.span_id for span in spans}) == len(spans)
    trace_of = {span.span_id: span.trace_id for span in spans}
    known = [span for span in spans if span.parent_span_id in trace_of]
    assert known
    assert all(trace_of[span.parent_span_id] == span.trace_id for span in known)


def test_one_trace_is_whole_in_one_request_under_the_id_it_names():
    trace_id, body = one_trace(1, WINDOW.start_unix_ns)
    spans = spans_of([Payload(body, SPANS)])
    assert [span.trace_id.hex() for span in spans] == [trace_id] * SPANS
    assert [bool(span.parent_span_id) for span in spans] == [False, *[True] * (SPANS - 1)]
