"""One trace.

Its rows go from columns to JSON without becoming Python's numbers one by one: a million spans are twelve million
numbers. `models.Trace` says what comes out, and a test reads it back.
"""

import json
from collections.abc import Iterable, Iterator

import polars as pl
from pydantic import BaseModel

from controlplane.v1.models import ComparedRows, CriticalPath, TraceRows, TraceStatistics, TraceStatisticsRow
from query.analysis import KINDS, Comparison, Skeleton

# Rows of a table that a person reads.
STATISTICS_ROWS_MAX = 1_000
# Of a list that is sent bit by bit: some hundred kilobytes at once.
ITEMS_AT_ONCE = 200


def trace(found: Skeleton) -> bytes:
    """`models.Trace` as JSON."""
    head = {
        "trace_id": found.trace_id,
        "complete": found.complete,
        "start_unix_ns": str(found.start_unix_ns),
        "duration_ns": found.duration_ns,
        "spans": found.spans,
        "errors": found.errors,
        "services": found.services,
        "names": found.names,
        "kinds": KINDS,
        "warnings": found.warnings,
        "skew": [{"service": each.service, "shift_ns": each.shift_ns, "spans": each.spans} for each in found.skew],
    }
    return _with_columns(head, rows=_columns(found.rows, TraceRows), critical=_columns(found.critical, CriticalPath))


def comparison(found: Comparison) -> bytes:
    """`models.TraceComparison` as JSON."""
    head: dict[str, object] = {"services": found.services, "names": found.names}
    return _with_columns(head, rows=_columns(found.rows, ComparedRows))


def statistics(frame: pl.DataFrame) -> TraceStatistics:
    """What `query.ask.trace_statistics` answers."""
    columns = ("Value", "Count", "TotalNs", "SelfNs", "AvgNs", "P95Ns", "MaxNs", "Errors")
    names = ("value", "count", "total_ns", "self_ns", "avg_ns", "p95_ns", "max_ns", "errors")
    return TraceStatistics(
        rows=[
            TraceStatisticsRow(**dict(zip(names, row, strict=True)))
            for row in frame.head(STATISTICS_ROWS_MAX).select(columns).iter_rows()
        ],
        complete=frame.height <= STATISTICS_ROWS_MAX,
    )


def file(head: dict[str, object], traces: Iterable[Skeleton], spans: Iterable[BaseModel]) -> Iterator[bytes]:
    """`models.TraceFile` as JSON, bit by bit; `head` is what it has beside traces and spans."""
    yield _open(head) + b',"traces":['
    comma = b""
    for each in traces:
        yield comma + trace(each)
        comma = b","
    yield b'],"spans":['
    yield from _items(spans)


def spans(head: dict[str, object], items: Iterable[BaseModel]) -> Iterator[bytes]:
    """`models.TraceSpans` as JSON, bit by bit: spans are made as they are sent."""
    yield _open(head) + b',"spans":['
    yield from _items(items)


def _open(head: dict[str, object]) -> bytes:
    return json.dumps(head, ensure_ascii=False).encode()[:-1]


def _items(items: Iterable[BaseModel]) -> Iterator[bytes]:
    """Items with commas between, and the ends of their list and of the object it is in."""
    bits: list[bytes] = []
    comma = b""
    for item in items:
        bits += (comma, item.__pydantic_serializer__.to_json(item))
        comma = b","
        if len(bits) >= 2 * ITEMS_AT_ONCE:
            yield b"".join(bits)
            bits.clear()
    yield b"".join(bits) + b"]}"


def _columns(frame: pl.DataFrame, model: type[BaseModel]) -> bytes:
    """A struct of arrays as JSON, of the columns that the model has."""
    names = list(model.model_fields)
    if frame.is_empty():
        return json.dumps({name: [] for name in names}).encode()
    return frame.select(pl.col(names).implode()).write_json()[1:-1].encode()


def _with_columns(head: dict[str, object], **columns: bytes) -> bytes:
    parts = [_open(head)]
    for name, written in columns.items():
        parts += (f',"{name}":'.encode(), written)
    return b"".join((*parts, b"}"))
