"""`query.schema`: what holds for every table, and the page that documents them."""

from pathlib import Path

import pytest

from query.schema import TABLES, table
from query.schema.columns import HEAD
from query.schema.model import Engine
from query.schema.page import page

PAGE = Path(__file__).parents[2] / "docs" / "schema.md"
EACH = pytest.mark.parametrize("each", TABLES, ids=[table.name for table in TABLES])


def test_the_page_is_what_the_tables_say():
    assert PAGE.read_text() == page(), "run `python -m query.schema > docs/schema.md`"


@EACH
def test_every_table_belongs_to_a_tenant_first(each):
    assert each.columns[:3] == HEAD
    assert each.sort_key[0] == "TenantId"
    assert "TenantId" in each.shard_key
    assert each.time in each.column_names


@EACH
def test_every_column_is_named_once_and_documented(each):
    assert len(set(each.column_names)) == len(each.columns)
    assert all(column.doc for column in each.columns)
    assert each.doc


@EACH
def test_what_an_aggregating_table_does_not_aggregate_is_in_its_key(each):
    if each.engine is Engine.AGGREGATING:
        assert {column.name for column in each.columns if column.aggregate is None} == set(each.sort_key)
    else:
        assert all(column.aggregate is None for column in each.columns)


def test_nested_columns_come_in_whole_groups():
    """Columns that share a part before a dot are arrays of equal length."""
    for each in TABLES:
        assert all(column.type.startswith("Array(") for column in each.columns if "." in column.name)


def test_a_name_that_is_not_there_is_named():
    with pytest.raises(KeyError, match="otel_nothing"):
        table("otel_nothing")
    with pytest.raises(KeyError, match="table gaps has no column Colour"):
        table("gaps").column("Colour")
