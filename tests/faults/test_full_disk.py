"""The disk under the spool has no byte left."""

import random
from collections.abc import Callable

import httpx
import pytest

from tests.e2e.process import CamelopsProcess
from tests.faults.ledger import Ledger, Run
from tests.faults.load import Load
from tests.faults.oracle import judge, stopped_store
from tests.faults.senders import GrpcSender, HttpSender
from tests.faults.small_disk import MIB, fill, small_disk

DISK_BYTES = 128 * MIB
ANSWERED_S_MAX = 30.0
# While the disk is full every request is answered with these and nothing else.
PUSHED_BACK = {"UNAVAILABLE", "503"}


@pytest.mark.timeout(200)
def test_a_full_disk_pushes_back_and_goes_on_by_itself_when_there_is_space(
    new_camelops: Callable[..., CamelopsProcess],
):
    """Refusals name when to come back; what was acknowledged before, meanwhile and after is stored once; the process
    that saw the disk full is the one that goes on."""
    platform = new_camelops()
    ledger = Ledger(Run.new(random.Random(3)))
    with small_disk(platform.data_dir / "spool", DISK_BYTES):
        platform.start()
        pid = platform.pid
        senders = [GrpcSender(platform.grpc_target), HttpSender(platform.otlp_http_url)]
        with Load(ledger, senders, spans_per_s=5_000):
            ledger.wait_for_acknowledgements(20, within_s=ANSWERED_S_MAX)
            ballast = fill(platform.data_dir / "spool")
            ledger.wait_until(
                lambda seen: seen.statuses() >= PUSHED_BACK, within_s=ANSWERED_S_MAX, what="pushed back by both doors"
            )
            # The store and those who ask it are not concerned.
            assert httpx.get(f"{platform.url}/api/v1/services", timeout=10).status_code == httpx.codes.OK
            assert httpx.get(f"{platform.url}/healthz", timeout=10).status_code == httpx.codes.OK
            ballast.unlink()
            ledger.wait_for_acknowledgements(50, within_s=ANSWERED_S_MAX)
        refusals = [refusal for refusals in ledger.refusals.values() for refusal in refusals]
        assert ledger.statuses() == PUSHED_BACK
        assert all(refusal.retry_after_s is not None and refusal.retry_after_s > 0 for refusal in refusals)
        assert platform.pid == pid
        platform.stop()
        judge(ledger, stopped_store(platform.data_dir / "store")).assert_exact()


@pytest.mark.timeout(200)
def test_a_start_on_a_full_disk_delivers_what_is_there_and_takes_more_when_there_is_space(
    new_camelops: Callable[..., CamelopsProcess],
):
    """Killed while full, started while full: what was acknowledged reaches the store though nothing can be written."""
    platform = new_camelops()
    ledger = Ledger(Run.new(random.Random(4)))
    with small_disk(platform.data_dir / "spool", DISK_BYTES):
        platform.start()
        with Load(ledger, [GrpcSender(platform.grpc_target)], spans_per_s=5_000):
            ledger.wait_for_acknowledgements(20, within_s=ANSWERED_S_MAX)
        ballast = fill(platform.data_dir / "spool")
        platform.kill()
        platform.start()
        ballast.unlink()
        with Load(ledger, [GrpcSender(platform.grpc_target)], spans_per_s=5_000):
            ledger.wait_for_acknowledgements(20, within_s=ANSWERED_S_MAX)
        platform.stop()
        judge(ledger, stopped_store(platform.data_dir / "store")).assert_exact()
