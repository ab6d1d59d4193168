"""OTLP/JSON to protobuf: the rules of the specification, and what senders do to them."""

import json
import random
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue
from opentelemetry.proto.trace.v1.trace_pb2 import Span

import native
from tests.native.otlp_json import Mixed, Plain, text_of
from tests.native.strategies import REQUEST_TYPES, requests

# Far above what one refusal takes and far below what a quadratic reader would: bodies here are about 10 MB.
REFUSAL_S_MAX = 1.0


def request_with(span: dict[str, Any] | str) -> str:
    text = span if isinstance(span, str) else json.dumps(span)
    return '{"resourceSpans":[{"scopeSpans":[{"spans":[' + text + "]}]}]}"


def span_of(text: str | bytes) -> Span:
    body = text.encode() if isinstance(text, str) else text
    request = ExportTraceServiceRequest.FromString(native.transcode_json("traces", body))
    return request.resource_spans[0].scope_spans[0].spans[0]


def value_of(value: str) -> AnyValue:
    return span_of(request_with('{"attributes":[{"key":"k","value":' + value + "}]}")).attributes[0].value


def point_of(point: str) -> Any:
    text = '{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"histogram":{"dataPoints":[' + point + "]}}]}]}]}"
    request = ExportMetricsServiceRequest.FromString(native.transcode_json("metrics", text.encode()))
    return request.resource_metrics[0].scope_metrics[0].metrics[0].histogram.data_points[0]


def refusal(text: str | bytes, signal: str = "traces", **limits: int) -> str:
    body = text.encode() if isinstance(text, str) else text
    with pytest.raises(native.MalformedExport) as caught:
        native.transcode_json(signal, body, **limits)
    return str(caught.value)


SPAN = "resourceSpans[0].scopeSpans[0].spans[0]"


@pytest.mark.parametrize("signal", ["traces", "logs", "metrics"])
@given(data=st.data(), seed=st.integers(0, 2**32))
def test_every_request_is_the_same_in_json_and_in_protobuf(signal: str, data: st.DataObject, seed: int) -> None:
    request = data.draw(requests[signal])
    indent = random.Random(seed).choice([None, 2])
    for spelling in (Plain(), Mixed(random.Random(seed))):
        text = text_of(request, spelling, indent=indent, ensure_ascii=bool(seed % 2))
        read = REQUEST_TYPES[signal].FromString(native.transcode_json(signal, text, depth_max=100))
        # Deterministic bytes are compared, because a message with a NaN is not equal to itself.
        assert read.SerializeToString(deterministic=True) == request.SerializeToString(deterministic=True)


@pytest.mark.parametrize("signal", ["traces", "logs", "metrics"])
@given(body=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_become_a_request_or_a_refusal(signal: str, body: bytes) -> None:
    try:
        transcoded = native.transcode_json(signal, body)
    except native.MalformedExport:
        return
    REQUEST_TYPES[signal].FromString(transcoded)


@pytest.mark.parametrize("signal", ["traces", "logs", "metrics"])
@given(data=st.data())
def test_a_damaged_text_becomes_a_request_or_a_refusal(signal: str, data: st.DataObject) -> None:
    text = bytearray(text_of(data.draw(requests[signal])))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text) - 1))
        text[at : at + data.draw(st.integers(0, 3))] = data.draw(
            st.sampled_from([b"", b"{", b"]", b'"', b"0", b"null", b","])
        )
        if not text:
            break
    try:
        transcoded = native.transcode_json(signal, bytes(text))
    except native.MalformedExport:
        return
    REQUEST_TYPES[signal].FromString(transcoded)


def test_an_empty_object_is_an_empty_request() -> None:
    assert native.transcode_json("logs", b" {} \n") == b""
    assert native.transcode_json("traces", b'{"resourceSpans":[]}') == b""


def test_ids_are_hexadecimal_of_either_case() -> None:
    span = span_of(request_with({"traceId": "5B8EFFF798038103d269b633813fc60c", "spanId": "EEE19b7ec3c1b174"}))
    assert span.trace_id.hex() == "5b8efff798038103d269b633813fc60c"
    assert span.span_id.hex() == "eee19b7ec3c1b174"


