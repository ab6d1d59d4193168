"""Statements that create what `query.schema` describes, for one server and for a cluster.

On a cluster a table is two: `<name>_local`, replicated within a shard, and `<name>`, a Distributed table over it that
readers and writers use. `{shard}` and `{replica}` are macros of each server's configuration. Every statement may be
repeated: several processes can start at once.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from query.schema.model import Column, Index, Table
from query.schema.periods import expiry, partition_key

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# A cluster is named by its server's configuration; {cluster} is the usual macro for it.
_CLUSTER = re.compile(r"[A-Za-z0-9_.-]+|\{[A-Za-z0-9_]+\}")

_COMMON_SETTINGS = {
    # Parts go as a whole once all rows in them have expired (see `periods`): no merge rewrites rows to forget some.
    "ttl_only_drop_parts": "1",
    # A merge costs a row more than its insert. At a part a second the default of 5 rewrites each row 4.5 times in five
    # minutes, 16 rewrites it 1.7 times, for some ten more parts to read.
    "merge_selector_base": "16",
}
# The last inserts a table remembers by their token, an entry per insert and partition, of all who write to it. The
# spool repeats an insert up to its safety lag of 600 s after it: this is enough for 50 entries a second, of which a
# segment makes one or two, and one of ten years' late rows 120. An entry costs 250 bytes, and a microsecond at a start.
_TOKENS_REMEMBERED = "30000"
# A fill sorts on disk beyond this.
_FILL_MEMORY_BYTES = 1024**3
_SINGLE_SETTINGS = {
    "non_replicated_deduplication_window": _TOKENS_REMEMBERED,
    # The token is remembered only after the part is on disk: else a power cut could keep the token and lose the rows.
    "fsync_after_insert": "1",
    "fsync_part_directory": "1",
    # A merged part is not synced: what it was merged from stays until the system has written it. The embedded engine's
    # own default is 0.
    "old_parts_lifetime": "480",
}
_CLUSTER_SETTINGS = {
    "replicated_deduplication_window": _TOKENS_REMEMBERED,
    # A week: a collector's disk may bring back its segments days after it went away.
    "replicated_deduplication_window_seconds": "604800",
}


@dataclass(frozen=True, slots=True)
class Target:
    """Where the tables lie: a database, on one server ('' cluster) or on a named cluster. Raises ValueError."""

    database: str
    cluster: str = ""

    def __post_init__(self) -> None:
        if not _IDENTIFIER.fullmatch(self.database):
            raise ValueError(f"{self.database!r} is not a database name: use letters, digits and _")
        if self.cluster and not _CLUSTER.fullmatch(self.cluster):
            raise ValueError(f"{self.cluster!r} is not a cluster name: use letters, digits, _ . - or a {{macro}}")

    @property
    def on_cluster(self) -> str:
        """The clause after a name, with a space before it, or ''."""
        return f" ON CLUSTER '{self.cluster}'" if self.cluster else ""


def create_database(target: Target) -> str:
    """Atomic: the embedded engine's default database is of another kind, which lacks much."""
    return f"CREATE DATABASE IF NOT EXISTS {target.database}{target.on_cluster} ENGINE = Atomic"


def create_table(table: Table, target: Target) -> Iterator[str]:
    """The statements that create a table, in order."""
    if not target.cluster:
        engine = f"{table.engine}({table.version})" if table.version else str(table.engine)
        yield _create(table, target, table.name, engine, _SINGLE_SETTINGS)
        return
    local = _local(table.name)
    place = f"'/clickhouse/tables/{{shard}}/{target.database}/{local}', '{{replica}}'"
    version = f", {table.version}" if table.version else ""
    replicated = f"Replicated{table.engine}({place}{version})"
    yield _create(table, target, local, replicated, _CLUSTER_SETTINGS)
    yield (
        f"CREATE TABLE IF NOT EXISTS {target.database}.{table.name}{target.on_cluster} AS {target.database}.{local}\n"
        f"ENGINE = Distributed('{target.cluster}', '{target.database}', '{local}', {table.shard_key})"
    )


