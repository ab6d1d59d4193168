"""Intake: what every front door hands a request to, once it is known whose it is and fits in memory.

Admission, then the duplicates, then the spool. The answer is a future that is done when the request is as durable as
the settings promise.
"""

import threading
from collections.abc import Iterable
from concurrent.futures import Future
from typing import Protocol

from collector.admission import Admission, Lease
from collector.duplicates import Duplicates
from collector.errors import Draining
from collector.model import Acknowledgement, Export, Tenant


class Appender(Protocol):
    """What the intake needs of the spool."""

    def append(self, export: Export) -> Future[Acknowledgement]:
        """Raises MalformedExport or a TransientError at once; the future is done once the export is durable."""

    def recent_fingerprints(self) -> Iterable[tuple[bytes, int]]:
        """Of what it still holds: fingerprint and time of receipt in unix ns."""


class Intake:
    """Thread-safe."""

    def __init__(self, spool: Appender, admission: Admission, duplicates: Duplicates) -> None:
        self._spool = spool
        self._admission = admission
        self._duplicates = duplicates
        self._draining = threading.Event()
        duplicates.remember(spool.recent_fingerprints())
        self.repeated = 0
        """Requests answered from an earlier one's outcome."""

    @property
    def bytes_in_flight(self) -> int:
        """Held by requests under way."""
        return self._admission.bytes_in_flight

    def enter(self, tenant: Tenant) -> Lease:
        """A place for one request of this tenant, to be held until it is answered. Raises TransientError."""
        if self._draining.is_set():
            raise Draining("this collector is about to stop: another one, or the next start, takes it")
        return self._admission.enter(tenant)

    def submit(self, export: Export, lease: Lease) -> Future[Acknowledgement]:
        """Raises MalformedExport or a TransientError at once."""
        lease.spend(len(export.body))
        if not export.body:
            return _empty()
        outcome, is_first = self._duplicates.claim(export.identity)
        if not is_first:
            return self._repeated(export, outcome)
        try:
            stored = self._spool.append(export)
        except BaseException as error:
            self._duplicates.settle(export.identity, outcome, error)
            raise
        stored.add_done_callback(lambda done: self._duplicates.settle(export.identity, outcome, _result(done)))
        return outcome

    def _repeated(self, export: Export, first: Future[Acknowledgement]) -> Future[Acknowledgement]:
        """The first one's outcome; its own where no time in them tells a repetition from a new message."""
        shared: Future[Acknowledgement] = Future()
        shared.set_running_or_notify_cancel()

        def decide(done: Future[Acknowledgement]) -> None:
            result = _result(done)
            if isinstance(result, Acknowledgement) and result.untimed:
                try:
                    stored = self._spool.append(export)
                except BaseException as error:  # noqa: BLE001  # whoever waits for the answer is told
                    shared.set_exception(error)
                else:
                    stored.add_done_callback(lambda own: _end(shared, _result(own)))
            else:
                self.repeated += 1
                _end(shared, result)

        first.add_done_callback(decide)
        return shared

    def drain(self) -> None:
        """Takes nothing new from here on."""
        self._draining.set()


def _empty() -> Future[Acknowledgement]:
    done: Future[Acknowledgement] = Future()
    done.set_result(Acknowledgement(accepted=0, rejected=0, message=""))
    return done


def _end(outcome: Future[Acknowledgement], result: Acknowledgement | BaseException) -> None:
    if isinstance(result, BaseException):
        outcome.set_exception(result)
    else:
        outcome.set_result(result)


def _result(done: Future[Acknowledgement]) -> Acknowledgement | BaseException:
    return done.exception() or done.result()
