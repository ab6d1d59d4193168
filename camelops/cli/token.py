"""`token new`: a credential for a client beyond this machine."""

from typing import Annotated

import typer
from rich.text import Text

from camelops.cli.output import Output
from camelops.errors import CommandError

app = typer.Typer(help="Credentials for clients beyond this machine.", no_args_is_help=True)


# A callback keeps `new` a sub-command although it is the only one.
@app.callback()
def _tokens() -> None:
    """Credentials for clients beyond this machine."""


@app.command()
def new(
    *,
    organization: Annotated[
        str, typer.Option("--organization", help="Whose telemetry it sends and reads.", metavar="NAME")
    ] = "default",
    partition_group: Annotated[
        str,
        typer.Option(
            "--partition-group", help="Its own partitions, by this name; shared if not given.", metavar="NAME"
        ),
    ] = "shared",
) -> None:
    """Make a token. The secret goes to stderr, once; the lines for the credentials file, which know only its hash, to
    stdout.
    """
    from collector.credentials import new_token

    try:
        secret, entry = new_token(organization, partition_group)
    except ValueError as error:
        raise CommandError(
            f"{organization!r} with partition group {partition_group!r}: one is not a name",
            way_out="names begin with a letter or digit and go on with letters, digits, . _ -",
        ) from error
    output = Output()
    output.results.print(Text(entry), end="")
    output.remarks.print(Text(f"token: {secret}", style="bold"))
    output.remark("It is shown this once. A client sends it as `Authorization: Bearer TOKEN`.")
