"""Exchanges of Camel."""

from collections.abc import Mapping

import polars as pl
from pydantic import JsonValue

from controlplane.records import LogLine, SpanRecord, camel_record, log_lines, rows, spans
from controlplane.v1.models import (
    Exchange,
    ExchangeMessage,
    ExchangeStep,
    ExchangeSummary,
    Thrown,
)
from controlplane.v1.present.values import camel, values
from query.ask.exchange import Exchange as Found
from query.vocabulary import HEADER_PREFIX


def exchange_summaries(frame: pl.DataFrame) -> list[ExchangeSummary]:
    """What `query.ask.exchanges` answers."""
    return [
        ExchangeSummary(
            id=row["CamelExchange"],
            trace_id=row["TraceId"],
            span_id=row["SpanId"],
            service=row["ServiceName"],
            start_unix_ns=row["Timestamp"],
            duration_ns=row["Duration"],
            outcome=row["Outcome"],
            reason=row["Reason"],
            sample_weight=row["SampleWeight"],
            endpoint=row["Endpoint"],
            part_of=row["PartOf"],
            exception=Thrown(type=row["ExceptionType"], message=row["ExceptionMessage"]),
            camel=camel(camel_record(row)),
        )
        for row in rows(frame)
    ]


def exchange(found: Found) -> Exchange:
    """What `query.ask.exchange` answers."""
    records = list(spans(found.spans))
    (itself,) = (each for each in records if each.span_id == found.span_id)
    attributes = values(itself.attributes)
    return Exchange(
        exchange=_summary(itself),
        before=_whole(attributes, "camel.message.before"),
        after=_whole(attributes, "camel.message.after"),
        steps_left_out=_whole(attributes, "camel.steps.left_out") or 0,
        steps=[_step(each) for each in records if each is not itself],
        messages=[_message(each) for each in log_lines(found.messages)],
        parts=[_summary(each) for each in spans(found.parts)],
        complete=found.complete,
    )


def _summary(record: SpanRecord) -> ExchangeSummary:
    attributes = values(record.attributes)
    return ExchangeSummary(
        id=record.camel.exchange,
        trace_id=record.trace_id,
        span_id=record.span_id,
        service=record.service,
        start_unix_ns=record.start_unix_ns,
        duration_ns=record.duration_ns,
        outcome=_text(attributes, "camel.exchange.outcome"),
        reason=_text(attributes, "camel.sampling.reason"),
        sample_weight=record.sample_weight,
        endpoint=_text(attributes, "camel.endpoint.uri"),
        part_of=_text(attributes, "camel.exchange.correlation_id"),
        exception=_thrown(record),
        camel=camel(record.camel),
    )


def _step(record: SpanRecord) -> ExchangeStep:
    attributes = values(record.attributes)
    return ExchangeStep(
        span_id=record.span_id,
        parent_span_id=record.parent_span_id,
        start_unix_ns=record.start_unix_ns,
        duration_ns=record.duration_ns,
        name=record.name,
        kind=_text(attributes, "camel.node.kind"),
        endpoint=_text(attributes, "camel.endpoint.uri"),
        failed=record.status == "Error",
        handled=attributes.get("camel.failure.handled") is True,
        redeliveries=_whole(attributes, "camel.redeliveries") or 0,
        exception=_thrown(record),
        before=_whole(attributes, "camel.message.before"),
        after=_whole(attributes, "camel.message.after"),
        camel=camel(record.camel),
    )


def _message(line: LogLine) -> ExchangeMessage:
    attributes = values(line.attributes)
    missing = _text(attributes, "camel.message.body.missing")
    class_name = _text(attributes, "camel.message.body.type")
    return ExchangeMessage(
        number=_whole(attributes, "camel.message.number") or 0,
        body=None if missing or not class_name else line.body.value,
        is_bytes=line.body.kind == "y",
        type=class_name,
        size=_whole(attributes, "camel.message.body.size"),
        missing=missing,
        cut=attributes.get("camel.message.body.cut") is True,
        headers={
            key.removeprefix(HEADER_PREFIX): value for key, value in attributes.items() if key.startswith(HEADER_PREFIX)
        },
        header_types=_map(attributes, "camel.message.header_types"),
        redacted=_map(attributes, "camel.message.redacted"),
    )


def _thrown(record: SpanRecord) -> Thrown:
    for event in record.events:
        if event.name == "exception":
            type_, message, stack = (
                event.attributes.get(f"exception.{part}", "") for part in ("type", "message", "stacktrace")
            )
            return Thrown(type=type_, message=message, stacktrace=stack)
    return Thrown(type="", message="")


def _text(attributes: Mapping[str, JsonValue], key: str) -> str:
    value = attributes.get(key, "")
    return value if isinstance(value, str) else ""


def _whole(attributes: Mapping[str, JsonValue], key: str) -> int | None:
    value = attributes.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _map(attributes: Mapping[str, JsonValue], key: str) -> dict[str, JsonValue]:
    value = attributes.get(key)
    return value if isinstance(value, dict) else {}
