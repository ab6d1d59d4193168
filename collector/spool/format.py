"""The bytes of a segment file, the only place that knows them; drawn in docs/formats/spool.md. Little-endian.

    file:    | prefix | description (JSON) | record … | footer |
    prefix:  | magic 8 "CAMELSPL" | version u16 | 0 u16 | description_bytes u32 | crc32c u32 |
    record:  | magic u32 | header_crc u32 | body_crc u32 | body_bytes u32 | seq u32 | items u32 | received_unix_ns u64
             | fingerprint 16 | retention_days u16 | tenant_bytes u16 | flags u16 | 0 u16 | tenant … | body … |
    footer:  | magic u32 | crc u32 | records u32 | 0 u32 | items u64 | end u64 |

The checksums of record headers and footers start from the segment's salt, a random number that is in the description
and nowhere else: a body that contains what looks like a record cannot be taken for one when damage is passed over.
"""

import json
import struct
from dataclasses import dataclass

from collector.codec import crc32c
from collector.model import Signal

VERSION = 1
_MAGIC = b"CAMELSPL"
_PREFIX = struct.Struct("<8sHHII")
_RECORD = struct.Struct("<IIIIIIQ16sHHHH")
_RECORD_CRC_FROM = 8
_FOOTER = struct.Struct("<IIIIQQ")
RECORD_MAGIC = b"\xa7cR1"
FOOTER_MAGIC = b"\xa7cF1"
_RECORD_MAGIC = int.from_bytes(RECORD_MAGIC, "little")
_FOOTER_MAGIC = int.from_bytes(FOOTER_MAGIC, "little")
PREFIX_BYTES = _PREFIX.size
RECORD_BYTES = _RECORD.size
FOOTER_BYTES = _FOOTER.size
# A partition group and nine limits take 400 bytes; more than this is not a description.
DESCRIPTION_BYTES_MAX = 64 * 1024
TENANT_BYTES_MAX = 0xFFFF
# A flag: the same bytes may come again and be a new message, because a log record in them carries no time of its own.
_UNTIMED = 1


class UnreadableHeader(Exception):
    """The file does not begin with a whole description of a segment."""


class TornHeader(UnreadableHeader):
    """The file ends within its description: it was never synced, so nothing in it was acknowledged."""


class NewerVersion(UnreadableHeader):
    """A later version of this program wrote the file, in a format of its own."""


@dataclass(frozen=True, slots=True)
class Description:
    """What is true of all records of a segment. `limits` are those its records became rows under the first time."""

    segment_id: str
    signal: Signal
    partition_group: str
    created_unix_ns: int
    boot_id: str
    salt: int
    limits: dict[str, int]


@dataclass(frozen=True, slots=True)
class RecordHeader:
    """One request. `items` are the spans, log records or data points of it that were accepted, `seq` counts from 0.
    `untimed`: the same body may come again and be a new message, for a log record in it carries no time of its own."""

    body_crc: int
    body_bytes: int
    seq: int
    items: int
    received_unix_ns: int
    fingerprint: bytes
    retention_days: int
    untimed: bool
    tenant: str
    header_bytes: int


@dataclass(frozen=True, slots=True)
class Footer:
    """How many records there are and where they end: with it, a file that lacks some is known to be damaged."""

    records: int
    items: int
    end: int