@pytest.mark.parametrize("name", ["traceId", "spanId", "parentSpanId"])
@pytest.mark.parametrize("text", ["W47/94gDgQPSabYzgT/GDA==", "abc", "0x12", "zz", " ab ", "ａｂ"])  # noqa: RUF001
def test_an_id_that_is_not_hexadecimal_is_refused_by_its_path(name: str, text: str) -> None:
    assert refusal(request_with({"name": "a", name: text})).startswith(
        f"JSON of {SPAN}.{name}: expected a string of hex"
    )


@pytest.mark.parametrize("text", ["", "00" * 16, "ab" * 15, "ab" * 17])
def test_an_id_of_a_wrong_length_passes_as_it_does_in_protobuf(text: str) -> None:
    assert span_of(request_with({"traceId": text})).trace_id == bytes.fromhex(text)


@pytest.mark.parametrize("text", ['"SPAN_KIND_SERVER"', '"2"', "2.5", "2147483648", "true", "{}", "[]"])
def test_an_enum_is_an_integer_and_never_a_name(text: str) -> None:
    assert f"{SPAN}.kind: expected the number of the enum value" in refusal(request_with('{"kind":' + text + "}"))


def test_an_enum_value_that_is_not_known_passes() -> None:
    assert span_of(request_with({"kind": 77})).kind == 77


@pytest.mark.parametrize("text", ["1700000000123456789", '"1700000000123456789"'])
def test_an_integer_of_64_bits_is_a_number_or_a_string(text: str) -> None:
    assert span_of(request_with('{"startTimeUnixNano":' + text + "}")).start_time_unix_nano == 1700000000123456789


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9223372036854775807", 2**63 - 1),
        ('"-9223372036854775808"', -(2**63)),
        ("-9223372036854775808", -(2**63)),
        ("1e3", 1000),
        ("2.0", 2),
        ("-0", 0),
        ("-0.0", 0),
        ('"007"', 7),
        ("9007199254740993", 2**53 + 1),
    ],
)
def test_every_spelling_of_an_integer_gives_its_value(text: str, value: int) -> None:
    assert value_of('{"intValue":' + text + "}").int_value == value


@pytest.mark.parametrize(
    "text",
    [
        "9223372036854775808",
        '"9223372036854775808"',
        "-9223372036854775809",
        "1.5",
        '"1.5"',
        '"1e3"',
        '"+1"',
        '""',
        '" 1"',
        '"0x10"',
        "1e30",
        '"NaN"',
        "true",
        '"\u0661"',
    ],
)
def test_what_is_no_integer_of_64_bits_is_refused(text: str) -> None:
    assert "value.intValue: expected an integer of 64 bits" in refusal(
        request_with('{"attributes":[{"value":{"intValue":' + text + "}}]}")
    )


@pytest.mark.parametrize("text", ["-1", "4294967296", '"-1"', "0.5"])
def test_what_is_no_unsigned_integer_of_32_bits_is_refused(text: str) -> None:
    assert f"{SPAN}.flags: expected an integer of 32 bits" in refusal(request_with('{"flags":' + text + "}"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('"NaN"', "nan"),
        ('"Infinity"', "inf"),
        ('"-Infinity"', "-inf"),
        ("1", "1.0"),
        ('"1.5"', "1.5"),
        ("-0.0", "-0.0"),
        ("5e-324", "5e-324"),
        ("0.1", "0.1"),
        ("1.7976931348623157e308", "1.7976931348623157e+308"),
        ("9007199254740993", "9007199254740992.0"),
        ("8.41459856e-17", "8.41459856e-17"),
        ("18446744073709551615", "1.8446744073709552e+19"),
        ("0.1000000000000000055511151231257827021181583404541015625", "0.1"),
    ],
)
def test_every_spelling_of_a_double_gives_its_value(text: str, value: str) -> None:
    assert repr(value_of('{"doubleValue":' + text + "}").double_value) == value


@pytest.mark.parametrize(
    "text",
    [
        "NaN",
        "Infinity",
        "-Infinity",
        "1e400",
        '"1e400"',
        '"nan"',
        '"inf"',
        '"+Infinity"',
        '" 1"',
        '"1 "',
        '""',
        "true",
        ".5",
        "01",
        "+1",
    ],
)
def test_what_is_no_double_is_refused(text: str) -> None:
    assert "value.doubleValue: " in refusal(request_with('{"attributes":[{"value":{"doubleValue":' + text + "}}]}"))


