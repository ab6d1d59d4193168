"""Spans: rows written out by hand, one behaviour per test; and the blocks through a real engine."""

import os
import threading
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, ArrayValue, InstrumentationScope, KeyValue, KeyValueList
from opentelemetry.proto.resource.v1.resource_pb2 import Resource
from opentelemetry.proto.trace.v1.trace_pb2 import ResourceSpans, ScopeSpans, Span, Status

import native
from tests.native.blocks import RECEIVED_NS, decoded, rows_of
from tests.native.stored import stored
from tests.wire import varint

DAY_NS = 86_400 * 10**9
TRACE, OTHER_TRACE = bytes(range(1, 17)), bytes(range(17, 33))
SPAN, PARENT = b"\xaa" * 8, b"\xbb" * 8
IDS = {"trace_id": TRACE, "span_id": SPAN}


def attributes(**values: str | float | bool | bytes | AnyValue | None) -> list[KeyValue]:
    """Names are written with _ for the dots of attribute keys."""
    return [KeyValue(key=key.replace("_", "."), value=any_value(value)) for key, value in values.items()]


def any_value(value: str | float | bool | bytes | AnyValue | None) -> AnyValue:
    match value:
        case AnyValue():
            return value
        case None:
            return AnyValue()
        case bool():
            return AnyValue(bool_value=value)
        case int():
            return AnyValue(int_value=value)
        case float():
            return AnyValue(double_value=value)
        case bytes():
            return AnyValue(bytes_value=value)
        case str():
            return AnyValue(string_value=value)


def span(**fields: Any) -> Span:
    given = {**IDS, "name": "call", "start_time_unix_nano": RECEIVED_NS - 10, "end_time_unix_nano": RECEIVED_NS}
    return Span(**{**given, **fields})


def request(*spans: Span, resource: list[KeyValue] | None = None, scope: InstrumentationScope | None = None) -> bytes:
    of_scope = ScopeSpans(scope=scope, spans=spans)
    of_resource = ResourceSpans(resource=Resource(attributes=resource or []), scope_spans=[of_scope])
    return ExportTraceServiceRequest(resource_spans=[of_resource]).SerializeToString()


def spans_by_concatenation(count: int) -> bytes:
    """Messages one after the other are one message with the members of all; making a million of them takes long."""
    scope_spans = ScopeSpans(spans=[span()]).SerializeToString() * count
    resource_spans = b"\x12" + varint(len(scope_spans)) + scope_spans
    return b"\x0a" + varint(len(resource_spans)) + resource_spans


def rows(*spans: Span, **arguments: Any) -> list[dict[str, Any]]:
    return decoded("traces", request(*spans), **arguments)[1].get("otel_traces", [])


def row(**fields: Any) -> dict[str, Any]:
    return rows(span(**fields))[0]


def refused(*spans: Span, **limits: int) -> list[tuple[str, int]]:
    receipt, tables = decoded("traces", request(*spans), limits=limits)
    assert receipt.accepted + receipt.rejected == len(spans)
    assert len(tables.get("otel_traces", [])) == receipt.accepted
    return receipt.reasons


def open_batch(**limits: int) -> native.Batch:
    return native.Batch("traces", "shared", native.Limits(**limits))


def push(batch: native.Batch, body: bytes, tenant: str = "acme") -> native.Receipt:
    return batch.push(body, tenant=tenant, retention_days=30, received_unix_ns=RECEIVED_NS)


