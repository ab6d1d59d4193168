"""Bounded decompression: what a body says of its own size is not believed, half a stream is not taken as whole."""

import secrets
from collections.abc import Callable

from isal.igzip_lib import IsalError
from isal.isal_zlib import decompressobj as gunzipper
from zstandard import ZstdCompressor, ZstdDecompressor, ZstdError

from collector.errors import MalformedExport, TooLarge

ENCODINGS = ("gzip", "zstd")
"""Content encodings that are understood, beside `identity`."""

_GZIP_WBITS = 31
# A member is 20 bytes at least: without a bound, the work of starting each would be the bomb. Writers that flush by
# ending a member (bgzip: 64 KiB each) need 1,024 for the largest request.
_GZIP_MEMBERS_MAX = 2_048
# RFC 8878 recommends that decoders accept windows up to 8 MiB and warns of larger ones.
_ZSTD_WINDOW_BYTES_MAX = 8 * 1024 * 1024
# Read from the body at a time: what a member leaves over is copied, so it must be little.
_PIECE_BYTES = 64 * 1024
_STEP_BYTES = 1024 * 1024
# Small bodies may expand as they like: an empty attribute list of 10 KiB compresses a thousandfold and harms nobody.
_EXPANSION_FREE_BYTES = 1024 * 1024

# The zstd reader ends silently where its input ends, be it in the middle of a frame. A frame of our own behind the body
# tells: it comes out whole only if the body before it was whole. Nobody can send it, as nobody knows it.
_END = secrets.token_bytes(16)
_END_FRAME = ZstdCompressor(write_checksum=True).compress(_END)


def inflate(
    body: bytes, encoding: str, *, bytes_max: int, expansion_max: int, grow: Callable[[int], None] | None = None
) -> bytes:
    """The body's content. `grow` is told the bytes of every piece before the next one is made; it may raise.

    Raises TooLarge over either bound, MalformedExport for broken, cut or trailed streams.
    """
    bound = min(bytes_max, max(_EXPANSION_FREE_BYTES, len(body) * expansion_max))
    content = _Content(bound if encoding == "gzip" else bound + len(_END), grow)
    whole = _gunzip(body, content) if encoding == "gzip" else _unzstd(body, content)
    if whole:
        return b"".join(content.parts)
    if bound == bytes_max:
        raise TooLarge(f"the body is larger than {bytes_max} bytes when decompressed: send smaller batches")
    raise TooLarge(f"the body expands more than {expansion_max} times when decompressed")


class _Content:
    """What came out so far, up to a bound."""

    def __init__(self, bound: int, grow: Callable[[int], None] | None) -> None:
        self.parts: list[bytes] = []
        self._left = bound
        self._grow = grow

    def add(self, part: bytes) -> bool:
        """False when it would be more than the bound."""
        self._left -= len(part)
        if self._left < 0:
            return False
        if part:
            if self._grow is not None:
                self._grow(len(part))
            self.parts.append(part)
        return True


def _gunzip(body: bytes, content: _Content) -> bool:
    """False when there is more than fits. A gzip file may have several members (RFC 1952, 2.2)."""
    view = memoryview(body)
    at = members = 0
    while at < len(view):
        members += 1
        if members > _GZIP_MEMBERS_MAX:
            raise MalformedExport(f"the body has more than {_GZIP_MEMBERS_MAX} gzip members")
        member = gunzipper(wbits=_GZIP_WBITS)
        while not member.eof:
            piece = view[at : at + _PIECE_BYTES]
            if not piece:
                raise MalformedExport("the gzip stream ends in its middle")
            at += len(piece)
            try:
                if not content.add(member.decompress(piece, _STEP_BYTES)):
                    return False
                while member.unconsumed_tail:
                    if not content.add(member.decompress(member.unconsumed_tail, _STEP_BYTES)):
                        return False
            except IsalError as error:  # type: ignore[misc]  # the stub has it as a value
                raise MalformedExport(f"the body is not gzip: {error}") from error
        at -= len(member.unused_data)
    return True


def _unzstd(body: bytes, content: _Content) -> bool:
    """False when there is more than fits. Several frames may follow each other (RFC 8878, 3.1)."""
    decompressor = ZstdDecompressor(max_window_size=_ZSTD_WINDOW_BYTES_MAX)
    reader = decompressor.stream_reader(body + _END_FRAME, read_across_frames=True)
    try:
        while part := reader.read(_STEP_BYTES):
            if not content.add(part):
                return False
    except ZstdError as error:
        raise MalformedExport(f"the body is not zstd, or is cut: {error}") from error
    last = b"".join(content.parts[-2:])
    content.parts[-2:] = [last[: -len(_END)]]
    if not last.endswith(_END):
        raise MalformedExport("the zstd stream ends in its middle")
    return True
