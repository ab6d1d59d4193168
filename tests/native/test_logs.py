"""Log records: rows written out by hand, one behaviour per test."""

from typing import Any

import pytest
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, InstrumentationScope, KeyValue
from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord, ResourceLogs, ScopeLogs
from opentelemetry.proto.resource.v1.resource_pb2 import Resource

import native
from tests.native.blocks import RECEIVED_NS, decoded

SECOND_NS = 1_000_000_000
DAY_NS = 86_400 * SECOND_NS

EXAMPLE = b"""{"resourceLogs": [{
  "resource": {"attributes": [
    {"key": "service.name", "value": {"stringValue": "orders"}},
    {"key": "process.pid", "value": {"intValue": "4711"}}
  ]},
  "schemaUrl": "https://example.org/resource/1",
  "scopeLogs": [{
    "scope": {"name": "org.example.Audit", "version": "2.1",
              "attributes": [{"key": "pool", "value": {"stringValue": "a"}}]},
    "schemaUrl": "https://example.org/scope/1",
    "logRecords": [{
      "timeUnixNano": "1790000000000000001",
      "observedTimeUnixNano": "1790000000000000002",
      "severityNumber": 17,
      "severityText": "Error",
      "body": {"stringValue": "order 7 is refused"},
      "attributes": [
        {"key": "camel.context.id", "value": {"stringValue": "shop"}},
        {"key": "camel.route.id", "value": {"stringValue": "refuse"}},
        {"key": "camel.processor.id", "value": {"stringValue": "log1"}},
        {"key": "camel.exchange.id", "value": {"stringValue": "E-1"}},
        {"key": "attempts", "value": {"intValue": 3}},
        {"key": "items", "value": {"arrayValue": {"values": [{"stringValue": "a"}, {"boolValue": true}]}}}
      ],
      "droppedAttributesCount": 2,
      "flags": 257,
      "traceId": "5B8EFFF798038103D269B633813FC60C",
      "spanId": "EEE19B7EC3C1B174",
      "eventName": "order.refused"
    }]
  }]
}]}"""


def request(*records: LogRecord, resource: list[KeyValue] | None = None, scope_name: str = "scope") -> bytes:
    scope = ScopeLogs(scope=InstrumentationScope(name=scope_name), log_records=records)
    whole = ResourceLogs(resource=Resource(attributes=resource or []), scope_logs=[scope])
    return ExportLogsServiceRequest(resource_logs=[whole]).SerializeToString()


def text(value: str) -> AnyValue:
    return AnyValue(string_value=value)


def rows(*records: LogRecord, **arguments: Any) -> list[dict[str, Any]]:
    return decoded("logs", request(*records), **arguments)[1].get("otel_logs", [])


def row(**fields: Any) -> dict[str, Any]:
    return rows(LogRecord(**fields))[0]


def test_the_example_becomes_this_row() -> None:
    receipt, tables = decoded("logs", native.transcode_json("logs", EXAMPLE))
    assert (receipt.accepted, receipt.rejected, receipt.clamped, receipt.untimed) == (1, 0, 0, False)
    assert tables["otel_logs"] == [
        {
            "TenantId": "acme",
            "PartitionGroup": "shared",
            "RetentionDays": 30,
            "Timestamp": 1_790_000_000_000_000_001,
            "OrigTimeUnixNano": 0,
            "ObservedTimestamp": 1_790_000_000_000_000_002,
            "TraceId": "5b8efff798038103d269b633813fc60c",
            "SpanId": "eee19b7ec3c1b174",
            "TraceFlags": 257,
            "SeverityText": "Error",
            "SeverityNumber": 17,
            "ServiceName": "orders",
            "Body": "order 7 is refused",
            "BodyType": "",
            "ResourceSchemaUrl": "https://example.org/resource/1",
            "ResourceAttributes": [("service.name", "orders"), ("process.pid", "4711")],
            "ResourceAttributesTypes": "si",
            "ScopeSchemaUrl": "https://example.org/scope/1",
            "ScopeName": "org.example.Audit",
            "ScopeVersion": "2.1",
            "ScopeAttributes": [("pool", "a")],
            "LogAttributes": [
                ("camel.context.id", "shop"),
                ("camel.route.id", "refuse"),
                ("camel.processor.id", "log1"),
                ("camel.exchange.id", "E-1"),
                ("attempts", "3"),
                ("items", '["a",true]'),
            ],
            "LogAttributesTypes": "ssssia",
            "EventName": "order.refused",
            "DroppedAttributesCount": 2,
            "CamelContext": "shop",
            "CamelRoute": "refuse",
            "CamelNode": "log1",
            "CamelExchange": "E-1",
        }
    ]


