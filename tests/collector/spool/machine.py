"""F2: whatever happens, in whatever order, no acknowledged request is lost and none is stored twice.

Each rule is one thing that may happen to a spool: requests, turns of its threads, time, a store in a bad mood, a full
or
a failing disk, and the end of the process or the power within any operation on the disk. The ledger knows what was
acknowledged. At the end all troubles end, the spool is opened again, and the store is compared with the ledger.
"""

import errno
from collections.abc import Callable
from concurrent.futures import Future

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from collector.errors import TransientError
from collector.model import Acknowledgement, Export
from collector.spool import Durability
from tests.collector.spool.model_files import Cut
from tests.collector.spool.requests import ACME, GLOBEX, INITECH, spans
from tests.collector.spool.site import Site
from tests.collector.spool.store import Mood

CAPACITY_BYTES = 256 * 1024
TENANTS = {tenant.organization: tenant for tenant in (ACME, GLOBEX, INITECH)}


class SpoolMachine(RuleBasedStateMachine):
    """Two lanes, three tenants, a small disk."""

    def __init__(self) -> None:
        super().__init__()
        self.site = Site()
        self.requests: dict[int, Export] = {}
        self.waiting: dict[int, Future[Acknowledgement]] = {}
        self.unanswered: set[int] = set()
        """What a client sends again: it was refused, or never answered."""
        self.known: set[bytes] = set()
        """What the intake knows since the last start: an answer without a second copy."""
        self.acknowledged: set[int] = set()
        self.sent = 0
        self.power_was_cut = False

    @initialize(
        seed=st.integers(0, 2**32),
        rows_max=st.sampled_from([3, 10, 100]),
        memory_bytes_max=st.sampled_from([0, 20_000, 1 << 20]),
    )
    def open(self, seed: int, rows_max: int, memory_bytes_max: int) -> None:
        self.site = Site(
            seed=seed,
            segment_rows_max=rows_max,
            segment_bytes_max=32 * 1024,
            memory_bytes_max=memory_bytes_max,
            durability=Durability.FSYNC,
        )
        self.site.files.capacity_bytes = CAPACITY_BYTES
        self.site.spool.sweep_turn()

    @rule(
        count=st.integers(1, 5), tenant=st.sampled_from(sorted(TENANTS)), padding_bytes=st.sampled_from([0, 500, 5_000])
    )
    def send(self, count: int, tenant: str, padding_bytes: int) -> None:
        for _ in range(count):
            self.sent += 1
            self.requests[self.sent] = spans(self.sent, TENANTS[tenant], padding_bytes=padding_bytes)
            self._append(self.sent)

    @rule()
    def send_again(self) -> None:
        """As a client does that was refused or heard nothing, and as the intake takes it."""
        for number in sorted(self.unanswered):
            request = self.requests[number]
            if request.identity in self.known:
                self.unanswered.remove(number)
                self.acknowledged.add(number)
            else:
                self._append(number)

    @rule()
    def give_up(self) -> None:
        """A client sends again for some minutes, not for ever."""
        self.unanswered.clear()

    @rule()
    def commit(self) -> None:
        self._survive(self.site.spool.commit_turn)

    @rule(turns=st.integers(1, 4))
    def deliver(self, turns: int) -> None:
        for _ in range(turns):
            self._survive(self.site.spool.deliver_turn)

    @rule()
    def sweep(self) -> None:
        self._survive(self.site.spool.sweep_turn)

    @rule(seconds=st.sampled_from([0.1, 1.0, 5.0, 20.0, 700.0]))
    def wait(self, seconds: float) -> None:
        self.site.clock.advance(seconds)
        if seconds > 600:
            self.unanswered.clear()

    @rule(mood=st.sampled_from([Mood.WELL, Mood.AWAY, Mood.LOSES_ANSWERS]))
    def change_mood(self, mood: Mood) -> None:
        self.site.store.mood = mood

    @rule(capacity_bytes=st.sampled_from([0, 40_000, 120_000, CAPACITY_BYTES]))
    def change_disk(self, capacity_bytes: int) -> None:
        self.site.files.capacity_bytes = capacity_bytes

    @rule(
        operation=st.sampled_from(["append", "sync", "sync_folder", "truncate", "rename", "create", "read", "remove"])
    )
    def break_disk(self, operation: str) -> None:
        self.site.files.failing = {operation: errno.EIO}

    @precondition(lambda self: self.site.files.failing)
    @rule()
    def mend_disk(self) -> None:
        self.site.files.failing = {}

    @rule(operations=st.integers(0, 12))
    def cut_soon(self, operations: int) -> None:
        self.site.files.cut_in = operations

    @rule()
    def kill(self) -> None:
        self._restart(power=False)

    @rule()
    def cut_power(self) -> None:
        self._restart(power=True)

    @rule()
    def restart_in_order(self) -> None:
        self._survive(self.site.spool.close)
        self._restart(power=False)

    @invariant()
    def nothing_is_stored_twice(self) -> None:
        for stored in (self.site.store.spans(), self.site.store.counted_spans()):
            assert len(stored) == len(set(stored))

    def teardown(self) -> None:
        self.site.store.mood = Mood.WELL
        self.site.files.capacity_bytes = 1 << 40
        self.site.files.failing = {}
        self.site.files.cut_in = None
        self._restart(power=False)
        self.site.deliver_all()
        for stored in (self.site.store.spans(), self.site.store.counted_spans()):
            assert self.acknowledged <= set(stored), sorted(self.acknowledged - set(stored))
            assert len(stored) == len(set(stored))
        stats = self.site.spool.stats()
        assert stats.segments_quarantined == 0
        # A write that a power cut left as zeros looks like damage, and is reported as such rather than passed over.
        assert stats.counters.requests_damaged == 0 or self.power_was_cut
        super().teardown()

    def _survive(self, act: Callable[[], object]) -> None:
        """An error of the disk is seen by whoever looks after the thread; a cut ends the process."""
        try:
            act()
        except OSError:
            pass
        except Cut:
            self._restart(power=self.site.chance.random() < 0.5)
        self._collect()

    def _collect(self) -> None:
        for number, future in list(self.waiting.items()):
            if future.done():
                del self.waiting[number]
                if future.exception() is None:
                    self.acknowledged.add(number)
                    self.unanswered.discard(number)
                else:
                    self.unanswered.add(number)

    def _append(self, number: int) -> None:
        try:
            self.waiting[number] = self.site.append(self.requests[number])
        except TransientError:
            self.unanswered.add(number)
        else:
            self.unanswered.discard(number)

    def _restart(self, *, power: bool) -> None:
        self._collect()
        self.unanswered |= self.waiting.keys()
        self.waiting.clear()
        while True:
            try:
                if power:
                    self.power_was_cut = True
                    self.site.store.lose_unsynced(self.site.chance, self.site.settings.safety_lag_s)
                    self.site.cut_power()
                else:
                    self.site.kill()
            except (Cut, OSError):
                power = self.site.chance.random() < 0.5
            else:
                self.known = {print_ for print_, _ in self.site.spool.recent_fingerprints()}
                if self.site.files.failing:
                    # What an earlier process took and this one cannot read, or not sync, is taken again when it comes.
                    self.unanswered.clear()
                return
