"""Blocks of the native module read back through Arrow, as plain rows."""

from typing import Any

import pyarrow as pa

import native

RECEIVED_NS = 1_790_000_000_123_456_789


def rows_of(block: native.Block | pa.Table) -> list[dict[str, Any]]:
    """The rows of a block: times as integers of their unit, maps as lists of pairs in their stored order."""
    table = block if isinstance(block, pa.Table) else pa.table(block)
    columns = {name: _values(table[name].combine_chunks()) for name in table.column_names}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _values(column: pa.Array) -> list[Any]:
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.dictionary_decode()
    elif pa.types.is_timestamp(kind):
        column = column.cast(pa.int64())
    elif pa.types.is_list(kind) or pa.types.is_large_list(kind):
        # Times inside lists need the same cast as those outside.
        flat = _values(column.flatten())
        ends = column.value_lengths().to_pylist()
        values, at = [], 0
        for length in ends:
            values.append(flat[at : at + length])
            at += length
        return values
    elif pa.types.is_map(kind):
        return [[tuple(pair) for pair in one] for one in column.to_pylist()]
    elif pa.types.is_struct(kind):
        return [tuple(one.values()) for one in column.to_pylist()]
    return column.to_pylist()


def decoded(signal: str, body: bytes, **arguments: Any) -> tuple[native.Receipt, dict[str, list[dict[str, Any]]]]:
    """One request pushed into a new batch: the receipt and the rows of every table."""
    limits = native.Limits(**arguments.pop("limits", {}))
    batch = native.Batch(signal, "shared", limits)
    given = {"tenant": "acme", "retention_days": 30, "received_unix_ns": RECEIVED_NS, **arguments}
    receipt = batch.push(body, **given)
    return receipt, {block.table: rows_of(block) for block in batch.finish()}