def test_the_columns_are_those_of_the_schema_in_their_order() -> None:
    assert list(row()) == [name for name, _ in native.columns("otel_logs")]


def test_a_record_without_a_time_is_stored_when_it_was_observed() -> None:
    receipt, tables = decoded("logs", request(LogRecord(observed_time_unix_nano=RECEIVED_NS - 5)))
    assert tables["otel_logs"][0]["Timestamp"] == RECEIVED_NS - 5
    assert (receipt.clamped, receipt.untimed) == (0, False)


def test_a_record_without_any_time_is_stored_when_it_came_and_makes_the_request_untimed() -> None:
    timed = LogRecord(time_unix_nano=RECEIVED_NS)
    receipt, tables = decoded("logs", request(timed, LogRecord(), timed))
    assert [one["Timestamp"] for one in tables["otel_logs"]] == [RECEIVED_NS] * 3
    assert [one["OrigTimeUnixNano"] for one in tables["otel_logs"]] == [0] * 3
    assert (receipt.clamped, receipt.untimed) == (0, True)


@pytest.mark.parametrize(
    ("sent", "inside"),
    [
        (RECEIVED_NS - 30 * DAY_NS, True),
        (RECEIVED_NS - 30 * DAY_NS - 1, False),
        (RECEIVED_NS + 600 * SECOND_NS, True),
        (RECEIVED_NS + 600 * SECOND_NS + 1, False),
        (1, False),
        (2**64 - 1, False),
    ],
)
def test_a_time_outside_retention_and_near_future_is_kept_beside_the_row(sent: int, inside: bool) -> None:
    receipt, tables = decoded("logs", request(LogRecord(time_unix_nano=sent)))
    stored = tables["otel_logs"][0]
    assert (stored["Timestamp"], stored["OrigTimeUnixNano"]) == ((sent, 0) if inside else (RECEIVED_NS, sent))
    assert receipt.clamped == (0 if inside else 1)


@pytest.mark.parametrize(
    ("body", "stored", "kind"),
    [
        (AnyValue(string_value="a"), "a", ""),
        (AnyValue(string_value=""), "", ""),
        (AnyValue(bool_value=False), "false", "b"),
        (AnyValue(int_value=-(2**63)), "-9223372036854775808", "i"),
        (AnyValue(double_value=0.5), "0.5", "d"),
        (AnyValue(bytes_value=b"\xfb\xff"), "+/8=", "y"),
        (AnyValue(), "", "e"),
    ],
)
def test_a_body_is_text_and_its_kind(body: AnyValue, stored: str, kind: str) -> None:
    found = row(body=body)
    assert (found["Body"], found["BodyType"]) == (stored, kind)


def test_a_structured_body_is_json() -> None:
    body = AnyValue()
    one = body.kvlist_value.values.add(key='a"b')
    one.value.array_value.values.extend([text("\n"), AnyValue(int_value=1), AnyValue(), AnyValue(bytes_value=b"a")])
    found = row(body=body)
    assert (found["Body"], found["BodyType"]) == ('{"a\\"b":["\\n",1,null,"YQ=="]}', "k")


def test_ids_that_are_none_are_empty_and_the_record_stays() -> None:
    for trace_id, span_id in [(b"", b""), (bytes(16), bytes(8))]:
        found = row(trace_id=trace_id, span_id=span_id)
        assert (found["TraceId"], found["SpanId"]) == ("", "")


def test_a_service_that_is_not_named_is_unknown() -> None:
    assert row()["ServiceName"] == "unknown_service"


