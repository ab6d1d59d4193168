"""spool, loop, stats: the whole, with its threads, on a real disk."""

import errno
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from collector.errors import Draining, SpoolFull, StoreUnavailable, TransientError
from collector.sinks.discard import DiscardSink
from collector.sinks.memory import MemorySink
from collector.spool import Spool
from collector.spool.loop import Loop
from tests.collector.spool.requests import ACME, GLOBEX, INITECH, spans
from tests.collector.spool.site import settings
from tests.eventually import eventually
from tests.faults.small_disk import small_disk

TENANTS = (ACME, GLOBEX, INITECH)
ANSWERED_S_MAX = 20.0
MIB = 1 << 20


def stored_spans(sink: MemorySink) -> list[int]:
    return sorted(int(trace_id, 16) for trace_id in sink.frame("otel_traces")["TraceId"])


def test_requests_of_many_threads_are_acknowledged_and_stored_once(tmp_path: Path):
    sink = MemorySink()
    spool = Spool.open(tmp_path, settings(segment_rows_max=200, segment_age_s_max=0.05), sink)
    spool.start()

    def send(thread: int) -> list[int]:
        numbers = range(thread * 1_000 + 1, thread * 1_000 + 251)
        for number in numbers:
            acknowledged = spool.append(spans(number, TENANTS[number % 3])).result(timeout=ANSWERED_S_MAX)
            assert acknowledged.accepted == 1
        return list(numbers)

    with ThreadPoolExecutor(8) as threads:
        sent = [number for numbers in threads.map(send, range(8)) for number in numbers]
    assert spool.drain(ANSWERED_S_MAX)
    stats = spool.stats()
    spool.close()
    assert stored_spans(sink) == sorted(sent)
    assert (stats.segments_waiting, stats.segments_open, stats.bytes_pending) == (0, 0, 0)
    assert stats.counters.requests_acknowledged == stats.counters.items_accepted == len(sent)
    assert stats.counters.commits < len(sent), "requests that wait together are synced together"
    assert stats.counters.segments_decoded_again == 0


def test_a_drained_spool_takes_nothing_and_says_so(tmp_path: Path):
    spool = Spool.open(tmp_path, settings(), MemorySink())
    spool.start()
    spool.append(spans(1)).result(timeout=ANSWERED_S_MAX)
    assert spool.drain(ANSWERED_S_MAX)
    with pytest.raises(Draining):
        spool.append(spans(2))
    assert spool.stats().unready == ("the spool is closing",)
    spool.close()


class _Away(MemorySink):
    """Raises until it is told to come back."""

    def __init__(self) -> None:
        super().__init__()
        self.back = threading.Event()

    def insert(self, block, token):
        if not self.back.is_set():
            raise StoreUnavailable("away")
        super().insert(block, token)


def test_what_is_not_stored_in_time_is_stored_by_the_next_process(tmp_path: Path):
    sink = _Away()
    spool = Spool.open(tmp_path, settings(), sink)
    spool.start()
    spool.append(spans(1)).result(timeout=ANSWERED_S_MAX)
    assert not spool.drain(0.3)
    assert spool.stats().store_trouble == "away"
    spool.close()
    sink.back.set()
    following = Spool.open(tmp_path, settings(), sink)
    following.start()
    assert following.drain(ANSWERED_S_MAX)
    following.close()
    assert stored_spans(sink) == [1]


def test_a_store_that_comes_back_gets_everything_without_a_restart(tmp_path: Path):
    sink = _Away()
    spool = Spool.open(tmp_path, settings(segment_age_s_max=0.02, segment_age_lagging_s_max=0.05), sink)
    spool.start()
    for number in range(1, 50):
        spool.append(spans(number)).result(timeout=ANSWERED_S_MAX)
    sink.back.set()
    assert spool.drain(ANSWERED_S_MAX)
    spool.close()
    assert stored_spans(sink) == list(range(1, 50))


