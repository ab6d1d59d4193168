"""Files that are looked at again: what they hold is taken anew when they change, without a restart."""

import logging
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Generic, TypeVar

from collector.clock import Clock

log = logging.getLogger(__name__)

# A revoked token should not work much longer than this; and requests come in bursts.
_LOOK_AGAIN_S = 1.0

T = TypeVar("T")


class Unusable(ValueError):
    """The files cannot be used; the message names them and says why, without quoting them."""


class Watched(Generic[T]):
    """Thread-safe. What cannot be used is logged once, and what was read before stays in force."""

    def __init__(self, paths: Sequence[Path], read: Callable[[], T], clock: Clock) -> None:
        """`read` makes a value of the files, or raises Unusable: then this does so too."""
        self._paths = paths
        self._read = read
        self._clock = clock
        self._lock = threading.Lock()
        self._looked_s = clock.monotonic_s()
        self._stamps = self._look()
        self._value = read()
        self._complaint = ""

    def current(self) -> T:
        """Of the files as they were about a second ago, or of the last that could be used."""
        now_s = self._clock.monotonic_s()
        if now_s - self._looked_s >= _LOOK_AGAIN_S and self._lock.acquire(blocking=False):
            try:
                self._looked_s = now_s
                self._look_again()
            finally:
                self._lock.release()
        return self._value

    def _look_again(self) -> None:
        stamps = self._look()
        if stamps == self._stamps:
            return
        try:
            self._value = self._read()
        except Unusable as error:
            # Tried again at every look: that someone mends a file's rights does not change its stamp.
            if str(error) != self._complaint:
                log.warning("%s: what was read before stays in force", error)
            self._complaint = str(error)
        else:
            log.info("%s has changed: what it holds now is in force", ", ".join(map(str, self._paths)))
            self._stamps, self._complaint = stamps, ""

    def _look(self) -> list[tuple[int, int, int] | None]:
        return [_stamp(path) for path in self._paths]


def _stamp(path: Path) -> tuple[int, int, int] | None:
    """None where there is no file. The inode as well: a file that was moved into place can have the time and size of
    the one before."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
