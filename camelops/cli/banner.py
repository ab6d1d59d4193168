"""What `up` and `collector` say once they run."""

import logging
from importlib.metadata import version
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from camelops.cli.output import Output

if TYPE_CHECKING:  # the rooms behind it are loaded by the command that runs them
    from camelops.serving import Facts

log = logging.getLogger("camelops")


def show_started(output: Output, facts: "Facts") -> None:
    """A page for a person, one plain line per fact for a log."""
    rows = (
        ("OTLP/gRPC", facts.otlp_grpc),
        ("OTLP/HTTP", f"http://{facts.otlp_http}"),
        ("console, API" if facts.reads else "health", f"http://{facts.http}"),
        *([("commands", f"http://{facts.commands}")] if facts.commands else []),
        ("data", str(facts.data_dir)),
        ("store", facts.store),
    )
    if not output.remarks.is_terminal:
        log.info("camelops %s is running", version("camelops"))
        for name, value in rows:
            log.info("%s %s", name, value)
        return
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 2), pad_edge=True)
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    for name, value in rows:
        table.add_row(name, Text(value))
    screen = output.remarks
    screen.print()
    screen.print(Text.assemble("  ", (f"camelops {version('camelops')}", "bold"), " is running"))
    screen.print(table)
    screen.print()
    screen.print(Text.assemble("  send  ", (f"export OTEL_EXPORTER_OTLP_ENDPOINT=http://{facts.otlp_http}", "cyan")))
    if facts.reads:
        screen.print(
            Text.assemble("  look  ", (f"http://{facts.http}", "cyan"), "  or  ", ("camelops traces --follow", "cyan"))
        )
        if facts.commands:
            ask = (
                ("camelops exchanges", "cyan"),
                "  ",
                ("camelops routes --tree", "cyan"),
                "  ",
                ("camelops apps list", "cyan"),
            )
            screen.print(Text.assemble("  Camel ", *ask))
    screen.print(Text("  Ctrl-C drains and ends it", style="dim"))
    screen.print()
