"""A client sends what it has sent before, because an answer did not reach it or because it is broken."""

import random
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from tests.e2e.process import CamelopsProcess
from tests.faults.ledger import Ledger, Run
from tests.faults.oracle import judge, stopped_store
from tests.faults.senders import GrpcSender, HttpSender, Sender

REQUESTS = 60


def send_all(ledger: Ledger, sender: Sender) -> None:
    """Every request of the ledger once; each must be taken, the first time and every other time."""
    with closing(sender):
        for number in range(REQUESTS):
            assert sender.send(ledger.run.body(number)) is None
            ledger.acknowledge(number, 0.0)


def both(platform: CamelopsProcess) -> Iterator[Sender]:
    yield GrpcSender(platform.grpc_target)
    yield HttpSender(platform.otlp_http_url)


@contextmanager
def killed(platform: CamelopsProcess) -> Iterator[None]:
    platform.kill()
    yield
    platform.start()


@contextmanager
def stopped(platform: CamelopsProcess) -> Iterator[None]:
    platform.stop()
    yield
    platform.start()


@pytest.mark.parametrize("interruption", [killed, stopped])
def test_requests_sent_again_at_once_and_after_a_restart_are_stored_once(camelops: CamelopsProcess, interruption):
    """Over both protocols: what was sent by one and is sent again by the other is the same request."""
    ledger = Ledger(Run.new(random.Random(8)))
    for sender in both(camelops):
        send_all(ledger, sender)
    with interruption(camelops):
        pass
    for sender in both(camelops):
        send_all(ledger, sender)
    camelops.stop()
    judge(ledger, stopped_store(camelops.data_dir / "store")).assert_exact()


def test_a_request_sent_twice_at_the_same_time_is_stored_once(camelops: CamelopsProcess):
    """The second waits for the first one's fsync and is acknowledged with it, not before."""
    ledger = Ledger(Run.new(random.Random(9)))
    failures: list[BaseException] = []
    at_once = threading.Barrier(4)

    def send() -> None:
        try:
            with closing(GrpcSender(camelops.grpc_target)) as sender:
                for number in range(REQUESTS):
                    at_once.wait(timeout=30)
                    assert sender.send(ledger.run.body(number)) is None
                    ledger.acknowledge(number, 0.0)
        except BaseException as failure:  # noqa: BLE001  # raised again in the test's own thread
            failures.append(failure)
            at_once.abort()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not failures, failures
    camelops.stop()
    judge(ledger, stopped_store(camelops.data_dir / "store")).assert_exact()
