"""`camelops collector` beside a ClickHouse server: migrated first, then fed, also when the server is away at the
start.
"""

from collections.abc import Callable, Iterator

import httpx
import pytest

from query.migrations.history import history
from query.settings import StoreSettings
from query.store import Store
from tests.e2e.process import CamelopsProcess, free_ports, run
from tests.e2e.telemetry import send_order
from tests.e2e.test_start_and_stop import refused_start
from tests.eventually import eventually
from tests.query.conftest import QUOTED_PASSWORD, Server

NewCamelops = Callable[..., CamelopsProcess]


@pytest.fixture(scope="module")
def dsn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A ClickHouse server without tables."""
    server = Server(tmp_path_factory.mktemp("server"))
    yield f"http://camelops:{QUOTED_PASSWORD}@127.0.0.1:{server.port}/otel"
    server.close()


def stored_spans(dsn: str, service: str) -> int:
    store = Store.open(StoreSettings(dsn=dsn))
    try:
        sql = "SELECT count() AS Spans FROM otel_traces WHERE ServiceName = {service:String}"
        return int(store.frame(sql, {"service": service})["Spans"][0])
    finally:
        store.close()


def test_a_collector_must_be_told_its_store(new_camelops: NewCamelops):
    said = refused_start(new_camelops(serving="collector"))
    assert "CAMELOPS_STORE_DSN" in said
    assert "camelops up" in said


def test_a_collector_feeds_a_migrated_store_and_keeps_what_comes_while_it_is_away(new_camelops: NewCamelops, dsn: str):
    process = new_camelops(serving="collector", env={"CAMELOPS_STORE_DSN": dsn})
    assert "camelops migrate" in refused_start(process)

    migrated = run("migrate", env={"CAMELOPS_STORE_DSN": dsn})
    applied = "".join(f"applied {step.number} {step.name}\n" for step in history())
    assert (migrated.returncode, migrated.stdout) == (0, applied)
    assert run("migrate", env={"CAMELOPS_STORE_DSN": dsn}).stdout == ""

    away = f"http://camelops@127.0.0.1:{free_ports(1)[0]}/otel"
    process.env = {"CAMELOPS_STORE_DSN": away}
    process.start()
    send_order(process, "while-away")
    assert httpx.get(f"{process.url}/readyz").status_code == 200
    assert httpx.get(f"{process.url}/api/v1/services").status_code == 404
    process.stop()

    process.env = {"CAMELOPS_STORE_DSN": dsn}
    process.start()
    send_order(process, "while-there")

    def both_are_stored() -> None:
        assert (stored_spans(dsn, "while-away"), stored_spans(dsn, "while-there")) == (3, 3)

    eventually(both_are_stored, within_s=20)
    process.stop()


def test_migrating_can_be_looked_at_first():
    done = run("migrate", "--dry-run", "--cluster", "main", env={"CAMELOPS_STORE_DSN": "http://clickhouse/otel"})
    assert done.returncode == 0
    assert "CREATE DATABASE IF NOT EXISTS otel ON CLUSTER 'main'" in done.stdout
    assert "CREATE TABLE IF NOT EXISTS otel.otel_traces_local ON CLUSTER 'main'" in done.stdout
