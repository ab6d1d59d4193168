"""What an event costs in the sidecar, from a ring's bytes to OTLP requests with redaction; and its process's memory.

    python -m benchmarks.sidecar                  # half a minute

An event is an exchange or a step of one, each with a message of its own: a JSON body of 1 KiB and headers. CPU of the
thread that drains, warm; the rings are in memory, as in a pod. Memory is the process's peak while it empties a ring
that is full, with an endpoint that takes everything.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from benchmarks import report
from benchmarks.statistics import spread
from native import Redactor, Ring, SendLimits
from tests.camel_bridge.records import EXCHANGE, Exchange, Message, Payload, Step
from tests.camel_bridge.ring_files import RingFile, exchange_payload
from tests.e2e.process import COMMAND, environment

GOLDEN = Path(__file__).parents[1] / "tests" / "golden" / "exchange-v1.bin"
# As the sidecar's default is.
BATCH_BYTES = 1 << 20
STEPS = 4
BODY_BYTES = 1_024
RING_BYTES = 64 << 20
HEADERS: dict[str, tuple[str | None, str | None]] = {
    "Content-Type": (None, "application/json"),
    "CamelHttpMethod": (None, "POST"),
    "CamelHttpPath": (None, "/orders"),
    "User-Agent": (None, "shop-front/4.1 (Linux)"),
    "X-Request-Id": (None, "0f8fad5b-d9cb-469f-a165-70867728950e"),
    "retries": ("java.lang.Integer", "2"),
}


def body(number: int) -> str:
    """An order as shops have it: names, an address, lines; some of it is to be masked."""
    order = {
        "order": number,
        "customer": {"name": "Ada Example", "email": "ada@example.org", "phone": "+49 30 1234567"},
        "payment": {"card": "4111111111111111", "amount": "129.90", "currency": "EUR"},
        "lines": [],
    }
    lines: list[dict[str, object]] = order["lines"]  # type: ignore[assignment]  # a list, two lines above
    while len(json.dumps(order)) < BODY_BYTES - 90:
        lines.append({"sku": f"A-{len(lines):05}", "title": "Espresso cup, white", "count": 2, "price": "9.95"})
    text = json.dumps(order)
    return text[:-1] + " " * (BODY_BYTES - len(text)) + "}"


def exchange(number: int) -> Exchange:
    """It and four steps: five events, and five messages."""
    rich = Payload(GOLDEN.read_bytes()).exchange()
    messages = [Message("java.lang.String", body(number + each), BODY_BYTES, HEADERS) for each in range(STEPS + 1)]
    steps: list[Step] = [
        replace(rich.steps[0], id=f"to{each}", span=f"{number * 8 + each + 1:016x}", before=each, after=each + 1,
                failure=-1, failed=False, handled=False, around=-1, kind="to", endpoint="kafka:orders?brokers=b:9092")
        for each in range(STEPS)
    ]  # fmt: skip
    trace = f"{number + 1:032x}"
    return replace(
        rich, id=f"ID-{number}", trace=trace, flags=4, reason="share", first=0, last=STEPS, failure=-1, steps=steps,
        messages=messages, failures=[],
    )  # fmt: skip


def fill(file: RingFile, payloads: list[bytes]) -> int:
    """Exchanges that fit."""
    count = 0
    while file.offer(EXCHANGE, payloads[count % len(payloads)]):
        count += 1
    return count


def drain(path: Path, redactor: Redactor | None) -> tuple[float, float]:
    """CPU-us an event, bytes of OTLP an event."""
    ring, limits, events, cpu, size = Ring(path), SendLimits(), 0, 0.0, 0
    while ring.pending:
        begun = time.thread_time()
        drained = ring.drain(BATCH_BYTES, redactor=redactor, limits=limits, now_unix_ns=time.time_ns())
        requests = drained.requests()
        ring.settle()
        cpu += time.thread_time() - begun
        events += drained.exchanges + drained.steps
        size += sum(len(body) for _, body, _ in requests)
        if drained.malformed:
            sys.exit("a record was malformed")
    ring.close()
    return cpu * 1e6 / events, size / events


class Taker(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


@contextmanager
def taker() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Taker)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def memory_mib(rings: Path) -> float:
    """The most that the process has of its own while rings are emptied, without the pages of the rings themselves."""
    with taker() as url:
        command = [*COMMAND, "sidecar", "--rings", str(rings), "--endpoint", url]
        with subprocess.Popen(command, env=environment(), stderr=subprocess.DEVNULL) as process:
            peak = 0.0
            while list(rings.glob("*.ring")):
                time.sleep(0.01)
                status = Path(f"/proc/{process.pid}/status").read_text()
                peak = max(peak, _field(status, "RssAnon:") + _field(status, "RssFile:"))
            process.terminate()
    return peak / 1024


def _field(status: str, name: str) -> float:
    return next(float(line.split()[1]) for line in status.splitlines() if line.startswith(name))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sidecar", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--repeats", type=int, default=5)
    arguments = parser.parse_args()
    payloads = [exchange_payload(exchange(number)) for number in range(64)]
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(prefix="camelops-bench-", dir=memory if memory.is_dir() else None) as folder:
        for name, redactor in (("rules", Redactor("version = 1")), ("no rules", None)):
            runs = []
            for number in range(arguments.repeats + 1):
                path = Path(folder) / f"{name}{number}.ring"
                with RingFile(path, capacity=RING_BYTES // 2) as file:
                    fill(file, payloads)
                runs.append(drain(path, redactor))
                path.unlink()
            costs = [cost for cost, _ in runs[1:]]
            line = f"{name}: {spread(costs)} us an event, {runs[0][1]:,.0f} bytes of OTLP"
            report.publish("sidecar", line, {"case": name, "event_us": spread(costs).middle})
        rings = Path(folder) / "rings"
        rings.mkdir()
        for number in range(2):
            with RingFile(rings / f"{number}.ring", capacity=RING_BYTES) as file:
                fill(file, payloads)
        peak = memory_mib(rings)
        report.publish("sidecar", f"memory: {peak:.0f} MiB at most", {"case": "memory", "peak_mib": peak})


if __name__ == "__main__":
    main()
