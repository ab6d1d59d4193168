import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.payloads import SIGNALS, Window, pool
from benchmarks.payloads.request import MESSAGES
from benchmarks.payloads.stamping import TIMES, JsonTemplate, Template, id_and_time_offsets

WINDOW = Window(1_790_000_000_000_000_000, 60_000_000_000)
PAYLOADS = {signal: pool(signal, seed=5, items=100, window=WINDOW, requests=1)[0] for signal in SIGNALS}
KEYS = st.integers(1, 2**64 - 1)
SHIFTS = st.integers(0, 3_600_000_000_000)


@pytest.mark.parametrize("signal", SIGNALS)
@settings(max_examples=20)
@given(key=KEYS, shift=SHIFTS)
def test_stamping_changes_the_ids_and_times_and_nothing_else(signal, key, shift):
    body = PAYLOADS[signal].body
    expected = bytearray(body)
    for name, at in id_and_time_offsets(body, MESSAGES[signal].DESCRIPTOR):
        old = int.from_bytes(body[at : at + 8], "little")
        expected[at : at + 8] = (old + shift if name in TIMES else old ^ key).to_bytes(8, "little")
    assert Template(signal, PAYLOADS[signal]).stamp(key, shift) == bytes(expected)


def test_every_id_and_time_of_the_spans_is_found():
    request = MESSAGES["traces"].FromString(PAYLOADS["traces"].body)
    spans = [span for resource in request.resource_spans for scope in resource.scope_spans for span in scope.spans]
    found = [name for name, _ in id_and_time_offsets(PAYLOADS["traces"].body, MESSAGES["traces"].DESCRIPTOR)]
    links = sum(len(span.links) for span in spans)
    assert found.count("trace_id") == len(spans) + links
    assert found.count("span_id") == len(spans) + links
    assert found.count("parent_span_id") == sum(bool(span.parent_span_id) for span in spans)
    assert found.count("time_unix_nano") == sum(len(span.events) for span in spans)


@settings(max_examples=20)
@given(key=KEYS)
def test_json_says_the_same_as_the_protobuf_it_came_from(key):
    said = json.loads(JsonTemplate("traces", PAYLOADS["traces"]).stamp(key, 0))
    spans = [span for resource in said["resourceSpans"] for scope in resource["scopeSpans"] for span in scope["spans"]]
    stamped = MESSAGES["traces"].FromString(Template("traces", PAYLOADS["traces"]).stamp(key, 0))
    expected = [span for resource in stamped.resource_spans for scope in resource.scope_spans for span in scope.spans]
    assert [(span["traceId"], span["spanId"]) for span in spans] == [
        (span.trace_id.hex(), span.span_id.hex()) for span in expected
    ]
    assert [int(span["startTimeUnixNano"]) for span in spans] == [span.start_time_unix_nano for span in expected]
    assert [span["kind"] for span in spans] == [span.kind for span in expected]


def test_a_wire_type_that_protobuf_3_does_not_write_is_refused():
    with pytest.raises(ValueError, match="wire type 3"):
        list(id_and_time_offsets(b"\x0b", MESSAGES["traces"].DESCRIPTOR))
