"""The skeleton of a trace: all its spans with their places and times, without what they carry.

A million spans are some 60 bytes each here; attributes, events and links would be a thousand.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from query.analysis.compiled import TraceTree, trace_tree

# By the number OTLP gives them.
KINDS = ("Unspecified", "Internal", "Server", "Client", "Producer", "Consumer")
FLAG_ERROR, FLAG_STUB, FLAG_SHIFTED, FLAG_CRITICAL, FLAG_EVENTS, FLAG_LINKS = 1, 2, 4, 8, 16, 32
# What `skeleton` takes: one row a span, in any order, repeated ones too.
_SPAN = {
    "Id": pl.UInt64,
    "ParentId": pl.UInt64,
    "Start": pl.Int64,
    "Duration": pl.UInt64,
    "Kind": pl.UInt8,
    "ServiceName": pl.String,
    "SpanName": pl.String,
    "Flags": pl.UInt8,
}


@dataclass(frozen=True, slots=True)
class Skew:
    """How far spans of a service were moved as its clock disagreed with its callers': the median, and how many."""

    service: str
    shift_ns: int
    spans: int


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A trace's tree.

    `rows` are in pre-order, roots and siblings by start: span_id, parent (row, -1 for a root), depth, start_ns (after
    `start_unix_ns`, set right by shift_ns), shift_ns, duration_ns, self_ns (what no child covers), service, name
    (places in `services` and `names`, -1 of a stub), kind (place in `KINDS`), flags (sum of `FLAG_…`), subtree (rows,
    itself included); then columns that were carried. A parent that did not arrive is a stub: a row without service and
    name.
    `critical` is the critical path of each root: row, start_ns, end_ns.
    `spans` and `errors` do not count stubs; `complete` is false where spans were left out because there are too many.
    """

    trace_id: str
    complete: bool
    start_unix_ns: int
    duration_ns: int
    spans: int
    errors: int
    services: tuple[str, ...]
    names: tuple[str, ...]
    rows: pl.DataFrame
    critical: pl.DataFrame
    warnings: tuple[str, ...]
    skew: tuple[Skew, ...]


def span_columns(stored: pl.DataFrame) -> pl.DataFrame:
    """Rows of otel_traces as the columns that `skeleton` takes."""
    kinds = pl.Series(KINDS)
    return stored.select(
        Id=_number("SpanId"),
        ParentId=_number("ParentSpanId"),
        Start=pl.col("Timestamp").dt.epoch("ns"),
        Duration="Duration",
        Kind=pl.col("SpanKind").replace_strict(kinds, pl.int_range(len(kinds), eager=True), default=0).cast(pl.UInt8),
        ServiceName="ServiceName",
        SpanName="SpanName",
        Flags=(
            (pl.col("StatusCode") == "Error") * pl.lit(FLAG_ERROR, pl.UInt8)
            + (pl.col("Events.Name").list.len() > 0) * pl.lit(FLAG_EVENTS, pl.UInt8)
            + (pl.col("Links.TraceId").list.len() > 0) * pl.lit(FLAG_LINKS, pl.UInt8)
        ),
    )


def skeleton(trace_id: str, spans: pl.DataFrame, *, complete: bool = True, carried: Sequence[str] = ()) -> Skeleton:
    """The tree of a trace's spans: columns as `span_columns` gives them, and those `carried` along to the rows.

    The same spans give the same tree, in whatever order they come. Raises ValueError for more than 2^30 - 1 spans.
    """
    services, service = _words(spans["ServiceName"])
    names, name = _words(spans["SpanName"])
    tree = trace_tree(
        spans.select(
            id=pl.col("Id").cast(_SPAN["Id"]),
            parent_id=pl.col("ParentId").cast(_SPAN["ParentId"]),
            start=pl.col("Start").cast(_SPAN["Start"]),
            duration=pl.col("Duration").cast(_SPAN["Duration"]),
            kind=pl.col("Kind").cast(_SPAN["Kind"]),
            service=service.cast(pl.UInt32),
        )
    )
    found = pl.DataFrame(tree.rows)
    of_span = spans.select(
        pl.lit(service).alias("service"),
        pl.lit(name).alias("name"),
        pl.col("Kind").cast(pl.UInt8).alias("kind"),
        pl.col("Flags").cast(pl.UInt8).alias("own"),
        *carried,
    )
    # A stub has no span: nothing is gathered for it.
    rows = pl.concat([found, of_span.select(pl.all().gather(found["span"]))], how="horizontal").select(
        *("span_id", "parent", "depth", "start_ns", "shift_ns", "duration_ns", "self_ns"),
        pl.col("service", "name").fill_null(-1),
        pl.col("kind").fill_null(0),
        pl.col("flags") | pl.col("own").fill_null(0),
        "subtree",
        *carried,
    )
    return Skeleton(
        trace_id=trace_id,
        complete=complete,
        start_unix_ns=tree.start_unix_ns,
        duration_ns=tree.end_unix_ns - tree.start_unix_ns,
        spans=found["span"].count(),
        errors=int((rows["flags"] & FLAG_ERROR).sum()),
        services=services,
        names=names,
        rows=rows,
        critical=pl.DataFrame(tree.critical),
        warnings=tuple(_warnings(tree)),
        skew=_skew(rows, services),
    )


def _number(column: str) -> pl.Expr:
    """An id of 16 hexadecimal digits; '' is 0."""
    return pl.col(column).str.to_integer(base=16, dtype=pl.UInt64, strict=False).fill_null(0)


def _words(column: pl.Series) -> tuple[tuple[str, ...], pl.Series]:
    """The different texts in order, and each row's place among them."""
    words = column.unique().sort()
    return tuple(words), column.cast(pl.Enum(words)).to_physical().cast(pl.Int32)


def _skew(rows: pl.DataFrame, services: tuple[str, ...]) -> tuple[Skew, ...]:
    moved = (
        rows.lazy()
        .filter(pl.col("shift_ns") != 0)
        .group_by("service")
        .agg(pl.col("shift_ns").quantile(0.5, "lower").cast(pl.Int64), pl.len())
        .sort("service")
        .collect()
    )
    return tuple(Skew(services[service], shift, count) for service, shift, count in moved.iter_rows())


def _warnings(tree: TraceTree) -> list[str]:
    counted = (
        (tree.orphans, "span has a parent that did not arrive", "spans have a parent that did not arrive"),
        (
            tree.cycles,
            "span is its own ancestor: it is shown as a root",
            "spans are their own ancestors: shown as roots",
        ),
        (tree.shared_ids, "span has the id of another span", "spans have the id of another span"),
    )
    return [f"{count} {one if count == 1 else many}" for count, one, many in counted if count]
