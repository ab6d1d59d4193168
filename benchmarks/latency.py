"""Until acknowledged, and from acknowledged to queryable, with every acknowledgement on disk (fsync).

    python -m benchmarks.latency                  # finds the full rate, then sends at half of it

First the server is given as much as it takes, and is waited for until all is stored and merged: items by that time are
the full rate, which it can keep up for ever. Then half of it: acknowledgements are timed by the client.
Meanwhile, and once more on an idle server, small traces are sent one by one and asked for by id until the answer holds
all their spans.
"""

import argparse
import json
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from benchmarks import measure, report
from benchmarks.load import Load, Outcome
from benchmarks.load.transport import connect
from benchmarks.payloads.one_trace import SPANS, one_trace
from benchmarks.processes import http_get
from benchmarks.statistics import percentile
from benchmarks.subjects import Camelops

ACK_P50_MS_FLOOR, ACK_P99_MS_FLOOR = 15.0, 60.0
QUERYABLE_MS_FLOOR = 2_000.0
FULL_ITEMS = 2_000_000
HALF_LOAD_S = 20.0
PROBES = 30
ASK_EVERY_S = 0.01
QUERYABLE_S_MAX = 30.0


@dataclass(frozen=True, slots=True)
class Waits:
    """From acknowledged to queryable, in ms."""

    p50_ms: float
    p99_ms: float
    max_ms: float
    never: int

    @classmethod
    def of(cls, waits_ms: Sequence[float | None]) -> "Waits":
        seen = [wait for wait in waits_ms if wait is not None] or [0.0]
        return cls(percentile(seen, 0.5), percentile(seen, 0.99), max(seen), sum(wait is None for wait in waits_ms))


def queryable_after_ms(subject: Camelops, seed: int) -> float | None:
    """Sends one trace and asks for it; None when it was not whole after `QUERYABLE_S_MAX`."""
    trace_id, body = one_trace(seed, time.time_ns())
    transport = connect(subject.address.http, Load(protocol="http"))
    transport.export(body)
    acknowledged = time.monotonic()
    transport.close()
    while time.monotonic() - acknowledged < QUERYABLE_S_MAX:
        answer = http_get(f"{subject.api}/compat/jaeger/api/traces/{trace_id}")
        if answer is not None and sum(len(trace["spans"]) for trace in json.loads(answer)["data"]) == SPANS:
            return (time.monotonic() - acknowledged) * 1e3
        time.sleep(ASK_EVERY_S)
    return None


@contextmanager
def background(subject: Camelops, load: Load, client: str) -> Iterator[list[Outcome]]:
    """Sends the load meanwhile; the list holds its outcome afterwards."""
    outcomes: list[Outcome] = []
    sender = threading.Thread(target=lambda: outcomes.append(measure.send(load, subject, client)))
    sender.start()
    try:
        yield outcomes
    finally:
        sender.join()


def run(arguments: argparse.Namespace) -> None:
    with (
        tempfile.TemporaryDirectory(prefix="camelops-bench-", dir=arguments.work_dir) as folder,
        Camelops(Path(folder)) as subject,
    ):
        load = Load(items_per_request=arguments.items_per_request)
        measure.send(load.sized(measure.WARM_UP_REQUESTS, measure.WARM_UP_SEED), subject, arguments.client)
        idle_cores = measure.idle_rate(subject)
        full = measure.send(load.sized(FULL_ITEMS // load.items_per_request, 2), subject, arguments.client)
        busy_s, _ = measure.settle(subject, idle_cores)
        full_rate = full.items / (full.seconds + busy_s)
        idle = Waits.of([queryable_after_ms(subject, seed) for seed in range(PROBES)])
        rate = full_rate * arguments.part
        half_load = replace(load, items_per_s=rate, seed=3, requests=int(rate * HALF_LOAD_S / load.items_per_request))
        half = measure.send(half_load, subject, arguments.client)
        with background(subject, half_load.sized(half_load.requests, 4), arguments.client):
            busy = Waits.of([queryable_after_ms(subject, 1_000 + seed) for seed in range(PROBES)])
    name = (
        f"acknowledged, {load.items_per_request} spans a request, at {arguments.part:.0%} of {full_rate:.0f}/s stored"
    )
    line = f"{name}: p50 {half.p50_ms:.1f} ms (floor {ACK_P50_MS_FLOOR}), p99 {half.p99_ms:.1f} ms (floor {ACK_P99_MS_FLOOR}), max {half.max_ms:.0f} ms, {half.client}"  # fmt: skip  # noqa: E501
    report.publish("latency", line, {"case": "acknowledged", "outcome": asdict(half), "full_items_per_s": full_rate})
    for kind, waits in (("idle", idle), ("half load", busy)):
        line = f"queryable after acknowledged, {kind}: p50 {waits.p50_ms:.0f} ms, p99 {waits.p99_ms:.0f} ms, max {waits.max_ms:.0f} ms (floor {QUERYABLE_MS_FLOOR:.0f}), never {waits.never} of {PROBES}"  # fmt: skip  # noqa: E501
        report.publish("latency", line, {"case": f"queryable, {kind}", **asdict(waits)})


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.latency", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--items-per-request", type=int, default=1_000)
    parser.add_argument("--part", type=float, default=0.5, help="of the full rate")
    parser.add_argument("--client", choices=("auto", "blast", "python"), default="auto")
    parser.add_argument("--work-dir", type=Path, default=None)
    run(parser.parse_args())


if __name__ == "__main__":
    main()
