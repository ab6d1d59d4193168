"""OTLP/HTTP as the specification asks, over real sockets. `P<n>` are the probes that were also sent to a Collector."""

import gzip
import json
import threading

import httpx
import pytest
import zstandard
from google.rpc.error_details_pb2 import BadRequest
from google.rpc.status_pb2 import Status
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from collector.errors import SpoolFull
from collector.model import Signal
from tests.collector.doors.conftest import BODIES, INVALID, RESPONSES, Doors, Panic, open_doors, spans, write_tokens

PROTOBUF = "application/x-protobuf"
JSON = "application/json"
TRACES = "/v1/traces"
ORIGIN = "https://shop.example"


def status_of(response: httpx.Response) -> Status:
    """The Status of an error, which is in the request's encoding."""
    if response.headers["content-type"] == JSON:
        found = response.json()
        return Status(code=found["code"], message=found["message"])
    assert response.headers["content-type"] == PROTOBUF
    return Status.FromString(response.content)


def one_span(**fields: object) -> bytes:
    """A JSON request with one good span, `fields` over its own."""
    good = {"traceId": "5b8efff798038103d269b633813fc60c", "spanId": "eee19b7ec3c1b174", "name": "x"}
    return json.dumps({"resourceSpans": [{"scopeSpans": [{"spans": [good | fields]}]}]}).encode()


@pytest.mark.parametrize("signal", list(Signal))
def test_p1_full_success_is_200_with_an_empty_message(doors, signal):
    answer = doors.post(f"/v1/{signal}", BODIES[signal]())
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-type"] == PROTOBUF
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert [export.signal for export in doors.spool.exports] == [signal]


@pytest.mark.parametrize("signal", list(Signal))
def test_p2_an_empty_protobuf_request_is_a_success(doors, signal):
    answer = doors.post(f"/v1/{signal}", b"")
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize("body", [b"{}", b'{"resourceSpans":[]}', b'{"resourceSpans":[{"scopeSpans":[]}]}'])
def test_p3_an_empty_json_request_is_a_success_that_leaves_partial_success_unset(doors, body):
    answer = doors.post(TRACES, body, JSON)
    assert (answer.status_code, answer.content) == (200, b"{}")
    assert answer.headers["content-type"] == JSON


def test_p4_ids_in_base64_are_refused(doors):
    answer = doors.post(TRACES, one_span(traceId="7+8py1sPlLqG5c9Xm8WBgQ=="), JSON)
    assert answer.status_code == 400
    assert "traceId" in status_of(answer).message


def test_p5_ids_in_upper_case_integers_for_enums_and_unknown_fields_are_taken(doors):
    body = one_span(
        traceId="5B8EFFF798038103D269B633813FC60C",
        kind=2,
        startTimeUnixNano=1544712660000000000,
        unknownField={"a": [1]},
    )
    assert doors.post(TRACES, body, JSON).content == b"{}"
    assert len(doors.spool.exports) == 1


@pytest.mark.parametrize("start", [1544712660000000000, "1544712660000000000"])
def test_p5_times_are_strings_or_numbers(doors, start):
    assert doors.post(TRACES, one_span(startTimeUnixNano=start), JSON).content == b"{}"
    span = ExportTraceServiceRequest.FromString(doors.spool.exports[0].body).resource_spans[0].scope_spans[0].spans[0]
    assert span.start_time_unix_nano == 1544712660000000000


def test_p5_names_in_snake_case_are_unknown_fields(doors):
    assert doors.post(TRACES, one_span(start_time_unix_nano=1), JSON).content == b"{}"
    assert doors.post(TRACES, b'{"resource_spans":[1]}', JSON).content == b"{}"
    span = ExportTraceServiceRequest.FromString(doors.spool.exports[0].body).resource_spans[0].scope_spans[0].spans[0]
    assert span.start_time_unix_nano == 0


