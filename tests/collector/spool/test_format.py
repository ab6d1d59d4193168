"""format: what is packed is unpacked, and nothing else is taken for it."""

import struct
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collector.codec import checksums, crc32c
from collector.model import Signal
from collector.spool.format import (
    FOOTER_BYTES,
    PREFIX_BYTES,
    RECORD_BYTES,
    Description,
    Footer,
    NewerVersion,
    TornHeader,
    UnreadableHeader,
    pack_description,
    pack_footer,
    pack_record,
    unpack_description,
    unpack_footer,
    unpack_record,
)

DESCRIPTION = Description(
    segment_id="01a20579-c198-7000-9c6d-8797bc08de3d",
    signal=Signal.LOGS,
    partition_group="kunden-größe",
    created_unix_ns=1_760_000_000_000_000_000,
    boot_id="8ade7026-2ae3-47fe-9e24-5d625db8cb50",
    salt=0xDEADBEEF,
    limits={"attributes_max": 1024},
)
SALT = DESCRIPTION.salt


def a_record(salt: int = SALT, tenant: str = "acme", body: bytes = b"body", seq: int = 7) -> bytes:
    return (
        pack_record(
            salt,
            body_crc=crc32c(body),
            body_bytes=len(body),
            seq=seq,
            items=3,
            received_unix_ns=1_760_000_000_123_456_789,
            fingerprint=checksums(tenant, body)[0],
            retention_days=30,
            untimed=True,
            tenant=tenant.encode(),
        )
        + body
    )


def test_a_description_is_read_back_and_says_where_records_begin():
    packed = pack_description(DESCRIPTION)
    assert unpack_description(packed + b"what follows") == (DESCRIPTION, len(packed))


def test_fields_that_a_later_version_added_are_passed_over():
    packed = bytearray(pack_description(DESCRIPTION))
    text = packed[PREFIX_BYTES:-1] + b',"added":{"later":1}}'
    prefix = struct.pack("<8sHHI", b"CAMELSPL", 1, 0, len(text))
    crc = crc32c(bytes(text), crc32c(prefix + bytes(4)))
    assert unpack_description(prefix + struct.pack("<I", crc) + text)[0] == DESCRIPTION


def test_a_later_format_is_told_from_a_damaged_one():
    packed = bytearray(pack_description(DESCRIPTION))
    packed[8] = 2
    with pytest.raises(NewerVersion, match="format version 2, this program reads up to 1"):
        unpack_description(bytes(packed))


@given(st.integers(0, len(pack_description(DESCRIPTION)) - 1), st.booleans())
def test_a_file_cut_within_its_description_is_torn_and_so_is_one_that_is_zero_from_there(size: int, zeros: bool):
    whole = pack_description(DESCRIPTION)
    torn = whole[:size] + (bytes(len(whole) - size + 100) if zeros else b"")
    with pytest.raises(TornHeader):
        unpack_description(torn)


@given(st.integers(0, len(pack_description(DESCRIPTION)) * 8 - 1))
def test_a_flipped_bit_in_the_description_is_found(bit: int):
    damaged = bytearray(pack_description(DESCRIPTION) + b"records")
    damaged[bit // 8] ^= 1 << bit % 8
    with pytest.raises(UnreadableHeader):
        unpack_description(bytes(damaged))


def test_a_record_header_is_read_back():
    header = unpack_record(b"xyz" + a_record(), 3, SALT)
    assert header is not None
    assert (header.tenant, header.seq, header.items, header.retention_days) == ("acme", 7, 3, 30)
    assert (header.body_bytes, header.body_crc, header.untimed) == (4, crc32c(b"body"), True)
    assert (header.received_unix_ns, header.header_bytes) == (1_760_000_000_123_456_789, RECORD_BYTES + 4)
    assert header.fingerprint == checksums("acme", b"body")[0]


@given(st.integers(0, (RECORD_BYTES + 4) * 8 - 1))
def test_a_flipped_bit_in_a_record_header_is_found(bit: int):
    damaged = bytearray(a_record())
    damaged[bit // 8] ^= 1 << bit % 8
    assert unpack_record(bytes(damaged), 0, SALT) is None


def test_a_record_of_another_segment_is_no_record_here():
    """So a body that contains one cannot be taken for a record when damage is passed over."""
    assert unpack_record(a_record(salt=SALT + 1), 0, SALT) is None


@given(st.binary(max_size=200), st.integers(0, 200))
def test_any_bytes_are_no_record_and_no_footer(data: bytes, at: int):
    assert unpack_record(data, at, SALT) is None
    assert unpack_footer(data, at, SALT) is None


def test_a_footer_speaks_of_its_own_place_alone():
    footer = Footer(records=5, items=12, end=40)
    data = bytes(40) + pack_footer(SALT, footer)
    assert unpack_footer(data, 40, SALT) == footer
    assert unpack_footer(data[1:], 39, SALT) is None
    assert unpack_footer(data, 40, SALT + 1) is None


@given(st.integers(0, FOOTER_BYTES * 8 - 1))
def test_a_flipped_bit_in_a_footer_is_found(bit: int):
    damaged = bytearray(pack_footer(SALT, Footer(records=5, items=12, end=0)))
    damaged[bit // 8] ^= 1 << bit % 8
    assert unpack_footer(bytes(damaged), 0, SALT) is None


def test_the_layout_is_pinned():
    """A file of today is read by every later version: change this number only together with VERSION."""
    packed = pack_description(replace(DESCRIPTION, partition_group="shared")) + a_record()
    packed += pack_footer(SALT, Footer(records=8, items=3, end=len(packed)))
    assert crc32c(packed) == 0x4BBE1F47
