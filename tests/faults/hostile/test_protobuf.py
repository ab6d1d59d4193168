"""Protobuf that no library writes."""

import random

import pytest

from tests.faults.hostile.siege import CPU_S_MAX, Siege
from tests.faults.wire import (
    ANY_ARRAY,
    ANY_KVLIST,
    EXPORT_RESOURCE_SPANS,
    GROUP_START,
    LENGTH,
    LIST_VALUES,
    SPAN_NAME,
    SPAN_TRACE_ID,
    VARINT,
    attribute,
    export_of,
    field,
    span,
    tag,
    text,
    varint,
)

MIB = 1 << 20
DEEP = 10_000


def nested(kind: int, depth: int) -> bytes:
    """An AnyValue of lists, or of maps with one key each, in each other."""
    value = text(b"bottom")
    for _ in range(depth):
        value = field(kind, field(LIST_VALUES, value if kind == ANY_ARRAY else attribute(b"k", value)))
    return value


# What is sent, which HTTP statuses are right, and how many spans the answer must name as rejected when it is 200.
BODIES: dict[str, tuple[bytes, set[str], int]] = {
    "a list 10,000 deep": (export_of(span(attribute(b"deep", nested(ANY_ARRAY, DEEP)))), {"400", "200"}, 1),
    "a map 10,000 deep": (export_of(span(attribute(b"deep", nested(ANY_KVLIST, DEEP)))), {"400", "200"}, 1),
    "a length of 2 GiB in ten bytes": (tag(EXPORT_RESOURCE_SPANS, LENGTH) + varint(2**31 - 1) + bytes(4), {"400"}, 0),
    "a length of 2^64 - 1": (tag(EXPORT_RESOURCE_SPANS, LENGTH) + varint(2**64 - 1), {"400"}, 0),
    "a number of eleven bytes": (tag(99, VARINT) + b"\xff" * 10 + b"\x01", {"400"}, 0),
    "groups in groups that never end": (tag(99, GROUP_START) * 100_000, {"400"}, 0),
    "field number 0": (b"\x02\x00", {"400"}, 0),
    "wire type 7": (bytes([EXPORT_RESOURCE_SPANS << 3 | 7]), {"400"}, 0),
    "a million empty resources": (field(EXPORT_RESOURCE_SPANS, b"") * 1_000_000, {"200"}, 0),
    "19 MiB of an unknown field": (field(99, bytes(19 * MIB)) + export_of(span()), {"200"}, 0),
    "invalid UTF-8 in a name": (export_of(span(name=b"\xff\xfe")), {"400", "200"}, 1),
    "an overlong slash": (export_of(span(name=b"\xc0\xaf")), {"400", "200"}, 1),
    "a lone surrogate": (export_of(span(name=b"\xed\xa0\x80")), {"400", "200"}, 1),
    "invalid UTF-8 in a key": (export_of(span(attribute(b"\xff", text(b"v")))), {"400", "200"}, 1),
    "a trace id of 15 bytes": (
        export_of(span(trace_id=bytes(14) + b"\x01")[:0] + span(trace_id=b"\x01" * 15)),
        {"200"},
        1,
    ),
    "a trace id of zeros": (export_of(span(trace_id=bytes(16))), {"200"}, 1),
    "the last of two names counts": (export_of(span(more=field(SPAN_NAME, b"again"))), {"200"}, 0),
    "the last of two trace ids counts": (export_of(span(more=field(SPAN_TRACE_ID, bytes(16)))), {"200"}, 1),
    "text as a request": (b"GET / HTTP/1.1\r\n\r\n", {"400"}, 0),
}


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("door", ["http", "grpc"])
def test_hostile_protobuf_is_refused_or_named_as_rejected(siege: Siege, name: str, door: str):
    body, statuses, rejected = BODIES[name]
    answer = siege.post(body) if door == "http" else siege.export(body)
    allowed = statuses if door == "http" else {{"400": "INVALID_ARGUMENT", "200": "OK"}[status] for status in statuses}
    assert answer.status in allowed, answer
    if answer.status in {"200", "OK"}:
        assert answer.rejected == rejected
    assert answer.cpu_s <= CPU_S_MAX, answer


def test_a_request_cut_anywhere_is_refused_or_whole_up_to_the_cut(siege: Siege):
    """Every prefix of a request is bytes from outside: none may end in a server error."""
    body = export_of(span(attribute(b"k", text(b"value"))), span(index=2))
    statuses = {siege.post(body[:cut]).status for cut in range(len(body) + 1)}
    assert statuses == {"200", "400"}


def test_flipped_bits_never_end_in_a_server_error(siege: Siege):
    chance = random.Random(1)
    whole = export_of(span(attribute(b"k", text(b"value"))), span(attribute(b"deep", nested(ANY_KVLIST, 5)), index=2))
    statuses = set()
    for _ in range(300):
        body = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            body[chance.randrange(len(body))] ^= 1 << chance.randrange(8)
        statuses.add(siege.post(bytes(body)).status)
    assert statuses <= {"200", "400"}
