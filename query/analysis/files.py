"""A file of spans as the rows that the collector would have stored."""

from dataclasses import dataclass

import polars as pl
import pyarrow as pa

from query.analysis.compiled import Batch, BatchFull, Block, ExportTooLarge, Limits, MalformedExport, transcode_json

_TABLE = "otel_traces"
# Nothing is too old or too far ahead for a file: the collector's bounds protect what is stored.
_LIMITS = Limits(future_ns_max=2**63 - 1)


class MalformedFile(ValueError):
    """No OTLP request of spans. The message says where and what, never content."""


@dataclass(frozen=True, slots=True)
class TraceFile:
    """Rows as `query.ask.trace` answers them, but for what the engine adds; and why spans were refused, with counts."""

    spans: pl.DataFrame
    refused: tuple[tuple[str, int], ...]


def read_file(body: bytes, *, json: bool) -> TraceFile:
    """An ExportTraceServiceRequest, OTLP/JSON or protobuf: any number of traces, by trace and start.

    Raises MalformedFile.
    """
    batch = Batch("traces", "file", _LIMITS)
    try:
        request = transcode_json("traces", body) if json else body
        receipt = batch.push(request, tenant="file", retention_days=1, received_unix_ns=0)
    except (MalformedExport, ExportTooLarge, BatchFull) as error:
        raise MalformedFile(str(error)) from error
    for block in batch.finish():
        if block.table == _TABLE:
            spans = _as_stored(block).sort("TraceId", "Timestamp", "SpanId", "SpanKind")
            return TraceFile(spans, tuple(receipt.reasons))
    refused = ", ".join(f"{count} {reason}" for reason, count in receipt.reasons)
    raise MalformedFile(f"there is no span in the file{f': {refused} refused' if refused else ''}")


def _as_stored(block: Block) -> pl.DataFrame:
    """A block's columns with the types that a store answers with: no dictionaries, and times in UTC."""
    arrow = pa.table(block)
    plain = pa.schema([pa.field(each.name, _plain(each.type)) for each in arrow.schema])
    frame = pl.DataFrame(arrow.cast(plain))
    return frame.with_columns(
        pl.col("Timestamp").dt.replace_time_zone("UTC"),
        pl.col("Events.Timestamp").list.eval(pl.element().dt.replace_time_zone("UTC")),
    )


def _plain(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_dictionary(kind):
        return kind.value_type
    if pa.types.is_map(kind):
        return pa.map_(_plain(kind.key_type), _plain(kind.item_type))
    return pa.list_(_plain(kind.value_type)) if pa.types.is_list(kind) else kind