@pytest.mark.parametrize("name", ["SPAN_KIND_SERVER", "SPAN_KIND_NONSENSE"])
def test_p6_names_for_enums_are_not_stored_as_something_else(doors, name):
    """Senders MUST NOT use them."""
    assert doors.post(TRACES, one_span(kind=name), JSON).status_code == 400


@pytest.mark.parametrize("trace_id", ["", "0" * 32])
def test_p7_a_span_without_a_trace_id_is_rejected_by_name(doors, trace_id):
    answer = doors.post(TRACES, one_span(traceId=trace_id), JSON)
    assert answer.status_code == 200
    partial = answer.json()["partialSuccess"]
    assert partial["rejectedSpans"] == "1"
    assert "trace_id_invalid" in partial["errorMessage"]


def test_p8_malformed_json_is_400_in_json(doors):
    answer = doors.post(TRACES, b'{"resourceSp', JSON)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == JSON
    assert status_of(answer).code == 3
    (detail,) = answer.json()["details"]
    assert detail["@type"].endswith("google.rpc.BadRequest")
    assert detail["fieldViolations"][0]["description"]


def test_p9_malformed_protobuf_is_400_in_protobuf_with_a_bad_request(doors):
    answer = doors.post(TRACES, b"zzzz")
    assert answer.status_code == 400
    status, bad = status_of(answer), BadRequest()
    assert status.code == 3
    assert status.details[0].Unpack(bad)
    assert bad.field_violations[0].description == status.message


@pytest.mark.parametrize(
    "media_type", ["text/plain", "", "application/grpc", f"{PROTOBUF}, {JSON}", "multipart/form-data; boundary=x"]
)
def test_p10_other_media_types_are_415(doors, media_type):
    answer = doors.post(TRACES, spans(), media_type)
    assert answer.status_code == 415
    assert PROTOBUF in status_of(answer).message


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_p11_other_methods_are_405_and_name_the_right_one(doors, method):
    answer = doors.http.request(method, TRACES)
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize("path", ["/v1/foo", "/", "/v1/traces/", "/v1development/profiles", "/v1/traces%00"])
def test_p12_an_unknown_path_is_404_with_a_status(doors, path):
    answer = doors.post(path, b"{}", JSON)
    assert answer.status_code == 404
    assert TRACES in status_of(answer).message


@pytest.mark.parametrize("media_type", [f"{JSON}; charset=utf-8", "Application/JSON ;charset=UTF-8"])
def test_p13_parameters_of_a_media_type_are_ignored(doors, media_type):
    answer = doors.post(TRACES, one_span(), media_type)
    assert (answer.status_code, answer.headers["content-type"]) == (200, JSON)


@pytest.mark.parametrize("encoding", ["br", "deflate", "snappy", "gzip, gzip", "nonsense"])
def test_p14_an_unknown_encoding_is_415_and_says_what_is_known(doors, encoding):
    answer = doors.post(TRACES, spans(), content_encoding=encoding)
    assert (answer.status_code, answer.headers["accept-encoding"]) == (415, "gzip, zstd")
    assert status_of(answer).message


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [("gzip", gzip.compress), ("zstd", zstandard.compress), ("GZIP", gzip.compress), ("identity", bytes), ("", bytes)],
)
@pytest.mark.parametrize("media_type", [PROTOBUF, JSON])
def test_p15_p16_gzip_and_zstd_and_none_are_taken(doors, encoding, pack, media_type):
    body = spans() if media_type == PROTOBUF else one_span()
    assert doors.post(TRACES, pack(body), media_type, content_encoding=encoding).status_code == 200
    assert len(doors.spool.exports) == 1
    if media_type == PROTOBUF:
        assert doors.spool.exports[0].body == body


@pytest.mark.parametrize("announced", [True, False])
def test_p17_a_body_over_the_limit_is_413(announced):
    with open_doors(request_bytes_max=100_000) as doors:
        body = bytes(200_000)
        content = body if announced else iter([body[:90_000], body[90_000:]])
        answer = doors.http.post(TRACES, content=content, headers={"content-type": PROTOBUF})
        assert answer.status_code == 413
        assert "100000" in status_of(answer).message


