"""Stored segments, kept for the safety lag: what the store had not synced when its machine went down, it gets again."""

from collections import deque

from collector.spool.files import Files
from collector.spool.lifecycle import SegmentName
from collector.spool.settings import SpoolSettings
from collector.spool.space import Space
from collector.spool.stats import Tally


class Shelf:
    """`put` from any thread, `sweep` from one at a time."""

    def __init__(self, files: Files, settings: SpoolSettings, space: Space, tally: Tally) -> None:
        self._files = files
        self._settings = settings
        self._space = space
        self._tally = tally
        self._stored: deque[tuple[SegmentName, int, float]] = deque()

    def __len__(self) -> int:
        return len(self._stored)

    @property
    def bytes(self) -> int:
        """Of all segments here."""
        return sum(size for _, size, _ in list(self._stored))

    def names(self) -> list[SegmentName]:
        """Of all segments here, oldest first."""
        return [name for name, _, _ in list(self._stored)]

    def put(self, name: SegmentName, size: int, now_s: float) -> None:
        """The segment's file has this name, and is deleted when its time is up."""
        self._stored.append((name, size, now_s))

    def sweep(self, now_s: float) -> None:
        """Deletes what was kept long enough, and the oldest of what takes more room than stored segments may."""
        expired = early = 0
        kept_bytes = self.bytes
        for _, size, since_s in list(self._stored):
            in_time = now_s - since_s < self._settings.safety_lag_s
            if in_time and kept_bytes <= self._settings.stored_bytes_max:
                break
            kept_bytes -= size
            expired += 1
            early += in_time
        if expired:
            # The names that say "stored" reach the disk before the files go: a power cut never brings back a file
            # under a name that says that it still waits.
            self._files.sync_folder("")
        for _ in range(expired):
            name, size, _since_s = self._stored[0]
            self._files.remove(str(name))
            # Only now: what could not be removed is tried again.
            self._stored.popleft()
            self._space.took(-size)
        self._tally.add(stored_evicted_early=early)
