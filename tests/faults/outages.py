"""The store is away, slow, or its answers are lost: the scenarios of the tests and of `benchmarks/faults.py`."""

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.process import CamelopsProcess, run
from tests.eventually import eventually
from tests.faults.footprint import Footprint
from tests.faults.ledger import Ledger, Run
from tests.faults.line import LateAnswers, Line, LostAnswers
from tests.faults.load import Load
from tests.faults.oracle import Verdict, judge, stopped_store
from tests.faults.senders import GrpcSender, HttpSender, Sender
from tests.faults.store_server import StoreServer

SPANS_PER_S = 3_000
ANSWERED_S_MAX = 60.0
# For a backlog to reach the store after the outage, on a machine that also runs clients and the server.
DRAINED_S_MAX = 120.0
LIVE_FOUND_S_MAX = 30.0


@dataclass
class Site:
    """A collector, a line, a store server behind it, and the folder of the server's data."""

    line: Line
    server: StoreServer
    collector: CamelopsProcess
    store_folder: Path

    def senders(self) -> list[Sender]:
        grpc = [GrpcSender(self.collector.grpc_target) for _ in range(3)]
        return [*grpc, HttpSender(self.collector.otlp_http_url)]

    def wait_until_stored(self, ledger: Ledger, within_s: float) -> None:
        wanted = len(ledger.acknowledged) * ledger.run.spans_per_request

        def all_there() -> None:
            count = self.server.count(f"startsWith(TraceId, '{ledger.run.id:016x}')")
            assert count >= wanted, f"{count} of {wanted} spans stored"

        eventually(all_there, within_s=within_s)

    def end(self, ledger: Ledger) -> Verdict:
        """Stops all in order and judges."""
        self.collector.stop()
        self.server.stop()
        return judge(ledger, stopped_store(self.store_folder))


@contextmanager
def site(folder: Path) -> Iterator[Site]:
    """Everything runs, and the tables are there; what still runs at the end is killed."""
    store_folder = folder / "server"
    with Line() as line:
        server = StoreServer(store_folder, line)
        env = {"CAMELOPS_STORE_DSN": server.dsn}
        collector = CamelopsProcess.on_free_ports(folder, env=env, serving="collector")
        try:
            server.start()
            migrated = run("migrate", env=env)
            assert migrated.returncode == 0, migrated.stderr
            yield Site(line, server, collector, store_folder)
        finally:
            collector.kill()
            server.kill()


@dataclass(frozen=True, slots=True)
class OutageReport:
    """Of a store that went away and came back. Bytes are of the collector's memory."""

    away_s: float
    spans_while_away: int
    resident_bytes_before: int
    peak_bytes_while_away: int
    live_found_s: float
    backlog_left_when_live_was_found: int
    drained_s: float
    verdict: Verdict


def survive_outage(site: Site, chance: random.Random, *, away_s: float, insert_delay_s: float) -> OutageReport:
    """The server is killed under load; the collector is killed as well in the middle of the outage, and starts
    without a store. After it, inserts take `insert_delay_s` longer until live data was found, so that there is a
    backlog to overtake."""
    ledger = Ledger(Run.new(chance))
    live = Ledger(Run.new(chance))
    site.collector.start()
    with Load(ledger, site.senders(), spans_per_s=SPANS_PER_S):
        ledger.wait_for_acknowledgements(50, within_s=ANSWERED_S_MAX)
        footprint = Footprint(site.collector.pid)
        before = footprint.resident_bytes()
        site.server.kill()
        began = time.monotonic()
        acknowledged = len(ledger.acknowledged)
        # Not synchronisation: how long the store is away.
        moment = threading.Event()
        moment.wait(away_s / 2)
        peak = footprint.peak_bytes()
        site.collector.kill()
        site.collector.spawn()
        ledger.wait_for_acknowledgements(1, within_s=ANSWERED_S_MAX)
        moment.wait(away_s / 2)
        peak = max(peak, Footprint(site.collector.pid).peak_bytes())
        spans_while_away = (len(ledger.acknowledged) - acknowledged) * ledger.run.spans_per_request
    away = time.monotonic() - began

    over = threading.Event()
    site.line.trouble = LateAnswers(insert_delay_s, over)
    site.server.start()
    back = time.monotonic()
    with Load(live, [GrpcSender(site.collector.grpc_target)], spans_per_s=200):
        live.wait_for_acknowledgements(1, within_s=ANSWERED_S_MAX)

        def live_found() -> None:
            assert site.server.count(f"startsWith(TraceId, '{live.run.id:016x}')") > 0

        eventually(live_found, within_s=LIVE_FOUND_S_MAX)
        live_found_s = time.monotonic() - back
        stored = site.server.count(f"startsWith(TraceId, '{ledger.run.id:016x}')")
    over.set()
    site.wait_until_stored(ledger, DRAINED_S_MAX)
    site.wait_until_stored(live, DRAINED_S_MAX)
    drained_s = time.monotonic() - back
    verdict = site.end(ledger)
    judge(live, stopped_store(site.store_folder)).assert_nothing_lost()
    return OutageReport(
        away_s=away,
        spans_while_away=spans_while_away,
        resident_bytes_before=before,
        peak_bytes_while_away=peak,
        live_found_s=live_found_s,
        backlog_left_when_live_was_found=len(ledger.acknowledged) * ledger.run.spans_per_request - stored,
        drained_s=drained_s,
        verdict=verdict,
    )


def survive_lost_answers(site: Site, chance: random.Random, *, lost: int, within_s: float) -> Verdict:
    """Every second insert is carried out and its answer lost, until `lost` were; then all is well."""
    ledger = Ledger(Run.new(chance))
    trouble = LostAnswers(random.Random(chance.random()), probability=0.5)
    site.collector.start()
    site.line.trouble = trouble
    with Load(ledger, site.senders(), spans_per_s=SPANS_PER_S):
        ledger.wait_until(lambda _: trouble.lost >= lost, within_s=within_s, what=f"{lost} lost answers")
    site.line.trouble = None
    site.wait_until_stored(ledger, DRAINED_S_MAX)
    return site.end(ledger)