@pytest.mark.parametrize(("encoding", "pack"), [("gzip", gzip.compress), ("zstd", zstandard.compress)])
def test_p18_a_body_over_the_limit_once_decompressed_is_413(encoding, pack):
    with open_doors(request_bytes_max=100_000) as doors:
        answer = doors.post(TRACES, pack(bytes(30_000_000)), content_encoding=encoding)
        assert answer.status_code == 413
        assert status_of(answer).message
        assert doors.post(TRACES, spans()).status_code == 200


def test_a_body_of_the_limit_itself_is_taken():
    body = spans()
    with open_doors(request_bytes_max=len(body)) as doors:
        assert doors.post(TRACES, body).status_code == 200
        assert doors.post(TRACES, gzip.compress(body), content_encoding="gzip").status_code in {200, 413}


def test_the_client_gets_to_see_the_413_although_it_sends_on():
    """64 times what a socket buffers: a server that closed at once would reset the line before the answer is read."""
    with open_doors(request_bytes_max=1_000) as doors:
        answer = doors.http.post(TRACES, content=(bytes(1 << 20) for _ in range(1)), headers={"content-type": PROTOBUF})
        assert answer.status_code == 413


PREFLIGHT = {"origin": ORIGIN, "access-control-request-method": "POST"}


def test_p19_a_preflight_of_a_known_origin_is_204_with_what_is_allowed():
    with open_doors(cors_origins=(ORIGIN,)) as doors:
        answer = doors.http.options(TRACES, headers=PREFLIGHT | {"access-control-request-headers": "content-type"})
        assert answer.status_code == 204
        assert "content-length" not in answer.headers
        assert answer.headers["access-control-allow-origin"] == ORIGIN
        assert answer.headers["access-control-allow-methods"] == "POST"
        assert "Content-Type" in answer.headers["access-control-allow-headers"]
        assert answer.headers["vary"] == "Origin"


def test_a_page_of_a_known_origin_may_read_answers_and_refusals():
    with open_doors(cors_origins=(ORIGIN,)) as doors:
        for body in (spans(), b"zzzz"):
            answer = doors.post(TRACES, body, origin=ORIGIN)
            assert answer.headers["access-control-allow-origin"] == ORIGIN
            assert "Retry-After" in answer.headers["access-control-expose-headers"]


@pytest.mark.parametrize("origins", [(), (ORIGIN,)])
def test_other_pages_are_allowed_nothing(origins):
    with open_doors(cors_origins=origins) as doors:
        for origin in ("https://evil.example", "https://shop.example.evil.example", "null"):
            preflight = doors.http.options(TRACES, headers=PREFLIGHT | {"origin": origin})
            assert preflight.status_code == 405
            assert "access-control-allow-origin" not in preflight.headers
            assert "access-control-allow-origin" not in doors.post(TRACES, spans(), origin=origin).headers


def test_any_origin_may_be_allowed():
    with open_doors(cors_origins=("*",)) as doors:
        assert doors.http.options(TRACES, headers=PREFLIGHT).headers["access-control-allow-origin"] == ORIGIN


@pytest.mark.parametrize("signal", list(Signal))
def test_partial_success_is_200_with_the_signals_own_count_and_a_reason(doors, signal):
    answer = doors.post(f"/v1/{signal}", INVALID[signal]())
    assert answer.status_code == 200
    partial = RESPONSES[signal].FromString(answer.content).partial_success
    field = {"traces": "rejected_spans", "logs": "rejected_log_records", "metrics": "rejected_data_points"}[signal]
    assert getattr(partial, field) == 1
    assert partial.error_message


@pytest.mark.parametrize("media_type", [PROTOBUF, JSON])
def test_a_full_spool_is_503_with_a_pause_that_is_spread(doors, media_type):
    doors.spool.failing = SpoolFull("the spool holds 1 of 1 bytes", retry_after_s=20)
    body = spans() if media_type == PROTOBUF else one_span()
    answers = [doors.post(TRACES, body, media_type) for _ in range(12)]
    assert {answer.status_code for answer in answers} == {503}
    pauses = {int(answer.headers["retry-after"]) for answer in answers}
    assert all(20 <= pause <= 40 for pause in pauses)
    assert len(pauses) > 1
    assert status_of(answers[0]).code == 14
    assert "spool" in status_of(answers[0]).message


