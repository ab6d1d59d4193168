"""Connections that never end, say two things at once, or come as other than they are. Raw sockets, small loads."""

import socket
import struct
import time
from contextlib import ExitStack

import httpx
import pytest

from tests.e2e.clients.found import Found
from tests.eventually import eventually
from tests.faults.hostile.siege import PROTOBUF, Siege
from tests.faults.wire import export_of, span

SLOW_CONNECTIONS = 200
ANSWER_S_MAX = 10.0
# A server that has nothing more to say about a request says nothing for so long.
SILENCE_S = 2.0
QUERYABLE_S_MAX = 20.0
# A header that is not whole after this is not coming.
HEADER_S_MAX = 60.0
H2_PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
H2_HEADERS, H2_RST_STREAM, H2_SETTINGS, H2_CONTINUATION = 1, 3, 4, 9
H2_END_STREAM, H2_END_HEADERS = 1, 4


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=ANSWER_S_MAX)


def answer_to(port: int, sent: bytes) -> bytes:
    """All that came back until the server closed or fell silent for the connection's timeout."""
    with connect(port) as connection:
        received = b""
        try:
            connection.sendall(sent)
            connection.settimeout(SILENCE_S)
            while chunk := connection.recv(1 << 16):
                received += chunk
        except (TimeoutError, ConnectionResetError, BrokenPipeError):
            return received
        return received


def statuses(answer: bytes) -> list[str]:
    return [line.split(b" ")[1].decode() for line in answer.split(b"\r\n") if line.startswith(b"HTTP/1.1 ")]


def head(*lines: str, path: str = "/v1/traces") -> bytes:
    return "\r\n".join(
        [f"POST {path} HTTP/1.1", "Host: localhost", f"Content-Type: {PROTOBUF}", *lines, "", ""]
    ).encode()


@pytest.mark.parametrize(
    "half", [b"POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", head("Content-Length: 1000") + b"x"]
)
def test_connections_that_never_finish_do_not_keep_others_waiting(siege: Siege, half: bytes):
    """Slowloris, in the headers and in the body. The siege's honest clients are the others."""
    with ExitStack() as held:
        slow = [held.enter_context(connect(siege.platform.otlp_http_port)) for _ in range(SLOW_CONNECTIONS)]
        for connection in slow:
            connection.sendall(half)
        body = export_of(span())
        assert siege.post(body).status == "200"
        assert siege.export(body).status == "OK"
        assert httpx.get(f"{siege.platform.url}/readyz").status_code == 200


def test_a_header_that_does_not_come_to_its_end_is_given_up(siege: Siege):
    with connect(siege.platform.otlp_http_port) as connection:
        connection.settimeout(HEADER_S_MAX)
        connection.sendall(b"POST /v1/traces HTTP/1.1\r\nHost: localhost\r\n")
        assert connection.recv(1 << 10) == b"" or statuses(connection.recv(1 << 10)) == ["408"]


SMUGGLED = b"POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"
AMBIGUOUS: dict[str, bytes] = {
    "a length and chunks": head("Content-Length: 4", "Transfer-Encoding: chunked") + b"0\r\n\r\n" + SMUGGLED,
    "two lengths": head("Content-Length: 0", f"Content-Length: {len(SMUGGLED)}") + SMUGGLED,
    "a length with a sign": head("Content-Length: +0") + SMUGGLED,
    "chunked, badly spelled": head("Transfer-Encoding: xchunked", "Content-Length: 0") + SMUGGLED,
    "a space before the colon": head("Content-Length : 0") + SMUGGLED,
    "a folded header": head("X-Folded: a", " b") + SMUGGLED,
    "a chunk size beyond 64 bits": head("Transfer-Encoding: chunked") + b"FFFFFFFFFFFFFFFFF\r\n",
    "a negative chunk size": head("Transfer-Encoding: chunked") + b"-1\r\n\r\n",
}


@pytest.mark.parametrize("name", AMBIGUOUS)
def test_a_request_that_can_be_read_in_two_ways_is_not_read_twice(siege: Siege, name: str):
    """Nothing behind an ambiguous request is answered as a request of its own after the first one was taken."""
    answers = statuses(answer_to(siege.platform.otlp_http_port, AMBIGUOUS[name]))
    assert answers in ([], ["400"]) or not ("200" in answers and len(answers) > 1), answers
    assert all(answer.startswith("4") or answer == "200" for answer in answers), answers


