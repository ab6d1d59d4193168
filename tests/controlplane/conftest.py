"""The app over a real store: a ClickHouse server in a process of its own, because this one's engine may be taken."""

import json
from collections.abc import Iterator, Sequence

import httpx
import pytest

from controlplane.access import LoopbackAccess
from controlplane.app import create_app
from query.migrations import migrate
from query.schema import table
from query.schema.ddl import quoted
from query.settings import StoreSettings
from query.store import Store
from tests.controlplane.asgi import get
from tests.query.conftest import QUOTED_PASSWORD, Server
from tests.query.rows import Row, indexed

# The rows' day is in the past: kept for long enough that it has not passed yet.
DAYS = 36_500


@pytest.fixture(scope="package")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Open and migrated; the tests of the room share it, each with a tenant of its own."""
    server = Server(tmp_path_factory.mktemp("server"))
    opened = Store.open(StoreSettings(dsn=f"http://camelops:{QUOTED_PASSWORD}@127.0.0.1:{server.port}/app"))
    migrate(opened)
    yield opened
    opened.close()
    server.close()


class Platform:
    """The app for one tenant, and rows put behind it."""

    def __init__(self, store: Store, tenant: str) -> None:
        self._store = store
        self.tenant = tenant
        self.app = create_app(
            store, access=LoopbackAccess(tenant), hosts=(), unready_reasons=lambda: (), metrics_text=lambda: b""
        )

    def get(self, path: str, **options: object) -> httpx.Response:
        return get(self.app, path, **options)

    def insert(self, table_name: str, rows: Sequence[Row]) -> None:
        """Through the engine's own JSON reader, with the tenant of this platform."""
        columns = table(table_name).columns
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
        self.insert("otel_red_1m", [_red(span) for span in spans])


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
