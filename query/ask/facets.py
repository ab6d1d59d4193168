"""The commonest values of some keys among the records that match a search.

One pass for all keys, in bounded memory: each key counts in a table of so many values (Space-Saving, Metwally et al.).
Counts are exact while a key has no more values than that; beyond, a count may be too high by Error, and says so.
"""

from collections.abc import Sequence

import polars as pl

from query.language import Search
from query.scope import Scope
from query.sql import Call, Constant, KeyValue, Named, Select, call, key_value, matching, render, scoped
from query.store import Store
from query.vocabulary import Vocabulary

# Each key reads a column of its own.
KEYS_MAX = 20
VALUES_MAX = 100
# Values that a key's table holds: some 100 bytes each, a table for each key and thread.
COUNTED_VALUES = 5_000
_SCHEMA = {"Key": pl.String, "Value": pl.String, "Count": pl.UInt64, "Error": pl.UInt64, "Others": pl.UInt64}


def facets(
    store: Store, scope: Scope, search: Search, vocabulary: Vocabulary, keys: Sequence[str], values_max: int
) -> pl.DataFrame:
    """Key, Value, Count, Error, Others; keys as asked, values by count. A key that no record has gives no row.

    Count is at most Error too high. Others are the records that have the key with a value that is not listed. Raises
    MalformedQuery, ValueError (too many keys or values, keys without values to list).
    """
    if not 0 < len(keys) <= KEYS_MAX:
        raise ValueError(f"{len(keys)} keys at once: 1 to {KEYS_MAX} can be asked for")
    if not 0 < values_max <= VALUES_MAX:
        raise ValueError(f"values are 1 to {VALUES_MAX} for each key, not {values_max}")
    columns = [named for at, key in enumerate(keys) for named in _counted(at, key_value(key, vocabulary))]
    select = Select(scoped(vocabulary.table, scope), tuple(columns), where=matching(search, vocabulary))
    row = store.frame(*render(select), scope.limits)
    return pl.concat([pl.DataFrame(schema=_SCHEMA), *(_facet(row, at, key, values_max) for at, key in enumerate(keys))])


def _counted(at: int, key: KeyValue) -> tuple[Named, Named]:
    """The top of a key's values, and how many there are of them all."""
    most = (Constant(VALUES_MAX), Constant(COUNTED_VALUES))
    if key.many:
        return (
            Named(f"top{at}", Call("approx_top_kArray", (key.value,), most)),
            Named(f"all{at}", call("sum", call("length", key.value))),
        )
    return (
        Named(f"top{at}", Call("approx_top_kIf", (key.value, key.present), most)),
        Named(f"all{at}", call("countIf", key.present)),
    )


def _facet(row: pl.DataFrame, at: int, key: str, values_max: int) -> pl.DataFrame:
    top = row.select(pl.col(f"top{at}").explode()).drop_nulls().unnest(f"top{at}")
    total = row[f"all{at}"][0]
    listed = (
        top.select(
            Key=pl.lit(key, pl.String),
            Value=pl.col("item").cast(pl.String),
            Count=pl.col("count").cast(pl.UInt64),
            Error=pl.col("error").cast(pl.UInt64),
        )
        .sort("Count", "Value", descending=[True, False])
        .head(values_max)
    )
    others = max(0, total - (listed["Count"] - listed["Error"]).sum())
    return listed.with_columns(Others=pl.lit(others, pl.UInt64))
