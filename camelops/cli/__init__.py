"""The command line.

Reading order: `run` (up, collector, migrate, doctor, token, version), `read` (traces, trace, logs, metrics: questions
to a running camelops over HTTP), `server` (that connection), `output` (table or JSON lines), `waterfall` and `follow`
(pure), `errors` (how a command ends). A command imports what it runs, so that `camelops version` does not load
ClickHouse.
"""

import os
import sys

import typer

from camelops.cli import read, run, token
from camelops.cli.output import Output
from camelops.errors import CommandError

app = typer.Typer(
    name="camelops",
    help="Operations for Apache Camel: collect and explore traces, logs and metrics.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(run.up)
app.command()(run.collector)
app.command()(run.migrate)
app.command()(run.doctor)
app.command()(read.traces)
app.command()(read.trace)
app.command()(read.logs)
app.command()(read.metrics)
app.add_typer(token.app, name="token")
app.command()(run.version)


def main() -> None:
    """Runs the command of `sys.argv` and ends the process with its exit code."""
    try:
        app()
    except CommandError as error:
        Output().error(error)
        sys.exit(error.code)
    except BrokenPipeError:
        # The reader has seen enough (`| head`). Python would complain again while it flushes stdout at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
