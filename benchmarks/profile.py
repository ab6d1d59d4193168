"""Where CPU goes.

By thread always; by function where `perf` is installed and allowed (kernel.perf_event_paranoid <= 2, or root).
"""

import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.measure import Measurement
from benchmarks.subjects import Subject

SAMPLES_PER_S = 499
LINES_MAX = 40
SHARE_MIN_PERCENT = 0.5
PERF_END_S_MAX = 60.0


@contextmanager
def recording(subject: Subject, folder: Path) -> Iterator[None]:
    """Samples the servers of a running subject while the block runs.

    Prints the functions that took most. Does nothing without perf.
    """
    perf = shutil.which("perf")
    if perf is None:
        yield
        return
    data = folder / "perf.data"
    pids = ",".join(str(server.pid) for server in subject.servers)
    command = [perf, "record", "-q", "-F", str(SAMPLES_PER_S), "-g", "-p", pids, "-o", str(data)]
    recorder = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        recorder.send_signal(signal.SIGINT)
        recorder.wait(PERF_END_S_MAX)
    for sort in ("comm,dso", "dso,symbol"):
        print(f"-- {subject.name} by {sort}\n{_report(perf, data, sort)}", flush=True)


def by_thread(run: Measurement) -> str:
    """CPU-seconds per million items of each thread name that still lived at the end, the largest first."""
    spent = sorted(((seconds * 1e6 / run.outcome.items, name) for name, seconds in run.threads.items()), reverse=True)
    total = run.cpu_seconds_per_million
    lines = [f"   {seconds:7.3f}  {seconds / total:6.1%}  {name}" for seconds, name in spent if seconds > total / 200]
    return "\n".join(["-- CPU-s per million items by thread", *lines])


def _report(perf: str, data: Path, sort: str) -> str:
    command = [
        perf, "report", "-i", str(data), "--stdio", "--no-children", "-g", "none", "--sort", sort,
        "--percent-limit", str(SHARE_MIN_PERCENT),
    ]  # fmt: skip
    said = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300.0).stdout
    lines = [line.rstrip() for line in said.splitlines() if line.strip() and not line.startswith("#")]
    return "\n".join(lines[:LINES_MAX])