def full_request() -> bytes:
    """Every field, every kind of value, in a request of two resources."""
    nested = AnyValue(
        kvlist_value=KeyValueList(values=attributes(a=1, b=AnyValue(array_value=ArrayValue(values=[any_value("x")]))))
    )
    spans = [
        span(
            trace_state="ot=th:8;rv:1",
            parent_span_id=PARENT,
            flags=0x101,
            kind=Span.SPAN_KIND_CONSUMER,
            attributes=attributes(
                camel_context_id="shop",
                camel_route_id="orders",
                camel_processor_id="to1",
                camel_exchange_id="E-1",
                text="ü" * 100,
                int=-1,
                double=0.1,
                bool=True,
                bytes=b"\x00\xff",
                list=nested,
                empty=None,
            ),
            dropped_attributes_count=1,
            events=[
                Span.Event(time_unix_nano=RECEIVED_NS - 5, name="exception", attributes=attributes(type="E", code=1)),
                Span.Event(time_unix_nano=2**64 - 1),
            ],
            dropped_events_count=2,
            links=[
                Span.Link(trace_id=OTHER_TRACE, span_id=PARENT, trace_state="a=b", attributes=attributes(k="v")),
                Span.Link(),
            ],
            dropped_links_count=3,
            status=Status(message="went wrong", code=Status.STATUS_CODE_ERROR),
        ),
        span(span_id=PARENT, name="root"),
        *(span(trace_id=OTHER_TRACE, name=f"n{number}", kind=number % 6) for number in range(300)),
    ]
    scope = InstrumentationScope(name="lib", version="1", attributes=attributes(pool="a"))
    full = ResourceSpans(
        resource=Resource(attributes=attributes(service_name="orders", process_pid=7)),
        scope_spans=[ScopeSpans(scope=scope, spans=spans, schema_url="https://example.org/s")],
        schema_url="https://example.org/r",
    )
    bare = ResourceSpans(scope_spans=[ScopeSpans(spans=[span(), span(trace_id=b"short")])])
    return ExportTraceServiceRequest(resource_spans=[full, bare]).SerializeToString()


def test_a_span_with_everything_becomes_this_row() -> None:
    receipt, tables = decoded("traces", full_request())
    assert (receipt.accepted, receipt.rejected, receipt.reasons) == (303, 1, [("trace_id_invalid", 1)])
    assert tables["otel_traces"][0] == {
        "TenantId": "acme",
        "PartitionGroup": "shared",
        "RetentionDays": 30,
        "Timestamp": RECEIVED_NS - 10,
        "OrigTimeUnixNano": 0,
        "TraceId": TRACE.hex(),
        "SpanId": SPAN.hex(),
        "ParentSpanId": PARENT.hex(),
        "TraceState": "ot=th:8;rv:1",
        "SpanName": "call",
        "SpanKind": "Consumer",
        "ServiceName": "orders",
        "ResourceAttributes": [("service.name", "orders"), ("process.pid", "7")],
        "ResourceAttributesTypes": "si",
        "ScopeName": "lib",
        "ScopeVersion": "1",
        "ScopeAttributes": [("pool", "a")],
        "SpanAttributes": [
            ("camel.context.id", "shop"),
            ("camel.route.id", "orders"),
            ("camel.processor.id", "to1"),
            ("camel.exchange.id", "E-1"),
            ("text", "ü" * 100),
            ("int", "-1"),
            ("double", "0.1"),
            ("bool", "true"),
            ("bytes", "AP8="),
            ("list", '{"a":1,"b":["x"]}'),
            ("empty", ""),
        ],
        "SpanAttributesTypes": "sssssidbyke",
        "Duration": 10,
        "StatusCode": "Error",
        "StatusMessage": "went wrong",
        "Flags": 0x101,
        "SampleWeight": 2.0,
        "CamelContext": "shop",
        "CamelRoute": "orders",
        "CamelNode": "to1",
        "CamelExchange": "E-1",
        "Events.Timestamp": [RECEIVED_NS - 5, 2**63 - 1],
        "Events.Name": ["exception", ""],
        "Events.Attributes": [[("type", "E"), ("code", "1")], []],
        "Links.TraceId": [OTHER_TRACE.hex(), ""],
        "Links.SpanId": [PARENT.hex(), ""],
        "Links.TraceState": ["a=b", ""],
        "Links.Attributes": [[("k", "v")], []],
        "DroppedAttributesCount": 1,
        "DroppedEventsCount": 2,
        "DroppedLinksCount": 3,
        "ResourceSchemaUrl": "https://example.org/r",
        "ScopeSchemaUrl": "https://example.org/s",
    }


