"""What is in a ring's records, read as docs/formats/ring.md says: slow and plain, for tests alone."""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from native import Ring

METRICS, EXCHANGE, MODEL = 1, 2, 3
REASONS = ("share", "failed", "slow", "new", "rare", "minute", "part")
FORMS = ("nothing", "text", "bytes", "stream", "too_large", "no_text", "off")


@dataclass(frozen=True, slots=True)
class Counts:
    started: int
    ended: int
    failed: int
    handled: int
    redelivered: int
    sum_ns: int
    buckets: dict[int, int]


@dataclass(frozen=True, slots=True)
class Node:
    kind: str
    parent: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Route:
    context: str
    camel_version: str
    endpoint: str
    counts: Counts
    nodes: dict[str, Node]


@dataclass(frozen=True, slots=True)
class Message:
    """`body` is text, bytes, or the word that says why there is none."""

    kind: str | None
    body: str | bytes
    size: int
    headers: dict[str, tuple[str | None, str | None]]


@dataclass(frozen=True, slots=True)
class Failure:
    kind: str
    message: str | None
    trace: str


@dataclass(frozen=True, slots=True)
class Step:
    """`around`, `before`, `after` and `failure` are numbers; -1: none."""

    around: int
    span: str
    begun_ns: int
    duration_ns: int
    is_route: bool
    failed: bool
    handled: bool
    redeliveries: int
    before: int
    after: int
    failure: int
    id: str
    kind: str
    endpoint: str | None
    address: str | None
    protocol: str | None


@dataclass(frozen=True, slots=True)
class Exchange:
    begun_unix_ns: int
    duration_ns: int
    trace: str
    span: str
    parent: str
    flags: int
    reason: str
    threshold: int
    trace_state: str | None
    context: str
    camel_version: str
    route: str
    endpoint: str | None
    id: str
    correlation: str | None
    breadcrumb: str | None
    first: int
    last: int
    failure: int
    left_out: int
    steps: list[Step]
    messages: list[Message]
    failures: list[Failure]

    @property
    def failed(self) -> bool:
        return bool(self.flags & 1)

    @property
    def handled(self) -> bool:
        return bool(self.flags & 2)

    @property
    def captured(self) -> bool:
        return bool(self.flags & 4)

    @property
    def is_part(self) -> bool:
        return bool(self.flags & 8)

    def path(self) -> list[str]:
        """Its steps by id, each with the step around it."""
        return [f"{self.steps[step.around].id}/{step.id}" if step.around >= 0 else step.id for step in self.steps]


@dataclass(frozen=True, slots=True)
class ModelNode:
    id: str
    kind: str
    parent: str
    label: str
    endpoint: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class Model:
    unix_ns: int
    context: str
    camel_version: str
    route: str
    endpoint: str
    group: str | None
    hash: str
    description: str | None
    source: str | None
    nodes: list[ModelNode]


