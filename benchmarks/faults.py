"""The fault runs at length: 50 kills, 10,000 power losses, a store that is away and whose answers are lost.

    make bench-faults                       all of them, about half an hour
    python -m benchmarks.faults kills --rounds 10 --seed 7

Prints, per run, what was acknowledged, found, lost, found twice, and how long recovery took. Ends with 1 when
anything acknowledged was lost or anything was stored twice. The same scenarios run short in `tests/faults`.
"""

import argparse
import random
import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from rich.console import Console
from rich.table import Table

from tests.collector.spool.machine import SpoolMachine
from tests.e2e.process import CamelopsProcess
from tests.faults.footprint import MIB
from tests.faults.kills import survive_kills
from tests.faults.oracle import Verdict
from tests.faults.outages import site, survive_lost_answers, survive_outage

ROUNDS = 50
SEQUENCES = 10_000
AWAY_S = 300.0
LOST_ANSWERS = 200
PIPED_WIDTH = 180

Options = argparse.Namespace


@dataclass(frozen=True, slots=True)
class Outcome:
    """A line of the table. `verdict` is None where the run itself is the judge and raises."""

    what: str
    recovery: str
    verdict: Verdict | None


def kills(folder: Path, chance: random.Random, options: Options) -> Outcome:
    """kill -9 at random moments, some of them during recovery, under 5,000 spans a second."""
    report = survive_kills(CamelopsProcess.on_free_ports(folder), chance, options.rounds)
    slowest, middle = max(report.recovery_s), statistics.median(report.recovery_s)
    return Outcome(f"{report.kills} kills", f"{middle:.1f} s, at most {slowest:.1f} s", report.verdict)


def power_loss(_folder: Path, chance: random.Random, options: Options) -> Outcome:
    """A model of a file system loses all that was not synced, at any operation, in any order of events."""
    machine = seed(chance.getrandbits(32))(SpoolMachine)
    bounds = settings(
        max_examples=options.sequences,
        stateful_step_count=40,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=bounds)
    return Outcome(f"{options.sequences:,} sequences of 40 events", "-", None)


def outage(folder: Path, chance: random.Random, options: Options) -> Outcome:
    """The store's server is killed for a while, the collector as well in the middle of it."""
    with site(folder) as running:
        report = survive_outage(running, chance, away_s=options.away, insert_delay_s=0.3)
    growth = (report.peak_bytes_while_away - report.resident_bytes_before) / MIB
    return Outcome(
        f"away {report.away_s:.0f} s, {report.spans_while_away:,} spans, memory +{growth:.0f} MiB",
        f"live after {report.live_found_s:.1f} s, all after {report.drained_s:.1f} s",
        report.verdict,
    )


def lost_answers(folder: Path, chance: random.Random, options: Options) -> Outcome:
    """Inserts that are carried out and whose answers are lost."""
    with site(folder) as running:
        verdict = survive_lost_answers(running, chance, lost=options.lost, within_s=1_800)
    return Outcome(f"{options.lost} answers lost", "-", verdict)


RUNS: dict[str, Callable[[Path, random.Random, Options], Outcome]] = {
    "kills": kills,
    "power-loss": power_loss,
    "outage": outage,
    "lost-answers": lost_answers,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", nargs="*", metavar="RUN", help=f"of {', '.join(RUNS)}; all when none is named")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="kills")
    parser.add_argument("--sequences", type=int, default=SEQUENCES, help="power losses on the model of a file system")
    parser.add_argument("--away", type=float, default=AWAY_S, help="seconds the store is away")
    parser.add_argument("--lost", type=int, default=LOST_ANSWERS, help="answers that are lost")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if unknown := set(options.runs) - RUNS.keys():
        parser.error(f"there is no run {', '.join(sorted(unknown))}")
    table = Table("run", "what", "acknowledged", "found", "lost", "twice", "rollups wrong", "recovery")
    good = True
    for name in options.runs or RUNS:
        with tempfile.TemporaryDirectory(prefix="camelops-faults-") as folder:
            outcome = RUNS[name](Path(folder), random.Random(options.seed), options)
        numbers, exact = _numbers(outcome.verdict)
        table.add_row(name, outcome.what, *numbers, outcome.recovery)
        good = good and exact
    console = Console()
    # A pipe has no width: what reads it wraps as it likes.
    (console if console.is_terminal else Console(width=PIPED_WIDTH)).print(table)
    return 0 if good else 1


def _numbers(verdict: Verdict | None) -> tuple[list[str], bool]:
    """What the table shows of a verdict, and whether all is as promised."""
    if verdict is None:
        return ["-"] * 5, True
    wrong = len(verdict.index_wrong) + len(verdict.red_wrong) + (verdict.suggestions != verdict.rows)
    counts = (verdict.acknowledged, verdict.stored, len(verdict.lost), len(verdict.doubled), wrong)
    return [f"{count:,}" for count in counts], not any(counts[2:])


if __name__ == "__main__":
    sys.exit(main())
