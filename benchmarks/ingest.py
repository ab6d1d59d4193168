"""CPU-seconds per million items: receiving alone, with a durable queue, to stored and merged rows.

    python -m benchmarks.ingest                                   # the cases with a floor, beside the peer if there
    python -m benchmarks.ingest --case all --repeats 5            # every case
    python -m benchmarks.ingest --case stored --subject camelops --profile
    python -m benchmarks.ingest --list

The subjects of a case take turns, repeat by repeat, so that a machine that slows down slows both.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from benchmarks import measure, profile, report
from benchmarks.load import Load
from benchmarks.processes import ServerFailedError
from benchmarks.subjects import Camelops, Otelcol, Subject, peer_is_built

MakeSubject = Callable[[Path, frozenset[int] | None], Subject]


@dataclass(frozen=True, slots=True)
class Case:
    """What is measured.

    A load, camelops' setting for it, the peers it stands beside. `floor` in CPU-seconds per million items.
    """

    name: str
    load: Load
    kept: str
    durability: str
    peers: tuple[tuple[str, str], ...] = ()  # (kept, queue) of each peer
    floor: float | None = None

    def subjects(self) -> list[MakeSubject]:
        def camelops(folder: Path, cores: frozenset[int] | None) -> Subject:
            return Camelops(folder, kept=self.kept, durability=self.durability, cores=cores)

        def otelcol(kept: str, queue: str) -> MakeSubject:
            return lambda folder, cores: Otelcol(folder, kept=kept, queue=queue, cores=cores)

        return [camelops, *(otelcol(kept, queue) for kept, queue in self.peers)]


def _cases() -> list[Case]:
    grpc = Load(in_flight=8)
    cases: list[Case] = []
    floors = {"traces": (2.5, 3.2, 7.0)}
    for signal in ("traces", "logs", "metrics"):
        load = replace(grpc, signal=signal)
        receive, spool, stored = floors.get(signal, (None, None, None))
        cases += [
            Case(
                f"receive/{signal}",
                load,
                "discarded",
                "memory",
                (("nothing", "memory"), ("discarded", "memory")),
                receive,
            ),
            Case(
                f"spool/{signal}",
                load,
                "discarded",
                "fsync",
                (("discarded", "file"), ("discarded", "file+fsync")),
                spool,
            ),
            Case(f"stored/{signal}", load, "stored", "fsync", (("stored", "file"),), stored),
        ]
    http = replace(grpc, protocol="http")
    forms = {
        "grpc-gzip": replace(grpc, encoding="gzip"),
        "grpc-100": replace(grpc, items_per_request=100, requests=10_000),
        "http": http,
        "http-gzip": replace(http, encoding="gzip"),
        "http-zstd": replace(http, encoding="zstd"),
        "http-json": replace(http, format="json", requests=300),
    }
    for name, load in forms.items():
        cases.append(
            Case(
                f"receive/traces/{name}", load, "discarded", "memory", (("nothing", "memory"), ("discarded", "memory"))
            )
        )
    return cases


CASES = {case.name: case for case in _cases()}


def selected(patterns: list[str]) -> list[Case]:
    """By name, or else by the beginning of names.

    No pattern: the cases with a floor. Raises SystemExit for what names nothing.
    """
    if not patterns:
        return [case for case in CASES.values() if case.floor is not None]
    chosen: dict[str, Case] = {}
    for pattern in patterns:
        found = [name for name in CASES if name == pattern] or [name for name in CASES if name.startswith(pattern)]
        chosen |= {name: CASES[name] for name in (CASES if pattern == "all" else found)}
    if not chosen:
        raise SystemExit(f"no case is named {patterns}: see python -m benchmarks.ingest --list")
    return list(chosen.values())


def run(case: Case, arguments: argparse.Namespace) -> None:
    """All repeats of a case with each of its subjects in turn, then their rows."""
    server_cores, client_cores = measure.cores_of(pin=arguments.pin)
    if client_cores is not None:
        os.sched_setaffinity(0, client_cores)
    load = replace(case.load, requests=max(2, int(case.load.requests * arguments.scale)))
    runs: dict[str, list[measure.Measurement]] = {}
    for repeat in range(arguments.repeats):
        for make in case.subjects():
            with tempfile.TemporaryDirectory(prefix="camelops-bench-", dir=arguments.work_dir) as folder:
                subject = make(Path(folder), server_cores)
                if arguments.subject and not subject.name.startswith(arguments.subject):
                    continue
                if isinstance(subject, Otelcol) and not peer_is_built():
                    continue
                sized = load.sized(load.requests, repeat + 1)
                recording = partial(profile.recording, folder=Path(folder)) if arguments.profile else measure.unrecorded
                try:
                    result = measure.measure(subject, sized, arguments.client, recording=recording)
                except (
                    ServerFailedError,
                    measure.NotDiscardedError,
                    TimeoutError,
                    subprocess.CalledProcessError,
                ) as error:
                    print(f"{case.name}: {subject.name} was not measured: {error}", file=sys.stderr, flush=True)
                    continue
                runs.setdefault(subject.name, []).append(result)
    for label, results in runs.items():
        row = report.Row(case.name, label, case.floor if label == "camelops" else None, results)
        report.publish("ingest", row.line(), row.record())
        if arguments.profile:
            print(profile.by_thread(results[-1]))


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.ingest", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--case", action="append", default=[], help="a case or the beginning of its name; may be given often; all"
    )
    parser.add_argument("--subject", default="", help="only subjects whose name begins so: camelops, otelcol")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--scale", type=float, default=1.0, help="so many times the requests (1: a million items)")
    parser.add_argument(
        "--client", choices=("auto", "blast", "python"), default="auto", help="auto: blast where it is built"
    )
    parser.add_argument("--pin", action="store_true", help="server on the first core, client on the others")
    parser.add_argument("--profile", action="store_true", help="CPU by thread, and by function where perf is installed")
    parser.add_argument(
        "--work-dir",
        type=Path,
        default=None,
        help="where the data goes meanwhile (default: the system's temporary folder)",
    )
    parser.add_argument("--list", action="store_true")
    arguments = parser.parse_args()
    if arguments.list:
        print("\n".join(CASES))
        return
    print(report.table_line(*report.COLUMNS), flush=True)
    for case in selected(arguments.case):
        run(case, arguments)


if __name__ == "__main__":
    main()
