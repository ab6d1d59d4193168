"""The one place of this room that knows the native module: trees of traces, and files as rows."""

from native import (
    Batch,
    BatchFull,
    Block,
    ExportTooLarge,
    Limits,
    MalformedExport,
    TraceTree,
    align_trees,
    trace_tree,
    transcode_json,
)

__all__ = [
    "Batch",
    "BatchFull",
    "Block",
    "ExportTooLarge",
    "Limits",
    "MalformedExport",
    "TraceTree",
    "align_trees",
    "trace_tree",
    "transcode_json",
]
