"""Checksums against other implementations of the same functions."""

import pytest
import xxhash
from hypothesis import given
from hypothesis import strategies as st

import native


def crc32c_bit_by_bit(data: bytes, value: int = 0) -> int:
    """CRC-32C as RFC 3720 defines it: reflected, polynomial 0x1EDC6F41."""
    value ^= 0xFFFFFFFF
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = (value >> 1) ^ (0x82F63B78 if value & 1 else 0)
    return value ^ 0xFFFFFFFF


@pytest.mark.parametrize(
    ("data", "value"), [(b"", 0), (b"123456789", 0xE3069283), (bytes(32), 0x8A9136AA), (b"\xff" * 32, 0x62A8AB43)]
)
def test_crc32c_is_that_of_the_standard(data: bytes, value: int) -> None:
    assert native.crc32c(data) == value


@given(data=st.binary(max_size=300), cut=st.integers(0, 300))
def test_crc32c_goes_on_where_it_stopped(data: bytes, cut: int) -> None:
    whole = crc32c_bit_by_bit(data)
    assert native.crc32c(data) == whole
    assert native.crc32c(data[cut:], native.crc32c(data[:cut])) == whole


@given(key=st.text(max_size=20), body=st.one_of(st.binary(max_size=2000), st.just(bytes(100_000))))
def test_a_fingerprint_is_xxh3_of_the_body_seeded_by_the_key(key: str, body: bytes) -> None:
    expected = xxhash.xxh3_128_digest(body, seed=xxhash.xxh3_64_intdigest(key.encode()))
    assert native.checksums(key, body) == (expected, native.crc32c(body))


def test_fingerprints_in_old_spools_stay_readable() -> None:
    fingerprint, _ = native.checksums("acme", b"camel")
    assert fingerprint.hex() == "7570ee69efb3bf0547ef629db2056b84"
    assert fingerprint != native.checksums("bolt", b"camel")[0]


@pytest.mark.parametrize("of", [bytearray, memoryview])
def test_any_buffer_will_do(of: type) -> None:
    assert native.crc32c(of(b"123456789")) == 0xE3069283
    assert native.checksums("acme", of(b"camel")) == native.checksums("acme", b"camel")
