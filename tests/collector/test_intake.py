"""What every front door hands a request to: admitted, once, and answered when it is kept."""

from collections.abc import Iterable
from concurrent.futures import Future

import pytest

from collector.admission import Admission
from collector.duplicates import Duplicates
from collector.errors import Draining, MalformedExport, SpoolFailed, SpoolFull, TenantThrottled
from collector.intake import Intake
from collector.model import Acknowledgement, Export, Signal, Tenant
from tests.collector.clock import ManualClock

STORED = Acknowledgement(1, 0, "")
DAYS = dict.fromkeys(Signal, 30)
ACME = Tenant("acme", "shared", DAYS)


class KeptSpool:
    """Keeps what it is given; the test says what becomes of it."""

    def __init__(self, *remembered: tuple[bytes, int]) -> None:
        self.appended: list[tuple[Export, Future[Acknowledgement]]] = []
        self.refusing: Exception | None = None
        self.remembered = remembered

    def append(self, export: Export) -> Future[Acknowledgement]:
        if self.refusing is not None:
            raise self.refusing
        future: Future[Acknowledgement] = Future()
        self.appended.append((export, future))
        return future

    def recent_fingerprints(self) -> Iterable[tuple[bytes, int]]:
        return self.remembered


def intake_before(spool: KeptSpool, clock: ManualClock | None = None) -> Intake:
    clock = clock or ManualClock()
    return Intake(spool, Admission(1_000, clock), Duplicates(600, 10, clock))


def submit(
    intake: Intake, body: bytes, tenant: Tenant = ACME, signal: Signal = Signal.TRACES
) -> Future[Acknowledgement]:
    with intake.enter(tenant) as lease:
        return intake.submit(Export(signal, tenant, body, 1), lease)


def test_the_answer_comes_when_the_spool_has_it():
    spool = KeptSpool()
    outcome = submit(intake_before(spool), b"x")
    assert not outcome.done()
    spool.appended[0][1].set_result(STORED)
    assert outcome.result(0) == STORED


def test_an_empty_body_is_answered_without_the_spool():
    spool = KeptSpool()
    assert submit(intake_before(spool), b"").result(0) == Acknowledgement(0, 0, "")
    assert spool.appended == []


def test_a_repetition_is_answered_with_the_first_and_counted():
    spool = KeptSpool()
    intake = intake_before(spool)
    outcomes = [submit(intake, b"x") for _ in range(3)]
    assert len(spool.appended) == 1
    spool.appended[0][1].set_result(STORED)
    assert [outcome.result(0) for outcome in outcomes] == [STORED] * 3
    assert intake.repeated == 2


def test_identical_requests_without_a_time_are_messages_of_their_own_also_side_by_side():
    spool = KeptSpool()
    intake = intake_before(spool)
    untimed = Acknowledgement(1, 0, "", untimed=True)
    outcomes = [submit(intake, b"x", signal=Signal.LOGS) for _ in range(3)]
    spool.appended[0][1].set_result(untimed)
    assert [outcome.done() for outcome in outcomes] == [True, False, False]
    spool.appended[1][1].set_result(untimed)
    spool.appended[2][1].set_exception(SpoolFailed("the disk"))
    assert outcomes[1].result(0) == untimed
    assert isinstance(outcomes[2].exception(0), SpoolFailed)
    assert (len(spool.appended), intake.repeated) == (3, 0)


def test_a_request_without_a_time_that_finds_the_spool_full_is_told_so():
    spool = KeptSpool()
    intake = intake_before(spool)
    _, second = [submit(intake, b"x", signal=Signal.LOGS) for _ in range(2)]
    spool.refusing = SpoolFull("full")
    spool.appended[0][1].set_result(Acknowledgement(1, 0, "", untimed=True))
    assert isinstance(second.exception(0), SpoolFull)


def test_the_same_bytes_of_another_organization_are_another_request():
    spool = KeptSpool()
    intake = intake_before(spool)
    submit(intake, b"x")
    submit(intake, b"x", Tenant("other", "shared", DAYS))
    assert len(spool.appended) == 2


@pytest.mark.parametrize("error", [SpoolFull("full"), MalformedExport("bad")])
def test_what_the_spool_refuses_at_once_is_raised_and_not_remembered(error):
    spool = KeptSpool()
    intake = intake_before(spool)
    spool.refusing = error
    for _ in range(2):
        with pytest.raises(type(error)):
            submit(intake, b"x")
    spool.refusing = None
    submit(intake, b"x")
    assert len(spool.appended) == 1


def test_what_the_disk_refuses_later_is_not_remembered():
    spool = KeptSpool()
    intake = intake_before(spool)
    outcome = submit(intake, b"x")
    spool.appended[0][1].set_exception(SpoolFailed("no"))
    with pytest.raises(SpoolFailed):
        outcome.result(0)
    submit(intake, b"x")
    assert len(spool.appended) == 2


def test_a_tenant_over_its_rate_is_refused_before_the_spool():
    spool = KeptSpool()
    intake = intake_before(spool)
    limited = Tenant("acme", "shared", DAYS, bytes_per_second_max=1)
    submit(intake, b"x" * 100, limited)
    with pytest.raises(TenantThrottled):
        submit(intake, b"y", limited)
    assert len(spool.appended) == 1


def test_requests_from_before_a_restart_are_known():
    clock = ManualClock()
    spool = KeptSpool((Export(Signal.TRACES, ACME, b"x", 1).identity, clock.unix_ns() - 1))
    intake = intake_before(spool, clock)
    assert submit(intake, b"x").result(0) == Acknowledgement(0, 0, "")
    assert spool.appended == []


def test_the_same_bytes_for_another_signal_are_no_repetition():
    spool = KeptSpool()
    intake = intake_before(spool)
    submit(intake, b"x", signal=Signal.LOGS)
    submit(intake, b"x", signal=Signal.METRICS)
    assert [export.signal for export, _ in spool.appended] == [Signal.LOGS, Signal.METRICS]
    assert intake.repeated == 0


def test_a_drain_takes_nothing_new_and_forgets_nothing_under_way():
    spool = KeptSpool()
    intake = intake_before(spool)
    outcome = submit(intake, b"x")
    intake.drain()
    with pytest.raises(Draining, match="about to stop"):
        submit(intake, b"y")
    spool.appended[0][1].set_result(STORED)
    assert outcome.result(0) == STORED
