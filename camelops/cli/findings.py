"""What `doctor` found, a line each: the mark tells how bad without colour."""

from typing import TYPE_CHECKING

from rich.text import Text

from camelops.cli.output import Output

if TYPE_CHECKING:  # it loads every room
    from camelops.doctor import Finding

MARKS = {"ok": ("✓", "green"), "look": ("!", "yellow"), "broken": ("✗", "bold red")}
WHAT_CELLS = 18


def show_finding(output: Output, finding: "Finding") -> None:
    """One line, and the way out below."""
    mark, style = MARKS[finding.health]
    line = Text.assemble((f"{mark} ", style), (f"{finding.what:<{WHAT_CELLS}}", "bold"), finding.says)
    output.results.print(line)
    if finding.way_out:
        output.results.print(Text(f"{'':{WHAT_CELLS + 2}}→ {finding.way_out}", style=style))
