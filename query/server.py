"""ClickHouse over HTTP(S), one server or any server of a cluster, through clickhouse-connect.

Two clients share a connection pool: one writes, one asks with `readonly=1`. Neither has a session, so calls run side by
side; the number of questions at one time is bounded here as in the embedded store. A client asks the server about
itself when it is made, so it is made by the first call that needs it: a collector starts, and spools, while ClickHouse
is away.

A block travels compressed as a whole, with its length, so that a cut line is never taken for a short block.
"""

import mmap
import threading
from collections.abc import Callable, Mapping
from typing import BinaryIO

import clickhouse_connect
from clickhouse_connect.driver.client import Client
from clickhouse_connect.driver.compression import get_compressor
from clickhouse_connect.driver.exceptions import ClickHouseError
from clickhouse_connect.driver.httputil import get_pool_manager

from query.address import ServerAddress
from query.border import words_of
from query.errors import StoreUnavailable
from query.limits import Limits
from query.settings import Compression, StoreSettings

# The answer's status line is sent when the work is done: an error later is an error, not a 200 with a torn body.
_ANSWER_AT_END = {"wait_end_of_query": "1", "send_progress_in_http_headers": "0"}
# A Distributed table must not acknowledge what it has only queued on its own disk.
_CLUSTER = {"distributed_foreground_insert": "1"}


class ServerDriver:
    """Clients of one server. Every call raises StoreUnavailable while it cannot be reached."""

    def __init__(self, address: ServerAddress, settings: StoreSettings) -> None:
        self._address = address
        self._settings = settings
        self._pool = get_pool_manager(maxsize=settings.readers_max + settings.writers_max)
        self._writer = _Lazy(lambda: self._open({}))
        self._reader = _Lazy(self._open_reader)
        self._reading = threading.BoundedSemaphore(settings.readers_max)
        self._insert_settings = _ANSWER_AT_END | (_CLUSTER if address.cluster else {})

    def insert(self, table: str, fd: int, settings: Mapping[str, str]) -> None:
        """Inserts the Native block behind the descriptor."""
        compression = self._settings.insert_compression
        if compression is Compression.NONE:
            with open(fd, "rb", closefd=False) as block:
                block.seek(0)
                self._send(table, block, None, settings)
            return
        with mmap.mmap(fd, 0, access=mmap.ACCESS_READ) as block_bytes:
            body = bytes(get_compressor(compression).compress_block(block_bytes))
        self._send(table, body, str(compression), settings)

    def read(self, sql: str, parameters: Mapping[str, object], settings: Mapping[str, str], limits: Limits) -> bytes:
        """The answer as an Arrow stream."""
        wait_s = self._settings.reader_wait_s
        if not self._reading.acquire(timeout=wait_s):
            raise StoreUnavailable(f"all {self._settings.readers_max} readers of the store were busy for {wait_s} s")
        try:
            return self._reader.client().raw_query(
                sql, parameters=dict(parameters), settings={**settings, **limits.settings()}, fmt="ArrowStream"
            )
        finally:
            self._reading.release()

    def execute(self, statement: str) -> None:
        """Runs a statement of ours: migrations."""
        self._writer.client().command(statement, settings=_ANSWER_AT_END, use_database=False)

    def close(self) -> None:
        """Closes the connections. Calls in flight, and later ones, raise StoreUnavailable."""
        self._writer.close()
        self._reader.close()
        self._pool.clear()

    def _send(self, table: str, body: bytes | BinaryIO, compression: str | None, settings: Mapping[str, str]) -> None:
        self._writer.client().raw_insert(
            table,
            insert_block=body,
            fmt="Native",
            compression=compression,
            settings={**settings, **self._insert_settings},
        )

    def _open_reader(self) -> Client:
        client = self._open({"readonly": "1"})
        # Not named when the client is made: it asks the server first, and the database may not be there yet.
        client.database = self._address.database
        return client

    def _open(self, settings: Mapping[str, str]) -> Client:
        try:
            return clickhouse_connect.get_client(
                interface="https" if self._address.secure else "http",
                host=self._address.host,
                port=self._address.port,
                username=self._address.user,
                password=self._address.password,
                settings=dict(settings),
                pool_mgr=self._pool,
                compress=False,
                query_retries=0,
                autogenerate_session_id=False,
                connect_timeout=self._settings.connect_timeout_s,
                send_receive_timeout=self._settings.insert_timeout_s,
                tz_source="server",
            )
        except (ClickHouseError, OSError) as error:
            raise StoreUnavailable(f"{self._address} cannot be reached: {words_of(error)}") from error


class _Lazy:
    """A client, made when it is first asked for; a failure to make it is not remembered."""

    def __init__(self, make: Callable[[], Client]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._client: Client | None = None
        self._closed = False

    def client(self) -> Client:
        """Raises StoreUnavailable when it cannot be made, and after `close`."""
        with self._lock:
            if self._closed:
                raise StoreUnavailable("the store is closed")
            if self._client is None:
                self._client = self._make()
            return self._client

    def close(self) -> None:
        """Closes the client if there is one."""
        with self._lock:
            self._closed = True
            if self._client is not None:
                self._client.close()