def add_column(table: str, column: Column, after: str, target: Target) -> Iterator[str]:
    """The statements that add a column behind another, local table first: the Distributed one reads from it."""
    for name in _stored_first(table, target):
        yield (
            f"ALTER TABLE {target.database}.{name}{target.on_cluster} "
            f"ADD COLUMN IF NOT EXISTS {_column(column)} AFTER {quoted(after)}"
        )


def add_index(table: str, index: Index, target: Target) -> Iterator[str]:
    """The statement that adds an index for rows that come from now on, where they are stored."""
    name = _local(table) if target.cluster else table
    described = _index(index).removeprefix("INDEX ")
    yield f"ALTER TABLE {target.database}.{name}{target.on_cluster} ADD INDEX IF NOT EXISTS {described}"


def fill(
    table: Table, source: str, expressions: Mapping[str, str], token: str, unless: str, target: Target
) -> Iterator[str]:
    """The statement that fills a table from another's columns, the named ones by an expression; once for the token.

    Nothing where `unless`, a scalar subquery, is not 0.
    """
    names = table.column_names
    chosen = (f"{expressions[name]} AS {quoted(name)}" if name in expressions else quoted(name) for name in names)
    # In one order, whoever runs it: the blocks of a second run are those of the first.
    settings = {
        "insert_deduplicate": 1,
        "insert_deduplication_token": f"'{token}'",
        "distributed_foreground_insert": 1,
        "max_partitions_per_insert_block": 0,
        "max_execution_time": 0,
        "max_bytes_before_external_sort": _FILL_MEMORY_BYTES,
    }
    yield (
        f"INSERT INTO {target.database}.{table.name} ({', '.join(map(quoted, names))})\n"
        f"SELECT {', '.join(chosen)}\nFROM {target.database}.{source}\nWHERE ({unless}) = 0\n"
        f"ORDER BY {', '.join(table.sort_key)}\n"
        f"SETTINGS {', '.join(f'{key} = {value}' for key, value in settings.items())}"
    )


def quoted(name: str) -> str:
    """A column's name as an identifier: the names of nested columns hold a dot."""
    return name if _IDENTIFIER.fullmatch(name) else f"`{name}`"


def _local(table: str) -> str:
    return f"{table}_local"


def _stored_first(table: str, target: Target) -> tuple[str, ...]:
    return (_local(table), table) if target.cluster else (table,)


def _create(table: Table, target: Target, name: str, engine: str, settings: Mapping[str, str]) -> str:
    lines = [*map(_column, table.columns), *map(_index, table.indexes)]
    body = ",\n".join(f"    {line}" for line in lines)
    all_settings = {**_COMMON_SETTINGS, **settings, **table.settings}
    partition = f"PARTITION BY {partition_key(table.time)}\n" if table.time else ""
    retention = f"TTL {expiry(table.time)}\n" if table.time else ""
    primary_key = ", ".join(table.sort_key[: table.primary_key_length])
    return (
        f"CREATE TABLE IF NOT EXISTS {target.database}.{name}{target.on_cluster}\n(\n{body}\n)\n"
        f"ENGINE = {engine}\n"
        f"{partition}"
        f"PRIMARY KEY ({primary_key})\n"
        f"ORDER BY ({', '.join(table.sort_key)})\n"
        f"{retention}"
        f"SETTINGS {', '.join(f'{key} = {value}' for key, value in all_settings.items())}"
    )


def _column(column: Column) -> str:
    codec = f" CODEC({column.codec})" if column.codec else ""
    default = f" DEFAULT {column.default}" if column.default else ""
    return f"{quoted(column.name)} {column.stored_type}{default}{codec}"


def _index(index: Index) -> str:
    return f"INDEX {index.name} {index.expression} TYPE {index.type} GRANULARITY {index.granularity}"
