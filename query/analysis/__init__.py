"""One trace, looked into: its tree, what its spans did, and two of them side by side. No store is asked here.

In reading order: `skeleton` (rows in pre-order, self time, critical path, clocks set right), `statistics` (by service,
operation or attribute), `compare` (two traces by the way from the root), `files` (OTLP requests as the rows that would
be stored). What is counted a million times is done in `native`, which `compiled` alone knows.
"""

from query.analysis.compare import Comparison, compare
from query.analysis.files import MalformedFile, TraceFile, read_file
from query.analysis.skeleton import (
    FLAG_CRITICAL,
    FLAG_ERROR,
    FLAG_EVENTS,
    FLAG_LINKS,
    FLAG_SHIFTED,
    FLAG_STUB,
    KINDS,
    Skeleton,
    Skew,
    skeleton,
    span_columns,
)
from query.analysis.statistics import statistics

__all__ = [
    "FLAG_CRITICAL",
    "FLAG_ERROR",
    "FLAG_EVENTS",
    "FLAG_LINKS",
    "FLAG_SHIFTED",
    "FLAG_STUB",
    "KINDS",
    "Comparison",
    "MalformedFile",
    "Skeleton",
    "Skew",
    "TraceFile",
    "compare",
    "read_file",
    "skeleton",
    "span_columns",
    "statistics",
]
