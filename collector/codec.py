"""The one place of this room that knows the native module: bytes to columns, checksums, JSON to protobuf."""

from native import Batch, BatchFull, Block, ExportTooLarge, Limits, Receipt, checksums, crc32c, transcode_json
from native import MalformedExport as MalformedBytes

__all__ = [
    "Batch",
    "BatchFull",
    "Block",
    "ExportTooLarge",
    "Limits",
    "MalformedBytes",
    "Receipt",
    "checksums",
    "crc32c",
    "transcode_json",
]
