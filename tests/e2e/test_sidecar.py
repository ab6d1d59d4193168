"""From a ring to rows: the sidecar and `camelops up` as they run, each killed in the middle.

What is stored is read out of the embedded store once `up` has ended.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tests.camel_bridge.records import EXCHANGE, METRICS, MODEL, Counts, Model, ModelNode, Node, Route
from tests.camel_bridge.ring_files import RingFile, exchange_payload, metrics_payload, model_payload
from tests.camel_bridge.test_sidecar import ended, one, sidecar
from tests.e2e.process import CamelopsProcess
from tests.eventually import eventually

RESOURCE = {"service.name": "shop", "service.instance.id": "1"}
DELIVERED_S_MAX = 60.0
# Of all traces there are, distinct ones too; and what was told as lost.
COUNTS = """
import json, sys
from query.settings import StoreSettings
from query.store import Store
store = Store.open(StoreSettings(dsn=f"chdb://{sys.argv[1]}"))
found = {}
for name, sql in json.loads(sys.argv[2]).items():
    found[name] = store.frame(sql, {}).rows()
print(json.dumps(found, default=str))
"""
QUESTIONS = {
    "exchanges": "SELECT count(), uniqExact(SpanAttributes['camel.exchange.id']) FROM otel_traces "
    "WHERE SpanAttributes['camel.exchange.outcome'] != ''",
    "messages": "SELECT count() FROM camel_messages",
    "models": "SELECT count() FROM camel_route_models",
    "metrics": "SELECT count(), sum(Count) FROM otel_metrics_exponential_histogram "
    "WHERE MetricName = 'camel.route.duration'",
    "gaps": "SELECT Signal, Reason, Source, sum(Count) FROM gaps GROUP BY ALL ORDER BY ALL",
}


def stored(process: CamelopsProcess) -> dict[str, list[list[object]]]:
    command = [sys.executable, "-c", COUNTS, str(process.data_dir / "store"), json.dumps(QUESTIONS)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stderr
    found: dict[str, list[list[object]]] = json.loads(ran.stdout)
    return found


def put(file: RingFile, first: int, count: int) -> None:
    rich = one()
    for number in range(first, first + count):
        trace, span = f"{number + 1:032x}", f"{number + 1:016x}"
        record = exchange_payload(replace(rich, id=f"ID-{number}", trace=trace, span=span))
        assert file.offer(EXCHANGE, record, important=True)


def delivered(folder: Path) -> Callable[[], None]:
    """Once a ring's process has ended and all is delivered, its file goes."""

    def check() -> None:
        assert not list(folder.glob("*.ring"))

    return check


def test_what_an_agent_writes_is_found_in_each_table(
    tmp_path: Path, new_camelops: Callable[..., CamelopsProcess]
) -> None:
    camelops = new_camelops().start()
    rings = tmp_path / "rings"
    rings.mkdir()
    counts = Counts(9, 8, 2, 1, 0, 5_000, {80: 5, 83: 3})
    route = Route("shop", "4.22.0", "timer://tick", counts, {"send1": Node("to", "orders", counts)})
    begun = one().begun_unix_ns
    with RingFile(rings / "a.ring", resource=RESOURCE) as file:
        put(file, 0, 3)
        file.offer(METRICS, metrics_payload("orders", route, begun, begun - 60_000_000_000), important=True)
        nodes = [ModelNode("send1", "to", "orders", "to[direct:book]", "direct://book", None)]
        names = ("orders", "timer://tick", None, "0123456789abcdef", None, None)
        file.offer(MODEL, model_payload(Model(begun, "shop", "4.22.0", *names, nodes)), important=True)
        file.drop(EXCHANGE, 0, 7)
    with sidecar(rings, camelops.otlp_http_url):
        eventually(delivered(rings), within_s=DELIVERED_S_MAX)
    camelops.stop()
    found = stored(camelops)
    assert found["exchanges"] == [[3, 3]]
    assert found["messages"] == [[3 * len(one().messages)]]
    assert found["models"] == [[1]]
    assert found["metrics"] == [[1, 8]]
    assert found["gaps"] == [["traces", "ring_full", "sender", 7]]


def test_whoever_is_killed_nothing_is_lost_or_stored_twice(
    tmp_path: Path, new_camelops: Callable[..., CamelopsProcess]
) -> None:
    camelops = new_camelops().start()
    rings = tmp_path / "rings"
    rings.mkdir()
    total = 0
    with RingFile(rings / "a.ring", capacity=8 << 20, resource=RESOURCE) as file:
        for victim in ("sidecar", "collector", "sidecar"):
            put(file, total, 600)
            file.drop(EXCHANGE, 0, 5)
            total += 600
            with sidecar(rings, camelops.otlp_http_url, batch_bytes_max="32768") as process:
                eventually(_some_delivered(file), within_s=DELIVERED_S_MAX)
                if victim == "sidecar":
                    process.kill()
                    process.wait()
                else:
                    camelops.kill()
                    camelops.start()
                    assert ended(process) == 0
    with sidecar(rings, camelops.otlp_http_url):
        eventually(delivered(rings), within_s=DELIVERED_S_MAX)
    camelops.stop()
    found = stored(camelops)
    assert found["exchanges"] == [[total, total]]
    assert found["gaps"] == [["traces", "ring_full", "sender", 15]]


def _some_delivered(file: RingFile) -> Callable[[], None]:
    before = file.delivered

    def check() -> None:
        assert file.delivered > before

    return check
