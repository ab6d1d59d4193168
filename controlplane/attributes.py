"""Attribute values as they were sent, from the text and the kinds that the store keeps.

The store holds every value as text, and beside a map one character per attribute, in map order, for what it was: s
string, b bool, i int, d double, y bytes (base64), a array and k kvlist (JSON), e empty. No characters at all: all
strings.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import JsonValue


@dataclass(frozen=True, slots=True)
class Attribute:
    """`text` is canonical for its `kind`."""

    key: str
    kind: str
    text: str

    @property
    def value(self) -> JsonValue:
        """The value as JSON knows it; NaN and the infinities, which JSON does not know, stay text."""
        match self.kind:
            case "b":
                return self.text == "true"
            case "i":
                return int(self.text)
            case "d":
                number = float(self.text)
                return number if abs(number) < float("inf") else self.text
            case "a" | "k":
                structure: JsonValue = json.loads(self.text)
                return structure
            case "e":
                return None
            case _:
                return self.text


def typed(attributes: Mapping[str, str], kinds: str) -> Iterator[Attribute]:
    """Attributes in map order, each with its kind."""
    for (key, text), kind in zip(attributes.items(), kinds or "s" * len(attributes), strict=True):
        yield Attribute(key, kind, text)
