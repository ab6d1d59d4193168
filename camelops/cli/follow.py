"""`--follow`: what is new since the last look, by polling. Pure; the commands own the loop and the clock.

Records arrive out of order and late, so each look asks again for a stretch that was seen already (`OVERLAP_S`), and
what was shown is left out by its identity. Two equal log lines of one nanosecond are two: identities are counted, not
only remembered.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeVar

POLL_S = 1.0
# Exporters batch for 5 s and retry for some more; what comes later than this is not shown by --follow, only by a new
# search.
OVERLAP_S = 30
NS_PER_S = 1_000_000_000

ItemT = TypeVar("ItemT")


class Follower(Generic[ItemT]):
    """Remembers what was shown within the overlap."""

    def __init__(
        self, since_unix_ns: int, identity: Callable[[ItemT], Hashable], moment: Callable[[ItemT], int]
    ) -> None:
        self._identity = identity
        self._moment = moment
        self._shown: Counter[Hashable] = Counter()
        self._moments: dict[Hashable, int] = {}
        self._since = since_unix_ns
        self._newest = since_unix_ns

    @property
    def ask_since_unix_ns(self) -> int:
        """Where the next look begins."""
        return max(self._since, self._newest - OVERLAP_S * NS_PER_S)

    def new(self, items: Iterable[ItemT], now_unix_ns: int) -> list[ItemT]:
        """Those that were not shown yet, oldest first. They count as shown from now on."""
        seen: Counter[Hashable] = Counter()
        fresh: list[ItemT] = []
        for item in sorted(items, key=self._moment):
            identity = self._identity(item)
            seen[identity] += 1
            if seen[identity] > self._shown[identity]:
                self._shown[identity] += 1
                self._moments[identity] = self._moment(item)
                fresh.append(item)
        if fresh:
            # A clock that runs ahead must not make us skip what honest clocks still send.
            self._newest = max(self._newest, min(self._moment(fresh[-1]), now_unix_ns))
        before = self.ask_since_unix_ns
        for identity in [identity for identity, moment in self._moments.items() if moment < before]:
            del self._shown[identity], self._moments[identity]
        return fresh
