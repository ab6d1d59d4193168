"""A sink that keeps rows in memory, with the store's promise: once per table and token."""

import threading

import polars as pl

from collector.codec import Block


class MemorySink:
    """What was stored, by table and token, in the order it came. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._frames: dict[tuple[str, str], pl.DataFrame] = {}

    def insert(self, block: Block, token: str) -> None:
        """Never fails."""
        frame = pl.DataFrame(block)
        with self._lock:
            self._frames.setdefault((block.table, token), frame)

    def close(self) -> None:
        """What was stored can still be looked at."""

    def tokens(self, table: str) -> list[str]:
        """Of the inserts that the table has, oldest first."""
        with self._lock:
            return [token for name, token in self._frames if name == table]

    def frame(self, table: str) -> pl.DataFrame:
        """All rows of a table; without columns when it has none."""
        with self._lock:
            frames = [frame for (name, _), frame in self._frames.items() if name == table]
        return pl.concat(frames, how="vertical") if frames else pl.DataFrame()