def test_10_000_headers_are_refused(siege: Siege):
    answer = answer_to(
        siege.platform.otlp_http_port, head(*(f"X-{number}: y" for number in range(10_000)), "Content-Length: 0")
    )
    assert statuses(answer) in ([], ["400"], ["431"])


def test_a_header_of_1_mib_is_refused(siege: Siege):
    answer = answer_to(siege.platform.otlp_http_port, head("X-Long: " + "y" * (1 << 20), "Content-Length: 0"))
    assert statuses(answer) in ([], ["400"], ["431"])


def test_a_tenant_named_in_headers_is_not_believed(siege: Siege):
    """The tenant comes from the credential alone; on loopback without one it is `default`, whatever a header says."""
    trace_id = bytes.fromhex("5b8efff798038103d269b633813fc6aa")
    spoofed = dict.fromkeys(("X-Tenant", "X-Scope-OrgID", "Tenant-Id", "X-Forwarded-User", "X-Organization"), "other")
    now = time.time_ns()
    answer = siege.post(export_of(span(trace_id=trace_id, start=now, end=now)), headers=spoofed)
    assert answer.status == "200"
    eventually(lambda: Found(siege.platform.url).spans(trace_id.hex()), within_s=QUERYABLE_S_MAX)


@pytest.mark.parametrize(
    "path", ["/v1/%74races", "/v1/%2574races", "/v1/../v1/traces", "/v1//traces", "/v1/traces/", "/v1/traces%00"]
)
def test_a_path_is_decoded_once_and_not_mended(siege: Siege, path: str):
    answer = answer_to(siege.platform.otlp_http_port, head("Content-Length: 0", "Connection: close", path=path))
    # RFC 3986: an escaped unreserved character is that character.
    assert statuses(answer) in ([["200"], ["404"]] if path == "/v1/%74races" else [["404"], ["400"]])


@pytest.mark.parametrize(
    "media_type",
    [
        "multipart/form-data; boundary=x",
        "text/plain",
        "application/xml",
        "",
        "application/x-protobuf, application/json",
    ],
)
def test_other_media_types_are_refused(siege: Siege, media_type: str):
    assert siege.post(export_of(span()), media_type=media_type).status == "415"


def h2_frame(kind: int, flags: int, stream: int, payload: bytes) -> bytes:
    return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload


def hpack(**headers: str) -> bytes:
    """Literals without indexing; `_` in names stands for `-`, a leading `_` for `:`."""
    out = b""
    for name, value in headers.items():
        wire = (":" + name[1:] if name.startswith("_") else name).replace("_", "-").encode()
        out += b"\x00" + bytes([len(wire)]) + wire + bytes([len(value)]) + value.encode()
    return out


EXPORT_HEADERS = hpack(
    _method="POST", _scheme="http", _path="/opentelemetry.proto.collector.trace.v1.TraceService/Export",
    _authority="localhost", content_type="application/grpc", te="trailers",
)  # fmt: skip


def test_streams_opened_and_reset_at_once_do_not_keep_others_waiting(siege: Siege):
    """HTTP/2 rapid reset: requests that are cancelled as fast as they are made."""
    flood = b"".join(
        h2_frame(H2_HEADERS, H2_END_HEADERS, stream, EXPORT_HEADERS)
        + h2_frame(H2_RST_STREAM, 0, stream, struct.pack(">I", 8))
        for stream in range(1, 10_001, 2)
    )
    answer_to_flood(siege.platform.grpc_port, flood)
    assert siege.export(export_of(span())).status == "OK"


def test_headers_that_go_on_for_ever_are_given_up(siege: Siege):
    """HTTP/2 CONTINUATION flood: a header block that never ends, 16 MiB of it."""
    piece = hpack(x_long="y" * 100) * 9
    flood = h2_frame(H2_HEADERS, 0, 1, EXPORT_HEADERS) + h2_frame(H2_CONTINUATION, 0, 1, piece) * 16_000
    answer_to_flood(siege.platform.grpc_port, flood)
    assert siege.export(export_of(span())).status == "OK"


def answer_to_flood(port: int, flood: bytes) -> None:
    """Sends it all, unless the server ends the connection first, as it may."""
    with connect(port) as connection:
        try:
            connection.sendall(H2_PREFACE + h2_frame(H2_SETTINGS, 0, 0, b"") + flood)
        except (BrokenPipeError, ConnectionResetError, TimeoutError):
            return
