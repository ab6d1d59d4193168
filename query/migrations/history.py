"""The steps, oldest first. An entry that was released is never edited."""

from dataclasses import dataclass
from functools import cache

from query.migrations.frozen import tables
from query.migrations.operations import CreateTable, Operation


@dataclass(frozen=True, slots=True)
class Migration:
    """A step. `oldest_version` is the lowest schema version whose programs still work once this step was taken."""

    number: int
    name: str
    oldest_version: int
    operations: tuple[Operation, ...]


@cache
def history() -> tuple[Migration, ...]:
    """All steps this version knows."""
    return (Migration(1, "tables", 1, tuple(map(CreateTable, tables("0001_tables.json")))),)
