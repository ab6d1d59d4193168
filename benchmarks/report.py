"""How it is told: one table row and one JSON line per case and subject."""

import json
import platform
import subprocess
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from benchmarks.measure import Measurement
from benchmarks.statistics import Spread, spread

RESULTS = Path(__file__).parent / "results"
# name and width of each column; a negative width is aligned to the left
COLUMNS = {
    "case": -34, "subject": -26, "client": -7, "CPU-s/M items": 20, "floor": 6, "items/s": 9,
    "p50 ms": 7, "p99 ms": 7, "peak MB": 8, "stored": 8,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A case with one subject, over its repeats."""

    case: str
    subject: str
    floor: float | None
    runs: Sequence[Measurement]

    @property
    def cpu(self) -> Spread:
        return spread([run.cpu_seconds_per_million for run in self.runs])

    def line(self) -> str:
        """The medians, and of the CPU the spread too."""
        outcomes = [run.outcome for run in self.runs]
        return table_line(
            self.case,
            self.subject,
            outcomes[0].client,
            str(self.cpu),
            str(self.floor or "-"),
            f"{median(one.items_per_s for one in outcomes):.0f}",
            f"{median(one.p50_ms for one in outcomes):.1f}",
            f"{median(one.p99_ms for one in outcomes):.1f}",
            f"{median(run.memory.peak for run in self.runs) / 2**20:.0f}",
            self._stored(),
        )

    def _stored(self) -> str:
        if all(run.stored is None for run in self.runs):
            return "-"
        return "all" if all(run.complete for run in self.runs) else "NOT ALL"

    def record(self) -> dict[str, object]:
        runs = [{**asdict(run), "cpu_seconds_per_million": run.cpu_seconds_per_million} for run in self.runs]
        return {
            "case": self.case,
            "subject": self.subject,
            "floor": self.floor,
            "cpu_s_per_million": asdict(self.cpu),
            "runs": runs,
        }


def table_line(*cells: str) -> str:
    """One cell for each of COLUMNS."""
    widths = COLUMNS.values()
    return " ".join(
        f"{cell:<{-width}}" if width < 0 else f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True)
    )


def publish(name: str, line: str, record: dict[str, object]) -> None:
    """Prints the row, then the record as a line of JSON without its runs.

    The whole record goes to results/NAME.jsonl.
    """
    print(line, flush=True)
    summary = {key: value for key, value in record.items() if key != "runs"}
    print(json.dumps({**summary, **context()}), flush=True)
    RESULTS.mkdir(exist_ok=True)
    with (RESULTS / f"{name}.jsonl").open("a") as results:
        results.write(json.dumps({**record, **context()}) + "\n")


def context() -> dict[str, object]:
    """When, of which commit, on what."""
    return {"at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "commit": commit(), "machine": machine()}


def commit() -> str:
    """Short hash, with + when the work tree differs; 'unknown' outside a clone."""
    command = ["git", "describe", "--always", "--dirty=+", "--exclude", "*"]
    said = subprocess.run(command, cwd=Path(__file__).parent, capture_output=True, text=True, check=False)
    return said.stdout.strip() or "unknown"


def machine() -> str:
    """Processor, cores, memory, kernel."""
    fields = dict(line.split(":", 1) for line in Path("/proc/cpuinfo").read_text().splitlines() if ":" in line)
    model = {key.strip(): value.strip() for key, value in fields.items()}.get("model name", platform.machine())
    cores = Path("/proc/cpuinfo").read_text().count("processor\t")
    memory_kb = int(Path("/proc/meminfo").read_text().split()[1])
    return f"{model}, {cores} cores, {memory_kb / 2**20:.0f} GB, Linux {platform.release().partition('-')[0]}"
