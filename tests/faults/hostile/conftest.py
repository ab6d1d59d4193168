"""One platform for all hostile input, with honest clients beside it from the first to the last."""

import gzip
import random
import time
from collections.abc import Iterator

import grpc
import pytest

from tests.e2e.process import CamelopsProcess
from tests.eventually import eventually
from tests.faults.footprint import MIB, Footprint
from tests.faults.hostile.siege import RESIDENT_GROWTH_BYTES_MAX, Siege
from tests.faults.ledger import Ledger, Run
from tests.faults.load import Load
from tests.faults.oracle import judge, stopped_store
from tests.faults.senders import GrpcSender, HttpSender
from tests.faults.wire import attribute, export_of, span, text

# Enough that a stall of a second is seen; little beside what the platform can take.
HONEST_SPANS_PER_S = 1_000
# What an honest client waits at most, while the machine also makes the hostile input.
HONEST_ANSWER_S_MAX = 5.0
# Buffers, caches and threads of the engine reach their size with the first segments,
WARM_UP_REQUESTS = 60
# those of the doors and the heap with requests near the limit of 64 MiB.
WARM_UP_LARGE_SPANS = 60
# Some hundred hostile requests of up to 64 MiB: were a few of them kept, this would not do.
SIEGE_GROWTH_BYTES_MAX = 128 * MIB
# A hostile request's memory is given back by when its segment is stored and the merge after it is done.
MEMORY_BACK_S_MAX = 15.0


@pytest.fixture(scope="package")
def besieged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[CamelopsProcess, Ledger]]:
    """The platform and the ledger of its honest clients. At the end its memory is as before within the bound, and it
    stops in order and has all of that."""
    platform = CamelopsProcess.on_free_ports(tmp_path_factory.mktemp("hostile")).start()
    ledger = Ledger(Run.new(random.Random(0)))
    pid = platform.pid
    try:
        senders = [GrpcSender(platform.grpc_target), HttpSender(platform.otlp_http_url)]
        with Load(ledger, senders, spans_per_s=HONEST_SPANS_PER_S):
            ledger.wait_for_acknowledgements(WARM_UP_REQUESTS, within_s=60)
            _send_large_requests(Siege(platform))
            resident = Footprint(pid).resident_bytes()
            yield platform, ledger
            growth = Footprint(platform.pid).resident_bytes() - resident
            assert growth <= SIEGE_GROWTH_BYTES_MAX, f"memory grew by {growth / MIB:.0f} MiB"
        assert platform.pid == pid
        platform.stop()
        judge(ledger, stopped_store(platform.data_dir / "store")).assert_nothing_lost()
    finally:
        platform.kill()


def _send_large_requests(siege: Siege) -> None:
    now = time.time_ns()
    large = attribute(b"large", text(random.randbytes(MIB // 2).hex().encode()))
    body = export_of(*(span(large, index=number + 1, start=now, end=now) for number in range(WARM_UP_LARGE_SPANS)))
    assert siege.post(gzip.compress(body, 1), headers={"Content-Encoding": "gzip"}).status == "200"
    assert siege.export(body, grpc.Compression.Gzip).status == "OK"


@pytest.fixture
def siege(besieged: tuple[CamelopsProcess, Ledger]) -> Iterator[Siege]:
    """Hostile input goes through this. After the test: the process lives, its memory is as before within the bound, and
    honest clients were answered in time."""
    platform, ledger = besieged
    footprint = Footprint(platform.pid)
    resident = footprint.resident_bytes()
    answered_before = set(ledger.acknowledged)
    yield Siege(platform)
    ledger.wait_for_acknowledgements(2, within_s=HONEST_ANSWER_S_MAX)
    assert platform.process is not None
    assert platform.process.poll() is None, platform.output()

    def memory_is_back() -> None:
        growth = footprint.resident_bytes() - resident
        assert growth <= RESIDENT_GROWTH_BYTES_MAX, f"memory grew by {growth / MIB:.0f} MiB"

    eventually(memory_is_back, within_s=MEMORY_BACK_S_MAX)
    answers_s = ledger.acknowledged.copy()
    slowest = max(answers_s[number] for number in answers_s.keys() - answered_before)
    assert slowest <= HONEST_ANSWER_S_MAX, f"an honest client waited {slowest:.1f} s"
