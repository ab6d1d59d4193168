"""Attribute values as text, and the refusals that belong to them."""

import base64
import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue


@dataclass(frozen=True)
class Limits:
    """The same names and defaults as `native.Limits`."""

    value_depth_max: int = 32
    attributes_max: int = 1024
    value_bytes_max: int = 1 << 20
    future_ns_max: int = 600_000_000_000
    events_max: int = 1024
    links_max: int = 1024
    rollup_series_max: int = 2000
    suggestion_values_max: int = 100
    suggestion_value_bytes_max: int = 128
    message_days_max: int = 30
    original_days_max: int = 7


class RejectedError(Exception):
    """A record that is not stored, and the machine reason."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def check_bytes(count: int, limits: Limits) -> None:
    if count > limits.value_bytes_max:
        raise RejectedError("value_over_limit")


def check_text(text: str, limits: Limits) -> str:
    check_bytes(len(text.encode()), limits)
    return text


def double_text(value: float) -> str:
    """The shortest digits that give the value back; an exponent only from 1e21 on and below 1e-6."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    minus = "-" if sign else ""
    if value == 0:
        return f"{minus}0"
    figures = "".join(map(str, digits))
    if 1e-6 <= abs(value) < 1e21:
        return f"{Decimal(f'{minus}{figures}e{exponent}'):f}"
    fraction = f".{figures[1:]}" if figures[1:] else ""
    return f"{minus}{figures[0]}{fraction}e{int(exponent) + len(figures) - 1}"


ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


def json_string(text: str) -> str:
    escaped = (ESCAPES.get(char) or (f"\\u{ord(char):04x}" if char < " " else char) for char in text)
    return '"' + "".join(escaped) + '"'


def json_text(value: AnyValue, limits: Limits, depth: int = 0) -> str:
    """A value inside an array or a key-value list, which are `depth` deep around it."""
    match value.WhichOneof("value"):
        case "string_value":
            return json_string(value.string_value)
        case "bool_value" | "int_value":
            return text_and_kind(value, limits)[0]
        case "double_value" if math.isfinite(value.double_value):
            return double_text(value.double_value)
        case "double_value" | "bytes_value":
            return f'"{text_and_kind(value, limits)[0]}"'
        case "array_value":
            check_nested(value.array_value.ByteSize(), depth + 1, limits)
            return "[" + ",".join(json_text(one, limits, depth + 1) for one in value.array_value.values) + "]"
        case "kvlist_value":
            check_nested(value.kvlist_value.ByteSize(), depth + 1, limits)
            last = {pair.key: pair.value for pair in value.kvlist_value.values}
            pairs = (json_string(key) + ":" + json_text(one, limits, depth + 1) for key, one in last.items())
            return "{" + ",".join(pairs) + "}"
        case _:
            return "null"


def check_nested(encoded_bytes: int, depth: int, limits: Limits) -> None:
    if depth > limits.value_depth_max:
        raise RejectedError("value_too_deep")
    check_bytes(encoded_bytes, limits)


def text_and_kind(value: AnyValue, limits: Limits) -> tuple[str, str]:
    """The text that is stored for a value and the character of its kind."""
    match value.WhichOneof("value"):
        case "string_value":
            text, kind = value.string_value, "s"
        case "bool_value":
            text, kind = ("true" if value.bool_value else "false"), "b"
        case "int_value":
            text, kind = str(value.int_value), "i"
        case "double_value":
            text, kind = double_text(value.double_value), "d"
        case "bytes_value":
            text, kind = base64.b64encode(value.bytes_value).decode(), "y"
        case "array_value":
            text, kind = json_text(value, limits), "a"
        case "kvlist_value":
            text, kind = json_text(value, limits), "k"
        case _:
            text, kind = "", "e"
    return check_text(text, limits), kind


@dataclass(frozen=True)
class Attributes:
    """One attribute list: keys in the order of their first occurrence, each with its last value."""

    pairs: dict[str, str]
    kinds: dict[str, str]

    @property
    def types(self) -> str:
        text = "".join(self.kinds.values())
        return "" if set(text) <= {"s"} else text

    def get(self, *keys: str) -> str:
        return next((self.pairs[key] for key in keys if key in self.pairs), "")


def attributes(pairs: Iterable[KeyValue], limits: Limits) -> Attributes:
    texts: dict[str, str] = {}
    kinds: dict[str, str] = {}
    for count, pair in enumerate(pairs, start=1):
        if count > limits.attributes_max:
            raise RejectedError("attributes_over_limit")
        check_text(pair.key, limits)
        texts[pair.key], kinds[pair.key] = text_and_kind(pair.value, limits)
    return Attributes(texts, kinds)
