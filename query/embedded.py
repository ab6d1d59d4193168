"""ClickHouse inside this process: chDB, through clickhouse-connect's `chdb` interface.

A handle serves one call at a time (an engine handle that streams answers a second question with nothing), so each call
takes a handle of its own from a pool. Readers are `readonly=1` from birth and cannot leave it; since bounds cannot be
changed on such a handle, a reader belongs to the bounds it was opened with.

Blocks reach the engine through a file descriptor of this process: `FROM INFILE '/proc/self/fd/N'`, no copy.
"""

import fcntl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import clickhouse_connect
from clickhouse_connect.driver.client import Client
from clickhouse_connect.driver.exceptions import ClickHouseError

from query.address import EmbeddedAddress
from query.errors import StoreInUse, StoreUnavailable
from query.limits import Limits
from query.settings import StoreSettings


class EmbeddedDriver:
    """The one engine of this process. Raises StoreInUse when another process has the directory."""

    def __init__(self, address: EmbeddedAddress, settings: StoreSettings) -> None:
        self._address = address
        engine = settings.engine
        self._options = {
            "mark_cache_size": engine.mark_cache_bytes,
            "index_mark_cache_size": engine.index_mark_cache_bytes,
            "max_server_memory_usage_to_ram_ratio": engine.memory_ratio,
            "background_pool_size": engine.background_threads,
        }
        # Kept open for the life of the driver: with its last handle the engine would go, and its locks with it.
        try:
            address.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreUnavailable(f"the directory {address.path} of the store cannot be made: {error}") from error
        self._engine = self._open({})
        self._writers = _Pool(settings.writers_max)
        self._readers = _Pool(settings.readers_max)
        self._reader_wait_s = settings.reader_wait_s

    def insert(self, table: str, fd: int, settings: Mapping[str, str]) -> None:
        """Inserts the Native block behind the descriptor. Blocks while all writers are busy."""
        clause = ", ".join(f"{name} = '{_escaped(value)}'" for name, value in settings.items())
        statement = f"INSERT INTO {table} FROM INFILE '/proc/self/fd/{fd}' SETTINGS {clause} FORMAT Native"
        with self._writers.handle(None, lambda: self._open({})) as client:
            client.command(statement)

    def read(self, sql: str, parameters: Mapping[str, object], settings: Mapping[str, str], limits: Limits) -> bytes:
        """The answer as an Arrow stream."""
        with self._readers.handle(
            limits, lambda: self._open_reader({**settings, **limits.settings()}), self._reader_wait_s
        ) as client:
            return client.raw_query(sql, parameters=dict(parameters), fmt="ArrowStream")

    def execute(self, statement: str) -> None:
        """Runs a statement of ours: migrations."""
        with self._writers.handle(None, lambda: self._open({})) as client:
            client.command(statement)

    def close(self) -> None:
        """Waits for calls in flight. Later calls raise StoreUnavailable."""
        self._writers.close()
        self._readers.close()
        self._engine.close()

    def _open(self, settings: Mapping[str, str]) -> Client:
        path = self._address.path
        try:
            return clickhouse_connect.get_client(
                interface="chdb",
                path=str(path),
                settings=dict(settings),
                chdb_options=self._options,
                tz_source="server",
            )
        except ClickHouseError as error:
            says = str(error)
            if "cannot connect with different path" in says:
                raise StoreInUse(f"this process already has another embedded store open: {says}") from error
            if _held(path):
                raise StoreInUse(
                    f"the store in {path} is open in another process{_holder(path)}: the embedded store lets in one. "
                    "Ask that process (`--url`), stop it, or use another --data-dir"
                ) from error
            raise StoreUnavailable(f"the store in {path} cannot be opened: {says}") from error

    def _open_reader(self, settings: Mapping[str, str]) -> Client:
        client = self._open(settings)
        client.database = self._address.database
        # Last: it is one way. Without it a question could read files of this machine.
        client.set_client_setting("readonly", "1")
        return client


class _Pool:
    """Handles by what they were opened for: at most `size` in use, as many idle, the least used closed first."""

    def __init__(self, size: int) -> None:
        self._slots = threading.BoundedSemaphore(size)
        self._size = size
        self._lock = threading.Lock()
        self._idle: list[tuple[Limits | None, Client]] = []
        self._closed = False

    @contextmanager
    def handle(
        self, kind: Limits | None, open_one: Callable[[], Client], wait_s: float | None = None
    ) -> Iterator[Client]:
        """A handle for one call. Raises StoreUnavailable after `wait_s` seconds (None: waits) or when closed."""
        if not self._slots.acquire(timeout=wait_s):
            raise StoreUnavailable(f"all {self._size} readers of the store were busy for {wait_s} s")
        try:
            client = self._take(kind) or open_one()
            try:
                yield client
            finally:
                self._give_back(kind, client)
        finally:
            self._slots.release()

    def close(self) -> None:
        """Waits for handles in use."""
        with self._lock:
            self._closed = True
        for _ in range(self._size):
            self._slots.acquire()
        for _, client in self._idle:
            client.close()
        self._idle.clear()
        for _ in range(self._size):
            self._slots.release()

    def _take(self, kind: Limits | None) -> Client | None:
        with self._lock:
            if self._closed:
                raise StoreUnavailable("the store is closed")
            for position in range(len(self._idle) - 1, -1, -1):
                if self._idle[position][0] == kind:
                    return self._idle.pop(position)[1]
        return None

    def _give_back(self, kind: Limits | None, client: Client) -> None:
        with self._lock:
            self._idle.append((kind, client))
            surplus = self._idle.pop(0)[1] if len(self._idle) > self._size else None
        if surplus is not None:
            surplus.close()


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "\\'")


def _held(path: Path) -> bool:
    """Whether a process holds the engine's lock on the directory: `flock` on its file `status`."""
    try:
        with (path / "status").open("rb") as status:
            fcntl.flock(status, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def _holder(path: Path) -> str:
    """` (pid 123)` as the engine wrote it beside its lock, or ''."""
    for line in (path / "status").read_text(errors="replace").splitlines():
        if line.startswith("PID: "):
            return f" (pid {line.removeprefix('PID: ').strip()})"
    return ""
