"""A small body that becomes a large one, or lies about what it is."""

import gzip
import struct
import zlib
from collections.abc import Callable

import grpc
import pytest
import zstandard

from tests.faults.footprint import MIB, Footprint
from tests.faults.hostile.siege import CPU_S_MAX, Siege
from tests.faults.wire import export_of, span

# Twice the limit of 64 MiB, four times, and far beyond any memory.
BEYOND_LIMIT_MIB = 256
FAR_BEYOND_MIB = 10 * 1024
# While one bomb goes off: the decompressed limit once, and the buffers around it.
PEAK_GROWTH_BYTES_MAX = 160 * MIB

# No one reads 2 GiB to learn that it is too much.
TOO_LARGE = {"413"}
MALFORMED = {"400"}
UNKNOWN_ENCODING = {"400", "415"}


def gzip_bomb(mib: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    chunk = bytes(MIB)
    return b"".join(packer.compress(chunk) for _ in range(mib)) + packer.flush()


def zstd_bomb(mib: int) -> bytes:
    packer = zstandard.ZstdCompressor(level=1).compressobj()
    chunk = bytes(MIB)
    return b"".join(packer.compress(chunk) for _ in range(mib)) + packer.flush()


def zstd_with_a_window_of_2_gib() -> bytes:
    """A frame whose header asks for a window of 2^31 bytes; its one block is a byte repeated."""
    window_descriptor = (31 - 10) << 3
    block = struct.pack("<I", (8 << 3) | (1 << 1) | 1)[:3] + b"\0"
    return b"\x28\xb5\x2f\xfd" + bytes([0x00, window_descriptor]) + block


def zstd_that_lies_about_its_size() -> bytes:
    """A frame that says it holds 2^60 bytes and holds eight."""
    block = struct.pack("<I", (8 << 3) | (1 << 1) | 1)[:3] + b"\0"
    return b"\x28\xb5\x2f\xfd" + bytes([0xE0]) + struct.pack("<Q", 1 << 60) + block


BOMBS: dict[str, tuple[str, Callable[[], bytes], set[str]]] = {
    "gzip beyond the limit": ("gzip", lambda: gzip_bomb(BEYOND_LIMIT_MIB), TOO_LARGE),
    "zstd beyond the limit": ("zstd", lambda: zstd_bomb(BEYOND_LIMIT_MIB), TOO_LARGE),
    "zstd far beyond memory": ("zstd", lambda: zstd_bomb(FAR_BEYOND_MIB), TOO_LARGE),
    "zstd with a window of 2 GiB": ("zstd", zstd_with_a_window_of_2_gib, MALFORMED | TOO_LARGE),
    "zstd that lies about its size": ("zstd", zstd_that_lies_about_its_size, MALFORMED | TOO_LARGE),
    "gzip in gzip": ("gzip", lambda: gzip.compress(gzip_bomb(BEYOND_LIMIT_MIB)), MALFORMED),
    "gzip twice, said so": ("gzip, gzip", lambda: gzip.compress(gzip_bomb(BEYOND_LIMIT_MIB)), UNKNOWN_ENCODING),
    "truncated gzip": ("gzip", lambda: gzip.compress(export_of(span()))[:-9], MALFORMED),
    "truncated zstd": ("zstd", lambda: zstandard.compress(export_of(span()))[:-5], MALFORMED),
    "zstd cut in its last block": ("zstd", lambda: zstandard.compress(bytes(range(256)) * 1_000)[:-3], MALFORMED),
    "gzip with a wrong checksum": ("gzip", lambda: gzip.compress(export_of(span()))[:-8] + bytes(8), MALFORMED),
    "gzip with garbage behind": ("gzip", lambda: gzip.compress(export_of(span())) + b"garbage", MALFORMED),
    "200,000 empty gzip members": ("gzip", lambda: gzip.compress(b"") * 200_000, {"200"} | MALFORMED | TOO_LARGE),
    "no gzip at all": ("gzip", lambda: export_of(span()), MALFORMED),
    "brotli": ("br", lambda: b"\x8b\x00\x80\x03", UNKNOWN_ENCODING),
    "an unknown encoding": ("x-nothing", lambda: export_of(span()), UNKNOWN_ENCODING),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_before_it_goes_off(siege: Siege, name: str):
    encoding, body, statuses = BOMBS[name]
    bomb = body()
    footprint = Footprint(siege.platform.pid)
    footprint.forget_peak()
    before = footprint.resident_bytes()
    answer = siege.post(bomb, headers={"Content-Encoding": encoding})
    assert answer.status in statuses, answer
    assert answer.cpu_s <= CPU_S_MAX, answer
    assert footprint.peak_bytes() - before <= PEAK_GROWTH_BYTES_MAX


def test_a_gzip_body_of_two_members_is_read_to_its_end(siege: Siege):
    """RFC 1952: members follow each other. Half of a body must never pass as the whole."""
    body = export_of(span(index=1), span(index=2))
    cut = len(body) // 2
    answer = siege.post(gzip.compress(body[:cut]) + gzip.compress(body[cut:]), headers={"Content-Encoding": "gzip"})
    assert answer.status == "200"
    assert answer.rejected == 0


def test_a_grpc_message_beyond_the_limit_is_refused_before_it_goes_off(siege: Siege):
    footprint = Footprint(siege.platform.pid)
    footprint.forget_peak()
    before = footprint.resident_bytes()
    answer = siege.export(bytes(BEYOND_LIMIT_MIB * MIB), grpc.Compression.Gzip)
    assert answer.status == "RESOURCE_EXHAUSTED"
    assert footprint.peak_bytes() - before <= PEAK_GROWTH_BYTES_MAX