class Payload:
    def __init__(self, payload: bytes) -> None:
        self._payload, self._at = payload, 0

    def take(self, form: str) -> int:
        (value,) = struct.unpack_from(f"<{form}", self._payload, self._at)
        self._at += struct.calcsize(f"<{form}")
        return int(value)

    def raw(self, length: int) -> bytes:
        self._at += length
        return self._payload[self._at - length : self._at]

    def hex(self, length: int) -> str:
        return self.raw(length).hex()

    def blob(self) -> bytes | None:
        length = self.take("i")
        return None if length < 0 else self.raw(length)

    def maybe(self) -> str | None:
        blob = self.blob()
        return None if blob is None else blob.decode()

    def text(self) -> str:
        text = self.maybe()
        assert text is not None
        return text

    def counts(self) -> Counts:
        sums = [self.take("q") for _ in range(6)]
        buckets = {self.take("h"): self.take("q") for _ in range(self.take("i"))}
        return Counts(sums[0], sums[1], sums[2], sums[3], sums[4], sums[5], buckets)

    def step(self) -> Step:
        around, span, begun, duration = self.take("i"), self.hex(8), self.take("q"), self.take("q")
        is_route, flags, redeliveries = bool(self.take("b")), self.take("b"), self.take("h")
        numbers: list[Any] = [self.take("i") for _ in range(3)]
        names: list[Any] = [self.text(), self.text(), self.maybe(), self.maybe(), self.maybe()]
        failed, handled = bool(flags & 1), bool(flags & 2)
        return Step(*[around, span, begun, duration, is_route, failed, handled, redeliveries, *numbers, *names])

    def message(self) -> Message:
        kind, form, size = self.maybe(), FORMS[self.take("b")], self.take("q")
        body: str | bytes = form
        if form in ("text", "bytes"):
            blob = self.blob()
            assert blob is not None
            assert len(blob) == size
            body = blob.decode() if form == "text" else blob
        headers = {}
        for _ in range(self.take("i")):
            name, header_kind, value = self.text(), self.maybe(), self.maybe()
            headers[name] = (header_kind, value)
        return Message(kind, body, size, headers)

    def exchange(self) -> Exchange:
        head: list[Any] = [self.take("q"), self.take("q"), self.hex(16), self.hex(8), self.hex(8), self.take("b")]
        why: list[Any] = [REASONS[self.take("b")], self.take("q"), self.maybe()]
        where: list[Any] = [self.text(), self.text(), self.text(), self.maybe()]
        who: list[Any] = [self.text(), self.maybe(), self.maybe()]
        numbers: list[Any] = [self.take("i") for _ in range(4)]
        steps = [self.step() for _ in range(self.take("i"))]
        messages = [self.message() for _ in range(self.take("i"))]
        failures = [Failure(self.text(), self.maybe(), self.text()) for _ in range(self.take("i"))]
        return Exchange(*[*head, *why, *where, *who, *numbers, steps, messages, failures])

    def model(self) -> Model:
        head: list[Any] = [self.take("q"), self.text(), self.text(), self.text(), self.text(), self.maybe()]
        what: list[Any] = [self.text(), self.maybe(), self.maybe()]
        nodes = []
        for _ in range(self.take("i")):
            names: list[Any] = [self.text(), self.text(), self.text(), self.text(), self.maybe(), self.maybe()]
            nodes.append(ModelNode(*names))
        return Model(*[*head, *what, nodes])

    @property
    def is_spent(self) -> bool:
        return self._at == len(self._payload)


@dataclass(frozen=True, slots=True)
class Told:
    """All that is in a ring: the newest counters of each route, the exchanges, and models in their order."""

    routes: dict[str, Route]
    exchanges: list[Exchange]
    models: list[Model]

    def of(self, route: str) -> list[Exchange]:
        return [each for each in self.exchanges if each.route == route]


def told(ring: Ring) -> Told:
    found = Told({}, [], [])
    for kind, important, payload in ring.read(1 << 30).records():
        data = Payload(payload)
        if kind == METRICS:
            route, counters = _metrics(data)
            found.routes[route] = counters
        elif kind == EXCHANGE:
            found.exchanges.append(data.exchange())
            assert important == (found.exchanges[-1].failed or found.exchanges[-1].handled)
        else:
            assert kind == MODEL
            found.models.append(data.model())
        assert important or kind == EXCHANGE
        assert data.is_spent
    return found


def _metrics(data: Payload) -> tuple[str, Route]:
    assert data.take("q") >= data.take("q") > 0
    context, camel_version, route = (data.text() for _ in range(3))
    endpoint = data.maybe() or ""
    counts = data.counts()
    nodes = {data.text(): Node(data.text(), data.text(), data.counts()) for _ in range(data.take("i"))}
    return route, Route(context, camel_version, endpoint, counts, nodes)


def only_ring(folder: Path) -> Ring:
    (path,) = folder.glob("*.ring")
    return Ring(path)
