"""Clients' clocks are wrong. Their spans are kept, under a time that the store can hold, and say so."""

import time

import pytest

from tests.e2e.clients.found import Found
from tests.e2e.process import CamelopsProcess
from tests.eventually import eventually
from tests.faults.oracle import stopped_store
from tests.faults.senders import GrpcSender
from tests.faults.wire import export_of, span

QUERYABLE_S_MAX = 20.0
MINUTE = 60 * 10**9
DAY = 24 * 60 * MINUTE
YEAR = 365 * DAY
# Nanoseconds of 2262-04-11T23:47:16, the last that fit 63 bits.
LAST_I64 = 2**63 - 1


def moments(now: int) -> dict[str, tuple[int, int, bool]]:
    """Start and end of a span by what is wrong with it, and whether its time must be replaced and flagged."""
    leap_second = 1_483_228_799 * 10**9  # 2016-12-31T23:59:59, before the last one that was
    return {
        "five minutes slow": (now - 5 * MINUTE, now - 5 * MINUTE + 7, False),
        "five minutes fast": (now + 5 * MINUTE, now + 5 * MINUTE + 7, False),
        "an hour fast": (now + 60 * MINUTE, now + 60 * MINUTE + 7, True),
        "1970": (1, 8, True),
        "no time at all": (0, 0, True),
        "a leap second": (leap_second, leap_second + 10**9, True),
        "a hundred years fast": (now + 100 * YEAR, now + 100 * YEAR + 7, True),
        "the last nanosecond of 63 bits": (LAST_I64, LAST_I64, True),
        "beyond 63 bits": (2**63 + 5, 2**63 + 12, True),
        "the last nanosecond of 64 bits": (2**64 - 1, 2**64 - 1, True),
        "ended before it began": (now, now - MINUTE, False),
        "a millennium long": (now - MINUTE, 2**64 - 1, False),
        "seconds for nanoseconds": (now // 10**9, now // 10**9 + 1, True),
    }


def test_spans_of_every_clock_are_stored_flagged_and_readable(camelops: CamelopsProcess):
    """One trace, a span per broken clock, in one request: none keeps another out, and the tree is whole."""
    now = time.time_ns()
    cases = moments(now)
    trace_id = now.to_bytes(16, "big")
    parent = (1).to_bytes(8, "big")
    spans = [span(trace_id=trace_id, index=1, name=b"root", start=now, end=now + MINUTE)]
    for index, (name, (start, end, _)) in enumerate(cases.items(), start=2):
        spans.append(span(trace_id=trace_id, index=index, name=name.encode(), start=start, end=end, parent=parent))
    sender = GrpcSender(camelops.grpc_target)
    assert sender.send(export_of(*spans)) is None
    sender.close()

    found = Found(camelops.url)
    expected = {"root", *cases}

    def all_there() -> None:
        assert {each["name"] for each in found.spans(trace_id.hex())} == expected

    eventually(all_there, within_s=QUERYABLE_S_MAX)
    tree = found.spans(trace_id.hex())
    assert {each["parent_span_id"] for each in tree if each["name"] != "root"} == {parent.hex()}
    assert len(found.jaeger_spans(trace_id.hex())) == len(expected)
    camelops.stop()

    (rows,) = stopped_store(camelops.data_dir / "store")(
        [
            f"""SELECT SpanName AS name, OrigTimeUnixNano AS original, Duration AS duration,
                       toUnixTimestamp64Nano(Timestamp) AS start
                FROM otel_traces WHERE TraceId = '{trace_id.hex()}' AND SpanName != 'root'"""
        ]
    )
    assert len(rows) == len(cases)
    for row in rows:
        start, end, replaced = cases[row["name"]]
        assert row["duration"] == max(0, end - start), row
        if replaced:
            assert row["original"] == start, row
            # The time of arrival: between sending and now.
            assert now <= row["start"] <= time.time_ns(), row
        else:
            assert (row["start"], row["original"]) == (start, 0), row


@pytest.mark.parametrize("shift_days", [-29, -1, 0])
def test_late_spans_within_the_retention_keep_their_time(camelops: CamelopsProcess, shift_days: int):
    """An outage at the sender is no clock error: what comes days late is stored where it belongs."""
    start = time.time_ns() + shift_days * DAY
    trace_id = start.to_bytes(16, "big")
    sender = GrpcSender(camelops.grpc_target)
    assert sender.send(export_of(span(trace_id=trace_id, start=start, end=start + 1))) is None
    sender.close()
    (stored,) = eventually(lambda: Found(camelops.url).spans(trace_id.hex()), within_s=QUERYABLE_S_MAX)
    assert int(stored["start_unix_ns"]) == start
