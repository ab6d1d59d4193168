"""One measurement, always of this shape.

Start, warm up, settle, read the meters, load, settle, read them again, stop, count what was stored.
"""

import os
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field

from benchmarks import store
from benchmarks.load import Load, Outcome, blast, client
from benchmarks.payloads import Payload
from benchmarks.processes import Memory
from benchmarks.subjects import Subject

WARM_UP_REQUESTS = 30
WARM_UP_SEED = 7_777
# A merge is chosen within 5 s once there is one to do (merge_selecting_sleep_ms and its growth); so long nothing must
# change.
QUIET_STORE_S = 6.0
QUIET_S = 1.5
SETTLE_S_MAX = 180.0
LOOK_S = 0.25
# Idle threads wake up too: what is above the rate seen before the load by so many cores is work.
IDLE_CORES_ABOVE = 0.06


class NotDiscardedError(RuntimeError):
    """A subject that should throw rows away has kept some."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """One run. CPU in seconds between the two readings, by server; memory in bytes at the second reading."""

    outcome: Outcome
    cpu_seconds: dict[str, float]
    idle_cores: float
    settled_s: float
    memory: Memory
    threads: dict[str, float] = field(default_factory=dict)
    tables: dict[str, store.TableSize] = field(default_factory=dict)
    stored: int | None = None
    expected: int | None = None

    @property
    def cpu_seconds_per_million(self) -> float:
        return sum(self.cpu_seconds.values()) * 1e6 / self.outcome.items

    @property
    def complete(self) -> bool:
        """Whether everything was acknowledged, and as far as rows were counted, stored exactly once."""
        return self.outcome.items > 0 and self.stored == self.expected


def send(load: Load, subject: Subject, which: str, payloads: Sequence[Payload] | None = None) -> Outcome:
    """`which`: auto (blast where it can), blast or python."""
    if payloads is None and (which == "blast" or (which == "auto" and blast.can_send(load))):
        return blast.send(load, subject.address)
    return client.send(load, subject.address, payloads)


def unrecorded(subject: Subject) -> AbstractContextManager[None]:
    """Surrounds the load with nothing."""
    del subject
    return nullcontext()


def measure(
    subject: Subject,
    load: Load,
    which_client: str = "auto",
    payloads: Sequence[Payload] | None = None,
    recording: Callable[[Subject], AbstractContextManager[None]] = unrecorded,
) -> Measurement:
    """`recording` surrounds the load.

    Raises ServerFailedError, TimeoutError, NotDiscardedError, or what the client raises.
    """
    with subject:
        warm_up_payloads, payloads = (
            (payloads[:WARM_UP_REQUESTS], payloads[WARM_UP_REQUESTS:]) if payloads else (None, None)
        )
        warm_up = send(load.sized(WARM_UP_REQUESTS, WARM_UP_SEED), subject, which_client, warm_up_payloads)
        settle(subject, 0.0)
        idle_cores = idle_rate(subject)
        before = cpu_by_server(subject)
        threads_before = threads(subject)
        with recording(subject):
            outcome = send(load, subject, which_client, payloads)
            settled_s, after = settle(subject, idle_cores)
        memory = [server.memory() for server in subject.servers]
        threads_after = threads(subject)
    tables = store.sizes(subject.store) if subject.store is not None else {}
    if subject.must_stay_empty is not None and store.holds_rows(subject.must_stay_empty, load.signal):
        raise NotDiscardedError(
            f"{subject.name} stored what it was told to discard: its figure would be of another case"
        )
    return Measurement(
        outcome=outcome,
        cpu_seconds={name: after[name] - before[name] for name in after},
        idle_cores=idle_cores,
        settled_s=settled_s,
        memory=Memory(sum(size.now for size in memory), sum(size.peak for size in memory)),
        threads={name: spent - threads_before.get(name, 0.0) for name, spent in threads_after.items()},
        tables=tables,
        stored=store.rows_of(load.signal, tables) if tables else None,
        expected=warm_up.items + outcome.items if tables else None,
    )


def cpu_by_server(subject: Subject) -> dict[str, float]:
    return {server.name: server.cpu_seconds() for server in subject.servers}


def threads(subject: Subject) -> dict[str, float]:
    return {
        f"{server.name}/{name}": spent
        for server in subject.servers
        for name, spent in server.cpu_seconds_by_thread().items()
    }


def idle_rate(subject: Subject) -> float:
    """Cores in use while nothing is sent."""
    spent, at = sum(cpu_by_server(subject).values()), time.monotonic()
    time.sleep(1.0)
    return (sum(cpu_by_server(subject).values()) - spent) / (time.monotonic() - at)


def settle(subject: Subject, idle_cores: float) -> tuple[float, dict[str, float]]:
    """Waits until the servers are idle and the store, if there is one, has merged what it wants to.

    Answers the seconds until the last sign of work, and the meters read then: idling while we make sure is not charged.
    Raises TimeoutError when it never gets quiet.
    """
    start = last_sign = time.monotonic()
    meters = cpu_by_server(subject)
    quiet_s = QUIET_S if subject.store is None else QUIET_STORE_S
    seen = store.activity(subject.store) if subject.store is not None else None
    # One rate over two looks: a tick is 10 ms, so a shorter time says little.
    window = [(start, sum(meters.values()))] * 3
    while time.monotonic() - last_sign < quiet_s:
        if time.monotonic() - start > SETTLE_S_MAX:
            raise TimeoutError(f"{subject.name} was still busy {SETTLE_S_MAX:.0f} s after the load")
        time.sleep(LOOK_S)
        now, reading = time.monotonic(), cpu_by_server(subject)
        window = [*window[1:], (now, sum(reading.values()))]
        cores = (window[-1][1] - window[0][1]) / max(1e-9, window[-1][0] - window[0][0])
        looked = store.activity(subject.store) if subject.store is not None else None
        if looked != seen or (looked is not None and looked.merges) or cores > idle_cores + IDLE_CORES_ABOVE:
            last_sign, meters, seen = now, reading, looked
    return last_sign - start, meters


def cores_of(*, pin: bool) -> tuple[frozenset[int] | None, frozenset[int] | None]:
    """Cores for the server and for the client.

    The first, and the others; None when not asked for or there is only one.
    """
    available = sorted(os.sched_getaffinity(0))
    if not pin or len(available) < 2:
        return None, None
    return frozenset(available[:1]), frozenset(available[1:])
