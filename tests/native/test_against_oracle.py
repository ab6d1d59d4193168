"""The native decoder against the oracle: for any request the same rows, for any bytes the same verdict."""

import dataclasses
import math
import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import native
from tests.native import oracle
from tests.native.blocks import rows_of
from tests.native.oracle.records import Push, Receipt
from tests.native.oracle.values import Limits
from tests.native.otlp_json import Mixed, text_of
from tests.native.strategies import RECEIVED_NS, RETENTION_DAYS, requests
from tests.native.verdicts import is_request, overwrites

SIGNALS = ["traces", "logs", "metrics"]
ROLLUPS = {"otel_traces_trace_id_ts", "otel_red_1m", "otel_red_1h", "otel_attributes_1h", "gaps"}
WIDE = Limits()
TIGHT = Limits(
    value_depth_max=1,
    attributes_max=2,
    value_bytes_max=12,
    future_ns_max=0,
    events_max=1,
    links_max=1,
    rollup_series_max=1,
    suggestion_values_max=1,
    suggestion_value_bytes_max=3,
)
# All records are taken, and no rollup has room for more than one of anything.
CROWDED = Limits(rollup_series_max=1, suggestion_values_max=1, suggestion_value_bytes_max=3, message_days_max=1)
# Shrinking a request is slow, drawing one is not: examples are small because there are many.
decoding = settings(suppress_health_check=[HealthCheck.too_slow])


@st.composite
def pushes(draw: st.DrawFn, signal: str) -> list[Push]:
    """What one batch receives: requests of few tenants."""
    count = draw(st.integers(1, 3))
    return [
        Push(
            body=draw(requests[signal]).SerializeToString(),
            tenant=draw(st.sampled_from(["acme", "bolt", "ü"])),
            retention_days=draw(st.sampled_from([RETENTION_DAYS, RETENTION_DAYS, 1])),
            received_unix_ns=RECEIVED_NS + at,
        )
        for at in range(count)
    ]


def native_batch(signal: str, limits: Limits) -> native.Batch:
    return native.Batch(signal, "shared", native.Limits(**dataclasses.asdict(limits)))


def push(batch: native.Batch, one: Push) -> native.Receipt:
    return batch.push(
        one.body, tenant=one.tenant, retention_days=one.retention_days, received_unix_ns=one.received_unix_ns
    )


def native_segment(signal: str, all_pushes: list[Push], limits: Limits) -> oracle.Segment:
    batch = native_batch(signal, limits)
    receipts = [push(batch, one) for one in all_pushes]
    tables = {block.table: rows_of(block) for block in batch.finish()}
    return oracle.Segment([plain_receipt(receipt) for receipt in receipts], tables)


def plain_receipt(receipt: native.Receipt) -> Receipt:
    plain = Receipt(receipt.accepted, receipt.rejected, clamped=receipt.clamped, untimed=receipt.untimed)
    plain.reasons.update(dict(receipt.reasons))
    return plain


def comparable(value: Any) -> Any:
    """Maps as lists of pairs, so that their order counts; floats by their digits, so that NaN is NaN and -0 not 0."""
    match value:
        case dict():
            return [[comparable(key), comparable(one)] for key, one in value.items()]
        case list() | tuple():
            return [comparable(one) for one in value]
        case float():
            return "NaN" if math.isnan(value) else repr(value)
        case _:
            return value


def tables_of(segment: oracle.Segment) -> dict[str, list[dict[str, Any]]]:
    """Rows of each table; of rollups in one order, for theirs is free."""
    tables = {}
    for name, rows in segment.tables.items():
        plain = [{column: comparable(value) for column, value in row.items()} for row in rows]
        tables[name] = sorted(plain, key=lambda row: repr(sorted(row.items()))) if name in ROLLUPS else plain
    return tables


def differences(found: oracle.Segment, expected: oracle.Segment) -> list[tuple[Any, ...]]:
    """(table, row, column, found, expected), which an assertion shows better than two whole segments."""
    of_found, of_expected = tables_of(found), tables_of(expected)
    different: list[tuple[Any, ...]] = []
    for name in of_found.keys() | of_expected.keys():
        rows, wanted = of_found.get(name, []), of_expected.get(name, [])
        if len(rows) != len(wanted):
            different.append((name, "rows", rows, wanted))
            continue
        for at, (row, wanted_row) in enumerate(zip(rows, wanted, strict=True)):
            columns = [*wanted_row, *(row.keys() - wanted_row.keys())]
            different += [
                (name, at, column, row.get(column), wanted_row.get(column))
                for column in columns
                if row.get(column) != wanted_row.get(column)
            ]
    return different


@pytest.mark.parametrize("signal", SIGNALS)
@decoding
@given(data=st.data())
def test_any_requests_give_the_rows_of_the_oracle(signal: str, data: st.DataObject) -> None:
    received = data.draw(pushes(signal))
    expected = oracle.decode(signal, "shared", received, WIDE)
    found = native_segment(signal, received, WIDE)
    assert found.receipts == expected.receipts
    assert differences(found, expected) == []


