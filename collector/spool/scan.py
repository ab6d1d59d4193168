"""Finding the records of a segment file whatever happened to it. Pure: bytes in, a list of what is there out.

Three things are told apart. A *record* is whole. *Damage* is a range that held records and does not any more: it is
passed over to the next header whose salted checksum holds. A *torn tail* is what a crash left of a write that was never
acknowledged: only at the end of a file without footer, and only where the bytes run out or are all zero.
"""

from dataclasses import dataclass

from collector.codec import crc32c
from collector.spool.format import (
    FOOTER_MAGIC,
    RECORD_MAGIC,
    RecordHeader,
    is_cut_short,
    unpack_footer,
    unpack_record,
)

_MAGICS = (RECORD_MAGIC, FOOTER_MAGIC)


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
    """`end` is the offset behind the last byte that is kept: records, damage between them, not the torn tail.
    `next_seq` is the number a further record would have, `footer` whether the file has one that is whole."""

    records: tuple[FoundRecord, ...]
    damage: tuple[Damage, ...]
    end: int
    next_seq: int
    torn_bytes: int
    footer: bool


def scan(data: bytes, start: int, salt: int, *, sealed: bool) -> Scan:
    """Reads the records from offset `start` on. `sealed`: the file once had a footer, so nothing in it can be torn."""
    return _Scanner(data, start, salt, sealed=sealed).scan()


class _Scanner:
    """Walks through one file. All before `_at` is accounted for; records before `_seq` were found or are lost."""

    def __init__(self, data: bytes, start: int, salt: int, *, sealed: bool) -> None:
        self._data = data
        self._view = memoryview(data)
        self._salt = salt
        self._sealed = sealed
        self._at = start
        self._seq = 0
        self._records: list[FoundRecord] = []
        self._damage: list[Damage] = []

    def scan(self) -> Scan:
        while self._at < len(self._data):
            header = self._header(self._at)
            footer = unpack_footer(self._view, self._at, self._salt) if header is None else None
            if header is not None:
                found = FoundRecord(self._at, self._at + header.header_bytes, header)
                if found.end > len(self._data) and not self._sealed:
                    return self._result(torn_bytes=len(self._data) - self._at)
                self._take(found)
            elif footer is not None:
                if footer.records > self._seq:
                    self._lose(self._at, next_seq=footer.records)
                return self._result(footer=True)
            else:
                resumed, seq = self._resume()
                if resumed == len(self._data) and not self._sealed and self._is_torn():
                    return self._result(torn_bytes=len(self._data) - self._at)
                self._lose(resumed, next_seq=seq)
        if self._sealed and not self._reaches_the_end():
            # Cut off exactly between two records: the footer went, and at least one record may have gone with it.
            self._lose(self._at, next_seq=self._seq)
        return self._result()

    def _take(self, found: FoundRecord) -> None:
        """A record whose header is whole: its body may still be damaged, and records before it may be missing."""
        if found.header.seq > self._seq:
            self._lose(self._at, next_seq=found.header.seq)
        body = self._view[found.body_at : found.end]
        if len(body) == found.header.body_bytes and crc32c(body) == found.header.body_crc:
            self._records.append(found)
            self._at, self._seq = found.end, found.header.seq + 1
        else:
            self._lose(min(found.end, len(self._data)), next_seq=found.header.seq + 1, header=found.header)

    def _lose(self, end: int, *, next_seq: int, header: RecordHeader | None = None) -> None:
        """What lies from here to `end` is damaged, and `next_seq` follows: at least one record is lost."""
        self._damage.append(Damage(self._at, end - self._at, max(1, next_seq - self._seq), header))
        self._at, self._seq = end, next_seq

    def _header(self, at: int) -> RecordHeader | None:
        """A header at this place, unless its number was there before: numbers only grow."""
        header = unpack_record(self._view, at, self._salt)
        return header if header is not None and header.seq >= self._seq else None

    def _resume(self) -> tuple[int, int]:
        """The offset of the next record or footer, and the number it continues with; the end of the data if none."""
        # Where each magic is next: found once and kept, because a body may be full of one and hold none of the other.
        places = {magic: self._find(magic, self._at + 1) for magic in _MAGICS}
        while True:
            magic = min(places, key=places.__getitem__)
            at = places[magic]
            if at == len(self._data):
                return at, self._seq
            places[magic] = self._find(magic, at + 1)
            header = self._header(at)
            if header is not None:
                return at, header.seq
            footer = unpack_footer(self._view, at, self._salt)
            if footer is not None:
                return at, footer.records

    def _find(self, magic: bytes, start: int) -> int:
        """Where it is; the end of the data if it is not."""
        found = self._data.find(magic, start)
        return found if found >= 0 else len(self._data)

    def _is_torn(self) -> bool:
        """Whether what follows is what a crash leaves of a write: a header's piece, or room that was not filled."""
        return is_cut_short(self._view, self._at) or not any(self._view[self._at :])

    def _reaches_the_end(self) -> bool:
        return bool(self._damage) and self._damage[-1].at + self._damage[-1].length == len(self._data)

    def _result(self, *, torn_bytes: int = 0, footer: bool = False) -> Scan:
        return Scan(tuple(self._records), tuple(self._damage), self._at, self._seq, torn_bytes, footer)
