"""Log records in one order, from any of them on: by time, and within a time by what they hold.

A record has no id, and many are written in one millisecond. So that a list can go on behind a record, those of one time
are ordered by a hash of what they hold (`Tie`), and those that are alike are counted. The hash is computed of the
records that are listed alone, and of all that share a time with the last of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

import polars as pl

from query.paging import MalformedCursor, Position
from query.scope import Scope
from query.sql import Column, Expression, Named, Order, Select, Value, call, column, columns_of, render, scoped
from query.store import Store
from query.windows import newest_first, oldest_first

_HASH = call(
    "cityHash64",
    *map(
        column,
        (
            *("ServiceName", "SeverityNumber", "SeverityText", "TraceId", "SpanId", "EventName", "Body", "ScopeName"),
            *("LogAttributes", "ResourceAttributes", "ObservedTimestamp"),
        ),
    ),
)
_STORED = columns_of("otel_logs")
COLUMNS: tuple[Column | Named, ...] = (*_STORED, Named("Tie", _HASH))
RESOURCE_HASH = call("cityHash64", column("ResourceAttributes"))
_UINT64_MAX = 2**64 - 1
# Records that are alike in all and of one nanosecond: more than a page of them are one message in a loop.
_ALIKE_MAX = 1_000_000


class LogOrder(StrEnum):
    """Which records come first."""

    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class LogPlace:
    """Where a record lies: its time and hash, and how many alike were given up to it."""

    unix_ns: int
    tie: int
    alike: int = 1

    def position(self) -> Position:
        """For a cursor; two ids."""
        return Position(self.unix_ns, (str(self.tie), str(self.alike)))

    def just_before(self) -> "LogPlace":
        """The place behind which, newest first, all come that are before this one and not alike."""
        if self.tie:
            return LogPlace(self.unix_ns, self.tie - 1, 0)
        return LogPlace(self.unix_ns - 1, _UINT64_MAX, 0)

    @classmethod
    def read(cls, position: Position) -> "LogPlace":
        """Of a cursor's position. Raises MalformedCursor."""
        tie, alike = (
            int(each) if each.isascii() and each.isdigit() and len(each) <= 20 else -1 for each in position.ids
        )
        if not 0 <= tie <= _UINT64_MAX or not 0 <= alike <= _ALIKE_MAX:
            raise MalformedCursor("the cursor names no log record: leave it out to begin at the first page")
        return cls(position.unix_ns, tie, alike)


def place_of_last(found: pl.DataFrame, before: LogPlace | None) -> LogPlace:
    """Of the last of some records, that came behind a place."""
    unix_ns, tie = found.select(pl.col("Timestamp").dt.epoch("ns"), "Tie").row(-1)
    alike = found.filter((pl.col("Timestamp") == found["Timestamp"][-1]) & (pl.col("Tie") == tie)).height
    same = before is not None and (before.unix_ns, before.tie) == (unix_ns, tie)
    return LogPlace(unix_ns, tie, alike + (before.alike if before is not None and same else 0))


@dataclass(frozen=True, slots=True)
class LogRecords:
    """Records of a scope that hold some conditions, in an order."""

    store: Store
    scope: Scope
    where: tuple[Expression, ...]
    order: LogOrder

    def behind(self, place: LogPlace | None, limit: int) -> pl.DataFrame:
        """COLUMNS of so many records at most that come behind a place (None: from the first on)."""
        frames: list[pl.DataFrame] = []
        first, end = self.scope.start_unix_ns, self.scope.end_unix_ns
        if place is not None:
            if first <= place.unix_ns < end:
                frames.append(self._of_one_time(place.unix_ns, limit, place))
            if self._newest:
                end = min(end, place.unix_ns)
            else:
                first = max(first, place.unix_ns + 1)
        missing = limit - sum(frame.height for frame in frames)
        for look in self._looks(first, end):
            if not missing:
                break
            found = self._listed(look, missing)
            frames.append(found)
            missing -= found.height
        # A frame needs columns, also where there is nothing to look at.
        return pl.concat(frames or [self._ask(self.scope, (), 0)])

    @property
    def _newest(self) -> bool:
        return self.order is LogOrder.NEWEST

    def _looks(self, first: int, end: int) -> Iterator[Scope]:
        looks = newest_first if self._newest else oldest_first
        for start_unix_ns, end_unix_ns in looks(first, end):
            yield replace(self.scope, start_unix_ns=start_unix_ns, end_unix_ns=end_unix_ns)

    def _listed(self, look: Scope, limit: int) -> pl.DataFrame:
        found = self._ask(look, (), limit)
        if found.height < limit:
            return found
        # It may have been cut within a time: those of that time are asked for in their order.
        last = found["Timestamp"][-1]
        whole = found.filter(pl.col("Timestamp") != last)
        unix_ns = found.select(pl.col("Timestamp").dt.epoch("ns")).item(-1, 0)
        return pl.concat([whole, self._of_one_time(unix_ns, limit - whole.height)])

    def _of_one_time(self, unix_ns: int, limit: int, place: LogPlace | None = None) -> pl.DataFrame:
        moment_alone = replace(self.scope, start_unix_ns=unix_ns, end_unix_ns=unix_ns + 1)
        order = (Order(_HASH, self._newest),)
        if place is None:
            return self._ask(moment_alone, (), limit, order)
        behind = call("lessOrEquals" if self._newest else "greaterOrEquals", _HASH, Value(place.tie, "UInt64"))
        found = self._ask(moment_alone, (behind,), limit + place.alike, order)
        alike = found.filter(pl.col("Tie") == place.tie).height
        return found.slice(min(place.alike, alike), limit)

    def _ask(
        self, look: Scope, where: tuple[Expression, ...], limit: int, order: tuple[Order, ...] | None = None
    ) -> pl.DataFrame:
        listed = Select(
            scoped("otel_logs", look),
            _STORED,
            where=(*self.where, *where),
            order_by=order or (Order(column("Timestamp"), self._newest),),
            limit=limit,
        )
        # Hashed outside, the engine reads what is hashed of the listed records alone.
        return self._sorted(self.store.frame(*render(Select(listed, COLUMNS)), self.scope.limits))

    def _sorted(self, found: pl.DataFrame) -> pl.DataFrame:
        return found.sort("Timestamp", "Tie", descending=self._newest)


def holds(tie: int) -> Expression:
    """Whether a row holds what has this hash."""
    return call("equals", _HASH, Value(tie, "UInt64"))
