"""The blocks that native writes are the columns of the tables: names, types, order."""

import pytest

import native
from query.schema import TABLES


@pytest.mark.parametrize("table", TABLES, ids=[table.name for table in TABLES])
def test_native_writes_the_columns_of_the_schema(table):
    assert native.columns(table.name) == [(column.name, column.type) for column in table.columns if not column.default]


def test_native_knows_these_tables_and_no_others():
    written = {name for signal in ("traces", "logs", "metrics") for name in native.tables(signal)}
    assert written == {table.name for table in TABLES}
