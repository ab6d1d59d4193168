"""Requests seen of late: a client that lost an answer sends the same bytes again, and they are stored once.

The identity is `Export.identity`: of the decompressed body, its signal and the organization. A repeated request shares
the outcome of the first, which may still be waiting for the disk. One that failed is forgotten: the
next try is a first.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from concurrent.futures import Future

from collector.clock import Clock
from collector.model import Acknowledgement


class Duplicates:
    """Thread-safe. Bounded by age and by number; the oldest go first."""

    def __init__(self, window_s: float, entries_max: int, clock: Clock) -> None:
        self._window_ns = int(window_s * 1e9)
        self._entries_max = entries_max
        self._clock = clock
        self._lock = threading.Lock()
        self._seen: OrderedDict[bytes, tuple[int, Future[Acknowledgement]]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._seen)

    def remember(self, stored: Iterable[tuple[bytes, int]]) -> None:
        """Fingerprints that a spool still knows from before, each with its time of receipt in unix ns."""
        done: Future[Acknowledgement] = Future()
        # What was refused of it was said the first time; a client that asks again only needs to hear that it is kept.
        done.set_result(Acknowledgement(accepted=0, rejected=0, message=""))
        with self._lock:
            for fingerprint, received_unix_ns in sorted(stored, key=lambda entry: entry[1]):
                self._seen[fingerprint] = (received_unix_ns, done)
            self._forget(self._clock.unix_ns())

    def claim(self, fingerprint: bytes) -> tuple[Future[Acknowledgement], bool]:
        """The outcome that this request has or gets, and whether the caller is the first, who must `settle` it."""
        with self._lock:
            now_unix_ns = self._clock.unix_ns()
            self._forget(now_unix_ns)
            found = self._seen.get(fingerprint)
            if found is not None:
                return found[1], False
            outcome: Future[Acknowledgement] = Future()
            # Shared by all who wait: one that gives up must not cancel it for the others.
            outcome.set_running_or_notify_cancel()
            if self._window_ns:
                self._seen[fingerprint] = (now_unix_ns, outcome)
            return outcome, True

    def settle(
        self, fingerprint: bytes, outcome: Future[Acknowledgement], result: Acknowledgement | BaseException
    ) -> None:
        """Ends what `claim` began. A failure, or a request without any time, is forgotten before anyone hears of it."""
        if isinstance(result, BaseException):
            self._drop(fingerprint, outcome)
            outcome.set_exception(result)
            return
        if result.untimed:
            self._drop(fingerprint, outcome)
        outcome.set_result(result)

    def _drop(self, fingerprint: bytes, outcome: Future[Acknowledgement]) -> None:
        with self._lock:
            found = self._seen.get(fingerprint)
            if found is not None and found[1] is outcome:
                del self._seen[fingerprint]

    def _forget(self, now_unix_ns: int) -> None:
        while self._seen:
            oldest = next(iter(self._seen))
            if len(self._seen) <= self._entries_max and self._seen[oldest][0] > now_unix_ns - self._window_ns:
                return
            del self._seen[oldest]
