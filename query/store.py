"""The one door to ClickHouse, embedded or over HTTP: blocks in, frames out.

    store = Store.open(StoreSettings(dsn="chdb:///var/lib/camelops/store"))
    migrate(store)
    store.insert_native("otel_traces", block.rows, block.write_to, token="segment-17")
    frame = store.frame("SELECT count() FROM otel_traces WHERE TenantId = {tenant:String}", {"tenant": "acme"})

Writing is exactly-once per (table, token): the same token stores nothing again, however often it is sent, as long as
the table remembers it (see `schema.ddl`). Reading runs on read-only handles under bounds that the engine enforces.
Errors of either way are those of `query.errors`; an error is never an empty frame.
"""

import io
import os
from collections.abc import Callable, Mapping
from typing import Protocol

import polars as pl

from query.address import Address, EmbeddedAddress
from query.border import asking, inserting
from query.embedded import EmbeddedDriver
from query.errors import QueryFailed
from query.limits import Limits
from query.schema.ddl import Target
from query.server import ServerDriver
from query.settings import StoreSettings

# A block becomes one part per partition and its token one entry per part: nothing may cut it, join it with another, or
# answer before it is stored.
_WHOLE_BLOCK = {
    "async_insert": "0",
    "insert_deduplicate": "1",
    "deduplicate_blocks_in_dependent_materialized_views": "1",
    "max_insert_block_size": "100000000",
    "min_insert_block_size_rows": "100000000",
    "min_insert_block_size_bytes": "0",
    "max_insert_threads": "1",
    "max_threads": "1",
    # The default leaves out columns it does not know: a lost column must be an error.
    "input_format_skip_unknown_fields": "0",
}
_ANSWERS = {
    # Times of day in questions are UTC, whatever the zone of the machine.
    "session_timezone": "UTC",
    "output_format_arrow_string_as_string": "1",
    # The one compression that costs less than the copy it saves, on a line as in memory.
    "output_format_arrow_compression_method": "lz4_frame",
}


class Driver(Protocol):
    """What the two ways to reach ClickHouse have in common. Errors are the driver library's: `Store` translates."""

    def insert(self, table: str, fd: int, settings: Mapping[str, str]) -> None:
        """Inserts the Native block behind the descriptor; returns once it is stored."""

    def read(self, sql: str, parameters: Mapping[str, object], settings: Mapping[str, str], limits: Limits) -> bytes:
        """The answer as an Arrow stream, whole or an error."""

    def execute(self, statement: str) -> None:
        """Runs a statement that answers nothing."""

    def close(self) -> None:
        """Takes no more calls."""


class Store:
    """A database of telemetry. Thread-safe."""

    def __init__(self, driver: Driver, address: Address, settings: StoreSettings) -> None:
        self._driver = driver
        self._limits = settings.limits()
        self._partitions_max = str(settings.insert_partitions_max)
        self.address = address
        self.target = Target(address.database, "" if isinstance(address, EmbeddedAddress) else address.cluster)

    @classmethod
    def open(cls, settings: StoreSettings) -> "Store":
        """Opens; creates nothing (see `query.migrations`). Raises ValueError (dsn), StoreInUse and StoreUnavailable.

        A server is not asked yet: one that is away is the trouble of the first call, not of the start.
        """
        address = settings.address()
        if isinstance(address, EmbeddedAddress):
            return cls(EmbeddedDriver(address, settings), address, settings)
        return cls(ServerDriver(address, settings), address, settings)

    def insert_native(self, table: str, rows: int, write_to: Callable[[int], int], token: str) -> None:
        """Stores a block once for this token. `write_to(fd)` writes it in ClickHouse's Native format.

        Blocks until it is stored. Raises StoreUnavailable (keep it, retry with the same token) or BlockRefused.
        """
        settings = {
            **_WHOLE_BLOCK,
            "insert_deduplication_token": token,
            "max_partitions_per_insert_block": self._partitions_max,
        }
        fd = os.memfd_create(f"block-{table}", os.MFD_CLOEXEC)
        try:
            write_to(fd)
            with inserting(table, rows):
                self._driver.insert(f"{self.target.database}.{table}", fd, settings)
        finally:
            os.close(fd)

    def frame(
        self, sql: str, parameters: Mapping[str, object] | None = None, limits: Limits | None = None
    ) -> pl.DataFrame:
        """The answer to a question. Values are bound (`{name:Type}`), never part of the text; tables carry no database.

        Times arrive as UTC datetimes, DateTime as seconds (UInt32), Map as polars Map. Raises StoreUnavailable,
        QueryOverLimit, QueryFailed.
        """
        with asking():
            answer = self._driver.read(sql, parameters or {}, _ANSWERS, limits or self._limits)
        if not answer:
            # A stream without rows still has its schema: nothing at all is a defect of the way here.
            raise QueryFailed("the store's answer is empty")
        return _in_utc(pl.read_ipc_stream(io.BytesIO(answer)))

    def ping(self) -> None:
        """Raises StoreUnavailable when the store does not answer."""
        self.frame("SELECT 1")

    def execute(self, statement: str) -> None:
        """Runs a statement of ours (migrations, maintenance). Raises StoreUnavailable, QueryFailed, QueryOverLimit."""
        with asking():
            self._driver.execute(statement)

    def close(self) -> None:
        """Waits for calls in flight where the engine is embedded. Later calls raise StoreUnavailable."""
        self._driver.close()


def _in_utc(frame: pl.DataFrame) -> pl.DataFrame:
    """The same instants: columns without a zone of their own come in the zone of the engine's machine."""
    zoned = {name: _utc(kind) for name, kind in frame.schema.items()}
    return frame.cast({name: kind for name, kind in zoned.items() if kind != frame.schema[name]})


def _utc(kind: pl.DataType) -> pl.DataType:
    if isinstance(kind, pl.Datetime):
        return pl.Datetime(kind.time_unit, "UTC")
    if isinstance(kind, pl.List) and isinstance(kind.inner, pl.Datetime):
        return pl.List(pl.Datetime(kind.inner.time_unit, "UTC"))
    return kind
