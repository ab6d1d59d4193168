"""What questions cost, over weeks of telemetry: milliseconds, cold and warm, and CPU.

    python -m benchmarks.dataset                          # once: 20,000,000 spans, some ten minutes
    python -m benchmarks.queries                          # every question, a few minutes
    python -m benchmarks.queries --question "trace by id" --question "attribute"
    python -m benchmarks.queries --ingest 50000           # through the API, while so many spans a second come in

Each question is asked with values drawn anew from the data (trace ids, operations, attribute values, ranges of time),
so that no answer is remembered. *Cold*: before each, the engine's caches are emptied and the system is told to forget
the store's files. *Warm*: what was asked before has left behind. CPU is user and system time of the process, the
engine's threads included.

With `--ingest` a `camelops up` serves a copy of the data set (its files are linked, not copied), and the questions go
to its API over HTTP; CPU is not told then, for it is ingest's too.
"""

import argparse
import os
import shutil
import tempfile
import time
import zlib
from collections.abc import Sequence
from contextlib import ExitStack, nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from benchmarks import report
from benchmarks.dataset import FOLDER, open_store, read
from benchmarks.latency import ACK_P50_MS_FLOOR, ACK_P99_MS_FLOOR, background
from benchmarks.load import Load
from benchmarks.processes import http_get
from benchmarks.questions import Asked, Question, Samples, questions, sampled
from benchmarks.statistics import percentile
from benchmarks.subjects import Camelops
from query.scope import Scope
from query.store import Store

COLUMNS = {"question": -44, "floor ms": 10, "warm p50": 9, "p95": 8, "max": 8, "CPU p50": 8, "cold p50": 9, "p95 ": 8, "rows": 8, "": -6}  # fmt: skip  # noqa: E501
# While others write the machine is shared: no floor may be missed by more.
SHARED = 2.0
ANSWER_S_MAX = 30.0
# The engine's caches of what it has read.
CACHES = ("MARK CACHE", "INDEX MARK CACHE", "PRIMARY INDEX CACHE", "UNCOMPRESSED CACHE", "INDEX UNCOMPRESSED CACHE", "QUERY CONDITION CACHE")  # fmt: skip  # noqa: E501
# Files of a part are never changed: a copy can have the same ones.
NEVER_CHANGED = frozenset({".bin", ".cmrk2", ".cmrk3", ".cmrk4", ".cidx", ".idx", ".mrk2", ".mrk3"})


@dataclass(frozen=True, slots=True)
class Timing:
    """Of one asking. Milliseconds."""

    wall_ms: float
    cpu_ms: float
    rows: int


class Embedded:
    """Asks the store in this process."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._store = store
        self._folder = folder / "data" / "store"

    def ask(self, asked: Asked, scope: Scope) -> Timing:
        del scope
        wall, cpu = time.perf_counter(), time.process_time()
        rows = asked.call(self._store)
        return Timing((time.perf_counter() - wall) * 1e3, (time.process_time() - cpu) * 1e3, rows)

    def forget(self) -> None:
        for cache in CACHES:
            self._store.execute(f"SYSTEM DROP {cache}")
        # Not rglob, which stops at a folder that a merge took away meanwhile.
        for parent, _, names in os.walk(self._folder):
            for name in names:
                _forget(Path(parent) / name)


class Served:
    """Asks the API of a process that ingests meanwhile."""

    def __init__(self, api: str) -> None:
        self._api = api

    def ask(self, asked: Asked, scope: Scope) -> Timing:
        wall = time.perf_counter()
        url = f"{self._api}{asked.url(scope)}"
        answer = http_get(url, ANSWER_S_MAX)
        if answer is None:
            raise RuntimeError(f"no answer to {url}")
        return Timing((time.perf_counter() - wall) * 1e3, 0.0, len(answer))


def _forget(path: Path) -> None:
    """Takes a file out of the system's cache. Files come and go: merges."""
    try:
        fd = os.open(path, os.O_RDONLY)
    except OSError:
        return
    os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(fd)


def _tell(question: Question, cold: Sequence[Timing], warm: Sequence[Timing], slack: float, case: str) -> None:
    walls = [each.wall_ms for each in warm]
    p50, p95 = percentile(walls, 0.5), percentile(walls, 0.95)
    cpu = percentile([each.cpu_ms for each in warm], 0.5)
    colds = [each.wall_ms for each in cold]
    holds = None if question.floor is None else question.floor.holds(p50, p95, slack)
    cells = (
        question.name,
        "-" if question.floor is None else str(question.floor),
        f"{p50:.1f}", f"{p95:.1f}", f"{max(walls):.1f}", f"{cpu:.1f}",
        f"{percentile(colds, 0.5):.1f}" if colds else "-", f"{percentile(colds, 0.95):.1f}" if colds else "-",
        f"{percentile([each.rows for each in warm], 0.5):.0f}",
        {None: "", True: "", False: " MISSED"}[holds],
    )  # fmt: skip
    record = {
        "case": f"{case}/{question.name}",
        "floor_ms": None if question.floor is None else asdict(question.floor),
        "holds": holds,
        "warm_ms": {"p50": p50, "p95": p95, "max": max(walls), "asked": len(walls)},
        "cpu_ms": {"p50": cpu},
        "cold_ms": {"p50": percentile(colds, 0.5), "p95": percentile(colds, 0.95), "asked": len(colds)}
        if colds
        else None,
    }
    report.publish("queries", _line(*cells), record)


