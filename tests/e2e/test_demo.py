"""The demo as `make run` starts it: two real Camel applications, agent, sidecar, collector, store. What its customers
are called and pay with is nowhere but in the applications' own files.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.e2e.process import CamelopsProcess
from tests.eventually import eventually

BUILT = Path(__file__).parents[2] / "camel_bridge" / "demo" / "target"
SEEN_S_MAX = 120.0
# Of the customers in Customers.java.
SECRETS = (
    "4111 1111 1111 1111",
    "5555 5555 5555 4444",
    "4000 0000 0000 0002",
    "@example.com",
    "DE89 3704",
    "s3cret-word",
)
TABLES = (
    "otel_traces",
    "otel_logs",
    "camel_messages",
    "camel_originals",
    "camel_route_models",
    "otel_metrics_sum",
    "otel_metrics_exponential_histogram",
    "otel_attributes_1h",
    "gaps",
)
ROWS = """
import json, sys
from query.settings import StoreSettings
from query.store import Store
store = Store.open(StoreSettings(dsn=f"chdb://{sys.argv[1]}"))
found = {}
tables, words = json.loads(sys.argv[2])
for table in tables:
    for word in words:
        sql = f"SELECT count() FROM {table} WHERE position(formatRow('TSV', *), {{word:String}}) > 0"
        found[f"{table} {word}"] = store.frame(sql, {"word": word}).item()
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CamelopsProcess]:
    """It ran until there were exchanges of both applications, failed ones too, and has ended."""
    folder = tmp_path_factory.mktemp("demo")
    process = CamelopsProcess.on_free_ports(folder, arguments=("--demo", str(BUILT)))
    process.start()
    try:

        def found(query: str) -> list[dict[str, object]]:
            answer = httpx.get(f"{process.url}/api/v1/traces", params={"query": query}, timeout=30)
            assert answer.status_code == httpx.codes.OK, answer.text
            items: list[dict[str, object]] = answer.json()["traces"]
            return items

        def both_are_there() -> None:
            assert found("service:warehouse camel.route.id:reserve"), process.output()

        def failures_are_there() -> None:
            assert found("camel.exchange.outcome:handled"), process.output()
            assert found("camel.exchange.outcome:failed"), process.output()

        def counters_are_there() -> None:
            assert "camel.route.duration" in httpx.get(f"{process.url}/api/v1/metrics", timeout=30).text

        eventually(both_are_there, within_s=SEEN_S_MAX)
        eventually(failures_are_there, within_s=SEEN_S_MAX)
        one = found("service:warehouse camel.route.id:reserve")[0]
        names = {service["name"] for service in one["services"]}  # type: ignore[attr-defined]
        assert names == {"shop", "warehouse"}, "a trace crosses from one application to the other"
        eventually(counters_are_there, within_s=SEEN_S_MAX)
        process.stop()
        yield process
    finally:
        process.kill()


def test_when_it_has_ended_nothing_waits(ran: CamelopsProcess) -> None:
    assert list((ran.data_dir / "demo" / "rings").iterdir()) == []
    for application in ("shop", "warehouse"):
        said = (ran.data_dir / "demo" / f"{application}.log").read_text()
        assert said.count("[camelops-agent]") == 1, said


def test_nothing_of_a_customer_is_in_the_store(ran: CamelopsProcess) -> None:
    words = [*SECRETS, "[redacted:card]"]
    command = [sys.executable, "-c", ROWS, str(ran.data_dir / "store"), json.dumps([TABLES, words])]
    asked = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert asked.returncode == 0, asked.stderr
    found = json.loads(asked.stdout)
    assert found["camel_messages [redacted:card]"] > 0
    assert {what: count for what, count in found.items() if count and "redacted" not in what} == {}


def test_nothing_of_a_customer_is_in_what_was_written_down(ran: CamelopsProcess) -> None:
    own = ran.data_dir / "demo" / "files"
    files = [path for path in ran.data_dir.rglob("*") if path.is_file() and own not in path.parents]
    assert files
    for path in (*files, ran.log):
        content = path.read_bytes()
        assert [word for word in SECRETS if word.encode() in content] == [], path
