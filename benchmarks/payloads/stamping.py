"""Fresh ids and times for a request that was drawn before, without encoding it again.

Every id (trace, span, parent, link, exemplar) keeps its relations: it is XORed with one key per request. Every time is
moved by one shift. Both are single operations on the whole body taken as one little-endian number: a number with a 1 at
the first byte of each id, multiplied by the key, has the key at each of them and nothing elsewhere, since ids do not
overlap; likewise the times, which do not overflow their 64 bits.
"""

import json
import re
from base64 import b64decode
from collections.abc import Iterator

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.json_format import MessageToDict

from benchmarks.payloads.request import MESSAGES, Payload

IDS = frozenset({"trace_id", "span_id", "parent_span_id"})
TIMES = frozenset({"start_time_unix_nano", "end_time_unix_nano", "time_unix_nano", "observed_time_unix_nano"})
JSON_IDS = re.compile(r'"(traceId|spanId|parentSpanId)":"([^"]*)"')


class Template:
    """A drawn protobuf request."""

    def __init__(self, signal: str, payload: Payload) -> None:
        self.items = payload.items
        self._length = len(payload.body)
        self._body = int.from_bytes(payload.body, "little")
        ids, times = bytearray(self._length), bytearray(self._length)
        for name, offset in id_and_time_offsets(payload.body, MESSAGES[signal].DESCRIPTOR):
            (ids if name in IDS else times)[offset] = 1
        self._ids = int.from_bytes(ids, "little")
        self._times = int.from_bytes(times, "little")

    def stamp(self, key: int, shift_ns: int) -> bytes:
        """The request with every id, of a trace id its first half, XORed with the 64 bits of `key`, and every time
        later by `shift_ns`."""
        stamped = (self._body ^ self._ids * key) + self._times * shift_ns
        return stamped.to_bytes(self._length, "little")


class JsonTemplate:
    """The same request as OTLP/JSON: hex ids, enums as numbers. Only the ids are stamped."""

    def __init__(self, signal: str, payload: Payload) -> None:
        self.items = payload.items
        message = MESSAGES[signal].FromString(payload.body)
        values = MessageToDict(message, use_integers_for_enums=True)
        text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
        self._pieces: list[str] = []
        self._ids: list[bytes] = []
        end = 0
        for match in JSON_IDS.finditer(text):
            self._pieces.append(f'{text[end : match.start()]}"{match[1]}":"')
            self._ids.append(b64decode(match[2]))
            end = match.end() - 1
        self._pieces.append(text[end:])

    def stamp(self, key: int, shift_ns: int) -> bytes:
        """As `Template.stamp`; the times stay as they were drawn."""
        del shift_ns
        parts = [self._pieces[0]]
        for original, piece in zip(self._ids, self._pieces[1:], strict=True):
            parts.append((int.from_bytes(original, "little") ^ key).to_bytes(len(original), "little").hex())
            parts.append(piece)
        return "".join(parts).encode()


def id_and_time_offsets(body: bytes, descriptor: Descriptor) -> Iterator[tuple[str, int]]:
    """Field name and offset of the first byte of every id and every time that is there, in the order of the bytes."""
    yield from _walk(body, 0, len(body), descriptor)


def _walk(body: bytes, at: int, end: int, descriptor: Descriptor) -> Iterator[tuple[str, int]]:
    while at < end:
        tag, at = _varint(body, at)
        field = descriptor.fields_by_number.get(tag >> 3)
        match tag & 7:
            case 0:
                _, at = _varint(body, at)
            case 1:
                if field is not None and field.name in TIMES:
                    yield field.name, at
                at += 8
            case 2:
                length, at = _varint(body, at)
                if field is not None and field.name in IDS and length:
                    yield field.name, at
                elif field is not None and field.type == FieldDescriptor.TYPE_MESSAGE:
                    yield from _walk(body, at, at + length, field.message_type)
                at += length
            case 5:
                at += 4
            case other:
                raise ValueError(f"wire type {other} at byte {at} is not written by protobuf 3")


def _varint(body: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = body[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
