"""ClickHouse, embedded or over HTTP: the one place of this room that knows `query`."""

from collector.codec import Block
from collector.errors import BlockRefused, StoreUnavailable
from query import errors
from query.store import Store


class ClickHouseSink:
    """Blocks go to the tables they are named after. Thread-safe as the store is; the store is its owner's to close."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def insert(self, block: Block, token: str) -> None:
        """See BlockSink."""
        try:
            self._store.insert_native(block.table, block.rows, block.write_to, token)
        except errors.StoreUnavailable as error:
            raise StoreUnavailable(str(error)) from error
        except errors.BlockRefused as error:
            raise BlockRefused(str(error)) from error

    def close(self) -> None:
        """Nothing is held back here: an insert that returned is stored."""
