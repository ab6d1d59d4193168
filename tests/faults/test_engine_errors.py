"""An engine that fails is an error for everyone who asks, never an empty answer: "nothing there" must be true."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.e2e.clients.found import Found
from tests.e2e.process import CamelopsProcess, run
from tests.e2e.telemetry import send_order
from tests.eventually import eventually
from tests.faults.oracle import stopped_store

NewCamelops = Callable[..., CamelopsProcess]
QUERYABLE_S_MAX = 20.0

COMMANDS = {
    "traces": ("traces", "service:orders"),
    "trace": ("trace", "{trace_id}"),
    "logs": ("logs", "service:orders"),
    "metrics": ("metrics",),
    "metric": ("metrics", "orders.taken"),
}
API = {
    "services": "/api/v1/services",
    "traces": "/api/v1/traces?query=service:orders",
    "trace": "/api/v1/traces/{trace_id}",
    "logs": "/api/v1/logs?query=service:orders",
    "metrics": "/api/v1/metrics",
    "metric": "/api/v1/metrics/points?name=orders.taken",
}
JAEGER = {
    "services": "/compat/jaeger/api/services",
    "operations": "/compat/jaeger/api/services/orders/operations",
    "traces": "/compat/jaeger/api/traces?service=orders",
    "trace": "/compat/jaeger/api/traces/{trace_id}",
}


def without_tables(platform: CamelopsProcess) -> None:
    """Somebody dropped the tables: the engine refuses each question."""
    platform.stop()
    ask = stopped_store(platform.data_dir / "store")
    (tables,) = ask(["SELECT name FROM system.tables WHERE database = currentDatabase()"])
    ask([f"DROP TABLE {each['name']} SYNC" for each in tables if each["name"].startswith(("otel_", "gaps"))])
    platform.start()


def without_data(platform: CamelopsProcess) -> None:
    """The files of all rows vanish under the running engine, as on a disk that dies."""
    for file in Path(platform.data_dir / "store" / "store").rglob("*.bin"):
        file.unlink(missing_ok=True)


@pytest.mark.parametrize("broken", [without_tables, without_data])
def test_an_engine_error_is_an_error_for_every_reader(
    camelops: CamelopsProcess, broken: Callable[[CamelopsProcess], None]
):
    order = send_order(camelops)
    found = Found(camelops.url)

    def stored() -> None:
        assert found.jaeger_spans(order.trace_id)
        assert len(found.logs("orders")) == 2
        assert found.points("orders.taken")

    eventually(stored, within_s=QUERYABLE_S_MAX)
    broken(camelops)

    for name, path in API.items():
        answer = httpx.get(camelops.url + path.format(trace_id=order.trace_id), timeout=30, verify=False)
        assert answer.is_error, f"{name}: {answer.status_code} {answer.text}"
        assert answer.headers["Content-Type"].startswith("application/problem+json"), name
        assert answer.json()["detail"], name
    for name, path in JAEGER.items():
        answer = httpx.get(camelops.url + path.format(trace_id=order.trace_id), timeout=30, verify=False)
        assert answer.is_error, f"{name}: {answer.status_code} {answer.text}"
        assert answer.status_code != 404, name
        assert answer.json()["errors"], name
    for name, command in COMMANDS.items():
        done = run(*(word.format(trace_id=order.trace_id) for word in command), "--url", camelops.url)
        assert done.returncode != 0, name
        assert done.stdout == "", name
        assert "error" in done.stderr, name
        assert "Traceback" not in done.stderr, name
