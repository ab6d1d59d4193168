"""The fingerprints of requests in a segment file, without reading their bodies."""

from collections.abc import Iterator

from collector.spool.files import Files
from collector.spool.format import (
    DESCRIPTION_BYTES_MAX,
    PREFIX_BYTES,
    RECORD_BYTES,
    TENANT_BYTES_MAX,
    RecordHeader,
    UnreadableHeader,
    unpack_description,
    unpack_record,
)
from collector.spool.scan import scan

# Small bodies: many headers in one read. Large ones: little of what is read is in vain.
_WINDOW_BYTES = 64 * 1024
_HEADER_BYTES_MAX = RECORD_BYTES + TENANT_BYTES_MAX


def fingerprints_in(files: Files, name: str, *, whole: bool) -> Iterator[tuple[bytes, int]]:
    """Fingerprint and time of receipt, unix ns, of each request in the file; ends where the file cannot be read on.

    Left out are requests whose bytes may come again and be new. `whole`: no write of this file was interrupted. Else
    bodies are read and checked, too: a client must not be told of a request that is not there that it is stored.
    """
    headers = _headers(files, name) if whole else _checked_headers(files, name)
    for header in headers:
        if not header.untimed:
            yield header.fingerprint, header.received_unix_ns


def _checked_headers(files: Files, name: str) -> Iterator[RecordHeader]:
    try:
        data = files.read(name)
        description, start = unpack_description(data)
    except (OSError, UnreadableHeader):
        return
    yield from (record.header for record in scan(data, start, description.salt, sealed=False).records)


def _headers(files: Files, name: str) -> Iterator[RecordHeader]:
    try:
        window = files.read(name, 0, PREFIX_BYTES + DESCRIPTION_BYTES_MAX)
        description, at = unpack_description(window)
        start = 0
        while True:
            if at + RECORD_BYTES > start + len(window):
                start, window = at, files.read(name, at, _WINDOW_BYTES)
            header = unpack_record(window, at - start, description.salt)
            if header is None and len(window) == _WINDOW_BYTES and start != at:
                start, window = at, files.read(name, at, _HEADER_BYTES_MAX)
                header = unpack_record(window, 0, description.salt)
            if header is None:
                return
            yield header
            at += header.header_bytes + header.body_bytes
    except (OSError, UnreadableHeader):
        # Whatever is wrong with the file is dealt with when it is delivered. Here it means less protection
        # against a client that repeats itself, and nothing else.
        return
