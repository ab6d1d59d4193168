"""kill -9 at random moments under load: the scenario of the test and of the long run in `benchmarks/faults.py`."""

import random
import threading
import time
from dataclasses import dataclass

from tests.e2e.process import CamelopsProcess
from tests.faults.ledger import Ledger, Run
from tests.faults.load import Load
from tests.faults.oracle import Verdict, judge, stopped_store
from tests.faults.senders import GrpcSender, HttpSender
from tests.faults.spool_folder import wait_until_delivered

SPANS_PER_S = 5_000
# A segment is sealed within 1 s and inserted soon after: kills fall into writing, syncing, sealing and inserting.
UPTIME_S = (0.1, 2.5)
# Opening the store and reading the spool take about this long: kills fall into recovery, too.
START_S = (0.0, 2.0)
# Every third kill is followed by one more before the start is complete.
KILLED_STARTS_EVERY = 3
ANSWERED_AGAIN_S_MAX = 60.0
DELIVERED_S_MAX = 180.0


@dataclass(frozen=True, slots=True)
class KillReport:
    """`recovery_s` is from the last start to its first acknowledgement, per round; `refusals` are the statuses seen."""

    kills: int
    recovery_s: list[float]
    refusals: set[str]
    requests: int
    verdict: Verdict


def survive_kills(platform: CamelopsProcess, chance: random.Random, rounds: int) -> KillReport:
    """Clients send all the while, and send again what was not acknowledged. `platform` is not started yet; it is
    stopped when this returns, so everything is in the store."""
    ledger = Ledger(Run.new(chance))
    senders = [*(GrpcSender(platform.grpc_target) for _ in range(3)), HttpSender(platform.otlp_http_url)]
    # Not synchronisation: the fault's own moment.
    moment = threading.Event()
    recovery_s = []
    kills = 0
    platform.start()
    with Load(ledger, senders, spans_per_s=SPANS_PER_S):
        ledger.wait_for_acknowledgements(1, within_s=ANSWERED_AGAIN_S_MAX)
        for number in range(rounds):
            moment.wait(chance.uniform(*UPTIME_S))
            platform.kill()
            kills += 1
            if number % KILLED_STARTS_EVERY == KILLED_STARTS_EVERY - 1:
                platform.spawn()
                moment.wait(chance.uniform(*START_S))
                platform.kill()
                kills += 1
            began = time.monotonic()
            platform.start()
            ledger.wait_for_acknowledgements(1, within_s=ANSWERED_AGAIN_S_MAX)
            recovery_s.append(time.monotonic() - began)
    # What outlived many kills waits until the process has lived for a while: it may have been the cause.
    wait_until_delivered(platform.data_dir / "spool", within_s=DELIVERED_S_MAX)
    platform.stop()
    return KillReport(
        kills, recovery_s, ledger.statuses(), ledger.begun, judge(ledger, stopped_store(platform.data_dir / "store"))
    )