def test_a_key_that_comes_twice_keeps_its_place_and_takes_the_last_value() -> None:
    pairs = [
        KeyValue(key="a", value=text("1")),
        KeyValue(key="b", value=text("2")),
        KeyValue(key="a", value=AnyValue(int_value=3)),
    ]
    found = row(attributes=pairs)
    assert (found["LogAttributes"], found["LogAttributesTypes"]) == ([("a", "3"), ("b", "2")], "is")


def test_a_record_over_a_limit_is_refused_alone_and_named() -> None:
    good = LogRecord(body=text("good"))
    wide = LogRecord(attributes=[KeyValue(key=str(at)) for at in range(4)])
    long = LogRecord(body=text("x" * 21))
    deep = LogRecord()
    inner = deep.body
    for _ in range(5):
        inner = inner.array_value.values.add()
    receipt, tables = decoded(
        "logs",
        request(good, wide, long, deep, good),
        limits={"attributes_max": 3, "value_bytes_max": 20, "value_depth_max": 4},
    )
    assert [one["Body"] for one in tables["otel_logs"]] == ["good", "good"]
    assert (receipt.accepted, receipt.rejected) == (2, 3)
    assert dict(receipt.reasons) == {"attributes_over_limit": 1, "value_over_limit": 1, "value_too_deep": 1}
    assert sorted((gap["Reason"], gap["Count"]) for gap in tables["gaps"]) == sorted(receipt.reasons)


@pytest.mark.parametrize(
    "hard", ["\0", "'", '"', "\\", "`", "$$", "=", "\u202e\u200b", "\x1b[31m", "__proto__", "🐪" * 9]
)
def test_hard_texts_pass_through_unchanged(hard: str) -> None:
    found = row(body=text(hard), severity_text=hard, attributes=[KeyValue(key=hard, value=text(hard))])
    assert (found["Body"], found["SeverityText"], found["LogAttributes"]) == (hard, hard, [(hard, hard)])


def test_malformed_bytes_leave_the_batch_as_it_was() -> None:
    batch = native.Batch("logs", "shared", native.Limits())
    good = request(LogRecord(body=text("a")))
    arguments: dict[str, Any] = {"tenant": "acme", "retention_days": 30, "received_unix_ns": RECEIVED_NS}
    batch.push(good, **arguments)
    before = batch.rows
    for cut in range(1, len(good)):
        try:
            batch.push(good[:cut], **arguments)
        except native.MalformedExport:
            assert batch.rows == before
        else:
            before = batch.rows


EVENTS = ("camel.message", "camel.exchange.original", "camel.route.model", "order.refused")


def test_what_the_agent_tells_of_camel_has_tables_of_its_own() -> None:
    records = [LogRecord(time_unix_nano=RECEIVED_NS, event_name=event) for event in EVENTS]
    receipt, tables = decoded("logs", request(*records, scope_name="io.camelops.agent"))
    assert receipt.accepted == 4
    found = {
        table: [row["EventName"] for row in rows] for table, rows in tables.items() if table != "otel_attributes_1h"
    }
    assert found == {
        "otel_logs": ["order.refused"],
        "camel_messages": ["camel.message"],
        "camel_originals": ["camel.exchange.original"],
        "camel_route_models": ["camel.route.model"],
    }


def test_an_event_of_such_a_name_from_anybody_else_is_a_log() -> None:
    assert [row["EventName"] for row in rows(*(LogRecord(event_name=event) for event in EVENTS))] == list(EVENTS)


def test_messages_and_originals_are_kept_no_longer_than_their_own_limits_say() -> None:
    records = [LogRecord(time_unix_nano=RECEIVED_NS, event_name=event) for event in EVENTS]
    limits = {"message_days_max": 3, "original_days_max": 2}
    tables = decoded("logs", request(*records, scope_name="io.camelops.agent"), limits=limits)[1]
    kept = {table: rows[0]["RetentionDays"] for table, rows in tables.items() if table.startswith(("camel", "otel_l"))}
    of_logs = kept["otel_logs"]
    assert of_logs > 3
    expected = {"camel_messages": 3, "camel_originals": 2, "camel_route_models": of_logs, "otel_logs": of_logs}
    assert kept == expected
