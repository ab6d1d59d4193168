"""What protobuf's own parser says about bytes, asked about those bytes only that the native decoder reads.

The native decoder passes over what it does not store. Damage there is nobody's loss, but protobuf's parser complains of
it. So the parser is given the same schema without the unread fields, and the request without the unread groups.
"""

from collections.abc import Iterator
from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from google.protobuf.descriptor import FileDescriptor
from google.protobuf.message import DecodeError, Message

from tests.native.strategies import REQUEST_TYPES
from tests.wire import varint

# Sub-messages and texts that no column keeps. Unread numbers do not matter: skipping one takes the same bytes.
UNREAD = {
    "opentelemetry.proto.resource.v1.Resource": {"entity_refs"},
    "opentelemetry.proto.metrics.v1.Metric": {"metadata"},
}
VARINT, FIXED64, LEN, FIXED32 = 0, 1, 2, 5


def _pool() -> descriptor_pool.DescriptorPool:
    pool = descriptor_pool.DescriptorPool()
    done: set[str] = set()

    def add(file: FileDescriptor) -> None:
        if file.name in done:
            return
        done.add(file.name)
        for needed in file.dependencies:
            add(needed)
        copy = descriptor_pb2.FileDescriptorProto()
        file.CopyToProto(copy)
        for message in copy.message_type:
            unread = UNREAD.get(f"{copy.package}.{message.name}", set())
            kept = [field for field in message.field if field.name not in unread]
            del message.field[:]
            message.field.extend(kept)
        pool.Add(copy)

    for kind in REQUEST_TYPES.values():
        add(kind.DESCRIPTOR.file)
    return pool


_POOL = _pool()
READ_TYPES: dict[str, type[Message]] = {
    signal: message_factory.GetMessageClass(_POOL.FindMessageTypeByName(kind.DESCRIPTOR.full_name))
    for signal, kind in REQUEST_TYPES.items()
}


def is_request(signal: str, body: bytes) -> bool:
    """Whether protobuf's parser takes what the native decoder reads of `body`."""
    try:
        READ_TYPES[signal].FromString(_with_records(body))
    except DecodeError:
        return False
    return True


def overwrites(signal: str, body: bytes) -> bool:
    """Whether some value in `body` gives way to a later one: a field or a oneof set twice, perhaps a key in a list.

    Of such values the last stands, and the native decoder does not look into the others.
    """
    return _overwrites(READ_TYPES[signal].DESCRIPTOR, body)


def _overwrites(descriptor: Any, message: bytes) -> bool:
    seen: set[str] = set()
    try:
        fields = list(_fields(message))
    except DecodeError:
        return False
    for number, wire, _, content in fields:
        known = descriptor.fields_by_number.get(number)
        if known is None or wire != LEN:
            continue
        oneof = known.containing_oneof
        place = oneof.full_name if oneof else known.full_name
        in_list = descriptor.name == "KeyValueList"
        if place in seen and (in_list or not known.is_repeated):
            return True
        seen.add(place)
        if known.message_type and _overwrites(known.message_type, content):
            return True
    return False


def _with_records(body: bytes) -> bytes:
    """A request without the head of any resource or scope that has no records: nobody reads that."""
    request = []
    for number, wire, whole, resource in _fields(body):
        if (number, wire) != (1, LEN):
            request.append(whole)
            continue
        records, kept = 0, []
        for field in _fields(resource):
            if field[:2] != (2, LEN):
                kept.append(field)
                continue
            of_scope = list(_fields(field[3]))
            count = sum(inner[:2] == (2, LEN) for inner in of_scope)
            records += count
            kept.append((2, LEN, _delimited(2, _message(of_scope, with_head=count > 0)), b""))
        request.append(_delimited(1, _message(kept, with_head=records > 0)))
    return b"".join(request)


def _message(fields: list[tuple[int, int, bytes, bytes]], *, with_head: bool) -> bytes:
    return b"".join(whole for number, wire, whole, _ in fields if with_head or (number, wire) != (1, LEN))


def _delimited(number: int, content: bytes) -> bytes:
    return bytes([number << 3 | LEN]) + varint(len(content)) + content


def _fields(message: bytes) -> Iterator[tuple[int, int, bytes, bytes]]:
    """(number, wire type, the whole field, its content) of each field, groups taken for damage."""
    at = 0
    while at < len(message):
        start = at
        tag, at = _read_varint(message, at)
        wire, content = tag & 7, b""
        if wire == VARINT:
            _, at = _read_varint(message, at)
        elif wire == LEN:
            length, at = _read_varint(message, at)
            content = message[at : at + length]
            at += length
        elif wire in (FIXED64, FIXED32):
            at += 8 if wire == FIXED64 else 4
        else:
            raise DecodeError("group or unknown wire type")
        if at > len(message) or not 0 < tag >> 3 < 1 << 29:
            raise DecodeError("truncated, or no field number")
        yield tag >> 3, wire, message[start:at], content


def _read_varint(message: bytes, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if at == len(message):
            break
        value |= (message[at] & 0x7F) << shift
        at += 1
        if message[at - 1] < 0x80:
            return value, at
    raise DecodeError("varint without end")
