"""Where segments go. `clickhouse` is the one of production, `discard` measures all that is before it, `memory` is
looked into by tests. A sink takes blocks of several tables from several threads."""

from typing import Protocol

from collector.codec import Block


class BlockSink(Protocol):
    """Takes finished blocks, each once per token."""

    def insert(self, block: Block, token: str) -> None:
        """Stores the block once for this token and the block's table, however often it is called.

        Blocks until it is stored. Raises StoreUnavailable (transient: keep it, call again with the same token) or
        BlockRefused (permanent)."""

    def close(self) -> None:
        """Takes no more blocks; those that `insert` returned for are stored."""