def pack_description(description: Description) -> bytes:
    """The beginning of a segment file."""
    text = json.dumps(
        {
            "id": description.segment_id,
            "signal": description.signal.value,
            "partition_group": description.partition_group,
            "created_unix_ns": description.created_unix_ns,
            "boot_id": description.boot_id,
            "salt": description.salt,
            "limits": description.limits,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()
    crc = crc32c(text, crc32c(_PREFIX.pack(_MAGIC, VERSION, 0, len(text), 0)))
    return _PREFIX.pack(_MAGIC, VERSION, 0, len(text), crc) + text


def unpack_description(data: bytes) -> tuple[Description, int]:
    """The description and where the first record begins. Raises TornHeader, NewerVersion, UnreadableHeader."""
    if len(data) < PREFIX_BYTES or _ends_before(data, PREFIX_BYTES):
        raise TornHeader(f"{len(data)} bytes are no segment header")
    magic, version, zero, length, crc = _PREFIX.unpack_from(data)
    if magic != _MAGIC:
        raise UnreadableHeader(f"the file begins with {magic.hex()}, not with {_MAGIC.hex()}")
    if version > VERSION:
        raise NewerVersion(f"the file has format version {version}, this program reads up to {VERSION}")
    if length > DESCRIPTION_BYTES_MAX:
        raise UnreadableHeader(f"a description of {length} bytes is over the bound of {DESCRIPTION_BYTES_MAX}")
    end = PREFIX_BYTES + length
    if end > len(data):
        raise TornHeader(f"the description needs {end} bytes, the file has {len(data)}")
    text = data[PREFIX_BYTES:end]
    found = crc32c(text, crc32c(_PREFIX.pack(magic, version, zero, length, 0)))
    if found != crc and _ends_before(data, end):
        raise TornHeader(f"from somewhere before offset {end} on, the file is zero")
    if found != crc:
        raise UnreadableHeader(f"the description's checksum is {found:#010x}, the file says {crc:#010x}")
    fields = json.loads(text)
    return (
        Description(
            segment_id=fields["id"],
            signal=Signal(fields["signal"]),
            partition_group=fields["partition_group"],
            created_unix_ns=fields["created_unix_ns"],
            boot_id=fields["boot_id"],
            salt=fields["salt"],
            limits=fields["limits"],
        ),
        end,
    )


def _ends_before(data: bytes, end: int) -> bool:
    """Whether room from before `end` on was never filled: a description ends in a brace."""
    return not any(data[end - 1 :])


def pack_record(
    salt: int,
    *,
    body_crc: int,
    body_bytes: int,
    seq: int,
    items: int,
    received_unix_ns: int,
    fingerprint: bytes,
    retention_days: int,
    untimed: bool,
    tenant: bytes,
) -> bytes:
    """A record up to its body. `tenant` is the organization's name in UTF-8."""
    unsealed = (
        _RECORD.pack(
            _RECORD_MAGIC,
            0,
            body_crc,
            body_bytes,
            seq,
            items,
            received_unix_ns,
            fingerprint,
            retention_days,
            len(tenant),
            _UNTIMED if untimed else 0,
            0,
        )
        + tenant
    )
    crc = crc32c(unsealed[_RECORD_CRC_FROM:], salt)
    return unsealed[:4] + crc.to_bytes(4, "little") + unsealed[_RECORD_CRC_FROM:]


def unpack_record(data: bytes | memoryview, at: int, salt: int) -> RecordHeader | None:
    """The record header at offset `at`, or None when there is none that is whole."""
    if len(data) - at < RECORD_BYTES:
        return None
    (
        magic, crc, body_crc, body_bytes, seq, items, received, fingerprint, retention, tenant_bytes, flags, _
    ) = _RECORD.unpack_from(data, at)  # fmt: skip
    end = at + RECORD_BYTES + tenant_bytes
    if magic != _RECORD_MAGIC or end > len(data) or crc32c(data[at + _RECORD_CRC_FROM : end], salt) != crc:
        return None
    return RecordHeader(
        body_crc=body_crc,
        body_bytes=body_bytes,
        seq=seq,
        items=items,
        received_unix_ns=received,
        fingerprint=fingerprint,
        retention_days=retention,
        untimed=bool(flags & _UNTIMED),
        tenant=bytes(data[at + RECORD_BYTES : end]).decode(),
        header_bytes=RECORD_BYTES + tenant_bytes,
    )


def is_cut_short(data: bytes | memoryview, at: int) -> bool:
    """Whether the data end before the header that begins at offset `at` does, by what is there of it."""
    if len(data) - at < RECORD_BYTES:
        return True
    magic, *_, tenant_bytes, _, _ = _RECORD.unpack_from(data, at)
    return bool(magic == _RECORD_MAGIC and at + RECORD_BYTES + tenant_bytes > len(data))


def pack_footer(salt: int, footer: Footer) -> bytes:
    """The end of a sealed segment file."""
    tail = _FOOTER.pack(_FOOTER_MAGIC, 0, footer.records, 0, footer.items, footer.end)[8:]
    return FOOTER_MAGIC + crc32c(tail, salt).to_bytes(4, "little") + tail


def unpack_footer(data: bytes | memoryview, at: int, salt: int) -> Footer | None:
    """The footer at offset `at`, or None when there is none that is whole and speaks of this offset."""
    if len(data) - at < FOOTER_BYTES:
        return None
    magic, crc, records, _, items, end = _FOOTER.unpack_from(data, at)
    if magic != _FOOTER_MAGIC or end != at or crc32c(data[at + 8 : at + FOOTER_BYTES], salt) != crc:
        return None
    return Footer(records, items, end)