def test_more_bytes_than_may_be_in_flight_are_503_not_lost():
    with open_doors(in_flight_bytes_max=1_000) as doors:
        assert doors.post(TRACES, spans(names=["x" * 2_000])).status_code == 503
        packed = gzip.compress(spans(names=["x" * 2_000]))
        assert doors.post(TRACES, packed, content_encoding="gzip").status_code == 503
        assert doors.post(TRACES, spans()).status_code == 200


def test_a_disk_that_does_not_answer_is_503_and_the_retry_is_told_what_became_of_it():
    """One client that gives up takes nothing from the others who wait for the same request."""
    with open_doors(answer_s_max=0.1) as doors:
        body = spans()
        doors.spool.holding = True
        assert [doors.post(TRACES, body).status_code for _ in range(2)] == [503, 503]
        doors.spool.release()
        assert doors.post(TRACES, body).status_code == 200
        assert len(doors.spool.exports) == 1


def test_a_draining_collector_is_503(doors):
    doors.front._intake.drain()
    answer = doors.post(TRACES, spans())
    assert answer.status_code == 503
    assert "retry-after" in answer.headers


def test_a_drain_answers_what_is_under_way():
    with open_doors() as doors:
        doors.spool.holding = True
        answers = []
        client = threading.Thread(target=lambda: answers.append(doors.post(TRACES, spans())))
        client.start()
        doors.spool.wait_for_held()
        draining = threading.Thread(target=doors.front.drain, args=(5,))
        draining.start()
        doors.spool.release()
        client.join(10)
        draining.join(10)
        assert [answer.status_code for answer in answers] == [200]
        assert not draining.is_alive()


def test_the_same_bytes_through_both_doors_and_both_encodings_are_stored_once(doors):
    body = spans()
    assert doors.export(Signal.TRACES, body) == b""
    assert doors.post(TRACES, body).status_code == 200
    assert doors.post(TRACES, gzip.compress(body), content_encoding="gzip").status_code == 200
    assert len(doors.spool.exports) == 1


def test_log_records_without_a_time_are_never_taken_for_a_repetition(doors):
    body = BODIES[Signal.LOGS](time_unix_ns=0)
    assert [doors.post("/v1/logs", body).status_code for _ in range(2)] == [200, 200]
    assert len(doors.spool.exports) == 2


def test_a_connection_is_kept_for_the_next_request(doors):
    with doors.connect() as connection:
        for number in range(3):
            body = spans(names=[str(number)])
            connection.sendall(
                b"POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
                % (PROTOBUF.encode(), len(body), body)
            )
            assert connection.recv(4_096).startswith(b"HTTP/1.1 200")


def test_connections_are_answered_side_by_side(doors):
    doors.spool.holding = True
    answers = []
    clients = [
        threading.Thread(target=lambda number=number: answers.append(doors.post(TRACES, spans(names=[str(number)]))))
        for number in range(20)
    ]
    for client in clients:
        client.start()
    doors.spool.wait_for_held(20)
    doors.spool.release()
    for client in clients:
        client.join(10)
    assert [answer.status_code for answer in answers] == [200] * 20


def test_one_connection_more_than_allowed_is_told_to_come_back():
    with open_doors(http_connections_max=2) as doors:
        with doors.connect(), doors.connect():
            answer = doors.post(TRACES, spans())
            assert answer.status_code == 503
            assert "connections" in status_of(answer).message
        assert doors.spool.exports == []


