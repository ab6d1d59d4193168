"""The life of a segment: one table, the names its file has meanwhile, and the id it keeps from birth to the store."""

import random
import re
import threading
import uuid
from dataclasses import dataclass, replace
from enum import StrEnum

from collector.clock import Clock
from collector.model import Signal


class State(StrEnum):
    """Where a segment is. The value is the ending of its file's name; a rename is the only way from one to the next."""

    OPEN = "open"
    SEALED = "sealed"
    STORED = "stored"
    DOUBTED = "doubted"


class Event(StrEnum):
    """What happens to a segment."""

    SEAL = "seal"
    STORE = "store"
    DOUBT = "doubt"


# OPEN → STORED: the disk had no room for the footer; the segment was delivered as it lay.
# STORED → DOUBTED: the machine went down since; the store may have lost what it had not synced, and gets it again.
# A stored segment ends by being deleted. One that is given up leaves the table in any state: it goes to the folder
# `quarantine` under the name it has, and may be put back by hand.
NEXT: dict[tuple[State, Event], State] = {
    (State.OPEN, Event.SEAL): State.SEALED,
    (State.OPEN, Event.STORE): State.STORED,
    (State.SEALED, Event.STORE): State.STORED,
    (State.STORED, Event.DOUBT): State.DOUBTED,
    (State.DOUBTED, Event.STORE): State.STORED,
}

QUARANTINE = "quarantine"
_ID = r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}"
_NAME = re.compile(rf"({_ID})\.(traces|logs|metrics)\.(open|sealed|stored|doubted)")


@dataclass(frozen=True, slots=True)
class SegmentName:
    """What a file's name says of a segment. The signal is in it so that it is known when the header is unreadable."""

    segment_id: str
    signal: Signal
    state: State

    def __str__(self) -> str:
        return f"{self.segment_id}.{self.signal.value}.{self.state.value}"

    @classmethod
    def parse(cls, name: str) -> "SegmentName | None":
        """None when the file is not a segment."""
        match = _NAME.fullmatch(name)
        return cls(match[1], Signal(match[2]), State(match[3])) if match else None

    def after(self, event: Event) -> "SegmentName":
        """The name it has next. KeyError: this does not happen to a segment in this state."""
        return replace(self, state=NEXT[self.state, event])

    @property
    def created_unix_ms(self) -> int:
        """The time in the id."""
        return uuid.UUID(self.segment_id).int >> 80


class SegmentIds:
    """UUIDs of version 7 (RFC 9562): 48 bits of milliseconds, 12 of a counter, 62 of chance.

    Unique across collectors by the chance, in order within one process by time and counter, also when the clock
    goes back. The id is the insert's deduplication token: it must never be used twice.
    """

    def __init__(self, clock: Clock, chance: random.Random) -> None:
        self._clock = clock
        self._chance = chance
        self._last = 0
        self._lock = threading.Lock()

    def new(self) -> str:
        """The next id."""
        with self._lock:
            self._last = max(self._last + 1, self._clock.unix_ns() // 1_000_000 << 12)
            milliseconds, count = self._last >> 12, self._last & 0xFFF
        return str(uuid.UUID(int=milliseconds << 80 | 7 << 76 | count << 64 | 2 << 62 | self._chance.getrandbits(62)))