def test_close_answers_what_was_taken(tmp_path: Path):
    spool = Spool.open(tmp_path, settings(), MemorySink())
    spool.start()
    futures = [spool.append(spans(number)) for number in range(1, 20)]
    spool.close()
    assert all(future.result(timeout=0).accepted == 1 for future in futures)


def test_the_store_is_not_needed_to_measure_what_comes_before_it(tmp_path: Path):
    sink = DiscardSink()
    spool = Spool.open(tmp_path, settings(), sink)
    spool.start()
    spool.append(spans(1, count=3)).result(timeout=ANSWERED_S_MAX)
    assert spool.drain(ANSWERED_S_MAX)
    spool.close()
    sink.close()
    assert sink.rows["otel_traces"] == 3
    assert sink.bytes > 0


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", 8 * MIB):
        yield tmp_path / "disk"


def test_a_real_disk_that_fills_up_pushes_back_and_goes_on_when_there_is_room(tiny_disk: Path):
    """F3: only answers that say when to come back, no restart, everything that was acknowledged is stored."""
    sink = _Away()
    sizes = {"segment_age_s_max": 0.05, "segment_age_lagging_s_max": 0.1, "safety_lag_s": 0.1, "reserve_bytes": MIB}
    spool = Spool.open(tiny_disk, settings(**sizes), sink)
    spool.start()
    acknowledged, number, chance = [], 0, random.Random(3)
    refusals: list[TransientError] = []
    while not spool.stats().full:
        number += 1
        try:
            spool.append(spans(number, padding_bytes=chance.randrange(100_000))).result(timeout=ANSWERED_S_MAX)
            acknowledged.append(number)
        except TransientError as refusal:
            refusals.append(refusal)
    assert number > len(acknowledged) > 10
    assert all(isinstance(refusal, SpoolFull) and refusal.retry_after_s > 0 for refusal in refusals)
    with pytest.raises(SpoolFull):
        spool.append(spans(number + 1))
    assert any("no room" in reason for reason in spool.stats().unready)
    sink.back.set()

    def has_room() -> None:
        assert not spool.stats().full, spool.stats()

    eventually(has_room, within_s=ANSWERED_S_MAX)
    spool.append(spans(number + 2)).result(timeout=ANSWERED_S_MAX)
    assert spool.drain(ANSWERED_S_MAX)
    spool.close()
    assert stored_spans(sink) == [*acknowledged, number + 2]


def test_two_processes_cannot_share_a_spool(tmp_path: Path):
    spool = Spool.open(tmp_path, settings(), MemorySink())
    code = (
        "import sys; from pathlib import Path; from collector.spool import Spool, SpoolSettings;"
        "from collector.sinks.memory import MemorySink;"
        "Spool.open(Path(sys.argv[1]), SpoolSettings(), MemorySink())"
    )
    other = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False)
    assert other.returncode != 0
    assert "another process's spool: stop that, or set another directory" in other.stderr
    spool.close()


def test_a_thread_whose_turn_fails_goes_on_and_is_seen():
    outcomes: list[Exception | None] = [ZeroDivisionError("by chance"), None]
    done = threading.Event()

    def turn() -> float | None:
        if not outcomes:
            done.set()
            return None
        outcome = outcomes.pop(0)
        if outcome is not None:
            raise outcome
        return 0.0

    loop = Loop("a-loop", turn)
    loop.start()

    def failed() -> None:
        assert loop.failure is not None

    eventually(failed, within_s=ANSWERED_S_MAX)
    loop.wake()
    assert done.wait(ANSWERED_S_MAX)
    loop.stop()
    assert loop.failure is None


def test_a_failing_thread_makes_the_spool_unready():
    outcomes = threading.Event()

    def turn() -> float | None:
        outcomes.set()
        raise OSError(errno.EIO, "Input/output error")

    loop = Loop("spool-writer-0", turn)
    loop.start()
    assert outcomes.wait(ANSWERED_S_MAX)

    def seen() -> None:
        assert loop.failure == "spool-writer-0: OSError: [Errno 5] Input/output error"

    eventually(seen, within_s=ANSWERED_S_MAX)
    loop.stop()
