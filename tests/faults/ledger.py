"""The ledger of what was sent and what was acknowledged: the truth that a fault test is judged by.

It lives in the test, outside the system under test. Request `n` of a run is always the same bytes, so that a
client's retry is what it is in life: the same request again. One request is one trace, so its trace id says which
request a stored span belongs to, and a span's id says which span of it. `load.py` fills the ledger; the oracle
compares it with the store.
"""

import random
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue

SPANS_PER_REQUEST = 100
# A handful of groups, so that rollups have something to sum and something to keep apart.
SERVICES = ("orders", "stock", "billing")
ROUTES = ("route-a", "route-b", "")
NAMES = 5


def trace_id(run: int, number: int) -> bytes:
    """16 bytes: `run` and the request's number, both u64 big-endian: a stored id can be read back as numbers."""
    return struct.pack(">QQ", run, number)


def span_id(number: int, index: int) -> bytes:
    """8 bytes: the request's number u48 and the span's index from 1 u16, big-endian; never all zero."""
    return (number << 16 | index + 1).to_bytes(8, "big")


@dataclass(frozen=True, slots=True)
class Run:
    """What all requests of one run share. `start_unix_ns` is the time of its first span."""

    id: int
    start_unix_ns: int
    spans_per_request: int = SPANS_PER_REQUEST
    padding_bytes: int = 0

    @classmethod
    def new(cls, chance: random.Random, *, spans_per_request: int = SPANS_PER_REQUEST, padding_bytes: int = 0) -> "Run":
        """`padding_bytes` of random hex digits are added to every span: a way to fill disks with few spans."""
        return cls(chance.getrandbits(63) | 1, time.time_ns(), spans_per_request, padding_bytes)

    def body(self, number: int) -> bytes:
        """Request `number`: one trace, every tenth span failed, 1 ms after the one before. Always the same bytes."""
        request = ExportTraceServiceRequest()
        resource = request.resource_spans.add()
        service = SERVICES[number % len(SERVICES)]
        resource.resource.attributes.append(KeyValue(key="service.name", value=AnyValue(string_value=service)))
        scope = resource.scope_spans.add()
        scope.scope.name = "ledger"
        padding = random.Random(number).randbytes(self.padding_bytes // 2).hex()
        start = self.start_unix_ns + number * 1_000_000
        for index in range(self.spans_per_request):
            span = scope.spans.add(
                trace_id=trace_id(self.id, number),
                span_id=span_id(number, index),
                parent_span_id=span_id(number, 0) if index else b"",
                name=f"step-{index % NAMES}",
                kind=1 + index % 5,
                start_time_unix_nano=start + index * 1_000,
                end_time_unix_nano=start + index * 1_000 + 500_000 + index,
            )
            span.attributes.add(key="number", value=AnyValue(int_value=number))
            if route := ROUTES[index % len(ROUTES)]:
                span.attributes.add(key="camel.route.id", value=AnyValue(string_value=route))
            if padding:
                span.attributes.add(key="padding", value=AnyValue(string_value=padding))
            if index % 10 == 9:
                span.status.code = span.status.STATUS_CODE_ERROR
        return request.SerializeToString()


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer that is not OK: the status in words, and the pause asked for, in s (None = none was named)."""

    status: str
    retry_after_s: float | None


@dataclass
class Ledger:
    """Which requests were begun, and which were acknowledged, with how many seconds that answer took. Safe for many
    threads."""

    run: Run
    acknowledged: dict[int, float] = field(default_factory=dict)
    refusals: dict[int, list[Refusal]] = field(default_factory=dict)
    begun: int = 0
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def begin(self) -> int:
        """The number of the next request."""
        with self._changed:
            self.begun += 1
            return self.begun - 1

    def acknowledge(self, number: int, answer_s: float) -> None:
        with self._changed:
            self.acknowledged[number] = answer_s
            self._changed.notify_all()

    def refuse(self, number: int, refusal: Refusal) -> None:
        with self._changed:
            self.refusals.setdefault(number, []).append(refusal)
            self._changed.notify_all()

    def statuses(self) -> set[str]:
        """Every kind of refusal seen."""
        with self._changed:
            return {refusal.status for refusals in self.refusals.values() for refusal in refusals}

    def wait_until(self, holds: Callable[["Ledger"], bool], *, within_s: float, what: str) -> None:
        """Returns once `holds`; it is asked whenever an answer came in."""
        with self._changed:
            assert self._changed.wait_for(lambda: holds(self), within_s), (
                f"not within {within_s:g} s: {what}; {len(self.acknowledged)} of {self.begun} requests acknowledged"
            )

    def wait_for_acknowledgements(self, more: int, *, within_s: float) -> None:
        """Returns once `more` requests than now are acknowledged."""
        goal = len(self.acknowledged) + more
        self.wait_until(
            lambda ledger: len(ledger.acknowledged) >= goal, within_s=within_s, what=f"{more} more acknowledgements"
        )
