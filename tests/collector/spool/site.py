"""A spool with everything around it, driven turn by turn in the test's own thread."""

import random
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from collector.model import Acknowledgement, Export
from collector.spool import Spool, SpoolSettings
from tests.collector.clock import ManualClock
from tests.collector.spool.model_files import ModelFiles
from tests.collector.spool.store import MoodyStore

RESERVE_BYTES = 64 * 1024


def settings(**changes: Any) -> SpoolSettings:
    """Small sizes."""
    return SpoolSettings(**{"reserve_bytes": RESERVE_BYTES, **changes})


class Site:
    """Opens the spool at once. `restart` is another process on the same disk."""

    def __init__(self, files: ModelFiles | None = None, *, seed: int = 1, **changes: Any) -> None:
        self.clock = ManualClock()
        self.chance = random.Random(seed)
        self.store = MoodyStore(self.clock)
        self.files = files or ModelFiles()
        self.settings = settings(**changes)
        self.boots = 1
        self.spool = self._open()

    def _open(self) -> Spool:
        return Spool.open(
            Path("spool"),
            self.settings,
            self.store,
            self.clock,
            self.files,
            chance=self.chance,
            boot_id=f"boot-{self.boots}",
        )

    def kill(self) -> None:
        """The process ends at once, and another one starts."""
        self.files = self.files.after_kill()
        self.clock.advance(0.01)
        self.spool = self._open()

    def cut_power(self) -> None:
        """The machine goes down at once, and comes up again."""
        self.files = self.files.after_power_cut(self.chance)
        self.boots += 1
        self.clock.advance(0.01)
        self.spool = self._open()

    def append(self, export: Export) -> Future[Acknowledgement]:
        return self.spool.append(export)

    def acknowledged(self, export: Export) -> Acknowledgement:
        """Appends and commits. Raises what the future holds."""
        future = self.spool.append(export)
        self.spool.commit_turn()
        return future.result(timeout=0)

    def seal(self) -> None:
        """Lets the open segments grow old enough."""
        self.clock.advance(self.settings.segment_age_lagging_s_max)
        self.spool.commit_turn()

    def deliver(self) -> None:
        """Turns until nothing is ready."""
        while self.spool.deliver_turn() == 0.0:
            pass

    def deliver_all(self) -> None:
        """Seals, delivers, and waits for whatever waits for a later moment."""
        self.seal()
        for _ in range(1000):
            wait_s = self.spool.deliver_turn()
            if not self.spool.stats().segments_waiting:
                return
            self.clock.advance(wait_s or 0.0)
        raise AssertionError(f"still waiting: {self.spool.stats()}")
