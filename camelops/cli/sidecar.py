"""`sidecar`: beside an application, from its rings to a collector."""

import os
from pathlib import Path
from typing import Annotated

import typer

from camelops.cli.output import Output
from camelops.errors import StartError


def sidecar(
    *,
    rings: Annotated[
        Path | None,
        typer.Option(
            "--rings", help="Folder shared with the applications; /camelops/rings if not given.", metavar="FOLDER"
        ),
    ] = None,
    endpoint: Annotated[
        str | None,
        typer.Option("--endpoint", help="Where OTLP goes; http://127.0.0.1:4318 if not given.", metavar="URL"),
    ] = None,
    commands: Annotated[
        str | None,
        typer.Option(
            "--commands", help="Where commands for the applications come from; none if not given.", metavar="URL"
        ),
    ] = None,
) -> None:
    """Send on what agents write into the rings of a shared folder. SIGTERM sends what is there and ends it."""
    from camelops.process_log import start_log

    start_log()
    from camel_bridge.sidecar import Sidecar, SidecarSettings
    from camelops.settings import read_settings
    from camelops.settings_page import settings_of
    from camelops.stopping import StopRequest
    from camelops.variables import unknown_among
    from collector.clock import SystemClock

    output = Output()
    # Of its own settings alone: its image has no other room.
    for sentence in unknown_among(os.environ, settings_of(SidecarSettings), "CAMELOPS_SIDECAR_"):
        output.warning(sentence)
    settings = read_settings(SidecarSettings, rings=rings, endpoint=endpoint, commands=commands)
    if settings.rings.exists() and not settings.rings.is_dir():
        raise StartError(f"{settings.rings} is not a folder", way_out="--rings names the folder that agents write into")
    with StopRequest() as stop:
        try:
            running = Sidecar(settings, SystemClock(), stop)
            output.remark(f"from {settings.rings} to {settings.endpoint}")
            running.run()
        except OSError as error:
            raise StartError(
                f"the sidecar cannot run: {error}",
                way_out="CAMELOPS_SIDECAR_CA_FILE names a PEM file, CAMELOPS_SIDECAR_METRICS a free address",
            ) from error
