"""A sink that keeps nothing: what ingest costs before the store."""

import os
import threading

from collector.codec import Block


class DiscardSink:
    """Serializes every block, as an insert would, and counts it. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._nowhere = os.open(os.devnull, os.O_WRONLY | os.O_CLOEXEC)
        self.rows: dict[str, int] = {}
        self.bytes = 0

    def insert(self, block: Block, token: str) -> None:  # noqa: ARG002  # nothing is kept, so nothing is known again
        """Never fails."""
        written = block.write_to(self._nowhere)
        with self._lock:
            self.rows[block.table] = self.rows.get(block.table, 0) + block.rows
            self.bytes += written

    def close(self) -> None:
        """Counts stay."""
        os.close(self._nowhere)
