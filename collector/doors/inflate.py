"""Bounded decompression: what a body says of its own size is never believed."""

from isal import isal_zlib
from zstandard import ZstdDecompressor, ZstdError

from collector.errors import MalformedExport, TooLarge

ENCODINGS = ("gzip", "zstd")
"""Content encodings that are understood, beside `identity`."""

_GZIP_WBITS = 31
# RFC 8878 recommends that decoders accept windows up to 8 MiB and warns of larger ones.
_ZSTD_WINDOW_BYTES_MAX = 8 * 1024 * 1024
_STEP_BYTES = 1024 * 1024
# Small bodies may expand as they like: an empty attribute list of 10 KiB compresses a thousandfold and harms nobody.
_EXPANSION_FREE_BYTES = 1024 * 1024


def inflate(body: bytes, encoding: str, *, bytes_max: int, expansion_max: int) -> bytes:
    """The body's content. Raises TooLarge over either bound, MalformedExport for broken or truncated streams."""
    bound = min(bytes_max, max(_EXPANSION_FREE_BYTES, len(body) * expansion_max))
    content = _gunzip(body, bound) if encoding == "gzip" else _unzstd(body, bound)
    if content is not None:
        return content
    if bound == bytes_max:
        raise TooLarge(f"the body is larger than {bytes_max} bytes when decompressed: send smaller batches")
    raise TooLarge(f"the body expands more than {expansion_max} times when decompressed")


def _gunzip(body: bytes, bound: int) -> bytes | None:
    """None when there is more than `bound`. A gzip file may have several members (RFC 1952, 2.2)."""
    parts: list[bytes] = []
    size = 0
    rest = body
    while rest:
        member = isal_zlib.decompressobj(wbits=_GZIP_WBITS)
        while not member.eof:
            try:
                part = member.decompress(rest, _STEP_BYTES)
            except isal_zlib.error as error:  # type: ignore[misc]  # its stubs call the class a value
                raise MalformedExport(f"the body is not gzip: {error}") from error
            rest = member.unconsumed_tail
            size += len(part)
            if size > bound:
                return None
            parts.append(part)
            if not part and not rest and not member.eof:
                raise MalformedExport("the gzip stream ends in its middle")
        rest = member.unused_data
    return b"".join(parts)


def _unzstd(body: bytes, bound: int) -> bytes | None:
    """None when there is more than `bound`. Several frames follow each other (RFC 8878, 3.1)."""
    parts: list[bytes] = []
    size = 0
    reader = ZstdDecompressor(max_window_size=_ZSTD_WINDOW_BYTES_MAX).stream_reader(body, read_across_frames=True)
    try:
        while part := reader.read(_STEP_BYTES):
            size += len(part)
            if size > bound:
                return None
            parts.append(part)
    except ZstdError as error:
        raise MalformedExport(f"the body is not zstd: {error}") from error
    return b"".join(parts)
