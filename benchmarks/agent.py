"""What the agent costs: an exchange of three nodes, the start of a JVM that has no Camel, the jar.

    python -m benchmarks.agent                    # Camel 4.18.1 and 4.22.0; two minutes

CPU of the thread that sends the exchanges, without and with the agent in turns; the least of the rounds of a run, the
median of the runs. All exchanges are counted at the route and at each node.
"""

import argparse
import resource
import subprocess
import tempfile
from collections.abc import Sequence
from statistics import median

from benchmarks import report
from benchmarks.camel import JAR, class_path
from benchmarks.statistics import spread

VERSIONS = ("4.18.1", "4.22.0")
EXCHANGES = 300_000


def exchange_ns(version: str, options: Sequence[str]) -> float:
    """CPU of one exchange."""
    command = ["java", *options, "-cp", class_path(version), "Load", str(EXCHANGES)]
    told = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(told.stdout.split()[-1])


def start_cpu_s(options: Sequence[str]) -> float:
    """CPU of a JVM that says its version and ends."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(["java", *options, "-version"], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.agent", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--repeats", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="camelops-bench-") as folder:
        agent = [f"-javaagent:{JAR}=ring.dir={folder}"]
        for version in VERSIONS:
            without, beside = [], []
            for _ in range(arguments.repeats):
                without.append(exchange_ns(version, ()))
                beside.append(exchange_ns(version, agent))
            more = median(beside) - median(without)
            line = f"Camel {version}, ns an exchange: {spread(without)} without, {spread(beside)} with: +{more:.0f}"
            report.publish("agent", line, {"case": f"exchange/{version}", "more_ns": more})
        starts = [(start_cpu_s(()), start_cpu_s(agent)) for _ in range(3 * arguments.repeats)]
        more = median(after for _, after in starts) - median(before for before, _ in starts)
        report.publish("agent", f"start of a JVM: +{more:.3f} CPU-s", {"case": "start", "more_cpu_s": more})
        size = JAR.stat().st_size
        report.publish("agent", f"jar: {size / 1e6:.2f} MB", {"case": "jar", "bytes": size})


if __name__ == "__main__":
    main()
