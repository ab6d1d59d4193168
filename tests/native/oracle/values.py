"""Attribute values as text, and the refusals that belong to them."""

import base64
import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

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


class RejectedError(Exception):
    """A record that is not stored, and the machine reason."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def double_text(value: float) -> str:
    """The shortest digits that give the value back, written as JavaScript writes numbers."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return repr(value)


def nested(value: AnyValue, depth: int, limits: Limits) -> Any:
    """A value inside an array or kvlist as `json.dumps` takes it."""
    kind = value.WhichOneof("value")
    if depth > limits.value_depth_max:
        raise RejectedError("value_too_deep")
    if kind == "array_value":
        return [nested(one, depth + 1, limits) for one in value.array_value.values]
    if kind == "kvlist_value":
        return {pair.key: nested(pair.value, depth + 1, limits) for pair in value.kvlist_value.values}
    if kind == "bytes_value":
        return base64.b64encode(value.bytes_value).decode()
    if kind in (None, "string_value_strindex"):
        return None
    return getattr(value, kind)


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
        case "array_value" | "kvlist_value" as which:
            content = nested(value, 1, limits)
            text, kind = json.dumps(content, ensure_ascii=False, separators=(",", ":")), which[0]
        case _:
            text, kind = "", "e"
    if len(text.encode()) > limits.value_bytes_max:
        raise RejectedError("value_over_limit")
    return text, kind


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
    pairs = list(pairs)
    if len(pairs) > limits.attributes_max:
        raise RejectedError("attributes_over_limit")
    texts: dict[str, str] = {}
    kinds: dict[str, str] = {}
    for pair in pairs:
        texts[pair.key], kinds[pair.key] = text_and_kind(pair.value, limits)
    return Attributes(texts, kinds)