def _line(*cells: str) -> str:
    return " ".join(
        f"{cell:<{-width}}" if width < 0 else f"{cell:>{width}}"
        for cell, width in zip(cells, COLUMNS.values(), strict=True)
    )


def _chosen(all_questions: Sequence[Question], patterns: Sequence[str]) -> list[Question]:
    chosen = [each for each in all_questions if not patterns or any(pattern in each.name for pattern in patterns)]
    if not chosen:
        raise SystemExit(f"no question is named {patterns}: there are {', '.join(each.name for each in all_questions)}")
    return chosen


def _asked_warm(asker: Embedded | Served, question: Question, samples: Samples, times: int) -> list[Timing]:
    random = Random(question.name)
    # The first is not warm.
    return [asker.ask(*question.draw(samples, random)) for _ in range(times + 1)][1:]


def run_embedded(arguments: argparse.Namespace) -> None:
    dataset = read(arguments.folder)
    store = open_store(arguments.folder)
    try:
        samples = sampled(store, dataset)
        asker = Embedded(store, arguments.folder)
        print(_line(*COLUMNS), flush=True)
        for question in _chosen(questions(samples), arguments.question):
            cold, random = [], Random(f"{question.name} cold")
            for _ in range(min(arguments.cold, question.asked)):
                asker.forget()
                cold.append(asker.ask(*question.draw(samples, random)))
            times = max(1, round(question.asked * arguments.scale))
            _tell(question, cold, _asked_warm(asker, question, samples, times), 1.0, "queries")
    finally:
        store.close()


def run_served(arguments: argparse.Namespace) -> None:
    dataset = read(arguments.folder)
    with tempfile.TemporaryDirectory(prefix="camelops-bench-", dir=arguments.folder.parent) as work:
        folder = Path(work)
        shutil.copytree(arguments.folder / "data", folder / "data", symlinks=True, copy_function=_linked)
        store = open_store(folder)
        samples = sampled(store, dataset)
        store.close()
        with ExitStack() as running:
            subject = running.enter_context(Camelops(folder))
            asker = Served(subject.api)
            print(_line(*COLUMNS), flush=True)
            for question in _chosen(questions(samples), arguments.question):
                times = max(1, round(question.asked * arguments.scale))
                _tell(question, [], _under_load(subject, asker, question, samples, times, arguments), SHARED, "ingest")


def _under_load(
    subject: Camelops, asker: Served, question: Question, samples: Samples, times: int, arguments: argparse.Namespace
) -> list[Timing]:
    """The question while spans come in, for as long as they come."""
    load = Load(
        requests=max(8, int(arguments.ingest * arguments.seconds / 1_000)),
        items_per_s=arguments.ingest,
        seed=zlib.crc32(question.name.encode()) % 100_000,
    )
    timings: list[Timing] = []
    sending = background(subject, load, arguments.client) if arguments.ingest else nullcontext([])
    with sending as outcomes:
        time.sleep(arguments.lead if arguments.ingest else 0.0)
        timings = _asked_warm(asker, question, samples, times)
    for outcome in outcomes:
        missed = outcome.p50_ms > ACK_P50_MS_FLOOR * SHARED or outcome.p99_ms > ACK_P99_MS_FLOOR * SHARED
        print(
            f"    ingest meanwhile: {outcome.items_per_s:.0f}/s, acknowledged p50 {outcome.p50_ms:.1f} p99 "
            f"{outcome.p99_ms:.1f} ms (floors {ACK_P50_MS_FLOOR:.0f}/{ACK_P99_MS_FLOOR:.0f})"
            f"{' MISSED' if missed else ''}",
            flush=True,
        )
    return timings


def _linked(source: str, target: str) -> str:
    if Path(source).suffix in NEVER_CHANGED:
        os.link(source, target)
    else:
        shutil.copy2(source, target)
    return target


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.queries", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--folder", type=Path, default=FOLDER, help="of the data set")
    parser.add_argument("--question", action="append", default=[], help="only those whose name has this in it")
    parser.add_argument("--cold", type=int, default=5, help="cold askings of each question")
    parser.add_argument("--scale", type=float, default=1.0, help="of the number of warm askings")
    parser.add_argument("--ingest", type=float, default=None, metavar="RATE", help="spans a second meanwhile; 0: none")
    parser.add_argument("--seconds", type=float, default=10.0, help="of ingest for each question")
    parser.add_argument("--lead", type=float, default=5.0, help="seconds until the load client sends")
    parser.add_argument("--client", choices=("auto", "blast", "python"), default="auto")
    arguments = parser.parse_args()
    (run_embedded if arguments.ingest is None else run_served)(arguments)


if __name__ == "__main__":
    main()