@pytest.mark.parametrize("authorization", [None, "Bearer wrong", "Basic YTpi", ""])
def test_without_a_known_token_nothing_is_taken(tmp_path, authorization):
    write_tokens(tmp_path / "credentials.toml", acme="")
    with open_doors(credentials_file=tmp_path / "credentials.toml") as doors:
        answer = doors.post(TRACES, spans(), **({} if authorization is None else {"authorization": authorization}))
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
        assert status_of(answer).code == 16
        assert doors.spool.exports == []


def test_the_tenant_is_the_tokens_whatever_else_is_said(tmp_path):
    tokens = write_tokens(tmp_path / "credentials.toml", acme="", other="")
    with open_doors(credentials_file=tmp_path / "credentials.toml") as doors:
        answer = doors.post(
            TRACES, spans(), authorization=f"bearer {tokens['acme']}", x_tenant="other", x_scope_orgid="other"
        )
        assert answer.status_code == 200
        assert [export.tenant.organization for export in doors.spool.exports] == ["acme"]


def test_two_tokens_in_a_request_are_none(tmp_path):
    tokens = write_tokens(tmp_path / "credentials.toml", acme="", other="")
    with open_doors(credentials_file=tmp_path / "credentials.toml") as doors:
        headers = [("authorization", f"Bearer {token}") for token in tokens.values()]
        assert (
            doors.http.post(TRACES, content=spans(), headers=[("content-type", PROTOBUF), *headers]).status_code == 401
        )


def test_the_same_bytes_of_two_organizations_are_two_requests(tmp_path):
    tokens = write_tokens(tmp_path / "credentials.toml", acme="", other="")
    with open_doors(credentials_file=tmp_path / "credentials.toml") as doors:
        body = spans()
        for token in tokens.values():
            assert doors.post(TRACES, body, authorization=f"Bearer {token}").status_code == 200
        assert [export.tenant.organization for export in doors.spool.exports] == ["acme", "other"]


def test_a_tenant_over_its_own_limits_is_429_while_others_are_not(tmp_path):
    tokens = write_tokens(
        tmp_path / "credentials.toml",
        acme="bytes_per_second_max = 1\n",
        busy="requests_concurrent_max = 1\n",
        other="",
    )
    with open_doors(credentials_file=tmp_path / "credentials.toml") as doors:

        def post(organization: str, name: str) -> httpx.Response:
            return doors.post(TRACES, spans(names=[name]), authorization=f"Bearer {tokens[organization]}")

        assert post("acme", "1").status_code == 200
        throttled = post("acme", "2")
        assert throttled.status_code == 429
        assert int(throttled.headers["retry-after"]) >= 1
        assert status_of(throttled).code == 8
        doors.spool.holding = True
        first = threading.Thread(target=post, args=("busy", "3"))
        first.start()
        doors.spool.wait_for_held()
        assert post("busy", "4").status_code == 429
        doors.spool.release()
        first.join(10)
        assert post("other", "5").status_code == 200


def test_what_is_answered_is_counted(doors: Doors):
    body = spans()
    packed = gzip.compress(body)
    doors.post(TRACES, packed, content_encoding="gzip")
    doors.post(TRACES, b"zzzz")
    doors.post("/v1/foo", b"")
    labels = {"signal": "traces", "transport": "http"}
    assert doors.metric("camelops_otlp_requests_total", outcome="ok", **labels) == 1
    assert doors.metric("camelops_otlp_requests_total", outcome="MalformedExport", **labels) == 1
    assert doors.metric("camelops_otlp_request_bytes_total", **labels) == len(packed) + 4
    assert doors.metric("camelops_otlp_http_errors_total", status="404") == 1


@pytest.mark.parametrize("kind", [KeyError, Panic])
def test_a_defect_is_500_with_a_status_that_tells_nothing_of_it(doors, monkeypatch, caplog, kind):
    def broken(export: object) -> None:
        raise kind("a secret")

    monkeypatch.setattr(doors.spool, "append", broken)
    answer = doors.post(TRACES, spans())
    assert answer.status_code == 500
    assert status_of(answer).code == 13
    assert b"secret" not in answer.content
    assert "a defect in OTLP/HTTP" in caplog.text
