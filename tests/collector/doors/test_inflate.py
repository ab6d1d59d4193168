"""Decompression: bounded in time and memory, and never half of a body for the whole."""

import gzip
import struct
import time
import zlib

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from collector.doors.inflate import inflate
from collector.errors import MalformedExport, Overloaded, TooLarge

MIB = 1024 * 1024
BOUND = 4 * MIB


def unpacked(body: bytes, encoding: str = "gzip", **bounds: int) -> bytes:
    return inflate(body, encoding, **{"bytes_max": BOUND, "expansion_max": 100, **bounds})


PACK = {"gzip": gzip.compress, "zstd": zstandard.compress}


@given(st.sampled_from(sorted(PACK)), st.lists(st.binary(max_size=3_000), min_size=1, max_size=4))
def test_members_and_frames_follow_each_other(encoding, parts):
    assert unpacked(b"".join(map(PACK[encoding], parts)), encoding) == b"".join(parts)


@given(st.sampled_from(sorted(PACK)), st.binary(max_size=3_000), st.data())
def test_every_cut_is_refused(encoding, content, data):
    packed = PACK[encoding](content)
    cut = data.draw(st.integers(1, len(packed) - 1))
    with pytest.raises(MalformedExport):
        unpacked(packed[:cut], encoding)


@pytest.mark.parametrize("level", [1, 19])
@pytest.mark.parametrize("checksum", [True, False])
def test_a_zstd_stream_of_many_blocks_is_refused_wherever_it_is_cut(level, checksum):
    """As streaming compressors write it: no size in the header."""
    packer = zstandard.ZstdCompressor(level=level, write_checksum=checksum, write_content_size=False).compressobj()
    content = bytes(at % 251 for at in range(600_000))
    packed = packer.compress(content) + packer.flush()
    assert unpacked(packed, "zstd", expansion_max=1_000_000) == content
    for cut in range(1, len(packed), max(1, len(packed) // 200)):
        with pytest.raises(MalformedExport):
            unpacked(packed[:cut], "zstd")


@given(st.sampled_from(sorted(PACK)), st.binary(max_size=2_000))
def test_any_bytes_give_content_or_a_refusal(encoding, body):
    try:
        unpacked(body, encoding)
    except (MalformedExport, TooLarge):
        return


@pytest.mark.parametrize("encoding", sorted(PACK))
def test_the_bound_itself_is_allowed_and_one_byte_more_is_not(encoding):
    assert len(unpacked(PACK[encoding](bytes(BOUND)), encoding, expansion_max=1_000_000)) == BOUND
    with pytest.raises(TooLarge, match=str(BOUND)):
        unpacked(PACK[encoding](bytes(BOUND + 1)), encoding, expansion_max=1_000_000)


@pytest.mark.parametrize("encoding", sorted(PACK))
def test_a_body_that_expands_too_much_is_refused_beyond_its_first_mib(encoding):
    assert len(unpacked(PACK[encoding](bytes(MIB)), encoding)) == MIB
    with pytest.raises(TooLarge, match="100 times"):
        unpacked(PACK[encoding](bytes(3 * MIB)), encoding)


@pytest.mark.parametrize("encoding", sorted(PACK))
def test_every_piece_is_admitted_before_the_next_is_made(encoding):
    grown = []

    def grow(size: int) -> None:
        grown.append(size)
        if sum(grown) > 2 * MIB:
            raise Overloaded("no more")

    with pytest.raises(Overloaded):
        inflate(PACK[encoding](bytes(BOUND)), encoding, bytes_max=BOUND, expansion_max=1_000_000, grow=grow)
    assert sum(grown) <= 3 * MIB + 1


@pytest.mark.parametrize("tail", [b"garbage", bytes(7)])
@pytest.mark.parametrize("encoding", sorted(PACK))
def test_what_follows_a_stream_must_be_a_stream(encoding, tail):
    with pytest.raises(MalformedExport):
        unpacked(PACK[encoding](b"x") + tail, encoding)


def test_a_wrong_checksum_is_refused():
    packed = gzip.compress(b"some content")
    with pytest.raises(MalformedExport):
        unpacked(packed[:-8] + bytes(4) + packed[-4:])


def test_an_empty_body_is_empty():
    assert unpacked(b"") == b"" == unpacked(b"", "zstd")


def test_a_window_beyond_8_mib_is_refused():
    block = struct.pack("<I", (8 << 3) | (1 << 1) | 1)[:3] + b"\0"
    with pytest.raises(MalformedExport):
        unpacked(b"\x28\xb5\x2f\xfd" + bytes([0x00, (31 - 10) << 3]) + block, "zstd")


def test_a_size_in_the_header_is_not_believed():
    block = struct.pack("<I", (8 << 3) | (1 << 1) | 1)[:3] + b"\0"
    with pytest.raises(MalformedExport):
        unpacked(b"\x28\xb5\x2f\xfd" + bytes([0xE0]) + struct.pack("<Q", 1 << 60) + block, "zstd")


def test_many_empty_members_cost_no_time():
    """Each is 20 bytes; a copy of the rest for each would make this quadratic."""
    body = gzip.compress(b"") * 100_000
    started = time.process_time()
    with pytest.raises(MalformedExport, match="members"):
        unpacked(body)
    assert time.process_time() - started < 1


def test_a_large_incompressible_body_costs_linear_time():
    content = zlib.compress(b"x" * 1000)[:1] + bytes(range(256)) * 4_096 * 3
    body = gzip.compress(content, 0)
    started = time.process_time()
    assert unpacked(body) == content
    assert time.process_time() - started < 1