@given(st.floats())
def test_a_double_keeps_all_its_bits(value: float) -> None:
    read = value_of(json.dumps({"doubleValue": Plain().double(value)})).double_value
    assert repr(read) == repr(value)


@pytest.mark.parametrize("text", ["+/8=", "-_8=", "+/8", "-_8"])
def test_bytes_are_base64_of_either_alphabet(text: str) -> None:
    assert value_of(json.dumps({"bytesValue": text})).bytes_value == b"\xfb\xff"


@pytest.mark.parametrize("text", ["a", "a*b=", "YQ==YQ==", "+_8=", " YQ=="])
def test_what_is_no_base64_is_refused(text: str) -> None:
    assert "value.bytesValue: expected a string of base64" in refusal(
        request_with({"attributes": [{"value": {"bytesValue": text}}]})
    )


def test_null_is_an_absent_field() -> None:
    span = span_of(
        request_with(
            {"name": None, "kind": None, "attributes": None, "status": None, "startTimeUnixNano": None, "traceId": None}
        )
    )
    assert span == Span()
    assert not value_of('{"stringValue":null}').HasField("value")
    assert value_of('{"stringValue":null,"intValue":0}').HasField("int_value")


def test_null_in_a_list_is_refused() -> None:
    assert refusal(request_with("null")).startswith(f"JSON of {SPAN}: null cannot be an element of a list")


def test_presence_is_kept_where_it_matters_and_defaults_are_left_out_elsewhere() -> None:
    assert value_of('{"intValue":0}').WhichOneof("value") == "int_value"
    assert value_of('{"stringValue":""}').WhichOneof("value") == "string_value"
    assert value_of("{}").WhichOneof("value") is None
    assert point_of('{"sum":0}').HasField("sum")
    assert not point_of('{"count":0,"flags":0}').HasField("sum")
    assert native.transcode_json("traces", request_with({"flags": 0, "name": "", "traceId": ""}).encode()) == (
        native.transcode_json("traces", request_with({}).encode())
    )


def test_lists_of_numbers_take_both_spellings() -> None:
    point = point_of('{"bucketCounts":[1,"2",18446744073709551615],"explicitBounds":[0,"0.5","Infinity"]}')
    assert list(point.bucket_counts) == [1, 2, 2**64 - 1]
    assert list(point.explicit_bounds) == [0.0, 0.5, float("inf")]
    assert "dataPoints[0].bucketCounts[2]: expected" in refusal(
        '{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"histogram":{"dataPoints":[{"bucketCounts":[1,2,-3]}]}}]}]}]}',
        "metrics",
    )


def test_unknown_fields_are_passed_over_and_snake_case_is_unknown() -> None:
    span = span_of(
        request_with(
            '{"trace_id":{"x":[[[]]]},"Name":"no","later":[1e999,{"a":null}],"name":"yes","start_time_unix_nano":"x"}'
        )
    )
    assert span == Span(name="yes")


@pytest.mark.parametrize("again", ['"b"', '"a"', "null"])
def test_a_field_that_occurs_twice_is_refused(again: str) -> None:
    assert f"{SPAN}.name: the field occurs twice" in refusal(request_with('{"name":"a","kind":1,"name":' + again + "}"))


def test_an_unknown_field_may_occur_twice() -> None:
    assert span_of(request_with('{"x":1,"x":2,"name":"a"}')).name == "a"


def test_two_members_of_one_oneof_are_refused() -> None:
    assert "value.intValue: stringValue is set too" in refusal(
        request_with('{"attributes":[{"value":{"stringValue":"a","intValue":1}}]}')
    )


def test_escapes_and_surrogate_pairs_are_read_and_lone_surrogates_refused() -> None:
    assert span_of(request_with('{"name":"\\u0000\\ud83d\\udc2a\\n\\/"}')).name == "\0🐪\n/"
    assert span_of(request_with('{"n\\u0061me":"a"}')).name == "a"
    assert f"{SPAN}.name: " in refusal(request_with('{"name":"\\ud83d"}'))


def test_control_characters_and_bad_utf_8_are_refused() -> None:
    assert "control character" in refusal(request_with('{"name":"\n"}'))
    assert "not UTF-8 from byte 52 on" in refusal(request_with('{"name":"@"}').encode().replace(b"@", b"\xff"))
    assert "not UTF-8" in refusal(request_with('{"unknown":"@"}').encode().replace(b"@", b"\xc0\x80"))


