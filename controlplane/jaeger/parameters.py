"""What Jaeger's clients put into the query string, read once.

Clients differ from the written API: Grafana sends milliseconds where Jaeger takes microseconds, durations are Go's,
tags come as a JSON object or as repeated `tag=key:value`. Each reader raises ValueError naming the value and what is
understood.
"""

import json
import re
from datetime import UTC, datetime, timedelta
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
# No moment and no length of time in any unit has more digits.
_WHOLE = re.compile(r"[+-]?\d{1,20}", re.ASCII)
# `2562047h47m16.854775807s`, Go's longest, has 24.
DURATION_CHARACTERS_MAX = 64
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
_GO_PARTS = re.compile(_GO_PART, re.ASCII)
_GO_DURATION = re.compile(rf"(?:{_GO_PART})+", re.ASCII)
# A duration of a trace beyond what the store can hold is any duration.
DURATION_NS_MAX = 2**63 - 1
_RFC3339 = re.compile(r"(\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?([Zz]|[+-]\d\d:\d\d)", re.ASCII)


def unix_ns(text: str) -> int:
    """A moment as nanoseconds, its unit told by its magnitude."""
    if not _WHOLE.fullmatch(text):
        raise ValueError(f"{text[:40]!r} is not a time: give microseconds since 1970")
    number = int(text)
    if abs(number) < SECONDS_MAX:
        return number * NS_PER_S
    if abs(number) < MILLISECONDS_MAX:
        return number * NS_PER_MS
    if abs(number) < MICROSECONDS_MAX:
        return number * NS_PER_US
    return number


def go_duration_ns(text: str) -> int:
    """`1.2s`, `100ms`, `1h2m3s` as nanoseconds; a plain number is microseconds, as older clients send it."""
    if _WHOLE.fullmatch(text) and text[0] not in "+-":
        return min(int(text) * NS_PER_US, DURATION_NS_MAX)
    if len(text) > DURATION_CHARACTERS_MAX or not _GO_DURATION.fullmatch(text):
        raise ValueError(f"{text[:DURATION_CHARACTERS_MAX]!r} is not a duration: write it like 1.2s, 100ms or 5us")
    whole = sum(Decimal(count) * _GO_UNIT_NS[unit] for count, unit in _GO_PARTS.findall(text))
    return min(int(whole), DURATION_NS_MAX)


def milliseconds(text: str) -> int:
    """A length of time in milliseconds: its magnitude tells nothing."""
    if not _WHOLE.fullmatch(text) or text[0] == "-":
        raise ValueError(f"{text[:40]!r} is not a length of time: give milliseconds")
    return int(text)


def rfc3339_ns(text: str) -> int:
    """`2026-03-01T12:00:00.123456789Z` as nanoseconds since 1970."""
    found = _RFC3339.fullmatch(text)
    whole_s = _whole_seconds(found[1], found[3]) if found else None
    if found is None or whole_s is None:
        raise ValueError(f"{text[:40]!r} is not a time: write it like 2026-03-01T12:00:00Z")
    return whole_s * NS_PER_S + int((found[2] or "0").ljust(9, "0"))


def tags(json_objects: list[str], pairs: list[str]) -> dict[str, str]:
    """Tags of `tags={"key":"value"}` and of repeated `tag=key:value`; a later one wins."""
    found: dict[str, str] = {}
    for text in json_objects:
        for key, value in _json_object(text).items():
            found[key] = value if isinstance(value, str) else json.dumps(value)
    for pair in pairs:
        key, colon, value = pair.partition(":")
        if not key or not colon:
            raise ValueError(f"{pair[:80]!r} is not a tag: write it like key:value")
        found[key] = value
    return found


def _json_object(text: str) -> dict[str, JsonValue]:
    try:
        return _OBJECT.validate_json(text)
    except ValidationError:
        raise ValueError(f'{text[:80]!r} is not a JSON object: write tags like {{"http.method":"GET"}}') from None


def _whole_seconds(day_and_time: str, zone: str) -> int | None:
    """Since 1970; None for a 30th of February."""
    try:
        second = datetime.fromisoformat(day_and_time.upper() + zone.upper().replace("Z", "+00:00"))
    except ValueError:
        return None
    return (second - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(seconds=1)
