"""`up`, `collector`, `migrate`, `doctor`, `version`: what runs here, rather than asks somebody who runs.

Each command imports what it runs, so that `camelops version` does not load ClickHouse.
"""

import os
import webbrowser
from contextlib import AbstractContextManager, nullcontext
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from camelops.cli.banner import show_started
from camelops.cli.findings import show_finding
from camelops.cli.output import Output
from camelops.errors import ExitCode

DataDirOption = Annotated[
    Path | None, typer.Option("--data-dir", help="Folder for all data; ./camelops-data if not given.", metavar="FOLDER")
]
GrpcOption = Annotated[
    str | None, typer.Option("--otlp-grpc", help="OTLP over gRPC; 127.0.0.1:4317 if not given.", metavar="HOST:PORT")
]
OtlpHttpOption = Annotated[
    str | None, typer.Option("--otlp-http", help="OTLP over HTTP; 127.0.0.1:4318 if not given.", metavar="HOST:PORT")
]
HttpOption = Annotated[
    str | None, typer.Option("--http", help="API and /readyz; 127.0.0.1:8000 if not given.", metavar="HOST:PORT")
]

CommandsOption = Annotated[
    str | None,
    typer.Option("--commands", help="Sidecars' streams; 127.0.0.1:4319 if not given.", metavar="HOST:PORT"),
]


def _say_unknown_variables(output: Output) -> None:
    from camelops.variables import unknown_variables

    for sentence in unknown_variables(os.environ):
        output.warning(sentence)


def up(
    *,
    data_dir: DataDirOption = None,
    otlp_grpc: GrpcOption = None,
    otlp_http: OtlpHttpOption = None,
    http: HttpOption = None,
    commands: CommandsOption = None,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the address in a browser.")] = False,
    demo: Annotated[
        Path | None,
        typer.Option(
            help="Also run the two Camel applications that `make demo` built in this folder.", metavar="FOLDER"
        ),
    ] = None,
) -> None:
    """Run everything in one process: receive, keep, answer. Ctrl-C drains and ends it."""
    from camelops.process_log import start_log

    start_log()
    from camelops.demo import Demo
    from camelops.serving import Facts, ServeSettings, serve

    output = Output()
    _say_unknown_variables(output)

    def started(facts: Facts) -> None:
        show_started(output, facts)
        if open_browser:
            webbrowser.open(f"http://{facts.http}/")

    settings = ServeSettings.read(data_dir, otlp_grpc, otlp_http, http, commands)
    applications = Demo(demo, settings.process.data_dir) if demo is not None else None

    def beside(facts: Facts) -> AbstractContextManager[None]:
        return applications.running(facts.otlp_http, facts.commands) if applications is not None else nullcontext()

    serve(settings, reads=True, started=started, beside=beside)


def collector(
    *,
    data_dir: DataDirOption = None,
    otlp_grpc: GrpcOption = None,
    otlp_http: OtlpHttpOption = None,
    http: HttpOption = None,
) -> None:
    """Run one collector of many: receive, keep, pass on to the store at CAMELOPS_STORE_DSN. Over HTTP there is health
    alone.
    """
    from camelops.process_log import start_log

    start_log()
    from camelops.serving import ServeSettings, serve

    output = Output()
    _say_unknown_variables(output)
    serve(
        ServeSettings.read(data_dir, otlp_grpc, otlp_http, http),
        reads=False,
        started=lambda facts: show_started(output, facts),
    )


def doctor(
    *,
    data_dir: DataDirOption = None,
    otlp_grpc: GrpcOption = None,
    otlp_http: OtlpHttpOption = None,
    http: HttpOption = None,
    commands: CommandsOption = None,
) -> None:
    """Look at ports, disk, versions, store, spool and credentials, and say the way out. Exit code 1 when something is
    broken.
    """
    from camelops import doctor as checks
    from camelops.serving import ServeSettings

    settings = ServeSettings.read(data_dir, otlp_grpc, otlp_http, http, commands)
    output = Output()
    findings = []
    for finding in checks.examine(settings):
        findings.append(finding)
        show_finding(output, finding)
    if checks.worst(findings) is checks.Health.BROKEN:
        raise typer.Exit(ExitCode.FAILED)


def _say_version_and_end(asked: bool) -> None:  # noqa: FBT001  # typer gives it so
    if asked:
        version()
        raise typer.Exit


def options(
    *,
    asked_version: Annotated[
        bool, typer.Option("--version", help="Show the version.", is_eager=True, callback=_say_version_and_end)
    ] = False,
) -> None:
    """Operations for Apache Camel: collect and explore traces, logs and metrics."""


def version() -> None:
    """Show the version."""
    Output().results.print(f"camelops {installed_version('camelops')}")


def migrate(
    *,
    data_dir: DataDirOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the statements, change nothing.")] = False,
    cluster: Annotated[
        str, typer.Option("--cluster", help="Replicated and distributed tables on this cluster.", metavar="NAME")
    ] = "",
) -> None:
    """Create or bring up to date the tables of the store: the one CAMELOPS_STORE_DSN names, or the embedded one."""
    from camelops.data_folder import DataFolder
    from camelops.settings import ProcessSettings, read_settings
    from camelops.stores import bring_up_to_date, ddl, opened, store_settings

    output = Output()
    folder = DataFolder(read_settings(ProcessSettings, data_dir=data_dir).data_dir)
    settings = store_settings(embedded_in=folder.store, cluster=cluster)
    if dry_run:
        for statement in ddl(settings):
            output.results.print(Text(f"{statement};\n"))
        return
    with opened(settings) as store:
        applied = bring_up_to_date(store)
    for step in applied:
        output.results.print(Text(f"applied {step}"))
    if not applied:
        output.remark(f"{store.address} is up to date")
