"""The segments that wait for the store: whose turn it is, when to try again, and which keep their columns in memory.

Turns alternate between the newest and the oldest, so that live data stay live while an outage is caught up with. While
the store is away it is mostly the newest that is tried: its columns are still in memory, others would be decoded in
vain. Mostly: the store may say that it is away because of this one segment.

A segment left over by a process that died may be what killed it. Once that has happened, it is tried only when nothing
else is left to do and nothing else is under way; after the second time only in a process that has lived for a while, so
that it cannot keep the others from being stored, and a process that is merely killed often does not condemn it.
"""

import bisect
import random
import threading
from collections import Counter

from collector.backoff import backoff_s
from collector.spool.segment import WaitingSegment

# By the number of starts that died on the segment: how many seconds a process must have lived to try it again. The
# spool gives it up at the next failure after these.
_SUSPECT_UPTIME_S = (0.0, 0.0, 15.0, 60.0)
# While the store is away, every so many tries are of the oldest.
_AWAY_OLDEST_EVERY = 4


class Backlog:
    """Thread-safe. A segment is waiting, or under way with whoever took it, or gone."""

    def __init__(self, memory_bytes_max: int, chance: random.Random) -> None:
        self._memory_bytes_max = memory_bytes_max
        self._chance = chance
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)
        self._ready: list[WaitingSegment] = []
        self._resting: list[WaitingSegment] = []
        self._under_way: set[WaitingSegment] = set()
        # Those with columns in memory, oldest first.
        self._holding: list[WaitingSegment] = []
        self._by_lane: Counter[tuple[str, str]] = Counter()
        self._newest_next = True
        self._store_failures = 0
        self._store_not_before_s = 0.0

    def add(self, segment: WaitingSegment) -> None:
        """The segment waits from now on."""
        with self._lock:
            self._by_lane[segment.lane] += 1
            bisect.insort(self._ready, segment, key=_age)
            self._hold(segment)
            self._changed.notify_all()

    def take(self, now_s: float, uptime_s: float) -> tuple[WaitingSegment | None, float | None]:
        """The segment whose turn it is, or None and the seconds until there may be one (None = when one is added)."""
        with self._lock:
            if self._store_not_before_s > now_s:
                return None, self._store_not_before_s - now_s
            for segment in self._resting:
                if segment.not_before_s <= now_s:
                    bisect.insort(self._ready, segment, key=_age)
            self._resting = [segment for segment in self._resting if segment.not_before_s > now_s]
            taken = self._next_innocent() or self._next_suspect(uptime_s)
            if taken is None:
                return None, self._next_event_s(now_s, uptime_s)
            del self._ready[bisect.bisect_left(self._ready, _age(taken), key=_age)]
            self._under_way.add(taken)
            return taken, None

    def done(self, segment: WaitingSegment) -> None:
        """It is stored, or in quarantine."""
        with self._lock:
            self._store_failures = 0
            self._under_way.remove(segment)
            self._by_lane[segment.lane] -= 1
            segment.forget_columns()
            self._hold(segment)
            self._changed.notify_all()

    def put_back(self, segment: WaitingSegment, now_s: float, *, store_away: bool) -> None:
        """It waits again, longer after each failure of its own. `store_away`: all others wait, too.

        While the store answers nobody, a failure is not the segment's own: only the first in a row may be."""
        with self._lock:
            if not (store_away and self._store_failures):
                segment.failures += 1
                segment.not_before_s = now_s + backoff_s(segment.failures, self._chance)
            if store_away:
                self._store_failures += 1
                self._store_not_before_s = now_s + backoff_s(self._store_failures, self._chance)
                if segment.failures == 1 or self._store_failures > 1:
                    segment.not_before_s = self._store_not_before_s
            self._under_way.remove(segment)
            self._resting.append(segment)
            self._hold(segment)
            self._changed.notify_all()

    def waiting_in(self, lane: tuple[str, str]) -> int:
        """Segments of the lane that are not stored yet."""
        with self._lock:
            return self._by_lane[lane]

    def waiting(self) -> list[WaitingSegment]:
        """All that are not stored yet, oldest first."""
        with self._lock:
            return sorted([*self._ready, *self._resting, *self._under_way], key=_age)

    def held_bytes(self) -> int:
        """Of columns of segments that wait."""
        with self._lock:
            return sum(segment.column_bytes for segment in self._holding)

    def wait_until_empty(self, timeout_s: float) -> bool:
        """Blocks until nothing waits or the time is up; whether nothing waits."""
        with self._lock:
            return self._changed.wait_for(lambda: not (self._ready or self._resting or self._under_way), timeout_s)

    def wait_for_change(self, timeout_s: float) -> None:
        """Blocks until a segment came or went, or the time is up."""
        with self._lock:
            self._changed.wait(timeout_s)

    def _next_innocent(self) -> WaitingSegment | None:
        if any(segment.starts_failed for segment in self._under_way):
            return None
        if self._store_failures:
            newest = self._store_failures % _AWAY_OLDEST_EVERY != 0
        else:
            newest = self._newest_next
            self._newest_next = not newest
        order = reversed(self._ready) if newest else iter(self._ready)
        return next((segment for segment in order if not segment.starts_failed), None)

    def _next_suspect(self, uptime_s: float) -> WaitingSegment | None:
        if self._under_way or not self._ready:
            return None
        suspect = min(self._ready, key=lambda segment: segment.starts_failed)
        return suspect if uptime_s >= _uptime_needed_s(suspect) else None

    def _next_event_s(self, now_s: float, uptime_s: float) -> float | None:
        waits = [segment.not_before_s - now_s for segment in self._resting]
        waits += [_uptime_needed_s(segment) - uptime_s for segment in self._ready if not self._under_way]
        return max(min(waits), 0.0) if waits else None

    def _hold(self, segment: WaitingSegment) -> None:
        """Notes whether the segment has columns. Over the bound the oldest lose theirs: the newest are stored first.

        What is under way keeps them, for they are in use."""
        at = bisect.bisect_left(self._holding, _age(segment), key=_age)
        known = at < len(self._holding) and self._holding[at] is segment
        if known and not segment.column_bytes:
            del self._holding[at]
        elif not known and segment.column_bytes:
            self._holding.insert(at, segment)
        over = sum(each.column_bytes for each in self._holding) - self._memory_bytes_max
        for each in list(self._holding):
            if over <= 0:
                break
            if each not in self._under_way:
                over -= each.column_bytes
                each.forget_columns()
                self._holding.remove(each)


def _age(segment: WaitingSegment) -> str:
    """Ids are in the order of time."""
    return segment.name.segment_id


def _uptime_needed_s(segment: WaitingSegment) -> float:
    return _SUSPECT_UPTIME_S[min(segment.starts_failed, len(_SUSPECT_UPTIME_S) - 1)]