def test_an_engine_stores_what_the_blocks_say(tmp_path: Path) -> None:
    batch = open_batch()
    push(batch, full_request())
    push(batch, full_request(), tenant="bolt")
    blocks = batch.finish()
    assert [block.table for block in blocks] == native.tables("traces")
    read_back = stored(blocks, tmp_path)
    for block in blocks:
        assert read_back[block.table] == rows_of(block), block.table


@pytest.mark.parametrize("names", [255, 256, 257, 65_535, 65_536, 65_537])
def test_an_engine_reads_ids_of_every_width(tmp_path: Path, names: int) -> None:
    batch = open_batch()
    push(batch, request(*(span(name=str(number)) for number in range(names))))
    blocks = [block for block in batch.finish() if block.table == "otel_traces"]
    stored_names = [one["SpanName"] for one in stored(blocks, tmp_path)["otel_traces"]]
    assert stored_names == [str(number) for number in range(names)]


def test_both_ways_of_writing_give_the_same_bytes() -> None:
    batch = open_batch()
    push(batch, request(*(span(name=str(number) * 20) for number in range(5_000))))
    for block in batch.finish():
        fd = os.memfd_create("block")
        try:
            written = block.write_to(fd)
            assert os.pread(fd, written + 1, 0) == block.to_bytes()
        finally:
            os.close(fd)


def test_writing_to_no_file_is_an_error_of_the_system() -> None:
    batch = open_batch()
    push(batch, request(span()))
    block = batch.finish()[0]
    with pytest.raises(OSError, match="-1 is no file descriptor"):
        block.write_to(-1)
    with pytest.raises(OSError, match="Bad file descriptor"):
        block.write_to(2**20)


def test_polars_reads_every_block() -> None:
    batch = open_batch()
    push(batch, full_request())
    for block in batch.finish():
        frame = pl.DataFrame(block)
        assert frame.height == block.rows
        assert frame.columns == [name for name, _ in native.columns(block.table)]


def test_a_pipe_that_takes_a_little_at_a_time_receives_the_whole_block() -> None:
    batch = open_batch()
    push(batch, request(*(span(name=str(number) * 20) for number in range(5_000))))
    block = batch.finish()[0]
    read_end, write_end = os.pipe()

    def write() -> None:
        with os.fdopen(write_end, "wb") as pipe:
            block.write_to(pipe.fileno())

    writer = threading.Thread(target=write)
    writer.start()
    with os.fdopen(read_end, "rb") as pipe:
        received = pipe.read()
    writer.join()
    assert received == block.to_bytes()


