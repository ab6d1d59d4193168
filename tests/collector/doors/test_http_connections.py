"""HTTP connections made to harm, or to be read in two ways: raw bytes, and what must come back."""

import re
import socket
import time

import pytest
from google.rpc.status_pb2 import Status

from collector.doors.http_protocol import HEADERS_MAX
from tests.collector.doors.conftest import Doors, open_doors, spans
from tests.eventually import eventually

# A server that has nothing more to say about a request says nothing for so long.
SILENCE_S = 0.5
PIPELINED = b"POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-protobuf\r\nContent-Length: 0\r\n\r\n"


def head(*lines: str, path: str = "/v1/traces") -> bytes:
    found = [f"POST {path} HTTP/1.1", "Host: x", "Content-Type: application/x-protobuf", *lines, "", ""]
    return "\r\n".join(found).encode()


def exchange(doors: Doors, *pieces: bytes) -> bytes:
    """All that came back until the server closed or fell silent."""
    with doors.connect(SILENCE_S) as connection:
        received = b""
        try:
            for piece in pieces:
                connection.sendall(piece)
            while chunk := connection.recv(1 << 16):
                received += chunk
        except (TimeoutError, ConnectionError):
            pass
        return received


def statuses(answer: bytes) -> list[str]:
    return [found.decode() for found in re.findall(rb"HTTP/1\.1 (\d{3}) ", answer)]


def assert_closed_within(connection: socket.socket, seconds: float) -> bytes:
    """What was still said before the server closed."""
    connection.settimeout(seconds)
    received = b""
    try:
        while chunk := connection.recv(1 << 16):
            received += chunk
    except ConnectionResetError:
        pass
    return received


@pytest.mark.parametrize(
    "sent", [b"", b"POST /v1/traces HTTP/1.1\r\n", b"POST /v1/traces HTTP/1.1\r\nHost: x\r\nX-Slow: ", b"\r\n"]
)
def test_a_head_that_does_not_come_to_its_end_is_given_up(sent):
    with open_doors(header_s_max=0.2) as doors, doors.connect() as connection:
        connection.sendall(sent)
        assert assert_closed_within(connection, 5) == b""


def test_a_head_that_trickles_gets_no_more_time_by_it():
    with open_doors(header_s_max=0.3) as doors, doors.connect() as connection:
        started = time.monotonic()
        connection.sendall(b"POST /v1/traces HTTP/1.1\r\n")
        connection.settimeout(0.05)
        closed = False
        while not closed and time.monotonic() < started + 5:
            try:
                connection.sendall(b"X")
                closed = connection.recv(10) == b""
            except TimeoutError:
                continue
            except ConnectionError:
                closed = True
        assert closed
        assert time.monotonic() - started < 3


def test_the_second_head_of_a_connection_has_a_deadline_too():
    with open_doors(header_s_max=0.3) as doors, doors.connect() as connection:
        connection.sendall(PIPELINED)
        assert statuses(connection.recv(4_096)) == ["200"]
        connection.sendall(b"POST /v1")
        assert assert_closed_within(connection, 5) == b""


def test_empty_lines_between_requests_do_not_keep_a_connection_for_ever():
    with open_doors(header_s_max=0.3) as doors, doors.connect() as connection:
        connection.sendall(PIPELINED)
        assert statuses(connection.recv(4_096)) == ["200"]
        connection.sendall(b"\r\n")
        assert assert_closed_within(connection, 5) == b""


def test_an_idle_connection_outlives_the_deadline_of_a_head():
    """Exporters keep theirs between two exports."""
    with open_doors(header_s_max=0.2) as doors, doors.connect() as connection:
        connection.sendall(PIPELINED)
        assert statuses(connection.recv(4_096)) == ["200"]
        connection.settimeout(0.6)
        with pytest.raises(TimeoutError):
            connection.recv(1)
        connection.settimeout(5)
        connection.sendall(PIPELINED)
        assert statuses(connection.recv(4_096)) == ["200"]


def test_a_body_that_does_not_come_is_503_because_the_data_may_be_good():
    with open_doors(body_s_max=0.2) as doors, doors.connect() as connection:
        connection.sendall(head("Content-Length: 1000") + b"x")
        answer = connection.recv(4_096)
        assert statuses(answer) == ["503"]
        assert b"retry-after" in answer
        assert assert_closed_within(connection, 5) == b""


