"""Finding the records of a segment file whatever happened to it. Pure: bytes in, a list of what is there out.

Three things are told apart. A *record* is whole. *Damage* is a range that held records and does not any more: it is
passed over to the next header whose salted checksum holds. A *torn tail* is what a crash left of a write that was never
acknowledged: only at the end of a file without footer, and only where the bytes run out or are all zero.
"""

from dataclasses import dataclass

from collector.codec import crc32c
from collector.spool.format import (
    FOOTER_BYTES,
    FOOTER_MAGIC,
    RECORD_BYTES,
    RECORD_MAGIC,
    Footer,
    RecordHeader,
    unpack_footer,
    unpack_record,
)


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """A whole record: `at` is the offset of its header, `body_at` of its body."""

    at: int
    body_at: int
    header: RecordHeader

    @property
    def end(self) -> int:
        """Offset of what follows."""
        return self.body_at + self.header.body_bytes


@dataclass(frozen=True, slots=True)
class Damage:
    """A range of the file that is not what was written. `header` is there when it alone survived; `records` are lost
    for certain, as the numbers of the records around tell."""

    at: int
    length: int
    records: int
    header: RecordHeader | None


@dataclass(frozen=True, slots=True)
class Scan:
    """`end` is the offset behind the last byte that is kept: records, damage between them, not the torn tail."""

    records: tuple[FoundRecord, ...]
    damage: tuple[Damage, ...]
    end: int
    torn_bytes: int
    footer: Footer | None


def scan(data: bytes, start: int, salt: int, *, sealed: bool) -> Scan:
    """Reads the records from offset `start` on. `sealed`: the file once had a footer, so nothing in it can be torn."""
    view = memoryview(data)
    records: list[FoundRecord] = []
    damage: list[Damage] = []
    at, seq = start, 0
    while at < len(data):
        header = _header(view, at, salt, seq)
        if header is not None:
            found = FoundRecord(at, at + header.header_bytes, header)
            if found.end > len(data):
                # The header is whole and the body runs out. A footer once stood behind it, or the write was torn.
                if not sealed:
                    return Scan(tuple(records), tuple(damage), at, len(data) - at, None)
                damage.append(Damage(at, len(data) - at, 1, header))
                return Scan(tuple(records), tuple(damage), len(data), 0, None)
            if header.seq > seq:
                damage.append(Damage(at, 0, header.seq - seq, None))
            if crc32c(view[found.body_at : found.end]) == header.body_crc:
                records.append(found)
            else:
                damage.append(Damage(at, found.end - at, 1, header))
            at, seq = found.end, header.seq + 1
            continue
        footer = unpack_footer(view, at, salt)
        if footer is not None:
            if footer.records > seq:
                damage.append(Damage(at, 0, footer.records - seq, None))
            return Scan(tuple(records), tuple(damage), at, 0, footer)
        resumed, resumed_seq = _resume(data, view, at + 1, salt, seq)
        if resumed == len(data) and not sealed and _is_torn(view[at:]):
            return Scan(tuple(records), tuple(damage), at, len(data) - at, None)
        damage.append(Damage(at, resumed - at, max(1, resumed_seq - seq), None))
        at, seq = resumed, max(seq, resumed_seq)
    if sealed and not (damage and damage[-1].at + damage[-1].length == len(data)):
        # Cut off exactly between two records: the footer went, and at least one record may have gone with it.
        damage.append(Damage(len(data), 0, 1, None))
    return Scan(tuple(records), tuple(damage), len(data), 0, None)


def _header(view: memoryview, at: int, salt: int, seq: int) -> RecordHeader | None:
    """A header at this place, unless its number was there before: numbers only grow."""
    header = unpack_record(view, at, salt)
    return header if header is not None and header.seq >= seq else None


def _resume(data: bytes, view: memoryview, at: int, salt: int, seq: int) -> tuple[int, int]:
    """The offset of the next record or footer, and the number of records before it; the end of the data if none."""
    candidates = [(RECORD_MAGIC, data.find(RECORD_MAGIC, at)), (FOOTER_MAGIC, data.find(FOOTER_MAGIC, at))]
    while any(place >= 0 for _, place in candidates):
        magic, place = min((each for each in candidates if each[1] >= 0), key=lambda each: each[1])
        if magic is RECORD_MAGIC:
            header = _header(view, place, salt, seq)
            if header is not None:
                return place, header.seq
        else:
            footer = unpack_footer(view, place, salt)
            if footer is not None:
                return place, footer.records
        candidates = [(each, data.find(each, place + 1) if each is magic else old) for each, old in candidates]
    return len(data), seq


def _is_torn(tail: memoryview) -> bool:
    """What a crash leaves of an unfinished write: a piece too short to be a record, or room that was never filled."""
    return len(tail) < max(RECORD_BYTES, FOOTER_BYTES) or not any(tail)