# --- what is refused, one span at a time


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"trace_id": b""}, "trace_id_invalid"),
        ({"trace_id": bytes(16)}, "trace_id_invalid"),
        ({"trace_id": TRACE + b"\x01"}, "trace_id_invalid"),
        ({"span_id": b""}, "span_id_invalid"),
        ({"span_id": bytes(8)}, "span_id_invalid"),
        ({"span_id": SPAN[:7]}, "span_id_invalid"),
        ({"parent_span_id": PARENT[:7]}, "parent_span_id_invalid"),
        ({"links": [Span.Link(trace_id=b"\x01")]}, "link_id_invalid"),
        ({"links": [Span.Link(trace_id=TRACE, span_id=b"\x01")]}, "link_id_invalid"),
        ({"attributes": attributes(a=1, b=2, c=3)}, "attributes_over_limit"),
        ({"events": [Span.Event(attributes=attributes(a=1, b=2, c=3))]}, "attributes_over_limit"),
        ({"links": [Span.Link(attributes=attributes(a=1, b=2, c=3))]}, "attributes_over_limit"),
        ({"events": [Span.Event()] * 3}, "events_over_limit"),
        ({"links": [Span.Link()] * 3}, "links_over_limit"),
        ({"attributes": attributes(a="x" * 17)}, "value_over_limit"),
        ({"attributes": attributes(a=b"x" * 16)}, "value_over_limit"),
        ({"name": "x" * 17}, "value_over_limit"),
        ({"trace_state": "x" * 17}, "value_over_limit"),
        ({"status": Status(message="x" * 17)}, "value_over_limit"),
        ({"events": [Span.Event(name="x" * 17)]}, "value_over_limit"),
        ({"attributes": [KeyValue(key="x" * 17)]}, "value_over_limit"),
        (
            {"attributes": attributes(a=AnyValue(array_value=ArrayValue(values=[AnyValue(array_value=ArrayValue())])))},
            "value_too_deep",
        ),
    ],
)
def test_a_span_is_refused_alone_with_its_reason(fields: dict[str, Any], reason: str) -> None:
    limits = {"attributes_max": 2, "events_max": 2, "links_max": 2, "value_bytes_max": 16, "value_depth_max": 1}
    good = [span(attributes=attributes(a="x" * 16, b=2), events=[Span.Event()], links=[Span.Link()]), span()]
    assert refused(*good, **limits) == []
    assert refused(good[0], span(**fields), good[1], **limits) == [(reason, 1)]
    clean, disturbed = open_batch(**limits), open_batch(**limits)
    push(clean, request(*good))
    push(disturbed, request(good[0], span(**fields), good[1]))
    blocks = {block.table: block.to_bytes() for block in disturbed.finish()}
    gaps = blocks.pop("gaps")
    assert reason.encode() in gaps
    assert blocks == {block.table: block.to_bytes() for block in clean.finish()}


def test_a_refused_resource_refuses_all_its_spans_and_no_other() -> None:
    groups = [
        ResourceSpans(
            resource=Resource(attributes=attributes(**extra)), scope_spans=[ScopeSpans(spans=[span()] * 2)] * 2
        )
        for extra in ({"a": "x"}, {"a": "x", "b": "y"}, {"c": "z"})
    ]
    body = ExportTraceServiceRequest(resource_spans=groups).SerializeToString()
    receipt, tables = decoded("traces", body, limits={"attributes_max": 1})
    assert (receipt.accepted, receipt.reasons) == (8, [("attributes_over_limit", 4)])
    assert [one["ResourceAttributes"] for one in tables["otel_traces"]] == [[("a", "x")]] * 4 + [[("c", "z")]] * 4


