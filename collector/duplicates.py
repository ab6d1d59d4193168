"""Requests seen of late: a client that lost an answer sends the same bytes again, and they are stored once.

The identity is `Export.identity`: of the decompressed body, its signal and the organization. A repeated request shares
the outcome of the first, which may still be waiting for the disk. One that failed is forgotten, and the next try is a
first. So is one without any time in it, for an identical body may be a new message.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from concurrent.futures import Future

from collector.clock import Clock
from collector.model import Acknowledgement

# Under way, or what was answered: a future would be ten times as large.
_Outcome = Future[Acknowledgement] | Acknowledgement


class Duplicates:
    """Thread-safe. Bounded by age and by number; the oldest go first."""

    def __init__(self, window_s: float, entries_max: int, clock: Clock) -> None:
        self._window_s = window_s
        self._entries_max = entries_max
        self._clock = clock
        self._lock = threading.Lock()
        self._seen: OrderedDict[bytes, tuple[float, _Outcome]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._seen)

    def remember(self, stored: Iterable[tuple[bytes, int]]) -> None:
        """Fingerprints that a spool still knows from before, each with its time of receipt in unix ns."""
        # What was refused of it was said the first time; a client that asks again only needs to hear that it is kept.
        kept = Acknowledgement(accepted=0, rejected=0, message="")
        with self._lock:
            now_s, now_unix_ns = self._clock.monotonic_s(), self._clock.unix_ns()
            for fingerprint, received_unix_ns in sorted(stored, key=lambda entry: entry[1]):
                self._seen[fingerprint] = (now_s - max(0, now_unix_ns - received_unix_ns) / 1e9, kept)
            self._forget(now_s)

    def claim(self, fingerprint: bytes) -> tuple[Future[Acknowledgement], bool]:
        """The outcome that this request has or gets, and whether the caller is the first, who must `settle` it."""
        with self._lock:
            now_s = self._clock.monotonic_s()
            self._forget(now_s)
            found = self._seen.get(fingerprint)
            if found is not None:
                return _future_of(found[1]), False
            outcome: Future[Acknowledgement] = Future()
            # Shared by all who wait: one that gives up must not cancel it for the others.
            outcome.set_running_or_notify_cancel()
            if self._window_s:
                self._seen[fingerprint] = (now_s, outcome)
            return outcome, True

    def settle(
        self, fingerprint: bytes, outcome: Future[Acknowledgement], result: Acknowledgement | BaseException
    ) -> None:
        """Ends what `claim` began. What is to be forgotten is, before anyone hears of it."""
        with self._lock:
            found = self._seen.get(fingerprint)
            if found is not None and found[1] is outcome:
                if isinstance(result, BaseException) or result.untimed:
                    del self._seen[fingerprint]
                else:
                    self._seen[fingerprint] = (found[0], result)
        if isinstance(result, BaseException):
            outcome.set_exception(result)
        else:
            outcome.set_result(result)

    def _forget(self, now_s: float) -> None:
        while self._seen:
            oldest = next(iter(self._seen))
            if len(self._seen) <= self._entries_max and self._seen[oldest][0] > now_s - self._window_s:
                return
            del self._seen[oldest]


def _future_of(outcome: _Outcome) -> Future[Acknowledgement]:
    if isinstance(outcome, Future):
        return outcome
    done: Future[Acknowledgement] = Future()
    done.set_result(outcome)
    return done
