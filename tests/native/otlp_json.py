"""OTLP messages to OTLP/JSON values, written from the OTLP specification and not with protobuf's JSON printer.

Every spelling that the specification allows can be asked for, so that a reader is tried with all of them.
"""

import base64
import json
import math
import random
from dataclasses import dataclass, field
from typing import Any

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message

IDS = {"trace_id", "span_id", "parent_span_id"}
INTEGERS_64 = {
    FieldDescriptor.TYPE_INT64,
    FieldDescriptor.TYPE_UINT64,
    FieldDescriptor.TYPE_FIXED64,
    FieldDescriptor.TYPE_SFIXED64,
}


@dataclass
class Plain:
    """The usual spelling: integers of 64 bits as strings, ids in lower case, nothing that need not be there."""

    def integer_64(self, value: int) -> int | str:
        return str(value)

    def id(self, value: bytes) -> str:
        return value.hex()

    def base64(self, value: bytes) -> str:
        return base64.b64encode(value).decode()

    def double(self, value: float) -> float | int | str:
        if math.isnan(value):
            return "NaN"
        return value if math.isfinite(value) else ("Infinity" if value > 0 else "-Infinity")

    def members(self, members: list[tuple[str, Any]], absent: list[str]) -> dict[str, Any]:
        return dict(members)


@dataclass
class Mixed(Plain):
    """Any allowed spelling, chosen by `choice`: the same seed gives the same text."""

    choice: random.Random = field(default_factory=lambda: random.Random(0))

    def integer_64(self, value: int) -> int | str:
        return value if self.choice.random() < 0.5 else str(value)

    def id(self, value: bytes) -> str:
        return self.choice.choice([value.hex(), value.hex().upper()])

    def base64(self, value: bytes) -> str:
        text = self.choice.choice([base64.b64encode, base64.urlsafe_b64encode])(value).decode()
        return self.choice.choice([text, text.rstrip("=")])

    def double(self, value: float) -> float | int | str:
        usual = super().double(value)
        if isinstance(usual, str):
            return usual
        whole = value.is_integer() and abs(value) < 2**53 and not (value == 0 and math.copysign(1, value) < 0)
        return self.choice.choice([usual, repr(value), int(value) if whole else usual])

    def members(self, members: list[tuple[str, Any]], absent: list[str]) -> dict[str, Any]:
        unknown: list[tuple[str, Any]] = [("unknown", [{"traceId": 5}, None, "x", 1e300]), ("trace_id", {"a": {}})]
        nulls = [(name, None) for name in absent]
        extra = [pair for pair in [*unknown, *nulls] if self.choice.random() < 0.1]
        mixed = [*members, *extra]
        self.choice.shuffle(mixed)
        return dict(mixed)


def value_of(message: Message, spelling: Plain) -> dict[str, Any]:
    """A message as the value that `json.dumps` writes."""
    members = [(camel(found.name), _field(found, content, spelling)) for found, content in message.ListFields()]
    names = {name for name, _ in members}
    absent = [camel(known.name) for known in message.DESCRIPTOR.fields if camel(known.name) not in names]
    return spelling.members(members, absent)


def text_of(message: Message, spelling: Plain | None = None, **how: Any) -> bytes:
    """A message as OTLP/JSON text; `how` goes to `json.dumps`."""
    return json.dumps(value_of(message, spelling or Plain()), **how).encode()


def camel(name: str) -> str:
    """snake_case to lowerCamelCase."""
    head, *tail = name.split("_")
    return head + "".join(part.capitalize() for part in tail)


def _field(known: FieldDescriptor, content: Any, spelling: Plain) -> Any:
    if known.is_repeated:
        return [_single(known, one, spelling) for one in content]
    return _single(known, content, spelling)


def _single(known: FieldDescriptor, value: Any, spelling: Plain) -> Any:
    if known.type == FieldDescriptor.TYPE_MESSAGE:
        return value_of(value, spelling)
    if known.name in IDS:
        return spelling.id(value)
    if known.type == FieldDescriptor.TYPE_BYTES:
        return spelling.base64(value)
    if known.type == FieldDescriptor.TYPE_DOUBLE:
        return spelling.double(value)
    if known.type in INTEGERS_64:
        return spelling.integer_64(value)
    return value