def test_what_follows_an_early_answer_is_read_for_a_time_and_no_longer():
    with open_doors(body_s_max=0.3, header_s_max=0.1) as doors, doors.connect() as connection:
        connection.sendall(head("Content-Length: 100000", "Content-Encoding: nonsense") + b"x")
        assert statuses(connection.recv(4_096)) == ["415"]
        connection.sendall(b"x" * 1_000)
        assert assert_closed_within(connection, 5) == b""


def test_after_an_early_answer_and_its_body_the_connection_goes_on(doors):
    with doors.connect() as connection:
        connection.sendall(head("Content-Length: 100000", "Content-Encoding: nonsense"))
        assert statuses(connection.recv(4_096)) == ["415"]
        connection.sendall(b"x" * 100_000 + PIPELINED)
        assert statuses(connection.recv(4_096)) == ["200"]


def test_a_client_that_goes_away_while_it_sends_is_counted_and_holds_nothing(doors):
    with doors.connect() as connection:
        connection.sendall(head("Content-Length: 1000") + b"x" * 500)
        eventually(lambda: _is(doors.front._intake.bytes_in_flight, 500), within_s=5)
    eventually(lambda: _is(doors.front._intake.bytes_in_flight, 0), within_s=5)
    labels = {"signal": "traces", "transport": "http", "outcome": "Unread"}
    eventually(lambda: _is(doors.metric("camelops_otlp_requests_total", **labels), 1), within_s=5)


def _is(found: float, expected: float) -> None:
    assert found == expected


AMBIGUOUS: dict[str, bytes] = {
    "a length and chunks": head("Content-Length: 4", "Transfer-Encoding: chunked") + b"0\r\n\r\n" + PIPELINED,
    "chunks and a length": head("Transfer-Encoding: chunked", "Content-Length: 4") + b"0\r\n\r\n" + PIPELINED,
    "two lengths": head("Content-Length: 0", f"Content-Length: {len(PIPELINED)}") + PIPELINED,
    "a length with a sign": head("Content-Length: +0") + PIPELINED,
    "a length in hexadecimal": head("Content-Length: 0x0") + PIPELINED,
    "a list of lengths": head("Content-Length: 0, 0") + PIPELINED,
    "chunked, badly spelled": head("Transfer-Encoding: xchunked", "Content-Length: 0") + PIPELINED,
    "chunked, not at last": head("Transfer-Encoding: chunked, identity") + b"0\r\n\r\n" + PIPELINED,
    "a space before the colon": head("Content-Length : 0") + PIPELINED,
    "a folded header": head("X-Folded: a", " b", "Content-Length: 0") + PIPELINED,
    "a bare line feed": b"POST /v1/traces HTTP/1.1\nHost: x\nContent-Length: 0\n\n" + PIPELINED,
    "a chunk size beyond 64 bits": head("Transfer-Encoding: chunked") + b"FFFFFFFFFFFFFFFFF\r\n",
    "a negative chunk size": head("Transfer-Encoding: chunked") + b"-1\r\n\r\n" + PIPELINED,
    "a carriage return in a value": head("X-Split: a\rX-Injected: b", "Content-Length: 0") + PIPELINED,
    "a NUL in a value": head("X-Nul: a\0b", "Content-Length: 0") + PIPELINED,
    "another protocol": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(500),
    "no HTTP at all": b"\0" * 100,
}


@pytest.mark.parametrize("name", AMBIGUOUS)
def test_what_can_be_read_in_two_ways_is_refused_and_nothing_behind_it_is_read(doors, name):
    answer = exchange(doors, AMBIGUOUS[name])
    assert statuses(answer) == ["400"], answer
    assert Status.FromString(answer.rpartition(b"\r\n\r\n")[2]).message


def test_a_refusal_is_never_taken_for_the_answer_to_an_earlier_request(doors):
    """The first request still waits for the disk when nonsense follows: the line is closed without a word."""
    doors.spool.holding = True
    body = spans()
    with doors.connect() as connection:
        connection.sendall(head(f"Content-Length: {len(body)}") + body)
        doors.spool.wait_for_held()
        connection.sendall(b"nonsense\r\n\r\n")
        assert assert_closed_within(connection, 5) == b""
    doors.spool.release()
    assert doors.post("/v1/traces", body).status_code == 200
    assert len(doors.spool.exports) == 1


