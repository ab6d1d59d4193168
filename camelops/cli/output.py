"""What goes to the terminal: tables and colours when a person looks, JSON lines when a program reads.

Results go to stdout, everything said about them to stderr, so that a pipe carries results alone.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel
from rich.console import Console
from rich.table import Table
from rich.text import Text

from camelops.cli.text import one_line
from camelops.errors import CommandError, QueryRefusedError

# Narrower terminals leave out the columns that are marked so.
WIDE_CELLS = 110

ItemT = TypeVar("ItemT")


@dataclass(frozen=True)
class Column(Generic[ItemT]):
    """A column of a table. `cells` None takes what the others leave; fixed widths align the batches of --follow."""

    title: str
    text: Callable[[ItemT], str | Text]
    cells: int | None = None
    right: bool = False
    wide_only: bool = False


class Output:
    """Both streams of a command. A person looks when stdout is a terminal."""

    def __init__(self) -> None:
        # highlight=False: numbers and ids keep the colour they are given, not one guessed from their shape.
        self.results = Console(highlight=False, soft_wrap=True)
        self.remarks = Console(stderr=True, highlight=False, soft_wrap=True)

    @property
    def person_looks(self) -> bool:
        """Whether stdout is a terminal."""
        return self.results.is_terminal

    def json_line(self, item: BaseModel) -> None:
        """One object, one line, with the fields that the server sent."""
        self.results.file.write(item.model_dump_json(exclude_unset=True) + "\n")
        self.results.file.flush()

    def table(self, columns: Sequence[Column[ItemT]], items: Iterable[ItemT], *, header: bool) -> None:
        """Rows as wide as the terminal; long text is cut with an ellipsis, never wrapped."""
        wide = self.results.width >= WIDE_CELLS
        shown = [column for column in columns if wide or not column.wide_only]
        table = Table(
            box=None, expand=True, show_header=header, padding=(0, 1, 0, 0), header_style="dim", pad_edge=False
        )
        for column in shown:
            table.add_column(
                column.title,
                width=column.cells,
                ratio=1 if column.cells is None else None,
                justify="right" if column.right else "left",
                no_wrap=True,
                overflow="ellipsis",
            )
        for item in items:
            table.add_row(*(_plain(column.text(item)) for column in shown))
        self.results.print(table)

    def remark(self, text: str) -> None:
        """A sentence beside the results."""
        self.remarks.print(Text(text, style="dim"))

    def warning(self, text: str) -> None:
        """Something a person should know about the results."""
        self.remarks.print(Text.assemble(("! ", "bold yellow"), (text, "yellow")))

    def error(self, error: CommandError) -> None:
        """Why the command ends, and the way out; under a query, the place."""
        self.remarks.print(Text.assemble(("error: ", "bold red"), str(error)))
        if isinstance(error, QueryRefusedError):
            query, column = caret(error.query, error.column)
            self.remarks.print(Text(f"  {query}"))
            self.remarks.print(Text(f"  {' ' * column}^", style="bold red"))
        if error.way_out:
            self.remarks.print(Text(error.way_out))


def caret(query: str, column: int) -> tuple[str, int]:
    """The query in one line, and the cells before the caret for `column` (1 is the first character; one past the end is
    allowed).
    """
    line = "".join(each if each.isprintable() else " " for each in query)
    return line, Text(line[: max(column - 1, 0)]).cell_len


def _plain(text: str | Text) -> Text:
    # Never markup: `[red]` in a span's name is text.
    return text if isinstance(text, Text) else Text(one_line(text))
