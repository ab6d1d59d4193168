"""Words on the terminal."""

from io import StringIO

import pytest
from rich.console import Console
from rich.text import Text

from camelops.cli.output import Column, Output, caret
from camelops.errors import CommandError, QueryRefusedError


def said(error: CommandError) -> list[str]:
    output = Output()
    output.remarks = Console(file=StringIO(), width=200, soft_wrap=True)
    output.error(error)
    assert isinstance(output.remarks.file, StringIO)
    return output.remarks.file.getvalue().splitlines()


def test_an_error_is_a_sentence_and_a_way_out():
    assert said(CommandError("port [red]1[/red] is taken", way_out="use another")) == [
        "error: port [red]1[/red] is taken",
        "use another",
    ]


def test_a_bad_query_has_its_caret_under_the_column():
    assert said(QueryRefusedError("expected a value", query="a:1 b:", column=7)) == [
        "error: expected a value",
        "  a:1 b:",
        "        ^",
    ]


@pytest.mark.parametrize(
    ("query", "column", "cells"), [("abc", 1, 0), ("日本 x", 3, 4), ("a\tb", 3, 2), ("", 1, 0), ("a", 9, 1)]
)
def test_the_caret_counts_cells_not_characters(query: str, column: int, cells: int):
    line, before = caret(query, column)
    assert before == cells
    assert line.isprintable()


def test_a_table_cuts_long_text_and_never_reads_markup():
    output = Output()
    output.results = Console(file=StringIO(), width=24, force_terminal=False)
    columns = [Column[str]("id", lambda item: item[:1], 4), Column[str]("name", Text)]
    output.table(columns, ["[b]bold[/b] and much too long"], header=True)
    assert isinstance(output.results.file, StringIO)
    assert [line.rstrip() for line in output.results.file.getvalue().splitlines()] == [
        "id   name",
        "[    [b]bold[/b] and mu…",
    ]
