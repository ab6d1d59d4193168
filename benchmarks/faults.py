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
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.e2e.process import CamelopsProcess
from tests.faults.footprint import MIB
from tests.faults.kills import survive_kills
from tests.faults.oracle import Verdict
from tests.faults.outages import site, survive_lost_answers, survive_outage

ROUNDS = 50
AWAY_S = 300.0
LOST_ANSWERS = 200

Row = tuple[str, ...]


def kills(folder: Path, chance: random.Random, options: argparse.Namespace) -> tuple[Verdict, Row]:
    """kill -9 at random moments, some of them during recovery, under 5,000 spans a second."""
    report = survive_kills(CamelopsProcess.on_free_ports(folder), chance, options.rounds)
    slowest, middle = max(report.recovery_s), statistics.median(report.recovery_s)
    return report.verdict, (f"{report.kills} kills", f"{middle:.1f} s, at most {slowest:.1f} s")


def outage(folder: Path, chance: random.Random, options: argparse.Namespace) -> tuple[Verdict, Row]:
    """The store's server is killed for a while, the collector as well in the middle of it."""
    with site(folder) as running:
        report = survive_outage(running, chance, away_s=options.away, insert_delay_s=0.3)
    growth = (report.peak_bytes_while_away - report.resident_bytes_before) / MIB
    done = (
        f"away {report.away_s:.0f} s, {report.spans_while_away:,} spans, memory +{growth:.0f} MiB",
        f"live after {report.live_found_s:.1f} s, all after {report.drained_s:.1f} s",
    )
    return report.verdict, done


def lost_answers(folder: Path, chance: random.Random, options: argparse.Namespace) -> tuple[Verdict, Row]:
    """Inserts that are carried out and whose answers are lost."""
    with site(folder) as running:
        verdict = survive_lost_answers(running, chance, lost=options.lost, within_s=1_800)
    return verdict, (f"{options.lost} answers lost", "-")


RUNS: dict[str, Callable[[Path, random.Random, argparse.Namespace], tuple[Verdict, Row]]] = {
    "kills": kills,
    "outage": outage,
    "lost-answers": lost_answers,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", nargs="*", choices=[*RUNS, []], help="all when none is named")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="kills")
    parser.add_argument("--away", type=float, default=AWAY_S, help="seconds the store is away")
    parser.add_argument("--lost", type=int, default=LOST_ANSWERS, help="answers that are lost")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    table = Table("run", "what", "requests acknowledged", "found", "lost", "twice", "rollups wrong", "recovery")
    good = True
    for name in options.runs or RUNS:
        with tempfile.TemporaryDirectory(prefix="camelops-faults-") as folder:
            verdict, (what, recovery) = RUNS[name](Path(folder), random.Random(options.seed), options)
        wrong = len(verdict.index_wrong) + len(verdict.red_wrong)
        numbers = (verdict.acknowledged, verdict.stored, len(verdict.lost), len(verdict.doubled), wrong)
        table.add_row(name, what, *(f"{number:,}" for number in numbers), recovery)
        good = good and not (verdict.lost or verdict.doubled or wrong or verdict.suggestions != verdict.rows)
    Console().print(table)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