def test_a_byte_order_mark_is_skipped_and_utf_16_is_refused() -> None:
    assert span_of(b"\xef\xbb\xbf" + request_with({"name": "a"}).encode()).name == "a"
    assert "expected an object" in refusal(b"\xef\xbb\xbf" * 2 + b"{}")
    assert "not UTF-8" in refusal("{}".encode("utf-16"))


@pytest.mark.parametrize("text", ["", " ", "null", "[]", '"secret"', "1", "true", "[{}]"])
def test_a_text_that_is_no_object_is_refused(text: str) -> None:
    assert refusal(text) == "JSON of the request: expected an object, the export request"


@pytest.mark.parametrize(
    "text", ["{}{}", "{} x", "{},", "{}\0", '{"resourceSpans":[{}],}', "{'a':1}", "{/**/}", '{"a":1', "{a:1}"]
)
def test_what_is_not_json_is_refused(text: str) -> None:
    assert "line 1 column" in refusal(text)


def test_a_message_where_a_list_must_stand_is_refused() -> None:
    assert refusal('{"resourceSpans":{}}').startswith("JSON of resourceSpans: expected an array at line 1")
    assert "scopeSpans[0]: expected an object" in refusal('{"resourceSpans":[{"scopeSpans":[[]]}]}')


def test_a_refusal_names_the_line_and_never_the_content() -> None:
    message = refusal('{"resourceSpans": [\n  {"schemaUrl": "a"},\n  {"schemaUrl": {"secret": "hunter2"}}\n]}')
    assert message.startswith("JSON of resourceSpans[1].schemaUrl: expected a string at line 3 column ")
    for text in (
        '{"kind":"hunter2"}',
        '{"traceId":"hunter2"}',
        '{"flags":"hunter2"}',
        '{"events":"hunter2"}',
        '{"name":7777777}',
    ):
        assert "hunter2" not in refusal(request_with(text))
        assert "7777777" not in refusal(request_with(text))


def nested_value(levels: int) -> str:
    return '{"arrayValue":{"values":[' * levels + '{"intValue":1}' + "]}}" * levels


def test_nesting_is_refused_one_level_over_the_limit() -> None:
    # Eight levels lie above a span's attribute value: request, list, resource, list, scope, list, span, list, pair.
    text = request_with('{"attributes":[{"value":' + nested_value(10) + "}]}")
    depth = 9 + 3 * 10 + 1
    assert native.transcode_json("traces", text.encode(), depth_max=depth)
    assert f"nested deeper than {depth - 1} levels" in refusal(text, depth_max=depth - 1)


@pytest.mark.parametrize("depth_max", [64, 126, 1_000_000])
def test_a_million_levels_fail_cheaply_whatever_the_limit(depth_max: int) -> None:
    value = '{"arrayValue":{"values":[' * 400_000
    started = time.process_time()
    assert f"nested deeper than {min(depth_max, 126)} levels" in refusal(
        request_with('{"attributes":[{"value":' + value), depth_max=depth_max
    )
    assert "line 1 column" in refusal('{"unknown":' + "[" * 10_000_000)
    assert "expected an object" in refusal("[" * 10_000_000)
    assert time.process_time() - started < REFUSAL_S_MAX


def test_numbers_of_a_million_digits_fail_cheaply() -> None:
    digits = "9" * 1_000_000
    started = time.process_time()
    for text in (
        '{"flags":' + digits,
        '{"flags":"' + digits + '"',
        '{"startTimeUnixNano":0.1' + digits,
        '{"kind":1e' + digits,
    ):
        refusal(request_with(text + "}"))
    assert value_of('{"doubleValue":0.' + digits + "}").double_value == 1.0
    assert time.process_time() - started < REFUSAL_S_MAX


def test_the_signal_decides_which_fields_are_known() -> None:
    logs = native.transcode_json(
        "logs", b'{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"eventName":"e"}]}]}],"resourceSpans":1}'
    )
    assert ExportLogsServiceRequest.FromString(logs).resource_logs[0].scope_logs[0].log_records[0].event_name == "e"
    with pytest.raises(ValueError, match="profiles"):
        native.transcode_json("profiles", b"{}")
