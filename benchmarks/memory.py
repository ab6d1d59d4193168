"""Memory while the store is away and the spool fills.

    python -m benchmarks.memory                   # two million spans while nobody answers for the store; the peer too

`camelops collector` runs here without the embedded engine, so its resident memory is all its own. Printed: resident
memory before the load and at its highest, and what lies on disk afterwards. The load ends early when the server stops
taking it.
"""

import argparse
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from benchmarks import measure, report
from benchmarks.load import Load
from benchmarks.processes import Memory, free_port
from benchmarks.subjects import Camelops, Otelcol, Subject, peer_is_built

FLOOR_MB = 400.0
ITEMS = 2_000_000
LOAD_S_MAX = 90.0
MIB = 2**20


def folder_bytes(folder: Path) -> int:
    """What the files below take on disk, in bytes (blocks, so that reserved space counts and holes do not)."""
    return sum(entry.stat().st_blocks * 512 for entry in folder.rglob("*") if entry.is_file())


def memory_of(subject: Subject) -> Memory:
    sizes = [server.memory() for server in subject.servers]
    return Memory(sum(size.now for size in sizes), sum(size.peak for size in sizes))


def run(subject: Subject, folder: Path, load: Load) -> None:
    with subject:
        if isinstance(subject, Otelcol):
            subject.take_store_away()
        time.sleep(measure.QUIET_S)
        before = memory_of(subject)
        outcome = measure.send(load, subject, "python")
        after = memory_of(subject)
        on_disk = folder_bytes(folder)
    line = (
        f"memory with the store away, {subject.name}: {before.now / MIB:.0f} MB idle, {after.peak / MIB:.0f} MB at most"
        f" (floor {FLOOR_MB:.0f} above the engine's own), {after.now / MIB:.0f} MB at the end;"
        f" {outcome.items} of {load.requests * load.items_per_request} spans taken, {on_disk / MIB:.0f} MB on disk"
    )
    record = {"case": "memory", "subject": subject.name, "before": asdict(before), "after": asdict(after)}
    report.publish("memory", line, {**record, "disk_bytes": on_disk, "outcome": asdict(outcome)})


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.memory", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--items", type=int, default=ITEMS)
    parser.add_argument("--subject", default="", help="only subjects whose name begins so: camelops, otelcol")
    parser.add_argument("--work-dir", type=Path, default=None)
    arguments = parser.parse_args()
    load = Load(requests=arguments.items // 1_000, seconds_max=LOAD_S_MAX)
    away = {"CAMELOPS_STORE_DSN": f"http://127.0.0.1:{free_port()}/otel"}
    for kind in ("camelops", "otelcol"):
        if not kind.startswith(arguments.subject) or (kind == "otelcol" and not peer_is_built()):
            continue
        with tempfile.TemporaryDirectory(prefix="camelops-bench-", dir=arguments.work_dir) as name:
            folder = Path(name)
            subject: Subject = Otelcol(folder, kept="discarded", queue="file")
            if kind == "camelops":
                subject = Camelops(folder, environment=away, command="collector")
            run(subject, folder, load)


if __name__ == "__main__":
    main()
