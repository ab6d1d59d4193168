"""A segment file decoded again: the same blocks, byte for byte, as when its requests came in."""

from dataclasses import dataclass

from collector.codec import Batch, Block, ExportTooLarge, Limits, MalformedBytes
from collector.spool.format import Description, unpack_description
from collector.spool.scan import Damage, FoundRecord, scan
from collector.spool.settings import RecordLimits


@dataclass(frozen=True, slots=True)
class Decoded:
    """What a file gave. `damage` is what of it could not be read; `data` is the file, so that it can be set aside."""

    description: Description
    blocks: list[Block]
    damage: tuple[Damage, ...]
    data: bytes


def decode(data: bytes, *, sealed: bool) -> Decoded:
    """Decodes all records in their order, under the limits in the file. Raises UnreadableHeader.

    Rows depend on limits and decoder. The limits are those of the first time. A decoder of a later version may make
    other rows of the same bytes; it matters only for a segment some of whose tables were stored by the earlier one.
    """
    description, start = unpack_description(data)
    found = scan(data, start, description.salt, sealed=sealed)
    batch = Batch(description.signal.value, description.partition_group, limits_of(description.limits))
    damage = list(found.damage)
    for record in found.records:
        try:
            batch.push(
                data[record.body_at : record.end],
                tenant=record.header.tenant,
                retention_days=record.header.retention_days,
                received_unix_ns=record.header.received_unix_ns,
            )
        except (MalformedBytes, ExportTooLarge):
            damage.append(_undecodable(record))
    return Decoded(description, batch.finish(), tuple(damage), data)


def limits_of(limits: dict[str, int]) -> Limits:
    """The decoder's limits. Names this version does not know are left out, those it misses have its defaults."""
    return Limits(**RecordLimits.model_validate(limits).model_dump())


def _undecodable(record: FoundRecord) -> Damage:
    """The bytes are those that were written, and yet no OTLP to this decoder: an earlier one took them."""
    return Damage(record.at, record.end - record.at, 1, record.header)
