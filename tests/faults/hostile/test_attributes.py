"""Keys and values that are many, large or strange."""

import secrets
import time

from tests.e2e.clients.found import Found
from tests.eventually import eventually
from tests.faults.hostile.siege import CPU_S_MAX, Siege
from tests.faults.wire import attribute, export_of, span, text

MIB = 1 << 20
QUERYABLE_S_MAX = 20.0
# Quotes and escapes of SQL, JSON, shells, terminals and maps; right-to-left, zero width, a name that JavaScript minds.
STRANGE = [
    "", "a\0b", "'", '"', "\\", "\\'; DROP TABLE otel_traces; --", "`", "$$", "=", "{x:String}", "%(x)s", "a.b[0]",
    "\u202etxet", "\u200b", "\x1b[31mred\x1b[0m", "__proto__", "constructor", "\n\r\t", "🐫", "\ufeff", "x" * 1_000,
]  # fmt: skip


def test_strange_keys_and_values_come_back_as_they_were_sent(siege: Siege):
    trace_id = secrets.token_bytes(16)
    attributes = [attribute(each.encode(), text(each[::-1].encode())) for each in STRANGE]
    now = time.time_ns()
    answer = siege.post(export_of(span(*attributes, trace_id=trace_id, start=now, end=now)))
    assert (answer.status, answer.rejected) == ("200", 0)
    (stored,) = eventually(lambda: Found(siege.platform.url).spans(trace_id.hex()), within_s=QUERYABLE_S_MAX)
    assert stored["attributes"] == {each: each[::-1] for each in STRANGE}


def test_a_span_with_100_000_keys_is_rejected_and_its_neighbour_is_not(siege: Siege):
    trace_id = secrets.token_bytes(16)
    many = span(*(attribute(b"key-%d" % number, text(b"v")) for number in range(100_000)))
    now = time.time_ns()
    answer = siege.post(export_of(many, span(trace_id=trace_id, index=2, start=now, end=now)))
    assert (answer.status, answer.rejected) == ("200", 1)
    assert answer.cpu_s <= CPU_S_MAX
    eventually(lambda: Found(siege.platform.url).spans(trace_id.hex()), within_s=QUERYABLE_S_MAX)


def test_a_value_up_to_1_mib_is_kept_whole_and_a_larger_one_is_rejected(siege: Siege):
    trace_id = secrets.token_bytes(16)
    now = time.time_ns()
    kept = span(attribute(b"large", text(b"x" * MIB)), trace_id=trace_id, start=now, end=now)
    refused = span(attribute(b"large", text(b"x" * (MIB + 1))), trace_id=trace_id, index=2, start=now, end=now)
    answer = siege.post(export_of(kept, refused))
    assert (answer.status, answer.rejected) == ("200", 1)
    (stored,) = eventually(lambda: Found(siege.platform.url).spans(trace_id.hex()), within_s=QUERYABLE_S_MAX)
    assert stored["attributes"] == {"large": "x" * MIB}


def test_10_000_services_in_a_request_are_stored_and_bounded(siege: Siege):
    """Names from outside are not trusted to be few: all spans are kept, rollups fold what is beyond their bound."""
    now = time.time_ns()
    body = b"".join(
        export_of(span(index=number + 1, start=now, end=now), service=b"service-%d" % number)
        for number in range(10_000)
    )
    answer = siege.post(body)
    assert (answer.status, answer.rejected) == ("200", 0)
    assert answer.cpu_s <= CPU_S_MAX
