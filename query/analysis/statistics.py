"""What the spans of a trace did, by service, operation or any value they carry."""

import polars as pl

from query.analysis.skeleton import FLAG_ERROR, FLAG_STUB, Skeleton

SERVICE, OPERATION = "service", "operation"


def statistics(skeleton: Skeleton, by: str) -> pl.DataFrame:
    """Value, Count, TotalNs, SelfNs, AvgNs, P95Ns, MaxNs, Errors; most self time first.

    `by` is service, operation (its value is `service: name`) or a column that the skeleton carries. A span without the
    value is not counted, one with several counts for each. Stubs are not counted.
    """
    spans = skeleton.rows.lazy().filter((pl.col("flags") & FLAG_STUB) == 0)
    if by == SERVICE:
        spans = spans.with_columns(Value=_word("service", skeleton.services))
    elif by == OPERATION:
        name = pl.concat_str(_word("service", skeleton.services), pl.lit(": "), _word("name", skeleton.names))
        spans = spans.with_columns(Value=name)
    else:
        spans = spans.with_columns(Value=pl.col(by))
        if isinstance(skeleton.rows.schema[by], pl.List):
            spans = spans.with_columns(pl.col("Value").list.unique()).explode("Value")
        spans = spans.filter(pl.col("Value").is_not_null())
    return (
        spans.group_by("Value")
        .agg(
            Count=pl.len(),
            TotalNs=pl.col("duration_ns").sum(),
            SelfNs=pl.col("self_ns").sum(),
            AvgNs=pl.col("duration_ns").mean(),
            P95Ns=pl.col("duration_ns").quantile(0.95, "linear"),
            MaxNs=pl.col("duration_ns").max(),
            Errors=(pl.col("flags") & FLAG_ERROR).cast(pl.Int64).sum(),
        )
        .sort("SelfNs", "TotalNs", "Value", descending=[True, True, False])
        .collect()
    )


def _word(column: str, words: tuple[str, ...]) -> pl.Expr:
    return pl.lit(pl.Series(words, dtype=pl.String)).gather(pl.col(column))