def test_requests_sent_behind_each_other_are_answered_in_order(doors):
    answer = exchange(doors, PIPELINED + head("Content-Length: 4") + b"zzzz" + PIPELINED)
    assert statuses(answer) == ["200", "400", "200"]


@pytest.mark.parametrize("step", [1, 7])
def test_a_request_is_read_the_same_however_it_is_cut(doors, step):
    body = spans()
    request = head("Transfer-Encoding: chunked") + b"%x;ext=1\r\n%s\r\n0\r\nX-Trailer: y\r\n\r\n" % (len(body), body)
    pieces = [request[at : at + step] for at in range(0, len(request), step)]
    assert statuses(exchange(doors, *pieces)) == ["200"]
    assert doors.spool.exports[0].body == body


@pytest.mark.parametrize(
    "lines",
    [
        [f"X-{number}: y" for number in range(10_000)],
        [f"X-{number}: y" for number in range(HEADERS_MAX + 1)],
        ["X-Long: " + "y" * (1 << 20)],
    ],
)
def test_too_many_or_too_long_headers_are_431(doors, lines):
    answer = exchange(doors, head(*lines, "Content-Length: 0"))
    assert statuses(answer) in (["431"], [])
    assert doors.post("/v1/traces", spans()).status_code == 200
    assert doors.metric("camelops_otlp_http_errors_total", status="431") == 1


ENDLESS = {
    "a header's name": b"POST /v1/traces HTTP/1.1\r\nX",
    "a header's value": b"POST /v1/traces HTTP/1.1\r\nX: ",
    "a path": b"POST /",
    "a chunk's extension": head("Transfer-Encoding: chunked") + b"1;",
    "a trailer": head("Transfer-Encoding: chunked") + b"0\r\nX: ",
    "a method": b"",
}


@pytest.mark.parametrize("name", ENDLESS)
def test_a_line_without_an_end_is_cut_off_long_before_its_deadline(doors, name):
    with doors.connect(10) as connection:
        sent = 0
        with pytest.raises(ConnectionError):  # noqa: PT012  # which of the sends finds out is up to the kernel
            connection.sendall(ENDLESS[name])
            while sent < 64 << 20:
                connection.sendall(b"y" * (1 << 16))
                sent += 1 << 16
        assert sent < 32 << 20


def test_a_hundred_slow_connections_keep_nobody_waiting(doors):
    slow = [doors.connect() for _ in range(100)]
    try:
        for number, connection in enumerate(slow):
            connection.sendall(head("Content-Length: 1000") + b"x" if number % 2 else b"POST /v1/traces HTTP/1.1\r\nX")
        assert doors.post("/v1/traces", spans()).status_code == 200
    finally:
        for connection in slow:
            connection.close()


def test_far_more_connections_than_are_answered_are_not_even_taken():
    with open_doors(http_connections_max=2) as doors:
        connections = [doors.connect() for _ in range(5)]
        try:
            assert assert_closed_within(connections[-1], 5) == b""
        finally:
            for connection in connections:
                connection.close()


@pytest.mark.parametrize("path", ["/v1/%2574races", "/v1/../v1/traces", "/v1//traces", "/v1/traces/", "/v1/traces%00"])
def test_a_path_is_decoded_once_and_not_mended(doors, path):
    assert statuses(exchange(doors, head("Content-Length: 0", path=path))) == ["404"]


def test_an_upgrade_is_ignored_and_the_connection_ends_with_the_answer(doors):
    body = spans()
    answer = exchange(
        doors,
        head(
            "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: x", f"Content-Length: {len(body)}"
        ),
        body,
    )
    assert statuses(answer) == ["200"]
    assert b"connection: close" in answer


def test_a_client_that_asks_first_is_told_to_go_on_only_when_its_body_is_wanted(doors):
    with doors.connect() as connection:
        connection.sendall(head("Expect: 100-continue", "Content-Length: 4"))
        assert statuses(connection.recv(4_096)) == ["100"]
    with doors.connect() as connection:
        connection.sendall(head("Expect: 100-continue", f"Content-Length: {1 << 30}"))
        assert statuses(connection.recv(4_096)) == ["413"]