@pytest.mark.parametrize("limits", [TIGHT, CROWDED], ids=["tight", "crowded"])
@pytest.mark.parametrize("signal", SIGNALS)
@decoding
@given(data=st.data())
def test_limits_refuse_and_sum_up_what_the_oracle_does(signal: str, limits: Limits, data: st.DataObject) -> None:
    received = data.draw(pushes(signal))
    expected = oracle.decode(signal, "shared", received, limits)
    found = native_segment(signal, received, limits)
    assert found.receipts == expected.receipts
    assert differences(found, expected) == []


@pytest.mark.parametrize("signal", SIGNALS)
@decoding
@given(data=st.data(), seed=st.integers(0, 2**32))
def test_a_request_gives_the_same_blocks_from_json(signal: str, data: st.DataObject, seed: int) -> None:
    request = data.draw(requests[signal])
    text = text_of(request, Mixed(random.Random(seed)))
    blocks = []
    for body in (request.SerializeToString(), native.transcode_json(signal, text, depth_max=100)):
        batch = native_batch(signal, WIDE)
        push(batch, Push(body, received_unix_ns=RECEIVED_NS))
        blocks.append(tables_of(oracle.Segment([], {block.table: rows_of(block) for block in batch.finish()})))
    assert blocks[0] == blocks[1]


@pytest.mark.parametrize("signal", SIGNALS)
@decoding
@given(data=st.data())
def test_the_same_requests_give_the_same_blocks_byte_for_byte(signal: str, data: st.DataObject) -> None:
    received = data.draw(pushes(signal))
    blocks = []
    for _ in range(2):
        batch = native_batch(signal, WIDE)
        for one in received:
            push(batch, one)
        blocks.append([(block.table, block.rows, block.to_bytes()) for block in batch.finish()])
    assert blocks[0] == blocks[1]


@pytest.mark.parametrize("signal", SIGNALS)
@decoding
@given(data=st.data())
def test_a_refused_request_leaves_no_trace_in_the_blocks(signal: str, data: st.DataObject) -> None:
    received = data.draw(pushes(signal))
    broken = Push(
        received[-1].body + data.draw(st.sampled_from([b"\x0a", b"\x0b", b"\x07", b"\x0a\x05\x12\x03\x12\x01\xff"]))
    )
    clean, disturbed = native_batch(signal, WIDE), native_batch(signal, WIDE)
    for one in received:
        push(clean, one)
        push(disturbed, one)
        with pytest.raises(native.MalformedExport):
            push(disturbed, broken)
    assert disturbed.rows == clean.rows
    assert [block.to_bytes() for block in disturbed.finish()] == [block.to_bytes() for block in clean.finish()]


def damaged(body: bytes, draw: st.DataObject) -> bytes:
    """A few bytes replaced, taken out or put in; sometimes the rest is missing."""
    damage = bytearray(body)
    for _ in range(draw.draw(st.integers(1, 3))):
        at = draw.draw(st.integers(0, max(0, len(damage) - 1)))
        length = draw.draw(st.sampled_from([1, 1, 1, 0, 2, 3, len(damage)]))
        damage[at : at + length] = draw.draw(st.binary(min_size=0, max_size=3))
    return bytes(damage)


def attempt(batch: native.Batch, body: bytes) -> tuple[native.Receipt | None, str]:
    """The receipt of a request, or nothing and why it is malformed."""
    try:
        return push(batch, Push(body, received_unix_ns=RECEIVED_NS)), ""
    except native.MalformedExport as error:
        return None, str(error)


# Native only: OTLP has no groups, and what a varint says beyond 64 bits nobody means.
STRICTER = ("group", "varint over 64 bits")


@pytest.mark.parametrize("signal", SIGNALS)
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=300)
@given(data=st.data())
def test_damaged_bytes_are_malformed_where_protobuf_says_so(signal: str, data: st.DataObject) -> None:
    """Both agree on every byte that the native decoder reads. It does not read what `verdicts` takes away, what a later
    value overwrites, and the rest of a record once that is refused."""
    body = damaged(data.draw(requests[signal]).SerializeToString(), data)
    batch = native_batch(signal, WIDE)
    receipt, refusal = attempt(batch, body)
    if receipt is None:
        assert not is_request(signal, body) or refusal.endswith(STRICTER)
        assert (batch.rows, batch.finish()) == (0, [])
    else:
        assert is_request(signal, body) or receipt.rejected or overwrites(signal, body)


@pytest.mark.parametrize("signal", SIGNALS)
@decoding
@given(body=st.binary(max_size=300))
def test_any_bytes_are_decoded_or_malformed(signal: str, body: bytes) -> None:
    batch = native_batch(signal, WIDE)
    receipt, refusal = attempt(batch, body)
    assert receipt is not None or refusal.startswith("malformed protobuf at byte")
    assert len(batch.finish()) <= len(native.tables(signal))
