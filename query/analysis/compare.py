"""Two traces as one tree: spans are the same where the services and names on their way from the root are."""

from dataclasses import dataclass

import polars as pl

from query.analysis.compiled import align_trees
from query.analysis.skeleton import FLAG_ERROR, Skeleton


@dataclass(frozen=True, slots=True)
class Comparison:
    """`rows` in pre-order, siblings as they first come in trace a, then in b: parent (row, -1 for a root), depth,
    service, name (places in `services` and `names`, -1 of a stub); count_a, duration_a_ns, self_a_ns, errors_a, which
    are sums, and the same of b.
    """

    services: tuple[str, ...]
    names: tuple[str, ...]
    rows: pl.DataFrame


def compare(a: Skeleton, b: Skeleton) -> Comparison:
    """The two traces aligned by path. A name that changed is a path that went and one that came."""
    services = tuple(sorted({*a.services, *b.services}))
    names = tuple(sorted({*a.names, *b.names}))
    rows = pl.concat(
        [
            each.rows.select(
                pl.col("parent") + (pl.col("parent") >= 0) * pl.lit(first, pl.Int32),
                _placed("service", each.services, services),
                _placed("name", each.names, names),
                *("duration_ns", "self_ns"),
                error=(pl.col("flags") & FLAG_ERROR).cast(pl.Int64),
                of_a=pl.lit(of_a),
            )
            for each, first, of_a in ((a, 0, True), (b, a.rows.height, False))
        ]
    )
    # One number for service and name; -1, the stub, is one of both.
    key = (pl.col("service").cast(pl.Int64) + 1) * (len(names) + 1) + pl.col("name") + 1
    paths, of_row = align_trees(rows.select("parent", key=key.rank("dense").cast(pl.UInt32)))
    sums = (
        pl.concat([rows, pl.DataFrame(of_row)], how="horizontal")
        .lazy()
        .group_by("path")
        .agg(
            pl.col("service", "name").first(),
            *(
                total
                for side, of_side in (("a", pl.col("of_a")), ("b", ~pl.col("of_a")))
                for total in (
                    of_side.cast(pl.Int64).sum().alias(f"count_{side}"),
                    pl.col("duration_ns").filter(of_side).sum().alias(f"duration_{side}_ns"),
                    pl.col("self_ns").filter(of_side).sum().alias(f"self_{side}_ns"),
                    pl.col("error").filter(of_side).sum().alias(f"errors_{side}"),
                )
            ),
        )
        .sort("path")
        .drop("path")
        .collect()
    )
    return Comparison(services, names, pl.concat([pl.DataFrame(paths), sums], how="horizontal"))


def _placed(column: str, words: tuple[str, ...], among: tuple[str, ...]) -> pl.Expr:
    """Places in one list as places in another that has all its words."""
    place = {word: number for number, word in enumerate(among)}
    places = pl.Series([place[word] for word in words], dtype=pl.Int32)
    known = pl.lit(places).gather(pl.when(pl.col(column) >= 0).then(pl.col(column)))
    return known.fill_null(-1).alias(column)
