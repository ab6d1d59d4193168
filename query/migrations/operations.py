"""What a migration may do. Each operation is data: it gives the statements for a target, and the schema after it.

There is nothing that drops or renames: older processes go on working on newer tables.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from query.schema import ddl
from query.schema.model import Column, Index, Table

Schema = Mapping[str, Table]
# The steps that were taken, a row each time.
RECORDS = "schema_migrations"


@dataclass(frozen=True, slots=True)
class CreateTable:
    """A new table."""

    table: Table

    def statements(self, target: ddl.Target) -> Iterator[str]:
        """Idempotent."""
        return ddl.create_table(self.table, target)

    def applied_to(self, schema: Schema) -> Schema:
        """The schema with the table."""
        return {**schema, self.table.name: self.table}


@dataclass(frozen=True, slots=True)
class AddColumn:
    """A new column behind an existing one. Rows from before hold its type's default."""

    table: str
    column: Column
    after: str

    def statements(self, target: ddl.Target) -> Iterator[str]:
        """Idempotent."""
        return ddl.add_column(self.table, self.column, self.after, target)

    def applied_to(self, schema: Schema) -> Schema:
        """The schema with the column."""
        table = schema[self.table]
        position = table.column_names.index(self.after) + 1
        columns = (*table.columns[:position], self.column, *table.columns[position:])
        return {**schema, self.table: replace(table, columns=columns)}


@dataclass(frozen=True, slots=True)
class AddIndex:
    """A new data-skipping index, behind the others. Rows from before are read without it."""

    table: str
    index: Index

    def statements(self, target: ddl.Target) -> Iterator[str]:
        """Idempotent."""
        return ddl.add_index(self.table, self.index, target)

    def applied_to(self, schema: Schema) -> Schema:
        """The schema with the index."""
        table = schema[self.table]
        return {**schema, self.table: replace(table, indexes=(*table.indexes, self.index))}


@dataclass(frozen=True, slots=True)
class Fill:
    """What a table would hold had it been there from the start: rows of another, some columns by expression.

    Not once the step `number` is recorded: from then on writers write to both tables.
    """

    number: int
    table: Table
    source: str
    expressions: tuple[tuple[str, str], ...]

    def statements(self, target: ddl.Target) -> Iterator[str]:
        """Idempotent: the rows are inserted under one token."""
        recorded = f"SELECT count() FROM {target.database}.{RECORDS} WHERE Number = {self.number}"  # noqa: S608  # names of ours
        return ddl.fill(self.table, self.source, dict(self.expressions), f"fill {self.table.name}", recorded, target)

    def applied_to(self, schema: Schema) -> Schema:
        """The same schema."""
        return schema


Operation = CreateTable | AddColumn | AddIndex | Fill
