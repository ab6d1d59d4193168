"""Spans for tests, as the columns that a skeleton is made of."""

import polars as pl
from hypothesis import strategies as st

from query.analysis import KINDS, Skeleton, skeleton

START = 1_772_366_400_000_000_000
SCHEMA = {
    "Id": pl.UInt64,
    "ParentId": pl.UInt64,
    "Start": pl.Int64,
    "Duration": pl.UInt64,
    "Kind": pl.UInt8,
    "ServiceName": pl.String,
    "SpanName": pl.String,
    "Flags": pl.UInt8,
    "Value": pl.String,
}
Row = dict[str, object]


def row(number: int, parent: int = 0, start: int = 0, duration: int = 10, **given: object) -> Row:
    return {
        "Id": number,
        "ParentId": parent,
        "Start": START + start,
        "Duration": duration,
        "Kind": 1,
        "ServiceName": "orders",
        "SpanName": "step",
        "Flags": 0,
        "Value": None,
        **given,
    }


def frame(rows: list[Row]) -> pl.DataFrame:
    return pl.DataFrame(rows, SCHEMA)


def analysed(*rows: Row) -> Skeleton:
    return skeleton("a" * 32, frame(list(rows)), carried=["Value"])


@st.composite
def traces(draw) -> list[Row]:
    """Some with missing parents, some with several roots."""
    rows: list[Row] = []
    for number in range(1, draw(st.integers(1, 12)) + 1):
        rows.append(
            row(
                number,
                draw(st.integers(0, number - 1)) or draw(st.sampled_from([0, 0, 99])),
                draw(st.integers(0, 50)),
                draw(st.integers(0, 50)),
                Kind=draw(st.integers(0, len(KINDS) - 1)),
                ServiceName=draw(st.sampled_from(["orders", "billing", "größe"])),
                SpanName=draw(st.sampled_from(["GET /", "pay", ""])),
                Flags=draw(st.sampled_from([0, 0, 1, 16, 33])),
                Value=draw(st.sampled_from([None, "", "x", "y"])),
            )
        )
    return rows