def test_gaps_count_what_was_refused_by_tenant_and_reason() -> None:
    batch = open_batch()
    for tenant in ("acme", "bolt", "acme"):
        push(batch, request(span(trace_id=b"x"), span(span_id=b"x"), span(span_id=b"y")), tenant)
    batch.gap(tenant="bolt", retention_days=7, time_unix_ns=5_000_000, reason="damaged", count=3, detail="segment 7")
    (block,) = batch.finish()
    gaps = [
        tuple(one[name] for name in ("TenantId", "RetentionDays", "Reason", "Count", "Detail"))
        for one in rows_of(block)
    ]
    assert gaps == [
        ("acme", 30, "trace_id_invalid", 2, ""),
        ("acme", 30, "span_id_invalid", 4, ""),
        ("bolt", 30, "trace_id_invalid", 1, ""),
        ("bolt", 30, "span_id_invalid", 2, ""),
        ("bolt", 7, "damaged", 3, "segment 7"),
    ]
    first = rows_of(block)[0]
    assert (first["Signal"], first["Source"], first["Time"]) == ("traces", "collector", RECEIVED_NS // 10**6)


# --- what the wire may do


def field(number: int, content: bytes) -> bytes:
    """A length-delimited field of up to 127 bytes, or of up to 16,383."""
    length = bytes([len(content)]) if len(content) < 128 else bytes([len(content) & 127 | 128, len(content) >> 7])
    return bytes([number << 3 | 2]) + length + content


def test_the_order_of_fields_on_the_wire_means_nothing() -> None:
    one = span(attributes=attributes(a="1", b=2), status=Status(code=Status.STATUS_CODE_OK)).SerializeToString()
    resource = Resource(attributes=attributes(service_name="orders")).SerializeToString()
    scope = InstrumentationScope(name="lib").SerializeToString()
    straight = field(1, resource) + field(2, field(1, scope) + field(2, one) + field(3, b"s")) + field(3, b"r")
    turned = field(3, b"r") + field(2, field(3, b"s") + field(2, one) + field(1, scope)) + field(1, resource)
    tables = [decoded("traces", field(1, body))[1] for body in (straight, turned)]
    assert tables[0] == tables[1]
    assert tables[0]["otel_traces"][0]["ServiceName"] == "orders"


def test_pieces_of_a_message_merge() -> None:
    one = span().SerializeToString()
    pieces = [Resource(attributes=attributes(**{key: "x"})).SerializeToString() for key in ("service_name", "b")]
    status = field(15, b"\x12\x01m") + field(15, b"\x18\x02")
    body = field(1, field(1, pieces[0]) + field(2, field(2, one + status)) + field(1, pieces[1]))
    found = decoded("traces", body)[1]["otel_traces"][0]
    assert found["ResourceAttributes"] == [("service.name", "x"), ("b", "x")]
    assert (found["StatusCode"], found["StatusMessage"]) == ("Error", "m")


def test_unknown_fields_are_passed_over() -> None:
    unknown = b"\xf8\x07\x01" + b"\xf9\x07" + bytes(8) + b"\xfa\x07\x02ab" + b"\xfd\x07" + bytes(4)
    body = field(1, field(2, field(2, unknown + span().SerializeToString() + unknown) + unknown) + unknown) + unknown
    assert decoded("traces", body)[1]["otel_traces"] == rows(span())


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"\x0a", "malformed protobuf at byte 1: ends within a varint"),
        (b"\x0a\x05abc", "malformed protobuf at byte 2: length passes the end of the message around it"),
        (b"\x0b", "malformed protobuf at byte 1: group"),
        (b"\x02\x00", "malformed protobuf at byte 0: field number 0"),
        (b"\x0f", "malformed protobuf at byte 1: unknown wire type"),
        (field(1, field(2, field(2, b"\x2a\x01\xff"))), "malformed protobuf at byte 8: string is not UTF-8"),
        (field(1, field(2, field(2, b"\x4a\x03\x0a\x01\xff"))), "malformed protobuf at byte 10: string is not UTF-8"),
    ],
)
def test_malformed_bytes_are_refused_with_their_place(body: bytes, message: str) -> None:
    batch = open_batch()
    with pytest.raises(native.MalformedExport) as raised:
        push(batch, body)
    assert str(raised.value) == message
    assert (batch.rows, batch.finish()) == (0, [])


def test_a_request_cut_anywhere_adds_all_or_nothing() -> None:
    body = full_request()[:3_000]
    whole = full_request()
    for end in range(0, len(body), 7):
        batch = open_batch()
        push(batch, whole)
        before = batch.rows
        try:
            accepted = push(batch, whole[:end]).accepted
        except native.MalformedExport:
            accepted = 0
        assert batch.rows == before + accepted


def test_nothing_sent_is_nothing_stored() -> None:
    receipt, tables = decoded("traces", b"")
    assert (receipt.accepted, receipt.rejected, tables) == (0, 0, {})


# --- time, weight, duplicates


