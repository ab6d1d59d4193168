"""ClickHouse's Native format, for the few rows that this side writes itself. Telemetry is encoded by `native`.

A block is: columns (varint), rows (varint); then for each column its name, its type and its values, one after another.
Texts are their length (varint) and UTF-8 bytes; numbers are little-endian.

https://clickhouse.com/docs/interfaces/formats/Native
"""

import struct
from collections.abc import Iterable, Mapping, Sequence

from query.schema import Table

_NUMBERS = {"UInt8": "<B", "UInt64": "<Q", "DateTime64(9)": "<q"}


def block(table: Table, rows: Sequence[Mapping[str, str | int]]) -> bytes:
    """All columns of the table, of rows that have them all. Raises KeyError for types that it does not know."""
    parts = [_varint(len(table.columns)), _varint(len(rows))]
    for column in table.columns:
        parts += (_text(column.name), _text(column.type))
        parts += _values(column.type, (row[column.name] for row in rows))
    return b"".join(parts)


def _values(kind: str, values: Iterable[str | int]) -> Iterable[bytes]:
    if kind == "String":
        return (_text(str(value)) for value in values)
    number = struct.Struct(_NUMBERS[kind])
    return (number.pack(value) for value in values)


def _text(value: str) -> bytes:
    encoded = value.encode()
    return _varint(len(encoded)) + encoded


def _varint(number: int) -> bytes:
    found = bytearray()
    while number >= 0x80:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    found.append(number)
    return bytes(found)
