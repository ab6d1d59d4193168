"""Rings written as docs/formats/ring.md says: slow and plain, one thread, for tests alone."""

import fcntl
import os
import struct
import time
from pathlib import Path
from typing import Self

from native import crc32c
from tests.camel_bridge.records import FORMS, REASONS, Counts, Exchange, Message, Model, Route, Step

DATA = 4_096
CLAIMED, FREED, DELIVERED, DROPPED, RESOURCE = 128, 256, 264, 512, 2_048
PADDING = 0xFFFF
SALT = bytes(range(1, 9))


class RingFile:
    """A producer that lives until it is closed."""

    def __init__(self, path: Path, *, capacity: int = 1 << 20, resource: dict[str, str] | None = None) -> None:
        self._capacity = capacity
        self._claimed = 0
        making = path.with_suffix(".ring.new")
        self._file = os.open(making, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        os.posix_fallocate(self._file, 0, DATA + capacity)
        fcntl.fcntl(self._file, fcntl.F_OFD_SETLK, struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, 0, 1, 0))
        birth = struct.pack("<iiqqqq", 1, DATA, capacity, capacity // 4 * 3, time.time_ns(), os.getpid())
        self._write(8, birth)
        self._write(48, SALT)
        attributes = b"".join(text(each) for pair in (resource or {}).items() for each in pair)
        self._write(RESOURCE, struct.pack("<i", len(attributes)) + attributes)
        self._write(0, b"CAMELRNG")
        making.rename(path)

    def offer(self, kind: int, payload: bytes, *, important: bool = False) -> bool:
        """False: there was no room, which is counted."""
        size = -(-(16 + len(payload)) // 16) * 16
        at = self._claimed % self._capacity
        padding = self._capacity - at if at + size > self._capacity else 0
        if self._claimed + padding + size > self._read(FREED) + self._capacity:
            self.drop(kind, 1 if important else 0)
            return False
        # Room is claimed before it is written to.
        begun, self._claimed = self._claimed, self._claimed + padding + size
        self._write(CLAIMED, struct.pack("<q", self._claimed))
        if padding:
            self._record(begun, padding, PADDING, 0, b"")
        self._record(begun + padding, 16 + len(payload), kind, int(important), payload)
        return True

    def claim(self, length: int) -> None:
        """Room whose writer never writes."""
        self._write(DATA + self._claimed % self._capacity, struct.pack("<i", -length))
        self._claimed += -(-length // 16) * 16
        self._write(CLAIMED, struct.pack("<q", self._claimed))

    def drop(self, kind: int, reason: int, count: int = 1) -> None:
        at = DROPPED + 8 * (4 * kind + reason)
        self._write(at, struct.pack("<q", self._read(at) + count))

    @property
    def delivered(self) -> int:
        return self._read(DELIVERED)

    def close(self) -> None:
        """The process has ended."""
        os.close(self._file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _record(self, position: int, length: int, kind: int, flags: int, payload: bytes) -> None:
        crc = crc32c(SALT + struct.pack("<qiHH", position, length, kind, flags))
        at = DATA + position % self._capacity
        self._write(at + 4, struct.pack("<IHHI", crc, kind, flags, 0) + payload)
        self._write(at, struct.pack("<i", length))

    def _read(self, at: int) -> int:
        return int.from_bytes(os.pread(self._file, 8, at), "little")

    def _write(self, at: int, data: bytes) -> None:
        os.pwrite(self._file, data, at)


class Dropped:
    """What a ring's producer has counted as dropped, of a kind of record: also when the ring has been removed."""

    def __init__(self, path: Path, kind: int) -> None:
        self._file, self._kind = os.open(path, os.O_RDONLY), kind

    def read(self) -> int:
        """Sum over all reasons."""
        reasons = os.pread(self._file, 4 * 8, DROPPED + 4 * 8 * self._kind)
        return sum(struct.unpack("<4q", reasons))

    def close(self) -> None:
        os.close(self._file)


def text(value: str | bytes | None) -> bytes:
    if value is None:
        return struct.pack("<i", -1)
    data = value.encode() if isinstance(value, str) else value
    return struct.pack("<i", len(data)) + data


def exchange_payload(exchange: Exchange) -> bytes:
    parts = [
        struct.pack("<qq", exchange.begun_unix_ns, exchange.duration_ns),
        bytes.fromhex(exchange.trace + exchange.span + exchange.parent),
        struct.pack("<bbq", exchange.flags, REASONS.index(exchange.reason), exchange.threshold),
        *map(text, (exchange.trace_state, exchange.context, exchange.camel_version, exchange.route, exchange.endpoint)),
        *map(text, (exchange.id, exchange.correlation, exchange.breadcrumb)),
        struct.pack("<iiii", exchange.first, exchange.last, exchange.failure, exchange.left_out),
        struct.pack("<i", len(exchange.steps)),
        *map(_step, exchange.steps),
        struct.pack("<i", len(exchange.messages)),
        *map(_message, exchange.messages),
        struct.pack("<i", len(exchange.failures)),
        *(text(each) for failure in exchange.failures for each in (failure.kind, failure.message, failure.trace)),
    ]
    return b"".join(parts)


def _step(step: Step) -> bytes:
    flags = step.failed | step.handled << 1
    head = (
        struct.pack("<i", step.around) + bytes.fromhex(step.span) + struct.pack("<qq", step.begun_ns, step.duration_ns)
    )
    rest = struct.pack("<bbhiii", step.is_route, flags, step.redeliveries, step.before, step.after, step.failure)
    return head + rest + b"".join(map(text, (step.id, step.kind, step.endpoint, step.address, step.protocol)))


def _message(message: Message) -> bytes:
    body = message.body
    form = 2 if isinstance(body, bytes) else FORMS.index(body) if body in FORMS else 1
    content = text(body) if form in {1, 2} else b""
    headers = b"".join(text(name) + text(kind) + text(value) for name, (kind, value) in message.headers.items())
    count = struct.pack("<i", len(message.headers))
    return text(message.kind) + struct.pack("<bq", form, message.size) + content + count + headers


def metrics_payload(name: str, route: Route, unix_ns: int, since_unix_ns: int) -> bytes:
    names = b"".join(map(text, (route.context, route.camel_version, name, route.endpoint)))
    nodes = b"".join(
        text(node) + text(each.kind) + text(each.parent) + _counts(each.counts) for node, each in route.nodes.items()
    )
    times = struct.pack("<qq", unix_ns, since_unix_ns)
    return times + names + _counts(route.counts) + struct.pack("<i", len(route.nodes)) + nodes


def _counts(counts: Counts) -> bytes:
    sums = (counts.started, counts.ended, counts.failed, counts.handled, counts.redelivered, counts.sum_ns)
    buckets = b"".join(struct.pack("<hq", *bucket) for bucket in counts.buckets.items())
    return struct.pack("<6qi", *sums, len(counts.buckets)) + buckets


def model_payload(model: Model) -> bytes:
    names = (model.context, model.camel_version, model.route, model.endpoint, model.group)
    nodes = b"".join(
        text(each)
        for node in model.nodes
        for each in (node.id, node.kind, node.parent, node.label, node.endpoint, node.source)
    )
    head = struct.pack("<q", model.unix_ns) + b"".join(map(text, (*names, model.hash, model.description, model.source)))
    return head + struct.pack("<i", len(model.nodes)) + nodes
