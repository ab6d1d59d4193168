"""scan: every byte of a file is accounted for, and what is whole is found whatever lies between."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collector.codec import crc32c
from collector.spool.format import FOOTER_BYTES, RECORD_BYTES, RECORD_MAGIC, Footer, pack_footer, pack_record
from collector.spool.scan import Scan, scan

SALT = 0x5EED
START = 11
FINGERPRINT = bytes(16)


def record(seq: int, body: bytes, salt: int = SALT, tenant: str = "acme") -> bytes:
    return (
        pack_record(
            salt,
            body_crc=crc32c(body),
            body_bytes=len(body),
            seq=seq,
            items=1,
            received_unix_ns=seq,
            fingerprint=FINGERPRINT,
            retention_days=30,
            untimed=False,
            tenant=tenant.encode(),
        )
        + body
    )


def body(seq: int) -> bytes:
    return random.Random(seq).randbytes(40 + seq)


def file(count: int, *, sealed: bool) -> tuple[bytes, list[int]]:
    """A file of `count` records behind START other bytes, and where each record begins."""
    data, places = bytes(START), []
    for seq in range(count):
        places.append(len(data))
        data += record(seq, body(seq))
    if sealed:
        data += pack_footer(SALT, Footer(count, count, len(data)))
    return data, places


def seqs(found: Scan) -> list[int]:
    return [each.header.seq for each in found.records]


def test_a_sealed_file_gives_its_records_and_no_damage():
    data, places = file(5, sealed=True)
    found = scan(data, START, SALT, sealed=True)
    assert [each.at for each in found.records] == places
    assert [data[each.body_at : each.end] for each in found.records] == [body(seq) for seq in range(5)]
    assert (found.damage, found.torn_bytes, found.footer, found.next_seq) == ((), 0, True, 5)


@given(st.integers(0, 5), st.integers(0, 280))
def test_an_open_file_cut_anywhere_gives_the_records_before_the_cut_and_a_torn_tail(records: int, cut: int):
    data, _ = file(records, sealed=False)
    tail = record(records, random.Random(0).randbytes(230))[:cut]
    found = scan(data + tail, START, SALT, sealed=False)
    assert seqs(found) == list(range(records))
    assert (found.end, found.torn_bytes, found.damage) == (len(data), len(tail), ())


@given(st.integers(0, 5), st.integers(0, 9_000))
def test_room_at_the_end_of_an_open_file_that_was_never_filled_is_a_torn_tail(records: int, size: int):
    data, _ = file(records, sealed=False)
    found = scan(data + bytes(size), START, SALT, sealed=False)
    assert seqs(found) == list(range(records))
    assert (found.end, found.torn_bytes, found.damage) == (len(data), size, ())


def test_a_whole_record_with_other_bytes_at_the_end_of_an_open_file_is_damage():
    """It may have been acknowledged: it is kept and counted, never passed over in silence."""
    data, places = file(3, sealed=False)
    found = scan(data[:-9] + bytes(9), START, SALT, sealed=False)
    assert (seqs(found), found.torn_bytes) == ([0, 1], 0)
    assert [(each.at, each.records) for each in found.damage] == [(places[2], 1)]


@given(st.data())
def test_one_flipped_bit_costs_one_record_and_is_noticed(data_of: st.DataObject):
    data, places = file(6, sealed=True)
    bit = data_of.draw(st.integers(START * 8, len(data) * 8 - 1))
    damaged = bytearray(data)
    damaged[bit // 8] ^= 1 << bit % 8
    hit = sum(place <= bit // 8 for place in places) - 1 if bit // 8 < len(data) - FOOTER_BYTES else None
    found = scan(bytes(damaged), START, SALT, sealed=True)
    assert seqs(found) == [seq for seq in range(6) if seq != hit]
    assert sum(each.records for each in found.damage) == 1
    if hit is not None:
        (only,) = found.damage
        assert (only.at, only.at + only.length) == (places[hit], [*places, len(data) - FOOTER_BYTES][hit + 1])


@given(st.integers(START, 6 * 150))
def test_a_sealed_file_cut_anywhere_loses_what_was_cut_and_says_so(size: int):
    data, places = file(6, sealed=True)
    size = min(size, len(data) - 1)
    ends = [*places[1:], len(data) - FOOTER_BYTES]
    found = scan(data[:size], START, SALT, sealed=True)
    assert seqs(found) == [seq for seq, end in enumerate(ends) if end <= size]
    assert sum(each.records for each in found.damage) >= 1
    assert found.torn_bytes == 0


@given(st.data())
def test_a_page_of_rubbish_costs_the_records_it_touches(data_of: st.DataObject):
    data, places = file(8, sealed=True)
    start = data_of.draw(st.integers(START, len(data) - FOOTER_BYTES - 1))
    length = data_of.draw(st.integers(1, 300))
    end = min(start + length, len(data) - FOOTER_BYTES)
    rubbish = data_of.draw(st.binary(min_size=end - start, max_size=end - start))
    damaged = data[:start] + rubbish + data[end:]
    ends = [*places[1:], len(data) - FOOTER_BYTES]
    touched = {seq for seq in range(8) if places[seq] < end and ends[seq] > start}
    found = scan(damaged, START, SALT, sealed=True)
    assert set(seqs(found)) >= set(range(8)) - touched
    if damaged != data:
        missing = 8 - len(found.records)
        assert sum(each.records for each in found.damage) == missing
        assert found.footer


def test_damage_knows_the_tenant_when_the_header_survived():
    data, places = file(3, sealed=True)
    damaged = bytearray(data)
    damaged[places[1] + RECORD_BYTES + 20] ^= 1
    (only,) = scan(bytes(damaged), START, SALT, sealed=True).damage
    assert only.header is not None
    assert (only.header.tenant, only.header.seq, only.header.items) == ("acme", 1, 1)


def test_a_record_inside_a_body_is_not_found_when_damage_is_passed_over():
    """Whoever sends a body that looks like a segment cannot know the segment's salt."""
    forged = record(2, b"forged", salt=SALT ^ 0xFFFF, tenant="victim")
    data = bytes(START) + record(0, b"first") + record(1, forged) + record(2, b"last")
    damaged = bytearray(data)
    damaged[START + len(record(0, b"first")) + 4] ^= 1
    found = scan(bytes(damaged), START, SALT, sealed=False)
    assert [each.header.tenant for each in found.records] == ["acme", "acme"]
    assert seqs(found) == [0, 2]


def test_a_record_that_was_there_before_is_not_taken_again():
    data = bytes(START) + record(0, b"first") + record(1, b"second") + record(0, b"first")
    assert seqs(scan(data, START, SALT, sealed=False)) == [0, 1]


@given(st.binary(max_size=2_000), st.booleans())
def test_any_bytes_give_a_scan_that_accounts_for_all_of_them(data: bytes, sealed: bool):
    found = scan(data, 0, SALT, sealed=sealed)
    assert found.records == ()
    assert found.end + found.torn_bytes == len(data)


# Looking for the footer's magic anew at each of a record's would take hours.
@pytest.mark.timeout(120)
def test_a_body_full_of_magics_behind_damage_is_passed_over():
    bait = RECORD_MAGIC * (1 << 18)
    data = bytes(START) + b"damage" + record(0, bait) + record(1, b"good")
    broken = bytearray(data)
    broken[START + 6] ^= 1
    found = scan(bytes(broken), START, SALT, sealed=False)
    assert seqs(found) == [1]
