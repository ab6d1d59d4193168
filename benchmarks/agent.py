"""What the agent costs: an exchange of three nodes, the start of a JVM that has no Camel, the jar.

    python -m benchmarks.agent                    # Camel 4.18.0, 4.18.1 and 4.22.0; some fifteen minutes

CPU of the thread that sends the exchanges, with and without the agent in turns; the least of the rounds of a run, the
median of the runs. All exchanges are counted at the route and at each node, and the input of each is held until it has
ended. Where all of them are kept, a thread of this process reads the ring, as the sidecar would. Beside it: Camel's own
BacklogTracer, and, of 4.18.0, camel-opentelemetry2, which has no bodies: all traces sampled, its spans batched and
thrown away.
"""

import argparse
import resource
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks import report
from benchmarks.camel import JAR, class_path, traced_class_path
from benchmarks.statistics import spread
from native import Ring

VERSIONS = ("4.18.0", "4.18.1", "4.22.0")
WITH_COMPONENT = ("4.18.0",)
# Some 64 us on the machine of the figures.
WORK_ROUNDS = 34_000
READ_BYTES = 4 << 20


@dataclass(frozen=True, slots=True)
class Case:
    """Options of the agent, None without it; exchanges of a round; rounds of work; whether Camel's tracer is on.
    `opentelemetry2`: None without that component, else whether it has a span of each processor too."""

    name: str
    agent: str | None
    exchanges: int = 300_000
    work: int = 0
    is_traced: bool = False
    opentelemetry2: bool | None = None


CASES = (
    Case("none", None),
    Case("0 %", "sampling.share=0,sampling.per.second=0"),
    Case("default", ""),
    Case("100 %", "sampling.per.second=1000000,ring.mib=256", 100_000),
    Case("BacklogTracer", None, 100_000, is_traced=True),
    Case("camel-opentelemetry2", None, 100_000, opentelemetry2=False),
    Case("camel-opentelemetry2, processors", None, 100_000, opentelemetry2=True),
    Case("none, work", None, 20_000, WORK_ROUNDS),
    Case("1 %, work", "sampling.share=0.01", 20_000, WORK_ROUNDS),
)


class Drain(threading.Thread):
    """Reads the one ring of a folder until told to stop, and gives its room back."""

    def __init__(self, folder: Path) -> None:
        super().__init__(daemon=True)
        self._folder, self._stopped = folder, threading.Event()
        self.read, self.dropped = 0, 0

    def run(self) -> None:
        while not (found := list(self._folder.glob("*.ring"))) and not self._stopped.is_set():
            time.sleep(0.01)
        if not found:
            return
        ring = Ring(found[0])
        while True:
            batch = ring.read(READ_BYTES)
            ring.deliver(batch.position)
            self.read += len(batch)
            if len(batch) == 0:
                if self._stopped.is_set():
                    break
                time.sleep(0.001)
        self.dropped = sum(map(sum, ring.dropped()))
        ring.close()

    def stop(self) -> None:
        self._stopped.set()
        self.join()


def exchange_ns(version: str, case: Case) -> tuple[float, Drain]:
    """CPU of one exchange, and what was read meanwhile."""
    with tempfile.TemporaryDirectory(prefix="camelops-bench-") as folder:
        options = [] if case.agent is None else [f"-javaagent:{JAR}=ring.dir={folder},{case.agent}"]
        drain = Drain(Path(folder))
        drain.start()
        arguments = [str(case.exchanges), str(case.work), str(case.is_traced).lower()]
        application = ["-cp", class_path(version), "Load", *arguments]
        if case.opentelemetry2 is not None:
            processors = str(case.opentelemetry2).lower()
            application = ["-cp", traced_class_path(version), "TracedLoad", *arguments, processors]
        command = ["java", *options, *application]
        told = subprocess.run(command, check=True, capture_output=True, text=True)
        drain.stop()
    return float(told.stdout.split()[-1]), drain


def start_cpu_s(options: Sequence[str]) -> float:
    """CPU of a JVM that says its version and ends."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(["java", *options, "-version"], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def exchanges(version: str, repeats: int) -> None:
    cases = [case for case in CASES if case.opentelemetry2 is None or version in WITH_COMPONENT]
    figures: dict[str, list[float]] = {case.name: [] for case in cases}
    drains: dict[str, Drain] = {}
    for _ in range(repeats):
        for case in cases:
            ns, drains[case.name] = exchange_ns(version, case)
            figures[case.name].append(ns)
    for case in cases:
        found = figures[case.name]
        line = f"Camel {version}, {case.name}: {spread(found)} ns an exchange"
        more = median(found) - median(figures["none, work" if case.work else "none"])
        if more:
            line += f", +{more:.0f}"
        drain = drains[case.name]
        if drain.read:
            line += f"; {drain.read} records read, {drain.dropped} dropped"
        report.publish("agent", line, {"case": f"{case.name}/{version}", "more_ns": more})


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.agent", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--version", action="append", choices=VERSIONS)
    arguments = parser.parse_args()
    for version in arguments.version or VERSIONS:
        exchanges(version, arguments.repeats)
    with tempfile.TemporaryDirectory(prefix="camelops-bench-") as folder:
        agent = [f"-javaagent:{JAR}=ring.dir={folder}"]
        starts = [(start_cpu_s(()), start_cpu_s(agent)) for _ in range(3 * arguments.repeats)]
    more = median(after for _, after in starts) - median(before for before, _ in starts)
    report.publish("agent", f"start of a JVM: +{more:.3f} CPU-s", {"case": "start", "more_cpu_s": more})
    size = JAR.stat().st_size
    report.publish("agent", f"jar: {size / 1e6:.2f} MB", {"case": "jar", "bytes": size})


if __name__ == "__main__":
    main()
