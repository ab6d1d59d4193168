"""Which segment a process died on: noted before a left-over segment is touched, forgotten when it was survived.

A segment whose bytes kill the decoder or the embedded store would otherwise kill every process that comes after. The
notes are written, not synced: they are about processes that die, and after a power cut nobody is to blame.
"""

import contextlib
import json
import threading

from collector.spool.files import Files, replace_file

TRIALS = "trials"
# After this many starts died on a segment, it is given up.
STARTS_FAILED_MAX = 3


class Trials:
    """How many starts died on each segment that was under way when they died. Thread-safe."""

    def __init__(self, files: Files, failed: dict[str, int]) -> None:
        self._files = files
        self._failed = failed
        self._under_way: set[str] = set()
        self._lock = threading.Lock()

    @classmethod
    def read(cls, files: Files) -> "Trials":
        """The notes of earlier processes. Unreadable notes count as none: they are not worth a start that fails."""
        try:
            notes = json.loads(files.read(TRIALS))
        except (OSError, ValueError):
            return cls(files, {})
        return cls(files, {str(name): int(count) for name, count in notes.items()} if isinstance(notes, dict) else {})

    def failed(self, segment_id: str) -> int:
        """Starts that died on the segment."""
        return self._failed.get(segment_id, 0)

    def begin(self, segment_id: str) -> None:
        """If this process dies before `survived`, it died on this segment."""
        with self._lock:
            self._failed[segment_id] = self.failed(segment_id) + 1
            self._under_way.add(segment_id)
            self._write()

    def interrupted(self, segment_id: str) -> None:
        """It was not tried to the end: what `begin` noted does not count, what was noted before does."""
        with self._lock:
            self._take_back([segment_id] if segment_id in self._under_way else [])

    def excused(self) -> None:
        """The process was asked to end: if it does so in the midst of a segment, that is not the segment's doing."""
        with self._lock:
            self._take_back(list(self._under_way))

    def survived(self, segment_id: str) -> None:
        """It did not kill the process, whatever else became of it."""
        with self._lock:
            self._under_way.discard(segment_id)
            if self._failed.pop(segment_id, None) is not None:
                self._write()

    def _take_back(self, segment_ids: list[str]) -> None:
        for segment_id in segment_ids:
            self._under_way.discard(segment_id)
            count = self._failed.pop(segment_id, 0) - 1
            if count > 0:
                self._failed[segment_id] = count
        if segment_ids:
            self._write()

    def _write(self) -> None:
        with contextlib.suppress(OSError):
            replace_file(self._files, TRIALS, json.dumps(self._failed).encode(), sync=False)
