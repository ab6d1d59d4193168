"""What is in a ring's records, read as docs/formats/ring.md says: slow and plain, for tests alone."""

import struct
from dataclasses import dataclass
from pathlib import Path

from native import Ring

METRICS = 1


@dataclass(frozen=True, slots=True)
class Counts:
    started: int
    ended: int
    failed: int
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


class Payload:
    def __init__(self, payload: bytes) -> None:
        self._payload, self._at = payload, 0

    def take(self, form: str) -> int:
        (value,) = struct.unpack_from(f"<{form}", self._payload, self._at)
        self._at += struct.calcsize(f"<{form}")
        return int(value)

    def text(self) -> str:
        length = self.take("i")
        self._at += length
        return self._payload[self._at - length : self._at].decode()

    def counts(self) -> Counts:
        sums = [self.take("q") for _ in range(4)]
        return Counts(*sums, {self.take("h"): self.take("q") for _ in range(self.take("i"))})

    @property
    def is_spent(self) -> bool:
        return self._at == len(self._payload)


def routes(ring: Ring) -> dict[str, Route]:
    """The newest of each route, by id."""
    found = {}
    for kind, important, payload in ring.read(1 << 30).records():
        assert (kind, important) == (METRICS, True)
        data = Payload(payload)
        assert data.take("q") > 0
        context, camel_version, route, endpoint = (data.text() for _ in range(4))
        counts = data.counts()
        nodes = {data.text(): Node(data.text(), data.text(), data.counts()) for _ in range(data.take("i"))}
        assert data.is_spent
        found[route] = Route(context, camel_version, endpoint, counts, nodes)
    return found


def only_ring(folder: Path) -> Ring:
    (path,) = folder.glob("*.ring")
    return Ring(path)