@pytest.mark.parametrize(
    ("start", "clamped"),
    [
        (RECEIVED_NS - 30 * DAY_NS, False),
        (RECEIVED_NS - 30 * DAY_NS - 1, True),
        (RECEIVED_NS + 600 * 10**9, False),
        (RECEIVED_NS + 600 * 10**9 + 1, True),
        (2**64 - 1, True),
    ],
)
def test_a_time_out_of_the_window_is_replaced_and_kept_aside(start: int, clamped: bool) -> None:
    receipt, tables = decoded("traces", request(span(start_time_unix_nano=start, end_time_unix_nano=0)))
    found = tables["otel_traces"][0]
    assert receipt.clamped == clamped
    assert (found["Timestamp"], found["OrigTimeUnixNano"]) == ((RECEIVED_NS, start) if clamped else (start, 0))
    assert found["Duration"] == 0


def test_of_equal_keys_the_last_value_stands_in_the_first_place() -> None:
    pairs: list[tuple[str, str | int]] = [
        ("a", "1"),
        ("camel.route.id", "old"),
        ("a", 2),
        ("b", "3"),
        ("camel.route.id", "new"),
        ("a", "4"),
    ]
    found = row(attributes=[KeyValue(key=key, value=any_value(value)) for key, value in pairs])
    assert found["SpanAttributes"] == [("a", "4"), ("camel.route.id", "new"), ("b", "3")]
    assert (found["SpanAttributesTypes"], found["CamelRoute"]) == ("", "new")


def test_a_node_id_goes_before_a_processor_id() -> None:
    assert row(attributes=attributes(camel_processor_id="p", camel_node_id="n"))["CamelNode"] == "n"
    assert row(attributes=attributes(camel_processor_id="p"))["CamelNode"] == "p"


# --- rollups


def test_a_trace_is_indexed_by_its_ends_and_its_root() -> None:
    receipt, tables = decoded(
        "traces",
        request(
            span(parent_span_id=PARENT, start_time_unix_nano=RECEIVED_NS - 50, end_time_unix_nano=RECEIVED_NS - 40),
            span(name="root", start_time_unix_nano=RECEIVED_NS - 60, end_time_unix_nano=RECEIVED_NS - 45),
            span(parent_span_id=PARENT, status=Status(code=Status.STATUS_CODE_ERROR)),
            span(trace_id=OTHER_TRACE, parent_span_id=PARENT),
            resource=attributes(service_name="orders"),
        ),
    )
    assert receipt.accepted == 4
    head = {"TenantId": "acme", "PartitionGroup": "shared", "RetentionDays": 30}
    index = tables["otel_traces_trace_id_ts"]
    assert index[0] == {
        **head,
        "TraceId": TRACE.hex(),
        "Start": RECEIVED_NS - 60,
        "End": RECEIVED_NS,
        "Spans": 3,
        "Errors": 1,
        "RootServiceName": "orders",
        "RootSpanName": "root",
    }
    assert (index[1]["Spans"], index[1]["RootServiceName"], index[1]["RootSpanName"]) == (1, "", "")


def test_durations_are_counted_in_weighted_buckets() -> None:
    def lasting(duration: int, **fields: Any) -> Span:
        return span(start_time_unix_nano=RECEIVED_NS, end_time_unix_nano=RECEIVED_NS + duration, **fields)

    error = Status(code=Status.STATUS_CODE_ERROR)
    (series,) = decoded(
        "traces", request(lasting(0), lasting(1), lasting(1024), lasting(1025, trace_state="ot=th:c", status=error))
    )[1]["otel_red_1m"]
    assert (series["Calls"], series["Rows"], series["Errors"]) == (7.0, 4, 4.0)
    assert (series["DurationSum"], series["DurationMax"]) == (0 + 1 + 1024 + 4 * 1025.0, 1025)
    assert series["Buckets"] == [(-32768, 1.0), (-1, 1.0), (79, 1.0), (80, 4.0)]


