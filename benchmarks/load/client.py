"""The Python load client: a few processes, each with a few threads, each thread with one request in flight.

The requests are drawn, stamped and compressed before the clock starts; the processes start together. A refused request
is sent again after the delay the server asked for (RetryInfo, Retry-After), until the load's time is over.
"""

import gzip
import itertools
import multiprocessing
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from multiprocessing.connection import Connection
from random import Random

import zstandard

from benchmarks.load import Address, Load, Outcome
from benchmarks.load.transport import RefusedError, Transport, connect
from benchmarks.payloads import Payload, Window, pool
from benchmarks.payloads.stamping import JsonTemplate, Template

PROCESSES = 2
# Drawn once and stamped anew for each request. 32,000 items of one estate: more than a batch holds of one service.
POOL_ITEMS = 32_000
POOL_WINDOW_NS = 30_000_000_000
PREPARE_S_MAX = 240.0


@dataclass(slots=True)
class Tally:
    """What one process saw."""

    latencies_ms: list[float] = field(default_factory=list)
    items: int = 0
    wire_bytes: int = 0
    finished_at: float = 0.0
    errors: Counter[str] = field(default_factory=Counter)


def send(load: Load, address: Address, payloads: Sequence[Payload] | None = None) -> Outcome:
    """Sends the load, or exactly these payloads once each; returns when all is answered or the load's time is over."""
    context = multiprocessing.get_context("spawn")
    drawn = list(payloads) if payloads is not None else drawn_pool(load.signal, load.items_per_request, load.seed % 8)
    pipes: list[Connection] = []
    processes = []
    for number in range(PROCESSES):
        mine, theirs = context.Pipe()
        own, stamped = drawn, load.requests // PROCESSES + (number < load.requests % PROCESSES)
        if payloads is not None:
            own, stamped = drawn[number::PROCESSES], 0
        arguments = (theirs, load, address, own, stamped, load.seed * 1_000 + number)
        worker = context.Process(target=_work, args=arguments, daemon=True)
        worker.start()
        pipes.append(mine)
        processes.append(worker)
    try:
        for pipe in pipes:
            _receive(pipe, PREPARE_S_MAX)
        start = time.monotonic() + 0.1
        for pipe in pipes:
            pipe.send(start)
        tallies: list[Tally] = [_receive(pipe, load.seconds_max + 90.0) for pipe in pipes]
    finally:
        for worker in processes:
            worker.join(5.0)
            worker.kill()
    return Outcome.of_latencies(
        "python",
        [latency for tally in tallies for latency in tally.latencies_ms],
        items=sum(tally.items for tally in tallies),
        seconds=max(tally.finished_at for tally in tallies) - start,
        wire_bytes=sum(tally.wire_bytes for tally in tallies),
        errors=sum((tally.errors for tally in tallies), Counter()),
    )


@lru_cache(maxsize=8)
def drawn_pool(signal: str, items: int, seed: int) -> list[Payload]:
    """Kept: drawing takes seconds, and every run of a case uses it."""
    window = Window(time.time_ns() - POOL_WINDOW_NS, POOL_WINDOW_NS)
    return pool(signal, seed=seed, items=items, window=window, requests=max(2, POOL_ITEMS // items))


def encode(load: Load, payloads: Sequence[Payload], requests: int, seed: int) -> list[tuple[bytes, int]]:
    """`requests` distinct bodies as they go on the wire, each with its items."""
    random = Random(seed)
    kind = JsonTemplate if load.format == "json" else Template
    templates = [kind(load.signal, payload) for payload in payloads[:requests]]
    rounds = itertools.islice(itertools.cycle(templates), requests)
    stamped = [(one.stamp(random.getrandbits(63) | 1, number * 1_000), one.items) for number, one in enumerate(rounds)]
    return [(_compress(body, load), items) for body, items in stamped]


def _compress(body: bytes, load: Load) -> bytes:
    if load.protocol == "grpc" or load.encoding == "identity":
        return body
    return gzip.compress(body, 6) if load.encoding == "gzip" else zstandard.compress(body, 3)


def _receive(pipe: Connection, seconds_max: float) -> Tally:
    if not pipe.poll(seconds_max):
        raise TimeoutError(f"a load process said nothing for {seconds_max:.0f} s")
    received: Tally = pipe.recv()
    return received


def _work(pipe: Connection, load: Load, address: Address, payloads: Sequence[Payload], stamped: int, seed: int) -> None:
    """The body of one process: gets ready, says so, waits for the start, sends, reports.

    It sends `stamped` requests made from the payloads, or for 0 the payloads as they are.
    """
    if stamped:
        bodies = encode(load, payloads, stamped, seed)
    else:
        bodies = [(_compress(payload.body, load), payload.items) for payload in payloads]
    pipe.send(None)
    start: float = pipe.recv()
    pipe.send(Sender(load, address.of(load.protocol), bodies).run(start))


class Sender:
    """The threads of one process and the queue they share."""

    def __init__(self, load: Load, address: str, bodies: Sequence[tuple[bytes, int]]) -> None:
        self._load = load
        self._address = address
        self._bodies = bodies
        self._numbers = iter(range(len(bodies)))
        self._lock = threading.Lock()
        self._tally = Tally()
        items = sum(count for _, count in bodies) / max(1, len(bodies))
        self._apart_s = items * PROCESSES / load.items_per_s if load.items_per_s else 0.0

    def run(self, start: float) -> Tally:
        workers = max(1, self._load.in_flight // PROCESSES)
        threads = [threading.Thread(target=self._send_all, args=(start,)) for _ in range(workers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self._tally.finished_at = time.monotonic()
        return self._tally

    def _send_all(self, start: float) -> None:
        transport = connect(self._address, self._load)
        deadline = start + self._load.seconds_max
        time.sleep(max(0.0, start - time.monotonic()))
        while time.monotonic() < deadline:
            with self._lock:
                number = next(self._numbers, None)
            if number is None:
                break
            due = start + number * self._apart_s if self._apart_s else time.monotonic()
            time.sleep(max(0.0, due - time.monotonic()))
            self._send(transport, number, due, deadline)
        transport.close()

    def _send(self, transport: Transport, number: int, due: float, deadline: float) -> None:
        body, items = self._bodies[number]
        while time.monotonic() < deadline:
            try:
                answer = transport.export(body)
            except RefusedError as refused:
                with self._lock:
                    self._tally.errors[str(refused)[:120]] += 1
                if refused.retry_s is None:
                    return
                time.sleep(refused.retry_s)
                continue
            with self._lock:
                self._tally.latencies_ms.append((time.monotonic() - due) * 1e3)
                self._tally.items += items
                self._tally.wire_bytes += len(body)
                # A full success is an empty message; the Collector answers with an empty partial_success (2 bytes; in
                # JSON 21).
                if len(answer) > 2 and self._load.format == "protobuf":
                    self._tally.errors[f"partial success of {len(answer)} bytes"] += 1
            return
