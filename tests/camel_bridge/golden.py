"""What the sidecar makes of the agent's golden exchange, as OTLP's JSON: docs/camel-telemetry.md, exactly.

`python -m tests.camel_bridge.golden` writes it again, to tests/golden/exchange-v1.json.
"""

import json
import tempfile
from pathlib import Path
from typing import Any

from google.protobuf.json_format import MessageToDict
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from native import Drained, Redactor, Ring, SendLimits
from tests.camel_bridge.records import EXCHANGE, METRICS, MODEL, Counts, Model, ModelNode, Node, Route
from tests.camel_bridge.ring_files import RingFile, metrics_payload, model_payload

FOLDER = Path(__file__).parents[1] / "golden"
EXPECTED = FOLDER / "exchange-v1.json"
RESOURCE = {"service.name": "shop", "service.instance.id": "1", "telemetry.distro.version": "0.1.0"}
NOW = 1_700_000_000_000_000_000
REQUESTS = {
    "traces": ExportTraceServiceRequest,
    "logs": ExportLogsServiceRequest,
    "metrics": ExportMetricsServiceRequest,
}


def payloads() -> list[tuple[int, bytes]]:
    """One record of each type."""
    counts = Counts(10, 8, 3, 1, 2, 5_000, {83: 3, 80: 5})
    route = Route("shop", "4.22.0", "platform-http:/orders", counts, {"send": Node("to", "orders", counts)})
    nodes = [
        ModelNode("choice1", "choice", "orders", "choice", None, None),
        ModelNode("send", "to", "choice1", "to[direct:book]", "direct://book", "Shop.java:12"),
    ]
    names = ("orders", "platform-http:/orders", "shop", "0123456789abcdef", "Takes orders", "Shop.java:10")
    return [
        (EXCHANGE, (FOLDER / "exchange-v1.bin").read_bytes()),
        (METRICS, metrics_payload("orders", route, NOW, NOW - 60_000_000_000)),
        (MODEL, model_payload(Model(NOW, "shop", "4.22.0", *names, nodes))),
    ]


def drained(folder: Path) -> Drained:
    """Of a ring in `folder` with these records, and drops."""
    with RingFile(folder / "golden.ring", resource=RESOURCE) as file:
        for kind, payload in payloads():
            assert file.offer(kind, payload, important=True)
        file.drop(EXCHANGE, 0, 7)
        ring = Ring(folder / "golden.ring")
        found = ring.drain(1 << 20, redactor=Redactor("version = 1"), limits=SendLimits(), now_unix_ns=NOW)
        ring.close()
    return found


def as_json(found: Drained) -> list[dict[str, Any]]:
    return [{signal: MessageToDict(REQUESTS[signal].FromString(body))} for signal, body, _ in found.requests()]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        told = as_json(drained(Path(folder)))
    EXPECTED.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
