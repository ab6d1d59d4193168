"""One embedded engine for all tests of the room (a process can open one directory), a database for each test.

`store` is the same test on both ways in: embedded, and over HTTP to a server of our own in another process.
"""

import itertools
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from query.address import EmbeddedAddress
from query.embedded import EmbeddedDriver
from query.migrations import migrate
from query.settings import StoreSettings
from query.store import Store
from tests.query.rows import Encoder

PASSWORD = "p:ss w/rd"
QUOTED_PASSWORD = "p%3Ass%20w%2Frd"
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def engine_directory(tmp_path_factory) -> Iterator[Path]:
    """The directory of this process's engine; held open, so that stores of single tests share it."""
    path = tmp_path_factory.mktemp("engine")
    driver = EmbeddedDriver(EmbeddedAddress(path, "otel"), StoreSettings())
    yield path
    driver.close()


@pytest.fixture(scope="session")
def encoder(engine_directory) -> Encoder:
    """Rows to Native blocks, by the engine's own hand."""
    return Encoder(engine_directory)


class Server:
    """The ClickHouse server of the tests, another process."""

    def __init__(self, directory: Path, port: int = 0) -> None:
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.query.clickhouse_server"),
                *("--path", str(directory), "--port", str(port), "--password", PASSWORD),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.port = int(self._process.stdout.readline())

    def fault(self, mode: str) -> None:
        """For the next insert."""
        with urlopen(Request(f"http://127.0.0.1:{self.port}/fault?mode={mode}", method="POST")) as answer:
            answer.read()

    def close(self) -> None:
        self._process.communicate()


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("server"))
    yield running
    running.close()


@pytest.fixture(params=["embedded", "http"])
def dsn(request) -> str:
    """Address of an empty database."""
    database = f"test_{next(_numbers)}"
    if request.param == "embedded":
        return f"chdb://{request.getfixturevalue('engine_directory')}?database={database}"
    port = request.getfixturevalue("server").port
    return f"http://camelops:{QUOTED_PASSWORD}@127.0.0.1:{port}/{database}"


@pytest.fixture
def embedded_dsn(engine_directory) -> str:
    return f"chdb://{engine_directory}?database=test_{next(_numbers)}"


@pytest.fixture
def http_dsn(server) -> str:
    return f"http://camelops:{QUOTED_PASSWORD}@127.0.0.1:{server.port}/test_{next(_numbers)}"


@pytest.fixture
def empty_store(dsn) -> Iterator[Store]:
    """Open, not migrated."""
    opened = Store.open(StoreSettings(dsn=dsn))
    yield opened
    opened.close()


@pytest.fixture
def store(empty_store) -> Store:
    """Open and migrated."""
    migrate(empty_store)
    return empty_store


@pytest.fixture
def embedded_store(embedded_dsn) -> Iterator[Store]:
    opened = Store.open(StoreSettings(dsn=embedded_dsn))
    migrate(opened)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def module_store(engine_directory) -> Iterator[Store]:
    """Embedded and migrated, shared by the tests of a module that leave it as it is."""
    opened = Store.open(StoreSettings(dsn=f"chdb://{engine_directory}?database=test_{next(_numbers)}"))
    migrate(opened)
    yield opened
    opened.close()
