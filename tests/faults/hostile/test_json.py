"""OTLP/JSON made to harm, or to be read in two ways."""

import json
from typing import Any

import pytest

from tests.faults.hostile.siege import CPU_S_MAX, JSON, Siege

TRACE_ID = "5b8efff798038103d269b633813fc60c"


def request(**fields: Any) -> str:
    """One span with the fields given over good ones."""
    span = {"traceId": TRACE_ID, "spanId": "eee19b7ec3c1b174", "name": "x"} | fields
    return json.dumps({"resourceSpans": [{"scopeSpans": [{"spans": [span]}]}]})


def raw(**fields: str) -> str:
    """As `request`, with values that `json.dumps` would not write."""
    text = request(**{name: f"@{name}@" for name in fields})
    for name, value in fields.items():
        text = text.replace(f'"@{name}@"', value)
    return text


GOOD = {"200"}
BAD = {"400"}
BODIES: dict[str, tuple[str | bytes, set[str]]] = {
    "100,000 brackets": ("[" * 100_000, BAD),
    "100,000 brackets where resources belong": ('{"resourceSpans":' + "[" * 100_000, BAD),
    # Unknown fields are to be ignored; passing over one must not take a stack.
    "100,000 maps in an unknown field": ('{"unknown":' + '{"a":' * 100_000 + "1" + "}" * 100_001, GOOD | BAD),
    "values in values": (raw(attributes='[{"key":"k","value":' + '{"arrayValue":{"values":[' * 5_000), BAD),
    "NaN": (raw(startTimeUnixNano="NaN"), BAD),
    "Infinity": (raw(startTimeUnixNano="-Infinity"), BAD),
    "a time as a number": (request(startTimeUnixNano=1544712660000000000), GOOD),
    "a time as text": (request(startTimeUnixNano="1544712660000000000"), GOOD),
    "a time beyond 64 bits": (request(startTimeUnixNano=str(2**64)), BAD),
    "a time of 100,000 digits": (raw(startTimeUnixNano="1" * 100_000), BAD),
    "a time of 100,000 digits as text": (request(startTimeUnixNano="1" * 100_000), BAD),
    "an exponent beyond any number": (raw(startTimeUnixNano="1e400"), BAD),
    "a negative time": (request(startTimeUnixNano="-1"), BAD),
    # The specification wants integers alone; a receiver may be lenient, but must not guess.
    "an enum as its name": (request(kind="SPAN_KIND_SERVER"), GOOD | BAD),
    "an enum that is no name": (request(kind="SPAN_KIND_NONSENSE"), BAD),
    "a trace id in base64": (request(traceId="7+8py1sPlLqG5c9Xm8WBgQ=="), BAD),
    "a trace id of 15 bytes": (request(traceId="5b8efff798038103d269b633813fc6"), GOOD | BAD),
    "a trace id in upper case": (request(traceId=TRACE_ID.upper()), GOOD),
    "a trace id of zeros": (request(traceId="0" * 32), GOOD),
    "a byte order mark": (b"\xef\xbb\xbf" + request().encode(), GOOD | BAD),
    "invalid UTF-8": (request(name="@").encode().replace(b"@", b"\xff"), BAD),
    "a lone surrogate": (raw(name='"\\ud800"'), BAD),
    "the same key twice": (request()[:-1] + ', "resourceSpans": []}', GOOD | BAD),
    "garbage behind": (request() + "{}", BAD),
    "a list for a message": ("[]", BAD),
    "text for a message": ('"x"', BAD),
    "null": ("null", GOOD | BAD),
    "a null in a list": ('{"resourceSpans":[null]}', GOOD | BAD),
    "nothing at all": ("", BAD),
    "UTF-16": (request().encode("utf-16"), BAD),
}


@pytest.mark.parametrize("name", BODIES)
def test_hostile_json_is_refused_with_400(siege: Siege, name: str):
    body, statuses = BODIES[name]
    answer = siege.post(body if isinstance(body, bytes) else body.encode(), media_type=JSON)
    assert answer.status in statuses, answer
    assert answer.cpu_s <= CPU_S_MAX, answer
    # In the request's encoding: a Status, or a response that names what was rejected.
    parsed = json.loads(answer.body)
    if answer.status == "400":
        assert parsed["code"] == 3
        assert parsed["message"]


@pytest.mark.parametrize("trace_id", ["0" * 32, "5b8efff798038103d269b633813fc6"])
def test_a_span_with_an_impossible_id_is_named_as_rejected(siege: Siege, trace_id: str):
    answer = siege.post(request(traceId=trace_id).encode(), media_type=JSON)
    if answer.status == "200":
        assert int(json.loads(answer.body)["partialSuccess"]["rejectedSpans"]) == 1
