"""One batch of one ring, until every request of it was answered for good."""

import logging
import random
import threading
from dataclasses import dataclass
from typing import Protocol

from camel_bridge.sidecar.codec import Drained, Ring, SendLimits
from camel_bridge.sidecar.endpoint import Answer, Endpoint, Later, Refused
from camel_bridge.sidecar.meters import Meters
from camel_bridge.sidecar.rules import RulesInForce
from camel_bridge.sidecar.settings import SidecarSettings
from collector.backoff import backoff_s
from collector.clock import Clock

log = logging.getLogger(__name__)

# While nothing gets through, one line says so this often.
_SAY_AGAIN_S = 60.0
# A reason of the other side in a gap's detail; the collector keeps 256 bytes.
_DETAIL_CHARACTERS_MAX = 200

Request = tuple[str, bytes, int]
Gap = tuple[str, str, int, str]


class Stop(Protocol):
    """When the process is to end."""

    @property
    def asked(self) -> bool:
        """Whether it is."""

    def wait(self, timeout_s: float | None = None) -> bool:
        """Returns when it is asked, or after so long; whether it is asked."""


class OutOfTime(Exception):
    """The process ends before a batch was delivered: it stays in its ring."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a turn delivered. `records` 0: there was nothing."""

    records: int


class Delivery:
    """Thread-safe, for one ring a thread."""

    def __init__(self, settings: SidecarSettings, endpoint: Endpoint, meters: Meters, clock: Clock, stop: Stop) -> None:
        self._batch_bytes_max = settings.batch_bytes_max
        self._limits = SendLimits(
            request_bytes_max=settings.request_bytes_max,
            body_bytes_max=settings.body_bytes_max,
            value_bytes_max=settings.value_bytes_max,
            stack_bytes_max=settings.stack_bytes_max,
            headers_max=settings.headers_max,
        )
        self._rules = RulesInForce(settings.rules, clock)
        self._answer_s_max = settings.answer_s_max
        self._drain_s = settings.drain_s
        self._endpoint = endpoint
        self._meters = meters
        self._clock = clock
        self._stop = stop
        self._chance = random.Random()  # noqa: S311  # spreads retries, no secret
        self._trouble = _Trouble(clock)
        self._lock = threading.Lock()
        self._ends_s: float | None = None

    def turn(self, ring: Ring) -> Sent:
        """Sends the next batch of a ring and settles it.

        Raises OutOfTime: then the ring is to have no other turn before it was opened again, which gives the same batch.
        """
        drained = ring.drain(
            self._batch_bytes_max,
            redactor=self._rules.current(),
            limits=self._limits,
            now_unix_ns=self._clock.unix_ns(),
        )
        gaps = [gap for request in drained.requests() for gap in self._send(request)]
        for request in drained.gaps(gaps):
            for signal, reason, count, _ in self._send(request):
                # Nobody is left to tell but who reads this.
                log.error("%d records of %s were refused, and so was the word of it: %s", count, signal, reason)
        ring.settle()
        self._meters.settled(drained)
        return Sent(_records(drained))

    def _send(self, request: Request) -> list[Gap]:
        """At most one gap: what of the request was refused for good."""
        signal, body, records = request
        failures = 0
        while True:
            try:
                answer = self._endpoint.send(signal, body, self._answer_s())
            except Refused as error:
                self._meters.answered(signal, "refused", len(body))
                return self._gap(signal, "refused", records, str(error))
            except Later as error:
                failures += 1
                self._meters.retried(signal)
                self._trouble.began(str(error))
                self._wait(max(error.after_s, backoff_s(failures, self._chance)))
            else:
                self._trouble.ended()
                return self._taken(signal, body, records, answer)

    def _taken(self, signal: str, body: bytes, records: int, answer: Answer) -> list[Gap]:
        self._meters.answered(signal, "partial" if answer.rejected else "ok", len(body))
        if not answer.rejected:
            return []
        return self._gap(signal, "rejected", min(answer.rejected, records), answer.message)

    def _gap(self, signal: str, reason: str, count: int, why: str) -> list[Gap]:
        log.warning("%d records of %s are lost: %s", count, signal, why)
        self._meters.refused(count)
        return [(signal, reason, count, why[:_DETAIL_CHARACTERS_MAX])]

    def _answer_s(self) -> float:
        """How long an answer is waited for. Raises OutOfTime when there is no time to ask."""
        if not self._stop.asked:
            return self._answer_s_max
        left_s = self.left_s()
        if left_s <= 0:
            raise OutOfTime
        return min(self._answer_s_max, left_s)

    def _wait(self, wait_s: float) -> None:
        """Until the request may be sent again, or there is no time left to."""
        if not self._stop.asked:
            self._stop.wait(wait_s)
            return
        # Nobody asks for the end twice in a row, so that this is a plain wait.
        threading.Event().wait(min(wait_s, max(self.left_s(), 0.0)))

    def left_s(self) -> float:
        """Seconds that are left, counted from when this is first asked after the process was to end."""
        with self._lock:
            now_s = self._clock.monotonic_s()
            if self._ends_s is None:
                self._ends_s = now_s + self._drain_s
            return self._ends_s - now_s


def _records(drained: Drained) -> int:
    told = drained.metrics + drained.exchanges + drained.models
    return told + drained.malformed + drained.dropped + drained.lost


class _Trouble:
    """Says once that nothing gets through, and when it does again."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._since_s: float | None = None
        self._said_s = 0.0

    def began(self, why: str) -> None:
        with self._lock:
            now_s = self._clock.monotonic_s()
            if self._since_s is None:
                self._since_s, self._said_s = now_s, now_s
                log.warning("%s: what comes stays in the rings, it is tried again", why)
            elif now_s - self._said_s >= _SAY_AGAIN_S:
                self._said_s = now_s
                log.warning("%s: still so after %.0f s", why, now_s - self._since_s)

    def ended(self) -> None:
        with self._lock:
            if self._since_s is not None:
                log.info("requests are taken again, after %.0f s", self._clock.monotonic_s() - self._since_s)
                self._since_s = None
