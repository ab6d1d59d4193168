"""What a table is, as frozen values. DDL, documentation and the contract test with native are derived from these.

A column has the type it carries in a block. What the engine stores may wrap it: an aggregated column is stored as
`SimpleAggregateFunction(sum, UInt64)` and inserted as `UInt64`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

LC = "LowCardinality(String)"
# Keys repeat in every row: a dictionary. Values of span, log and data point attributes do not, values of resources do.
ATTRIBUTES = "Map(LowCardinality(String), String)"
REPEATED_ATTRIBUTES = "Map(LowCardinality(String), LowCardinality(String))"
TIME = "DateTime64(9)"


class Engine(StrEnum):
    """The table engine's family; the cluster's DDL puts `Replicated` before it."""

    MERGE_TREE = "MergeTree"
    AGGREGATING = "AggregatingMergeTree"
    REPLACING = "ReplacingMergeTree"


class Aggregate(StrEnum):
    """How rows of one sort key become one, in an aggregating table."""

    SUM = "sum"
    MIN = "min"
    MAX = "max"
    SUM_MAP = "sumMap"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its type in a block, what it means, how it is compressed ('' is the engine's LZ4).

    A column with a `default` is no part of a block: the engine computes it as it inserts.
    """

    name: str
    type: str
    doc: str
    codec: str = ""
    aggregate: Aggregate | None = None
    default: str = ""

    @property
    def stored_type(self) -> str:
        """The type in the table's DDL."""
        return f"SimpleAggregateFunction({self.aggregate}, {self.type})" if self.aggregate else self.type


@dataclass(frozen=True, slots=True)
class Index:
    """A data-skipping index."""

    name: str
    expression: str
    type: str
    granularity: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the telemetry database.

    `time` names the column that partition and retention go by; '' for what is kept until it is deleted. `version` names
    the column whose highest value is the row that counts, in a replacing table. `sort_key` begins with TenantId; the
    first `primary_key_length` of it are kept in memory as the sparse index. `shard_key` spreads rows over a cluster so
    that what is read or merged together lies together.
    """

    name: str
    doc: str
    columns: tuple[Column, ...]
    time: str
    sort_key: tuple[str, ...]
    primary_key_length: int
    shard_key: str
    engine: Engine = Engine.MERGE_TREE
    indexes: tuple[Index, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    version: str = ""

    @property
    def column_names(self) -> tuple[str, ...]:
        """In the order of the DDL and of a block."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """Raises KeyError naming the table when there is no such column."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"table {self.name} has no column {name}")
