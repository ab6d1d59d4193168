"""The real platform with two hours of telemetry behind it, for the browser tests: `python -m tests.console.platform`.

Prints one line of JSON once everything that was sent can be asked for, and ends when its input does: however the test
runner goes, nothing is left behind.
"""

import json
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from benchmarks.payloads import Window, generate
from tests.e2e.process import CamelopsProcess

HOUR_NS = 3_600 * 10**9
# Two windows of the console's first look, up to half a minute ago: a trace is sent whole.
SPAN_OF_TIME_NS = 2 * HOUR_NS
AGO_NS = 30 * 10**9
# Enough for every service of the estate to be called in both windows, few enough to be sent in seconds.
ITEMS = {"traces": 24_000, "logs": 4_000, "metrics": 2_000}
REQUEST_ITEMS = 400
READY_S_MAX = 60


def main() -> None:
    with TemporaryDirectory(prefix="camelops-console-") as folder:
        camelops = CamelopsProcess.on_free_ports(Path(folder)).start()
        try:
            now = time.time_ns()
            send(camelops, Window(now - SPAN_OF_TIME_NS - AGO_NS, SPAN_OF_TIME_NS))
            addresses = {"url": camelops.url, "otlpHttpUrl": camelops.otlp_http_url, "startedUnixNs": str(now)}
            print(json.dumps(addresses), flush=True)
            sys.stdin.read()
        finally:
            camelops.kill()


def send(camelops: CamelopsProcess, window: Window) -> None:
    """Returns once the last of it is in the answers."""
    with httpx.Client(headers={"content-type": "application/x-protobuf"}, timeout=30) as client:
        for signal, items in ITEMS.items():
            sent = 0
            for payload in generate(signal, seed=17, items=REQUEST_ITEMS, window=window):
                client.post(f"{camelops.otlp_http_url}/v1/{signal}", content=payload.body).raise_for_status()
                sent += payload.items
                if sent >= items:
                    break
        asked = {"start_unix_ns": window.start_unix_ns, "end_unix_ns": time.time_ns(), "limit": 1}
        deadline = time.monotonic() + READY_S_MAX
        for answer, path in (("traces", "traces"), ("logs", "logs"), ("metrics", "metrics")):
            query = asked if answer != "metrics" else {k: v for k, v in asked.items() if k != "limit"}
            while not client.get(f"{camelops.url}/api/v1/{path}", params=query).raise_for_status().json()[answer]:
                assert time.monotonic() < deadline, f"no {answer} within {READY_S_MAX} s:\n{camelops.output()}"


if __name__ == "__main__":
    main()
