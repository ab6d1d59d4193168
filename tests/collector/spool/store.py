"""A store that can be away, refuse, lose its answers, and lose what it had not synced."""

import random
from enum import Enum

import polars as pl

from collector.codec import Block
from collector.errors import BlockRefused, StoreUnavailable
from collector.sinks.memory import MemorySink
from tests.collector.clock import ManualClock


class Mood(Enum):
    WELL = "well"
    AWAY = "away"
    LOSES_ANSWERS = "loses answers"
    REFUSES = "refuses"


class MoodyStore:
    """A MemorySink behind a bad line. `refused_tables` are those it will never take."""

    def __init__(self, clock: ManualClock) -> None:
        self.mood = Mood.WELL
        self.refused_tables: set[str] = set()
        self.calls: list[tuple[str, str]] = []
        self._clock = clock
        self._kept: list[tuple[float, Block, str]] = []
        self._sink = MemorySink()

    def insert(self, block: Block, token: str) -> None:
        self.calls.append((block.table, token))
        if self.mood is Mood.AWAY:
            raise StoreUnavailable("the store is away")
        if self.mood is Mood.REFUSES or block.table in self.refused_tables:
            raise BlockRefused(f"{block.table} does not want this")
        self._kept.append((self._clock.monotonic_s(), block, token))
        self._sink.insert(block, token)
        if self.mood is Mood.LOSES_ANSWERS:
            raise StoreUnavailable("the answer was lost")

    def close(self) -> None:
        self._sink.close()

    def lose_unsynced(self, chance: random.Random, lag_s: float) -> None:
        """Its machine lost power: anything stored within the lag, token and all, may be gone."""
        now = self._clock.monotonic_s()
        self._sink = MemorySink()
        self._kept = [each for each in self._kept if each[0] <= now - lag_s or chance.random() < 0.5]
        for _, block, token in self._kept:
            self._sink.insert(block, token)

    @property
    def blocks(self) -> list[Block]:
        """As they were handed over, oldest first."""
        return [block for _, block, _ in self._kept]

    def frame(self, table: str) -> pl.DataFrame:
        return self._sink.frame(table)

    def tokens(self, table: str) -> list[str]:
        return self._sink.tokens(table)

    def spans(self) -> list[int]:
        """Numbers of the requests whose spans are stored, sorted; one that is stored twice is there twice."""
        frame = self._sink.frame("otel_traces")
        return sorted(int(trace_id, 16) for trace_id in frame["TraceId"]) if frame.width else []

    def counted_spans(self) -> list[int]:
        """The same by the rollup of traces."""
        frame = self._sink.frame("otel_traces_trace_id_ts")
        rows = frame.select("TraceId", "Spans").rows() if frame.width else []
        return sorted(int(trace_id, 16) for trace_id, spans in rows for _ in range(spans))

    def gaps(self) -> list[tuple[str, str, int]]:
        """Tenant, reason, count."""
        frame = self._sink.frame("gaps")
        rows = frame.select("TenantId", "Reason", "Count").rows() if frame.width else []
        return sorted((str(tenant), str(reason), int(count)) for tenant, reason, count in rows)
