"""The app over a real store: a ClickHouse server in a process of its own, because this one's engine may be taken."""

import json
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from controlplane.access import Caller, Permission
from controlplane.app import create_app
from controlplane.server import HttpServer
from query.migrations import migrate
from query.schema import table
from query.schema.ddl import quoted
from query.settings import StoreSettings
from query.store import Store
from tests.controlplane.asgi import get, send
from tests.query.conftest import QUOTED_PASSWORD, Server
from tests.query.rows import Row, by_hour, indexed

# The rows' day is in the past: kept for long enough that it has not passed yet.
DAYS = 36_500
NO_CONSOLE = Path("/nonexistent")


@pytest.fixture(scope="package")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Open and migrated; the tests of the room share it, each with a tenant of its own."""
    server = Server(tmp_path_factory.mktemp("server"))
    opened = Store.open(StoreSettings(dsn=f"http://camelops:{QUOTED_PASSWORD}@127.0.0.1:{server.port}/app"))
    migrate(opened)
    yield opened
    opened.close()
    server.close()


class OneTenant:
    """Access of tests: a tenant, and by the word after `Bearer` who of it asks; `reader` may only read."""

    def __init__(self, tenant: str) -> None:
        self.tenant = tenant

    def caller(self, authorization: str) -> Caller | None:
        owner = authorization.removeprefix("Bearer ")
        if owner == "stranger":
            return None
        permissions = {Permission.READ} if owner == "reader" else {Permission.READ, Permission.WRITE}
        return Caller(self.tenant, frozenset(permissions), owner)


class Platform:
    """The app for one tenant, and rows put behind it."""

    def __init__(self, store: Store, tenant: str, console: Path = NO_CONSOLE, **options: Any) -> None:
        self._store = store
        self.tenant = tenant
        self.app = create_app(
            store,
            access=OneTenant(tenant),
            hosts=(),
            unready_reasons=lambda: (),
            metrics_text=lambda: b"",
            console=console,
            **options,
        )

    def get(self, path: str, **options: object) -> httpx.Response:
        return get(self.app, path, **options)

    def send(self, method: str, path: str, **options: object) -> httpx.Response:
        return send(self.app, method, path, **options)

    @contextmanager
    def running(self) -> Iterator[str]:
        """The app on a port of its own; its address."""
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        with HttpServer(self.app, listening):
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"

    def insert(self, table_name: str, rows: Sequence[Row]) -> None:
        """Through the engine's own JSON reader, with the tenant of this platform."""
        # What the engine computes is left out, as native leaves it out.
        columns = [
            column
            for column in table(table_name).columns
            if not column.default or any(column.name in row for row in rows)
        ]
        names = ", ".join(quoted(column.name) for column in columns)
        structure = ", ".join(f"{quoted(column.name)} {column.type}" for column in columns)
        data = "\n".join(json.dumps({**row, "TenantId": self.tenant, "RetentionDays": DAYS}) for row in rows)
        self._store.execute(
            f"INSERT INTO {self._store.target.database}.{table_name} ({names}) "
            f"SELECT {names} FROM format(JSONEachRow, {_literal(structure)}, {_literal(data)})"
        )

    def insert_spans(self, spans: Sequence[Row]) -> None:
        """With their rows in the trace index and the rollups."""
        self.insert("otel_traces", spans)
        self.insert("otel_traces_trace_id_ts", indexed(spans))
        minutes = [_red(span) for span in spans]
        self.insert("otel_red_1m", minutes)
        self.insert("otel_red_1h", by_hour(minutes))


@pytest.fixture
def platform(store: Store, request: pytest.FixtureRequest) -> Platform:
    return Platform(store, request.node.name)


def _red(span: Row) -> dict[str, object]:
    minute = int(str(span["Timestamp"]).split(".")[0]) // 60 * 60
    shared = ("PartitionGroup", "RetentionDays", "ServiceName", "SpanName", "SpanKind")
    return {key: span[key] for key in shared} | {
        "Minute": minute,
        "Calls": 1,
        "Rows": 1,
        "DurationSum": span["Duration"],
    }


def _literal(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
