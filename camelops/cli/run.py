"""`up`, `collector`, `migrate`, `doctor`, `token`, `version`: what runs here, rather than asks somebody who runs.

Each command imports what it runs: `camelops version` does not load ClickHouse.
"""

from pathlib import Path
from typing import Annotated

import typer

DataDirOption = Annotated[
    Path | None, typer.Option("--data-dir", help="Folder for all data.  [default: ./camelops-data]", metavar="FOLDER")
]
GrpcOption = Annotated[
    str | None, typer.Option("--otlp-grpc", help="OTLP over gRPC.  [default: 127.0.0.1:4317]", metavar="HOST:PORT")
]
OtlpHttpOption = Annotated[
    str | None, typer.Option("--otlp-http", help="OTLP over HTTP.  [default: 127.0.0.1:4318]", metavar="HOST:PORT")
]
HttpOption = Annotated[
    str | None, typer.Option("--http", help="API, /readyz, /metrics.  [default: 127.0.0.1:8000]", metavar="HOST:PORT")
]
