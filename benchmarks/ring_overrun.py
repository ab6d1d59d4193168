"""What an application feels of a ring that is written to ten times as fast as it is read.

    python -m benchmarks.ring_overrun             # some ten minutes

An exchange of three nodes and some 200 us of work, 1,000 a second, all of them kept. In turns: without an agent, again
so, with one whose ring is read, and with one whose ring is read at a tenth of that rate and so is full nearly all the
time. What an exchange takes is measured in the application, in the later half of a run; it has the first processor of
the machine and all else the others: what is measured is the agent, not who shares a processor. The collector behind the
sidecar is of this process, and answers when it may. What it took and what was told as lost is held to what the agent
counted.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks import report
from benchmarks.camel import JAR, class_path
from benchmarks.statistics import spread
from tests.camel_bridge.records import EXCHANGE
from tests.camel_bridge.ring_files import Dropped
from tests.camel_bridge.test_sidecar import Collector, sidecar

VERSION = "4.22.0"
PER_SECOND = 1_000
SLOWER = 10
# As benchmarks.agent has it, three times.
WORK_ROUNDS = 100_000
RING_MIB = 1
RING_S_MAX = 60.0
DELIVERED_S_MAX = 300.0
# What two equal ones differ by is the noise.
CASES = ("without", "again", "read", "overrun")


class Slow(Collector):
    """Takes `bytes_per_s`, None for all there is; counts, and keeps nothing."""

    def __init__(self, bytes_per_s: float | None) -> None:
        self.bytes_per_s = bytes_per_s
        self.delivered, self.lost, self.bytes = 0, 0, 0
        super().__init__()

    def answer(self, path: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
        # Of one ring, requests come one after another.
        self.count()
        if self.bytes_per_s is not None:
            time.sleep(len(body) / self.bytes_per_s)
        return super().answer(path, body)

    def count(self) -> None:
        self.delivered += len(self.spans())
        self.lost += sum(self.gaps().values())
        self.bytes += sum(len(body) for _, body in self.taken)
        self.taken.clear()


@dataclass(frozen=True, slots=True)
class Ran:
    """Times in ns; exchanges that were delivered and told as lost; bytes of OTLP a second."""

    p50: int
    p99: int
    delivered: int
    lost: int
    bytes_per_s: float


@contextmanager
def removed(rings: Path) -> Iterator[None]:
    """Leaves when all rings were sent and are gone."""
    yield
    ends = time.monotonic() + DELIVERED_S_MAX
    while list(rings.glob("*.ring")):
        if time.monotonic() > ends:
            sys.exit(f"a ring was not emptied within {DELIVERED_S_MAX:.0f} s")
        time.sleep(0.05)


def application(options: list[str], seconds: int) -> subprocess.Popen[str]:
    arguments = [str(PER_SECOND * seconds), str(PER_SECOND), "0", "false", str(WORK_ROUNDS)]
    command = ["taskset", "--cpu-list", "0", "java", *options, "-cp", class_path(VERSION), "Steady", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def ended(process: subprocess.Popen[str]) -> tuple[int, int]:
    """p50 and p99, ns."""
    told, _ = process.communicate()
    _, p50, p99 = map(int, told.split())
    return p50, p99


def run(seconds: int, bytes_per_s: float | None) -> Ran:
    """With the agent. Ends the benchmark when the sums do not agree."""
    with tempfile.TemporaryDirectory(prefix="camelops-bench-", dir=_memory()) as folder:
        rings, collector = Path(folder) / "rings", Slow(bytes_per_s)
        agent = f"-javaagent:{JAR}=ring.dir={rings},ring.mib={RING_MIB},sampling.per.second=1000000"
        process = application([agent], seconds)
        dropped = Dropped(_ring(rings), EXCHANGE)
        with sidecar(rings, collector.url, batch_bytes_max="65536", body_bytes_max="1024"), removed(rings):
            p50, p99 = ended(process)
            bytes_per_s_taken = collector.bytes / seconds
            collector.bytes_per_s = None
        collector.close()
        collector.count()
        written = dropped.read()
        dropped.close()
    delivered, lost = collector.delivered, collector.lost
    if (lost, delivered + lost) != (written, PER_SECOND * seconds):
        sys.exit(f"{PER_SECOND * seconds} exchanges, {delivered} delivered, {lost} told as lost, {written} dropped")
    return Ran(p50, p99, delivered, lost, bytes_per_s_taken)


def _ring(folder: Path) -> Path:
    ends = time.monotonic() + RING_S_MAX
    while time.monotonic() < ends:
        if found := list(folder.glob("*.ring")):
            return found[0]
        time.sleep(0.01)
    sys.exit(f"no ring appeared in {folder} within {RING_S_MAX:.0f} s")


def _memory() -> str | None:
    """Where rings belong: in memory."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ring_overrun", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--seconds", type=int, default=60, help="of each run")
    parser.add_argument("--repeats", type=int, default=3)
    arguments = parser.parse_args()
    os.sched_setaffinity(0, os.sched_getaffinity(0) - {0} or {0})
    p99: dict[str, list[float]] = {case: [] for case in CASES}
    for _ in range(arguments.repeats):
        for case in ("without", "again"):
            p99[case].append(ended(application([], arguments.seconds))[1])
        read = run(arguments.seconds, None)
        overrun = run(arguments.seconds, read.bytes_per_s / SLOWER)
        p99["read"].append(read.p99)
        p99["overrun"].append(overrun.p99)
        line = f"{overrun.delivered} delivered + {overrun.lost} told as lost = {PER_SECOND * arguments.seconds}"
        report.publish("ring_overrun", line, {"case": "sums", "delivered": overrun.delivered, "lost": overrun.lost})
    base = median(p99["without"] + p99["again"])
    for case in CASES:
        ratio = median(p99[case]) / base
        line = f"{case}: p99 {spread([each / 1e3 for each in p99[case]])} us, {ratio - 1:+.1%}"
        report.publish("ring_overrun", line, {"case": case, "p99_us": median(p99[case]) / 1e3, "ratio": ratio})


if __name__ == "__main__":
    main()