def test_hours_are_sums_of_their_minutes() -> None:
    hour_ns, minute_ns = 3_600 * 10**9, 60 * 10**9
    start = RECEIVED_NS // hour_ns * hour_ns - 2 * hour_ns

    def at(offset_ns: int, duration: int) -> Span:
        return span(start_time_unix_nano=start + offset_ns, end_time_unix_nano=start + offset_ns + duration)

    spans = [at(0, 8), at(minute_ns, 1), at(hour_ns - 1, 1), at(hour_ns, 2), at(-1, 4)]
    tables = decoded("traces", request(*spans))[1]
    assert len(tables["otel_red_1m"]) == 5
    found = {
        row["Hour"] * 10**9 - start: (row["Rows"], row["DurationSum"], row["DurationMax"], row["Buckets"])
        for row in tables["otel_red_1h"]
    }
    assert found == {
        0: (3, 10.0, 8, [(-1, 2.0), (23, 1.0)]),
        hour_ns: (1, 2.0, 2, [(7, 1.0)]),
        -hour_ns: (1, 4.0, 4, [(15, 1.0)]),
    }


def test_values_are_suggested_until_a_key_has_too_many() -> None:
    spans = [span(attributes=attributes(few=str(number % 2), many=str(number), long="x" * 5)) for number in range(4)]
    tables = decoded("traces", request(*spans), limits={"suggestion_values_max": 3, "suggestion_value_bytes_max": 4})[1]
    found = [(one["Source"], one["Key"], one["Value"], one["Count"]) for one in tables["otel_attributes_1h"]]
    assert sorted(found) == [
        ("span", "few", "0", 2),
        ("span", "few", "1", 2),
        ("span", "long", "", 4),
        ("span", "many", "", 4),
    ]


# --- the batch


def test_a_finished_batch_takes_nothing_more() -> None:
    batch = open_batch()
    batch.finish()
    with pytest.raises(RuntimeError, match="the batch was finished"):
        push(batch, b"")
    with pytest.raises(RuntimeError, match="the batch was finished"):
        batch.finish()


def test_a_few_bytes_that_stand_for_gigabytes_do_not_fit_into_a_batch() -> None:
    resource = Resource(attributes=[KeyValue(key=f"k{number}") for number in range(1_000)])
    body = ExportTraceServiceRequest(
        resource_spans=[ResourceSpans(resource=resource, scope_spans=[ScopeSpans(spans=[span()] * 300_000)])]
    ).SerializeToString()
    batch = open_batch()
    push(batch, request(span()))
    with pytest.raises(native.BatchFull, match="finish it and push to a new one"):
        push(batch, body)
    assert batch.rows == 1
    assert next(block.rows for block in batch.finish()) == 1


def test_records_of_a_few_bytes_are_bounded_in_number() -> None:
    batch = open_batch()
    push(batch, request(span()))
    with pytest.raises(native.ExportTooLarge, match="at most 1000000 records"):
        push(batch, spans_by_concatenation(1_000_001))
    assert batch.rows == 1


def test_any_buffer_is_read() -> None:
    body = request(span())
    for buffer in (body, bytearray(body), memoryview(b"x" + body)[1:]):
        batch = open_batch()
        assert batch.push(buffer, tenant="acme", retention_days=30, received_unix_ns=RECEIVED_NS).accepted == 1


def test_threads_may_share_a_batch() -> None:
    batch, body = open_batch(), full_request()
    threads = [threading.Thread(target=lambda: [push(batch, body) for _ in range(20)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert batch.rows == 4 * 20 * 303


def test_unknown_names_and_impossible_limits_are_refused() -> None:
    with pytest.raises(ValueError, match='signal "spans" is none of traces, logs, metrics'):
        native.Batch("spans", "shared", native.Limits())
    with pytest.raises(ValueError, match="no signal is stored in a table"):
        native.columns("spans")
    with pytest.raises(ValueError, match="value_depth_max is 129, at most 128"):
        native.Limits(value_depth_max=129)
