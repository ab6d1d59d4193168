"""What Jaeger's clients put into the query string, read once.

Clients differ from the written API: Grafana sends milliseconds where Jaeger takes microseconds, durations are Go's,
tags come as a JSON object or as repeated `tag=key:value`. Each reader raises ValueError naming the value and what is
understood.
"""

import json
import re
from decimal import Decimal

from pydantic import JsonValue, TypeAdapter, ValidationError

NS_PER_US = 1_000
NS_PER_MS = 1_000_000
NS_PER_S = 1_000_000_000
# A time of this century has 10 digits in seconds, 13 in milliseconds, 16 in microseconds and 19 in nanoseconds:
# magnitudes are four decades wide, so that no time between 1973 and 5138 is read in the wrong unit.
SECONDS_MAX = 10**11
MILLISECONDS_MAX = 10**14
MICROSECONDS_MAX = 10**17

_OBJECT = TypeAdapter(dict[str, JsonValue])
_GO_UNIT_NS = {
    "ns": 1,
    "us": NS_PER_US,
    "µs": NS_PER_US,
    "μs": NS_PER_US,
    "ms": NS_PER_MS,
    "s": NS_PER_S,
    "m": 60 * NS_PER_S,
    "h": 3_600 * NS_PER_S,
}
_GO_PART = r"(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)"
_GO_DURATION = re.compile(rf"(?:{_GO_PART})+")


def unix_ns(text: str) -> int:
    """A moment as nanoseconds, its unit told by its magnitude."""
    try:
        number = int(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a time: give microseconds since 1970") from None
    if abs(number) < SECONDS_MAX:
        return number * NS_PER_S
    if abs(number) < MILLISECONDS_MAX:
        return number * NS_PER_MS
    if abs(number) < MICROSECONDS_MAX:
        return number * NS_PER_US
    return number


def go_duration_ns(text: str) -> int:
    """`1.2s`, `100ms`, `1h2m3s` as nanoseconds; a plain number is microseconds, as older clients send it."""
    if text.isdecimal():
        return int(text) * NS_PER_US
    if not _GO_DURATION.fullmatch(text):
        raise ValueError(f"{text!r} is not a duration: write it like 1.2s, 100ms or 5us")
    return int(sum(Decimal(count) * _GO_UNIT_NS[unit] for count, unit in re.findall(_GO_PART, text)))


def tags(json_objects: list[str], pairs: list[str]) -> dict[str, str]:
    """Tags of `tags={"key":"value"}` and of repeated `tag=key:value`; a later one wins."""
    found: dict[str, str] = {}
    for text in json_objects:
        for key, value in _json_object(text).items():
            found[key] = value if isinstance(value, str) else json.dumps(value)
    for pair in pairs:
        key, colon, value = pair.partition(":")
        if not key or not colon:
            raise ValueError(f"{pair!r} is not a tag: write it like key:value")
        found[key] = value
    return found


def _json_object(text: str) -> dict[str, JsonValue]:
    try:
        return _OBJECT.validate_json(text)
    except ValidationError:
        raise ValueError(f'{text!r} is not a JSON object: write tags like {{"http.method":"GET"}}') from None
