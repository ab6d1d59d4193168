"""OTLP/gRPC as the specification asks, over real sockets."""

import struct
import threading
from dataclasses import dataclass

import grpc
import pytest
from google.rpc.error_details_pb2 import BadRequest, RetryInfo
from google.rpc.status_pb2 import Status

from collector.clock import SystemClock
from collector.doors.front import credentials_for
from collector.doors.grpc import SERVICES, GrpcDoor, PortTaken
from collector.errors import SpoolFull
from collector.meters import Meters
from collector.model import Signal
from collector.settings import DoorSettings
from tests.collector.doors.conftest import BODIES, INVALID, RESPONSES, Doors, Panic, open_doors, spans, write_tokens
from tests.eventually import eventually
from tests.wire import varint

EXPORT = f"/{SERVICES[Signal.TRACES]}/Export"
# Values of grpc.StatusCode are pairs of number and name.
INVALID_ARGUMENT, UNAVAILABLE = 3, 14


@dataclass(frozen=True)
class Refused:
    code: grpc.StatusCode
    status: Status | None
    """None: the error carries no details, so RESOURCE_EXHAUSTED is final."""

    @property
    def retry_s(self) -> float | None:
        """How long to stay away; None when it is not said."""
        found = RetryInfo()
        if self.status is None or not self.status.details or not self.status.details[0].Unpack(found):
            return None
        return found.retry_delay.ToMilliseconds() / 1_000


def caught(error: grpc.RpcError) -> Refused:
    details = dict(error.trailing_metadata() or ()).get("grpc-status-details-bin")
    return Refused(error.code(), Status.FromString(details) if details is not None else None)


def refused(doors: Doors, body: bytes, **options: object) -> Refused:
    with pytest.raises(grpc.RpcError) as raised:
        doors.export(Signal.TRACES, body, **options)
    return caught(raised.value)


@pytest.mark.parametrize("signal", list(Signal))
def test_full_success_leaves_partial_success_unset(doors, signal):
    assert doors.export(signal, BODIES[signal]()) == b""
    assert [export.signal for export in doors.spool.exports] == [signal]


@pytest.mark.parametrize("signal", list(Signal))
def test_an_empty_request_is_a_success(doors, signal):
    assert doors.export(signal, b"") == b""


@pytest.mark.parametrize("envelope", [b"\x0a\x00", b"\x0a\x02\x12\x00"])
def test_an_empty_envelope_is_a_success(doors, envelope):
    assert doors.export(Signal.TRACES, envelope) == b""


@pytest.mark.parametrize("signal", list(Signal))
def test_what_is_refused_is_counted_in_the_signals_own_field_with_a_reason(doors, signal):
    partial = RESPONSES[signal].FromString(doors.export(signal, INVALID[signal]())).partial_success
    field = {"traces": "rejected_spans", "logs": "rejected_log_records", "metrics": "rejected_data_points"}[signal]
    assert getattr(partial, field) == 1
    assert partial.error_message


def test_gzip_is_accepted(doors):
    assert doors.export(Signal.TRACES, spans(), compression=grpc.Compression.Gzip) == b""
    assert len(doors.spool.exports) == 1


def test_malformed_bytes_are_invalid_argument_with_a_description_and_no_retry(doors):
    answer = refused(doors, b"zzzz")
    assert answer.code is grpc.StatusCode.INVALID_ARGUMENT
    assert answer.status.code == INVALID_ARGUMENT
    assert answer.retry_s is None
    bad = BadRequest()
    assert answer.status.details[0].Unpack(bad)
    assert "byte" in bad.field_violations[0].description


def test_a_full_spool_is_unavailable_with_retry_info_that_is_spread(doors):
    doors.spool.failing = SpoolFull("the spool holds 1 of 1 bytes", retry_after_s=2)
    answers = [refused(doors, spans()) for _ in range(8)]
    assert {answer.code for answer in answers} == {grpc.StatusCode.UNAVAILABLE}
    assert all(answer.status.code == UNAVAILABLE and "spool" in answer.status.message for answer in answers)
    assert all(2 <= answer.retry_s <= 4 for answer in answers)
    assert len({answer.retry_s for answer in answers}) > 1


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
    call = doors.channel.unary_unary(EXPORT)
    both = [call.future(body, timeout=10) for _ in range(2)]
    doors.spool.wait_for_held()
    assert not any(each.done() for each in both)
    doors.spool.release()
    assert [each.result() for each in both] == [b"", b""]
    assert len(doors.spool.exports) == 1


def test_the_doors_listen_on_the_ports_that_exporters_try():
    assert (DoorSettings().grpc, DoorSettings().http) == ("127.0.0.1:4317", "127.0.0.1:4318")


def test_calls_on_one_connection_are_handled_side_by_side(doors):
    doors.spool.holding = True
    call = doors.channel.unary_unary(EXPORT)
    calls = [call.future(spans(names=[str(number)]), timeout=10) for number in range(20)]
    doors.spool.wait_for_held(20)
    doors.spool.release()
    assert [each.result() for each in calls] == [b""] * 20


