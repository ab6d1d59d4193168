"""Bytes per stored item, on content that never repeats, after merges.

    python -m benchmarks.disk                     # 300,000 spans drawn anew, and the peer beside: half a minute
    python -m benchmarks.disk --signal logs

Bytes are `bytes_on_disk` of the active parts: compressed columns, marks, indexes. Told apart: the signal's own tables,
and everything (with trace index, rollups and suggestions).
"""

import argparse
import tempfile
import time
from itertools import islice
from pathlib import Path

from benchmarks import measure, report, store
from benchmarks.load import Load
from benchmarks.payloads import SIGNALS, Payload, Window, generate
from benchmarks.subjects import Camelops, Otelcol, Subject, peer_is_built

FLOORS = {"traces": 80.0}
WINDOW_NS = 15 * 60 * 1_000_000_000


def drawn(signal: str, items: int, per_request: int) -> list[Payload]:
    """At least `items` in requests of `per_request`, over the last 15 minutes."""
    window = Window(time.time_ns() - WINDOW_NS, WINDOW_NS)
    requests = generate(signal, seed=11, items=per_request, window=window)
    # Every request holds `per_request` or a little more.
    return list(islice(requests, -(-items // per_request)))


def run(subject: Subject, signal: str, payloads: list[Payload]) -> None:
    load = Load(signal=signal, requests=len(payloads), items_per_request=payloads[0].items)
    result = measure.measure(subject, load, "python", payloads)
    own = sum(size.bytes for name, size in result.tables.items() if name in store.DATA_TABLES[signal])
    everything = sum(size.bytes for size in result.tables.values())
    rows = result.stored or 0
    wire = sum(len(payload.body) for payload in payloads) / sum(payload.items for payload in payloads)
    line = (
        f"bytes per stored item, {signal}, {subject.name}: {own / max(1, rows):.1f} in its own tables"
        f" (floor {FLOORS.get(signal, '-')}), {everything / max(1, rows):.1f} with all that is derived;"
        f" {wire:.0f} on the wire, {rows} rows, {'all' if result.complete else 'NOT ALL'}"
    )
    tables = {name: f"{size.bytes / max(1, rows):.1f}" for name, size in result.tables.items()}
    report.publish(
        "disk",
        line,
        {"case": f"disk/{signal}", "subject": subject.name, "rows": rows, "bytes_per_item_by_table": tables},
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.disk", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--signal", choices=SIGNALS, default="traces")
    parser.add_argument("--items", type=int, default=300_000)
    parser.add_argument("--subject", default="", help="only subjects whose name begins so: camelops, otelcol")
    parser.add_argument("--work-dir", type=Path, default=None)
    arguments = parser.parse_args()
    payloads = drawn(arguments.signal, arguments.items, 1_000)
    for make in [Camelops, *([Otelcol] if peer_is_built() else [])]:
        with tempfile.TemporaryDirectory(prefix="camelops-bench-", dir=arguments.work_dir) as folder:
            subject = make(Path(folder))
            if subject.name.startswith(arguments.subject):
                run(subject, arguments.signal, payloads)


if __name__ == "__main__":
    main()
