"""The spool as a whole: opens and recovers, gives each request its lane, runs the threads, ends in order."""

import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Self

from collector.clock import Clock, SystemClock
from collector.errors import Draining, SpoolInUse
from collector.model import Acknowledgement, Export, Signal
from collector.sinks import BlockSink
from collector.spool.backlog import Backlog
from collector.spool.delivery import Delivery
from collector.spool.files import Files, OsFiles
from collector.spool.fingerprints import fingerprints_in
from collector.spool.lane import Lane
from collector.spool.lifecycle import QUARANTINE, SegmentIds
from collector.spool.loop import Loop
from collector.spool.quarantine import Quarantine
from collector.spool.recovery import machine_boot_id, recover
from collector.spool.segment import Trust
from collector.spool.settings import SpoolSettings
from collector.spool.shared import Shared
from collector.spool.shelf import Shelf
from collector.spool.space import RESERVE, Space
from collector.spool.stats import SpoolStats, Tally
from collector.spool.trials import Trials

LOCK = "lock"
# How often expired segments are looked for, and room for the reserve. Nobody waits for it.
_SWEEP_S = 1.0
# Requests are repeated within minutes: the retries of exporters end before that.
_FINGERPRINTS_S = 3600


class Spool:
    """See the package. Thread-safe; `open` it, `start` it, `drain` it, `close` it."""

    def __init__(self, shared: Shared, sink: BlockSink, lock: int) -> None:
        self._shared = shared
        self._lock = lock
        self._shelf = Shelf(shared.files, shared.settings, shared.space, shared.tally)
        self._delivery = Delivery(shared, self._shelf, sink)
        self._ids = SegmentIds(shared.clock, shared.chance)
        self._lanes: dict[tuple[Signal, str], Lane] = {}
        self._lanes_lock = threading.Lock()
        self._lane_loops: list[Loop] = []
        self._writers = [Loop(f"spool-writer-{n}", self._delivery.turn) for n in range(shared.settings.writers_max)]
        self._sweeper = Loop("spool-sweeper", self.sweep_turn)
        self._started = False
        self._draining = False
        recover(shared, self._shelf)

    @classmethod
    def open(
        cls,
        directory: Path,
        settings: SpoolSettings,
        sink: BlockSink,
        clock: Clock | None = None,
        files: Files | None = None,
        *,
        chance: random.Random | None = None,
        boot_id: str | None = None,
    ) -> Self:
        """Makes the directory if it is not there, and takes up what an earlier process left. Starts nothing.

        Raises SpoolInUse, or OSError when the directory cannot be used at all.
        """
        files = files if files is not None else OsFiles(directory)
        files.make_folder("")
        files.make_folder(QUARANTINE)
        try:
            lock = files.lock(LOCK)
        except BlockingIOError as error:
            raise SpoolInUse(f"{directory} is another process's spool: stop that, or set another directory") from error
        try:
            chance = chance if chance is not None else random.SystemRandom()
            tally = Tally()
            sizes = {name: size for name, size in files.list("").items() if name != RESERVE}
            used_bytes = sum(sizes.values()) + sum(files.list(QUARANTINE).values())
            space = Space(files, settings, tally, used_bytes)
            quarantine = Quarantine(files, space, tally)
            quarantine.recover()
            shared = Shared(
                files=files,
                settings=settings,
                clock=clock if clock is not None else SystemClock(),
                chance=chance,
                boot_id=boot_id if boot_id is not None else machine_boot_id(),
                space=space,
                backlog=Backlog(settings.memory_bytes_max, chance),
                quarantine=quarantine,
                trials=Trials.read(files),
                tally=tally,
            )
            return cls(shared, sink, lock)
        except BaseException:
            files.close(lock)
            raise

    def start(self) -> None:
        """Starts a thread for each lane, as it comes into being, those that deliver, and the one that tidies up."""
        with self._lanes_lock:
            self._started = True
            for lane in self._lanes.values():
                self._start_loop(lane)
        for loop in (*self._writers, self._sweeper):
            loop.start()

    def append(self, export: Export) -> Future[Acknowledgement]:
        """Decodes in the caller's thread and queues. The future is done once the request is as durable as the settings
        promise, or has a TransientError: then it is not stored.

        Raises MalformedExport, TooLarge, SpoolFull, SpoolFailed, Overloaded, Draining at once. Blocks while another
        request of the same lane is being decoded, never for the disk.
        """
        if self._draining:
            raise Draining("the spool is closing: another process, or the next one here, takes it")
        lane = self._lanes.get((export.signal, export.tenant.partition_group))
        return (lane or self._new_lane(export.signal, export.tenant.partition_group)).append(export)

    def recent_fingerprints(self) -> Iterator[tuple[bytes, int]]:
        """Of requests of the last hour in sealed segments that are still here: fingerprint, time of receipt in unix ns.

        Meant for a start: what an earlier process took and may be sent again.
        """
        since_unix_ms = self._shared.clock.unix_ns() // 1_000_000 - _FINGERPRINTS_S * 1000
        names = [(segment.name, segment.trust) for segment in self._shared.backlog.waiting()]
        names += [(name, Trust.WHOLE) for name in self._shelf.names()]
        for name, trust in names:
            if name.created_unix_ms >= since_unix_ms and trust is not Trust.NONE:
                yield from fingerprints_in(self._shared.files, str(name), whole=trust is Trust.WHOLE)

    def commit_turn(self) -> None:
        """What the lanes' threads do, once, in the caller's thread: for those who do without `start`."""
        for lane in list(self._lanes.values()):
            lane.turn()

    def deliver_turn(self) -> float | None:
        """What a writer's thread does, once, in the caller's thread."""
        return self._delivery.turn()

    def sweep_turn(self) -> float:
        """What the sweeper's thread does, once, in the caller's thread."""
        self._shelf.sweep(self._shared.clock.monotonic_s())
        self._shared.space.keep_reserve()
        return _SWEEP_S

    def drain(self, deadline_s: float) -> bool:
        """Takes nothing new, seals what is open, and waits for the store, `deadline_s` seconds at most.

        Whether everything is stored. What is not stays on disk and is delivered by the next process.
        """
        deadline = time.monotonic() + deadline_s
        self._draining = True
        self._shared.trials.excused()
        for lane in list(self._lanes.values()):
            lane.close()
            lane.wake()
        if not self._started:
            self.commit_turn()
            while self._delivery.turn() == 0.0 and time.monotonic() < deadline:
                pass
        while any(lane.open_segments for lane in list(self._lanes.values())) and time.monotonic() < deadline:
            self._shared.backlog.wait_for_change(min(0.1, deadline - time.monotonic()))
        emptied = self._shared.backlog.wait_until_empty(max(0.0, deadline - time.monotonic()))
        return emptied and not any(lane.open_segments for lane in list(self._lanes.values()))

    def close(self) -> None:
        """Takes nothing new, answers and seals what was taken, ends the threads, lets go of the directory.

        Waits for an insert that is under way; its time is the sink's to bound. The sink is its owner's to close.
        """
        self._draining = True
        for lane in list(self._lanes.values()):
            lane.close()
        for loop in (*self._writers, self._sweeper, *self._lane_loops):
            loop.stop()
        try:
            self.commit_turn()
        finally:
            self._shared.files.close(self._lock)

    def stats(self) -> SpoolStats:
        """How things are at this moment. Cheap enough for every scrape and probe."""
        waiting = self._shared.backlog.waiting()
        now_unix_ns = self._shared.clock.unix_ns()
        lanes = list(self._lanes.values())
        return SpoolStats(
            segments_open=sum(lane.open_segments for lane in lanes),
            segments_waiting=len(waiting),
            segments_stored=len(self._shelf),
            segments_quarantined=self._shared.quarantine.segments,
            segments_foreign=self._delivery.segments_foreign,
            bytes_on_disk=self._shared.space.used_bytes,
            bytes_waiting=sum(segment.file_bytes for segment in waiting),
            bytes_quarantined=self._shared.quarantine.bytes,
            bytes_in_memory=self._shared.backlog.held_bytes() + sum(lane.column_bytes for lane in lanes),
            bytes_pending=self._shared.space.pending_bytes,
            oldest_unsent_age_s=max(0.0, (now_unix_ns - waiting[0].created_unix_ns) / 1e9) if waiting else 0.0,
            full=self._shared.space.full,
            unready=self._unready(),
            store_trouble=self._delivery.store_trouble,
            counters=self._shared.tally.counters(),
        )

    def _unready(self) -> tuple[str, ...]:
        reasons = [lane.trouble for lane in list(self._lanes.values()) if lane.trouble is not None]
        reasons += [loop.failure for loop in (*self._writers, self._sweeper, *self._lane_loops) if loop.failure]
        if (refusal := self._shared.space.refusal) is not None:
            reasons.append(refusal)
        if self._draining:
            reasons.append("the spool is closing")
        return tuple(reasons)

    def _new_lane(self, signal: Signal, partition_group: str) -> Lane:
        with self._lanes_lock:
            lane = self._lanes.get((signal, partition_group))
            if lane is None:
                lane = Lane(signal, partition_group, self._shared, self._ids)
                lane.handed_on = self._wake_writers
                if self._started:
                    self._start_loop(lane)
                self._lanes[signal, partition_group] = lane
            if self._draining:
                lane.close()
            return lane

    def _start_loop(self, lane: Lane) -> None:
        loop = Loop(f"spool-{lane.key[0]}-{lane.key[1]}", lane.turn)
        lane.wake = loop.wake
        self._lane_loops.append(loop)
        loop.start()

    def _wake_writers(self) -> None:
        for loop in self._writers:
            loop.wake()