def test_a_message_over_the_limit_is_resource_exhausted_without_a_retry():
    with open_doors(request_bytes_max=10_000) as doors:
        answer = refused(doors, bytes(20_000))
        assert (answer.code, answer.status) == (grpc.StatusCode.RESOURCE_EXHAUSTED, None)
        assert doors.export(Signal.TRACES, spans()) == b""


def test_a_message_over_the_limit_once_decompressed_is_resource_exhausted_too():
    with open_doors(request_bytes_max=100_000) as doors:
        answer = refused(doors, bytes(1_000_000), compression=grpc.Compression.Gzip)
        assert (answer.code, answer.retry_s) == (grpc.StatusCode.RESOURCE_EXHAUSTED, None)


def test_the_limit_is_64_mib_by_default(doors):
    """A field of the future, of 60 MiB: skipped, as unknown fields are."""
    size = 60 << 20
    body = b"\x9a\x06" + varint(size) + bytes(size)
    assert doors.settings.request_bytes_max == 64 << 20
    assert doors.export(Signal.TRACES, body) == b""


def test_a_warning_or_refusal_is_cut_far_below_a_clients_4_mib(doors):
    doors.spool.failing = SpoolFull("x" * 10_000_000)
    assert len(refused(doors, spans()).status.message) <= 1_000


def test_more_bytes_than_may_be_in_flight_are_unavailable_not_lost():
    with open_doors(in_flight_bytes_max=50) as doors:
        answer = refused(doors, spans())
        assert answer.code is grpc.StatusCode.UNAVAILABLE
        assert answer.retry_s is not None


def test_a_disk_that_does_not_answer_is_unavailable_and_the_request_is_no_duplicate_of_nothing():
    with open_doors(answer_s_max=0.05) as doors:
        body = spans()
        doors.spool.holding = True
        answer = refused(doors, body)
        assert answer.code is grpc.StatusCode.UNAVAILABLE
        assert answer.retry_s is not None
        doors.spool.release()
        assert doors.export(Signal.TRACES, body) == b""
        assert len(doors.spool.exports) == 1


@pytest.mark.parametrize("kind", [KeyError, Panic])
def test_a_defect_is_internal_with_a_status_that_tells_nothing_of_it(doors, monkeypatch, caplog, kind):
    def broken(export: object) -> None:
        raise kind("a secret")

    monkeypatch.setattr(doors.spool, "append", broken)
    with pytest.raises(grpc.RpcError) as raised:
        doors.export(Signal.TRACES, spans())
    assert raised.value.code() is grpc.StatusCode.INTERNAL
    assert "secret" not in raised.value.details()
    assert "a defect in OTLP/gRPC" in caplog.text


def test_a_client_that_gives_up_leaves_its_request_to_be_stored_and_its_retry_to_be_told(doors):
    body = spans()
    doors.spool.holding = True
    with pytest.raises(grpc.RpcError) as raised:
        doors.channel.unary_unary(EXPORT)(body, timeout=0.3)
    # Whoever of both looks at the clock first; both codes ask for a retry.
    assert raised.value.code() in {grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.UNAVAILABLE}
    doors.spool.wait_for_held()
    doors.spool.release()
    assert doors.export(Signal.TRACES, body) == b""
    assert len(doors.spool.exports) == 1


def test_more_calls_than_there_are_places_are_told_to_come_back():
    with open_doors(grpc_threads=1, grpc_calls_max=2) as doors:
        doors.spool.holding = True
        # Each on a connection of its own: on one, the third would wait at the client.
        channels = [
            grpc.insecure_channel(f"127.0.0.1:{doors.front.grpc_port}", [("grpc.use_local_subchannel_pool", 1)])
            for _ in range(3)
        ]
        try:
            calls = [
                channel.unary_unary(EXPORT).future(spans(names=[str(number)]), timeout=10)
                for number, channel in enumerate(channels)
            ]
            turned_away = eventually(lambda: _first_done(calls), within_s=10)
            answer = caught(turned_away.exception())
            assert answer.code is grpc.StatusCode.UNAVAILABLE
            assert answer.retry_s is not None
            doors.spool.release()
            assert sorted(each.code().name for each in calls) == ["OK", "OK", "UNAVAILABLE"]
        finally:
            for channel in channels:
                channel.close()
        assert doors.export(Signal.TRACES, spans(names=["later"])) == b""


def _first_done(calls: list[grpc.Future]) -> grpc.Future:
    done = [each for each in calls if each.done()]
    assert done
    return done[0]


def test_a_draining_collector_tells_clients_to_come_back(doors):
    doors.front._intake.drain()
    answer = refused(doors, spans())
    assert answer.code is grpc.StatusCode.UNAVAILABLE
    assert answer.retry_s is not None


