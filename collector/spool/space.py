"""Room on the disk: how much the spool has taken, how much it may take, and the reserve for when there is none.

The reserve is a file of its own. When a write finds no room, it is deleted: what is open can be finished, an embedded
store on the same disk can go on, and nothing new is taken. The reserve comes back first, and only then requests do: so
that it is there when it is needed again.
"""

import errno
import threading

from collector.errors import Overloaded, SpoolFull
from collector.spool.files import Files
from collector.spool.settings import SpoolSettings
from collector.spool.stats import Tally

RESERVE = "reserve"
# Room comes back when the store is back or a segment's safety lag is over: seconds, not milliseconds.
FULL_RETRY_AFTER_S = 5.0
# Of the reserve's size: with a quarter more there is room for requests, too, and the next one does not end it again.
_ROOM_TO_GO_ON = 1.25
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


class Space:
    """Thread-safe. `admit` is asked before each request, the rest is told what happened."""

    def __init__(self, files: Files, settings: SpoolSettings, tally: Tally, used_bytes: int) -> None:
        self._files = files
        self._settings = settings
        self._tally = tally
        self._lock = threading.Lock()
        self._used = used_bytes
        self._pending = 0
        self._full = True
        self.keep_reserve()

    @property
    def full(self) -> bool:
        """Whether the disk had no room and has not recovered yet."""
        return self._full

    @property
    def refusal(self) -> str | None:
        """Why no request is taken, if none is."""
        if self._full:
            return "the spool's disk has no room"
        if self._used >= self._settings.bytes_max:
            return f"the spool has {self._used} of at most {self._settings.bytes_max} bytes"
        return None

    @property
    def used_bytes(self) -> int:
        """Of all files but the reserve."""
        return self._used

    @property
    def pending_bytes(self) -> int:
        """Of bodies that were taken and not written yet."""
        return self._pending

    def admit(self, length: int) -> None:
        """Counts a body as pending. Raises SpoolFull, or Overloaded when the disk does not keep up."""
        if self._full:
            raise SpoolFull(
                "the spool's disk has no room: free some, or wait for the store", retry_after_s=FULL_RETRY_AFTER_S
            )
        with self._lock:
            pending = self._pending + length
            if self._used + pending > self._settings.bytes_max:
                raise SpoolFull(
                    f"the spool has {self._used} of at most {self._settings.bytes_max} bytes "
                    "(CAMELOPS_SPOOL_BYTES_MAX)",
                    retry_after_s=FULL_RETRY_AFTER_S,
                )
            # A request larger than the bound itself is let in alone: its size was judged at the door.
            if pending > self._settings.pending_bytes_max and self._pending:
                raise Overloaded(f"{self._pending} bytes wait to be written to the spool's disk")
            self._pending = pending

    def release(self, length: int) -> None:
        """The body is no longer pending."""
        with self._lock:
            self._pending -= length

    def took(self, length: int) -> None:
        """A file grew (or, negative, shrank or went)."""
        with self._lock:
            self._used += length

    def no_room(self) -> None:
        """A write found the disk full: takes nothing new from now on and gives up the reserve."""
        with self._lock:
            if self._full:
                return
            self._full = True
        self._files.remove(RESERVE)
        self._tally.add(reserve_released=1)

    def keep_reserve(self) -> None:
        """Makes the reserve again when there is room for it and for some requests more."""
        if not self._full:
            return
        reserve = self._settings.reserve_bytes
        try:
            if self._files.list("").get(RESERVE, 0) < reserve and self._files.free_bytes() < reserve * _ROOM_TO_GO_ON:
                return
            self._files.allocate(RESERVE, reserve)
        except OSError:
            # Still no room, or a disk that answers with errors: the spool stays full, and says so in its stats.
            self._files.remove(RESERVE)
            return
        self._full = False
