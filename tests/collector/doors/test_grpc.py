"""OTLP/gRPC as the specification asks, over real sockets."""

import threading

import grpc
import pytest
from google.rpc.error_details_pb2 import RetryInfo
from google.rpc.status_pb2 import Status
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceResponse

from collector.errors import SpoolFull
from collector.model import Signal
from tests.collector.doors.conftest import BODIES, Doors, open_doors, spans


def refused(doors: Doors, body: bytes, **options: object) -> tuple[grpc.StatusCode, Status, RetryInfo | None]:
    with pytest.raises(grpc.RpcError) as caught:
        doors.export(Signal.TRACES, body, **options)
    error = caught.value
    details = dict(error.trailing_metadata()).get("grpc-status-details-bin", b"")
    status = Status.FromString(details)
    retry = None
    if status.details:
        retry = RetryInfo()
        assert status.details[0].Unpack(retry)
    return error.code(), status, retry


@pytest.mark.parametrize("signal", list(Signal))
def test_full_success_leaves_partial_success_unset(doors, signal):
    assert doors.export(signal, BODIES[signal]()) == b""
    assert [export.signal for export in doors.spool.exports] == [signal]


@pytest.mark.parametrize("signal", list(Signal))
def test_an_empty_request_is_a_success(doors, signal):
    assert doors.export(signal, b"") == b""


def test_what_is_refused_is_counted_and_named_and_the_rest_is_kept(doors):
    answer = ExportTraceServiceResponse.FromString(doors.export(Signal.TRACES, spans(trace_id=b"\0" * 16)))
    assert answer.partial_success.rejected_spans == 1
    assert "trace_id_invalid" in answer.partial_success.error_message


def test_gzip_is_accepted(doors):
    assert doors.export(Signal.TRACES, spans(), compression=grpc.Compression.Gzip) == b""
    assert len(doors.spool.exports) == 1


def test_malformed_bytes_are_invalid_argument_and_not_retryable(doors):
    code, status, retry = refused(doors, b"zzzz")
    assert code is grpc.StatusCode.INVALID_ARGUMENT
    assert status.code == grpc.StatusCode.INVALID_ARGUMENT.value[0]
    assert retry is None


def test_a_full_spool_is_unavailable_with_retry_info_that_is_spread(doors):
    doors.spool.failing = SpoolFull("the spool holds 1 of 1 bytes", retry_after_s=2)
    pauses = []
    for _ in range(8):
        code, status, retry = refused(doors, spans())
        assert code is grpc.StatusCode.UNAVAILABLE
        assert "spool" in status.message
        pauses.append(retry.retry_delay.ToMilliseconds())
    assert all(2_000 <= pause <= 4_000 for pause in pauses)
    assert len(set(pauses)) > 1


def test_what_failed_is_no_duplicate_when_it_comes_again(doors):
    body = spans()
    doors.spool.failing = SpoolFull("full")
    refused(doors, body)
    doors.spool.failing = None
    assert doors.export(Signal.TRACES, body) == b""
    assert len(doors.spool.exports) == 1


def test_the_same_request_twice_is_stored_once(doors):
    body = spans()
    assert doors.export(Signal.TRACES, body) == doors.export(Signal.TRACES, body) == b""
    assert len(doors.spool.exports) == 1


def test_a_repetition_of_a_request_under_way_waits_for_its_outcome(doors):
    body = spans()
    doors.spool.holding = True
    call = doors.channel.unary_unary("/opentelemetry.proto.collector.trace.v1.TraceService/Export")
    both = [call.future(body, timeout=10) for _ in range(2)]
    appended = threading.Event()
    while not doors.spool.held:
        appended.wait(0.005)
    assert not any(each.done() for each in both)
    doors.spool.release()
    assert [each.result() for each in both] == [b"", b""]
    assert len(doors.spool.exports) == 1


def test_a_message_over_the_limit_is_refused_without_a_retry():
    with open_doors(request_bytes_max=10_000) as doors:
        with pytest.raises(grpc.RpcError) as caught:
            doors.export(Signal.TRACES, bytes(20_000))
        assert caught.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
        assert "grpc-status-details-bin" not in dict(caught.value.trailing_metadata())
        assert doors.export(Signal.TRACES, spans()) == b""


def test_more_bytes_than_may_be_in_flight_are_unavailable_not_lost():
    with open_doors(in_flight_bytes_max=50) as doors:
        code, _, retry = refused(doors, spans())
        assert code is grpc.StatusCode.UNAVAILABLE
        assert retry is not None


def test_a_disk_that_does_not_answer_is_unavailable():
    with open_doors(answer_s_max=0.05) as doors:
        doors.spool.holding = True
        code, _, retry = refused(doors, spans())
        assert code is grpc.StatusCode.UNAVAILABLE
        assert retry is not None


def test_a_draining_collector_tells_clients_to_come_back(doors):
    doors.front._intake.drain()
    code, _, retry = refused(doors, spans())
    assert code is grpc.StatusCode.UNAVAILABLE
    assert retry is not None


def test_a_taken_port_is_an_error_in_words(doors):
    from collector.doors.grpc import PortTaken

    with pytest.raises(PortTaken, match=str(doors.front.grpc_port)):
        _second_door(doors.front.grpc_port)


def _second_door(port: int) -> None:
    from collector.clock import SystemClock
    from collector.doors.front import credentials_for
    from collector.doors.grpc import GrpcDoor
    from collector.meters import Meters
    from collector.settings import DoorSettings

    settings = DoorSettings(grpc=f"127.0.0.1:{port}")
    GrpcDoor(settings, None, credentials_for(settings, SystemClock()), Meters(), SystemClock())