def test_a_drain_answers_what_is_under_way():
    with open_doors() as doors:
        doors.spool.holding = True
        call = doors.channel.unary_unary(EXPORT).future(spans(), timeout=10)
        doors.spool.wait_for_held()
        draining = threading.Thread(target=doors.front.drain, args=(5,))
        draining.start()
        doors.spool.release()
        assert call.result() == b""
        draining.join(10)
        assert not draining.is_alive()
        assert not doors.front.listening


def test_a_method_or_service_that_is_not_there_is_unimplemented(doors):
    for method in ("/opentelemetry.proto.collector.profiles.v1development.ProfilesService/Export", f"{EXPORT}s"):
        with pytest.raises(grpc.RpcError) as raised:
            doors.channel.unary_unary(method)(b"", timeout=5)
        assert raised.value.code() is grpc.StatusCode.UNIMPLEMENTED


def test_a_taken_port_is_an_error_in_words(doors):
    settings = DoorSettings(grpc=f"127.0.0.1:{doors.front.grpc_port}")
    with pytest.raises(PortTaken, match=str(doors.front.grpc_port)):
        GrpcDoor(settings, None, credentials_for(settings, SystemClock()), Meters(), SystemClock(), None)


@pytest.mark.parametrize("authorization", [None, "Bearer wrong", "Basic YTpi", ""])
def test_without_a_known_token_nothing_is_taken(tmp_path, authorization):
    write_tokens(tmp_path / "credentials.toml", acme="")
    with open_doors(credentials_file=tmp_path / "credentials.toml") as doors:
        metadata = [] if authorization is None else [("authorization", authorization)]
        assert refused(doors, spans(), metadata=metadata).code is grpc.StatusCode.UNAUTHENTICATED
        assert doors.spool.exports == []


def test_the_tenant_is_the_tokens_whatever_else_is_said(tmp_path):
    tokens = write_tokens(tmp_path / "credentials.toml", acme="", other="")
    with open_doors(credentials_file=tmp_path / "credentials.toml") as doors:
        spoof = [("x-tenant", "other"), ("x-scope-orgid", "other"), ("tenant-id", "other")]
        doors.export(Signal.TRACES, spans(), metadata=[("authorization", f"Bearer {tokens['acme']}"), *spoof])
        assert [export.tenant.organization for export in doors.spool.exports] == ["acme"]


def test_a_tenant_over_its_own_rate_is_resource_exhausted_with_the_time_its_bucket_needs(tmp_path):
    tokens = write_tokens(tmp_path / "credentials.toml", acme="bytes_per_second_max = 20\n", other="")
    with open_doors(credentials_file=tmp_path / "credentials.toml") as doors:
        acme = [("authorization", f"Bearer {tokens['acme']}")]
        assert doors.export(Signal.TRACES, spans(names="abc"), metadata=acme) == b""
        answer = refused(doors, spans(names="def"), metadata=acme)
        assert answer.code is grpc.StatusCode.RESOURCE_EXHAUSTED
        assert answer.retry_s > 1
        assert doors.export(Signal.TRACES, spans(), metadata=[("authorization", f"Bearer {tokens['other']}")]) == b""


def test_a_body_that_does_not_come_in_time_is_given_up_and_its_thread_is_free_again():
    with open_doors(grpc_threads=1, body_s_max=0.3) as doors, _half_sent(doors.front.grpc_port):
        assert doors.export(Signal.TRACES, spans()) == b""
        eventually(
            lambda: _is(
                doors.metric("camelops_otlp_requests_total", signal="traces", transport="grpc", outcome="Unread"), 1
            ),
            within_s=5,
        )


def _is(found: float, expected: float) -> None:
    assert found == expected


def _half_sent(port: int):
    """An HTTP/2 connection with a call whose message was begun and goes no further."""
    import socket

    connection = socket.create_connection(("127.0.0.1", port))
    headers = b""
    for name, value in (
        (b":method", b"POST"), (b":scheme", b"http"), (b":path", EXPORT.encode()), (b":authority", b"localhost"),
        (b"content-type", b"application/grpc"), (b"te", b"trailers"),
    ):  # fmt: skip
        headers += b"\0" + bytes([len(name)]) + name + bytes([len(value)]) + value
    connection.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + _frame(4, 0, 0, b"") + _frame(1, 4, 1, headers))
    connection.sendall(_frame(0, 0, 1, b"\0" + struct.pack(">I", 1_000) + b"half"))
    return connection


def _frame(kind: int, flags: int, stream: int, payload: bytes) -> bytes:
    return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload


def test_what_is_answered_is_counted(doors):
    body = spans()
    doors.export(Signal.TRACES, body)
    refused(doors, b"zzzz")
    labels = {"signal": "traces", "transport": "grpc"}
    assert doors.metric("camelops_otlp_requests_total", outcome="ok", **labels) == 1
    assert doors.metric("camelops_otlp_requests_total", outcome="MalformedExport", **labels) == 1
    assert doors.metric("camelops_otlp_request_bytes_total", **labels) == len(body) + 4
    assert doors.metric("camelops_otlp_records_total", signal="traces", outcome="accepted") == 1
    assert doors.metric("camelops_otlp_answer_seconds_count", **labels) == 2
