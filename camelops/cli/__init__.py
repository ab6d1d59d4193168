"""The command line.

Reading order: `run` (up, collector, migrate, doctor, token, version), `sidecar`, `redact`; questions to a running
camelops over HTTP: `read` (traces, trace, logs, metrics), `exchanges` (exchanges, exchange), `routes`, `apps` (what
Camel applications are told through it), `asking` (what these share), `server` (that connection); `output` (table or
JSON lines), `waterfall`, `exchange_page` and `follow` (pure), `errors` (how a command ends). A command imports what it
runs, so that `camelops version` does not load ClickHouse.
"""

import os
import sys

import typer

from camelops.cli import apps, exchanges, read, redact, routes, run, sidecar, token
from camelops.cli.output import Output
from camelops.errors import CommandError

app = typer.Typer(
    name="camelops",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.callback()(run.options)
app.command()(run.up)
app.command()(run.collector)
app.command()(sidecar.sidecar)
app.command()(redact.redact)
app.command()(run.migrate)
app.command()(run.doctor)
app.command()(read.traces)
app.command()(read.trace)
app.command()(read.logs)
app.command()(read.metrics)
app.command()(exchanges.exchanges)
app.command()(exchanges.exchange)
app.command()(routes.routes)
app.add_typer(apps.app, name="apps")
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
